"""What a period was counted to: of its incidents and of the duties of cases, kept up to a mark, so that a later run takes in only
what came since.

A set of counts belongs to the inputs of a run but its batch. What came since is counted by itself and added, what was replaced is
taken off; the cases that it touches are judged twice, as they stood at the mark and as they stand, and their difference is added.
"""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from attrs import field

from ..base.calendar import Calendar
from ..base.connection import Connection
from ..base.frozen import define, frozen
from ..base.periods import Period
from ..duties.case_sums import CaseState, CaseSums, OfDuty, OfFigure, SomeCases
from ..duties.engine import DutyEngine
from ..duties.some_cases import any_stood, choose, choose_related, choose_touched, chosen, only
from ..law.law import Regulation
from ..law.sector import Sector
from ..ledger.counts import Mark, StoredCounts, holds, mark_of, stored_counts
from ..ledger.source import FactSource
from .entered import AsEntered, Sort, entered_since, packed, unpacked

VERSION = 2
"""Raised whenever counting, or the form of what is kept, becomes another: what was kept before is then counted anew."""
_ALWAYS, _PART = 2000, 4  # cases that are always few enough; of more, one in so many of all incidents
_MOST = 200_000  # cases, which are copied into memory
_AT_ONCE = 20_000  # cases that are judged twice together


@frozen
class Counting:
    """What is counted: a period of a sector under a law with its readings in place, as of a day; ``inputs`` say all of this, as
    JSON.
    """

    sector: Sector
    law: Regulation
    calendar: Calendar
    period: Period
    as_of: date
    inputs: str

    @property
    def days(self) -> dict[str, str]:
        """The period's first and last day."""
        return {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()}

    def judged(self, connection: Connection) -> CaseSums | None:
        """What the cases come to that the tables show; None where that cannot be said in sums."""
        asked = (connection, self.sector, self.law, self.calendar, self.period, self.as_of)
        with DutyEngine.of_period(*asked, summing=True) as engine:
            return engine.sums


@frozen
class PeriodCounts:
    """What was counted up to a mark: incidents as entered, and what the duties of cases come to (None: they are judged anew)."""

    mark: Mark
    entered: AsEntered
    cases: CaseSums | None

    def some(self, units: Sequence[str] | None) -> SomeCases | None:
        """What the cases come to, and of which ``units`` they are still to be judged, where these are told of alone."""
        return SomeCases(self.cases, units) if self.cases is not None else None


@define
class RunCounts:
    """The counts of one run, part by part: what earlier runs kept, or one of this process handed on (``earlier``), unless all is
    counted ``anew``. ``new`` ones are to be stored, where this is to ``store`` any; ``reached`` are all, by the inputs of each.

    Nothing is read or kept where it is ``off``, as of a run that leaves incidents out.
    """

    ledger: FactSource
    sector: Sector
    anew: bool = False
    off: bool = False
    store: bool = True
    earlier: Mapping[str, PeriodCounts] = field(factory=dict)
    new: list[StoredCounts] = field(factory=list)
    reached: dict[str, PeriodCounts] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.off = self.off or not self.ledger.keeps_counts(self.sector)

    def kept(self, counting: Counting) -> PeriodCounts | None:
        """What was counted before, brought up to the present view of the ledger.

        Nothing where none was kept, or more has changed than is worth taking in.
        """
        if self.off or self.anew:
            return None
        connection = self.ledger.connection
        before = self._before(connection, counting)
        if before is None:
            return None
        now = mark_of(connection, self.sector)
        after = brought_up(connection, counting, before, now, most_cases(now))
        if after is not None:
            self.reached[counting.inputs] = after
            if self.store and now != before.mark:
                self.new.append(stored(counting, after))
        return after

    def _before(self, connection: Connection, counting: Counting) -> PeriodCounts | None:
        """What was counted before: the later of what the ledger keeps and what was handed on."""
        handed = self.earlier.get(counting.inputs)
        if handed is not None and not holds(connection, self.sector, handed.mark):
            handed = None
        if handed is not None and handed.mark == mark_of(connection, self.sector):
            return handed
        found = stored_counts(connection, self.sector.name, counting.inputs)
        if found is None or (handed is not None and handed.mark.batch >= found.batch):
            return handed
        return read(found) or handed

    def note(
        self, counting: Counting, entered: AsEntered | None, sums: CaseSums | None, counted: PeriodCounts | None
    ) -> PeriodCounts | None:
        """Takes what was counted anew to be stored, and gives it; sums of too many cases that are amiss are left out."""
        if self.off or counted is not None or entered is None:
            return counted
        mark = mark_of(self.ledger.connection, self.sector)
        few = sums if sums is not None and len(sums.amiss) <= most_cases(mark) else None
        found = self.reached[counting.inputs] = PeriodCounts(mark, entered, few)
        if self.store:
            self.new.append(stored(counting, found))
        return found


def most_cases(mark: Mark) -> int:
    """How many cases are at most looked at one by one: with more, all are counted anew."""
    return min(max(_ALWAYS, mark.last["incidents"] // _PART), _MOST)


def brought_up(
    connection: Connection, counting: Counting, before: PeriodCounts, now: Mark, most: int | None
) -> PeriodCounts | None:
    """What was counted up to a mark, with all that came since; None where that touches more than so many cases, or cannot be
    taken in."""
    if before.mark == now:
        return before
    sector = counting.sector
    if most is not None and now.last["incidents"] - before.mark.last["incidents"] > most:
        return None
    choose_touched(connection, sector, before.mark, most)
    touched = chosen(connection)
    cases = before.cases
    if cases is not None and touched:
        if most is not None and len(touched) > most:
            return None
        cases = _rejudged(connection, counting, before.mark, cases, touched)
        if cases is None or (most is not None and len(cases.amiss) > most):
            return None
    changes = entered_since(connection, sector, before.entered.columns, counting.days, before.mark)
    return PeriodCounts(now, before.entered.changed(changes), cases)


def _rejudged(connection: Connection, counting: Counting, mark: Mark, before: CaseSums, touched: set[str]) -> CaseSums | None:
    """What all cases come to, once those that were touched are judged as they stand, and no longer as they stood."""
    untouched = [state for state in before.states if state.incident not in touched]
    after, left = CaseSums(dict(before.met), dict(before.figures), untouched), sorted(touched)
    while left:
        choose(connection, left[:_AT_ONCE])
        choose_related(connection, counting.sector, mark)
        some = chosen(connection)
        left = [one for one in left if one not in some]
        stood = any_stood(connection, counting.sector, mark)
        for sign, as_of in ((-1, mark), (1, None)) if stood else ((1, None),):
            choose(connection, some)
            with only(connection, counting.sector, as_of):
                sums = counting.judged(connection)
            if sums is None:
                return None
            after.add(sums, sign)
            if sign > 0:
                after.states += sums.states
    return after.tidy()


# ---- as it is stored

_COLUMNS = (*("entered",) * 3, *("met",) * 3, *("figures",) * 3, *CaseState._fields)
"""Columns of numbers: of what was entered, of met duties and of figures of cases, three each; one for each field of a state."""


class _TextNumbers:
    """Numbers for texts as they come; what is no text is -1."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._of: dict[str | None, int] = {text: at for at, text in enumerate(known)}
        self._of[None] = -1

    def of(self, texts: Iterable[str | None]) -> array[int]:
        """The number of each."""
        every = list(texts)
        for text in dict.fromkeys(every):
            self._of.setdefault(text, len(self._of) - 1)
        return array("i", map(self._of.__getitem__, every))

    @property
    def texts(self) -> list[str]:
        """What is numbered."""
        return [text for text in self._of if text is not None]


def stored(counting: Counting, counted: PeriodCounts) -> StoredCounts:
    """What was counted, as the ledger keeps it: a line of JSON that says what is numbered how, then columns of numbers."""
    entered, cases = counted.entered, counted.cases or CaseSums()
    units, codes, texts = _TextNumbers(entered.units), _TextNumbers(), _TextNumbers()
    columns = [
        entered.unit_at,
        entered.sort_at,
        entered.n,
        array("i", (key.duty for key in cases.met)),
        units.of(key.unit for key in cases.met),
        array("i", cases.met.values()),
        codes.of(key.code for key in cases.figures),
        units.of(key.unit for key in cases.figures),
        array("i", cases.figures.values()),
        *_state_columns(cases.states, units, texts),
    ]
    said = {
        "last": dict(counted.mark.last),
        "columns": entered.columns,
        "units": units.texts,
        "sorts": entered.sorts,
        "codes": codes.texts,
        "texts": texts.texts,
        "cases": counted.cases is not None,
        "lengths": [len(column) for column in columns],
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    content = zlib.compress(b"".join((struct.pack("<I", len(text)), text, *map(packed, columns))), 1)
    mark = counted.mark
    return StoredCounts(counting.sector.name, counting.period.id, counting.inputs, mark.batch, mark.head, content)


_PLAIN = ("duty", "provisional", "merged", "bearer")
"""What of a state is a number, -1 where there is none; the unit is among the units, all else a text."""


def _state_columns(states: Sequence[CaseState], units: _TextNumbers, texts: _TextNumbers) -> list[array[int]]:
    """A column for each field of the states."""
    if not states:
        return [array("i") for _ in CaseState._fields]
    return [
        array("i", [-1 if value is None else value for value in values] if of == "bearer" else values)
        if of in _PLAIN
        else (units if of == "unit" else texts).of(values)
        for of, values in zip(CaseState._fields, zip(*states, strict=True), strict=True)
    ]


def _states(columns: Sequence[array[int]], units: Sequence[str], texts: Sequence[str]) -> list[CaseState]:
    """States, from what `_state_columns` made of them."""
    unit_at, text_at = (*units, None).__getitem__, (*texts, None).__getitem__
    of_each = dict(zip(CaseState._fields, columns, strict=True))
    bearers = (None if n < 0 else n for n in of_each["bearer"])
    values: list[Iterable[object]] = [
        bearers if of == "bearer" else column if of in _PLAIN else map(unit_at if of == "unit" else text_at, column)
        for of, column in of_each.items()
    ]
    return list(map(partial(tuple.__new__, CaseState), zip(*values, strict=True)))


def read(kept: StoredCounts) -> PeriodCounts | None:
    """What was counted, from what the ledger keeps; None where that is not what `stored` writes."""
    try:
        return _read(kept, zlib.decompress(kept.content))
    except (zlib.error, struct.error, ValueError, KeyError, TypeError, IndexError):
        return None


def _read(kept: StoredCounts, data: bytes) -> PeriodCounts:
    (length,) = struct.unpack_from("<I", data)
    said = json.loads(data[4 : 4 + length])
    at, columns = 4 + length, []
    for n in said["lengths"]:
        columns.append(unpacked(data[at : at + 4 * n]))
        at += 4 * n
    if at != len(data) or [len(column) for column in columns] != said["lengths"] or len(columns) != len(_COLUMNS):
        raise ValueError("columns of another length")
    units, codes = tuple(said["units"]), said["codes"]
    sorts = tuple(Sort(kind, tuple(values)) for kind, values in said["sorts"])
    entered = AsEntered(tuple(said["columns"]), units, sorts, *columns[:3])
    cases = None
    if said["cases"]:
        met = {OfDuty(duty, units[unit]): n for duty, unit, n in zip(*columns[3:6], strict=True)}
        figures = {OfFigure(codes[code], units[unit]): n for code, unit, n in zip(*columns[6:9], strict=True)}
        cases = CaseSums(met, figures, _states(columns[9:], units, said["texts"]))
    last = {str(of): int(n) for of, n in said["last"].items()}
    return PeriodCounts(Mark(kept.batch, kept.head, last), entered, cases)
