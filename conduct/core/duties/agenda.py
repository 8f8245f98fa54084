"""What is due, by whom, by when, and what is overdue, as of a day. On its last day a duty is due, and not yet overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TypedDict, Unpack

from ..base.calendar import Calendar
from ..base.faults import Problem
from ..base.frozen import frozen
from ..base.periods import Period
from ..base.words import Words
from ..law.conditions import quoted
from ..law.duty import After, Done, Duty, Never
from ..law.law import Regulation
from ..law.model import APPEAL, APPEAL_DECIDED, Step
from ..law.readings import readings_in_force, resolve
from ..law.sector import Sector
from ..ledger.source import FactSource
from ..ledger.units import units_of
from .duty_sql import BREACHED, OUT, PENDING
from .engine import DutyEngine
from .out import OpenAppeal
from .some_cases import choose, choose_of_units, choose_related, only


@frozen
class DutyState:
    """A duty that was set, and how it stands: "met", "breached", "pending", "excused" or "out".

    ``due`` is None where there is no deadline, ``answered`` the day on which it was done, in time or late; ``days`` are those
    since the deadline; ``provisional`` (暂定) is a deadline that rests on a year whose calendar is not known. ``other`` is who
    owes it (责任主体), where that is not the unit.
    """

    sector: Sector
    unit: str
    unit_name: str
    duty: Duty
    incident: str | None
    action: str | None
    period: str | None
    since: str
    due: str | None
    provisional: bool
    answered: str | None
    status: str
    days: int
    other: Words | None = None

    @property
    def bearer(self) -> Words:
        """Who owes it: the unit by its name, unless the text names another."""
        return self.other or Words(self.unit_name, self.unit_name)

    @property
    def step(self) -> Step | None:
        """The step that answers it."""
        return self.duty.step

    @property
    def open(self) -> bool:
        """Whether it can still be done, and is not."""
        if self.answered is not None:
            return False
        return self.status == "pending" or (self.status == "breached" and self.duty.can_be_late)

    @property
    def overdue(self) -> bool:
        """Whether it is open and its deadline has passed."""
        return self.open and self.status == "breached" and self.days > 0


DECIDE_APPEAL = Duty(
    "",
    "",
    "decide-appeal",
    Words("作出申诉决定", "decide the appeal"),
    After(APPEAL),
    Done(APPEAL_DECIDED),
    Never(),
    bearer=Words("申诉决定人", "whoever decides appeals"),
)
"""What an appeal sets in every sector, until it is decided (contract, section 5); no clause of a law gives it."""


class DutySettings(TypedDict, total=False):
    """How duties are asked for; see `states`."""

    readings: Mapping[str, object] | None
    calendar: Calendar | None
    origin: str
    keep: date | None
    unknown: list[Problem] | None


def regulation_for(sector: Sector, day: date, readings: Mapping[str, object] | None, origin: str) -> Regulation:
    """The edition that will judge the day, with the readings in force put in place."""
    holding = [p.end for kind in sector.periods for p in Period.of_kind(kind, day.year) if p.start <= day <= p.end]
    regulation = sector.regulation_on(max(holding, default=day))
    return resolve(regulation, readings_in_force(regulation, readings or {}, origin, sector.regulations))


def agenda(sector: Sector, ledger: FactSource, as_of: date, **settings: Unpack[DutySettings]) -> list[DutyState]:
    """Every open duty, overdue ones first, then by deadline; ``settings`` as `states` takes them. Raises `Fault` as it does."""
    return in_order(states(sector, ledger, as_of, open_alone=True, **settings))


def in_order(found: Iterable[DutyState]) -> list[DutyState]:
    """Overdue ones first, then by deadline, sector and unit, then as the law declares them."""
    listed = list(found)
    places = {
        (sector.name, duty.code): n
        for sector in {state.sector.name: state.sector for state in listed}.values()
        for law in sector.regulations
        for n, duty in enumerate(law.duties)
    }
    return sorted(listed, key=lambda state: _order(state, places))


def _order(state: DutyState, places: Mapping[tuple[str, str], int]) -> tuple[bool, str, str, str, int, str, str]:
    about = state.incident or state.action or state.period or ""
    return (
        not state.overdue,
        state.due or "9999-12-31",
        state.sector.name,
        state.unit,
        places.get((state.sector.name, state.duty.code), len(places)),
        state.duty.code,
        about,
    )


def states(
    sector: Sector,
    ledger: FactSource,
    as_of: date,
    *,
    readings: Mapping[str, object] | None = None,
    calendar: Calendar | None = None,
    origin: str = "readings",
    keep: date | None = None,
    unknown: list[Problem] | None = None,
    open_alone: bool = False,
) -> list[DutyState]:
    """Duties as they stand on a day, or those that are open. With ``keep`` also those met or out whose deadline lies from that
    day on.

    ``unknown`` is told of those that are left out since the calendar of their year is not known; without it they are a `Fault`.
    """
    ledger.need(sector)
    regulation = regulation_for(sector, as_of, readings, origin)
    law = (ledger.connection, sector, regulation, calendar or Calendar(), as_of)
    with ledger.view(), DutyEngine.of_day(*law, keep=keep, unknown=unknown) as engine:
        return states_found(engine, open_alone=open_alone)


def owed_by_unit(
    sector: Sector,
    ledger: FactSource,
    unit: str,
    as_of: date,
    *,
    readings: Mapping[str, object] | None = None,
    calendar: Calendar | None = None,
    origin: str = "readings",
    unknown: list[Problem] | None = None,
) -> list[DutyState]:
    """What a unit owes of itself, beside its cases, in order; ``unknown`` as for `states`. Raises `Fault` as `assess` does."""
    ledger.need(sector)
    regulation = regulation_for(sector, as_of, readings, origin)
    law = (ledger.connection, sector, regulation, calendar or Calendar(), as_of)
    with ledger.view(), DutyEngine.of_day(*law, of_units=True, unknown=unknown) as engine:
        found = states_found(engine, open_alone=True)
    return in_order(state for state in found if state.unit == unit)


@contextmanager
def _judged_alone(
    sector: Sector,
    ledger: FactSource,
    as_of: date,
    incidents: Sequence[str] = (),
    units: Sequence[str] = (),
    *,
    readings: Mapping[str, object] | None = None,
    calendar: Calendar | None = None,
    origin: str = "readings",
    keep: date | None = None,
    unknown: list[Problem] | None = None,
) -> Iterator[DutyEngine]:
    """The duties on some cases, all those of some units, and what is related to them, as if there were no others."""
    ledger.need(sector)
    regulation = regulation_for(sector, as_of, readings, origin)
    connection = ledger.connection
    law = (connection, sector, regulation, calendar or Calendar(), as_of)
    with ledger.view():
        choose(connection, incidents)
        choose_of_units(connection, sector, units)
        choose_related(connection, sector)
        with only(connection, sector), DutyEngine.of_day(*law, keep=keep, cases_only=True, unknown=unknown) as engine:
            yield engine


def breached_on_cases(
    sector: Sector, ledger: FactSource, units: Sequence[str], as_of: date, **settings: Unpack[DutySettings]
) -> list[DutyState]:
    """The breaches that some units are answerable for on their own cases, as they stand on a day; of these cases alone is judged.

    ``settings`` as `states` takes them. Raises `Fault` as `assess` does.
    """
    with _judged_alone(sector, ledger, as_of, units=units, **settings) as engine:
        found = states_found(engine)
    mine = frozenset(units)
    return [one for one in found if one.status == BREACHED and one.incident and one.other is None and one.unit in mine]


@frozen
class CaseBreaches:
    """What of a case may be contested alone: the words of the breaches that stand against it, and by their codes these and those
    that an appeal has taken out already.
    """

    standing: Sequence[Words]
    contested: frozenset[str]


def case_breaches(
    sector: Sector, ledger: FactSource, incidents: Sequence[str], as_of: date, **settings: Unpack[DutySettings]
) -> dict[str, CaseBreaches]:
    """The breaches of some cases as they stand on a day, by case, but of those that are out; of these cases alone is judged.

    ``settings`` as `states` takes them, but for ``keep``. Raises `Fault` as `assess` does.
    """
    settings["keep"] = date.min
    with _judged_alone(sector, ledger, as_of, incidents, **settings) as engine:
        breaches = {str(n): duty.breach for n, duty in enumerate(engine.law.duties) if duty.breach is not None}
        states = engine.connection.execute(
            f"""SELECT incident, duty, status = {quoted(BREACHED)} FROM temp.duty_state WHERE incident IS NOT NULL
                AND status IN ({quoted(BREACHED)}, {quoted(OUT)}) AND duty IN ({", ".join(breaches) or "-1"})
                ORDER BY incident, duty"""
        ).fetchall()
        gone = {one for one in incidents if any(out.kind is None for out in engine.out_by(one))}
    found: dict[str, dict[str, tuple[Words, bool]]] = {one: {} for one in incidents if one not in gone}
    for incident, duty, stands in states:
        breach, mine = breaches[str(duty)], found.get(incident, {})
        mine[breach.code] = breach.words, bool(stands) or mine.get(breach.code, ("", False))[1]
    return {
        one: CaseBreaches([words for words, stands in mine.values() if stands], frozenset(mine)) for one, mine in found.items()
    }


@frozen
class CasesStand:
    """How some cases stand: their duties and the appeals that wait on them, and which of them are out of every count."""

    duties: Sequence[DutyState]
    out: frozenset[str]

    def each(self) -> dict[str, str]:
        """By case the first of these that holds of it, or of a duty on it: "out", "overdue", "pending" (open), "breached",
        "done-early" (done, and not yet due), "met", "excused". Nothing of a case on which nobody owes anything.
        """
        found = dict.fromkeys(self.out, "out")
        for one in self.duties:
            how = "overdue" if one.overdue else "pending" if one.open else _CLOSED.get(one.status, one.status)
            if one.incident is not None and how != "out":  # that takes a breach alone out, not its case
                found[one.incident] = min(found.get(one.incident, how), how, key=_STAND.index)
        return found


_CLOSED = {PENDING: "done-early"}
"""How a duty stands that is not open, where that is not its status."""
_STAND = ("out", "overdue", "pending", "breached", "done-early", "met", "excused")


def cases_stand(
    sector: Sector,
    ledger: FactSource,
    incidents: Sequence[str],
    as_of: date,
    **settings: Unpack[DutySettings],
) -> CasesStand:
    """How some cases stand on a day, whatever became of their duties; of these cases alone is judged.

    ``settings`` as `states` takes them, but for ``keep``. Raises `Fault` as `assess` does.
    """
    settings["keep"] = date.min
    with _judged_alone(sector, ledger, as_of, incidents, **settings) as engine:
        found = states_found(engine)
        out = [one for one in incidents if any(gone.kind is None for gone in engine.out_by(one))]
    return CasesStand(tuple(found), frozenset(out))


_NAMED_ALONE = 1_000
"""Of so many duties at most the units are looked up by themselves: else all are read."""


def states_found(engine: DutyEngine, incident: str | None = None, open_alone: bool = False) -> list[DutyState]:
    """What the engine found, or what of it is open, and the appeals that wait for a decision (on one ``incident`` alone), as
    values."""
    sector, as_of = engine.sector, date.fromisoformat(engine.window.as_of)
    appeals = [a for a in engine.open_appeals() if incident in (None, a.incident)]
    states = engine.states(open_alone)
    named = (
        None
        if incident is None and len(states) > _NAMED_ALONE
        else [*(state.unit for state in states), *(appeal.unit for appeal in appeals)]
    )
    units = units_of(engine.connection, sector, named)
    found = []
    for state in states:
        duty = engine.law.duties[state.duty]
        found.append(
            DutyState(
                sector,
                state.unit,
                units[state.unit].name,
                duty,
                state.incident,
                state.action,
                state.period,
                state.since,
                state.due,
                bool(state.provisional),
                state.answered,
                state.status,
                days=max((as_of - date.fromisoformat(state.due)).days, 0) if state.due is not None else 0,
                other=duty.bearer[state.bearer].words if state.bearer is not None else None,
            )
        )
    return found + [_waiting(sector, a, units[a.unit].name) for a in appeals if a.date <= as_of.isoformat()]


def _waiting(sector: Sector, appeal: OpenAppeal, unit_name: str) -> DutyState:
    """The duty to decide an appeal."""
    other = DECIDE_APPEAL.bearer[0].words
    about = (appeal.incident, appeal.action, None, appeal.date, None, False, None, "pending", 0, other)
    return DutyState(sector, appeal.unit, unit_name, DECIDE_APPEAL, *about)
