"""What documents say: composed of what is told, in the law's order and an office's words. It knows no format."""
