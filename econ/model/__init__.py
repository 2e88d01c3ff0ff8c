"""The science: assumptions, draws, impacts, one number a draw. No file and no page."""
