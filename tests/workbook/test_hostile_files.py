"""Files that are not what they say: a line in words or a safe result, never a traceback."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import econ
from econ.model.designs import MonteCarlo
from econ.output import save
from econ.reports.report import report
from econ.workbook.read import read
from econ.workbook.reading.container import LARGEST_FILE, LARGEST_PART, MOST_ROWS
from tests.workbook.small import Books, cell, lines, written
from tests.workbook.summaries import INPUTS

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2048)
SAVE_AS = "Save it from Excel as an Excel workbook (.xlsx), without a password."
Parts = dict[str, bytes]


def said(path: Path) -> list[str]:
    with pytest.raises(econ.WorkbookError) as error:
        econ.read(path)
    return lines(error.value.problems)


def repacked(path: Path, edit: Callable[[Parts], None]) -> Path:
    with zipfile.ZipFile(path) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    edit(contents)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in contents.items():
            parts.writestr(name, content)
    return path


def sheet_of(title: str) -> str:
    """The part that holds a sheet: openpyxl numbers them in the order of the workbook."""
    return f"xl/worksheets/sheet{list(Books().programme).index(title) + 1}.xml"


def rows_after(title: str, rows: bytes) -> Callable[[Parts], None]:
    def edit(contents: Parts) -> None:
        name = sheet_of(title)
        contents[name] = contents[name].replace(b"</sheetData>", rows + b"</sheetData>")

    return edit


def test_a_workbook_with_a_password_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512))
    assert said(path) == [
        "workbook: is protected by a password",
        "Open it in Excel, take the password off and save it.",
    ]


def test_a_workbook_of_the_old_kind_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.xls"
    path.write_bytes(OLE + "Workbook".encode("utf-16-le"))
    assert said(path) == ["workbook: is an Excel workbook of the old kind (.xls)", SAVE_AS]


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("xl/workbook.bin", "is a binary Excel workbook (.xlsb)"),
        ("content.xml", "is an OpenDocument spreadsheet (.ods)"),
    ],
)
def test_a_workbook_of_another_kind_is_told(tmp_path: Path, part: str, what: str) -> None:
    path = tmp_path / "mine.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr(part, "<office/>")
    assert said(path) == [f"workbook: {what}", SAVE_AS]


def test_an_archive_with_a_password_is_told(tmp_path: Path) -> None:
    path = written(tmp_path)
    content = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 4)
    path.write_bytes(content)
    assert said(path) == ["workbook: is not an Excel workbook that can be read", SAVE_AS]


@pytest.mark.parametrize("kept", [10, 100, 1000, 5000, -30, -10, -1])
def test_a_truncated_workbook_is_told(tmp_path: Path, kept: int) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:kept])
    assert said(path)[0] == "workbook: is not an Excel workbook that can be read"


def test_macros_are_never_run_and_told(tmp_path: Path) -> None:
    def edit(contents: Parts) -> None:
        contents["xl/vbaProject.bin"] = OLE

    path = repacked(written(tmp_path), edit).rename(tmp_path / "mine.xlsm")
    assert lines(read(path).warnings) == [
        "mine.xlsm  workbook: holds macros, which are never run",
        "Values that they would set stand as when it was last saved.",
    ]


def test_links_to_other_workbooks_are_told(tmp_path: Path) -> None:
    def edit(contents: Parts) -> None:
        contents["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"

    told, remedy = lines(read(repacked(written(tmp_path), edit)).warnings)
    assert told.startswith("mine.xlsx  workbook: takes values from other workbooks, as they were")
    assert remedy == "Type them here, or have Excel refresh the links and save."


@pytest.mark.parametrize("lock", ["~$mine.xlsx", "~$ne.xlsx", ".~lock.mine.xlsx#"])
def test_a_workbook_that_is_open_elsewhere_is_read_and_told(tmp_path: Path, lock: str) -> None:
    path = written(tmp_path)
    (tmp_path / lock).touch()
    assert lines(read(path).warnings) == [
        "mine.xlsx  workbook: is open elsewhere: what was saved last is read",
        "Save it there, and run this again.",
    ]


def test_what_is_wrong_with_the_file_of_the_library_names_the_library(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "~$costs.xlsx").touch()
    assert lines(read(path).warnings)[0].startswith("costs.xlsx  workbook: is open elsewhere")


def test_a_device_is_no_workbook() -> None:
    assert said(Path("/dev/zero")) == ["workbook: is not a file", "Check the path and the name."]


def test_a_library_that_is_a_device_is_not_read_without_end(tmp_path: Path) -> None:
    path = written(tmp_path, cell("About", 13, "statement", "/dev/zero"))
    assert said(path)[:2] == [
        "About!B13  unit-cost library: '/dev/zero': is not a file",
        "Check the path and the name. The path is read from this workbook's folder.",
    ]


def test_a_file_beyond_all_workbooks_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    assert said(path) == [
        "workbook: is larger than 50 MB",
        "Keep data and pictures in another file.",
    ]


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml", "xl/media/image1.png"])
def test_a_part_that_unpacks_beyond_bounds_is_refused(tmp_path: Path, part: str) -> None:
    def edit(contents: Parts) -> None:
        contents[part] = b"<sst>" + b" " * LARGEST_PART + b"</sst>"

    path = repacked(written(tmp_path), edit)
    assert path.stat().st_size < 200_000
    assert said(path) == [
        "workbook: would unpack to 20 MB, more than is read",
        "Copy its sheets into a new workbook, without pictures and other data.",
    ]


def test_sheets_that_unpack_beyond_bounds_are_refused(tmp_path: Path) -> None:
    path, blank = written(tmp_path), b" " * 10_000_000
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        for number in range(20, 41):
            parts.writestr(f"xl/worksheets/sheet{number}.xml", blank)
    assert said(path) == [
        "workbook: would unpack to 210 MB, more than is read",
        "Copy its sheets into a new workbook, without pictures and other data.",
    ]


def test_an_archive_within_an_archive_is_not_unpacked(tmp_path: Path) -> None:
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("nothing", bytes(10_000_000))

    def edit(contents: Parts) -> None:
        contents["xl/embeddings/inner.zip"] = inner.getvalue()

    assert read(repacked(written(tmp_path), edit)).warnings == ()


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels"])
def test_entities_are_refused_before_they_unfold(tmp_path: Path, part: str) -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'

    def edit(contents: Parts) -> None:
        contents[part] = laughs

    assert said(repacked(written(tmp_path), edit)) == [
        "workbook: declares XML entities, which no workbook needs",
        SAVE_AS,
    ]


def test_entities_in_another_encoding_are_refused_too(tmp_path: Path) -> None:
    def edit(contents: Parts) -> None:
        contents["xl/sharedStrings.xml"] = '<!DOCTYPE a [<!ENTITY a "b">]><a/>'.encode("utf-16")

    told = said(repacked(written(tmp_path), edit))
    assert told == ["workbook: is not an Excel workbook that can be read", SAVE_AS]


def test_a_million_formatted_blank_rows_are_nothing(tmp_path: Path) -> None:
    blank = b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (row, row)
        for row in range(20, 1_000_020)
    )
    assert read(repacked(written(tmp_path), rows_after("Parameters", blank))).warnings == ()


def test_a_sheet_of_two_hundred_thousand_rows_is_a_problem(tmp_path: Path) -> None:
    filled = b"".join(
        b'<row r="%d"><c r="D%d"><v>1</v></c></row>' % (row, row) for row in range(20, 200_020)
    )
    path = repacked(written(tmp_path), rows_after("Parameters", filled))
    assert said(path) == [
        f"Parameters  sheet: has 200,011 rows, more than the {MOST_ROWS:,} that are read",
        "Delete what lies outside its table.",
    ]


def test_a_large_sheet_of_ones_own_is_passed_over(tmp_path: Path) -> None:
    filled = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(20, 200_020)
    )

    def own(books: Books) -> None:
        books.programme = {"Records": [{"a": 1}], **books.programme}

    path = repacked(
        written(tmp_path, own),
        lambda contents: contents.update(
            {
                "xl/worksheets/sheet1.xml": contents["xl/worksheets/sheet1.xml"].replace(
                    b"</sheetData>", filled + b"</sheetData>"
                )
            }
        ),
    )
    assert lines(read(path).warnings)[0] == "Records  sheet: is not read"


def test_cells_in_the_last_column_and_row_cost_nothing(tmp_path: Path) -> None:
    last = b'<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row>'
    assert read(repacked(written(tmp_path), rows_after("Parameters", last))).warnings == ()
    far = b'<row r="20"><c r="XFD20"><v>1</v></c></row>'
    path = repacked(written(tmp_path), rows_after("Parameters", far))
    assert said(path)[:2] == [
        "Parameters  sheet: has cells beyond column ZZ",
        "Delete what lies outside its table.",
    ]


def test_a_row_beyond_all_sheets_ends_the_sheet(tmp_path: Path) -> None:
    far = b'<row r="99999999999999"><c r="A99999999999999"><v>1</v></c></row>'
    assert read(repacked(written(tmp_path), rows_after("Parameters", far))).warnings == ()


HOSTILE = ["=1+1", "+1+cmd", "-1+cmd", "@SUM(A1)", '=HYPERLINK("https://example.org")']


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_begins_like_a_formula_is_read_as_text(tmp_path: Path, text: str) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["B2"].value = text
        sheet["B2"].data_type = "s"

    path = written(tmp_path)
    book = openpyxl.load_workbook(path)
    edit(book["Parameters"])
    book.save(path)
    assert econ.read(path)["people"].label == text


def test_text_of_the_inputs_is_a_formula_in_no_output(tmp_path: Path) -> None:
    path = written(tmp_path)
    book = openpyxl.load_workbook(path)
    places = {
        "About": ["B2", "B3", "B5"],
        "Parameters": ["B2", "C2", "O2", "K3", "K4"],
        "Outcomes": ["B2", "J2"],
        "Payers": ["B2"],
        "Cohorts": ["B2"],
        "Unmonetised": ["A2", "C2", "D2"],
    }
    for name, cells in places.items():
        for place in cells:
            book[name][place].value = HOSTILE[-1]
            book[name][place].data_type = "s"
    book.save(path)
    scenario = econ.read(path)
    *_, summary = save(report(scenario, MonteCarlo(50, 1)), tmp_path / "out")
    written_out = openpyxl.load_workbook(summary)
    formulas = [
        str(found.value)
        for sheet in written_out.worksheets
        for row in sheet.iter_rows()
        for found in row
        if found.data_type == "f"
    ]
    assert formulas
    assert not [formula for formula in formulas if "example.org" in formula]
    held = [str(found.value) for row in written_out[INPUTS].iter_rows() for found in row]
    assert any(HOSTILE[-1] in text for text in held)


@pytest.mark.parametrize("name", ["../mine", "a/b", "a\\b", "C:\\mine", "."])
def test_a_name_with_path_separators_is_no_name(tmp_path: Path, name: str) -> None:
    told = said(written(tmp_path, cell("Parameters", 4, "name", name)))
    assert told[0] == f"Parameters!A4  {name}: '{name}' is not a name"


def test_what_a_scenario_is_called_decides_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "within" / "out"
    named = "../../../escaped"
    scenario = econ.read(written(tmp_path), name=named).vary(named, grant=econ.Fixed(900))
    before = set(tmp_path.rglob("*"))
    made = save(report(scenario, MonteCarlo(50, 1)), folder, keep_draws=True)
    assert {path.parent for path in made} == {folder}
    after = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert all(path.is_relative_to(folder) for path in after)


@pytest.mark.parametrize("name", ["...xlsx", "..xlsx"])
def test_a_workbook_whose_results_would_leave_their_folder_is_refused(
    tmp_path: Path, name: str
) -> None:
    path = written(tmp_path).rename(tmp_path / name)
    assert said(path) == ["workbook: has no name before its ending", "Call it such as mine.xlsx."]
