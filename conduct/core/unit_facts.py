"""One unit's facts, one by one: its incidents, its breaches, and which recorded incident stands for which breach."""

from __future__ import annotations

from attrs import frozen

from .changes import cases
from .conditions import Stored, name, quoted
from .duty_sql import same_unit
from .schema import table
from .scorecards import Scope
from .tally import Cell, Tally, breach_values


@frozen
class Fact:
    """An incident or a breach that counts for the unit: its id (or its case's), and the cell it counts in."""

    id: str
    unit: str
    kind: str
    values: tuple[Stored, ...]
    date: str = ""
    breach: bool = False

    @property
    def cell(self) -> tuple[str, str, tuple[Stored, ...]]:
        """Unit, kind and distinguishing values."""
        return self.unit, self.kind, self.values


@frozen
class Stand:
    """A recorded incident that stands for a breach about a case, or lets it off; ``revived`` is the breach that it keeps away."""

    recorded: str
    revived: Fact


@frozen
class Gone:
    """An incident, or a breach of it alone, that is out of every count: by which action, when, by whom and why."""

    incident: str
    kind: str
    breach: str | None
    step: str
    action: str
    date: str
    by: str | None
    reason: str | None


@frozen
class Contested:
    """An incident, or a breach of it alone, that was appealed without success so far: the appeal, and the refusal if it came."""

    incident: str
    kind: str
    breach: str | None
    action: str
    date: str
    by: str | None
    reason: str | None
    decision: str | None
    decided: str | None
    refused: str | None


@frozen
class UnitFacts:
    """Everything that counts for one unit, and what recorded incidents keep from counting."""

    unit: str
    incidents: tuple[Fact, ...]
    breaches: tuple[Fact, ...]
    stands: tuple[Stand, ...]
    out: tuple[Gone, ...]
    contested: tuple[Contested, ...]
    cells: tuple[Cell, ...]


def unit_facts(scope: Scope, tally: Tally, unit: str) -> UnitFacts:
    """The facts of a unit's period, to be called while the temporary tables of its duties stand."""
    members = [u for u, home in scope.homes.items() if home == unit] or [unit]
    inside = ", ".join(quoted(u) for u in members)
    incidents = _incidents(scope, tally, inside)
    return UnitFacts(
        unit,
        tuple(incidents),
        tuple(_breaches(scope, tally, inside)),
        tuple(_stands(scope, tally, incidents)),
        tuple(_out(scope, inside)),
        tuple(_contested(scope, inside)),
        tuple(cell for cell in tally.cells if scope.homes.get(cell[0]) == unit),
    )


def _days(scope: Scope) -> tuple[str, str]:
    return scope.period.start.isoformat(), scope.period.end.isoformat()


def _incidents(scope: Scope, tally: Tally, inside: str) -> list[Fact]:
    marks = [c for c in tally.columns if c not in scope.sector.incident_attributes]
    listed = "".join(f", i.{name(c)}" if c not in marks else f", coalesce(m.{name(c)}, 0)" for c in tally.columns)
    marked = "LEFT JOIN temp.changed m ON m.incident = i.incident" if marks else ""
    kinds = ", ".join(quoted(k.code) for k in scope.sector.kinds)
    rows = scope.connection.execute(
        f"""SELECT i.incident, i.unit, i.kind, i.date{listed} FROM {cases(scope.sector)} i {marked}
            WHERE i.kind IN ({kinds}) AND i.unit IN ({inside}) AND +i.date BETWEEN ? AND ?
              AND i.incident NOT IN (SELECT o.incident FROM temp.out o WHERE o.kind IS NULL) ORDER BY i.incident""",
        _days(scope),
    )
    return [Fact(row[0], row[1], row[2], tuple(row[4:]), row[3]) for row in rows]


def _breaches(scope: Scope, tally: Tally, inside: str) -> list[Fact]:
    rows = scope.connection.execute(
        f"""SELECT coalesce(incident, action, period), unit, duty, coalesce(due, belongs) FROM temp.duty_state
            WHERE status = 'breached' AND NOT merged AND belongs BETWEEN ? AND ? AND unit IN ({inside}) ORDER BY 1, 3""",
        _days(scope),
    )
    found = []
    for case, unit, duty, day in rows:
        kind = scope.regulation.duties[duty].breach
        if kind is not None:
            found.append(Fact(case, unit, kind.code, breach_values(kind, tally.columns), day, breach=True))
    return found


def _stands(scope: Scope, tally: Tally, incidents: list[Fact]) -> list[Stand]:
    """Recorded incidents that alone keep a breach from counting by itself."""
    found = []
    facts = name(table(scope.sector, "incidents"))
    by_id = {fact.id: fact for fact in incidents}
    for n, duty in enumerate(scope.regulation.duties):
        kind = duty.breach
        for reference in (a.code for a in kind.attributes if a.code in scope.sector.case_references) if kind else ():
            assert kind is not None
            lets_off = kind.excused.sql("z") if kind.excused is not None else "0"
            about = f"""FROM {facts} z WHERE z.{name(reference)} = s.incident AND z.kind = {quoted(kind.code)}
                AND {same_unit(scope.sector, "z", "s")} AND (z.date BETWEEN :start AND :end OR {lets_off})
                AND z.incident NOT IN (SELECT o.incident FROM temp.out o WHERE o.kind IS NULL)"""
            rows = scope.connection.execute(
                f"""SELECT (SELECT min(z.incident) {about}), s.incident, s.unit, s.belongs FROM temp.duty_state s
                    WHERE s.duty = {n} AND s.merged AND s.belongs BETWEEN :start AND :end AND (SELECT count(*) {about}) = 1
                    ORDER BY 1, 2""",
                {"start": _days(scope)[0], "end": _days(scope)[1]},
            )
            for recorded, case, unit, belongs in rows:
                if recorded in by_id:
                    values = breach_values(kind, tally.columns)
                    found.append(Stand(recorded, Fact(case, unit, kind.code, values, belongs, breach=True)))
    return found


def _out(scope: Scope, inside: str) -> list[Gone]:
    # CROSS JOIN keeps the few that are out first: left alone, the database goes through the incidents
    rows = scope.connection.execute(
        f"""SELECT i.incident, i.kind, o.kind, o.step, o.action, a.date, a.by, a.reason FROM temp.out o
            CROSS JOIN {name(table(scope.sector, "incidents"))} i ON i.incident = o.incident
            CROSS JOIN {name(table(scope.sector, "actions"))} a ON a.action = o.action
            WHERE i.unit IN ({inside}) AND i.date BETWEEN ? AND ? ORDER BY 1""",
        _days(scope),
    )
    return [Gone(*row) for row in rows]


def _contested(scope: Scope, inside: str) -> list[Contested]:
    actions = name(table(scope.sector, "actions"))
    rows = scope.connection.execute(
        f"""SELECT i.incident, i.kind, p.kind, a.action, a.date, a.by, a.reason, d.action, d.date, d.reason FROM temp.appealed p
            CROSS JOIN {name(table(scope.sector, "incidents"))} i ON i.incident = p.incident
            CROSS JOIN {actions} a ON a.action = p.action LEFT JOIN {actions} d ON d.action = p.decision
            WHERE i.unit IN ({inside}) AND i.date BETWEEN ? AND ?
              AND NOT EXISTS (SELECT 1 FROM temp.out o WHERE o.incident = p.incident AND (o.kind IS NULL OR o.kind = p.kind))
            ORDER BY 1, 5, 4""",
        _days(scope),
    )
    return [Contested(*row) for row in rows]
