"""Whose money counts: the perspectives of a programme, each a column of its sheet Payers.

A payer counts in those that its row marks; one payer's own view needs no perspective. Everybody's
view has a fixed name, because to it a transfer is nothing; a programme that does not say who is in
it means every payer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from econ.errors import Fault
from econ.model.programme import Outcome, Payer

SOCIETY = "society"
"""The view of everyone together, to whom a transfer is nothing."""


def everyone_in_society(payers: Iterable[Payer]) -> tuple[Payer, ...]:
    """The payers; all of them are in society where none is said to be.

    >>> everyone_in_society([Payer("nhs", "The NHS", ("public money",))])[0].perspectives
    ('public money', 'society')
    """
    given = tuple(payers)
    if any(SOCIETY in payer.perspectives for payer in given):
        return given
    return tuple(replace(p, perspectives=(*p.perspectives, SOCIETY)) for p in given)


def perspectives_of(payers: Iterable[Payer]) -> tuple[str, ...]:
    """The perspectives that payers count in, society last.

    >>> perspectives_of([Payer("carers", "Carers", ("society",)), Payer("nhs", "NHS", ("public",))])
    ('public', 'society')
    """
    named = dict.fromkeys(view for payer in payers for view in payer.perspectives)
    return (*(view for view in named if view != SOCIETY), SOCIETY)


class Private(NamedTuple):
    """What has no market in a view that holds public money: whose it is, and what is said of it.

    ``views`` are those in which a payer may not count; empty where the outcome is told.
    """

    payer: str
    who: str
    fault: Fault
    views: tuple[str, ...] = ()


def private_in_public(payers: Iterable[Payer], outcomes: Iterable[Outcome]) -> Iterator[Private]:
    """Social value, such as informal care, that a view with public money would count (C16).

    Society's view counts it, and one of households alone may.
    """
    payers, outcomes = tuple(payers), tuple(outcomes)

    def held(value_class: str, payer: Payer) -> list[str]:
        among = (outcome for outcome in outcomes if outcome.value_class == value_class)
        return [outcome.name for outcome in among if outcome.shares.get(payer.name)]

    fiscal = [payer for payer in payers if held("fiscal", payer)]
    public = {view for payer in fiscal for view in payer.perspectives} - {SOCIETY}
    for payer in payers:
        own, views = held("social", payer), tuple(v for v in payer.perspectives if v in public)
        if own and views and payer in fiscal:
            for name in own:
                what = f"is social value, and {payer.name} holds public money"
                fault = Fault(what, "Let a payer of private people keep it.")
                yield Private(payer.name, name, fault)
        elif own and views:
            what = f"keeps what is social value ({', '.join(own)}), in {' and '.join(views)}"
            fault = Fault(what, "Type no: public money counts there, and this falls on people.")
            yield Private(payer.name, payer.name, fault, views)


def the_view(view: str) -> str:
    """A view within a sentence, its abbreviation spelt out.

    >>> the_view("society"), the_view("NHS and PSS")
    ('society', 'the NHS and personal social services')
    """
    return view if view == SOCIETY else f"the {view.replace('PSS', 'personal social services')}"


def deciding_views(view: str, perspectives: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A view, and the narrowest perspective where that is another; by the payers of each."""
    narrowest = min(perspectives, key=lambda name: len(perspectives[name]))
    return tuple(dict.fromkeys((view, narrowest)))
