"""Base case: Side by Side as its evaluation left it.

Effects are borrowed from the closest analogues, because the programme's own figures could not be
read. Of what was measured before and after, a fifth is put down to the programme, none at all
among the possibilities; the whole grant is its cost, and so is the time that people give.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

scenario = base.vary("Base case")

if __name__ == "__main__":
    econ.main(scenario)
