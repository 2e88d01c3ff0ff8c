"""A second opinion on who can use the brief and the live page: axe-core's rules, in Chromium."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

import econ
from econ.model.designs import MonteCarlo
from econ.reports.report import report
from econ.reports.sensitivity import Sensitivity, one_way
from econ.web.brief import brief
from econ.web.live_page import live_page
from tests import chromium

ROOT = Path(__file__).resolve().parents[2]
FOUND = find_spec("axe_core_python")
pytestmark = [
    chromium.needed,
    pytest.mark.skipif(FOUND is None, reason="axe-core is not installed: no second opinion"),
]
ASK = """
  await wait(1500);
  page.querySelectorAll('details').forEach(d => { d.open = true; });
  await wait(500);
  const seen = await inner.axe.run(page);
  return { rules: seen.passes.length, faults: seen.violations.map(v => `${v.id}: ${v.help} (`
    + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join(' | ') + ')') };
"""


@pytest.fixture(scope="module")
def html() -> dict[str, str]:
    base = econ.read(ROOT / "parameters" / "side_by_side.xlsx")
    found, told = report(base, MonteCarlo(200, 1)), Sensitivity(base, one_way(base))
    return {"brief": brief(found, told), "page": live_page(found, told).html}


def audited(html: str, folder: Path, width: int) -> tuple[int, list[str]]:
    """How many rules it keeps, and those it breaks. The page's policy would keep axe-core out."""
    assert FOUND is not None
    assert FOUND.origin is not None
    axe = (Path(FOUND.origin).parent / "axe.min.js").read_text("utf-8").replace("</", "<\\/")
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    held = free.replace("</body>", f"<script>{axe}</script></body>")
    (seen,) = chromium.played([held], ASK, folder, width=width)
    return seen["rules"], seen["faults"]


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("which", ["brief", "page"])
def test_axe_finds_no_fault(which: str, width: int, html: dict[str, str], tmp_path: Path) -> None:
    kept, faults = audited(html[which], tmp_path, width)
    assert kept > 20
    assert faults == []


def test_axe_finds_what_is_planted(html: dict[str, str], tmp_path: Path) -> None:
    planted = html["brief"].replace("</h1>", '</h1><p style="color:#aaa">Pale</p><img src="x">')
    assert planted != html["brief"]
    _, faults = audited(planted, tmp_path, 1200)
    assert {fault.split(":")[0] for fault in faults} == {"color-contrast", "image-alt"}
