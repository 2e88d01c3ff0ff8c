"""The sheet What-if: change a cell and see the answer, with no program but the spreadsheet.

What-if, Inputs, Workings and Checks point at each other, so they are made together here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from econ.model.parameters import Parameter
from econ.model.scenario import Scenario, other_rates
from econ.model.units import figure, is_proportion
from econ.pages.charts import GRID, LEGEND, NAMED, bars, titled
from econ.pages.live import formulas as excel
from econ.pages.live import inputs, workings
from econ.pages.live.budget import GAINS, OUTLAY
from econ.pages.live.checks import checks
from econ.pages.live.chosen import (
    ASKED,
    GAINS_WORTH,
    MODELS,
    NET_MONEY,
    OUTLAY_WORTH,
    RUNNING,
    YOURS,
)
from econ.pages.live.formulas import Formula
from econ.pages.live.inputs import TYPED, limits, number_format
from econ.pages.live.ledger import WORTH, Ledger, Part
from econ.pages.live.offered import (
    CHOICE,
    CHOOSING,
    COHORT,
    DISCOUNT,
    VIEW,
    Lists,
    Offered,
    lists,
)
from econ.pages.live.time import NUMBER
from econ.pages.live.workings import Workings
from econ.pages.page import (
    Beside,
    Block,
    Cell,
    Chart,
    Column,
    Draft,
    Mark,
    Sheet,
    Space,
    Table,
    given,
    labelled,
    opening,
    strong,
    widths,
)
from econ.pages.style import (
    ALERT,
    BLUE,
    EXACT,
    EXACT_SHARE,
    GREY,
    INDENT,
    INPUT,
    ORANGE,
    PENCE,
    POUNDS,
    STRONG,
    WHOLE,
    Look,
    lines,
)
from econ.reports.choices import Choices
from econ.reports.report import Report
from econ.words import NOT_AVAILABLE, years

SHEET = "What-if"
AS_TEXT = "@"
_FIVE = (44.0, 27.0, 10.0, 27.0, 12.0)
_WORDS: Look = {"align": "left", "indent": 1}
_FIGURES: Look = {"align": "right"}
KIND, CHANGED, LOCAL = "Kind of cell", "Changed", "In the cohort chosen"
OWN_CHOICE = "The model's choice (to reset)"
OWN_NUMBER = "The model's number (to reset)"
CHOICES = (
    Column("Choose", _FIVE[0]),
    Column(CHOICE, _FIVE[1], look=_WORDS),
    Column(KIND, _FIVE[2]),
    Column(OWN_CHOICE, _FIVE[3]),
    Column(CHANGED, _FIVE[4], look=_WORDS),
)
NUMBERS = (
    Column("Type your own number", _FIVE[0]),
    Column(TYPED, _FIVE[1], EXACT),
    Column(KIND, _FIVE[2]),
    Column(OWN_NUMBER, _FIVE[3], EXACT),
    Column(CHANGED, _FIVE[4], look=_WORDS),
    Column(LOCAL, 20, EXACT, _FIGURES),
    Column("Unit", 34),
    Column("Low (2.5%)", 15, EXACT),
    Column("High (97.5%)", 15, EXACT),
)
RESULTS = (
    Column("The answer", _FIVE[0]),
    Column(YOURS, _FIVE[1], POUNDS, _FIGURES),
    Column(KIND, _FIVE[2]),
    Column(MODELS, _FIVE[3], POUNDS, _FIGURES),
    Column("Difference", _FIVE[4], POUNDS, _FIGURES),
)
LINES = ("Net present value", GAINS_WORTH, OUTLAY_WORTH)
RATIO, PAYBACK = "Benefits for each £1 of costs", "Years until it has paid for itself"
NO_COST = "n/a: no cost to this view"
YES, NO, UNUSABLE = "yes", "no", "not usable"
UNCHANGED = "No: every cell holds the model's own value."
HIGHEST_RATE = 0.3
"""A yearly discount rate is below this, as in a workbook."""
LARGEST = 1e12
LONGEST = 255
"""Characters that Excel shows beside a cell."""
MARKS = (Mark((CHANGED,), YES, STRONG), Mark((CHANGED,), UNUSABLE, ALERT))
GAP = 12
COLOURS = {YOURS: BLUE, MODELS: ORANGE}


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
    _add_local(scenario, numbers, made, known)
    status, answer = _status(choices, numbers), _answer(scenario, made, choices, numbers)
    moved = excel.how_many(choices.down(CHANGED, list(choices.lines)[2:]), YES)
    checked = checks(found, made, listed, moved)
    first = _sheet(found, made, status, answer, choices, numbers)
    return Live(
        (first, inputs.sheet(found, listed), workings.sheet(scenario, made), checked.sheet),
        answer.cell(LINES[0], YOURS),
        answer.cell(LINES[0], MODELS),
        excel.text(known.views.choice, ", ", known.cohorts.choice),
        status.cell("status", "is"),
        checked.verdict,
        checked.failures,
    )


def _choices(known: Lists) -> Draft:
    """Whose money, which cohort, the discount rate and how outcomes are valued."""
    draft = Draft(CHOOSING, CHOICES)
    _choose(draft, VIEW, "Whose money: a view or a payer", known.views)
    _choose(draft, COHORT, "Which cohort", known.cohorts)
    _choose_rate(draft, known)
    for valuation in known.choices.valuations:
        room = _FIVE[1] - INDENT
        longest = max(lines(option.label, room) for option in valuation.options)
        name, said = valuation.outcome.name, f"What one is worth: {valuation.outcome.label}"
        _choose(draft, name, said, known.valued[name], longest)
    return draft


def _choose(draft: Draft, row: str, said: str, offered: Offered, longest: int = 0) -> None:
    """A choice from a list, with room for so many lines."""
    told = _said("Choose from the list.", "Not in the list", "Choose one of the list.")
    rule = {"validate": "list", "source": offered.labels, **told}
    now = Cell(offered.choice.single, AS_TEXT)
    draft.row(row, said, replace(now, look=INPUT, rule=rule, lines=longest), "Input", now)
    _flag(draft, row, offered.choice, offered.usable)


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
    rule, now = {"validate": "custom", "value": usable, **told}, Cell(typed.single, EXACT_SHARE)
    said = "Discount rate: a schedule or a rate"
    draft.row(DISCOUNT, said, replace(now, look=INPUT, rule=rule), "Input", now)
    _flag(draft, DISCOUNT, typed, usable)


def _flag(draft: Draft, row: str, yours: Formula, usable: Formula) -> None:
    """Say whether a choice was changed, or cannot be used."""
    changed = excel.when(yours.equals(draft.cell(row, OWN_CHOICE)), NO, YES)
    draft.row(row, excel.when(usable, changed, UNUSABLE))


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
    draft = Draft("Numbers", NUMBERS)
    for name in offered.numbers:
        parameter = scenario[name]
        value, (least, most) = parameter.mean, bounds(parameter)
        shown = number_format(parameter.unit, value)
        cells = given(value, shown, _number_rule(parameter)), "Input", Cell(value, shown)
        draft.row(name, parameter.label, *cells)
        yours = draft.cell(name, TYPED)
        flag = excel.when(yours.equals(draft.cell(name, OWN_NUMBER)), NO, YES)
        within = excel.every(yours.at_least(least), yours.at_most(most))
        flag = excel.when(within, flag, UNUSABLE)
        draft.row(name, excel.when(excel.is_number(yours), flag, UNUSABLE))
    return draft


def bounds(parameter: Parameter) -> tuple[float, float]:
    """Between which a number of this unit may lie.

    >>> from econ.model.distributions import Fixed
    >>> bounds(Parameter("x", "X", Fixed(0.4), "proportion"))
    (0.0, 1.0)
    """
    if is_proportion(parameter.unit):
        return 0.0, 1.0
    least = 0.0 if parameter.money or parameter.unit == "people" else -LARGEST
    return least, LARGEST


def _number_rule(parameter: Parameter) -> dict[str, object]:
    """A number of a parameter's unit; beside it stands the model's, with its limits."""
    (least, most), unit = bounds(parameter), parameter.unit
    said = f"Model: {figure(parameter.mean, unit)} ({unit or 'a plain number'})."
    low, high = limits(parameter)
    if low is not None and high is not None:
        said += f" 95% range: {figure(low, unit)} to {figure(high, unit)}."
    wanted = "a number" if least < 0 else "a number of 0 or more"
    wanted = "a number from 0 to 1, or 0% to 100%" if most == 1 else wanted
    between = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
    return {**between, **_said(said, "Not a number that can be used", f"Type {wanted}.")}


def _add_local(scenario: Scenario, numbers: Draft, made: Workings, known: Lists) -> None:
    """What each number is in the cohort chosen, then its unit and its limits."""
    for name in numbers.lines:
        parameter = scenario[name]
        shown = number_format(parameter.unit, parameter.mean)
        low, high = (Cell(limit, shown) for limit in limits(parameter))
        here = Cell(_locally(scenario, name, made.local, known.cohorts), shown)
        numbers.row(name, here, parameter.unit or "none", low, high)


def _locally(scenario: Scenario, name: str, local: Part | None, cohorts: Offered) -> Formula | str:
    """What a number is in the cohort chosen, where cohorts have values of their own."""
    if local is None or name not in local.lines:
        return "the same"
    cells = local.across(name, [cohort.name for cohort in scenario.cohorts])
    own = excel.or_else(excel.entry(cells, excel.position(1, cohorts.chosen) - 1), NOT_AVAILABLE)
    return excel.when(cohorts.is_chosen(cohorts.rows[0]).equals(1), "varies", own)


def _flagged(word: str, *drafts: Draft) -> Formula:
    """How many choices and numbers are as a word says."""
    return excel.added(excel.how_many(draft.down(CHANGED), word) for draft in drafts)


def _status(choices: Draft, numbers: Draft) -> Draft:
    """Whether anything was changed, or cannot be used."""
    bad, moved = (_flagged(word, choices, numbers) for word in (UNUSABLE, YES))
    trouble = excel.text(bad, f" cannot be used: see '{UNUSABLE}' in the column {CHANGED}.")
    whole = len(choices.lines) + len(numbers.lines)
    changed = excel.text("Yes: ", moved, f" of {whole} cells are not the model's.")
    said = excel.when(bad.above(0), trouble, excel.when(moved.equals(0), UNCHANGED, changed))
    draft = Draft("Status", (Column("of"), Column("is")))
    draft.row("status", labelled("Inputs changed?"), strong(said))
    return draft


def _answer(scenario: Scenario, made: Workings, choices: Draft, numbers: Draft) -> Draft:
    """The answer, with the reader's inputs and with the model's for the same choice."""
    by_year, model = made.answered.by_year, made.answered.model
    gains, outlay = (model.cell(ASKED, column) for column in (GAINS_WORTH, OUTLAY_WORTH))
    bad, draft = _flagged(UNUSABLE, choices, numbers), Draft("Answer", RESULTS)
    yours = (by_year.cell(row, WORTH) for row in (NET_MONEY, GAINS, OUTLAY))
    for row, own, models in zip(LINES, yours, (gains - outlay, gains, outlay), strict=True):
        _add_line(draft, row, (own, models), bad, POUNDS)
    ratios = [_ratio(draft, column) for column in (YOURS, MODELS)]
    _add_line(draft, RATIO, ratios, bad, PENCE)
    never = f"n/a: not within {years(scenario.years)}"
    paid = [_payback(scenario, made, row, never) for row in (YOURS, MODELS)]
    _add_line(draft, PAYBACK, paid, bad, WHOLE)
    return draft


def _add_line(draft: Draft, row: str, pair: Sequence[Formula], bad: Formula, shown: str) -> None:
    """A line of the answer; in place of an error it says that there is none."""
    yours, model = (excel.when(bad.above(0), NOT_AVAILABLE, side) for side in pair)
    draft.row(row, row, Cell(yours, shown, STRONG), "Formula", Cell(model, shown))
    left, right = draft.cell(row, YOURS), draft.cell(row, MODELS)
    gap = excel.when(excel.count(left, right).equals(2), left - right, NOT_AVAILABLE)
    draft.row(row, Cell(gap, shown))


def _ratio(draft: Draft, column: str) -> Formula:
    gains, outlay = (draft.cell(row, column) for row in (GAINS_WORTH, OUTLAY_WORTH))
    return excel.when(outlay.above(0), gains / outlay, NO_COST)


def _payback(scenario: Scenario, made: Workings, row: str, never: str) -> Formula:
    """One more than the last year in which the running total is below 0."""
    running, labels = made.answered.running, scenario.year_labels
    below = running.across(row, labels).below(0) * (made.time.years.across(NUMBER, labels) + 1)
    last = running.cell(row, labels[-1])
    return excel.when(last.below(0), never, 1 + excel.dot(excel.largest(below)))


def _sheet(
    found: Report, made: Workings, status: Draft, answer: Draft, choices: Draft, numbers: Draft
) -> Sheet:
    said = "The answer with your inputs, beside the model's for the same choice."
    answers = answer.table(said)
    said = "Whose money, which cohort, the discount rate and how outcomes are valued."
    chosen = choices.table(said, marks=MARKS)
    said = "Numbers that you may change, beside the model's own and its 95% limits."
    typed = numbers.table(said, marks=MARKS)
    left = (answers, Space(), chosen, Space())
    blocks = (
        *_opening(found.scenario),
        status.table(plain=True),
        Space(),
        Beside(left, _parts(found, answers), len(_FIVE), margins=(GAP, GAP)),
        typed,
        Space(),
        _running_total(found.scenario, made.answered.running),
    )
    asks = "The base case, live: change an input and see the answer."
    return Sheet(SHEET, asks, widths(NUMBERS), blocks, heads="", wide=True, pages=1)


def _opening(scenario: Scenario) -> tuple[Block, ...]:
    return opening(
        SHEET,
        "The base case, live: change a yellow cell marked Input and the answer follows. "
        "Choose from the lists, type numbers of your own.",
        "To go back, copy the model's value from the column '(to reset)' and paste its value, "
        "or close the file without saving.",
        "These are base-case figures: every number at its mean. The Summary's are means over "
        f"the draws. Money is in {scenario.price_year} prices.{other_rates(scenario)}",
        "A number that differs between cohorts is the whole programme's: beside it stands what "
        "it comes to in the cohort chosen.",
    )


def _parts(found: Report, answer: Table) -> Chart:
    """The first lines of the answer: with these inputs beside the model's."""
    net, gains, outlay = (
        figure(found.measure(name).base_case or 0.0, "GBP")
        for name in ("net_present_value", "benefits", "costs")
    )
    words = (
        "Columns: net present value, benefits and costs with your inputs beside the model's. "
        f"At the model's own: net {net}, benefits {gains}, costs {outlay}."
    )
    series = [
        {**bars(answer, column, LINES), "fill": {"color": colour}}
        for column, colour in COLOURS.items()
    ]
    title = "With your inputs, and with the model's"
    return _column_chart(title, ("Part", "Present value"), series, words)


def _running_total(scenario: Scenario, running: Part) -> Chart:
    """The running total of net money by year: with these inputs, and with the model's."""
    labels = scenario.year_labels
    looks = {"border": {"color": GREY, "width": 0.5}, "gap": 45}
    series = [
        {
            "name": running.cell(row, RUNNING),
            "categories": running.headings(labels),
            "values": running.across(row, labels),
            "fill": {"color": colour},
            **looks,
        }
        for row, colour in COLOURS.items()
    ]
    title, up = "Running total of net money, by year", "Money kept so far (undiscounted)"
    words = "Columns: the running total of net money by year, with your inputs and the model's."
    return _column_chart(title, ("Year", up), series, words, (900, 300))


def _column_chart(
    title: str,
    axes: tuple[str, str],
    series: Sequence[Look],
    words: str,
    size: tuple[int, int] = (0, 0),
) -> Chart:
    """Columns of money; words along the axis are low, clear of columns below 0."""
    sets: Mapping[str, Look] = {
        "title": titled(title),
        "y_axis": {"name": axes[1], "num_format": POUNDS, "major_gridlines": GRID, **NAMED},
        "x_axis": {"name": axes[0], "label_position": "low", **NAMED},
        "legend": LEGEND,
    }
    return Chart({"type": "column"}, tuple(series), sets, words, size)
