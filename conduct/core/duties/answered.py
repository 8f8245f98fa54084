"""How the duties of some units stand, and on which day one was answered, late or before its time was over: an assessment does not
ask for that day, whoever is told of the duty does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from attrs import evolve

from ..law.conditions import quoted
from ..law.duty import After, EveryPeriod
from .duty_sql import BREACHED, PENDING, Source, answered_sql
from .engine import DutyEngine
from .states import StateRow


def standing(engine: DutyEngine, units: Sequence[str]) -> Iterator[StateRow]:
    """The duties of some units that were breached, each with the day on which it was answered late, if it was, or whose time
    is not over, with the day on which it was answered already.
    """
    states = [one for one in engine.states(units=units) if one.status in (BREACHED, PENDING)]
    days = _answered(engine, {(one.duty, one.unit) for one in states})
    for one in states:
        day = days.get((one.duty, one.incident, one.action))
        yield one if day is None else evolve(one, answered=day)


def _answered(engine: DutyEngine, owed: Collection[tuple[int, str]]) -> dict[tuple[int, str | None, str | None], str]:
    """By duty, case and action the day of an answer; ``owed`` are duties with the units that owe or owed them."""
    found: dict[tuple[int, str | None, str | None], str] = {}
    sector = engine.sector
    for n in sorted({duty for duty, _ in owed}):
        duty = engine.law.duties[n]
        if duty.can_be_late and not isinstance(duty.trigger, EveryPeriod):  # what is owed by period has its answers already
            by_unit = isinstance(duty.trigger, After) and sector.step_by_code[duty.trigger.step.code].by_unit
            source = Source("", (), "", "", "", "q.since", None, "q", "unit" if by_unit else "incident")
            units = ", ".join(quoted(unit) for of, unit in sorted(owed) if of == n)
            rows = engine.connection.execute(
                f"""SELECT q.incident, q.action, {answered_sql(sector, duty, source)}
                    FROM (SELECT s.*, 0 AS stated FROM temp.duty_state s
                          WHERE s.duty = {n} AND s.status IN ('{BREACHED}', '{PENDING}') AND s.unit IN ({units})) q""",
                engine.window.values,
            )
            found |= {(n, incident, action): day for incident, action, day in rows if day is not None}
    return found
