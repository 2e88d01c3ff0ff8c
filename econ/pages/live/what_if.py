"""The sheet What-if: change a cell and see the answer, with no program but the spreadsheet.

What-if, Inputs, Workings and Checks point at each other, so they are made together here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from econ.model.parameters import Parameter
from econ.model.scenario import Scenario
from econ.model.units import figure, is_proportion
from econ.pages.charts import GRID, LEGEND, NAMED, titled
from econ.pages.live import inputs, workings
from econ.pages.live.checks import checks
from econ.pages.live.chosen import (
    ASKED,
    GAINS,
    GAINS_WORTH,
    MODELS,
    NET,
    OUTLAY,
    OUTLAY_WORTH,
    YOURS,
)
from econ.pages.live.formulas import (
    Area,
    Formula,
    Spot,
    added,
    count,
    dot,
    entry,
    every,
    how_many,
    is_number,
    largest,
    or_else,
    position,
    text,
    when,
)
from econ.pages.live.inputs import YOURS as NUMBER
from econ.pages.live.inputs import limits, number_format
from econ.pages.live.ledger import WORTH, Part
from econ.pages.live.offered import Asked, Lists, Offered, lists
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
from econ.reports.choices import ALL_COHORTS, Choices
from econ.reports.report import Report
from econ.words import NOT_AVAILABLE, years

SHEET = "What-if"
AS_TEXT = "@"
_FIVE = (44.0, 27.0, 10.0, 27.0, 12.0)
_WORDS: Look = {"align": "left", "indent": 1}
_FIGURES: Look = {"align": "right"}
KIND, CHANGED, LOCAL = "Kind of cell", "Changed", "In the cohort chosen"
CHOICE, OWN_CHOICE = "Your choice", "The model's choice (to reset)"
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
    Column(NUMBER, _FIVE[1], EXACT),
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
VIEW, COHORT, DISCOUNT = "view", "cohort", "discount"
"""The rows of the choices, before those of outcomes by name."""


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
    known = lists(found.scenario, offered)
    choices = _choices(found.scenario, offered, known)
    numbers = _numbers(found.scenario, offered)
    asked = Asked(
        choices.cell(VIEW, CHOICE),
        choices.cell(COHORT, CHOICE),
        choices.cell(DISCOUNT, CHOICE),
        {v.outcome.name: choices.cell(v.outcome.name, CHOICE) for v in offered.valuations},
    )
    listed = inputs.drafted(found, numbers)
    made = workings.worked(found, listed, asked, offered, known)
    _add_local(found.scenario, numbers, made, known)
    status, answer = _status(choices, numbers), _answer(found, made, choices, numbers)
    moved = how_many(choices.down(CHANGED, list(choices.lines)[2:]), YES)
    checked = checks(found, made, listed, moved)
    first = _sheet(found, made, status.table(plain=True), (answer, choices, numbers))
    return Live(
        (first, inputs.sheet(found, listed), workings.sheet(found, made), checked.sheet),
        answer.cell(LINES[0], YOURS),
        answer.cell(LINES[0], MODELS),
        text(asked.view, ", ", asked.cohort),
        status.cell("status", "is"),
        checked.verdict,
        checked.failures,
    )


def _choices(scenario: Scenario, offered: Choices, known: Lists) -> Draft:
    """Whose money, which cohort, the discount rate and how outcomes are valued."""
    draft = Draft("Choices", CHOICES)
    whose = f"View: {scenario.perspective}"
    _choose(draft, VIEW, "Whose money: a view or a payer", whose, known.views)
    _choose(draft, COHORT, "Which cohort", ALL_COHORTS, known.cohorts)
    _choose_rate(draft, scenario, offered, known)
    for valuation in offered.valuations:
        room = _FIVE[1] - INDENT
        longest = max(lines(option.label, room) for option in valuation.options)
        name = valuation.outcome.name
        said, now = f"What one is worth: {valuation.outcome.label}", valuation.options[0].label
        _choose(draft, name, said, now, known.valued[name], longest)
    return draft


def _choose(
    draft: Draft, row: str, said: str, now: str, offered: Offered, longest: int = 0
) -> None:
    """A choice from a list, with room for so many lines."""
    rule = {
        "validate": "list",
        "source": offered.labels,
        **_said("Choose from the list.", "Not in the list", "Choose one of the list."),
    }
    cell = Cell(now, AS_TEXT, INPUT, rule, longest)
    draft.row(row, said, cell, "Input", Cell(now, AS_TEXT))
    yours = draft.cell(row, CHOICE)
    _flag(draft, row, yours, draft.cell(row, OWN_CHOICE), offered.holds(yours))


def _choose_rate(draft: Draft, scenario: Scenario, offered: Choices, known: Lists) -> None:
    """A discount rate: a number, or the name of a schedule."""
    rate, names = scenario.discount, [f"'{rate.name}'" for rate in offered.schedules]
    now = rate.name if len(rate.steps) > 1 else rate.rate(1)
    yours = Formula((Spot(draft.name, DISCOUNT, CHOICE),), now)
    inside = every(yours.at_least(0), yours.below(HIGHEST_RATE))
    usable = when(is_number(yours), inside, known.rates.holds(yours))
    said = (
        f"Type a yearly rate such as 3.5%, or {' or '.join(names)}.",
        "Not a discount rate",
        f"Type a rate from 0% to under 30%, or {' or '.join(names)}.",
    )
    rule = {"validate": "custom", "value": usable, **_said(*said)}
    cells = Cell(now, EXACT_SHARE, INPUT, rule), "Input", Cell(now, EXACT_SHARE)
    draft.row(DISCOUNT, "Discount rate: a schedule or a rate", *cells)
    _flag(draft, DISCOUNT, yours, draft.cell(DISCOUNT, OWN_CHOICE), usable)


def _flag(draft: Draft, row: str, yours: Formula, own: Formula, usable: Formula) -> None:
    """Say whether a cell was changed, or cannot be used."""
    draft.row(row, when(usable, when(yours.equals(own), NO, YES), UNUSABLE))


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
        yours = draft.cell(name, NUMBER)
        flag = when(yours.equals(draft.cell(name, OWN_NUMBER)), NO, YES)
        usable = every(yours.at_least(least), yours.at_most(most))
        draft.row(name, when(is_number(yours), when(usable, flag, UNUSABLE), UNUSABLE))
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
    own = or_else(entry(cells, position(1, cohorts.chosen) - 1), NOT_AVAILABLE)
    return when(cohorts.is_chosen(cohorts.rows[0]).equals(1), "varies", own)


def _flagged(word: str, *drafts: Draft) -> Formula:
    """How many choices and numbers are as a word says."""
    return added(how_many(draft.down(CHANGED), word) for draft in drafts)


def _status(choices: Draft, numbers: Draft) -> Draft:
    """Whether anything was changed, or cannot be used."""
    bad, moved = (_flagged(word, choices, numbers) for word in (UNUSABLE, YES))
    trouble = text(bad, f" cannot be used: see '{UNUSABLE}' in the column {CHANGED}.")
    whole = len(choices.lines) + len(numbers.lines)
    changed = text("Yes: ", moved, f" of {whole} cells are not the model's.")
    said = when(bad.above(0), trouble, when(moved.equals(0), UNCHANGED, changed))
    draft = Draft("Status", (Column("of"), Column("is")))
    draft.row("status", labelled("Inputs changed?"), strong(said))
    return draft


def _answer(found: Report, made: Workings, choices: Draft, numbers: Draft) -> Draft:
    """The answer, with the reader's inputs and with the model's for the same choice."""
    by_year, model = made.answered.by_year, made.answered.model
    gains, outlay = (model.cell(ASKED, column) for column in (GAINS_WORTH, OUTLAY_WORTH))
    bad, draft = _flagged(UNUSABLE, choices, numbers), Draft("Answer", RESULTS)
    yours = [by_year.cell(row, WORTH) for row in (NET, GAINS, OUTLAY)]
    for row, pair in zip(
        LINES, zip(yours, (gains - outlay, gains, outlay), strict=True), strict=True
    ):
        _add_line(draft, row, pair, bad, POUNDS)
    ratios = [_ratio(draft, column) for column in (YOURS, MODELS)]
    _add_line(draft, RATIO, ratios, bad, PENCE)
    never = f"n/a: not within {years(found.scenario.years)}"
    paid = [_payback(found.scenario, made, row, never) for row in (YOURS, MODELS)]
    _add_line(draft, PAYBACK, paid, bad, WHOLE)
    return draft


def _add_line(draft: Draft, row: str, pair: Sequence[Formula], bad: Formula, shown: str) -> None:
    """A line of the answer; in place of an error it says that there is none."""
    yours, model = (when(bad.above(0), NOT_AVAILABLE, side) for side in pair)
    draft.row(row, row, Cell(yours, shown, STRONG), "Formula", Cell(model, shown))
    left, right = draft.cell(row, YOURS), draft.cell(row, MODELS)
    gap = when(count(left, right).equals(2), left - right, NOT_AVAILABLE)
    draft.row(row, Cell(gap, shown))


def _ratio(draft: Draft, column: str) -> Formula:
    gains, outlay = (draft.cell(row, column) for row in (GAINS_WORTH, OUTLAY_WORTH))
    return when(outlay.above(0), gains / outlay, NO_COST)


def _payback(scenario: Scenario, made: Workings, row: str, never: str) -> Formula:
    """One more than the last year in which the running total is below 0."""
    running, labels = made.answered.running, scenario.year_labels
    below = running.across(row, labels).below(0) * (made.time.numbers + 1)
    last = running.cell(row, labels[-1])
    return when(last.below(0), never, 1 + dot(largest(below)))


def _sheet(
    found: Report, made: Workings, status: Table, drafts: tuple[Draft, Draft, Draft]
) -> Sheet:
    answer, choices, numbers = drafts
    said = "The answer with your inputs, beside the model's for the same choice."
    answers = answer.table(said)
    chosen = choices.table(
        "Whose money, which cohort, the discount rate and how outcomes are valued.", marks=MARKS
    )
    typed = numbers.table(
        "Numbers that you may change, beside the model's own and its 95% limits.", marks=MARKS
    )
    live_now = (answers, Space(), chosen, Space())
    blocks = (
        *_opening(found.scenario),
        status,
        Space(),
        Beside(live_now, _parts(found, answer), len(_FIVE), margins=(GAP, GAP)),
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
        f"the draws. Money is in {scenario.price_year} prices.",
        "A number that differs between cohorts is the whole programme's: beside it stands what "
        "it comes to in the cohort chosen.",
    )


def _parts(found: Report, answer: Draft) -> Chart:
    """The first lines of the answer: with these inputs beside the model's."""
    net, gains, outlay = (
        figure(found.measure(name).base_case or 0.0, "GBP")
        for name in ("net_present_value", "benefits", "costs")
    )
    words = (
        "Columns: net present value, benefits and costs with your inputs beside the model's. "
        f"At the model's own: net {net}, benefits {gains}, costs {outlay}."
    )
    labels = answer.down(RESULTS[0].name, LINES)
    series = [
        _columns(answer.heading(column), labels, answer.down(column, LINES), colour)
        for column, colour in COLOURS.items()
    ]
    title = "With your inputs, and with the model's"
    return _column_chart(title, ("Part", "Present value"), series, words)


def _running_total(scenario: Scenario, running: Part) -> Chart:
    """The running total of net money by year: with these inputs, and with the model's."""
    labels = scenario.year_labels
    along = Formula(
        (Area(*(Spot(running.name, "", year) for year in (labels[0], labels[-1]))),), 0.0
    )
    series = [
        _columns(running.cell(row, "Running total"), along, running.across(row, labels), colour)
        for row, colour in COLOURS.items()
    ]
    title, up = "Running total of net money, by year", "Money kept so far (undiscounted)"
    words = "Columns: the running total of net money by year, with your inputs and the model's."
    return _column_chart(title, ("Year", up), series, words, (900, 300))


def _columns(name: Formula, along: Formula, up: Formula, colour: str) -> dict[str, object]:
    return {
        "name": name,
        "categories": along,
        "values": up,
        "fill": {"color": colour},
        "border": {"color": GREY, "width": 0.5},
        "gap": 45,
    }


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
