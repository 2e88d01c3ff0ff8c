"""Whose money counts: the perspectives of an analysis, each a column of the sheet Payers.

A payer counts in those that its row marks; one payer's own view needs no perspective.
"""

from __future__ import annotations

PERSPECTIVES = ("NHS and PSS", "public sector", "society")
"""The views a payer may count for, narrowest first."""

SOCIETY = PERSPECTIVES[-1]
"""The view of everyone together, to whom a transfer is nothing."""
