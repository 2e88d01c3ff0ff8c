"""What columns and sheets are, the words that may stand in them, and columns that they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

CellKind = Literal[
    "name", "names", "text", "number", "share", "count", "choice", "yes/no", "chain", "year", "link"
]

DISTRIBUTIONS = (
    "fixed",
    "normal",
    "lognormal",
    "gamma",
    "beta",
    "uniform",
    "triangular",
    "pert",
    "dirichlet",
    "sample",
)
RANGE_KINDS = ("published", "derived", "assumed", "none")
EVIDENCE = ("observed", "analogue", "expert", "illustrative")
DIRECTIONS = ("saving", "cost")
VALUE_CLASSES = ("fiscal", "economic", "social")
LIBRARY_VALUE_CLASSES = (*VALUE_CLASSES, "transfer")
PROFILE_KINDS = (
    "first year",
    "every year",
    "retained",
    "involved",
    "involved then fading",
    "table",
)
CLOCKS = ("entry", "calendar")
HOW_SURE = ("high", "medium", "low")
IMPACT_DIRECTIONS = ("benefit", "harm", "cost", "unknown")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it means, and what may stand in it.

    ``refers`` names the sheet (or ``sheet/heading``) whose names are allowed; ``required`` says
    that a blank cell is a problem; ``wrong`` is what goes wrong beyond what holds for its kind.
    """

    heading: str
    kind: CellKind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""
    example: str = ""
    width: int = 14
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: what a row is, its columns, and whether further columns may follow.

    ``further`` says what the headings of further columns are: the names of *payers*, of
    *parameters*, or *years* (``year 0``, ``year 1`` ...); blank where none may follow.
    """

    name: str
    row_is: str
    columns: tuple[Column, ...]
    optional: bool = False
    further: Literal["", "payers", "parameters", "years"] = ""
    further_kind: CellKind = "number"
    key: str = "name"

    def column(self, heading: str) -> Column:
        """The declared column with this heading; ``KeyError`` where there is none.

        >>> Sheet("Parameters", "a number", NUMBER).column("value").kind
        'number'
        """
        return {column.heading: column for column in self.columns}[heading]

    @property
    def headings(self) -> tuple[str, ...]:
        """The declared headings, in their order."""
        return tuple(column.heading for column in self.columns)


NAME = Column(
    "name",
    "name",
    "Short name used in formulas and scripts: small letters, digits and underscores, "
    "starting with a letter. Each name stands once.",
    required=True,
    example="visits_avoided",
    width=26,
)
LABEL = Column("label", "text", "What readers see instead of the name.", required=True, width=36)
NOTE = Column("note", "text", "Why this row is as it is; cautions; alternatives.", width=60)
SOURCE = Column(
    "source",
    "text",
    "Where the number comes from, or the words 'Assumption: ' and the reasoning.",
    required=True,
    width=50,
)
LINK = Column(
    "link",
    "link",
    "Address of the source.",
    example="https://www.england.nhs.uk/costing-in-the-nhs/national-cost-collection/",
    width=40,
)
LICENCE = Column(
    "licence",
    "text",
    "Terms under which the figure may be reused.",
    example="Open Government Licence v3.0",
    width=22,
)

NUMBER = (
    Column(
        "value",
        "number",
        "The central value: the mean, or the most likely value of a triangular or PERT. "
        "Blank where low and high alone are known.",
        example="280.17",
        wrong="17 where 17% was meant; a value outside its limits; one that is not the mean of a "
        "uniform or of imported draws.",
    ),
    Column(
        "low",
        "number",
        "Lower 95% limit; the minimum of a uniform, triangular or PERT.",
        example="0.15",
        wrong="Given without high; above high; an 80% limit: it is read as the 2.5th percentile.",
    ),
    Column(
        "high",
        "number",
        "Upper 95% limit; the maximum of a uniform, triangular or PERT.",
        example="0.86",
        wrong="Given without low; below low.",
    ),
    Column("se", "number", "Standard error (or standard deviation) of the value.", example="70.04"),
    Column(
        "n",
        "number",
        "Number of people behind a proportion: with a beta the value is r of n; "
        "with a dirichlet the effective sample size of the group.",
        example="93",
        width=8,
    ),
    Column(
        "distribution",
        "choice",
        "How the number is uncertain. Blank means fixed. Usual choices: normal for a change that "
        "may be a harm, beta for a proportion, gamma for a cost or a rate, uniform or triangular "
        "where only a range is known.",
        choices=DISTRIBUTIONS,
        example="gamma",
        wrong="Blank where a spread is given; beta, gamma or lognormal for limits on both sides of "
        "zero: choose normal; limits that it cannot fit.",
    ),
    Column(
        "range kind",
        "choice",
        "What the limits or the se are: published by the source, derived from it, assumed, none.",
        choices=RANGE_KINDS,
        example="assumed",
    ),
    Column(
        "unit",
        "text",
        "What one of it is. Money begins with GBP (then a price year and an index are needed); "
        "'people' and 'share' must add up over the cohorts.",
        example="GBP per attendance",
        width=20,
        wrong="Pounds written with the sign; money in another currency.",
    ),
    Column(
        "price year",
        "year",
        "The year whose prices the value is in.",
        example="2024/25",
        wrong="Blank where the unit is money; a year outside its index.",
    ),
    Column(
        "index",
        "text",
        "The price index that carries it to the programme's price year.",
        refers="Indices/index",
        example="GDP deflator",
        width=18,
        wrong="Blank where the unit is money.",
    ),
)
GROUP = Column(
    "group",
    "text",
    "Heading under which it is shown; shares of one dirichlet share a group.",
    example="Effects",
)

ABOUT_ITEMS: dict[str, tuple[bool, str]] = {
    "decision question": (True, "The question the analysis answers."),
    "population": (True, "The people concerned."),
    "setting": (True, "Where, and by whom, the programme is provided."),
    "comparator": (True, "What the programme is compared with."),
    "perspective": (
        True,
        "The headline perspective: 'NHS and PSS', 'public sector' or 'society'.",
    ),
    "first year": (True, "The year called year 0, such as 2015/16 or 2025."),
    "years": (True, "The time horizon, in years, 1 to 125."),
    "price year": (True, "The year whose prices all results are in."),
    "currency": (True, "GBP."),
    "intake": (
        False,
        (
            "The table profile that says what share of people starts in each year; "
            "blank where all start in year 0."
        ),
    ),
    "discount rate": (
        True,
        "'Green Book' (3.5%, falling after year 30), 'Green Book health', or a rate such as 3.5%.",
    ),
    "unit-cost library": (
        False,
        "The workbook of unit costs and indices, by its path from this workbook.",
    ),
    "index edition": (
        False,
        "Editions of price indices where not the first listed, such as 'NHSCII: PSSRU 2024'.",
    ),
    "oldest price year": (
        False,
        "Prices of a year before this one are reported as old, such as 2018/19; blank for none.",
    ),
    "analyst": (False, "Who made this workbook."),
    "version": (False, "Its version and date."),
}


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word nearest to ``word``, or an empty string where none is near.

    >>> nearest("lognromal", DISTRIBUTIONS)
    'lognormal'
    """
    from difflib import get_close_matches

    matches = get_close_matches(word.lower(), [name.lower() for name in known], n=1, cutoff=0.6)
    return next((name for name in known if matches and name.lower() == matches[0]), "")


def suggestion(word: str, known: Sequence[str]) -> str:
    """What to do about an unknown word: the nearest known one, else all of them.

    >>> suggestion("carrer", ("carer", "nhs"))
    "Did you mean 'carer'?"
    """
    likely = nearest(word, known)
    return f"Did you mean '{likely}'?" if likely else f"Known: {', '.join(known) or 'none'}."


def briefly(meaning: str) -> str:
    """The first sentence of a meaning, to stand after a colon.

    >>> briefly("The physical thing counted. Two outcomes that count the same ...")
    'the physical thing counted.'
    """
    sentence = f"{meaning.partition('. ')[0].removesuffix('.')}."
    return sentence if sentence[1].isupper() else sentence[0].lower() + sentence[1:]
