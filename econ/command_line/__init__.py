"""The commands: the only modules that read arguments, and the only ones that print."""
