"""The whole telling of small programmes, word for word; every figure in it is worked by hand."""

# ruff: noqa: E501 - sentences stand here as they are read

import re
from dataclasses import replace
from pathlib import Path

import pytest

import econ
from econ.analysis.comparison import average, compare
from econ.analysis.difference import explain
from econ.analysis.if_known import IfKnown
from econ.errors import Problem
from econ.model.designs import MonteCarlo
from econ.model.distributions import Distribution
from econ.model.estimates import Estimate
from econ.model.parameters import Parameter
from econ.model.prices import constant_rate
from econ.model.profiles import Profile
from econ.model.programme import Correlation, Unmonetised
from econ.model.scenario import Scenario
from econ.reports import narrative
from econ.reports.narrative import comparison_sentences
from econ.reports.pictures import by_view
from econ.reports.report import Report, report, with_interval
from econ.reports.scenarios import SideBySide, side_by_side
from econ.reports.sensitivity import Sensitivity, one_way
from econ.words import money, percent
from tests.programmes import PERSPECTIVES, Number, cost, number, programme, saving

CONFIDENCE = Unmonetised("Confidence", "benefit", "+ in one trial", "A trial")
ONLY_PAYER = "£1.50 for each £1, of which £1.50 to the public purse"


def due(share: float | Distribution = 0.5) -> Parameter:
    """How much of the change is the programme's, as experts judge."""
    known = share if isinstance(share, Distribution) else econ.Fixed(share)
    return Parameter("attribution", "Attribution", known, "proportion", evidence="expert")


def service(grant: Number = 100, price: Number = 30, cash: float = 0.0, **more: Number) -> Scenario:
    """One payer. Ten people, 30 pounds each, half of it due to the programme: 150 for 100."""
    numbers: dict[str, Number] = {
        "people": 10,
        "attribution": due(),
        "price": price,
        "once": 1,
        "grant": grant,
    }
    return programme(
        {**numbers, **more},
        [
            saving("visits", "people * attribution", "price", cash_share=cash),
            cost("delivery", "once", "grant"),
        ],
        payers={"nhs": PERSPECTIVES},
    )


def told_of(scenario: Scenario) -> Sensitivity:
    return Sensitivity(scenario, one_way(scenario))


def telling(found: Report) -> list[str]:
    """Everything that is said of a report, in the order in which it is read."""
    told = told_of(found.scenario)
    said = [
        narrative.in_one_line(found),
        *narrative.answer(found, told),
        *narrative.would_change(told),
        *narrative.rests_on(found),
        *narrative.changed(found),
        *narrative.cautions(found),
        narrative.alert(found),
        narrative.unpriced(found),
    ]
    return [sentence for sentence in said if sentence]


def told(scenario: Scenario) -> list[str]:
    return telling(report(scenario, MonteCarlo(2, 1)))


def test_a_programme_that_pays_for_its_only_payer() -> None:
    """150 for 100; at 30 pounds for ten people it breaks even where 100 / 300 is due to it."""
    assert told(service()) == [
        "Small programme: 2025/26, 2024/25 prices",
        f"Over one year the programme costs £100 in 2024/25 prices for 10 people, all of it borne by nhs, and is estimated to return £150 to society: {ONLY_PAYER}.",
        "None of the saving to the public purse is marked as releasing cash: it is capacity.",
        "Given these assumptions, the net is £50, and the chance that it pays for itself is 100%.",
        "With all else unchanged it pays for itself if at least 33% of the assumed change is due to it; 50% is taken.",
        "Nothing uncertain moves the answer.",
        "100% of what comes back, losses counted by their size, is visits.",
        "By the weakest number behind each part it rests 100% on judgement.",
        "None of it rests on this programme's own records of effect.",
        "Nothing: this is the base case.",
    ]


def test_changes_seen_in_own_records_are_called_that_and_no_finding_of_cause() -> None:
    """Of one effect and its attribution the weaker decides what the value rests on (C21)."""
    books = Path(__file__).parents[2] / "parameters"
    seen = econ.read(books / "synthetic_records.xlsx")
    effects = [seen[name] for name in seen.used if seen[name].part == "effect"]
    observed = [p.name for p in effects if p.evidence == "observed"]
    said = narrative.rests_on(report(seen, MonteCarlo(50, 1)))
    assert len(observed) > 2
    assert said[-1] == (
        f"Of its {len(effects)} effects {len(observed)} are changes observed in this programme's "
        "own records, which do not say what caused them."
    )


def test_a_programme_that_does_harm() -> None:
    assert told(service(price=-30)) == [
        "Small programme: 2025/26, 2024/25 prices",
        "Over one year the programme costs £100 in 2024/25 prices for 10 people, all of it borne by nhs, and is estimated to add £150 to what society bears: −£1.50 for each £1, of which −£1.50 to the public purse.",
        "No saving to the public purse is expected to release cash.",
        "Given these assumptions, the net is −£250, and the chance that it pays for itself is 0%.",
        "It would not pay for itself even if all of the assumed change were due to it.",
        "Nothing uncertain moves the answer.",
        "100% of what comes back, losses counted by their size, is visits.",
        "By the weakest number behind each part it rests 100% on judgement.",
        "None of it rests on this programme's own records of effect.",
        "Nothing: this is the base case.",
        "The interval of the return includes harm: people may come to use more services, or need more care, than without the programme.",
    ]


def test_a_programme_without_attribution_seen_by_those_who_get_nothing() -> None:
    """Carers keep 3 x 300; the NHS pays 3 x 50, of which nothing comes back to it."""
    scenario = programme(
        {"people": 10, "hours": 30, "fee": 50, "once": 1},
        [
            saving("hours_of_care", "people", "hours", "every year", {"carers": 1.0}),
            cost("delivery", "once", "fee", "every year"),
        ],
        years=3,
    )
    without = "There is no attribution parameter: all of the change is counted as the programme's."
    assert told(scenario) == [
        "Small programme: 2025/26 to 2027/28, 2024/25 prices, societal view",
        "Over three years the programme costs £150 in 2024/25 prices for 10 people, all of it borne by nhs, and is estimated to return £900 to society: £6.00 for each £1, of which 0p to the public purse.",
        "No saving to the public purse is expected to release cash.",
        "Given these assumptions, the net is £750, and the chance that it pays for itself is 100%.",
        "Nothing uncertain moves the answer.",
        "100% of what comes back, losses counted by their size, is hours of care.",
        "Nothing: this is the base case.",
        without,
    ]
    assert told(scenario.seen_by("NHS and PSS", name="NHS view")) == [
        "NHS view: 2025/26 to 2027/28, 2024/25 prices, NHS and PSS view",
        "Over three years the programme costs £150 in 2024/25 prices for 10 people, all of it borne by nhs, and is estimated to return £0 to the NHS and personal social services: 0p for each £1.",
        "No saving to the public purse is expected to release cash.",
        "Given these assumptions, the net is −£150, and the chance that it pays for itself is 0%.",
        "Nothing uncertain moves the answer.",
        "100% of what comes back, losses counted by their size, is hours of care.",
        "Perspective: NHS and PSS (base case: society).",
        without,
    ]


def test_a_programme_that_costs_nothing_has_no_return_for_each_pound() -> None:
    """200 hours kept by carers, less up to 300 of visits: it pays while at most 2/3 is due to it."""
    scenario = programme(
        {"people": 10, "attribution": due(), "price": -30, "hours": 200, "pound": 1, "once": 1},
        [
            saving("visits", "people * attribution", "price"),
            saving("A&E_care", "hours", "pound", shares={"carers": 1.0}),
        ],
    )
    assert told(scenario)[1:5] == [
        "Over one year the programme costs £0 in 2024/25 prices for 10 people and is estimated to return £50 to society.",
        "No saving to the public purse is expected to release cash.",
        "Given these assumptions, the net is £50, and the chance that it pays for itself is 100%.",
        "With all else unchanged it pays for itself if at most 67% of the assumed change is due to it; 50% is taken.",
    ]
    assert told(scenario)[6] == "57% of what comes back, losses counted by their size, is A&E care."


def test_nothing_is_said_of_a_turn_that_is_only_touched() -> None:
    """Without a cost it comes to £0 where none is due to it, and is above that elsewhere."""
    found = report(service(grant=0), MonteCarlo(2, 1))
    assert len(narrative.answer(found, told_of(found.scenario))) == 3


def test_a_programme_that_pays_whatever_is_due_to_it_releases_some_cash() -> None:
    """150 of visits and 100 that release cash, for 30: 40% of the saving is cash."""
    scenario = programme(
        {"people": 10, "attribution": due(), "price": 30, "hundred": 100, "once": 1},
        [
            saving("visits", "people * attribution", "price"),
            saving("agency_staff", "once", "hundred", cash_share=1.0),
            cost("delivery", "once", "price"),
        ],
    )
    assert (
        told(scenario)[4] == "It pays for itself whatever share of the assumed change is due to it."
    )
    assert "40% of the saving to the public purse releases cash." in told(scenario)
    assert "60% of what comes back, losses counted by their size, is visits." in told(scenario)


def test_a_scenario_says_what_it_changed_and_what_it_takes() -> None:
    """20 people at 20%: 120 for 100; it breaks even where 100 / 600 is due to it."""
    changed = service().vary("Group sessions", why="plan", attribution=econ.Fixed(0.2), people=20)
    said = told(changed)
    assert said[0] == "Group sessions: 2025/26, 2024/25 prices"
    assert said[4] == (
        "With all else unchanged it pays for itself if at least 17% of the assumed change is due to it; "
        "20% is taken."
    )
    assert said[-2:] == ["Attribution: 0.2 (base case: 0.5).", "people: 20 (base case: 10)."]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "One known impact has no price and is in none of these figures."),
        (2, "2 known impacts have no price and are in none of these figures."),
    ],
)
def test_impacts_without_a_price_are_counted(count: int, said: str) -> None:
    warned = Problem("Parameters!B2", "price", "is older than five years")
    scenario = replace(service(), unmonetised=(CONFIDENCE,) * count, warnings=(warned,))
    assert told(scenario)[-2:] == ["price: is older than five years.", said]


UNSURE = service(
    people=Parameter("people", "People", econ.Fixed(10), "people", evidence="observed"),
    attribution=due(econ.Uniform(0, 1)),
    price=Parameter(
        "price", "A visit", econ.Uniform(10, 50), "GBP per visit", evidence="illustrative"
    ),
)
"""300 x due x price / 30 for 100: breaks even where a third is due to it, or at 20 a visit."""


def test_what_would_change_the_answer_is_told_by_its_reach_the_likeliest_first() -> None:
    """Due 2.5% to 97.5%: 7.5 - 100 to 292.5 - 100. A visit 11 to 49: 55 - 100 to 245 - 100."""
    assert narrative.would_change(told_of(UNSURE)) == [
        "The single number most likely to change whether it pays for itself is “Attribution”: with all else unchanged it pays for itself above 33% (taken as 50%; the chance is 33%).",
        "The net moves most with “Attribution”: from −£92 to £192 over that number's 95% interval.",
        "Then with “A visit”: −£45 to £145.",
    ]


def test_a_cost_turns_the_answer_from_above() -> None:
    """All due, 30 a visit: 300. A grant of 60 to 320 is above that in 20 cases of 260."""
    scenario = service(attribution=due(1.0), grant=econ.Uniform(60, 320))
    assert narrative.would_change(told_of(scenario))[0] == (
        "The single number most likely to change whether it pays for itself is “grant”: "
        "with all else unchanged it pays for itself below 300 (taken as 190; the chance is 8%)."
    )


def test_a_turn_that_cannot_come_is_no_single_fact() -> None:
    told = told_of(UNSURE)
    switching = told.one_way.switching
    never = tuple(replace(value, probability_beyond=0.0) for value in switching.thresholds)
    alone = replace(told.one_way, switching=replace(switching, thresholds=never))
    said = narrative.would_change(replace(told, one_way=alone))
    assert (
        said[0]
        == "No single number, within its plausible range, would change whether it pays for itself."
    )
    assert said[1].startswith("The net moves most with “Attribution”")


def test_a_turn_beyond_what_is_plausible_is_told_as_such() -> None:
    """Ten people save 30 each, half of it due: 150 for 100, unless a visit is worth under 20."""
    scenario = service(price=econ.Uniform(29, 31), attribution=due(econ.Uniform(0.45, 0.55)))
    unlikely = scenario.vary(attribution=econ.Fixed(0.5))
    assert narrative.would_change(told_of(unlikely))[0] == (
        "No single number, within its plausible range, would change whether it pays for itself. “price” comes "
        "nearest: it would have to be below 20, not 30, beyond what is thought possible."
    )


def test_people_would_have_to_stay_for_longer_than_is_thought_possible() -> None:
    """Half leave a year give or take 1%: 10 x 30 / rate pays for 1,000 over years without end."""
    leaving = econ.Uniform(0.49, 0.51)
    rate = Parameter("rate", "Leaving rate", leaving, "per year")
    profiles = [Profile("staying", "involved", "entry", ("rate",))]
    scenario = programme(
        {"people": 10, "rate": rate, "worth": 30, "once": 1, "fee": 1_000},
        [saving("visits", "people", "worth", "staying"), cost("grant", "once", "fee")],
        profiles=profiles,
        years=100,
        discount=constant_rate(0.0),
    )
    (first, *_) = narrative.would_change(told_of(scenario))
    assert first.endswith(
        "“Leaving rate” comes nearest: people would have to stay more than 3.3 years on average, "
        "not 2 years, beyond what is thought possible."
    )


def test_one_screen_of_sensitivity_has_the_longest_bars_first() -> None:
    told = told_of(service(price=econ.Uniform(29, 31), attribution=due(econ.Uniform(0, 1))))
    assert narrative.sensitivity_rows(told) == [
        ["", "at its low", "at its high", "switches at", "chance", "of variance"],
        ["Attribution", "−£92", "£192", "33%", "33%", "n/a"],
        ["price", "£45", "£55", "20 (implausible)", "0%", "n/a"],
    ]
    assert len(narrative.sensitivity_rows(told, most=1)) == 2


def figures(
    mean: float, low: float, high: float, *, base: float = 0.0, se: float = 1.0
) -> Estimate:
    return Estimate(base, mean, 10.0, se, low, mean, high, 0.25)


def known(**given: Estimate) -> Report:
    """A report of these figures to society."""
    found = report(service(), MonteCarlo(2, 1))
    named = {(name, "society"): estimate for name, estimate in given.items()}
    return replace(found, measures=found.measures | named)


def test_an_interval_is_told_from_its_low_to_its_high_end() -> None:
    found = known(costs=figures(2e3, 1e3, 3e3), benefits=figures(4.5e3, -1e3, 9e3))
    assert narrative.answer(found)[0].endswith(
        "costs £2,000 in 2024/25 prices for 10 people, all of it borne by nhs, and is estimated to return £4,500 to society "
        "(95% interval −£1,000 to £9,000): £2.25 for each £1, of which 8p to the public purse."
    )
    assert narrative.cautions(found)[0].startswith("The interval of the return includes harm")


def test_without_what_would_change_it_the_answer_says_no_turn() -> None:
    found = report(service(), MonteCarlo(2, 1))
    assert len(narrative.answer(found)) == 3
    assert len(narrative.answer(found, told_of(found.scenario))) == 4


@pytest.mark.parametrize(
    ("mean", "base", "se", "said"),
    [
        (1_041, 1_000, 10.0, True),  # 41 is more than four errors and half a percent
        (1_039, 1_000, 10.0, False),
        (1_004, 1_000, 0.5, False),  # sure, and too little to tell
        (1_006, 1_000, 0.5, True),
        (1_500, 1_000, 0.0, False),
    ],
)
def test_a_mean_apart_from_the_central_case_is_told_where_it_is_no_noise(
    mean: float, base: float, se: float, said: bool
) -> None:
    found = known(net_present_value=figures(mean, 0, 2_000, base=base, se=se))
    apart = (
        f"it is £1,000, £{mean - base:.0f} less, because an uncertain number counts more than once"
    )
    assert (apart in narrative.one_net(found)) is said
    near = "it is £1,000, as good as the same"
    assert (near in narrative.one_net(found)) is (not said and se > 0)


def lasting(**more: Number) -> Scenario:
    """A saving that lasts while people stay, for whom that is uncertain, over four years."""
    return programme(
        {
            "people": 100.0,
            "gain": 30.0,
            "leaving": econ.Gamma.from_moments(0.5, 0.4),
            "once": 1.0,
            "fee": 5_000.0,
            **more,
        },
        [saving("visits", "people", "gain", "stays"), cost("delivery", "once", "fee")],
        profiles=[Profile("stays", "involved", "entry", ("leaving",))],
        years=4,
        discount=constant_rate(0.035),
    )


def test_one_line_says_how_mean_median_central_case_and_undiscounted_net_belong_together() -> None:
    """The mean of a stay is longer than the stay at the mean rate: the curve is convex."""
    found = report(lasting(), MonteCarlo(4_000, 1))
    net = found.measure("net_present_value")
    assert net.mean is not None
    assert net.base_case is not None
    apart = net.mean - net.base_case
    assert apart > 4 * (net.se or 0.0)
    whole = next(x.impact.mean for x in found.totals if (x.payer, x.year) == ("society", "all"))
    assert whole is not None
    assert narrative.one_net(found) == (
        f"One net, in other words: {money(net.mean)} is the mean of the draws, and the figure to "
        f"quote; half of the draws lie below {money(net.p50)} (the median); with every number at "
        f"its mean (the central case, which What-if moves) it is {money(net.base_case)}, "
        f"{money(apart)} less, because a long stay adds more than a short one takes away; were "
        f"later years not discounted, the mean would be {money(whole)}, "
        f"{money(whole - net.mean)} more."
    )


def test_numbers_that_vary_together_are_a_cause_and_certain_ones_have_one_net() -> None:
    both = replace(
        lasting(gain=econ.Gamma.from_moments(30.0, 20.0)),
        correlations=(Correlation("gain", "leaving", -0.5),),
    )
    assert (
        "because how long people stay does not act in proportion and some numbers rise and fall together"
        in narrative.one_net(report(both, MonteCarlo(4_000, 1)))
    )
    assert narrative.one_net(report(service(), MonteCarlo(20, 1))) == ""


def unpaid(perspective: str = "health") -> Scenario:
    """Savings of 3,000 to the NHS and 1,000 to carers; a grant of 2,500, of which it bears some."""
    made = programme(
        {"people": econ.Uniform(90, 110), "gain": 40.0, "once": 1.0, "grant": 2_500.0},
        [
            saving("visits", "people", "gain", shares={"nhs": 0.75, "carers": 0.25}),
            cost("delivery", "once", "grant", shares={"nhs": 0.2, "lottery": 0.8}),
        ],
        payers={
            "nhs": ("health", "society"),
            "carers": ("society",),
            "lottery": ("society",),
        },
    )
    return made.seen_by(perspective)


def test_a_view_that_others_pay_for_is_told_as_it_is_and_had_it_paid_c16() -> None:
    """C16. Of 3,000 the NHS spends 500 on the programme: 2,500 kept, and 500 had it paid."""
    found = report(unpaid(), MonteCarlo(2_000, 1))
    gains, net = (found.measure(name) for name in ("benefits", "net_present_value"))
    paid = found.had_it_paid()
    assert paid is not None
    assert net.mean == pytest.approx((gains.mean or 0.0) - 500)
    assert paid.mean == pytest.approx((gains.mean or 0.0) - 2_500)
    first, _, second = narrative.answer(found)
    ends = f"{money(gains.p2_5)} to {money(gains.p97_5)}"
    assert first == (
        "Over one year the programme costs £2,500 in 2024/25 prices for 100 people, £500 of it borne by the "
        f"health, and is estimated to return {money(gains.mean)} to the health (95% interval "
        f"{ends}): £1.20 for each £1."
    )
    assert second == (
        f"The health keeps {money(net.mean)}, given these assumptions, and gains with a chance of 100%; "
        f"had it paid for the programme, it would keep {money(paid.mean)}, and gain with a chance of "
        f"{percent(paid.probability_positive)}."
    )


def test_a_view_that_would_lose_had_it_paid_says_so_c16() -> None:
    """C16. 3,000 for 4,000, all of it the lottery's: 3,000 kept, and 1,000 lost."""
    made = unpaid().vary(grant=4_000.0, people=econ.Fixed(100.0))
    outcomes = tuple(
        replace(o, shares={"lottery": 1.0}) if o.sign < 0 else o for o in made.outcomes
    )
    found = report(replace(made, outcomes=outcomes), MonteCarlo(20, 1))
    first, _, second = narrative.answer(found)
    assert first == (
        "Over one year the programme costs £4,000 in 2024/25 prices for 100 people, none of it borne by the "
        "health, and is estimated to return £3,000 to the health: 75p for each £1."
    )
    assert second == (
        "The health keeps £3,000, given these assumptions, and gains with a chance of 100%; had it paid "
        "for the programme, it would lose £1,000, and gain with a chance of 0%."
    )
    compared = side_by_side([made.vary("As it is"), made.seen_by("society", name="All")], draws=20)
    first, second, *_ = comparison_sentences(compared)
    assert first.startswith("As it is: net present value £2,200")
    assert first.endswith(", and −£1,000 had it paid for the programme.")
    assert "had it paid" not in second


def test_a_view_that_bears_all_of_the_cost_is_told_once_c16() -> None:
    """C16."""
    found = report(unpaid("society"), MonteCarlo(20, 1))
    assert found.had_it_paid() is None
    net, paid = found.measure("net_present_value", "health"), found.had_it_paid("health")
    assert paid is not None
    (told,) = [said for said in narrative.answer(found) if "had it paid" in said]
    ends = money(net.mean), money(paid.mean)
    assert told == (
        f"The health keeps {ends[0]}, as others pay for the programme; had it paid, it would keep "
        f"{ends[1]}."
    )
    assert [row.label for row in by_view(found)] == [
        "health",
        "health, had it paid for the programme",
        "society",
    ]


def test_the_weakest_number_is_told_grade_by_grade_and_the_illustrative_aloud() -> None:
    found = report(UNSURE, MonteCarlo(2, 1))
    shares = {"observed": 0.5, "analogue": 0.3, "expert": 0.15, "illustrative": 0.05}
    mixed = replace(found, grades=shares)
    assert (
        "By the weakest number behind each part it rests 50% on this programme's own records, 30% on other programmes' results, 15% on judgement and 5% on illustrative numbers."
        in narrative.rests_on(mixed)
    )
    assert not any("None of it rests" in said for said in narrative.rests_on(mixed))
    assert narrative.alert(mixed) == (
        "ILLUSTRATIVE NUMBERS: 5% of the gross value rests on numbers without evidence, put there so that the method can be seen. Do not quote it as a finding."
    )
    assert narrative.alert(replace(found, grades=shares | {"illustrative": 0.0})) == ""


def test_the_largest_part_is_named() -> None:
    parts = {"visits": 0.2, "delivery": 0.8}
    found = replace(report(service(), MonteCarlo(2, 1)), by_outcome=parts)
    assert (
        narrative.rests_on(found)[0]
        == "80% of what comes back, losses counted by their size, is delivery."
    )


def test_scenarios_are_told_beside_the_first_and_why_they_differ() -> None:
    """20 people: 300 - 100; a grant of 250: 150 - 250. Half of each: the middle is 50 and 50."""
    base = service().vary("Base case")
    more = base.vary("Twice the people", people=20)
    dearer = base.vary("Dearer", grant=250)
    all_three = (base, more, dearer)
    found = SideBySide(
        all_three,
        compare(all_three, draws=2),
        (explain(base, more), explain(base, dearer)),
        average(all_three, [0.5, 0.25, 0.25], draws=2),
    )
    assert narrative.comparison_sentences(found) == [
        "Base case: net present value £50.",
        "Twice the people: net present value £200; £150 more than Base case, better with a chance of 100%.",
        "    because of people £150 (central case).",
        "Dearer: net present value −£100; £150 less than Base case, better with a chance of 0%.",
        "    because of grant −£150 (central case).",
        "Averaged over the scenarios: £50 (95% interval −£100 to £200).",
        "    100% of its variance lies between the scenarios.",
    ]


def test_the_share_between_is_left_out_where_there_is_none() -> None:
    base = service().vary("Base case")
    alone = (base, base.vary("Twin"))
    mean = replace(average(alone, [0.5, 0.5], draws=2), variance=None)
    found = SideBySide(alone, compare(alone, draws=2), (explain(*alone),), mean)
    assert narrative.comparison_sentences(found)[1:] == [
        "Twin: net present value £50; £0 more than Base case, better with a chance of 0%.",
        "Averaged over the scenarios: £50.",
    ]


def test_a_turn_beyond_what_is_thought_possible_is_said_to_be() -> None:
    """It breaks even at a third; the share is taken to be a quarter at the most."""
    scenario = service().vary("Sceptic", attribution=econ.Uniform(0.0, 0.25))
    assert told(scenario)[4] == (
        "With all else unchanged it pays for itself if at least 33% of the assumed change is due to it; "
        "12% is taken, and so much lies beyond what is thought possible."
    )
    possible = scenario.vary(attribution=econ.Uniform(0.0, 0.5))
    assert told(possible)[4].endswith("is due to it; 25% is taken.")


def test_attribution_is_known_by_its_role_and_several_are_each_told_c10() -> None:
    """C10."""
    own = replace(due(), name="ours", label="Due to us", role="attribution")
    renamed = programme(
        {"people": 10, "ours": own, "price": 30, "once": 1, "grant": 100},
        [saving("visits", "people * ours", "price"), cost("delivery", "once", "grant")],
        payers={"nhs": PERSPECTIVES},
    )
    assert told(renamed) == told(service())
    both = replace(renamed, parameters={**renamed.parameters, "attribution": due()})
    assert [s for s in told(both) if "due to it" in s] == [
        (
            "With all else unchanged it pays for itself if at least 33% of the assumed change that "
            "“Due to us” tells of is due to it; 50% is taken."
        ),
        "It pays for itself whatever share of the assumed change that “Attribution” tells of is due to it.",
    ]


def test_a_change_is_called_observed_only_where_this_programme_saw_some_of_it() -> None:
    found = report(service(), MonteCarlo(2, 1))
    seen = replace(found, grades={**found.grades, "observed": 0.1})
    turn = told_of(found.scenario)
    assert "of the observed change" in narrative.answer(seen, turn)[3]
    assert "of the assumed change" in narrative.answer(found, turn)[3]


def test_public_money_that_moves_the_other_way_is_no_part_of_the_return() -> None:
    """Carers keep 300, and the NHS has 100 of visits more, for a grant of 100."""
    scenario = programme(
        {"people": 10, "hours": 30, "more": -10, "fee": 10},
        [
            saving("hours_of_care", "people", "hours", shares={"carers": 1.0}),
            saving("visits", "people", "more"),
            cost("delivery", "people", "fee"),
        ],
    )
    assert told(scenario)[1].endswith("£2.00 for each £1; to the public purse alone it is −£1.00.")


def test_public_money_that_is_a_transfer_is_no_part_of_the_return_to_society() -> None:
    """Carers keep 300; the NHS saves 100 of visits and pays 100 less in benefits, for 100."""
    scenario = programme(
        {"people": 10, "hours": 30, "fee": 10},
        [
            saving("hours_of_care", "people", "hours", shares={"carers": 1.0}),
            saving("visits", "people", "fee"),
            saving("benefits", "people", "fee", value_class="transfer"),
            cost("delivery", "people", "fee"),
        ],
    )
    assert told(scenario)[1].endswith(
        "£4.00 for each £1; to the public purse alone, transfers included, it is £2.00."
    )


@pytest.mark.parametrize(("view", "shares"), [("society", (1.0, 0.0)), ("NHS and PSS", (0.1, 0.9))])
def test_a_transfer_is_no_part_of_the_gross_value_to_society(
    view: str, shares: tuple[float, float]
) -> None:
    """100 of visits and 900 of benefits: all of it is visits, but to the budget that keeps both."""
    scenario = programme(
        {"people": 10, "fee": 10, "allowance": 90},
        [
            saving("visits", "people", "fee"),
            saving("benefits", "people", "allowance", value_class="transfer"),
            cost("delivery", "people", "fee"),
        ],
    ).seen_by(view)
    found = report(scenario, MonteCarlo(2, 1))
    assert tuple(found.by_outcome.values()) == pytest.approx(shares)


def test_a_chance_is_told_as_people_say_it_and_as_a_share_of_draws() -> None:
    net = figures(0.0, -1.0, 1.0)
    said = {
        0.175: "the chance that it pays for itself is about 1 in 6 (18%).",
        0.0: "the chance that it pays for itself is 0%.",
        0.9975: "the chance that it pays for itself is over 99%.",
    }
    for chance, words in said.items():
        found = known(net_present_value=replace(net, probability_positive=chance))
        net_told = "the net is £0 (95% interval −£1 to £1)"
        assert narrative.answer(found)[2] == f"Given these assumptions, {net_told}, and {words}"


def test_what_moves_the_answer_by_nothing_that_is_shown_is_not_told() -> None:
    """A price that varies by a ten-thousandth of itself moves £150 by less than a pound."""
    scenario = service(price=econ.Normal(30.0, 0.001))
    assert "Nothing uncertain moves the answer." in told(scenario)


def test_amounts_beside_millions_are_told_in_millions_and_small_ones_as_they_are() -> None:
    """A return of 2.2 million whose low end is a harm of 885,346, and public money of 21,447."""
    found = known(
        costs=figures(4_185_952, 4_185_952, 4_185_952),
        benefits=figures(2_222_218, -885_346, 8_772_157),
        net_present_value=figures(-1_963_734, -5_071_298, 4_586_205),
    )
    said = narrative.answer(found)[0]
    assert "costs £4.2m in 2024/25 prices for 10 people" in said
    assert "return £2.2m to society (95% interval −£0.9m to £8.8m)" in said


def test_what_does_not_vary_has_no_interval() -> None:
    assert with_interval(figures(5.0, 5.0, 5.0)) == "£5"
    assert with_interval(figures(5.0, 4.0, 6.0)) == "£5 (95% interval £4 to £6)"
    assert "interval" not in narrative.answer(report(service(), MonteCarlo(2, 1)))[0]


def staying(rate: Distribution, *, kind: str = "involved", unit: str = "per year") -> Scenario:
    """Ten people, 30 a year while they stay, for 100."""
    numbers: dict[str, Number] = {
        "people": 10,
        "price": 30,
        "once": 1,
        "fee": 400,
        "gone": Parameter("gone", "Rate of going", rate, unit),
    }
    named = ("gone",) if kind == "involved" else ("gone", "once", "once")
    return programme(
        numbers,
        [saving("visits", "people", "price", "staying"), cost("delivery", "once", "fee")],
        profiles=[Profile("staying", kind, "entry", named)],
        years=20,
    )


def test_a_leaving_rate_is_told_as_how_long_people_stay() -> None:
    """300 a year for 1/rate years is 400 where people stay 4/3 years: 16 months; 0.8 is 15."""
    told = told_of(staying(econ.Uniform(0.65, 1.0)))
    (turn,) = [t.value for t in told.one_way.switching.thresholds if t.parameter == "gone"]
    assert turn == pytest.approx(0.75, rel=1e-4)
    assert narrative.would_change(told)[0] == (
        "The single number most likely to change whether it pays for itself is “Rate of going”: with all else "
        "unchanged it pays for itself if people stay more than 1.3 years on average (taken as "
        "1.2 years; the chance is 29%)."
    )
    assert narrative.sensitivity_rows(told)[1][3] == "1.3 years"


def test_a_rate_is_a_duration_for_what_it_does_and_not_for_its_name() -> None:
    """Only the rate at which people leave, and only where it is a rate a year."""
    assert one_way(staying(econ.Uniform(0.6, 1.0))).leaving == {"gone"}
    assert one_way(staying(econ.Uniform(0.6, 1.0), unit="per month")).leaving == set()
    named = service(leaving_rate=econ.Uniform(0.6, 1.0))
    assert one_way(named).leaving == set()


def test_fewer_of_a_thing_that_may_be_more_is_told_with_its_other_way() -> None:
    """It breaks even at 2 visits more each: 10 people, 5 pounds a visit, and 100 to be had."""
    fewer = Parameter("fewer", "Fewer visits", econ.Uniform(-4.0, 4.0), "visits per person")
    scenario = programme(
        {"people": 10, "fewer": fewer, "price": 5, "sure": 100, "once": 1},
        [saving("visits", "people * fewer", "price"), saving("rent", "once", "sure")],
    )
    assert narrative.would_change(told_of(scenario))[0] == (
        "The single number most likely to change whether it pays for itself is “Fewer visits (−: more)”: with "
        "all else unchanged it pays for itself above −2 visits per person (taken as 0; the chance "
        "is 25%)."
    )


def test_what_to_find_out_next_is_what_carries_most_of_the_uncertainty() -> None:
    """300 x due x price / 30: due 0 to 1 varies by 1/12 x 300^2, the price by far less."""
    found = report(UNSURE, MonteCarlo(2_000, 1))
    (worth, first, second) = narrative.find_out(found)
    assert worth.startswith("To know every number before deciding would be worth")
    assert worth.endswith("a study that costs more than that for each is not worth it.")
    assert first.startswith("Find out first “Attribution”: if it were known, about ")
    assert first.endswith("% of the uncertainty of the net (its variance) would go.")
    assert second.startswith("Then “A visit” (about ")
    due, price = 100 * econ.Uniform(0, 1).sd ** 2 * 900, 100 * 0.25 * econ.Uniform(10, 50).sd ** 2
    both = 100 * (1 / 12 + 0.25) * (econ.Uniform(10, 50).sd ** 2 + 900) - 100 * 0.25 * 900
    told = [int(x) / 100 for s in (first, second) for x in re.findall(r"(\d+)%", s)]
    assert told == pytest.approx([due / both, price / both], abs=0.05)


def test_what_to_find_out_is_not_told_within_noise_nor_of_few_draws() -> None:
    found = report(UNSURE, MonteCarlo(400, 1))
    assert narrative.find_out(report(UNSURE, MonteCarlo(50, 1))) == []
    noise = (IfKnown("price", 0.2, 0.11),)
    assert len(narrative.find_out(replace(found, known=noise))) == 1  # what it is worth at most
    alike = (IfKnown("attribution", 0.42, 0.04), IfKnown("price", 0.38, 0.04))
    _, said = narrative.find_out(replace(found, known=alike))
    assert said == (
        "Find out first “Attribution” or “A visit”, of which these draws cannot tell the "
        "weightier: if it were known, about 40% of the uncertainty of the net (its "
        "variance) would go."
    )


def test_the_programme_is_named_by_about_by_its_file_or_by_its_scenario() -> None:
    named = replace(service(), workbook="a/side_by_side.xlsx", about={})
    assert narrative.programme_name(service()) == "Small programme"
    assert narrative.programme_name(named) == "Side by side"
    said = replace(named, about={"programme": "Side by Side"})
    assert narrative.headed_by(said) == "Side by Side: Small programme"
    assert narrative.headed_by(service()) == "Small programme"


def test_the_first_sheet_says_whose_work_it_is_and_what_is_not_said() -> None:
    found = report(service(), MonteCarlo(2, 1))
    assert narrative.account(found) == (
        "10 people reached; analyst: not named; independent assurer: not named; contact: not given."
    )
    about = {"analyst": "A. N.", "contact": "a@example.org", "version": "3"}
    known = replace(found, scenario=replace(service(), about=about))
    assert narrative.account(known, "2026-11-05") == (
        "10 people reached; run on 5 November 2026; version 3; analyst: A. N.; "
        "independent assurer: not named; contact: a@example.org."
    )


def test_where_nothing_is_saved_what_it_rests_on_is_said_to_be_nothing() -> None:
    found = report(service(attribution=due(0.0)), MonteCarlo(2, 1))
    assert narrative.rests_on(found) == [
        "Nothing is saved, and so there is no value that rests on anything."
    ]


def test_costs_alone_are_told_as_what_it_costs_and_no_verdict() -> None:
    """Ten people, 100 pounds in all, and nothing that it returns."""
    alone = programme(
        {"people": 10, "once": 1, "grant": 100},
        [cost("delivery", "once", "grant")],
        payers={"nhs": PERSPECTIVES},
    )
    said = narrative.answer(report(alone, MonteCarlo(4, 1)))
    assert said[0] == (
        "Over one year the programme costs £100 in 2024/25 prices for 10 people, all of it borne by nhs; nothing that it may bring back is valued here."
    )
    assert said[-1] == "So these figures say what it costs, not whether it pays."


def test_a_programme_that_costs_less_than_its_comparator_has_no_pence_for_each_pound() -> None:
    """183 pounds less for each of 100 people; the spread goes past none."""
    less = Parameter("less", "Cost", econ.Normal(-183, 150), "GBP per person", role="effect")
    alone = programme(
        {"people": 100, "less": less},
        [cost("care", "people", "less")],
        payers={"nhs": PERSPECTIVES},
    )
    found = report(alone, MonteCarlo(2_000, 1))
    first, *_, last = narrative.answer(found)
    mean, chance = (
        found.measure("costs").mean,
        found.measure("net_present_value").probability_positive,
    )
    assert first.startswith(
        f"Over one year the programme costs {money(-(mean or 0))} less than its comparator"
    )
    assert "for each £1" not in first
    assert (
        last
        == f"Given these assumptions, the chance that it costs less than its comparator is {percent(chance)}."
    )


def test_one_person_is_no_people() -> None:
    single = service(people=1)
    assert "for 1 person, all of it" in narrative.answer(report(single, MonteCarlo(4, 1)))[0]


def test_groups_are_said_to_vary_together_and_which_numbers_do_not() -> None:
    from econ.model.chain import Made, parse
    from econ.model.programme import Cohort

    both = replace(
        service(attribution=due(econ.Beta(2, 2)), own=econ.Normal(1, 0.1)),
        cohorts=(Cohort("a", "A"), Cohort("b", "B")),
    )
    assert narrative.shared_uncertainty(both).startswith(
        "Groups share the uncertainty of every number: where one does better than expected so do"
    )
    apart = replace(
        both, cohorts=(Cohort("a", "A"), Cohort("b", "B", relative={"people": Made(parse("own"))}))
    )
    assert "of every number, but for “people”: where" in narrative.shared_uncertainty(apart)
    assert not narrative.shared_uncertainty(service())


def large(scenario: Scenario, draws: int = 200) -> list[narrative.Big]:
    return list(narrative.three_figures(report(scenario, MonteCarlo(draws, 1))))


def test_three_large_figures_say_what_it_costs_what_returns_and_how_sure_that_is() -> None:
    """150 for 100, all of it public money, and nothing in doubt."""
    assert large(service()) == [
        (
            "£100",
            "the cost over one year for 10 people, in 2024/25 prices, present value",
        ),
        ("£150", f"estimated to return to society: {ONLY_PAYER}"),
        (
            "100%",
            "the chance that it pays for itself, given these assumptions; the net is £50",
        ),
    ]


def test_a_large_figure_in_doubt_has_its_interval_and_a_chance_its_words() -> None:
    made = service(attribution=due(econ.Uniform(0.0, 0.5)))
    found = report(made, MonteCarlo(2_000, 1))
    gains, net = (found.measure(name) for name in ("benefits", "net_present_value"))
    _, returned, sure = narrative.three_figures(found)
    ends = f"(95% interval {money(gains.p2_5)} to {money(gains.p97_5)})"
    assert returned.words.startswith(f"estimated to return to society {ends}: ")
    assert sure.figure == "about 1 in 3"
    assert sure.words.endswith(f"the net is {with_interval(net)}")


def test_a_large_return_below_nothing_is_called_a_burden() -> None:
    (_, (figure, words), (chance, _)) = large(service(price=-30))
    assert (figure, chance) == ("−£150", "0%")
    assert words.startswith("estimated to return to society: less than nothing, an added burden:")


def test_large_figures_of_a_view_that_others_pay_for_say_who_bears_what_c16() -> None:
    """C16."""
    found = report(unpaid(), MonteCarlo(200, 1))
    spent, returned, sure = narrative.three_figures(found)
    paid = found.had_it_paid()
    assert paid is not None
    assert spent.figure == "£2,500"
    assert "for 100 people, £500 of it borne by the health, in 2024/25 prices" in spent.words
    assert returned.words.startswith("estimated to return to the health")
    assert sure.figure == "100%"
    had = f"had it paid for the programme, in {percent(paid.probability_positive)}"
    assert sure.words.startswith(
        f"the chance that the health gains, given these assumptions; {had}; the net is "
    )


def test_a_programme_whose_return_is_not_valued_has_no_verdict() -> None:
    numbers: dict[str, Number] = {"people": 10, "once": 1, "grant": 100}
    alone = programme(numbers, [cost("delivery", "once", "grant")], payers={"nhs": PERSPECTIVES})
    assert large(alone)[1:] == [
        ("not valued", "what the programme may bring back"),
        ("no verdict", "these figures say what it costs, not whether it pays"),
    ]
    less = [cost("delivery", "once", "grant"), cost("without", "once", "usual", direction="cost")]
    cheaper = programme({**numbers, "usual": -300}, less, payers={"nhs": PERSPECTIVES})
    spent, _, sure = large(cheaper)
    assert spent[0] == "£200"
    assert spent[1].startswith("less than its comparator costs, over one year")
    assert sure[0] == "100%"
    assert sure[1].startswith(
        "the chance that it costs less than its comparator, given these assumptions"
    )


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        (
            {"nhs": 0.75, "carers": 0.25},
            "10 people, 75% of it borne by nhs and 25% by carers, and is",
        ),
        (
            {"nhs": 0.2, "carers": 0.8},
            "10 people, 80% of it borne by carers and 20% by nhs, and is",
        ),
        ({"nhs": 0.5, "carers": 0.5}, "10 people and is estimated"),
    ],
)
def test_who_bears_most_of_the_cost_is_named_where_it_is_one(
    shares: dict[str, float], said: str
) -> None:
    scenario = programme(
        {"people": 10, "visits": 3, "price": 5, "once": 1, "fee": 100},
        [saving("visits", "people * visits", "price"), cost("grant", "once", "fee", shares=shares)],
    )
    assert said in narrative.answer(report(scenario, MonteCarlo(4, 1)))[0]


def test_impacts_without_a_price_are_named_up_to_so_many() -> None:
    labels = ("Hope", "GP trust", "Loss of privacy", "Skills")
    made = tuple(Unmonetised(label, "benefit", "in one trial", "A trial") for label in labels)
    scenario = programme({"people": 10, "once": 1, "fee": 100}, [cost("grant", "once", "fee")])
    found = report(replace(scenario, unmonetised=made), MonteCarlo(4, 1))
    known = "4 known impacts have no price and are in none of these figures"
    assert narrative.unpriced(found) == f"{known}."
    assert narrative.unpriced(found, 3) == (f"{known}: hope; GP trust; loss of privacy; one more.")


@pytest.mark.parametrize(
    ("back", "said"),
    [
        # Net N(-10, 20): E[max(0, net)] = 20 φ(0.5) - 10 Φ(-0.5) = 3.956, within 0.13.
        (econ.Normal(90, 20), "would be worth at most about £4 to society for each programme;"),
        (econ.Normal(190, 1), "Nothing that could be learned would change whether it pays"),
    ],
)
def test_what_to_know_everything_is_worth_is_that_of_a_normal(
    back: Distribution, said: str
) -> None:
    scenario = programme(
        {"once": 1, "fee": 100, "back": number("back", back, "GBP")},
        [saving("visits", "once", "back"), cost("grant", "once", "fee")],
    )
    told = narrative.find_out(report(scenario, MonteCarlo(10_000, 1)))
    assert any(said in sentence for sentence in told)
