"""The sheet CHEERS: the 28 items of the CHEERS 2022 reporting standard, filled from the run.

Husereau and others 2022, https://doi.org/10.1186/s12916-021-02204-0, table 1. What the run cannot
know is left to the analyst, in a cell that can be filled in.
"""

from __future__ import annotations

from dataclasses import dataclass

from econ.model.scenario import other_rates
from econ.pages.page import Cell, Column, Content, Link, Sheet, sheet_of, tabled, to_sheet
from econ.pages.style import INPUT
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


@dataclass(frozen=True, slots=True)
class Standard:
    """The items of one run."""

    found: Report
    sensitivity: Sensitivity | None = None

    def items(self) -> tuple[Item, ...]:
        """All 28, in order."""
        return (*self._opening(), *self._setting(), *self._valued(), *self._made(), *self._told())

    def _opening(self) -> tuple[Item, ...]:
        """Items 1 to 4."""
        scenario, question = self.found.scenario, self._stated("decision question")
        title = f"{scenario.name}: costs and impacts by payer and year, with their uncertainty."
        return (
            Item(title, "the title of the report", "Summary"),
            Item(
                " ".join(answer(self.found, self.sensitivity)),
                "the abstract around these figures",
                "Summary",
            ),
            Item(
                question,
                "the background, and why it matters for practice" if question else TO_SAY,
            ),
            Item(left=TO_SAY),
        )

    def _setting(self) -> tuple[Item, ...]:
        """Items 5 to 10."""
        scenario = self.found.scenario
        counted = [scenario.label(name) for name in scenario.payers_in(scenario.perspective)]
        span = f"{scenario.year_labels[0]} to {scenario.year_labels[-1]}"
        view = f"{scenario.perspective}: {listed(counted)}." if counted else scenario.perspective
        rate = scenario.discount.rate(1)
        horizon = f"{years(scenario.years)}, {span}."
        discount = (
            f"{scenario.discount.name}: {rate * 100:.4g}% in the first years; the first year is "
            "year 0 and is not discounted. Budget figures by year are undiscounted."
            f"{other_rates(scenario)}"
        )
        return (
            self._about("population"),
            self._about("setting"),
            self._about("comparator", "why this comparator"),
            Item(view, "why this perspective", "By payer and year"),
            Item(horizon, "why this horizon", "By payer and year"),
            Item(discount, "", "Workings"),
        )

    def _valued(self) -> tuple[Item, ...]:
        """Items 11 to 15."""
        scenario, used = self.found.scenario, self._used()
        gains = [o for o in scenario.outcomes if o.sign > 0]
        outlays = [o.label for o in scenario.outcomes if o.sign < 0]
        graded = [f"{sum(scenario[n].evidence == grade for n in used)} {grade}" for grade in GRADES]
        values = list(dict.fromkeys(scenario[o.unit_value].label for o in gains))
        indices = {
            f"{p.uplift.index}, {p.uplift.edition}"
            for p in scenario.parameters.values()
            if p.uplift is not None and p.uplift.index and p.name in used
        }
        carried = f", carried there by {listed(sorted(indices))}" if indices else ""
        return (
            Item(
                _ends([o.label for o in gains]), "why these, and which were left out", "By outcome"
            ),
            Item(f"Numbers used, by grade of evidence: {listed(graded)}.", "", "Inputs"),
            Item(_ends(values), "", "Inputs"),
            Item(_ends(outlays), "", "By outcome"),
            Item(f"Pounds sterling at {scenario.price_year} prices{carried}.", "", "Inputs"),
        )

    def _made(self) -> tuple[Item, ...]:
        """Items 16 to 21."""
        scenario, design = self.found.scenario, self.found.design
        kinds = listed(sorted({scenario.profiles[o.profile].kind for o in scenario.outcomes}))
        weighted = any(cohort.equity_weight != 1 for cohort in scenario.cohorts)
        equity = (
            "Equity-weighted results stand beside unweighted ones."
            if weighted
            else ("Every group has the equity weight 1, so that weighted results are the same.")
        )
        model = (
            "A cost-consequence model: each outcome is a quantity times a unit value, spread over "
            "the years by a time profile and over payers by shares. It stands as live formulas on "
            "the sheet Workings."
        )
        cohorts = f"{len(scenario.cohorts)} groups, each with its own result."
        alone = len(scenario.cohorts) == 1
        return (
            Item(model, "why this kind of model", "Workings"),
            Item(f"Time profiles: {kinds}. {self._attributed()}", "", "Assumptions"),
            Item("One group: no differences are shown." if alone else cohorts, "", "By cohort"),
            Item(f"Each payer's gains and losses stand apart. {equity}", "", "By cohort"),
            Item(self._varied(design.name, design.size), "", "Uncertainty"),
            Item(left=TO_SAY),
        )

    def _told(self) -> tuple[Item, ...]:
        """Items 22 to 28."""
        count = len(self._used())
        every = f"All {count} numbers, with distribution, limits, evidence and source."
        net = self.found.measure("net_present_value")
        result = (
            f"Net present value {money(net.mean)} (95% interval {money(net.p2_5)} to "
            f"{money(net.p97_5)}); cost {money(self.found.measure('costs').mean)}, return "
            f"{money(self.found.measure('benefits').mean)}, by payer, year, outcome and group."
        )
        limits = " ".join([*rests_on(self.found), *cautions(self.found), unpriced(self.found)])
        where = "Uncertainty" if self.sensitivity is None else "Switching values"
        generalise = "how far it holds elsewhere, and what is known already"
        return (
            Item(every, "", "Inputs"),
            Item(result, "", "Summary"),
            Item(" ".join(self._turned()), "", where),
            Item(left=TO_SAY),
            Item(limits.strip(), generalise, "Summary"),
            Item(left=TO_SAY),
            Item(left=TO_SAY),
        )

    def _turned(self) -> list[str]:
        said = answer(self.found, self.sensitivity)[1:]
        return said if self.sensitivity is None else [*said, *would_change(self.sensitivity)]

    def _attributed(self) -> str:
        if ATTRIBUTION not in self.found.scenario.parameters:
            return "No attribution: all of the change is counted as the programme's."
        return "Only a stated share of the observed change is counted as the programme's."

    def _varied(self, design: str, size: int) -> str:
        scenario = self.found.scenario
        varying = [name for name in scenario.uncertain if name in scenario.used]
        joint = len(scenario.correlations)
        said = f"{len(varying)} numbers varied together in {size:,} draws ({design})"
        pairs = f", {joint} pairs of them correlated" if joint else ""
        more = "" if self.sensitivity is None else " One-way analysis and switching values."
        return f"{said}{pairs}.{more}"

    def _used(self) -> frozenset[str]:
        return self.found.scenario.used

    def _stated(self, item: str) -> str:
        return self.found.scenario.about.get(item, "")

    def _about(self, item: str, more: str = "") -> Item:
        said = self._stated(item)
        return Item(said, more if said else TO_SAY)


def sheet(found: Report, sensitivity: Sensitivity | None, sheets: frozenset[str]) -> Sheet:
    """The 28 items; ``sheets`` are the names of those that can be looked at."""
    items = zip(TITLES, Standard(found, sensitivity).items(), strict=True)
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
        text = item.left if item.left == TO_SAY else f"{TO_SAY}: {item.left}"
        left = Cell(text, look={**INPUT, "text_wrap": True})
    known = "the workbook of inputs" if item.said else "the report"
    where: Link | str = to_sheet(item.where) if item.where in sheets else known
    return [started(item.said) or NOTHING, left, where]


def _ends(labels: list[str]) -> str:
    return f"{'; '.join(labels)}." if labels else "None."
