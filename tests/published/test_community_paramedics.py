"""A programme in apartment buildings that spares emergency calls (dollars).

https://bmjopen.bmj.com/highwire/markup/189236/expansion (BMJ Open), the table of programme costs
and cost offsets: 157.8 fewer calls in the 13 buildings of a trial, carried to two and to four, at
three values of a call, against three costs of the programme; negative is what it saves. It reads as
that of CP@clinic, community paramedics in seniors' housing, but names neither. Each of the nine
pairs of assumptions is a scenario of the workbook. Tolerance: printed to the dollar.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import econ
from tests.published.declared import Number, source
from tests.published.tables import figure, line, read

SOURCE = source(__doc__, "paper", "the table of programme costs and cost offsets")
CALL = {"minimum": 499, "moderate": 1626, "maximum": 2254}
# By buildings: cost of the programme; printed offsets; printed nets, a row an offset.
COSTS = {2: (18_461, 44_707, 70_952), 4: (18_461, 66_703, 114_944)}
OFFSETS = {2: (12_114, 39_474, 54_720), 4: (24_228, 78_949, 109_440)}
NETS = {
    2: ((6347, 32_593, 58_838), (-21_013, 5233, 31_478), (-36_259, -10_013, 16_232)),
    4: ((-5767, 42_475, 90_716), (-60_488, -12_246, 35_995), (-90_979, -42_737, 5504)),
}


def scenarios(folder: Path, buildings: int) -> dict[str, econ.Scenario]:
    """The workbook's scenarios, by how much a call and the programme are assumed to cost."""
    figures = [
        figure("fewer_calls", 157.8, "calls"),
        figure("trial_buildings", 13, "buildings"),
        figure("buildings", buildings, "buildings"),
        figure("call_cost", 1, "GBP per call"),
        figure("programme", 1, "programmes"),
        figure("programme_cost", 1, "GBP per programme"),
    ]
    spared = "fewer_calls / trial_buildings * buildings"
    lines = [
        line("calls", spared, "call_cost", "saving"),
        line("delivery", "programme", "programme_cost"),
    ]
    asked = [
        (f"{call} call, {cost} programme", what, value, "An assumption of the table")
        for (call, price), (cost, spent) in product(
            CALL.items(), zip(CALL, COSTS[buildings], strict=True)
        )
        for what, value in (("call_cost", price), ("programme_cost", spent))
    ]
    base = read(folder, __doc__, figures, lines, scenarios=asked)
    return {found.name: found for found in econ.scenarios(base)}


def numbers(folder: Path) -> Iterator[Number]:
    for buildings, offsets in OFFSETS.items():
        found = scenarios(folder, buildings)
        for call, offset, nets in zip(CALL, offsets, NETS[buildings], strict=True):
            of = f"{buildings} buildings, {call} call"
            for cost, net in zip(CALL, nets, strict=True):
                impacts = econ.run(found[f"{call} call, {cost} programme"], draws=10)
                spent = -econ.net_present_value().base(impacts)
                yield Number(f"Net cost: {of}, {cost} programme", net, spent, 1.01)
                spared = econ.benefits().base(impacts)
                yield Number(f"Offset: {of}, {cost} programme", offset, spared, 0.51)
