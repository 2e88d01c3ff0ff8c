"""The shape of the code, read from its syntax: who may import whom, and what stays where."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
ORDER = """
    errors words files palette shown
    model methods analysis evidence reports pages figures web word workbook
    output scripts batch command_line __main__
""".split()  # noqa: SIM905 - read as the lines of a drawing
"""A folder imports only from those before it; within one, no imports go round in a circle."""

APART = {"pages": {"figures"}, "figures": {"pages"}, "evidence": {"methods", "analysis"}}
"""Folders that know nothing of each other, although one stands before the other."""

DRAWN = "model/designs.py methods/ evidence/"

ONLY_IN = {
    "openpyxl": "workbook/",
    "xlsxwriter": "workbook/",
    "docx": "word/",
    "SALib": "analysis/",
    "typer": "__main__.py command_line/",
    "rich": "command_line/",
    "joblib": "methods/workers.py",
    "distributed": "methods/workers.py",
    "pyarrow": "batch/",
    "argparse": "nowhere",
    "random": DRAWN,
    "secrets": DRAWN,
    "numpy.random": DRAWN,
    "scipy.stats.qmc": DRAWN,
    "matplotlib": "figures/ web/ word/",
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
    files = {place.with_suffix(".py") for place in places} | {p / "__init__.py" for p in places}
    return {place for place in files if place in TREES} - {file}


def rank(file: Path) -> int:
    """Where a file stands; a new one must be given a place in ``ORDER``."""
    name = file.with_suffix("").parts[0]
    assert name in ORDER, f"give {name} a place in ORDER"
    return ORDER.index(name)


@every_file
def test_imports_go_one_way(file: Path) -> None:
    if file != Path("__init__.py"):
        apart = APART.get(file.parts[0], set())
        upward = [o for o in own(file) if rank(o) > rank(file) or o.parts[0] in apart]
        assert not upward


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
    if not str(file).startswith(tuple(DRAWN.split())):
        made = {"np.random.default_rng", "np.random.SeedSequence", "np.random.RandomState"}
        assert not {c for c in calls(TREES[file]) if c in made or c.endswith((".rvs", ".qmc"))}


def defined(tree: ast.Module) -> set[str]:
    """The public functions, classes and constants that a file defines at its top."""
    names = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            named = [part for target in targets for part in ast.walk(target)]
            names |= {part.id for part in named if isinstance(part, ast.Name)}
    return {name for name in names if not name.startswith("_")}


def test_a_name_means_one_thing_in_the_whole_package() -> None:
    places = dict[str, list[str]]()
    for file, tree in TREES.items():
        for name in defined(tree):
            places.setdefault(name, []).append(str(file))
    twice = {name: files for name, files in places.items() if len(files) > 1}
    assert twice == {}


@every_file
def test_nothing_is_called_after_having_no_owner(file: Path) -> None:
    assert not NOBODY & set(file.with_suffix("").parts)


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
