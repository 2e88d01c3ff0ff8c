"""How these pages are built: ``python -m sphinx -W docs docs/_build``.

Nothing is fetched, then or when a page is read: formulas are MathML, which browsers lay out.
"""

from __future__ import annotations

import sys
from importlib.metadata import version as installed
from pathlib import Path

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

sys.path.insert(0, str(Path(__file__).parent))
from rendered import RENDERED

project = "econ"
author = "the authors of econ"
release = version = installed("econ")
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
autodoc_typehints = "none"
autodoc_member_order = "bysource"
suppress_warnings = ["config.cache"]

html_theme = "furo"
html_title = "econ"
html_show_sphinx = html_show_copyright = False
html_copy_source = False
html_math_renderer = "mathml"
html_static_path = ["static"]
html_css_files = ["econ.css"]
exclude_patterns = ["_build"]
smartquotes = False


def _formula(as_block: bool) -> tuple[object, None]:
    def visit(self: HTML5Translator, node: nodes.Element) -> None:
        made = tex2mathml(node.astext(), as_block=as_block)
        self.body.append(f'<div class="formula">{made}</div>' if as_block else made)
        raise nodes.SkipNode

    return visit, None


def _rendered(_: Sphinx, page: str, source: list[str]) -> None:
    """A page that is made from the code takes the place of its few words here."""
    if page in RENDERED:
        source[0] = RENDERED[page](source[0])


def setup(app: Sphinx) -> None:
    """What Sphinx has not: formulas as MathML, and pages made from the code."""
    app.add_html_math_renderer("mathml", _formula(as_block=False), _formula(as_block=True))
    app.connect("source-read", _rendered)
