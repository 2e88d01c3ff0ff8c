"""Every message a user can be shown, in one shape.

EconError                 anything a user must know; carries its problems
├── WorkbookError         problems of a workbook, each at its cell
├── RecordsError          problems of people's records, each at its row and column
├── ScenarioError         problems of a scenario script or of a call
├── BatchError            problems of a table of work, each at its row and column
└── CheckError            results that were written and do not agree with themselves

A ``Fault`` is what is wrong and what to do; a ``Problem`` says where and whose it is as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and what to do, found where it is not yet known at which cell, and whose.

    >>> Fault("value is blank", "Type a number.").at("Parameters!C4", "reduction_ae").who
    'reduction_ae'
    """

    what: str
    remedy: str = ""

    def at(self, where: str, who: str) -> Problem:
        """The problem that it is of someone, somewhere."""
        return Problem(where, who, self.what, self.remedy)


class FaultError(ValueError):
    """A fault on its way to whoever knows where it stands; users are never shown it as it is."""

    def __init__(self, what: str, remedy: str = "") -> None:
        """Keep both halves of the message."""
        self.fault = Fault(what, remedy)
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth a warning: where, who, what, and what to do.

    >>> print(Problem("Parameters!C4", "reduction_ae", "value is blank", "Type a number."))
    Parameters!C4  reduction_ae: value is blank
        Type a number.
    """

    where: str
    who: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.where}  " if self.where else ""
        remedy = f"\n    {self.remedy}" if self.remedy else ""
        return f"{place}{self.who}: {self.what}{remedy}"


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where that is right.

    >>> counted(1, "problem"), counted(3, "problem")
    ('1 problem', '3 problems')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


class EconError(Exception):
    """What whoever asked must know: most often something in the inputs that they can mend.

    ``subject`` is the file, scenario or call concerned; ``problems`` is everything found wrong
    with it, in the order in which it would be read.
    """

    def __init__(self, subject: str, problems: Iterable[Problem]) -> None:
        """Keep every problem: nothing is dropped after the first."""
        self.subject = subject
        self.problems = tuple(problems)
        super().__init__(self.report())

    def report(self) -> str:
        """The whole report, as a person reads it."""
        lines = [f"{self.subject}: {counted(len(self.problems), 'problem')}", ""]
        for problem in self.problems:
            lines += ["  " + line for line in str(problem).splitlines()]
        return "\n".join(lines)


class Ended(SystemExit):
    """A person or the system has told the program to end: nobody's fault."""


class WorkbookError(EconError):
    """A workbook holds problems; each is told at its cell."""


class RecordsError(EconError):
    """People's records hold problems; each is told at its row and column, and never of whom."""


class ScenarioError(EconError):
    """A scenario, or a call, asks for what is not there or may not be."""


class BatchError(EconError):
    """A table of work holds problems, or cannot be worked through as asked."""


class CheckError(EconError):
    """Results are written, but a check of them failed: the fault is ours, not in the inputs."""


def require_kind(
    subject: str, who: str, value: object, kind: type | tuple[type, ...], noun: str
) -> None:
    """Raise a ``ScenarioError`` where something is not of a kind; ``noun`` says of which."""
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise refuse(subject, who, f"{value!r} is not {noun}", f"Give {noun}.")


def refuse(subject: str, who: str, what: str, remedy: str = "") -> ScenarioError:
    """A ``ScenarioError`` of one problem, to be raised."""
    return ScenarioError(subject, [Problem("", who, what, remedy)])


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word nearest to ``word``, or an empty string where none is near.

    >>> nearest("lognromal", ("normal", "lognormal"))
    'lognormal'
    """
    matches = get_close_matches(word.lower(), [name.lower() for name in known], n=1, cutoff=0.6)
    return next((name for name in known if matches and name.lower() == matches[0]), "")


def suggestion(word: str, known: Sequence[str]) -> str:
    """What to do about an unknown word: the nearest known one, else all of them.

    >>> suggestion("carrer", ("carer", "nhs"))
    "Did you mean 'carer'?"
    """
    likely = nearest(word, known)
    if not known:
        return "There is none yet: add it where such names are given, or clear this one."
    return f"Did you mean '{likely}'?" if likely else f"Known: {', '.join(known)}."


def require_known(subject: str, asked: Iterable[str], known: Iterable[str], noun: str) -> None:
    """Raise one ``ScenarioError`` for all names that are not known, each with the nearest."""
    if isinstance(asked, str) or not isinstance(asked, Iterable):
        raise refuse(subject, f"{asked!r}", "is no list", f"Give a list of names: [{asked!r}].")
    names = list(known)
    problems = []
    for name in asked:
        require_kind(subject, str(name), name, str, f"the name of a {noun}, in quotes")
    for name in (name for name in asked if name not in names):
        near = get_close_matches(name, names, n=1)
        remedy = f"Did you mean '{near[0]}'?" if near else f"Choose from: {', '.join(names)}."
        problems.append(Problem("", name, f"there is no such {noun}", remedy))
    if problems:
        raise ScenarioError(subject, problems)
