"""The sheet What-if, recalculated by LibreOffice at any setting, against the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import econ
from econ.errors import ScenarioError
from econ.model import measures
from econ.model.distributions import DirichletShare, Distribution, Fixed, Gamma
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.parameters import Parameter
from econ.model.prices import GREEN_BOOK_HEALTH, discount_rate
from econ.model.programme import Alternative, Instruction
from econ.model.scenario import Scenario
from econ.pages.live.what_if import BANNER
from econ.pages.page import Cell
from econ.reports.choices import Choices, alternatives, choices
from econ.reports.sensitivity import one_way
from tests.pages.live.sheets import made_live, table, written_live
from tests.programmes import PERSPECTIVES, cost, programme, saving
from tests.recalculation import needs_libreoffice, recalculate_all, values
from tests.workbook.summaries import INPUTS, Cells, grid, lines, rich, richer, section, written

SHIPPED = Path(__file__).resolve().parents[3] / "parameters" / "side_by_side.xlsx"
RANDOM = 20
Value = str | float | None


def library() -> dict[str, Parameter]:
    """Other hours of care, with and without a group, and things that are no hours of care."""
    rows = [
        Parameter("wage_floor", "Wage floor *", Fixed(11.44), "GBP per hour", group="Wages"),
        Parameter("old_wage", "Wage floor, old", Fixed(8.7), "GBP per hour", group="Wages"),
        Parameter("leisure", "Time off", Fixed(6.2), "GBP per hour", group="Care that is unpaid"),
        Parameter("other_care", "A carer", Gamma(4.0, 5.0), "GBP per hour", group="Unpaid care"),
        Parameter("alone", "=Alone", Fixed(99.0), "GBP per hour"),
        Parameter("bed_day", "A bed day", Fixed(500.0), "GBP per bed day", group="Unpaid care"),
    ]
    return {row.name: row for row in rows}


def scenario_with_library() -> Scenario:
    return rich(library=library())


@dataclass(frozen=True)
class Setting:
    """What somebody typed and chose; by name, and empty where nothing was changed."""

    numbers: Mapping[str, float] = field(default_factory=dict)
    view: str = ""
    cohort: str = ""
    discount: Value = ""
    valued: Mapping[str, str] = field(default_factory=dict)

    def applied(self, scenario: Scenario) -> Scenario:
        """The same in Python."""
        fixed: dict[str, Distribution] = {name: Fixed(x) for name, x in self.numbers.items()}
        made = scenario.vary("Changed", why="", **fixed)
        if self.discount:
            made = made.over(discount=discount_rate(str(self.discount)))
        return made.revalue(**self.valued) if self.valued else made

    def cells(self, scenario: Scenario, offered: Choices) -> dict[str, Value]:
        """What is written beside each label."""
        labels = {option.name: option.label for option in (*offered.views, *offered.cohorts)}
        typed: dict[str, Value] = {scenario[name].label: x for name, x in self.numbers.items()}
        if self.view:
            typed["Whose money: a view or a payer"] = labels[self.view]
        if self.cohort:
            typed["Which cohort"] = labels[self.cohort]
        if self.discount:
            typed["Discount rate: a schedule or a rate"] = self.discount
        for valuation in offered.valuations:
            if wanted := self.valued.get(valuation.outcome.name):
                label = next(o.label for o in valuation.options if o.name == wanted)
                typed[f"What one is worth: {valuation.outcome.label}"] = label
        return typed


def random_settings(scenario: Scenario, offered: Choices) -> list[Setting]:
    """As many as twenty people might try, harm among them."""
    random = np.random.default_rng(20)
    return [_random(random, scenario, offered) for _ in range(RANDOM)]


def _random(random: np.random.Generator, scenario: Scenario, offered: Choices) -> Setting:
    numbers = {}
    for name in random.choice(offered.numbers, size=random.integers(1, 8), replace=False):
        proportion = scenario[name].unit in ("proportion", "share")
        times = random.uniform(0.3, 1.9)
        numbers[str(name)] = float(random.uniform()) if proportion else scenario[name].mean * times
    if "reduction_ae" in numbers:
        numbers["reduction_ae"] *= -1.0
    rates: list[Value] = ["", "Green Book", "green book health", float(random.uniform(0, 0.29))]
    return Setting(
        numbers,
        str(random.choice([option.name for option in offered.views])),
        str(random.choice([option.name for option in offered.cohorts])),
        rates[random.integers(len(rates))],
        {
            v.outcome.name: str(random.choice([option.name for option in v.options[1:]]))
            for v in offered.valuations
            if random.uniform() < 0.6
        },
    )


def typed(path: Path, out: Path, settings: Sequence[Mapping[str, Value]]) -> list[Path]:
    """Copies of a summary, each with other values beside labels of its sheet What-if."""
    book = openpyxl.load_workbook(path)
    sheet = book["What-if"]
    rows = {str(row[0].value): row[1] for row in sheet.iter_rows() if row[2:] and is_input(row)}
    shipped = {label: cell.value for label, cell in rows.items()}
    out.mkdir(parents=True, exist_ok=True)
    copies = []
    for place, setting in enumerate(settings):
        assert set(setting) <= set(rows)
        for label, cell in rows.items():
            cell.value = setting.get(label, shipped[label])
            if isinstance(cell.value, str):
                cell.data_type = "s"
        copies.append(out / f"{place}.xlsx")
        book.save(copies[-1])
    return copies


def is_input(row: Sequence[object]) -> bool:
    return getattr(row[2], "value", None) == "Input"


def shown(
    path: Path, out: Path, settings: Sequence[Mapping[str, Value]]
) -> list[Mapping[str, Cells]]:
    """Every sheet after each setting, worked out by LibreOffice."""
    copies = typed(path, out / "typed", settings)
    return [values(copy) for copy in recalculate_all(copies, out / "recalculated")]


def answer(cells: Cells, column: int = 1) -> dict[str, object]:
    """The table of the answer: with the inputs, or (3) with the model's."""
    return {str(row[0]): row[column] for row in lines(cells, "The answer")}


def status(cells: Cells) -> str:
    return str(next(row[1] for row in grid(cells) if row[0] == "Inputs changed?"))


def assert_answers(found: Mapping[str, object], scenario: Scenario, view: str, cohort: str) -> None:
    """The five lines of an answer are what the model says of this view and cohort."""
    base = evaluate(scenario, base_case(scenario))
    whose = {"perspective" if view in PERSPECTIVES else "payer": view}
    gross = float(np.abs(base.by("outcome", "cohort", "year").base).sum())
    asked = {
        "Net present value": measures.net_present_value,
        "Benefits, present value": measures.benefits,
        "Costs, present value": measures.costs,
        "Benefits for each £1 of costs": measures.benefit_cost_ratio,
        "Years until it has paid for itself": measures.payback_year,
    }
    assert list(found) == list(asked)
    for label, measure in asked.items():
        wanted = measure(**whose, cohort=cohort).base(base)
        if not np.isfinite(wanted):
            assert str(found[label]).startswith("n/a: "), label
        else:
            assert found[label] == pytest.approx(wanted, rel=1e-9, abs=1e-13 * gross), label


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("what_if")


@pytest.fixture(scope="module")
def summary(home: Path) -> Path:
    path = home / "rich.xlsx"
    written_live(scenario_with_library(), path)
    return path


@pytest.fixture(scope="module")
def sheet(summary: Path) -> Worksheet:
    return openpyxl.load_workbook(summary)["What-if"]


@pytest.fixture(scope="module")
def offered() -> Choices:
    return choices(scenario_with_library(), None)


@pytest.fixture(scope="module")
def settings(offered: Choices) -> list[Setting]:
    return random_settings(scenario_with_library(), offered)


@pytest.fixture(scope="module")
def answered(
    summary: Path, home: Path, settings: Sequence[Setting], offered: Choices
) -> list[Mapping[str, Cells]]:
    cells = [setting.cells(scenario_with_library(), offered) for setting in settings]
    return shown(summary, home / "random", cells)


@needs_libreoffice
@pytest.mark.parametrize("place", range(RANDOM))
def test_any_setting_gives_the_models_answer(
    place: int, settings: Sequence[Setting], answered: Sequence[Mapping[str, Cells]]
) -> None:
    setting, cells = settings[place], answered[place]["What-if"]
    scenario = setting.applied(scenario_with_library())
    assert_answers(answer(cells), scenario, setting.view, setting.cohort)


@needs_libreoffice
@pytest.mark.parametrize("place", range(RANDOM))
def test_beside_it_stands_what_the_model_had_for_the_same_view_and_cohort(
    place: int, settings: Sequence[Setting], answered: Sequence[Mapping[str, Cells]]
) -> None:
    setting, cells = settings[place], answered[place]["What-if"]
    assert_answers(answer(cells, 3), scenario_with_library(), setting.view, setting.cohort)


@needs_libreoffice
def test_other_sheets_can_show_the_live_answer(
    settings: Sequence[Setting], answered: Sequence[Mapping[str, Cells]], offered: Choices
) -> None:
    labels = {option.name: option.label for option in (*offered.views, *offered.cohorts)}
    for setting, sheets in zip(settings, answered, strict=True):
        of, net, model, changed, verdict = lines(sheets["Elsewhere"], "Of what")[0]
        assert of == f"{labels[setting.view]}, {labels[setting.cohort]}"
        assert net == answer(sheets["What-if"])["Net present value"]
        assert model == answer(sheets["What-if"], 3)["Net present value"]
        assert changed == status(sheets["What-if"])
        assert verdict == "Inputs were changed since the run"


@needs_libreoffice
def test_checks_of_the_run_say_that_inputs_were_changed_and_the_others_hold(
    settings: Sequence[Setting], answered: Sequence[Mapping[str, Cells]]
) -> None:
    for setting, sheets in zip(settings, answered, strict=True):
        assert setting.numbers
        passes = {str(row[0]): row[-1] for row in lines(sheets["Checks"], "What is checked")}
        assert set(passes.values()) == {True, "inputs changed"}
        assert all("Workings and model" in what or "since the run" in what
                   for what, passed in passes.items() if passed is not True)  # fmt: skip
        assert any("Inputs were changed since the run" in row for row in grid(sheets["Checks"]))


@needs_libreoffice
def test_the_check_cell_counts_what_was_changed_and_the_words_name_it(
    summary: Path, home: Path
) -> None:
    some: dict[str, Value] = {"A visit": 150.0, "Which cohort": "@North"}
    same: dict[str, Value] = {"A visit": 280.0, "Which cohort": "All cohorts"}
    asked: list[Mapping[str, Value]] = [{}, dict.fromkeys(some), same, some, {"A visit": "dear"}]
    asked += [{"Which cohort": "Nowhere"}, {"Discount rate: a schedule or a rate": 0.4}]
    asked += [{"Share due to it": 1.4}, {"A visit": "#N/A"}]
    *untouched, changed, text, cohort, rate, share, error = shown(summary, home / "checked", asked)
    for sheets in untouched:
        assert status(sheets["What-if"]) == "No: every input is the model's own."
        assert all(row[4] == 0 for row in lines(sheets["What-if"], "The answer")[:3])
    assert status(changed["What-if"]) == "Yes: 2 on What-if and 0 on other sheets."
    marked = lines(changed["What-if"], "Type your own number")
    assert {row[0]: row[4] for row in marked if row[4] != "no"} == {"A visit": "yes, outside 95%"}
    for sheets in (text, cohort, rate, share, error):
        assert status(sheets["What-if"]).startswith("1 cannot be used: ")
        assert_no_answer(sheets)


def assert_no_answer(sheets: Mapping[str, Cells]) -> None:
    """Words in place of each figure, nothing for pictures to draw, and no check that fails."""
    assert set(answer(sheets["What-if"]).values()) == {"n/a"}
    money = lines(sheets["What-if"], "Money kept (−: spent), undiscounted")
    assert {cell for row in money for cell in row[1:]} == {"n/a"}
    drawn = section(sheets["Workings"], "What the picture of What-if shows")
    running = section(sheets["Workings"], "What was chosen: running total")
    assert {cell for row in drawn for cell in row[1:]} == {"#N/A"}
    assert {cell for row in running for cell in row[2:]} == {"#N/A"}
    _, net, model, _, verdict = lines(sheets["Elsewhere"], "Of what")[0]
    assert (net, model) == ("n/a", "n/a")
    assert verdict == "Some inputs cannot be used: see What-if"
    passes = {row[-1] for row in lines(sheets["Checks"], "What is checked")}
    assert passes == {"no answer"}


def retyped(path: Path, out: Path, where: tuple[str, str, str], value: Value) -> Path:
    """A copy in which a cell of Inputs or Workings, by row and heading, holds another."""
    book, (sheet, row, column) = openpyxl.load_workbook(path), where
    rows = list(book[sheet].iter_rows())
    top = next(k for k, cells in enumerate(rows) if column in [cell.value for cell in cells])
    heading = [cell.value for cell in rows[top]]
    line = next(cells for cells in rows[top:] if row in str(cells[0].value).split("\n"))
    cell = line[heading.index(column)]
    assert cell.fill.fgColor.rgb == YELLOW
    cell.value = value
    out.parent.mkdir(parents=True, exist_ok=True)
    book.save(out)
    return out


ELSEWHERE: dict[str, tuple[tuple[str, str, str], float]] = {
    "a number of Inputs": ((INPUTS, "share_kept", "Value used"), 0.7),
    "a payer's share": (("Workings", "Care given", "Family and friends"), 0.9),
    "a cohort's own": (("Workings", "Share due to it", "South"), 1.5),
    "a payer that counts": (("Workings", "=Council", "View: NHS and PSS"), 1.0),
    "when cash is released": (("Workings", "Delivery cost", "From year number"), 1.0),
}
"""Yellow cells of other sheets, and another number."""


@pytest.fixture(scope="module")
def other_sheets(home: Path) -> Mapping[str, Mapping[str, Cells]]:
    """What the workbook shows where such a cell holds another number, or a word, or nothing."""
    path, out = home / "rich_elsewhere.xlsx", home / "elsewhere"
    written_live(rich(), path)
    typed_there = {
        f"{name}: {value}": retyped(path, out / f"{place}{value}.xlsx", where, value)
        for place, (name, (where, number)) in enumerate(ELSEWHERE.items())
        for value in (number, "lots", None)
    }
    found = recalculate_all(list(typed_there.values()), home / "elsewhere_recalculated")
    return dict(zip(typed_there, map(values, found), strict=True))


@needs_libreoffice
@pytest.mark.parametrize("name", ELSEWHERE)
def test_inputs_changed_sees_the_yellow_cells_of_other_sheets(
    name: str, other_sheets: Mapping[str, Mapping[str, Cells]]
) -> None:
    sheets = other_sheets[f"{name}: {ELSEWHERE[name][-1]}"]
    assert status(sheets["What-if"]) == "Yes: 0 on What-if and 1 on other sheets."
    assert lines(sheets["Elsewhere"], "Of what")[0][-2:] == [
        "Yes: 0 on What-if and 1 on other sheets.",
        "Not all checks pass" if name == "a payer's share" else "Inputs were changed since the run",
    ]
    passes = {str(row[0]): row[-1] for row in lines(sheets["Checks"], "What is checked")}
    failed = {what for what, passed in passes.items() if passed is False}
    assert all(what.startswith("Payers") for what in failed)
    assert bool(failed) == (name == "a payer's share")  # shares that no longer add up to 100%


@needs_libreoffice
@pytest.mark.parametrize("name", ELSEWHERE)
@pytest.mark.parametrize("value", ["lots", None])
def test_a_word_or_nothing_on_other_sheets_gives_no_answer(
    name: str, value: Value, other_sheets: Mapping[str, Mapping[str, Cells]]
) -> None:
    sheets = other_sheets[f"{name}: {value}"]
    assert status(sheets["What-if"]).startswith("1 cannot be used: ")
    assert_no_answer(sheets)


@needs_libreoffice
def test_money_by_payer_follows_inputs_and_the_cohort_chosen(
    settings: Sequence[Setting], answered: Sequence[Mapping[str, Cells]]
) -> None:
    for setting, sheets in zip(settings, answered, strict=True):
        scenario = setting.applied(scenario_with_library())
        base = evaluate(scenario, base_case(scenario))
        seen = base.select(cohort=setting.cohort) if setting.cohort else base
        wanted = seen.by("payer", "year").base
        found = np.array(
            [row[1:] for row in lines(sheets["What-if"], "Money kept (−: spent), undiscounted")],
            float,
        )
        gross = float(np.abs(base.by("outcome", "cohort", "year").base).sum())
        np.testing.assert_allclose(found[:, :-1], wanted, rtol=1e-9, atol=1e-13 * gross)
        np.testing.assert_allclose(found[:, -1], wanted.sum(axis=1), rtol=1e-9, atol=1e-13 * gross)


@needs_libreoffice
def test_the_summary_says_that_its_figures_are_of_the_run_once_an_input_changes(
    home: Path,
) -> None:
    path = home / "whole.xlsx"
    written(rich(), path)
    same, other = shown(path, home / "banner", [{}, {"A visit": 285.0}])
    said = [row for row in grid(other["Summary"]) if BANNER in row]
    assert "All else here is of the run" in BANNER
    assert len(said) == 1
    assert not any(BANNER in row for row in grid(same["Summary"]))
    of, net, model = lines(other["Summary"], "With the What-if inputs, live")[0]
    assert of == "View: society, All cohorts"
    assert net == answer(other["What-if"])["Net present value"] != model


@needs_libreoffice
def test_a_view_alone_leaves_every_check_true(summary: Path, home: Path) -> None:
    asked = {"Whose money: a view or a payer": "Funder", "Which cohort": "South"}
    (sheets,) = shown(summary, home / "view", [asked])
    assert all(row[-1] is True for row in lines(sheets["Checks"], "What is checked"))
    assert_answers(answer(sheets["What-if"]), scenario_with_library(), "the_funder", "south_side")


@needs_libreoffice
def test_a_commissioner_types_the_local_cost_and_sees_the_answer(home: Path) -> None:
    scenario = econ.read(SHIPPED)
    path = home / "side_by_side.xlsx"
    written_live(scenario, path)
    offered = choices(scenario, None)
    local = Setting({"cost_ae": 151.0}, "NHS and PSS", "other_communities")
    health = Setting({}, "society", "", "Green Book health", {"informal_care": "nlw_2024"})
    cells = [setting.cells(scenario, offered) for setting in (local, health)]
    for setting, sheets in zip((local, health), shown(path, home / "local", cells), strict=True):
        changed = setting.applied(scenario)
        assert_answers(answer(sheets["What-if"]), changed, setting.view, setting.cohort)


def test_inputs_are_blank_and_the_models_own_stands_beside(
    sheet: Worksheet, offered: Choices
) -> None:
    scenario, rows = scenario_with_library(), [row for row in sheet.iter_rows() if is_input(row)]
    assert all(row[1].value is None for row in rows)
    own = {str(row[0].value): row[3].value for row in rows}
    for name in offered.numbers:
        assert own[scenario[name].label] == pytest.approx(scenario[name].mean, rel=1e-15)
    assert own["Whose money: a view or a payer"] == "View: society"
    assert own["Which cohort"] == "All cohorts"
    assert own["Discount rate: a schedule or a rate"] == "Green Book"


def test_every_input_says_what_it_takes_and_takes_nothing_else(
    sheet: Worksheet, summary: Path, offered: Choices
) -> None:
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    rows = [row for row in sheet.iter_rows() if is_input(row)]
    assert set(rules) == {row[1].coordinate for row in rows}
    assert len(rows) == 3 + len(offered.valuations) + len(offered.numbers)
    assert all(rule.error and rule.prompt and rule.allow_blank for rule in rules.values())
    lists = [rule for rule in rules.values() if rule.type == "list"]
    shown_lists = [_listed(summary, str(rule.formula1)) for rule in lists]
    assert shown_lists[0] == [option.label for option in offered.views]
    assert shown_lists[1] == [option.label for option in offered.cohorts]
    assert shown_lists[2] == [option.label for option in offered.valuations[0].options]
    share = next(rules[row[1].coordinate] for row in rows if row[0].value == "Share due to it")
    assert [float(str(end)) for end in (share.formula1, share.formula2)] == [0.0, 1.0]


YELLOW = "FFFFF9DB"


def unguarded(book: openpyxl.Workbook) -> list[str]:
    """Yellow cells of the live sheets of which nothing says what may be typed there."""
    return [
        f"{name}!{cell.coordinate}"
        for name in ("What-if", INPUTS, "Workings")
        for row in book[name].iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == YELLOW
        and not any(
            cell.coordinate in rule.sqref and rule.type in ("list", "decimal", "custom")
            and rule.showErrorMessage and rule.errorStyle in (None, "stop")
            for rule in book[name].data_validations.dataValidation
        )
    ]  # fmt: skip


@pytest.mark.parametrize("scenario", [rich(), richer()], ids=["rich", "richer"])
def test_every_yellow_cell_refuses_what_is_no_such_number(
    scenario: Scenario, tmp_path: Path
) -> None:
    written_live(scenario, tmp_path / "guarded.xlsx")
    book = openpyxl.load_workbook(tmp_path / "guarded.xlsx")
    assert unguarded(book) == []
    for name in ("What-if", INPUTS, "Workings"):
        rules = book[name].data_validations.dataValidation
        lost = rules.pop()
        assert unguarded(book) == [f"{name}!{lost.sqref}"]
        rules.append(lost)


@pytest.mark.parametrize(
    ("row", "column", "ends"),
    [
        ("Care given", "Family and friends", (0, 1)),
        ("Funder", "View: society", (0, 1)),
        ("Delivery cost", "From year number", (0, 1e12)),
        ("Care given", "Growth", (-0.3, 0.3)),
        ("Share due to it", "South", (0, 2.5)),
        ("2025/26", "Years of support from its beginning", (0, 1e12)),
    ],
)
def test_a_cell_of_workings_takes_what_its_number_may_be(
    row: str, column: str, ends: tuple[float, float]
) -> None:
    """Share due to it is 0.4 in the whole programme: a cohort's may be 1, two and a half times."""
    made = made_live(replace(richer(), parameters=rich().parameters))
    rules = [
        cell.rule
        for name in ("Incidence", "Views", "Cash-releasing", "Real growth", "How people start",
                     "Cohorts beside the whole programme")
        for line in table(made, name).rows
        if line[0] == row
        for cell, at in zip(line, table(made, name).columns, strict=True)
        if at.heading.startswith(column) or (column == "Growth" and name == "Real growth")
        if isinstance(cell, Cell) and cell.rule
    ]  # fmt: skip
    (rule,) = rules
    assert (rule["minimum"], rule["maximum"]) == pytest.approx(ends)


def _listed(path: Path, block: str) -> list[object]:
    sheet, cells = block.lstrip("=").split("!")
    rows = openpyxl.load_workbook(path)[sheet][cells.replace("$", "")]
    return [row[0].value for row in rows]


def test_what_was_changed_or_cannot_be_used_stands_out(sheet: Worksheet) -> None:
    rules = {
        str(ranges.sqref): [rule.formula[0] for rule in ranges.rules]
        for ranges in sheet.conditional_formatting
    }
    rows = [row[1].row or 0 for row in sheet.iter_rows() if is_input(row)]
    choices_end = next(a for a, b in pairwise(rows) if b != a + 1)
    blocks = {f"E{rows[0]}:E{choices_end}", f"E{choices_end + 3}:E{rows[-1]}"}
    assert rules == {block: ['"yes"', '"yes, outside 95%"', '"not usable"'] for block in blocks}


def test_the_pictures_show_the_answer_and_the_running_total(summary: Path) -> None:
    book = openpyxl.load_workbook(summary, data_only=True)

    def cells(reference: str) -> list[object]:
        sheet, block = reference.replace("'", "").split("!")
        found = book[sheet][block.replace("$", "")]
        rows = found if isinstance(found, tuple) else ((found,),)
        return [cell.value for row in rows for cell in row]

    sheet = openpyxl.load_workbook(summary)["What-if"]
    parts, running = sheet._charts  # type: ignore[attr-defined]
    lines_of = ["Net present value", "Benefits, present value", "Costs, present value"]
    years = ["2025/26", "2026/27", "2027/28", "2028/29"]
    for chart, labels in ((parts, lines_of), (running, years)):
        names = [cells(series.tx.strRef.f) for series in chart.series]
        assert names == [["With your inputs"], ["With the model's inputs"]]
        for series in chart.series:
            assert chart.gapWidth == 45
            assert cells(series.cat.strRef.f) == labels
            assert all(isinstance(amount, float) for amount in cells(series.val.numRef.f))
            assert len(cells(series.val.numRef.f)) == len(labels)
    of_answer = [cells(series.val.numRef.f)[0] for series in parts.series]
    assert of_answer == [row[column] for row in table_rows(book)[:1] for column in (1, 3)]


def table_rows(book: openpyxl.Workbook) -> list[list[object]]:
    filled = {c.coordinate: c.value for row in book["What-if"].iter_rows() for c in row}
    return lines({key: value for key, value in filled.items() if value is not None}, "The answer")


def test_inputs_are_cells_to_fill_in_and_the_rest_is_not(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        assert row[1].protection.locked != is_input(row), row[1].coordinate
    assert sheet.protection.sheet


def test_numbers_of_inputs_that_stand_on_what_if_are_taken_from_there(summary: Path) -> None:
    rows = list(openpyxl.load_workbook(summary)[INPUTS].iter_rows(values_only=True))
    kinds = {str(row[0]).rpartition("\n")[2]: (str(row[1]), row[2]) for row in rows}
    assert kinds["cost_visit"][1] == "From What-if"
    assert kinds["cost_visit"][0].startswith("=IF('What-if'!$E$")
    assert kinds["whole_of_it"][1] in ("Input", "From What-if")


def test_the_dozen_that_move_the_answer_most_and_the_unit_values_have_cells() -> None:
    scenario = econ.read(SHIPPED)
    bars = one_way(scenario).tornado
    numbers = choices(scenario, bars).numbers
    assert numbers[0] == "participants"
    assert numbers[1:13] == tuple(bar.parameter for bar in bars.bars[:12])
    assert {outcome.unit_value for outcome in scenario.outcomes} <= set(numbers)
    assert "weeks_per_year" not in numbers
    assert choices(scenario, bars, ["weeks_per_year"]).numbers == (*numbers, "weeks_per_year")


def test_a_named_parameter_has_a_cell(tmp_path: Path) -> None:
    scenario = econ.read(SHIPPED)
    written_live(scenario, tmp_path / "named.xlsx", ["weeks_per_year"])
    rows = lines(values(tmp_path / "named.xlsx")["What-if"], "Type your own number")
    assert rows[-1][:4] == ["Weeks in a year", None, "Input", 52]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cost_visits", "Did you mean 'cost_visit'?"),
        ("spare", "is not used, so nothing would move"),
        ("half", "is one share of a whole, and cannot change alone"),
    ],
)
def test_a_name_that_cannot_be_changed_alone_is_refused(name: str, said: str) -> None:
    share = DirichletShare(5.0, 10.0, "both")
    shares = {n: Parameter(n, n, share, "share") for n in ("half", "other")}
    made = programme(
        {"people": 10, "cost_visit": 3.0, "spare": 1.0, **shares},
        [saving("visits", "people * half", "cost_visit"), cost("pay", "other", "cost_visit")],
    )
    with pytest.raises(ScenarioError, match=said.replace("?", r"\?")):
        choices(made, None, [name])
    assert not {"half", "other", "spare"} & set(choices(made, None).numbers)


def test_values_to_choose_are_of_one_unit_and_value_the_same_thing() -> None:
    scenario = scenario_with_library()
    outcome = next(o for o in scenario.outcomes if o.name == "care_given")
    assert [p.name for p in alternatives(scenario, outcome)] == ["leisure", "other_care"]
    step = Instruction("revalue", {"care_given": "wage_floor"})
    tried = replace(scenario, alternatives=(Alternative("At a wage", "Its price", (step,)),))
    names = [p.name for p in alternatives(tried, outcome)]
    assert names == ["wage_floor", "leisure", "other_care"]


def test_the_shipped_programme_offers_replacement_and_opportunity_cost() -> None:
    scenario = econ.read(SHIPPED)
    valued = {
        v.outcome.name: [o.name for o in v.options] for v in choices(scenario, None).valuations
    }
    names = valued["informal_care"]
    assert names[0] == "carer_hour"
    assert {"nlw_2024", "ic_replace_carersuk_2021", "ic_leisure_dft_low"} <= set(names)
    assert not [
        n for n in names if n.startswith(("practice_nurse", "gmca", "ic_commute", "ic_work"))
    ]
    assert all(scenario.revalue(informal_care=name) for name in names[1:])
    assert valued["volunteer_time"] == ["volunteer_hour", "nlw_2024"]


def test_without_other_values_there_is_no_list_of_them(tmp_path: Path) -> None:
    made = programme({"people": 10, "value": 3.0}, [saving("visits", "people", "value")])
    written_live(made, tmp_path / "small.xlsx")
    labels = [str(row[0]) for row in grid(values(tmp_path / "small.xlsx")["What-if"])]
    assert "Which cohort" in labels
    assert not any(label.startswith("What one is worth") for label in labels)


def test_labels_that_are_the_same_can_be_told_apart() -> None:
    scenario = rich()
    payers = tuple(replace(payer, label="View: society") for payer in scenario.payers)
    labels = [option.label for option in choices(replace(scenario, payers=payers), None).views]
    assert len({label.lower() for label in labels}) == len(labels)


def test_a_scenario_at_a_rate_of_its_own_starts_from_it(tmp_path: Path) -> None:
    made = rich(discount=discount_rate("5%"))
    written_live(made, tmp_path / "five.xlsx")
    rows = lines(values(tmp_path / "five.xlsx")["What-if"], "Choose")
    assert rows[2][1:4:2] == [None, 0.05]
    assert GREEN_BOOK_HEALTH.name in [rate.name for rate in choices(made, None).schedules]
