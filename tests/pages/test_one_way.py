"""The sheets of one number at a time, of a programme small enough to work out by hand.

Net present value is 100 people × fewer visits × share due to it × a visit − 100 × the fee, so
that it is 100 × 4 × 0.4 × £50 − 100 × £90 = −£1,000 where all stand at their means.
"""

from dataclasses import replace
from statistics import NormalDist

import pytest

from econ.analysis.switching import FrontierPoint
from econ.model.designs import MonteCarlo
from econ.model.distributions import Normal, Uniform
from econ.model.parameters import Parameter
from econ.model.scenario import Scenario
from econ.pages.one_way import figures_format, frontier_sheet, would_change_sheet
from econ.pages.page import Sheet
from econ.pages.style import PENCE, POUNDS, signed
from econ.reports.report import report
from econ.reports.sensitivity import OneWay, Sensitivity, one_way
from tests.pages.shown import charts, drawn, plain, rows, said, tables
from tests.programmes import cost, programme, saving

VISITS, DUE, VISIT, FEE = "=Fewer visits", "+Due to it", "@A visit", "-The fee"
"""Labels that begin as formulas do."""
NUMBERS = (
    Parameter("reduction", VISITS, Normal(4.0, 1.5), "visits", group="Effect"),
    Parameter("attribution", DUE, Uniform(0.1, 0.7), "proportion", group="Effect"),
    Parameter("visit", VISIT, Normal(50.0, 5.0), "GBP per visit", group="Costs"),
    Parameter("fee", FEE, Normal(90.0, 9.0), "GBP per person", group="Costs"),
)
OTHERS = "All other numbers stay at their means (the central case). Money is in 2024/25 prices."
LOW, HIGH = NormalDist().inv_cdf(0.025), NormalDist().inv_cdf(0.975)


def uncertain(*numbers: Parameter) -> Scenario:
    parameters = {number.name: number for number in numbers or NUMBERS}
    return programme(
        {"people": 100.0, **parameters},
        [
            saving("fewer_visits", "people * reduction * attribution", "visit"),
            cost("delivery", "people", "fee"),
        ],
    )


@pytest.fixture(scope="module")
def alone() -> OneWay:
    return one_way(uncertain())


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return shown(uncertain())


def shown(scenario: Scenario) -> Sheet:
    """The sheet What would change it."""
    told = Sensitivity(scenario, one_way(scenario))
    made = would_change_sheet(report(scenario, MonteCarlo(20, 1)), told)
    assert made is not None
    return made


def test_the_tornado_tells_each_number_as_worked_out_by_hand(sheet: Sheet) -> None:
    visits, due, fee, visit = rows(sheet)
    ends = [4 + 1.5 * z for z in (LOW, HIGH)]
    results = [100 * end * 0.4 * 50 - 9_000 for end in ends]
    assert visits[1:4] == pytest.approx([4, *ends])
    assert visits[5:7] == pytest.approx(results)
    assert due[1:4] == pytest.approx([0.4, 0.1 + 0.6 * 0.025, 0.7 - 0.6 * 0.025])
    assert due[5:7] == pytest.approx([-6_700, 4_700])
    assert fee[5:7] == pytest.approx([8_000 - 100 * (90 + 9 * z) for z in (LOW, HIGH)])
    chances = [
        1 - NormalDist(4, 1.5).cdf(4.5),
        (0.7 - 0.45) / 0.6,
        NormalDist(90, 9).cdf(80),
        1 - NormalDist(50, 5).cdf(56.25),
    ]
    told = [visits, due, fee, visit]
    assert [row[8] for row in told] == pytest.approx(chances, rel=1e-3)
    assert [(row[0], row[4], row[7]) for row in told] == [
        (VISITS, "visits", "pays above 4.5 visits"),
        (DUE, "proportion", "pays above 45%"),
        (FEE, "GBP per person", "pays below £80.00 per person"),
        (VISIT, "GBP per visit", "pays above £56.25 per visit"),
    ]


def test_the_tornado_says_what_was_moved_and_how_far(sheet: Sheet) -> None:
    title, first, *notes = said(sheet)
    assert title == "What would change the answer, and what to find out next?"
    assert first.startswith(
        "The single number most likely to change whether it pays for itself is “+Due to it”"
    )
    assert notes[0] == (
        "How far each number, moved alone from the low to the high end of its 95% interval, moves "
        f"net present value (society view) from the central case of −£1,000. {OTHERS}"
    )
    assert notes[1] == (
        "The last two columns look beyond that interval: over which part of its plausible range "
        "(its middle 99.9%, or 0% to 100%) each number by itself would make the programme pay, "
        "and how likely it is to lie there."
    )


def test_the_bars_of_the_tornado_are_its_cells_and_meet_at_the_base_case(sheet: Sheet) -> None:
    (chart,) = charts(sheet)
    table = rows(sheet)
    for series, column in ((0, 5), (1, 6)):
        assert drawn(chart, "values", series) == [row[column] for row in table]
        assert drawn(chart, "categories", series) == [VISITS, DUE, FEE, VISIT]
        assert plain(chart.series[series]["name"]) == tables(sheet)[0].columns[column].heading  # type: ignore[arg-type]
    assert chart.sets["x_axis"]["crossing"] == pytest.approx(-1_000)
    assert chart.sets["title"]["name"] == (
        "How far each number moves net present value, alone, from −£1,000"
    )
    assert chart.words == (
        "Bars, longest first, that meet at the central case of −£1,000. =Fewer visits: −£6,880 to "
        "£4,880; +Due to it: −£6,700 to £4,700; -The fee: −£2,760 to £764; @A visit: −£2,570 to "
        "£568."
    )


def test_a_bar_that_turns_on_its_way_says_how_far_it_goes() -> None:
    scenario = programme(
        {"people": 10.0, "share": Parameter("share", "Share", Uniform(0.0, 1.0)), "one": 1.0},
        [saving("kept", "people * share * (1 - share)", "one")],
    )
    (row,) = rows(shown(scenario))
    assert str(row[7]).endswith("; on the way from £0 to £2")


def test_what_rounding_leaves_of_0_is_0() -> None:
    visit = Parameter("visit", VISIT, Normal(-LOW, 1.0), "GBP per visit")
    told = rows(shown(uncertain(*NUMBERS[:2], visit, NUMBERS[3])))
    assert next(row[2] for row in told if row[0] == VISIT) == 0


def test_only_the_longest_bars_are_drawn_and_all_are_in_the_table() -> None:
    many = {f"x{k}": Parameter(f"x{k}", f"Number {k}", Normal(1.0, 0.1 + k)) for k in range(20)}
    outcomes = [saving(f"o{k}", "people", f"x{k}") for k in range(20)]
    sheet = shown(programme({"people": 1.0, **many}, outcomes))
    longest = [f"Number {k}" for k in reversed(range(20))]
    assert [row[0] for row in rows(sheet)] == longest
    assert drawn(charts(sheet)[0], "categories") == longest[:15]


def test_where_nothing_is_uncertain_there_is_nothing_to_move() -> None:
    scenario = programme({"people": 10.0, "visit": 3.0}, [saving("visits", "people", "visit")])
    alone = Sensitivity(scenario, one_way(scenario))
    assert would_change_sheet(report(scenario, MonteCarlo(20, 1)), alone) is None


def narrow(price: float, cost_of: float = 0.0) -> Sheet:
    """Ten people each of whom saves or costs so much, give or take £2, for a grant."""
    visit = Parameter("visit", VISIT, Uniform(price - 2, price + 2), "GBP")
    outcomes = [saving("visits", "people", "visit"), cost("grant", "one", "fee")]
    return shown(programme({"people": 10.0, "visit": visit, "one": 1.0, "fee": cost_of}, outcomes))


def test_where_no_number_turns_the_answer_the_sheet_says_so() -> None:
    """Nothing is paid for a price below £0."""
    sheet = narrow(7.0)
    none = "No single number, within its plausible range, would change whether it pays for itself."
    assert said(sheet)[1] == none
    (row,) = rows(sheet)
    assert row[7:] == ["pays throughout", pytest.approx(1.0)]


@pytest.mark.parametrize(
    ("grant", "side"), [(30.0, "pays throughout"), (170.0, "above £17.00, not £7.00, beyond it")]
)
def test_what_turns_the_answer_only_beyond_what_is_plausible_says_where(
    grant: float, side: str
) -> None:
    sheet = narrow(7.0, grant)
    assert said(sheet)[1].startswith("No single number, within its plausible range")
    (row,) = rows(sheet)
    assert str(row[7]).endswith(side)
    assert row[8] == pytest.approx(float(grant < 70))


def test_a_number_that_turns_the_answer_twice_says_where() -> None:
    share = Parameter("share", "Share", Uniform(0.0, 1.0), "proportion")
    scenario = programme(
        {"people": 1_000.0, "share": share, "one": 1.0, "fee": 160.0},
        [saving("kept", "people * share * (1 - share)", "one"), cost("paid", "one", "fee")],
    )
    (bar,) = rows(shown(scenario))
    assert str(bar[7]).startswith("pays from 20% to 80%")


def test_the_frontier_is_where_two_numbers_together_make_the_return_the_cost(
    alone: OneWay,
) -> None:
    sheet = frontier_sheet(alone)
    assert sheet is not None
    base, *points = rows(sheet)
    assert base == ["Central case", 4.0, pytest.approx(0.4), "There it does not pay for itself"]
    known = [point for point in points if point[2] is not None]
    for point in known:
        fewer, due = float(str(point[1])), float(str(point[2]))
        assert 100 * fewer * due * 50 == pytest.approx(9_000)
        assert point[0] == "Return equals cost"
        assert point[3] == f"It would have to be {100 * due:.0f}%"
    gone = [point for point in points if point[2] is None]
    assert {(point[0], point[3]) for point in gone} == {("No such value", "Never pays")}
    assert [column.heading for column in tables(sheet)[0].columns[1:3]] == [
        "=Fewer visits (visits)",
        DUE,
    ]
    assert said(sheet)[1] == (
        "Two numbers moved together: for each value of “=Fewer visits”, what “+Due to it” would "
        f"have to be for the net present value (society view) to be £0. {OTHERS}"
    )
    assert said(sheet)[2] == "It was looked for between 0% and 100%."


def test_the_frontier_is_drawn_only_where_it_exists(alone: OneWay) -> None:
    found = alone.frontier
    assert found is not None
    points = list(found.points)
    points[20] = replace(points[20], value=None, crossings=(), reason="never pays")
    sheet = frontier_sheet(replace(alone, frontier=replace(found, points=tuple(points))))
    assert sheet is not None
    (chart,) = charts(sheet)
    runs = [drawn(chart, "values", series) for series in range(len(chart.series))]
    assert [len(run) for run in runs] == [8, 20, 1]
    known = [point.value for point in points if point.value is not None]
    assert [x for run in runs for x in run] == pytest.approx([*known, 0.4])
    assert [drawn(chart, "categories", series)[0] for series in range(3)] == pytest.approx(
        [points[12].at, points[21].at, 4.0]
    )
    assert chart.sets["legend"]["delete_series"] == [1]
    assert [plain(series["name"]) for series in chart.series] == [  # type: ignore[arg-type]
        "Return equals cost",
        "Return equals cost",
        "Central case",
    ]


def test_a_point_of_the_frontier_with_two_values_names_both(alone: OneWay) -> None:
    found = alone.frontier
    assert found is not None
    twice = FrontierPoint(at=4.0, value=0.2, crossings=(0.2, 0.8), reason=None)
    sheet = frontier_sheet(replace(alone, frontier=replace(found, points=(twice,))))
    assert sheet is not None
    assert rows(sheet)[1][3] == "It would have to be 20%; also at 80%"


def test_without_two_numbers_there_is_no_frontier(alone: OneWay) -> None:
    assert frontier_sheet(replace(alone, frontier=None)) is None


@pytest.mark.parametrize(
    ("unit", "largest", "shown"),
    [
        ("visits", 1234.0, signed("#,##0")),
        ("visits", 0.0123, signed("#,##0.0000")),
        ("visits", 0.0, signed("#,##0")),
        ("visits", 1e-9, signed("#,##0.000000")),
        ("GBP", 999.0, PENCE),
        ("GBP", 1_000.0, POUNDS),
        ("proportion", 0.4, signed("0.0%")),
    ],
)
def test_numbers_are_shown_to_three_figures_in_their_unit(
    unit: str, largest: float, shown: str
) -> None:
    assert figures_format(unit, [0.0, -largest]) == shown
