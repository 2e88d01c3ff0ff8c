"""What is said of other assumptions and of structures: the workbook's own, tried in every run."""

from __future__ import annotations

from collections.abc import Sequence

from econ.analysis.structures import Structure
from econ.model.distributions import Z_95
from econ.model.estimates import Estimate
from econ.model.scenario import Change, Scenario
from econ.reports.report import Report
from econ.reports.scenarios import Tried
from econ.words import counted_in_words, listed, money, percent, started

_MOST_TOLD = 2
"""Structures that the screen tells of."""
_LONGEST = 48
"""Letters of what was so in the base case, beyond which it is not repeated."""
_ROOM_FOR_CHANGES = 420
"""Letters of what a scenario changes, beyond which the sheet About goes on."""
_OF_OUTCOMES = ("time profile", "valued by")


def what_differs(scenario: Scenario) -> str:
    """What a scenario changes from the base case, in one sentence: like changes are told once."""
    alike = dict[tuple[str, str], list[Change]]()
    for change in scenario.changes:
        aspect = change.what.rpartition(": ")[2]
        key = (aspect, change.after) if aspect in _OF_OUTCOMES else (change.what, "")
        key = ("left out", "") if change.after == "left out" else key
        alike.setdefault(key, []).append(change)
    savings = sum(outcome.sign > 0 for outcome in scenario.outcomes)
    told = (_told(aspect, changes, savings) for (aspect, _), changes in alike.items())
    return started(f"{'; '.join(told)}.") if alike else "Nothing: this is the base case."


def changes_in_short(scenario: Scenario) -> str:
    """The same, so much of a long list as the first sheet has room for."""
    text = what_differs(scenario)
    if len(text) <= _ROOM_FOR_CHANGES:
        return text
    start = text[:_ROOM_FOR_CHANGES]
    kept = start.rpartition(";")[0] or start.rpartition(" ")[0]
    return f"{kept}; and more, which the sheet About lists."


def _told(aspect: str, changes: Sequence[Change], savings: int) -> str:
    first, alone = changes[0], len(changes) == 1
    if aspect == "left out":
        return f"left out: {listed([change.what for change in changes])}"
    whose = "all savings" if len(changes) == savings else f"{len(changes)} outcomes"
    what = first.what if alone else f"{whose}, {aspect}"
    ends = [first.before.partition(" (95%")[0], first.after]
    if aspect == "time profile":  # profiles have names and no labels
        ends = [end.replace("_", " ") for end in ends]
    before, after = ends
    known = alone and len(before) <= _LONGEST
    return f"{what}: {after} (base case: {before})" if known else f"{what}: {after}"


def in_view(found: Report) -> list[Tried]:
    """The scenarios that are told in the view of the run, and have a figure to tell."""
    view = found.scenario.perspective
    return [
        other
        for other in found.tried
        if other.scenario.perspective == view and other.net.mean is not None
    ]


def others_tried(found: Report) -> list[str]:
    """One line for the first sheet: how far the net runs, and which pay for themselves."""
    others = in_view(found)
    if not others:
        return []
    nets = sorted(other.net.mean or 0.0 for other in others)
    if len(others) == 1:
        (only,) = others
        ends = {1: "so that it pays for itself", -1: "so that it does not pay for itself"}
        pays = ends.get(_sign(only.net), "too close to nothing to tell with these draws")
        said = f"the net is {money(nets[0])} on average, {pays}"
        return [f"One other assumption was tried: with “{only.scenario.name}” {said}."]
    pay = [other.scenario.name for other in others if _sign(other.net) > 0]
    which = "each" if len(pay) == len(others) else counted_in_words(len(pay)) if pay else "none"
    number = started(counted_in_words(len(others)))
    most = max(others, key=lambda other: other.net.mean or 0.0).scenario.name
    beside = max(map(abs, nets))
    reach = f"{money(nets[0], beside)} to {money(nets[-1], beside)} (“{most}”)"
    named = f" ({_quoted(pay)})" if 0 < len(pay) < len(others) else ""
    said = f"{number} other assumptions were tried: the net runs from {reach}"
    return [f"{said}; it pays for itself on average with {which} of them{named}."]


def _quoted(names: Sequence[str]) -> str:
    return listed([f"“{name}”" for name in names])


def range_of_answers(found: Report) -> list[str]:
    """How far the net runs over the workbook's scenarios, and which change its sign."""
    others, base = in_view(found), found.measure("net_present_value")
    said = [f"In the base case the net is {money(base.mean)} on average."]
    if others:
        least, most = (pick(others, key=lambda other: other.net.mean or 0.0) for pick in (min, max))
        ends = [f"{money(end.net.mean)} (“{end.scenario.name}”)" for end in (least, most)]
        said.append(f"Under other assumptions it runs from {ends[0]} to {ends[1]}.")
        turned = [other.scenario.name for other in others if _sign(other.net) == -_sign(base)]
        if _sign(base):
            which = _quoted(turned) if turned else "None of them"
            said.append(f"{which} change{'s' * (len(turned) < 2)} its sign.")
    if elsewhere := [o.scenario.name for o in found.tried if o not in others]:
        takes = "takes another view and is" if len(elsewhere) == 1 else "take other views and are"
        said.append(f"{_quoted(elsewhere)} {takes} not counted in this.")
    return said


def _sign(net: Estimate) -> int:
    """Whether the mean lies above or below 0; 0 where it lies within its error (C22)."""
    mean, error = net.mean or 0.0, Z_95 * (net.se or 0.0)
    return 0 if abs(mean) <= error else 1 if mean > 0 else -1


def between_structures(found: Report) -> list[str]:
    """How far the answer moves between structures, those that move it most, a sentence each."""
    moving = [s for s in found.structures.structures if s.difference is not None]
    return [between(structure) for structure in moving[:_MOST_TOLD]]


def between(structure: Structure) -> str:
    """The answer with a number none, and with it."""
    weight, label = percent(structure.weight), structure.label
    if structure.difference is None:
        return f"“{label}” is none with a weight of {weight}: it hardly moves the answer."
    without, held = money(structure.none), money(structure.otherwise)
    if without == held:  # told alike, and yet known to differ
        side = "more" if structure.difference > 0 else "less"
        held = f"{money(abs(structure.difference))} {side}"
    return (
        f"With “{label}” none, which has a weight of {weight}, the net is {without} on average; "
        f"with it, {held}."
    )
