"""Small programmes made in Python, so that a test shows everything its scenario assumes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from econ.model.chain import parse
from econ.model.distributions import Distribution, Fixed, Gamma, Normal
from econ.model.parameters import Parameter
from econ.model.prices import DiscountRate, constant_rate
from econ.model.profiles import Profile
from econ.model.programme import Cohort, Correlation, Outcome, Payer
from econ.model.scenario import Scenario

Number = float | Distribution | Parameter
NO_DISCOUNT = constant_rate(0.0)
RATE = constant_rate(0.035)

PERSPECTIVES = ("NHS and PSS", "public sector", "society")
"""Those of most programmes here, narrowest first."""
PAYERS: Mapping[str, tuple[str, ...]] = {"nhs": PERSPECTIVES, "carers": ("society",)}
PROFILES = (
    Profile("first year", "first year", "calendar"),
    Profile("every year", "every year", "calendar"),
)


def number(name: str, value: Number, unit: str = "") -> Parameter:
    """A parameter; a bare number is certain."""
    if isinstance(value, Parameter):
        return value
    distribution = value if isinstance(value, Distribution) else Fixed(float(value))
    return Parameter(name, name.replace("_", " "), distribution, unit)


def made(name: str, formula: str, unit: str = "") -> Parameter:
    """A parameter that is made of others."""
    return Parameter(name, name.replace("_", " "), Fixed(0.0), unit, formula=parse(formula))


def saving(
    name: str,
    quantity: str,
    unit_value: str,
    profile: str = "first year",
    shares: Mapping[str, float] | None = None,
    **more: object,
) -> Outcome:
    """An outcome that is worth money, all of it to the NHS unless said."""
    return _outcome(name, quantity, unit_value, "saving", profile, shares, more)


def cost(
    name: str,
    quantity: str,
    unit_value: str,
    profile: str = "first year",
    shares: Mapping[str, float] | None = None,
    **more: object,
) -> Outcome:
    """An outcome that takes money, all of it from the NHS unless said."""
    return _outcome(name, quantity, unit_value, "cost", profile, shares, more)


def _outcome(
    name: str,
    quantity: str,
    unit_value: str,
    direction: str,
    profile: str,
    shares: Mapping[str, float] | None,
    more: Mapping[str, object],
) -> Outcome:
    made = Outcome(
        name=name,
        label=name.replace("_", " "),
        quantity=parse(quantity),
        unit_value=unit_value,
        direction=direction,
        profile=profile,
        value_class="fiscal",
        shares=shares or {"nhs": 1.0},
    )
    return replace(made, **more)  # type: ignore[arg-type]  # any other field of an outcome


def programme(
    parameters: Mapping[str, Number],
    outcomes: Sequence[Outcome],
    *,
    payers: Mapping[str, tuple[str, ...]] = PAYERS,
    cohorts: Sequence[Cohort] = (Cohort("everyone", "everyone"),),
    profiles: Sequence[Profile] = (),
    correlations: Sequence[Correlation] = (),
    years: int = 1,
    intake: str = "",
    discount: DiscountRate = NO_DISCOUNT,
    people: str = "people",
) -> Scenario:
    """A scenario of these rows; the parameter named ``people`` is the number of people."""
    return Scenario(
        name="Small programme",
        parameters={
            name: number(name, value, "people" if name == people else "")
            for name, value in parameters.items()
        },
        outcomes=tuple(outcomes),
        payers=tuple(Payer(name, name, views) for name, views in payers.items()),
        cohorts=tuple(cohorts),
        profiles={profile.name: profile for profile in (*PROFILES, *profiles)},
        first_year="2025/26",
        years=years,
        price_year="2024/25",
        intake=intake,
        discount=discount,
        correlations=tuple(correlations),
    )


def crowded() -> Scenario:
    """Sixty outcomes shared by thirty payers."""
    numbers: dict[str, Number] = {"people": 100, "price": Gamma(16, 2), "once": 1}
    numbers |= {f"effect_{k}": Normal(0.3, 0.2) for k in range(59)}
    outcomes = [
        saving(
            f"visits_{k}",
            f"people * effect_{k}",
            "price",
            shares={f"payer_{k % 30}": 0.5, f"payer_{(k + 7) % 30}": 0.5},
        )
        for k in range(59)
    ]
    spent = cost("delivery", "once", "grant", shares={"payer_3": 1.0})
    payers = {f"payer_{k}": PERSPECTIVES[k % 2 * 2 :] for k in range(30)}
    return programme({**numbers, "grant": 10_000}, [*outcomes, spent], payers=payers)
