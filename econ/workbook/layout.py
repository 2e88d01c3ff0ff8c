"""Sheets and columns of the workbooks that are read, each declared once.

The reader, the empty template and the reference table in the documentation are all made from
these declarations, so they cannot disagree.
"""

from __future__ import annotations

from econ.workbook.columns import (
    ABOUT_ITEMS,
    CLOCKS,
    DIRECTIONS,
    EVIDENCE,
    GROUP,
    HOW_SURE,
    IMPACT_DIRECTIONS,
    LABEL,
    LIBRARY_VALUE_CLASSES,
    LICENCE,
    LINK,
    NAME,
    NOTE,
    NUMBER,
    PROFILE_KINDS,
    SOURCE,
    VALUE_CLASSES,
    CellKind,
    Column,
    Sheet,
    briefly,
    nearest,
    suggestion,
)

__all__ = [
    "ABOUT",
    "ABOUT_ITEMS",
    "CHANGES",
    "COHORTS",
    "CORRELATIONS",
    "FROM_LIBRARY",
    "INCIDENCE",
    "INDICES",
    "LIBRARY",
    "LIBRARY_ABOUT",
    "NAME",
    "OUTCOMES",
    "PARAMETERS",
    "PAYERS",
    "PROFILES",
    "PROGRAMME",
    "SAMPLES",
    "START_HERE",
    "UNIT_COSTS",
    "UNMONETISED",
    "CellKind",
    "Column",
    "Sheet",
    "briefly",
    "nearest",
    "suggestion",
]

START_HERE = Sheet(
    "Start here",
    "a step, or a line of the key to how cells look",
    (
        Column("step", "text", "The order in which to go.", width=16),
        Column("what to do", "text", "What to do, and where.", width=110),
    ),
    optional=True,
    key="",
)
ABOUT = Sheet(
    "About",
    "a statement",
    (
        Column("item", "choice", "What is stated.", required=True, choices=tuple(ABOUT_ITEMS)),
        Column("statement", "text", "The statement.", width=80),
        NOTE,
    ),
    key="item",
)
PARAMETERS = Sheet(
    "Parameters",
    "a number",
    (
        NAME,
        LABEL,
        GROUP,
        *NUMBER,
        Column(
            "evidence",
            "choice",
            "Observed in this programme, an analogue from another, expert opinion, "
            "or illustrative only.",
            choices=EVIDENCE,
        ),
        SOURCE,
        LINK,
        NOTE,
        Column(
            "from library",
            "name",
            "A row of the unit-cost library that gives whatever this row leaves blank.",
            refers="Unit costs",
            example="ae_attendance_2425",
            width=26,
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
        LABEL,
        Column(
            "quantity",
            "chain",
            "How much of it, for each cohort: names multiplied; a term may be (a + b), (a - b) "
            "or (1 - a). A lump sum is a parameter of 1, such as grants, times its amount.",
            required=True,
            example="participants * reduction_ae * attribution",
            width=50,
            wrong="A number: give it a name in Parameters; a name that is money: that "
            "is the unit value.",
        ),
        Column(
            "unit value",
            "name",
            "The parameter that values one of it.",
            required=True,
            refers="Parameters",
            width=20,
            wrong="A parameter whose unit does not begin with GBP.",
        ),
        Column(
            "direction",
            "choice",
            "A saving (positive when there is less of the thing) or a cost.",
            required=True,
            choices=DIRECTIONS,
        ),
        Column(
            "profile",
            "name",
            "How it runs over the years.",
            required=True,
            refers="Profiles",
            width=20,
        ),
        Column(
            "value class",
            "choice",
            "Fiscal (money of public bodies), economic (of others) or social (without a market).",
            required=True,
            choices=VALUE_CLASSES,
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
            width=30,
        ),
        NOTE,
    ),
)
INCIDENCE = Sheet(
    "Incidence",
    "an outcome",
    (
        Column(
            "outcome",
            "name",
            "The outcome whose value is shared out.",
            required=True,
            refers="Outcomes",
            width=26,
        ),
    ),
    further="payers",
    further_kind="share",
    key="outcome",
)
PAYERS = Sheet(
    "Payers",
    "a budget",
    (
        NAME,
        LABEL,
        Column("NHS and PSS", "yes/no", "Counts for the NHS and social services view.", True),
        Column("public sector", "yes/no", "Counts for the public sector view.", True),
        Column("society", "yes/no", "Counts for the view of society.", True),
        NOTE,
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
            choices=PROFILE_KINDS,
        ),
        Column(
            "clock",
            "choice",
            "Entry runs from each person's start and follows the intake; calendar does not.",
            required=True,
            choices=CLOCKS,
        ),
        Column(
            "parameters",
            "names",
            "The parameters of the shape, by name, with commas: retained - share kept; "
            "involved - leaving rate; involved then fading - leaving rate, share carried on, "
            "fading rate.",
            width=44,
            wrong="More or fewer names than the kind takes; numbers in place of names.",
        ),
        NOTE,
    ),
    further="years",
)
COHORTS = Sheet(
    "Cohorts",
    "a group of people",
    (
        NAME,
        LABEL,
        Column(
            "equity weight",
            "number",
            "Weight of a pound to this group in the equity-weighted result; 1 is neutral.",
            required=True,
            example="1",
        ),
        NOTE,
    ),
    optional=True,
    further="parameters",
)
CORRELATIONS = Sheet(
    "Correlations",
    "a pair",
    (
        Column("parameter", "name", "One of the pair.", True, refers="Parameters", width=26),
        Column("with", "name", "The other.", True, refers="Parameters", width=26),
        Column("rank correlation", "number", "Spearman's rank correlation, -1 to 1.", True),
        Column("why", "text", "The reason, or whose assumption.", True, width=60),
    ),
    optional=True,
    key="",
)
UNMONETISED = Sheet(
    "Unmonetised",
    "an impact without a price",
    (
        LABEL,
        Column("direction", "choice", "Which way it goes.", True, choices=IMPACT_DIRECTIONS),
        Column("evidence", "text", "What is known of it.", True, width=60),
        SOURCE,
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
        Column("index", "text", "The index.", True, example="GDP deflator", width=22),
        Column("edition", "text", "Which revision of it.", True, example="HMT 2025", width=22),
        Column(
            "year",
            "year",
            "The year, financial (2024/25) or calendar (2024).",
            True,
            example="2024",
        ),
        Column("value", "number", "The level of the index.", True, example="100"),
        SOURCE,
        LICENCE,
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
        Column("what", "text", "What changed.", True, width=60),
        Column("why", "text", "Why.", True, width=60),
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
        LABEL,
        GROUP,
        *NUMBER,
        Column("payer", "text", "Whose budget it falls on.", True, example="The NHS", width=30),
        Column(
            "value class",
            "choice",
            "Fiscal, economic, social, or a transfer (never a resource cost).",
            True,
            choices=LIBRARY_VALUE_CLASSES,
        ),
        SOURCE,
        LINK,
        LICENCE,
        Column("how sure", "choice", "How closely the source was read.", True, choices=HOW_SURE),
        NOTE,
    ),
)
LIBRARY_ABOUT = Sheet(
    "About",
    "a statement",
    (
        Column("item", "text", "What is stated.", required=True, width=26),
        Column("statement", "text", "The statement.", width=80),
    ),
    key="item",
)
LIBRARY: tuple[Sheet, ...] = (LIBRARY_ABOUT, UNIT_COSTS, INDICES, CHANGES)
