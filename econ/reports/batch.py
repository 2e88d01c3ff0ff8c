"""What the runs of a batch found: the rows of its data set, and its runs ranked within their error.

A run of a batch is not a whole report: it has each measure in each view, each payer's budget by
year and each outcome's present value, and nothing else is worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from math import hypot
from operator import attrgetter

from econ.errors import counted
from econ.methods.asked import FiguresFound, OnePass
from econ.methods.failing_draws import require_every_draw
from econ.methods.one_pass import all_in_one_pass
from econ.model import measures
from econ.model.designs import Design
from econ.model.estimates import Estimate
from econ.model.form_trees import FormTrees
from econ.model.scenario import Scenario
from econ.reports.report import ALL, with_interval
from econ.words import percent

BUDGET, PRESENT_VALUE = "budget_impact", "present_value"
"""What is told by payer and year, and by outcome and payer; all else is told by view."""
ILLUSTRATIVE = "illustrative"
"""A board that is called so is not a real one, and all that tells of it says so."""


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of the data set: what its cells are, and what it means."""

    name: str
    kind: str
    meaning: str


_NAMED = (
    ("run", "the run's identity: of all that it was made from, its draws, seed and versions"),
    ("board", "the board, as the table of work calls it; row 7 where it does not"),
    ("workbook", "the workbook or script, as the table of work names it"),
    ("scenario", "the scenario's name; the base case's too"),
    ("cohort", "the group of people counted, or all"),
    ("price_year", "in whose prices money is"),
    ("perspective", "the view of the run's headline"),
    ("measure", "a measure by view; budget_impact, undiscounted; or present_value of an outcome"),
    ("view", "whose money a measure counts: a perspective or a payer"),
    ("payer", "the payer of budget_impact and present_value"),
    ("year", "the year of budget_impact"),
    ("outcome", "the outcome of present_value"),
)
_FIGURES = (
    ("base_case", "every number at its mean (the central case)"),
    ("mean", "the mean of the draws"),
    ("sd", "their standard deviation"),
    ("se", "the Monte Carlo standard error of the mean"),
    ("p2_5", "the lower end of the 95% uncertainty interval"),
    ("p50", "the median"),
    ("p97_5", "the upper end of the 95% uncertainty interval"),
    ("probability_positive", "the share of draws above 0"),
)
DATA_COLUMNS = (
    *(DataColumn(name, "text", meaning) for name, meaning in _NAMED),
    DataColumn("draws", "whole number", "how many draws"),
    DataColumn("seed", "whole number", "the seed of their random streams"),
    *(DataColumn(name, "number", meaning) for name, meaning in _FIGURES),
)
"""The columns of ``runs.parquet``; text and numbers are null where they do not apply or exist."""

_numbers = attrgetter(*(name for name, _ in _FIGURES))

DataLine = tuple[str | float | int | None, ...]
"""One row of the data set, in the order of its columns."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a run, with what it is about."""

    measure: str
    found: Estimate
    view: str | None = None
    payer: str | None = None
    year: str | None = None
    outcome: str | None = None


def found_together(
    scenarios: Sequence[Scenario], design: Design, trees: FormTrees | None = None
) -> list[list[Figure]]:
    """All that a batch keeps of runs on the same draws, of each as its own report has it.

    ``trees`` are what is known of forms from other boards.
    """
    found = all_in_one_pass([(scenario, _ask) for scenario in scenarios], design, trees=trees)
    pairs = zip(scenarios, found, strict=True)
    return [[*_figures(scenario, design, one)] for scenario, one in pairs]


def _figures(scenario: Scenario, design: Design, found: FiguresFound) -> Iterator[Figure]:
    net = measures.net_present_value(scenario.perspective)
    require_every_draw(scenario, design, net, found["measure", net.name, net.view])
    for view in _views(scenario):
        for make in measures.MEASURES:
            name = make().name
            yield Figure(name, found["measure", name, view], view)
    for payer in scenario.payers:
        years = found.each("year", payer.name)
        for year, one in zip(scenario.year_labels, years, strict=True):
            yield Figure(BUDGET, one, None, payer.name, year)
        worth = found.each("worth", payer.name)
        for outcome, one in zip(scenario.outcomes, worth, strict=True):
            if outcome.shares.get(payer.name):
                yield Figure(PRESENT_VALUE, one, None, payer.name, None, outcome.name)


def _views(scenario: Scenario) -> tuple[str, ...]:
    return (*scenario.perspectives, *(payer.name for payer in scenario.payers))


def _ask(asking: OnePass) -> None:
    for view in _views(asking.scenario):
        for measure in (make(view) for make in measures.MEASURES):
            asking.asked["measure", measure.name, view] = measure
    for payer in asking.scenario.payers:
        seen = asking.forms.money.select(payer.name)
        asking.each(("year", payer.name), seen.sums("year"))
        asking.each(("worth", payer.name), seen.present_value().sums("outcome"))


def data_lines(
    named: Sequence[str], scenario: Scenario, design: Design, figures: Iterable[Figure]
) -> list[DataLine]:
    """Figures as rows of the data set; ``named`` are run, board, workbook, scenario and cohort."""
    own = (*named, scenario.price_year, scenario.perspective)
    return [
        (
            *own,
            *(figure.measure, figure.view, figure.payer, figure.year, figure.outcome),
            *(design.size, design.seed),
            *_numbers(figure.found),
        )
        for figure in figures
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """One run beside the others, by its headline: net present value to its own perspective.

    Its rank is from ``first`` to ``last``, which differ where Monte Carlo error leaves it open.
    """

    board: str
    workbook: str
    scenario: str
    cohort: str
    view: str
    net: Estimate
    first: int
    last: int

    @property
    def names(self) -> tuple[str, ...]:
        """What tells it from the others."""
        return self.board, self.workbook, self.scenario, self.cohort, self.view

    @property
    def what(self) -> str:
        """The scenario, with its group where it is not everyone."""
        return self.scenario if self.cohort == ALL else f"{self.scenario}: {self.cohort}"

    @property
    def pays(self) -> bool | None:
        """Whether the mean net is above 0; ``None`` where Monte Carlo error leaves it open."""
        mean, error = self.net.mean or 0.0, APART * (self.net.se or 0.0)
        return None if abs(mean) <= error and error else mean > 0

    @property
    def rank(self) -> str:
        """The rank in words, as far as it is known."""
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"

    def record(self) -> dict[str, object]:
        """The run for machines."""
        kept = ("board", "workbook", "scenario", "cohort", "view")
        own = {name: getattr(self, name) for name in kept}
        return {**own, **asdict(self.net), "rank_first": self.first, "rank_last": self.last}


@dataclass(frozen=True, slots=True)
class BatchFound:
    """All runs of a batch: in the order of the table, and ranked.

    ``standings`` are all runs, best first; ``boards`` the first run of each board, ranked among
    themselves; ``scenarios`` are in the order of the table. ``identity`` is that of the whole.
    """

    identity: str
    name: str
    price_year: str
    draws: int
    seed: int
    scenarios: tuple[str, ...]
    standings: tuple[Standing, ...]
    boards: tuple[Standing, ...]

    def by_scenario(self) -> dict[str, list[Standing]]:
        """The runs of each scenario and group, best first; scenarios as the table has them."""
        found: dict[str, list[Standing]] = {}
        for one in self.standings:
            found.setdefault(one.what, []).append(one)
        return {what: found[what] for what in self.scenarios}

    @property
    def illustrative(self) -> bool:
        """Whether a board is called illustrative."""
        return any(ILLUSTRATIVE in one.board.lower() for one in self.standings)

    def records(self) -> dict[str, object]:
        """The object of ``--json``."""
        return {
            "batch": {
                "identity": self.identity,
                "table": self.name,
                "price_year": self.price_year,
                "draws": self.draws,
                "seed": self.seed,
                "boards": len(self.boards),
                "runs": len(self.standings),
                "illustrative": self.illustrative,
            },
            "runs": [one.record() for one in self.standings],
        }


def batch_found(
    identity: str, name: str, lines: Sequence[DataLine], draws: int, seed: int
) -> BatchFound:
    """What a batch comes to, from the rows of its data set."""
    at = {column.name: place for place, column in enumerate(DATA_COLUMNS)}
    kept = [
        line
        for line in lines
        if line[at["measure"]] == "net_present_value"
        and line[at["view"]] == line[at["perspective"]]
    ]
    figures = [field_.name for field_ in fields(Estimate)]
    named = ("board", "workbook", "scenario", "cohort", "view")
    told = [
        (
            tuple(str(line[at[column]]) for column in named),
            Estimate(*(line[at[figure]] for figure in figures)),  # type: ignore[arg-type]
        )
        for line in kept
    ]
    first = {names[0]: (names, net) for names, net in reversed(told)}
    boards = [first[board] for board in dict.fromkeys(names[0] for names, _ in told)]
    year = str(kept[0][at["price_year"]])
    ranked = _ranked(told)
    place = {names: n for n, (names, _) in enumerate(told)}
    in_order = sorted(ranked, key=lambda one: place[one.names])
    what = tuple(dict.fromkeys(one.what for one in in_order))
    return BatchFound(identity, name, year, draws, seed, what, ranked, _ranked(boards))


def batch_sentences(found: BatchFound) -> list[str]:
    """The answer: how many pay, the best and the worst, and how well their order is known."""
    runs, boards = found.standings, found.boards
    told = [ILLUSTRATIVE_BOARDS] if found.illustrative else []
    asked = counted(len(runs), "run")
    asked += f" of {counted(len(boards), 'board')}" if len(runs) > len(boards) else ""
    told.append(f"{asked}: {_how_many_pay(runs)}.")
    if len(runs) > 1:
        told += [_named("Highest net", runs[0]), _named("Lowest", runs[-1])]
        sure = sum(one.first == one.last for one in runs)
        so_many = f"{counted(found.draws, 'draw')} tell the rank of "
        others = "the others share theirs with what lies within their Monte Carlo error"
        each = f"{sure} of the {len(runs)}; {others}" if sure < len(runs) else "each of them"
        told.append(f"{so_many}{each}.")
    return told


def _how_many_pay(runs: Sequence[Standing]) -> str:
    """How many pay for themselves on average, do not, and are not told apart from nothing."""
    pay, open_ = sum(one.pays is True for one in runs), sum(one.pays is None for one in runs)
    said = f"{pay} pay for themselves" if pay > 1 else f"{pay or 'none'} pays for itself"
    left = f", and {open_} cannot be told from breaking even with so few draws" if open_ else ""
    return f"on average {said}{left}"


def _named(which: str, one: Standing) -> str:
    chance = percent(one.net.probability_positive)
    said = f"{one.board}, “{one.what}”: {with_interval(one.net)}"
    which += "" if one.first == one.last else f" (rank {one.rank})"
    return f"{which}: {said}, a chance of {chance} of paying for itself."


ILLUSTRATIVE_BOARDS = (
    "ILLUSTRATIVE: these boards are made up, so that the method can be seen. Do not quote it as a "
    "finding of any place."
)


APART = 4.0
"""Standard errors by which two runs are told apart, so that of many pairs few are wrong."""


def _ranked(told: Sequence[tuple[tuple[str, ...], Estimate]]) -> tuple[Standing, ...]:
    """Runs by their mean net, best first, each with the ranks that its error leaves open (C22).

    Two are told apart where their means differ by more than four standard errors of runs with
    draws of their own. They share theirs, which as a rule makes a difference more certain.
    """
    nets = [(net.mean or 0.0, net.se or 0.0) for _, net in told]

    def better(one: tuple[float, float], other: tuple[float, float]) -> bool:
        return one[0] - other[0] > APART * hypot(one[1], other[1])

    found = []
    for ((board, workbook, scenario, cohort, view), net), own in zip(told, nets, strict=True):
        first = 1 + sum(better(other, own) for other in nets)
        last = len(nets) - sum(better(own, other) for other in nets)
        names = (board, workbook, scenario, cohort, view)
        found.append(Standing(*names, net, first, last))
    return tuple(sorted(found, key=lambda one: -(one.net.mean or 0.0)))
