"""Scenario scripts: Python files that name one ``scenario``."""

from __future__ import annotations

import runpy
import traceback
from pathlib import Path

from econ.errors import EconError, refuse
from econ.model.scenario import Scenario
from econ.workbook.read import read


def load(target: str | Path) -> Scenario:
    """The scenario of a script, or the base case of a programme's workbook.

    A script is run, but not its ``if __name__ == "__main__"`` part. Raises ``ScenarioError`` where
    the script fails or names no scenario, and ``WorkbookError`` for a workbook with problems.
    """
    path = Path(target)
    return _of_script(path) if path.suffix == ".py" else read(path)


def _of_script(script: Path) -> Scenario:
    if not script.is_file():
        raise refuse(str(script), "script", "there is no such file", "Check the path.")
    try:
        names = runpy.run_path(str(script), run_name="econ_scenario")
    except EconError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - any fault of a user's own script
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise refuse(str(script), _line_of(error, script), what, "Mend the script.") from None
    scenario = names.get("scenario")
    if not isinstance(scenario, Scenario):
        remedy = 'Write scenario = base.vary("Its name", ...) at the left margin.'
        raise refuse(str(script), "scenario", "the script names no scenario", remedy)
    return scenario


def _line_of(error: BaseException, script: Path) -> str:
    if isinstance(error, SyntaxError) and error.lineno:
        return f"line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(script)]
    return f"line {lines[-1]}" if lines else "script"
