"""The sheets of the summary workbook, each made from one report."""
