"""One load: all its files or nothing, with every error of every file."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TypedDict, Unpack

from attrs import define, evolve, field, frozen

from conduct.core.batch import Batch
from conduct.core.conditions import Stored, name, quoted
from conduct.core.faults import Fault, Place, Problem
from conduct.core.ledger import Ledger
from conduct.core.model import Step
from conduct.core.schema import table
from conduct.core.sector import KEYS, REQUIRED_COLUMNS, TABLES, Sector
from conduct.core.words import Words, printable, unguarded

from .cells import Converted
from .corrections import unfitting
from .decisions import idle_decisions
from .files import BadRows, Opened, Row, Table, read_tables
from .headers import column_words, named, read_header
from .rows import BATCH, Checker, kind_words, reference_columns
from .workbook import SHEETS


@frozen
class Loaded:
    """How many rows of each table a load added, how many stood already, and how many of each table it corrected."""

    added: Mapping[str, int]
    unchanged: int
    corrected: Mapping[str, int]


Skipped = Mapping[str, Container[int]]
"""By file, the rows that are left out."""


def load(
    ledger: Ledger, sector: Sector, paths: Sequence[Path], *, skip: Skipped | None = None, **settings: Unpack[Settings]
) -> Loaded:
    """Loads files as one batch. Raises `Fault` with every problem found; the ledger is then as it was."""
    opened = open_tables(paths)
    if skip is not None:
        tables = [evolve(one, rows=_without(one.rows, skip.get(one.file, ()))) for one in opened.tables]
        opened = evolve(opened, tables=tables)
    return load_tables(ledger, sector, opened, **settings)


def _without(rows: Iterator[Row], out: Container[int]) -> Iterator[Row]:
    """The rows that are not left out; what is wrong with one that is left out is not said again."""
    try:
        yield from (row for row in rows if row[0] not in out)
    except BadRows as error:
        left = [p for p in error.problems if p.place is None or p.place.row not in out]
        if left:
            raise BadRows(left) from None


def open_tables(paths: Sequence[Path]) -> Opened:
    """What files hold together; the tables of files of one name are told apart by their paths."""
    problems: list[Problem] = []
    tables: list[Table] = []
    lost: set[str] = set()
    for path in paths:
        found = read_tables(path)
        problems += found.problems
        lost |= found.lost
        again = sum(other.name == path.name for other in paths) > 1
        name, whole = printable(path.name), printable(str(path))
        tables += [evolve(t, file=t.file.replace(name, whole, 1)) if again else t for t in found.tables]
    return Opened(tables, problems, frozenset(lost))


def tables_as_read(paths: Sequence[Path]) -> list[tuple[str, list[str], list[Row]]]:
    """Each table's file, header and rows as they stand; where one breaks off, its lines from there, a cell each."""
    found = []
    for one in open_tables(paths).tables:
        rows: list[Row] = []
        try:
            for number, cells in one.rows:
                rows.append((number, [unguarded(cell) for cell in cells] if one.guarded else cells))
        except Fault:
            first = rows[-1][0] + 1 if rows else 1 + bool(one.header)
            rows += ((number, [line]) for number, line in enumerate(one.rest(), first))
        found.append((one.file, one.header, rows))
    return found


class Settings(TypedDict, total=False):
    """How facts are loaded.

    ``columns`` maps an office's own headers to conduct's, or to "" to ignore them. With ``correct``, the reason, a row whose id
    is taken replaces the one that stands, which moves to the history. ``finish`` is called once everything is checked, before
    anything is kept; what it raises leaves the ledger as it was. ``progress`` is told how many rows were read.
    """

    columns: Mapping[str, str] | None
    command: str
    note: Words | None
    correct: str | None
    finish: Callable[[], None] | None
    progress: Callable[[int], None] | None


def load_tables(ledger: Ledger, sector: Sector, opened: Opened, **settings: Unpack[Settings]) -> Loaded:
    """Loads tables that have been opened, unless something was found wrong with them."""
    problems, tables = list(opened.problems), [t for t in opened.tables if t.readable]
    correct, finish = settings.get("correct"), settings.get("finish")
    command, note = settings.get("command", "load"), settings.get("note")
    with ledger.batch(sector, command, reason=correct, note=note) as batch:
        run = _Load(batch, sector, problems, correct, settings.get("progress"))
        for of in opened.lost:
            run.faulty[of]["*"] = Place("")
        for of in TABLES:
            for found in tables:
                if found.of == of:
                    run.take(found, settings.get("columns") or {})
        batch.settle()
        run.check_references()
        if problems:
            order = {t.file: n for n, t in enumerate(tables)}
            raise Fault(sorted(problems, key=lambda p: _position(p, order)))
        if finish is not None:
            finish()
    corrected = {of: len(keys) for of, keys in batch.corrected.items()}
    added = {of: n - corrected.get(of, 0) for of, n in run.added.items() if n > corrected.get(of, 0)}
    return Loaded(added, run.unchanged, corrected)


def _position(problem: Problem, order: Mapping[str, int]) -> tuple[int, int]:
    place = problem.place
    return (-1, 0) if place is None else (order.get(place.file, -1), place.row or 0)


@define
class _Load:
    batch: Batch
    sector: Sector
    problems: list[Problem]
    correct: str | None = None
    progress: Callable[[int], None] | None = None
    added: dict[str, int] = field(factory=dict)
    unchanged: int = 0
    said_of: list[tuple[str, str, str, str, Place]] = field(factory=list)
    units_named: dict[tuple[str, str], set[Converted]] = field(factory=dict)
    faulty: dict[str, dict[str, Place]] = field(factory=lambda: {of: {} for of in TABLES})
    places: dict[str, list[tuple[int, str, array[int], Mapping[str, str]]]] = field(factory=lambda: {of: [] for of in TABLES})

    def take(self, found: Table, own: Mapping[str, str]) -> None:
        """Checks a file's rows and adds the good ones; a row whose id is taken is the same row, or an error."""
        header, wrong = read_header(self.sector, found.of, found.header, found.file, own)
        if not header.at and not found.file.endswith(".jsonl"):  # a title above it, most likely: nothing can be said of the rows
            known = Words(
                "、".join(column_words(self.sector, found.of, c).zh for c in REQUIRED_COLUMNS[found.of]),
                ", ".join(REQUIRED_COLUMNS[found.of]),
            )
            self.problems.append(Problem("header-none", {"table": SHEETS[found.of], "known": known}, Place(found.file, 1)))
            self.faulty[found.of]["*"] = Place(found.file)
            return
        self.problems.extend(wrong)
        incomplete = any(p.code == "column-missing" for p in wrong)
        if any(p.code == "column-missing" and p.values["column"] == KEYS[found.of][0] for p in wrong):
            self.faulty[found.of]["*"] = Place(found.file)
        first, numbers = self.batch.next_seq(found.of), array("q")
        checker = Checker(
            self.sector, found.of, found.file, header, self.problems, numbers, found.guarded, self.progress, incomplete
        )
        self.places[found.of].append((first, found.file, numbers, header.names))
        before = len(self.batch.blocks)
        good = chain.from_iterable(_to_the_break(checker, found.rows))
        for seq, row in self.batch.insert(found.of, found.file, good, checker.given):
            self._taken(found.of, found.file, numbers[seq - first], seq, row, header.names)
        for block in self.batch.blocks[before:]:
            rows = block[6]
            assert isinstance(rows, int)
            self.added[found.of] = self.added.get(found.of, 0) + rows
        for column, values in checker.units_named.items():
            self.units_named.setdefault((found.of, column), set()).update(values)
        for key, number in checker.faulty.items():
            self.faulty[found.of].setdefault(key, Place(found.file, number))
        self.said_of += [
            (found.of, column, value, owner, Place(found.file, row, header.names.get(column) or self._named(found.of, column)))
            for row, column, value, owner in checker.said_of
        ]

    def _taken(self, of: str, file: str, number: int, new_seq: int, row: tuple[Stored, ...], names: Mapping[str, str]) -> None:
        columns = self.sector.columns(of)
        key = tuple(row[columns.index(c)] for c in KEYS[of])
        batch, seq, standing = self.batch.standing(of, key)
        id_ = " / ".join(str(part) for part in key)
        column = names.get(KEYS[of][0]) or self._named(of, KEYS[of][0])
        if batch == self.batch.number:
            where = self._place(of, seq)
            values: dict[str, str | int | Words] = {
                "id": id_,
                "file": where.file if where else file,
                "row": (where.row if where else None) or 0,
            }
            self.problems.append(Problem("id-twice", values, Place(file, number, column)))
        elif standing == row:
            self.unchanged += 1
        elif self.correct is not None:
            self.batch.correct(of, seq, new_seq, row)
        else:
            differing = [c for c, a, b in zip(columns, standing, row, strict=True) if a != b]
            words = Words("、".join(column_words(self.sector, of, c).zh for c in differing), ", ".join(differing))
            self.problems.append(Problem("id-other-content", {"id": id_, "columns": words}, Place(file, number, column)))

    def _place(self, of: str, seq: int, column: str | None = None) -> Place | None:
        for first, file, numbers, names in reversed(self.places[of]):
            if seq >= first:
                return Place(file, numbers[seq - first], (names.get(column) or self._named(of, column)) if column else None)
        return None

    def _above(self, file: str, column: str) -> str | Words:
        """What stands above a column of actions in a file."""
        names = next(names for _, of_file, _, names in self.places["actions"] if of_file == file)
        return names.get(column) or self._named("actions", column)

    def _named(self, of: str, column: str) -> Words:
        return named(self.sector, of, column)

    def check_references(self) -> None:
        """Everything that a row says about another row, checked once all rows of the load are in."""
        units, incidents, actions = (table(self.sector, of) for of in ("units", "incidents", "actions"))
        for of in TABLES:
            for column, (target, kinds) in reference_columns(self.sector, of).items():
                self._missing(of, column, units if target == "units" else incidents, target.removesuffix("s"), kinds)
        self._missing_beside_other_faults(units, incidents)
        self._twice_beside_other_faults()
        self._units_of_kinds(incidents, units)
        self._steps_on_kinds(actions, incidents)
        for seq, column, values in idle_decisions(self.batch, self.sector):
            place = self._place("actions", seq, column) or self._corrected("incidents", str(values["incident"]))
            self.problems.append(Problem("decide-no-range", values, place))
        self._cycles(units)
        if self.batch.corrected.get("incidents") or self.batch.corrected.get("units"):
            for of, fact, values in unfitting(self.batch, self.sector):
                self.problems.append(Problem("correction-breaks", values, self._corrected(of, fact)))

    def _missing(self, of: str, column: str, target: str, key: str, kinds: tuple[str, ...] = ()) -> None:
        """Rows of the batch whose column names no row of the target, or one of another kind."""
        if key == "unit":  # few, and most often all there
            units = self.batch.connection.execute(f"SELECT unit, kind FROM {name(target)}")
            if self.units_named.get((of, column), set()) <= {None, *(unit for unit, kind in units if not kinds or kind in kinds)}:
                return
        wanted = f"AND x.kind IN ({', '.join(quoted(k) for k in kinds)})" if kinds else ""
        rows = self.batch.connection.execute(
            f"""SELECT t.seq, t.{name(column)}, EXISTS (SELECT 1 FROM {name(target)} y WHERE y.{name(key)} = t.{name(column)})
                FROM {name(table(self.sector, of))} t
                WHERE t.seq >= ? AND t.{name(column)} IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM {name(target)} x WHERE x.{name(key)} = t.{name(column)} {wanted}) ORDER BY t.seq""",
            (self.batch.first_seq(of),),
        )
        known = self.faulty["units" if key == "unit" else "incidents"]
        for seq, value, there in rows:
            if there:
                code = f"{key}-wrong-kind"
                said = kind_words(self.sector, key, kinds)
                self.problems.append(Problem(code, {"value": value, "kinds": said}, self._place(of, seq, column)))
            elif value not in known and "*" not in known:
                self.problems.append(Problem(f"{key}-unknown", {"value": value}, self._place(of, seq, column)))

    def _missing_beside_other_faults(self, units: str, incidents: str) -> None:
        """The same for rows that were not added because something else is wrong with them."""
        for of, column, value, owner, place in self.said_of:
            target, kinds = reference_columns(self.sector, of)[column]
            facts, key = (units, "unit") if target == "units" else (incidents, "incident")
            if value in self.faulty[target] or "*" in self.faulty[target]:
                continue
            query = f"SELECT kind FROM {name(facts)} WHERE {name(key)} = ?"
            row = self.batch.connection.execute(query, (value,)).fetchone()
            if row is None:
                self.problems.append(Problem(f"{key}-unknown", {"value": value}, place))
                continue
            step = self.sector.step_by_code.get(owner) if (of, column) == ("actions", "incident") else None
            if step is not None and step.kinds and row[0] not in {k.code for k in step.kinds}:
                at_step = evolve(place, column=self._above(place.file, "step"))
                self.problems.append(self._on_wrong_kind(step, row[0], at_step))
            if (of, column) == ("incidents", "unit") and owner:
                kinds = self.sector.kind_by_code[owner].units
            if kinds and row[0] not in kinds:
                said = kind_words(self.sector, key, kinds)
                self.problems.append(Problem(f"{key}-wrong-kind", {"value": value, "kinds": said}, place))

    def _on_wrong_kind(self, step: Step, kind: str, place: Place | None) -> Problem:
        declared = self.sector.kind_by_code.get(kind)  # none for one that an upgrade dropped
        words = Words(f"{declared.words.zh}({kind})", kind) if declared is not None else Words(kind, kind)
        return Problem("step-wrong-kind", {"step": step.words, "kind": words}, place)

    def _twice_beside_other_faults(self) -> None:
        """Good rows whose id a faulty row bears as well."""
        for of in (of for of in TABLES if len(KEYS[of]) == 1):
            column = KEYS[of][0]
            for key, first in self.faulty[of].items():
                query = f"SELECT seq FROM {name(table(self.sector, of))} WHERE {name(column)} = ? AND seq >= ?"
                row = self.batch.connection.execute(query, (key, self.batch.first_seq(of))).fetchone()
                place = self._place(of, row[0], column) if row else None
                if place is not None and first.row:
                    self.problems.append(Problem("id-twice", {"id": key, "file": first.file, "row": first.row}, place))

    def _units_of_kinds(self, incidents: str, units: str) -> None:
        for kind in self.sector.kinds:
            if not kind.units:
                continue
            listed = ", ".join(quoted(k) for k in kind.units)
            rows = self.batch.connection.execute(
                f"""SELECT t.seq, t.unit FROM {name(incidents)} t JOIN {name(units)} u ON u.unit = t.unit
                    WHERE t.seq >= ? AND +t.kind = ? AND u.kind NOT IN ({listed}) ORDER BY t.seq""",
                (self.batch.first_seq("incidents"), kind.code),
            )
            for seq, value in rows:
                said = kind_words(self.sector, "unit", kind.units)
                self.problems.append(
                    Problem("unit-wrong-kind", {"value": value, "kinds": said}, self._place("incidents", seq, "unit"))
                )

    def _steps_on_kinds(self, actions: str, incidents: str) -> None:
        for step in self.sector.steps:
            if not step.kinds:
                continue
            listed = ", ".join(quoted(k.code) for k in step.kinds)
            rows = self.batch.connection.execute(
                f"""SELECT t.seq, i.kind FROM {name(actions)} t JOIN {name(incidents)} i ON i.incident = t.incident
                    WHERE t.seq >= ? AND +t.step = ? AND i.kind NOT IN ({listed}) ORDER BY t.seq""",
                (self.batch.first_seq("actions"), step.code),
            )
            for seq, kind in rows:
                self.problems.append(self._on_wrong_kind(step, kind, self._place("actions", seq, "step")))

    def _corrected(self, of: str, fact: str) -> Place | None:
        """Where the row stands that corrected a fact."""
        query = f"SELECT seq FROM {name(table(self.sector, of))} WHERE {name(KEYS[of][0])} = ?"
        row = self.batch.connection.execute(query, (fact,)).fetchone()
        return self._place(of, row[0], "kind") if row else None

    def _cycles(self, units: str) -> None:
        if not self.added.get("units") and not self.batch.corrected.get("units"):
            return
        parents = dict(self.batch.connection.execute(f"SELECT unit, parent FROM {name(units)} WHERE parent IS NOT NULL"))
        mine = self.batch.connection.execute(
            f"SELECT seq, unit FROM {name(units)} WHERE seq >= ? AND parent IS NOT NULL ORDER BY seq",
            (self.batch.first_seq("units"),),
        )
        free: set[str] = set()
        for seq, unit in mine:
            path: list[str] = []
            at = unit
            while at is not None and at not in free and at not in path:
                path.append(at)
                at = parents.get(at)
            if at is not None and at in path:
                loop = " → ".join([*path[path.index(at) :], at])
                if unit in path[path.index(at) :]:
                    self.problems.append(Problem("unit-cycle", {"loop": loop}, self._place("units", seq, "parent")))
            else:
                free.update(path)


def _to_the_break(checker: Checker, rows: Iterator[Row]) -> Iterator[list[tuple[Stored, ...]]]:
    """The good rows of a file, some at a time; one that breaks off adds its problem and ends."""
    broken: list[Problem] = []
    lost = False
    going = True
    while going:
        batch: list[Row] = []
        try:
            batch.extend(islice(rows, BATCH))
            going = len(batch) == BATCH
        except Fault as error:  # what came before the break is in the batch
            broken, lost, going = list(error.problems), not error.every_row_came, False
        if batch:
            yield checker.block(batch)
    if broken:
        said = {p.place for p in broken}
        whole = {(p.place.file, p.place.row) for p in broken if p.place is not None and p.place.column is None}
        checker.problems[:] = [
            p for p in checker.problems if p.place is None or (p.place not in said and (p.place.file, p.place.row) not in whole)
        ]
        checker.problems.extend(broken)
        if lost:  # whatever stood after the break may be what other rows name
            checker.faulty["*"] = 0
