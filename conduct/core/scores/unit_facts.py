"""One unit's facts, one by one: its incidents, its breaches, and which recorded incident stands for which breach."""

from __future__ import annotations

from ..base.calendar import Calendar
from ..base.frozen import frozen
from ..duties.changes import cases
from ..duties.duties import find_open
from ..duties.duty_sql import same_unit
from ..law.conditions import Stored, name, quoted
from ..ledger.schema import table
from .slots import Scope
from .tally import Cell, Tally, breach_values


@frozen
class Fact:
    """An incident or a breach that counts for the unit: its id (or its case's), and the cell it counts in.

    A breach names its ``duty`` by its place in the regulation; ``on_case`` is false where it is the unit's own, and ``id`` then
    that of the action, or the period, that was not answered.
    """

    id: str
    unit: str
    kind: str
    values: tuple[Stored, ...]
    date: str = ""
    duty: int | None = None
    on_case: bool = True

    @property
    def breach(self) -> bool:
        """Whether it is the breach of a duty."""
        return self.duty is not None

    @property
    def cell(self) -> tuple[str, str, tuple[Stored, ...]]:
        """Unit, kind and distinguishing values."""
        return self.unit, self.kind, self.values


@frozen
class Stand:
    """The recorded incidents that stand for a breach about a case, or let it off: without them all ``revived`` would count.

    ``excuses`` are those of them that let it off, and count for nothing themselves.
    """

    recorded: tuple[str, ...]
    excuses: tuple[str, ...]
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
    """Everything that counts for one unit, and what recorded incidents keep from counting.

    ``earlier`` are incidents of other days with a breach that belongs to the period.
    """

    unit: str
    incidents: tuple[Fact, ...]
    earlier: tuple[Fact, ...]
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
        tuple(_earlier(scope, inside)),
        tuple(_breaches(scope, tally, inside)),
        tuple(_stands(scope, tally, members, incidents)),
        tuple(_out(scope, inside)),
        tuple(_contested(scope, inside)),
        tuple(cell for cell in tally.cells if scope.homes.get(cell[0]) == unit),
    )


def _days(scope: Scope) -> tuple[str, str]:
    return scope.period.start.isoformat(), scope.period.end.isoformat()


def _named_days(scope: Scope) -> dict[str, str]:
    return dict(zip(("start", "end"), _days(scope), strict=True))


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


def _with_breach(scope: Scope) -> str:
    """The numbers of the duties whose breach is a kind of incident, for a list in SQL."""
    return ", ".join(str(n) for n, duty in enumerate(scope.regulation.duties) if duty.breach is not None) or "-1"


def _earlier(scope: Scope, inside: str) -> list[Fact]:
    rows = scope.connection.execute(
        f"""SELECT DISTINCT i.incident, i.unit, i.kind, i.date FROM temp.duty_state s
            CROSS JOIN {name(table(scope.sector, "incidents"))} i ON i.incident = s.incident
            WHERE s.status = 'breached' AND NOT s.merged AND s.belongs BETWEEN :start AND :end AND s.unit IN ({inside})
              AND i.date NOT BETWEEN :start AND :end AND s.duty IN ({_with_breach(scope)}) ORDER BY 1""",
        _named_days(scope),
    )
    return [Fact(incident, unit, kind, (), day) for incident, unit, kind, day in rows]


def _breaches(scope: Scope, tally: Tally, inside: str) -> list[Fact]:
    rows = scope.connection.execute(
        f"""SELECT coalesce(incident, action, period), unit, duty, coalesce(due, belongs), incident IS NOT NULL
            FROM temp.duty_state
            WHERE status = 'breached' AND NOT merged AND belongs BETWEEN ? AND ? AND unit IN ({inside}) ORDER BY 1, 3""",
        _days(scope),
    )
    found = []
    for case, unit, duty, day, on_case in rows:
        kind = scope.regulation.duties[duty].breach
        if kind is not None:
            found.append(Fact(case, unit, kind.code, breach_values(kind, tally.columns), day, duty, bool(on_case)))
    return found


def _stands(scope: Scope, tally: Tally, members: list[str], incidents: list[Fact]) -> list[Stand]:
    """Recorded incidents that keep a breach from counting by itself: the unit's own, or about its own cases."""
    found = []
    facts = name(table(scope.sector, "incidents"))
    mine, units = {fact.id for fact in incidents}, set(members)
    for n, duty in enumerate(scope.regulation.duties):
        kind = duty.breach
        for reference in (a.code for a in kind.attributes if a.code in scope.sector.case_references) if kind else ():
            assert kind is not None
            lets_off = kind.excused.sql("z") if kind.excused is not None else "0"
            rows = scope.connection.execute(
                f"""SELECT s.incident, s.unit, s.belongs, z.incident, {lets_off} FROM temp.duty_state s
                    CROSS JOIN {facts} z ON z.{name(reference)} = s.incident AND z.kind = {quoted(kind.code)}
                      AND {same_unit(scope.sector, "z", "s")}
                    WHERE s.duty = {n} AND s.merged AND s.belongs BETWEEN :start AND :end
                      AND (z.date BETWEEN :start AND :end OR {lets_off})
                      AND z.incident NOT IN (SELECT o.incident FROM temp.out o WHERE o.kind IS NULL) ORDER BY 1, 4""",
                _named_days(scope),
            )
            keepers: dict[tuple[str, str, str], dict[str, bool]] = {}
            for case, unit, belongs, recorded, excuses in rows:
                keepers.setdefault((case, unit, belongs), {})[recorded] = bool(excuses)
            for (case, unit, belongs), by in keepers.items():
                if unit in units or mine.intersection(by):
                    revived = Fact(case, unit, kind.code, breach_values(kind, tally.columns), belongs, n)
                    found.append(Stand(tuple(by), tuple(one for one, excuses in by.items() if excuses), revived))
    return found


def _out(scope: Scope, inside: str) -> list[Gone]:
    return _gone(scope, f"i.unit IN ({inside}) AND i.date BETWEEN ? AND ?", _days(scope))


def _gone(scope: Scope, where: str, values: tuple[str, ...]) -> list[Gone]:
    # CROSS JOIN keeps the few that are out first: left alone, the database goes through the incidents
    rows = scope.connection.execute(
        f"""SELECT i.incident, i.kind, o.kind, o.step, o.action, a.date, a.by, a.reason FROM temp.out o
            CROSS JOIN {name(table(scope.sector, "incidents"))} i ON i.incident = o.incident
            CROSS JOIN {name(table(scope.sector, "actions"))} a ON a.action = o.action WHERE {where} ORDER BY 1""",
        values,
    )
    return [Gone(*row) for row in rows]


def out_of_other_days(scope: Scope, unit: str, calendar: Calendar) -> list[Gone]:
    """What is out of an incident of other days that would have had a breach in the period.

    To be called last: each such incident is looked at by itself, in the temporary tables of the duties.
    """
    if scope.sector.by_case:  # there a breach belongs to the period of its incident
        return []
    members = [u for u, home in scope.homes.items() if home == unit] or [unit]
    start, end = _days(scope)
    found = _gone(scope, f"i.unit IN ({', '.join(map(quoted, members))}) AND i.date NOT BETWEEN ? AND ?", (start, end))
    kept = []
    for gone in found:
        find_open(scope.connection, scope.sector, scope.regulation, calendar, scope.as_of, case=gone.incident, unknown=[])
        unmet = scope.connection.execute(
            f"""SELECT 1 FROM temp.duty_state WHERE incident = ? AND belongs BETWEEN ? AND ? AND due <= ?
                  AND (answered IS NULL OR answered > due) AND duty IN ({_with_breach(scope)})""",
            (gone.incident, start, end, scope.as_of.isoformat()),
        )
        if unmet.fetchone() is not None:
            kept.append(gone)
    return kept


def _contested(scope: Scope, inside: str) -> list[Contested]:
    actions = name(table(scope.sector, "actions"))
    rows = scope.connection.execute(
        f"""SELECT i.incident, i.kind, p.kind, a.action, a.date, a.by, a.reason, d.action, d.date, d.reason FROM temp.appealed p
            CROSS JOIN {name(table(scope.sector, "incidents"))} i ON i.incident = p.incident
            CROSS JOIN {actions} a ON a.action = p.action LEFT JOIN {actions} d ON d.action = p.decision
            WHERE i.unit IN ({inside}) AND (i.date BETWEEN :start AND :end OR i.incident IN (
                SELECT s.incident FROM temp.duty_state s WHERE s.status = 'breached' AND s.duty IN ({_with_breach(scope)})
                  AND s.belongs BETWEEN :start AND :end AND s.incident IS NOT NULL))
              AND NOT EXISTS (SELECT 1 FROM temp.out o WHERE o.incident = p.incident AND (o.kind IS NULL OR o.kind = p.kind))
            ORDER BY 1, 5, 4""",
        _named_days(scope),
    )
    return [Contested(*row) for row in rows]
