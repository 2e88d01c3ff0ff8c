"""People's records to observed reductions: who answered, what changed, how surely."""
