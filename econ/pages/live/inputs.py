"""Every number of the scenario as the sheet Assumptions and sources lists it.

The cells of *value used* are what the formulas of Workings point at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
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
from econ.model.units import figure, in_unit, is_money, is_proportion
from econ.pages.live.formulas import NOT_CHOSEN, formula, when
from econ.pages.page import Cell, Column, Content, Draft, Link, Sheet, given, sheet_of
from econ.pages.style import DECIMAL, EXACT, EXACT_SHARE, PENCE, POUNDS, WHOLE, broken
from econ.reports.report import Report
from econ.words import exact_money, started

_SHEET, _TABLE = "Assumptions and sources", "Inputs"
_NAMED = re.compile(r"[a-z][a-z0-9_]*")
USED, RUN = "Value used", "Value in this run"
TYPED, OWN, CHANGED, UNUSABLE = "Your number", "The model's own", "Changed", "not usable"
"""Columns of What-if: what the reader typed, in place of what, and whether it is usable."""
_ROUNDING = 1e-6
_UNSOURCED = ("the numbers that its formula names", "source not given")
KIND = Column("Kind of cell", 10)
KNOWN: Sequence[tuple[Column, Callable[[Parameter, Scenario], Content]]] = (
    (Column("95% interval, and unit", 20), lambda of, _: _interval(of)),
    (Column("Evidence", 11), lambda of, _: of.evidence or "not graded"),
    (Column("Source on the web", 17), lambda of, _: _link(of)),
    (Column("How it was made, source, and why", 41), lambda of, s: " ".join(_reasons(of, s))),
)
"""What is known of a number in a scenario: a column, and what stands in it."""
_COLUMNS = (
    Column("Number, and its name in scripts", 33),
    Column(USED, 12, EXACT),
    KIND,
    Column(RUN, 12, EXACT),
    *(column for column, _ in KNOWN),
)


def drafted(found: Report, elsewhere: Draft) -> Draft:
    """Every number, a row each, by name; one that is ``elsewhere``, on What-if, is taken there."""
    draft, scenario = Draft(_TABLE, _COLUMNS), found.scenario
    chains = formulas(scenario.parameters)
    for name, parameter in scenario.parameters.items():
        draft.row(name, f"{parameter.label}\n{name}")
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


def _interval(of: Parameter) -> str:
    low, high = limits(of)
    if low is not None and high is not None:
        return f"{figure(low, of.unit)} to {in_unit(high, of.unit)}"
    still = "varies with what it is made from" if of.formula else "does not vary"
    return f"{still}{f' ({of.unit})' if of.unit else ''}"


def _link(of: Parameter) -> Content:
    """A link in the first words of the source, which stand in full beside it."""
    if not of.link.startswith("http"):
        return "none"
    first, *_ = broken(started(of.source), 17)
    return Link(first.rstrip(" ,.;:("), of.link)


def _reasons(of: Parameter, scenario: Scenario) -> Iterator[str]:
    """How it was made and how its price was carried; its source and licence; its note."""
    yield started(f"{made(of, scenario) or in_words(of.distribution)}.")
    uplift = of.uplift
    if uplift and uplift.index:
        was = f"{exact_money(of.original.mean)} in " if of.original else "From "
        carried = f"{was}{uplift.from_year} prices × {uplift.factor:.4f}"
        yield f"{carried} ({uplift.index}, {uplift.edition})."
    said = started(of.source.rstrip(".") or _UNSOURCED[of.formula is None])
    yield f"{said}{f' ({of.licence})' if of.licence else ''}."
    yield from [f"{of.note.rstrip('.')}."] if of.note else []
    yield from ["Changed by this scenario."] if of.name in scenario.changed else []
    yield from [f"Overrides the library in {', '.join(of.overridden)}."] if of.overridden else []
    counts = any(of.name == outcome.capacity for outcome in scenario.outcomes)
    yield from [] if of.name in scenario.used or counts else ["Not used here."]


def inputs_sheet(found: Report, draft: Draft) -> Sheet:
    """The sheet Assumptions and sources, as far as formulas point at it."""
    return sheet_of(
        _SHEET,
        "What was assumed, and where does each number come from?",
        f"Every number of the scenario; money is in {found.scenario.price_year} prices.",
        draft.table("Every number used, its uncertainty and its source.", names=_names(draft)),
    )


def _names(draft: Draft) -> dict[str, tuple[str, str]]:
    """What other workbooks find each number's cell by: *input_* and its name."""
    return {f"input_{name}": (name, USED) for name in draft.lines if _NAMED.fullmatch(name)}


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
