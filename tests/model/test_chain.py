"""Arithmetic of names and numbers: what may be written, and its four readings."""

import json
import re
from random import Random
from shutil import which
from subprocess import run

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from econ.errors import FaultError
from econ.methods.plain_model import arithmetic
from econ.model.chain import LONGEST_TEXT, Chain, Made, Member, chain_of, parse, ratio
from econ.pages.live.formulas import Formula, formula

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
NUMBERS = st.floats(0, 1e6).map(lambda number: round(number, 6))


def joined(parts: st.SearchStrategy[Member]) -> st.SearchStrategy[Chain]:
    """Two to four parts, joined by signs that bind alike."""

    def signed(members: list[Member]) -> st.SearchStrategy[Chain]:
        ranks = (("+", "-"), ("*", "/"))
        count = len(members) - 1
        of = st.sampled_from(ranks).flatmap(
            lambda rank: st.lists(st.sampled_from(rank), min_size=count, max_size=count)
        )
        return of.map(lambda signs: Chain(tuple(members), tuple(signs)))

    return st.lists(parts, min_size=2, max_size=4).flatmap(signed)


CHAINS = st.recursive(st.one_of(NAMES, NUMBERS), joined, max_leaves=12).map(chain_of)
NAMED = CHAINS.filter(lambda chain: bool(chain.names))
EXAMPLE = parse("participants * (visits_before - visits_after) * (1 - deadweight) / (2 * share)")
CELLS = {
    "participants": "Inputs!C2",
    "visits_before": "Inputs!C3",
    "visits_after": "Inputs!C4",
    "deadweight": "Inputs!C5",
    "share": "Inputs!C6",
}
VALUES = {
    "participants": 200.0,
    "visits_before": 4.0,
    "visits_after": 1.5,
    "deadweight": 0.25,
    "share": 0.5,
}
LABELS = {
    "participants": "People taking part",
    "visits_before": "visits before",
    "visits_after": "visits after",
    "deadweight": "deadweight",
    "share": "share due to the programme",
}


@given(NAMED)
def test_a_chain_reads_back_as_it_was_written(chain: Chain) -> None:
    assert parse(str(chain)) == chain


@given(NAMED)
def test_spaces_do_not_matter(chain: Chain) -> None:
    assert parse(str(chain).replace(" ", "")) == chain
    assert parse(str(chain).replace(" ", "  \N{NO-BREAK SPACE}\N{THIN SPACE}")) == chain


@given(NAMED)
def test_signs_that_look_alike_are_read_as_what_they_mean(chain: Chain) -> None:
    text = str(chain)
    for sign, like in {"*": "×", "/": "÷", "-": "−", "(": "（", " ": "\u200b"}.items():
        assert parse(text.replace(sign, like)) == chain


def test_one_declaration_is_read_as_an_excel_formula_with_its_value() -> None:
    made = EXAMPLE.formula(lambda name: Formula((CELLS[name],), VALUES[name]), formula)
    assert "".join(map(str, made.pieces)) == (
        "Inputs!C2*(Inputs!C3-Inputs!C4)*(1-Inputs!C5)/(2*Inputs!C6)"
    )
    assert made.value == 200 * (4 - 1.5) * (1 - 0.25) / (2 * 0.5)


@given(NAMED, st.randoms(use_true_random=False))
def test_every_reading_comes_to_what_a_plain_loop_makes_of_it(chain: Chain, random: Random) -> None:
    """Python's own arithmetic of the text, a loop, NumPy and a live formula, to the last bit."""
    values = {name: float(random.randint(1, 9)) for name in chain.names}
    expected = arithmetic(chain, values)
    if np.isnan(expected):
        assert np.isnan(chain.formula(values.__getitem__, divide=ratio))
        return
    worked = re.sub(r"[a-z][a-z0-9_]*", lambda name: f"({values[name[0]]})", str(chain))
    assert eval(worked) == expected  # noqa: S307 - numbers and signs
    rows = {name: np.array([[value, 2 * value]]) for name, value in values.items()}
    with np.errstate(all="ignore"):
        found = chain.formula(rows.__getitem__, lambda x: np.full((1, 1), x), ratio)
    assert found[0, 0] == expected or not np.isfinite(expected)
    live = chain.formula(lambda name: Formula((name,), values[name]), formula)
    scale = max(1.0, *(abs(float(x)) for x in re.findall(r"[0-9.]+", worked)))
    if np.isfinite(expected) and "-" not in worked:  # a spreadsheet makes nothing of near nothing
        assert live.value == pytest.approx(expected, rel=1e-12, abs=1e-12 * scale)


@pytest.mark.skipif(which("node") is None, reason="there is no JavaScript here")
def test_its_text_is_what_a_browser_would_work_out() -> None:
    names = ", ".join(f"{name}={value}" for name, value in VALUES.items())
    script = f"const {names}; console.log(JSON.stringify({EXAMPLE}))"
    said = run(["node", "-e", script], capture_output=True, text=True, check=True)  # noqa: S607
    assert json.loads(said.stdout) == EXAMPLE.formula(VALUES.__getitem__)


def test_one_declaration_is_read_as_a_sentence() -> None:
    assert EXAMPLE.sentence(LABELS.__getitem__) == (
        "People taking part × (visits before − visits after) × (1 − deadweight)"
        " ÷ (2 × share due to the programme)"
    )


def test_a_hyphen_in_a_label_is_not_taken_for_a_minus() -> None:
    assert parse("a * (b - c)").sentence({"a": "A - z", "b": "b-day", "c": "c"}.__getitem__) == (
        "A - z × (b-day − c)"
    )


def test_each_name_is_listed_once_in_order() -> None:
    assert parse("b * (a - b) * (1 - c) / (a + d * 2)").names == ("b", "a", "c", "d")


def test_brackets_stand_only_where_they_are_needed_or_were_typed_within_a_product() -> None:
    assert str(parse("((a) * b) + (c / (d)) - (2)")) == "a * b + c / d - 2"
    assert str(parse("a / (b * c) - (d - e)")) == "a / (b * c) - (d - e)"


def test_everything_that_something_is_divided_by_is_told() -> None:
    divisors = parse("a / b / (c - d / e) + 1 / b").divisors
    assert [str(divisor) for divisor in divisors] == ["b", "c - d / e", "e"]


def test_a_quotient_by_nothing_is_not_a_number_and_does_not_warn() -> None:
    found = parse("a / (b - 1)").formula(
        {"a": np.ones(2), "b": np.array([1.0, 2.0])}.get, divide=ratio
    )
    assert np.isnan(found[0])
    assert found[1] == 1.0


@pytest.mark.parametrize("piece", ["(", "a*", "a+", " ", "9", "a", "!", "a(", ")", "×", "\u200b"])
def test_a_hundred_kilobytes_are_refused_before_they_are_read(piece: str) -> None:
    with pytest.raises(FaultError, match=r"^is [0-9,]+ characters long, of at most 1,000$"):
        parse(piece * 100_000)


def test_the_longest_text_and_the_deepest_brackets_are_read() -> None:
    assert len(parse("+".join("a" * (LONGEST_TEXT // 2))).parts) == LONGEST_TEXT // 2
    assert parse("(" * 20 + "a" + ")" * 20) == chain_of("a")


def test_a_number_that_is_made_of_names_is_no_plain_number_whatever_it_comes_to() -> None:
    made = Made(parse("a"), 0.5)
    assert made == Made(parse("a"), 0.7)
    assert made != Made(parse("b"), 0.5)
    assert made != 0.5  # a float's own != would say that they are alike
    assert not made == 0.5  # noqa: SIM201 - the other operator
