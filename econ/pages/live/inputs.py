"""The sheet Inputs: every number of the scenario, with where it comes from.

The cells of *value used* are what the formulas of Workings point at.
"""

from __future__ import annotations

from econ.model.distributions import (
    Beta,
    ChanceOfNone,
    DirichletShare,
    Distribution,
    Sample,
    interval,
)
from econ.model.parameters import Parameter
from econ.model.units import is_money, is_proportion
from econ.pages.live.formulas import NOT_CHOSEN, is_number, when
from econ.pages.page import Cell, Column, Content, Draft, Sheet, given, opening, widths
from econ.pages.style import DECIMAL, EXACT, EXACT_SHARE, PENCE, POUNDS, WHOLE
from econ.reports.report import Report
from econ.words import NOT_AVAILABLE

SHEET = "Inputs"
USED, RUN = "Value used", "Value in this run"
TYPED = "Your number"
"""The column of What-if that holds what the reader typed."""
COLUMNS = (
    Column("Label", 48),
    Column("Name", 25),
    Column(USED, 14, EXACT),
    Column("Kind of cell", 10),
    Column(RUN, 14, EXACT),
    Column("Low (2.5%)", 13, EXACT),
    Column("High (97.5%)", 13, EXACT),
    Column("Unit", 20),
    Column("Distribution", 26),
    Column("Evidence", 12),
    Column("Kind of range", 11),
    Column("Original value", 13, EXACT),
    Column("Price year", 10),
    Column("Index and edition", 20),
    Column("Index factor", 9, "0.0000"),
    Column("Used here", 8),
    Column("Changed by the scenario", 11),
    Column("Overrides the library in", 14),
    Column("Source", 60),
    Column("Link", 34),
    Column("Note", 80),
    Column("Group", 18),
)
ROUNDING = 1e-6


def drafted(found: Report, elsewhere: Draft) -> Draft:
    """Every number, a row each, by name; one that is ``elsewhere``, on What-if, is taken there."""
    draft = Draft(SHEET, COLUMNS)
    for name, parameter in found.scenario.parameters.items():
        shown, taken = number_format(parameter.unit, parameter.mean), name in elsewhere.lines
        used: Cell = given(parameter.mean, shown)
        if taken:  # a blank or a word there is an error here, never a zero
            there = elsewhere.cell(name, TYPED)
            used = Cell(when(is_number(there), there, NOT_CHOSEN), shown)
        kind = "From What-if" if taken else "Input"
        run = Cell(found.base.draws.base[name], shown)
        draft.row(name, parameter.label, name, used, kind, run, *_known(found, parameter, shown))
    return draft


def sheet(found: Report, draft: Draft) -> Sheet:
    """The sheet Inputs."""
    head = opening(
        SHEET,
        f"Every number of the scenario; money is in {found.scenario.price_year} prices.",
        "Change a yellow cell of 'Value used', here or on What-if, and the sheets What-if, "
        "Workings and Checks follow; the other sheets stay as they were in the run. The values "
        "of single cohorts and years are in yellow on Workings.",
        narrow=True,
    )
    answers = "Every number used, with its uncertainty, its evidence and its source."
    table = draft.table("Every number used, its uncertainty and its source.")
    blocks = (*head, table)
    return Sheet(SHEET, answers, widths(COLUMNS), blocks, wide=True, across=3)


def _known(found: Report, parameter: Parameter, shown: str) -> list[Content]:
    """What is known of a number: its limits, its kind and its source."""
    scenario, uplift = found.scenario, parameter.uplift
    low, high = limits(parameter)
    original = None if parameter.original is None else parameter.original.mean
    indexed = uplift is not None and uplift.index
    return [
        Cell(low, shown),
        Cell(high, shown),
        parameter.unit or "none",
        in_words(parameter.distribution),
        parameter.evidence or "not graded",
        parameter.range_kind or "none",
        Cell(original, shown),
        uplift.from_year if uplift else NOT_AVAILABLE,
        f"{uplift.index}, {uplift.edition}" if uplift and indexed else NOT_AVAILABLE,
        uplift.factor if uplift else None,
        "yes" if parameter.name in scenario.used else "no",
        "yes" if parameter.name in scenario.changed else "no",
        ", ".join(parameter.overridden) or "nothing",
        parameter.source or "not given",
        parameter.link or "none",
        parameter.note or "none",
        parameter.group or "none",
    ]


def limits(parameter: Parameter) -> tuple[float | None, float | None]:
    """The 95% limits (C6), without what rounding leaves of a limit of 0."""
    if not parameter.uncertain:
        return None, None
    sd = parameter.distribution.sd
    low, high = (0.0 if abs(x) < ROUNDING * sd else x for x in interval(parameter.distribution))
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


def in_words(distribution: Distribution) -> str:
    """A distribution as a reader names it, with what it was fitted to.

    >>> from econ.model.distributions import Fixed, Normal, Uniform
    >>> in_words(ChanceOfNone(0.3, Uniform(0, 0.83)))
    'None with a chance of 30%; else Uniform: 0, 0.83'
    >>> in_words(Fixed(3)), in_words(Normal(0.5, 0.36))
    ('Fixed', 'Normal: mean 0.5, standard deviation 0.36')
    """
    name = {"LogNormal": "Lognormal", "DirichletShare": "Dirichlet"}.get(
        type(distribution).__name__, type(distribution).__name__
    )
    match distribution:
        case ChanceOfNone(chance=chance, otherwise=otherwise):
            return f"None with a chance of {100 * chance:.4g}%; else {in_words(otherwise)}"
        case Sample(values=values):
            return f"Sample of {len(values):,} draws"
        case DirichletShare(group=group):
            return f"Dirichlet: a share of {group}"
        case Beta(low=low, high=high) if (low, high) != (0.0, 1.0):
            return f"Beta (PERT) from {low:,.4g} to {high:,.4g}, mean {distribution.mean:,.4g}"
    limits = [getattr(distribution, end, None) for end in ("low", "mode", "high")]
    if distribution.sd == 0:
        return name
    if limits[0] is not None and name != "Beta":
        return f"{name}: {', '.join(f'{x:,.4g}' for x in limits if x is not None)}"
    return f"{name}: mean {distribution.mean:,.4g}, standard deviation {distribution.sd:,.4g}"
