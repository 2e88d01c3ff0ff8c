"""Commands that run scenarios: run, sensitivity, compare."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from econ.command_line import options
from econ.command_line.asking import begun, folder_of, request_of
from econ.command_line.messages import (
    errors_for_people,
    loaded,
    loaded_all,
    print_json,
    progress_of,
    say,
    share_of,
    steps_of,
    tell_warnings,
    weights_of,
)
from econ.command_line.options import AS_TYPED
from econ.command_line.repeating import put_records_side_by_side, repeat
from econ.errors import counted
from econ.methods.workers import ALONE, Workers, hired

if TYPE_CHECKING:
    from econ.model.designs import Design
    from econ.model.scenario import Scenario
    from econ.reports.records import Request
    from econ.reports.report import Report
    from econ.reports.sensitivity import Sensitivity
    from econ.reports.value_of_evidence import ValueOfEvidence


def run_target(
    context: typer.Context,
    target: options.AnyTarget = None,
    draws: options.DrawsOption = options.REPORT_DRAWS,
    seed: options.SeedOption = 2025,
    design: options.DesignOption = "monte-carlo",
    until: options.UntilOption = "",
    out: options.OutOption = Path("results"),
    json: options.JsonOption = False,
    keep_draws: options.KeepOption = False,
    what_if: options.WhatIfOption = None,
    word: options.WordOption = False,
    workers: options.WorkersOption = 1,
    cluster: options.ClusterOption = "",
    again: options.RepeatOption = None,
) -> None:
    """Run a scenario and write its summary workbook."""
    with errors_for_people(json), hired(workers, cluster) as who:
        if target is None or again is not None:
            repeat(context, target, again, out, json=json)
            return
        scenario, folder, asked = begun(context, "run", target, out)
        drawn = _design(scenario, design, draws, seed, until, keep_draws=keep_draws)
        kept = {"keep_draws": keep_draws, "what_if": what_if or (), "word": word}
        _run(scenario, folder, drawn, asked, json=json, kept=kept, workers=who)


def tell_what_drives_it(
    context: typer.Context,
    target: options.Target,
    draws: options.DrawsOption = options.REPORT_DRAWS,
    seed: options.SeedOption = 2025,
    size: options.SizeOption = 4096,
    second_order: options.SecondOrderOption = False,
    out: options.OutOption = Path("results"),
    json: options.JsonOption = False,
    word: options.WordOption = False,
) -> None:
    """Tell what drives the answer: tornado, switching values, Sobol', Shapley, Morris."""
    with errors_for_people(json):
        from econ.model.designs import MonteCarlo
        from econ.reports.sensitivity import sensitivity

        scenario, folder, asked = begun(context, "sensitivity", target, out)
        require_memory(scenario, draws)
        require_memory(scenario, size, "--size")
        with steps_of() as step:
            told = sensitivity(scenario, n=size, seed=seed, second_order=second_order, step=step)
        kept = {"word": word}
        _run(scenario, folder, MonteCarlo(draws, seed), asked, json=json, kept=kept, told=told)


def tell_what_knowing_is_worth(
    context: typer.Context,
    targets: Annotated[
        list[Path],
        typer.Argument(help="A scenario script or a workbook; those after it are further options."),
    ],
    view: options.ViewOption = "",
    study: options.StudyOption = None,
    further: options.FurtherOption = None,
    draws: options.ValueDrawsOption = 65_536,
    seed: options.SeedOption = 2025,
    out: options.OutOption = Path("results"),
    json: options.JsonOption = False,
) -> None:
    """Tell what it is worth to know more: EVPI, EVPPI, studies (EVSI, ENBS), and the options."""
    with errors_for_people(json):
        from econ.model.designs import MonteCarlo
        from econ.reports.value_of_evidence import value_of_evidence

        first, *rest = targets
        folder = folder_of(out, first, "value")
        scenario, others = loaded(first), loaded_all([*(further or []), *rest])
        asked = request_of(context, "value", [scenario, *others], first, folder)
        require_memory(scenario, draws)
        with steps_of() as step:
            worth = value_of_evidence(
                *(scenario, view),
                others=others,
                studies=study or (),
                draws=draws,
                seed=seed,
                step=step,
            )
        design = MonteCarlo(options.REPORT_DRAWS, seed)
        _run(scenario, folder, design, asked, json=json, worth=worth)


def put_side_by_side(
    context: typer.Context,
    targets: Annotated[
        list[Path],
        typer.Argument(
            help="Scenario scripts, the base case first; or one workbook, for its sheet Scenarios; "
            "or the records of two runs, run.json."
        ),
    ],
    draws: options.DrawsOption = options.REPORT_DRAWS,
    seed: options.SeedOption = 2025,
    weights: options.WeightsOption = "",
    out: options.OutOption = Path("results"),
    json: options.JsonOption = False,
) -> None:
    """Put scenarios side by side on the same draws, and tell why they differ."""
    with errors_for_people(json):
        from econ.output import save_comparison
        from econ.reports.narrative import comparison_sentences
        from econ.reports.records import results_of
        from econ.reports.scenarios import memory_compared, side_by_side, to_try

        if any(target.suffix == ".json" for target in targets):
            put_records_side_by_side(targets, json=json)
            return
        folder = folder_of(out, targets[0], "compare")
        scenarios = loaded_all(targets)
        asked = request_of(context, "compare", scenarios, targets[0], folder)
        _require_room(memory_compared(scenarios[0]), draws)
        if len(scenarios) == 1:  # a workbook, or a script, beside its own sheet Scenarios
            scenarios += [scenarios[0].alternative(a.name) for a in to_try(scenarios[0])]
        with progress_of(draws * len(scenarios)) as progress:
            found = side_by_side(scenarios, weights_of(weights), draws, seed, progress=progress)
        path = save_comparison(found, folder, asked)
        if json:
            print_json(results_of(found, {}, asked))
        else:
            say("\n".join(comparison_sentences(found)))
        say(path, err=json)


def open_page(
    context: typer.Context,
    target: options.Target,
    draws: options.DrawsOption = options.REPORT_DRAWS,
    seed: options.SeedOption = 2025,
    out: options.OutOption = Path("results"),
    show: options.ShowOption = True,
) -> None:
    """Write a page on which numbers can be moved and the answer follows, and open it."""
    with errors_for_people():
        from econ.model.designs import MonteCarlo
        from econ.output import save_live_page
        from econ.reports.report import report
        from econ.reports.sensitivity import Sensitivity, one_way

        scenario, folder, asked = begun(context, "what-if", target, out)
        require_memory(scenario, draws)
        told = Sensitivity(scenario, one_way(scenario))
        path = save_live_page(report(scenario, MonteCarlo(draws, seed)), folder, told, asked)
        say(path)
        if show and seen_by_a_person():
            webbrowser.open(path.absolute().as_uri())


def seen_by_a_person() -> bool:
    """Whether what is printed is read at a terminal, not by a program."""
    return sys.stdout.isatty()


def of_script(scenario: Scenario, script: Path) -> Callable[..., None]:
    """The command of a scenario script: ``econ run`` without a target."""

    def run_script(
        context: typer.Context,
        draws: options.DrawsOption = options.REPORT_DRAWS,
        seed: options.SeedOption = 2025,
        design: options.DesignOption = "monte-carlo",
        until: options.UntilOption = "",
        out: options.OutOption = Path("results"),
        json: options.JsonOption = False,
        keep_draws: options.KeepOption = False,
        word: options.WordOption = False,
        workers: options.WorkersOption = 1,
        cluster: options.ClusterOption = "",
    ) -> None:
        """Run this scenario and write its summary workbook."""
        with errors_for_people(json), hired(workers, cluster) as who:
            folder = folder_of(out, script, "run")
            asked = request_of(context, "run", [scenario], script, folder)
            drawn = _design(scenario, design, draws, seed, until, keep_draws=keep_draws)
            kept = {"keep_draws": keep_draws, "word": word}
            _run(scenario, folder, drawn, asked, json=json, kept=kept, workers=who)

    return run_script


def _run(
    scenario: Scenario,
    folder: Path,
    design: Design,
    asked: Request,
    *,
    json: bool,
    kept: Mapping[str, Any] | None = None,
    told: Sensitivity | None = None,
    worth: ValueOfEvidence | None = None,
    workers: Workers = ALONE,
) -> None:
    """Run a scenario, save what it found in a folder of its own, and tell it.

    ``kept`` is what ``save`` is told besides, by its names.
    """
    from econ.output import further, save
    from econ.reports.narrative import in_one_line
    from econ.reports.records import results_of
    from econ.reports.report import report
    from econ.reports.scenarios import to_try
    from econ.reports.sensitivity import Sensitivity, one_way
    from econ.reports.worth_knowing import worth_knowing

    with progress_of(design.size * (1 + len(to_try(scenario)))) as progress:
        found = report(scenario, design, workers=workers, progress=progress)
        found = replace(found, worth=worth)
    shown = told or Sensitivity(scenario, one_way(scenario))
    *_, summary = save(found, folder, sensitivity=shown, request=asked, **(kept or {}))
    if json:
        print_json(results_of(found, further(told), asked))
    elif worth:
        say("\n  ".join([in_one_line(found), *worth_knowing(worth)]))
    else:
        _tell(found, shown)
        if told:
            _tell_sensitivity(told)
    say(summary, err=json)


def _design(
    scenario: Scenario, design: str, draws: int, seed: int, wanted: str, *, keep_draws: bool
) -> Design:
    """The design asked for, with as many draws as the wanted error needs, said aloud."""
    from econ.analysis.convergence import until
    from econ.model.designs import DESIGNS
    from econ.model.measures import headline

    if wanted:
        tolerance = share_of("--until", wanted)
        found = until(scenario, headline(), tolerance, design=design, seed=seed)
        told = found.reason or f"reached with {counted(found.draws, 'draw')}"
        say(f"--until {wanted}: {told}", err=True)
        draws = found.draws
    if design == AS_TYPED:
        from econ.model.draws import as_imported

        imported = as_imported(scenario, seed)
        say(f"{imported.name}: {counted(imported.size, 'draw')}, one a row", err=True)
        return imported
    require_memory(scenario, draws, keep_draws=keep_draws)
    return DESIGNS[design](draws, seed)


def require_memory(
    scenario: Scenario, draws: int, option: str = "--draws", *, keep_draws: bool = False
) -> None:
    """Refuse more draws than this machine can hold, with what they would need."""
    from econ.reports.report import memory_needed

    _require_room(memory_needed(scenario, keep_draws=keep_draws), draws, option)


def _require_room(each: int, draws: int, option: str = "--draws") -> None:
    """Refuse so many draws of so many bytes, where this machine has not the room."""
    there = _memory()
    if draws * each > there:
        most = f"{float(f'{there / each:.1e}'):,.0f}"
        what = f"{draws:,} draws need about {draws * each / 1e9:,.0f} GB of memory"
        text = f"{what}, more than this machine has: ask for at most {most}"
        raise typer.BadParameter(text, param_hint=option)


def _memory() -> float:
    """The bytes that a run may take: most of this machine's, where it tells."""
    try:
        return 0.8 * os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return inf


def _tell(found: Report, shown: Sensitivity) -> None:
    from econ.reports.narrative import answer, in_one_line, rests_on, would_change
    from econ.reports.otherwise import between_structures, others_tried

    others = (*others_tried(found), *between_structures(found))
    told = (*answer(found, shown), would_change(shown)[0], *others, *rests_on(found))
    say("\n  ".join([in_one_line(found), *told]))
    tell_warnings(found.scenario.warnings)


def _tell_sensitivity(told: Sensitivity) -> None:
    """One screen: the parameters that matter most, by each of the three answers."""
    from econ.reports.narrative import sensitivity_rows

    rows = [[_short(label), *figures] for label, *figures in sensitivity_rows(told)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    say("")
    for label, *figures in rows:
        cells = [figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True)]
        say("  ".join([label.ljust(widths[0]), *cells]).rstrip())
    say("")


def _short(label: str, most: int = 44) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip(" ,") + "…"
