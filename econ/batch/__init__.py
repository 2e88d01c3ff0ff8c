"""Many runs from one table of work: read whole, worked through board by board, and told."""
