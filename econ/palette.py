"""The colours of workbook, pictures and brief: the Government Analysis Function's palette.

Each stands out by at least 3:1 from white. No colour is ever the only signal: a word, a place or
a hatching says the same.
"""

from __future__ import annotations

BLUE = "#12436D"
TEAL = "#28A197"
PLUM = "#801650"
ORANGE = "#F46A25"
GREY = "#3D3D3D"
LILAC = "#A285D1"

SERIES = (BLUE, ORANGE, TEAL, PLUM, GREY, LILAC)
"""In the order in which series take them, so that neighbours lie well apart."""

PALE = "#D9D9D9"
"""Grid lines, and what lies in the background."""
