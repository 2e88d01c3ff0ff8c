"""Grant charged to in-person members alone: the nine areas bear all of it.

The grant also paid for an online community, promotion, co-ordination and the evaluation. Charged
to the 3,255 people met in person it comes to £983 each before price changes; compare the scenario
that shares it over everyone reached.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

AREAS = [cohort.name for cohort in base.cohorts if cohort.name != "online"]

scenario = base.only("Grant charged to in-person members alone", cohorts=AREAS)

if __name__ == "__main__":
    econ.main(scenario)
