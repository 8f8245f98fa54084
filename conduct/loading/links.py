"""Incidents that say about which other incident they are: of the same unit where that is asked for, and never in a circle."""

from __future__ import annotations

from collections.abc import Container, Iterator

from conduct.core.base.faults import Value
from conduct.core.law.conditions import name
from conduct.core.law.model import IncidentId
from conduct.core.law.sector import Sector
from conduct.core.ledger.batch import Batch
from conduct.core.ledger.schema import table

Wrong = tuple[str, int, str, dict[str, Value]]
"""A message, the number of the row at fault, its column, and the values to be named."""


def wrong_links(batch: Batch, sector: Sector, given: Container[tuple[str, str]]) -> Iterator[Wrong]:
    """Everything wrong with what a batch's incidents are about, and with those about an incident that it corrects; ``given`` are
    the columns that its rows can have something in."""
    for code, attribute in sector.incident_attributes.items():
        if isinstance(attribute.type, IncidentId):
            if attribute.type.same_unit:
                yield from _of_another_unit(batch, sector, code)
            if ("incidents", code) in given:
                yield from _in_a_circle(batch, sector, code)


def _of_another_unit(batch: Batch, sector: Sector, column: str) -> Iterator[Wrong]:
    facts, first = name(table(sector, "incidents")), batch.first_seq("incidents")
    rows = batch.connection.execute(
        f"""SELECT CASE WHEN t.seq >= :first THEN t.seq ELSE x.seq END, t.seq >= :first,
                   t.incident, t.unit, x.incident, x.unit
            FROM {facts} t JOIN {facts} x ON x.incident = t.{name(column)}
            WHERE t.unit <> x.unit AND (t.seq >= :first OR x.seq >= :first) ORDER BY 1""",
        {"first": first},
    )
    for seq, own, incident, unit, about, other in rows.fetchall():
        values: dict[str, Value] = {"incident": incident, "unit": unit, "value": about, "other": other}
        yield "incident-other-unit", seq, column if own else "unit", values


def _in_a_circle(batch: Batch, sector: Sector, column: str) -> Iterator[Wrong]:
    facts, first = name(table(sector, "incidents")), batch.first_seq("incidents")
    mine = batch.connection.execute(
        f"SELECT seq, incident FROM {facts} WHERE seq >= ? AND {name(column)} IS NOT NULL ORDER BY seq", (first,)
    ).fetchall()
    if not mine:
        return
    about = dict(batch.connection.execute(f"SELECT incident, {name(column)} FROM {facts} WHERE {name(column)} IS NOT NULL"))
    free: set[str] = set()
    for seq, incident in mine:
        path: dict[str, None] = {}
        at: str | None = incident
        while at is not None and at not in free and at not in path:
            path[at] = None
            at = about.get(at)
        if at is None or at in free:
            free.update(path)
        elif at == incident:
            yield "incident-cycle", seq, column, {"loop": " → ".join([*path, at])}
