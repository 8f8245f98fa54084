"""Matters: incidents that are about one thing, linked by an attribute directly or through others."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from ..base.frozen import frozen
from ..law.conditions import Row, name
from ..law.consequence import SameMatter
from ..ledger.schema import table
from .case_facts import CaseFacts


@frozen
class Matter:
    """One matter: its incidents by date, then id, its first day, and by attribute the earliest person named in it."""

    incidents: tuple[str, ...]
    first_day: str
    people: Mapping[str, str]

    @property
    def id(self) -> str:
        """What tells it from others: its first incident."""
        return self.incidents[0]


def alone(row: Row) -> Matter:
    """The matter of an incident that is linked to no other."""
    return Matter((row["incident"],), row["date"], {})


def matters_of(of: CaseFacts, same: SameMatter, people: Collection[str]) -> dict[str, Matter]:
    """By incident the matter of each that is linked to another: of whatever day, and standing or not.

    ``people`` are the attributes that name someone. Incidents left out to see what would be link nothing.
    """
    facts, by = name(table(of.sector, "incidents")), name(same.by.code)
    links = of.connection.execute(f"SELECT incident, {by} FROM {facts} WHERE {by} IS NOT NULL").fetchall()
    groups = _joined([link for link in links if not of.left_out.intersection(link)])
    columns = ("incident", "date", *people)
    rows = of.connection.execute(
        f"""SELECT {", ".join(name(c) for c in columns)} FROM {facts}
            WHERE incident IN (SELECT value FROM json_each(?)) ORDER BY date, incident""",
        (json.dumps(list(groups)),),
    )
    gathered: dict[str, list[Row]] = {}
    for row in rows:
        gathered.setdefault(groups[row[0]], []).append(dict(zip(columns, row, strict=True)))
    found: dict[str, Matter] = {}
    for members in gathered.values():
        named = {c: next((m[c] for m in members if m[c] is not None), None) for c in people}
        known = {c: person for c, person in named.items() if person is not None}
        matter = Matter(tuple(m["incident"] for m in members), members[0]["date"], known)
        found.update(dict.fromkeys(matter.incidents, matter))
    return found


def _joined(links: Collection[tuple[str, str]]) -> dict[str, str]:
    """By id one of those that it is linked to, the same for all of them."""
    above: dict[str, str] = {}

    def top(one: str) -> str:
        while above.setdefault(one, one) != one:
            above[one] = one = above[above[one]]
        return one

    for one, other in links:
        above[top(one)] = top(other)
    return {one: top(one) for one in list(above)}
