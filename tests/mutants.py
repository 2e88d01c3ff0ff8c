"""Faults planted in the code, one at a time, to see which the tests do not notice.

    python -m tests.mutants econ/model --faults 20 --tests tests/model econ/model

The tests, and the examples in docstrings of code that is named among them, run in a copy of the
repository: first without a fault (they must pass), then once for each. Faults are chosen by
``--seed``, at most one a line, each kind as likely as another. A fault that survives either changes
nothing that matters or shows what no test holds: judge each by hand. Ends with 1 where any does.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[1]
PATIENCE = 3
"""A run this many times as long as that without a fault is taken to hang."""

PAIRS = "And/Or Add/Sub Mult/Div Lt/LtE Gt/GtE Eq/NotEq In/NotIn Is/IsNot"
OTHER = dict(re.findall(r"(\w+)/(\w+)", PAIRS))
OTHER |= {instead: operator for operator, instead in OTHER.items()}
"""The operator that stands instead of each."""
UNREAD = ("annotation", "returns", "decorator_list", "type_params")
"""Parts of the syntax in which a fault changes nothing that runs."""


@dataclass(frozen=True)
class Fault:
    """A place in a file, and the piece of code that stands there instead."""

    kind: str
    file: Path
    source: str
    node: ast.AST
    instead: ast.AST

    @property
    def line(self) -> int:
        return int(getattr(self.node, "lineno", 0))

    def code(self) -> str:
        """The whole file with the fault in it."""
        tree = ast.parse(self.source)
        for parent in ast.walk(tree):
            for name, value in ast.iter_fields(parent):
                many = isinstance(value, list)
                setattr(parent, name, [*map(self._here, value)] if many else self._here(value))
        return ast.unparse(ast.fix_missing_locations(tree))

    def _here(self, part: object) -> object:
        ends = ("__class__", "lineno", "col_offset", "end_lineno", "end_col_offset")
        same = all(getattr(part, e, None) == getattr(self.node, e, None) for e in ends)
        return self.instead if same else part

    def told(self) -> str:
        before, after = (" ".join(ast.unparse(n).split())[:60] for n in (self.node, self.instead))
        return f"{self.kind:10} {self.file}:{self.line}  {before}  ->  {after}"


def faults(file: Path) -> Iterator[Fault]:
    """Every fault that could be planted in a file."""
    source = (ROOT / file).read_text("utf-8")
    for node in _running(ast.parse(source)):
        for found in (_in_statements(node), _in_expressions(node), _in_literals(node)):
            for kind, instead in found:
                yield Fault(kind, file, source, node, instead)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all within it that runs: no annotations, decorators or docstrings."""
    yield node
    for name, value in ast.iter_fields(node):
        inner = value if isinstance(value, list) else [value]
        for child in inner if name not in UNREAD else ():
            docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if isinstance(child, ast.AST) and not docstring:
                yield from _running(child)


Instead = Iterator[tuple[str, ast.AST]]


def _in_statements(node: ast.AST) -> Instead:
    match node:
        case ast.If(test, body, orelse):
            yield "not", ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.IfExp(test, body, orelse):
            yield "not", ast.IfExp(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Return(ast.AST() as value) if ast.unparse(value) != "None":
            yield "return", ast.Return(ast.Constant(None))
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue():
            yield "deleted", ast.Pass()


def _in_expressions(node: ast.AST) -> Instead:
    match node:
        case ast.BoolOp(op, values):
            yield "and/or", ast.BoolOp(_other(op), values)
        case ast.Compare(left, [op, *ops], comparators):
            yield "compare", ast.Compare(left, [_other(op), *ops], comparators)
        case ast.BinOp(left, op, right) if type(op).__name__ in OTHER:
            yield "arithmetic", ast.BinOp(left, _other(op), right)
        case ast.Call(func, args, [*keywords, ast.keyword(str())]):
            yield "argument", ast.Call(func, args, keywords)
        case ast.Call(func, [first, second, *args], []) if not isinstance(second, ast.Starred):
            yield "argument", ast.Call(func, [second, first, *args], [])


def _in_literals(node: ast.AST) -> Instead:
    match node:
        case ast.Subscript(value, ast.Constant(int() as at), ctx):
            yield "index", ast.Subscript(value, ast.Constant(at + 1), ctx)
        case ast.Subscript(value, ast.Slice(ast.Constant(int() as at), upper, step), ctx):
            yield "index", ast.Subscript(value, ast.Slice(ast.Constant(at + 1), upper, step), ctx)
        case ast.Constant(bool() as value):
            yield "constant", ast.Constant(not value)
        case ast.Constant(int() | float() as value):
            yield "constant", ast.Constant(value + 1 if isinstance(value, int) else value * 1.1)
        case ast.Constant(str() as text) if " " in text.strip():
            yield "sentence", ast.Constant(text.rstrip().rpartition(" ")[0])


def _other(operator: ast.AST) -> Any:  # noqa: ANN401 - each kind of operator has a type of its own
    return getattr(ast, OTHER[type(operator).__name__])()


def chosen(paths: list[str], count: int, seed: int) -> list[Fault]:
    """Some of the faults that could be planted under these paths, at most one a line."""
    places = [ROOT / path for path in paths]
    files = [f for p in places for f in (sorted(p.rglob("*.py")) if p.is_dir() else [p])]
    every = [fault for file in files for fault in faults(file.relative_to(ROOT))]
    dice, picked = random.Random(seed), list[Fault]()  # noqa: S311 - a sample, not a secret
    while len(picked) < count and every:
        kind = dice.choice(sorted({fault.kind for fault in every}))
        found = dice.choice([fault for fault in every if fault.kind == kind])
        picked.append(found)
        every = [f for f in every if (f.file, f.line) != (found.file, found.line)]
    return picked


def run(where: Path, tests: list[str], patience: float | None = None) -> str:
    """What the tests say: the first that fails, *hangs*, or nothing where all pass."""
    command = [sys.executable, "-m", "pytest", "-qxrfE", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(where), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        said = subprocess.run(
            command, check=False, cwd=where, env=environment, timeout=patience, capture_output=True
        )
    except subprocess.TimeoutExpired:
        return "hangs"
    failed = re.findall(r"^(?:FAILED|ERROR) .*", said.stdout.decode(), re.MULTILINE)
    return "" if said.returncode == 0 else [*failed, f"pytest ends with {said.returncode}"][0][:150]


def _nearest(file: Path, tests: list[str]) -> list[str]:
    """The tests named after a file, which are the likeliest to notice."""
    found = (path for test in tests for path in (ROOT / test).rglob(f"test_{file.stem}*.py"))
    return [str(path.relative_to(ROOT)) for path in sorted(found)]


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("paths", nargs="+")
    reader.add_argument("--tests", nargs="+", default=["tests"])
    reader.add_argument("--faults", type=int, default=20)
    reader.add_argument("--seed", type=int, default=2025)
    asked = reader.parse_args()
    planted, survived = chosen(asked.paths, asked.faults, asked.seed), 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "results"))
        begun, sound = perf_counter(), run(copy, asked.tests)
        if sound:
            reader.error(f"the tests fail without a fault: {sound}")
        patience = PATIENCE * (perf_counter() - begun) + 60
        for fault in planted:
            (copy / fault.file).write_text(fault.code(), "utf-8")
            verdict = run(copy, [*_nearest(fault.file, asked.tests), *asked.tests], patience)
            (copy / fault.file).write_text(fault.source, "utf-8")
            survived += not verdict
            print(f"{fault.told()}\n    {verdict or 'SURVIVED'}", flush=True)  # noqa: T201
    print(f"{len(planted) - survived} of {len(planted)} killed")  # noqa: T201
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
