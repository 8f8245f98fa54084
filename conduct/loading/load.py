"""One load: all its files or nothing, with every error of every file."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypedDict, Unpack

from attrs import field

from conduct.core.base.calendar import Calendar
from conduct.core.base.faults import Fault, Place, Problem, Value
from conduct.core.base.frozen import define, frozen
from conduct.core.base.interrupts import last_step
from conduct.core.base.progress import More, doing
from conduct.core.base.words import Words, unguarded
from conduct.core.law.conditions import Stored, name
from conduct.core.law.sector import KEYS, REQUIRED_COLUMNS, TABLES, Sector
from conduct.core.ledger.batch import Batch, IdTwice
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.schema import table
from conduct.core.ledger.units import way_up
from conduct.files.tables import BadRows, Look, NumberedRow, RowBlock, Table, in_parts

from .appeals import BreachesOf, idle_appeal_decisions, idle_appeals
from .cells import identifier
from .columns import id_columns
from .corrections import check_corrections
from .decisions import wrong_decisions
from .discontent import by_complainant
from .dubious import dubious, presumptions
from .headers import Header, hidden_columns, likely_header, listed_columns, read_header, read_headers, table_words
from .in_order import by_place, each_once
from .links import wrong_links
from .opened import open_tables
from .references import References, id_words
from .row_numbers import RowNumbers
from .rows import BATCH, ByColumn, Checker
from .signed import Signatory, not_his
from .undone import by_those_concerned
from .unit_names import UnitNames
from .wording import OwnWords

_LOOKED_AHEAD = 20  # rows among which a header is looked for

ID_UNREAD = ("json-broken", "json-no-object")
"""What is wrong with rows of which nothing could be read, not even an id."""


@frozen
class Loaded:
    """How many rows of each table a load added, how many stood already, and how many of each table it corrected.

    ``warnings`` is what it warns of, ``notes`` what else there is to say about its files.
    """

    added: Mapping[str, int]
    unchanged: int
    corrected: Mapping[str, int]
    warnings: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


Skipped = Mapping[str, Container[int]]
"""By file, the rows that are left out."""


def load(ledger: Ledger, sector: Sector, paths: Sequence[Path], **settings: Unpack[LoadSettings]) -> Loaded:
    """Loads files as one batch. Raises `Fault` with every problem found; the ledger is then as it was."""
    tables = open_tables(paths, settings.get("own"), settings.get("encoding"))
    return load_tables(ledger, sector, tables, [], **settings)


def _without(rows: Iterator[NumberedRow], out: Container[int]) -> Iterator[NumberedRow]:
    """The rows that are not left out; what is wrong with one that is left out is not said again."""
    try:
        yield from (row for row in rows if row[0] not in out)
    except BadRows as error:
        left = [p for p in error.problems if p.place is None or p.place.row not in out]
        if left:
            raise BadRows(left) from None


class LoadSettings(TypedDict, total=False):
    """How facts are loaded.

    ``own`` is what the office calls things, ``encoding`` how its files are encoded. With ``correct``, the reason, a row whose id
    is taken replaces the one that stands, which moves to the history. What a load warns of is an error if ``strict``. ``today``
    and ``calendar`` are the office's. ``skip`` are rows that are left out. ``finish`` is called once all is checked; what it
    raises leaves the ledger as it was. ``made`` makes tables inside the transaction, where nobody else takes an id. ``signed`` is
    who sends the rows, where what they add, correct and decide must be his to. ``breaches`` tells which stand against some cases.
    """

    own: OwnWords | None
    encoding: str | None
    strict: bool
    today: date | None
    calendar: Calendar | None
    skip: Skipped | None
    command: str
    note: Words | None
    correct: str | None
    finish: Callable[[], None] | None
    made: Callable[[Batch], Sequence[Table]] | None
    signed: Signatory | None
    breaches: BreachesOf | None


def load_tables(
    ledger: Ledger, sector: Sector, tables: Sequence[Table], problems: list[Problem], **settings: Unpack[LoadSettings]
) -> Loaded:
    """Loads tables that have been opened; ``problems`` are those already found."""
    correct, finish = settings.get("correct"), settings.get("finish")
    command, note = settings.get("command", "load"), settings.get("note")
    with ExitStack() as last, ledger.batch(sector, command, reason=correct, note=note) as batch:
        made = settings.get("made")
        tables = [*tables, *(made(batch) if made is not None else ())]
        run = _taken(batch, tables, problems, settings)
        problems = run.references.problems
        with doing(Words("核对各行之间的关系", "checking what rows say of each other")):
            run.check(settings.get("signed"))
            warnings = run.warnings(settings)
        if settings.get("strict"):
            problems += warnings
        if problems:
            raise Fault(by_place(each_once(problems), [table.file for table in tables]))
        if finish is not None:
            last.enter_context(last_step())  # what it writes stands with the batch, or neither does
            finish()
    corrected = {of: len(keys) for of, keys in batch.corrected.items()}
    added = {of: n - corrected.get(of, 0) for of, n in batch.added.items() if n > corrected.get(of, 0)}
    notes = (*(note for table in tables for note in table.notes), *run.notes)
    return Loaded(added, run.unchanged, corrected, tuple(by_place(warnings, [table.file for table in tables])), notes)


def _taken(batch: Batch, tables: Sequence[Table], problems: Sequence[Problem], settings: LoadSettings) -> _Load:
    """All rows taken: at first in the hope that no id comes twice, if one does then again, each row held against the others."""

    def take() -> _Load:
        references = References(batch, batch.sector, list(problems), settings.get("correct") is not None)
        own = settings.get("own") or OwnWords()
        run = _Load(references, own, settings.get("skip") or {}, settings.get("correct"))
        run.take_all(tables)
        with doing(Words("建立索引", "making indexes")):
            batch.settle()
        return run

    if settings.get("correct") is not None:
        return take()
    batch.begin()
    try:
        return take()
    except IdTwice:
        batch.anew()
        return take()


@define
class _Load:
    references: References
    own: OwnWords
    skip: Skipped
    correct: str | None = None
    unchanged: int = 0
    warned: list[tuple[str, Problem]] = field(factory=list)
    notes: list[Problem] = field(factory=list)
    _unit_names: UnitNames = field(factory=UnitNames)

    def take_all(self, tables: Sequence[Table]) -> None:
        """Takes every table, those that others name first."""
        found = [one for table in tables for one in self._readings(table)]
        self._unit_names = self._named(found)
        for of in TABLES:
            for one in found:
                if one[0] == of:
                    with doing(Words(f"读取 {one[1].file}", f"reading {one[1].file}")) as more:
                        self.take(*one, more)

    def _readings(self, found: Table) -> list[tuple[str, Table, Header, bool]]:
        """What a file's rows are taken as: each table that they make, its header, and whether that lacks a required column."""
        known, of = self.references, found.of
        if of is None or found.problems:
            known.problems.extend(found.problems)
            for lost in self._could_be(found):
                known.lose(lost)
            return []
        if of == "posts" and not getattr(known.sector, "posts", TABLES):
            known.problems.append(Problem("posts-none", {"sector": known.sector.title}, Place(found.file)))
            return []
        row = found.header_row or 1
        made, wrong = read_headers(known.sector, of, found.header, found.file, self.own, row)
        self.notes += hidden_columns(known.sector, of, found.header, found.file, self.own, row)
        if found.header_row and (none := self._no_header(of, found, made[0][1])) is not None:
            known.problems.append(none)
            known.lose(of)
            return []
        wrong = list(found.in_header) or wrong
        known.problems.extend(wrong)
        self.warned += [(of, problem) for problem in found.warned]
        if KEYS[of][0] not in {*made[0][1].at, *made[0][1].constants} or found.in_header:
            known.lose(of)
        if found.in_header:
            return []
        return [(one, found, header, any(p.code == "column-missing" for p in wrong)) for one, header in made]

    def _no_header(self, of: str, found: Table, header: Header) -> Problem | None:
        """Why the row that is taken for the header is none, and where it seems to stand."""
        sector, row = self.references.sector, found.header_row or 1
        first = row == 1 or found.chosen
        if header.at and first:
            return None
        rows = list(found.above) if found.chosen else []
        with suppress(Fault):
            rows += [(row, found.header), *islice(found.rows, _LOOKED_AHEAD)]
        likely = likely_header(sector, of, rows, found.file, self.own)
        place = Place(found.file, row)
        if likely is not None:
            return Problem("header-late", {"row": likely, "of": of, "table": table_words(of)}, place)
        if found.in_header:
            return found.in_header[0]
        if not first:
            return Problem("file-header-late", {"of": of}, place)
        known = listed_columns(sector, of, REQUIRED_COLUMNS[of])
        return Problem("header-none", {"table": table_words(of), "known": known, "of": of}, place)

    def _named(self, found: Sequence[tuple[str, Table, Header, bool]]) -> UnitNames:
        """Who is called what: in the ledger, and in the files of the load."""
        mine = UnitNames()
        for of, read, header, _ in found:
            columns = [header.at.get(c) for c in ("unit", "name", "aliases")]
            if of == "units" and columns[0] is not None:
                with suppress(Fault):
                    for _, cells in read.rows:
                        given = ["" if n is None or n >= len(cells) else cells[n] for n in columns]
                        unit, name, more = map(unguarded, given) if read.guarded else given
                        if isinstance(key := identifier(unit.strip()), str) and key:
                            mine.add(key, name, more)
        standing = UnitNames.known(self.references.batch.connection, self.references.sector, without=mine.ids)
        for name, bearers in mine.bearers.items():
            standing.bearers.setdefault(name, []).extend(bearers)
        standing.ids |= mine.ids
        return standing

    def take(self, of: str, found: Table, header: Header, incomplete: bool, more: More) -> None:
        """Checks a file's rows and adds the good ones; a row whose id is taken is the same row, or an error."""
        known, numbers, read, told = self.references, RowNumbers(), [0], 0

        def count(rows: int) -> None:  # in the thread in which they are read
            read[0] += rows

        def tell() -> None:
            nonlocal told
            rows, told = read[0] - told, read[0]
            more(rows)

        def warn(problem: Problem) -> None:
            self.warned.append((of, problem))

        first = known.begin(of, found.file, numbers, header.names)
        checker = Checker(
            known.sector, of, found.file, header, known.problems, numbers, self.own, self._unit_names, warn, found.guarded,
            count, incomplete,
        )  # fmt: skip
        ids = id_columns(known.sector, of)
        look = Look(
            header.ignored,
            frozenset(at for c, at in header.at.items() if c in ids),
            frozenset(at for c, at in header.at.items() if c in REQUIRED_COLUMNS[of]),
            warn if header.only is None else Look().warn,
        )
        left_out = self.skip.get(found.file)
        rows = found.parts(look) if left_out is None else _without(found.read(look), left_out)
        for seq, row in known.batch.insert(of, found.file, self._to_the_break(checker, rows), checker.given, tell):
            self._taken(of, Place(found.file, numbers[seq - first], header.names[KEYS[of][0]]), seq, row)
        tell()
        known.took(checker)

    def _could_be(self, found: Table) -> Iterable[str]:
        """The tables that one at fault could be: told by its name, else by its header, else any."""
        if found.of is not None:
            return (found.of,)
        if not found.header:
            return TABLES
        headers = {of: read_header(self.references.sector, of, found.header, found.file, self.own) for of in TABLES}
        return [of for of, header in headers.items() if header.at.keys() >= set(REQUIRED_COLUMNS[of])]

    def _to_the_break(self, checker: Checker, rows: Iterable[NumberedRow | RowBlock]) -> Iterator[ByColumn]:
        """The good rows of a file, some at a time; one that breaks off adds its problem and ends."""
        parts = in_parts(rows, BATCH)
        while True:
            try:
                part = next(parts, None)
            except Fault as error:
                broken = error
                break
            if part is None:
                return
            yield checker.block(part)
        known = self.references
        known.could_not_read(broken.problems)
        key = checker.header.names[KEYS[checker.table][0]]
        lost = not broken.every_row_came
        if lost or any(p.code in ID_UNREAD or (p.place is not None and p.place.column == key) for p in broken.problems):
            known.lose(checker.table)  # the ids that could not be read may be what other rows name

    def _taken(self, of: str, place: Place, new_seq: int, row: tuple[Stored, ...]) -> None:
        known = self.references
        columns = known.sector.columns(of)
        key = tuple(row[columns.index(c)] for c in KEYS[of])
        batch, seq, standing = known.batch.row_of(of, key)
        if batch == known.batch.number:
            first = known.place(of, seq) or place
            if standing == row and first.file != place.file:
                self.unchanged += 1
                return
            values: dict[str, Value] = {"id": id_words(known.sector, of, key), "file": first.file, "row": first.row or 0}
            known.problems.append(Problem("id-twice", values, place))
        elif standing == row:
            self.unchanged += 1
        elif self.correct is not None:
            known.batch.correct(of, seq, new_seq, row)
        else:
            differing = [c for c, a, b in zip(columns, standing, row, strict=True) if a != b]
            known.problems.append(Problem("id-other-content", known.other_content(of, key, differing), place))

    def warnings(self, settings: LoadSettings) -> list[Problem]:
        """What the load warns of; each is kept with the batch, but for what may be otherwise on another day."""
        batch, today = self.references.batch, settings.get("today") or date.today()
        found = [*((of, self._seq(of, p.place), p) for of, p in self.warned), *dubious(self.references, today)]
        for of, seq, problem in found:
            batch.warn(of, seq, problem)
        passing = [*presumptions(self.references, settings.get("calendar") or Calendar())]
        for seq, values in idle_appeals(batch, batch.sector, settings.get("breaches")):
            passing.append(Problem("appeal-idle", values, self.references.place("actions", seq, "kind")))
        return each_once((*(problem for _, _, problem in found), *passing))

    def _seq(self, of: str, place: Place | None) -> int | None:
        """The number of the row that stands at a place; None for a whole file's, or a row that is not taken."""
        return None if place is None or place.row is None else self.references.seq(of, place.file, place.row)

    def check(self, signed: Signatory | None) -> None:
        """Everything that a row says about another row, checked once all rows of the load are in."""
        known = self.references
        known.check()
        for code, seq, column, values in wrong_links(known.batch, known.sector, known.given):
            known.say(code, values, known.place("incidents", seq, column))
        for code, seq, column, values in wrong_decisions(known.batch, known.sector):
            known.say(code, values, known.place("actions", seq, column) or self._corrected(values))
        for seq, values in by_those_concerned(known.batch, known.sector):
            known.say("conflict-decides", values, known.place("actions", seq, "by") or self._corrected(values))
        for seq, values in by_complainant(known.batch, known.sector):
            known.say("appeal-by-complainant", values, known.place("actions", seq, "by") or self._corrected(values))
        for seq, values in idle_appeal_decisions(known.batch, known.sector):
            known.say("appeal-none", values, known.place("actions", seq, "date"))
        for one in not_his(known.batch, known.sector, signed) if signed is not None else ():
            known.say(one.code, one.values, known.place(one.of, one.seq, one.column))
        self._cycles()
        check_corrections(known)

    def _corrected(self, values: Mapping[str, Value]) -> Place | None:
        """Where the incident is corrected on which a decision stood already."""
        query = f"SELECT seq FROM {name(table(self.references.sector, 'incidents'))} WHERE incident = ?"
        (seq,) = self.references.batch.connection.execute(query, (str(values["incident"]),)).fetchone()
        return self.references.place("incidents", seq, "incident")

    def _cycles(self) -> None:
        known = self.references
        if not known.batch.added.get("units") and not known.batch.corrected.get("units"):
            return
        units = name(table(known.sector, "units"))
        parents = dict(known.batch.connection.execute(f"SELECT unit, parent FROM {units} WHERE parent IS NOT NULL"))
        mine = known.batch.connection.execute(
            f"SELECT seq, unit FROM {units} WHERE seq >= ? AND parent IS NOT NULL ORDER BY seq", (known.batch.first_seq("units"),)
        )
        free: set[str] = set()
        for seq, unit in mine:
            path, loop = way_up(unit, parents, free)
            if not loop:
                free.update(path)
            elif unit in loop:
                known.say("unit-cycle", {"loop": " → ".join(loop)}, known.place("units", seq, "parent"))
