"""What a report says in plain English; the same words for workbook, brief and command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from econ.analysis.switching import Threshold
from econ.methods.decisions import TOO_FEW, decision
from econ.methods.information import everything
from econ.methods.results import Subject
from econ.model.allowed import EFFECT
from econ.model.chain import Made
from econ.model.estimates import ROUNDING, Estimate
from econ.model.measures import HEADLINE
from econ.model.perspectives import SOCIETY, the_view
from econ.model.scenario import Scenario
from econ.model.units import figure, in_unit
from econ.reports.parts import cash_share, largest_figure, people_reached
from econ.reports.pictures import PeriodRow, alike, by_payer
from econ.reports.report import ALL, Report, varies, with_interval
from econ.reports.scenarios import SideBySide
from econ.reports.sensitivity import OneWay, Sensitivity, as_known
from econ.reports.worth_knowing import find_out_first, told_worth
from econ.words import (
    NOT_AVAILABLE,
    about_one_in,
    about_percent,
    as_change,
    counted_in_words,
    day,
    each_pound,
    how_long,
    listed,
    money,
    people_in,
    percent,
    started,
    years,
)

LEAST_TOLD = 0.05
"""The least share of the uncertainty that is worth finding out about."""


def programme_name(scenario: Scenario) -> str:
    """What readers call the programme: as About names it, else its file, else the scenario."""
    named = scenario.about.get("programme") or Path(scenario.workbook).stem.replace("_", " ")
    return started(named) or scenario.name


def headed_by(scenario: Scenario) -> str:
    """The programme and, where that is another name, the scenario."""
    named = programme_name(scenario)
    return named if named == scenario.name else f"{named}: {scenario.name}"


def account(found: Report, date: str = "") -> str:
    """Whom it reached, when it was run, which version it is, and who answers for it."""
    about, people = found.scenario.about, people_reached(found)
    parts = [f"{people_in(people)} reached"] if people else []
    parts += [f"run on {day(date)}"] if date else []
    parts += [f"version {about['version']}"] if about.get("version") else []
    parts += [f"analyst: {about.get('analyst') or 'not named'}"]
    parts += [f"independent assurer: {about.get('assurer') or 'not named'}"]
    parts += [f"contact: {about.get('contact') or 'not given'}"]
    return f"{started('; '.join(parts))}."


def answer(found: Report, told: Sensitivity | None = None) -> list[str]:
    """What it costs and returns, to whom, how much is cash, how sure, and what would turn it."""
    turns = told.one_way.attributions if told else ()
    turned = [said for turn in turns for said in _switching(found, turn, alone=len(turns) == 1)]
    return [_returns(found), cash(found), *_had_others_paid(found), how_sure(found), *turned]


def who_gains(found: Report) -> str:
    """Who is worse off and who is better off over all years, the most first: means."""
    rows = sorted(by_payer(found), key=lambda row: -abs(row.total))
    worse = _amounts(found, [row for row in rows if round(row.total) < 0])
    better = _amounts(found, [row for row in rows if round(row.total) > 0])
    pays = f"Worse off: {worse}" if worse else "Nobody is worse off"
    gains = f"better off: {better}" if better else "nobody is better off"
    return f"{pays}; {gains} (means over all years, not discounted)."


def _amounts(found: Report, rows: Sequence[PeriodRow], most: int = 3) -> str:
    """The first of some payers with their amounts, and how many more there are."""
    beside, left = largest_figure(found), len(rows) - most
    told = [f"{row.label} {money(abs(row.total), beside)}" for row in rows[:most]]
    told += [f"{counted_in_words(left)} more by less"] if left > 0 else []
    return listed(told) if told else ""


def who_benefits(found: Report) -> str:
    """Who gains most and least for each person, by group."""
    known = [x for x in found.cohorts if x.people and x.net.mean is not None]
    each = sorted(known, key=lambda x: (x.net.mean or 0.0) / (x.people or 1.0))
    if len(found.cohorts) < 2 or not each:
        many = f"{len(found.cohorts)} groups" if len(found.cohorts) > 1 else "one group"
        return f"The result is told for {many} of people."
    ends = [(x, money((x.net.mean or 0.0) / (x.people or 1.0))) for x in (each[0], each[-1])]
    least, most = (f"{amount} ({found.scenario.label(x.cohort)})" for x, amount in ends)
    if ends[0][1] == ends[1][1]:
        return f"The net for each person is {ends[0][1]} in every group of people."
    return f"The net for each person runs from {least} to {most}."


def _had_others_paid(found: Report) -> list[str]:
    """What a view keeps that others paid for, and what it would be had it paid (C16)."""
    pounds = partial(money, beside=largest_figure(found))
    views = [view for view in found.scenario.perspectives if view != found.scenario.perspective]
    return [
        f"{_keeps(view, found.measure('net_present_value', view).mean, pounds)}, as others pay for "
        f"the programme; had {_it(view)} paid, {_it(view)} would {_keep(paid.mean, pounds)}."
        for view in views
        if (paid := found.had_it_paid(view))
    ]


def _it(view: str) -> str:
    """What stands for a view: several bodies are told as such."""
    return "they" if " and " in view else "it"


def _keep(amount: float | None, pounds: Callable[[float], str] = money) -> str:
    return f"{'keep' if (amount or 0.0) >= 0 else 'lose'} {pounds(abs(amount or 0.0))}"


def _keeps(view: str, amount: float | None, pounds: Callable[[float], str] = money) -> str:
    """A view, and what it keeps or loses, at the head of a sentence."""
    verb, _, much = _keep(amount, pounds).partition(" ")
    return f"{started(the_view(view))} {verb}{'' if ' and ' in view else 's'} {much}"


def rests_on(found: Report) -> list[str]:
    """What the numbers rest on: the largest part of the value, and the grade of the evidence."""
    sentences = []
    if found.by_outcome and max(found.by_outcome.values()) > 0:
        name, share = max(found.by_outcome.items(), key=lambda item: item[1])
        label = _lowered(found.scenario.label(name))
        part = f"{percent(share)} of what comes back, losses counted by their size,"
        sentences.append(f"{part} is {label}.")
    graded = {grade: share for grade, share in found.grades.items() if share > 0}
    if graded:
        parts = listed([f"{percent(share)} on {_GRADES[grade]}" for grade, share in graded.items()])
        sentences.append(f"By the weakest number behind each part it rests {parts}.")
        if not graded.get("observed"):
            sentences.append(_own_records(found.scenario))
    return sentences or ["Nothing is saved, and so there is no value that rests on anything."]


def _own_records(scenario: Scenario) -> str:
    """How many effects are changes seen in the programme's own records, which say nothing of cause.

    Where no part of the value rests on these alone (C21).
    """
    effects = [scenario[name] for name in scenario.used if scenario[name].part == EFFECT]
    seen = sum(parameter.evidence == "observed" for parameter in effects)
    if not seen:
        return "None of it rests on this programme's own records of effect."
    return (
        f"Of its {len(effects)} effects {seen} {'is a change' if seen == 1 else 'are changes'} "
        "observed in this programme's own records, which do not say what caused them."
    )


def cautions(found: Report) -> list[str]:
    """What a reader should not conclude, harm as readily as benefit."""
    sentences = []
    gains = found.measure("benefits", SOCIETY)
    if gains.p2_5 is not None and gains.p2_5 < 0:
        sentences.append(
            "The interval of the return includes harm: people may come to use more services, "
            "or need more care, than without the programme."
        )
    if not found.scenario.attributions:
        sentences.append(
            "There is no attribution parameter: all of the change is counted as the programme's."
        )
    warned = found.scenario.warnings
    return sentences + [f"{found.scenario.label(told.who)}: {told.what}." for told in warned]


def alert(found: Report) -> str:
    """Illustrative numbers, said so that nobody can miss it; empty where there are none."""
    share = found.grades["illustrative"]
    if share <= 0:
        return ""
    return (
        f"ILLUSTRATIVE NUMBERS: {percent(share)} of the gross value rests on numbers without "
        "evidence, put there so that the method can be seen. Do not quote it as a finding."
    )


def shared_uncertainty(scenario: Scenario) -> str:
    """Whether groups of people vary together; empty where there is one group, or nothing varies.

    A group's own value moves with its parameter unless it names another one (C12).
    """
    if len(scenario.cohorts) < 2 or not scenario.uncertain:
        return ""
    own = {
        name: None
        for cohort in scenario.cohorts
        for name, value in cohort.relative.items()
        if isinstance(value, Made)
    }
    apart = f", but for {listed([f'“{scenario.label(name)}”' for name in own])}" if own else ""
    return (
        f"Groups share the uncertainty of every number{apart}: where one does better than expected "
        "so do the others, and a gap between two of them looks surer than it is."
    )


def carried_over(found: Report) -> list[str]:
    """To whom the result may be carried over: what is said of it, and what it was made of.

    Directness as GRADE has it: people, what is done, what it is compared with, what is counted.
    """
    about = found.scenario.about
    items = ("population", "setting", "comparator")
    known = [f"{started(item)}: {about[item].rstrip('.')}." for item in items if about.get(item)]
    grades = [found.scenario[name].evidence for name in found.scenario.used]
    own, borrowed = grades.count("observed"), grades.count("analogue")
    unjudged = "Nobody has judged it: take it to hold for these people and this setting alone."
    made = (
        f"Of the {len(grades)} numbers used, {own} were observed in this programme, {borrowed} are "
        "borrowed from others, and so from other people and places, and "
        f"{len(grades) - own - borrowed} are judgement, illustrative or not graded."
    )
    elsewhere = (
        "Elsewhere, check who takes part and how they are found; what they would have without it; "
        "how long they stay; what a visit or an hour costs there, and who bears it; and whether "
        "those from whom numbers are borrowed are like them."
    )
    return [about.get("carried over to") or unjudged, *known, made, elsewhere]


def changed(found: Report) -> list[str]:
    """What the scenario changed from the base case, a sentence each."""
    changes = found.scenario.changes
    said = [f"{change.what}: {change.after} (base case: {change.before})." for change in changes]
    return said or ["Nothing: this is the base case."]


def unpriced(found: Report, most: int = 0) -> str:
    """That some impacts are in none of the figures, and what the first of them are.

    Empty where there are none.
    """
    labels = [_lowered(impact.label) for impact in found.scenario.unmonetised]
    if not labels:
        return ""
    left = [counted_in_words(len(labels) - most) + " more"] if len(labels) > most else []
    named = f": {'; '.join([*labels[:most], *left])}" if most else ""
    if len(labels) == 1:
        return f"One known impact has no price and is in none of these figures{named}."
    return f"{len(labels)} known impacts have no price and are in none of these figures{named}."


def unpriced_by_direction(found: Report) -> dict[str, str]:
    """The labels of impacts that are in none of the figures, by the direction they point in."""
    directions = dict[str, list[str]]()
    for impact in found.scenario.unmonetised:
        directions.setdefault(started(impact.direction), []).append(impact.label)
    return {direction: "; ".join(labels) for direction, labels in directions.items()}


def would_change(told: Sensitivity) -> list[str]:
    """What would change the answer: the facts it moves with most, and those that could turn it."""
    every = told.one_way.tornado.bars
    most = max((abs(end) for bar in every for end in (bar.least, bar.most)), default=0.0)
    told_from = [(bar, money(bar.least, most), money(bar.most, most)) for bar in every]
    moving = [(f"with “{bar.label}”", f"{a} to {b}") for bar, a, b in told_from if a != b][:3]
    if not moving:
        return ["Nothing uncertain moves the answer."]
    (first, reach), *others = moving
    said = f"The net moves most {first}: from {reach} over that number's 95% interval."
    return [_single_fact(told), said, *(f"Then {name}: {reach}." for name, reach in others)]


def _single_fact(told: Sensitivity) -> str:
    """The single fact that would most likely change whether it pays for itself."""
    values = told.one_way.switching.thresholds
    turning = [v for v in values if v.value is not None and v.probability_beyond]
    if not turning:
        none = (
            "No single number, within its plausible range, would change whether it pays for itself."
        )
        near = (v for v in values if v.plausible is False)
        return " ".join([none, *(_implausible(told.one_way, v) for v in near)][:2])
    first = max(turning, key=lambda value: value.probability_beyond or 0.0)
    turn, stays = first.value or 0.0, first.parameter in told.one_way.leaving
    taken = how_long(1 / first.base_case) if stays else figure(first.base_case, first.unit)
    return (
        f"The single number most likely to change whether it pays for itself is “"
        f"{as_change(first.label, min(turn, first.base_case))}”: with all else unchanged it pays "
        f"for itself {pays_where(told.one_way, first, first.positive_side or 'past', turn)} "
        f"(taken as {taken}; the chance is {percent(first.probability_beyond)})."
    )


def _implausible(alone: OneWay, near: Threshold) -> str:
    label = as_change(near.label, min(near.value or 0.0, near.base_case))
    said = would_have_to(alone, near)
    return f"“{label}” comes nearest: {said}, beyond what is thought possible."


def would_have_to(alone: OneWay, number: Threshold) -> str:
    """What a number would have to be to turn the answer, and what it is taken as."""
    value, stays = number.value or 0.0, number.parameter in alone.leaving
    above = value > number.base_case
    if stays and value > 0:
        most = f"{'less' if above else 'more'} than {how_long(1 / value)} on average"
        return f"people would have to stay {most}, not {how_long(1 / number.base_case)}"
    taken = figure(number.base_case, number.unit)
    side = "above" if above else "below"
    return f"it would have to be {side} {in_unit(value, number.unit)}, not {taken}"


def pays_where(alone: OneWay, number: Subject, side: str, value: float) -> str:
    """On which side of a value of one number it pays; of a leaving rate, how long people stay.

    A rate has its meaning turned: who leaves at less than a quarter a year stays more than four.
    """
    if number.parameter in alone.leaving and value > 0:
        turned = {"below": "more than ", "above": "less than "}.get(side, "")
        return f"if people stay {turned}{how_long(1 / value)} on average"
    return f"{side} {in_unit(value, number.unit)}"


def find_out(found: Report, most: int = 3) -> list[str]:
    """What to find out next: what it is worth to know more, where that was asked for.

    Else the numbers that carry most of the uncertainty, none within noise.
    """
    if found.worth:
        return find_out_first(found.worth)
    shares = [one for one in found.known if one.seen and one.share >= LEAST_TOLD][:most]
    worth = _worth_knowing_all(found)
    if not shares:
        return worth
    labels = [f"“{found.scenario.label(one.parameter)}”" for one in shares]
    parts = [about_percent(one.share, one.error) for one in shares]
    alike = 1 + sum(not shares[0].above(other) for other in shares[1:])
    which = ", of which these draws cannot tell the weightier" if alike > 1 else ""
    gone = " or ".join(dict.fromkeys(parts[:alike]))
    first = (
        f"Find out first {' or '.join(labels[:alike])}{which}: if it were known, "
        f"{gone} of the uncertainty of the net (its variance) would go."
    )
    others = [f"{x} ({part})" for x, part in zip(labels[alike:], parts[alike:], strict=True)]
    return [*worth, first, *([f"Then {listed(others)}."] if others else [])]


def _worth_knowing_all(found: Report) -> list[str]:
    """What it would be worth at most to know more, for whether to fund it; of a view that pays."""
    rows, whom = found.net_rows[1:], the_view(found.scenario.perspective)
    if len(rows) < TOO_FEW or found.had_it_paid() or not np.isfinite(rows).all() or alike(rows):
        return []
    worth = everything(decision(rows, found.design.batches))
    if not worth.estimate:
        return ["Nothing that could be learned would change whether it pays: no draw does."]
    most = f"would be worth at most {told_worth(worth)} to {whom} for each programme"
    costs = "a study that costs more than that for each is not worth it"
    return [f"To know every number before deciding {most}; {costs}."]


def sensitivity_rows(told: Sensitivity, most: int = 12) -> list[list[str]]:
    """One screen of sensitivity: headings, then the parameters that matter most.

    By each parameter: the net present value over its 95% interval, its switching value, and its
    share of the variance (a Shapley effect).
    """
    rows = [["", "at its low", "at its high", "switches at", "chance", "of variance"]]
    effects = told.together.shapley.effects if told.together else ()
    shares = {effect.parameter: as_known(effect) for effect in effects}
    for bar in told.one_way.tornado.bars[:most]:
        turn, at, chance = told.one_way.switching[bar.parameter], "never", ""
        if turn.value is not None:
            stays = turn.parameter in told.one_way.leaving and turn.value > 0
            at = how_long(1 / turn.value) if stays else figure(turn.value, turn.unit)
            at += "" if turn.plausible else " (implausible)"
            chance = percent(turn.probability_beyond)
        ends, share = (money(bar.at_low), money(bar.at_high)), shares.get(bar.parameter)
        of = share if isinstance(share, str) else percent(share)
        rows.append([bar.label, *ends, at, chance, of])
    return rows


def comparison_sentences(found: SideBySide) -> list[str]:
    """Each scenario in a line, and what makes it differ from the first."""
    first, *others = found.comparison.scenarios
    sentences = [f"{first}: {_net(found, first)}."]
    for name, explanation in zip(others, found.explanations, strict=True):
        line = found.comparison.line(name)
        gap, more = line.difference.mean if line.difference else None, "no figure to compare"
        if gap is not None:
            more = _more(gap)
        sentences.append(
            f"{name}: {_net(found, name)}; {more} than {first}, "
            f"better with a chance of {percent(line.better)}."
        )
        parts = [f"{part.what} {money(part.estimate)}" for part in explanation.parts[:3]]
        if parts:
            sentences.append(f"    because of {listed(parts)} (central case).")
    if found.average is not None:
        mean = with_interval(found.average.estimate)
        sentences.append(f"Averaged over the scenarios: {mean}.")
        if found.average.variance is not None:
            between = percent(found.average.variance.share_between)
            sentences.append(f"    {between} of its variance lies between the scenarios.")
    return sentences


def _net(found: SideBySide, scenario: str) -> str:
    own, others = found.comparison.line(scenario).estimate, "net_present_value_had_it_paid"
    of = (x for x in found.comparison.lines if (x.scenario, x.view) == (scenario, HEADLINE))
    paid = [money(x.estimate.mean) for x in of if x.measure.name == others]
    had = (
        f", and {paid[0]} had it paid for the programme"
        if paid and paid[0] != money(own.mean)
        else ""
    )
    return f"net present value {with_interval(own)}{had}"


def in_one_line(found: Report) -> str:
    """One line: the scenario, its horizon and its prices."""
    scenario, view = found.scenario, found.scenario.perspective
    prices = f"{scenario.price_year} prices"
    if scenario.years == 1:
        return f"{scenario.name}: {scenario.first_year}, {prices}"
    seen = "societal" if view == SOCIETY else view
    horizon = f"{scenario.year_labels[0]} to {scenario.year_labels[-1]}"
    return f"{scenario.name}: {horizon}, {prices}, {seen} view"


def _returns(found: Report) -> str:
    scenario, whom = found.scenario, the_view(found.scenario.perspective)
    gains = found.measure("benefits")
    pounds, people = partial(money, beside=largest_figure(found)), people_reached(found)
    effect, ends = f"return {pounds(gains.mean)} to {whom}", (gains.p2_5, gains.p97_5)
    if gains.mean is not None and gains.mean < 0:  # what is added is told with its own interval
        effect = f"add {pounds(-gains.mean)} to what {whom} bears"
        ends = (-(gains.p97_5 or 0.0), -(gains.p2_5 or 0.0))
    interval = f" (95% interval {pounds(ends[0])} to {pounds(ends[1])})" if varies(gains) else ""
    whole, borne = _outlay(found)
    less = -(whole or 0.0) > 0
    costs = f"costs {pounds(whole)}"
    if less:
        costs = f"costs {pounds(-(whole or 0.0))} less than its comparator"
    reached = f" for {people_in(people)}" if people else ""
    said = (
        f"Over {years(scenario.years)} the programme {costs} "
        f"in {scenario.price_year} prices{reached}{borne}"
    )
    if _only_costs(found):
        return f"{said.rstrip(',')}; nothing that it may bring back is valued here."
    said = f"{said} and is estimated to {effect}{interval}"
    return f"{said}: {_per_pound(found, whole)}." if whole and not less else f"{said}."


def _outlay(found: Report) -> tuple[float | None, str]:
    """What it costs whoever pays, and who bears most; what the view bears where others pay."""
    outlay, gains, paid = found.measure("costs"), found.measure("benefits"), found.had_it_paid()
    if not paid or gains.mean is None or paid.mean is None:
        return outlay.mean, _mostly_borne(found)
    part = money(outlay.mean, largest_figure(found)) if outlay.mean else "none"
    return (
        gains.mean - paid.mean,
        f", {part} of it borne by {the_view(found.scenario.perspective)},",
    )


def _mostly_borne(found: Report) -> str:
    """Who bears most of the cost, present value, where that is one payer; else nothing."""
    spent = found.means.where_outcome("cost").present_value().by("payer").base
    whole, payers = float(spent.sum()), np.flatnonzero(spent)
    most = float(spent.min(initial=0.0))
    first = [k for k in payers if spent[k] <= most * (1 - ROUNDING)]
    if len(first) != 1 or most < whole * (1 + ROUNDING):
        return ""
    names = [_named(payer.label) for payer in found.scenario.payers]
    if len(payers) == 1:
        return f", all of it borne by {names[first[0]]},"
    said = f"{percent(most / whole)} of it borne by {names[first[0]]}"
    if len(payers) > 2:
        return f", {said},"
    (second,) = (k for k in payers if k != first[0])
    return f", {said} and {percent(float(spent[second]) / whole)} by {names[second]},"


class Big(NamedTuple):
    """A figure that is told large, and the words with which it is true on its own."""

    figure: str
    words: str


def three_figures(found: Report) -> tuple[Big, Big, Big]:
    """What it costs and for how many, what returns and to whom, and how sure that is."""
    return _big_cost(found), _big_return(found), _big_chance(found)


def _big_cost(found: Report) -> Big:
    (whole, borne), people, own = _outlay(found), people_reached(found), found.measure("costs")
    what = "the cost" if (whole or 0.0) >= 0 else "less than its comparator costs,"
    reached = f" for {people_in(people)}" if people else ""
    part = borne if found.had_it_paid() else ""
    said = f"{what} over {years(found.scenario.years)}{reached}{part}".rstrip(",")
    others, less = found.had_it_paid(), (whole or 0.0) < 0
    interval = "" if others or less else _between(found, own)
    told = f"{said}, in {found.scenario.price_year} prices, present value{interval}"
    figure = None if whole is None else abs(whole)
    return Big(money(figure, largest_figure(found)), told)


def _between(found: Report, of: Estimate) -> str:
    """The 95% interval of a figure of the headline; nothing where it does not vary."""
    ends = [money(end, largest_figure(found)) for end in (of.p2_5, of.p97_5)]
    return f" (95% interval {ends[0]} to {ends[1]})" if varies(of) else ""


def _big_return(found: Report) -> Big:
    if _only_costs(found):
        return Big("not valued", "what the programme may bring back")
    gains, (whole, _) = found.measure("benefits"), _outlay(found)
    said = f"estimated to return to {the_view(found.scenario.perspective)}"
    if gains.mean is not None and gains.mean < 0:
        said = f"{said}: less than nothing, an added burden"
    each = f": {_per_pound(found, whole)}" if whole and whole > 0 else ""
    told = f"{said}{_between(found, gains)}{each}"
    return Big(money(gains.mean, largest_figure(found)), told)


def _big_chance(found: Report) -> Big:
    """The chance of paying, as people say it, with the net and its interval."""
    net, paid = found.measure("net_present_value"), found.had_it_paid()
    chance, given = net.probability_positive, "given these assumptions"
    told = f"the net is {with_interval(net)}"
    if chance is None:
        return Big(NOT_AVAILABLE, "whether it pays for itself cannot be said")
    if _only_costs(found):
        if not chance:
            return Big("no verdict", "these figures say what it costs, not whether it pays")
        return Big(
            percent(chance), f"the chance that it costs less than its comparator, {given}; {told}"
        )
    if paid:
        whom, other = the_view(found.scenario.perspective), percent(paid.probability_positive)
        had = f"had it paid for the programme, in {other}"
        return Big(percent(chance), f"the chance that {whom} gains, {given}; {had}; {told}")
    words = f"the chance that it pays for itself, {given}; {told}"
    return Big(about_one_in(chance) or percent(chance), words)


def _only_costs(found: Report) -> bool:
    """Whether nothing that a programme may bring back is among its outcomes."""
    return not any(outcome.sign > 0 for outcome in found.scenario.outcomes)


def _per_pound(found: Report, outlay: float) -> str:
    """What each £1 returns, and how much of that is public money: a part, never a second sum.

    What the public purse gains by a transfer is no part of it, and is said to be there.
    """
    view, public = found.scenario.perspective, found.scenario.public_views[-1:]

    def each(whom: str) -> str:
        gains = found.measure("benefits", whom).mean
        return each_pound(None if gains is None else gains / outlay)

    said = f"{each(view)} for each £1"
    if view != SOCIETY or not public:
        return said
    whole, part = (found.measure("benefits", whom).mean or 0.0 for whom in (view, *public))
    moved = _moved(found.scenario, *public)
    inside = not moved and min(whole, 0.0) <= part <= max(whole, 0.0)
    told = "alone, transfers included," if moved else "alone"
    between = ", of which" if inside else f"; to the public purse {told} it is"
    return f"{said}{between} {each(*public)}{' to the public purse' if inside else ''}"


def _moved(scenario: Scenario, view: str) -> bool:
    """Whether some of what a view saves is a transfer, which is nothing to society."""
    savings = [outcome for outcome in scenario.outcomes if outcome.transfer and outcome.sign > 0]
    return any(o.shares.get(payer) for o in savings for payer in scenario.payers_in(view))


def how_sure(found: Report) -> str:
    """The chance that it pays for itself, as people say it and as a share of the draws.

    A view that others pay for is told with what it would be had it paid.
    """
    net, paid = found.measure("net_present_value"), found.had_it_paid()
    chance = net.probability_positive
    if chance is None:
        return "Whether it pays for itself cannot be said."
    if _only_costs(found):
        less = f"the chance that it costs less than its comparator is {percent(chance)}"
        return f"Given these assumptions, {less}." if chance else _NO_VERDICT
    if paid:
        view = found.scenario.perspective
        gain = "gain" if " and " in view else "gains"
        return (
            f"{_keeps(view, net.mean)}, given these assumptions, and {gain} with a chance of "
            f"{percent(chance)}; had {_it(view)} paid for the programme, {_it(view)} would "
            f"{_keep(paid.mean)}, and gain with a chance of {percent(paid.probability_positive)}."
        )
    in_words = about_one_in(chance)
    said = f"{in_words} ({percent(chance)})" if in_words else percent(chance)
    ends = with_interval(net, largest_figure(found))
    told = f"the net is {ends}, and the chance that it pays for itself is {said}"
    return f"Given these assumptions, {told}."


_NO_VERDICT = "So these figures say what it costs, not whether it pays."


def one_net(found: Report) -> str:
    """How mean, median, central case and undiscounted net belong together; empty where none is.

    What parts the central case from the mean is what does not act in proportion (C5, C15).
    """
    net, view = found.measure("net_present_value"), found.scenario.perspective
    if net.mean is None or net.base_case is None or not net.se:
        return ""
    gap = net.base_case - net.mean
    known = abs(gap) > 4 * net.se and abs(gap) > 0.005 * abs(net.mean)
    apart = f"{_more(gap)}, because {_bends(found, gap)}" if known else "as good as the same"
    (plain,) = (x.impact.mean or 0.0 for x in found.totals if (x.payer, x.year) == (view, ALL))
    later = f"; were later years not discounted, the mean would be {money(plain)}"
    later = f"{later}, {_more(plain - net.mean)}" if found.scenario.years > 1 else ""
    return (
        f"One net, in other words: {money(net.mean)} is the mean of the draws, and the figure to "
        f"quote; half of the draws lie below {money(net.p50)} (the median); with every number at "
        f"its mean (the central case, which What-if moves) it is {money(net.base_case)}, "
        f"{apart}{later}."
    )


def _more(amount: float) -> str:
    return f"{money(abs(amount))} {'more' if amount >= 0 else 'less'}"


def _bends(found: Report, gap: float) -> str:
    """What does not act in proportion, in plain words: why the central case is not the mean."""
    scenario = found.scenario
    lasting = {n for o in scenario.outcomes for n in scenario.profiles[o.profile].parameters}
    kinds = ["some numbers rise and fall together"] if scenario.correlations else []
    if any(scenario[name].uncertain for name in lasting):
        if not kinds:
            return f"a long stay adds {'less' if gap > 0 else 'more'} than a short one takes away"
        kinds.insert(0, "how long people stay does not act in proportion")
    return listed(kinds) if kinds else "an uncertain number counts more than once"


def _switching(found: Report, turn: Threshold, *, alone: bool) -> list[str]:
    """From which share of the change on that is due to the programme it pays, all else as taken.

    A change that nobody saw in this programme is assumed; a share that the scenario holds for
    impossible is said to be. One that is not ``alone`` is told by its label.
    """
    change = "observed change" if found.grades["observed"] else "assumed change"
    change += "" if alone else f" that “{turn.label}” tells of"
    if turn.value is not None:
        most = "at least" if turn.at_high > turn.at_low else "at most"
        share = f"{most} {percent(turn.value)} of the {change}"
        taken = f"{percent(turn.base_case)} is taken"
        if not turn.probability_beyond and found.scenario[turn.parameter].uncertain:
            taken += ", and so much lies beyond what is thought possible"
        return [f"With all else unchanged it pays for itself if {share} is due to it; {taken}."]
    if turn.at_high < 0 and turn.at_low < 0:
        return [f"It would not pay for itself even if all of the {change} were due to it."]
    if turn.at_low > 0 and turn.at_high > 0:
        return [f"It pays for itself whatever share of the {change} is due to it."]
    return []


def cash(found: Report) -> str:
    """How much of what public bodies save they could spend again (C14)."""
    public = found.scenario.public_views[-1:]
    share = cash_share(found, *public) if public else None
    if share is None:
        return "No saving to the public purse is expected to release cash."
    if share <= 0:
        return "None of the saving to the public purse is marked as releasing cash: it is capacity."
    return f"{percent(share)} of the saving to the public purse releases cash."


_GRADES = {
    "observed": "this programme's own records",
    "analogue": "other programmes' results",
    "expert": "judgement",
    "illustrative": "illustrative numbers",
}


def _named(payer: str) -> str:
    """A payer's label within a sentence."""
    return f"t{payer[1:]}" if payer.startswith("The ") else payer


def _lowered(label: str) -> str:
    return label if label[1:2].isupper() or label[1:2] == "&" else label[:1].lower() + label[1:]
