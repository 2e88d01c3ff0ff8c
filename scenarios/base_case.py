"""Base case: Side by Side as its evaluation left it.

Effects are borrowed from the closest analogue, because the programme's own figures could not be
read; less than half of them is put down to the programme; the whole grant is its cost.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

scenario = base.vary("Base case")

if __name__ == "__main__":
    econ.main(scenario)
