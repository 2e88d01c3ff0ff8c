"""The sheets of results of two small programmes, block by block, kept in ``kept.txt`` beside this.

``python -m tests.pages.kept`` writes them anew; the difference is then read before it is committed.
Cells are named by their table, row and column, so that it shows what a formula or a picture is of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np

from econ.model.designs import MonteCarlo
from econ.model.distributions import Gamma, Normal, Uniform
from econ.model.parameters import Parameter
from econ.model.programme import Cohort, Correlation, Unmonetised
from econ.model.scenario import Scenario
from econ.pages import (
    about,
    answer,
    business_case,
    how_sure,
    made_of,
    one_way,
    technical,
    who_benefits,
    who_pays,
)
from econ.pages.live.formulas import Area, Formula, Piece, Spot
from econ.pages.live.what_if import Live
from econ.pages.page import (
    Beside,
    Block,
    Cell,
    Chart,
    Content,
    Link,
    Notes,
    Sheet,
    Space,
    Table,
    Text,
    flat,
)
from econ.reports.report import Report, report
from econ.reports.sensitivity import sensitivity
from tests.programmes import PERSPECTIVES, RATE, Number, cost, programme, saving

BARE = ("Summary", "Who benefits", "Business case", "All measures", "Global sensitivity")
KEPT = Path(__file__).with_suffix(".txt")
LIVE = SimpleNamespace(
    chosen="View: society",
    net=Formula((), 1.0),
    model=Formula((), 2.0),
    status="No",
    banner="",
    verdict="All checks pass",
)


def small() -> Scenario:
    """Two years, two payers and two cohorts; a cost, two savings, and something without a price."""
    numbers: dict[str, Number] = {
        "people": Parameter("people", "People", Normal(100.0, 5.0), "people", evidence="observed"),
        "visits": Parameter("visits", "Visits", Normal(1.5, 1.0), group="Effects"),
        "visit": Parameter("visit", "A visit", Gamma(16.0, 10.0), "GBP", evidence="analogue"),
        "hours": Parameter("hours", "Hours", Uniform(0.0, 20.0), group="Effects"),
        "hour": 12.0,
        "grant": Parameter("grant", "The grant", Normal(20_000.0, 500.0), "GBP"),
        "whole": 1.0,
    }
    hours = saving("hours", "people * hours", "hour", "every year", {"carers": 1.0})
    visits = saving("visits", "people * visits", "visit", cash_share=0.25, cash_delay=1)
    made = programme(
        numbers,
        [
            replace(visits, shares={"nhs": 0.75, "carers": 0.25}, counts="a visit"),
            hours,
            cost("grant", "whole", "grant", cash_share=1.0),
        ],
        cohorts=[
            Cohort("north", "North", 1.0, {"people": 0.75, "whole": 0.5}),
            Cohort("south", "South", 1.5, {"people": 0.25, "whole": 0.5, "visits": 2.0}),
        ],
        years=2,
        discount=RATE,
    )
    about = {"decision question": "Does it pay?", "setting": "Two towns"}
    unpriced = (Unmonetised("Confidence", "benefit", "in one trial", "A trial"),)
    changed = replace(made, about=about, unmonetised=unpriced)
    return changed.vary("Dear visits", why="a new tariff", visit=Gamma(25.0, 8.0))


def bare() -> Scenario:
    """Eight years, one payer, no cost and nobody counted; illustrative, correlated numbers."""
    numbers: dict[str, Number] = {
        "people": 100.0,
        "visits": Parameter("visits", "Visits", Normal(1.0, 0.5), evidence="illustrative"),
        "visit": Parameter("visit", "A visit", Gamma(16.0, 10.0), "GBP"),
        "certain": Parameter("certain", "Certain", Uniform(1.0, 1.001)),
    }
    return programme(
        numbers,
        [saving("visits", "people * visits * certain", "visit", "every year")],
        payers={"nhs": PERSPECTIVES},
        correlations=[Correlation("visits", "visit", 0.5)],
        years=8,
        people="nobody is counted",
    )


def sheets(found: Report) -> list[Sheet]:
    """Every sheet of results, with what drives the answer, and About."""
    told = sensitivity(found.scenario, n=128, most=128, seed=1)
    drawn, pays = how_sure.draws_in_ranges(found), who_pays.who_pays_sheet(found)
    assert told.together is not None
    (kept,) = (t for t in pays.every(Table) if isinstance(t, Table))
    first = answer.answer_sheet(found, kept, drawn, cast("Live", LIVE), told, "", ["How sure"])
    made = [
        pays,
        made_of.made_of_sheet(found),
        who_benefits.who_benefits_sheet(found),
        how_sure.how_sure_sheet(found, drawn),
        one_way.would_change_sheet(found, told),
        business_case.business_case_sheet(found, told),
    ]
    checking = [
        technical.all_measures(found),
        technical.as_draws_were_added(found),
        technical.global_sheet(found, told.together),
    ]
    others = [sheet for sheet in checking if sheet is not None]
    results = [sheet for sheet in made if sheet is not None]
    return [first, *results, about.about_sheet(found, {}, (first, *results), (), others), *others]


def listing() -> str:
    """Everything that stands on the sheets; of the barer programme those that differ most."""
    rich, poor = (sheets(report(scenario, MonteCarlo(40, 1))) for scenario in (small(), bare()))
    told = [sheet for sheet in poor if sheet.name in BARE]
    return "".join(f"{line}\n" for sheet in (*rich, *told) for line in _sheet(sheet))


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"=== {sheet.name}: {sheet.answers}"
    yield f"widths {' '.join(f'{width:g}' for width in sheet.widths)}"
    yield (
        f"{'wide' if sheet.wide else 'upright'}, pages across {sheet.across}, "
        f"pages down {sheet.pages}"
    )
    for block in sheet.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Text():
            yield f"{block.kind}{_look(block.look)}: {block.text}"
        case Notes():
            label = f" of {block.label}" if block.label else ""
            yield from (f"note{label}{_look(block.look)}: {said}" for said in block.sentences)
        case Table():
            yield from _table(block)
        case Chart():
            yield from _chart(block)
        case Beside():
            yield f"beside, from column {block.column}, at least {block.lowest:g} points:"
            yield from (f"| {line}" for part in flat([block]) for line in _block(part))
        case Space():
            yield f"space {block.rows}"
        case Link():
            yield _cell(block)
        case _:
            yield "a new page of paper"


def _table(table: Table) -> Iterator[str]:
    yield f"{'lines' if table.plain else 'table'} {table.name}: {table.describes}"
    for column in table.columns:
        key = f" ({column.key})" if column.key else ""
        yield f"  column {column.heading}{key}, {column.shown}{_look(column.look)}"
    for key, cells in table.lines.items():
        total = " total" if key in table.totals else ""
        yield f"  {key}{total}: {' | '.join(_cell(cell) for cell in cells)}"
    for name, (row, column_name) in table.names.items():
        yield f"  name {name}: {row}, {column_name}"


def _chart(chart: Chart) -> Iterator[str]:
    yield f"chart {_option(chart.kind)}, {chart.size}: {chart.words}"
    for what, options in chart.sets.items():
        yield f"  {what} {_option(options)}"
    for series in chart.series:
        yield f"  series {_option(series)}"
    if chart.behind is not None:
        yield from (f"  behind it, {line}" for line in _table(chart.behind))


def _option(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_option(held)}' for key, held in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_option, value))}]"
    if isinstance(value, Formula):
        return "".join(_piece(piece) for piece in value.pieces)
    return _number(value) if isinstance(value, float) else str(value)


def _look(look: Mapping[str, object]) -> str:
    return f" {_option(look)}" if look else ""


def _cell(content: Content) -> str:
    if isinstance(content, Cell):
        shown = f" {content.shown}" if content.shown else ""
        return f"{_cell(content.content)}{shown}{_look(content.look)}"
    if isinstance(content, Link):
        return f"{content.text} -> {content.target}"
    if isinstance(content, Formula):
        return f"={_option(content)} -> {_cell(content.single)}"
    if isinstance(content, str) or content is None:
        return content or "n/a"
    return _number(float(content))


def _number(value: float) -> str:
    """To nine digits: the last ones of a percentile may differ from one NumPy to another."""
    return f"{np.round(value, 6) + 0.0:.9g}"


def _piece(piece: Piece) -> str:
    if isinstance(piece, Spot):
        return f"{piece.table}[{piece.row or 'heading'}, {piece.column}]"
    return f"{_piece(piece.first)}:{_piece(piece.last)}" if isinstance(piece, Area) else piece


if __name__ == "__main__":
    KEPT.write_text(listing(), encoding="utf-8")
