"""Effect lasting after leaving: people live well on less support.

The evaluation found that people used less peer support over time while its impact stayed the same.
Here part of the effect is carried on after leaving, and fades. The base case counts it only while
people are involved.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

EFFECTS = ("ae_visits", "outpatient", "physiotherapy", "gp_contacts", "informal_care")

scenario = base.reprofile(
    "Effect lasting after leaving",
    why="Side by Side early findings: less support was used and the impact stayed the same",
    **dict.fromkeys(EFFECTS, "involved_then_fading"),
).over(years=5)

if __name__ == "__main__":
    econ.main(scenario)
