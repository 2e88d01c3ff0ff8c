"""The value of evidence as it is told: what is chosen, what knowing is worth, and which study."""

from dataclasses import replace

import numpy as np
import pytest

from econ.errors import ScenarioError
from econ.methods.decisions import Worth
from econ.methods.net_benefits import FUND_NOTHING
from econ.model.designs import MonteCarlo
from econ.model.distributions import Normal
from econ.model.scenario import Scenario
from econ.model.studies import Study
from econ.pages.live.formulas import Formula
from econ.pages.page import Chart, Notes, Table
from econ.pages.value_of_evidence import value_of_evidence_sheet
from econ.reports import narrative
from econ.reports.records import as_json
from econ.reports.report import report
from econ.reports.value_of_evidence import ValueOfEvidence, value_of_evidence
from econ.reports.worth_knowing import find_out_first, told_worth, worth_knowing
from tests.analysis.test_cost_effectiveness import clinic
from tests.programmes import PERSPECTIVES, Number, cost, number, programme, saving

DRAWS = 8_192
NHS = "the NHS and personal social services"
PAYERS = {"nhs": PERSPECTIVES, "lottery": ("public sector", "society"), "carers": ("society",)}
SURVEY = Study(
    *("survey", ("gain",), "costing study", "A survey of gains"),
    spread=200.0,
    fixed_cost=2.0,
    cost_per_person=0.05,
    largest=1_000,
    years_until_it_reports=1.0,
)
DEAR = replace(SURVEY, name="dear", label="A dear survey", fixed_cost=1e6)
ELSEWHERE = replace(SURVEY, name="elsewhere", label="A survey of what is sure", measures=("fee",))


def unsure(mean: float = 90.0, *studies: Study) -> Scenario:
    """A programme that costs the lottery 100 and returns N(mean, 20) to the NHS."""
    made: dict[str, Number] = {
        "once": 1.0,
        "fee": 100.0,
        "gain": number("gain", Normal(mean, 20.0), "GBP"),
    }
    outcomes = [
        saving("visits", "once", "gain"),
        cost("grant", "once", "fee", shares={"lottery": 1.0}),
    ]
    return replace(programme(made, outcomes, payers=PAYERS), studies=studies)


@pytest.fixture(scope="module")
def found() -> ValueOfEvidence:
    return value_of_evidence(unsure(90.0, SURVEY, DEAR, ELSEWHERE), draws=DRAWS)


def test_the_choice_what_knowing_is_worth_and_the_study_are_told(found: ValueOfEvidence) -> None:
    """Net N(-10, 20): the wrong choice with chance Φ(-0.5) = 31%; EVPI 3.956 a programme.

    Ten years, not discounted here, are 39.56. The survey of 200, say, has a standard error of 14:
    what its result would tell spreads by 16.3, and is worth 2.69 to each of nine: 12 beyond its
    cost of 12.
    """
    chosen, everything, single, study, near, nhs, *_ = worth_knowing(found)
    assert chosen == (
        "Best for society, on average and on what is known now, is to fund nothing: about £10 "
        "better than the next best option for one programme, about £100 if all do it, and the "
        "wrong choice with a chance of 31%."
    )
    assert everything.startswith(
        "To know every number for certain before choosing would be worth at most about £4 to "
        "society for one programme, and about £40 in ten years of one programme a year"
    )
    assert single == "Worth most to know alone: “gain” (about £4), for one programme."
    assert study.startswith("Study first “A survey of gains”, with about ")
    assert study.endswith("although it reports after one year.")
    assert near == (
        f"To {NHS} (had it paid) the same study is worth "
        + study.partition("is worth ")[2].partition(" more")[0]
        + " more than its cost."
    )
    assert nhs.startswith(f"Best for {NHS} (had it paid), on what is known now, is to fund")


def test_a_study_that_measures_what_is_sure_is_not_looked_at(found: ValueOfEvidence) -> None:
    assert found.left_out == (ELSEWHERE,)
    assert [one.study.name for one in found.first.enbs] == ["survey", "dear"]


def test_no_study_is_told_where_none_is_worth_its_cost() -> None:
    said = " ".join(find_out_first(value_of_evidence(unsure(90.0, DEAR), draws=DRAWS)))
    assert (
        "The study that is proposed is not worth its cost to society: do not study, and decide on "
        "what is known. The cheapest costs £1.0m or more; what any of them measures, known without "
        "error, would be worth about £36 to all." in said
    )
    none = find_out_first(value_of_evidence(unsure(), draws=DRAWS))
    assert none[-1] == "No study is proposed on the sheet Studies whose worth could be told."


def test_where_nothing_could_change_the_choice_it_is_said() -> None:
    said = worth_knowing(value_of_evidence(unsure(400.0, SURVEY), draws=DRAWS))
    assert said[0].startswith("Best for society, on average and on what is known now, is “Small")
    assert (
        said[1]
        == "Nothing that could be learned would change that choice: it is one in every draw."
    )
    assert "is not worth its cost" in said[2]


def test_a_view_that_would_choose_otherwise_costs_the_other() -> None:
    """Carers gain 200 of the lottery's 100: society funds it, the NHS had it paid does not."""
    made: dict[str, Number] = {
        "once": 1.0,
        "fee": 100.0,
        "hours": number("hours", Normal(200.0, 1.0), "GBP"),
    }
    outcomes = [
        saving("care", "once", "hours", shares={"carers": 1.0}, value_class="social"),
        cost("grant", "once", "fee", shares={"lottery": 1.0}),
    ]
    found = value_of_evidence(programme(made, outcomes, payers=PAYERS), draws=DRAWS)
    said = worth_knowing(found)
    assert f"To decide as {NHS} would costs society about £100 a programme." in said
    assert f"To decide as society would costs {NHS} £100 a programme." in said


def test_health_that_a_view_does_not_have_counts_at_the_least_that_a_unit_is_worth() -> None:
    found = value_of_evidence(clinic(), "NHS and PSS", draws=DRAWS)
    assert found.first.measure.name == "net_benefit"
    first, *_ = worth_knowing(found)
    assert first.startswith(
        f"Best for {NHS} (had it paid, net benefit at £20,000 a unit of health), on"
    )
    assert found.options.effect == "QALY"
    means = {line.option: line.mean for line in found.options.lines}
    assert means == pytest.approx({x.option: x.mean for x in found.first.options})


def test_options_and_the_value_of_information_are_of_the_same_draws(found: ValueOfEvidence) -> None:
    """C15. Met twice, a figure is the same; the loss of the best is the EVPI."""
    for line, other in zip(found.options.lines, found.first.options, strict=True):
        assert line.option == other.option
        assert line.mean == pytest.approx(other.mean)
        assert line.expected_loss == pytest.approx(other.expected_loss)
    assert found.options[FUND_NOTHING].expected_loss == pytest.approx(found.first.evpi.estimate)


def test_machines_are_given_what_is_promised(found: ValueOfEvidence) -> None:
    made = found.records()
    assert {*made["evpi"]} == {"estimate", "se"}  # type: ignore[misc]
    shapes = {
        "evppi": {"parameter", "estimate", "se"},
        "evppi_groups": {"group", "estimate", "se"},
        "evsi": {"study", "n", "estimate", "se"},
        "enbs": {"study", "n", "estimate", "se"},
        "options": {"option", "mean", "probability_best", "expected_loss"},
    }
    for name, keys in shapes.items():
        records = made[name]
        assert isinstance(records, list)
        assert all(keys <= {*record} for record in records)
    assert made["population"] == {"a_year": 1.0, "years": 10, "when": "start"} | {
        "total": pytest.approx(10.0)
    }


def test_about_says_for_how_many_and_how_long_the_decision_is() -> None:
    about = {"decision lasts": "2", "programmes a year": "3"}
    found = value_of_evidence(replace(unsure(), about=about), draws=DRAWS)
    whom = found.first.population
    assert (whom.a_year, whom.years) == (3.0, 2)
    assert "in two years of 3 programmes a year" in worth_knowing(found)[1]


def test_the_first_sheet_and_a_sheet_of_its_own_tell_it(found: ValueOfEvidence) -> None:
    run = report(found.scenario, MonteCarlo(200, 1))
    assert value_of_evidence_sheet(run) is None
    told = replace(run, worth=found)
    assert narrative.find_out(told) == find_out_first(found)
    assert as_json(told)["evpi"] == found.first.evpi._asdict()
    sheet = value_of_evidence_sheet(told)
    assert sheet is not None
    tables = {b.name: b for b in sheet.every(Table) if isinstance(b, Table)}
    assert [row[0] for row in tables["Worth of knowing"].rows] == ["Everything", "gain"]
    survey, dear = tables["Studies"].rows
    best = found.first.enbs[0].best
    assert survey[1] == best.n
    assert survey[4] == best.estimate
    assert dear[2:5] == ("", "", "")
    assert tables["Options side by side"].rows[0][0] == "Fund nothing"
    assert [row[0] for row in tables["Better off, by payer"].rows] == ["nhs", "lottery", "carers"]
    assert len(sheet.every(Chart)) == 2
    said = " ".join(text for b in sheet.blocks if isinstance(b, Notes) for text in b.sentences)
    assert worth_knowing(found)[1] in said
    assert "Not looked at" in str(sheet.blocks)


def test_an_amount_is_told_to_the_digit_that_its_error_leaves_c22() -> None:
    assert told_worth(Worth(3_432.0, 458.0)) == "about £3,000"
    assert told_worth(Worth(3_432.0, 4.0)) == "about £3,430"
    assert told_worth(Worth(12.0, 458.0)) == "nothing that these draws can tell from £0"
    assert (told_worth(Worth(0.0, 0.0)), told_worth(Worth(5_000.0, 0.0))) == ("£0", "£5,000")


def test_a_view_or_a_study_that_there_is_not_is_refused_in_words() -> None:
    with pytest.raises(ScenarioError, match="payer or perspective"):
        value_of_evidence(unsure(), "nobody", draws=DRAWS)
    with pytest.raises(ScenarioError, match="Did you mean 'survey'"):
        value_of_evidence(unsure(90.0, SURVEY), studies=["surveys"], draws=DRAWS)


def test_what_lies_within_its_error_has_no_row_and_no_bar_c22(found: ValueOfEvidence) -> None:
    """C22. The larger of two is no more than chance: the bars begin with the other."""
    first = found.first
    noise = replace(first.evppi[0], name="fee", estimate=50.0, se=40.0)
    known = replace(first.known, evppi=(noise, first.evppi[0]))
    told = replace(found, views=(replace(first, known=known),), deciding=None)
    run = replace(report(found.scenario, MonteCarlo(200, 1)), worth=told)
    sheet = value_of_evidence_sheet(run)
    assert sheet is not None
    bars, _ = (b for b in sheet.every(Chart) if isinstance(b, Chart))
    assert bars.words == "Bars: the worth of knowing each number alone. gain £4."
    (ranked,) = (
        b for b in sheet.every(Table) if isinstance(b, Table) and b.name.startswith("Worth")
    )
    assert [row[0] for row in ranked.rows] == ["Everything", "gain"]
    drawn = bars.series[0]["values"]
    assert isinstance(drawn, Formula)
    assert np.ravel(drawn.value).tolist() == [ranked.rows[1][1]]


def test_a_choice_that_is_best_by_chance_alone_is_told_so() -> None:
    """Net N(0, 20): which is best these draws cannot tell, and by how much they do not say."""
    first, *_ = worth_knowing(value_of_evidence(unsure(100.0), draws=DRAWS))
    assert "by no more than chance, as far as these draws tell, and the wrong choice with" in first
