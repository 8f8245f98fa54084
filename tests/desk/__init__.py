"""A clerk at the terminal: record and desk."""
