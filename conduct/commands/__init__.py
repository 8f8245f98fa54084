"""The commands of the command line, by what they are for. No logic: each hands over, and imports late."""
