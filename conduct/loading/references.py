"""What a row says about another row, checked once all rows of a load are in: the other is there, and is of the right kind."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from attrs import field

from conduct.core.base.faults import Place, Problem, Value
from conduct.core.base.frozen import define, frozen
from conduct.core.base.words import Words, listed, literal
from conduct.core.law.conditions import Stored, name, quoted
from conduct.core.law.model import WITHDRAW
from conduct.core.law.sector import KEYS, REQUIRED_COLUMNS, TABLES, Sector
from conduct.core.ledger.batch import Batch
from conduct.core.ledger.schema import table

from .cells import Converted
from .columns import naming_owners, reference_columns
from .headers import plain_header
from .row_numbers import RowNumbers
from .rows import Checker, FaultyRow

_UNKNOWN = {"units": "unit-unknown", "incidents": "incident-unknown", "actions": "action-unknown"}
_WRONG_KIND = {"units": "unit-wrong-kind", "incidents": "incident-wrong-kind"}
OWNERS = {"units": "kind", "incidents": "kind", "actions": "step"}
"""The column of each table that says what its row is."""


@frozen
class _Faulty:
    """A row that is not added because something is wrong with it: where it stands, and its kind if that can be read."""

    place: Place
    kind: str | None


@define
class References:
    """The rows of a load, by where they came from, and what is wrong between them; ``days`` are the first and last of each
    column of days, ``given`` the columns that its rows can have something in.
    """

    batch: Batch
    sector: Sector
    problems: list[Problem]
    correct: bool
    unread: set[Place] = field(factory=set)
    days: dict[tuple[str, str], tuple[str, str]] = field(factory=dict)
    given: set[tuple[str, str]] = field(factory=set)
    _places: dict[str, list[tuple[int, str, RowNumbers, Mapping[str, str | Words]]]] = field(
        factory=lambda: {of: [] for of in TABLES}
    )
    _faulty: dict[str, dict[str, _Faulty]] = field(factory=lambda: {of: {} for of in TABLES})
    _lost: set[str] = field(factory=set)
    _faulty_rows: list[tuple[str, str, Mapping[str, str | Words], bool, FaultyRow]] = field(factory=list)
    _units_named: dict[tuple[str, str], set[Converted]] = field(factory=dict)
    _kinds: dict[tuple[str, str], tuple[bool, str | None]] = field(factory=dict)

    def lose(self, of: str) -> None:
        """Notes that rows of a table are not known: nothing that names such a row is at fault."""
        self._lost.add(of)

    def begin(self, of: str, file: str, numbers: RowNumbers, names: Mapping[str, str | Words]) -> int:
        """Says where the rows come from that are added from now on; returns the number of the first."""
        first = self.batch.next_seq(of)
        self._places[of].append((first, file, numbers, names))
        return first

    def took(self, checker: Checker) -> None:
        """Takes from a file that is read what it names, and its faulty rows."""
        of, file, names = checker.table, checker.file, checker.header.names
        self.given.update((of, column) for column in checker.given)
        for column, days in checker.days.items():
            first, last = self.days.get((of, column), days)
            self.days[of, column] = min(first, days[0]), max(last, days[1])
        for column, values in checker.units_named.items():
            self._units_named.setdefault((of, column), set()).update(values)
        for key, row in checker.faulty.items():
            kind = checker.kinds.get(key)
            self._faulty[of].setdefault(key, _Faulty(Place(file, row), kind))
        self._faulty_rows += [(of, file, names, checker.incomplete, row) for row in checker.faulty_rows]

    def place(self, of: str, seq: int, column: str | None = None) -> Place | None:
        """Where a row of the batch stands in its file."""
        for first, file, numbers, names in reversed(self._places[of]):
            if seq >= first:
                return Place(file, numbers[seq - first], names[column] if column else None)
        return None

    def seq(self, of: str, file: str, row: int) -> int | None:
        """The number of the row that stands in a row of a file; None if that was not taken."""
        for first, of_file, numbers, _ in self._places[of]:
            if of_file == file and (n := numbers.find(row)) is not None:
                return first + n
        return None

    def say(self, code: str, values: Mapping[str, Value], place: Place | None) -> None:
        """Adds a problem; of a cell that could not be read, or whose row could not, that is said already."""
        if not _within(place, self.unread):
            self.problems.append(Problem(code, values, place))

    def could_not_read(self, broken: Sequence[Problem]) -> None:
        """Adds what could not be read of a file; nothing else is said of such cells and rows."""
        places = {p.place for p in broken if p.place is not None}
        self.unread |= places
        self.problems[:] = [p for p in self.problems if not _within(p.place, places)]
        self.problems.extend(broken)

    def check(self) -> None:
        """Everything that a row says about another row."""
        for of, column, target, kinds in self._references():
            self._missing(of, column, target, kinds)
        self._units_of_kinds()
        self._steps_of_units()
        self._steps_on_kinds()
        self._mistaken_elsewhere()
        self._on_faulty_rows()
        for of, file, names, incomplete, row in self._faulty_rows:
            self._of_faulty_row(of, file, names, incomplete, row)
        self._twice_beside_other_faults()

    def _references(self) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
        for of in TABLES:
            for column, (target, kinds) in reference_columns(self.sector, of).items():
                yield of, column, target, kinds

    def _missing(self, of: str, column: str, target: str, kinds: tuple[str, ...]) -> None:
        """Rows of the batch whose column names no row of the target, or one of another kind."""
        if (of, column) not in self.given:
            return
        facts, key = name(table(self.sector, target)), KEYS[target][0]
        if target == "units":  # few, and most often all there
            units = self.batch.connection.execute(f"SELECT unit, kind FROM {facts}")
            if self._units_named.get((of, column), set()) <= {
                None,
                *(unit for unit, kind in units if not kinds or kind in kinds),
            }:
                return
        of_owners = naming_owners(self.sector, of, column)
        owned = f"AND t.{name(OWNERS[of])} IN ({', '.join(map(quoted, of_owners))})" if of_owners else ""
        wanted = f"AND x.kind IN ({', '.join(quoted(k) for k in kinds)})" if kinds else ""
        rows = self.batch.connection.execute(
            f"""SELECT t.seq, t.{name(column)}, EXISTS (SELECT 1 FROM {facts} y WHERE y.{name(key)} = t.{name(column)})
                FROM {name(table(self.sector, of))} t
                WHERE t.seq >= ? AND t.{name(column)} IS NOT NULL {owned} AND NOT EXISTS (
                    SELECT 1 FROM {facts} x WHERE x.{name(key)} = t.{name(column)} {wanted}) ORDER BY t.seq""",
            (self.batch.first_seq(of),),
        )
        for seq, value, there in rows:
            if there:
                values = {"value": value, "kinds": self.kind_words(target, kinds)}
                self.say(_WRONG_KIND[target], values, self.place(of, seq, column))
            else:
                self._unknown(target, value, self.place(of, seq, column))

    def _unknown(self, target: str, value: str, place: Place | None) -> None:
        if target not in self._lost and value not in self._faulty[target]:
            self.say(_UNKNOWN[target], {"value": value}, place)

    def kind_words(self, target: str, kinds: Iterable[str]) -> Words:
        """Kinds of unit or of incident, listed."""
        words = {k.code: k.words for k in (self.sector.unit_kinds if target == "units" else self.sector.kinds)}
        return Words("、".join(words[k].zh if k in words else k for k in kinds), ", ".join(kinds))

    def _units_of_kinds(self) -> None:
        units, incidents = (name(table(self.sector, of)) for of in ("units", "incidents"))
        for kind in self.sector.kinds:
            if not kind.units:
                continue
            listed = ", ".join(quoted(k) for k in kind.units)
            rows = self.batch.connection.execute(
                f"""SELECT t.seq, t.unit FROM {incidents} t JOIN {units} u ON u.unit = t.unit
                    WHERE t.seq >= ? AND +t.kind = ? AND u.kind NOT IN ({listed}) ORDER BY t.seq""",
                (self.batch.first_seq("incidents"), kind.code),
            )
            for seq, value in rows:
                values = {"value": value, "kinds": self.kind_words("units", kind.units)}
                self.say("unit-wrong-kind", values, self.place("incidents", seq, "unit"))

    def _steps_of_units(self) -> None:
        """Steps by a unit that are about a unit of another kind."""
        units, actions = (name(table(self.sector, of)) for of in ("units", "actions"))
        steps = {s.code: s.units for s in self.sector.all_steps if s.units}
        wrong = " OR ".join(
            f"(t.step = {quoted(step)} AND u.kind NOT IN ({', '.join(map(quoted, kinds))}))" for step, kinds in steps.items()
        )
        rows = self.batch.connection.execute(  # in the order of entry: one look through the batch
            f"""SELECT t.seq, t.unit, t.step FROM {actions} t CROSS JOIN {units} u ON u.unit = t.unit
                WHERE t.seq >= ? AND +t.unit IS NOT NULL AND ({wrong}) ORDER BY t.seq""",
            (self.batch.first_seq("actions"),),
        )
        for seq, value, step in rows:
            values = {"value": value, "kinds": self.kind_words("units", steps[step])}
            self.say("unit-wrong-kind", values, self.place("actions", seq, "unit"))

    def _steps_on_kinds(self) -> None:
        actions, incidents = (name(table(self.sector, of)) for of in ("actions", "incidents"))
        for step in self.sector.steps:
            if not step.kinds:
                continue
            listed = ", ".join(quoted(k.code) for k in step.kinds)
            rows = self.batch.connection.execute(
                f"""SELECT t.seq, i.kind FROM {actions} t JOIN {incidents} i ON i.incident = t.incident
                    WHERE t.seq >= ? AND +t.step = ? AND i.kind NOT IN ({listed}) ORDER BY t.seq""",
                (self.batch.first_seq("actions"), step.code),
            )
            for seq, kind in rows:
                self.say("step-wrong-kind", self._step_values(step.code, kind), self.place("actions", seq, "step"))

    def _mistaken_elsewhere(self) -> None:
        """Withdrawals of an action that was taken on another incident, or by another unit."""
        actions = name(table(self.sector, "actions"))
        rows = self.batch.connection.execute(
            f"""SELECT t.seq, t.mistaken FROM {actions} t JOIN {actions} a ON a.action = t.mistaken
                WHERE t.seq >= ? AND +t.step = ? AND (t.incident IS NOT a.incident OR t.unit IS NOT a.unit) ORDER BY t.seq""",
            (self.batch.first_seq("actions"), WITHDRAW.code),
        )
        for seq, value in rows.fetchall():
            self.say("mistaken-elsewhere", {"value": value}, self.place("actions", seq, "mistaken"))

    def _step_values(self, step: str, kind: str) -> dict[str, Value]:
        declared = self.sector.kind_by_code.get(kind)  # none for one that an upgrade dropped
        words = Words(f"{declared.words.zh}（{kind}）", kind) if declared is not None else kind
        return {"step": self.sector.step_by_code[step].words, "kind": words}

    def _on_faulty_rows(self) -> None:
        """Rows of the batch that name a faulty row, whose kind is known all the same."""
        for of, column, target, _ in self._references():
            known = [key for key, row in self._faulty[target].items() if row.kind is not None and not self._is_there(target, key)]
            if not known:
                continue
            owner = f"t.{OWNERS[of]}" if of in OWNERS else "NULL"
            rows = self.batch.connection.execute(
                f"""SELECT t.seq, t.{name(column)}, {owner} FROM {name(table(self.sector, of))} t
                    WHERE t.seq >= ? AND t.{name(column)} IN (SELECT value FROM json_each(?)) ORDER BY t.seq""",
                (self.batch.first_seq(of), json.dumps(known)),
            )
            for seq, value, owned in rows.fetchall():
                for code, values, at in self._misfits(of, column, owned, value, self._faulty[target][value].kind):
                    self.say(code, values, self.place(of, seq, at))

    def _misfits(
        self, of: str, column: str, owner: str | None, value: str, kind: str | None
    ) -> Iterator[tuple[str, dict[str, Value], str]]:
        """What is wrong with a row whose column names one of that kind: the message, its values, and the column at fault."""
        target, kinds = reference_columns(self.sector, of)[column]
        if kind is None:
            return
        if of == "incidents" and column == "unit" and owner is not None:
            kinds = self.sector.kind_by_code[owner].units
        if of == "actions" and column == "unit" and owner is not None:
            kinds = self.sector.step_by_code[owner].units
        if kinds and kind not in kinds:
            yield _WRONG_KIND[target], {"value": value, "kinds": self.kind_words(target, kinds)}, column
        if of == "actions" and column == "incident" and owner is not None:
            step = self.sector.step_by_code[owner]
            if step.kinds and kind not in {k.code for k in step.kinds}:
                yield "step-wrong-kind", self._step_values(owner, kind), "step"

    def _of_faulty_row(self, of: str, file: str, names: Mapping[str, str | Words], incomplete: bool, row: FaultyRow) -> None:
        """What is wrong between a row that was not added and others, as far as it could be read."""
        values = dict(zip(self.sector.columns(of), row.values, strict=True))
        owner = values.get(OWNERS.get(of, ""))
        for column, (target, _) in reference_columns(self.sector, of).items():
            value = values[column]
            of_owners = naming_owners(self.sector, of, column)
            if value is None or (of_owners and owner not in of_owners):
                continue
            there, kind = self._named(target, str(value))
            if not there:
                self._unknown(target, str(value), Place(file, row.number, names[column]))
            for code, said, at in self._misfits(of, column, None if owner is None else str(owner), str(value), kind):
                self.say(code, said, Place(file, row.number, names[at]))
        key = tuple(values[c] for c in KEYS[of])
        if not any(values[c] is None for c in KEYS[of] if c in REQUIRED_COLUMNS[of]) and not incomplete and not self.correct:
            standing = self._row_before(of, key)
            read = [c for c in values if c not in row.unread and (owner is not None or values[c] is not None)]
            differing = [c for c in read if standing and standing[c] != values[c]]
            if differing:
                self.say("id-other-content", self.other_content(of, key, differing), Place(file, row.number, names[KEYS[of][0]]))

    def other_content(self, of: str, key: Sequence[Converted], differing: Sequence[str]) -> dict[str, Value]:
        """The values that the message on an id with other content names."""
        return {"id": id_words(self.sector, of, key), "columns": listed(plain_header(self.sector, of, c) for c in differing)}

    def _named(self, target: str, value: str) -> tuple[bool, str | None]:
        """Whether a row is known by this id, and its kind if that is known."""
        found = self._kinds.get((target, value))
        if found is None:
            facts, key = name(table(self.sector, target)), name(KEYS[target][0])
            row = self.batch.connection.execute(f"SELECT kind FROM {facts} WHERE {key} = ?", (value,)).fetchone()
            faulty = self._faulty[target].get(value)
            found = (True, row[0]) if row else (False, None) if faulty is None else (True, faulty.kind)
            self._kinds[target, value] = found
        return found

    def _is_there(self, target: str, key: str) -> bool:
        facts, column = name(table(self.sector, target)), name(KEYS[target][0])
        return self.batch.connection.execute(f"SELECT 1 FROM {facts} WHERE {column} = ?", (key,)).fetchone() is not None

    def _row_before(self, of: str, key: Sequence[Converted]) -> dict[str, Stored] | None:
        """The row of this key that stood before the batch."""
        columns = self.sector.columns(of)
        where = " AND ".join(f"{name(c)} IS ?" for c in KEYS[of])
        row = self.batch.connection.execute(
            f"SELECT {', '.join(name(c) for c in columns)} FROM {name(table(self.sector, of))} WHERE {where} AND batch <> ?",
            (*key, self.batch.number),
        ).fetchone()
        return None if row is None else dict(zip(columns, row, strict=True))

    def _twice_beside_other_faults(self) -> None:
        """Good rows whose id a faulty row bears as well."""
        for of in (of for of in TABLES if len(KEYS[of]) == 1):
            column = KEYS[of][0]
            for key, first in self._faulty[of].items():
                query = f"SELECT seq FROM {name(table(self.sector, of))} WHERE {name(column)} = ? AND seq >= ?"
                row = self.batch.connection.execute(query, (key, self.batch.first_seq(of))).fetchone()
                place = self.place(of, row[0], column) if row else None
                if place is not None:
                    self.say("id-twice", {"id": key, "file": first.place.file, "row": first.place.row or 0}, place)


def id_words(sector: Sector, of: str, key: Sequence[Converted]) -> Words:
    """A row's identity in one line; a part that is blank leaves its place empty, and a measure is told by its words too."""
    measures = {one.code: one.words.zh for one in sector.measures} if of == "measures" else {}
    parts = [(column, "" if part is None else str(part)) for column, part in zip(KEYS[of], key, strict=True)]
    coded = (f"{measures[part]}（{part}）" if column == "measure" and part in measures else part for column, part in parts)
    zh, en = (" / ".join(map(literal, one)) for one in (coded, (part for _, part in parts)))
    return Words(zh, en)


def _within(place: Place | None, places: Container[Place]) -> bool:
    """Whether a place is one of those, or its row is."""
    return place is not None and (place in places or Place(place.file, place.row) in places)
