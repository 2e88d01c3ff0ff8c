"""The sheet Assumptions: what was assumed, how much it matters, why, and who signed it off.

The columns are those that HM Treasury's Aqua Book asks of a log of assumptions.
"""

from __future__ import annotations

from econ.model.parameters import Parameter
from econ.model.profiles import Profile
from econ.model.programme import own_terms
from econ.model.starting import AT_ONCE
from econ.model.units import figure
from econ.pages.live.inputs import limits
from econ.pages.money import over_time
from econ.pages.page import Cell, Column, Content, Sheet, sheet_of, tabled
from econ.pages.style import INPUT, POUNDS
from econ.reports.report import Report
from econ.reports.sensitivity import Sensitivity
from econ.words import percent, years

SIGN = "Input: name and date"
ASSUMED = (
    Column("Assumption", 42),
    Column("Kind", 11),
    Column("Value", 34),
    Column("95% interval", 20),
    Column("Evidence", 12),
    Column("Effect on net present value", 14, POUNDS),
    Column("Source and reasoning", 62),
    Column("Signed off", 22),
)


def sheet(found: Report, sensitivity: Sensitivity | None) -> Sheet:
    """Choices of structure first, then numbers by their effect."""
    effects = _effects(sensitivity)
    known = (
        "The effect is how far the net present value moves over the number's 95% interval."
        if sensitivity is not None
        else "The effect of each number is not known: the one-way analysis was not run (n/a)."
    )
    numbers = [n for n in found.scenario.parameters.values() if n.name in found.scenario.used]
    numbers.sort(key=lambda number: -(effects.get(number.name) or 0.0))
    rows = [*_structure(found), *(_number(number, effects.get(number.name)) for number in numbers)]
    described = "Each assumption, its effect, its reasoning and its sign-off."
    return sheet_of(
        tabled("Assumptions", ASSUMED, rows, described),
        "What was assumed, why, how much it matters, and who signed it off.",
        f"{known} A number that does not vary, and a choice of structure, has none (n/a): see "
        "scenarios.",
        "Fill in the yellow cells: each assumption is signed off by whoever answers for it.",
    )


def _effects(sensitivity: Sensitivity | None) -> dict[str, float]:
    if sensitivity is None:
        return {}
    return {bar.parameter: bar.swing for bar in sensitivity.one_way.tornado.bars}


def _number(number: Parameter, effect: float | None) -> list[Content]:
    low, high = limits(number)
    unit = "" if number.unit in ("", "proportion", "share") else f" {_per(number.unit)}"
    reach = "does not vary"
    if low is not None and high is not None:
        reach = f"{figure(low, number.unit)} to {figure(high, number.unit)}"
    reasons = [number.source or "Source not given", number.note]
    return [
        number.label,
        "number",
        f"{figure(number.mean, number.unit)}{unit}".strip(),
        reach,
        number.evidence or "not graded",
        effect,
        ". ".join(reason.rstrip(".") for reason in reasons if reason) + ".",
        _signed(),
    ]


def _per(unit: str) -> str:
    return unit.removeprefix("GBP").strip()


def _structure(found: Report) -> list[list[Content]]:
    """What is true by choice of the analyst and not by a number."""
    scenario = found.scenario
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
        ("When people start", intake, scenario.profiles[scenario.intake].note)
        if scenario.intake
        else ("When people start", "all in the first year", "About"),
        *_terms(found),
        *_profiles(found),
        *_cashable(found),
        *_correlated(found),
    ]
    return [
        [what, "structure", value, "see scenarios", "a choice", None, why or not_said, _signed()]
        for what, value, why in chosen
    ]


def _terms(found: Report) -> list[tuple[str, str, str]]:
    """How people start, when support ends, and the own rates of outcomes, where any are stated."""
    scenario, told = found.scenario, list[tuple[str, str, str]]()
    if scenario.entry != AT_ONCE:
        told.append(("How people start within a year", scenario.entry, "About"))
    if scenario.support_ends:
        told.append(("Last year of support", scenario.support_ends, "About"))
    for outcome in scenario.outcomes:
        if own := own_terms(outcome.discount_rate, outcome.growth, outcome.value_class):
            told.append((f"Terms of its own: {outcome.label}", ", ".join(own), outcome.note))
    return told


def _profiles(found: Report) -> list[tuple[str, str, str]]:
    """How each effect runs over time, once for each profile."""
    scenario = found.scenario
    used: dict[str, list[str]] = {}
    for outcome in scenario.outcomes:
        used.setdefault(outcome.profile, []).append(outcome.label)
    return [
        (
            f"Over time: {'; '.join(labels)}",
            _over_time(scenario.profiles[name]),
            scenario.profiles[name].note,
        )
        for name, labels in used.items()
    ]


def _over_time(profile: Profile) -> str:
    shares = ", ".join(percent(share) for share in profile.table)
    return f"{over_time(profile)}: {shares}" if shares else over_time(profile)


def _cashable(found: Report) -> list[tuple[str, str, str]]:
    """How much of each saving releases cash, and when."""
    made = []
    for outcome in found.scenario.outcomes:
        if outcome.sign > 0:
            delay = f", after {years(outcome.cash_delay)}" if outcome.cash_delay else ""
            value = f"{percent(outcome.cash_share)}{delay if outcome.cash_share else ''}"
            made.append((f"Share that releases cash: {outcome.label}", value, outcome.note))
    return made


def _correlated(found: Report) -> list[tuple[str, str, str]]:
    """Pairs that vary together, those of one size and one reason in one line."""
    scenario = found.scenario
    groups: dict[tuple[float, str], dict[str, None]] = {}
    for pair in scenario.correlations:
        names = dict.fromkeys([scenario.label(pair.first), scenario.label(pair.second)])
        groups.setdefault((pair.rank, pair.why), {}).update(names)
    return [
        (f"Vary together: {'; '.join(labels)}", f"rank correlation {rank:.2f} of each pair", why)
        for (rank, why), labels in groups.items()
    ]


def _signed() -> Cell:
    return Cell(SIGN, look={**INPUT, "text_wrap": True})
