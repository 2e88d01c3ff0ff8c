"""The file itself, against the rules of Office Open XML: what breaks them asks for a repair.

ECMA-376, parts 1 and 2: packages, content types, relationships, and the order of elements.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree import ElementTree as ET

import openpyxl
import pytest

import econ
from econ.files import SUMMARY, TECHNICAL
from econ.model.designs import MonteCarlo
from econ.pages.book import comparison_book, difference_book
from econ.reports.report import report
from econ.reports.scenarios import side_by_side
from econ.reports.sensitivity import Sensitivity, one_way, sensitivity
from econ.workbook.diff import compare_workbooks
from econ.workbook.new import new_workbook
from econ.workbook.writing.paper import write_book
from tests.recalculation import needs_libreoffice, recalculate, values
from tests.workbook.schema import faults, planted
from tests.workbook.summaries import RUN, rich, write_summary

SHIPPED = Path(__file__).resolve().parents[2] / "parameters" / "side_by_side.xlsx"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
LARGEST = 2_000_000
SHEET_ORDER = """
    sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection
    protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells
    phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins
    pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors
    smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls
    webPublishItems tableParts extLst
""".split()  # noqa: SIM905 - read as the standard lists them
"""The elements of a worksheet in the order in which they must stand (part 1, 18.3.1.99)."""

Parts = Mapping[str, bytes]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("package")
    scenario = rich()
    told = sensitivity(scenario, n=256)
    write_summary(report(scenario, MonteCarlo(200, 1)), home / SUMMARY, RUN, told)
    return home


@pytest.fixture(scope="module", params=[SUMMARY, TECHNICAL])
def path(home: Path, request: pytest.FixtureRequest) -> Path:
    return home / str(request.param)


@pytest.fixture(scope="module")
def parts(path: Path) -> Parts:
    with zipfile.ZipFile(path) as file:
        names = file.namelist()
        assert len(names) == len({name.lower() for name in names})
        assert file.testzip() is None
        return {name: file.read(name) for name in names}


def tree(parts: Parts, name: str) -> ET.Element:
    return ET.fromstring(parts[name])  # noqa: S314 - our own file


def sheets(parts: Parts) -> list[str]:
    return [name for name in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]


def relations(parts: Parts, name: str) -> dict[str, tuple[str, bool]]:
    """The relationships of a part: their targets, and whether those lie within the file."""
    place = join(dirname(name), "_rels", f"{name.rsplit('/', 1)[-1]}.rels")
    if place not in parts:
        return {}
    found = list(tree(parts, place))
    assert len({one.get("Id") for one in found}) == len(found)
    return {
        str(one.get("Id")): (str(one.get("Target")), one.get("TargetMode") != "External")
        for one in found
    }


def inside(name: str, target: str) -> str:
    """The part that a relationship of another part leads to."""
    return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(name), target))


def test_every_part_is_well_formed(parts: Parts) -> None:
    for name in parts:
        assert name.endswith((".xml", ".rels"))
        assert tree(parts, name) is not None


def test_every_part_has_a_content_type_and_every_type_its_part(parts: Parts) -> None:
    types = tree(parts, "[Content_Types].xml")
    defaults = {str(one.get("Extension")) for one in types.iter(f"{TYPES}Default")}
    overrides = [str(one.get("PartName")).lstrip("/") for one in types.iter(f"{TYPES}Override")]
    assert len(set(overrides)) == len(overrides)
    assert set(overrides) <= set(parts)
    for name in set(parts) - {"[Content_Types].xml"}:
        assert name in overrides or name.rsplit(".", 1)[-1] in defaults, name
        assert name in overrides or name.endswith(".rels"), name


def test_every_relationship_leads_to_a_part_and_every_part_is_led_to(parts: Parts) -> None:
    reached = {"[Content_Types].xml"}
    for name in ["", *parts]:
        for target, within in relations(parts, name).values():
            if within:
                assert inside(name, target) in parts, (name, target)
                reached.add(inside(name, target))
    assert {name for name in parts if not name.endswith(".rels")} <= reached


def test_every_relationship_that_a_part_uses_is_declared(parts: Parts) -> None:
    for name in (name for name in parts if not name.endswith(".rels")):
        used = {
            value
            for element in tree(parts, name).iter()
            for key, value in element.attrib.items()
            if key == f"{LINKED}id"
        }
        assert used <= set(relations(parts, name)), name


def test_the_elements_of_each_sheet_stand_in_the_order_of_the_standard(parts: Parts) -> None:
    for name in sheets(parts):
        order = [SHEET_ORDER.index(one.tag.removeprefix(MAIN)) for one in tree(parts, name)]
        assert order == sorted(order), name


def test_shared_strings_are_counted_right_and_each_cell_finds_its_own(parts: Parts) -> None:
    table = tree(parts, "xl/sharedStrings.xml")
    held = list(table)
    used = [
        int(str(cell.findtext(f"{MAIN}v")))
        for name in sheets(parts)
        for cell in tree(parts, name).iter(f"{MAIN}c")
        if cell.get("t") == "s"
    ]
    assert int(str(table.get("uniqueCount"))) == len(held)
    assert int(str(table.get("count"))) == len(used)
    assert set(used) == set(range(len(held)))


def test_every_cell_has_a_style_that_there_is(parts: Parts) -> None:
    formats = tree(parts, "xl/styles.xml").find(f"{MAIN}cellXfs")
    assert formats is not None
    for name in sheets(parts):
        used = {int(cell.get("s", "0")) for cell in tree(parts, name).iter(f"{MAIN}c")}
        assert max(used) < len(formats)


def test_cells_stand_in_order_and_none_twice(parts: Parts) -> None:
    for name in sheets(parts):
        places = [
            openpyxl.utils.cell.coordinate_to_tuple(str(cell.get("r")))
            for cell in tree(parts, name).iter(f"{MAIN}c")
        ]
        assert places == sorted(set(places)), name


def test_names_of_sheets_are_allowed_and_differ(path: Path) -> None:
    names = openpyxl.load_workbook(path).sheetnames
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_defined_names_are_allowed_differ_and_point_at_cells(path: Path, parts: Parts) -> None:
    book = openpyxl.load_workbook(path)
    defined = list(tree(parts, "xl/workbook.xml").iter(f"{MAIN}definedName"))
    keys = [(str(one.get("name")).lower(), one.get("localSheetId")) for one in defined]
    assert len(set(keys)) == len(keys)
    for one in defined:
        name = str(one.get("name"))
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,254}", name)
        assert not re.fullmatch(r"(?i)[a-z]{1,3}\d+|r\d*c\d*", name)
        sheet = re.match(r"'?([^'!]+)'?!\$", str(one.text))
        assert sheet is not None
        assert sheet[1] in book.sheetnames


def named_cells(path: Path) -> dict[str, object]:
    """What stands in each cell that has a name."""
    shown, named = values(path), dict[str, object]()
    for name, place in openpyxl.load_workbook(path).defined_names.items():
        sheet, cell = place.attr_text.replace("$", "").rsplit("!", 1)
        named[name] = shown[sheet.strip("'").replace("''", "'")][cell]
    return named


def test_the_live_answer_and_every_input_have_names(home: Path) -> None:
    named, found = named_cells(home / SUMMARY), report(rich(), MonteCarlo(200, 1))
    inputs = {f"input_{name}": p.mean for name, p in rich().parameters.items()}
    assert {name: named[name] for name in inputs} == pytest.approx(inputs)
    ends = (found.measure(name).base_case for name in ("net_present_value", "benefits", "costs"))
    live = [abs(float(str(named[f"live_{name}"]))) for name in ("net", "return", "cost")]
    assert live == pytest.approx([abs(end or 0.0) for end in ends])


def test_nothing_is_worked_out_again_on_opening(parts: Parts) -> None:
    """Each formula has its value, so that closing asks for nothing to be saved."""
    (told,) = tree(parts, "xl/workbook.xml").iter(f"{MAIN}calcPr")
    assert told.attrib == {"calcId": "191029"}
    for name in sheets(parts):
        for cell in tree(parts, name).iter(f"{MAIN}c"):
            if cell.find(f"{MAIN}f") is not None:
                assert cell.findtext(f"{MAIN}v"), (name, cell.get("r"))


def test_the_outside_check_finds_nothing(path: Path) -> None:
    assert faults(path) == []


MARGINS = b'<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>'


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (b"<sheetData>", MARGINS + b"<sheetData>"),
        (b"</sheetData>", b"<word/></sheetData>"),
        (b' t="s"', b' t="word"'),
    ],
    ids=["out of order", "unknown", "not allowed"],
)
def test_the_outside_check_finds_what_is_planted(
    path: Path, sound: bytes, broken: bytes, tmp_path: Path
) -> None:
    wrong = planted(path, tmp_path, "xl/worksheets/sheet1.xml", sound, broken)
    assert faults(wrong) != []


def test_every_other_workbook_passes_the_outside_check(tmp_path: Path) -> None:
    new_workbook(tmp_path / "mine.xlsx")
    sides = side_by_side([rich(), rich(name="Other", years=3)], [0.5, 0.5], 50)
    book = comparison_book(
        sides.comparison, sides.explanations, sides.average, RUN, sides.scenarios
    )
    write_book(book, tmp_path / "comparison.xlsx")
    write_book(difference_book(compare_workbooks(SHIPPED, SHIPPED)), tmp_path / "difference.xlsx")
    for other in (*tmp_path.glob("*.xlsx"), SHIPPED, SHIPPED.with_name("unit_costs.xlsx")):
        assert faults(other) == [], other.name


def test_the_headline_figures_have_names(home: Path) -> None:
    named = named_cells(home / SUMMARY)
    net = report(rich(), MonteCarlo(200, 1)).measure("net_present_value")
    assert len(named) >= 10
    assert named["net_present_value_mean"] == pytest.approx(net.mean)
    ends = [named["net_present_value_low"], named["net_present_value_high"]]
    assert ends == pytest.approx([net.p2_5, net.p97_5])
    assert named["chance_of_paying_for_itself"] == net.probability_positive


def test_tables_differ_in_name_and_number_and_share_no_cell(path: Path, parts: Parts) -> None:
    found = [tree(parts, name) for name in parts if name.startswith("xl/tables/")]
    for key in ("id", "name", "displayName"):
        assert len({str(one.get(key)).lower() for one in found}) == len(found)
    for sheet in openpyxl.load_workbook(path).worksheets:
        covered = Counter(
            cell.coordinate
            for table in sheet.tables.values()
            for row in sheet[table.ref]
            for cell in row
        )
        assert not [place for place, count in covered.items() if count > 1]


def test_nothing_is_longer_than_excel_can_hold(path: Path, parts: Parts) -> None:
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert len(str(cell.value)) <= (8_192 if cell.data_type == "f" else 32_767)
                link = cell.hyperlink
                assert link is None or len(str(link.target or "")) <= 2_079
        for line in (sheet.oddHeader, sheet.oddFooter):
            assert line is not None
            assert sum(len(str(part.text or "")) for part in (line.left, line.right)) <= 200
    assert all(len(tree(parts, name)) for name in sheets(parts))


def test_formulas_are_locked_without_a_password_and_inputs_are_not(path: Path) -> None:
    unlocked = 0
    for sheet in openpyxl.load_workbook(path).worksheets:
        live = False
        for row in sheet.iter_rows():
            for cell in row:
                live = live or cell.data_type == "f"
                given = cell.fill.fgColor.rgb == "FFFFF9DB"
                assert cell.protection.locked is not given, (sheet.title, cell.coordinate)
                unlocked += given
        assert sheet.protection.sheet is live, sheet.title
        assert sheet.protection.password is None
    assert unlocked > (50 if path.name == SUMMARY else 10)


def test_every_sheet_prints_all_that_is_on_it(path: Path) -> None:
    for sheet in openpyxl.load_workbook(path).worksheets:
        area = str(sheet.print_area).rsplit("!", 1)[-1].replace("$", "")
        _, _, columns, rows = openpyxl.utils.cell.range_boundaries(area)
        assert columns is not None
        assert rows is not None
        assert sheet.max_row <= rows
        assert sheet.max_column <= columns


def test_the_document_says_what_it_is(path: Path) -> None:
    told = openpyxl.load_workbook(path).properties
    assert told.title == rich().name
    assert told.subject == rich().about["decision question"]
    assert told.category
    assert told.keywords
    assert told.creator


@pytest.mark.parametrize(("run", "day"), [("2026-11-05", "2026-11-05"), ("", "2026-07-01")])
def test_the_document_is_of_its_runs_day_or_of_the_one_that_is_fixed(
    run: str, day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782864000")  # 1 July 2026
    found = report(rich(), MonteCarlo(20, 1))
    for name in ("a", "b"):
        write_summary(found, tmp_path / name / "summary.xlsx", {**RUN, "Date": run})
    for file in (SUMMARY, TECHNICAL):
        told = openpyxl.load_workbook(tmp_path / "a" / file).properties
        assert [f"{told.created:%Y-%m-%d}", f"{told.modified:%Y-%m-%d}"] == [day, day]
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_the_shipped_base_case_takes_less_than_two_megabytes(tmp_path: Path) -> None:
    scenario = econ.read(SHIPPED)
    told = Sensitivity(scenario, one_way(scenario))
    write_summary(report(scenario, MonteCarlo(100, 1)), tmp_path / "base.xlsx", RUN, told)
    assert (tmp_path / "base.xlsx").stat().st_size < LARGEST


@needs_libreoffice
def test_libreoffice_saves_it_again_without_loss(path: Path, tmp_path: Path) -> None:
    again = recalculate(path, tmp_path)
    ours, theirs = openpyxl.load_workbook(path), openpyxl.load_workbook(again)
    assert ours.sheetnames == theirs.sheetnames
    assert set(ours.defined_names) <= set(theirs.defined_names)
    for sheet in ours.worksheets:
        other = theirs[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert other[cell.coordinate].data_type == "f", (sheet.title, cell.coordinate)
        assert other.protection.sheet == sheet.protection.sheet
    with zipfile.ZipFile(path) as file, zipfile.ZipFile(again) as copy:
        counts = [sum("charts/chart" in name for name in book.namelist()) for book in (file, copy)]
    assert counts[0] == counts[1]
