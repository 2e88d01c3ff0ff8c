"""No pattern of ours backtracks on a text that a user may write."""

import ast
import importlib
import re
import time
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Pattern = re.Pattern[Any]

ROOT = Path(__file__).parents[1]
TEXTS = {path: path.read_text("utf-8") for path in sorted((ROOT / "econ").rglob("*.py"))}
LONG = 100_000
BOUND = 1.0
"""Seconds of processor time, a hundred times what a pattern takes that does not backtrack."""

PIECES = (
    *("a", "1", "1,", "1.", "0", " ", "\t", "_", "(", "-", "'", '"', "A1:", "$A$1", "x_", "no "),
    *("comparison ", "controls ", "no controls ", "lack", "GBP ", "hours of a ", "year 1", "(1 - "),
    *("_x0041_", "<c ", "<c a", '<c r="A1" ', "<row ", '<row r="1" hidden="1" ', "<f", "<v>"),
    *("<c><f>", '<c a="" ', "</row>", "<row>\n", "http://purl.oclc.org/ooxml/", "https://a", "\n "),
    *("−£1", "proportion of ", '<metadata>', 'id="', 'viewBox="', "e1", "%", ", ", " and "),
)  # fmt: skip
ENDS = ("!", ">")


def inline(tree: ast.Module) -> set[str | bytes]:
    """The patterns that a file names in a call of ``re``."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    ours = (
        call.args[0]
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "re"
    )
    found = set()
    for argument in ours:
        assert not isinstance(argument, ast.JoinedStr) or module_level(tree, argument), (
            "a pattern made of others stands at the top of its file, so that it can be tested"
        )
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str | bytes):
            found.add(argument.value)
    return found


def module_level(tree: ast.Module, node: ast.AST) -> bool:
    return any(node in ast.walk(statement) for statement in tree.body if is_assignment(statement))


def is_assignment(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign | ast.AnnAssign)


def compiled(module: ModuleType) -> Mapping[str, Pattern]:
    return {name: value for name, value in vars(module).items() if isinstance(value, re.Pattern)}


def looked_for(name: str) -> bool:
    """Whether a pattern is looked for in the midst of a text, or only at its beginning."""
    called = re.compile(rf"\b{name}\.(?:search|finditer|findall|sub|split)\b")
    return any(map(called.search, TEXTS.values()))


def patterns() -> dict[str, tuple[Pattern, bool]]:
    """Every pattern by how it reads, with whether it is looked for."""
    found = dict[str, tuple[Pattern, bool]]()
    for path in (path for path in TEXTS if "import re\n" in TEXTS[path]):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name, pattern in compiled(importlib.import_module(module)).items():
            found[f"{pattern.pattern!r:.70}"] = pattern, looked_for(name)
        for source in sorted(inline(ast.parse(TEXTS[path])), key=repr):
            found.setdefault(f"{source!r:.70}", (re.compile(source), True))
    return found


PATTERNS = patterns()


def taken(pattern: Pattern, text: str, looked: bool = True) -> float:
    """Processor time of matching a text whole and, where that is done, of looking through it."""
    content: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
    start = time.process_time()
    pattern.fullmatch(content)
    pattern.match(content)
    if looked:
        pattern.sub(pattern.pattern[:0], content)
    return time.process_time() - start


def test_there_are_patterns_to_try() -> None:
    assert len(PATTERNS) > 25


@pytest.mark.parametrize("name", PATTERNS)
def test_a_hundred_kilobytes_are_read_at_once(name: str) -> None:
    pattern, looked = PATTERNS[name]
    for piece in PIECES:
        for end in ENDS:
            for length in (LONG // 20, LONG):  # the shorter first, to fail soon
                text = piece * (length // len(piece)) + end
                assert taken(pattern, text, looked) < BOUND * length / LONG, (piece, end)


def test_a_pattern_that_backtracks_would_be_found() -> None:
    length = LONG // 200  # it takes the third power of it
    assert taken(re.compile(r"\d+\.?\d*x"), "1" * length) > BOUND / 200
