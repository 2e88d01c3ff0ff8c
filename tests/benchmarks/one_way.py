"""How long a tornado and all switching values take, beside the same work by hand in NumPy.

``timings()`` measures both in one run; the two give the same answers, which it checks first.
"""

from collections.abc import Callable, Mapping
from time import perf_counter

import numpy as np
from scipy.optimize import brentq

from econ.analysis.one_way import tornado
from econ.analysis.switching import switching_values
from econ.model.distributions import Distribution, FloatArray, Gamma, Normal, Uniform
from econ.model.measures import net_present_value
from econ.model.profiles import Profile
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.programmes import Number, cost, programme, saving

SERVICES, COHORTS, YEARS = 12, 9, 3
PEOPLE, SPEND = 21_000.0, 14_700_000.0
NET = net_present_value()
Values = Mapping[str, FloatArray]


def uncertain() -> dict[str, Distribution]:
    """26 parameters: twelve effects and twelve prices, attribution and a leaving rate."""
    effects = {f"effect_{k:02}": Normal(0.1 * (k + 1), 0.2) for k in range(SERVICES)}
    prices = {
        f"price_{k:02}": Gamma.from_moments(20 + 30 * k, 5 + 7.5 * k) for k in range(SERVICES)
    }
    return {
        **effects,
        **prices,
        "attribution": Uniform(0, 0.8),
        "leaving": Gamma.from_moments(1, 0.35),
    }


def scenario() -> Scenario:
    """The 26 parameters, twelve outcomes, nine cohorts and three years."""
    certain: dict[str, Number] = {"people": PEOPLE, "one": 1.0, "spend": SPEND}
    savings = [
        saving(
            f"service_{k:02}",
            f"people * effect_{k:02} * attribution",
            f"price_{k:02}",
            "while involved",
        )
        for k in range(SERVICES)
    ]
    return programme(
        {**certain, **uncertain()},
        [*savings, cost("grant", "one", "spend")],
        cohorts=[
            Cohort(f"area_{k}", f"Area {k}", relative={"people": 1 / COHORTS, "spend": 1 / COHORTS})
            for k in range(COHORTS)
        ],
        profiles=[Profile("while involved", "involved", "entry", ("leaving",))],
        years=YEARS,
    )


def by_econ() -> dict[str, tuple[float, float, float | None]]:
    """At the low end, at the high end, and the switching value of each parameter."""
    turns = switching_values(scenario(), NET)
    bars = tornado(scenario(), NET).bars
    return {
        bar.parameter: (bar.at_low, bar.at_high, turns[bar.parameter].value)
        for bar in sorted(bars, key=lambda bar: bar.parameter)
    }


def net(values: Values) -> FloatArray:
    """The same model as arithmetic: no cohorts, payers or outcomes, and nothing checked."""
    leaving = values["leaving"]
    involved = -np.expm1(-leaving * YEARS) / leaving
    worth = sum(values[f"effect_{k:02}"] * values[f"price_{k:02}"] for k in range(SERVICES))
    return np.asarray(PEOPLE * values["attribution"] * involved * worth - SPEND)


def by_hand() -> dict[str, tuple[float, float, float | None]]:
    """Two rows and a search for each parameter, one after the other."""
    distributions = uncertain()
    means = {name: np.array([d.mean], dtype=np.float64) for name, d in distributions.items()}
    answers = {}
    for name, distribution in sorted(distributions.items()):
        low, high, first, last = distribution.quantile(np.array([0.025, 0.975, 0.0005, 0.9995]))

        def at(x: object, name: str = name) -> FloatArray:
            return net({**means, name: np.atleast_1d(np.asarray(x, dtype=np.float64))})

        grid = np.linspace(first, last, 201)
        turns = np.flatnonzero(np.diff(np.sign(at(grid))))
        value = None
        if len(turns):
            bracket = grid[turns[0]], grid[turns[0] + 1]
            value = float(brentq(lambda x, at=at: float(at(x)[0]), *bracket, xtol=1e-13))
        answers[name] = (float(at(low)[0]), float(at(high)[0]), value)
    return answers


def largest_difference() -> float:
    """The largest relative difference between the two sets of answers."""
    largest = 0.0
    for (name, ours), theirs in zip(by_econ().items(), by_hand().values(), strict=True):
        for seen, expected in zip(ours, theirs, strict=True):
            if (seen is None) != (expected is None):
                raise ValueError(f"{name}: one finds a switching value and the other does not")
            if seen is not None and expected is not None:
                largest = max(largest, abs(seen - expected) / max(abs(expected), 1.0))
    return largest


def timings(repeats: int = 5) -> dict[str, float]:
    """Seconds, the best of ``repeats``, for the whole of each and for econ's two parts."""
    made = scenario()
    work: dict[str, Callable[[], object]] = {
        "tornado": lambda: tornado(made, NET),
        "switching values": lambda: switching_values(made, NET),
        "tornado and switching values": lambda: (tornado(made, NET), switching_values(made, NET)),
        "by hand": by_hand,
    }
    if largest_difference() > 1e-9:
        raise ValueError("the two do not give the same answers, so their times mean nothing")
    return {name: min(_seconds(task) for _ in range(repeats)) for name, task in work.items()}


def _seconds(task: Callable[[], object]) -> float:
    start = perf_counter()
    task()
    return perf_counter() - start
