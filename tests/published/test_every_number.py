"""Each declared number is made again, and VERIFICATION.md says so."""

import pytest

from tests.published.declared import KINDS, Number, replications
from tests.published.document import DOCUMENT, Made, made_again, rendered


@pytest.fixture(scope="module")
def made() -> Made:
    return made_again()


def test_what_is_printed_is_made_again_within_its_tolerance(made: Made) -> None:
    every = {module.SOURCE.title: numbers for module, numbers in made.items()}
    assert {k: [n for n in numbers if not n.holds] for k, numbers in every.items()} == {
        title: [] for title in every
    }
    for numbers in every.values():
        assert len({number.what for number in numbers}) == len(numbers)


def test_the_document_is_what_the_declarations_say(made: Made) -> None:
    """After a change: ``python -m tests.published``, and read the difference."""
    assert DOCUMENT.read_text(encoding="utf-8") == rendered(made)


def test_twenty_five_numbers_come_from_twelve_sources_of_different_kinds() -> None:
    sources = [module.SOURCE for module in replications()]
    assert len({told.title for told in sources}) == len(sources) >= 12
    assert {told.kind for told in sources} == set(KINDS)
    assert DOCUMENT.read_text(encoding="utf-8").count("\n| ") >= 25 + len(sources)


def test_a_number_that_is_off_does_not_hold_and_one_known_to_differ_says_why() -> None:
    assert Number("cost", 100, 100.4, 0.5).holds
    assert not Number("cost", 100, 100.6, 0.5).holds
    assert not Number("cost", 100, float("nan"), 0.5).holds
    assert not Number("cost", 100, 107, None).holds
    assert Number("cost", 100, 107, None, "counted twice").holds
    assert not Number("cost", 100, 100, None, "counted twice").holds
