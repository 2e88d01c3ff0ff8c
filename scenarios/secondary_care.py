"""Mental health beds and team contacts: what if peer support kept people out of secondary care?

No figure of either was found for peer support in groups, and so the base case counts neither. Here
they are counted at sizes that are ours: a quarter of a bed day and half a contact fewer for each
person and year involved, and more of both within the range.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

scenario = base.vary(
    "Mental health beds and team contacts",
    why="Assumption: sizes without evidence, to show what they would be worth",
    secondary_care_counted=1,
)

if __name__ == "__main__":
    econ.main(scenario)
