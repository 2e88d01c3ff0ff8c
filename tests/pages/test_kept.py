"""Every word, number, formula, width and picture of the sheets of results, as they were kept."""

from tests.pages import kept


def test_the_sheets_of_results_are_as_they_were_kept() -> None:
    assert kept.listing().splitlines() == kept.KEPT.read_text("utf-8").splitlines()
