"""Carers excluded: the view of the NHS and personal social services.

NICE's reference case counts the costs of the NHS and personal social services; the time of family
and friends lies outside it, and so does the lottery's money. The NHS keeps what it saved. What it
would have kept had it paid for the programme stands beside it.
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
