"""The sheet Assumptions and sources: what was chosen, then each number, its effect and its source.

A log of assumptions as HM Treasury's Aqua Book asks for one; sign-off stands on the sheet About.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from econ.model.prices import GREEN_BOOK_LONG_TEST, LONG
from econ.model.profiles import Profile
from econ.model.programme import own_terms
from econ.model.starting import AT_ONCE
from econ.pages.page import Column, Notes, Sheet, Table, headed, in_pounds, sheet_of
from econ.reports import narrative
from econ.reports.report import Report
from econ.reports.sensitivity import Sensitivity
from econ.words import in_prices_of, percent, years

Assumed = tuple[str, str, str]
"""A choice of structure: of what, which, and why."""
TEST = f"needs a test at 3.0% as well: run it with the rate '{GREEN_BOOK_LONG_TEST.name}'"
_EFFECT = "Effect on net present value"
_AFTER = "Evidence"
"""The column of the inputs after which the effect stands."""


def register(found: Report, sensitivity: Sensitivity | None, listed: Sheet) -> Sheet:
    """Choices of structure, then the numbers of the sheet ``listed``, each with its effect."""
    bars = sensitivity.one_way.tornado.bars if sensitivity is not None else ()
    known = (
        "The effect is how far the net present value moves over the number's 95% interval."
        if sensitivity is not None
        else "The effect of each number is not known: the one-way analysis was not run (n/a)."
    )
    sources = [Notes((x.source,), label=x.label) for x in found.scenario.unmonetised]
    (table,) = (t for t in listed.every(Table) if isinstance(t, Table))
    chosen = (Notes((f"{is_so}. {why}".rstrip(),), label=of) for of, is_so, why in structure(found))
    return sheet_of(
        listed.name,
        listed.answers,
        narrative.rests_on(found)[-1],
        *headed("Choices of structure", *chosen),
        *(headed("Sources of what has no price", *sources) if sources else ()),
        _with_effects(table, {bar.parameter: bar.swing for bar in bars}),
        note=f"{known} One that does not vary, and a choice of structure, has none: see scenarios. "
        f"{in_prices_of(found.scenario.price_year)}\n"
        "Change a yellow cell of 'Value used', here or on What-if, and the sheets What-if, "
        "Workings and Checks follow; the other sheets stay as they were in the run. The "
        "values of single groups and years are in yellow on Workings. ",
    )


def _with_effects(table: Table, effects: dict[str, float]) -> Table:
    """The table of inputs with one column more; its cells stay where their names say."""
    place = 1 + [column.name for column in table.columns].index(_AFTER)
    (effect,) = in_pounds(_EFFECT, width=11)
    columns: tuple[Column, ...] = (*table.columns[:place], effect, *table.columns[place:])
    lines = {
        name: (*cells[:place], effects.get(name), *cells[place:])
        for name, cells in table.lines.items()
    }
    return replace(table, columns=columns, lines=lines)


def structure(found: Report) -> Iterator[Assumed]:
    """What is true by choice of the analyst and not by a number."""
    scenario = found.scenario
    span = f"{scenario.year_labels[0]} to {scenario.year_labels[-1]}"
    yield "Comparator", scenario.about.get("comparator", "not said in the workbook").rstrip("."), ""
    yield "Perspective of the headline", scenario.perspective, ""
    yield "Time horizon", f"{years(scenario.years)}, {span}", ""
    yield "Discount rate", scenario.discount.name, ""
    if scenario.discount.needs_test(scenario.years):
        yield f"Horizon beyond {LONG} years", TEST, "Green Book, February 2026."
    intake = ", ".join(
        f"{percent(share)} in {year}"
        for year, share in zip(scenario.year_labels, scenario.intake_shares, strict=False)
    )
    why = scenario.profiles[scenario.intake].note if scenario.intake else ""
    yield "When people start", intake if scenario.intake else "all in the first year", why
    yield from _terms(found)
    yield from _profiles(found)
    yield from _cashable(found)
    if said := narrative.shared_uncertainty(scenario):
        yield "Uncertainty of groups of people", said, ""
    yield from _correlated(found)


def _terms(found: Report) -> Iterator[Assumed]:
    """How people start, when support ends, and the own rates of outcomes, where any are stated."""
    scenario = found.scenario
    if scenario.entry != AT_ONCE:
        yield "How people start within a year", scenario.entry, ""
    if scenario.support_ends:
        yield "Last year of support", scenario.support_ends, ""
    for outcome in scenario.outcomes:
        if own := own_terms(outcome.discount_rate, outcome.growth, outcome.value_class):
            yield "Terms of its own", f"{outcome.label}: {', '.join(own)}", outcome.note


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
        yield "Over time", f"{said}: {'; '.join(labels)}", profile.note


def over_time(profile: Profile) -> str:
    """A time profile in words.

    >>> over_time(Profile("x", "involved", "entry", ("leaving_rate",)))
    "involved, from each person's start"
    """
    clock = "from each person's start" if profile.clock == "entry" else "by the calendar"
    return f"{profile.kind}, {clock}"


def _cashable(found: Report) -> Iterator[Assumed]:
    """How much of each saving releases cash, and when; those alike in one line."""
    alike = dict[str, list[str]]()
    for outcome in found.scenario.outcomes:
        if outcome.sign > 0:
            delay = f", after {years(outcome.cash_delay)}" if outcome.cash_delay else ""
            value = f"{percent(outcome.cash_share)}{delay if outcome.cash_share else ''}"
            alike.setdefault(value, []).append(outcome.label)
    for value, labels in alike.items():
        yield "Share that releases cash", f"{value}: {'; '.join(labels)}", ""


def _correlated(found: Report) -> Iterator[Assumed]:
    """Pairs that vary together, those of one size and one reason in one line."""
    scenario = found.scenario
    groups: dict[tuple[float, str], dict[str, None]] = {}
    for pair in scenario.correlations:
        names = dict.fromkeys([scenario.label(pair.first), scenario.label(pair.second)])
        groups.setdefault((pair.rank, pair.why), {}).update(names)
    for (rank, why), labels in groups.items():
        said = f"rank correlation {rank:.2f} of each pair"
        yield "Vary together", f"{said}: {'; '.join(labels)}", why
