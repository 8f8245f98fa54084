"""Who heads a unit on a day: those who hold its posts then, or where none was ever entered, the unit's own head."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..base.connection import Connection
from ..base.frozen import frozen
from ..law.conditions import name
from ..law.sector import Sector
from ..ledger.schema import table
from ..ledger.units import Unit


@frozen
class _Tenure:
    """That a person holds a post of a unit from a day until another."""

    person: str
    post: str
    since: str
    until: str


@frozen
class _Asking:
    """Who is asked for: the heads of a unit on a day, by these posts."""

    unit: str
    day: str
    posts: tuple[str, ...]


class Heads:
    """The heads of every unit of a sector, by post and day."""

    def __init__(self, connection: Connection, sector: Sector, units: Mapping[str, Unit]) -> None:
        self._units = units
        self._held: dict[str, list[_Tenure]] = {}
        self._known: dict[_Asking, tuple[str, ...]] = {}
        rows = connection.execute(
            f"""SELECT unit, person, post, coalesce("from", ''), coalesce(until, '9999-12-31')
                FROM {name(table(sector, "posts"))}"""
        )
        for unit, *post in rows if sector.posts else ():
            self._held.setdefault(unit, []).append(_Tenure(*post))

    def on(self, unit: str, day: str, posts: tuple[str, ...]) -> tuple[str, ...]:
        """The heads on a day, in the order of their ids, one man once; nobody where nobody is known."""
        if unit not in self._held:
            head = self._units[unit].head
            return (head,) if head else ()
        asked = _Asking(unit, day, posts)
        if asked not in self._known:
            self._known[asked] = self._holding(asked)
        return self._known[asked]

    def _holding(self, asked: _Asking) -> tuple[str, ...]:
        held = [post for post in self._held[asked.unit] if post.post in asked.posts]
        if held:
            return tuple(sorted({post.person for post in held if post.since <= asked.day <= post.until}))
        head = self._units[asked.unit].head
        return (head,) if head else ()

    def left(self, unit: str, day: str, posts: Collection[str]) -> str | None:
        """The day on which the unit's own head closed, where he heads it for want of posts and that was before this day."""
        if any(post.post in posts for post in self._held.get(unit, ())):
            return None
        head = self._units.get(self._units[unit].head or "")
        return head.closes if head is not None and (head.closes or "9999-12-31") < day else None
