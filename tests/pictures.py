"""The pictures of the base case that the README shows: ``python -m tests.pictures``."""

from __future__ import annotations

from econ import figures
from econ.reports.sensitivity import one_way
from tests.golden import ROOT, found_by

SCRIPT = ROOT / "scenarios" / "base_case.py"


def make() -> None:
    """Draw the base case's pictures and keep them beside its script."""
    found = found_by(SCRIPT)
    bars = one_way(found.scenario).tornado
    outcomes = len(found.scenario.outcomes)
    for name, drawn in (
        ("waterfall", figures.waterfall(found, figures.blank(8, figures.rows_high(outcomes)))),
        ("distribution", figures.distribution(found, figures.blank(8, 3.6))),
        ("tornado", figures.tornado(bars, figures.blank(8, figures.rows_high(9)), most=8)),
    ):
        figures.save(drawn, SCRIPT.with_suffix(f".{name}.svg"))


if __name__ == "__main__":
    make()
