"""The sheets that stay live: formulas, each beside the model's value."""
