"""What holds for the repository as a whole: its commands, its habits, and what it never names."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# In pieces, so that this file does not name them either.
REGISTRIES = [
    ("pypi", "org"),
    ("pypi", "python", "org"),
    ("pythonhosted", "org"),
    ("anaconda", "org"),
    ("anaconda", "com"),
    ("cran", "r-project", "org"),
    ("cran", "rstudio", "com"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
    ("crates", "io"),
    ("rubygems", "org"),
    ("docker", "io"),
    ("docker", "com"),
    ("ghcr", "io"),
    ("quay", "io"),
    ("proxy", "golang", "org"),
    ("download", "pytorch", "org"),
    ("deb", "debian", "org"),
    ("archive", "ubuntu", "com"),
]
NAMED = re.compile(
    r"(?<![\w-])(?:[\w-]+\.)*(?:"
    + "|".join(re.escape(".".join(pieces)) for pieces in REGISTRIES)
    + r")(?![\w-])",
    re.IGNORECASE,
)
LEFT_BEHIND = {".git", ".venv", "results", "dist", "__pycache__", "node_modules"}


def registries_named(content: bytes) -> list[str]:
    return NAMED.findall(content.decode("utf-8", errors="ignore"))


def committed() -> list[Path]:
    """The files that are, or are about to be, under version control; else all but leavings."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listing = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=False)
        if listed.returncode == 0:
            return [ROOT / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    return [
        path
        for path in ROOT.rglob("*")
        if not LEFT_BEHIND.intersection(path.relative_to(ROOT).parts)
        and not any(part.endswith("_cache") for part in path.relative_to(ROOT).parts)
    ]


def contents(path: Path) -> Iterator[bytes]:
    """A file's bytes, and those of each part of a workbook."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            for part in parts.namelist():
                yield parts.read(part)


def commands(markdown: str) -> list[str]:
    """The one-line shell commands of a page, in order."""
    return re.findall(r"^```sh\n([^\n]+)\n```$", markdown, re.MULTILINE)


def tool(*arguments: str) -> None:
    """Run a Python tool over the repository, and show what it says if it complains."""
    said = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if said.returncode != 0:
        lines = [line for line in said.stdout.splitlines() if ": note: " not in line]
        pytest.fail("\n".join([" ".join(arguments), *lines, said.stderr]), pytrace=False)


def test_no_committed_file_names_a_package_registry() -> None:
    files = [path for path in committed() if path.is_file()]
    assert ROOT / "constraints.txt" in files
    found = {
        f"{path.relative_to(ROOT)}: {host}"
        for path in files
        for content in contents(path)
        for host in registries_named(content)
    }
    assert not found


@pytest.mark.parametrize("pieces", REGISTRIES, ids="-".join)
def test_a_registry_is_found_wherever_it_is_named(pieces: tuple[str, ...]) -> None:
    host = ".".join(pieces)
    for planted in (f"https://{host}/simple", f"see files.{host}, or", host.upper()):
        assert registries_named(planted.encode())


def test_a_host_that_only_ends_alike_is_not_a_registry() -> None:
    assert not registries_named(b"https://www.thecrates.iow.uk and https://my-quay.ioannina.gr")


def test_a_registry_named_inside_a_workbook_is_found(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", "<t>" + ".".join(REGISTRIES[0]) + "</t>" * 99)
    assert any(registries_named(content) for content in contents(book))


def test_ci_runs_the_two_commands_of_the_readme_word_for_word() -> None:
    run, test = commands((ROOT / "README.md").read_text(encoding="utf-8"))[:2]
    assert run.endswith("econ run scenarios/base_case.py")
    assert "-m pytest" in test
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert run in script
    assert test in script


def test_the_ci_script_may_be_run_and_is_sound_bash() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    bash = shutil.which("bash")
    assert bash is not None
    subprocess.run([bash, "-n", str(script)], check=True)


def test_ci_tests_the_oldest_versions_that_are_allowed() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    allowed = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    found = [re.match(r"([\w-]+)>=([\d.]+)", one) for one in allowed]
    least = {match[1]: match[2] for match in found if match}
    lines = (ROOT / ".ci" / "oldest.txt").read_text(encoding="utf-8").splitlines()
    tested = dict(line.split("#")[0].strip().split("==") for line in lines if "==" in line)
    dependencies = {re.split(r"[><=]", one)[0] for one in project["dependencies"]}
    assert dependencies <= set(tested)
    for name, version in tested.items():
        assert version.removesuffix(".0").removesuffix(".0") == least[name].removesuffix(".0"), name


def test_ruff_has_nothing_to_say() -> None:
    tool("ruff", "check")


def test_every_file_is_formatted() -> None:
    tool("ruff", "format", "--check")


def test_every_type_holds() -> None:
    tool("mypy")
