"""The verbs that change a scenario, and what they refuse."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace

import pytest

import econ
from econ.errors import ScenarioError, require_known
from econ.model.distributions import DirichletShare, Distribution, Fixed, Gamma, Normal
from econ.model.draws import base_case, monte_carlo
from econ.model.equation import evaluate
from econ.model.measures import net_present_value
from econ.model.parameters import Priced, Uplift, mean_and_interval
from econ.model.prices import (
    GREEN_BOOK_LONG_TEST,
    JUNE_2026_REVIEW,
    PriceIndex,
    constant_rate,
)
from econ.model.profiles import Profile
from econ.model.programme import Cohort, Correlation
from econ.model.scenario import Change, Scenario
from tests.programmes import PERSPECTIVES, cost, number, programme, saving

LIBRARY = {
    "opportunity": number("opportunity", Gamma.from_moments(8, 2), "GBP per hour"),
    "per_session": number("per_session", 3, "sessions per hour"),
}


@pytest.fixture
def care() -> Scenario:
    """Hours of care saved, and a grant, in two areas over two years."""
    scenario = programme(
        {
            "people": 300,
            "hours": Normal(2, 1),
            "wage": number("wage", Gamma.from_moments(15, 3), "GBP per hour"),
            "fee": number("fee", 40, "GBP per person"),
            "attribution": number("attribution", Fixed(0.5), "proportion"),
            "leaving": 0.4,
            "north": DirichletShare(3, 10, "places"),
            "south": DirichletShare(7, 10, "places"),
        },
        [
            saving("care", "people * hours * attribution", "wage", "every year", {"carers": 1.0}),
            cost("grant", "people", "fee"),
        ],
        cohorts=[
            Cohort("leeds", "Leeds", relative={"people": 0.25}),
            Cohort("suffolk", "Suffolk", relative={"people": 0.75}),
        ],
        profiles=[Profile("while involved", "involved", "entry", ("leaving",))],
        correlations=[Correlation("hours", "wage", 0.3)],
        years=2,
    )
    return replace(scenario, library=LIBRARY, unusable={"dutch": "it is in EUR, not in GBP"})


def value(scenario: Scenario) -> float:
    return net_present_value("society").base(evaluate(scenario, base_case(scenario)))


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(ScenarioError) as told:
        call()
    return str(told.value)


def test_vary_gives_another_scenario_and_leaves_the_first(care: Scenario) -> None:
    """300 x 2 x 0.5 x 15 = 4,500 in each of 2 years, less 300 x 40 = 12,000."""
    varied = care.vary("Smaller effect", why="expert view", hours=Normal(1, 0.5))
    assert value(care) == pytest.approx(9_000 - 12_000)
    assert value(varied) == pytest.approx(4_500 - 12_000)
    assert (varied.name, varied.why, varied["hours"].source) == (
        "Smaller effect",
        "expert view",
        "expert view",
    )
    assert varied.changed == {"hours"}
    assert care.changed == frozenset()


def test_an_uncertain_parameter_is_not_replaced_by_a_bare_number(care: Scenario) -> None:
    told = refusal(lambda: care.vary(hours=1.5))
    assert "hours: is uncertain, and 1.5 would remove its uncertainty in silence" in told
    assert "econ.Fixed(1.5)" in told
    assert care.vary(hours=Fixed(1.5))["hours"].mean == 1.5


def test_a_certain_parameter_may_be_replaced_by_a_bare_number(care: Scenario) -> None:
    assert care.vary(people=400)["people"].distribution == Fixed(400)


def test_a_parameter_made_certain_is_drawn_no_longer(care: Scenario) -> None:
    certain = care.vary(hours=Fixed(2))
    assert "hours" in care.uncertain
    assert "hours" not in certain.uncertain
    assert monte_carlo(certain, 20)["hours"].tolist() == [2.0] * 20


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"people": float("nan")}, "people: nan is not a number"),
        ({"people": float("inf")}, "people: inf is not a number"),
        ({"attribution": 17}, "attribution: 17 is 1,700%"),
        ({"attribution": Normal(-0.2, 0.1)}, "attribution: -0.2 is -20%"),
        ({"north": Fixed(0.5)}, "north: is one share of the group 'places', which adds up to 1"),
        ({"hour": 3}, "Did you mean 'hours'?"),
    ],
)
def test_what_would_be_wrong_in_silence_is_refused(
    care: Scenario, asked: dict[str, float | Distribution], what: str
) -> None:
    assert what in refusal(lambda: care.vary("", why="", **asked))


def test_all_unknown_names_are_told_at_once(care: Scenario) -> None:
    told = refusal(lambda: care.vary(hour=3, peple=4))
    assert "2 problems" in told
    assert "Did you mean 'hours'?" in told
    assert "Did you mean 'people'?" in told


def test_a_whole_group_of_shares_may_be_varied_together(care: Scenario) -> None:
    varied = care.vary(north=DirichletShare(5, 10, "places"), south=DirichletShare(5, 10, "places"))
    drawn = monte_carlo(varied, 30)
    assert (drawn["north"] + drawn["south"]).tolist() == pytest.approx([1.0] * 30)


def test_revalue_replaces_one_value_by_another_and_adds_nothing(care: Scenario) -> None:
    """8 an hour in place of 15: 300 x 2 x 0.5 x 8 = 2,400 in each of 2 years, less the grant."""
    revalued = care.revalue("Opportunity cost", care="opportunity")
    assert value(revalued) == pytest.approx(4_800 - 12_000)
    assert "wage" not in revalued.parameters
    assert revalued.correlations == ()
    assert revalued.changed == {"opportunity"}
    assert "opportunity" not in care.parameters


def test_revalue_may_use_a_parameter_of_the_programme(care: Scenario) -> None:
    dearer = replace(care, parameters={**care.parameters, "dear": number("dear", 50, "GBP")})
    assert value(dearer.revalue(grant="dear")) == pytest.approx(9_000 - 300 * 50)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"care": "dutch"}, "dutch: it is in EUR, not in GBP"),
        ({"care": "oportunity"}, "Did you mean 'opportunity'?"),
        ({"cares": "opportunity"}, "Did you mean 'care'?"),
        ({"care": "hours"}, "hours: is not an amount of money"),
        ({"care": "per_session"}, "per_session: is not an amount of money"),
    ],
)
def test_what_cannot_value_an_outcome_is_refused(
    care: Scenario, asked: dict[str, str], what: str
) -> None:
    assert what in refusal(lambda: care.revalue(**asked))


def test_reprofile_changes_when_not_how_much(care: Scenario) -> None:
    once = care.reprofile("Once", care="first year")
    assert value(once) == pytest.approx(4_500 - 12_000)
    assert "Did you mean 'first year'?" in refusal(lambda: care.reprofile(care="first years"))
    assert "there is no such outcome" in refusal(lambda: care.reprofile(visits="first year"))


def test_a_profile_brings_its_parameters_into_use(care: Scenario) -> None:
    assert "leaving" not in care.used
    assert "leaving" in care.reprofile(care="while involved").used


def test_over_changes_the_horizon_and_the_rate(care: Scenario) -> None:
    longer = care.over("Five years", years=5)
    assert longer.year_labels == ("2025/26", "2026/27", "2027/28", "2028/29", "2029/30")
    assert value(longer) == pytest.approx(5 * 4_500 - 12_000)
    dearer = care.over(discount=constant_rate(0.5))
    assert value(dearer) == pytest.approx(4_500 + 4_500 / 1.5 - 12_000)


@pytest.mark.parametrize("years", [0, -1, 126])
def test_a_horizon_is_between_1_and_125_years(care: Scenario, years: int) -> None:
    assert f"{years} is not between 1 and 125" in refusal(lambda: care.over(years=years))


def test_only_keeps_some_cohorts_or_outcomes(care: Scenario) -> None:
    assert value(care.only(cohorts=["leeds"])) == pytest.approx(-3_000 / 4)
    assert value(care.only(outcomes=["care"])) == pytest.approx(9_000)
    assert "nothing is left" in refusal(lambda: care.only(cohorts=[]))
    assert "Did you mean 'leeds'?" in refusal(lambda: care.only(cohorts=["leds"]))


def test_without_leaves_out_what_only_would_not_name(care: Scenario) -> None:
    """Told one by one, since what is left out is what a reader wants to know."""
    names = [outcome.name for outcome in care.outcomes]
    left = care.without("Fewer", why="they are in doubt", outcomes=names[:1])
    assert left.outcomes == care.only(outcomes=names[1:]).outcomes
    assert (left.name, left.why, left.cohorts) == ("Fewer", "they are in doubt", care.cohorts)
    assert left.changes == (Change(care.outcomes[0].label, "counted", "left out"),)
    with pytest.raises(ScenarioError, match="nothing is left"):
        care.without(outcomes=names)
    with pytest.raises(ScenarioError, match="there is no such outcome"):
        care.without(outcomes=["nowhere"])


def test_vary_tells_everything_that_it_refuses_at_once_and_what_it_fixes(care: Scenario) -> None:
    with pytest.raises(ScenarioError) as error:
        care.vary(hours=1.0, people=float("nan"), attribution=3)
    assert [told.who for told in error.value.problems] == ["hours", "people", "attribution"]
    (change,) = care.vary(hours=Fixed(0.25)).changes
    assert change.after == "fixed at 0.25"


def test_seen_by_changes_the_headline_and_no_number(care: Scenario) -> None:
    seen = care.seen_by("public sector")
    assert seen.perspective == "public sector"
    assert value(seen) == value(care)
    assert "Did you mean 'society'?" in refusal(lambda: care.seen_by("societies"))


def by_payer(scenario: Scenario) -> dict[str, float]:
    found = {p: net_present_value(p) for p in ("nhs", "carers")}
    impacts = evaluate(scenario, base_case(scenario))
    return {payer: measure.base(impacts) for payer, measure in found.items()}


def test_another_payer_bears_an_outcome_and_the_whole_stays(care: Scenario) -> None:
    """A grant of 300 x 40 falls on the NHS; carers keep 300 x 2 x 0.5 x 15 in each of two years."""
    assert by_payer(care) == {"nhs": -12_000, "carers": pytest.approx(9_000)}
    shared = care.borne_by("Shared", why="a plan", grant={"nhs": 0.75, "carers": 0.25})
    assert by_payer(shared) == {"nhs": -9_000, "carers": pytest.approx(6_000)}
    assert (shared.name, shared.why, value(shared)) == ("Shared", "a plan", value(care))
    assert shared.changes == (Change("grant: who bears it", "nhs", "nhs 75%, carers 25%"),)
    assert by_payer(care.borne_by(grant={"carers": 1}))["nhs"] == 0


def test_who_bears_it_is_somebody_and_all_of_it(care: Scenario) -> None:
    def refused(**shares: object) -> str:
        return refusal(lambda: care.borne_by(**shares))  # type: ignore[arg-type]

    assert "Did you mean 'grant'?" in refused(grnt={"nhs": 1})
    assert "Did you mean 'nhs'?" in refused(grant={"nhss": 1})
    assert "payers' shares add to 90%, not 100%" in refused(grant={"nhs": 0.5, "carers": 0.4})
    assert "nhs's share is 140%" in refused(grant={"nhs": 1.4, "carers": -0.4})
    assert "'nhs' is not shares of payers" in refused(grant="nhs")
    assert "all: there is no such parameter" in refused(grant={"nhs": "all"})
    assert "cannot read '%' after '50'" in refused(grant={"nhs": "50%", "carers": "rest"})
    assert "None is not shares of payers" in refused(grant={"nhs": None})


def test_social_value_falls_on_no_payer_of_public_money(care: Scenario) -> None:
    hours = replace(care.outcomes[0], value_class="social")
    social = replace(care, outcomes=(hours, care.outcomes[1]))
    what = "care: is social value, and nhs holds public money"
    assert what in refusal(lambda: social.borne_by(care={"nhs": 0.1, "carers": 0.9}))
    assert social.borne_by(care={"carers": 1}).outcomes == social.outcomes


def test_every_change_is_kept_in_order_and_in_words(care: Scenario) -> None:
    changed = (
        care.vary(people=400)
        .over(years=3, discount=constant_rate(0.01))
        .reprofile(care="first year")
        .revalue(care="opportunity")
        .seen_by("public sector")
        .only(cohorts=["leeds"], outcomes=["care"])
    )
    words = [(change.what, change.before, change.after) for change in changed.changes]
    assert words == [
        ("people", "300", "400"),
        ("Time horizon", "2 years", "3 years"),
        ("Discount rate", "0%", "1%"),
        ("care: time profile", "every year", "first year"),
        ("care: valued by", "wage", "opportunity"),
        ("Perspective", "society", "public sector"),
        ("Cohorts", "Leeds, Suffolk", "Leeds"),
        ("Outcomes", "care, grant", "care"),
    ]
    assert care.changes == ()


def test_a_horizon_and_a_rate_that_stay_are_no_change(care: Scenario) -> None:
    assert care.over(years=care.years, discount=care.discount).changes == ()


def test_a_rate_of_the_same_name_with_other_steps_is_a_change(care: Scenario) -> None:
    other = type(care.discount)(care.discount.name, ((10, 0.01), (20, 0.02)))
    assert [change.what for change in care.over(discount=other).changes] == ["Discount rate"]


def test_a_name_and_a_reason_stay_until_others_are_given(care: Scenario) -> None:
    first = care.vary("More people", why="delivery plan", people=400)
    second = first.over(years=3)
    assert (second.name, second.why) == ("More people", "delivery plan")


@pytest.mark.parametrize(
    ("distribution", "words"),
    [
        (Fixed(400), "400"),
        (Fixed(0.18), "0.18"),
        (Fixed(1234567.8), "1,234,568"),
        (Fixed(-20_000), "-20,000"),
        (Fixed(0.0000123456), "0.00001235"),
        (Normal(0.3, 0.15), "0.3 (95% interval 0.006005 to 0.594)"),
        (Normal(100_000, 20_000), "100,000 (95% interval 60,801 to 139,199)"),
    ],
)
def test_a_number_is_told_in_words_without_powers_of_ten(
    distribution: Fixed | Normal, words: str
) -> None:
    assert mean_and_interval(distribution) == words


def test_a_scenario_cannot_be_changed_behind_its_back(care: Scenario) -> None:
    with pytest.raises(FrozenInstanceError):
        care.years = 9  # type: ignore[misc]
    with pytest.raises(TypeError, match="does not support item assignment"):
        care.parameters["people"] = care["wage"]  # type: ignore[index]


def test_a_perspective_counts_its_payers_and_a_payer_itself(care: Scenario) -> None:
    assert care.payers_in("society") == ("nhs", "carers")
    assert care.payers_in("NHS and PSS") == ("nhs",)
    assert care.payers_in("carers") == ("carers",)
    assert "Did you mean 'carers'?" in refusal(lambda: care.payers_in("carer"))


def test_informal_care_never_counts_for_the_public_purse(care: Scenario) -> None:
    for perspective in PERSPECTIVES[:2]:
        impacts = evaluate(care, base_case(care)).select(perspective, outcome="care")
        assert impacts.total().tolist() == [0.0]


def test_a_label_is_what_readers_see_and_a_name_without_one_is_itself(care: Scenario) -> None:
    assert care.label("leeds") == "Leeds"
    assert care.label("nowhere") == "nowhere"


def test_a_name_nothing_like_any_other_is_answered_with_the_choices() -> None:
    told = refusal(lambda: require_known("by", ["zzz"], ["year", "payer"], "axis"))
    assert "zzz: there is no such axis" in told
    assert "Choose from: year, payer." in told


def test_an_intake_shares_out_the_starts(care: Scenario) -> None:
    assert care.intake_shares == (1.0,)
    starts = Profile("starts", "table", "calendar", (), (0.5, 0.5))
    profiles = {**care.profiles, "starts": starts}
    assert replace(care, profiles=profiles, intake="starts").intake_shares == (0.5, 0.5)


def test_a_horizon_beyond_what_is_known_of_a_rate_is_refused_by_either_way(care: Scenario) -> None:
    reviewed = care.over("The review of June 2026", years=30, discount=JUNE_2026_REVIEW)
    assert reviewed.discount.name == "June 2026 review"
    known = "'June 2026 review' is known for 30 years at most, not for 31"
    assert known in refusal(lambda: reviewed.over(years=31))
    assert known in refusal(lambda: care.over(years=31, discount=JUNE_2026_REVIEW))
    own = replace(care.outcomes[0], discount_rate=JUNE_2026_REVIEW)
    mixed = replace(care, outcomes=(own, *care.outcomes[1:]))
    assert known in refusal(lambda: mixed.over(years=31))
    assert reviewed.over(years=31, discount=GREEN_BOOK_LONG_TEST).years == 31


def test_a_horizon_beyond_a_table_in_use_is_refused_until_it_says_what_follows(
    care: Scenario,
) -> None:
    """The intake, and the profile of an outcome; a table that nothing follows plays no part."""
    tables = {
        name: Profile(name, "table", "calendar", (), (0.5, 0.5))
        for name in ("starts", "spent", "spare")
    }
    base = replace(care, profiles={**care.profiles, **tables}, intake="starts")
    base = base.reprofile(grant="spent")
    told = refusal(lambda: base.over(years=4))
    assert "starts: its table ends with year 1, and the time horizon is 4 years" in told
    assert "spent: its table ends with year 1" in told
    assert "fill in year 2 to year 3, or write in the column 'after' what follows" in told
    assert "spare" not in told
    said = {name: replace(table, after="0") for name, table in tables.items()}
    longer = replace(base, profiles={**base.profiles, **said}).over(years=4)
    assert longer.years == 4
    unsaid = replace(longer, profiles={**longer.profiles, "late": tables["spare"]})
    assert "late: its table ends" in refusal(lambda: unsaid.reprofile(grant="late"))


INDEX = PriceIndex("NHSCII", "2026", {"2021/22": 80.0, "2023/24": 90.0, "2024/25": 100.0})


def test_an_amount_with_a_price_year_of_its_own_is_carried_by_the_rows_index_c18(
    care: Scenario,
) -> None:
    """40 pounds of 2021/22 are 50 of 2024/25; what is given alone is of 2024/25 already."""
    rows = {**care.parameters, "fee": number("fee", 36, "GBP per person")}
    rows["fee"] = rows["fee"].uplifted(INDEX, "2023/24", "2024/25")
    base = replace(care, parameters=rows)
    assert base["fee"].mean == pytest.approx(40)
    varied = base.vary(fee=Priced(40, "2021/22"))
    assert varied["fee"].mean == pytest.approx(50)
    assert varied["fee"].uplift == Uplift("2021/22", "2024/25", "NHSCII", "2026", 1.25)
    (change,) = varied.changes
    assert change.before == "40 in 2024/25 prices"
    assert change.after == "40 in 2021/22 prices, which is 50 in 2024/25 prices"
    plain = varied.vary(fee=44)
    assert plain["fee"].mean == 44
    assert plain["fee"].original == Fixed(44)
    assert plain.changes[-1].after == "44 in 2024/25 prices"
    unsure = base.vary(fee=Priced(Normal(40, 4), "2021/22"))["fee"].distribution
    assert (unsure.mean, unsure.sd) == pytest.approx((50, 5))


def test_a_price_year_that_cannot_be_carried_is_refused(care: Scenario) -> None:
    told = refusal(lambda: care.vary(attribution=Priced(0.4, "2021/22"), fee=Priced(9, "2021/22")))
    assert "attribution: is not money, and has no price year: its unit is 'proportion'" in told
    assert "fee: has no index that carries 2021/22 prices to 2024/25" in told
    assert "Give it in 2024/25 prices, as a number or a distribution alone." in told
    rows = {**care.parameters, "fee": care["fee"].uplifted(INDEX, "2023/24", "2024/25")}
    priced = replace(care, parameters=rows)
    told = refusal(lambda: priced.vary(fee=Priced(9, "2011/12")))
    assert "fee: NHSCII runs 2021/22 to 2024/25, without 2011/12" in told
    assert care.vary(fee=Priced(9, "2024/25"))["fee"].mean == 9
    told = refusal(lambda: care.vary(wage=Priced(9, "2024/25")))
    assert "wage: is uncertain, and 9 would remove its uncertainty in silence" in told


def test_over_changes_how_people_start_and_when_support_ends(care: Scenario) -> None:
    other = care.over(entry="Evenly from october", support_ends="2025/26")
    assert (other.entry, other.starting.first, other.starting.support) == (
        *("evenly from October", 0.5),
        1,
    )
    assert [(c.what, c.before, c.after) for c in other.changes] == [
        ("How people start within a year", "start of year", "evenly from October"),
        ("Last year of support", "no end", "2025/26"),
    ]
    assert other.over(support_ends="").starting.support is None
    assert "Did you mean 'October'?" in refusal(lambda: care.over(entry="evenly from Octobre"))
    assert "no entry called 'midway'" in refusal(lambda: care.over(entry="midway"))
    said = refusal(lambda: care.over(support_ends="2024/25"))
    assert "'2024/25' is not a year from 2025/26 on" in said


@pytest.mark.parametrize(
    ("asked", "said"),
    [  # what no type checker would let pass, a notebook does
        (lambda base: base.over(discount="low"), "discount: 'low' is not a rate"),
        (lambda base: base.over(discount=3.5), "3.5 is not between 0 and 0.3"),
        (lambda base: base.over(years="five"), "'five' is not a whole number of years"),
        (lambda base: base.over(years=True), "True is not a whole number of years"),
        (lambda base: base.over(entry=3), "3 is not words, as in the sheet About"),
        (lambda base: base.only(cohorts="leeds"), "Give a list of names: ['leeds']"),
        (lambda base: base.only(outcomes=3), "3: is no list"),
        (lambda base: base.vary(attribution="0.2"), "'0.2' is not a number or a distribution"),
        (lambda base: base.vary(attribution=Normal(0.25, 0.5)), "interval is -0.73 to 1.23"),
        (lambda base: base.revalue(informal_care=3), "3 is not the name of a parameter"),
        (lambda base: base.reprofile(informal_care=None), "None is not the name of a profile"),
        (lambda base: base.seen_by(3), "3 is not the name of a perspective"),
        (lambda _: econ.read(3), "3 is not the path of a workbook"),  # type: ignore[arg-type]
        (lambda base: econ.monte_carlo(base, draws="many"), "'many' is not a whole number"),  # type: ignore[arg-type]
        (lambda _: econ.run("mine.xlsx"), "'mine.xlsx' is not a scenario"),  # type: ignore[arg-type]
    ],
)
def test_what_is_of_another_kind_is_told_in_plain_words(
    asked: Callable[[Scenario], object], said: str
) -> None:
    with pytest.raises(ScenarioError) as error:
        asked(econ.read("parameters/side_by_side.xlsx"))
    assert said in str(error.value)


def test_a_discount_rate_may_be_a_number() -> None:
    base = econ.read("parameters/side_by_side.xlsx")
    assert base.over(discount=0.015).discount == econ.constant_rate(0.015)


def test_a_transfer_is_no_value_to_society_by_another_name(care: Scenario) -> None:
    allowance = replace(care["wage"], name="allowance", value_class="transfer")
    paid = replace(care, library={"allowance": allowance})
    assert "allowance: is a transfer, and care is" in refusal(
        lambda: paid.revalue(care="allowance")
    )
    moved = replace(
        paid, outcomes=(replace(paid.outcomes[0], value_class="transfer"), *paid.outcomes[1:])
    )
    assert moved.revalue(care="allowance").outcomes[0].unit_value == "allowance"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda base: econ.compare([base, 3]),  # type: ignore[list-item]
        lambda base: econ.difference(base, 3),  # type: ignore[arg-type]
        lambda _: econ.run(3),  # type: ignore[arg-type]
        lambda base: econ.tornado(base, 3),  # type: ignore[arg-type]
        lambda base: econ.threshold(base, "people", 3),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_scenario_or_measure_is_refused_in_words(
    care: Scenario, wrong: Callable[[Scenario], object]
) -> None:
    assert "3 is not a " in refusal(lambda: wrong(care))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Normal("a", 1),  # type: ignore[arg-type]
        lambda: Fixed(True),
        lambda: Normal.from_interval("a", 2),  # type: ignore[arg-type]
        lambda: econ.PERT(0, "a", 2),  # type: ignore[arg-type]
    ],
)
def test_a_distribution_is_made_of_numbers(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="not a number"):
        wrong()
