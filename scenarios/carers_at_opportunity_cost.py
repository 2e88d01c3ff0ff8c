"""Carers at opportunity cost: what family and friends could have earned at the wage floor.

The base case values an hour of their care at what a home-care worker costs. Here it is worth the
National Living Wage of April 2024: the lower of the two usual answers, and never added to the
other.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

scenario = base.revalue(
    "Carers at opportunity cost",
    why="National Living Wage from April 2024, gov.uk",
    informal_care="nlw_2024",
)

if __name__ == "__main__":
    econ.main(scenario)
