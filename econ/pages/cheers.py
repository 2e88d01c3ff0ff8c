"""The sheet CHEERS: the 28 items of the CHEERS 2022 reporting standard, filled from the run.

Husereau and others 2022, https://doi.org/10.1186/s12916-021-02204-0, table 1. What the run cannot
know is left to the analyst, in a cell that can be filled in; the items stand in ``cheers.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from econ.files import SUMMARY
from econ.model.scenario import Scenario, other_rates
from econ.pages import page
from econ.reports.narrative import (
    answer,
    carried_over,
    cautions,
    rests_on,
    unpriced,
    would_change,
)
from econ.reports.report import GRADES, Report
from econ.reports.sensitivity import Sensitivity
from econ.words import listed, money, started, years

TO_SAY = "Input: for the analyst to complete"
NOTHING = "nothing"
REPORTED = (
    page.Column("Item", 6, "0"),
    page.Column("Section", 14),
    page.Column("What is reported", 28),
    page.Column("What this run says", 70),
    page.Column("Left to the analyst", 32),
    page.Column("Where", 20),
)


def _all_said(found: Report, told: Sensitivity | None) -> Iterator[str]:
    """What this run says of each of the 28 items, in order; nothing where it cannot know."""
    scenario, said = found.scenario, answer(found, told)
    yield f"{scenario.name}: costs and impacts by payer and year, with their uncertainty."
    yield " ".join(said)
    yield scenario.about.get("decision question", "")
    yield ""
    yield from _setting(scenario)
    yield from _valued(scenario)
    yield from _made(found, told)
    yield from _results(found)
    yield " ".join(said[2:] if told is None else [*said[2:], *would_change(told)])
    yield ""
    limits = [*rests_on(found), *cautions(found), unpriced(found), carried_over(found)[0]]
    yield " ".join(filter(None, limits))
    yield from ("", "")


def _setting(scenario: Scenario) -> Iterator[str]:
    """Items 5 to 10."""
    yield from (scenario.about.get(item, "") for item in ("population", "setting", "comparator"))
    counted = [scenario.label(name) for name in scenario.payers_in(scenario.perspective)]
    yield f"{scenario.perspective}: {listed(counted)}." if counted else scenario.perspective
    yield f"{years(scenario.years)}, {scenario.year_labels[0]} to {scenario.year_labels[-1]}."
    yield (
        f"{scenario.discount.name}: {scenario.discount.rate(1) * 100:.4g}% in the first years; the "
        "first year is year 0 and is not discounted. Budget figures by year are undiscounted."
        f"{other_rates(scenario)}"
    )


def _valued(scenario: Scenario) -> Iterator[str]:
    """Items 11 to 15."""
    used = [scenario[name] for name in scenario.used]
    gains = [o for o in scenario.outcomes if o.sign > 0]
    outlays = [o.label for o in scenario.outcomes if o.sign < 0]
    graded = [f"{sum(n.evidence == grade for n in used)} {grade}" for grade in GRADES]
    values = list(dict.fromkeys(scenario[o.unit_value].label for o in gains))
    uplifts = [n.uplift for n in used if n.uplift is not None and n.uplift.index]
    indices = sorted({f"{uplift.index}, {uplift.edition}" for uplift in uplifts})
    carried = f", carried there by {listed(indices)}" if indices else ""
    yield _ends([o.label for o in gains])
    yield f"Numbers used, by grade of evidence: {listed(graded)}."
    yield _ends(values)
    yield _ends(outlays)
    yield f"Pounds sterling at {scenario.price_year} prices{carried}."


def _ends(labels: list[str]) -> str:
    return f"{'; '.join(labels)}." if labels else "None."


def _made(found: Report, told: Sensitivity | None) -> Iterator[str]:
    """Items 16 to 21."""
    scenario, design = found.scenario, found.design
    kinds = listed(sorted({scenario.profiles[o.profile].kind for o in scenario.outcomes}))
    attributed = (
        "Only a stated share of the observed change is counted as the programme's."
        if scenario.attributions
        else "No attribution: all of the change is counted as the programme's."
    )
    cohorts = (
        "One group: no differences are shown."
        if len(scenario.cohorts) == 1
        else f"{len(scenario.cohorts)} groups, each with its own result."
    )
    equity = (
        "Equity-weighted results stand beside unweighted ones."
        if any(cohort.equity_weight != 1 for cohort in scenario.cohorts)
        else "Every group has the equity weight 1, so that weighted results are the same."
    )
    model = (
        "A cost-consequence model: each outcome is a quantity times a unit value, spread over "
        "the years by a time profile and over payers by shares. It stands as live formulas on "
        f"the sheet Workings of {SUMMARY}."
    )
    varying, joint = set(scenario.uncertain) & scenario.used, len(scenario.correlations)
    varied = f"{len(varying)} numbers varied together in {design.size:,} draws ({design.name})"
    varied += f", {joint} pairs of them correlated." if joint else "."
    varied += "" if told is None else " One-way analysis and switching values."
    yield model
    yield f"Time profiles: {kinds}. {attributed}"
    yield cohorts
    yield f"Each payer's gains and losses stand apart. {equity}"
    yield varied
    yield ""


def _results(found: Report) -> Iterator[str]:
    """Items 22 and 23."""
    numbers, net = len(found.scenario.used), found.measure("net_present_value")
    yield f"All {numbers} numbers, with distribution, limits, evidence and source."
    yield (
        f"Net present value {money(net.mean)} (95% interval {money(net.p2_5)} to "
        f"{money(net.p97_5)}); cost {money(found.measure('costs').mean)}, return "
        f"{money(found.measure('benefits').mean)}, by payer, year, outcome and group."
    )


def cheers_sheet(found: Report, told: Sensitivity | None, sheets: frozenset[str]) -> page.Sheet:
    """The 28 items; ``sheets`` are the names of those of the summary, which can be looked at."""
    items = zip(page.listed_in("cheers.csv"), _all_said(found, told), strict=True)
    rows = [
        [number, item["section"], item["topic"], *_shown(item, said, sheets)]
        for number, (item, said) in enumerate(items, 1)
    ]
    described = "The 28 items of CHEERS 2022 and what this run says of each."
    return page.sheet_of(
        "CHEERS",
        "What does the reporting standard CHEERS 2022 ask, item by item?",
        "What this run knows of each of the 28 items, and what is left for the analyst to say: "
        "fill in the yellow cells.",
        page.tabled("CHEERS", REPORTED, rows, described),
    )


def _shown(item: Mapping[str, str], said: str, sheets: frozenset[str]) -> list[page.Content]:
    left: page.Content = NOTHING
    if item["left"] or not said:
        left = page.to_fill(f"{TO_SAY}: {item['left']}" if said else TO_SAY)
    known = "the workbook of inputs" if said else "the report"
    named = item["where"]
    where: page.Link | str = page.to_sheet(named, SUMMARY) if named in sheets else known
    return [started(said) or NOTHING, left, where]
