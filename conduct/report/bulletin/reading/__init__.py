"""What the file of a document prints, and in what it differs from what was published."""
