"""Files to facts: reading, checking and loading what offices have."""
