"""A second newcomer's programme: supported employment in Northern Ireland, typed and by hand.

Where this newcomer stumbled, and what mended it: an uncertain payer's share brought the run down;
scipy complained of a truncated proportion; the reference did not say what may stand in the columns
that follow, how a calendar index carries a financial year, nor in which order dollars are changed
and carried; `Rest`, `usd`, a share that people share and n without sd were told, without the way.
"""

import json
from itertools import product
from math import exp, sqrt
from pathlib import Path
from statistics import NormalDist

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import econ
from econ.__main__ import app
from tests.test_repair_cafes import typed
from tests.workbook.small import SENTENCE, table

YEARS = range(6)
PAYERS = ("dfc", "hmt", "trust", "employers", "participants")
PAY = {"2019/20": 100.0, "2020/21": 103.1, "2021/22": 105.7, "2024/25": 120.4}
DOLLARS = {"2019/20": 1.27, "2024/25": 1.28}
ABOUT: dict[str, str | int] = {"years": len(YEARS), "intake": "starts", "discount rate": "3.5%"}
CUT = "the mean before it is truncated; the base case takes the mean, 0.2816"
YEARLY, PART, DEFLATOR = "GBP per person a year", "proportion", "GDP deflator"
CHANGE = "n_before * mean_before - n_after * mean_after"
PARAMETERS = table(
    "name|value|low|high|se|sd|n|distribution|unit|price year|index|truncated|role",
    ("people", 240, None, None, None, None, None, None, "people"),
    ("n_before", 118, None, None, None, None, None, None, "people"),
    ("n_after", 103, None, None, None, None, None, None, "people"),
    ("mean_before", 5.42, None, None, None, 6.1, 118, "gamma", "contacts per person a year"),
    ("mean_after", 4.11, None, None, None, 5.3, 103, "gamma", "contacts per person a year"),
    ("contact", 142, None, None, 18, None, None, "gamma", "GBP per contact", "2021/22", "Pay"),
    ("job_gain", 0.21, -0.03, 0.45, *(None,) * 3, "normal", PART, None, None, "yes", "effect"),
    ("gain_young", 0.29, -0.31, 0.89, *(None,) * 3, "normal", PART, None, None, "yes", "effect"),
    ("gain_older", 0.18, -0.05, 0.41, *(None,) * 3, "normal", PART, None, None, "yes", "effect"),
    ("earnings", 13900, None, None, 800, None, None, "gamma", YEARLY, "2024/25", "Pay"),
    ("benefit", 6800, None, None, 600, None, None, "gamma", YEARLY, "2021/22", DEFLATOR),
    ("tax_share", 0.16, None, None, 0.03, None, None, "beta", PART),
    ("dfc_share", 0.65, None, None, 0.08, None, None, "beta", PART),
    ("leader", 36200, None, None, 1500, None, None, "gamma", "GBP per group", "2024/25", "Pay"),
    ("training", 410, None, None, 50, None, None, "gamma", "USD per person", "2019/20", DEFLATOR),
    ("second_year", 0.35, None, None, 0.05, None, None, "beta", PART),
    ("rise", 1.4, None, None, 0.3, None, None, "gamma", "per year"),
    ("fade", 0.25, None, None, 0.05, None, None, "gamma", "per year"),
)
OUTCOMES = table(
    "name|quantity|unit value|direction|profile|value class|published",
    ("leaders", "people / 12", "leader", "cost", "first", "fiscal", 724_000),
    ("training_places", "people", "training", "cost", "first", "fiscal"),
    ("jobs", "people * job_gain", "earnings", "saving", "work", "economic"),
    ("benefits", "people * job_gain", "benefit", "saving", "work", "transfer"),
    ("contacts", CHANGE, "contact", "saving", "work", "fiscal"),
)
INCIDENCE = table(
    "outcome|dfc|hmt|trust|employers|participants",
    ("leaders", "dfc_share", 0, "rest", 0, 0),
    ("training_places", 0, 0, 1, 0, 0),
    ("jobs", 0, "tax_share", 0, 0, "rest"),
    ("benefits", 1, 0, 0, 0, 0),
    ("contacts", 0, 0, 0.9, 0.1, 0),
)
COHORTS = table(
    "name|label|equity weight|people|n_before|n_after|job_gain",
    ("young", "under 25", 1, 90, 44, 40, "gain_young"),
    ("older", "25 and over", 1, 150, 74, 63, "gain_older"),
)
PROFILES = table(
    "name|kind|clock|parameters|after|year 0|year 1|year 2",
    ("first", "first year", "entry"),
    ("work", "rising then fading", "entry", "rise, fade"),
    ("starts", "table", "calendar", None, "0", 0.4, "second_year", "rest"),
)


PAYER_ROWS = table(
    "name|label|NHS and PSS|public sector|society",
    *[(name, name, "no", "yes" if name in PAYERS[:3] else "no", "yes") for name in PAYERS],
)
PARAMETER = {"range kind": "assumed", "evidence": "illustrative", "source": SENTENCE}
OUTCOME = {"cash-releasing share": 1, "cash delay": 0, "counts": "one of these"}
SHEETS = {
    "Payers": PAYER_ROWS,
    "Parameters": [{**row, **PARAMETER, "label": row["name"]} for row in PARAMETERS],
    "Outcomes": [{**row, **OUTCOME, "label": row["name"]} for row in OUTCOMES],
    "Incidence": INCIDENCE,
    "Cohorts": COHORTS,
    "Profiles": PROFILES,
}
LEVELS: tuple[tuple[str | float, ...], ...] = (
    *(("Pay", "DoH", *level, SENTENCE) for level in PAY.items()),
    *(("USD per GBP", "BoE", *rate, SENTENCE) for rate in DOLLARS.items()),
)


def filled_in(path: Path) -> Path:
    """Sheet by sheet, as Start here has it."""
    book = load_workbook(path)
    for item, statement, *_ in book["About"].iter_rows(2):
        if item.value in ABOUT:
            statement.value = ABOUT[str(item.value)]
    for sheet, column in (("Incidence", 2), ("Cohorts", 5)):
        for k, name in enumerate([*SHEETS[sheet][0]][column - 1 - (sheet == "Cohorts") :]):
            book[sheet].cell(1, column + k).value = name
    for sheet, rows in SHEETS.items():
        typed(book, sheet, rows)
    deflated = sum(cell.value is not None for cell in book["Indices"]["A"])
    for number, line in enumerate(LEVELS, deflated + 1):
        for column, value in enumerate(line, 1):
            book["Indices"].cell(number, column).value = value
    for sheet in ("Correlations", "Scenarios", "Unmonetised", "Changes"):
        del book[sheet]
    book.save(path)
    return path


def cut(value: float, low: float, high: float) -> float:
    """The mean of a normal without what is below -100% or above 100%: an effect's range."""
    sd, normal = (high - low) / (2 * NormalDist().inv_cdf(0.975)), NormalDist()
    a, b = (-1 - value) / sd, (1 - value) / sd
    density = normal.pdf(a) - normal.pdf(b)
    return value + sd * density / (normal.cdf(b) - normal.cdf(a))


def by_hand() -> dict[tuple[str, int], float]:
    """Money kept by payer and year, with nothing of the package's."""

    def remaining(rate: float, year: int) -> float:
        return (exp(-rate * year) - exp(-rate * (year + 1))) / rate

    work = [remaining(0.25, age) - remaining(1.4 + 0.25, age) for age in YEARS]
    first, starts = [1.0, 0, 0, 0, 0, 0], [0.4, 0.35, 1 - 0.4 - 0.35, 0, 0, 0]
    jobs = 90 * cut(0.29, -0.31, 0.89) + 150 * cut(0.18, -0.05, 0.41)
    deflator = {"2019": 81.1085, "2021": 85.6358, "2024": 100.0}
    worth = {
        "leaders": -240 / 12 * 36_200,
        "training_places": -240 * 410 / 1.27 * deflator["2024"] / deflator["2019"],
        "jobs": jobs * 13_900,
        "benefits": jobs * 6_800 * deflator["2024"] / deflator["2021"],
        "contacts": (118 * 5.42 - 103 * 4.11) * 142 * PAY["2024/25"] / PAY["2021/22"],
    }
    shares = {
        "leaders": {"dfc": 0.65, "trust": 0.35},
        "training_places": {"trust": 1.0},
        "jobs": {"hmt": 0.16, "participants": 0.84},
        "benefits": {"dfc": 1.0},
        "contacts": {"trust": 0.9, "employers": 0.1},
    }
    kept = dict.fromkeys(product(PAYERS, YEARS), 0.0)
    for outcome, amount in worth.items():
        ages = first if amount < 0 else work
        for (payer, share), year in product(shares[outcome].items(), YEARS):
            each = sum(starts[start] * ages[year - start] for start in range(year + 1))
            kept[payer, year] += amount * share * each
    return kept


def test_a_run_of_it_is_what_a_loop_by_hand_says_and_its_checks_pass(tmp_path: Path) -> None:
    path = filled_in(econ.new_workbook(tmp_path / "employment.xlsx"))
    asked = ["run", path, "--draws", 200, "--out", tmp_path, "--json"]
    ran = CliRunner().invoke(app, [str(word) for word in asked])
    assert ran.exit_code == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert [(warning["who"], warning["what"]) for warning in told["warnings"]] == [
        ("gain_young", f"0.29 is {CUT}"),
    ]
    lines = {(line["payer"], int(line["year"][:4]) - 2025): line for line in told["budget_impact"]}
    base = {key: line["base_case"] for key, line in lines.items()}
    assert base == pytest.approx(by_hand(), rel=1e-9, abs=1e-6)
    wide = lines["dfc", 0]["p97_5"] - lines["dfc", 0]["p2_5"]
    assert wide > 2 * 1.5 * 0.08 * 0.4 * 724_000 / sqrt(2)  # the share is drawn
