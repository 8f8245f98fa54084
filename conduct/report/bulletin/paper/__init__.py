"""What several formats share: where lines break and tables are parted, what stands around the text, charts, codes, packages."""
