"""Tables of text cells, with the row of each as a spreadsheet counts it: what every format is read as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import field

from conduct.core.base.faults import Fault, Problem
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words

NumberedRow = tuple[int, list[str]]


@frozen
class RowBlock:
    """Rows that follow one another, all as wide as the header, column by column; the first has the number ``first``."""

    first: int
    columns: Sequence[Sequence[str]]

    @property
    def numbers(self) -> range:
        """The numbers of its rows."""
        return range(self.first, self.first + len(self.columns[0]))

    @property
    def rows(self) -> list[NumberedRow]:
        """The rows themselves."""
        return list(zip(self.numbers, map(list, zip(*self.columns, strict=True)), strict=True))


class BadRows(Fault):
    """Rows that cannot be taken, or cells of them, each problem at its row; every row was yielded before it is raised."""

    every_row_came = True


class BrokenOff(Fault):
    """A file that breaks off; ``rest`` gives what stands from there on, each line as the only cell of its row."""

    def __init__(self, problems: Iterable[Problem], rest: Callable[[], Iterator[NumberedRow]]) -> None:
        super().__init__(problems)
        self.rest = rest


class Unread(list[str]):
    """The cells of a line that is no row, as far as they could be read; ``raw`` is the line as it stands."""

    def __init__(self, cells: Iterable[str], raw: str) -> None:
        super().__init__(cells)
        self.raw = raw


def _nobody(_problem: Problem) -> None:
    """Takes a warning that nobody asked for."""


@frozen
class Look:
    """What of a table's rows is looked at: not the cells ``ignored``; those of ``ids`` as ids, which a spreadsheet spoils.

    With ``needed``, the cells of required columns, rows of totals are left out; ``warn`` is told of these, and of hidden ones.
    """

    ignored: frozenset[int] = frozenset()
    ids: frozenset[int] = frozenset()
    needed: frozenset[int] = frozenset()
    warn: Callable[[Problem], None] = _nobody


@frozen
class Table:
    """A file's table: its name (None if it cannot be told), the cells of its header, and its rows, which ``read`` gives anew.

    ``guarded``: an apostrophe before what would start a formula is no part of the cell. ``header_row``: the header stands in the
    row of that number (none if the file has no such row), ``chosen`` if the office says so; ``above`` are the rows before it, and
    ``again`` gives the table with its header in another. ``blocks`` gives the same rows as ``read`` where it is there, those that
    can be told at once as blocks of at least one row.
    ``in_header`` is what is wrong with that row. ``problems``: why nothing of the table can be taken; its rows are then there to
    be given back, and no more. ``warned`` is what a load warns of, ``notes`` what there is to say besides.
    """

    of: str | None
    file: str
    header: list[str]
    read: Callable[[Look], Iterator[NumberedRow]] = field(eq=False)
    guarded: bool = False
    header_row: int | None = None
    chosen: bool = False
    above: tuple[NumberedRow, ...] = ()
    again: Callable[[int], Table] | None = field(default=None, eq=False)
    in_header: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    warned: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    blocks: Callable[[], Iterator[NumberedRow | RowBlock]] | None = field(default=None, eq=False)

    @property
    def rows(self) -> Iterator[NumberedRow]:
        """Its rows as they stand, from the first."""
        return self.read(Look())

    def parts(self, look: Look) -> Iterator[NumberedRow | RowBlock]:
        """The rows that ``read`` gives, in blocks where they can be had so."""
        return iter(self.read(look)) if self.blocks is None else self.blocks()


def rows_given(rows: Iterable[NumberedRow]) -> Callable[[Look], Iterator[NumberedRow]]:
    """The reading of rows that are there already."""
    kept = list(rows)
    return lambda _: iter(kept)


def in_parts(rows: Iterable[NumberedRow | RowBlock], most: int) -> Iterator[list[NumberedRow] | RowBlock]:
    """Rows as blocks of theirs, or else so many at a time; where they break off, what came before, then what ``rows`` raises."""
    some: list[NumberedRow] = []
    try:
        for one in rows:
            if isinstance(one, RowBlock):
                if some:
                    yield some
                    some = []
                yield one
            else:
                some.append(one)
                if len(some) == most:
                    yield some
                    some = []
    except Fault:
        if some:
            yield some
        raise
    if some:
        yield some


@frozen
class Sheets:
    """How a workbook's sheets are taken.

    ``table`` says which table a sheet's name names (None if none, ``""`` for one that is left out), ``header_row`` in which row
    the header of a table stands (None for the first filled), ``known`` the names there are.
    """

    table: Callable[[str], str | None]
    header_row: Callable[[str], int | None]
    known: Words
