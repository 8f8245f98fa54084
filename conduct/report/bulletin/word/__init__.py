"""A document as a .docx: in our own form, or in the office's own template."""
