"""Rows of text to rows of the ledger: every cell converted, every rule of a kind or step applied, every error collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress, repeat
from operator import is_not

from attrs import evolve, field

from conduct.core.base.faults import Place, Problem
from conduct.core.base.frozen import define, frozen
from conduct.core.base.progress import More
from conduct.core.base.words import Words
from conduct.core.law.conditions import Stored
from conduct.core.law.model import Attribute, Day, Kind, Step
from conduct.core.law.sector import KEYS, REQUIRED_COLUMNS, Sector
from conduct.files.tables import NumberedRow, RowBlock
from conduct.files.totals import TOTALS, is_totals

from ..files.columns import letters
from .by_column import codes_named, complete, few_values, none_blank, parted, plain_ids
from .cells import Bad, ColumnCells, Converted, identifier, number
from .columns import column_converter, naming_owners, reference_columns
from .headers import Header, column_words
from .row_numbers import RowNumbers
from .unit_names import UnitNames
from .wording import OwnWords

BATCH = 1000
"""So many rows are looked at together: as many as share a block of the chain."""


ByColumn = Sequence[Sequence[Stored]]
"""Rows by column, in the order of the sector's."""


@frozen
class FaultyRow:
    """A row that something is wrong with, as far as it could be read; ``unread`` are the columns at fault."""

    number: int
    values: tuple[Converted, ...]
    unread: frozenset[str]


@define
class Checker:
    """Turns the rows of one file into rows of the ledger, in the order of the sector's columns."""

    sector: Sector
    table: str
    file: str
    header: Header
    problems: list[Problem]
    rows: RowNumbers
    own: OwnWords = field(factory=OwnWords)
    unit_names: UnitNames = field(factory=UnitNames)
    warn: Callable[[Problem], None] = lambda _: None
    guarded: bool = False
    more: More | None = None
    incomplete: bool = False  # the header lacks a required column: rows are checked for what they hold, none is good
    faulty: dict[str, int] = field(factory=dict)
    kinds: dict[str, str] = field(factory=dict)
    faulty_rows: list[FaultyRow] = field(factory=list)
    units_named: dict[str, set[Converted]] = field(factory=dict)
    days: dict[str, tuple[str, str]] = field(factory=dict)  # of each column of days the first and the last
    _wrong: set[tuple[int, str]] = field(factory=set)
    _cells: dict[str, ColumnCells] = field(factory=dict)
    _owners: dict[str, Kind | Step] = field(factory=dict)
    _dated: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        references = reference_columns(self.sector, self.table)
        self.units_named = {column: set() for column, (target, _) in references.items() if target == "units"}
        for column in self.sector.columns(self.table):
            convert, strip = column_converter(self.sector, self.table, column, self.own.days, self.unit_names)
            words = self.own.values.get((self.table, column))
            plain = convert is identifier and not words
            self._cells[column] = ColumnCells(convert, strip, 100_000 if strip else 0, self.guarded, plain, words)
        if self.table == "incidents":
            self._owners = dict(self.sector.kind_by_code)
        elif self.table == "actions":
            self._owners = dict(self.sector.step_by_code)
        days = {a.code for owner in self._owners.values() for a in owner.attributes if isinstance(a.type, Day)}
        self._dated = tuple(c for c in (*self.header.at, *self.header.constants) if c in days or (self._owners and c == "date"))
        for column, value in dict(self.header.constants).items():
            if "{" not in value and isinstance(bad := self._cells[column][value], Bad):
                place = Place(self.own.origin, None, f"constants.{self.table}.{column}")
                self.problems.append(Problem(bad.code, bad.values, place))
                self.incomplete = True
                left = {c: given for c, given in self.header.constants.items() if c != column}
                self.header = evolve(self.header, constants=left)

    @property
    def given(self) -> list[str]:
        """The columns that a row can have something in: those of the header, and those that a blank fills."""
        filled = {a.code for owner in self._owners.values() for a in owner.attributes if a.blank is not None}
        required = set(REQUIRED_COLUMNS[self.table])
        mine = {*self.header.at, *self.header.constants}
        return [c for c in self.sector.columns(self.table) if c in mine or c in filled or c in required]

    def block(self, batch: list[NumberedRow] | RowBlock) -> ByColumn:
        """The good rows of some; ``rows`` takes the number of each, ``problems`` what is wrong with the others."""
        if isinstance(batch, RowBlock):
            firsts = batch.columns[0]
            if self.header.only is None and self._plain(firsts, {len(batch.columns)}):
                self._tell(len(firsts))
                return self._checked(batch.numbers, batch.columns)
            batch = batch.rows
        self._tell(len(batch))
        only = self.header.only
        if only is not None:
            about = self.header.at.get("incident", only)  # a row that lacks its id says so itself
            batch = [row for row in batch if len(row[1]) > only and row[1][only].strip() and row[1][about].strip()]
        cells = [row[1] for row in batch]
        if not self._plain([c[0] if c else "" for c in cells], set(map(len, cells))):
            batch = [one for row in batch for one in self._as_given(row)]
        if not batch:
            return [[] for _ in self.sector.columns(self.table)]
        numbers, each = zip(*batch, strict=True)
        return self._checked(numbers, list(zip(*each, strict=True)))

    def _tell(self, rows: int) -> None:
        if self.more is not None:
            self.more(rows)

    def _plain(self, firsts: Sequence[str], widths: set[int]) -> bool:
        """Whether rows are as they are to be checked: as wide as the header, none of them empty or one of totals."""
        return bool(widths == {self.header.width} and self.header.width and none_blank(firsts) and TOTALS.isdisjoint(firsts))

    def _as_given(self, row: NumberedRow) -> list[NumberedRow]:
        """A row as it is to be checked: none if it is empty, one of totals, or wider than the header."""
        number_, cells = row
        if not any(c.strip() for c in cells):
            return []
        needed = [at for c, at in self.header.at.items() if c in REQUIRED_COLUMNS[self.table]]
        if is_totals(cells, needed):
            self.warn(Problem("row-totals", {}, Place(self.file, number_)))
            return []
        if len(cells) < self.header.width:  # spreadsheets leave out the last cells where they are empty
            return [(number_, [*cells, *[""] * (self.header.width - len(cells))])]
        return [row] if len(cells) == self.header.width else self._fitted(row)

    def _fitted(self, row: NumberedRow) -> list[NumberedRow]:
        """The row cut to the header; of one that has too many cells, its id is noted."""
        number_, cells = row
        width = self.header.width
        if not any(c.strip() for c in cells[width:]):
            return [(number_, cells[:width])]
        self.problems.append(Problem("row-long", {"cells": len(cells), "width": width}, Place(self.file, number_)))
        column = KEYS[self.table][0]
        at = self.header.at.get(column, width)
        if at < len(cells) and isinstance(key := self._cells[column][cells[at]], str):
            self.faulty.setdefault(key, number_)
        return []

    def _checked(self, numbers: Sequence[int], by_cell: Sequence[Sequence[str]]) -> ByColumn:
        at = self.header.at
        bad_rows = self._under_no_name(numbers, by_cell)
        columns: dict[str, list[Converted]] = {}
        for column in self.sector.columns(self.table):
            cells = self._cells[column]
            if column in at and cells.plain and plain_ids(by_cell[at[column]]):
                columns[column] = list(by_cell[at[column]])
                continue
            values: list[Converted] = (
                list(map(cells.__getitem__, by_cell[at[column]])) if column in at else self._constant(column, numbers, by_cell)
            )
            columns[column] = values
            if cells.any_bad:
                for n, value in enumerate(values):
                    if isinstance(value, Bad):
                        code, said = self._not_taken(columns, n, column) or (value.code, value.values)
                        self._bad(numbers[n], column, code, said)
                        bad_rows.add(n)
                        values[n] = None
        self._require(numbers, by_cell, columns, bad_rows)
        if self._owners:
            self._attributes(numbers, columns, bad_rows)
        for column in self._dated:
            if days := [one for one in set(columns[column]) if isinstance(one, str)]:
                first, last = self.days.get(column, (days[0], days[0]))
                self.days[column] = min(first, min(days)), max(last, max(days))
        ordered = [columns[c] for c in self.sector.columns(self.table)]
        key = columns[KEYS[self.table][0]]
        for column, units in self.units_named.items():
            of = naming_owners(self.sector, self.table, column)
            units.update(columns[column] if not of else self._of_owners(of, columns, column))
        if not bad_rows and not self.incomplete:
            self.rows.extend(numbers)
            return ordered  # type: ignore[return-value]  # what is no value is of a bad row
        for n in sorted(bad_rows) if not self.incomplete else range(len(numbers)):
            self._faulty_row(numbers[n], key[n], tuple(column[n] for column in ordered))
        good = [n not in bad_rows and not self.incomplete for n in range(len(numbers))]
        for number_ in compress(numbers, good):
            self.rows.append(number_)
        return [list(compress(column, good)) for column in ordered]  # type: ignore[arg-type]

    def _of_owners(self, of: tuple[str, ...], columns: Mapping[str, list[Converted]], column: str) -> Iterator[Converted]:
        owners = columns["kind" if self.table == "incidents" else "step"]
        return (value for owner, value in zip(owners, columns[column], strict=True) if owner in of)

    def _constant(self, column: str, numbers: Sequence[int], by_cell: Sequence[Sequence[str]]) -> list[Converted]:
        """What the office gives for a column that the file lacks, ``{row}`` being the row's number; nothing if it gives none."""
        given = self.header.constants.get(column)
        if given is None:
            return [None] * len(numbers)
        cells = self._cells[column]
        if "{" not in given:
            value = cells[given]
            return [None if isinstance(value, Bad) else value] * len(numbers)  # a bad one is said already
        if "{incident}" not in given:
            return [cells[given.replace("{row}", str(number_))] for number_ in numbers]
        at, constant = self.header.at.get("incident"), self.header.constants.get("incident", "")
        about = by_cell[at] if at is not None else [constant.replace("{row}", str(number_)) for number_ in numbers]
        ids = map(self._cells["incident"].__getitem__, about)
        return [cells[given.replace("{incident}", str(one))] if isinstance(one, str) else None for one in ids]

    def _under_no_name(self, numbers: Sequence[int], by_cell: Sequence[Sequence[str]]) -> set[int]:
        """The rows with a cell filled under a header cell that is blank; it is called by its letters."""
        found = set()
        for at in self.header.nameless:
            for n, cell in enumerate(by_cell[at]):
                if cell.strip():
                    self.problems.append(Problem("cell-no-header", {}, Place(self.file, numbers[n], letters(at + 1))))
                    found.add(n)
        return found

    def _faulty_row(self, row: int, key: Converted, values: tuple[Converted, ...]) -> None:
        """Notes a faulty row; a second one of the same id has that wrong with it as well."""
        columns = self.sector.columns(self.table)
        unread = frozenset(c for c in columns if (row, c) in self._wrong)
        self.faulty_rows.append(FaultyRow(row, values, unread))
        if key is None:
            return
        key = str(key)
        kind = dict(zip(columns, values, strict=True)).get("kind")
        if isinstance(kind, str):
            self.kinds.setdefault(key, kind)
        first = self.faulty.setdefault(key, row)
        if first != row and len(KEYS[self.table]) == 1:
            self._bad(row, KEYS[self.table][0], "id-twice", {"id": key, "file": self.file, "row": first})

    def _bad(self, row: int, column: str, code: str, values: Mapping[str, str | int | Words]) -> None:
        self._wrong.add((row, column))
        self.problems.append(Problem(code, values, Place(self.file, row, self.header.names[column])))

    def _require(
        self, numbers: Sequence[int], by_cell: Sequence[Sequence[str]], columns: dict[str, list[Converted]], bad_rows: set[int]
    ) -> None:
        for column in REQUIRED_COLUMNS[self.table]:
            values = columns[column]
            if (column in self.header.at or column in self.header.constants) and None in values:
                for n, value in enumerate(values):
                    if value is None and (numbers[n], column) not in self._wrong:
                        self._bad(numbers[n], column, "cell-blank", {})
                        bad_rows.add(n)
        if self.table in ("units", "posts") and columns["until"] and columns["from"]:
            for n, (start, end) in enumerate(zip(columns["from"], columns["until"], strict=True)):
                if isinstance(start, str) and isinstance(end, str) and end < start:
                    code = "unit-closes-early" if self.table == "units" else "post-ends-early"
                    self._bad(numbers[n], "until", code, {"from": start, "until": end})
                    bad_rows.add(n)
        if self.table == "measures":
            self._measures(numbers, by_cell, columns, bad_rows)

    def _measures(
        self, numbers: Sequence[int], by_cell: Sequence[Sequence[str]], columns: dict[str, list[Converted]], bad_rows: set[int]
    ) -> None:
        by_code = {m.code: number(m.type) for m in self.sector.measures}
        cells = by_cell[self.header.at["value"]] if "value" in self.header.at else [""] * len(numbers)
        for n, (measure, cell) in enumerate(zip(columns["measure"], cells, strict=True)):
            if not isinstance(measure, str) or columns["value"][n] is None:
                continue
            value = by_code[measure](cell.strip())
            if isinstance(value, Bad):
                self._bad(numbers[n], "value", value.code, value.values)
                bad_rows.add(n)
            else:
                columns["value"][n] = str(value)

    def _attributes(self, numbers: Sequence[int], columns: dict[str, list[Converted]], bad_rows: set[int]) -> None:
        """What the kind or step takes: nothing else filled, everything required given, blanks at their default."""
        owner_column = "kind" if self.table == "incidents" else "step"
        owners = columns[owner_column]
        declared = self.sector.incident_attributes if self.table == "incidents" else self.sector.action_attributes
        present = set(owners)
        for code in declared:
            values = columns[code]
            takers: dict[Converted, Attribute] = {}
            for owner in self._owners.values():
                takers.update((owner.code, a) for a in owner.attributes if a.code == code)
            few = {c: some for c, a in takers.items() if (some := few_values(declared[code].type, a.type)) is not None}
            blank_matters = {c for c, a in takers.items() if a.required or a.blank is not None}
            given = code in self.header.at or code in self.header.constants
            if not given and blank_matters.isdisjoint(present):
                continue
            filled, blank = parted(owners, values, present)
            if filled <= takers.keys() and blank.isdisjoint(blank_matters) and few.keys().isdisjoint(filled):
                continue
            for n, value in enumerate(values):
                owner_code = owners[n]
                if value is not None:
                    if owner_code not in takers and owner_code is not None:
                        self._bad(numbers[n], code, "cell-not-taken", self._owner_words(str(owner_code), code))
                        bad_rows.add(n)
                    elif owner_code in few and value not in few[owner_code]:
                        self._bad(numbers[n], code, "cell-option", {"value": str(value), "options": codes_named(few[owner_code])})
                        bad_rows.add(n)
                elif owner_code in blank_matters:
                    attribute = takers[owner_code]
                    if not attribute.required:
                        values[n] = attribute.blank
                    elif not given and self.incomplete:
                        continue
                    elif (numbers[n], code) not in self._wrong:
                        self._bad(numbers[n], code, "cell-required", self._owner_words(str(owner_code), code))
                        bad_rows.add(n)
        if self.table == "actions":
            self._actions(numbers, columns, bad_rows)

    def _not_taken(
        self, columns: Mapping[str, list[Converted]], n: int, column: str
    ) -> tuple[str, Mapping[str, str | int | Words]] | None:
        """Of a cell that cannot be read, that its row's kind or step takes no such attribute, whatever stands there."""
        declared = {"incidents": self.sector.incident_attributes, "actions": self.sector.action_attributes}.get(self.table, {})
        if column not in declared:
            return None
        owner = self._owners.get(str(columns["kind" if self.table == "incidents" else "step"][n]))
        if owner is None or any(a.code == column for a in owner.attributes):
            return None
        return "cell-not-taken", self._owner_words(owner.code, column)

    def _owner_words(self, owner: str, code: str) -> dict[str, str | Words]:
        words = self._owners[owner].words
        column = column_words(self.sector, self.table, code)
        return {"owner": Words(f"{words.zh}（{owner}）", owner), "column": Words(f"{column.zh}（{code}）", code)}

    def _actions(self, numbers: Sequence[int], columns: dict[str, list[Converted]], bad_rows: set[int]) -> None:
        if self._all_complete(columns):
            return
        attributes = {code: attribute.type for code, attribute in self.sector.action_attributes.items()}
        for n, step_code in enumerate(columns["step"]):
            step = self._owners.get(str(step_code)) if step_code is not None else None
            if not isinstance(step, Step):
                continue
            incident, unit = columns["incident"][n], columns["unit"][n]
            if (incident is None) == (unit is None):
                self._bad(numbers[n], "incident", "action-of-one", {})
                bad_rows.add(n)
            elif step.by_unit and unit is None:
                self._bad(numbers[n], "unit", "action-by-unit", {"step": step.words})
                bad_rows.add(n)
            elif step.either and incident is None and columns["mistaken"][n] is None:
                self._bad(numbers[n], "incident", "withdraw-what", {"step": step.words})
                bad_rows.add(n)
            elif not step.by_unit and not step.either and incident is None:
                self._bad(numbers[n], "incident", "action-on-incident", {"step": step.words})
                bad_rows.add(n)
            due, day = (columns["due"][n] if "due" in columns else None), columns["date"][n]
            if isinstance(due, str) and isinstance(day, str) and due < day and isinstance(attributes.get("due"), Day):
                self._bad(numbers[n], "due", "due-before-step", {"due": due, "date": day})
                bad_rows.add(n)
            for column in step.requires:
                if columns[column][n] is None:
                    self._bad(numbers[n], column, "cell-required", self._owner_words(step.code, column))
                    bad_rows.add(n)

    def _all_complete(self, columns: Mapping[str, list[Converted]]) -> bool:
        """Whether no action lacks what its step needs, or has a term before itself: told from the columns as a whole."""
        steps = [step for step in self._owners.values() if isinstance(step, Step)]
        needed = list(dict.fromkeys(("incident", "unit", "mistaken", *(c for step in steps for c in step.requires))))
        shapes = set(zip(columns["step"], *(map(is_not, columns[c], repeat(None)) for c in needed), strict=False))
        for code, *filled in shapes:
            step = self._owners.get(str(code))
            if isinstance(step, Step) and not complete(step, dict(zip(needed, filled, strict=True))):
                return False
        dues, days = columns.get("due"), columns["date"]
        if dues is None:
            return True
        given = [due is not None for due in dues]
        pairs = zip(compress(dues, given), compress(days, given), strict=True)
        return not any(isinstance(due, str) and isinstance(day, str) and due < day for due, day in pairs)
