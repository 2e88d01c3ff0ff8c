"""Programmes of every shape the model allows, for properties that must hold of all of them."""

from dataclasses import replace

from hypothesis import strategies as st

from econ.model.chain import Made, parse
from econ.model.distributions import Beta, Distribution, Fixed, Gamma, LogNormal, Normal, Uniform
from econ.model.prices import GREEN_BOOK, GREEN_BOOK_HEALTH, DiscountRate, constant_rate
from econ.model.profiles import Profile
from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario
from tests.programmes import NO_DISCOUNT, PERSPECTIVES, cost, made, programme, saving

QUANTITIES = (
    "people",
    "people * effect",
    "people * (before - after)",
    "people * (before + after) * share",
    "(1 - share) * people * effect",
    "share * (1 - share) * (effect - after) * people",
    "people * before - people * after / 2",
    "people / 12 * (before - (after + effect * (1 - share))) / (2 - share)",
)
PAYERS = {"nhs": PERSPECTIVES, "council": PERSPECTIVES[1:], "carers": PERSPECTIVES[2:]}
KINDS = {
    "first year": (),
    "every year": (),
    "retained": ("share",),
    "involved": ("leaving",),
    "involved then fading": ("leaving", "share", "fading"),
    "rising then fading": ("leaving", "fading"),
    "table": (),
}


def amounts(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_subnormal=False).map(lambda x: round(x, 6))


def normals() -> st.SearchStrategy[Distribution]:
    return st.builds(Normal, amounts(-2, 2), amounts(0.01, 1))


def positives() -> st.SearchStrategy[Distribution]:
    spread = st.tuples(amounts(1, 500), amounts(0.05, 1))
    return st.one_of(
        spread.map(lambda m: Gamma.from_moments(m[0], m[0] * m[1])),
        spread.map(lambda m: LogNormal.from_moments(m[0], m[0] * m[1])),
        st.builds(Fixed, amounts(1, 500)),
    )


def rates() -> st.SearchStrategy[Distribution]:
    return st.one_of(
        st.just(Fixed(0.0)),
        st.builds(Fixed, amounts(0.01, 3)),
        st.builds(lambda low, width: Uniform(low, low + width), amounts(0.01, 1), amounts(0.01, 1)),
    )


def proportions() -> st.SearchStrategy[Distribution]:
    return st.one_of(
        st.builds(Beta, amounts(0.5, 20), amounts(0.5, 20)), st.builds(Fixed, amounts(0, 1))
    )


SHARE, LEFT_OVER, DELAY, OTHER = (
    Made(parse(text)) for text in ("share", "1 - share", "fading + 0.5", "after * 2 + 3")
)
"""Numbers of the structure that are made of parameters."""


@st.composite
def shares(draw: st.DrawFn) -> dict[str, float]:
    """Shares of the three payers, adding up to 1; a payer may have none, or an uncertain one."""
    if draw(st.booleans()):
        first, second = draw(st.permutations(list(PAYERS)))[:2]
        return {first: SHARE, second: LEFT_OVER}
    parts = [draw(st.integers(0, 5)) for _ in PAYERS]
    whole = sum(parts) or 1
    if not sum(parts):
        parts[0] = 1
    return {payer: part / whole for payer, part in zip(PAYERS, parts, strict=True)}


@st.composite
def outcomes(draw: st.DrawFn, name: str, profiles: list[str]) -> Outcome:
    make = draw(st.sampled_from([saving, cost]))
    return make(
        name,
        draw(st.sampled_from(QUANTITIES)),
        draw(st.sampled_from(["price", "wage", "both"])),
        draw(st.sampled_from(profiles)),
        draw(shares()),
        cash_share=draw(st.sampled_from([0.0, 0.3, 1.0, SHARE])),
        cash_delay=draw(st.sampled_from([0, 1, 2, 3, DELAY])),
    )


@st.composite
def profiles(draw: st.DrawFn, years: int) -> list[Profile]:
    """One profile of each kind, on either clock."""
    made = []
    for kind, parameters in KINDS.items():
        table = draw(st.lists(amounts(0, 1), min_size=1, max_size=years))
        table[-1] = draw(st.sampled_from([table[-1], SHARE]))
        clock = draw(st.sampled_from(["entry", "calendar"]))
        after = draw(st.sampled_from(["0", "last"]))
        listed = tuple(table) if kind == "table" else ()
        made.append(Profile(f"{kind} profile", kind, clock, parameters, listed, after=after))
    return made


@st.composite
def cohorts(draw: st.DrawFn) -> list[Cohort]:
    named = draw(st.integers(1, 3))
    own = st.fixed_dictionaries({}, optional={"before": st.just(OTHER)})
    times = st.dictionaries(st.sampled_from(["people", "effect", "price"]), amounts(0, 2))
    relative = st.builds(lambda shared, apart: shared | apart, times, own)
    return [
        Cohort(f"area_{k}", f"Area {k}", draw(amounts(0.5, 2)), draw(relative))
        for k in range(named)
    ]


@st.composite
def programmes(draw: st.DrawFn) -> Scenario:
    """Any programme: outcomes, cohorts, clocks, intake, discounting and cash delays."""
    years = draw(st.integers(1, 5))
    time = draw(profiles(years))
    known = [(1.0,), (0.5, 0.5), (0.2, 0.3, 0.5), (SHARE, LEFT_OVER)]
    starts = draw(st.sampled_from(known))
    names = [profile.name for profile in time]
    rate: DiscountRate = draw(
        st.sampled_from([NO_DISCOUNT, constant_rate(0.05), GREEN_BOOK, GREEN_BOOK_HEALTH])
    )
    return programme(
        {
            "people": draw(amounts(1, 1000)),
            "effect": draw(normals()),
            "before": draw(positives()),
            "after": draw(normals()),
            "share": draw(proportions()),
            "price": draw(positives()),
            "wage": draw(positives()),
            "both": made("both", "(price + wage / 3) / (2 - share)"),
            "leaving": draw(rates()),
            "fading": draw(rates()),
        },
        [draw(outcomes(f"outcome_{k}", names)) for k in range(draw(st.integers(1, 4)))],
        payers=PAYERS,
        cohorts=draw(cohorts()),
        profiles=[*time, Profile("starts", "table", "calendar", (), starts, after="0")],
        years=years,
        intake=draw(st.sampled_from(["", "starts"])),
        discount=rate,
    )


def with_number(scenario: Scenario, name: str, distribution: Distribution) -> Scenario:
    """The same programme with another value of one parameter."""
    changed = replace(scenario[name], distribution=distribution)
    return replace(scenario, parameters={**scenario.parameters, name: changed})
