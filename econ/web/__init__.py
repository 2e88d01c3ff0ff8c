"""The brief and the page of what-if, for a browser."""
