"""What-if as a page on one's own machine."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

import econ
from econ.web.local_page import WhatIf, server
from econ.words import money

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def base() -> econ.Scenario:
    return econ.read(ROOT / "parameters" / "side_by_side.xlsx")


@pytest.fixture(scope="module")
def page(base: econ.Scenario) -> WhatIf:
    return WhatIf.of(base)


def net(scenario: econ.Scenario) -> float:
    impacts = econ.evaluate(scenario, econ.base_case(scenario))
    return econ.net_present_value(scenario.perspective).base(impacts)


def shown(html: str, name: str) -> str:
    found = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", html)
    assert found is not None
    return found[1]


def test_the_page_begins_with_the_base_case(page: WhatIf, base: econ.Scenario) -> None:
    assert shown(page.page({}), "Net present value") == money(net(base))
    assert not page.changed({}).changes


def test_a_slider_gives_what_vary_gives(page: WhatIf, base: econ.Scenario) -> None:
    varied = base.vary(attribution=econ.Fixed(0.6), volunteer_hours=econ.Fixed(20.0))
    asked = {"attribution": "0.6", "volunteer_hours": "20"}
    assert net(page.changed(asked)) == net(varied)
    assert shown(page.page(asked), "Net present value") == money(net(varied))


def test_view_group_and_value_may_be_chosen(page: WhatIf, base: econ.Scenario) -> None:
    asked = {
        "view": "NHS and PSS",
        "cohort": "other_communities",
        "value informal_care": "nlw_2024",
    }
    chosen = (
        base.seen_by("NHS and PSS")
        .revalue(informal_care="nlw_2024")
        .only(cohorts=["other_communities"])
    )
    assert net(page.changed(asked)) == net(chosen)


@pytest.mark.parametrize(
    "asked",
    [
        {"attribution": ""},
        {"view": "nobody", "cohort": "<b>", "value informal_care": "../x", "what": "?"},
    ],
)
def test_what_is_not_offered_changes_nothing(
    asked: dict[str, str], page: WhatIf, base: econ.Scenario
) -> None:
    assert net(page.changed(asked)) == net(base)


@pytest.mark.parametrize("asked", ["nan", "</script>", "7", "-0.5"])
def test_a_number_that_may_not_be_is_told_and_changes_nothing(
    asked: str, page: WhatIf, base: econ.Scenario
) -> None:
    html = page.page({"attribution": asked})
    assert shown(html, "Net present value") == money(net(base))
    number = float("nan") if asked == "</script>" else float(asked)
    fault = next(base.faults("attribution", number))
    assert f"{fault.what}. {fault.remedy}</p>" in html
    assert "</script>" not in html


def test_a_slider_cannot_leave_its_range(page: WhatIf) -> None:
    (rate,) = (slider for slider in page.sliders if slider.number.name == "cost_gp")
    assert page.changed({"cost_gp": "700"})["cost_gp"].mean == rate.high


@pytest.fixture
def address(base: econ.Scenario) -> Iterator[str]:
    with server(base) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}/"
        serving.shutdown()
        thread.join()


def test_the_server_answers_on_this_machine(address: str, base: econ.Scenario) -> None:
    with urlopen(address + "?" + urlencode({"attribution": "0.6"})) as answer:  # noqa: S310
        html = answer.read().decode()
    expected = net(base.vary(attribution=econ.Fixed(0.6)))
    assert shown(html, "Net present value") == money(expected)
    assert not re.search(r"(?:src|href)=\"https?:", html)
    with pytest.raises(HTTPError), urlopen(address + "elsewhere"):  # noqa: S310
        pass
