"""Commands that run scenarios: run, sensitivity, compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from econ.command_line.options import (
    DesignOption,
    DrawsOption,
    JsonOption,
    KeepOption,
    OutOption,
    PortOption,
    SecondOrderOption,
    SeedOption,
    SizeOption,
    Target,
    UntilOption,
    WeightsOption,
    WhatIfOption,
)
from econ.command_line.people import (
    command,
    errors_for_people,
    print_json,
    progress_of,
    share_of,
    steps_of,
    tell_warnings,
    weights_of,
)
from econ.errors import counted, refuse

if TYPE_CHECKING:
    from econ.model.designs import Design
    from econ.model.scenario import Scenario
    from econ.reports.report import Report
    from econ.reports.scenarios import SideBySide
    from econ.reports.sensitivity import Sensitivity


def run_target(
    target: Target,
    draws: DrawsOption = 10_000,
    seed: SeedOption = 2025,
    design: DesignOption = "monte-carlo",
    until: UntilOption = "",
    out: OutOption = Path("results"),
    json: JsonOption = False,
    keep_draws: KeepOption = False,
    what_if: WhatIfOption = None,
) -> None:
    """Run a scenario and write its summary workbook."""
    with errors_for_people(json):
        from econ.scripts import load

        asked = Run(draws, seed, design, until, out, json, keep_draws, tuple(what_if or ()))
        asked.run(load(target), target.stem)


def tell_what_drives_it(
    target: Target,
    draws: DrawsOption = 10_000,
    seed: SeedOption = 2025,
    size: SizeOption = 4096,
    second_order: SecondOrderOption = False,
    out: OutOption = Path("results"),
    json: JsonOption = False,
) -> None:
    """Tell what drives the answer: tornado, switching values, Sobol', Shapley, Morris."""
    with errors_for_people(json):
        from econ.reports.sensitivity import sensitivity
        from econ.scripts import load

        scenario = load(target)
        with steps_of() as step:
            told = sensitivity(scenario, n=size, seed=seed, second_order=second_order, step=step)
        asked = Run(draws, seed, "monte-carlo", "", out, json)
        asked.run(scenario, target.stem, told)


def put_side_by_side(
    targets: Annotated[list[Path], typer.Argument(help="Scenario scripts, the base case first.")],
    draws: DrawsOption = 10_000,
    seed: SeedOption = 2025,
    weights: WeightsOption = "",
    out: OutOption = Path("results"),
    json: JsonOption = False,
) -> None:
    """Put scenarios side by side on the same draws, and tell why they differ."""
    with errors_for_people(json):
        from econ.output import save_comparison
        from econ.reports.scenarios import side_by_side
        from econ.scripts import load

        scenarios = [load(target) for target in targets]
        with progress_of(draws * len(scenarios)) as progress:
            found = side_by_side(scenarios, weights_of(weights), draws, seed, progress=progress)
        path = save_comparison(found, out / "compare", command=command())
        if json:
            print_json(found.records())
        else:
            _tell_comparison(found)
        typer.echo(path, err=json)


def open_page(target: Target, port: PortOption = 0) -> None:
    """Open a page on this machine where numbers can be moved and the answer follows."""
    with errors_for_people():
        from econ.scripts import load
        from econ.web.local_page import server

        with server(load(target), port) as serving:
            typer.echo(f"http://127.0.0.1:{serving.server_port}/  (Ctrl-C ends it)")
            serving.serve_forever()


def of_script(scenario: Scenario, stem: str) -> Callable[..., None]:
    """The command of a scenario script: ``econ run`` without a target."""

    def run_script(
        draws: DrawsOption = 10_000,
        seed: SeedOption = 2025,
        design: DesignOption = "monte-carlo",
        until: UntilOption = "",
        out: OutOption = Path("results"),
        json: JsonOption = False,
        keep_draws: KeepOption = False,
    ) -> None:
        """Run this scenario and write its summary workbook."""
        with errors_for_people(json):
            Run(draws, seed, design, until, out, json, keep_draws).run(scenario, stem)

    return run_script


@dataclass(frozen=True, slots=True)
class Run:
    """What a run was asked for on the command line."""

    draws: int
    seed: int
    design: str
    until: str
    out: Path
    json: bool
    keep_draws: bool = False
    what_if: tuple[str, ...] = ()

    def run(self, scenario: Scenario, stem: str, told: Sensitivity | None = None) -> None:
        """Run a scenario, save what it found in a folder of its own, and tell it."""
        from econ.output import save
        from econ.reports.records import as_json
        from econ.reports.report import report
        from econ.reports.sensitivity import Sensitivity, one_way

        design = self._design(scenario)
        with progress_of(design.size) as progress:
            found = report(scenario, design, progress=progress)
        shown = told or Sensitivity(scenario, one_way(scenario))
        *_, summary = save(
            found,
            self.out / _plain(stem),
            command=command(),
            keep_draws=self.keep_draws,
            what_if=self.what_if,
            sensitivity=shown,
        )
        if self.json:
            print_json({**as_json(found), **(told.records() if told else {})})
        else:
            _tell(found, shown)
            if told:
                _tell_sensitivity(told)
        typer.echo(summary, err=self.json)

    def _design(self, scenario: Scenario) -> Design:
        from econ.errors import require_known
        from econ.model.designs import DESIGNS

        require_known("--design", [self.design], DESIGNS, "design")
        size = self._enough(scenario) if self.until else self.draws
        return DESIGNS[self.design](size, self.seed)

    def _enough(self, scenario: Scenario) -> int:
        """As many draws as the wanted error needs, said aloud."""
        from econ.analysis.convergence import until
        from econ.model.measures import headline

        tolerance = share_of("--until", self.until)
        found = until(scenario, headline(), tolerance, design=self.design, seed=self.seed)
        told = found.reason or f"reached with {counted(found.draws, 'draw')}"
        typer.echo(f"--until {self.until}: {told}", err=True)
        return found.draws


def _plain(stem: str) -> str:
    """The name of a folder within the one asked for: a name of dots alone would lead out of it."""
    if not stem.strip("."):
        raise refuse("results", stem, "is not a name for a folder", "Rename the script.")
    return stem


def _tell(found: Report, shown: Sensitivity) -> None:
    from econ.reports.narrative import answer, in_one_line, rests_on, would_change

    typer.echo(in_one_line(found))
    turning = would_change(shown)[0]
    for sentence in (*answer(found, shown), turning, *rests_on(found)):
        typer.echo(f"  {sentence}")
    tell_warnings(found.scenario.warnings)


def _tell_sensitivity(told: Sensitivity) -> None:
    """One screen: the parameters that matter most, by each of the three answers."""
    from econ.reports.narrative import sensitivity_rows

    rows = [[_short(label), *figures] for label, *figures in sensitivity_rows(told)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    typer.echo("")
    for label, *figures in rows:
        cells = [figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True)]
        typer.echo("  ".join([label.ljust(widths[0]), *cells]).rstrip())
    typer.echo("")


def _short(label: str, most: int = 44) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip(" ,") + "…"


def _tell_comparison(found: SideBySide) -> None:
    from econ.reports.narrative import comparison_sentences

    for sentence in comparison_sentences(found):
        typer.echo(sentence)
