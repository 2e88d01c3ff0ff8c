"""Online effect: what if Elefriends' members gained a little, and because of the programme?

The base case counts no effect online, because 20,000 people had joined Elefriends before the
programme and nothing shows that the 17,936 reached were additional. Here each has up to a tenth of
the effect on a person met in person, and most likely none.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

scenario = base.vary(
    "Online effect",
    why="Assumption: most likely none, at most a tenth of the effect in person",
    online_not_counted=econ.Triangular(0.9, 1.0, 1.0),
)

if __name__ == "__main__":
    econ.main(scenario)
