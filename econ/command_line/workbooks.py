"""Commands on workbooks: check, new, diff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from econ.command_line.messages import (
    as_records,
    errors_for_people,
    print_json,
    say,
    tell_warnings,
)
from econ.command_line.options import Checked, JsonOption
from econ.errors import Problem, counted


def tell_problems(workbook: Checked, json: JsonOption = False) -> None:
    """Tell every problem of a workbook, each at its cell; or whether a folder is of one run."""
    with errors_for_people(json):
        said, warnings = _of_set(workbook) if workbook.is_dir() else _of_workbook(workbook)
        if json:
            print_json({"problems": [], "warnings": as_records(warnings)})
            return
        more = f", {counted(len(warnings), 'warning')}" if warnings else ""
        say(f"{workbook}: {said}{more}")
        tell_warnings(warnings)


def _of_workbook(workbook: Path) -> tuple[str, tuple[Problem, ...]]:
    from econ.workbook.read import read

    return "no problems", read(workbook).warnings


def _of_set(folder: Path) -> tuple[str, tuple[Problem, ...]]:
    from econ.reports.sets import look_through

    run, files, changed = look_through(folder)
    return f"{counted(files, 'file')}, all of run {run}", changed


def make_workbook(
    path: Annotated[Path, typer.Argument(help="The workbook to make, or with --example a folder.")],
    start: Annotated[
        Path | None, typer.Option("--from", help="A programme's workbook to start from.")
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="Write the shipped programme and scenarios instead.")
    ] = False,
    codebook: Annotated[
        bool, typer.Option("--codebook", help="Make a codebook of people's records instead.")
    ] = False,
) -> None:
    """Make a workbook to fill in: headings explained, drop-down lists, a worked example."""
    with errors_for_people():
        from econ.workbook.new import new_codebook, new_workbook
        from econ.workbook.shipped import write_example

        if codebook and (example or start is not None):
            raise typer.BadParameter("--codebook goes with no --example and no --from")
        if codebook:
            say(new_codebook(path))
            return
        written = write_example(path) if example else (new_workbook(path, start),)
        say("\n".join(map(str, written)))


def tell_differences(
    old: Annotated[Path, typer.Argument(help="The earlier workbook.")],
    new: Annotated[Path | None, typer.Argument(help="The later one.")] = None,
    text: Annotated[
        bool, typer.Option("--text", help="Print one workbook as text, a row a line, for git.")
    ] = False,
    to: Annotated[
        Path | None, typer.Option("--to", help="Write the differences as a workbook as well.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Tell what changed between two workbooks, and what it did to the result."""
    with errors_for_people(json):
        if text or new is None:
            if not text or new is not None:
                raise typer.BadParameter("name two workbooks, or one with --text")
            from econ.workbook.as_written import as_text

            say(as_text(old).removesuffix("\n"))
            return
        from econ.pages.book import difference_book
        from econ.workbook.diff import compare_workbooks
        from econ.workbook.writing.paper import write_book

        found = compare_workbooks(old, new)
        if to is not None:
            write_book(difference_book(found), to)
        if json:
            print_json(found.as_json())
            return
        say("\n".join(found.lines()))
        if to is not None:
            say(to)
