"""The live page: its figures and words are econ's, it asks for nothing, and all can use it."""

import base64
import hashlib
import json
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

import econ
from econ import words
from econ.files import BRIEF, LIVE_PAGE, SUMMARY
from econ.model.designs import MonteCarlo
from econ.model.scenario import Scenario
from econ.reports import narrative
from econ.reports.report import Report, report
from econ.reports.sensitivity import Sensitivity, one_way
from econ.scripts import load
from econ.web import live_page as pages
from econ.web.live_page import live_page
from tests import chromium
from tests.any_programme import programmes
from tests.programmes import crowded
from tests.rich_programme import write_programme
from tests.web.asked_pages import (
    apart,
    declared,
    expected,
    of_every_kind,
    some_settings,
    told,
    with_more,
)

HERE = Path(__file__).parent
ROOT = HERE.resolve().parents[1]
NEAR = 1e-11
LARGEST = 2_000_000
ASK = "return asked.map(settings => inner.whatIf.ask(settings));"

pytestmark = chromium.needed


@pytest.fixture(scope="module")
def base() -> Scenario:
    return econ.read(ROOT / "parameters" / "side_by_side.xlsx")


@pytest.fixture(scope="module")
def found(base: Scenario) -> Report:
    return report(base, MonteCarlo(10_000, 2025))


@pytest.fixture(scope="module")
def drivers(base: Scenario) -> Sensitivity:
    return Sensitivity(base, one_way(base))


@pytest.fixture(scope="module")
def shipped(found: Report, drivers: Sensitivity) -> str:
    return live_page(found, drivers, (BRIEF, SUMMARY)).html


@pytest.fixture(scope="module")
def small(base: Scenario) -> str:
    """The same page with few draws, for what does not depend on them."""
    return live_page(report(base, MonteCarlo(200, 2025))).html


def programmes_of_every_kind(count: int) -> list[Scenario]:
    """Random programmes, the same ones each time."""
    made = list[Scenario]()

    @seed(3)
    @settings(
        max_examples=60,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(programmes())
    def gather(programme: Scenario) -> None:
        made.append(programme)

    gather()
    return [with_more(programme, k) for k, programme in enumerate(made[-count:])]


def test_the_page_comes_to_what_econ_comes_to_at_twenty_settings(
    shipped: str, base: Scenario, tmp_path: Path
) -> None:
    made, held = declared(base, 10_000, 2025)
    assert made.size() == 10_000
    asked = some_settings(made, held, 20, seed=1)
    (answers,) = chromium.played([shipped], ASK, tmp_path, [asked])
    for answer, one in zip(answers, asked, strict=True):
        assert apart(told(answer), expected(made, held, one)) < NEAR, one


def test_the_page_comes_to_what_econ_comes_to_in_any_programme(tmp_path: Path) -> None:
    every = programmes_of_every_kind(12)
    kinds = {s.profiles[o.profile].kind for s in every for o in s.outcomes}
    assert len(kinds) == 7
    assert {s.entry for s in every} == {"start of year", "evenly", "evenly from October"}
    write_programme(tmp_path / "rich.xlsx")
    shutil.copy(ROOT / "parameters" / "unit_costs.xlsx", tmp_path)
    every.append(econ.read(tmp_path / "rich.xlsx"))
    parts = [declared(s, 400) for s in every]
    asked = [some_settings(*part, 6, seed=k) for k, part in enumerate(parts)]
    html = [live_page(report(s, MonteCarlo(400, 7))).html for s in every]
    for part, ones, answers in zip(
        parts, asked, chromium.played(html, ASK, tmp_path, list(asked)), strict=True
    ):
        for answer, one in zip(answers, ones, strict=True):
            assert apart(told(answer), expected(*part, one)) < NEAR, one


def test_each_scenario_of_the_workbook_comes_to_what_the_run_found_of_it(
    shipped: str, found: Report, tmp_path: Path
) -> None:
    """The page keeps its draws, so that a number without its doubt leaves those tied to it."""
    names = [tried.scenario.name for tried in found.tried]
    script = "return asked.map(name => inner.whatIf.ask(inner.whatIf.from(name)));"
    (answers,) = chromium.played([shipped], script, tmp_path, [names])
    gaps = []
    for tried, answer in zip(found.tried, answers, strict=True):
        gaps.append(abs(answer["net"]["mean"] - (tried.net.mean or 0.0)))
        assert gaps[-1] < 4 * (tried.net.se or 1.0)
        assert answer["people"] == pytest.approx(tried.people)
    assert len(names) == 28
    assert sum(gap < 1 for gap in gaps) >= 20  # pounds, of millions


PLANTED = [
    ("1 / 2 - a / 6 + a ** 2 / 24", "1 / 2 - a / 6 + a ** 2 / 25"),
    ("1 / 6 - a / 12", "1 / 6 - a / 13"),
    ("1 / 2 - a / 3", "1 / 2 - a / 4"),
    ("1 - window / 2", "1 - window / 3"),
    ("y <= s[0]", "y < s[0]"),
    ("const bought = o.cost &&", "const bought = !o.cost &&"),
    ("1 - starting.first", "1"),
    ("starting.support - from", "starting.support - from + 1"),
    ("survival(d);", "survival(d) * 1.0000001;"),
    ('profile.after === "last"', 'profile.after === "0"'),
    ("during(d, y) - during(rise + d, y)", "during(d, y) - during(rise, y)"),
    ("c * within(y + 1 - d, 0, 1)", "c * within(y + 1 - d, 0, 2)"),
    ("alone.includes(i) ? its()", "alone.includes(i + 99) ? its()"),
    ("const to = q * (n - 1)", "const to = q * n"),
    ("above += sorted[i] > 0", "above += sorted[i] > 1e5"),
]


@pytest.fixture(scope="module")
def every_kind() -> tuple[Report, dict[str, Any]]:
    scenario = of_every_kind()
    return report(scenario, MonteCarlo(40, 7)), expected(*declared(scenario, 40), {"view": "nhs"})


def test_every_planted_wrong_constant_is_found_and_without_one_the_page_is_right(
    every_kind: tuple[Report, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran, wanted = every_kind
    real: Callable[[str], str] = pages._asset
    html = [live_page(ran).html]
    for right, wrong in PLANTED:
        assert real("model.js").count(right) == 1, right

        def planted(name: str, right: str = right, wrong: str = wrong) -> str:
            return real(name).replace(right, wrong)

        monkeypatch.setattr(pages, "_asset", planted)
        html.append(live_page(ran).html)
    answers = chromium.played(html, "return inner.whatIf.ask({view: 'nhs'});", tmp_path)
    sound, *gaps = (apart(told(answer), wanted) for answer in answers)
    assert sound < NEAR
    found = zip(PLANTED, gaps, strict=True)
    assert [right for (right, _), gap in found if not gap > NEAR] == []


def test_before_anything_moves_it_says_what_the_brief_says(
    shipped: str, found: Report, drivers: Sensitivity, tmp_path: Path
) -> None:
    script = "return [...page.querySelectorAll('#sentences p')].map(p => p.textContent);"
    (said,) = chromium.played([shipped], script, tmp_path)
    assert said == narrative.answer(found, drivers)


@pytest.mark.parametrize("name", ["nhs_and_pss", "secondary_care", "online_effect"])
def test_a_scenario_script_has_a_page_that_says_what_its_brief_says(
    name: str, tmp_path: Path
) -> None:
    scenario = load(ROOT / "scenarios" / f"{name}.py")
    ran = report(scenario, MonteCarlo(2_000, 2025))
    known = Sensitivity(scenario, one_way(scenario))
    (answer,) = chromium.played(
        [live_page(ran, known).html], "return inner.whatIf.ask({});", tmp_path
    )
    assert answer["said"] == narrative.answer(ran, known)


TOLD = [0, 1, 8, 10, 11, 19, 26]
"""Scenarios of the shipped workbook in which no number loses those that are tied to it."""


def test_a_scenario_is_told_as_its_own_brief_would_tell_it(base: Scenario, tmp_path: Path) -> None:
    names = [base.alternatives[place].name for place in TOLD]
    html = live_page(report(base, MonteCarlo(2_000, 2025))).html
    script = "return asked.map(name => inner.whatIf.ask(inner.whatIf.from(name)).said);"
    (answers,) = chromium.played([html], script, tmp_path, [names])
    for name, said in zip(names, answers, strict=True):
        other = base.alternative(name)
        ran, known = report(other, MonteCarlo(2_000, 2025)), Sensitivity(other, one_way(other))
        begins = f"Under the scenario “{name}”, over"
        wanted = narrative.answer(ran, known)
        assert said[0].startswith(begins)
        assert [said[0].replace(begins, "Over"), *said[1 : len(wanted)]] == wanted


def test_where_an_attribution_would_turn_the_answer_is_told_as_the_brief_tells_it(
    base: Scenario, tmp_path: Path
) -> None:
    cheap = base.vary("Cheap", grant=econ.Fixed(4e5), volunteer_hours=econ.Fixed(0.0))
    held = cheap.vary(attribution=econ.Fixed(0.4))
    html = live_page(report(cheap, MonteCarlo(500, 1))).html
    script = "return asked.map(held => inner.whatIf.ask({held}).said);"
    (answers,) = chromium.played([html], script, tmp_path, [[{}, {"attribution": 0.4}]])
    for said, scenario in zip(answers, (cheap, held), strict=True):
        told_ = narrative.answer(
            report(scenario, MonteCarlo(500, 1)), Sensitivity(scenario, one_way(scenario))
        )
        assert "With all else unchanged it pays for itself if at least" in told_[-1]
        assert told_[-1] in said


def test_a_view_that_others_pay_for_is_told_as_the_brief_tells_it(
    shipped: str, base: Scenario, tmp_path: Path
) -> None:
    seen = base.seen_by("NHS and PSS")
    ran = report(seen, MonteCarlo(10_000, 2025))
    script = "return inner.whatIf.ask({view: 'NHS and PSS'});"
    (answer,) = chromium.played([shipped], script, tmp_path)
    wanted = narrative.answer(ran, Sensitivity(seen, one_way(seen)))
    assert [said.lower() for said in answer["said"][: len(wanted)]] == [w.lower() for w in wanted]


def test_a_transfer_to_the_public_purse_is_told_as_the_brief_tells_it(
    base: Scenario, tmp_path: Path
) -> None:
    fiscal = next(o.name for o in base.outcomes if o.sign > 0 and o.value_class == "fiscal")
    made = (replace(o, value_class="transfer") if o.name == fiscal else o for o in base.outcomes)
    ran = report(replace(base, outcomes=tuple(made)), MonteCarlo(500, 1))
    script = "return inner.whatIf.ask({}).said;"
    (said,) = chromium.played([live_page(ran).html], script, tmp_path)
    assert "alone, transfers included, it is" in said[0]
    assert said[0] == narrative.answer(ran)[0]


def test_a_sentence_names_what_is_held_and_what_doubt_it_leaves_out(
    shipped: str, base: Scenario, tmp_path: Path
) -> None:
    label = base["attribution"].label
    asked = [
        [
            {"held": {"attribution": 0.2}},
            {"held": {"grant": 5e6}},
            {"keep": True, "held": {"attribution": 0.2}},
        ]
    ]
    (answers,) = chromium.played([shipped], ASK, tmp_path, asked)
    held, certain, kept = (answer["said"] for answer in answers)
    assert held[0].startswith(f"With “{label}” held at 20%, over two years the programme costs")
    assert held[-1] == (
        f"The interval and the chance leave out our doubt about “{label}”, which is held as if "
        "known."
    )
    assert re.fullmatch(
        "The net is −£4.2m, as in the base case to the figures shown: £[0-9,]+ worse.", held[-2]
    )
    assert "worse than the base case, whose net is −£4.2m" in certain[-1]
    assert not [said for said in certain if "leave out our doubt" in said]
    assert kept[0].startswith(f"With “{label}” centred on 20%, over")
    assert not [said for said in kept if "leave out our doubt" in said]


def test_numbers_are_written_as_econ_writes_them(small: str, tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - numbers to be written
    amounts = [chance.choice([-1, 1]) * 10 ** chance.uniform(-2, 9) for _ in range(400)]
    amounts += [0.0, 0.5, 1.5, 2.5, -0.5, 999_499.9, 999_500, 99_500, 99_499, 1.25e6, 2.35e6, 125.5]
    shares = [chance.random() for _ in range(200)] + [0, 1, 0.005, 0.995, 0.004, 0.9999, 0.5, -0.3]
    script = (
        "const w = inner.whatIf.words; const [amounts, shares] = asked; return ["
        "amounts.map(x => w.money(x)), amounts.map(x => w.money(x, 4e6)),"
        "amounts.map(w.exactMoney),"
        "shares.map(w.percent), shares.map(w.aboutOneIn), amounts.map(x => w.eachPound(x / 1e3)),"
        "amounts.map(x => w.howLong(Math.abs(x) / 1e4 + 0.1)), "
        "amounts.map(x => w.axisMoney([0, x, 2 * x]).join())];"
    )
    (said,) = chromium.played([small], script, tmp_path, [[amounts, shares]])
    wanted = [
        [words.money(x) for x in amounts],
        [words.money(x, 4e6) for x in amounts],
        [words.exact_money(x) for x in amounts],
        [words.percent(x) for x in shares],
        [words.about_one_in(x) for x in shares],
        [words.each_pound(x / 1e3) for x in amounts],
        [words.how_long(abs(x) / 1e4 + 0.1) for x in amounts],
        [",".join(words.axis_money([0, x, 2 * x])) for x in amounts],
    ]
    for ours, theirs in zip(said, wanted, strict=True):
        assert ours == theirs


def test_a_number_turns_the_answer_where_econ_says_so(
    small: str, base: Scenario, tmp_path: Path
) -> None:
    names = ["reduction_care_hours", "attribution", "reduction_gp", "grant", "leaving_rate"]
    asked = [[[name, {"held": {"grant": 1e5, "volunteer_hours": 10}}] for name in names]]
    script = "return asked.map(one => inner.whatIf.turn(...one));"
    (turns,) = chromium.played([small], script, tmp_path, asked)
    cheaper, ends = (
        base.vary(grant=econ.Fixed(1e5), volunteer_hours=econ.Fixed(10)),
        {"participants": (0, 42_382), "grant": (0, 8e6)},
    )
    found = 0
    for name, turn in zip(names, turns, strict=True):
        low, high = ends.get(name, (None, None))
        at = econ.threshold(cheaper, name, econ.net_present_value(), low=low, high=high)
        if turn["value"] is not None and at.plausible is not False:
            assert turn["value"] == pytest.approx(at.value, rel=1e-6)
            found += 1
    assert found >= 3


def test_its_scenario_script_runs_to_the_same_central_case(
    small: str, base: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT / "parameters")  # a script names its workbook, not where it stands
    first, reset = base.alternatives[4].name, base.alternatives[0].name
    every: list[dict[str, Any]] = [
        {},
        {"held": {"attribution": 0.2, "grant": 4e6}},
        {"held": {"cost_ae": 300.0, "reduction_gp": 1.0, "attribution": 0.3}, "keep": True},
        {"years": 4, "discount": "5%", "view": "NHS and PSS", "cohorts": ["online"]},
        {"discount": "Green Book health", "value": {"informal_care": "nlw_2024"}},
    ]
    script = (
        "const out = asked[0].map(s => inner.whatIf.ask(s));"
        "for (const [name, held] of asked[1]) {"
        "  const s = inner.whatIf.from(name);"
        "  Object.assign(s, held); out.push(inner.whatIf.ask(s)); }"
        "return out;"
    )
    asked = [[every, [[first, {}], [reset, {"held": {}}], [first, {"held": {"attribution": 0.1}}]]]]
    (answers,) = chromium.played([small], script, tmp_path, asked)
    for answer in answers:
        names: dict[str, Any] = {"__name__": "a_script"}
        exec(compile(answer["script"], "what_if.py", "exec"), names)  # noqa: S102 - the test's point
        scenario = names["scenario"]
        impacts = econ.evaluate(scenario, econ.base_case(scenario))
        net = econ.net_present_value(scenario.perspective).base(impacts)
        assert answer["net"]["central"] == pytest.approx(net, rel=1e-9), answer["script"]


def test_shares_of_one_whole_move_together_in_page_and_script(tmp_path: Path) -> None:
    write_programme(tmp_path / "rich.xlsx")
    shutil.copy(ROOT / "parameters" / "unit_costs.xlsx", tmp_path)
    html = econ.what_if(econ.read(tmp_path / "rich.xlsx"), draws=50).html
    (answer,) = chromium.played([html], "return inner.whatIf.ask({held: {mild: 0.7}});", tmp_path)
    assert 'econ.read("rich.xlsx")' in answer["script"]
    text = answer["script"].replace("rich.xlsx", str(tmp_path / "rich.xlsx"))
    names: dict[str, Any] = {"__name__": "a_script"}
    exec(compile(text, "what_if.py", "exec"), names)  # noqa: S102 - the test's point
    scenario = names["scenario"]
    assert scenario["moderate"].mean == pytest.approx(0.3 * 0.3 / 0.5)
    net = econ.net_present_value().base(econ.evaluate(scenario, econ.base_case(scenario)))
    assert answer["net"]["central"] == pytest.approx(net, rel=1e-9)


def test_settings_go_to_the_address_and_come_back(
    small: str, base: Scenario, tmp_path: Path
) -> None:
    name = base.alternatives[2].name
    script = (
        "const s = inner.whatIf.from(asked);"
        "Object.assign(s, {held: {attribution: 0.2}, keep: true, years: 3, discount: '3%',"
        "cohorts: ['online']});"
        "const {address} = inner.whatIf.ask(s); return [s, inner.whatIf.recalled(address)];"
    )
    ((sent, back),) = chromium.played([small], script, tmp_path, [name])
    assert back == sent
    assert back["column"]


HOSTILE = [
    {"held": {"attribution": 7}},
    {"held": {"attribution": "0.2"}},
    {"held": {"__proto__": 1, "nothing": 2, "both": None}},
    {"view": "nobody", "cohorts": ["<b>"], "years": 10_000, "discount": "constructor"},
    {"value": {"informal_care": "../x", "x": "y"}, "scenario": "toString", "keep": "yes"},
    {"column": {"attribution": [0, 1]}, "shares": {"ae_visits": [[2]]}, "profile": {"a": "b"}},
    [],
    None,
    "x",
    7,
]


def test_an_address_does_no_more_than_the_controls(small: str, tmp_path: Path) -> None:
    script = (
        "const read = x => inner.whatIf.recalled(x); return [read(''), read('#%E0%A4%A'),"
        "...asked.map(x => read('#' + encodeURIComponent(JSON.stringify(x))))];"
    )
    ((usual, *every),) = chromium.played([small], script, tmp_path, [HOSTILE])
    for asked, read in zip(["broken", *HOSTILE], every, strict=True):
        assert read == usual, asked


def script_of(html: str) -> str:
    return str(re.findall(r"<script>(.*?)</script>", html, re.DOTALL)[0])


def test_the_browser_is_told_what_the_file_may_do_by_hashes(small: str) -> None:
    policy = unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', small)[0])
    (style,) = re.findall(r"<style>(.*?)</style>", small, re.DOTALL)
    for kind, text in (("script", script_of(small)), ("style", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "word",
    [
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
        "fetch(",
        "XMLHttp",
        "WebSocket",
        "import(",
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "cookie",
        "http://",
        "https://",
    ],
)
def test_the_script_has_no_way_to_markup_code_network_or_storage(word: str, small: str) -> None:
    own = script_of(small).replace("http://www.w3.org/2000/svg", "")  # a name, not an address
    assert word not in own


def test_the_file_asks_for_nothing_and_is_of_two_megabytes_at_most(
    shipped: str, tmp_path: Path
) -> None:
    seen = chromium.measured(shipped, 1200, tmp_path)
    assert seen["fetched"] == []
    assert len(shipped.encode()) <= LARGEST
    assert not re.search(r'(?:src|href)="(?!#|data:,|summary\.)', shipped)


def test_sixty_outcomes_and_thirty_payers_take_no_more_and_it_says_how_many_draws() -> None:
    html = live_page(report(crowded(), MonteCarlo(10_000, 1))).html
    assert LARGEST - 1_000 < len(html.encode()) <= LARGEST
    (said,) = re.findall(r"the first ([\d,]+) of 10,000 draws", html)
    (model,) = re.findall(r'id="model">(.*?)</script>', html)
    held = json.loads(model)
    assert held["n"] == int(said.replace(",", "")) > 2_000


def test_no_path_and_no_name_of_a_user_is_in_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "alice smith" / "secret"
    folder.mkdir(parents=True)
    for name in ("side_by_side.xlsx", "unit_costs.xlsx"):
        shutil.copy(ROOT / "parameters" / name, folder)
    html = econ.what_if(econ.read(folder / "side_by_side.xlsx"), draws=20).html
    assert "side_by_side.xlsx" in html
    for told_ in ("alice", "secret", str(tmp_path), str(ROOT), Path.home().name + "/"):
        assert told_ not in html


def test_hostile_words_of_a_workbook_stay_words(base: Scenario, tmp_path: Path) -> None:
    worst = "</script><script>document.title='taken'</script><img src=x onerror=alert(1)>"
    label = {"attribution": replace(base["attribution"], label=worst)}
    said = replace(base, parameters={**base.parameters, **label}, about={"programme": worst})
    html = econ.what_if(said, draws=20).html
    counted = "['img', 'script'].map(x => page.querySelectorAll(x).length)"
    script = f"return [page.title, ...{counted}];"
    ((title, images, scripts),) = chromium.played([html], script, tmp_path)
    assert (title != "taken", images, scripts) == (True, 0, 2)


def test_without_a_script_it_has_the_words_of_the_brief(
    found: Report, drivers: Sensitivity, shipped: str
) -> None:
    still = re.sub(r"<script.*?</script>", "", shipped, flags=re.DOTALL)
    plain = unescape(re.sub(r"<[^>]*>", "", still))
    for said in (
        *narrative.answer(found, drivers),
        *narrative.rests_on(found),
        *narrative.find_out(found),
    ):
        assert said in plain
    assert "JavaScript is\noff" in plain
    assert "Chance of paying for itself" in plain
    assert narrative.programme_name(found.scenario) in plain


def test_the_warning_of_illustrative_numbers_stands_before_any_figure() -> None:
    scenario = load(ROOT / "scenarios" / "secondary_care.py")
    ran = report(scenario, MonteCarlo(50, 1))
    warned = narrative.alert(ran)
    assert warned
    html = live_page(ran).html
    assert (
        0 < html.index('class="alert"') < html.index("As it was run:") < html.index('id="answer"')
    )


def test_a_number_moves_the_answer_one_message_is_said_and_one_reset_clears_one_number(
    small: str, base: Scenario, tmp_path: Path
) -> None:
    (seen,) = chromium.played([small], (HERE / "moved.js").read_text("utf-8"), tmp_path)
    held = seen["settings"]["held"]
    assert set(held) == {"grant", "attribution"}
    assert seen["before"] == ""
    assert seen["messages"] == 1
    assert seen["said"].startswith("Net −£")
    assert "the chance" in seen["said"] or "it pays for itself" in seen["said"]
    assert seen["same"]
    assert seen["moved"] == 2
    assert abs(seen["shifted"]) < 1  # what is held stays under the finger
    assert f"“{base['attribution'].label}” held at" in seen["sentence"]
    assert seen["state"].startswith("Held at 2")
    assert ", was 20.8%" in seen["text"]
    assert set(seen["left"]) == {"grant"}
    assert seen["focus"] == "n-attribution"
    fault = next(base.faults("attribution", 1.7))
    assert seen["invalid"] == ["true", f"{fault.what}. {fault.remedy}"]
    assert set(seen["kept"]) == {"grant"}
    assert seen["keep"] is True
    name = base.alternatives[1].name
    assert seen["scenario"] == [name, f"The answer: {name}", [name]]


@pytest.mark.parametrize("width", [320, 480, 1366])
def test_everybody_can_use_it_by_the_rules_that_a_program_can_check(
    width: int, small: str, tmp_path: Path
) -> None:
    """Names, sizes, headings, tables, contrast, nothing cut; 320 px are 1,280 at 400% zoom."""
    script = (HERE / "audited.js").read_text("utf-8")
    (seen,) = chromium.played([small], script, tmp_path, width=width)
    assert seen["faults"] == []
    assert seen["least"] >= 4.5
    assert seen["scrolls"] <= width


def test_it_prints_as_two_pages(shipped: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(shipped, encoding="utf-8")
    assert chromium.pages_printed(page, tmp_path) == 2


def test_in_a_notebook_it_stands_in_a_frame_that_may_run_its_script_and_no_more(
    base: Scenario,
) -> None:
    shown = econ.what_if(base)
    frame = shown._repr_html_()
    assert re.match(r'<iframe title="[^"]+" sandbox="allow-scripts" ', frame)
    (held,) = re.findall(r'srcdoc="([^"]*)"', frame)
    assert unescape(held) == shown.html
    model = json.loads(re.findall(r'id="model">(.*?)</script>', shown.html)[0])
    assert model["n"] == 2_000
    assert repr(shown) == "Live page: What if? Side by Side: Base case"
    assert len(frame) < 700_000


def test_a_run_leaves_it_beside_brief_and_workbook_linked_by_their_names(
    base: Scenario, tmp_path: Path
) -> None:
    from econ.output import save

    written = save(report(base, MonteCarlo(50, 1)), tmp_path)
    assert tmp_path / LIVE_PAGE in written
    brief, page = ((tmp_path / name).read_text("utf-8") for name in (BRIEF, LIVE_PAGE))
    assert f'<a href="{LIVE_PAGE}">' in brief
    for name in (BRIEF, SUMMARY):
        assert f'<a href="{name}">' in page
        assert (tmp_path / name).is_file()


def test_the_same_run_is_the_same_file(base: Scenario) -> None:
    assert econ.what_if(base, draws=30).html == econ.what_if(base, draws=30).html


def test_a_page_of_more_draws_than_it_holds_says_which(base: Scenario) -> None:
    html = econ.what_if(base, draws=12_000).html
    assert "the first 10,000 of 12,000 draws" in html


def test_what_is_not_a_number_is_said_not_to_be_one(
    base: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C13: a run refuses such numbers, and who moves a page may still come to one."""
    from econ.model.distributions import Fixed

    for room in ("report", "scenarios"):
        monkeypatch.setattr(f"econ.reports.{room}.require_every_draw", lambda *_: None)
    broken = replace(base["cost_gp"], distribution=Fixed(float("nan")))
    scenario = replace(base, parameters={**base.parameters, "cost_gp": broken})
    page = live_page(report(scenario, MonteCarlo(20, 1))).html
    (answer,) = chromium.played([page], "return inner.whatIf.ask({});", tmp_path)
    assert answer["net"]["mean"] is None
    assert "n/a" in answer["said"][0]
