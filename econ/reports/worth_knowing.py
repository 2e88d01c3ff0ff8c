"""What is said of the value of evidence: to know or to decide, what to study, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, hypot, log10

from econ.analysis.value_of_information import ValueOfInformation
from econ.methods.decisions import Worth
from econ.methods.health import net_benefit
from econ.methods.net_benefits import FUND_NOTHING
from econ.methods.studies import NetSampling
from econ.model.distributions import Z_95
from econ.model.measures import net_present_value
from econ.model.perspectives import the_view
from econ.reports.value_of_evidence import ValueOfEvidence
from econ.words import counted_in_words, exact_money, listed, money, percent, years


def whose_view(of: ValueOfInformation) -> str:
    """A view in a sentence: society, or the NHS and PSS, had it paid."""
    measure = of.measure
    if measure.name == net_present_value().name:
        return the_view(of.view)
    weighed = f", {measure.label}" if measure.name == net_benefit(0.0).name else ""
    return f"{the_view(of.view)} (had it paid{weighed})"


def told_worth(worth: Worth) -> str:
    """An amount to the digit that its own error leaves (C22).

    >>> told_worth(Worth(3_432.0, 458.0)), told_worth(Worth(12.0, 458.0)), told_worth(Worth(0, 0))
    ('about £3,000', 'nothing that these draws can tell from £0', '£0')
    """
    estimate, error = worth
    if not estimate:
        return exact_money(0.0)
    if not seen(worth):
        return "nothing that these draws can tell from £0"
    if not error:
        return money(estimate)
    digit = 10.0 ** min(ceil(log10(Z_95 * error)), floor(log10(estimate)))
    near = round(estimate / digit) * digit
    return f"about {money(near)}"


def seen(worth: Worth) -> bool:
    """Whether an amount is more than chance would make it."""
    return worth.estimate > Z_95 * worth.se


def worth_knowing(of: ValueOfEvidence) -> list[str]:
    """One paragraph: what would be chosen now, what it is worth to know more, and what to study."""
    return [*_chosen(of), *_everything(of.first), *_single(of), *_study(of), *_elsewhere(of)]


def find_out_first(of: ValueOfEvidence) -> list[str]:
    """The same in brief, for the first sheet."""
    return [*_everything(of.first), *_study(of)]


def _chosen(of: ValueOfEvidence) -> Iterator[str]:
    """What is best on average, and how often another is; what choosing it brings."""
    best = of.first.best
    wrong = 1 - best.probability_best
    following = sorted(of.first.options, key=lambda option: option.mean)[-2]
    gain = Worth(best.mean - following.mean, hypot(best.se, following.se))
    better = f"{told_worth(gain)} better than the next best option for one programme"
    in_all = f"{told_worth(of.first.to_all(gain))} if all do it"
    if not seen(gain):
        better, in_all = "by no more than chance", "as far as these draws tell"
    said = "to fund nothing" if best.option == FUND_NOTHING else f"“{best.option}”"
    yield (
        f"Best for {whose_view(of.first)}, on average and on what is known now, is {said}: "
        f"{better}, {in_all}, and the wrong choice with a chance of {percent(wrong)}."
    )


def _everything(of: ValueOfInformation) -> Iterator[str]:
    """What it is worth to know everything, for one programme and for all."""
    whom = of.population
    if not of.evpi.estimate:
        yield "Nothing that could be learned would change that choice: it is one in every draw."
        return
    span = f"in {years(whom.years)} of {_programmes(whom.a_year)} a year"
    yield (
        f"To know every number for certain before choosing would be worth at most "
        f"{told_worth(of.evpi)} to {whose_view(of)} for one programme, and "
        f"{told_worth(of.to_all(of.evpi))} {span}, later ones discounted."
    )


def _programmes(many: float) -> str:
    return "one programme" if many == 1 else f"{many:g} programmes"


def _single(of: ValueOfEvidence, most: int = 3) -> Iterator[str]:
    """The numbers that are worth most to know alone, none within the error of the draws."""
    if not of.first.evpi.estimate:
        return
    known = [one for one in of.first.evppi if seen(Worth(one.estimate, one.se))][:most]
    if not known:
        yield (
            "To know any one number alone would be worth nothing that these draws can tell: "
            "whatever it turned out to be, the choice would hardly change."
        )
        return
    told = [
        f"“{of.scenario.label(one.name)}” ({told_worth(Worth(one.estimate, one.se))})"
        for one in known
    ]
    yield f"Worth most to know alone: {listed(told)}, for one programme."


def _study(of: ValueOfEvidence) -> Iterator[str]:
    """The study that comes first, how large, and what it leaves; or that none is worth its cost."""
    worth = [one for one in of.first.enbs if one.best.n and one.clear]
    if not of.first.enbs:
        yield "No study is proposed on the sheet Studies whose worth could be told."
        return
    if not worth:
        many = len(of.first.enbs)
        each = (
            "The study that is proposed is not"
            if many == 1
            else (f"None of the {counted_in_words(many)} studies that are proposed is")
        )
        yield (
            f"{each} worth its cost to {whose_view(of.first)}: do not study, and decide on what is "
            f"known.{_nearest(of.first)}"
        )
        return
    first = max(worth, key=lambda one: one.best.estimate)
    yield from _worthwhile(of, first)
    if others := [one for one in worth if one is not first]:
        told = [f"{_label(one)} ({_left(one)})" for one in others]
        yield f"Worth its cost too, by what is left of it: {listed(told)}."


def _nearest(of: ValueOfInformation) -> str:
    """The least that any proposed study costs, beside what knowing all of it would be worth."""
    least = min(of.enbs, key=lambda one: one.study.cost(1))
    most = max((one.evppi for one in of.enbs), key=lambda worth: worth.estimate)
    return (
        f" The cheapest costs {money(least.study.cost(1))} or more; what any of them measures, "
        f"known without error, would be worth {told_worth(most)} to all."
    )


def _worthwhile(of: ValueOfEvidence, first: NetSampling) -> Iterator[str]:
    best, (low, high) = first.best, first.nearly
    cost = first.study.cost(best.n)
    near = f" ({_round(low)} to {_round(high)} is nearly as good)" if low < high else ""
    late = first.study.years_until_it_reports
    when = f", although it reports after {years(late)}" if late else ""
    yield (
        f"Study first {_label(first)}, with about {_round(best.n)} people{near}: it costs "
        f"{money(cost)} and is worth {_left(first)} more than that to "
        f"{whose_view(of.first)}{when}."
    )
    for other in of.views[1:]:
        same = next(one for one in other.enbs if one.study is first.study)
        size = same.best.n
        left = f"{_left(same)} more than its cost" if size else "less than its cost"
        yield f"To {whose_view(other)} the same study is worth {left}."


def _left(of: NetSampling) -> str:
    return told_worth(Worth(of.best.estimate, of.best.se))


def _round(people: int) -> str:
    """So many people, to two figures."""
    return f"{float(f'{people:.2g}'):,.0f}"


def _label(of: NetSampling) -> str:
    return f"“{of.study.label or of.study.name}”"


def _elsewhere(of: ValueOfEvidence) -> Iterator[str]:
    """What the other view would choose, what knowing is worth to it, and who decides for whom."""
    for other in of.views[1:]:
        best = other.best.option
        chosen = "to fund nothing" if best == FUND_NOTHING else f"“{best}”"
        yield (
            f"Best for {whose_view(other)}, on what is known now, is {chosen}; to know every "
            f"number would be worth at most {told_worth(other.evpi)} for one programme."
        )
    for loss in of.deciding.losses if of.deciding else ():
        if loss.chosen != loss.best:
            yield (
                f"To decide as {the_view(loss.decides)} would costs {the_view(loss.bears)} "
                f"{told_worth(Worth(loss.estimate, loss.se))} a programme."
            )
