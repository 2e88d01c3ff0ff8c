"""A scenario from its workbook, or everything that is wrong with it in one report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from inspect import currentframe
from math import isnan
from pathlib import Path
from typing import Any

from econ.errors import (
    Fault,
    FaultError,
    Problem,
    ScenarioError,
    WorkbookError,
    require_kind,
)
from econ.model.chain import names_in
from econ.model.programme import Edit, Unmonetised
from econ.model.published import misprints
from econ.model.scenario import Scenario
from econ.workbook.as_written import opened
from econ.workbook.layout import INDICES, LIBRARY, PROGRAMME, UNIT_COSTS
from econ.workbook.reading.about import Settings, read_settings
from econ.workbook.reading.between_sheets import BETWEEN_SHEETS, unknown_names
from econ.workbook.reading.cells import InputBook, InputCell, open_book
from econ.workbook.reading.costing import COSTING
from econ.workbook.reading.drawn_together import DRAWN_TOGETHER
from econ.workbook.reading.findings import Findings, in_order
from econ.workbook.reading.made import add_made
from econ.workbook.reading.parameters import read_library, read_parameters
from econ.workbook.reading.prices import Prices, read_editions
from econ.workbook.reading.rules import note
from econ.workbook.reading.scenarios import read_scenarios
from econ.workbook.reading.structure import (
    Built,
    read_cohorts,
    read_correlations,
    read_outcomes,
    read_payers,
    read_profiles,
    read_samples,
    read_words,
    wrong_rows,
)
from econ.workbook.reading.studies import OF_STUDIES, read_studies
from econ.workbook.reading.tables import InputTable, read_tables

BASE_CASE = "Base case"


def read(path: str | Path, *, name: str = "") -> Scenario:
    """The base case that a workbook holds, with the unit costs of its library.

    Args:
        path: The programme's workbook; its library is found from its folder. A script finds it
            beside itself or above, wherever it is run from, and a notebook beside itself or above.
        name: What the scenario is called; "Base case" unless said.

    Raises:
        WorkbookError: Everything wrong with the workbook and its library, each at its cell.

    >>> read("parameters/side_by_side.xlsx").price_year
    '2024/25'
    """
    require_kind("read", "path", path, (str, Path), "the path of a workbook")
    frame = currentframe()
    place = _found(Path(path), frame.f_back.f_globals if frame and frame.f_back else {})
    subject = Path(path).as_posix().encode("utf-8", "replace").decode()
    book, findings = opened(place), Findings()
    _warn_of_file(book, place.name, findings)
    made = _made(book, place, findings)
    if made is None or findings.problems:
        raise WorkbookError(subject, in_order(findings.problems))
    warnings = in_order(findings.warnings)
    return replace(
        made, name=name or BASE_CASE, workbook=_without_people(subject), warnings=warnings
    )


def _without_people(path: str) -> str:
    """A path as it was given; its name alone where the rest could name a person's folder."""
    inside = not Path(path).is_absolute() and not path.startswith("..")
    return path if inside else Path(path).name


def _found(path: Path, asker: Mapping[str, Any]) -> Path:
    """A workbook beside the script or notebook that asks for it, or above; else as it is named."""
    name, script = str(asker.get("__name__")), asker.get("__file__")
    if path.is_absolute() or name.startswith("econ.") or not (script or name == "__main__"):
        return path
    notebook = asker.get("__vsc_ipynb_file__")
    folder = Path(script or notebook or Path("here")).resolve().parent
    places = [above / path for above in (folder, *folder.parents)]
    found = next((place for place in places if place.is_file()), path)
    if not found.exists():
        remedy = f"Looked for from {folder}, the folders above it, and {Path.cwd()}."
        missing = Problem("", "workbook", "there is no such file", remedy)
        raise WorkbookError(path.as_posix(), [missing])
    return found


@dataclass(frozen=True, slots=True)
class _Library:
    """The library's sheets; ``readable`` is false where one is named that cannot be opened."""

    tables: Mapping[str, InputTable] = field(default_factory=dict)
    sha256: str = ""
    place: str = ""
    readable: bool = True

    @property
    def unit_costs(self) -> InputTable:
        """Its rows, and their names where they can be told."""
        none = InputTable(UNIT_COSTS, keys=() if self.readable else None)
        return self.tables.get(UNIT_COSTS.name, none)


def _opened(path: Path, settings: Settings, findings: Findings) -> _Library:
    """The library that About names, looked for from the workbook's folder."""
    if not settings.library:
        return _Library(readable=settings.told("unit-cost library"))
    place = path.parent / settings.library.replace("\\", "/")
    try:
        book = open_book(place, place.name)
    except FaultError as error:
        row, what = settings.rows["unit-cost library"], f"'{settings.library}': {error.fault.what}"
        remedy = f"{error.fault.remedy} The path is read from this workbook's folder."
        findings.wrong(row.cell("statement"), row.who, Fault(what, remedy))
        return _Library(readable=False)
    _warn_of_file(book, place.name, findings)
    return _Library(read_tables(book, LIBRARY, findings), book.sha256, str(place.resolve()))


def _warn_of_file(book: InputBook, file: str, findings: Findings) -> None:
    """Macros, links to other workbooks, and a file that is open elsewhere."""
    for caution in book.cautions:
        findings.warn(InputCell("", 0, 0, book=book.name), "workbook", caution, file)


def _prices(
    tables: Mapping[str, InputTable], library: _Library, settings: Settings, findings: Findings
) -> Prices:
    """The indices of both workbooks, and the year to whose prices they carry."""
    sheets = [tables[INDICES.name], library.tables.get(INDICES.name, InputTable(INDICES))]
    before = len(findings.problems)
    own, theirs = (read_editions(sheet, findings) for sheet in sheets)
    sound = all(row.sound() for sheet in sheets for row in sheet.rows)
    sound = sound and len(findings.problems) == before and library.readable
    editions = {  # those of the programme are listed, and count, before those of its library
        name: {**own.get(name, {}), **theirs.get(name, {}), **own.get(name, {})}
        for name in (*own, *theirs)
    }
    stated = settings.rows.get("price year")
    prices = Prices(editions, settings.editions, sound, settings.price_year, stated)
    if settings.editions:
        prices.check_asked(settings.rows["index edition"], findings)
    return prices


def _made(book: InputBook, path: Path, findings: Findings) -> Scenario | None:
    """The scenario, as far as the sheets allow: ``None`` where they have problems."""
    tables = read_tables(book, PROGRAMME, findings)
    settings = read_settings(tables["About"], findings, tables["Payers"].further)
    library = _opened(path, settings, findings)
    prices = _prices(tables, library, settings, findings)
    costs, samples = library.unit_costs, read_samples(tables["Samples"])
    given = read_parameters(tables["Parameters"], costs, prices, samples, findings)
    parameters = add_made(given, tables["Parameters"], tables["Outcomes"], findings)
    cohorts = read_cohorts(tables["Cohorts"], parameters, findings)
    built = Built(
        tables=tables,
        settings=settings,
        parameters=parameters,
        cohorts=cohorts,
        outcomes=read_outcomes(tables["Outcomes"], tables["Incidence"], parameters),
        profiles=read_profiles(tables["Profiles"], parameters, findings),
        correlations=read_correlations(tables["Correlations"]),
        library=costs.named(),
    )
    known = {name: table.keys for name, table in tables.items()} | {UNIT_COSTS.name: costs.keys}
    note(unknown_names(tables, known), findings)
    note(wrong_rows((*BETWEEN_SHEETS, *OF_STUDIES, *DRAWN_TOGETHER, *COSTING), built), findings)
    if findings.problems and not _whole(built):
        return None  # what may be asked of it is looked at when all that it names is there
    try:
        base = _scenario(built, library, prices, book)
    except ScenarioError:
        if not findings.problems:
            raise
        return None  # what is wrong with it has been told at its cells
    rows = tables["Outcomes"].named()
    for name, fault in misprints(base):
        findings.warn(rows[name].cell("published"), name, fault)
    asked = read_scenarios(tables, base, findings)
    read_from = {str(path.resolve()): book.sha256, library.place: library.sha256}
    read_from.pop("", None)
    return None if findings.problems else replace(base, alternatives=asked, read_from=read_from)


def _whole(built: Built) -> bool:
    """Whether all that outcomes and profiles name is there, whatever else is wrong."""
    profiles = [built.profiles.get(outcome.profile) for outcome in built.outcomes]
    named = [name for outcome in built.outcomes for name in outcome.names]
    named += [name for profile in profiles if profile for name in profile.names]
    named += [n for cohort in built.cohorts for n in names_in(cohort.relative.values())]
    cells = [x for o in built.outcomes for x in (*o.shares.values(), o.cash_share, o.cash_delay)]
    cells += [x for profile in built.profiles.values() for x in profile.table]
    intake = built.settings.intake
    return (
        not any(map(isnan, cells))
        and all(profiles)
        and all(name in built.parameters for name in named)
        and (not intake or intake in built.profiles)
    )


def _scenario(built: Built, library: _Library, prices: Prices, book: InputBook) -> Scenario:
    settings = built.settings
    usable, unusable = read_library(library.unit_costs, prices)
    about = {**settings.about, "unit-cost library sha256": library.sha256}
    return Scenario(
        name=BASE_CASE,
        parameters=built.parameters,
        outcomes=built.outcomes,
        payers=read_payers(built.tables["Payers"]),
        cohorts=built.cohorts,
        profiles=built.profiles,
        first_year=settings.first_year,
        years=settings.years,
        price_year=settings.price_year,
        perspective=settings.perspective,
        perspectives=built.tables["Payers"].further,
        intake=settings.intake,
        entry=settings.entry,
        support_ends=settings.support_ends,
        discount=settings.discount,
        correlations=built.correlations,
        studies=read_studies(built.tables["Studies"]),
        unmonetised=read_words(built.tables["Unmonetised"], Unmonetised),
        about={item: text for item, text in about.items() if text},
        library=usable,
        unusable=unusable,
        version_log=read_words(built.tables["Changes"], Edit),
        sha256=book.sha256,
    )
