"""Carers excluded: the view of the NHS and personal social services.

NICE's reference case counts the costs of the NHS and personal social services; the time of family
and friends lies outside it. The programme's cost stays in: whoever would commission it stands in
the funder's place.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

scenario = base.seen_by(
    "NHS and PSS",
    name="Carers excluded (NHS and PSS view)",
    why="NICE PMG36, reference case: costs are those of the NHS and PSS",
)

if __name__ == "__main__":
    econ.main(scenario)
