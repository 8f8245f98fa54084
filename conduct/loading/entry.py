"""What a clerk enters: a case, several steps on it at once, or another fact; what is left out is given where that is safe."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve, field

from conduct.core.base.calendar import Calendar
from conduct.core.base.connection import Connection
from conduct.core.base.faults import Fault, Place, Problem
from conduct.core.base.frozen import define, frozen
from conduct.core.law.conditions import name, quoted
from conduct.core.law.model import WITHDRAW, Attribute, Kind, Options, Step
from conduct.core.law.sector import CORE_COLUMNS, Sector
from conduct.core.ledger.batch import Batch
from conduct.core.ledger.schema import table
from conduct.files.tables import Table, rows_given

from .cells import Bad, day, option_of
from .headers import column_spellings
from .wording import OwnWords

_OF_OPTIONS = re.compile("[、,，;；\\s]+")
_NTH = re.compile(r"(.+)\.([2-9])")
_IDS = 4  # digits of an id that is given
_WHOSE = {"incidents": "kind", "actions": "step"}


@frozen
class EntryDefaults:
    """What stands where a clerk says nothing: today, whose entries they are, and the unit that takes complaints in.

    ``places`` is where a ``clerk`` or ``unit`` comes from that is configured, ``calendar`` the office's working days.
    """

    today: date
    clerk: str = ""
    unit: str = ""
    places: Mapping[str, Place] = field(factory=dict)
    calendar: Calendar = field(factory=Calendar)

    def with_default(self, key: str, value: str) -> EntryDefaults:
        """The same with a ``clerk`` or ``unit`` that the clerk sets."""
        places = {k: place for k, place in self.places.items() if k != key}
        return evolve(self, clerk=value, places=places) if key == "clerk" else evolve(self, unit=value, places=places)


@frozen
class StepTaken:
    """A step that is taken, and which time of those at once, up to nine."""

    step: Step
    nth: int = 1

    @property
    def called(self) -> str:
        """Its code; ``STEP.2`` where it is taken for the second time."""
        return self.step.code if self.nth == 1 else f"{self.step.code}.{self.nth}"


@frozen
class KeyValue:
    """One KEY=VALUE: the key as it was written, the column that it means, if any, and the value; ``step`` is what the one of
    several is called that it is said of alone.
    """

    key: str
    column: str | None
    value: str
    step: str | None = None


@define
class ToEnter:
    """One command: an incident, actions on one, or a row of another table.

    ``incident``, or else ``unit``, and ``actions`` are the ids of what was entered, once `tables` has made the rows;
    ``configured`` are the columns that were filled from the configuration, by the key there.
    """

    sector: Sector
    what: str
    said: Sequence[KeyValue]
    steps: Sequence[StepTaken]
    office: EntryDefaults
    given: bool = True
    entered: bool = False
    constants: frozenset[str] = frozenset()
    incident: str = ""
    unit: str = ""
    actions: list[str] = field(factory=list)
    day: str = ""
    configured: dict[str, str] = field(factory=dict)
    before: int = 0  # actions on the same case that the batch enters before these
    _connection: Any = None

    def tables(self, batch: Batch) -> list[Table]:
        """The rows, inside the transaction that keeps others from taking the same ids."""
        self._connection = batch.connection
        day_said = self._value("date")
        self.day = str(day_said) if day_said is not None and isinstance(day(day_said), str) else self.office.today.isoformat()
        self.day = str(day(self.day))
        self.unit = (self._value("unit") or "").strip()
        case = self.steps and self.what == "incidents"
        own = [one for one in self.said if one.step is None and not (case and one.column in self._of_steps())]
        if self.what == "incidents":
            row = self._incident(own)
            return [self._table("incidents", [row]), *([self._table("actions", self._actions())] if self.steps else [])]
        if self.what == "actions":
            self.incident = (self._value("incident") or "").strip()
            return [self._table("actions", self._actions())]
        row = [(one.key, one.value) for one in own]
        if self.given and self.what == "measures" and self._value("unit") is None and (unit := self._only_unit(())):
            row.append(("unit", unit))
            self.unit = unit
        return [self._table(self.what, [row])]

    def _value(self, column: str) -> str | None:
        return next((one.value for one in self.said if one.column == column and one.step is None), None)

    def _of_steps(self) -> set[str]:
        """The columns of a case's line that are its steps' alone."""
        alone = {*CORE_COLUMNS["actions"], *(a.code for one in self.steps for a in one.step.attributes)}
        return alone - set(self.sector.columns("incidents"))

    def _table(self, of: str, rows: Sequence[Sequence[tuple[str, str]]]) -> Table:
        header = list(dict.fromkeys(key for row in rows for key, _ in row))
        cells = [(n, [dict(row).get(key, "") for key in header]) for n, row in enumerate(rows, 1)]
        return Table(of, f"record {of[:-1]}", header, rows_given(cells))

    # ---- a case

    def _incident(self, own: Sequence[KeyValue]) -> list[tuple[str, str]]:
        row = [(one.key, one.value) for one in own]
        if not self.given:
            return row
        there = {one.column for one in own if one.value.strip()} | self.constants - {"incident"}
        kind = self._kind()
        if kind is not None and "kind" not in there:
            row.append(("kind", kind.code))
        if "date" not in there:
            row.append(("date", self.day))
        if "unit" not in there and (unit := self._only_unit(kind.units if kind is not None else ())):
            row.append(("unit", unit))
        if self.entered and kind is not None and kind.entered is not None and self.day == self.office.today.isoformat():
            row += [(kind.entered.code, "yes")] if kind.entered.code not in there else []
        if "incident" in there:
            self.incident = str(self._value("incident")).strip()
        else:
            self.incident = self._next_of_year()
            row.insert(0, ("incident", self.incident))
        return row

    def _kind(self) -> Kind | None:
        """The kind that is named, or the only one that can be entered."""
        written = self._value("kind")
        if written is None:
            kinds = self.sector.recorded_kinds
            return kinds[0] if len(kinds) == 1 else None
        found = option_of(((k.code, k.words) for k in self.sector.recorded_kinds), "cell-kind")(written.strip())
        return None if isinstance(found, Bad) else self.sector.kind_by_code[str(found)]

    def _only_unit(self, kinds: Sequence[str]) -> str:
        """The unit that the configuration names, or the only assessed one that stands on the day; none if there are several."""
        if self.office.unit:
            self._is_configured("unit", "unit")
            return self.office.unit
        able = self._able(self._connection, kinds, 2)
        return able[0] if len(able) == 1 else ""

    def units_able(self, connection: sqlite3.Connection) -> list[str]:
        """The units that it could be about on its day."""
        kind = self._kind() if self.what == "incidents" else None
        return self._able(connection, kind.units if kind is not None else (), -1)

    def _able(self, connection: sqlite3.Connection, kinds: Sequence[str], limit: int) -> list[str]:
        able = [kind for kind in self.sector.assessed if not kinds or kind in kinds] or list(kinds)
        rows = connection.execute(
            f"""SELECT unit FROM {name(table(self.sector, "units"))} WHERE kind IN ({", ".join(map(quoted, able))})
                AND coalesce("from", '') <= :day AND coalesce(until, '9999-12-31') >= :day ORDER BY unit LIMIT :limit""",
            {"day": self.day, "limit": limit},
        ).fetchall()
        return [str(row[0]) for row in rows]

    def _is_configured(self, column: str, key: str) -> None:
        if key in self.office.places:
            self.configured[column] = key

    def _next_of_year(self) -> str:
        """The next id of the year, ``2026-0001``: one that neither an incident nor an action bears."""
        year = self.day[:4]
        numbers = " UNION ALL ".join(
            f"""SELECT max(CAST(substr({key}, 6) AS INTEGER)) AS n FROM {name(table(self.sector, of))}
                WHERE {key} BETWEEN :low AND :high AND substr({key}, 6) NOT GLOB '*[^0-9]*' AND length({key}) BETWEEN 6 AND 15"""
            for of, key in (("incidents", "incident"), ("actions", "action"))
        )
        ends = {"low": f"{year}-", "high": f"{year}-9999999999"}
        last = self._connection.execute(f"SELECT max(n) FROM ({numbers})", ends).fetchone()[0]
        return f"{year}-{(last or 0) + 1:0{_IDS}}"

    # ---- its steps

    def _actions(self) -> list[list[tuple[str, str]]]:
        rows = [row for n, taken in enumerate(self.steps) for row in self._rows_of(taken, first=n == 0)]
        if not self.steps:  # none is named, or none that there is: it is said as of any row
            rows = [[(one.key, one.value) for one in self.said]]
            if self.given and self._value("date") is None and "date" not in self.constants:
                rows[0].append(("date", self.day))
        if not self.given:
            return rows
        if self._value("action") is None:
            for row, action in zip(rows, self._ids(len(rows)), strict=True):
                row.insert(0, ("action", action))
                self.actions.append(action)
        else:
            self.actions = [str(self._value("action")).strip()]
        return rows

    def _rows_of(self, taken: StepTaken, first: bool) -> Iterator[list[tuple[str, str]]]:
        """The step's row; one for each value where an option is given several (向上级、医院领导汇报)."""
        mine = {a.code: a for a in taken.step.attributes}
        others = {a.code for one in self.steps for a in one.step.attributes}
        row, several = [], None
        alone = {one.column for one in self.said if one.step == taken.called}
        for one in self.said:
            if one.step not in (None, taken.called) or (one.step is None and one.column in alone):
                continue
            if one.column == "step" or (self.what == "incidents" and one.column in _CASE_ALONE):
                continue
            if one.column in mine:
                values = _several(mine[one.column], one.value)
                several = (one.key, values) if len(values) > 1 else several
                row += [] if len(values) > 1 else [(one.key, one.value)]
            elif one.column in CORE_COLUMNS["actions"] or (one.column not in others and first and self.what == "actions"):
                row.append((one.key, one.value))
        row += self._defaults(taken)
        for value in several[1] if several is not None else ("",):
            yield [("step", taken.step.code), *row, *([(several[0], value)] if several is not None else [])]

    def _defaults(self, taken: StepTaken) -> list[tuple[str, str]]:
        """What an action's row has of itself: its case, its day, and whose entry it is unless others take the step."""
        said = {one.column for one in self.said if one.step == taken.called or (one.step is None and one.value.strip())}
        there = said | (self.constants if self.what == "actions" else set())
        found = []
        if self.what == "incidents":
            found.append(("incident", self.incident))
        if not self.given:
            return found
        if "date" not in there:
            found.append(("date", self.day))
        if "by" not in there and self.office.clerk and by_clerk(taken.step):
            found.append(("by", self.office.clerk))
            self._is_configured("by", "clerk")
        return found

    def _ids(self, n: int) -> list[str]:
        """Ids that follow one another as the steps were entered: the case's own with a number, or the next of the year."""
        if not self.incident:
            first = self._next_of_year()
            return [f"{first[:5]}{int(first[5:]) + k:0{_IDS}}" for k in range(n)]
        return next_ids(self._connection, self.sector, self.incident, n, self.before)


def next_ids(connection: Connection, sector: Sector, incident: str, n: int, before: int = 0) -> list[str]:
    """The ids under which the next ``n`` steps on a case are entered, where so many come ``before`` them."""
    start = len(incident) + 2
    last = connection.execute(
        f"""SELECT max(CAST(substr(action, {start}) AS INTEGER)) FROM {name(table(sector, "actions"))}
            WHERE substr(action, 1, {start - 1}) = ? AND action >= ? AND action < ?
            AND substr(action, {start}) NOT GLOB '*[^0-9]*' AND length(action) BETWEEN {start} AND {start + 9}""",
        (f"{incident}-", f"{incident}-", f"{incident}."),
    ).fetchone()[0]
    return [f"{incident}-{(last or 0) + 1 + before + k:03}" for k in range(n)]


_CASE_ALONE = {"incident", "unit"}


def _several(attribute: Attribute, value: str) -> list[str]:
    """The options of an attribute that are given at once, if each part is one of them."""
    if not isinstance(attribute.type, Options):
        return [value]
    known = option_of(attribute.type.words.items(), "cell-option")
    parts = listed_at_once(value)
    if len(parts) < 2 or not isinstance(known(value.strip()), Bad) or any(isinstance(known(part), Bad) for part in parts):
        return [value]
    return parts


def by_clerk(step: Step) -> bool:
    """Whether a step that names nobody is the clerk's: not what others take, object to or decide; a withdrawal is."""
    return step == WITHDRAW or not (step.outside or "by" in step.requires)


def listed_at_once(written: str) -> list[str]:
    """What stands in one word with 、 or a comma between."""
    return [part for part in _OF_OPTIONS.split(written) if part]


def step_of(sector: Sector, written: str) -> Step | None:
    """The step that a word means."""
    found = option_of(((s.code, s.words) for s in sector.all_steps), "cell-step")(written.strip())
    return None if isinstance(found, Bad) else sector.step_by_code[str(found)]


def entry_of(
    sector: Sector,
    what: str,
    pairs: Sequence[tuple[str, str]],
    office: EntryDefaults,
    *,
    own: OwnWords | None = None,
    given: bool = True,
    entered: bool = False,
) -> ToEnter:
    """What KEY=VALUE pairs say, for one of the tables.

    ``own`` is what the office calls things. Without ``given`` nothing is filled in: a correction says all of its row. With
    ``entered`` a case of today is marked as entered by whoever takes it in. Of several steps one alone is meant by a key with
    the step before it (``refer.to``); one that is taken twice is ``STEP.2`` the second time (``step=refer,refer.2``,
    ``refer.2.to``). Raises `Fault` for a key that is given twice, and for an action's id where several steps are taken.
    """
    own, order = own or OwnWords(), ("incidents", "actions") if what == "incidents" else (what,)
    known = {of: column_spellings(sector, of) for of in order}

    def column_of(key: str, tables: Sequence[str]) -> str | None:
        targets = [(of, own.columns.get(of, {}).get(key, key)) for of in tables]
        found = (known[of].get(target) or known[of].get(target.lower()) for of, target in targets)
        return next((column for column in found if column is not None), None)

    problems: list[Problem] = []
    said = [KeyValue(key, column_of(key, order), value) for key, value in pairs]
    steps = _steps_said(sector, what, said, problems)
    for n, one in enumerate(said):
        meant = _said_of(sector, one.key) if one.column is None else None
        if meant is None or meant[0] not in steps:
            continue
        if (column := column_of(meant[1], ("actions",))) not in (None, "step", "action", "incident"):
            said[n] = KeyValue(meant[1], column, one.value, meant[0].called)
    if any(one.step is not None for one in said):  # the rows of several steps bear one heading for a column
        said = [evolve(one, key=one.column or one.key) for one in said]
    seen: set[tuple[str, str | None]] = set()
    for one in said:
        if (which := (one.column or one.key, one.step)) in seen:
            problems.append(Problem("record-pair-twice", {"value": one.key}))
        seen.add(which)
    if len(steps) > 1 and any(one.column == "action" for one in said):
        problems.append(Problem("record-id-several", {}))
    if problems:
        raise Fault(problems)
    return ToEnter(sector, what, said, steps, office, given, entered, frozenset(own.constants.get(what, ())))


def _said_of(sector: Sector, key: str) -> tuple[StepTaken, str] | None:
    """The step that a key says something of alone, and what: ``STEP.COLUMN``, or ``STEP.2.COLUMN``."""
    before, _, after = key.partition(".")
    again, dot, column = after.partition(".")
    if dot and (later := step_taken(sector, f"{before}.{again}")) is not None:
        return later, column
    step = step_of(sector, before) if after else None
    return (StepTaken(step), after) if step is not None else None


def step_taken(sector: Sector, written: str) -> StepTaken | None:
    """The step that a word means, and which time of several it is."""
    if (step := step_of(sector, written)) is not None:
        return StepTaken(step)
    later = _NTH.fullmatch(written.strip())
    step = step_of(sector, later[1]) if later else None
    return StepTaken(step, int(later[2])) if step is not None and later else None


def _steps_said(sector: Sector, what: str, said: Sequence[KeyValue], problems: list[Problem]) -> list[StepTaken]:
    """The steps that are taken; those that there are not are ``problems``."""
    written = next((one.value for one in said if one.column == "step"), None)
    if written is None or what not in _WHOSE:
        return []
    names = [written] if step_of(sector, written) is not None else listed_at_once(written)
    found = [step_taken(sector, part) for part in names]
    steps = [taken for taken in found if taken is not None] if None not in found else []
    if not steps and (what == "incidents" or len(names) > 1):
        meant = option_of(((s.code, s.words) for s in sector.all_steps), "cell-step")
        problems += [Problem(bad.code, bad.values) for part in names if isinstance(bad := meant(part.strip()), Bad)]
    return steps
