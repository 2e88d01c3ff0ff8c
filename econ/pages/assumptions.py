"""The sheet Assumptions: what was assumed, how much it matters, why, and who signed it off.

The columns are those that HM Treasury's Aqua Book asks of a log of assumptions.
"""

from __future__ import annotations

from collections.abc import Iterator

from econ.model.parameters import Parameter
from econ.model.prices import GREEN_BOOK_LONG_TEST, LONG
from econ.model.programme import own_terms
from econ.model.scenario import Scenario
from econ.model.starting import AT_ONCE
from econ.model.units import figure, in_unit
from econ.pages.live.inputs import limits, made
from econ.pages.money import over_time
from econ.pages.page import Column, Content, Sheet, in_pounds, sheet_of, tabled, to_fill
from econ.reports.report import Report
from econ.reports.sensitivity import Sensitivity
from econ.words import as_change, in_prices_of, percent, years

SIGN = "Input: name and date"
Assumed = tuple[str, str, str]
"""A choice of structure: of what, which, and why."""
TEST = f"needs a test at 3.0% as well: run it with the rate '{GREEN_BOOK_LONG_TEST.name}'"
ASSUMED = (
    Column("Assumption", 42),
    Column("Kind", 11),
    Column("Value", 34),
    Column("95% interval", 20),
    Column("Evidence", 12),
    *in_pounds("Effect on net present value"),
    Column("Source and reasoning", 62),
    Column("Signed off", 22),
)


def register(found: Report, sensitivity: Sensitivity | None) -> Sheet:
    """Choices of structure first, then numbers by their effect."""
    bars = sensitivity.one_way.tornado.bars if sensitivity is not None else ()
    effects = {bar.parameter: bar.swing for bar in bars}
    known = (
        "The effect is how far the net present value moves over the number's 95% interval."
        if sensitivity is not None
        else "The effect of each number is not known: the one-way analysis was not run (n/a)."
    )
    numbers = [n for n in found.scenario.parameters.values() if n.name in found.scenario.used]
    numbers.sort(key=lambda number: -effects.get(number.name, 0.0))
    rows = [*_structure(found), *(_number(found.scenario, n, effects.get(n.name)) for n in numbers)]
    described = "Each assumption, its effect, its reasoning and its sign-off."
    return sheet_of(
        tabled("Assumptions", ASSUMED, rows, described),
        "What was assumed, why, how much it matters, and who signed it off.",
        f"{known} A number that does not vary, and a choice of structure, has none (n/a): see "
        f"scenarios. {in_prices_of(found.scenario.price_year)}",
        "Fill in the yellow cells: each assumption is signed off by whoever answers for it.",
    )


def _number(scenario: Scenario, number: Parameter, effect: float | None) -> list[Content]:
    low, high = limits(number)
    reach = "varies with what it is made from" if number.formula else "does not vary"
    if low is not None and high is not None:
        reach = f"{figure(low, number.unit)} to {figure(high, number.unit)}"
    formula = made(number, scenario)
    reasons = [formula, number.source or ("" if formula else "Source not given"), number.note]
    return [
        as_change(number.label, number.mean if low is None else low),
        "formula" if formula else "number",
        in_unit(number.mean, number.unit),
        reach,
        number.evidence or "not graded",
        effect,
        ". ".join(reason.rstrip(".") for reason in reasons if reason) + ".",
        to_fill(SIGN),
    ]


def _structure(found: Report) -> list[list[Content]]:
    """What is true by choice of the analyst and not by a number."""
    scenario = found.scenario
    long = scenario.discount.needs_test(scenario.years)
    not_said = "Not said in the workbook"
    span = f"{scenario.year_labels[0]} to {scenario.year_labels[-1]}"
    intake = ", ".join(
        f"{percent(share)} in {year}"
        for year, share in zip(scenario.year_labels, scenario.intake_shares, strict=False)
    )
    chosen = [
        ("Comparator", scenario.about.get("comparator", not_said), "About"),
        ("Perspective of the headline", scenario.perspective, "About"),
        ("Time horizon", f"{years(scenario.years)}, {span}", "About"),
        ("Discount rate", scenario.discount.name, "About"),
        *([(f"Horizon beyond {LONG} years", TEST, "Green Book, February 2026")] if long else []),
        ("When people start", intake, scenario.profiles[scenario.intake].note)
        if scenario.intake
        else ("When people start", "all in the first year", "About"),
        *_terms(found),
        *_profiles(found),
        *_cashable(found),
        *_correlated(found),
    ]
    return [
        [
            what,
            "structure",
            value,
            "see scenarios",
            "a choice",
            None,
            why or not_said,
            to_fill(SIGN),
        ]
        for what, value, why in chosen
    ]


def _terms(found: Report) -> Iterator[Assumed]:
    """How people start, when support ends, and the own rates of outcomes, where any are stated."""
    scenario = found.scenario
    if scenario.entry != AT_ONCE:
        yield "How people start within a year", scenario.entry, "About"
    if scenario.support_ends:
        yield "Last year of support", scenario.support_ends, "About"
    for outcome in scenario.outcomes:
        if own := own_terms(outcome.discount_rate, outcome.growth, outcome.value_class):
            yield f"Terms of its own: {outcome.label}", ", ".join(own), outcome.note


def _profiles(found: Report) -> Iterator[Assumed]:
    """How each effect runs over time, once for each profile."""
    scenario, used = found.scenario, dict[str, list[str]]()
    for outcome in scenario.outcomes:
        used.setdefault(outcome.profile, []).append(outcome.label)
    for name, labels in used.items():
        profile = scenario.profiles[name]
        listed = profile.through(max(scenario.years, len(profile.table))) if profile.table else ()
        shares = ", ".join(percent(share) for share in listed)
        said = f"{over_time(profile)}: {shares}" if shares else over_time(profile)
        yield f"Over time: {'; '.join(labels)}", said, profile.note


def _cashable(found: Report) -> Iterator[Assumed]:
    """How much of each saving releases cash, and when."""
    for outcome in found.scenario.outcomes:
        if outcome.sign > 0:
            delay = f", after {years(outcome.cash_delay)}" if outcome.cash_delay else ""
            value = f"{percent(outcome.cash_share)}{delay if outcome.cash_share else ''}"
            yield f"Share that releases cash: {outcome.label}", value, outcome.note


def _correlated(found: Report) -> Iterator[Assumed]:
    """Pairs that vary together, those of one size and one reason in one line."""
    scenario = found.scenario
    groups: dict[tuple[float, str], dict[str, None]] = {}
    for pair in scenario.correlations:
        names = dict.fromkeys([scenario.label(pair.first), scenario.label(pair.second)])
        groups.setdefault((pair.rank, pair.why), {}).update(names)
    for (rank, why), labels in groups.items():
        said = f"rank correlation {rank:.2f} of each pair"
        yield f"Vary together: {'; '.join(labels)}", said, why
