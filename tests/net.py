"""A net under changes that users may not notice: all that the commands make, before and after.

Before a change, and again after it, in the same checkout or in two beside each other:

    python -m tests.net /tmp/before
    python -m tests.net /tmp/after
    python -m tests.net --compare /tmp/before /tmp/after

The first two run every command over the shipped scenarios and over a programme with something of
everything, and write what each says and leaves behind as text, an artefact a file (some minutes).
The third tells what differs, and ends with 1 where anything does. Numbers are alike where they
differ by less than 1e-9 of themselves; ``--exact`` wants the same bits. Differences that are meant,
and will be told in CHANGELOG.md, are listed in a file of regular expressions, one a line, which
``--ignore`` names; each is searched for in lines such as

    run/base_case/base_case/summary.xlsx.txt: + Summary!B4 = 'Net present value'

so that one may name an artefact, a cell, a side or the words. ``--only sensitivity/`` makes or
compares a part, for a quick look while at work. Nothing here imports what the package
is made of: files may be moved and renamed, and the net still hangs.

Commits, versions of packages, the day, and the folder of the checkout are masked. Two copies may
not run in one checkout at a time: what the commands write goes to ``results/net``, emptied first.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.net_compare import compare, read_patterns
from tests.net_dumps import PACKAGES, dump
from tests.net_inputs import EDITS, FAULTS, ROOT, write_inputs

SCRATCH = "results/net"
INPUTS = f"{SCRATCH}/inputs"
MARK = "NET"
"""The file by which a folder of dumps is known, so that no other folder is ever emptied."""
LONGEST = 300  # seconds after which a command is taken to hang
SHIPPED = "parameters/side_by_side.xlsx"
DRAWS = ("--draws", "2000", "--seed", "11")
FEW = ("--draws", "500", "--seed", "11")
SMALL = (*DRAWS, "--size", "256")
PYTHON = (sys.executable, "-m", "econ")

ENVIRONMENT = {
    "COLUMNS": "100",
    "NO_COLOR": "1",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "SOURCE_DATE_EPOCH": "1767225600",  # 1 January 2026
    "OMP_NUM_THREADS": "1",  # the workers share the machine
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONPATH": str(ROOT),
    "PYTHONWARNINGS": "ignore",
}

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Commands that run one after the other, and may write into a folder of their own."""

    name: str
    steps: tuple[Words, ...]

    @property
    def folder(self) -> str:
        """Where they may write, from where they run."""
        return f"{SCRATCH}/{self.name}"


def orders(rich: Sequence[str]) -> list[Order]:
    """Everything that is made, what takes longest first."""
    scenarios = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("scenarios/*.py"))
    base = "scenarios/base_case.py"
    others = [path for path in scenarios if path != base]
    return [
        *_analyses(base, others, rich),
        *(_writing(f"run/{Path(script).stem}", "run", script, *DRAWS) for script in scenarios),
        *(_writing(f"run/rich_{Path(script).stem}", "run", script, *DRAWS) for script in rich),
        *_other_runs(base),
        *_diffs(),
        *_checks(),
        *_new(),
        *_faults(),
    ]


def _writing(name: str, command: str, *words: str) -> Order:
    """One command with the folder of its order as ``--out``."""
    return Order(name, ((command, *words, "--out", f"{SCRATCH}/{name}"),))


def _analyses(base: str, others: Sequence[str], rich: Sequence[str]) -> Iterator[Order]:
    weights = ("--weights", ",".join(["30%", *["10%"] * len(others)]))
    yield _writing("sensitivity/base_case", "sensitivity", base, *SMALL)
    yield _writing("sensitivity/rich", "sensitivity", rich[0], *SMALL, "--second-order")
    yield _writing(
        "sensitivity/lasting_effect", "sensitivity", "scenarios/lasting_effect.py", *SMALL, "--json"
    )
    yield _writing("compare/all", "compare", base, *others, *DRAWS)
    yield _writing("compare/weighted", "compare", base, *others, *DRAWS, *weights, "--json")
    yield _writing("compare/rich", "compare", *rich, *DRAWS, "--weights", "40%,20%,20%,20%")


def _other_runs(base: str) -> Iterator[Order]:
    yield _writing("run/workbook_json", "run", SHIPPED, *FEW, "--json")
    yield _writing("run/latin", "run", base, *FEW, "--design", "latin-hypercube", "--keep-draws")
    yield _writing("run/sobol", "run", base, "--draws", "512", "--design", "sobol-sequence")
    yield _writing("run/until", "run", base, "--until", "10%", "--seed", "11")
    yield _writing(
        "run/what_if", "run", base, *FEW, "--what-if", "reduction_gp", "--what-if", "weeks_per_year"
    )
    yield Order("run/script", ((base, *FEW, "--out", f"{SCRATCH}/run/script"),))
    yield _writing("what_if/shipped", "what-if", SHIPPED, *FEW)


def _diffs() -> Iterator[Order]:
    old = f"{INPUTS}/old.xlsx"
    for name in EDITS:
        yield Order(f"diff/{name}", (("diff", old, f"{INPUTS}/{name}.xlsx"),))
    words = ("diff", old, f"{INPUTS}/everything.xlsx")
    yield Order("diff/as_workbook", ((*words, "--to", f"{SCRATCH}/diff/as_workbook/to.xlsx"),))
    yield Order("diff/as_json", ((*words, "--json"),))
    yield Order("diff/nothing", (("diff", old, old),))
    for name in ("old", "rich"):
        yield Order(f"diff/text_{name}", (("diff", "--text", f"{INPUTS}/{name}.xlsx"),))


def _checks() -> Iterator[Order]:
    for name in ("old", "rich", "outcome_less", "words", *FAULTS, "not_a_workbook", "absent"):
        check = ("check", f"{INPUTS}/{name}.xlsx")
        yield Order(f"check/{name}", (check, (*check, "--json")))


def _new() -> Iterator[Order]:
    mine = f"{SCRATCH}/new/empty/mine.xlsx"
    out = ("--out", f"{SCRATCH}/new/empty")
    steps = (("new", mine), ("check", mine), ("run", mine, *FEW, *out), ("new", mine))
    yield Order("new/empty", steps)
    for name in ("old", "rich"):
        mine = f"{SCRATCH}/new/from_{name}/mine.xlsx"
        start = ("new", mine, "--from", f"{INPUTS}/{name}.xlsx")
        yield Order(f"new/from_{name}", (start, ("check", mine)))
    yield Order("new/example", (("new", "--example", f"{SCRATCH}/new/example"),))


def _faults() -> Iterator[Order]:
    scripts = [f"{INPUTS}/{name}.py" for name in ("broken", "misspelt", "absent")]
    yield Order("faults/scripts", tuple(("run", script) for script in scripts))
    workbooks = [f"{INPUTS}/{name}.xlsx" for name in ("many", "not_a_workbook")]
    yield Order("faults/workbooks", tuple(("run", path, "--json") for path in workbooks))
    yield Order(
        "faults/usage",
        (
            ("run", SHIPPED, "--design", "dice"),
            ("run", SHIPPED, "--until", "soon"),
            ("run", SHIPPED, "--draws", "1"),
            ("run", SHIPPED, "--what-if", "nothing", *FEW, "--out", f"{SCRATCH}/faults/usage"),
            ("compare", SHIPPED, SHIPPED, "--weights", "50%,20%"),
            ("compare", SHIPPED, SHIPPED, "--weights", "half"),
            ("diff", SHIPPED),
            ("new", f"{SCRATCH}/faults/usage/mine.xls"),
        ),
    )
    commands = ("new", "check", "run", "compare", "sensitivity", "what-if", "diff")
    yield Order("help", (("--help",), *((command, "--help") for command in commands)))


def carry_out(order: Order, out: Path) -> str:
    """Run an order, and write all that it said and left; returns its name and its exit codes."""
    (ROOT / order.folder).mkdir(parents=True, exist_ok=True)
    said = [_said(step) for step in order.steps]
    _write(out / order.name / "said.txt", "".join(text for _, text in said))
    for path in sorted((ROOT / order.folder).rglob("*")):
        if path.is_file():
            place = path.relative_to(ROOT / order.folder)
            _write(out / order.name / f"{place}.txt", dump(path))
    return f"{order.name}: {' '.join(str(code) for code, _ in said)}"


def _command(step: Words) -> Words:
    return (sys.executable, *step) if step[0].endswith(".py") else (*PYTHON, *step)


def _said(step: Words) -> tuple[int, str]:
    done = subprocess.run(
        _command(step),
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    parts = [f"$ {' '.join(step)}", f"ends with {done.returncode}"]
    parts += ["--- standard output", done.stdout, "--- standard error", done.stderr]
    return done.returncode, "".join(f"{part}\n" for part in parts)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(masked(text), encoding="utf-8")


def masked(text: str) -> str:
    """A text without what differs between commits, days and machines."""
    now = datetime.now(UTC).date().isoformat()
    text = re.sub(rf"{now}(T[\d:]+Z)?", "<today>", text.replace(str(ROOT), "<root>"))
    text = re.sub(r"\b[0-9a-f]{40}\b", "<commit>", text)
    return re.sub(rf"\b({'|'.join(PACKAGES)})([ =:]+)\d+(\.\d+)+\b", r"\1\2<version>", text)


def make(out: Path, only: str, workers: int) -> None:
    """Carry out every order whose name begins so, and write the dumps into a folder."""
    if out.exists():
        if any(out.iterdir()) and not (out / MARK).is_file():
            raise SystemExit(f"{out} holds something else: name another folder")
        shutil.rmtree(out)
    shutil.rmtree(ROOT / SCRATCH, ignore_errors=True)
    out.mkdir(parents=True)
    (out / MARK).touch()
    rich = write_inputs(ROOT / INPUTS, INPUTS)
    wanted = [order for order in orders(rich) if order.name.startswith(only)]
    with ProcessPoolExecutor(workers) as pool:
        ended = list(pool.map(carry_out, wanted, [out] * len(wanted)))
    (out / MARK).write_text("".join(f"{line}\n" for line in sorted(ended)), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the dumps, or compare two folders of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.net", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("out", nargs="?", type=Path, help="a folder for the dumps")
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("OLD", "NEW"))
    parser.add_argument("--exact", action="store_true", help="numbers are alike to the last bit")
    parser.add_argument("--ignore", type=Path, help="a file of regular expressions, one a line")
    parser.add_argument("--only", default="", help="artefacts whose name begins so")
    parser.add_argument("--lines", type=int, default=40, help="lines told of each artefact")
    parser.add_argument("--workers", type=int, default=2, help="commands that run at a time")
    asked = parser.parse_args(arguments)
    if (asked.out is None) is (asked.compare is None):
        parser.error("name a folder to fill, or two to compare")
    if asked.out is not None:
        make(asked.out.resolve(), asked.only, asked.workers)
        return 0
    old, new = asked.compare
    found = compare(old, new, read_patterns(asked.ignore), only=asked.only, exact=asked.exact)
    sys.stdout.writelines(f"{line}\n" for line in found.lines(asked.lines))
    return 1 if found.differences else 0


if __name__ == "__main__":
    sys.exit(main())
