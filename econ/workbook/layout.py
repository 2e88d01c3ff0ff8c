"""Sheets and columns of the workbooks that are read, each declared once.

The reader, the empty template and the reference table in the documentation are all made from
these declarations, so they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# fmt: off
CellKind = Literal[
    "name", "names", "text", "number", "share", "count", "choice", "yes/no", "chain", "year",
    "link", "rate", "growth",
]
# fmt: on

PERCENT: tuple[CellKind, ...] = ("share", "rate", "growth")
"""The kinds of cell in which a number is told in percent."""
DISTRIBUTIONS = (
    *("fixed", "normal", "lognormal", "gamma", "beta", "uniform", "triangular", "pert"),
    *("dirichlet", "sample"),
)
_RANGE_KINDS = ("published", "derived", "assumed", "none")
EVIDENCE = ("observed", "analogue", "expert", "illustrative")
_DIRECTIONS = ("saving", "cost")
_LIBRARY_VALUE_CLASSES = ("fiscal", "economic", "social", "transfer")
_VALUE_CLASSES = ("fiscal", "economic", "social", "health", "transfer")
_PROFILE_KINDS = (
    *("first year", "every year", "retained", "involved", "involved then fading", "table"),
)
_CLOCKS = ("entry", "calendar")
_HOW_SURE = ("high", "medium", "low")
_IMPACT_DIRECTIONS = ("benefit", "harm", "cost", "unknown")


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

        >>> Sheet("Parameters", "a number", _NUMBER).column("value").kind
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
)
_LABEL = Column("label", "text", "What readers see instead of the name.", True)
_NOTE = Column("note", "text", "Why this row is as it is; cautions; alternatives.")
_SOURCE = Column(
    "source",
    "text",
    "Where the number comes from, or the words 'Assumption: ' and the reasoning.",
    required=True,
)
_LINK = Column(
    "link",
    "link",
    "Address of the source.",
    example="https://www.england.nhs.uk/costing-in-the-nhs/national-cost-collection/",
)
_LICENCE = Column(
    "licence",
    "text",
    "Terms under which the figure may be reused.",
    example="Open Government Licence v3.0",
)

_NUMBER = (
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
        choices=_RANGE_KINDS,
        example="assumed",
    ),
    Column(
        "unit",
        "text",
        "What one of it is. Money begins with GBP (then a price year and an index are needed); "
        "'people' and 'share' must add up over the cohorts.",
        example="GBP per attendance",
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
        wrong="Blank where the unit is money.",
    ),
)
_GROUP = Column(
    "group",
    "text",
    "Heading under which it is shown; shares of one dirichlet share a group.",
    example="Effects",
)

_ITEMS = """
decision question | The question the analysis answers.
population | The people concerned.
setting | Where, and by whom, the programme is provided.
comparator | What the programme is compared with.
perspective | The headline perspective: 'NHS and PSS', 'public sector' or 'society'.
first year | The year called year 0, such as 2015/16 or 2025.
years | The time horizon, in years, 1 to 125.
price year | The year whose prices all results are in.
currency | GBP.
intake? | The table profile that says what share of people starts in each year; blank where all \
start in year 0.
entry? | How people start within a year: 'start of year' (so if blank), 'evenly' through it, or \
'evenly from October' where the first of them start in that month.
support ends? | The last year with support, after which nobody is involved, such as 2016/17; blank \
where it has no end.
discount rate | 'Green Book' (3.5%, falling after year 30), 'Green Book health', or a rate such \
as 3.5%.
unit-cost library? | The workbook of unit costs and indices, by its path from this workbook.
index edition? | Editions of price indices where not the first listed, such as 'NHSCII: PSSRU \
2024'.
oldest price year? | Prices of a year before this one are reported as old, such as 2018/19; blank \
for none.
analyst? | Who made this workbook.
version? | Its version and date.
"""
ABOUT_ITEMS: dict[str, tuple[bool, str]] = {
    item.removesuffix("?"): (not item.endswith("?"), meaning)
    for item, meaning in (line.split(" | ") for line in _ITEMS.strip().splitlines())
}
"""Whether an item of About must be stated, and what it means; "?" marks those that may be blank."""

START_HERE = Sheet(
    "Start here",
    "a step, or a line of the key to how cells look",
    (
        Column("step", "text", "The order in which to go."),
        Column("what to do", "text", "What to do, and where."),
    ),
    optional=True,
    key="",
)
ABOUT = Sheet(
    "About",
    "a statement",
    (
        Column("item", "choice", "What is stated.", True, choices=tuple(ABOUT_ITEMS)),
        Column("statement", "text", "The statement."),
        _NOTE,
    ),
    key="item",
)
PARAMETERS = Sheet(
    "Parameters",
    "a number",
    (
        NAME,
        _LABEL,
        _GROUP,
        *_NUMBER,
        Column(
            "chance of none",
            "share",
            "The chance that the number is exactly 0, for an effect that may not exist; value, "
            "limits and se then say what it is otherwise, as do a cohort's own values.",
            example="30%",
            wrong="Given for a fixed number, a share of a dirichlet or imported draws.",
        ),
        Column(
            "evidence",
            "choice",
            "Observed in this programme, an analogue from another, expert opinion, "
            "or illustrative only.",
            choices=EVIDENCE,
        ),
        _SOURCE,
        _LINK,
        _NOTE,
        Column(
            "from library",
            "name",
            "A row of the unit-cost library that gives whatever this row leaves blank.",
            refers="Unit costs",
            example="ae_attendance_2425",
            wrong="What the row itself fills in counts instead, and is shown as overridden.",
        ),
    ),
)
FROM_LIBRARY = (
    "value",
    "low",
    "high",
    "se",
    "n",
    "distribution",
    "range kind",
    "unit",
    "price year",
    "index",
    "source",
    "link",
)
"""What a row of the library gives to a row of Parameters that leaves it blank."""

OUTCOMES = Sheet(
    "Outcomes",
    "a thing that changes",
    (
        NAME,
        _LABEL,
        Column(
            "quantity",
            "chain",
            "How much of it, for each cohort: names multiplied; a term may be (a + b), (a - b) "
            "or (1 - a). A lump sum is a parameter of 1, such as grants, times its amount.",
            required=True,
            example="participants * reduction_ae * attribution",
            wrong="A number: give it a name in Parameters; a name that is money: that "
            "is the unit value.",
        ),
        Column(
            "unit value",
            "name",
            "The parameter that values one of it.",
            required=True,
            refers="Parameters",
            wrong="A parameter whose unit does not begin with GBP.",
        ),
        Column(
            "direction",
            "choice",
            "A saving (positive when there is less of the thing) or a cost.",
            required=True,
            choices=_DIRECTIONS,
        ),
        Column("profile", "name", "How it runs over the years.", True, refers="Profiles"),
        Column(
            "value class",
            "choice",
            "Fiscal (money of public bodies), economic (of others), social (without a market), "
            "health (without a market too), or a transfer: what one payer gains by it another "
            "loses, so that it is shown by payer and is nothing to society.",
            required=True,
            choices=_VALUE_CLASSES,
        ),
        Column(
            "discount",
            "rate",
            "Its own discount rate, written as that of About; blank where it has none.",
            example="Green Book health",
        ),
        Column(
            "real growth",
            "growth",
            "By how much one is worth more each year, beyond inflation; blank for 0%.",
            example="2%",
        ),
        Column(
            "cash-releasing share",
            "share",
            "The share of the value that releases cash to a budget; the rest is capacity.",
            required=True,
        ),
        Column(
            "cash delay",
            "count",
            "The year from which that share releases cash, 0 at once; before it all is capacity.",
            required=True,
        ),
        Column(
            "counts",
            "text",
            "The physical thing counted. Two outcomes that count the same thing for the same "
            "payer are double counting.",
            required=True,
        ),
        _NOTE,
    ),
)
INCIDENCE = Sheet(
    "Incidence",
    "an outcome",
    (Column("outcome", "name", "The outcome whose value is shared out.", True, refers="Outcomes"),),
    further="payers",
    further_kind="share",
    key="outcome",
)
PAYERS = Sheet(
    "Payers",
    "a budget",
    (
        NAME,
        _LABEL,
        Column("NHS and PSS", "yes/no", "Counts for the NHS and social services view.", True),
        Column("public sector", "yes/no", "Counts for the public sector view.", True),
        Column("society", "yes/no", "Counts for the view of society.", True),
        _NOTE,
    ),
)
PROFILES = Sheet(
    "Profiles",
    "a time profile",
    (
        NAME,
        Column(
            "kind",
            "choice",
            "The shape over the years. First year: all in the first; every year: as much in each; "
            "retained: a share is kept each year; involved: while people stay; involved then "
            "fading: part is carried on when they leave; table: typed in year 0, year 1 ...",
            required=True,
            choices=_PROFILE_KINDS,
        ),
        Column(
            "clock",
            "choice",
            "Entry runs from each person's start and follows the intake; calendar does not.",
            required=True,
            choices=_CLOCKS,
        ),
        Column(
            "parameters",
            "names",
            "The parameters of the shape, by name, with commas: retained - share kept; "
            "involved - leaving rate; involved then fading - leaving rate, share carried on, "
            "fading rate.",
            wrong="More or fewer names than the kind takes; numbers in place of names.",
        ),
        _NOTE,
    ),
    further="years",
)
COHORTS = Sheet(
    "Cohorts",
    "a group of people",
    (
        NAME,
        _LABEL,
        Column(
            "equity weight",
            "number",
            "Weight of a pound to this group in the equity-weighted result; 1 is neutral.",
            required=True,
            example="1",
        ),
        _NOTE,
    ),
    optional=True,
    further="parameters",
)
CORRELATIONS = Sheet(
    "Correlations",
    "a pair",
    (
        Column("parameter", "name", "One of the pair.", True, refers="Parameters"),
        Column("with", "name", "The other.", True, refers="Parameters"),
        Column("rank correlation", "number", "Spearman's rank correlation, -1 to 1.", True),
        Column("why", "text", "The reason, or whose assumption.", True),
    ),
    optional=True,
    key="",
)
UNMONETISED = Sheet(
    "Unmonetised",
    "an impact without a price",
    (
        _LABEL,
        Column("direction", "choice", "Which way it goes.", True, choices=_IMPACT_DIRECTIONS),
        Column("evidence", "text", "What is known of it.", True),
        _SOURCE,
    ),
    optional=True,
    key="label",
)
SAMPLES = Sheet(
    "Samples",
    "one joint draw of the parameters whose distribution is 'sample'",
    (),
    optional=True,
    further="parameters",
    key="",
)
INDICES = Sheet(
    "Indices",
    "a price year",
    (
        Column("index", "text", "The index.", True, example="GDP deflator"),
        Column("edition", "text", "Which revision of it.", True, example="HMT 2025"),
        Column(
            "year",
            "year",
            "The year, financial (2024/25) or calendar (2024).",
            required=True,
            example="2024",
        ),
        Column("value", "number", "The level of the index.", True, example="100"),
        _SOURCE,
        _LICENCE,
    ),
    optional=True,
    key="",
)
CHANGES = Sheet(
    "Changes",
    "an edit",
    (
        Column("date", "text", "When.", True, example="2026-01-31"),
        Column("version", "text", "Version of the workbook.", True),
        Column("sheet", "text", "Where.", True, example="Parameters"),
        Column("what", "text", "What changed.", True),
        Column("why", "text", "Why.", True),
    ),
    optional=True,
    key="",
)
PROGRAMME: tuple[Sheet, ...] = (
    START_HERE,
    ABOUT,
    PARAMETERS,
    OUTCOMES,
    INCIDENCE,
    PAYERS,
    PROFILES,
    COHORTS,
    CORRELATIONS,
    SAMPLES,
    UNMONETISED,
    INDICES,
    CHANGES,
)

UNIT_COSTS = Sheet(
    "Unit costs",
    "a unit cost",
    (
        NAME,
        _LABEL,
        _GROUP,
        *_NUMBER,
        Column("payer", "text", "Whose budget it falls on.", True, example="The NHS"),
        Column(
            "value class",
            "choice",
            "Fiscal, economic, social, or a transfer (never a resource cost).",
            required=True,
            choices=_LIBRARY_VALUE_CLASSES,
        ),
        _SOURCE,
        _LINK,
        _LICENCE,
        Column("how sure", "choice", "How closely the source was read.", True, choices=_HOW_SURE),
        _NOTE,
    ),
)
LIBRARY_ABOUT = Sheet(
    "About",
    "a statement",
    (
        Column("item", "text", "What is stated.", True),
        Column("statement", "text", "The statement."),
    ),
    key="item",
)
LIBRARY: tuple[Sheet, ...] = (LIBRARY_ABOUT, UNIT_COSTS, INDICES, CHANGES)


def briefly(meaning: str) -> str:
    """The first sentence of a meaning, to stand after a colon.

    >>> briefly("The physical thing counted. Two outcomes that count the same ...")
    'the physical thing counted.'
    """
    sentence = f"{meaning.partition('. ')[0].removesuffix('.')}."
    return sentence if sentence[1].isupper() else sentence[0].lower() + sentence[1:]
