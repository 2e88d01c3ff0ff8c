"""Health beside money: what a QALY costs, if there are any.

Munford and others (2020) compared older people in England who began to take part in community
groups with those who did not: 0.030 (0.005 to 0.054) of a QALY more in twelve months. They were not
in mental health peer support, and chose to take part; as likely as not there is none here. The
health is counted for three years, because the last people started in March 2017.
"""

import econ

scenario = econ.read("parameters/side_by_side.xlsx").alternative("Health is counted in QALYs")

if __name__ == "__main__":
    econ.main(scenario)
