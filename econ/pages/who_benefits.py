"""The sheet Who benefits: each group of people, weighted where weights differ."""

from __future__ import annotations

from collections.abc import Sequence

from econ.model.perspectives import SOCIETY
from econ.model.scenario import Scenario
from econ.pages import page
from econ.pages.style import DECIMAL, WHOLE
from econ.pages.who_pays import KEPT
from econ.reports import narrative
from econ.reports.parts import groups_alike, people_reached
from econ.reports.report import ALL, CohortLine, Report
from econ.words import listed, years

BY_COHORT = (
    page.Column("Group", 31),
    page.Column("People", 9, WHOLE),
    *page.in_pounds("Benefits (mean)", "Costs (mean)", "Net (mean)", width=12),
    *page.in_pounds("95% interval from", "95% interval to", width=12),
    *page.in_pounds("Cost per person (mean)", "Net per person (mean)", width=12),
)
EQUITY_WEIGHTED = (
    page.Column("Equity weight", 8, DECIMAL),
    *page.in_pounds("Net, equity-weighted (mean)", "Weighted, 95% from", width=12),
    *page.in_pounds("Weighted, 95% to", width=12),
)
_WEIGHT = (
    "An equity weight says what a pound to this group counts for beside a pound to the average "
    "person; 1 is neutral."
)
_ALIKE = (
    "Groups in one line are equal by assumption, not by what was found there: do not read them as "
    "local results."
)


def who_benefits_sheet(found: Report) -> page.Sheet:
    """Present values by group, alike ones in one line, and to whom they may be carried over."""
    scenario = found.scenario
    society = scenario.perspective == SOCIETY
    view = f"{'as seen by ' if society else ''}{scenario.perspective}{'' if society else ' view'}"
    groups = groups_alike(found)
    columns = BY_COHORT + EQUITY_WEIGHTED * _weighed(scenario)
    lines = {names[0]: _line(found, names, line) for names, line in groups}
    if len(found.cohorts) > 1:
        lines[ALL] = _figures("All groups", None, _every_cohort(found))
    shown = {name: line[: len(columns)] for name, line in lines.items()}
    describes = "Present values of each group, and what it costs and keeps a person."
    table = page.Table("By group", columns, shown, describes, frozenset({ALL}))
    folded = any(len(names) > 1 for names, _ in groups)
    return page.sheet_of(
        "Who benefits",
        "Who benefits: which groups of people?",
        narrative.who_benefits(found),
        table,
        page.Space(),
        *page.headed(
            "To whom it may be carried over", page.Notes(tuple(narrative.carried_over(found)))
        ),
        note=f"Present values over {years(scenario.years)}, {view}, in {scenario.price_year} "
        f"prices. {KEPT} The interval is from the 2.5th to the 97.5th percentile.\n"
        f"{_WEIGHT if _weighed(scenario) else 'No group is weighted.'}\n"
        f"{_ALIKE if folded else ''}\n{narrative.shared_uncertainty(scenario)}",
    )


def _weighed(scenario: Scenario) -> bool:
    return any(cohort.equity_weight != 1 for cohort in scenario.cohorts)


def _every_cohort(found: Report) -> CohortLine:
    """All groups together; their people where each says how many."""
    names = ("benefits", "costs", "net_present_value", "equity_weighted_net_present_value")
    return CohortLine(ALL, people_reached(found), *(found.measure(name) for name in names))


def _line(found: Report, names: Sequence[str], line: CohortLine) -> tuple[page.Content, ...]:
    labels = listed([found.scenario.label(name) for name in names])
    label = labels if len(names) == 1 else f"{len(names)} groups alike, each: {labels}"
    cohort = next(c for c in found.scenario.cohorts if c.name == names[0])
    return _figures(label, cohort.equity_weight, line)


def _figures(label: str, weight: float | None, line: CohortLine) -> tuple[page.Content, ...]:
    net, again = line.net, line.equity_weighted
    gross = (line.benefits.mean, line.costs.mean)
    each = (_each(line.costs.mean, line.people), _each(net.mean, line.people))
    weighted = (weight, again.mean, again.p2_5, again.p97_5)
    return (label, line.people, *gross, net.mean, net.p2_5, net.p97_5, *each, *weighted)


def _each(amount: float | None, people: float | None) -> float | None:
    return amount / people if people and amount is not None else None
