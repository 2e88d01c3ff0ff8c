"""The sheet What-if: change a cell and see the answer, with no program but the spreadsheet.

What-if, Inputs, Workings and Checks point at each other, so they are made together here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from econ import palette
from econ.model.prices import HIGHEST_RATE
from econ.model.scenario import Scenario, other_rates
from econ.model.units import figure
from econ.pages import style
from econ.pages.charts import GRID, LEGEND, NAMED, bars, titled
from econ.pages.live import formulas as excel
from econ.pages.live import inputs, workings
from econ.pages.live.budget import GAINS, OUTLAY, RATIO
from econ.pages.live.checks import checks
from econ.pages.live.chosen import ASKED, GAINS_WORTH, MODELS, NET_MONEY, OUTLAY_WORTH, YOURS
from econ.pages.live.formulas import Formula
from econ.pages.live.inputs import KIND, TYPED, limits, number_format
from econ.pages.live.ledger import WORTH, Ledger
from econ.pages.live.offered import CHOICE, CHOOSING, COHORT, DISCOUNT, VIEW, Lists, Offered, lists
from econ.pages.live.time import NUMBER
from econ.pages.live.workings import Workings
from econ.pages.page import Beside, Cell, Chart, Column, Draft, Mark, Sheet, Space, opening, widths
from econ.pages.style import EXACT, EXACT_SHARE, POUNDS, Look
from econ.reports.choices import Choices
from econ.reports.report import Report
from econ.words import NOT_AVAILABLE, years

_SHEET = "What-if"
AS_TEXT = "@"
_WORDS: Look = {"align": "left", "indent": 1}
_FIGURES: Look = {"align": "right"}
_CHANGED = "Changed"
_MARKED = Column(_CHANGED, 12, look=_WORDS)
_CHOSEN, _OWN = Column(CHOICE, 24, look=_WORDS), Column("The model's choice (to reset)", 24)
CHOICES = (Column("Choose", 36), _CHOSEN, KIND, _OWN, _MARKED)
_NUMBERS = (
    Column("Type your own number", 36),
    Column(TYPED, 24, EXACT),
    KIND,
    Column("The model's number (to reset)", 24, EXACT),
    _MARKED,
    Column("In the cohort chosen", 14, EXACT, _FIGURES),
    Column("Unit", 24),
    Column("Low (2.5%)", 12, EXACT),
    Column("High (97.5%)", 12, EXACT),
)
RESULTS = (
    Column("The answer", 36),
    Column(YOURS, 24, POUNDS, _FIGURES),
    KIND,
    Column(MODELS, 24, POUNDS, _FIGURES),
    Column("Difference", 12, POUNDS, _FIGURES),
)
LINES = ("Net present value", GAINS_WORTH, OUTLAY_WORTH)
LIVE_NAMES = dict(
    zip(("live_net", "live_return", "live_cost"), ((line, YOURS) for line in LINES), strict=True)
)
"""What other workbooks find the answer of What-if by."""
YES, NO, UNUSABLE = "yes", "no", "not usable"
_LARGEST = 1e12
LONGEST = 255
"""Characters that Excel shows beside a cell."""
_MARKS = (Mark((_CHANGED,), YES, style.STRONG), Mark((_CHANGED,), UNUSABLE, style.ALERT))
GAP = 12
SIDES = {YOURS: palette.BLUE, MODELS: palette.ORANGE}
"""The two sides of the answer, and their colours."""


@dataclass(frozen=True, slots=True)
class Live:
    """The four live sheets in their order, and cells of theirs that other sheets show.

    ``net`` is the answer with the reader's inputs and ``model`` with the model's, ``chosen`` says
    of what, ``status`` whether anything was changed, ``verdict`` whether the checks pass.
    ``failures`` names each check that does not pass: Workings and the model disagree.
    """

    sheets: tuple[Sheet, Sheet, Sheet, Sheet]
    net: Formula
    model: Formula
    chosen: Formula
    status: Formula
    verdict: Formula
    failures: tuple[str, ...]


def live(found: Report, offered: Choices) -> Live:
    """The sheets What-if, Inputs, Workings and Checks of a report.

    ``offered`` is what may be changed on What-if. Every value is worked out from the inputs, and
    held against what the report found.
    """
    scenario = found.scenario
    numbers = _numbers(scenario, offered)
    listed = inputs.drafted(found, numbers)
    ledger = Ledger(scenario, listed)
    known = lists(ledger, offered)
    choices, made = _choices(known), workings.worked(ledger, found.base, known)
    _add_local(ledger, numbers, known.cohorts)
    flags = [draft.down(_CHANGED) for draft in (choices, numbers)]
    bad, moved = (excel.sum_of(excel.how_many(f, word) for f in flags) for word in (UNUSABLE, YES))
    status = _status(bad, moved, len(choices.lines) + len(numbers.lines))
    answer = _answer(scenario, made, bad)
    chosen = excel.how_many(choices.down(_CHANGED, list(choices.lines)[2:]), YES)
    checked, verdict, failures = checks(found, made, listed, chosen)
    first = _sheet(found, made, status, answer, choices, numbers)
    return Live(
        (first, inputs.inputs_sheet(found, listed), workings.workings_sheet(ledger), checked),
        answer.cell(LINES[0], YOURS),
        answer.cell(LINES[0], MODELS),
        excel.text(known.views.choice, ", ", known.cohorts.choice),
        status.cell("status", "is"),
        verdict,
        failures,
    )


def _choices(known: Lists) -> Draft:
    """Whose money, which cohort, the discount rate and how outcomes are valued."""
    draft = Draft(CHOOSING, CHOICES)
    _choose(draft, VIEW, "Whose money: a view or a payer", known.views)
    _choose(draft, COHORT, "Which cohort", known.cohorts)
    _choose_rate(draft, known)
    for valuation in known.choices.valuations:
        room = CHOICES[1].width - style.INDENT
        longest = max(style.lines(option.label, room) for option in valuation.options)
        name, said = valuation.outcome.name, f"What one is worth: {valuation.outcome.label}"
        _choose(draft, name, said, known.valued[name], longest)
    return draft


def _choose(draft: Draft, row: str, said: str, offered: Offered, longest: int = 0) -> None:
    """A choice from a list, with room for so many lines."""
    told = _said("Choose from the list.", "Not in the list", "Choose one of the list.")
    rule = {"validate": "list", "source": offered.labels, **told}
    yours = Cell(offered.choice.single, AS_TEXT, style.INPUT, rule, longest)
    changed = _changed(draft, row, said, yours)
    draft.row(row, excel.when(offered.usable, changed, UNUSABLE))


def _choose_rate(draft: Draft, known: Lists) -> None:
    """A discount rate: a number, or the name of a schedule."""
    typed = known.rates.choice
    names = " or ".join(f"'{rate.name}'" for rate in known.choices.schedules)
    within = excel.every(typed.at_least(0), typed.below(HIGHEST_RATE))
    usable = excel.when(excel.is_number(typed), within, known.rates.usable)
    told = _said(
        f"Type a yearly rate such as 3.5%, or {names}.",
        "Not a discount rate",
        f"Type a rate from 0% to under 30%, or {names}.",
    )
    rule = {"validate": "custom", "value": usable, **told}
    yours = Cell(typed.single, EXACT_SHARE, style.INPUT, rule)
    changed = _changed(draft, DISCOUNT, "Discount rate: a schedule or a rate", yours)
    draft.row(DISCOUNT, excel.when(usable, changed, UNUSABLE))


def _changed(draft: Draft, row: str, said: str, yours: Cell) -> Formula:
    """An input with the model's own beside it, and whether it is another."""
    draft.row(row, said, yours, "Input", Cell(yours.content, yours.shown))
    typed, own = (draft.cell(row, draft.columns[place].name) for place in (1, 3))
    return excel.when(typed.equals(own), NO, YES)


def _said(message: str, wrong: str, remedy: str) -> dict[str, object]:
    """What is said beside a cell, and of what cannot be typed there."""
    return {
        "ignore_blank": False,
        "input_title": "Input",
        "input_message": message[:LONGEST],
        "error_title": wrong,
        "error_message": remedy[:LONGEST],
    }


def _numbers(scenario: Scenario, offered: Choices) -> Draft:
    """Numbers that the reader may change, up to whether they were changed."""
    draft = Draft("Numbers", _NUMBERS)
    for name in offered.numbers:
        parameter = scenario[name]
        shown, (least, most) = number_format(parameter.unit, parameter.mean), bounds(scenario, name)
        typed = Cell(float(parameter.mean), shown, style.INPUT, _number_rule(scenario, name))
        changed, yours = _changed(draft, name, parameter.label, typed), draft.cell(name, TYPED)
        within = excel.every(yours.at_least(least), yours.at_most(most))
        flag = excel.when(within, changed, UNUSABLE)
        draft.row(name, excel.when(excel.is_number(yours), flag, UNUSABLE))
    return draft


def bounds(scenario: Scenario, name: str) -> tuple[float, float]:
    """Between which a number may lie, by all the rules of its parameter (C17)."""
    rules = scenario.rules(name)
    least, most = max(rule.low for rule in rules), min(rule.high for rule in rules)
    return max(least, -_LARGEST), min(most, _LARGEST)


def _number_rule(scenario: Scenario, name: str) -> dict[str, object]:
    """What may be typed for a parameter; beside it stands the model's, with its limits."""
    parameter, (least, most) = scenario[name], bounds(scenario, name)
    unit, words = parameter.unit, dict.fromkeys(rule.words for rule in scenario.rules(name))
    said = f"Model: {figure(parameter.mean, unit)} ({unit or 'a plain number'})."
    low, high = limits(parameter)
    if low is not None and high is not None:
        said += f" 95% range: {figure(low, unit)} to {figure(high, unit)}."
    between = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
    return {**between, **_said(said, "Not a number that can be used", " ".join(words))}


def _add_local(ledger: Ledger, numbers: Draft, cohorts: Offered) -> None:
    """What each number is in the cohort chosen, then its unit and its limits."""
    names = [cohort.name for cohort in ledger.scenario.cohorts]
    for name in numbers.lines:
        parameter, here = ledger.scenario[name], Cell("the same")
        shown = number_format(parameter.unit, parameter.mean)
        if name in ledger.local.lines:
            place = excel.position(1, cohorts.chosen) - 1
            own = excel.or_else(excel.entry(ledger.local.across(name, names), place), NOT_AVAILABLE)
            every = cohorts.is_chosen(cohorts.rows[0])
            here = Cell(excel.when(every.equals(1), "varies", own), shown)
        low, high = (Cell(limit, shown) for limit in limits(parameter))
        numbers.row(name, here, parameter.unit or "none", low, high)


def _status(bad: Formula, moved: Formula, whole: int) -> Draft:
    """Whether anything of the whole was changed, or cannot be used."""
    trouble = excel.text(bad, f" cannot be used: see '{UNUSABLE}' in the column {_CHANGED}.")
    changed = excel.text("Yes: ", moved, f" of {whole} cells are not the model's.")
    same = excel.when(moved.equals(0), "No: every cell holds the model's own value.", changed)
    said = excel.when(bad.above(0), trouble, same)
    draft = Draft("Status", (Column("of"), Column("is")))
    draft.row("status", Cell("Inputs changed?", look=style.NAMING), Cell(said, look=style.STRONG))
    return draft


def _answer(scenario: Scenario, made: Workings, bad: Formula) -> Draft:
    """The answer, with the reader's inputs and with the model's for the same choice."""
    draft = Draft("Answer", RESULTS)

    def add(row: str, pair: Sequence[Formula], shown: str) -> None:
        """A line; in place of an error it says that there is none."""
        yours, model = (excel.when(bad.above(0), NOT_AVAILABLE, side) for side in pair)
        draft.row(row, row, Cell(yours, shown, style.STRONG), "Formula", Cell(model, shown))
        left, right = (draft.cell(row, side) for side in SIDES)
        gap = excel.when(excel.count(left, right).equals(2), left - right, NOT_AVAILABLE)
        draft.row(row, Cell(gap, shown))

    gains, outlay = (made.model.cell(ASKED, column) for column in LINES[1:])
    yours = (made.by_year.cell(row, WORTH) for row in (NET_MONEY, GAINS, OUTLAY))
    for row, own, models in zip(LINES, yours, (gains - outlay, gains, outlay), strict=True):
        add(row, (own, models), POUNDS)
    parts = [[draft.cell(row, side) for row in LINES[1:]] for side in SIDES]
    ratios = [
        excel.when(costs.above(0), kept / costs, "n/a: no cost to this view")
        for kept, costs in parts
    ]
    add(RATIO, ratios, style.PENCE)
    paid = [_payback(scenario, made, side) for side in SIDES]
    add("Years until it has paid for itself", paid, style.WHOLE)
    return draft


def _payback(scenario: Scenario, made: Workings, side: str) -> Formula:
    """One more than the last year in which the running total is below 0."""
    running, labels = made.running, scenario.year_labels
    below = running.across(side, labels).below(0) * (made.time.years.across(NUMBER, labels) + 1)
    never = f"n/a: not within {years(scenario.years)}"
    last = running.cell(side, labels[-1])
    return excel.when(last.below(0), never, 1 + excel.dot(excel.largest(below)))


def _sheet(
    found: Report, made: Workings, status: Draft, answer: Draft, choices: Draft, numbers: Draft
) -> Sheet:
    scenario = found.scenario
    asks = "What if a number were another?"
    head = opening(
        asks,
        "The central case, live: change a yellow cell marked Input and the answer follows. "
        "Choose from the lists, type numbers of your own.",
        "To go back, copy the model's value from the column '(to reset)' and paste its value, "
        "or close the file without saving.",
        "These are figures of the central case, every number at its mean; the Summary's are means "
        f"over the draws. Money is in {scenario.price_year} prices.{other_rates(scenario)}",
        "A number that differs between cohorts is the whole programme's: beside it stands what "
        "it comes to in the cohort chosen.",
    )
    said = "The answer with your inputs, beside the model's for the same choice."
    answers = answer.table(said, names=LIVE_NAMES)
    said = "Whose money, which cohort, the discount rate and how outcomes are valued."
    left = (answers, Space(), choices.table(said, marks=_MARKS), Space())
    said = "Numbers that you may change, beside the model's own and its 95% limits."
    typed = numbers.table(said, marks=_MARKS)
    parts = _parts(found, [bars(answers, side, LINES) for side in SIDES])
    shown = Beside(left, parts, len(RESULTS), margins=(GAP, GAP))
    running = _running_total(made.running, scenario.year_labels)
    blocks = (*head, status.table(plain=True), Space(), shown, typed, Space(), running)
    return Sheet(_SHEET, asks, widths(_NUMBERS), blocks, wide=True)


def _parts(found: Report, series: Sequence[Look]) -> Chart:
    """The first lines of the answer: with these inputs beside the model's."""
    names = "net_present_value", "benefits", "costs"
    net, gains, outlay = (figure(found.measure(n).base_case or 0.0, "GBP") for n in names)
    words = (
        "Columns: net present value, benefits and costs with your inputs beside the model's. "
        f"At the model's own: net {net}, benefits {gains}, costs {outlay}."
    )
    title = f"{YOURS}, and with the model's"
    return _columns(title, "Part", "Present value", series, words)


def _running_total(running: Draft, labels: Sequence[str]) -> Chart:
    """The running total of net money by year: with these inputs, and with the model's."""
    headings, heading = running.headings(labels), running.columns[0].name
    names = {side: {"name": running.cell(side, heading), "categories": headings} for side in SIDES}
    series = [{**of, "values": running.across(side, labels)} for side, of in names.items()]
    title, up = "Running total of net money, by year", "Money kept so far (undiscounted)"
    words = "Columns: the running total of net money by year, with your inputs and the model's."
    return replace(_columns(title, "Year", up, series, words), size=(900, 300))


def _columns(title: str, along: str, up: str, series: Sequence[Look], words: str) -> Chart:
    """Columns of money; words along the axis are low, clear of columns below 0."""
    looks = {"border": {"color": palette.GREY, "width": 0.5}, "gap": 45}
    coloured = tuple(
        {**of, **looks, "fill": {"color": colour}}
        for of, colour in zip(series, SIDES.values(), strict=True)
    )
    sets: Mapping[str, Look] = {
        "title": titled(title),
        "y_axis": {"name": up, "num_format": POUNDS, "major_gridlines": GRID, **NAMED},
        "x_axis": {"name": along, "label_position": "low", **NAMED},
        "legend": LEGEND,
    }
    return Chart({"type": "column"}, coloured, sets, words)
