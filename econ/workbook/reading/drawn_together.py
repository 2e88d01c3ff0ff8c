"""Parameters that are drawn together: shares of a group, imported draws, correlated pairs."""

from __future__ import annotations

from collections.abc import Iterator

from econ.errors import Fault
from econ.model.correlation import Copula
from econ.model.distributions import DirichletShare, Sample
from econ.model.sharing import dirichlet_groups
from econ.words import exact_number, exact_percent
from econ.workbook.layout import SAMPLES
from econ.workbook.reading.rules import Found, SheetRule
from econ.workbook.reading.structure import Among, unequal

_SMALLEST_REPAIR = 0.0005


def _of_group(seen: Among) -> Iterator[Found]:
    """The shares of a group add up to 100%, and rest on one effective sample size."""
    own = seen.built.parameters.get(seen.row.who)
    if own is None or not isinstance(own.distribution, DirichletShare):
        return
    group, rows = seen.row.text("group"), seen.built.tables["Parameters"].named()
    shares = dirichlet_groups(seen.built.parameters).get(group, {})
    members = [row for row in rows.values() if row.text("group") == group]
    said = {row.who for row in members if row.text("distribution") == "dirichlet"}
    if seen.row.who != next(iter(shares), "") or not said <= set(shares):
        return  # told once, and not where a member has problems of its own
    total = sum(share.mean for share in shares.values())
    if unequal(total, 1):
        what = f"the shares of a dirichlet add to {exact_percent(total)}, not 100%"
        yield Found([rows[name].cell("value") for name in shares], group, Fault(what))
    if len({share.total for share in shares.values()}) > 1:
        fault = Fault("n differs within a dirichlet", "Give all shares of the group the same n.")
        yield Found([rows[name].cell("n") for name in shares], group, fault)


def _unused_draws(seen: Among) -> Iterator[Fault]:
    """Imported draws are those of parameters that say so."""
    parameter = seen.built.parameters.get(seen.row.who)
    drawn = seen.row.who in seen.built.tables[SAMPLES.name].further
    if parameter and drawn and not isinstance(parameter.distribution, Sample):
        what = f"has draws in the sheet {SAMPLES.name} that are not used"
        yield Fault(what, "Choose sample, or clear them.")


def _of_pair(seen: Among) -> Iterator[Found]:
    """A correlation is of two parameters that vary, and between -1 and 1."""
    row, rank = seen.row, seen.row.number("rank correlation") or 0.0
    names = {heading: row.text(heading) for heading in ("parameter", "with")}
    told = []
    if not -1 <= rank <= 1:
        what = f"rank correlation {exact_number(rank)} is outside -1 to 1"
        told.append(("rank correlation", Fault(what, "Type a number from -1 to 1.")))
    if names["with"] and names["parameter"] == names["with"]:
        told.append(("with", Fault("is the same parameter", "Name another one.")))
    for heading, parameter in ((h, seen.built.parameters.get(name)) for h, name in names.items()):
        if parameter and not parameter.uncertain:
            remedy = "Give it a distribution, or drop the pair."
            fault = Fault(f"{parameter.name} is fixed", remedy)
            if parameter.formula:
                fault = Fault(f"{parameter.name} has a formula", "Name what it is made from.")
            told.append((heading, fault))
        elif parameter and isinstance(parameter.distribution, DirichletShare | Sample):
            what = f"{parameter.name} is drawn together with its group or sample"
            remedy = "Drop the pair: those draws hold their own correlations."
            told.append((heading, Fault(what, remedy)))
    yield from (Found([row.cell(h)], " with ".join(names.values()), fault) for h, fault in told)


def _of_pair_again(seen: Among) -> Iterator[Found]:
    """Each pair stands once."""
    names = [seen.row.text(heading) for heading in ("parameter", "with")]
    for row in seen.built.tables["Correlations"].rows:
        if row.first.row >= seen.row.first.row or names[0] == names[1]:
            return
        if {row.text("parameter"), row.text("with")} == set(names):
            fault = Fault(f"the pair stands in row {row.first.row} too", "Each pair stands once.")
            yield Found([seen.row.first], " with ".join(names), fault)
            return


def _of_repair(seen: Among) -> Iterator[Found]:
    """Correlations that cannot all hold, where each of them could: told once, of all."""
    built, rows = seen.built, seen.built.tables["Correlations"].rows
    if seen.row is not rows[0]:
        return
    sound = not any(told for row in rows for told in _of_pair(Among(row, built)))
    pairs = [(pair.first, pair.second, pair.rank) for pair in built.correlations]
    for group in Copula.of(pairs).groups if sound else ():
        if group.repair > _SMALLEST_REPAIR:
            what = "the correlations cannot all hold; the nearest that can are used, and differ by"
            fault = Fault(f"{what} up to {group.repair:.2g}", "Check the ranks given.")
            cells = [row.cell("rank correlation") for row in rows]
            yield Found(cells, " with ".join(group.worst), fault)


DRAWN_TOGETHER: tuple[SheetRule[Among], ...] = (
    SheetRule("Parameters", ("group", "distribution"), _of_group),
    SheetRule("Parameters", ("distribution",), _unused_draws),
    SheetRule("Correlations", (), _of_pair),
    SheetRule("Correlations", (), _of_pair_again),
    SheetRule("Correlations", (), _of_repair, warns=True),
)
"""What must hold of groups, imported draws and correlations."""
