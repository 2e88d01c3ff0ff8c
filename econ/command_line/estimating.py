"""The command on people's records: estimate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from econ.command_line.messages import (
    as_records,
    errors_for_people,
    print_json,
    say,
    steps_of,
    tell_warnings,
)
from econ.command_line.options import JsonOption


def estimate_reductions(
    records: Annotated[Path, typer.Argument(help="People's records: .csv, .xlsx or .parquet.")],
    codebook: Annotated[Path, typer.Option("--codebook", help="What each column is: a workbook.")],
    start: Annotated[
        Path | None, typer.Option("--from", help="The programme's workbook to start from.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="The workbook to write the reductions into.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the workbook where it is there.")
    ] = False,
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="Go on without the cells that cannot be.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Estimate observed reductions from people's records, and write them into a workbook."""
    with errors_for_people(json):
        from econ.evidence.observed import observe
        from econ.reports.observed import page_of, records_of
        from econ.workbook.estimated import refuse_target, write_estimated
        from econ.workbook.reading.people import read_records

        if to is None and (start is not None or replace):
            raise typer.BadParameter("--from and --replace need a workbook to write: --to")
        if to is not None:
            refuse_target(to, replace=replace)
            if start is None and not to.exists():
                raise typer.BadParameter(f"{to} is not there: name a programme with --from")
        people = read_records(records, codebook, set_aside=set_aside)
        with steps_of() as step:
            if step:
                step("Estimating")
            found = observe(people)
        written = write_estimated(found, to, start, replace=replace) if to is not None else None
        warnings = (*people.warnings, *found.warnings, *(written.warnings if written else ()))
        if json:
            told = records_of(found, written.as_json() if written else None)
            print_json({**told, "problems": [], "warnings": as_records(warnings)})
        else:
            say("\n".join(page_of(found)))
            tell_warnings(warnings)
        if written:
            say(written.workbook, err=json)
