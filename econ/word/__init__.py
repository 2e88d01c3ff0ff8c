"""The report of a run for Word, from the pages' values and the brief's blocks."""
