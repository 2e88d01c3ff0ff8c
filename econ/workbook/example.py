"""The rows of a new workbook: ten steps for a newcomer, and a small programme as an example.

The example is sound, so that ``econ check`` and ``econ run`` answer from the first minute; every
row says that it is an example.
"""

from __future__ import annotations

from econ.workbook.layout import (
    ABOUT_ITEMS,
    CODEBOOK,
    CODEBOOK_ABOUT,
    CODEBOOK_ITEMS,
    PROGRAMME,
    START_HERE,
    CellKind,
    table_rows,
)

_Rows = list[dict[str, object]]

_SOURCE = "Assumption: an example, to be replaced by your own number and where it comes from."
_PRICE_YEAR, EXAMPLE_INDEX = "2024/25", "GDP deflator"

_STEPS = """
Follow these steps, sheet by sheet. Hover over a heading: its comment says what belongs there. \
Type below the example rows, and delete those when yours stand (whole rows, not cells).
About: what is asked, of whom, compared with what; the first year, how many years, and the year \
whose prices all results are in. Keep the items; change the statements.
Payers: a row for each budget, or group of people, that gains or pays, and the views that it \
counts for.
Parameters: a row for each number: its name, its value, how uncertain it is, its unit, and its \
source or the words 'Assumption: ' and why. Money is in GBP of a price year, with an index.
Profiles: a row for each way in which effects run over the years. An intake says what share of \
people starts in each year; clear the item intake in About, and all start in year 0.
Outcomes: a row for each thing that changes. Its quantity multiplies names of Parameters; its unit \
value names an amount of money. What the programme itself costs is an outcome with direction cost.
Incidence: a row for each outcome and a column for each payer, headed by the payer's name: who \
keeps the saving or bears the cost. Each row adds up to 100%.
Cohorts, Correlations, Scenarios, Studies, Unmonetised and Changes may be deleted. A column of \
Cohorts is headed by the name of a parameter and holds each group's own value; people add up to \
the value in Parameters. Rows of Scenarios are other assumptions to try beside yours; rows of \
Studies are studies that could be done: 'econ value {name}' says which is worth its cost.
Unit costs by name: 'econ new --example shipped' writes a library of national unit costs. Name it \
in About, and type a name of its sheet Unit costs under 'from library', the row's numbers blank.
Save, close, and type 'econ check {name}': every problem is told at its cell, with what to do. \
Then 'econ run {name}' writes the summary workbook.
"""
_KEY = {
    "Bold on dark": "A heading whose column must be filled in. Leave headings as they are.",
    "Italic on light": "A heading whose column may be left blank, or deleted.",
    "Boxed": "A cell that the model reads, blue on pale yellow with a border: fill it in.",
    "Bold": "The first cell of a row: its name, its item or its label.",
    "Plain": "Words for readers: labels, sources and notes.",
}


def start_here(name: str) -> _Rows:
    """The steps, and the key to how cells look; ``name`` is the workbook's own path.

    >>> len(start_here("mine.xlsx"))
    15
    """
    steps = enumerate(_STEPS.strip().splitlines(), 1)
    lines = [(f"Step {step}", text.format(name=name)) for step, text in steps]
    return [dict(zip(START_HERE.headings, line, strict=True)) for line in (*lines, *_KEY.items())]


def about(library: str = "") -> _Rows:
    """Every item of About; ``library`` is the path of a unit-cost library, if there is one."""
    said: dict[str, object] = {
        "decision question": "Example: what does the programme cost and return, and to whom?",
        "population": "Example: 200 people of one town.",
        "setting": "Example: a community centre.",
        "comparator": "Example: no programme.",
        "perspective": "society",
        "first year": "2025/26",
        "years": 3,
        "price year": _PRICE_YEAR,
        "currency": "GBP",
        "intake": "intake",
        "discount rate": "Green Book",
        "unit-cost library": library,
        "version": "0.1",
    }
    return [
        {"item": item, "statement": said.get(item), "note": _told(*told)}
        for item, told in ABOUT_ITEMS.items()
    ]


def _told(required: bool, meaning: str) -> str:
    return meaning if required else f"{meaning} May be left blank."


_ROWS = f"""
Parameters
name | label | value | low | high | se | distribution | range kind | unit | price year | index |
    evidence | source | note
people | Example: people who take part | 200 | | | | fixed | none | people | | | illustrative |
    {_SOURCE} |
visits_avoided | Example: visits avoided | 0.4 | -0.2 | 1 | | normal | assumed | visits per person
    a year | | | illustrative | {_SOURCE} | Limits below 0 allow for harm: such an effect is
    normal.
attribution | Example: share due to the programme | | 0 | 1 | | uniform | assumed | proportion | |
    | illustrative | {_SOURCE} | With low and high alone the mean is taken: value stays blank.
leaving_rate | Example: rate at which people leave | 0.5 | | | 0.1 | gamma | assumed | per year |
    | | illustrative | {_SOURCE} |
visit_cost | Example: cost of a visit | 45 | | | 10 | gamma | assumed | GBP per person |
    {_PRICE_YEAR} | {EXAMPLE_INDEX} | illustrative | {_SOURCE} |
place_cost | Example: cost of a place | 30 | 20 | 40 | | normal | assumed | GBP per person |
    {_PRICE_YEAR} | {EXAMPLE_INDEX} | illustrative | {_SOURCE} |

Outcomes
name | label | quantity | unit value | direction | profile | value class | cash-releasing share |
    cash delay | counts | note
visits | Example: fewer visits | people * visits_avoided * attribution | visit_cost | saving |
    while_involved | fiscal | 0 | 0 | a visit | Capacity, not cash: nobody pays less because of a
    visit fewer.
places | Example: the programme's own cost | people | place_cost | cost | intake | fiscal | 1 | 0
    | a place on the programme |

Incidence
outcome | health_service | funder
visits | 1 | 0
places | 0 | 1

Payers
name | label | NHS and PSS | public sector | society | note
health_service | Example: the health service | yes | yes | yes |
funder | Example: whoever pays for the programme | yes | yes | yes |

Profiles
name | kind | clock | parameters | after | note | year 0 | year 1 | year 2
while_involved | involved | entry | leaving_rate | | Example: it lasts while people take part. | | |
for_good | every year | entry | | | Example: it lasts. | | |
intake | table | calendar | | 0 | Example: half start in each of two years. | 0.5 | 0.5 | 0

Cohorts
name | label | equity weight | note | people
everyone | Example: everyone | 1 | Add a row for each group. | 200

Correlations
parameter | with | rank correlation | why
visit_cost | place_cost | 0.5 | Assumption: an example: both follow pay.

Scenarios
scenario | what | value | low | high | se | distribution | chance of none | why
Example: the sceptic | attribution | 0 | | | | | | Example: a trial found no effect.
Example: a better programme | visits_avoided | 0.6 | 0 | 1.2 | | normal | | Example: a pilot.
Example: five years | years | 5 | | | | | | Example: the lease runs for five years.
Example: five years | visits: profile | for_good | | | | | | Example: what people learn stays.

Unmonetised
label | direction | evidence | source
Example: loneliness | benefit | What is known of it; it has no price. | {_SOURCE}

Changes
date | version | sheet | what | why
2026-01-31 | 0.1 | Parameters | Example: a value was 0.5. | Example: a survey.
"""
_SHEETS = {sheet.name: sheet for sheet in (*CODEBOOK, *PROGRAMME)}


def _table(stanza: str) -> tuple[str, _Rows]:
    """A sheet's name, and its rows under the headings that follow it."""
    (name, *_), headings, *rows = table_rows(stanza)
    kinds = [_SHEETS[name].kind(heading) for heading in headings]
    return name, [dict(zip(headings, map(_typed, row, kinds), strict=True)) for row in rows]


def _typed(text: str, kind: CellKind) -> object:
    number = kind in ("number", "share", "count") or (kind == "setting" and text[:1].isdigit())
    if number and text:
        return float(text) if "." in text else int(text)
    return text or None


EXAMPLE: dict[str, _Rows] = dict(map(_table, _ROWS.strip().split("\n\n")))
"""A small sound programme, sheet by sheet, without About."""

_STATED = {
    "title": "Example: peer support in one town",
    "source": "Example: questionnaires of the evaluation, 2026, kept by the evaluator",
    "synthetic": "no",
    "baseline": "0",
    "follow-up": "1",
    "method": "before-after",
    "cluster": "area",
    "smallest cell": "10",
    "missing": "imputed",
}
_COLUMNS = """
Columns
column | role | label | kind | counted over | per | missing codes | zero codes | parameter | unit |
    note
person | person | | | | | | | | | A number that the evaluator alone can trace.
wave | wave | | | | | | | | | 0 at the start, then 1, 2 and so on.
area | area | | | | | | | | | The highest level at which people share what happens.
group | group | | | | | | | | |
date_of_birth | not used | | | | | | | | | Is never read or shown; leave it out where you can.
age | covariate | Age | number | | | | | | |
recall_months | recall | | | | | | | | | Only where the window differs from row to row.
ae_visits | outcome | A&E attendances | count | 6 months | year | 99; dk | no; none | |
    attendances per person per year | Of a CSRI: 'used?' and 'how many?' make one column.
nights | outcome | Nights in hospital | days | 6 months | year | 999 | no | | nights per person per
    year | Admissions and nights are two columns; value one of them.
care_hours | outcome | Hours that family and friends helped | hours | a week | week | | none | |
    hours per week | Of a typical week.
"""


def codebook_example() -> dict[str, _Rows]:
    """The sheets of a new codebook, to be replaced by the reader's own columns.

    >>> [len(rows) for rows in codebook_example().values()]
    [10, 10]
    """
    stated: _Rows = [{"item": item, "statement": _STATED.get(item)} for item in CODEBOOK_ITEMS]
    return {CODEBOOK_ABOUT.name: stated, **dict([_table(_COLUMNS.strip())])}
