"""Whose money counts: the perspectives of a programme, each a column of its sheet Payers.

A payer counts in those that its row marks; one payer's own view needs no perspective. Everybody's
view has a fixed name, because to it a transfer is nothing; a programme that does not say who is in
it means every payer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from econ.model.programme import Payer

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
