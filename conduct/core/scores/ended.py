"""How each incident of a run ended, one by one: what `IncidentCount` counts, and what is out, with who took it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..base.periods import Period
from ..duties.engine import DutyEngine
from ..duties.out import Gone
from ..law.conditions import Stored, name
from ..ledger.ledger import Ledger
from ..ledger.schema import table
from ..ledger.units import homes, units_of
from .combine import parts_of
from .results import Assessment
from .slots import Slots
from .tally import decided_points, points_by_incident, told_apart

OUT, PASSED = "out", "not_assessed"


class Ended(NamedTuple):
    """An incident of the period, the assessed unit that it counts for (None: there is none), and how it ended: ``end`` is one of
    `IncidentCount`, "out", or "not_assessed" where its unit is shown without being assessed.

    ``values`` are the attributes by which rules tell it apart, as found; ``gone`` says who took it out.
    """

    incident: str
    unit: str
    home: str | None
    kind: str
    date: str
    text: str | None
    end: str
    values: Mapping[str, Stored]
    gone: Gone | None = None


class Endings(NamedTuple):
    """The incidents by id, and the breaches alone that an appeal took out."""

    incidents: list[Ended]
    breaches: list[Gone]


def how_many(ledger: Ledger, made: Assessment) -> int:
    """How many incidents bear a day of the run's period."""
    query = f"SELECT count(*) FROM {name(table(made.sector, 'incidents'))} WHERE date BETWEEN ? AND ?"
    found: int = ledger.connection.execute(query, _days(made.period)).fetchone()[0]
    return found


def endings(ledger: Ledger, made: Assessment) -> Endings:
    """How every incident of a run's period ended, read from the facts that the run was made of."""
    incidents: list[Ended] = []
    breaches: list[Gone] = []
    with ledger.view():
        for part in parts_of(made.resolved, made.period):
            law = (ledger.connection, made.sector, made.resolved, made.calendar, part, made.as_of)
            with DutyEngine.of_period(*law, met_of=()) as engine:
                out = engine.gone(None)
                gone = {one.incident: one for one in out if one.breach is None}
                breaches += [one for one in out if one.breach is not None]
                incidents += _of_part(ledger, made, engine, gone)
    return Endings(sorted(incidents, key=lambda one: one.incident), breaches)


def _days(period: Period) -> tuple[str, str]:
    return period.start.isoformat(), period.end.isoformat()


def _of_part(ledger: Ledger, made: Assessment, engine: DutyEngine, gone: Mapping[str, Gone]) -> Iterator[Ended]:
    sector, law = made.sector, made.resolved
    units = units_of(ledger.connection, sector)
    home_of = homes(units, sector)
    passed = {unit.unit for unit in made.units if any(why.action is not None for why in unit.unranked)}
    assessed = {unit.unit: unit.kind for unit in made.units if unit.unit not in passed}
    columns = tuple(told_apart(sector, law))
    slots = Slots(law, columns, sector.kind_by_code)
    undecided = {one for one, points in points_by_incident(decided_points(engine, engine.law)).items() if points is None}
    counting = {one.id: one for one in engine.incidents(columns, [k.code for k in sector.kinds])}
    period = engine.period
    assert period is not None
    rows = ledger.connection.execute(
        f"""SELECT incident, unit, kind, date, text FROM {name(table(sector, "incidents"))}
            WHERE date BETWEEN ? AND ? ORDER BY incident""",
        _days(period),
    )
    for incident, unit, kind, day, text in rows:
        home, one = home_of.get(unit), counting.get(incident)
        values = dict(zip(columns, one.values, strict=True)) if one is not None else {}
        if incident in gone:
            end = OUT
        elif home in passed:
            end = PASSED
        elif home not in assessed or one is None:
            end = "without_rule"
        else:
            end = "pending" if incident in undecided else slots.of(assessed[home], kind, one.values).end
        shown = home if home in assessed or home in passed else None
        yield Ended(incident, unit, shown, kind, day, text, end, values, gone.get(incident))
