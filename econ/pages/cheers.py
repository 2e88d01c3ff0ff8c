"""The sheet CHEERS: the 28 items of the CHEERS 2022 reporting standard, filled from the run.

Husereau and others 2022, https://doi.org/10.1186/s12916-021-02204-0, table 1. What the run cannot
know is left to the analyst, in a cell that can be filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from econ.model.scenario import Scenario
from econ.pages.page import Column, Content, Link, Sheet, sheet_of, tabled, to_fill, to_sheet
from econ.reports.narrative import answer, cautions, rests_on, unpriced, would_change
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
TITLES = (
    ("Title", "Title"),
    ("Abstract", "Abstract"),
    ("Introduction", "Background and objectives"),
    ("Methods", "Health economic analysis plan"),
    ("Methods", "Study population"),
    ("Methods", "Setting and location"),
    ("Methods", "Comparators"),
    ("Methods", "Perspective"),
    ("Methods", "Time horizon"),
    ("Methods", "Discount rate"),
    ("Methods", "Selection of outcomes"),
    ("Methods", "Measurement of outcomes"),
    ("Methods", "Valuation of outcomes"),
    ("Methods", "Measurement and valuation of resources and costs"),
    ("Methods", "Currency, price date and conversion"),
    ("Methods", "Rationale and description of the model"),
    ("Methods", "Analytics and assumptions"),
    ("Methods", "Heterogeneity"),
    ("Methods", "Distributional effects"),
    ("Methods", "Uncertainty"),
    ("Methods", "Engagement with patients and others"),
    ("Results", "Study parameters"),
    ("Results", "Summary of main results"),
    ("Results", "Effect of uncertainty"),
    ("Results", "Effect of engagement"),
    ("Discussion", "Findings, limitations, generalisability, current knowledge"),
    ("Other", "Source of funding"),
    ("Other", "Conflicts of interest"),
)
"""The section and the topic of each item, in the standard's order."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a run says of one item: its words, what is left to say, and the sheet to look at."""

    said: str = ""
    left: str = ""
    where: str = ""


def _items(found: Report, told: Sensitivity | None) -> Iterator[Item]:
    """All 28, in order."""
    scenario, said = found.scenario, answer(found, told)
    question = scenario.about.get("decision question", "")
    title = f"{scenario.name}: costs and impacts by payer and year, with their uncertainty."
    why = "the background, and why it matters for practice" if question else TO_SAY
    yield Item(title, "the title of the report", "Summary")
    yield Item(" ".join(said), "the abstract around these figures", "Summary")
    yield Item(question, why)
    yield Item(left=TO_SAY)
    yield from _setting(scenario)
    yield from _valued(scenario)
    yield from _made(found, told)
    yield from _results(found)
    turned = said[1:] if told is None else [*said[1:], *would_change(told)]
    yield Item(" ".join(turned), "", "Uncertainty" if told is None else "Switching values")
    yield Item(left=TO_SAY)
    limits = " ".join([*rests_on(found), *cautions(found), unpriced(found)])
    generalise = "how far it holds elsewhere, and what is known already"
    yield Item(limits.strip(), generalise, "Summary")
    yield Item(left=TO_SAY)
    yield Item(left=TO_SAY)


def _setting(scenario: Scenario) -> Iterator[Item]:
    """Items 5 to 10."""
    asked = {"population": "", "setting": "", "comparator": "why this comparator"}
    for item, more in asked.items():
        said = scenario.about.get(item, "")
        yield Item(said, more if said else TO_SAY)
    counted = [scenario.label(name) for name in scenario.payers_in(scenario.perspective)]
    view = f"{scenario.perspective}: {listed(counted)}." if counted else scenario.perspective
    span = f"{scenario.year_labels[0]} to {scenario.year_labels[-1]}"
    discount = (
        f"{scenario.discount.name}: {scenario.discount.rate(1) * 100:.4g}% in the first years; the "
        "first year is year 0 and is not discounted. Budget figures by year are undiscounted."
    )
    yield Item(view, "why this perspective", "By payer and year")
    yield Item(f"{years(scenario.years)}, {span}.", "why this horizon", "By payer and year")
    yield Item(discount, "", "Workings")


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
    yield Item(_ends([o.label for o in gains]), "why these, and which were left out", "By outcome")
    yield Item(f"Numbers used, by grade of evidence: {listed(graded)}.", "", "Inputs")
    yield Item(_ends(values), "", "Inputs")
    yield Item(_ends(outlays), "", "By outcome")
    yield Item(f"Pounds sterling at {scenario.price_year} prices{carried}.", "", "Inputs")


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
        "the sheet Workings."
    )
    varying, joint = set(scenario.uncertain) & scenario.used, len(scenario.correlations)
    varied = f"{len(varying)} numbers varied together in {design.size:,} draws ({design.name})"
    varied += f", {joint} pairs of them correlated." if joint else "."
    varied += "" if told is None else " One-way analysis and switching values."
    yield Item(model, "why this kind of model", "Workings")
    yield Item(f"Time profiles: {kinds}. {attributed}", "", "Assumptions")
    yield Item(cohorts, "", "By cohort")
    yield Item(f"Each payer's gains and losses stand apart. {equity}", "", "By cohort")
    yield Item(varied, "", "Uncertainty")
    yield Item(left=TO_SAY)


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
    yield Item(every, "", "Inputs")
    yield Item(result, "", "Summary")


def sheet(found: Report, sensitivity: Sensitivity | None, sheets: frozenset[str]) -> Sheet:
    """The 28 items; ``sheets`` are the names of those that can be looked at."""
    items = zip(TITLES, _items(found, sensitivity), strict=True)
    rows = [
        [number, *titles, *_shown(item, sheets)] for number, (titles, item) in enumerate(items, 1)
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
    where: Link | str = to_sheet(item.where) if item.where in sheets else known
    return [started(item.said) or NOTHING, left, where]
