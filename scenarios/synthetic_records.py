"""SYNTHETIC records: what if the changes had been those of 700 made-up people?

Nobody in these records exists. They show the way from questionnaires to money: ``econ estimate``
read records and codebook in parameters/records/ and wrote parameters/synthetic_records.xlsx. What
is due to the programme stays an assumption of its own: the workbook's, half of it a chance of none.
The simulator's truth is known: most of what changes before and after is no effect at all.
"""

import econ

base = econ.read("parameters/synthetic_records.xlsx")

scenario = base.vary(
    "SYNTHETIC: hospital beds counted too",
    why="The made-up people were asked about days in a mental health bed as well",
    secondary_care_counted=econ.Fixed(1.0),
)

if __name__ == "__main__":
    econ.main(scenario)
