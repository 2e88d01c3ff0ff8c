"""The sheet What-if: change a cell and see the answer, with no program but the spreadsheet.

What-if, Inputs, Workings and Checks point at each other, so they are made together here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from econ import palette
from econ.files import LIVE_PAGE
from econ.model.parameters import Parameter
from econ.model.prices import HIGHEST_RATE
from econ.model.scenario import Scenario, other_rates
from econ.model.units import figure
from econ.pages import page, style
from econ.pages.charts import GRID, LEGEND, NAMED, bars, titled
from econ.pages.live import chosen as asked
from econ.pages.live import formulas as excel
from econ.pages.live import inputs, workings
from econ.pages.live.budget import GAINS, OUTLAY, RATIO
from econ.pages.live.checks import checks
from econ.pages.live.chosen import ASKED, GAINS_WORTH, MODELS, NET_MONEY, OUTLAY_WORTH, YOURS
from econ.pages.live.formulas import Formula, Operand, Spot
from econ.pages.live.inputs import CHANGED, KIND, OWN, TYPED, UNUSABLE, limits, number_format
from econ.pages.live.ledger import IN_ALL, WORTH, Ledger
from econ.pages.live.offered import CHOICE, CHOOSING, COHORT, DISCOUNT, VIEW, Lists, Offered, lists
from econ.pages.live.time import NUMBER
from econ.pages.live.watched import BAD, CELLS, OTHER, add_watch
from econ.pages.live.workings import Workings
from econ.pages.page import Beside, Cell, Chart, Column, Draft, Mark, Sheet, Space, opening, widths
from econ.pages.style import EXACT, EXACT_SHARE, POUNDS, Look
from econ.reports.choices import Choices
from econ.reports.periods import Period, periods
from econ.reports.report import Report
from econ.words import NOT_AVAILABLE, years

_SHEET = "What-if"
AS_TEXT = "@"
_WORDS: Look = {"align": "left", "indent": 1}
_FIGURES: Look = {"align": "right"}
_MARKED = Column(CHANGED, 16, look=_WORDS)
_KIND = replace(KIND, width=12)
_CHOSEN, _OWN = Column(CHOICE, 24, look=_WORDS), Column(OWN, 22)
CHOICES = (Column("Choose", 38), _CHOSEN, _KIND, _OWN, _MARKED)
_NUMBERS = (
    *(Column("Type your own number", 38), Column(TYPED, 24, EXACT), _KIND, Column(OWN, 22, EXACT)),
    *(_MARKED, Column("In the cohort chosen", 13, EXACT, _FIGURES), Column("Unit", 21)),
    *(Column("Low (2.5%)", 10, EXACT), Column("High (97.5%)", 12, EXACT)),
)
RESULTS = (
    *(Column("The answer", 38), Column(YOURS, 24, POUNDS, _FIGURES), _KIND),
    *(Column(MODELS, 22, POUNDS, _FIGURES), Column("Difference", 16, POUNDS, _FIGURES)),
)
LINES = ("Net present value", GAINS_WORTH, OUTLAY_WORTH)
LIVE_NAMES = dict(
    zip(("live_net", "live_return", "live_cost"), ((line, YOURS) for line in LINES), strict=True)
)
"""What other workbooks find the answer of What-if by."""
YES, NO, OUTLYING = "yes", "no", "yes, outside 95%"
"""Whether a number was changed, and whether it then lies outside its 95% interval."""
_LOOKS = {YES: style.STRONG, OUTLYING: style.ALERT, UNUSABLE: style.ALERT}
_MARKS = tuple(Mark((CHANGED,), word, look) for word, look in _LOOKS.items())
SAME = "No: every input is the model's own."
BANNER = "Inputs were changed: only what is called live follows. All else here is of the run."
NOT_UP = " "
"""What stands in its place: a blank that is stored, where none at all would be worked out anew."""
GAP, _LOW = 12, 210.0
SIDES = {YOURS: palette.BLUE, MODELS: palette.ORANGE}
"""The two sides of the answer, and their colours."""


@dataclass(frozen=True, slots=True)
class Live:
    """The four live sheets in their order, and cells of theirs that other sheets show.

    ``net`` is the answer with the reader's inputs and ``model`` with the model's, ``chosen`` says
    of what, ``status`` and ``banner`` tell of changes, ``verdict`` whether the checks pass.
    ``failures`` names each check that does not pass: Workings and the model disagree.
    """

    sheets: tuple[Sheet, Sheet, Sheet, Sheet]
    net: Formula
    model: Formula
    chosen: Formula
    status: Formula
    banner: Formula
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
    watch = add_watch(ledger)
    status, bad = _status((choices, numbers), watch)
    running = asked.add_running(ledger, made.by_year, made.model, bad)
    answer = _answer(scenario, made, running, bad)
    chosen = excel.how_many(choices.down(CHANGED, list(choices.lines)[2:]), YES)
    moved = excel.total(watch.down(OTHER))
    checked, verdict, failures = checks(found, made, listed, (chosen, moved), bad)
    pictures = _parts(found, _drawn(ledger, answer)), _running_total(running, scenario.year_labels)
    drafts = status, answer, choices, numbers, _payers(scenario, made, bad)
    first = _sheet(found, drafts, pictures)
    return Live(
        (first, inputs.inputs_sheet(found, listed), workings.workings_sheet(ledger), checked),
        answer.cell(LINES[0], YOURS),
        answer.cell(LINES[0], MODELS),
        excel.text(known.views.choice, ", ", known.cohorts.choice),
        (now := status.cell("status", "is")),
        excel.when(now.equals(SAME), NOT_UP, BANNER),
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
    message = "Choose from the list. Delete goes back to the model's choice."
    words = page.told(message, "Not in the list", "Choose one of the list.")
    rule = {"validate": "list", "source": offered.labels, **words}
    yours = Cell("", AS_TEXT, style.INPUT, rule, longest)
    draft.row(row, said, yours, "Input", offered.own.single)
    _flag(draft, row, offered.usable)


def _choose_rate(draft: Draft, known: Lists) -> None:
    """A discount rate: a number, or the name of a schedule."""
    typed, own = known.rates.typed, Cell(known.rates.own.single, EXACT_SHARE)
    names = " or ".join(f"'{rate.name}'" for rate in known.choices.schedules)
    within = excel.every(typed.at_least(0), typed.below(HIGHEST_RATE))
    usable = excel.when(excel.is_number(typed), within, known.rates.usable)
    words = page.told(
        f"Type a yearly rate such as 3.5%, or {names}. Delete goes back to the model's.",
        "Not a discount rate",
        f"Type a rate from 0% to under 30%, or {names}.",
    )
    rule = {"validate": "custom", "value": usable, **words}
    said, yours = "Discount rate: a schedule or a rate", Cell("", EXACT_SHARE, style.INPUT, rule)
    draft.row(DISCOUNT, said, yours, "Input", own)
    _flag(draft, DISCOUNT, usable)


def _flag(draft: Draft, row: str, usable: Formula, moved: Operand = YES) -> None:
    """Whether an input is the model's own, as a blank is; or what is said of one that was moved."""
    typed, own = (draft.cell(row, draft.columns[place].name) for place in (1, 3))
    changed = excel.when(typed.equals(own), NO, moved)
    flag = excel.when(typed.equals(""), NO, excel.when(usable, changed, UNUSABLE))
    draft.row(row, excel.or_else(flag, UNUSABLE))


def _numbers(scenario: Scenario, offered: Choices) -> Draft:
    """Numbers that the reader may change, up to whether they were changed."""
    draft = Draft("Numbers", _NUMBERS)
    for name in offered.numbers:
        parameter, (least, most) = scenario[name], page.ends(scenario.rules(name))
        shown, told = number_format(parameter.unit, parameter.mean), limits(parameter)
        low, high = (end if at is None else at for at, end in zip(told, (least, most), strict=True))
        yours = Formula((Spot(draft.name, name, TYPED),), "")
        usable = excel.every(excel.is_number(yours), yours.at_least(least), yours.at_most(most))
        likely = excel.every(yours.at_least(low), yours.at_most(high))
        rule = page.number_rule(scenario.rules(name), _ranging(parameter))
        typed = Cell("", shown, style.INPUT, rule)
        draft.row(name, parameter.label, typed, "Input", Cell(parameter.mean, shown))
        _flag(draft, name, usable, excel.when(likely, YES, OUTLYING))
    return draft


def _ranging(parameter: Parameter) -> str:
    """What the model has for a number, with its limits, and how to go back to it."""
    unit, (low, high) = parameter.unit, limits(parameter)
    said = f"Model: {figure(parameter.mean, unit)} ({unit or 'a plain number'})."
    if low is not None and high is not None:
        said += f" 95% range: {figure(low, unit)} to {figure(high, unit)}."
    return f"{said} Delete goes back to the model's."


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


def _status(typed: Sequence[Draft], watch: Draft) -> tuple[Draft, Formula]:
    """Whether anything was changed, or cannot be used, and how many cannot."""
    flags = [draft.down(CHANGED) for draft in typed]
    moved, wrong = (
        excel.sum_of(excel.how_many(flag, word) for flag in flags for word in words)
        for words in ((YES, OUTLYING), (UNUSABLE,))
    )
    others, bad = excel.total(watch.down(OTHER)), wrong + excel.total(watch.down(BAD))
    where = f" cannot be used: see '{UNUSABLE}' on What-if, and '{CELLS}' on Workings."
    changed = excel.text("Yes: ", moved, " on What-if and ", others, " on other sheets.")
    same = excel.when((moved + others).equals(0), SAME, changed)
    said = excel.when(bad.above(0), excel.text(bad, where), same)
    draft = Draft("Status", (Column("of"), Column("is")))
    draft.row("status", page.labelled("Inputs changed?"), page.strong(said))
    link = page.Link(LIVE_PAGE, f"external:{LIVE_PAGE}")
    draft.row("range", page.labelled("For the range, open beside this file"), link)
    return draft, bad


def _answer(scenario: Scenario, made: Workings, running: Draft, bad: Formula) -> Draft:
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
    paid = [_payback(scenario, made, running, side) for side in SIDES]
    add("Years until it has paid for itself", paid, style.WHOLE)
    return draft


def _payback(scenario: Scenario, made: Workings, running: Draft, side: str) -> Formula:
    """One more than the last year in which the running total is below 0."""
    labels = scenario.year_labels
    below = running.across(side, labels).below(0) * (made.time.years.across(NUMBER, labels) + 1)
    never = f"n/a: not within {years(scenario.years)}"
    last = running.cell(side, labels[-1])
    return excel.when(last.below(0), never, 1 + excel.dot(excel.largest(below)))


def _payers(scenario: Scenario, made: Workings, bad: Formula) -> Draft:
    """Each payer's money by year and in all, as it follows from the inputs."""
    labels = scenario.year_labels
    spans = *periods(labels), Period(IN_ALL, range(len(labels)))
    columns = (Column(span.label, 14, POUNDS, _FIGURES) for span in spans)
    draft = Draft("Payers, live", (Column("Money kept (−: spent), undiscounted", 38), *columns))
    for payer in scenario.payers:
        draft.row(payer.name, payer.label)
        for span in spans:
            money = made.outcomes.block(columns=[labels[year] for year in span.years])
            kept = excel.dot(money * made.budget.incidence.down(payer.name))
            draft.row(payer.name, excel.when(bad.above(0), NOT_AVAILABLE, kept))
    return draft


def _drawn(ledger: Ledger, answer: Draft) -> list[Look]:
    """The series of the answer's first lines; what is no number is nothing, never a zero."""
    said = "The answer as its picture takes it: nothing where there is no number."
    columns = Column("Part"), *(Column(side, 14, POUNDS) for side in SIDES)
    drawn = ledger.table("What the picture of What-if shows", said, columns)
    for row in LINES:
        sides = (answer.cell(row, side) for side in SIDES)
        drawn.row(row, row, *(excel.when(excel.is_number(x), x, excel.NOT_CHOSEN) for x in sides))
    return [bars(drawn.table(said), side, LINES) for side in SIDES]


def _sheet(found: Report, drafts: Sequence[Draft], pictures: tuple[Chart, Chart]) -> Sheet:
    scenario, (status, answer, choices, numbers, payers) = found.scenario, drafts
    asks = "What if a number were another?"
    head = opening(
        asks,
        "The central case, live: choose or type in a yellow cell marked Input, and the answer "
        "follows. A blank cell is the model's own: Delete goes back to it.",
        f"'{OUTLYING}' marks a number outside the 95% interval at its right; '{UNUSABLE}' one that "
        "can be no such number.",
        "These are figures of the central case, every number at its mean; the Summary's are means "
        f"over the draws. Money is in {scenario.price_year} prices.{other_rates(scenario)}",
        "A number that differs between cohorts is the whole programme's: beside it stands what "
        "it comes to in the cohort chosen.",
    )
    said = "The answer with your inputs, beside the model's for the same choice."
    answers, parts, running = answer.table(said, names=LIVE_NAMES), *pictures
    said = "Whose money, which cohort, the discount rate and how outcomes are valued."
    left = (answers, Space(), choices.table(said, marks=_MARKS), Space())
    said = "Numbers that you may change, beside the model's own and its 95% limits."
    typed = numbers.table(said, marks=_MARKS)
    shown = Beside(left, parts, len(RESULTS), margins=(GAP, GAP))
    said = "Money of each payer by year with your inputs, in the cohort chosen, undiscounted."
    last: tuple[page.Block, ...] = (payers.table(said), Space(), running)
    if len(payers.columns) <= len(RESULTS):
        last = (Beside(last[:2], running, len(RESULTS), _LOW, (GAP, GAP)),)
    blocks = (*head, status.table(plain=True), Space(), shown, typed, Space(), *last)
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
    return replace(_columns(title, "Year", up, series, words), size=(900, 230))


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
