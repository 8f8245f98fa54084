"""What is personal in a text, and what stands in its place. It knows the document alone."""
