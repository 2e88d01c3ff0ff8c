"""What each command prints about a small programme, to the letter, on both of its outputs."""

# ruff: noqa: E501 - lines stand here as they are printed

import json
from pathlib import Path
from textwrap import dedent

import pytest
from typer.testing import CliRunner

from econ.__main__ import app
from econ.command_line.messages import weights_of
from tests.workbook.small import SENTENCE, Change, add, cell, written

MORE = '''"""More people."""
import econ
scenario = econ.read("mine.xlsx").vary("More people", why="a plan", people=60)
'''
LONG = "The share of the change that everybody who was asked agreed to be due to it"


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small programme, a later and an unsound version of it, and a scenario of it."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    version("later", cell("Parameters", 4, "value", 2.5))
    version("bad", cell("Parameters", 2, "value", None))
    spare = add("Parameters", name="spare", label="Spare", value=1, source=SENTENCE)
    version("odd", spare, cell("Parameters", 12, "evidence", "expert"))
    version("long", cell("Parameters", 5, "label", LONG))
    Path("more.py").write_text(MORE, encoding="utf-8")


def version(folder: str, *changes: Change) -> None:
    Path(folder).mkdir()
    written(Path(folder), *changes)


def told(*words: str) -> tuple[int, str, str]:
    """How a command ends, and what it prints: on standard output, and on standard error."""
    found = CliRunner().invoke(app, list(words))
    return found.exit_code, found.stdout, found.stderr


def lines(text: str) -> str:
    return dedent(text).removeprefix("\n")


ANSWER = """
    Base case: 2023/24 to 2024/25, 2024/25 prices, societal view
      Over two years the programme costs £1,040 in 2024/25 prices for 100 people, all of it borne by the council, and is estimated to return £28,100 to society (95% interval £1,140 to £74,300): £27.15 for each £1, of which £10.60 to the public purse.
      28% of the saving to the public purse releases cash.
      Given these assumptions, the net is £27,100 (95% interval £108 to £73,300), and the chance that it pays for itself is about 39 in 40 (98%).
      With all else unchanged it pays for itself if at least 2% of the assumed change is due to it; 50% is taken.
      The single number most likely to change whether it pays for itself is “Attribution”: with all else unchanged it pays for itself above 2% (taken as 50%; the chance is 2%).
      61% of what comes back, losses counted by their size, is care by family.
      By the weakest number behind each part it rests 100% on illustrative numbers.
      None of it rests on this programme's own records of effect.
"""


def test_run_tells_the_answer_and_where_it_is() -> None:
    assert told("run", "mine.xlsx", "--draws", "400", "--seed", "1") == (
        0,
        lines(f"{ANSWER}    results/mine/summary.xlsx\n"),
        "",
    )


def test_run_for_a_machine_says_where_it_is_on_standard_error() -> None:
    code, out, err = told("run", "mine.xlsx", "--draws", "20", "--json", "--out", "there")
    assert (code, err) == (0, "there/mine/summary.xlsx\n")
    assert json.loads(out)["scenario"]["draws"] == 20


def test_sensitivity_tells_the_answer_and_one_screen() -> None:
    assert told("sensitivity", "mine.xlsx", "--draws", "400", "--seed", "1", "--size", "256") == (
        0,
        lines(f"""{ANSWER}
                   at its low  at its high          switches at  chance  of variance
    Attribution          £333      £52,300                   2%      2%          70%
    Hours             £13,500      £39,100  −6.14 (implausible)      0%          13%
    Visits before     £15,300      £37,400  0.618 (implausible)      0%          10%
    Visit cost        £21,600      £32,400                never                   3%
    Hour value        £22,700      £30,800                never                   2%
    Leaving rate      £27,900      £24,800                never             under 1%

    results/mine-sensitivity/summary.xlsx
    """),
        "",
    )


def test_a_long_label_is_cut_to_fit_the_screen() -> None:
    _, out, _ = told("sensitivity", "long/mine.xlsx", "--draws", "100", "--size", "256")
    row = next(line for line in out.splitlines() if line.startswith("The share of"))
    assert row.startswith("The share of the change that everybody who…  ")


def test_compare_tells_each_scenario_and_why_it_differs() -> None:
    assert told("compare", "mine.xlsx", "more.py", "--draws", "400", "--weights", "75%,25%") == (
        0,
        lines("""
    Base case: net present value £26,700 (95% interval −£421 to £71,300).
    More people: net present value £15,600 (95% interval −£667 to £42,300); £11,100 less than Base case, better with a chance of 0%.
        because of People −£10,900 (central case).
    Averaged over the scenarios: £23,900 (95% interval −£578 to £70,200).
        6% of its variance lies between the scenarios.
    results/mine-compare/comparison.xlsx
    """),
        "",
    )


def test_diff_tells_each_row_and_what_it_did_to_the_result() -> None:
    assert told("diff", "mine.xlsx", "later/mine.xlsx", "--to", "d.xlsx") == (
        0,
        lines("""
    mine.xlsx → later/mine.xlsx: 1 row changed

      Parameters!D4  visits_after: value 2 → 2.5 (+25%)

    Net present value, central case (society; 2024/25 prices): £26,335 → £20,807, £5,528 lower.
      −£5,528  Visits after (visits_after): 2 → 2.5
      The parts add up to the whole, whatever the order of the changes.
    d.xlsx
    """),
        "",
    )
    assert Path("d.xlsx").is_file()


def test_diff_says_that_nothing_differs_or_what_cannot_be_known() -> None:
    assert told("diff", "mine.xlsx", "mine.xlsx")[1] == (
        "mine.xlsx and mine.xlsx: no row differs\n"
    )
    assert told("diff", "mine.xlsx", "bad/mine.xlsx")[1].splitlines()[-1] == (
        "bad/mine.xlsx has 1 problem, so what the changes did to the result is not known. "
        "Type: econ check bad/mine.xlsx"
    )


def test_check_tells_a_verdict_or_every_problem() -> None:
    assert told("check", "mine.xlsx") == (0, "mine.xlsx: no problems\n", "")
    unsound = """
    bad/mine.xlsx: 1 problem

      Parameters!D2  people: value is blank
          Type the number.
    """
    assert told("check", "bad/mine.xlsx") == (3, "", lines(unsound))
    warned = """
    warning  Parameters!A12  spare: is not used
        Use its name in a quantity, a unit value or a profile, or drop the row.
    """
    assert told("check", "odd/mine.xlsx") == (
        0,
        "odd/mine.xlsx: no problems, 1 warning\n",
        lines(warned),
    )
    assert told("run", "odd/mine.xlsx", "--draws", "20")[2] == lines(warned)


def test_check_for_a_machine_is_an_object_either_way() -> None:
    code, out, _ = told("check", "mine.xlsx", "--json")
    assert (code, json.loads(out)) == (0, {"problems": [], "warnings": []})
    code, out, _ = told("check", "bad/mine.xlsx", "--json")
    problem = {
        "where": "Parameters!D2",
        "who": "people",
        "what": "value is blank",
        "remedy": "Type the number.",
    }
    assert (code, json.loads(out)) == (3, {"problems": [problem], "warnings": []})


def test_new_tells_what_it_made_and_overwrites_nothing() -> None:
    assert told("new", "fresh.xlsx") == (0, "fresh.xlsx\n", "")
    refused = """
    fresh.xlsx: 1 problem

      workbook: is there already
          Choose another name: what is there is not overwritten.
    """
    assert told("new", "fresh.xlsx") == (3, "", lines(refused))


def test_until_says_how_many_draws_it_took() -> None:
    code, _, err = told("run", "mine.xlsx", "--until", "5%", "--json")
    assert code == 0
    assert err == "--until 5%: reached with 2,000 draws\nresults/mine/summary.xlsx\n"


def test_what_is_no_share_is_refused_and_weights_are_read_in_order() -> None:
    assert weights_of("") is None
    assert weights_of("50%, 0.3,20%") == [0.5, 0.3, 0.2]
    code, out, err = told("compare", "mine.xlsx", "more.py", "--weights", "half,half")
    assert (code, out) == (2, "")
    assert "half is not a share: write 0.5% or 0.005" in " ".join(err.replace("│", "").split())
