"""The words of errors about what an office signs, and about checking it."""

from __future__ import annotations

from .words import Words

REPORT_MESSAGES: dict[str, Words] = {}
