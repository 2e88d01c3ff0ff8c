"""The NHS Cost Inflation Index: PSSRU's yearly percentages, as the R package dmdprices has them.

https://github.com/w-hardy/dmdprices, R/nhscii.R: pay and prices, 2015/16 to 2023/24.

An anomaly of the source: the package's README prints 1.127 for 2019/20 to 2023/24; its own table
gives 1.176930, which is what is found here.
"""

from collections.abc import Iterator
from itertools import accumulate
from operator import mul
from pathlib import Path

from econ.model.prices import PriceIndex
from tests.published.declared import Number, source

SOURCE = source(__doc__, "price index", "the table of R/nhscii.R, and the README")
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


def numbers(_: Path) -> Iterator[Number]:
    factor = NHSCII.factor("2019/20", "2023/24")
    yield Number("Factor of 2019/20 to 2023/24, by its table", 1.176930, factor, 5e-7)
    why = "the README's figure is not what its own table gives"
    yield Number("Factor of 2019/20 to 2023/24, in the README", 1.127, factor, None, why)
    why = "a percentage belongs to the year that it leads to"
    found = NHSCII.factor("2021/22", "2022/23")
    yield Number("Factor of 2021/22 to 2022/23, 7.32% dearer", 1.0732, found, 1e-12, why)


def test_the_figure_of_the_readme_is_far_from_that_of_the_table() -> None:
    assert abs(NHSCII.factor("2019/20", "2023/24") - 1.127) > 0.01
