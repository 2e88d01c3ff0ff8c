"""HM Treasury's discount rates, as its terms of reference of 16 December 2025 state them.

https://www.gov.uk/government/publications/green-book-discount-rate-review-2026/review-of-discounting-in-the-green-book-terms-of-reference
says: 3.5% for the first 30 years, 3.0% for years 31 to 75, and 2.5% thereafter.
"""

from collections.abc import Iterator
from pathlib import Path

from econ.model.prices import GREEN_BOOK
from tests.published.declared import Number, source

SOURCE = source(__doc__, "guidance", "section 1, discounting in the Green Book")


def numbers(_: Path) -> Iterator[Number]:
    for year, rate in ((1, 0.035), (30, 0.035), (31, 0.03), (75, 0.03), (76, 0.025)):
        yield Number(f"Rate of year {year}", rate, GREEN_BOOK.rate(year), 0)
