"""Unit costs of the programme's own years, carried to today's prices by the index.

Re-basing an old unit cost by index is not the same as using today's: an A&E attendance of £148 in
2016/17 becomes £187, while the collection of 2024/25 says £280. Which is used is a choice, not
noise. Only costs that were found for those years are replaced: A&E and outpatient attendances of
2016/17, and the mental health bed-day of 2014/15.
"""

import econ

base = econ.read("parameters/side_by_side.xlsx")

scenario = base.revalue(
    "2016/17 unit costs",
    why="Reference costs 2016/17 and PMC6946607, carried to 2024/25 prices by NHSCII",
    ae_visits="ae_attendance_1617",
    outpatient="outpatient_1617",
    bed_days="mh_bed_provider_1415",
)

if __name__ == "__main__":
    econ.main(scenario)
