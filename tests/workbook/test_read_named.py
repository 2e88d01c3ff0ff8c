"""Numbers of the structure that name a parameter: what they come to, in every draw."""

from math import exp
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

import econ
from econ.model.chain import Made
from econ.model.profiles import Profile, Start
from econ.reports.pictures import steps
from econ.reports.report import report
from tests.messages.test_every_fault import figure
from tests.workbook.small import Change, add_row, cell, dirichlet, own_values, written

SHARE = figure("nhs_share", 0.6, "proportion", se=0.1, distribution="beta")
UNCERTAIN = (
    SHARE,
    cell("Incidence", 2, "nhs", "nhs_share"),
    cell("Incidence", 2, "council", "rest"),
)


def drawn(folder: Path, *changes: Change) -> tuple[econ.Scenario, econ.Impacts]:
    scenario = econ.read(written(folder, *changes))
    return scenario, econ.run(scenario, draws=500, seed=1)


def test_a_payers_share_is_its_parameter_in_every_draw_and_another_bears_the_rest(
    tmp_path: Path,
) -> None:
    scenario, found = drawn(tmp_path, *UNCERTAIN)
    visits = found.select(outcome="visits")
    money, share = visits.by("payer").rows, found.draws.columns["nhs_share"]
    np.testing.assert_allclose(money[:, 0], share * visits.total(), rtol=1e-12)
    np.testing.assert_allclose(money[:, 1], (1 - share) * visits.total(), rtol=1e-12)
    shares = {payer: float(share) for payer, share in scenario.outcomes[0].shares.items()}
    assert shares == {"nhs": 0.6, "council": pytest.approx(0.4), "families": 0}
    assert "nhs_share" in scenario.used


def test_three_payers_may_share_by_a_dirichlet(tmp_path: Path) -> None:
    parts = [dirichlet(name, share, 40) for name, share in (("a", 0.5), ("b", 0.3), ("c", 0.2))]
    cells = zip(("nhs", "council", "families"), ("a", "b", "c"), strict=True)
    named = [cell("Incidence", 2, payer, name) for payer, name in cells]
    _, found = drawn(tmp_path, *parts, *named)
    visits = found.select(outcome="visits")
    np.testing.assert_allclose(visits.by("payer").rows.sum(axis=1), visits.total(), rtol=1e-12)
    _, left = drawn(tmp_path, *parts, *named[:2], cell("Incidence", 2, "families", "rest"))
    assert left.by("payer").rows == pytest.approx(found.by("payer").rows, rel=1e-12)


def test_the_years_of_an_intake_and_of_a_table_may_be_uncertain(tmp_path: Path) -> None:
    early = figure("early", 0.6, "proportion", se=0.1, distribution="beta")
    cells = cell("Profiles", 2, "year 0", "early"), cell("Profiles", 2, "year 1", "rest")
    scenario, found = drawn(tmp_path, early, *cells)
    spent = found.select(outcome="delivery").by("year").rows
    whole = spent.sum(axis=1)
    np.testing.assert_allclose(spent[:, 0], found.draws.columns["early"] * whole, rtol=1e-12)
    assert [*map(float, scenario.intake_shares)] == pytest.approx([0.6, 0.4])
    care = found.select(outcome="care").by("year").rows  # every year, by those who have started
    np.testing.assert_allclose(care[:, 0], found.draws.columns["early"] * care[:, 1], rtol=1e-12)


def test_a_cash_share_and_its_delay_may_be_uncertain_c14(tmp_path: Path) -> None:
    """A delay of a year and a half leaves half of the second year's cash."""
    sure = (
        figure("freed", 0.4, "proportion", low=0.2, high=0.6, distribution="uniform"),
        figure("wait", None, "years", low=0.5, high=1.5, distribution="uniform"),  # type: ignore[arg-type]
        cell("Outcomes", 2, "cash-releasing share", "freed"),
        cell("Outcomes", 2, "cash delay", "wait"),
    )
    _, found = drawn(tmp_path, *sure)
    visits = found.select(outcome="visits")
    cash, whole = visits.cash().by("year").rows, visits.by("year").rows
    freed, wait = (found.draws.columns[name] for name in ("freed", "wait"))
    for year in (0, 1):
        begun = np.clip(year + 1 - wait, 0, 1)
        np.testing.assert_allclose(cash[:, year], freed * begun * whole[:, year], atol=1e-9)


def test_a_cohort_may_have_uncertainty_of_its_own(tmp_path: Path) -> None:
    """Values that are numbers vary as one; a value that names a parameter varies by itself."""
    shared = own_values("hours", 12, 7)
    _, together = drawn(tmp_path, shared)
    apart = figure("hours_south", 7, "hours a year", se=4, distribution="normal")
    scenario, found = drawn(tmp_path, apart, own_values("hours", 12, "hours_south"))

    def tie(impacts: econ.Impacts) -> float:
        """Correlation of care between cohorts, without the attribution and price they share."""
        draws = impacts.draws
        common = draws["attribution"] * draws["hour_value"]
        north, south = impacts.select(outcome="care").by("cohort").values.T / common
        return float(stats.pearsonr(north, south).statistic)

    ties = [tie(impacts) for impacts in (together, found)]
    assert ties[0] == pytest.approx(1.0)
    assert abs(ties[1]) < 4 / np.sqrt(500)
    assert together.by("cohort").base == pytest.approx(found.by("cohort").base, rel=1e-12)
    south = scenario.cohorts[1].relative["hours"]
    assert isinstance(south, Made)
    assert float(south) == pytest.approx(0.7)


def test_a_standard_deviation_of_so_many_people_is_a_standard_error(tmp_path: Path) -> None:
    """14.5 (SD 10.3, n 90) is 12.4 to 16.6, not -5.6 to 34.4."""
    row = figure("x", 14.5, "visits", sd=10.3, n=90, distribution="normal")
    found = econ.read(written(tmp_path, row))["x"].distribution
    assert [round(float(x), 1) for x in found.quantile(np.array([0.025, 0.975]))] == [12.4, 16.6]


def test_a_truncated_proportion_stays_between_0_and_1_in_every_draw(tmp_path: Path) -> None:
    """Against SciPy's truncated normal."""
    row = figure("x", 0.8, "proportion", se=0.5, distribution="normal", truncated="yes")
    found = econ.read(written(tmp_path, row))["x"].distribution
    known = stats.truncnorm(-1.6, 0.4, 0.8, 0.5)
    assert (found.mean, found.sd) == pytest.approx((known.mean(), known.std()), rel=1e-9)
    u = np.linspace(0, 1, 101)
    np.testing.assert_allclose(found.quantile(u), known.ppf(u), atol=1e-12)


def test_who_bears_an_outcome_may_be_asked_by_name_in_a_script(tmp_path: Path) -> None:
    by_cells, found = drawn(tmp_path, *UNCERTAIN)
    base = econ.read(written(tmp_path, SHARE))
    asked = base.borne_by(visits={"nhs": "nhs_share", "council": "rest", "families": 0})
    rows = econ.run(asked, draws=500, seed=1).by("payer").rows
    assert np.array_equal(rows, found.by("payer").rows)
    with pytest.raises(econ.ScenarioError, match="payers' shares add to 100% at their means"):
        base.borne_by(visits={"nhs": "nhs_share", "council": 0.4})
    with pytest.raises(econ.ScenarioError, match="Did you mean 'nhs_share'"):
        base.borne_by(visits={"nhs": "nhs_shar", "council": "rest"})
    assert by_cells.outcomes[0].shares == asked.outcomes[0].shares


def test_what_one_leaves_may_be_written_out(tmp_path: Path) -> None:
    written_out = cell("Incidence", 2, "council", "1 - nhs_share")
    scenario, found = drawn(tmp_path, *UNCERTAIN[:2], written_out)
    _, rest = drawn(tmp_path, *UNCERTAIN)
    assert np.array_equal(found.by("payer").rows, rest.by("payer").rows)
    with pytest.raises(econ.ScenarioError, match="Did you mean 40%"):
        scenario.borne_by(visits={"nhs": 40, "council": "rest"})


def test_an_effect_is_never_truncated_at_none_c9(tmp_path: Path) -> None:
    row = figure("gain", 0.3, "visits", role="effect", se=0.2, distribution="normal")
    base = econ.read(written(tmp_path, row))
    with pytest.raises(econ.ScenarioError, match="truncated at none"):
        base.vary(gain=econ.Truncated(econ.Normal(0.3, 0.2), 0.0, 5.0))
    base.vary(gain=econ.Truncated(econ.Normal(0.3, 0.2), -5.0, 5.0))


def test_imported_rows_are_used_as_they_are(tmp_path: Path) -> None:
    """A row a draw, so that the mean of the draws is that of the rows to the last digit."""
    rows = [{"hours": 3.0}, {"hours": 11.0}, {"hours": 7.5}]
    changes = [add_row("Samples", row) for row in rows]
    cells = {"value": None, "se": None, "distribution": "sample"}
    changes += [cell("Parameters", 6, heading, value) for heading, value in cells.items()]
    scenario = econ.read(written(tmp_path, *changes))
    draws = econ.draw(scenario, econ.as_imported(scenario))
    assert (len(draws), draws.design) == (3, "as imported")
    assert draws["hours"].tolist() == [3.0, 11.0, 7.5]
    assert draws.base["hours"] == pytest.approx(21.5 / 3)
    with pytest.raises(econ.ScenarioError, match="no imported draws"):
        econ.as_imported(econ.read(written(tmp_path)))


def test_rises_then_fades_as_its_integral_says() -> None:
    """The mean over a year of (1 - e^(-2t)) e^(-0.3t), by quadrature."""
    profile = Profile("x", "rising then fading", "entry", ("rise", "fade"))
    rates = [np.array([2.0]), np.array([0.3])]

    def effect(age: float) -> float:
        return (1 - exp(-2 * age)) * exp(-0.3 * age) if age > 0 else 0.0

    at_once = [quad(effect, year, year + 1)[0] for year in range(4)]
    assert profile.by_age(rates, 4)[0].tolist() == pytest.approx(at_once, rel=1e-9)
    evenly = [
        quad(lambda s, year=year: quad(effect, year - s, year + 1 - s, points=[0])[0], 0, 1)[0]
        for year in range(4)
    ]
    assert profile.by_age(rates, 4, Start(1.0))[0].tolist() == pytest.approx(evenly, rel=1e-7)


def test_every_figure_of_a_report_is_the_mean_of_the_draws_c15(tmp_path: Path) -> None:
    """Payer by payer and year by year, also in the means that other sheets are made from."""
    cash = (
        figure("freed", 0.4, "proportion", low=0.2, high=0.6, distribution="uniform"),
        cell("Outcomes", 2, "cash-releasing share", "freed"),
    )
    scenario = econ.read(written(tmp_path, *UNCERTAIN, *cash))
    found, drawn = report(scenario, econ.MonteCarlo(500, 1)), econ.run(scenario, 500, 1)
    kept = drawn.by("payer", "year").values.mean(axis=0)
    lines = {(line.payer, line.year): line for line in found.budget}
    released = drawn.cash().by("payer", "year").values.mean(axis=0)
    for p, payer in enumerate(drawn.payers):
        for y, year in enumerate(drawn.years):
            line = lines[payer, year]
            assert line.impact.mean == pytest.approx(kept[p, y], abs=1e-9)
            assert line.cash == pytest.approx(released[p, y], abs=1e-9)
    assert found.means.by("payer", "year").base == pytest.approx(kept, abs=1e-9)
    assert found.means.labels("outcome") == ("visits", "care", "delivery")
    worth = drawn.select(outcome="visits").present_value().by("payer").values
    for p, payer in enumerate(("nhs", "council")):
        told = found.outcome("visits", payer)
        assert told.mean == pytest.approx(worth[:, p].mean(), rel=1e-12)
        assert told.p97_5 == pytest.approx(float(np.quantile(worth[:, p], 0.975)), rel=1e-12)
    seen = found.means.select("society")
    assert seen.total()[0] == pytest.approx(drawn.select("society").total()[1:].mean(), rel=1e-12)
    assert steps(found)[-1].end == pytest.approx(found.measure("net_present_value").mean, rel=1e-9)
