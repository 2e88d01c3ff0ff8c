"""More offered: half as much again of peer support, where more offered is not more used.

The evaluation found no evidence that more peer support was used where more was offered, unlike
the usual pattern of mental health services. So half as much again costs half as much again, and
changes nothing else.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

scenario = base.vary(
    "More offered, no more used",
    why="Side by Side early findings: no evidence that more offered was more used",
    grant=1.5 * base["grant"].distribution.mean,
)

if __name__ == "__main__":
    econ.main(scenario)
