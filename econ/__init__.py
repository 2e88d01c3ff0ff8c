"""Health-economic cost-impact models of community programmes.

    scenario = econ.read("parameters/side_by_side.xlsx")       # every assumption, sourced
    draws = econ.monte_carlo(scenario, draws=10_000, seed=1)    # draw x parameter
    impacts = econ.evaluate(scenario, draws)                    # draw x cohort x year x payer ...
    npv = econ.net_present_value(perspective="society")         # one number a draw
    npv.estimate(impacts)                                       # mean, interval, error

Names are imported when first used, so that ``import econ`` stays light; the stub beside this file
declares them, to type checkers and to Python alike.
"""

from __future__ import annotations

import sys

if "".join(sys.argv[:1]).endswith(("-m", "/econ", "\\econ")):  # the command line
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until it says how it ends

import ast
from importlib import import_module
from pathlib import Path

_STUB = ast.parse(Path(__file__).with_suffix(".pyi").read_text("utf-8"))
_MODULE = {
    name.name: statement.module or ""
    for statement in _STUB.body
    if isinstance(statement, ast.ImportFrom)
    for name in statement.names
}

__all__ = sorted(_MODULE)  # noqa: PLE0605 - a test pins the names


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name in _MODULE:
        asker = sys._getframe(1).f_globals
        if asker.get("__name__") == "__main__" and "__file__" in asker:
            import_module("econ.command_line.endings").report_at_exit()
        return getattr(import_module(_MODULE[name]), name)
    if name == "__version__":
        return import_module("importlib.metadata").version("econ")
    raise AttributeError(f"module 'econ' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
