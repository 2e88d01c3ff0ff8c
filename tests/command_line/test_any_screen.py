"""Any screen, any folder, any machine: what is shown is shown, and what cannot be is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import econ as package
from econ.__main__ import app
from econ.command_line import messages, running
from tests.workbook.small import cell, written

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, cell("Outcomes", 3, "label", r"$a \frac$x_{$ care → £ − \N{SNOWMAN}"))


def told(*words: str) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, list(words))
    return found.exit_code, found.stdout, " ".join(found.stderr.replace("│", " ").split())


def alone(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], **environment},
    )


def test_a_screen_that_cannot_show_a_minus_shows_one_like_it_and_the_path() -> None:
    found = alone(
        *("-m", "econ", "run", "mine.xlsx", "--draws", "50"),
        PYTHONIOENCODING="cp1252",
        HOME="/nonexistent",
        SOURCE_DATE_EPOCH="soon",
    )
    assert (found.returncode, found.stderr) == (0, b"")
    shown = found.stdout.decode("cp1252")
    assert shown.splitlines()[-1] == str(Path("results/mine/summary.xlsx"))
    assert "care -> £ - \\N{SNOWMAN}" in shown


def test_characters_that_a_screen_has_not_are_replaced_by_those_like_them() -> None:
    for encoding, shown in (("cp1252", "-1 -> £2 ?"), ("ascii", "-1 -> GBP 2 ?")):
        assert "−1 → £2 \N{SNOWMAN}".encode(encoding, "econ").decode(encoding) == shown


def test_json_keeps_every_character_on_any_screen() -> None:
    found = alone("-m", "econ", "check", "mine.xlsx", "--json", PYTHONIOENCODING="ascii")
    assert json.loads(found.stdout) == {"problems": [], "warnings": []}
    code = (
        "import econ.command_line.messages as m; m.fit_in(); m.print_json({'£\\u2212': '\\x9b2J'})"
    )
    for encoding in ("ascii", "utf-8"):
        found = alone("-c", code, PYTHONIOENCODING=encoding)
        assert json.loads(found.stdout.decode(encoding)) == {"£−": "\x9b2J"}
        assert b"\x9b" not in found.stdout.replace("£−".encode(), b"")


def test_nothing_that_steers_a_terminal_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    messages.say("red \x1b[31m, delete \x7f, and \x9b2J\nthe next line")
    assert capsys.readouterr().out == "red  [31m, delete  , and  2J\nthe next line\n"


def test_a_broken_pipe_ends_without_a_word() -> None:
    line = f"{sys.executable} -m econ run mine.xlsx --draws 50 | head -1; echo ${{PIPESTATUS[0]}}"
    found = subprocess.run(
        ["/bin/bash", "-c", line],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
    )
    assert found.stderr == ""
    assert found.stdout.splitlines()[1:] == ["0"]
    assert Path("results/mine/summary.xlsx").is_file()


def test_more_draws_than_memory_are_refused_with_what_they_need() -> None:
    code, out, err = told("run", "mine.xlsx", "--draws", "10000000000")
    assert (code, out) == (2, "")
    assert "10,000,000,000 draws need about" in err
    assert "GB of memory, more than this machine has: ask for at most" in err
    assert not Path("results").exists()


def test_the_memory_of_a_draw_is_that_of_what_is_kept_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "_memory", lambda: 1e5)
    assert told("run", "mine.xlsx", "--draws", "10")[0] == 0
    assert told("run", "mine.xlsx", "--draws", "10000")[0] == 2
    assert told("run", "mine.xlsx", "--draws", "1000", "--keep-draws")[0] == 2
    assert told("compare", "mine.xlsx", "mine.xlsx", "--draws", "10000")[0] == 2


@pytest.mark.parametrize(
    ("words", "package"),
    [(("--workers", "2"), "joblib"), (("--cluster", "tcp://a:1"), "distributed")],
)
def test_workers_that_cannot_be_had_are_refused_with_what_to_install(
    words: tuple[str, ...], package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    code, out, err = told("run", "mine.xlsx", *words)
    assert (code, out) == (2, "")
    assert err == (f"{words[0]} needs {package}, which is not installed: pip install {package}\n")


def test_a_cluster_that_does_not_answer_is_told_at_its_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("econ.methods.workers.WAIT", 1)
    code, out, err = told("run", "mine.xlsx", "--cluster", "tcp://127.0.0.1:9")
    assert (code, out) == (3, "")
    assert "tcp://127.0.0.1:9: no scheduler answers there" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--design", "monte-carol"), "Did you mean 'monte-carlo'?"),
        (("--until", "nan%"), "nan% is not a share: write 0.5% or 0.005"),
        (("--out", "mine.xlsx/results"), "it is a file, not a folder"),
    ],
)
def test_wrong_usage_is_told_in_plain_words_and_ends_with_2(
    words: tuple[str, ...], said: str
) -> None:
    code, out, err = told("run", "mine.xlsx", *words)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("weights", ["nan,1", "inf,1", "-1,2"])
def test_weights_that_are_none_are_refused(weights: str) -> None:
    code, _, err = told("compare", "mine.xlsx", "mine.xlsx", f"--weights={weights}")
    assert code == 2
    assert "is not a share" in err


def test_a_file_that_cannot_be_written_is_told_in_plain_words() -> None:
    Path("results").mkdir()
    Path("results/mine").write_text("a file")
    assert told("run", "mine.xlsx", "--draws", "20") == (
        2,
        "",
        "results/mine is a file, where a folder is needed",
    )


def test_the_version_is_told() -> None:
    assert told("--version") == (0, f"econ {package.__version__}\n", "")


def test_what_a_script_prints_is_no_result() -> None:
    script = 'import econ\nprint("Hello")\nscenario = econ.read("mine.xlsx")\n'
    Path("mine.py").write_text(script, encoding="utf-8")
    code, out, err = told("run", "mine.py", "--draws", "20", "--json")
    assert code == 0
    assert json.loads(out)["scenario"]["draws"] == 20
    assert err.startswith("Hello")


def test_a_script_finds_its_workbook_beside_itself_or_above_wherever_it_is_run_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for place in ("deep/er", "away"):
        Path(place).mkdir(parents=True)
    script = Path("deep/er/mine.py").absolute()
    text = 'import econ\nscenario = econ.read("mine.xlsx")\nif __name__ == "__main__":\n'
    script.write_text(f"{text}    econ.main(scenario)\n", encoding="utf-8")
    monkeypatch.chdir("away")
    assert told("run", str(script), "--draws", "20")[0] == 0
    found = alone(str(script), "--draws", "20", "--out", "direct")
    assert found.returncode == 0, found.stderr
    assert Path("direct/mine/summary.xlsx").is_file()


def test_a_script_that_is_run_directly_ends_with_a_report_and_3(tmp_path: Path) -> None:
    script = Path("mine.py")
    script.write_text('import econ\necon.read("none.xlsx")\n', encoding="utf-8")
    found = alone(str(script))
    assert found.returncode == 3
    assert found.stderr.decode().splitlines() == [
        "none.xlsx: 1 problem",
        "",
        "  workbook: there is no such file",
        f"      Looked for from {tmp_path}, the folders above it, and {tmp_path}.",
    ]


def test_a_notebook_finds_its_workbook_above(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("notebooks").mkdir()
    monkeypatch.chdir("notebooks")
    names: dict[str, object] = {"__name__": "__main__"}
    exec('import econ\nfound = econ.read("mine.xlsx")', names)  # noqa: S102 - as notebooks do
    assert isinstance(names["found"], package.Scenario)


def test_a_path_that_is_no_unicode_is_run_all_the_same() -> None:
    name = os.fsdecode(b"m\xff.xlsx")
    Path("mine.xlsx").rename(name)
    code, out, _ = told("run", name, "--draws", "20", "--json")
    assert code == 0
    assert json.loads(out)["scenario"]["workbook"] == "m?.xlsx"


def test_files_are_written_for_whom_the_umask_says() -> None:
    before = os.umask(0o077)
    try:
        assert told("run", "mine.xlsx", "--draws", "20")[0] == 0
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in Path("results/mine").iterdir()}
    assert modes == {0o600}
