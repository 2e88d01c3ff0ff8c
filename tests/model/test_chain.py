"""Quantities: what may be written, and its three readings."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from econ.errors import FaultError
from econ.model.chain import Chain, Term, parse
from econ.pages.live.formulas import Formula

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
TERMS = st.one_of(
    st.builds(lambda a: Term("", (a,)), NAMES),
    st.builds(lambda a: Term("1-", (a,)), NAMES),
    st.builds(lambda a, b: Term("+", (a, b)), NAMES, NAMES),
    st.builds(lambda a, b: Term("-", (a, b)), NAMES, NAMES),
)
CHAINS = st.lists(TERMS, min_size=1, max_size=5).map(lambda terms: Chain(tuple(terms)))
EXAMPLE = parse("participants * (visits_before - visits_after) * (1 - deadweight) * share")
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


@given(CHAINS)
def test_a_chain_reads_back_as_it_was_written(chain: Chain) -> None:
    assert parse(str(chain)) == chain


@given(CHAINS)
def test_spaces_do_not_matter(chain: Chain) -> None:
    assert parse(str(chain).replace(" ", "")) == chain
    assert parse(str(chain).replace(" ", "   ")) == chain


def test_one_declaration_is_read_as_an_excel_formula_with_its_value() -> None:
    made = EXAMPLE.formula(lambda name: Formula((CELLS[name],), VALUES[name]))
    assert "".join(map(str, made.pieces)) == (
        "Inputs!C2*(Inputs!C3-Inputs!C4)*(1-Inputs!C5)*Inputs!C6"
    )
    assert made.value == 200 * (4 - 1.5) * (1 - 0.25) * 0.5


@given(CHAINS, st.randoms(use_true_random=False))
def test_a_chain_of_numbers_comes_to_what_arithmetic_says(chain: Chain, random: Random) -> None:
    values = {name: float(random.randint(-9, 9)) for name in chain.names}
    worked = re.sub(r"[a-z][a-z0-9_]*", lambda name: f"({values[name[0]]})", str(chain))
    assert chain.formula(values.__getitem__) == eval(worked)  # noqa: S307 - numbers and signs


def test_one_declaration_is_read_as_a_sentence() -> None:
    assert EXAMPLE.sentence(LABELS.__getitem__) == (
        "People taking part × (visits before − visits after) × (1 − deadweight)"
        " × share due to the programme"
    )


def test_a_hyphen_in_a_label_is_not_taken_for_a_minus() -> None:
    assert parse("a * (b - c)").sentence({"a": "A - z", "b": "b-day", "c": "c"}.__getitem__) == (
        "A - z × (b-day − c)"
    )


def test_each_name_is_listed_once_in_order() -> None:
    assert parse("b * (a - b) * (1 - c) * a").names == ("b", "a", "c")


REFUSED = {
    "nothing": ("", "a factor is missing"),
    "a missing factor": ("a * * b", "a factor is missing"),
    "a star at the end": ("a * ", "a factor is missing"),
    "a bare sum": ("a + b", "cannot read 'a + b'"),
    "a bare difference": ("people * before - after", "cannot read 'before - after'"),
    "a quotient": ("a / b", "cannot read 'a / b'"),
    "a power": ("a ** 2", "a factor is missing"),
    "two minus a": ("(2 - a)", "cannot read '(2 - a)'"),
    "a plus one": ("(a + 1)", "cannot read '(a + 1)'"),
    "three terms": ("(a + b + c)", "cannot read '(a + b + c)'"),
    "brackets in brackets": ("((a - b))", "cannot read '((a - b))'"),
    "an open bracket": ("(a - b", "cannot read '(a - b'"),
    "a capital": ("People", "cannot read 'People'"),
    "a name with a space": ("people reached", "cannot read 'people reached'"),
    "a call": ("max(a, b)", "cannot read 'max(a, b)'"),
}


@pytest.mark.parametrize(("text", "what"), REFUSED.values(), ids=REFUSED.keys())
def test_anything_else_is_answered_with_what_may_be_written(text: str, what: str) -> None:
    with pytest.raises(FaultError) as told:
        parse(text)
    assert told.value.fault.what == what
    assert told.value.fault.remedy == (
        "Multiply names, as in a * b; a factor may be (a + b), (a - b) or (1 - a)."
    )


@pytest.mark.parametrize("number", ["1", "0.5", "12%", "1,200"])
def test_a_number_is_answered_with_giving_it_a_name(number: str) -> None:
    with pytest.raises(FaultError) as refused:
        parse(f"people * {number}")
    assert refused.value.fault.what == f"cannot read '{number}'"
    assert refused.value.fault.remedy == (
        "Give the number a name in Parameters, and write the name; a lump sum counts 1."
    )
