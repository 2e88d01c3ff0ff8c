"""Grant shared over everyone reached: the nine areas bear their share of people.

Of 21,191 people reached 3,255 were met in person. If what is not spent on local groups is charged
to each person alike, the nine areas bear 15% of it and the online community the rest.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

AREAS = [cohort.name for cohort in base.cohorts if cohort.name != "online"]

scenario = base.vary(
    "Grant shared over everyone reached",
    why="3,255 of the 21,191 people reached were met in person (Mind, results page)",
    national_to_in_person=3255 / 21191,
).only(cohorts=AREAS)

if __name__ == "__main__":
    econ.main(scenario)
