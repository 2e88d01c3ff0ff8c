"""UK price indices: the GMCA unit cost database, and the NHS Cost Inflation Index.

GMCA unit cost database v1.4, the formulas of sheet unit costs: each price times the index of the
year wanted over that of its own. NHSCII: PSSRU's yearly percentages of pay and prices, 2015/16 to
2023/24, as the R package dmdprices lists them.

An anomaly of the source: that package's README prints 1.127 for 2019/20 to 2023/24; its own table
gives 1.176930, which is what is found here.
"""

from itertools import accumulate
from operator import mul

import pytest

from econ.model.distributions import Fixed
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.measures import net_present_value
from econ.model.parameters import Parameter
from econ.model.prices import PriceIndex
from tests.programmes import programme, saving

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
PERCENTAGES = {
    "2015/16": 0.40,
    "2016/17": 2.09,
    "2017/18": 1.24,
    "2018/19": 1.60,
    "2019/20": 2.14,
    "2020/21": 2.49,
    "2021/22": 2.58,
    "2022/23": 7.32,
    "2023/24": 4.31,
}
NHSCII = PriceIndex(
    "NHSCII",
    "pay and prices",
    dict(
        zip(
            PERCENTAGES,
            accumulate((1 + percent / 100 for percent in PERCENTAGES.values()), mul),
            strict=True,
        )
    ),
)


@pytest.mark.parametrize(
    ("code", "price", "year", "printed"),
    [
        ("HE4.0, an A&E attendance", 109, "2011/12", 116.64403048),
        ("HE4.1, with admission", 147, "2011/12", 157.3089),
        ("SS7.0, social care", 358.8, "2013/14", 370.00819440),
    ],
)
def test_a_gmca_price_is_the_printed_one_and_so_is_what_is_saved(
    code: str, price: float, year: str, printed: float
) -> None:
    """To the digits printed, of the price and of the index behind it."""
    digits = 2e-8 if printed != 157.3089 else 5e-5
    each = Parameter("price", code, Fixed(price), "GBP per unit").uplifted(GMCA, year, "2015/16")
    assert each.mean == pytest.approx(printed, abs=digits)
    scenario = programme({"people": 10, "price": each}, [saving("visits", "people", "price")])
    found = net_present_value().base(evaluate(scenario, base_case(scenario)))
    assert found == pytest.approx(10 * printed, abs=10 * digits)


def test_the_nhs_index_of_four_years_is_what_its_table_gives() -> None:
    assert NHSCII.factor("2019/20", "2023/24") == pytest.approx(1.176930, abs=5e-7)
    assert NHSCII.factor("2019/20", "2023/24") != pytest.approx(1.127, abs=0.01)


def test_a_percentage_belongs_to_the_year_that_it_leads_to() -> None:
    """2022/23 was 7.32% dearer than 2021/22."""
    assert NHSCII.factor("2021/22", "2022/23") == pytest.approx(1.0732)
