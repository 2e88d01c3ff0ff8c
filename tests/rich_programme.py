"""A programme with something of everything, written as its workbook and as scenario scripts.

Every distribution and every kind of profile on both clocks, an intake, cohorts with equity weights,
Dirichlet shares, imported draws, correlations, old prices, rows of the unit-cost library with and
without an overridden figure, delayed cash, impacts without a price, and four payers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

Tables = Mapping[str, Sequence[Sequence[object]]]
"""The rows of each sheet, its headings first."""

GUESS = "Assumption: invented for this test"


def _row(name: str, **given: object) -> list[object]:
    """A row of Parameters, by its headings; a blank in one is written as an underscore."""
    row = {"name": name, "label": name.replace("_", " ").capitalize()}
    stated = row | {key.replace("_", " "): value for key, value in given.items()}
    return [stated.get(heading) for heading in _HEADINGS]


def _number(name: str, unit: str, distribution: str = "fixed", **given: object) -> list[object]:
    """A number with its own figures."""
    limits = "none" if distribution == "fixed" else "assumed"
    usual = {"range_kind": limits, "evidence": "illustrative", "source": GUESS}
    return _row(name, **{"distribution": distribution, "unit": unit, **usual, **given})


def _taken(name: str, library: str, **given: object) -> list[object]:
    """A number that leaves to the library what is not given."""
    return _row(name, from_library=library, evidence="analogue", **given)


def _outcome(
    name: str, profile: str, quantity: str, value: str, *rest: object, direction: str = "saving"
) -> list[object]:
    label = name.replace("_", " ").capitalize()
    return [name, label, quantity, value, direction, profile, *rest, f"one of {name}"]


_HEADINGS = (  # noqa: SIM905 - read as the row that they are
    "name|label|group|value|low|high|se|n|distribution|range kind|unit|price year|index|evidence"
    "|source|note|from library"
).split("|")
_GDP = {"price_year": "2018/19", "index": "GDP deflator"}
_OLD = {"price_year": "2015/16", "index": "NHSCII"}
_PEOPLE = "people * {} * due_to_it * (1 - deadweight)"

_PARAMETERS = [
    _number("people", "people", value=900, group="People"),
    _number("grant_share", "share", value=1, group="People"),
    _number("due_to_it", "proportion", "uniform", low=0.1, high=0.9, evidence="expert"),
    _number("deadweight", "proportion", "triangular", value=0.2, low=0, high=0.5),
    _number("visits_before", "visits", "normal", value=4, low=3, high=5, range_kind="published"),
    _number("visits_after", "visits", "normal", value=3.1, se=0.6, evidence="observed"),
    _number("days", "days", "lognormal", value=2, se=0.8),
    _number("helped", "proportion", "beta", value=0.35, n=120, evidence="analogue"),
    _number("hours", "hours", "pert", value=30, low=-10, high=80, evidence="expert"),
    _number("mild", "proportion", "dirichlet", value=0.5, n=60, group="Severity"),
    _number("moderate", "proportion", "dirichlet", value=0.3, n=60, group="Severity"),
    _number("severe", "proportion", "dirichlet", value=0.2, n=60, group="Severity"),
    _number("sessions", "sessions", "sample", group="Trial"),
    _number("absences", "days", "sample", group="Trial", note="Drawn with sessions."),
    _number("kept", "proportion", "beta", value=0.7, se=0.08, group="Time"),
    _number("leaving_rate", "per year", "gamma", value=0.6, se=0.15, group="Time"),
    _number("carried_on", "proportion", "uniform", low=0, high=1, group="Time"),
    _number("fading_rate", "per year", "pert", value=0.7, low=0.05, high=3, group="Time"),
    _taken("visit_cost", "ae_attendance_2425", group="Prices"),
    _taken("bed_cost", "mh_bed_acute_adult_2425", group="Prices", se=300, distribution="gamma"),
    _taken("carer_hour", "home_care_worker_hour_2324", index="NHSCII", group="Prices"),
    _number("session_cost", "GBP per session", "gamma", value=35, se=9, group="Prices", **_OLD),
    _number("day_of_work", "GBP per day", "gamma", value=120, se=20, group="Prices", **_GDP),
    _number("grant", "GBP", value=150_000, group="Prices", evidence="observed", **_GDP),
    _number("rent", "GBP per year", value=12_000, group="Prices", **_GDP),
]

_OUTCOMES = [
    _outcome(
        "visits",
        "involved",
        _PEOPLE.format("(visits_before - visits_after)"),
        *("visit_cost", "fiscal", 0.4, 1),
    ),
    _outcome("bed_days", "lasting", _PEOPLE.format("severe * days"), "bed_cost", "fiscal", 0.2, 2),
    _outcome("first_days", "once", _PEOPLE.format("moderate * days"), "bed_cost", "fiscal", 0, 0),
    _outcome("care", "kept", _PEOPLE.format("helped * hours"), "carer_hour", "social", 0, 0),
    _outcome("late_care", "lasting_by_year", "people * mild * hours", "carer_hour", "social", 0, 0),
    _outcome("work", "listed", _PEOPLE.format("absences"), "day_of_work", "economic", 1, 0),
    _outcome(
        "therapy",
        "always",
        "people * sessions",
        *("session_cost", "fiscal", 1, 0),
        direction="cost",
    ),
    _outcome("hall", "kept_by_year", "grant_share", *("rent", "economic", 1, 0), direction="cost"),
    _outcome("delivery", "spent", "grant_share", *("grant", "fiscal", 1, 0), direction="cost"),
]

_TABLES: Tables = {
    "About": [
        ("item", "statement", "note"),
        ("decision question", "What does a programme of every shape return?"),
        ("population", "Nine hundred people"),
        ("setting", "Three places"),
        ("comparator", "No programme"),
        ("perspective", "society"),
        ("first year", "2023/24"),
        ("years", 5, "Two years of programme, and three more."),
        ("price year", "2024/25"),
        ("currency", "GBP"),
        ("intake", "joining"),
        ("discount rate", "Green Book"),
        ("unit-cost library", "unit_costs.xlsx"),
        ("oldest price year", "2016/17"),
        ("analyst", "A. N. Other & co <tests>"),
        ("version", "2.1"),
    ],
    "Parameters": [_HEADINGS, *_PARAMETERS],
    "Outcomes": [
        (
            *("name", "label", "quantity", "unit value", "direction", "profile", "value class"),
            *("cash-releasing share", "cash delay", "counts"),
        ),
        *_OUTCOMES,
    ],
    "Incidence": [
        ("outcome", "hospitals", "council", "families", "employers"),
        ("visits", 0.75, 0.25, 0, 0),
        ("bed_days", 1, 0, 0, 0),
        ("first_days", 0.5, 0.5, 0, 0),
        ("care", 0, 0, 1, 0),
        ("late_care", 0, 0, 1, 0),
        ("work", 0, 0, 0.4, 0.6),
        ("therapy", 0.8, 0.2, 0, 0),
        ("hall", 0, 0, 0, 1),
        ("delivery", 0, 1, 0, 0),
    ],
    "Payers": [
        ("name", "label", "NHS and PSS", "public sector", "society"),
        ("hospitals", "The hospitals", "yes", "yes", "yes"),
        ("council", "The council", "no", "yes", "yes"),
        ("families", "Family & friends", "no", "no", "yes"),
        ("employers", "Employers", "no", "no", "yes"),
    ],
    "Profiles": [
        ("name", "kind", "clock", "parameters", *(f"year {year}" for year in range(5))),
        ("joining", "table", "calendar", None, 0.6, 0.3, 0.1, 0, 0),
        ("spent", "table", "calendar", None, 0.5, 0.5, 0, 0, 0),
        ("listed", "table", "entry", None, 1, 0.5, 0.25, 0.1, 0),
        ("once", "first year", "entry"),
        ("at_first", "first year", "calendar"),
        ("always", "every year", "entry"),
        ("each_year", "every year", "calendar"),
        ("kept", "retained", "entry", "kept"),
        ("kept_by_year", "retained", "calendar", "kept"),
        ("involved", "involved", "entry", "leaving_rate"),
        ("involved_by_year", "involved", "calendar", "leaving_rate"),
        ("lasting", "involved then fading", "entry", "leaving_rate, carried_on, fading_rate"),
        (
            *("lasting_by_year", "involved then fading", "calendar"),
            "leaving_rate, carried_on, fading_rate",
        ),
    ],
    "Cohorts": [
        ("name", "label", "equity weight", "people", "grant_share", "helped"),
        ("north", "The north", 1, 450, 0.5, 0.3),
        ("south", "The south", 1.4, 300, 0.3, 0.4),
        ("coast", "The coast", 2.1, 150, 0.2, 0.4),
    ],
    "Correlations": [
        ("parameter", "with", "rank correlation", "why"),
        ("visit_cost", "bed_cost", 0.6, GUESS),
        ("visit_cost", "session_cost", 0.4, GUESS),
        ("leaving_rate", "hours", -0.3, GUESS),
    ],
    "Samples": [
        ("sessions", "absences"),
        *((3 + 0.25 * (k % 9), 2 - 0.125 * (k * 7 % 11)) for k in range(40)),
    ],
    "Unmonetised": [
        ("label", "direction", "evidence", "source"),
        ("Loneliness", "benefit", "People said so", GUESS),
        ("Strain on friends", "harm", "Some said so", GUESS),
        ("Time of volunteers", "cost", "Four hours a week", GUESS),
        ("Sleep", "unknown", "=Not measured", GUESS),
    ],
    "Changes": [
        ("date", "version", "sheet", "what", "why"),
        ("2024-05-01", "2.0", "All", "First version.", "To begin."),
        ("2024-06-01", "2.1", "Outcomes", "Rent added.", "It was forgotten."),
    ],
}

_SCRIPTS = {
    "as_it_is": ("As it is: what the workbook says.", 'base.vary("As it is")'),
    "longer": (
        "Longer: forty years, another discount rate from the thirty-first.",
        'base.over("Longer", why="a lifetime", years=40)',
    ),
    "otherwise": (
        "Otherwise: other values, prices and profiles, for two of the places.",
        (
            'base.vary("Otherwise", why="a sceptic", due_to_it=econ.Uniform(0.0, 0.4), deadweight='
            'econ.Fixed(0.4)).revalue(care="nlw_2024").reprofile(work="each_year", '
            'visits="involved_by_year", hall="at_first").only(cohorts=["north", "coast"])'
        ),
    ),
    "seen_otherwise": (
        "Seen by the public sector, without the hall.",
        (
            'base.only("Public sector", outcomes=[o.name for o in base.outcomes '
            'if o.name != "hall"]).seen_by("public sector")'
        ),
    ),
}


def write_tables(path: Path, tables: Tables) -> None:
    """Write a workbook, a sheet a table; what begins with = stays text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)


def write_programme(path: Path) -> None:
    """Write the programme's workbook; its library must be put beside it."""
    write_tables(path, _TABLES)


def write_scripts(folder: Path, workbook: str) -> list[Path]:
    """Write scenario scripts on the programme, the base case first.

    `workbook` is its path from where the scripts are run.
    """
    written = []
    for name, (story, verbs) in _SCRIPTS.items():
        text = (
            f'"""{story}"""\n\nimport econ\n\nbase = econ.read({workbook!r})\nscenario = {verbs}\n'
        )
        path = folder / f"{name}.py"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written
