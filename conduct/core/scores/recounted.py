"""Stored counts held against a recount: whether they are what the facts up to their mark come to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from ..base.calendar import Calendar
from ..base.connection import Connection
from ..base.exact import Exact
from ..base.faults import Fault
from ..base.words import Words
from ..duties.case_sums import CaseSums
from ..law.digest import law_digest
from ..law.law import Regulation
from ..law.readings import readings_in_force, resolve
from ..law.sector import Sector
from ..ledger.counts import StoredCounts, called, every_stored, mark_of, rests
from ..ledger.source import FactSource
from .asked import Terms, counting_of
from .counted import Counting, brought_up, read
from .entered import AsEntered, count_entered

_NAMED = 10  # of what differs in a set of counts


def wrong_counts(ledger: FactSource, sectors: Collection[Sector]) -> Iterator[Words]:
    """Every stored count that is another than a recount of the same facts; those of other programs, laws or score sheets than
    these are used by no run and passed over.

    To be asked within one view of a ledger that `Ledger.verify` finds whole.
    """
    by_name = {sector.name: sector for sector in sectors if ledger.keeps_counts(sector)}
    for name, _, stored in every_stored(ledger.connection):
        if name not in by_name or stored is None or not rests(ledger.connection, stored):  # which is said by the ledger itself
            continue
        counting = counting_again(by_name[name], stored)
        if counting is not None:
            what = called(stored.sector, stored.period)
            for wrong in _differences(ledger.connection, counting, stored):
                yield Words(f"{what.zh}与重新计数不符：{wrong.zh}", f"{what.en} differ from a recount: {wrong.en}")


def counting_again(sector: Sector, stored: StoredCounts) -> Counting | None:
    """What was counted, from the inputs that are stored with it; None where it would be counted otherwise now."""
    try:
        said = json.loads(stored.inputs)
        edition = next(one for one in sector.regulations if one.id == said["edition"])
        days = {of: frozenset(map(date.fromisoformat, said["calendar"][of])) for of in ("holidays", "workdays")}
        calendar = Calendar(**days, years=frozenset(map(int, said["calendar"]["years"])))
        readings: Mapping[str, str | Exact] = readings_in_force(edition, said["readings"], "")
        law: Regulation = resolve(edition, readings)
        as_of = date.fromisoformat(said["as_of"])
        asked = Terms(sector, edition, law, dict(readings), as_of, calendar, False, (), None)
        counting = counting_of(asked, law_digest(sector, law), sector.period(stored.period))
    except (Fault, ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return None
    return counting if counting.inputs == stored.inputs else None


def _differences(connection: Connection, counting: Counting, stored: StoredCounts) -> Iterator[Words]:
    """In what a set of counts, brought up to the present facts, differs from a recount of these."""
    before = read(stored)
    if before is None:
        yield Words("无法读取", "they cannot be read")
        return
    try:
        after = brought_up(connection, counting, before, mark_of(connection, counting.sector), None)
        cases = counting.judged(connection) if before.cases is not None else None
    except Fault:  # by what came since: then a run says so as well
        return
    if after is None:
        return
    entered = count_entered(connection, counting.sector, before.entered.columns, counting.days)
    yield from _named(_by_kind(after.entered), _by_kind(entered))
    if after.cases is None or cases is None:
        return
    yield from _named(_by_duty(counting.law, after.cases), _by_duty(counting.law, cases))
    yield from _named(
        {(unit, code): n for (code, unit), n in after.cases.figures.items()},
        {(unit, code): n for (code, unit), n in cases.figures.items()},
    )
    differing = Counter(after.cases.states)
    differing.subtract(cases.states)
    for incident in sorted({state.incident for state, n in differing.items() if n})[:_NAMED]:
        yield Words(f"事项 {incident}", f"incident {incident}")


CountName = tuple[str, ...]


def _by_kind(entered: AsEntered) -> dict[CountName, int]:
    return {(unit, kind, *("-" if v is None else str(v) for v in values)): n for (unit, kind, values), n in entered}


def _by_duty(law: Regulation, cases: CaseSums) -> dict[CountName, int]:
    return {(key.unit, law.duties[key.duty].code if key.duty < len(law.duties) else "?"): n for key, n in cases.met.items()}


def _named(stored: Mapping[CountName, int], counted: Mapping[CountName, int]) -> Iterator[Words]:
    """The counts that differ, by what they are of: what is stored, and what is counted."""
    differing = sorted(key for key in stored.keys() | counted.keys() if stored.get(key, 0) != counted.get(key, 0))
    for key in differing[:_NAMED]:
        what, was, now = " ".join(key), stored.get(key, 0), counted.get(key, 0)
        yield Words(f"{what}：存 {was}，应为 {now}", f"{what}: {was} stored, {now} counted")
    if len(differing) > _NAMED:
        yield Words(f"共{len(differing)}项不符", f"{len(differing)} counts differ")
