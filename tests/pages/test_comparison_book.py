"""The workbook of scenarios side by side: its figures, its pictures, what must not be in it."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from econ.analysis.comparison import Comparison, ModelAverage, average, compare
from econ.analysis.difference import Difference, difference
from econ.model.distributions import Fixed, Normal, Uniform
from econ.model.measures import benefit_cost_ratio, net_present_value
from econ.model.parameters import Parameter
from econ.model.scenario import Scenario
from econ.pages.book import comparison_book
from econ.pages.page import Sheet
from econ.pages.scenarios import Names, averaged, each_scenario, why_they_differ
from econ.words import money, percent
from econ.workbook.writing.paper import write_book
from tests.pages import shown
from tests.programmes import cost, programme, saving
from tests.recalculation import needs_libreoffice, recalculate, values
from tests.workbook.summaries import grid, lines

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RUN = {"Workbook": "mine.xlsx", "Command": "=econ compare"}
PAPER = (842 - 0.6 * 72) / 0.75 * 11 / 8
"""Pixels of columns, as they are on the screen, that one page across holds at 8 points."""
WEIGHTS = (0.5, 0.3, 0.2)
Sheets = Mapping[str, Mapping[str, object]]


def base() -> Scenario:
    parameters: dict[str, float | Parameter] = {
        "people": 100.0,
        "reduction": Parameter("reduction", "Fewer visits", Normal(4.0, 1.5), "visits"),
        "attribution": Parameter("attribution", "+Due to it", Uniform(0.1, 0.7), "proportion"),
        "visit": Parameter("visit", "A visit", Normal(50.0, 5.0), "GBP per visit"),
        "fee": 90.0,
    }
    shared = {"nhs": 0.8, "carers": 0.2}
    made = programme(
        parameters,
        [
            saving("visits", "people * reduction * attribution", "visit", "every year", shared),
            cost("delivery", "people", "fee"),
        ],
        years=2,
    )
    payers = tuple(replace(payer, label=f"@{payer.label.upper()}") for payer in made.payers)
    return replace(made, payers=payers)


def three() -> tuple[Scenario, ...]:
    first = base()
    longer = first.over("Five years", why="=as the contract runs", years=5)
    both = longer.vary("-A quarter of it", attribution=Fixed(0.1), visit=Normal(60.0, 5.0))
    return first, longer, both


@dataclass(frozen=True)
class Made:
    path: Path
    scenarios: tuple[Scenario, ...]
    compared: Comparison
    explained: tuple[Difference, ...]
    averaged: ModelAverage

    def write(self, path: Path, scenarios: Sequence[Scenario]) -> Path:
        return write(path, self.compared, self.explained, self.averaged, scenarios)


def write(
    path: Path,
    compared: Comparison,
    explained: Sequence[Difference] = (),
    average: ModelAverage | None = None,
    scenarios: Sequence[Scenario] = (),
) -> Path:
    write_book(comparison_book(compared, explained, average, RUN, scenarios), path)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    scenarios = three()
    first, *others = scenarios
    found = Made(
        tmp_path_factory.mktemp("comparison") / "comparison.xlsx",
        scenarios,
        compare(scenarios, draws=300),
        tuple(difference(first, other) for other in others),
        average(scenarios, WEIGHTS, draws=300),
    )
    found.write(found.path, scenarios)
    return found


@pytest.fixture(scope="module")
def sheets(made: Made) -> Sheets:
    return values(made.path)


def charts(path: Path) -> list[ET.Element]:
    with zipfile.ZipFile(path) as file:
        names = [name for name in file.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        return [ET.fromstring(file.read(name)) for name in names]  # noqa: S314 - our own file


def held(path: Path, reference: str) -> list[object]:
    """What stands in a range of cells, as the file keeps it."""
    sheet, span = reference.replace("$", "").rsplit("!", 1)
    block = openpyxl.load_workbook(path, data_only=True)[sheet.strip("'")][span]
    return [row[0].value for row in block] if isinstance(block, tuple) else [block.value]


def said(cells: Mapping[str, object]) -> str:
    return " ".join(str(value) for value in cells.values() if isinstance(value, str))


def test_the_sheets_stand_in_their_order(sheets: Sheets) -> None:
    assert list(sheets) == [
        "Scenarios",
        "Why they differ",
        "By payer",
        "Structural uncertainty",
        "Run",
    ]


def test_without_weights_there_is_no_structural_uncertainty(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    write(path, made.compared, made.explained, None, made.scenarios)
    assert "Structural uncertainty" not in values(path)


def test_each_scenario_stands_with_its_estimate_and_its_difference(
    sheets: Sheets, made: Made
) -> None:
    shown = lines(sheets["Scenarios"], "Scenario")
    assert [row[0] for row in shown] == list(made.compared.scenarios)
    for row, name in zip(shown, made.compared.scenarios, strict=True):
        line, e = made.compared.line(name), made.compared.line(name).estimate
        assert row[2:5] == pytest.approx([e.mean, e.p2_5, e.p97_5])
        assert row[5:7] == pytest.approx([line.errors.mean, e.probability_positive])
        if line.difference is None:
            assert row[9:] == ["n/a"] * 6
            continue
        gap = line.difference
        assert row[9:12] == pytest.approx([gap.mean, gap.p2_5, gap.p97_5])
        assert row[13:15] == pytest.approx([line.better, line.worse])


def test_each_scenario_tells_its_story_and_how_it_compares(sheets: Sheets, made: Made) -> None:
    told = {row[0]: str(row[1]) for row in lines(sheets["Scenarios"], "Scenario")}
    first, longer, both = made.compared.scenarios
    assert told[first] == "The others are compared with it."
    assert told[longer].startswith("=as the contract runs. £")
    assert f"more than “{first}”; better with a chance of" in told[longer]
    assert f"less than “{first}”" in told[both]


def test_a_scenario_without_a_reason_is_told_by_what_it_changed(tmp_path: Path) -> None:
    first = base()
    other = first.vary("Other", fee=100.0)
    found = compare([first, other], draws=100)
    write(tmp_path / "two.xlsx", found, scenarios=[first, other])
    told = lines(values(tmp_path / "two.xlsx")["Scenarios"], "Scenario")
    assert str(told[1][1]).startswith("Changed: fee.")


def test_the_intervals_are_drawn_as_error_bars_from_cells(made: Made) -> None:
    wanted = [made.compared.line(name).estimate for name in made.compared.scenarios]
    for chart, figures in zip(
        charts(made.path), (wanted, [*made.averaged.each, made.averaged.estimate]), strict=True
    ):
        (series,) = chart.iter(f"{CHART}ser")
        means = series.find(f"{CHART}val//{CHART}f")
        assert means is not None
        assert held(made.path, str(means.text)) == pytest.approx([f.mean for f in figures])
        up = series.find(f"{CHART}errBars/{CHART}plus//{CHART}f")
        down = series.find(f"{CHART}errBars/{CHART}minus//{CHART}f")
        assert up is not None
        assert down is not None
        reach = [((f.p97_5 or 0) - (f.mean or 0), (f.mean or 0) - (f.p2_5 or 0)) for f in figures]
        assert held(made.path, str(up.text)) == pytest.approx([u for u, _ in reach])
        assert held(made.path, str(down.text)) == pytest.approx([d for _, d in reach])
        assert not list(chart.iter(f"{CHART}numLit"))
        assert chart.find(f".//{CHART}title") is not None


def test_the_axis_holds_the_whole_of_every_interval(made: Made) -> None:
    for chart in charts(made.path):
        low, high = (
            float(next(chart.iter(CHART + end)).get("val", "nan")) for end in ("min", "max")
        )
        each = [made.compared.line(name).estimate for name in made.compared.scenarios]
        assert low <= min(e.p2_5 or 0.0 for e in each)
        assert high >= max(e.p97_5 or 0.0 for e in each)


def test_the_parts_add_up_line_by_line_and_for_each_payer(sheets: Sheets, made: Made) -> None:
    shown = lines(sheets["Why they differ"], "Scenario")
    for explanation in made.explained:
        whole, *parts = [row for row in shown if row[0] == explanation.other]
        assert whole[1] == "All changes together"
        assert [row[1] for row in parts] == [part.what for part in explanation.parts]
        assert whole[4:] == pytest.approx([explanation.difference, *explanation.payers.values()])
        for place in range(4, len(whole)):
            total = sum(float(str(row[place])) for row in parts)
            assert total == pytest.approx(whole[place])


def test_payers_are_named_by_their_labels_or_else_by_their_names(
    sheets: Sheets, made: Made, tmp_path: Path
) -> None:
    heading = grid(sheets["Why they differ"])
    assert any(row[-2:] == ["@NHS", "@CARERS"] for row in heading)
    assert {row[0] for row in lines(sheets["By payer"], "Payer or view")} == {
        "Each scenario's own view",
        "@NHS",
        "@CARERS",
    }
    plain = values(made.write(tmp_path / "plain.xlsx", ()))
    assert any(row[-2:] == ["nhs", "carers"] for row in grid(plain["Why they differ"]))


def test_every_line_of_the_comparison_is_on_by_payer(sheets: Sheets, made: Made) -> None:
    shown = lines(sheets["By payer"], "Payer or view")
    assert len(shown) == len(made.compared.lines)
    for row, line in zip(shown, made.compared.lines, strict=True):
        assert row[1] == line.scenario
        assert row[3] == pytest.approx(line.estimate.mean)


def test_ratios_have_no_pound_sign_and_no_chance_above_nothing(tmp_path: Path) -> None:
    scenarios = three()
    found = compare(scenarios, [benefit_cost_ratio("society"), net_present_value("society")], 100)
    write(tmp_path / "ratio.xlsx", found, scenarios=scenarios)
    book = openpyxl.load_workbook(tmp_path / "ratio.xlsx")["By payer"]
    cells = {
        (row[0].value, row[1].value, row[2].value): row for row in book.iter_rows() if row[2].value
    }
    ratio = cells["View: society", scenarios[0].name, "Benefit-cost ratio"]
    assert "£" not in str(ratio[3].number_format)
    assert ratio[7].value == "n/a"
    carers = cells["@CARERS", scenarios[0].name, "Benefit-cost ratio"]
    assert carers[3].value == "n/a"  # they bear no cost (C13)
    money = cells["View: society", scenarios[0].name, "Net present value"]
    assert "£" in str(money[3].number_format)


def test_the_average_says_how_much_lies_between_structures(sheets: Sheets, made: Made) -> None:
    cells = sheets["Structural uncertainty"]
    variance = made.averaged.variance
    assert variance is not None
    assert f"{(variance.share_between or 0) * 100:.0f}% of the variance lies between" in said(cells)
    *each, last = lines(cells, "Scenario")
    assert [row[1] for row in each] == pytest.approx(list(WEIGHTS))
    assert last[0] == "Averaged over the scenarios"
    assert last[2] == pytest.approx(made.averaged.estimate.mean)


def test_two_that_are_alike_differ_in_nothing(tmp_path: Path) -> None:
    first = base()
    again = replace(first, name="Again")
    found = compare([first, again], draws=100)
    same = [difference(first, again)]
    write(tmp_path / "same.xlsx", found, same, None, [first, again])
    (row,) = lines(values(tmp_path / "same.xlsx")["Why they differ"], "Scenario")
    assert row[1] == "Nothing: the two are alike"
    assert row[4] == 0


def test_text_from_the_inputs_is_never_a_formula(made: Made) -> None:
    ours = re.compile(r"=(SUM|ROUND)\([$A-Z0-9:,\-]+\)")
    for sheet in openpyxl.load_workbook(made.path).worksheets:
        for row in sheet.iter_rows():
            live = [cell for cell in row if cell.data_type == "f"]
            assert all(ours.fullmatch(str(cell.value)) for cell in live)
    assert "=econ compare" in values(made.path)["Run"].values()


@needs_libreoffice
def test_the_sums_are_the_same_when_worked_out_anew(made: Made, tmp_path: Path) -> None:
    again = values(recalculate(made.path, tmp_path / "again"))
    for sheet in ("Scenarios", "Why they differ", "Structural uncertainty"):
        for address, value in values(made.path)[sheet].items():
            if isinstance(value, float | int):
                assert again[sheet][address] == pytest.approx(value, rel=1e-9, abs=1e-6)


def test_the_same_comparison_is_the_same_bytes(made: Made, tmp_path: Path) -> None:
    again = made.write(tmp_path / "again.xlsx", made.scenarios)
    assert again.read_bytes() == made.path.read_bytes()


def test_nothing_is_printed_below_eight_points(made: Made) -> None:
    """Columns fill one page after the other, the first ones again on each."""
    wide = dict[str, int]()
    for sheet in openpyxl.load_workbook(made.path).worksheets:
        columns = sheet.column_dimensions.values()
        sizes = [
            8 * (c.width - 0.625) + 5 for c in columns for _ in range(c.min or 1, (c.max or 1) + 1)
        ]
        again = sheet.print_title_cols
        held = sum(sizes[: ord(again.split("$")[-1]) - 64]) if again else 0.0
        pages, used = 1, 0.0
        for size in sizes:
            if used + size > PAPER:
                pages, used = pages + 1, held
            used += size
        wide[sheet.title] = sheet.page_setup.fitToWidth or 1
        assert pages <= wide[sheet.title], sheet.title
    assert wide["Scenarios"] > 1


def test_every_picture_is_said_in_words_and_every_page_is_a4(made: Made) -> None:
    with zipfile.ZipFile(made.path) as file:
        drawn = [file.read(n).decode() for n in file.namelist() if "drawings/drawing" in n]
    pictures = [text for text in drawn if "graphicFrame" in text]
    assert len(pictures) == 2
    for text in pictures:
        (words,) = re.findall(r'<xdr:cNvPr [^>]*descr="([^"]+)"', text)
        assert all(name in words for name in made.compared.scenarios)
    for sheet in openpyxl.load_workbook(made.path).worksheets:
        assert str(sheet.page_setup.paperSize) == "9"
        assert not sheet.merged_cells.ranges


def told(found: Comparison, scenarios: Sequence[Scenario]) -> Sheet:
    return each_scenario(found, Names.of(found, scenarios))


def test_the_sheets_say_what_is_compared_and_how(made: Made) -> None:
    first = made.compared.scenarios[0]
    names = Names.of(made.compared, made.scenarios)
    assert names.title == f"{first} beside 2 other scenarios"
    title, *notes = shown.said(told(made.compared, made.scenarios))
    assert title == "What does each scenario come to, and how does it differ from the first?"
    assert notes[0] == (
        "Net present value, each scenario's own view; 300 draws. The 95% interval is from the "
        "2.5th to the 97.5th percentile of the draws. Positive is money kept, negative is money "
        "spent or harm."
    )
    assert notes[1] == (
        f"Differences are to “{first}”. All scenarios share their draws: a difference is taken "
        "draw by draw, so that its interval holds only what the two do not have in common. "
        "Money is in 2024/25 prices."
    )
    _, split, apart = shown.said(why_they_differ(made.explained, names))
    assert split == (
        f"The difference in net present value from “{first}”, every number at its mean (the "
        "central case), split over what was changed: in bold the whole, which the parts below it "
        "add up to, line by line and for "
        "each payer. What a change is worth depends on which others are made before it; this is "
        "its mean worth over all orders (Shapley)."
    )
    assert apart == (
        "It is not the difference between the means of the sheet Scenarios: that stands there. "
        "Money is in 2024/25 prices."
    )


def test_a_bar_says_its_mean_and_its_interval(made: Made) -> None:
    sheet = told(made.compared, made.scenarios)
    (chart,) = shown.charts(sheet)
    table = shown.rows(sheet)
    for row in table:
        assert row[7:9] == pytest.approx([row[2] - row[3], row[4] - row[2]])  # type: ignore[operator]
    bars = chart.series[0]["y_error_bars"]
    assert isinstance(bars, dict)
    assert shown.drawn(chart, "values") == [row[2] for row in table]
    assert shown.held(bars["minus_values"]) == [row[7] for row in table]
    assert shown.held(bars["plus_values"]) == [row[8] for row in table]
    figures = [made.compared.line(name).estimate for name in made.compared.scenarios]
    said = [
        f"{row[0]}: {money(e.mean)} ({money(e.p2_5)} to {money(e.p97_5)})"
        for row, e in zip(table, figures, strict=True)
    ]
    assert chart.words == f"Bars are means, thin lines 95% intervals. {'; '.join(said)}."


def test_where_no_scenario_has_a_mean_nothing_is_drawn() -> None:
    first = base()
    free = replace(first, outcomes=first.outcomes[:1])  # costs nothing, so that no ratio exists
    found = compare(
        [free, free.vary("Other", reduction=Normal(3.0, 1.0))], [benefit_cost_ratio()], 50
    )
    sheet = told(found, [free, free])
    assert not shown.charts(sheet)
    assert shown.rows(sheet)[1][1] == f"There is no figure to compare with “{free.name}”."
    assert shown.rows(sheet)[1][8:10] == [None, None]


def test_a_ratio_is_better_by_a_chance_and_not_by_pounds() -> None:
    first = base()
    other = first.vary("Dear", fee=100.0)
    found = compare([first, other], [benefit_cost_ratio("society")], 50)
    sheet = told(found, [first, other])
    chance = percent(found.lines[1].better)
    assert shown.rows(sheet)[1][1] == (
        f"Changed: fee. Better than “{first.name}” with a chance of {chance}."
    )
    assert "spent or harm" not in shown.said(sheet)[1]


def test_a_sample_of_orders_has_its_error_and_profiles_are_words() -> None:
    first = base()
    exact = difference(first, first.vary("Again", fee=100.0))
    part = replace(exact.parts[0], what="Visits: time profile", verb="reprofile")
    part = replace(part, before="first_year", after="every_year", estimate=60.0, se=2.0)
    part = replace(part, payers={"nhs": 50.0, "carers": 10.0})
    varied = replace(part, verb="vary", estimate=-20.0, se=None)
    varied = replace(varied, payers={"nhs": -15.0, "carers": -5.0})
    found = replace(exact, orders=1_000, at_other=None, difference=40.0, parts=(part, varied))
    found = replace(found, payers={"nhs": 35.0, "carers": 5.0})
    sheet = why_they_differ([found, replace(found, parts=())], Names("", "First", {}, {}))
    whole, changed, certain, none = shown.rows(sheet)
    assert whole[1:] == ["All changes together", "net £7,000", "n/a", 40.0, None, 35.0, 5.0]
    assert changed[1:4] == ["Visits: time profile", "first year", "every year"]
    assert changed[4:] == [60.0, pytest.approx(1.959964 * 2), 50.0, 10.0]
    assert certain[2:6] == ["first_year", "every_year", -20.0, None]
    assert none[1:2] == ["Nothing: the two are alike"]
    (table,) = shown.tables(sheet)
    assert table.columns[5].heading == "Error of that, ±"
    assert len(table.totals) == 2


def test_two_scenarios_of_one_name_keep_their_own_lines(made: Made) -> None:
    one = made.explained[0]
    sheet = why_they_differ([one, one], Names.of(made.compared, made.scenarios))
    lines = shown.rows(sheet)
    assert lines[: len(lines) // 2] == lines[len(lines) // 2 :]


def test_the_average_says_what_it_is_and_what_lies_between(made: Made) -> None:
    found = made.averaged
    assert found.variance is not None
    said = shown.said(averaged(found))
    assert said[0] == "What is the result where nobody knows which scenario holds?"
    assert said[1] == (
        "It is not known which of these scenarios holds; each is as likely as its weight. The "
        "last line is the result over all of them. Money is in 2024/25 prices."
    )
    assert said[2].endswith(
        "it comes from not knowing which of them holds. The rest lies within them."
    )
    assert " (Monte Carlo standard error " in said[2]
    exact = replace(found, variance=replace(found.variance, se=0.0))
    assert "standard error" not in shown.said(averaged(exact))[2]
    assert shown.said(averaged(replace(found, variance=None)))[2] == (
        "How much of the variance lies between the scenarios does not exist here (n/a)."
    )
    (table,) = shown.tables(averaged(found))
    assert [key in table.totals for key in table.lines] == [False, False, False, True]
