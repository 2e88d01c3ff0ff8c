"""The names that ``import econ`` promises, and how little it loads."""

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import econ

PROMISED = """
    read run ask evaluate draw base_case monte_carlo sweep
    MonteCarlo LatinHypercube SobolSequence
    Fixed Normal LogNormal Gamma Beta PERT Uniform Triangular Sample
    Scenario Draws Impacts Measure
    net_present_value benefits costs benefit_cost_ratio return_on_investment payback_year
    cost_per_participant annual_budget_impact cash_releasing capacity_freed
    equity_weighted_net_present_value
    tornado threshold main
    evpi evppi evsi enbs value_of_information value_of_deciding_for freeze_and_average importance
    Study Population
    GREEN_BOOK GREEN_BOOK_HEALTH GREEN_BOOK_LONG_TEST JUNE_2026_REVIEW constant_rate
    Problem EconError ScenarioError WorkbookError
""".split()  # noqa: SIM905 - read as the lines of a list
HEAVY = {
    "numpy",
    "scipy",
    "pandas",
    "SALib",
    "matplotlib",
    "openpyxl",
    "xlsxwriter",
    "typer",
    "rich",
}

every_name = pytest.mark.parametrize("name", econ.__all__)


def told_to_the_type_checker() -> dict[str, str]:
    """The names that the stub hands on, each with the module it is taken from."""
    tree = ast.parse(Path(econ.__file__).with_suffix(".pyi").read_text("utf-8"))
    return {
        alias.asname or f"{alias.name}, not handed on": f"{node.module}.{alias.name}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_every_promised_name_is_there() -> None:
    assert set(PROMISED) <= set(econ.__all__)


@every_name
def test_a_public_name_is_what_the_type_checker_is_told(name: str) -> None:
    module, _, attribute = told_to_the_type_checker()[name].rpartition(".")
    assert getattr(econ, name) is getattr(importlib.import_module(module), attribute)


def test_the_type_checker_is_told_of_no_other_name() -> None:
    assert set(told_to_the_type_checker()) == set(econ.__all__)


@every_name
def test_a_public_name_says_what_it_is(name: str) -> None:
    public = getattr(econ, name)
    if callable(public):
        told = inspect.getdoc(public) or ""
        assert told.split("\n")[0].endswith((".", ":"))
        assert not told.startswith(f"{name}(")  # what a dataclass says when nobody did


def test_names_are_listed_in_order_for_completion() -> None:
    assert dir(econ) == sorted(econ.__all__)


def test_a_name_that_is_not_there_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'econ' has no attribute 'tornados'"):
        econ.tornados  # type: ignore[attr-defined]  # noqa: B018 - asked for to be refused


def loaded(statement: str) -> set[str]:
    """The outside packages in memory after a statement, in a fresh interpreter."""
    program = f"{statement}; import sys; print(*sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in said.stdout.split()}


def test_importing_econ_loads_no_heavy_package() -> None:
    assert not loaded("import econ") & HEAVY


def test_a_name_is_loaded_when_it_is_used() -> None:
    assert "numpy" in loaded("import econ; econ.Normal")


def test_a_run_in_memory_loads_no_spreadsheet_picture_or_table_package() -> None:
    assert not loaded("import econ; econ.run; econ.net_present_value") & (
        HEAVY - {"numpy", "scipy"}
    )
