"""Sheets and columns of the workbooks that are read, each declared once.

The reader, the empty template and the reference table in the documentation are all made from
these declarations, so they cannot disagree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

# fmt: off
CellKind = Literal[
    "name", "names", "text", "number", "share", "count", "choice", "yes/no", "chain", "year",
    "link", "rate", "growth", "setting",
]
# fmt: on
PERCENT: tuple[CellKind, ...] = ("share", "rate", "growth")
"""The kinds of cell in which a number is told in percent."""


@dataclass(frozen=True, slots=True)
class InputColumn:
    """One column: its heading, what it means, and what may stand in it.

    ``refers`` names the sheet (or ``sheet/heading``) whose names are allowed; ``required`` says
    that a blank cell is a problem; ``wrong`` is what goes wrong beyond what holds for its kind.
    Where it may be ``named``, a number may be the name of a parameter, or arithmetic of several.
    """

    heading: str
    kind: CellKind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""
    example: str = ""
    wrong: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class InputSheet:
    """One sheet: what a row is, its columns, and whether further columns may follow.

    ``further`` says what the headings of further columns are: the names of *payers*, of
    *parameters*, *perspectives* (any words, over cells that say yes or no), or *years*
    (``year 0``, ``year 1`` ...); blank where none may follow; ``further_named`` is what ``named``
    is of a column. Rows may share their key where it ``repeats``.
    """

    name: str
    row_is: str
    columns: tuple[InputColumn, ...]
    optional: bool = False
    further: Literal["", "payers", "parameters", "perspectives", "years"] = ""
    further_kind: CellKind = "number"
    further_named: bool = False
    key: str = "name"
    repeats: bool = False

    def column(self, heading: str) -> InputColumn:
        """The declared column with this heading; ``KeyError`` where there is none.

        >>> PARAMETERS.column("value").kind
        'number'
        """
        return {column.heading: column for column in self.columns}[heading]

    def further_column(self, heading: str, meaning: str = "") -> InputColumn:
        """A column that may follow; its cells must be filled in but for those of years."""
        required = self.further != "years"
        kind, named = self.further_kind, self.further_named
        return InputColumn(heading, kind, meaning, required, named=named)

    @property
    def may_be_rest(self) -> bool:
        """Whether one of the columns that follow may stand for what the others of a row leave."""
        return self.further in ("payers", "years")

    def kind(self, heading: str) -> CellKind:
        """What stands under a heading: one that is declared, else one of those that may follow."""
        kinds = {column.heading: column.kind for column in self.columns}
        return kinds.get(heading, self.further_kind)

    @property
    def headings(self) -> tuple[str, ...]:
        """The declared headings, in their order."""
        return tuple(column.heading for column in self.columns)


def table_rows(text: str) -> list[list[str]]:
    """The rows of a table, its cells between bars; an indented line goes on with the one above.

    >>> table_rows("GDP deflator | 2024")
    [['GDP deflator', '2024']]
    """
    lines = re.sub(r"\n +", " ", text.strip()).splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def _column(
    heading: str, kind: str, meaning: str, example: str = "", wrong: str = ""
) -> InputColumn:
    """A column from the row that declares it.

    >>> _column("profile?", "name of Profiles", "How it runs.").refers
    'Profiles'
    """
    bare, _, listed = kind.partition(": ")
    bare, _, refers = bare.partition(" of ")
    bare, named, _ = bare.partition(" or name")
    choices = tuple(listed.split(", ")) if listed else ()
    required, name = not heading.endswith("?"), heading.removesuffix("?")
    return InputColumn(
        *(name, cast(CellKind, bare), meaning, required, choices, refers, example, wrong),
        named=bool(named),
    )


def _columns(text: str, shared: tuple[InputColumn, ...] = ()) -> tuple[InputColumn, ...]:
    """The columns of a sheet; a row of headings alone takes those from the ``shared`` ones."""
    known = {column.heading: column for column in shared}
    columns = list[InputColumn]()
    for heading, *told in table_rows(text):
        columns += [_column(heading, *told)] if told else [known[h] for h in heading.split(", ")]
    return tuple(columns)


FURTHER_MEANING = {
    "payers": "This payer's share of the outcome's value; the shares of a row add up to 100%. A "
    "share may be the name of a parameter; one of a row may be the word rest.",
    "parameters": "The row's own value of this parameter, in its unit and its price year; people "
    "and shares add up to the value in the sheet Parameters. A number alone shares the parameter's "
    "uncertainty; the name of another parameter has its own.",
    "perspectives": "Yes or no: whether the payer's money counts in the perspective that the "
    "heading names.",
    "years": "The value of a table profile in this year, a number or the name of a parameter; "
    "blank for the other kinds. One year of an intake may be the word rest.",
}
"""What stands in the cells of columns that may follow, by what their headings are."""

_ITEMS = """
programme? | The programme's name, as readers know it; blank where it is that of the file.
decision question | The question the analysis answers.
population | The people concerned.
setting | Where, and by whom, the programme is provided.
comparator | What the programme is compared with.
carried over to? | To which other people and places the result may be carried over, and what would
    have to be checked there; blank where nobody has judged it.
perspective | The headline perspective: the heading of a perspective in Payers, or 'society'.
first year | The year called year 0, such as 2015/16 or 2025.
years | The time horizon, in years, 1 to 125.
price year | The year whose prices all results are in.
currency | GBP.
intake? | The table profile that says what share of people starts in each year; blank where all
    start in year 0.
entry? | How people start within a year: 'start of year' (so if blank), 'evenly' through it, or
    'evenly from October' where the first of them start in that month.
support ends? | The last year with support, after which nobody is involved, such as 2016/17; blank
    where it has no end.
discount rate | 'Green Book' (3.5%, falling after year 30), 'Green Book health', 'Green Book 3.0%
    test' (asked for as well beyond fifty years), 'June 2026 review' (3.0%, for health too, as
    recommended to the Treasury; up to thirty years), or a rate such as 3.5%.
unit-cost library? | The workbook of unit costs and indices, by its path from this workbook.
index edition? | Editions of price indices where not the first listed, such as 'NHSCII: PSSRU
    2024'.
oldest price year? | Prices of a year before this one are reported as old, such as 2018/19; blank
    for none.
decision lasts? | For how many years the decision holds, for what it is worth to know more; 10 so if
    blank.
programmes a year? | How many programmes such as this the decision is for in each of those years; 1
    so if blank.
analyst? | Who made this workbook and answers for how it was done.
contact? | Whom to ask about it, and where.
version? | Its version and date.
commissioner? | Who asked the question and accepts the analysis as fit for its purpose.
assurer? | Who checked the analysis and had no part in making it.
assured on? | The day on which the assurer was content with it, such as 2026-11-26.
approver? | Who decides that it may be used.
"""
ABOUT_ITEMS: dict[str, tuple[bool, str]] = {
    item.removesuffix("?"): (not item.endswith("?"), meaning)
    for item, meaning in table_rows(_ITEMS)
}
"""Whether an item of About must be stated, and what it means; "?" marks those that may be blank."""

_CODEBOOK_ITEMS = """
title | What the records are of, as readers know it.
source | Who asked, whom, when, and where the records are kept.
synthetic | yes where the records are made up, as for a demonstration; otherwise no.
baseline | The wave before, such as 0.
follow-up | The wave whose change is written, such as 1; every later wave is estimated.
comparison? | The value of the arm that is the comparison; blank for none.
cluster? | area (so if blank) or group: the highest level at which people share what happens.
smallest cell? | Counts below this are hidden, and what rests on them; 10 if blank.
method | before-after or difference-in-differences: which change is written.
missing | complete, weighted or imputed: how leavers are allowed for in what is written.
"""
CODEBOOK_ITEMS: dict[str, tuple[bool, str]] = {
    item.removesuffix("?"): (not item.endswith("?"), meaning)
    for item, meaning in table_rows(_CODEBOOK_ITEMS)
}
"""The items of a codebook's About, as those of a programme's."""

_SPREAD = "value, low, high, se, sd, n, distribution, truncated"
_GIVEN = f"{_SPREAD}, range kind, unit, price year, index"
FROM_LIBRARY = (*_GIVEN.split(", "), "source", "link")
"""What a row of the library gives to a row of Parameters that leaves it blank."""

_COLUMNS = f"""
Shared
name | name | Short name used in formulas and scripts: small letters, digits and underscores,
    starting with a letter. Each name stands once. | visits_avoided
label | text | What readers see instead of the name.
group? | text | Heading under which it is shown; shares of one dirichlet share a group. | Effects
value? | number | The central value: the mean, or the most likely value of a triangular or PERT.
    Blank where low and high alone are known. | 280.17 | 17 where 17% was meant; a value outside
    its limits; one that is not the mean of a uniform or of imported draws.
low? | number | Lower 95% limit; the minimum of a uniform, triangular or PERT. | 0.15 | Given
    without high; above high; an 80% limit: it is read as the 2.5th percentile.
high? | number | Upper 95% limit; the maximum of a uniform, triangular or PERT. | 0.86 | Given
    without low; below low.
se? | number | Standard error of the value: how far the mean itself may be off. | 70.04 | The
    standard deviation of the people: that is sd.
sd? | number | Standard deviation between people, as papers print it; with n, the number of people,
    it means a standard error of sd / √n. | 10.3 | Given without n, or beside se.
n? | number | Number of people behind the value: beside sd; with a beta the value is r of n; with a
    dirichlet the effective sample size of the group. | 93
distribution? | choice: fixed, normal, lognormal, gamma, beta, uniform, triangular, pert,
    dirichlet, sample | How the number is uncertain. Blank means fixed. Usual choices: normal for
    a change that may be a harm, beta for a proportion, gamma for a cost or a rate, uniform or
    triangular where only a range is known. | gamma | Blank where a spread is given; beta, gamma
    or lognormal for limits on both sides of zero: choose normal; limits that it cannot fit.
truncated? | yes/no | Yes leaves out what the number cannot be, such as draws of a proportion below
    0% (where its role is effect, below -100%) or above 100%; the mean is then that of what is left.
    Blank refuses such limits. | yes
chance of none? | share | The chance that the number is exactly 0, for an effect that may not exist
    or, of a fixed 1, a structure that may not hold; value, limits and se then say what it is
    otherwise, as do a cohort's own values. | 30% | Given for a fixed 0, a share of a dirichlet or
    imported draws.
range kind? | choice: published, derived, assumed, none | What the limits or the se are: published
    by the source, derived from it, assumed, none. | assumed
unit? | text | What one of it is. Money begins with GBP, or another currency that has its rate in
    the sheet Indices (then a price year, at whose rate it becomes pounds, and an index, which
    carries them, are needed); 'people' and 'share' must add up
    over the cohorts. | GBP per attendance | Pounds written with the sign; money in another currency
    without its rate.
price year? | year | The year whose prices the value is in. | 2024/25 | Blank where the unit is
    money; a year outside its index.
index? | text of Indices/index | The price index that carries it to the programme's price year.
    Where it ends before, 'NHSCII, then GDP deflator' goes on with another. | GDP deflator | Blank
    where the unit is money.
source | text | Where the number comes from, or the words 'Assumption: ' and the reasoning.
link? | link | Address of the source. |
    https://www.england.nhs.uk/costing-in-the-nhs/national-cost-collection/
licence? | text | Terms under which the figure may be reused. | Open Government Licence v3.0
note? | text | Why this row is as it is; cautions; alternatives.

Start here
step? | text | The order in which to go.
what to do? | text | What to do, and where.

About
item | choice: {", ".join(ABOUT_ITEMS)} | What is stated.
statement? | text | The statement.
note

Parameters
name, label, group, {_GIVEN}
chance of none
role? | choice: effect, attribution, deadweight, displacement, optimism bias, uptake, unit cost,
    count, share, rate, time, definition | What part the number plays, beyond what its name says. An
    optimism bias is a factor of its outcome's quantity: 1 is no adjustment, 1.3 makes a cost 30%
    more, 0.9 makes a saving 10% less; results are shown with it and without. | | 0.3 where a cost
    is to be 30% more: write 1.3.
formula? | chain | Instead of a value: what other parameters make of it, in every draw and for
    every cohort, as arithmetic of names and numbers with + - * / and brackets. | salary + oncost |
    Given beside a value, limits or a distribution; made from itself; divided by what can be 0; a
    unit that is not what the formula comes to.
evidence? | choice: observed, analogue, expert, illustrative | Observed in this programme, an
    analogue from another, judgement with its reasons (expert), or illustrative only.
source, link, note
from library? | name of Unit costs | A row of the unit-cost library that gives whatever this row
    leaves blank. | ae_attendance_2425 | What the row itself fills in counts instead, and is shown
    as overridden.

Outcomes
name, label
quantity | chain | How much of it, for each cohort: arithmetic of names and numbers, with + - * /
    and brackets, such as n_before * mean_before - n_after * mean_after. A lump sum is a parameter
    of 1, such as grants, times its amount. | participants * reduction_ae * attribution | Money in
    it: that is the unit value; hours a week that are not multiplied by weeks a year; divided by
    what can be 0.
unit value | chain of Parameters | What one of it is worth: the name of a parameter, or arithmetic
    of several, such as salary + oncost. | | A unit that does not begin with GBP.
direction | choice: saving, cost | A saving (positive when there is less of the thing) or a cost.
profile | name of Profiles | How it runs over the years.
value class | choice: fiscal, economic, social, health, transfer | Fiscal (money of public bodies),
    economic (of others), social (without a market), health (without a market too), or a transfer:
    what one payer gains by it another loses, so that it is shown by payer and is nothing to
    society. The loser has a row of its own, a saving below 0: (0 - people) * change.
discount? | rate | Its own discount rate, written as that of About; blank where it has none. | Green
    Book health
real growth? | growth | By how much one is worth more each year, beyond inflation; blank for 0%. |
    2%
cash-releasing share | share or name | The share of the value that releases cash to a budget; the
    rest is capacity. The name of a parameter where it is uncertain.
cash delay | count or name | The year from which that share releases cash, 0 at once; before it all
    is capacity. The name of a parameter where it is uncertain.
counts | text | The physical thing counted. Two outcomes that count the same thing for the same
    payer are double counting.
capacity? | name of Parameters | How many of what it counts make one unit of capacity for a year:
    the name of a fixed number whose unit says what, such as bed days per bed. | days_of_a_bed | An
    uncertain number; one whose unit does not say what it is per.
published? | number | What the source prints for this outcome in all, undiscounted, as a positive
    number; the sheet Checks compares it with what comes out here. | 12345
note

Incidence
outcome | name of Outcomes | The outcome whose value is shared out.

Payers
name, label
note

Profiles
name
kind | choice: first year, every year, retained, involved, involved then fading, rising then fading,
    table | The shape over the years. First year: all in the first; every year: as much in each;
    retained: a share is kept each year; involved: while people stay; involved then fading: part is
    carried on when they leave; rising then fading: it builds up from nothing at a rise rate while
    it fades; table: typed in year 0, year 1 ...
clock | choice: entry, calendar | Entry runs from each person's start and follows the intake;
    calendar does not.
parameters? | names | The parameters of the shape, by name, with commas: retained - share kept;
    involved - leaving rate; involved then fading - leaving rate, share carried on, fading rate;
    rising then fading - rise rate, fading rate. A rate r leaves e^-rt after t years, and each year
    counts its mean: involved that of e^-rt; rising then fading that of e^-ft (1 - e^-rt), f being
    the fading rate. |
    | More or fewer names than the kind takes; numbers in place of names.
after? | choice: 0, last | What follows the last year of a table that ends before the time horizon:
    nothing (0), or as much as in its last year. | 0 | Blank where a table ends before the horizon.
note

Cohorts
name, label
equity weight | number | Weight of a pound to this group in the equity-weighted result; 1 is
    neutral. | 1
note

Correlations
parameter | name of Parameters | One of the pair.
with | name of Parameters | The other.
rank correlation | number | Spearman's rank correlation, -1 to 1.
why | text | The reason, or whose assumption.

Scenarios
scenario | text | The name of other assumptions to try beside the base case; rows that share it make
    one scenario. | Longer horizon | The name of the base case.
what | text | What differs in it: a name of Parameters; years, discount rate, perspective, entry or
    support ends (of About); visits: unit value, visits: profile, visits: payer (of an outcome), all
    savings: profile; without: cohorts, only: cohorts, without: outcomes, only: outcomes. | years |
    Anything else; the same change twice.
value? | setting | What it is instead: a number, a name, names with commas, payers with shares
    ('icb 60%, council 40%'), or as About would say it. A number alone fixes a parameter. Money is
    in the programme's price year. | 10 | Blank where there is no low and high; a name that is not
    there; 17 where 17% was meant.
low, high, se, distribution, chance of none
why | text | Why it is worth asking, or where the value comes from. | The lease runs for ten years.

Studies
name, label
measures | names | The parameters that it would measure, by name, with commas. A survey before and
    after tells how much changed, never how much is due: that takes two arms. | reduction_ae
design | choice: before-and-after survey, two-arm trial, carers' diary, costing study, audit of a
    proportion, audit of a count | What kind of study it is. A trial has half of its people in each
    arm, and measures their difference, or the mean of each arm. | carers' diary
spread? | number | Standard deviation from person to person of what is measured, in its unit; blank
    for an audit. | 22 | The standard error of a mean: multiply it by the root of its n.
follow-up lost? | share | The share of people who are never heard of again; blank for none. | 20%
fixed cost | number | What it costs however many take part, in the programme's price year. | 40000
cost per person | number | What each person costs beyond that. | 150
largest | count | The most people that could take part. | 500
years until it reports? | number | How long until its result can be used; blank for at once. | 1.5
source | text | Where spread, costs and size come from, or the words 'Assumption: ' and why.

Unmonetised
label
direction | choice: benefit, harm, cost, unknown | Which way it goes.
evidence | text | What is known of it.
source

Indices
index | text | The index, or a rate of exchange: 'USD per GBP', dollars to the pound. | GDP deflator
edition | text | Which revision of it. | HMT 2025
year | year | The year, financial (2024/25) or calendar (2024). A financial year takes the calendar
    year in which it begins, where an index has no other. | 2024
value | number | The level of the index. | 100
source, licence

Changes
date | text | When. | 2026-01-31
version | text | Version of the workbook.
sheet | text | Where. | Parameters
what | text | What changed.
why | text | Why.

About of a codebook
item | choice: {", ".join(CODEBOOK_ITEMS)} | What is stated.
statement? | text | The statement.

Columns
column | text | The heading in the records, letter by letter. | ae_visits
role | choice: person, wave, area, group, arm, subgroup, received, given, months involved, still
    involved, recall, outcome, covariate, not used | What the column is. Person, wave and area stand
    once; names, dates of birth and free text are not used.
label? | text | What readers see instead of the heading. | A&E attendances
kind? | choice: count, days, hours, yes or no, number, category | Of an outcome: count, days, hours,
    or yes or no. Of a covariate: number or category. | count
counted over? | text | The time that the question asks about: '3 months', '6 months' and so on; 'a
    week'; or the heading of the recall column that holds the months row by row. | 6 months | The
    recall window forgotten: it stands in the question's text, not in the data.
per? | choice: year, week | What the answer is turned into: year (the value times 12 over the
    months; of a week, times 365.25 over 7) or week (left as it is). | year
missing codes? | text | What stands for no answer in this column alone, with semicolons. | 99; dk |
    99 as a code where it is a real answer.
zero codes? | text | What stands for none in this column alone, with semicolons: the 'no' of 'used?
    yes or no' where that and 'how many?' make one column. | no; none
low? | number | Anything below is impossible; counts, days and hours are never below 0. | 1
high? | number | Anything above is impossible; hours a week are never above 168, nor days above
    those of the time asked about. | 60
retest correlation? | number | How far two measurements without any change between them agree, from
    outside the study: for regression to the mean. | 0.6
reference mean? | number | The mean, as it is written, of the population that people came from. |
    1.2
parameter? | text | The row of the sheet Parameters that is written; blank: estimated, not written.
    | reduction_ae
users parameter? | text | The row of Parameters that holds the share of people who use it, where
    the workbook multiplies the two. | share_with_carer
unit? | text | What one of the change is, as the row of Parameters says. | attendances per person
    per year
note

About of a library
item | text | What is stated.
statement? | text | The statement.

Unit costs
name, label, group, {_GIVEN}
payer | text | Whose budget it falls on. | The NHS
value class | choice: fiscal, economic, social, transfer | Fiscal, economic, social, or a transfer
    (never a resource cost).
source, link, licence
how sure | choice: high, medium, low | How closely the source was read.
note
"""
_STANZAS = dict(stanza.split("\n", 1) for stanza in _COLUMNS.strip().split("\n\n"))
_SHARED = _columns(_STANZAS["Shared"])
_OF = {sheet: _columns(rows, _SHARED) for sheet, rows in _STANZAS.items()}
"""The columns of each sheet: a heading, with "?" where a cell may be blank; the kind of its cells,
and their choices or where they refer to; what it means, an example, and what goes wrong."""
NAME = _SHARED[0]

START_HERE = InputSheet(
    "Start here", "a step, or a line of the key to how cells look", _OF["Start here"], True, key=""
)
ABOUT = InputSheet("About", "a statement", _OF["About"], key="item")
PARAMETERS = InputSheet("Parameters", "a number", _OF["Parameters"])
OUTCOMES = InputSheet("Outcomes", "a thing that changes", _OF["Outcomes"])
INCIDENCE = InputSheet(
    "Incidence", "an outcome", _OF["Incidence"], False, "payers", "share", True, key="outcome"
)
PAYERS = InputSheet("Payers", "a budget", _OF["Payers"], False, "perspectives", "yes/no")
PROFILES = InputSheet(
    "Profiles", "a time profile", _OF["Profiles"], further="years", further_named=True
)
_COHORTS = InputSheet(
    *("Cohorts", "a group of people", _OF["Cohorts"], True, "parameters"), further_named=True
)
CORRELATIONS = InputSheet("Correlations", "a pair", _OF["Correlations"], True, key="")
SAMPLES = InputSheet(
    "Samples",
    "one joint draw of the parameters whose distribution is 'sample'",
    *((), True, "parameters"),
    key="",
)
ALTERNATIVES = InputSheet(
    "Scenarios",
    "a change to the base case",
    *(_OF["Scenarios"], True),
    key="scenario",
    repeats=True,
)
UNMONETISED = InputSheet(
    "Unmonetised", "an impact without a price", _OF["Unmonetised"], True, key="label"
)
STUDIES = InputSheet("Studies", "a study that could be done", _OF["Studies"], True)
INDICES = InputSheet("Indices", "a price year", _OF["Indices"], True, key="")
CHANGES = InputSheet("Changes", "an edit", _OF["Changes"], True, key="")
CODEBOOK_ABOUT = InputSheet("About", "a statement", _OF["About of a codebook"], key="item")
CODEBOOK_COLUMNS = InputSheet("Columns", "a column of the records", _OF["Columns"], key="column")
UNIT_COSTS = InputSheet("Unit costs", "a unit cost", _OF["Unit costs"])
LIBRARY_ABOUT = InputSheet("About", "a statement", _OF["About of a library"], key="item")

PROGRAMME: tuple[InputSheet, ...] = (
    *(START_HERE, ABOUT, PARAMETERS, OUTCOMES, INCIDENCE, PAYERS, PROFILES, _COHORTS),
    *(CORRELATIONS, SAMPLES, ALTERNATIVES, STUDIES, UNMONETISED, INDICES, CHANGES),
)
LIBRARY: tuple[InputSheet, ...] = (LIBRARY_ABOUT, UNIT_COSTS, INDICES, CHANGES)
CODEBOOK: tuple[InputSheet, ...] = (CODEBOOK_ABOUT, CODEBOOK_COLUMNS)


def briefly(meaning: str) -> str:
    """The first sentence of a meaning, to stand after a colon.

    >>> briefly("The physical thing counted. Two outcomes that count the same ...")
    'the physical thing counted.'
    """
    sentence = f"{meaning.partition('. ')[0].removesuffix('.')}."
    return sentence if sentence[1].isupper() else sentence[0].lower() + sentence[1:]
