"""No attribution: the sceptic's case.

Nineteen trials of one-to-one peer support, with 3,329 people, found no effect on service use
(White and others 2020), and what a study of social prescribing found of GP appointments need not
hold here. If none of the change was due to the programme, this is what it cost and what it
returned.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

scenario = base.vary(
    "No attribution",
    why="White and others 2020, doi.org/10.1186/s12888-020-02923-3: no effect on service use",
    attribution=econ.Fixed(0.0),
    reduction_gp=econ.Fixed(0.0),
)

if __name__ == "__main__":
    econ.main(scenario)
