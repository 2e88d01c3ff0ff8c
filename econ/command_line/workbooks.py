"""Commands on workbooks: check."""

from __future__ import annotations

import typer

from econ.command_line.options import JsonOption, Workbook
from econ.command_line.people import as_records, errors_for_people, print_json, tell_warnings
from econ.errors import counted


def check(workbook: Workbook, json: JsonOption = False) -> None:
    """Tell every problem of a workbook, each at its cell."""
    with errors_for_people(json):
        from econ.workbook.read import check as check_workbook

        warnings = check_workbook(workbook)
        if json:
            print_json({"problems": [], "warnings": as_records(warnings)})
            return
        verdict = "no problems"
        if warnings:
            verdict += f", {counted(len(warnings), 'warning')}"
        typer.echo(f"{workbook}: {verdict}")
        tell_warnings(warnings)
