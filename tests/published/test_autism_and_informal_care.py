"""PACT for children with autism, England: societal costs a child.

https://pmc.ncbi.nlm.nih.gov/articles/PMC4685630, the tables of costs and of differences.

An anomaly of the source: the parts of treatment as usual add up to 56,568 and are printed as
56,534, because the parts have 69 children and the total 68. So the printed difference, 1,385, is
34 more than that of the parts.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from econ.model.distributions import Normal, interval
from econ.model.draws import base_case
from econ.model.equation import evaluate, run
from econ.model.fitting import Given, fit
from econ.model.measures import costs, net_present_value
from econ.model.parameters import Parameter
from econ.model.scenario import Scenario
from tests.programmes import PERSPECTIVES, cost, made, programme, saving
from tests.published.declared import Number, source

SOURCE = source(__doc__, "paper", "the tables of costs and of differences")
# Who pays for what: with PACT, and as usual.
PARTS = {
    "services": ("nhs", 6539, 2050),
    "education": ("schools", 3743, 3578),
    "out_of_pocket": ("families", 1146, 788),
    "productivity": ("families", 484, 338),
    "informal_care": ("families", 46_007, 49_814),
}
PAYERS = {"nhs": PERSPECTIVES, "schools": PERSPECTIVES[1:], "families": ("society",)}
PUBLISHED_SOCIETAL = (1385, -8468, 11_239)


@pytest.fixture
def scenario() -> Scenario:
    return trial()


def trial() -> Scenario:
    """What is saved a child is what is spent as usual less what is spent with PACT."""
    numbers = {f"{name}_pact": with_pact for name, (_, with_pact, _) in PARTS.items()}
    numbers |= {f"{name}_usual": as_usual for name, (_, _, as_usual) in PARTS.items()}
    return programme(
        {"children": 1, "pound": 1, **numbers},
        [
            saving(name, f"children * ({name}_usual - {name}_pact)", "pound", shares={payer: 1.0})
            for name, (payer, _, _) in PARTS.items()
        ],
        payers=PAYERS,
    )


def numbers(_: Path) -> Iterator[Number]:
    impacts = evaluate(trial(), base_case(trial()))
    parts = sum(with_pact for _, with_pact, _ in PARTS.values())
    yield Number("Cost of a child with PACT", 57_919, parts, 0)
    services = net_present_value("NHS and PSS").base(impacts)
    yield Number("Services cost more", 4489, -services, 0)
    informal = impacts.select(outcome="informal_care").total()[0]
    yield Number("Informal care costs less", 3808, informal, 1.01, "means are printed to the pound")
    society = -net_present_value("society").base(impacts)
    why = "the parts of usual care have 69 children and the printed total 68"
    yield Number("Society spends more", PUBLISHED_SOCIETAL[0], society, 34, why)


def test_society_loses_the_printed_amount_but_for_one_child(scenario: Scenario) -> None:
    found = net_present_value("society").base(evaluate(scenario, base_case(scenario)))
    assert found == 56_568 - 57_919 == -1351
    assert -found + (56_568 - 56_534) == PUBLISHED_SOCIETAL[0]


def test_the_interval_of_informal_care_swallows_the_conclusion_c9() -> None:
    """Drawn from the printed intervals, taken as independent and normal.

    The printed societal interval is 19,707 wide; that of services and informal care alone is
    narrower by the parts left out. Tolerance: 5% of its width.
    """
    services = fit("normal", Given(value=-4489, low=-5377, high=-3534))
    informal = fit("normal", Given(value=3808, low=-5735, high=13_350))
    assert isinstance(informal, Normal)
    assert interval(informal) == pytest.approx((-5734.5, 13_350.5))
    scenario = programme(
        {"children": 1, "services": services, "informal_care": informal, "pound": 1},
        [
            saving("services", "children * services", "pound"),
            saving("informal_care", "children * informal_care", "pound", shares={"families": 1.0}),
        ],
        payers=PAYERS,
    )
    impacts = run(scenario, draws=20_000)
    society = net_present_value("society").estimate(impacts)
    assert society.p2_5 is not None
    assert society.p97_5 is not None
    assert society.p2_5 < 0 < society.p97_5
    published = PUBLISHED_SOCIETAL[2] - PUBLISHED_SOCIETAL[1]
    assert society.p97_5 - society.p2_5 == pytest.approx(published, rel=0.05)
    assert net_present_value("NHS and PSS").estimate(impacts).probability_positive == 0


def test_the_two_arms_are_one_outcome() -> None:
    """One cost, worth what an arm's parts add up to less those of the other: no arm is a saving."""
    arms = {arm: " + ".join(f"{name}_{arm}" for name in PARTS) for arm in ("pact", "usual")}
    numbers: dict[str, float | Parameter] = {"children": 68}
    for name, (_, with_pact, as_usual) in PARTS.items():
        numbers |= {f"{name}_pact": with_pact, f"{name}_usual": as_usual}
    numbers |= {arm: made(arm, parts, "GBP") for arm, parts in arms.items()}
    numbers["more"] = made("more", "pact - usual", "GBP")
    found = programme(numbers, [cost("societal", "children", "more")], people="children")
    assert (found["pact"].mean, found["usual"].mean) == (57_919, 56_568)
    impacts = evaluate(found, base_case(found))
    assert costs("society").base(impacts) == pytest.approx(68 * (57_919 - 56_568), rel=1e-12)
    assert costs("society").base(impacts) / 68 == pytest.approx(PUBLISHED_SOCIETAL[0] - 34)
