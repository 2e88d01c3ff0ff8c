"""Parameters that are drawn together: shares of a group, imported draws, correlated pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from econ.model.correlation import Copula
from econ.model.distributions import DirichletShare, Sample
from econ.model.parameters import Parameter
from econ.workbook.layout import SAMPLES
from econ.workbook.reading.cells import Cell, area
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.kinds import percent, shown
from econ.workbook.reading.structure import TOLERANCE, Built
from econ.workbook.reading.tables import Row

_SMALLEST_REPAIR = 0.0005


def check_dirichlets(built: Built, findings: Findings) -> None:
    """The shares of a group add up to 100%, and rest on one effective sample size."""
    rows = built.tables["Parameters"].named()
    for group, shares in dirichlets(built).items():
        members = [row for row in rows.values() if row.text("group") == group]
        said = {row.who for row in members if row.text("distribution") == "dirichlet"}
        if not said <= set(shares):
            continue  # a member has problems of its own
        total = sum(share.mean for share in shares.values())
        if abs(total - 1) > TOLERANCE:
            cells = [rows[name].cell("value") for name in shares]
            what = f"the shares of a dirichlet add to {percent(total)}, not 100%"
            findings.wrong(cells[0], group, what, where=area(cells))
        if len({share.total for share in shares.values()}) > 1:
            cells = [rows[name].cell("n") for name in shares]
            remedy = "Give all shares of the group the same n."
            findings.wrong(cells[0], group, "n differs within a dirichlet", remedy, area(cells))


def dirichlets(built: Built) -> dict[str, dict[str, DirichletShare]]:
    """The shares of each group, by parameter."""
    groups: dict[str, dict[str, DirichletShare]] = {}
    for name, parameter in built.parameters.items():
        if isinstance(parameter.distribution, DirichletShare):
            groups.setdefault(parameter.distribution.group, {})[name] = parameter.distribution
    return groups


def check_samples(built: Built, findings: Findings) -> None:
    """Imported draws are those of parameters that say so."""
    for name in built.tables[SAMPLES.name].further:
        parameter = built.parameters.get(name)
        if parameter is not None and not isinstance(parameter.distribution, Sample):
            row = built.tables["Parameters"].named()[name]
            what = f"has draws in the sheet {SAMPLES.name} that are not used"
            findings.wrong(row.cell("distribution"), name, what, "Choose sample, or clear them.")


def check_pairs(built: Built, findings: Findings) -> None:
    """Correlations are of two parameters that vary, once, between -1 and 1, and can all hold."""
    sound, seen = True, dict[frozenset[str], Cell]()
    for row in built.tables["Correlations"].rows:
        who = f"{row.text('parameter')} with {row.text('with')}"
        pair = frozenset((row.text("parameter"), row.text("with")))
        for heading, what, remedy in _of_pair(row, built.parameters):
            findings.wrong(row.cell(heading), who, what, remedy)
            sound = False
        before = seen.setdefault(pair, row.first)
        if before is not row.first and len(pair) == 2:
            what = f"the pair stands in row {before.row} too"
            findings.wrong(row.first, who, what, "Each pair stands once.")
    if sound and built.tables["Correlations"].rows:
        _warn_of_repair(built, findings)


def _of_pair(row: Row, parameters: Mapping[str, Parameter]) -> Iterator[tuple[str, str, str]]:
    rank = row.number("rank correlation")
    if rank is not None and not -1 <= rank <= 1:
        what = f"rank correlation {shown(rank)} is outside -1 to 1"
        yield "rank correlation", what, "Type a number from -1 to 1."
    if row.text("parameter") and row.text("parameter") == row.text("with"):
        yield "with", "is the same parameter", "Name another one."
    for heading in ("parameter", "with"):
        parameter = parameters.get(row.text(heading))
        if parameter is None:
            continue
        if not parameter.uncertain:
            yield heading, f"{parameter.name} is fixed", "Give it a distribution, or drop the pair."
        elif isinstance(parameter.distribution, DirichletShare | Sample):
            what = f"{parameter.name} is drawn together with its group or sample"
            yield heading, what, "Drop the pair: those draws hold their own correlations."


def _warn_of_repair(built: Built, findings: Findings) -> None:
    table = built.tables["Correlations"]
    pairs = [(pair.first, pair.second, pair.rank) for pair in built.correlations]
    for group in Copula.of(pairs).groups:
        if group.repair > _SMALLEST_REPAIR:
            cells = [row.cell("rank correlation") for row in table.rows]
            worst = " with ".join(group.worst)
            what = (
                "the correlations cannot all hold; the nearest that can are used, "
                f"and differ by up to {group.repair:.2g}"
            )
            findings.warn(cells[0], worst, what, "Check the ranks given.", area(cells))
