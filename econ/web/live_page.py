"""The live page: one HTML file that holds the model, its draws and its words; it fetches nothing.

A reader moves a number, and every draw is worked out again in the browser. What the file may do is
told to the browser: its own script and style, by their hashes, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from importlib.resources import files
from math import isfinite
from pathlib import Path

from econ.files import replacing
from econ.model.designs import MonteCarlo
from econ.model.scenario import Scenario
from econ.pages import page
from econ.pages.answer import four_figures
from econ.pages.who_pays import money_kept
from econ.reports import narrative
from econ.reports.records import made_by
from econ.reports.report import Report, report
from econ.reports.sensitivity import Sensitivity, one_way
from econ.web.declaration import Declaration
from econ.web.html import laid, links

SCRIPTS = ("model.js", "words.js", "pictures.js", "settings.js", "answer.js", "page.js")
LARGEST_PAGE, _TOLD = 2_000_000, 64
"""Bytes of a file at most; and those that its number of draws may take where it is told."""
IN_A_NOTEBOOK = 2_000
"""Draws of a page within a notebook, which is saved with it."""


@dataclass(frozen=True, slots=True)
class LivePage:
    """The live page of a scenario; shown in a notebook, where it may run its script and no more."""

    title: str
    html: str

    def __repr__(self) -> str:
        """What it is, for a prompt."""
        return f"Live page: {self.title}"

    def _repr_html_(self) -> str:
        framed = escape(self.html)
        look = "width:100%;height:54rem;border:1px solid #B1B4B6"
        title = escape(self.title)
        return (
            f'<iframe title="{title}" sandbox="allow-scripts" style="{look}" srcdoc="{framed}">'
            "</iframe>"
        )

    def save(self, path: str | Path) -> Path:
        """Write the page as one file, whole or not at all; ``OSError`` where it cannot be."""
        where = Path(path)
        with replacing(where) as temporary:
            temporary.write_text(self.html, encoding="utf-8")
        return where


def what_if(scenario: Scenario, draws: int = IN_A_NOTEBOOK, seed: int = 2025) -> LivePage:
    """The live page of a scenario: move a number, and see the answer follow in every draw.

    In a notebook it shows itself; ``.save("what_if.html")`` writes it as a file of its own.
    """
    told = Sensitivity(scenario, one_way(scenario))
    return live_page(report(scenario, MonteCarlo(draws, seed)), told)


def live_page(
    found: Report,
    told: Sensitivity | None = None,
    beside: Sequence[str] = (),
    run: str = "",
) -> LivePage:
    """The live page of a run; ``beside`` names files of the same run that stand beside it.

    ``run`` is the identity of that run; ``told`` says which numbers move the answer most: they have
    the first sliders.
    """
    scenario = found.scenario
    bars = told.one_way.tornado.bars if told else ()
    declared = Declaration(scenario, found.design, {bar.parameter: bar.swing for bar in bars})
    held = {**declared.made(), "observed": bool(found.grades["observed"])}
    script, style = "\n".join(map(_asset, SCRIPTS)), _asset("page.css")
    title = f"What if? {narrative.headed_by(scenario)}"

    def filled(size: int) -> str:
        return _asset("page.html").format(
            policy=_policy(script, style),
            title=escape(title),
            style=style,
            programme=escape(narrative.programme_name(scenario)),
            line=escape(narrative.in_one_line(found)),
            opening="\n".join(laid(_opening(found))),
            answer="\n".join(f"<p>{escape(said)}</p>" for said in narrative.answer(found, told)),
            still="\n".join(laid(_still(found, told))),
            made=escape(_made(found, size, run)),
            links=links(beside),
            model=_as_json({**held, "n": size}),
            draws=declared.packed(size),
            script=script,
        )

    room = LARGEST_PAGE - len(filled(0).encode()) - _TOLD
    return LivePage(title, filled(min(declared.size(), declared.size(room))))


def _opening(found: Report) -> Iterator[page.Block]:
    """The question, the warning, and what the answer rests on, before any figure."""
    if question := found.scenario.about.get("decision question", ""):
        yield page.Text(question, "note")
    yield from page.alarm(narrative.alert(found))
    yield page.Text(f"As it was run: {' '.join(narrative.rests_on(found))}", "note")


def _still(found: Report, told: Sensitivity | None) -> Iterator[page.Block]:
    """The words and figures of the brief, for a browser that runs no script."""
    for table in (four_figures(found), money_kept(found)):
        first, *others = table.columns
        columns = (page.Column("", key=first.name), *others)
        yield replace(table, columns=columns, describes=first.heading)
    turned = narrative.would_change(told) if told else []
    if sought := [*turned, *narrative.find_out(found)]:
        yield from page.words("What would change the answer", [" ".join(sought)])
    if warned := narrative.cautions(found):
        yield from page.words("Cautions", warned)
    if found.scenario.unmonetised:
        yield page.Text(narrative.unpriced(found))


def _made(found: Report, size: int, run: str) -> str:
    scenario, design = found.scenario, found.design
    workbook = f" from {Path(scenario.workbook).name}" if scenario.workbook else ""
    mark = f" (sha-256 {scenario.sha256[:12]})" if scenario.sha256 else ""
    drawn = f"{design.size:,} draws ({design.name}, seed {design.seed})"
    held = drawn if size == design.size else f"the first {size:,} of {drawn}"
    return (
        f"{made_by(run)}{workbook}{mark}: {held}. This file works on your own device: it fetches "
        "nothing, sends nothing and keeps nothing. It holds no records of people, only the "
        f"assumptions of the model and random draws of them. {narrative.account(found)}"
    )


def _asset(name: str) -> str:
    return files("econ.web").joinpath("live", name).read_text("utf-8")


def _as_json(made: object) -> str:
    """JSON that cannot end its script element."""
    text = json.dumps(_finite(made), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _finite(made: object) -> object:
    """The same, what is not a number as null: JSON has no other word for it."""
    if isinstance(made, dict):
        return {name: _finite(part) for name, part in made.items()}
    if isinstance(made, list | tuple):
        return [_finite(part) for part in made]
    return None if isinstance(made, float) and not isfinite(made) else made


def _policy(script: str, style: str) -> str:
    """What the browser is told that the file may do."""
    script, style = (
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (script, style)
    )
    return (
        f"default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; "
        "img-src data:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
