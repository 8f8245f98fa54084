"""One load: all its files or nothing, with every error of every file."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TypedDict, Unpack

from attrs import define, evolve, field, frozen

from conduct.core.conditions import Stored, name
from conduct.core.faults import Fault, Place, Problem, Value
from conduct.core.ledger import Ledger
from conduct.core.schema import table
from conduct.core.sector import KEYS, REQUIRED_COLUMNS, TABLES, Sector
from conduct.core.words import Words, printable, unguarded

from .corrections import check_corrections
from .decisions import idle_decisions
from .files import BadRows, BrokenOff, Row, Table, Unread, read_tables, table_of
from .headers import listed_columns, read_header, table_words
from .references import References, id_words
from .rows import BATCH, Checker
from .undone import by_those_concerned

ID_UNREAD = ("json-broken", "json-no-object")
"""What is wrong with rows of which nothing could be read, not even an id."""


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
    tables = open_tables(paths)
    if skip is not None:
        tables = [evolve(one, rows=_without(one.rows, skip.get(one.file, ()))) for one in tables]
    return load_tables(ledger, sector, tables, [], **settings)


def _without(rows: Iterator[Row], out: Container[int]) -> Iterator[Row]:
    """The rows that are not left out; what is wrong with one that is left out is not said again."""
    try:
        yield from (row for row in rows if row[0] not in out)
    except BadRows as error:
        left = [p for p in error.problems if p.place is None or p.place.row not in out]
        if left:
            raise BadRows(left) from None


def open_tables(paths: Sequence[Path]) -> list[Table]:
    """The tables of files, those of one name told apart by their paths; a file that cannot be opened is one at fault."""
    tables: list[Table] = []
    for path in paths:
        name = printable(path.name)
        try:
            found = read_tables(path)
        except Fault as error:
            found = [Table(table_of(path), name, [], iter(()), problems=error.problems)]
        again = sum(other.name == path.name for other in paths) > 1
        tables += [evolve(t, file=t.file.replace(name, printable(str(path)), 1)) if again else t for t in found]
    return tables


def tables_as_read(paths: Sequence[Path]) -> list[tuple[str, list[str], list[Row]]]:
    """Each table's file, header and rows as they stand; what cannot be read as rows, line by line in the first column."""
    found = []
    for one in open_tables(paths):
        rows: list[Row] = []
        try:
            for number, cells in one.rows:
                rows.append((number, as_given(one, cells)))
        except BrokenOff as error:
            rows.extend(error.rest())
        except Fault:
            pass
        if rows or one.header:
            found.append((one.file, one.header, rows))
    return found


def as_given(table: Table, cells: list[str]) -> list[str]:
    """A row's cells as its file has them; of a line that is no row, the line."""
    if isinstance(cells, Unread):
        return [cells.raw]
    return [unguarded(cell) for cell in cells] if table.guarded else cells


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


def load_tables(
    ledger: Ledger, sector: Sector, tables: Sequence[Table], problems: list[Problem], **settings: Unpack[Settings]
) -> Loaded:
    """Loads tables that have been opened; ``problems`` are those already found."""
    correct, finish = settings.get("correct"), settings.get("finish")
    command, note = settings.get("command", "load"), settings.get("note")
    with ledger.batch(sector, command, reason=correct, note=note) as batch:
        references = References(batch, sector, problems, correct is not None)
        run = _Load(references, correct, settings.get("progress"))
        for of in (*TABLES, None):
            for found in tables:
                if found.of == of:
                    run.take(found, settings.get("columns") or {})
        batch.settle()
        run.check()
        if problems:
            raise Fault(in_order(problems, [table.file for table in tables]))
        if finish is not None:
            finish()
    corrected = {of: len(keys) for of, keys in batch.corrected.items()}
    added = {of: n - corrected.get(of, 0) for of, n in run.added.items() if n > corrected.get(of, 0)}
    return Loaded(added, run.unchanged, corrected)


def in_order(problems: Iterable[Problem], files: Sequence[str]) -> list[Problem]:
    """Problems in the order of the files and their rows; first those of none."""
    order = {file: n for n, file in reversed(list(enumerate(files)))}

    def position(problem: Problem) -> tuple[int, int]:
        place = problem.place
        return (-1, 0) if place is None else (order.get(place.file, -1), place.row or 0)

    return sorted(problems, key=position)


@define
class _Load:
    references: References
    correct: str | None = None
    progress: Callable[[int], None] | None = None
    added: dict[str, int] = field(factory=dict)
    unchanged: int = 0

    def take(self, found: Table, own: Mapping[str, str]) -> None:
        """Checks a file's rows and adds the good ones; a row whose id is taken is the same row, or an error."""
        known, of = self.references, found.of
        if of is None or found.problems:
            known.problems.extend(found.problems)
            for lost in self._could_be(found, own):
                known.lose(lost)
            return
        header, wrong = read_header(known.sector, of, found.header, found.file, own)
        if found.header_row and not header.at:
            values = {"table": table_words(of), "known": listed_columns(known.sector, of, REQUIRED_COLUMNS[of])}
            known.problems.append(Problem("header-none", values, Place(found.file, 1)))
            known.lose(of)
            return
        known.problems.extend(wrong)
        if KEYS[of][0] not in header.at:
            known.lose(of)
        numbers = array("q")
        first = known.begin(of, found.file, numbers, header.names)
        incomplete = any(p.code == "column-missing" for p in wrong)
        checker = Checker(known.sector, of, found.file, header, known.problems, numbers, found.guarded, self.progress, incomplete)
        before = len(known.batch.blocks)
        good = chain.from_iterable(self._to_the_break(checker, found.rows))
        for seq, row in known.batch.insert(of, found.file, good, checker.given):
            self._taken(of, Place(found.file, numbers[seq - first], header.names[KEYS[of][0]]), seq, row)
        for block in known.batch.blocks[before:]:
            rows = block[6]
            assert isinstance(rows, int)
            self.added[of] = self.added.get(of, 0) + rows
        known.took(checker)

    def _could_be(self, found: Table, own: Mapping[str, str]) -> Iterable[str]:
        """The tables that one at fault could be: told by its name, else by its header, else any."""
        if found.of is not None:
            return (found.of,)
        if not found.header:
            return TABLES
        headers = {of: read_header(self.references.sector, of, found.header, found.file, own)[0] for of in TABLES}
        return [of for of, header in headers.items() if header.at.keys() >= set(REQUIRED_COLUMNS[of])]

    def _to_the_break(self, checker: Checker, rows: Iterator[Row]) -> Iterator[list[tuple[Stored, ...]]]:
        """The good rows of a file, some at a time; one that breaks off adds its problem and ends."""
        broken: tuple[Problem, ...] = ()
        lost = False
        going = True
        while going:
            batch: list[Row] = []
            try:
                batch.extend(islice(rows, BATCH))
                going = len(batch) == BATCH
            except Fault as error:  # what came before the break is in the batch
                broken, lost, going = error.problems, not error.every_row_came, False
            if batch:
                yield checker.block(batch)
        if broken:
            known = self.references
            known.could_not_read(broken)
            key = checker.header.names[KEYS[checker.table][0]]
            if lost or any(p.code in ID_UNREAD or (p.place is not None and p.place.column == key) for p in broken):
                known.lose(checker.table)  # the ids that could not be read may be what other rows name

    def _taken(self, of: str, place: Place, new_seq: int, row: tuple[Stored, ...]) -> None:
        known = self.references
        columns = known.sector.columns(of)
        key = tuple(row[columns.index(c)] for c in KEYS[of])
        batch, seq, standing = known.batch.standing(of, key)
        if batch == known.batch.number:
            first = known.place(of, seq) or place
            values: dict[str, Value] = {"id": id_words(key), "file": first.file, "row": first.row or 0}
            known.problems.append(Problem("id-twice", values, place))
        elif standing == row:
            self.unchanged += 1
        elif self.correct is not None:
            known.batch.correct(of, seq, new_seq, row)
        else:
            differing = [c for c, a, b in zip(columns, standing, row, strict=True) if a != b]
            known.problems.append(Problem("id-other-content", known.other_content(of, key, differing), place))

    def check(self) -> None:
        """Everything that a row says about another row, checked once all rows of the load are in."""
        known = self.references
        known.check()
        for seq, column, values in idle_decisions(known.batch, known.sector):
            known.say("decide-no-range", values, known.place("actions", seq, column) or self._corrected(values))
        for seq, values in by_those_concerned(known.batch, known.sector):
            known.say("conflict-decides", values, known.place("actions", seq, "by") or self._corrected(values))
        self._cycles()
        check_corrections(known)

    def _corrected(self, values: Mapping[str, Value]) -> Place | None:
        """Where the incident is corrected on which a decision stood already."""
        facts = table(self.references.sector, "incidents")
        query = f"SELECT seq FROM {name(facts)} WHERE incident = ?"
        (seq,) = self.references.batch.connection.execute(query, (str(values["incident"]),)).fetchone()
        return self.references.place("incidents", seq, "incident")

    def _cycles(self) -> None:
        known = self.references
        if not self.added.get("units") and not known.batch.corrected.get("units"):
            return
        units = name(table(known.sector, "units"))
        parents = dict(known.batch.connection.execute(f"SELECT unit, parent FROM {units} WHERE parent IS NOT NULL"))
        mine = known.batch.connection.execute(
            f"SELECT seq, unit FROM {units} WHERE seq >= ? AND parent IS NOT NULL ORDER BY seq", (known.batch.first_seq("units"),)
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
                    known.say("unit-cycle", {"loop": loop}, known.place("units", seq, "parent"))
            else:
                free.update(path)
