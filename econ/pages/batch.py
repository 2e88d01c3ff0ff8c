"""The sheets of a table of work: Boards and scenarios, Every run, By board, Data set, Run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from econ.pages import about, charts, page
from econ.pages.how_sure import INTERVAL
from econ.pages.style import LIKELIHOOD, MILLIONS, THOUSANDS, WHOLE
from econ.pages.who_pays import KEPT
from econ.reports.batch import (
    DATA_COLUMNS,
    ILLUSTRATIVE_BOARDS,
    BatchFound,
    Standing,
    batch_sentences,
)
from econ.words import in_prices_of

_NET = (*page.in_pounds("Net", "95% from", "95% to", width=11),)
_CHANCE = page.Column("Chance of paying for itself", 12, LIKELIHOOD)
BY_SCENARIO = (
    page.Column("Scenario", 46),
    page.Column("Boards", 11, WHOLE),
    page.Column("Pay, on average", 11, WHOLE),
    page.Column("Too close to tell", 11, WHOLE),
    *page.in_pounds("Lowest net", "Highest net", width=11),
    page.Column("Lowest chance of paying", 12, LIKELIHOOD),
    page.Column("Highest chance of paying", 12, LIKELIHOOD),
)
BOARDS = (page.Column("Board", 46), page.Column("Rank", 11), *_NET, _CHANCE)
RUNS = (page.Column("Board", 34), page.Column("Rank", 12), page.Column("Scenario", 50))
_DATA = (page.Column("Column", 24), page.Column("Holds", 16), page.Column("Meaning", 90))
_HALF = {MILLIONS: 50_000.0, THOUSANDS: 500.0}
_NOTHING = {MILLIONS: '"£0.0m";"£0.0m";"£0.0m"', THOUSANDS: '"£0k";"£0k";"£0k"'}
"""Half of the last digit that is shown, and how what is less than it is shown."""
_MOST = 12
"""Scenarios that stand beside each other: more could not be read."""
RANKED = (
    "A rank is by the mean net, best first; where it is a range, the runs within it are not told "
    "apart: their means differ by less than four Monte Carlo standard errors of the difference."
)


def batch_sheets(found: BatchFound, run: Mapping[str, object]) -> tuple[page.Sheet, ...]:
    """All sheets, the one that answers first."""
    return (
        _answer(found),
        _every_run(found),
        *([_by_board(found)] if 1 < len(found.scenarios) <= _MOST else []),
        _data_set(),
        about.recorded(run),
    )


def _answer(found: BatchFound) -> page.Sheet:
    """Which pay: scenarios over all boards, then boards in their first run."""
    warned = page.alarm(ILLUSTRATIVE_BOARDS if found.illustrative else "")
    said = [one for one in batch_sentences(found) if one != ILLUSTRATIVE_BOARDS]
    firsts = sorted({one.what for one in found.boards})
    which = f"“{firsts[0]}”" if len(firsts) == 1 else "the first run that the table has of each"
    shown = _shown(found.standings)
    lines = [_of_scenario(what, runs, shown) for what, runs in found.by_scenario().items()]
    boards = [[one.board, one.rank, *_net(one, shown)] for one in found.boards]
    views = " or ".join(sorted({one.view for one in found.standings}))
    return page.sheet_of(
        "Boards and scenarios",
        "Which boards and scenarios pay for themselves?",
        " ".join(said),
        *warned,
        page.Space() if warned else None,
        *page.headed(
            "Scenarios, over all boards",
            page.tabled("Scenarios", BY_SCENARIO, lines, "Each scenario over all boards."),
        ),
        *page.headed(
            f"Boards in {which}", page.tabled("Boards", BOARDS, boards, "Each board, best first.")
        ),
        note=f"Net: mean present value over {found.draws:,} draws, view: {views}. {INTERVAL} "
        f"{KEPT} {in_prices_of(found.price_year)}\n{RANKED} All runs share their draws.",
    )


def _shown(runs: Sequence[Standing]) -> str:
    """How the money of some runs is shown."""
    return charts.money_format([one.net.mean or 0.0 for one in runs])


def _amount(amount: float | None, shown: str) -> page.Cell:
    """An amount in the unit of all; what rounds to nothing has no sign."""
    small = amount is not None and abs(amount) < _HALF.get(shown, 0.0)
    return page.Cell(amount, _NOTHING[shown] if small else shown)


def _net(one: Standing, shown: str) -> Iterator[page.Content]:
    for amount in (one.net.mean, one.net.p2_5, one.net.p97_5):
        yield _amount(amount, shown)
    yield one.net.probability_positive


def _of_scenario(what: str, runs: Sequence[Standing], shown: str) -> list[page.Content]:
    """How many boards pay under a scenario, and between what they lie; runs stand best first."""
    ends = (runs[-1].net.mean, runs[0].net.mean)
    chances = sorted(one.net.probability_positive or 0.0 for one in runs)
    pay = [one.pays for one in runs]
    return [
        what,
        float(len({one.board for one in runs})),
        float(pay.count(True)),
        float(pay.count(None)),
        *(_amount(amount, shown) for amount in ends),
        chances[0],
        chances[-1],
    ]


def _every_run(found: BatchFound) -> page.Sheet:
    shown = _shown(found.standings)
    rows = [[one.board, one.rank, one.what, *_net(one, shown)] for one in found.standings]
    return page.sheet_of(
        "Every run",
        "What does each run come to, best first?",
        RANKED,
        page.tabled("Every run", (*RUNS, *_NET, _CHANCE), rows, "Each run, best first."),
        note=f"{INTERVAL} {in_prices_of(found.price_year)}",
    )


def _by_board(found: BatchFound) -> page.Sheet:
    """Boards down and scenarios across, each with its mean net."""
    nets = {(one.board, one.what): one.net.mean for one in found.standings}
    shown = _shown(found.standings)
    rows: list[list[page.Content]] = [
        [
            one.board,
            *(
                _amount(nets[one.board, what], shown) if (one.board, what) in nets else ""
                for what in found.scenarios
            ),
        ]
        for one in found.boards
    ]
    columns = (page.Column("Board", 34), *page.in_pounds(*found.scenarios, width=17))
    return page.sheet_of(
        "By board",
        "What does each board come to in each scenario?",
        "Mean net present value; boards stand by their first run, best first.",
        page.tabled("By board", columns, rows, "Boards down, scenarios across: mean net."),
        note=f"{KEPT} {in_prices_of(found.price_year)}",
    )


def _data_set() -> page.Sheet:
    rows = [(column.name, column.kind, f"{column.meaning}.") for column in DATA_COLUMNS]
    return page.sheet_of(
        "Data set",
        "What does each column of runs.parquet hold?",
        "A row is one figure of one run: a measure in a view, a payer's budget in a year, or an "
        "outcome's present value to a payer.",
        page.tabled("Data set", _DATA, rows, "The columns of the data set."),
        note="What does not apply, or does not exist, is null.",
    )
