"""Workbooks: sheets and columns declared once, read from Excel and written to it."""
