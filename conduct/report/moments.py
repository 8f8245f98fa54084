"""Times of records as people read them: in the office's zone, which is said with each."""

from __future__ import annotations

from datetime import datetime, timedelta

from conduct.core.base.words import Lang

from .labels import bracketed


def moment_said(at: datetime, lang: Lang, *, seconds: bool = False) -> str:
    """A time with its zone: ``2026-11-28 09:07（UTC+8）``."""
    return at.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M") + bracketed(_zone(at), lang)


def _zone(at: datetime) -> str:
    """How far the clocks are from UTC: ``UTC+8``, ``UTC-3:30``, ``UTC``."""
    off = at.utcoffset() or timedelta()
    hours, minutes = divmod(int(abs(off).total_seconds()) // 60, 60)
    said = f"{hours}:{minutes:02}" if minutes else str(hours)
    return f"UTC{'+' if off > timedelta() else '-'}{said}" if off else "UTC"
