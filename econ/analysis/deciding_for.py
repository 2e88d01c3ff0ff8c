"""Why two views differ, in pounds: what one loses where the other decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from econ.errors import refuse
from econ.methods.decisions import decision
from econ.methods.results import Result, record

if TYPE_CHECKING:
    from econ.methods.decisions import Table
    from econ.methods.information import Batches


@dataclass(frozen=True, slots=True)
class DecidedFor:
    """What ``bears`` loses where ``decides`` chooses what is best on average for itself.

    ``chosen`` is the option chosen and ``best`` the one that is best for who bears it;
    ``estimate`` is what is lost on average, 0 where the two are one option.
    """

    decides: str
    bears: str
    chosen: str
    best: str
    estimate: float
    se: float


@dataclass(frozen=True, slots=True, repr=False)
class DecidingFor(Result):
    """Each view's loss by each other's decision."""

    READS = "decides bears chosen best estimate se"

    losses: tuple[DecidedFor, ...]

    def records(self) -> list[dict[str, object]]:
        """One record a pair of views."""
        return [record(loss) for loss in self.losses]


def value_of_deciding_for(views: Mapping[str, Table], *, batches: Batches = 0) -> DecidingFor:
    """What deciding for one view, in place of another, is worth to it, on what is known now.

    ``views`` gives each view's net benefit, of the same options on the same draws, as
    ``econ.evpi`` takes it; so does ``batches``. Raises ``ScenarioError`` where the options differ.

    >>> import numpy as np
    >>> nhs = {"nothing": np.zeros(1000), "fund": np.linspace(-3, 1, 1000)}
    >>> everyone = {"nothing": np.zeros(1000), "fund": np.linspace(0, 4, 1000)}
    >>> found = value_of_deciding_for({"nhs": nhs, "society": everyone})
    >>> [(loss.decides, loss.chosen, round(loss.estimate, 9)) for loss in found.losses]
    [('nhs', 'nothing', 2.0), ('society', 'fund', 1.0)]
    """
    found = {name: decision(table, batches) for name, table in views.items()}
    options = {(one.options, len(one.gains)) for one in found.values()}
    if len(found) < 2 or len(options) > 1:
        what = "do not choose between the same options on the same draws"
        raise refuse("deciding for", ", ".join(views), what, "Give two or more that do.")
    losses = []
    for decides, of in found.items():
        for bears, theirs in found.items():
            if decides != bears:
                lost = -theirs.gain_of(of.default)
                names = of.options[of.default], theirs.options[theirs.default]
                losses.append(DecidedFor(decides, bears, *names, *theirs.worth(lost)))
    return DecidingFor(tuple(losses))
