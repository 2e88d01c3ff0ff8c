"""Workbooks that people sent: of other programs and other habits, each with what is right."""

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

import econ
from econ.model.distributions import interval
from econ.workbook.as_written import as_text
from econ.workbook.reading.cells import in_plain
from econ.workbook.reading.container import MOST_ELEMENTS, PackagePart
from tests.workbook.small import add, cell, heading, lines, told, warned, written
from tests.workbook.test_hostile_files import Parts, repacked, said, sheet_of

TRANSITIONAL = "http://schemas.openxmlformats.org/"


def strict(contents: Parts) -> None:
    for name in contents:
        for room in ("spreadsheetml", "officeDocument", "drawingml"):
            old = f"{TRANSITIONAL}{room}/2006/".encode()
            new = f"http://purl.oclc.org/ooxml/{room}/".encode()
            contents[name] = contents[name].replace(old, new)


def elsewhere(contents: Parts) -> None:
    """Every sheet in a folder, and with an ending, of another program's own."""
    for name in [name for name in contents if name.startswith("xl/worksheets/")]:
        contents[name.replace("xl/worksheets/", "data/").replace(".xml", ".blatt")] = contents.pop(
            name
        )
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        text = contents[name].replace(b"/xl/worksheets/", b"/data/")
        for number in range(1, 20):
            text = text.replace(b"sheet%d.xml" % number, b"sheet%d.blatt" % number)
        contents[name] = text


@pytest.mark.parametrize("edit", [strict, elsewhere])
def test_a_workbook_of_another_kind_of_writer_is_read_as_the_usual_one(
    tmp_path: Path, edit: Callable[[Parts], None]
) -> None:
    usual = econ.read(written(tmp_path))
    other = econ.read(repacked(written(tmp_path), edit))
    assert dict(other.parameters) == dict(usual.parameters)
    assert other.outcomes == usual.outcomes


def test_a_formula_that_was_never_calculated_is_told_wherever_its_sheet_is_kept(
    tmp_path: Path,
) -> None:
    def edit(contents: Parts) -> None:
        name = sheet_of("Parameters")
        contents[name] = contents[name].replace(b"<v>100</v>", b"<f>50*2</f>")
        elsewhere(contents)

    assert said(repacked(written(tmp_path), edit))[0] == (
        "Parameters!D2  people: value is a formula without a stored value"
    )


def test_a_hidden_row_is_told_wherever_its_sheet_is_kept_and_however_its_xml_is_written(
    tmp_path: Path,
) -> None:
    def edit(contents: Parts) -> None:
        name = sheet_of("Parameters")
        contents[name] = contents[name].replace(b'<row r="3"', b"<row hidden = 'true'\n r='3'")
        elsewhere(contents)

    path = repacked(written(tmp_path), edit)
    assert lines(econ.read(path).warnings)[0] == "Parameters!3:3  hidden: is read all the same"


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("two_x000D_\nlines", "two\nlines"),
        ("two_x000d__x000A_lines", "two\nlines"),
        ("a_x005F_x000D_", "a_x000D_"),
        ("_xD83D__xDE00_", "\N{GRINNING FACE}"),
        ("a lone _xD83D_", "a lone \N{REPLACEMENT CHARACTER}"),
        ("price\N{NO-BREAK SPACE}year", "price year"),
        ("price\N{NARROW NO-BREAK SPACE}y\N{ZERO WIDTH SPACE}ear", "price year"),
        ("bell\a, delete\x7f, next line\x85", "bell , delete , next line "),
        ("_xyz_ and x0041_", "_xyz_ and x0041_"),
    ],
)
def test_what_a_cell_holds_is_read_as_the_characters_it_means(stored: str, meant: str) -> None:
    assert in_plain(stored) == meant


def test_a_no_break_space_in_a_heading_is_a_space(tmp_path: Path) -> None:
    path = written(tmp_path, heading("Parameters", "price year", "price\N{NO-BREAK SPACE}year"))
    assert econ.read(path).warnings == ()


def ratio(**figures: float | None) -> Callable[[Path], econ.Scenario]:
    changes = [
        cell("Parameters", 6, "distribution", "lognormal"),
        cell("Parameters", 6, "se", None),
    ]
    changes += [cell("Parameters", 6, name, value) for name, value in figures.items()]
    return lambda folder: econ.read(written(folder, *changes))


def test_a_published_ratio_is_the_median_of_its_limits(tmp_path: Path) -> None:
    found = ratio(value=2, low=1, high=4)(tmp_path)
    assert interval(found["hours"].distribution) == pytest.approx((1, 4), rel=1e-9)
    assert found["hours"].mean == pytest.approx(2.133, abs=0.005)
    assert lines(found.warnings) == [
        "Parameters!D6  hours: 2 is the median; the base case takes the mean, 2.129",
        "Choose another distribution where it is meant as the mean; else note 'median'.",
    ]


def test_a_ratio_rounded_as_papers_print_it_is_still_the_median(tmp_path: Path) -> None:
    found = ratio(value=0.75, low=0.60, high=0.94)(tmp_path)
    assert interval(found["hours"].distribution) == pytest.approx((0.60, 0.94), rel=1e-9)


def test_a_mean_with_its_limits_stays_the_mean(tmp_path: Path) -> None:
    found = ratio(value=2.129, low=1, high=4)(tmp_path)
    assert found["hours"].mean == pytest.approx(2.129)
    assert found.warnings == ()


def levels(*values: float) -> Callable[..., None]:
    def change(books: object) -> None:
        for year, value in enumerate(values, 2020):
            add(
                "Indices",
                index="own",
                edition="1",
                year=f"{year}",
                value=value,
                source="A source",
                licence="OGL",
            )(books)  # type: ignore[arg-type]
        books.programme["Parameters"][7]["index"] = "own"  # type: ignore[attr-defined]

    return change


@pytest.mark.parametrize(
    ("values", "told_at"),
    [
        ((90.5, 96.25, 3.9), [4]),
        ((90.5, 3.9, 96.25), [3]),
        ((250, 255, 100, 102), [4]),
        ((90.5, 96.25, 120), []),
    ],
)
def test_a_level_out_of_line_is_told_at_the_level_and_nowhere_else(
    values: tuple[float, ...], told_at: list[int], tmp_path: Path
) -> None:
    said = [line for line in warned(tmp_path, levels(*values)) if line.startswith("Indices!D")]
    assert [int(line.split()[0].removeprefix("Indices!D")) for line in said] == told_at


def test_a_price_of_the_programmes_own_year_needs_no_index(tmp_path: Path) -> None:
    change = cell("Parameters", 9, "index", None)
    assert econ.read(written(tmp_path, change))["hour_value"].mean == pytest.approx(125 / 6)


def test_digits_beyond_those_of_a_number_are_a_problem_at_their_cell(tmp_path: Path) -> None:
    for xml in (b"<v>0.1000000000000000055</v>", b"<v>" + b"9" * 5_000 + b"</v>"):

        def edit(contents: Parts, xml: bytes = xml) -> None:
            name = sheet_of("Parameters")
            contents[name] = contents[name].replace(b"<v>100</v>", xml)

        first = said(repacked(written(tmp_path), edit))[0]
        assert first.startswith("Parameters!D2  people: value has more than 17 digits: ")


@pytest.mark.parametrize("digits", ["0.30000000000000004", "1E-300", "0.000000000000000000012"])
def test_small_numbers_and_those_of_seventeen_digits_are_read(digits: str, tmp_path: Path) -> None:
    def edit(contents: Parts) -> None:
        name = sheet_of("Parameters")
        xml = b"<v>" + digits.encode() + b"</v>"
        contents[name] = contents[name].replace(b"<v>2</v>", xml)

    assert econ.read(repacked(written(tmp_path), edit))["visits_after"].mean == float(digits)


def test_a_horizon_of_five_thousand_digits_is_told(tmp_path: Path) -> None:
    report = told(tmp_path, cell("About", 8, "statement", "1" * 5_000))
    assert "is not a whole number from 1 to 125" in report


def test_a_name_of_five_thousand_digits_has_its_line_in_text(tmp_path: Path) -> None:
    path = written(tmp_path, cell("Parameters", 2, "name", "9" * 5_000))
    assert "9" * 5_000 in as_text(path)


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        (b"<a>" + b"<b/>" * 4_900_000 + b"</a>", f"{MOST_ELEMENTS:,} elements in one part"),
        (b"<a>" * 5_000 + b"</a>" * 5_000, "100 elements in one another"),
    ],
)
def test_a_part_without_end_is_refused_at_once_and_in_little_memory(
    xml: bytes, what: str, tmp_path: Path
) -> None:
    def edit(contents: Parts) -> None:
        contents["xl/styles.xml"] = xml

    path = repacked(written(tmp_path), edit)
    tracemalloc.start()
    began = time.process_time()
    assert said(path)[0] == f"workbook: holds more than {what}"
    assert time.process_time() - began < 10
    assert tracemalloc.get_traced_memory()[1] < 150e6
    tracemalloc.stop()


def test_entities_are_refused_whatever_a_part_is_called_and_in_whatever_letters() -> None:
    for text in ('<!DOCTYPE a [<!ENTITY b "c">]><a/>', "<!DOCTYPE a><a/>"):
        for letters in ("utf-8", "utf-16"):
            with pytest.raises(ValueError, match="declares XML entities"):
                PackagePart.of(text.encode(letters))


def test_a_last_bit_that_differs_is_no_difference(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    old = written(tmp_path, cell("Parameters", 6, "value", 0.3))
    new = written(tmp_path / "new", cell("Parameters", 6, "value", 0.1 + 0.2))
    assert econ.compare_workbooks(old, new).lines()[0].endswith("no row differs")
    third = written(tmp_path / "new", cell("Parameters", 6, "value", 0.30001))
    assert len(econ.compare_workbooks(old, third).rows) == 1
