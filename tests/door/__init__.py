"""The door, as an embedder uses it."""
