"""The documentation of the Rust crate public_value: a social return on investment of two years.

60 people x 8,500; deadweight 40%; 30% due to others; drop-off 30% in the second year; 3.5% a year.
Printed: 214,200 + 144,869.5652 = 359,069.5652, from an input of 250,000, a ratio of 1.43627826.
Tolerance: half of the last digit printed.
"""

from collections.abc import Iterator
from pathlib import Path

from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.impacts import Impacts
from econ.model.measures import benefit_cost_ratio, benefits
from econ.model.profiles import Profile
from tests.programmes import RATE, cost, programme, saving
from tests.published.declared import Number, source

SOURCE = source(__doc__, "program", "its documentation; no address of it was recorded")


def returned() -> Impacts:
    """Two years of work, the second dropping off."""
    scenario = programme(
        {
            "people": 60,
            "proxy": 8500,
            "deadweight": 0.4,
            "others": 0.3,
            "kept": 0.7,
            "one": 1,
            "grant": 250_000,
        },
        [
            saving("work", "people * (1 - deadweight) * (1 - others)", "proxy", "dropping off"),
            cost("input", "one", "grant"),
        ],
        profiles=[Profile("dropping off", "retained", "entry", ("kept",))],
        years=2,
        discount=RATE,
    )
    return evaluate(scenario, base_case(scenario))


def numbers(_: Path) -> Iterator[Number]:
    impacts = returned()
    yearly = impacts.where_outcome("saving").present_value().by("year").base.tolist()
    for year, (printed, found) in enumerate(zip((214_200, 144_869.5652), yearly, strict=True)):
        yield Number(f"Value of year {year + 1}", printed, found, 5e-5)
    yield Number("Value of both years", 359_069.5652, benefits().base(impacts), 5e-5)
    found = benefit_cost_ratio().base(impacts)
    yield Number("Return on each pound", 1.43627826, found, 5e-9)
