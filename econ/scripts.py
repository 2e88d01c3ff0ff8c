"""Scenario scripts: Python files that name one ``scenario``, or several ``scenarios``."""

from __future__ import annotations

import runpy
import traceback
from pathlib import Path

from econ.errors import EconError, Ended, refuse
from econ.model.scenario import Scenario
from econ.workbook.read import read


def load(target: str | Path) -> Scenario:
    """The scenario of a script, or the base case of a programme's workbook.

    A script is run, but not its ``if __name__ == "__main__"`` part. Raises ``ScenarioError`` where
    the script fails or names no scenario, and ``WorkbookError`` for a workbook with problems.
    """
    one, several = _named(Path(target))
    if one is None and len(several) > 1:
        remedy = "Name one of them scenario, or put them side by side with econ compare."
        raise refuse(str(target), "scenarios", f"the script names {len(several)}", remedy)
    return one or several[0]


def load_all(target: str | Path) -> tuple[Scenario, ...]:
    """Every scenario that a script names: its ``scenario``, then each of its ``scenarios``."""
    one, several = _named(Path(target))
    return (*(several if one is None or one in several else (one, *several)),)


def _named(path: Path) -> tuple[Scenario | None, list[Scenario]]:
    """The ``scenario``, if any, and the ``scenarios`` of a script or workbook."""
    if path.suffix != ".py":
        return read(path), []
    if not path.is_file():
        raise refuse(str(path), "script", "there is no such file", "Check the path.")
    try:
        names = runpy.run_path(str(path), run_name="econ_scenario")
    except (EconError, Ended):
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - any fault of a user's own script
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise refuse(str(path), _line_of(error, path), what, "Mend the script.") from None
    one, listed = names.get("scenario"), names.get("scenarios")
    every = listed if isinstance(listed, list | tuple) else ()
    several = [scenario for scenario in every if isinstance(scenario, Scenario)]
    one = one if isinstance(one, Scenario) else None
    if one is None and not several:
        remedy = 'Write scenario = base.vary("Its name", ...) at the left margin.'
        raise refuse(str(path), "scenario", "the script names no scenario", remedy)
    return one, several


def _line_of(error: BaseException, script: Path) -> str:
    if isinstance(error, SyntaxError) and error.lineno:
        return f"line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(script)]
    return f"line {lines[-1]}" if lines else "script"
