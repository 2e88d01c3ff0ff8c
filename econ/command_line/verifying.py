"""The command verify: what any model must do, tried on one programme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from econ.command_line import options
from econ.command_line.asking import begun
from econ.command_line.messages import errors_for_people, print_json, say
from econ.command_line.running import require_memory
from econ.errors import CheckError, Problem

if TYPE_CHECKING:
    from econ.analysis.verification import Verification

_REMEDY = "See the sheet Verification of {}; if the workbook is as it should be, please report it."


def tell_verification(
    context: typer.Context,
    target: options.Target,
    draws: options.DrawsOption = options.REPORT_DRAWS,
    seed: options.SeedOption = 2025,
    out: options.OutOption = Path("results"),
    json: options.JsonOption = False,
) -> None:
    """Verify the model on a programme: extreme values, directions, identities, as a table."""
    with errors_for_people(json):
        from econ.analysis.verification import verify
        from econ.model.designs import MonteCarlo
        from econ.pages.verification import with_workings
        from econ.reports.report import report
        from econ.reports.sensitivity import Sensitivity, one_way

        scenario, folder, asked = begun(context, "verify", target, out)
        require_memory(scenario, draws)
        found = report(scenario, MonteCarlo(draws, seed))
        tried = with_workings(verify(scenario, draws, seed), found)
        if json:
            print_json({"scenario": tried.scenario, "checks": tried.records()})
        else:
            _tell(tried)
    with errors_for_people():  # what is wrong from here on is told beside the table
        from econ.files import TECHNICAL
        from econ.output import save

        shown = Sensitivity(scenario, one_way(scenario))
        save(found, folder, sensitivity=shown, request=asked, tried=tried)
        say(folder / TECHNICAL, err=json)
        if tried.failures:
            remedy = _REMEDY.format(TECHNICAL)
            told = [
                Problem(v.kind, v.check, f"expected {v.expected}; {v.why or v.found}", remedy)
                for v in tried.failures
            ]
            raise CheckError(str(target), told)


def _tell(tried: Verification) -> None:
    """Each check on a line, below its kind."""
    kind = ""
    for verdict in tried.verdicts:
        if verdict.kind != kind:
            kind = verdict.kind
            say(f"{kind}")
        told = verdict.why if verdict.passes is None else verdict.found
        more = f" ({verdict.why})" if verdict.why and verdict.passes is False else ""
        result = "n/a" if verdict.passes is None else verdict.result
        say(f"  {result:<4}  {verdict.check}: {told}{more}")
    say(tried.in_one_line)
