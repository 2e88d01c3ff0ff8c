"""The sheet Inputs: every number of the scenario, with where it comes from.

The cells of *value used* are what the formulas of Workings point at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import isfinite

from econ.model import distributions
from econ.model.distributions import (
    Beta,
    ChanceOfNone,
    DirichletShare,
    Sample,
    Triangular,
    Truncated,
    Uniform,
)
from econ.model.parameters import Parameter, formulas
from econ.model.scenario import Scenario
from econ.model.units import is_money, is_proportion
from econ.pages.live.formulas import NOT_CHOSEN, formula, when
from econ.pages.page import Cell, Column, Content, Draft, Sheet, given, opening, widths
from econ.pages.style import DECIMAL, EXACT, EXACT_SHARE, PENCE, POUNDS, WHOLE
from econ.reports.report import Report
from econ.words import NOT_AVAILABLE

_SHEET = "Inputs"
USED, RUN = "Value used", "Value in this run"
TYPED, OWN, CHANGED, UNUSABLE = "Your number", "The model's own", "Changed", "not usable"
"""Columns of What-if: what the reader typed, in place of what, and whether it is usable."""
_ROUNDING = 1e-6
_UNSOURCED = ("the numbers that its formula names", "not given")
KIND = Column("Kind of cell", 10)
KNOWN: Sequence[tuple[Column, Callable[[Parameter, Scenario], Content]]] = (
    (Column("Low (2.5%)", 13, EXACT), lambda of, _: _shown(of, limits(of)[0])),
    (Column("High (97.5%)", 13, EXACT), lambda of, _: _shown(of, limits(of)[1])),
    (Column("Unit", 20), lambda of, _: of.unit or "none"),
    (Column("Distribution", 26), lambda of, s: made(of, s) or in_words(of.distribution)),
    (Column("Evidence", 12), lambda of, _: of.evidence or "not graded"),
    (Column("Kind of range", 11), lambda of, _: of.range_kind or "none"),
    (
        Column("Original value", 13, EXACT),
        lambda of, _: _shown(of, of.original.mean if of.original else None),
    ),
    (Column("Price year", 10), lambda of, _: of.uplift.from_year if of.uplift else NOT_AVAILABLE),
    (Column("Index and edition", 20), lambda of, _: _index(of)),
    (Column("Index factor", 9, "0.0000"), lambda of, _: of.uplift.factor if of.uplift else None),
    (Column("Used here", 8), lambda of, s: "yes" if of.name in s.used else "no"),
    (Column("Changed by the scenario", 11), lambda of, s: "yes" if of.name in s.changed else "no"),
    (Column("Overrides the library in", 14), lambda of, _: ", ".join(of.overridden) or "nothing"),
    (Column("Source", 60), lambda of, _: of.source or _UNSOURCED[of.formula is None]),
    (Column("Link", 34), lambda of, _: of.link or "none"),
    (Column("Note", 80), lambda of, _: of.note or "none"),
    (Column("Group", 18), lambda of, _: of.group or "none"),
)
"""What is known of a number in a scenario: a column, and what stands in it."""
_COLUMNS = (
    Column("Label", 48),
    Column("Name", 25),
    Column(USED, 14, EXACT),
    KIND,
    Column(RUN, 14, EXACT),
    *(column for column, _ in KNOWN),
)


def drafted(found: Report, elsewhere: Draft) -> Draft:
    """Every number, a row each, by name; one that is ``elsewhere``, on What-if, is taken there."""
    draft, scenario = Draft(_SHEET, _COLUMNS), found.scenario
    chains = formulas(scenario.parameters)
    for name, parameter in scenario.parameters.items():
        draft.row(name, parameter.label, name)
    inputs = [name for name in scenario.parameters if name not in chains]
    for name in (*inputs, *chains):  # a formula once all is there that it is made from
        parameter = scenario[name]
        shown, kind = number_format(parameter.unit, parameter.mean), "Input"
        used: Cell = given(parameter.mean, shown, *scenario.rules(name))
        run = Cell(found.base.draws.base[name], shown)
        if name in chains:
            columns, kind = (partial(draft.cell, column=c) for c in (USED, RUN)), "Formula"
            used, run = (Cell(chains[name].formula(of, formula), shown) for of in columns)
        elif name in elsewhere.lines:  # what cannot be used is an error here, never a zero
            there, kind = partial(elsewhere.cell, name), "From What-if"
            typed = when(there(TYPED).equals(""), there(OWN), there(TYPED))
            used = Cell(when(there(CHANGED).equals(UNUSABLE), NOT_CHOSEN, typed), shown)
        elif parameter.role == "definition" and parameter.unit != "indicator":
            used, kind = Cell(parameter.mean, shown), "Definition"
        known = (said(parameter, scenario) for _, said in KNOWN)
        draft.row(name, used, kind, run, *known)
    return draft


def made(parameter: Parameter, scenario: Scenario) -> str:
    """Its formula in words; empty where it has none."""
    chain = parameter.formula
    return f"Formula: {chain.sentence(scenario.label)}" if chain else ""


def _shown(of: Parameter, value: float | None) -> Cell:
    """A value in the unit of a number, shown as it is."""
    return Cell(value, number_format(of.unit, of.mean))


def _index(of: Parameter) -> str:
    uplift = of.uplift
    return f"{uplift.index}, {uplift.edition}" if uplift and uplift.index else NOT_AVAILABLE


def inputs_sheet(found: Report, draft: Draft) -> Sheet:
    """The sheet Inputs."""
    head = opening(
        _SHEET,
        f"Every number of the scenario; money is in {found.scenario.price_year} prices.",
        "Change a yellow cell of 'Value used', here or on What-if, and the sheets What-if, "
        "Workings and Checks follow; the other sheets stay as they were in the run. The values "
        "of single cohorts and years are in yellow on Workings.",
        narrow=True,
    )
    answers = "Every number used, with its uncertainty, its evidence and its source."
    table = draft.table("Every number used, its uncertainty and its source.")
    return Sheet(_SHEET, answers, widths(_COLUMNS), (*head, table), wide=True, across=3)


def limits(parameter: Parameter) -> tuple[float | None, float | None]:
    """The 95% limits (C6), without what rounding leaves of a limit of 0."""
    if not parameter.uncertain:
        return None, None
    sd = parameter.distribution.sd
    low, high = (
        0.0 if abs(x) < _ROUNDING * sd else x
        for x in distributions.interval(parameter.distribution)
    )
    return low, high


def number_format(unit: str, value: float) -> str:
    """How a value of this unit is shown.

    >>> number_format("proportion", 0.415) == EXACT_SHARE, number_format("people", 21191) == WHOLE
    (True, True)
    """
    if is_money(unit):
        return POUNDS if abs(value) >= 10_000 else PENCE
    if is_proportion(unit):
        return EXACT_SHARE
    if value == round(value):
        return WHOLE
    return DECIMAL if abs(value) >= 100 else EXACT


def in_words(distribution: distributions.Distribution) -> str:
    """A distribution as a reader names it, with what it was fitted to.

    >>> from econ.model.distributions import Fixed, Normal, Uniform
    >>> in_words(ChanceOfNone(0.3, Uniform(0, 0.83)))
    'None with a chance of 30%; else Uniform: 0, 0.83'
    >>> in_words(ChanceOfNone(0.5, Fixed(1)))
    'None with a chance of 50%; else 1'
    >>> in_words(Fixed(3)), in_words(Normal(0.5, 0.36))
    ('Fixed', 'Normal: mean 0.5, standard deviation 0.36')
    """
    name, mean = type(distribution).__name__.replace("LogN", "Logn"), distribution.mean
    match distribution:
        case ChanceOfNone(chance=chance, otherwise=otherwise):
            known = in_words(otherwise) if otherwise.sd else f"{otherwise.mean:,.4g}"
            return f"None with a chance of {100 * chance:.4g}%; else {known}"
        case Truncated(whole=whole, low=low, high=high):
            ends = [
                f"{w} {end:,.4g}" for w, end in (("below", low), ("above", high)) if isfinite(end)
            ]
            return f"{in_words(whole)}; without what is {' or '.join(ends)}"
        case Sample(values=values):
            return f"Sample of {len(values):,} draws"
        case DirichletShare(group=group):
            return f"Dirichlet: a share of {group}"
        case Beta(low=low, high=high) if (low, high) != (0.0, 1.0):
            return f"Beta (PERT) from {low:,.4g} to {high:,.4g}, mean {mean:,.4g}"
        case _ if distribution.sd == 0:
            return name
        case Uniform(low=low, high=high):
            return f"{name}: {low:,.4g}, {high:,.4g}"
        case Triangular(low=low, mode=mode, high=high):
            return f"{name}: {low:,.4g}, {mode:,.4g}, {high:,.4g}"
    return f"{name}: mean {mean:,.4g}, standard deviation {distribution.sd:,.4g}"
