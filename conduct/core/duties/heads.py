"""Who heads a unit on a day: those who hold its posts then, or where none was ever entered, the unit's own head."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping

from ..law.conditions import name
from ..law.sector import Sector
from ..ledger.schema import table
from ..ledger.units import Unit


class Heads:
    """The heads of every unit of a sector, by post and day."""

    def __init__(self, connection: sqlite3.Connection, sector: Sector, units: Mapping[str, Unit]) -> None:
        self._units = units
        self._held: dict[str, list[tuple[str, str, str, str]]] = {}
        self._known: dict[tuple[str, str, tuple[str, ...]], tuple[str, ...]] = {}
        rows = connection.execute(
            f"""SELECT unit, person, post, coalesce("from", ''), coalesce(until, '9999-12-31')
                FROM {name(table(sector, "posts"))}"""
        )
        for unit, *post in rows if sector.posts else ():
            self._held.setdefault(unit, []).append(tuple(post))

    def on(self, unit: str, day: str, posts: tuple[str, ...]) -> tuple[str, ...]:
        """The heads on a day, in the order of their ids, one man once; nobody where nobody is known."""
        if unit not in self._held:
            head = self._units[unit].head
            return (head,) if head else ()
        if (unit, day, posts) not in self._known:
            self._known[unit, day, posts] = self._holding(unit, day, posts)
        return self._known[unit, day, posts]

    def _holding(self, unit: str, day: str, posts: tuple[str, ...]) -> tuple[str, ...]:
        held = [post for post in self._held[unit] if post[1] in posts]
        if held:
            return tuple(sorted({person for person, _, since, until in held if since <= day <= until}))
        head = self._units[unit].head
        return (head,) if head else ()

    def left(self, unit: str, day: str, posts: Collection[str]) -> str | None:
        """The day on which the unit's own head closed, where he heads it for want of posts and that was before this day."""
        if any(post[1] in posts for post in self._held.get(unit, ())):
            return None
        head = self._units.get(self._units[unit].head or "")
        return head.closes if head is not None and (head.closes or "9999-12-31") < day else None
