"""The commands, by subject; each is a click command that ``cli`` registers."""
