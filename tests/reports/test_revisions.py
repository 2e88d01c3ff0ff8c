"""What changed between two workbooks, in words and as records, from hand-made parts."""

import pytest

from econ.analysis.difference import Difference, Part
from econ.model.measures import headline
from econ.reports.revisions import Revision, told_parts


def part(name: str, estimate: float, se: float, what: str = "") -> Part:
    return Part(name, "", "Parameters", what or name, "1", "2", estimate, se, {}, {})


def found(*parts: Part, orders: int = 0) -> Difference:
    change = sum(part.estimate or 0.0 for part in parts)
    ends = (1_000.0, 1_000.0 + change, change)
    views = ("society", "NHS and PSS"), ("2024/25", "2024/25")
    return Difference(
        headline().definition, "headline", "", "Old", "New", *views, *ends, {}, parts, orders
    )


def test_sampled_parts_are_told_with_their_error() -> None:
    parts = part("price", 12_345.0, 100.0, "Price of a visit"), part("people", -45.0, 0.0)
    assert told_parts(found(*parts, orders=200)) == [
        (
            "Net present value, central case (society, then NHS and PSS; 2024/25 prices): "
            "£1,000 → £13,300, £12,300 higher."
        ),
        "  +£12,345  Price of a visit (price) ± £196: 1 → 2",
        "      −£45  people: 1 → 2",
        "  The parts add up to the whole, whatever the order of the changes.",
        "  ± is the error of sampling 200 orders of the changes.",
    ]


def test_exact_parts_are_told_without_one() -> None:
    lines = told_parts(found(part("price", -500.0, 0.0)))
    assert lines[0].endswith("£1,000 → £500, £500 lower.")
    assert lines[1:] == [
        "  −£500  price: 1 → 2",
        "  The parts add up to the whole, whatever the order of the changes.",
    ]


def test_a_record_holds_the_interval_of_its_part_low_before_high() -> None:
    told = Revision("old.xlsx", "new.xlsx", (), found(part("price", 12.0, 10.0), orders=50))
    result = told.as_json()["result"]
    assert isinstance(result, dict)
    assert (result["view_old"], result["view_new"]) == ("society", "NHS and PSS")
    assert (result["old"], result["new"], result["difference"]) == (1_000, 1_012, 12)
    assert result["parts"] == [
        {
            "sheet": "Parameters",
            "parameter": "price",
            "label": "price",
            "before": "1",
            "after": "2",
            "estimate": 12.0,
            "low": pytest.approx(12 - 19.59964),
            "high": pytest.approx(12 + 19.59964),
            "se": 10.0,
        }
    ]
