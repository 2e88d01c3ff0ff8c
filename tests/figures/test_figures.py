"""What the pictures draw: their bars, lines and words, never their pixels."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from PIL import Image

import econ
from econ import figures
from econ.analysis.acceptability import Acceptability, acceptability
from econ.analysis.comparison import Comparison, compare
from econ.analysis.convergence import until
from econ.analysis.one_way import Tornado, tornado
from econ.analysis.switching import Frontier, frontier
from econ.model.designs import MonteCarlo
from econ.model.measures import benefit_cost_ratio, net_present_value
from econ.model.parameters import Parameter
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from econ.palette import BLUE, GREY, ORANGE, SERIES
from econ.reports.pictures import steps
from econ.reports.report import Report, report
from econ.words import percent
from tests.programmes import cost, programme, saving

NET = net_present_value()
SVG = "{http://www.w3.org/2000/svg}"


def visits(**more: float) -> Scenario:
    """100 people: visits fewer for the NHS (may rise), hours for carers, and a grant."""
    return programme(
        {
            "people": 100,
            "fewer": econ.Normal(2, 2),
            "attribution": Parameter(
                "attribution", "Attribution", econ.Uniform(0, 1), "proportion"
            ),
            "hours": econ.Normal(3, 1),
            "price": Parameter("price", "A visit", econ.Gamma.from_moments(50, 5), "GBP per visit"),
            "wage": 10,
            "grant": 3_000,
            "once": 1,
            **more,
        },
        [
            saving("visits", "people * fewer * attribution", "price"),
            saving("hours_of_care", "people * hours * attribution", "wage", shares={"carers": 1.0}),
            cost("delivery", "once", "grant", "every year"),
        ],
        cohorts=[
            Cohort("north", "The north", 1.0, {"people": 0.6, "once": 0.6}),
            Cohort("south", "The south", 1.5, {"people": 0.4, "once": 0.4}),
        ],
        years=2,
    )


@pytest.fixture(scope="module")
def found() -> Report:
    return report(visits(), MonteCarlo(400, 1))


@pytest.fixture(scope="module")
def bars() -> Tornado:
    return tornado(visits(), NET)


@pytest.fixture(scope="module")
def beliefs() -> Acceptability:
    return acceptability(visits(), draws=100, low=0, high=1, points=5)


@pytest.fixture(scope="module")
def line() -> Frontier:
    ranges = {"fewer": (0.0, 10.0), "attribution": (0.0, 1.0)}
    return frontier(visits(grant=4_000), "attribution", "fewer", NET, 5, ranges=ranges)


@pytest.fixture(scope="module")
def compared() -> Comparison:
    dearer = visits(grant=5_000)
    return compare([visits(), replace(dearer, name="A dearer grant")], [NET], draws=200)


@pytest.fixture(
    params=[
        "waterfall",
        "payer_by_year",
        "by_cohort",
        "distribution",
        "exceedance",
        "tornado",
        "acceptability",
        "frontier",
        "scenarios",
        "convergence",
    ]
)
def picture(
    request: pytest.FixtureRequest,
    found: Report,
    bars: Tornado,
    beliefs: Acceptability,
    line: Frontier,
    compared: Comparison,
) -> Callable[[Axes], Axes]:
    """Every picture, each on axes that are given."""
    made: dict[str, Callable[[Axes], Axes]] = {
        "tornado": lambda axes: figures.tornado(bars, axes),
        "acceptability": lambda axes: figures.acceptability(beliefs, axes),
        "frontier": lambda axes: figures.frontier(line, axes),
        "scenarios": lambda axes: figures.scenarios(compared, axes),
        "convergence": lambda axes: figures.convergence(until(visits(), NET, 0.2), axes),
    }
    name = request.param
    return made.get(name) or (lambda axes: getattr(figures, name)(found, axes))


def rows(axes: Axes) -> list[str]:
    """The names down the side, each in one line."""
    return [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]


def drawn(axes: Axes) -> list[Rectangle]:
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def notes(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_a_picture_is_drawn_on_the_axes_it_is_given(picture: Callable[[Axes], Axes]) -> None:
    axes = figures.blank()
    before = mpl.rcParams.copy()
    assert picture(axes) is axes
    assert mpl.rcParams == before


def test_every_picture_has_a_title_and_says_in_words_what_is_seen(
    picture: Callable[[Axes], Axes],
) -> None:
    axes = picture(figures.blank())
    assert len(figures.title(axes)) > 10
    assert len(figures.described(axes)) > 50
    assert axes.get_xlabel()


def test_every_picture_is_the_same_file_each_time(
    picture: Callable[[Axes], Axes], tmp_path: Path
) -> None:
    for name in ("a.svg", "b.svg", "a.png", "b.png"):
        figures.save(picture(figures.blank()), tmp_path / name)
    for ending in ("svg", "png"):
        first, again = (tmp_path / f"{name}.{ending}" for name in "ab")
        assert first.read_bytes() == again.read_bytes()


def test_the_words_of_a_picture_are_text_that_can_be_read_and_searched(
    picture: Callable[[Axes], Axes],
) -> None:
    axes = picture(figures.blank())
    tree = ET.fromstring(figures.svg(axes))  # noqa: S314 - our own
    said = {"".join(text.itertext()).strip() for text in tree.iter(f"{SVG}text")}
    assert set(axes.get_xlabel().split("\n")) <= said


def test_an_svg_is_told_to_screen_readers_and_fits_any_width(found: Report) -> None:
    axes = figures.waterfall(found, figures.blank())
    tree = ET.fromstring(figures.svg(axes))  # noqa: S314 - our own
    assert tree.get("role") == "img"
    assert figures.described(axes) in (tree.get("aria-label") or "")
    assert [tree[0].text, tree[1].text] == [figures.title(axes), figures.described(axes)]
    assert tree.get("viewBox")
    assert tree.get("width") is None
    assert not list(tree.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"))


def test_two_pictures_in_one_page_share_no_identifiers(found: Report, bars: Tornado) -> None:
    pages = [
        figures.svg(figures.waterfall(found, figures.blank())),
        figures.svg(figures.tornado(bars, figures.blank())),
    ]
    named = [
        {item.get("id") for item in ET.fromstring(page).iter() if item.get("id")}  # noqa: S314
        for page in pages
    ]
    assert not named[0] & named[1]
    for page, ids in zip(pages, named, strict=True):
        asked = {part.split(")")[0].split('"')[0] for part in page.split("#")[1:]}
        assert {name for name in asked if name.startswith(("from-", "how-"))} <= ids


def test_a_png_carries_its_words(found: Report, tmp_path: Path) -> None:
    axes = figures.waterfall(found, figures.blank())
    with Image.open(figures.save(axes, tmp_path / "waterfall.png")) as image:
        assert image.info["Description"] == figures.described(axes)


def test_a_picture_of_another_kind_is_refused_and_nothing_is_written(
    found: Report, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=r"waterfall\.gif: a picture is kept as \.svg or \.png"):
        figures.save(figures.waterfall(found, figures.blank()), tmp_path / "waterfall.gif")
    assert not list(tmp_path.iterdir())


def test_a_waterfall_goes_from_the_cost_to_the_net_present_value(found: Report) -> None:
    made = steps(found)
    assert [step.label for step in made] == [
        "delivery",
        "visits",
        "hours of care",
        "Net present value",
    ]
    assert made[0].start == 0
    for before, after in pairwise(made[:-1]):
        assert after.start == before.end
    assert made[-1].start == 0
    assert made[-1].end == pytest.approx(made[-2].end)
    assert made[-1].end == pytest.approx(found.measure("net_present_value").mean)


def test_a_waterfall_draws_its_steps_and_tells_cost_from_saving_by_more_than_colour(
    found: Report,
) -> None:
    axes = figures.waterfall(found, figures.blank())
    made, painted = steps(found), drawn(axes)
    for step, bar in zip(made, painted, strict=True):
        ends = (bar.get_x(), bar.get_x() + bar.get_width())
        assert ends == pytest.approx((step.start, step.end))
    assert rows(axes) == [step.label for step in made]
    assert [mpl.colors.to_hex(bar.get_facecolor()).upper() for bar in painted] == [
        ORANGE,
        BLUE,
        BLUE,
        GREY,
    ]
    assert painted[0].get_hatch()
    assert not painted[1].get_hatch()
    assert notes(axes)[0] == "−£6,000"


def test_a_waterfall_of_impacts_is_that_of_the_base_case_and_of_the_groups_asked_for() -> None:
    impacts = econ.evaluate(visits(), econ.base_case(visits()))
    assert [step.change for step in steps(impacts)] == pytest.approx([-6_000, 5_000, 1_500, 500])
    assert steps(impacts.select(cohort="north"))[-1].end == pytest.approx(300)


def test_a_narrower_view_leaves_out_what_its_payers_do_not_bear() -> None:
    narrow = report(visits().seen_by("NHS and PSS"), MonteCarlo(50, 1))
    assert [step.label for step in steps(narrow)] == ["delivery", "visits", "Net present value"]
    assert steps(narrow)[-1].end == pytest.approx(narrow.measure("net_present_value").mean)


def test_payers_have_a_bar_for_every_year_and_their_total_beside_their_name(
    found: Report,
) -> None:
    axes = figures.payer_by_year(found, figures.blank())
    widths = [bar.get_width() for bar in drawn(axes)]
    means = {(x.payer, x.year): x.impact.mean for x in found.budget}
    assert widths == pytest.approx(
        [means[p, y] for y in ("2025/26", "2026/27") for p in ("nhs", "carers")]
    )
    assert rows(axes)[1].startswith("carers: £")
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["2025/26", "2026/27"]
    assert len({bar.get_hatch() for bar in drawn(axes)}) == 2


def test_rows_have_a_line_between_paying_and_not_paying(found: Report, bars: Tornado) -> None:
    for axes in (
        figures.waterfall(found, figures.blank()),
        figures.payer_by_year(found, figures.blank()),
        figures.by_cohort(found, figures.blank()),
        figures.tornado(bars, figures.blank()),
    ):
        assert [0, 0] in [np.ravel(line.get_xdata()).tolist() for line in axes.lines]


def test_each_group_has_its_mean_its_interval_and_its_weighted_mean(found: Report) -> None:
    axes = figures.by_cohort(found, figures.blank())
    means, weighted = (axes.lines[k] for k in (0, 1))
    assert list(np.asarray(means.get_xdata())) == [x.net.mean for x in found.cohorts]
    assert list(np.asarray(weighted.get_xdata())) == [x.equity_weighted.mean for x in found.cohorts]
    assert rows(axes) == ["The north (60 people)", "The south (40 people)"]
    assert len(axes.collections[0].get_paths()) == 2


def test_the_columns_of_a_distribution_hold_every_draw_and_part_at_zero(found: Report) -> None:
    axes = figures.distribution(found, figures.blank())
    columns = drawn(axes)
    assert sum(column.get_height() for column in columns) == pytest.approx(1)
    above = [c for c in columns if mpl.colors.to_hex(c.get_facecolor()).upper() == BLUE]
    assert min(c.get_x() for c in above) == 0
    share = sum(c.get_height() for c in above)
    chance = found.measure("net_present_value").probability_positive
    assert share == pytest.approx(chance)
    assert figures.title(axes) == f"The chance of paying for itself is {percent(chance)}"


def test_draws_that_are_all_the_same_have_columns_still() -> None:
    certain = report(
        visits().vary(
            fewer=econ.Fixed(1),
            attribution=econ.Fixed(1),
            hours=econ.Fixed(1),
            price=econ.Fixed(50),
        ),
        MonteCarlo(10, 1),
    )
    axes = figures.distribution(certain, figures.blank())
    assert sum(column.get_height() for column in drawn(axes)) == pytest.approx(1)


def test_the_chance_of_at_least_an_amount_falls_and_passes_the_headline_at_zero(
    found: Report,
) -> None:
    axes = figures.exceedance(found, figures.blank())
    x, y = (np.asarray(data) for data in axes.lines[0].get_data())
    assert (np.diff(y) <= 0).all()
    chance = found.measure("net_present_value").probability_positive
    assert np.interp(0, x, y) == pytest.approx(chance, abs=0.01)


def test_the_bars_of_a_tornado_reach_what_was_found_and_bear_the_numbers(bars: Tornado) -> None:
    axes = figures.tornado(bars, figures.blank())
    painted = drawn(axes)
    for k, bar in enumerate(bars.bars):
        low, high = painted[2 * k], painted[2 * k + 1]
        assert low.get_x() + low.get_width() == pytest.approx(bar.at_low)
        assert high.get_x() + high.get_width() == pytest.approx(bar.at_high)
        assert low.get_hatch()
        assert not high.get_hatch()
    assert rows(axes) == [bar.label for bar in bars.bars]
    first = [bar.parameter for bar in bars.bars].index("attribution")
    assert notes(axes)[2 * first : 2 * first + 2] == ["2%", "98%"]
    assert any("£" in text for text in notes(axes))


def test_only_the_longest_bars_are_drawn_and_the_words_say_how_many_are_not(
    bars: Tornado,
) -> None:
    axes = figures.tornado(bars, figures.blank(), most=2)
    assert len(rows(axes)) == 2
    assert figures.described(axes).endswith(f"{len(bars.bars) - 2} shorter bars are not drawn.")


def test_a_bar_whose_answer_turns_on_the_way_reaches_as_far_as_it_goes(bars: Tornado) -> None:
    turning = replace(bars.bars[0], least=bars.bars[0].least - 10_000)
    axes = figures.tornado(replace(bars, bars=(turning,)), figures.blank())
    reach = axes.lines[0].get_xdata()
    assert list(np.asarray(reach)) == [turning.least, turning.most]


def test_beliefs_are_a_line_with_its_band_and_the_base_case_marked(
    beliefs: Acceptability,
) -> None:
    axes = figures.acceptability(beliefs, figures.blank())
    x, y = axes.lines[0].get_data()
    assert list(np.asarray(x)) == list(beliefs.values)
    assert list(np.asarray(y)) == list(beliefs.probability)
    assert "Central case 50%" in notes(axes)
    assert axes.get_ylim() == (0, 1)


def inside(axes: Axes, point: tuple[float, float]) -> bool:
    """Whether a point lies in what is shaded as paying."""
    (shaded,) = [c for c in axes.collections if c.get_label() == "Pays for itself"]
    return any(path.contains_point(point) for path in shaded.get_paths())


def test_a_frontier_shades_the_side_that_pays(line: Frontier) -> None:
    """100 a (50 v + 30) > 8,000 pays: with all of it due from v = 1, with half from v = 2.6."""
    axes = figures.frontier(line, figures.blank())
    x, y = axes.lines[0].get_data()
    assert list(np.asarray(x)) == [point.at for point in line.points]
    assert np.asarray(y)[-1] == pytest.approx(8_000 / 53_000)
    assert inside(axes, (9.0, 0.9))
    assert not inside(axes, (9.0, 0.1))
    assert not inside(axes, (0.2, 0.1))


def test_the_side_is_the_same_wherever_the_base_case_lies() -> None:
    ranges = {"fewer": (0.0, 10.0), "attribution": (0.0, 1.0)}
    dear = frontier(visits(grant=9_000), "attribution", "fewer", NET, 5, ranges=ranges)
    cheap = frontier(visits(grant=1_000), "attribution", "fewer", NET, 5, ranges=ranges)
    assert dear.base_case < 0 < cheap.base_case
    for found in (dear, cheap):
        axes = figures.frontier(found, figures.blank())
        assert inside(axes, (9.0, 0.99))
        assert not inside(axes, (9.0, 0.01))


def test_where_lines_cross_twice_nothing_is_shaded(line: Frontier) -> None:
    twice = replace(line.points[-1], crossings=(0.1, 0.9))
    axes = figures.frontier(replace(line, points=(*line.points[:-1], twice)), figures.blank())
    assert "Pays for itself" not in [c.get_label() for c in axes.collections]


def test_scenarios_stand_in_their_order_with_mean_interval_and_chance(
    compared: Comparison,
) -> None:
    axes = figures.scenarios(compared, figures.blank())
    assert rows(axes) == ["Small programme", "A dearer grant"]
    found = [compared.line(name).estimate for name in compared.scenarios]
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [np.asarray(dot.get_xdata())[0] for dot in dots] == [e.mean for e in found]
    for e, interval in zip(found, axes.collections, strict=True):
        assert np.asarray(interval.get_paths()[0].vertices)[:, 0].tolist() == [e.p2_5, e.p97_5]
    assert notes(axes)[0] == f"{100 * (found[0].probability_positive or 0):.0f}%"


def test_scenarios_on_a_ratio_have_plain_numbers_and_no_chance_of_paying() -> None:
    ratio = benefit_cost_ratio()
    axes = figures.scenarios(
        compare([visits()], [ratio], draws=100), figures.blank(), measure=ratio.name
    )
    assert notes(axes) == []
    assert "£" not in "".join(label.get_text() for label in axes.get_xticklabels())


def test_convergence_draws_the_running_mean_down_to_the_last_draw() -> None:
    found = until(visits(), NET, 0.2)
    axes = figures.convergence(found, figures.blank())
    x, y = axes.lines[0].get_data()
    run = found.running_mean()
    assert tuple(np.asarray(x)) == run.draws
    assert np.asarray(y)[-1] == pytest.approx(found.estimate.mean)
    assert axes.get_xscale() == "log"


def contrast(colour: str) -> float:
    """Against white, as WCAG 2 counts it."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    lit = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 1.05 / (0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2] + 0.05)


@pytest.mark.parametrize("colour", SERIES)
def test_every_colour_stands_out_from_white(colour: str) -> None:
    assert contrast(colour) >= 3
