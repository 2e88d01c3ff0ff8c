"""What is looked at reads as a person would write it, on a screen at most."""

import re
from collections.abc import Callable

import pytest

import econ
from econ.methods.results import Result
from econ.model.distributions import Beta, Gamma, Normal
from econ.model.scenario import Scenario
from econ.shown import ROWS_SHOWN, Shown, line_of
from tests.programmes import cost, number, programme, saving

NET = econ.net_present_value("society")


def made() -> Scenario:
    """Two uncertain effects, a price and a grant, whose label holds what HTML must not."""
    return programme(
        {
            "people": 300,
            "fewer": Normal(0.5, 0.4),
            "due": number("due", Beta(2, 3), "proportion"),
            "visit": number("visit", Gamma.from_moments(200, 40), "GBP per visit"),
            "grant": number("grant", 9_000, "GBP"),
            "one": 1,
        },
        [saving("visits", "people * fewer * due", "visit"), cost("<b>grant</b>", "one", "grant")],
        years=2,
    )


BASE = made()
DEARER = BASE.vary("Dearer", grant=12_000)
IMPACTS = econ.run(BASE, draws=200, seed=1)
SHOWN: dict[str, Callable[[], Shown]] = {
    "scenario": lambda: BASE,
    "draws": lambda: IMPACTS.draws,
    "impacts": lambda: IMPACTS,
    "breakdown": lambda: IMPACTS.by("payer", "year"),
    "total": IMPACTS.by,
    "estimate": lambda: NET.estimate(IMPACTS),
    "tornado": lambda: econ.tornado(BASE, NET),
    "options": lambda: econ.option_view(BASE, NET),
    "threshold": lambda: econ.threshold(BASE, "due", NET),
    "switching": lambda: econ.switching_values(BASE, NET),
    "two_way": lambda: econ.two_way(BASE, "due", "fewer", NET, 6),
    "frontier": lambda: econ.frontier(BASE, "due", "fewer", NET, 4),
    "comparison": lambda: econ.compare([BASE, DEARER], draws=50),
    "average": lambda: econ.average([BASE, DEARER], [0.5, 0.5], draws=50),
    "difference": lambda: econ.difference(BASE, DEARER),
    "acceptability": lambda: econ.acceptability(BASE, "due", NET, draws=50, points=3),
    "convergence": lambda: econ.until(BASE, NET, 0.5),
    "running mean": lambda: econ.until(BASE, NET, 0.5).running_mean(),
    "sobol": lambda: econ.sobol(BASE, NET, n=64),
    "shapley": lambda: econ.shapley_effects(BASE, NET, n=64),
    "morris": lambda: econ.morris(BASE, NET, trajectories=4),
    "density": lambda: econ.density_based(BASE, NET, n=256),
    "revision": lambda: econ.Revision("old.xlsx", "new.xlsx", (), None),
}


@pytest.mark.parametrize("name", SHOWN)
def test_an_object_reads_on_a_screen_and_in_a_notebook(name: str) -> None:
    found = SHOWN[name]()
    text, html = repr(found), found._repr_html_()
    assert text.count("\n") <= ROWS_SHOWN + 2
    assert max(map(len, text.splitlines())) <= 250
    assert not re.search(r"\d\.\d{7}|e[+-]\d\d|array\(|nan|None", text)
    assert text.splitlines()[0] == found.told()[0]
    assert "<b>" not in html
    assert html.count("<tr>") - 1 == min(len(found.told()[1]), ROWS_SHOWN)


@pytest.mark.parametrize("name", [name for name in SHOWN if isinstance(SHOWN[name](), Result)])
def test_a_result_becomes_a_table_of_its_records(name: str) -> None:
    found = SHOWN[name]()
    assert isinstance(found, Result)
    frame, records = found.to_frame(), found.records()
    assert len(frame) == len(records)
    assert list(frame) == list(records[0] if records else [])


def test_a_tornado_reads_in_units_and_in_pounds_of_a_year() -> None:
    """All at their means: 300 x 0.5 x 0.4 x 200 = 12,000, less 9,000."""
    title, rows = econ.tornado(BASE, NET).told()
    assert title == "Tornado: net present value, society, Small programme, 2024/25 prices"
    due = next(row for row in rows if row["label"] == "due")
    assert (due["estimate"], due["low"], due["high"]) == ("40%", "7%", "81%")
    assert due["at high"] == "£15,200"
    visit = next(row for row in rows if row["label"] == "visit")
    assert visit["estimate"] == "£200.00"


def test_a_scenario_reads_as_what_it_changes() -> None:
    title, headings, row = repr(DEARER).splitlines()
    said = "2 years from 2025/26, 2024/25 prices, society view; 6 parameters, 1 cohort, 2 payers"
    assert title == f"Dearer: {said}"
    assert headings.split() == ["what", "before", "after"]
    assert re.split("  +", row) == ["grant", "9,000 in 2024/25 prices", "12,000 in 2024/25 prices"]
    assert "visits" in repr(BASE)


def test_rows_beyond_a_screen_are_counted() -> None:
    shown = repr(econ.two_way(BASE, "due", "fewer", NET, 6))
    assert shown.splitlines()[-1] == "... and 16 more"


def test_figures_that_do_not_exist_are_said_so() -> None:
    row = line_of({"base_case": 2.0, "mean": None, "p97_5": float("inf"), "probability_x": 0.5})
    assert list(row.items()) == [
        ("central case", "2"),
        ("mean", "n/a"),
        ("97.5%", "n/a"),
        ("probability x", "50%"),
    ]
