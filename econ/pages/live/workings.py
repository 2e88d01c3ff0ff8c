"""The sheet Workings: the central case again, as live formulas down to outcome, cohort and year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial, reduce
from math import ceil
from operator import mul

from econ.model.allowed import Allowed
from econ.model.chain import Made
from econ.model.impacts import Impacts
from econ.model.parameters import formulas, made_from
from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario
from econ.pages.live.budget import MONEY, Budget, add_budget
from econ.pages.live.chosen import add_answer
from econ.pages.live.formulas import Formula, formula, sum_of
from econ.pages.live.inputs import number_format
from econ.pages.live.ledger import Ledger, Section, kind_of
from econ.pages.live.offered import VALUE, Lists, Offered, row_of
from econ.pages.live.time import FACTOR, Time, add_time
from econ.pages.page import Cell, Column, Sheet, Space, Text, ends, given, opening
from econ.pages.style import DECIMAL, EXACT, pixels
from econ.words import in_prices_of

_SHEET = "Workings"
_LABELS = (37.0, 22.0)
NARROWEST = 13.0
PRINTED = 172.0
"""Characters that still can be read across one printed page."""


@dataclass(frozen=True, slots=True)
class Workings:
    """The tables of the sheet that other sheets point at.

    Of what was chosen, ``by_year`` has benefits, costs and net; ``model`` has one row of what the
    model found; ``outcomes`` has the money of the cohorts chosen.
    """

    time: Time
    budget: Budget
    by_year: Section
    model: Section
    outcomes: Section


def worked(ledger: Ledger, base: Impacts, known: Lists) -> Workings:
    """The central case from its inputs; ``base`` is what the model found, to stand beside it."""
    time = add_time(ledger, known)
    if any(cohort.relative for cohort in ledger.scenario.cohorts):
        _add_local(ledger)
    if known.valued:
        ledger.add(known.values)
    budget = add_budget(ledger, time, _amounts(ledger, known))
    return Workings(time, budget, *add_answer(ledger, base, budget, known))


def workings_sheet(ledger: Ledger) -> Sheet:
    """The sheet Workings."""
    asks = "How does each figure follow from the inputs?"
    head = opening(
        asks,
        "The central case again, as formulas: numbers come from the sheets What-if and "
        "Assumptions and sources and from the yellow cells here, and every figure follows.",
        "Read from the top: time, values of each cohort, quantities, money by outcome and "
        "cohort, then by payer, by view, cash apart from capacity, and what What-if asks for. "
        f"{in_prices_of(ledger.scenario.price_year)}",
    )
    blocks = list(head)
    for part in ledger.parts:
        table = part.table(f"{part.name}: {part.said}")
        blocks += [Text(part.name, "subtitle"), Text(part.said, "note"), table, Space()]
    wide = _widths(ledger.scenario)
    across = ceil((sum(wide) - wide[0]) / (PRINTED - wide[0]))  # the first stands on each
    return Sheet(_SHEET, asks, wide, tuple(blocks), wide=True, across=across)


def _widths(scenario: Scenario) -> tuple[float, ...]:
    """Two columns of labels, then as many of numbers as any table needs."""
    most = max(scenario.years + 2, len(scenario.payers) + 1, len(scenario.cohorts), 8)
    labels = [item.label for item in scenario.cohorts] + [p.label for p in scenario.payers]
    longest = max(pixels(word, bold=True) for label in labels for word in label.split())
    return (*_LABELS, *[max(NARROWEST, longest / 8 + 2)] * most)


def _add_local(ledger: Ledger) -> None:
    """The value of each parameter for each cohort, of those that some cohort has its own of."""
    scenario, cohorts = ledger.scenario, ledger.scenario.cohorts
    columns = [Column(cohort.label, shown=EXACT, key=cohort.name) for cohort in cohorts]
    said = "A cohort's own value over the whole programme's; 1 where it has none."
    heads = Column("Number"), Column("Kind of cell")
    relative = ledger.table("Cohorts beside the whole programme", said, (*heads, *columns))
    said = "The number itself times the figure above, or what its formula makes of it."
    part = ledger.table("Values by cohort", said, (heads[0], Column("Unit"), *columns))
    own = {name for cohort in scenario.cohorts for name in cohort.relative}
    chains, known = formulas(scenario.parameters), scenario.parameters
    inputs = [name for name in known if name in own and name not in chains]
    made = [name for name in chains if own & {*made_from([name], known)}]
    for name in inputs:
        relative.row(name, known[name].label, kind_of(c.relative.get(name, 1.0) for c in cohorts))
    ledger.local = part  # to which rows are added, formulas after what they are made from
    for name in (*inputs, *made):
        part.row(name, known[name].label, known[name].unit or "none")
        for cohort in scenario.cohorts:
            if name in chains:
                value = chains[name].formula(partial(ledger.number, cohort=cohort.name), formula)
            elif isinstance(own_one := cohort.relative.get(name, 1.0), Made):
                value = own_one.chain.formula(ledger.number, formula)
                relative.row(name, Cell(value / ledger.number(name), FACTOR))
            else:
                rule = _beside(scenario.rules(name), known[name].mean)
                relative.row(name, given(own_one, FACTOR, rule))
                value = ledger.number(name) * relative.cell(name, cohort.name)
            part.row(name, Cell(value, number_format(known[name].unit, value.number)))


def _beside(rules: Iterable[Allowed], mean: float) -> Allowed:
    """What a cohort's own value may be over the whole programme's, by what the value may be."""
    low, high = sorted(end / mean for end in ends(rules)) if mean else ends(())
    return Allowed(low, high, "the cohort's own value is such a number", most="most there is")


def _amounts(ledger: Ledger, known: Lists) -> Section:
    """Quantities, unit values and a full year's money, by outcome and cohort."""
    said = "The quantity is made of its parts as the sheet What it is made of says in words."
    heads = Column("Outcome"), Column("Cohort"), Column("Quantity in a full year", shown=EXACT)
    columns = (
        *heads,
        VALUE,
        Column("Saving (1) or cost (−1)", shown="0"),
        Column(MONEY, shown=DECIMAL),
    )
    part = ledger.table("Quantities and full-year money", said, columns)
    for row, (outcome, cohort) in ledger.cells.items():
        of, offered = partial(ledger.number, cohort=cohort.name), known.valued.get(outcome.name)
        worth = _chosen(offered, outcome, cohort, ledger) if offered else of(outcome.unit_value)
        quantity = outcome.quantity.formula(of, formula)
        shown = Cell(quantity, number_format("", quantity.number))
        sign = -1.0 if outcome.direction == "cost" else 1.0
        part.row(row, outcome.label, cohort.label, shown, worth, sign)
        part.row(row, reduce(mul, (part.cell(row, column.name) for column in columns[2:5])))
    return part


def _chosen(offered: Offered, outcome: Outcome, cohort: Cohort, ledger: Ledger) -> Formula:
    """The value of one that was chosen, where a cohort has its own of it that instead."""
    own = {row_of(name, outcome.name): name for name in ledger.local.lines}
    differs = (
        offered.is_chosen(row)
        * (ledger.number(own[row], cohort.name) - offered.part.cell(row, VALUE.name))
        for row in offered.rows
        if row in own
    )
    return sum_of([offered.picked(VALUE.name), *differs])
