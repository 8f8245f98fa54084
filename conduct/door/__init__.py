"""The door: what the program can do, for programs; the command line and pages of one's own are callers like any other."""
