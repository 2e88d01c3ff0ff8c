"""The sheet Verification: what two checklists ask of a model, what answers each, this run's checks.

AdViSHE, of Vemer and others 2016, https://doi.org/10.1007/s40273-015-0327-2; TECH-VER, of
Büyükkaramikli and others 2019, https://doi.org/10.1007/s40273-019-00844-y: its five domains, with
the tests that apply to this kind of model. What each asks is told in our own words, in
``verification.csv`` beside this. What ``econ verify`` tried on this programme stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from econ.analysis.verification import ASKED_BY, Verdict, Verification
from econ.files import SUMMARY
from econ.pages import page
from econ.pages.live.checks import FOUND, PASSES, TOLERANCE, WANTED
from econ.pages.live.what_if import live
from econ.reports.choices import choices
from econ.reports.report import Report
from econ.words import exact_money, money, started

_SMALL = "[=0]0;0.0E+00"
"""How far two numbers are apart, which may be nothing."""
ITEMS = (
    page.Column("Checklist", 11),
    page.Column("Item", 6),
    page.Column("Part", 14),
    page.Column("What is asked", 31),
    page.Column("Answered", 10),
    page.Column("What answers it", 41),
    page.Column("Tests", 38),
    page.Column("Done besides", 15),
)
VERDICTS = (
    page.Column("Kind", 11),
    page.Column("No.", 6),
    page.Column("Result", 14),
    page.Column("What is checked", 31),
    page.Column("Off by", 10, _SMALL),
    page.Column("What was found", 41),
    page.Column("What is expected", 38),
    page.Column("May be off by", 15, _SMALL),
)
"""As wide as the table below, so that both stand on one page."""
_TO_TRY = (
    "The command econ verify tries such checks on this programme, and adds them to this sheet."
)
_ANSWERED = {"yes": "answered", "partly": "in part", "no": "not done"}


def verification_sheet(
    found: Report, checked: page.Sheet, tried: Verification | None = None
) -> page.Sheet:
    """What this run found of itself, then the items of both checklists.

    ``checked`` is the sheet Checks; ``tried`` is what ``econ verify`` found, and stands first.
    """
    asked = page.listed_in("verification.csv")
    rows = [*_of_this_run(found, checked), *map(_item, asked)]
    still = sum(item["answered"] != "yes" for item in asked)
    described = "Each item of the two checklists, what answers it, and the tests that hold it."
    return page.sheet_of(
        "Verification",
        "What do checklists ask of such a model, and what answers each item?",
        "AdViSHE asks how far a model was validated, TECH-VER whether it was built right: "
        f"{len(asked)} items, of which {still} are answered in part or not at all. Tests are those "
        "of the program, run on each change of it.",
        *(_as_tried(tried) if tried else ()),
        page.tabled("Verification", ITEMS, rows, described),
        note="They are of the program. Whether this programme's numbers are right is for whoever "
        "signs them off: fill in the yellow cells with what was done besides."
        + ("" if tried else f" {_TO_TRY}"),
    )


def with_workings(tried: Verification, found: Report) -> Verification:
    """What was tried, and whether the formulas of Workings agree with the model (C20)."""
    made = live(found, choices(found.scenario, None, ()))
    passed, every, widest = _counted(made.sheets[-1])
    verdict = Verdict(
        "Second implementation",
        "The formulas of Workings",
        "the model's figures",
        f"{passed} of {every} checks pass, {widest:.0e} of the figure, or of £1, apart at most",
        not made.failures,
        "; ".join(made.failures[:3]),
        widest,
        TOLERANCE,
    )
    return replace(tried, verdicts=(*tried.verdicts, verdict))


def _as_tried(tried: Verification) -> tuple[page.Block, ...]:
    """What was tried on this programme: each check with its figures, and who asks for it."""
    rows = [_tried(f"V{place}", verdict) for place, verdict in enumerate(tried.verdicts, 1)]
    described = "Each check of this programme, what is expected, what was found, and its result."
    told = page.Text(f"Tried on this programme. {tried.in_one_line}.", "strong")
    asked = page.Notes(tuple(f"{kind} are asked for by {who}." for kind, who in ASKED_BY.items()))
    return (told, page.tabled("Tried", VERDICTS, rows, described), asked, page.Space())


def _tried(number: str, verdict: Verdict) -> list[page.Content]:
    found = ": ".join(filter(None, (verdict.found, verdict.why)))
    figures = (verdict.off, found, verdict.expected, verdict.within)
    return [verdict.kind, number, verdict.result, verdict.check, *figures]


def _counted(checked: page.Sheet) -> tuple[int, int, float]:
    """Of the sheet Checks: how many pass, of how many, and how far both sides are apart at most."""
    (table,) = (t for t in checked.every(page.Table) if isinstance(t, page.Table) and not t.plain)
    passed = sum(table.cell(row, PASSES).value is True for row in table.lines)
    pairs = [[float(table.cell(row, c).single) for c in (FOUND, WANTED)] for row in table.lines]
    return passed, len(table.lines), max(abs(a - b) / max(abs(b), 1.0) for a, b in pairs)


def _item(item: Mapping[str, str]) -> list[page.Content]:
    left = item["answered"] != "yes"
    besides = page.to_fill("Input: what, by whom") if left else "nothing needed"
    tests = "\n".join(map(_in_words, filter(None, item["tests"].split("; ")))) or "none"
    asked = (item["checklist"], item["code"], item["part"], item["asked"])
    answer = item["answer"] or "The tests beside this."
    return [*asked, _ANSWERED[item["answered"]], answer, tests, besides]


def _in_words(test: str) -> str:
    """A test as the sentence that is its name, above its file.

    >>> _in_words("tests/model/test_draws.py::test_a_draw_is_one").splitlines()
    ['A draw is one:', 'tests/model/test_draws.py']
    """
    file, _, name = test.partition("::")
    if name == "*":
        return file
    said = re.sub(r"_c\d+$", "", name.removeprefix("test_")).replace("_", " ")
    return f"{started(said)}:\n{file}"


def _of_this_run(found: Report, checked: page.Sheet) -> Iterator[list[page.Content]]:
    """Whether its checks pass, and how far it may be off."""
    passed, every, widest = _counted(checked)
    net = found.measure("net_present_value")
    numbers = [found.scenario[name] for name in found.scenario.used]
    bare, ungraded = (sum(not getattr(n, x) for n in numbers) for x in ("source", "evidence"))
    central = f"central case {money(net.base_case)}."
    told = {
        "Do the checks of the workbook pass?": f"{passed} of {every} (Checks of {SUMMARY}).",
        "How far are formulas and model apart, at most?": f"{widest:.0e} of the figure, or of £1.",
        "Is the mean known, and the central case like it?": (
            f"Mean {money(net.mean)}, with an error of {exact_money(net.se)}; {central}"
        ),
        "Has each number a source and a grade of evidence?": (
            f"Of {len(numbers)} used, {bare} have no source and {ungraded} no grade."
        ),
    }
    for code, (asked, answer) in enumerate(told.items(), 1):
        passes = ("passes" if passed == every else "fails") if code == 1 else "answered"
        row = ("This run", f"R{code}", "Checks of this run", asked, passes, answer)
        yield [*row, "none", "nothing needed"]
