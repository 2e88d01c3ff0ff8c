"""What drives the answer, in the workbooks: Global sensitivity, Convergence, what Summary says."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from econ.analysis.convergence import running_mean
from econ.errors import Problem
from econ.files import TECHNICAL
from econ.model.designs import MonteCarlo
from econ.model.distributions import Normal, Uniform
from econ.model.estimates import errors
from econ.model.parameters import Parameter
from econ.model.programme import Correlation
from econ.model.scenario import Scenario
from econ.reports.narrative import would_change
from econ.reports.pictures import SETTLING
from econ.reports.report import Report, report
from econ.reports.sensitivity import Sensitivity, sensitivity
from tests.programmes import cost, programme, saving
from tests.recalculation import values
from tests.workbook.summaries import RUN, grid, lines, write_summary

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
Sheets = Mapping[str, Mapping[str, object]]
LABELS = ("=Fewer visits", "+Due to it", "@A visit", "-The fee")


def uncertain(*, correlated: bool = False) -> Scenario:
    """A programme that might pay; its labels begin as formulas do."""
    parameters: dict[str, float | Parameter] = {
        "people": 100.0,
        "reduction": Parameter("reduction", LABELS[0], Normal(4.0, 1.5), "visits", group="Effect"),
        "attribution": Parameter(
            "attribution", LABELS[1], Uniform(0.1, 0.7), "proportion", group="Effect"
        ),
        "visit": Parameter("visit", LABELS[2], Normal(50.0, 5.0), "GBP per visit", group="Costs"),
        "fee": Parameter("fee", LABELS[3], Normal(90.0, 9.0), "GBP per person", group="Costs"),
    }
    return programme(
        parameters,
        [
            saving("fewer_visits", "people * reduction * attribution", "visit"),
            cost("delivery", "people", "fee"),
        ],
        correlations=[Correlation("visit", "fee", 0.6, "paid alike")] if correlated else [],
    )


def write(scenario: Scenario, path: Path, told: Sensitivity | None) -> Report:
    found = report(scenario, MonteCarlo(200, 1))
    write_summary(found, path, RUN, told)
    return found


@pytest.fixture(scope="module")
def told() -> Sensitivity:
    return sensitivity(uncertain(), n=256, most=256)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, told: Sensitivity) -> Path:
    made = tmp_path_factory.mktemp("sensitivity") / "summary.xlsx"
    write(told.scenario, made, told)
    return made


@pytest.fixture(scope="module")
def sheets(path: Path) -> Sheets:
    return values(path)


@pytest.fixture(scope="module")
def technical(path: Path) -> Path:
    return path.with_name(TECHNICAL)


@pytest.fixture(scope="module")
def checking(technical: Path) -> Sheets:
    return values(technical)


def said(cells: Mapping[str, object]) -> str:
    """All the words of a sheet, a space between the lines into which they were broken."""
    return " ".join(str(value) for value in cells.values() if isinstance(value, str))


def below(cells: Mapping[str, object], first: str, second: str) -> list[list[object]]:
    """The lines of the table that has these two first headings."""
    rows = grid(cells)
    top = next(k for k, row in enumerate(rows) if row[:2] == [first, second])
    ends = (k for k in range(top + 1, len(rows)) if rows[k][0] is None)
    return rows[top + 1 : next(ends, len(rows))]


def charts(path: Path) -> list[ET.Element]:
    with zipfile.ZipFile(path) as file:
        names = [name for name in file.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        return [ET.fromstring(file.read(name)) for name in names]  # noqa: S314 - our own file


def referred(path: Path, start: str) -> list[str]:
    """Every range of cells that a chart points at and that begins so, without the signs."""
    found = [f.text or "" for chart in charts(path) for f in chart.iter(f"{CHART}f")]
    plain = [text.replace("$", "") for text in found]
    return [text for text in plain if text.startswith(start)]


def drawn_from(path: Path, sheet: str, column: list[object]) -> bool:
    """Whether a chart points at cells of this sheet that hold these numbers, or these words."""
    held = [cells_of(path, reference) for reference in referred(path, f"{sheet}!")]
    words = any(isinstance(cell, str) for cell in column)
    return any(kept == (column if words else pytest.approx(column)) for kept in held)


def cells_of(path: Path, reference: str) -> list[object]:
    """What stands in a range of cells."""
    sheet, span = reference.rsplit("!", 1)
    block = openpyxl.load_workbook(path)[sheet.strip("'")][span]
    rows = block if isinstance(block, tuple) else ((block,),)
    return [cell.value for row in rows for cell in (row if isinstance(row, tuple) else (row,))]


def test_what_whoever_checks_it_wants_is_in_a_file_of_its_own(checking: Sheets) -> None:
    wanted = ["All measures", "Convergence", "Global sensitivity", "Frontier", "CHEERS"]
    assert list(checking) == [*wanted, "Verification", "Run"]


def test_without_sensitivity_only_the_errors_are_shown(tmp_path: Path) -> None:
    write(uncertain(), tmp_path / "plain.xlsx", None)
    shown = values(tmp_path / "plain.xlsx")
    checking = values(tmp_path / TECHNICAL)
    missing = {"What would change it", "Frontier", "Global sensitivity"}
    assert missing.isdisjoint([*shown, *checking])
    assert "Shapley" not in said(shown["How sure"])
    assert lines(shown["How sure"], "Figure of net present value")
    assert "What would change it" not in said(shown["Summary"])


def test_where_uncertainty_comes_from_is_told_by_number_and_by_group(
    checking: Sheets, told: Sensitivity
) -> None:
    together = told.together
    assert together is not None
    shown = below(checking["Global sensitivity"], "Number", "Group")
    assert [row[0] for row in shown] == [effect.label for effect in together.shapley.effects]
    moved = {effect.label: effect for effect in together.morris.effects}
    total = {index.label: index for index in together.sobol.total}
    dense = {index.label: index for index in together.density.indices}
    for row, effect in zip(shown, together.shapley.effects, strict=True):
        assert row[2] == pytest.approx(effect.estimate, abs=5e-4)
        assert row[3] == pytest.approx(((effect.high or 0) - (effect.low or 0)) / 2)
        assert row[6] == pytest.approx(total[effect.label].estimate, abs=5e-4)
        assert row[8] == pytest.approx(moved[effect.label].estimate)
        density = dense[effect.label]
        score = pytest.approx(density.estimate) if density.above_noise else "within chance"
        assert row[10] == score
    groups = below(checking["Global sensitivity"], "Group", "Numbers in it that vary")
    assert {row[0]: row[1] for row in groups} == {"Effect": "2", "Costs": "2"}
    assert sum(float(str(row[2])) for row in groups) == pytest.approx(1.0, abs=1e-3)


def test_a_share_that_does_not_exist_or_is_within_its_error_is_no_number(tmp_path: Path) -> None:
    """The whole of it is one number's; another's is under a percent; the third moves nothing."""
    scenario = programme(
        {
            "people": 1.0,
            "nil": Parameter("nil", "Nil", Normal(3, 1)),
            "no": 0.0,
            "large": Parameter("large", "Large", Normal(3, 1)),
            "small": Parameter("small", "Small", Normal(3, 0.05)),
            "one": 1.0,
        },
        [
            saving("a", "people * large", "one"),
            saving("b", "people * small", "one"),
            saving("c", "people * nil * no", "one"),
        ],
    )
    write(scenario, tmp_path / "nil.xlsx", sensitivity(scenario, n=256))
    cells = values(tmp_path / TECHNICAL)["Global sensitivity"]
    shown = {str(row[0]): row[2] for row in below(cells, "Number", "Group")}
    assert shown == {"Large": pytest.approx(1 / 1.0025), "Small": "under 1%", "Nil": "none"}


def test_numbers_without_groups_are_told_once(tmp_path: Path) -> None:
    made = uncertain()
    parameters = {name: replace(p, group="") for name, p in made.parameters.items()}
    scenario = replace(made, parameters=parameters)
    write(scenario, tmp_path / "single.xlsx", sensitivity(scenario, n=256, most=256))
    cells = values(tmp_path / TECHNICAL)["Global sensitivity"]
    assert "by group of numbers" not in said(cells)
    assert len(below(cells, "Number", "Group")) == len(LABELS)


def test_a_number_without_a_group_stands_by_itself_among_groups(tmp_path: Path) -> None:
    made = uncertain()
    parameters = dict(made.parameters) | {"fee": replace(made.parameters["fee"], group="")}
    scenario = replace(made, parameters=parameters)
    write(scenario, tmp_path / "mixed.xlsx", sensitivity(scenario, n=256, most=256))
    cells = values(tmp_path / TECHNICAL)["Global sensitivity"]
    groups = below(cells, "Group", "Numbers in it that vary")
    assert {row[0]: row[1] for row in groups} == {"Effect": "2", "Costs": "1", "-The fee": "1"}


def test_the_shares_have_error_bars_that_point_at_cells(technical: Path, told: Sensitivity) -> None:
    assert told.together is not None
    drawn = [bar for chart in charts(technical) for bar in chart.iter(f"{CHART}errBars")]
    (bar,) = [bar for bar in drawn if "Global sensitivity" in str(next(bar.iter(f"{CHART}f")).text)]
    spans = [(f.text or "").replace("$", "") for f in bar.iter(f"{CHART}f")]
    half = [(e.high or 0) - (e.estimate or 0) for e in told.together.shapley.effects]
    assert len(spans) == 2
    for span in spans:
        assert cells_of(technical, span) == pytest.approx(half)
    assert not list(bar.iter(f"{CHART}numLit"))


def test_correlated_numbers_have_no_sobol_indices_and_the_sheet_says_why(tmp_path: Path) -> None:
    scenario = uncertain(correlated=True)
    write(scenario, tmp_path / "tied.xlsx", sensitivity(scenario, n=256, most=256))
    cells = values(tmp_path / TECHNICAL)["Global sensitivity"]
    headings = next(row for row in grid(cells) if row[:2] == ["Number", "Group"])
    assert not [heading for heading in headings if str(heading).startswith("Sobol'")]
    assert "“-The fee” and “@A visit” are correlated, so that Sobol' indices" in said(cells)


def test_cautions_are_told_once_and_name_labels(tmp_path: Path, told: Sensitivity) -> None:
    assert told.together is not None
    caution = Problem("", "fee and visit", "cannot be told apart", "Use more draws.")
    warned = replace(told.together.shapley, warnings=(caution, caution))
    again = replace(told, together=replace(told.together, shapley=warned))
    write(told.scenario, tmp_path / "warned.xlsx", again)
    text = said(values(tmp_path / TECHNICAL)["Global sensitivity"])
    wanted = "Caution. “-The fee” and “@A visit” cannot be told apart. Use more draws."
    assert text.count(wanted) == 1


def test_every_headline_figure_stands_beside_its_monte_carlo_error(sheets: Sheets) -> None:
    found = report(uncertain(), MonteCarlo(200, 1))
    figures, error = found.measure("net_present_value"), errors(found.net_rows)
    rows = lines(sheets["How sure"], "Figure of net present value")
    shown = {str(row[0]).partition(":")[0]: row for row in rows}
    pairs = {
        "Mean": (figures.mean, error.mean),
        "2.5th percentile": (figures.p2_5, error.p2_5),
        "Median": (figures.p50, error.p50),
        "97.5th percentile": (figures.p97_5, error.p97_5),
        "Chance of paying for itself": (figures.probability_positive, error.probability_positive),
    }
    for label, pair in pairs.items():
        assert shown[label][1:3] == pytest.approx(list(pair))


def test_the_running_mean_is_drawn_from_its_table(technical: Path, checking: Sheets) -> None:
    found = report(uncertain(), MonteCarlo(200, 1))
    run = running_mean(found.net_rows, 0, SETTLING)
    shown = lines(checking["Convergence"], "The first draws")
    assert [row[1] for row in shown] == list(run.draws)
    assert [row[2] for row in shown] == pytest.approx(list(run.mean))
    for column in range(1, 5):
        assert drawn_from(technical, "Convergence", [row[column] for row in shown])


def test_the_summary_says_what_would_change_the_answer(sheets: Sheets, told: Sensitivity) -> None:
    text = said(sheets["Summary"])
    assert "What would change it" in text
    assert all(sentence in text for sentence in would_change(told)[:2])


def test_labels_that_begin_as_formulas_do_are_text(path: Path, technical: Path) -> None:
    held = {path: ("What would change it",), technical: ("Global sensitivity",)}
    for file, names in held.items():
        book = openpyxl.load_workbook(file)
        for name in names:
            cells = [cell for row in book[name].iter_rows() for cell in row]
            assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
            assert set(LABELS) <= {cell.value for cell in cells}


@pytest.mark.parametrize(("named", "count"), [("summary.xlsx", 10), (TECHNICAL, 3)])
def test_every_chart_is_named_and_every_series_points_at_cells(
    path: Path, named: str, count: int
) -> None:
    path = path.with_name(named)
    with zipfile.ZipFile(path) as file:
        drawings = [
            file.read(name).decode() for name in file.namelist() if "drawings/drawing" in name
        ]
    drawn = [text for text in drawings if "graphicFrame" in text]
    assert len(charts(path)) == count
    assert sum(len(re.findall(r'descr="[^"]+"', text)) for text in drawn) == count
    for chart in charts(path):
        assert chart.find(f".//{CHART}title") is not None
        assert not list(chart.iter(f"{CHART}numLit"))
        for series in chart.iter(f"{CHART}ser"):
            assert series.find(f"{CHART}tx//{CHART}f") is not None


def test_the_same_sensitivity_is_the_same_bytes(path: Path, told: Sensitivity) -> None:
    kept = [path.with_name(name).read_bytes() for name in (path.name, TECHNICAL)]
    write(told.scenario, path, told)
    assert [path.with_name(name).read_bytes() for name in (path.name, TECHNICAL)] == kept
