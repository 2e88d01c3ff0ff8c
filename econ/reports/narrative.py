"""What a report says in plain English; the same words for workbook, brief and command line."""

from __future__ import annotations

from econ.analysis.switching import Threshold
from econ.model.programme import SOCIETY
from econ.model.units import figure
from econ.reports.parts import cash_share
from econ.reports.report import ATTRIBUTION, Report
from econ.reports.scenarios import SideBySide
from econ.reports.sensitivity import Sensitivity
from econ.words import each_pound, listed, money, percent, years

PURSE = "public sector"


def answer(found: Report, told: Sensitivity | None = None) -> list[str]:
    """The answer: what it costs, what it returns and to whom, how sure, and what would turn it."""
    turn = told.one_way.attribution if told else None
    turned = [] if turn is None else _switching(found, turn)
    return [_returns(found), _chance(found), *turned]


def rests_on(found: Report) -> list[str]:
    """What the numbers rest on: the largest part of the value, and the grade of the evidence."""
    sentences = []
    if found.by_outcome and max(found.by_outcome.values()) > 0:
        name, share = max(found.by_outcome.items(), key=lambda item: item[1])
        label = found.scenario.label(name)
        sentences.append(f"{percent(share)} of the gross value is {_lowered(label)}.")
    graded = {grade: share for grade, share in found.grades.items() if share > 0}
    if graded:
        parts = [f"{percent(share)} on {_GRADES[grade]}" for grade, share in graded.items()]
        sentences.append(
            f"Judged by the weakest number behind each part, it rests {listed(parts)}."
        )
        if not graded.get("observed"):
            sentences.append("None of it rests on this programme's own records of effect.")
    sentences.append(_cash(found))
    return sentences


def cautions(found: Report) -> list[str]:
    """What a reader should not conclude, harm as readily as benefit."""
    sentences = []
    gains = found.measure("benefits", SOCIETY)
    if gains.p2_5 is not None and gains.p2_5 < 0:
        sentences.append(
            "The interval of the return includes harm: people may come to use more services, "
            "or need more care, than without the programme."
        )
    net = found.measure("net_present_value")
    if net.mean is not None and net.base_case is not None and net.se:
        gap = net.mean - net.base_case
        if abs(gap) > 4 * net.se and abs(gap) > 0.005 * abs(net.base_case):
            sentences.append(
                f"The model is not a plain product, so the mean of the draws differs from the "
                f"base case by {money(gap)}."
            )
    if ATTRIBUTION not in found.scenario.parameters:
        sentences.append(
            "There is no attribution parameter: all of the change is counted as the programme's."
        )
    sentences += [
        f"{found.scenario.label(problem.who)}: {problem.what}."
        for problem in found.scenario.warnings
    ]
    return sentences


def alert(found: Report) -> str:
    """Illustrative numbers, said so that nobody can miss it; empty where there are none."""
    share = found.grades.get("illustrative", 0.0)
    if share <= 0:
        return ""
    return (
        f"ILLUSTRATIVE NUMBERS: {percent(share)} of the gross value rests on numbers without "
        "evidence, put there so that the method can be seen. Do not quote it as a finding."
    )


def changed(found: Report) -> list[str]:
    """What the scenario changed from the base case, a sentence each."""
    changes = found.scenario.changes
    said = [f"{change.what}: {change.after} (base case: {change.before})." for change in changes]
    return said or ["Nothing: this is the base case."]


def unpriced(found: Report) -> str:
    """That some impacts are in none of the figures; empty where there are none."""
    count = len(found.scenario.unmonetised)
    if not count:
        return ""
    if count == 1:
        return "One known impact has no price and is in none of these figures."
    return f"{count} known impacts have no price and are in none of these figures."


def would_change(told: Sensitivity) -> list[str]:
    """What would change the answer: the facts it moves with most, and those that could turn it."""
    bars = [bar for bar in told.one_way.tornado.bars if bar.swing > 0][:3]
    if not bars:
        return ["Nothing uncertain moves the answer."]
    sentences = [
        f"It moves most with “{bar.label}”: from {money(bar.least)} to {money(bar.most)} "
        f"over that number's 95% interval."
        if place == 0
        else f"Then with “{bar.label}”: {money(bar.least)} to {money(bar.most)}."
        for place, bar in enumerate(bars)
    ]
    return [_single_fact(told), *sentences]


def _single_fact(told: Sensitivity) -> str:
    """The single fact that would most likely change the decision."""
    turning = [
        value
        for value in told.one_way.switching.thresholds
        if value.value is not None and value.probability_beyond
    ]
    if not turning:
        return "No single number, within its plausible range, would change the decision."
    first = max(turning, key=lambda value: value.probability_beyond or 0.0)
    side = {"above": "above ", "below": "below "}.get(first.positive_side or "", "past ")
    return (
        f"The single number most likely to change the decision is “{first.label}”: "
        f"it pays for itself {side}{figure(first.value or 0.0, first.unit)} "
        f"(taken as {figure(first.base_case, first.unit)}; "
        f"the chance is {percent(first.probability_beyond)})."
    )


def sensitivity_rows(told: Sensitivity, most: int = 12) -> list[list[str]]:
    """One screen of sensitivity: headings, then the parameters that matter most.

    By each parameter: the net present value over its 95% interval, its switching value, and its
    share of the variance (a Shapley effect).
    """
    rows = [["", "at its low", "at its high", "switches at", "chance", "of variance"]]
    effects = told.together.shapley.effects if told.together else ()
    shares = {effect.parameter: effect.estimate for effect in effects}
    for bar in told.one_way.tornado.bars[:most]:
        turn = told.one_way.switching[bar.parameter]
        rows.append(
            [
                bar.label,
                money(bar.at_low),
                money(bar.at_high),
                "never" if turn.value is None else figure(turn.value, turn.unit),
                percent(turn.probability_beyond) if turn.value is not None else "",
                percent(shares.get(bar.parameter)),
            ]
        )
    return rows


def comparison_sentences(found: SideBySide) -> list[str]:
    """Each scenario in a line, and what makes it differ from the first."""
    first, *others = found.comparison.scenarios
    sentences = [f"{first}: {_net(found, first)}."]
    for name, explanation in zip(others, found.explanations, strict=True):
        line = found.comparison.line(name)
        gap = line.difference.mean if line.difference else None
        sentences.append(
            f"{name}: {_net(found, name)}; {_more(gap)} than {first}, "
            f"better with a chance of {percent(line.better)}."
        )
        parts = [f"{part.what} {money(part.estimate)}" for part in explanation.parts[:3]]
        if parts:
            sentences.append(f"    because of {listed(parts)} (base case).")
    if found.average is not None:
        mean = found.average.estimate
        sentences.append(
            f"Averaged over the scenarios: {money(mean.mean)} "
            f"(95% interval {money(mean.p2_5)} to {money(mean.p97_5)})."
        )
        if found.average.variance is not None:
            between = percent(found.average.variance.share_between)
            sentences.append(f"    {between} of its variance lies between the scenarios.")
    return sentences


def _net(found: SideBySide, scenario: str) -> str:
    net = found.comparison.line(scenario).estimate
    return (
        f"net present value {money(net.mean)} "
        f"(95% interval {money(net.p2_5)} to {money(net.p97_5)})"
    )


def _more(gap: float | None) -> str:
    if gap is None:
        return "no figure to compare"
    return f"{money(abs(gap))} {'more' if gap >= 0 else 'less'}"


def in_one_line(found: Report) -> str:
    """One line: the scenario, its horizon and its prices."""
    scenario = found.scenario
    return (
        f"{scenario.name}: {scenario.year_labels[0]} to {scenario.year_labels[-1]}, "
        f"{scenario.price_year} prices, {_view(scenario.perspective)} view"
        if scenario.years > 1
        else f"{scenario.name}: {scenario.first_year}, {scenario.price_year} prices"
    )


def _returns(found: Report) -> str:
    view = found.scenario.perspective
    outlay, gains = found.measure("costs"), found.measure("benefits")
    start = (
        f"Over {years(found.scenario.years)} the programme costs {money(outlay.mean)} "
        f"in {found.scenario.price_year} prices and "
    )
    interval = f"(95% interval {money(gains.p2_5)} to {money(gains.p97_5)})"
    if gains.mean is not None and gains.mean < 0:
        middle = f"is estimated to add {money(-gains.mean)} to what {_the(view)} bears {interval}"
    else:
        middle = f"is estimated to return {money(gains.mean)} to {_the(view)} {interval}"
    if not outlay.mean:
        return f"{start}{middle}."
    return f"{start}{middle}: {_per_pound(found, outlay.mean)} for each £1."


def _per_pound(found: Report, outlay: float) -> str:
    views = (
        [PURSE, SOCIETY] if found.scenario.perspective == SOCIETY else [found.scenario.perspective]
    )
    parts = []
    for view in views:
        gains = found.measure("benefits", view).mean
        ratio = None if gains is None else gains / outlay
        name = "the public purse" if view == PURSE else _the(view)
        parts.append(f"{each_pound(ratio)} to {name}")
    return listed(parts)


def _chance(found: Report) -> str:
    chance = found.measure("net_present_value").probability_positive
    return f"The chance that it pays for itself is {percent(chance)}."


def _switching(found: Report, turn: Threshold) -> list[str]:
    if turn.value is not None:
        most = "at least" if turn.at_high > turn.at_low else "at most"
        changed = ATTRIBUTION in found.scenario.changed
        taken = "this scenario takes" if changed else "the base case takes"
        return [
            (
                f"It does so if {most} {percent(turn.value)} of the observed change is due to it; "
                f"{taken} {percent(turn.base_case)}."
            )
        ]
    if turn.at_high < 0 and turn.at_low < 0:
        return ["It would not do so even if all of the observed change were due to it."]
    if turn.at_low > 0 and turn.at_high > 0:
        return ["It does so whatever share of the observed change is due to it."]
    return []


def _cash(found: Report) -> str:
    share = cash_share(found, PURSE)
    if share is None:
        return "No saving to the public purse is expected to release cash."
    if share <= 0:
        return "None of the saving to the public purse is marked as releasing cash: it is capacity."
    return f"{percent(share)} of the saving to the public purse releases cash."


_GRADES = {
    "observed": "this programme's own records",
    "analogue": "other programmes' results",
    "expert": "expert opinion",
    "illustrative": "illustrative numbers",
}


def _view(view: str) -> str:
    return {SOCIETY: "societal", PURSE: "public sector"}.get(view, view)


def _the(view: str) -> str:
    return view if view == SOCIETY else f"the {view}"


def _lowered(label: str) -> str:
    return label if label[1:2].isupper() or label[1:2] == "&" else label[:1].lower() + label[1:]
