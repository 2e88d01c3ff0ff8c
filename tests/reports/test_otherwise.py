"""What is said of other assumptions and of structures; every figure is worked by hand."""

# ruff: noqa: E501 - sentences stand here as they are read

from collections.abc import Mapping
from dataclasses import replace

import pytest

from econ.methods.tally import PLACE
from econ.model.designs import MonteCarlo
from econ.model.distributions import ChanceOfNone, Distribution, Fixed, Normal
from econ.model.programme import Alternative, Instruction
from econ.model.scenario import Change, Scenario
from econ.pages.one_way import would_change_sheet
from econ.pages.page import Chart, Sheet, Table
from econ.pages.scenarios import tried_sheet
from econ.reports import otherwise
from econ.reports.report import Report, report
from econ.reports.scenarios import to_try
from econ.reports.sensitivity import Sensitivity, one_way
from tests.pages import shown
from tests.programmes import cost, programme, saving

PROFILED = {"visits": "every year", "calls": "every year"}
OTHERS: Mapping[str, tuple[Instruction, ...]] = {
    "Dear visits": (Instruction("vary", {"price": 30.0}),),
    "No visits": (Instruction("vary", {"price": 0.0}),),
    "Three years": (
        Instruction("reprofile", PROFILED),
        Instruction("over", {"years": 3}),
    ),
    "NHS alone": (Instruction("seen_by", {"perspective": "NHS and PSS"}),),
    "No calls": (Instruction("without", {"outcomes": ("calls",)}),),
    "At cost": (Instruction("revalue", {"calls": "price"}),),
}


def asking(*names: str, share: float | Distribution = 1.0) -> Scenario:
    """Ten people: visits at £8, calls at £1; £100 of cost. So the net is 80 + 10 - 100 = -10."""
    base = programme(
        {"people": 10.0, "price": 8.0, "call": 1.0, "share": share, "one": 1.0, "grant": 100.0},
        [
            saving("visits", "people * share", "price"),
            saving("calls", "people", "call"),
            cost("delivery", "one", "grant"),
        ],
    )
    money = {n: replace(base[n], unit="GBP") for n in ("price", "call", "grant")}
    base = replace(base, parameters={**base.parameters, **money})
    return replace(
        base, alternatives=tuple(Alternative(name, "a reason", OTHERS[name]) for name in names)
    )


def found(*names: str, draws: int = 4, share: float | Distribution = 1.0) -> Report:
    return report(asking(*names, share=share), MonteCarlo(draws, 1))


def tables(sheet: Sheet | None) -> dict[str, list[list[object]]]:
    """The rows of its tables, by their names; of a cell what stands in it."""
    assert sheet is not None
    found = [block for block in sheet.blocks if isinstance(block, Table)]
    return {t.name: [[getattr(x, "content", x) for x in row] for row in t.rows] for t in found}


def test_where_nothing_else_was_asked_nothing_is_said_and_there_is_no_sheet() -> None:
    told = found()
    assert otherwise.others_tried(told) == []
    assert otherwise.between_structures(told) == []
    assert tried_sheet(told) is None


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ("No visits",),
            "One other assumption was tried: with “No visits” the net is −£90 on average, so that it does not pay for itself.",
        ),
        (
            ("Dear visits",),
            "One other assumption was tried: with “Dear visits” the net is £210 on average, so that it pays for itself.",
        ),
        (
            ("No visits", "No calls"),
            "Two other assumptions were tried: the net runs from −£90 to −£20 (“No calls”); it pays for itself on average with none of them.",
        ),
        (
            ("No visits", "Dear visits", "NHS alone"),
            "Two other assumptions were tried: the net runs from −£90 to £210 (“Dear visits”); it pays for itself on average with one of them (“Dear visits”).",
        ),
        (
            ("Dear visits", "Three years"),
            "Two other assumptions were tried: the net runs from £170 to £210 (“Dear visits”); it pays for itself on average with each of them.",
        ),
        (
            ("No visits", "Dear visits", "Three years"),
            "Three other assumptions were tried: the net runs from −£90 to £210 (“Dear visits”); it pays for itself on average with two of them (“Dear visits” and “Three years”).",
        ),
        (("NHS alone",), ""),
    ],
)
def test_one_line_says_how_far_the_net_runs_and_which_pay(
    names: tuple[str, ...], said: str
) -> None:
    assert otherwise.others_tried(found(*names)) == ([said] if said else [])


def test_the_range_is_told_with_its_ends_and_what_changes_the_sign() -> None:
    assert otherwise.range_of_answers(found("No visits", "No calls")) == [
        "In the base case the net is −£10 on average.",
        "Under other assumptions it runs from −£90 (“No visits”) to −£20 (“No calls”).",
        "None of them changes its sign.",
    ]
    assert otherwise.range_of_answers(found("Dear visits", "NHS alone", "Three years")) == [
        "In the base case the net is −£10 on average.",
        "Under other assumptions it runs from £170 (“Three years”) to £210 (“Dear visits”).",
        "“Dear visits” and “Three years” change its sign.",
        "“NHS alone” takes another view and is not counted in this.",
    ]


def test_a_mean_within_its_error_is_not_said_to_pay_nor_to_change_the_sign() -> None:
    """With a share of 2, give or take 20, the net of a few draws says nothing."""
    told = found("Dear visits", "No calls", draws=8, share=Normal(2.0, 20.0))
    assert "on average with none of them" in otherwise.others_tried(told)[0]
    assert not any("sign" in sentence for sentence in otherwise.range_of_answers(told))
    (said,) = otherwise.others_tried(found("No calls", draws=8, share=Normal(2.0, 20.0)))
    assert said.endswith(" on average, too close to nothing to tell with these draws.")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Dear visits", "Price: 30 in 2024/25 prices (base case: 8 in 2024/25 prices)."),
        ("Three years", "All savings, time profile: every year; Time horizon: 3 years (base case: 1 year)."),
        ("NHS alone", "Perspective: NHS and PSS (base case: society)."),
        ("No calls", "Left out: calls."),
        ("At cost", "Calls: valued by: price (base case: call)."),
    ],
)  # fmt: skip
def test_what_differs_is_told_in_a_sentence(name: str, said: str) -> None:
    assert otherwise.what_differs(asking(name).alternative(name)) == said


def test_only_the_base_case_itself_tries_other_assumptions() -> None:
    base = asking("Dear visits")
    assert [asked.name for asked in to_try(base.vary("Under another name"))] == ["Dear visits"]
    assert to_try(base.vary(price=9.0)) == ()
    assert report(base.vary(price=9.0), MonteCarlo(4, 1)).tried == ()


def test_the_sheet_shows_the_base_case_first_and_other_views_last() -> None:
    told = found("NHS alone", "Dear visits", "No calls")
    sheet = tried_sheet(told)
    rows = tables(sheet)["Scenarios"]
    assert [row[0] for row in rows] == ["Small programme", "Dear visits", "No calls", "NHS alone"]
    assert [row[2:6] for row in rows[:3]] == [
        [10, 100, 90, -10],
        [10, 100, 310, 210],
        [10, 100, 80, -20],
    ]
    (chart,) = [block for block in sheet.blocks if isinstance(block, Chart)] if sheet else []
    assert "Dear visits £210; No calls −£20." in chart.words
    assert "NHS alone" not in chart.words


def test_a_structure_is_told_with_both_means_and_its_weight() -> None:
    """With the share none 10 - 100; with it 80 + 10 - 100."""
    told = found(draws=200, share=ChanceOfNone(0.25, Fixed(1.0)))
    said = (
        "With “share” none, which has a weight of 25%, the net is −£90 on average; with it, −£10."
    )
    assert otherwise.between_structures(told) == [said]
    alone = Sensitivity(told.scenario, one_way(told.scenario))
    sheet = would_change_sheet(told, alone)
    assert sheet is not None
    assert said in shown.said(sheet)
    assert tried_sheet(told) is None


def test_two_nets_that_read_alike_are_told_apart() -> None:
    """100 more of a million: £1.00m either way."""
    structure = found(share=ChanceOfNone(0.25, Fixed(1.0))).structures.structures[0]
    close = replace(structure, none=-1_000_100.0, otherwise=-1_000_000.0, difference=100.0)
    assert otherwise.between(close).endswith("the net is −£1.0m on average; with it, £100 more.")
    worse = replace(structure, none=-1_000_000.0, otherwise=-1_000_100.0, difference=-100.0)
    assert otherwise.between(worse).endswith("with it, £100 less.")


def test_a_structure_within_the_noise_is_not_told_on_the_screen() -> None:
    told = found(draws=50, share=ChanceOfNone(0.5, Normal(0.0, 5.0)))
    assert otherwise.between_structures(told) == []
    assert otherwise.between(told.structures.structures[0]) == (
        "“share” is none with a weight of 50%: it hardly moves the answer."
    )


def test_alternatives_share_the_draws_of_the_run() -> None:
    told = found("No calls", draws=300, share=Normal(1.0, 0.5))
    base, other = told.measure("net_present_value"), told.tried[0].net
    assert base.mean is not None
    assert other.mean == pytest.approx(base.mean - 10, rel=1e-12)
    assert other.sd == pytest.approx(base.sd, rel=1e-12)


def test_progress_is_told_over_the_run_and_all_that_is_tried() -> None:
    steps: list[int] = []
    design = MonteCarlo(PLACE + 100, 1)
    report(asking("No calls", "Dear visits"), design, progress=steps.append)
    assert steps == [k * design.size for k in (1, 2, 3)]


def test_a_long_list_of_changes_ends_where_the_first_sheet_has_no_more_room() -> None:
    changes = tuple(Change(f"Number {k} of a long list of numbers", "1", "2") for k in range(40))
    told = otherwise.changes_in_short(replace(found().scenario, changes=changes))
    assert told.startswith("Number 0 of a long list of numbers: 2 (base case: 1); Number 1")
    assert told.endswith("; and more, which the sheet About lists.")
    assert len(told) < 480
