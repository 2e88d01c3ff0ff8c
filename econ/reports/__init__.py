"""What one command found, gathered once: the only thing that pages read."""
