"""The sheet CHEERS: the 28 items of the CHEERS 2022 reporting standard, filled from the run.

Husereau and others 2022, https://doi.org/10.1186/s12916-021-02204-0, table 1. What the run cannot
know is left to the analyst, in a cell that can be filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from econ.files import SUMMARY
from econ.model.scenario import Scenario, other_rates
from econ.pages.page import Column, Content, Link, Sheet, sheet_of, tabled, to_fill, to_sheet
from econ.reports.narrative import (
    answer,
    carried_over,
    cautions,
    rests_on,
    unpriced,
    would_change,
)
from econ.reports.report import ATTRIBUTION, GRADES, Report
from econ.reports.sensitivity import Sensitivity
from econ.words import listed, money, started, years

TO_SAY = "Input: for the analyst to complete"
NOTHING = "nothing"
REPORTED = (
    Column("Item", 6, "0"),
    Column("Section", 15),
    Column("What is reported", 34),
    Column("What this run says", 84),
    Column("Left to the analyst", 38),
    Column("Where", 24),
)
SECTIONS = (
    *("Title", "Abstract", "Introduction"),
    *["Methods"] * 18,
    *["Results"] * 4,
    *("Discussion", "Other", "Other"),
)
"""The section of each item, in the standard's order."""


@dataclass(frozen=True, slots=True)
class Item:
    """A topic: what a run says of it, what is left to say, and the sheet to look at."""

    topic: str
    said: str = ""
    left: str = TO_SAY
    where: str = ""


def _items(found: Report, told: Sensitivity | None) -> Iterator[Item]:
    """All 28, in order."""
    scenario, said = found.scenario, answer(found, told)
    question = scenario.about.get("decision question", "")
    title = f"{scenario.name}: costs and impacts by payer and year, with their uncertainty."
    why = "the background, and why it matters for practice" if question else TO_SAY
    yield Item("Title", title, "the title of the report", "Summary")
    yield Item("Abstract", " ".join(said), "the abstract around these figures", "Summary")
    yield Item("Background and objectives", question, why)
    yield Item("Health economic analysis plan")
    yield from _setting(scenario)
    yield from _valued(scenario)
    yield from _made(found, told)
    yield from _results(found)
    turned = " ".join(said[2:] if told is None else [*said[2:], *would_change(told)])
    where = "Uncertainty" if told is None else "Switching values"
    yield Item("Effect of uncertainty", turned, "", where)
    yield Item("Effect of engagement")
    said = [*rests_on(found), *cautions(found), unpriced(found), carried_over(found)[0]]
    limits = " ".join(filter(None, said))
    topic = "Findings, limitations, generalisability, current knowledge"
    yield Item(topic, limits, "how far it holds elsewhere, and what is known already", "Summary")
    yield Item("Source of funding")
    yield Item("Conflicts of interest")


def _setting(scenario: Scenario) -> Iterator[Item]:
    """Items 5 to 10."""
    topics = ("Study population", "Setting and location", "Comparators")
    asked = ("population", "setting", "comparator")
    more = ("", "", "why this comparator")
    said = [scenario.about.get(item, "") for item in asked]
    for topic, words, left in zip(topics, said, more, strict=True):
        yield Item(topic, words, left if words else TO_SAY)
    counted = [scenario.label(name) for name in scenario.payers_in(scenario.perspective)]
    view = f"{scenario.perspective}: {listed(counted)}." if counted else scenario.perspective
    span = f"{scenario.year_labels[0]} to {scenario.year_labels[-1]}"
    discount = (
        f"{scenario.discount.name}: {scenario.discount.rate(1) * 100:.4g}% in the first years; the "
        "first year is year 0 and is not discounted. Budget figures by year are undiscounted."
        f"{other_rates(scenario)}"
    )
    horizon = f"{years(scenario.years)}, {span}."
    yield Item("Perspective", view, "why this perspective", "By payer and year")
    yield Item("Time horizon", horizon, "why this horizon", "By payer and year")
    yield Item("Discount rate", discount, "", "Workings")


def _valued(scenario: Scenario) -> Iterator[Item]:
    """Items 11 to 15."""
    used = [scenario[name] for name in scenario.used]
    gains = [o for o in scenario.outcomes if o.sign > 0]
    outlays = [o.label for o in scenario.outcomes if o.sign < 0]
    graded = [f"{sum(n.evidence == grade for n in used)} {grade}" for grade in GRADES]
    values = list(dict.fromkeys(scenario[o.unit_value].label for o in gains))
    uplifts = [n.uplift for n in used if n.uplift is not None and n.uplift.index]
    indices = sorted({f"{uplift.index}, {uplift.edition}" for uplift in uplifts})
    carried = f", carried there by {listed(indices)}" if indices else ""
    named, left = _ends([o.label for o in gains]), "why these, and which were left out"
    grades = f"Numbers used, by grade of evidence: {listed(graded)}."
    prices = f"Pounds sterling at {scenario.price_year} prices{carried}."
    yield Item("Selection of outcomes", named, left, "By outcome")
    yield Item("Measurement of outcomes", grades, "", "Inputs")
    yield Item("Valuation of outcomes", _ends(values), "", "Inputs")
    yield Item("Measurement and valuation of resources and costs", _ends(outlays), "", "By outcome")
    yield Item("Currency, price date and conversion", prices, "", "Inputs")


def _ends(labels: list[str]) -> str:
    return f"{'; '.join(labels)}." if labels else "None."


def _made(found: Report, told: Sensitivity | None) -> Iterator[Item]:
    """Items 16 to 21."""
    scenario, design = found.scenario, found.design
    kinds = listed(sorted({scenario.profiles[o.profile].kind for o in scenario.outcomes}))
    attributed = (
        "Only a stated share of the observed change is counted as the programme's."
        if ATTRIBUTION in scenario.parameters
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
    profiles = f"Time profiles: {kinds}. {attributed}"
    apart = f"Each payer's gains and losses stand apart. {equity}"
    why = "why this kind of model"
    yield Item("Rationale and description of the model", model, why, "Workings")
    yield Item("Analytics and assumptions", profiles, "", "Assumptions")
    yield Item("Heterogeneity", cohorts, "", "By cohort")
    yield Item("Distributional effects", apart, "", "By cohort")
    yield Item("Uncertainty", varied, "", "Uncertainty")
    yield Item("Engagement with patients and others")


def _results(found: Report) -> Iterator[Item]:
    """Items 22 and 23."""
    numbers = len(found.scenario.used)
    every = f"All {numbers} numbers, with distribution, limits, evidence and source."
    net = found.measure("net_present_value")
    result = (
        f"Net present value {money(net.mean)} (95% interval {money(net.p2_5)} to "
        f"{money(net.p97_5)}); cost {money(found.measure('costs').mean)}, return "
        f"{money(found.measure('benefits').mean)}, by payer, year, outcome and group."
    )
    yield Item("Study parameters", every, "", "Inputs")
    yield Item("Summary of main results", result, "", "Summary")


def cheers_sheet(found: Report, sensitivity: Sensitivity | None, sheets: frozenset[str]) -> Sheet:
    """The 28 items; ``sheets`` are the names of those of the summary, which can be looked at."""
    items = zip(SECTIONS, _items(found, sensitivity), strict=True)
    rows = [
        [number, section, item.topic, *_shown(item, sheets)]
        for number, (section, item) in enumerate(items, 1)
    ]
    described = "The 28 items of CHEERS 2022 and what this run says of each."
    return sheet_of(
        tabled("CHEERS", REPORTED, rows, described),
        "The 28 items of the CHEERS 2022 reporting standard, and what is left to say.",
        "The reporting standard CHEERS 2022, item by item: what this run knows of each, and what "
        "is left for the analyst to say. Fill in the yellow cells.",
    )


def _shown(item: Item, sheets: frozenset[str]) -> list[Content]:
    left: Content = NOTHING
    if item.left:
        left = to_fill(item.left if item.left == TO_SAY else f"{TO_SAY}: {item.left}")
    known = "the workbook of inputs" if item.said else "the report"
    where: Link | str = to_sheet(item.where, SUMMARY) if item.where in sheets else known
    return [started(item.said) or NOTHING, left, where]
