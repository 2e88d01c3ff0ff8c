"""The unit normal loss integral: what perfect information of normal net benefits is worth.

Of a decision that gains X ~ Normal(m, s) or nothing it is worth m F(m/s) + s f(m/s) - max(0, m),
with the normal distribution F and its density f; of one number, the same with the spread that the
number answers for. Gains are p1 ~ Normal(1, 1) and p2 ~ Normal(0, 2), or both about 0, or tied.
"""

from collections.abc import Iterator
from pathlib import Path

from econ.analysis.value_of_information import value_of_information
from econ.model.distributions import Normal
from econ.model.measures import net_present_value
from econ.model.scenario import Scenario
from tests.programmes import programme, saving
from tests.published.declared import Number, source

SOURCE = source(__doc__, "closed form", "the formula, worked out")
# Mean of p1; EVPI, and EVPPI of p1 and of p2.
KNOWN = {1.0: (0.4798107, 0.0833155, 0.3955931), 0.0: (0.8920621, 0.3989423, 0.7978846)}


def gains(mean: float) -> Scenario:
    """A pound for each of two normals."""
    return programme(
        {"p1": Normal(mean, 1.0), "p2": Normal(0.0, 2.0), "one": 1.0},
        [saving("first", "p1", "one"), saving("second", "p2", "one")],
    )


def numbers(_: Path) -> Iterator[Number]:
    why = "sampled: 65,536 points of a Sobol' sequence"
    for mean, known in KNOWN.items():
        found = value_of_information(gains(mean), net_present_value("society"))
        alone = {one.name: one.estimate for one in found.evppi}
        ours = (found.evpi.estimate, alone["p1"], alone["p2"])
        for said, theirs, our in zip(
            ("EVPI", "EVPPI of p1", "EVPPI of p2"), known, ours, strict=True
        ):
            yield Number(f"{said}, p1 about {mean:g}", theirs, our, 0.0008, why)
