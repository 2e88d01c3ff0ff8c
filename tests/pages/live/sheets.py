"""Workbooks of the four live sheets alone, and those sheets as values."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from econ.model.designs import MonteCarlo
from econ.model.profiles import NEARLY_EQUAL, SMALL_RATE
from econ.model.scenario import Scenario
from econ.pages.live.formulas import Formula
from econ.pages.live.what_if import Live, live
from econ.pages.page import Book, Cell, Column, Sheet, Table, tabled, widths
from econ.reports.choices import choices
from econ.reports.report import report
from econ.workbook.writing.paper import write_book

CHANGES: dict[str, Mapping[str, float]] = {
    "other numbers": {"due_to_it": 0.83, "cost_visit": 311.11, "people_reached": 41.0},
    "harm": {"due_to_it": -0.4, "visits_after": 9.0},
    "nobody leaves": {"leaving_rate": 0.0},
    "nothing fades": {"fading_rate": 0.0},
    "nobody leaves and nothing fades": {"leaving_rate": 0.0, "fading_rate": 0.0},
    "rates below the series' limit": {"leaving_rate": 0.4 * SMALL_RATE, "fading_rate": 1e-7},
    "rates about the series' limit": {
        "leaving_rate": SMALL_RATE * 0.9999,
        "fading_rate": SMALL_RATE * 1.0011,
    },
    "equal rates": {"leaving_rate": 0.5, "fading_rate": 0.5},
    "nearly equal rates": {"leaving_rate": 0.5, "fading_rate": 0.5 + 0.5 * NEARLY_EQUAL},
    "rates just not equal": {"leaving_rate": 0.5, "fading_rate": 0.5 + 1.1 * NEARLY_EQUAL},
    "nothing is kept": {"share_kept": 0.0, "carried_on": 0.0},
}
"""Other values of the rich programme's numbers, to the edges of the closed forms."""


def made_live(scenario: Scenario, what_if: Sequence[str] = ()) -> Live:
    """The live sheets of a short run."""
    return live(report(scenario, MonteCarlo(2, 1)), choices(scenario, None, what_if))


def written_live(scenario: Scenario, path: Path, what_if: Sequence[str] = ()) -> Live:
    """Write them as a workbook, with a sheet that shows the answer; every check must pass."""
    made = made_live(scenario, what_if)
    assert made.failures == ()
    headings = ("Of what", "With your inputs", "With the model's", "Changed?", "Verdict")
    columns = [Column(heading, shown="0") for heading in headings]
    cells = (made.chosen, made.net, made.model, made.status, made.verdict)
    shown = tabled("Shown", columns, [cells], "The answer, elsewhere.")
    elsewhere = Sheet("Elsewhere", "", widths(columns), (shown,))
    write_book(Book((elsewhere, *made.sheets), scenario.name, {}), path)
    return made


def table(made: Live, name: str) -> Table:
    """A table of the live sheets by its name."""
    found = (block for sheet in made.sheets for block in sheet.every(Table))
    return next(block for block in found if isinstance(block, Table) and block.name == name)


def formulas(made: Live) -> Iterator[tuple[str, Formula]]:
    """Every formula of the live sheets, with its table's name."""
    for sheet in made.sheets:
        for block in sheet.every(Table):
            assert isinstance(block, Table)
            for cells in block.rows:
                for content in cells:
                    kept = content.content if isinstance(content, Cell) else content
                    if isinstance(kept, Formula):
                        yield block.name, kept
