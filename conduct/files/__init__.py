"""Formats, no law: workbooks and texts in and out, screened before they are opened. It knows `core` alone."""
