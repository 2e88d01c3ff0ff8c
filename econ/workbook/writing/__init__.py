"""A workbook out: sheets laid out on paper, charts, and empty sheets of inputs."""
