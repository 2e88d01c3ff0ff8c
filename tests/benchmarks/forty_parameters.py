"""Forty uncertain parameters to one net present value a draw: ours, and NumPy written by hand.

The mix is the field's: gamma unit costs, normal effects, beta and PERT proportions, lognormal
ratios. Ten outcomes and a grant, nine areas with people and a price of their own, five years of an
involved profile whose leaving rate is uncertain too, discounted at the Green Book's rate.
"""

import numpy as np

from econ.model.designs import MonteCarlo
from econ.model.distributions import PERT, Beta, Distribution, FloatArray, Gamma, LogNormal, Normal
from econ.model.equation import ask
from econ.model.measures import net_present_value
from econ.model.prices import GREEN_BOOK
from econ.model.profiles import Profile
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.programmes import Number, cost, programme, saving

OUTCOMES, AREAS, YEARS = range(10), range(9), 5
PEOPLE, GRANT = 3000.0, 250.0
SHARE_OF_PEOPLE = np.arange(1, 10) / 45
LOCAL_PRICE = np.linspace(0.9, 1.1, 9)
BLOCK = 8192


def uncertain() -> dict[str, Distribution]:
    """The forty: ten effects, ten prices, ten proportions, eight ratios, and two of all."""
    numbers: dict[str, Distribution] = {}
    for k in OUTCOMES:
        numbers[f"effect_{k}"] = Normal(0.3 - 0.02 * k, 0.15)
        numbers[f"price_{k}"] = Gamma.from_moments(100.0 + 60 * k, 25.0 + 15 * k)
        numbers[f"share_{k}"] = Beta(20.0 + k, 30.0) if k < 5 else PERT(0.1, 0.3 + 0.02 * k, 0.8)
    for k in range(8):
        numbers[f"ratio_{k}"] = LogNormal.from_moments(1 + 0.05 * k, 0.2)
    numbers["attribution"] = Beta(9.2, 13.8)
    numbers["leaving"] = Gamma.from_moments(0.8, 0.2)
    return numbers


def scenario() -> Scenario:
    """The programme; the first price differs between areas."""
    certain: dict[str, Number] = {"people": PEOPLE, "grant": GRANT}
    savings = [
        saving(
            f"outcome_{k}",
            f"people * effect_{k} * share_{k} * attribution" + f" * ratio_{k}" * (k < 8),
            f"price_{k}",
            "while involved",
            {"nhs": 0.7, "carers": 0.3},
        )
        for k in OUTCOMES
    ]
    areas = [
        Cohort(
            f"area_{a}",
            f"Area {a}",
            relative={"people": float(SHARE_OF_PEOPLE[a]), "price_0": float(LOCAL_PRICE[a])},
        )
        for a in AREAS
    ]
    return programme(
        {**certain, **uncertain()},
        [*savings, cost("delivery", "people", "grant")],
        cohorts=areas,
        profiles=[Profile("while involved", "involved", "entry", ("leaving",))],
        years=YEARS,
        discount=GREEN_BOOK,
    )


def by_econ(draws: int, seed: int = 1) -> FloatArray:
    """Net present value of each draw, through ``econ.ask``."""
    (answer,) = ask(scenario(), MonteCarlo(draws, seed), [net_present_value("society")])
    return answer[1:]


def by_hand(draws: int, seed: int = 1) -> FloatArray:
    """The same programme as an analyst would write it in NumPy, a block at a time.

    It samples directly, knows the model, and does nothing else: no base case, no streams by name,
    no other payer, outcome or year that could be asked for.
    """
    generator = np.random.default_rng(seed)
    answer = np.empty(draws)
    for start in range(0, draws, BLOCK):
        size = min(BLOCK, draws - start)
        answer[start : start + size] = _block(generator, size)
    return answer


def _block(rng: np.random.Generator, size: int) -> FloatArray:
    leaving = rng.gamma(16.0, 0.8 / 16, size)
    years = np.arange(YEARS)
    timing = np.exp(-leaving[:, None] * years) * ((1 - np.exp(-leaving)) / leaving)[:, None]
    worth = timing @ 1.035 ** -years.astype(float)
    attribution = rng.beta(9.2, 13.8, size)
    people = PEOPLE * SHARE_OF_PEOPLE
    total = np.full(size, -PEOPLE * GRANT)
    for k in OUTCOMES:
        each = rng.normal(0.3 - 0.02 * k, 0.15, size) * _share(rng, k, size) * attribution
        if k < 8:
            each *= _ratio(rng, k, size)
        each *= rng.gamma(16.0, (100.0 + 60 * k) / 16, size)
        areas = people * LOCAL_PRICE if k == 0 else people
        total += each * areas.sum() * worth
    return total


def _share(rng: np.random.Generator, k: int, size: int) -> FloatArray:
    if k < 5:
        return rng.beta(20.0 + k, 30.0, size)
    rise = 4 * (0.2 + 0.02 * k) / 0.7
    return 0.1 + 0.7 * rng.beta(1 + rise, 5 - rise, size)


def _ratio(rng: np.random.Generator, k: int, size: int) -> FloatArray:
    mean = 1 + 0.05 * k
    variance = np.log1p((0.2 / mean) ** 2)
    return rng.lognormal(np.log(mean) - variance / 2, np.sqrt(variance), size)
