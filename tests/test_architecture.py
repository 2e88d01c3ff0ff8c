"""The shape of the code, read from its syntax: who may import whom, and what stays where."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
ORDER = """
    errors units words distributions quantile_table fitting chain prices parameters profiles changes
    scenario correlation draws estimates impacts model measures
    orders versions bootstrap crossings mixture factors response sobol_estimators
    analysis evidence side_by_side palette files report periods steps sensitivity narrative results
    workbook figures brief output scripts local_page command_line __main__
""".split()  # noqa: SIM905 - read as the lines of a drawing
"""A module imports only from those before it; a folder's own order is its own affair."""

ONLY_IN = {
    "openpyxl": "workbook/",
    "xlsxwriter": "workbook/",
    "SALib": "analysis/global_sensitivity.py",
    "typer": "__main__.py command_line/",
    "rich": "command_line/",
    "argparse": "nowhere",
    "random": "draws.py evidence/",
    "secrets": "draws.py evidence/",
    "numpy.random": "draws.py evidence/",
    "scipy.stats.qmc": "draws.py evidence/",
    "matplotlib": "figures brief.py",
}
NOBODY = {"utils", "helpers", "common", "base", "core", "types", "constants"}

FILES = sorted((ROOT / "econ").rglob("*.py"))
TREES = {path.relative_to(ROOT / "econ"): ast.parse(path.read_text("utf-8")) for path in FILES}
every_file = pytest.mark.parametrize("file", TREES, ids=str)


def imported(tree: ast.AST) -> set[str]:
    """Every module a file names in an import, at the top or within a function."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def own(file: Path) -> set[Path]:
    """The files of econ that a file imports."""
    asked = [name.split(".")[1:] for name in imported(TREES[file]) if name.startswith("econ.")]
    places = [Path(*parts) for parts in asked]
    return {place.with_suffix(".py") for place in places if place.with_suffix(".py") in TREES}


def rank(file: Path) -> int:
    """Where a file stands; a new one must be given a place in ``ORDER``."""
    name = file.with_suffix("").parts[0]
    assert name in ORDER, f"give {name} a place in ORDER"
    return ORDER.index(name)


@every_file
def test_imports_go_one_way(file: Path) -> None:
    if file.name != "__init__.py":
        assert not [other for other in own(file) if rank(other) > rank(file)]


def test_no_imports_go_round_in_a_circle() -> None:
    inner = {file: own(file) for file in TREES if file.name != "__init__.py"}
    assert list(TopologicalSorter(inner).static_order())


@every_file
def test_analyses_do_not_import_each_other(file: Path) -> None:
    if file.parts[0] == "analysis":
        assert not [other for other in own(file) if other.parts[0] == "analysis"]


@every_file
def test_each_outside_package_has_its_place(file: Path) -> None:
    for package, places in ONLY_IN.items():
        if not any(str(file).startswith(place) for place in places.split()):
            assert not [n for n in imported(TREES[file]) if f"{n}.".startswith(f"{package}.")]


def calls(tree: ast.AST) -> set[str]:
    """What a file calls or takes from a module, as it is written."""
    return {
        ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)
    }


@every_file
def test_only_the_command_line_prints(file: Path) -> None:
    if file.parts[0] != "command_line":
        assert not calls(TREES[file]) & {"print", "sys.stdout", "sys.stderr", "input"}


@every_file
def test_random_numbers_are_drawn_in_draws_and_evidence_alone(file: Path) -> None:
    if str(file) != "draws.py" and file.parts[0] != "evidence":
        made = {"np.random.default_rng", "np.random.SeedSequence", "np.random.RandomState"}
        assert not {c for c in calls(TREES[file]) if c in made or c.endswith((".rvs", ".qmc"))}


@every_file
def test_nothing_is_called_after_having_no_owner(file: Path) -> None:
    assert not NOBODY & set(file.with_suffix("").parts)


@every_file
def test_no_module_is_longer_than_400_lines(file: Path) -> None:
    assert len((ROOT / "econ" / file).read_text("utf-8").splitlines()) <= 400


def lengths(tree: ast.AST) -> dict[str, int]:
    return {
        f"{node.name}, line {node.lineno}": (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }


@every_file
def test_no_function_is_longer_than_50_lines(file: Path) -> None:
    assert not {name: lines for name, lines in lengths(TREES[file]).items() if lines > 50}


def test_the_usual_function_has_fewer_than_12_lines() -> None:
    assert median([lines for tree in TREES.values() for lines in lengths(tree).values()]) < 12
