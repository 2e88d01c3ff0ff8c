"""Design of the groups: what the five decisions of organisers would cost if more was spent on each.

Facilitation, leadership, focus, membership and organisational support were the decisions that made
groups differ. Each has its own row of cost. Here each of the 45 groups has a quarter of a local
grant more for every one of them. What that would change for people is not known, so no effect is
added: the difference is what an effect would have to be worth.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

CHOICES = ("facilitation", "leadership", "focus", "membership", "support")

scenario = base.vary(
    "More spent on the design of the groups",
    why="Assumption: a quarter of a local grant a group for each of the five decisions",
    **dict.fromkeys(CHOICES, 0.25),
)

if __name__ == "__main__":
    econ.main(scenario)
