"""Grant shared over everyone reached: people met in person bear their share of people.

Of 21,191 people reached 3,255 were met in person. The 45 local grants, some 14% of the whole, went
to groups that meet; if the rest is charged to each person alike, people met in person bear 27% of
the grant and the online community 73%. It moves cost between groups of people and no total.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

LOCAL = 45 * 10_000 / 3_200_000
"""45 local grants of £5,000 to £15,000."""

scenario = base.vary(
    "Grant shared over everyone reached",
    why="3,255 of the 21,191 people reached were met in person (Mind, results page)",
    in_person_cost_share=LOCAL + (1 - LOCAL) * 3255 / 21191,
)

if __name__ == "__main__":
    econ.main(scenario)
