"""The sheets of one number at a time, of a programme small enough to work out by hand.

Net present value is 100 people × fewer visits × share due to it × a visit − 100 × the fee, so
that it is 100 × 4 × 0.4 × £50 − 100 × £90 = −£1,000 where all stand at their means.
"""

from dataclasses import replace
from statistics import NormalDist

import pytest

from econ.analysis.switching import FrontierPoint
from econ.model.distributions import Normal, Uniform
from econ.model.parameters import Parameter
from econ.model.scenario import Scenario
from econ.pages.one_way import figures_format, frontier_sheet, switching_sheet, tornado_sheet
from econ.pages.page import Sheet
from econ.pages.style import PENCE, POUNDS, signed
from econ.reports.sensitivity import OneWay, one_way
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


def test_the_tornado_tells_each_number_as_worked_out_by_hand(alone: OneWay) -> None:
    visits, due, fee, visit = rows(tornado_sheet(alone))
    ends = [4 + 1.5 * z for z in (LOW, HIGH)]
    results = [100 * end * 0.4 * 50 - 9_000 for end in ends]
    assert visits[1:4] == pytest.approx([4, *ends])
    assert visits[5:8] == pytest.approx([*results, results[1] - results[0]])
    assert due[1:4] == pytest.approx([0.4, 0.1 + 0.6 * 0.025, 0.7 - 0.6 * 0.025])
    assert due[5:8] == pytest.approx([-6_700, 4_700, 11_400])
    assert fee[5:7] == pytest.approx([8_000 - 100 * (90 + 9 * z) for z in (LOW, HIGH)])
    chances = [
        1 - NormalDist(4, 1.5).cdf(4.5),
        (0.7 - 0.45) / 0.6,
        NormalDist(90, 9).cdf(80),
        1 - NormalDist(50, 5).cdf(56.25),
    ]
    told = [visits, due, fee, visit]
    assert [row[9] for row in told] == pytest.approx(chances, rel=1e-3)
    assert [(row[0], row[4], row[8]) for row in told] == [
        (VISITS, "visits", "pays above 4.5 visits"),
        (DUE, "proportion", "pays above 45%"),
        (FEE, "GBP per person", "pays below £80.00 per person"),
        (VISIT, "GBP per visit", "pays above £56.25 per visit"),
    ]


def test_the_tornado_says_what_was_moved_and_how_far(alone: OneWay) -> None:
    title, *notes = said(tornado_sheet(alone))
    assert title == "Tornado"
    assert notes[0] == (
        "How far each number, moved alone from the low to the high end of its 95% interval, moves "
        f"net present value (society view) from the central case of −£1,000. {OTHERS}"
    )
    assert notes[1] == (
        "The last two columns look beyond that interval: over which part of its plausible range "
        "(its middle 99.9%, or 0% to 100%) each number by itself would make the programme pay, "
        "and how likely it is to lie there."
    )


def test_the_bars_of_the_tornado_are_its_cells_and_meet_at_the_base_case(alone: OneWay) -> None:
    sheet = tornado_sheet(alone)
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
    (row,) = rows(tornado_sheet(one_way(scenario)))
    assert str(row[8]).endswith("; on the way from £0 to £2")


def test_what_rounding_leaves_of_0_is_0() -> None:
    visit = Parameter("visit", VISIT, Normal(-LOW, 1.0), "GBP per visit")
    shown = rows(tornado_sheet(one_way(uncertain(*NUMBERS[:2], visit, NUMBERS[3]))))
    assert next(row[2] for row in shown if row[0] == VISIT) == 0


def test_only_the_longest_bars_are_drawn_and_all_are_in_the_table() -> None:
    many = {f"x{k}": Parameter(f"x{k}", f"Number {k}", Normal(1.0, 0.1 + k)) for k in range(20)}
    outcomes = [saving(f"o{k}", "people", f"x{k}") for k in range(20)]
    sheet = tornado_sheet(one_way(programme({"people": 1.0, **many}, outcomes)))
    longest = [f"Number {k}" for k in reversed(range(20))]
    assert [row[0] for row in rows(sheet)] == longest
    assert drawn(charts(sheet)[0], "categories") == longest[:15]


def test_where_nothing_is_uncertain_there_is_nothing_to_move() -> None:
    scenario = programme({"people": 10.0, "visit": 3.0}, [saving("visits", "people", "visit")])
    sheet = tornado_sheet(one_way(scenario))
    assert said(sheet)[-1] == "No number is uncertain, so that there is nothing to move."
    assert not tables(sheet)
    assert not charts(sheet)


def test_each_switching_value_stands_beside_its_chance_and_words(alone: OneWay) -> None:
    sheet = switching_sheet(alone)
    due, visits, fee, visit = rows(sheet)
    assert due[:6] == [
        DUE,
        *map(pytest.approx, (0.4, 0.45)),
        "proportion",
        *map(pytest.approx, (0.125, 0.25 / 0.6)),
    ]
    assert due[6:] == [0.0, 1.0, "Pays for itself above 45%"]
    assert (visits[2], visits[8]) == (pytest.approx(4.5), "Pays for itself above 4.5 visits")
    assert (fee[2], fee[4]) == (pytest.approx(80), pytest.approx(-1 / 9))
    assert fee[8] == "Pays for itself below £80.00 per person"
    assert visit[5] == pytest.approx(1 - NormalDist(50, 5).cdf(56.25))
    assert "Is not uncertain: people." in said(sheet)


def test_the_chances_are_drawn_from_their_cells(alone: OneWay) -> None:
    sheet = switching_sheet(alone)
    (chart,) = charts(sheet)
    assert drawn(chart, "values") == [row[5] for row in rows(sheet)[:4]]
    assert drawn(chart, "categories") == [DUE, VISITS, FEE, VISIT]
    assert chart.words == (
        "Bars: the chance that a number lies beyond its switching value. +Due to it: 42%; "
        "=Fewer visits: 37%; -The fee: 13%; @A visit: 11%."
    )
    assert "In the central case it is −£1,000." in said(sheet)[1]


def narrow(price: float, cost_of: float = 0.0) -> Sheet:
    """Ten people each of whom saves or costs so much, give or take £2, for a grant."""
    visit = Parameter("visit", VISIT, Uniform(price - 2, price + 2), "GBP")
    outcomes = [saving("visits", "people", "visit"), cost("grant", "one", "fee")]
    scenario = programme({"people": 10.0, "visit": visit, "one": 1.0, "fee": cost_of}, outcomes)
    return switching_sheet(one_way(scenario))


def test_where_no_number_turns_the_answer_the_sheet_says_so() -> None:
    """Nothing is paid for a price below £0."""
    sheet = narrow(7.0)
    assert "No number by itself turns the answer, within its plausible range." in said(sheet)
    assert not charts(sheet)
    assert not tables(sheet)
    never = "Never, even far beyond any plausible range: it pays for any value looked at"
    assert f"{never}: {VISIT}." in said(sheet)


@pytest.mark.parametrize(
    ("grant", "side", "turns"), [(30.0, "below £3.00", 3.0), (170.0, "above £17.00", 17.0)]
)
def test_what_turns_the_answer_only_beyond_what_is_plausible_has_no_chance(
    grant: float, side: str, turns: float
) -> None:
    sheet = narrow(7.0, grant)
    assert "No number by itself turns the answer, within its plausible range." in said(sheet)
    assert not charts(sheet)
    (row,) = rows(sheet)
    assert row[1:4] == [*map(pytest.approx, (7.0, turns)), "GBP"]
    assert row[5:8] == [0.0, *map(pytest.approx, (5.002, 8.998))]
    assert row[8] == f"It would have to be {side}, not £7.00: beyond its plausible range"


def test_a_number_that_turns_the_answer_twice_says_where() -> None:
    share = Parameter("share", "Share", Uniform(0.0, 1.0), "proportion")
    scenario = programme(
        {"people": 1_000.0, "share": share, "one": 1.0, "fee": 160.0},
        [saving("kept", "people * share * (1 - share)", "one"), cost("paid", "one", "fee")],
    )
    found = one_way(scenario)
    (row,) = [row for row in rows(switching_sheet(found)) if row[0] == "Share"]
    assert row[8] == "The answer turns more than once: at 20% and 80%"
    (bar,) = rows(tornado_sheet(found))
    assert str(bar[8]).startswith("pays from 20% to 80%")


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
