"""A pharmacy's emergency supply of repeat medicines: what patients would have used (UK, pounds).

https://bmjopen.bmj.com/highwire/markup/99941/expansion (BMJ Open 2016;6:e009736), the table of
services that patients would otherwise have used: consultation fee x patients, for "December to
April" and for a year.

A year is printed as three times the period, as if that were four months. The abstract
(https://bmjopen.bmj.com/content/6/1/e009736) has it run from 15 December to 7 April: 114 days, of
which a year has 3.2.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

import econ
from tests.published.declared import Number, source
from tests.published.tables import figure, line, read, worth

SOURCE = source(__doc__, "paper", "the table of services that would have been used")
# Patients, what one costs, printed costs of the period and of a year.
SERVICES = {
    "gp_out_of_hours": (30, "gp_fee + nhs_111_call", 3120, 9360),
    "walk_in_centre": (499, "walk_in_fee", 28_443, 85_329),
    "minor_emergency": (166, "emergency_fee", 9462, 28_386),
}
FEES = {"gp_fee": 96, "nhs_111_call": 8, "walk_in_fee": 57, "emergency_fee": 57}
TOTAL, TOTAL_A_YEAR = 41_025, 123_075


def scheme(folder: Path, timed: str) -> econ.Scenario:
    """What the NHS would have paid for the patients that the pharmacies supplied."""
    figures = [figure(name, fee, "GBP per patient") for name, fee in FEES.items()]
    figures += [figure(name, row[0], "patients") for name, row in SERVICES.items()]
    lines = [
        line(f"spared_{name}", f"{name}{timed}", price, "saving", payer="nhs")
        for name, (_, price, *_) in SERVICES.items()
    ]
    return read(folder, __doc__, figures, lines)


TIMED = (("", 2, TOTAL, ""), (" * 12 / 4", 3, TOTAL_A_YEAR, " a year"))


def numbers(folder: Path) -> Iterator[Number]:
    for timed, column, total, when in TIMED:
        scenario = scheme(folder, timed)
        for name, row in SERVICES.items():
            said = name.replace("_", " ").capitalize()
            found, printed = worth(scenario, f"spared_{name}"), float(row[column])
            yield Number(f"{said}{when}", printed, found, 1e-12 * printed)
        found = econ.benefits(payer="nhs").base(econ.run(scenario, draws=10))
        yield Number(f"All services{when}", total, found, 1e-12 * total)


def test_no_budget_is_said_to_be_relieved_c14(tmp_path: Path) -> None:
    for timed, *_ in TIMED:
        impacts = econ.run(scheme(tmp_path, timed), draws=10)
        assert econ.cash_releasing().base(impacts) == 0


def test_by_its_days_the_period_is_a_smaller_part_of_a_year(tmp_path: Path) -> None:
    found = econ.benefits().base(econ.run(scheme(tmp_path, " * 365 / 114"), draws=10))
    assert found == pytest.approx(131_352, abs=1)
    assert found > TOTAL_A_YEAR
