"""The GMCA unit cost database v1.4 (Greater Manchester): prices carried to another year.

https://github.com/charlescoverdale/econstack-data, src/gmca-raw/unit-cost-database.xlsx, the
formulas of sheet unit costs: each price times the index of the year wanted over that of its own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from econ.model.distributions import Fixed
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.measures import net_present_value
from econ.model.parameters import Parameter
from econ.model.prices import PriceIndex
from tests.programmes import programme, saving
from tests.published.declared import Number, source

SOURCE = source(__doc__, "unit-cost database", "sheet unit costs")
GMCA = PriceIndex(
    "GMCA",
    "v1.4",
    {
        "2011/12": 183.12722096,
        "2012/13": 186.08289,
        "2013/14": 190.03343415,
        "2015/16": 195.96969857,
    },
)
# Its code: what it is, price, year, and the printed price of 2015/16.
PRICES = {
    "HE4.0": ("an A&E attendance", 109, "2011/12", 116.64403048),
    "HE4.1": ("an A&E attendance with admission", 147, "2011/12", 157.3089),
    "SS7.0": ("social care", 358.8, "2013/14", 370.00819440),
}


def uplifted(code: str) -> Parameter:
    what, price, year, _ = PRICES[code]
    return Parameter("price", what, Fixed(price), "GBP per unit").uplifted(GMCA, year, "2015/16")


def digits(printed: float) -> float:
    """What the digits printed, of the price and of the index behind it, leave open."""
    return 2e-8 if printed != 157.3089 else 5e-5


def numbers(_: Path) -> Iterator[Number]:
    for code, (what, price, year, printed) in PRICES.items():
        said = f"{code}, {what}: {price} of {year} in 2015/16"
        yield Number(said, printed, uplifted(code).mean, digits(printed))


@pytest.mark.parametrize("code", PRICES)
def test_a_price_that_was_carried_is_what_is_saved(code: str) -> None:
    scenario = programme(
        {"people": 10, "price": uplifted(code)}, [saving("visits", "people", "price")]
    )
    found = net_present_value().base(evaluate(scenario, base_case(scenario)))
    printed = PRICES[code][3]
    assert found == pytest.approx(10 * printed, abs=10 * digits(printed))
