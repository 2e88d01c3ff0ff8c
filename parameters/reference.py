"""Remake the reference of sheets and columns, ``parameters/README.md``, from their declarations.

python parameters/reference.py
"""

from __future__ import annotations

from pathlib import Path

from econ.workbook.reference import reference

PAGE = Path(__file__).parent / "README.md"

if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8", newline="\n")
