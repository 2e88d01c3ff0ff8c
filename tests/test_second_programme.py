"""A programme of another field, from its own workbook alone: rows and columns, no new class."""

from pathlib import Path

import pytest

import econ
from tests.workbook.small import table, write

SOURCE = "Assumption: invented for this test"
PARAMETERS = (
    "name|label|value|low|high|se|n|distribution|range kind|unit|price year|index|evidence|source"
)


def number(name: str, value: float | None, unit: str, **given: object) -> tuple[object, ...]:
    figures = [given.get(key) for key in ("low", "high", "se", "n", "distribution")]
    year = given.get("year", 2025)
    price = (year, "GDP deflator") if unit.startswith("GBP") else (None, None)
    label = name.replace("_", " ").capitalize()
    return (name, label, value, *figures, "assumed", unit, *price, "illustrative", SOURCE)


def literacy_at(path: Path) -> econ.Scenario:
    """Adults who learn to read at work: pay and tax, days not lost to employers, a course."""
    write(
        path,
        {
            "Payers": table(
                "name|label|NHS and PSS|public sector|society",
                ("hm_treasury", "HM Treasury", "no", "yes", "yes"),
                ("employers", "Employers", "no", "no", "yes"),
                ("learners", "Learners", "no", "no", "yes"),
                ("skills_fund", "Adult Skills Fund", "no", "yes", "yes"),
            ),
            "About": table(
                "statement|item",
                ("Does a literacy course at work pay for itself?", "decision question"),
                ("Adults in work without level 1 literacy", "population"),
                ("Workplaces", "setting"),
                ("No course", "comparator"),
                ("public sector", "perspective"),
                (2025, "first year"),
                (3, "years"),
                (2025, "price year"),
                ("GBP", "currency"),
                ("3.5%", "discount rate"),
            ),
            "Parameters": table(
                PARAMETERS,
                number("enrolled", 200, "people"),
                number("passed", 0.25, "proportion", n=120, distribution="beta"),
                number("deadweight", None, "proportion", low=0.2, high=0.6, distribution="uniform"),
                number("kept", 0.8, "proportion", se=0.05, distribution="beta"),
                number("rise", 3000, "GBP per year", se=800, distribution="normal"),
                number("days", 2, "days per year", low=-1, high=5, distribution="normal"),
                number("day_lost", 150, "GBP per day", se=30, distribution="gamma"),
                number("course", 250, "GBP per place", year=2024),
            ),
            "Outcomes": table(
                "name|label|quantity|unit value|direction|profile|value class"
                "|cash-releasing share|cash delay|counts",
                (
                    *("pay", "Higher pay", "enrolled * passed * (1 - deadweight)", "rise"),
                    *("saving", "fading", "economic", 1, 0, "a year's rise in pay"),
                ),
                (
                    *("attendance", "Days not lost", "enrolled * passed * (1 - deadweight) * days"),
                    *("day_lost", "saving", "fading", "economic", 0, 0, "a day not lost"),
                ),
                (
                    *("places", "The course", "enrolled", "course", "cost", "once", "fiscal"),
                    *(1, 0, "a place on the course"),
                ),
            ),
            "Incidence": table(
                "learners|outcome|hm_treasury|employers|skills_fund",
                (0.72, "pay", 0.28, 0, 0),
                (0, "attendance", 0, 1, 0),
                (0, "places", 0, 0, 1),
            ),
            "Profiles": table(
                "name|kind|clock|parameters",
                ("fading", "retained", "entry", "kept"),
                ("once", "first year", "calendar"),
            ),
            "Indices": table(
                "index|edition|year|value|source|licence",
                ("GDP deflator", "2026", 2024, 100, SOURCE, "OGL"),
                ("GDP deflator", "2026", 2025, 104, SOURCE, "OGL"),
            ),
        },
    )
    book = econ.read(path)
    assert book.warnings == ()
    return book


@pytest.fixture
def literacy(tmp_path: Path) -> econ.Scenario:
    return literacy_at(tmp_path / "literacy.xlsx")


def present_value(first: float) -> float:
    """Of an effect that keeps 80% each year, over three years at 3.5%."""
    return first * (1 + 0.8 / 1.035 + 0.64 / 1.035**2)


def test_another_field_reads_and_runs_from_its_own_workbook_alone(literacy: econ.Scenario) -> None:
    """Worked by hand: 200 x 0.25 x (1 - 0.4) = 30 people, each 3,000 a year more and two days of
    150; the course costs 200 x 250 x 1.04.
    """
    impacts = econ.run(literacy, 200, seed=7)
    found = {
        payer.name: econ.net_present_value(payer=payer.name).base(impacts)
        for payer in literacy.payers
    }
    assert found == pytest.approx(
        {
            "hm_treasury": 0.28 * present_value(90_000),
            "employers": present_value(9_000),
            "learners": 0.72 * present_value(90_000),
            "skills_fund": -52_000,
        },
        rel=1e-12,
    )


def test_its_own_payers_make_up_its_perspectives(literacy: econ.Scenario) -> None:
    impacts = econ.run(literacy, 200, seed=7)
    public = econ.net_present_value(perspective="public sector").base(impacts)
    assert public == pytest.approx(0.28 * present_value(90_000) - 52_000, rel=1e-12)
    assert literacy.payers_in("NHS and PSS") == ()
    assert literacy.year_labels == ("2025", "2026", "2027")


def test_its_draws_vary_and_may_show_harm(literacy: econ.Scenario) -> None:
    impacts = econ.run(literacy, 200, seed=7)
    employers = econ.net_present_value(payer="employers").draws(impacts)
    assert employers.min() < 0 < employers.max()
    assert econ.run(literacy, 200, seed=7).total().tolist() == impacts.total().tolist()
