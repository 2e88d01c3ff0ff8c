"""What a reader sees, sheet by sheet."""
