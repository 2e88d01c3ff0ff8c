"""Questions put to a scenario; each module answers one, and none imports another."""
