"""A workbook in: cells, rows, and what is wrong with them."""
