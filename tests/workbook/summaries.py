"""Summary workbooks made in tests, and their sheets read back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl

from econ.errors import Problem
from econ.files import TECHNICAL
from econ.model.chain import parse
from econ.model.designs import MonteCarlo
from econ.model.distributions import ChanceOfNone, Fixed, Gamma, Normal, Uniform
from econ.model.parameters import Parameter, Uplift
from econ.model.prices import GREEN_BOOK, GREEN_BOOK_HEALTH, constant_rate
from econ.model.profiles import Profile
from econ.model.programme import Cohort, Outcome, Payer, Unmonetised
from econ.model.scenario import Scenario
from econ.pages.book import workbooks
from econ.reports.report import Report, report
from econ.reports.sensitivity import Sensitivity
from econ.workbook.writing.paper import write_book
from tests.programmes import PERSPECTIVES

RUN = {"Workbook": "mine.xlsx", "Command": "econ run mine.xlsx", "Seed": "1"}
Cells = Mapping[str, object]
INPUTS, NUMBER = "Assumptions and sources", "Number, and its name in scripts"
"""The sheet of inputs, and the first heading of its table."""

_UPLIFT = Uplift("2020/21", "2024/25", "GDP deflator", "2025", 1.2)
_PARAMETERS = (
    Parameter("people_reached", "People reached", Fixed(300.0), "people", evidence="observed"),
    Parameter("visits_before", "Visits before", Normal(4.0, 0.5), evidence="analogue"),
    Parameter("visits_after", "Visits after", Normal(3.2, 0.5), evidence="analogue"),
    Parameter("due_to_it", "Share due to it", Uniform(0.0, 0.8), "proportion"),
    Parameter("dead_weight", "Deadweight", Fixed(0.1), "proportion", evidence="illustrative"),
    Parameter("cost_visit", "A visit", Gamma(16.0, 17.5), "GBP per visit", uplift=_UPLIFT),
    Parameter("carer_hour", "An hour of care", Gamma(9.0, 3.0), "GBP per hour"),
    Parameter("hours_fewer", "Fewer hours of care", Normal(20.0, 15.0), "hours per year"),
    Parameter("the_grant", "The grant", Fixed(120_000.0), "GBP", source="-5% is no formula"),
    Parameter("whole_of_it", "All of it", Fixed(1.0)),
    Parameter("share_kept", "Share kept", Fixed(0.8), "proportion"),
    Parameter("leaving_rate", "Leaving rate", Gamma(8.0, 0.125), "per year"),
    Parameter("carried_on", "Share carried on", Uniform(0.0, 1.0), "proportion"),
    Parameter("fading_rate", "Fading rate", Gamma(9.0, 0.08), "per year", note="=1+1"),
)
_LASTING = ("leaving_rate", "carried_on", "fading_rate")
_PROFILES = (
    Profile("once", "first year", "calendar"),
    Profile("once_each", "first year", "entry"),
    Profile("always", "every year", "entry"),
    Profile("kept", "retained", "entry", ("share_kept",)),
    Profile("kept_by_year", "retained", "calendar", ("share_kept",)),
    Profile("staying", "involved", "entry", ("leaving_rate",)),
    Profile("lasting", "involved then fading", "entry", _LASTING),
    Profile("lasting_by_year", "involved then fading", "calendar", _LASTING),
    Profile("listed", "table", "entry", (), (0.5, 0.4, 0.1)),
    Profile("starts", "table", "calendar", (), (0.5, 0.3, 0.2)),
)
_VISITS = "people_reached * (visits_before - visits_after) * due_to_it * (1 - dead_weight)"
_PAYERS = (
    Payer("acute_trusts", "Hospitals", PERSPECTIVES),
    Payer("town_council", "=Council", PERSPECTIVES[1:]),
    Payer("family_carers", "Family and friends", PERSPECTIVES[2:]),
    Payer("the_funder", "Funder", ()),
)
_SPLIT = {"acute_trusts": 0.7, "town_council": 0.3}


def _outcome(name: str, profile: str, **other: object) -> Outcome:
    made = Outcome(
        name,
        name.replace("_", " ").capitalize(),
        parse(_VISITS),
        "cost_visit",
        "saving",
        profile,
        "fiscal",
        _SPLIT,
        cash_share=0.25,
        cash_delay=1,
        counts=f"a visit, {profile}",
    )
    return replace(made, **other)  # type: ignore[arg-type]  # one helper for every field


_OUTCOMES = (
    *(_outcome(f"visits_{profile.name}", profile.name) for profile in _PROFILES[:-1]),
    _outcome(
        "care_given",
        "staying",
        quantity=parse("people_reached * hours_fewer * due_to_it"),
        unit_value="carer_hour",
        shares={"family_carers": 1.0},
        value_class="social",
    ),
    _outcome(
        "delivery_cost",
        "starts",
        quantity=parse("whole_of_it"),
        unit_value="the_grant",
        direction="cost",
        shares={"acute_trusts": 0.5, "the_funder": 0.5},
        cash_share=1.0,
        cash_delay=0,
    ),
)
_COHORTS = (
    Cohort("north_side", "@North", 1.0, {"people_reached": 0.6, "whole_of_it": 0.5}),
    Cohort("south_side", "South", 1.8, {"people_reached": 0.4, "whole_of_it": 0.5, "due_to_it": 2}),
)


def rich(**other: object) -> Scenario:
    """Every kind of profile on both clocks, brackets, cohorts, shares, intake and cash delays."""
    made = Scenario(
        name="A & B: every shape",
        parameters={parameter.name: parameter for parameter in _PARAMETERS},
        outcomes=_OUTCOMES,
        payers=_PAYERS,
        cohorts=_COHORTS,
        profiles={profile.name: profile for profile in _PROFILES},
        first_year="2025/26",
        years=4,
        price_year="2024/25",
        intake="starts",
        discount=GREEN_BOOK,
        unmonetised=(Unmonetised("Confidence", "benefit", "+ in one trial", "+ a trial"),),
        about={"decision question": "=Does it pay for itself?"},
        warnings=(Problem("Parameters!B2", "fading_rate", "is used by one profile only"),),
    )
    return replace(made, **other)  # type: ignore[arg-type]  # one helper for every field


def own_rates(scenario: Scenario) -> Scenario:
    """The same, some outcomes with a discount rate of their own and with real growth."""
    own: dict[str, dict[str, object]] = {
        "visits_kept": {"discount_rate": GREEN_BOOK_HEALTH, "growth": -0.01},
        "visits_lasting": {"growth": 0.015},
        "care_given": {"discount_rate": constant_rate(0.015), "growth": 0.02},
        "delivery_cost": {"discount_rate": constant_rate(0.0)},
    }
    return _with_outcomes(scenario, own)


def transfers(scenario: Scenario) -> Scenario:
    """The same, two of its outcomes being transfers, and one health."""
    kinds = {"visits_staying": "transfer", "visits_listed": "transfer", "visits_once": "health"}
    return _with_outcomes(scenario, {name: {"value_class": kind} for name, kind in kinds.items()})


def _with_outcomes(scenario: Scenario, own: Mapping[str, Mapping[str, object]]) -> Scenario:
    changed = (replace(o, **own.get(o.name, {})) for o in scenario.outcomes)  # type: ignore[arg-type]
    return replace(scenario, outcomes=tuple(changed))


def perhaps_none(scenario: Scenario) -> Scenario:
    """The same, where nothing may be due to the programme."""
    due = replace(scenario["due_to_it"], distribution=ChanceOfNone(0.3, Uniform(0.0, 0.83)))
    return replace(scenario, parameters={**scenario.parameters, "due_to_it": due})


def richer(**other: object) -> Scenario:
    """All of these, people starting evenly from October, and support that ends in year 1."""
    starts = {"entry": "evenly from October", "support_ends": "2026/27"}
    return perhaps_none(transfers(own_rates(rich(**{**starts, **other}))))


def written(scenario: Scenario, path: Path, draws: int = 200) -> Report:
    """Write the summary of a scenario, and give the report it was made from."""
    found = report(scenario, MonteCarlo(draws, 1))
    write_summary(found, path)
    return found


def write_summary(
    found: Report,
    path: Path,
    run: Mapping[str, str] = RUN,
    sensitivity: Sensitivity | None = None,
    what_if: Sequence[str] = (),
) -> None:
    """Write the workbooks of a report, whose formulas must agree with the model.

    ``technical.xlsx`` stands beside the summary, which may have another name.
    """
    made = workbooks(found, run, sensitivity, what_if)
    assert not made.failures
    write_book(made.summary, path)
    write_book(made.technical, path.with_name(TECHNICAL))


def edited(path: Path, out: Path, values: Mapping[str, float]) -> Path:
    """A copy in which numbers on the sheet of inputs are others, and no stored value is left."""
    book = openpyxl.load_workbook(path)
    sheet = book[INPUTS]
    heading = next(row for row in sheet.iter_rows() if row[0].value == NUMBER)
    used = [str(cell.value) for cell in heading].index("Value used")
    changed = set()
    for row in sheet.iter_rows():
        name = str(row[0].value).rpartition("\n")[2]
        if name in values:
            row[used].value = values[name]
            changed.add(name)
    assert changed == set(values)
    out.parent.mkdir(parents=True, exist_ok=True)
    book.save(out)
    return out


def grid(cells: Cells) -> list[list[object]]:
    """The cells of a sheet by row and column, ``None`` where empty."""
    places = [openpyxl.utils.cell.coordinate_to_tuple(address) for address in cells]
    rows, columns = (max(place[axis] for place in places) for axis in (0, 1))
    table: list[list[object]] = [[None] * columns for _ in range(rows)]
    for (row, column), value in zip(places, cells.values(), strict=True):
        table[row - 1][column - 1] = value
    return table


def lines(cells: Cells, first: str) -> list[list[object]]:
    """The lines of the table whose first heading is this one, without the empty cells after it."""
    rows = grid(cells)
    top = next(place for place, row in enumerate(rows) if row[0] == first)
    return _below(rows, top)


def section(cells: Cells, title: str) -> list[list[object]]:
    """The lines of the table of Workings under this title."""
    rows = grid(cells)
    top = next(place for place, row in enumerate(rows) if row[0] == title) + 2
    return _below(rows, top)


def _below(rows: Sequence[list[object]], top: int) -> list[list[object]]:
    width = sum(cell is not None for cell in rows[top])
    found = []
    for row in rows[top + 1 :]:
        if row[0] is None:
            break
        found.append(row[:width])
    return found
