"""Rows of separated values, as they are read and written."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from conduct.core.base.faults import Place, Problem, fault
from conduct.core.base.words import Words, printable

from .tables import BrokenOff, Look, NumberedRow, RowBlock, Table, rows_given

if TYPE_CHECKING:
    from typing import IO

LONGEST_CELL = 1 << 24
"""How many characters a cell holds at most."""
MOST_CELLS = 20_000
"""How many cells a row has at most."""

_SEPARATORS = (",", ";", "\t")
_LONG_LINE = 1 << 18
_AT_ONCE = 1000  # rows
_AT_ONCE_READ = 1 << 16  # characters
_QUOTED = re.compile('"[^"]*"')

_OPEN = Words("文件在引号之内结束", "unexpected end of data: a quote is still open")
_AFTER = Words("收尾的引号之后应是{separator}", "a {separator} must follow a closing quote")
_NAMES = {",": Words("逗号", "comma"), ";": Words("分号", "semicolon"), "\t": Words("制表符", "tab")}
_LONG = Words(f"一格超过{LONGEST_CELL}个字符", f"a cell holds more than {LONGEST_CELL} characters")
_MANY = Words(f"一行超过{MOST_CELLS}格", f"a row has more than {MOST_CELLS} cells")


class _Broken(Exception):
    """A row that cannot be read, and why."""

    def __init__(self, why: Words) -> None:
        super().__init__(why.en)
        self.why = why


def read_csv(of: str | None, path: Path, encoding: str, header_row: int | None) -> Table:
    """The table of a .csv file; its header stands in the row of that number, else in the first that holds anything.

    Raises `Fault` ``file-empty``.
    """
    file = printable(path.name)
    separator = _separator(path, encoding, header_row)
    above: list[NumberedRow] = []
    try:
        for number, cells in _rows(path, encoding, separator):
            if number == header_row or (header_row is None and any(c.strip() for c in cells)):

                def read(_: Look, first: int = number) -> Iterator[NumberedRow]:
                    return islice(_rows(path, encoding, separator), first, None)

                def again(row: int) -> Table:
                    return read_csv(of, path, encoding, row)

                def blocks(first: int = number, width: int = len(cells)) -> Iterator[NumberedRow | RowBlock]:
                    return _blocks(path, encoding, separator, first, width)

                return Table(of, file, cells, read, True, number, header_row is not None, tuple(above), again, blocks=blocks)
            above.append((number, cells))
    except BrokenOff as error:
        rest = list(error.rest())
        at_header = error.problems[0].place == Place(file, len(above) + 1)
        header = rest.pop(0)[1] if at_header else []
        return Table(of, file, header, rows_given(rest), header_row=len(above) + 1, problems=error.problems)
    if header_row is not None and any(any(c.strip() for c in cells) for _, cells in above):
        return read_csv(of, path, encoding, None)  # it has no such row
    raise fault("file-empty", place=Place(file))


def _separator(path: Path, encoding: str, header_row: int | None) -> str:
    """What separates the cells of the header: the one that it has most of."""
    with path.open(encoding=encoding, newline="") as stream:
        lines = (line for n, line in enumerate(iter(lambda: stream.readline(_LONG_LINE), ""), 1) if n >= (header_row or 1))
        header = _QUOTED.sub("", next((line for line in lines if line.strip(" \r\n")), ""))
    return max(_SEPARATORS, key=header.count)


def _rows(path: Path, encoding: str, separator: str) -> Iterator[NumberedRow]:
    """A file's rows. Raises `BrokenOff` where it breaks off."""
    number, going, ends = 0, True, True
    with path.open(encoding=encoding, newline="") as stream:
        lines = chain.from_iterable(map(_bounded, iter(lambda: stream.readlines(_LONG_LINE), [])))
        reader = csv.reader(lines, strict=True, delimiter=separator)
        while going:
            some: list[list[str]] = []
            try:
                some.extend(islice(reader, _AT_ONCE))
                going = len(some) == _AT_ONCE
            except (csv.Error, _Broken):  # what it is, our own reader says; a long cell is none; what came before is there
                going, ends = False, False
            yield from enumerate(some, number + 1)
            number += len(some)
    if ends:
        return
    with path.open(encoding=encoding, newline="") as stream:
        rest = islice(stream, _lines_of(path, encoding, separator, number), None)
        try:
            while (row := _row(rest, separator)) is not None:
                number, cells = number + 1, row
                yield number, cells
        except _Broken as error:
            broken = Problem("file-csv", {"why": error.why}, Place(printable(path.name), number + 1))
            raise BrokenOff([broken], lambda: _lines_after(path, encoding, separator, number)) from None


def _blocks(path: Path, encoding: str, separator: str, after: int, width: int) -> Iterator[NumberedRow | RowBlock]:
    """The rows of a file after so many, those that are so wide in blocks. Raises `BrokenOff` where it breaks off."""
    number = 0
    with path.open(encoding=encoding, newline="") as stream:
        for lines in iter(lambda: stream.readlines(_AT_ONCE_READ), []):
            columns = _split("".join(lines), separator, width, len(lines)) if number >= after else None
            if columns is not None:
                yield RowBlock(number + 1, columns)
                number += len(lines)
                continue
            try:
                some = list(csv.reader(_bounded(lines), strict=True, delimiter=separator))
            except (csv.Error, _Broken):  # or a cell goes on beyond these lines
                break
            before, number = number, number + len(some)
            if set(map(len, some)) == {width} and before >= after:
                yield RowBlock(before + 1, list(zip(*some, strict=True)))
            else:
                yield from ((n, row) for n, row in enumerate(some, before + 1) if n > after)
        else:
            return
    yield from islice(_rows(path, encoding, separator), max(number, after), None)


def _split(text: str, separator: str, width: int, rows: int) -> list[list[str]] | None:
    """Lines by column; None where they have to be looked at character by character, or one is of another width."""
    if '"' in text or "\0" in text or not text.endswith("\n") or width < 2 or len(text) > LONGEST_CELL:
        return None
    if "\r" in text:
        if text.count("\r") != rows or text.count("\r\n") != rows:
            return None
        text = text.replace("\r\n", "\n")
    cells = text.replace("\n", f"{separator}\n{separator}").split(separator)
    ends = cells[width :: width + 1]
    if len(cells) != rows * (width + 1) + 1 or ends.count("\n") != rows or text.count("\n") != rows:
        return None
    del cells[-1]
    return [cells[at :: width + 1] for at in range(width)]


def _bounded(lines: list[str]) -> Iterable[str]:
    """Lines of a file; one that would make far too many cells ends them."""
    return lines if max(map(len, lines)) <= _LONG_LINE else _to_the_long(lines)


def _to_the_long(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if len(line) > _LONG_LINE:
            raise _Broken(_MANY)
        yield line


def _lines_of(path: Path, encoding: str, separator: str, rows: int) -> int:
    """How many lines the first rows of a file take, which can be read."""
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, strict=True, delimiter=separator)
        for _ in islice(reader, rows):
            pass
        return reader.line_num


def _row(lines: Iterator[str], separator: str) -> list[str] | None:
    """The next row, as the library reads it but for the length of its cells; None if there is none."""
    line = next(lines, None)
    if line is None:
        return None
    cells: list[str] = []
    at = 0
    while True:
        if line[at : at + 1] == '"':
            cell, line, at = _quoted(lines, line, at + 1)
            end = line.find(separator, at, at + 1)
            if end < 0 and line[at:].strip("\r\n"):
                name = _NAMES[separator]
                raise _Broken(Words(_AFTER.zh.format(separator=name.zh), _AFTER.en.format(separator=name.en)))
        else:
            end = line.find(separator, at)
            cell = line[at:end] if end >= 0 else line[at:].rstrip("\r\n")
        if len(cell) > LONGEST_CELL:
            raise _Broken(_LONG)
        if cell or at or end >= 0:
            cells.append(cell)
        if len(cells) > MOST_CELLS:
            raise _Broken(_MANY)
        if end < 0:
            return cells
        at = end + 1


def _quoted(lines: Iterator[str], line: str, at: int) -> tuple[str, str, int]:
    """A cell in quotes, which may go over several lines; the line that it ends in, and where."""
    pieces: list[str] = []
    length = 0
    while True:
        end = line.find('"', at)
        piece = line[at:] if end < 0 else line[at:end]
        pieces.append(piece)
        length += len(piece)
        if length > LONGEST_CELL:
            raise _Broken(_LONG)
        if end < 0:
            following = next(lines, None)
            if following is None:
                raise _Broken(_OPEN)
            line, at = following, 0
        elif line[end + 1 : end + 2] == '"':
            pieces.append('"')
            at = end + 2
        else:
            return "".join(pieces), line, end + 1


def _lines_after(path: Path, encoding: str, separator: str, rows: int) -> Iterator[NumberedRow]:
    """The lines that follow so many rows, which may take several lines each."""
    with path.open(encoding=encoding, newline="") as stream:
        for _ in range(rows):
            _row(stream, separator)
        for number, line in enumerate(stream, rows + 1):
            yield number, [line.rstrip("\r\n")]


def csv_rows(stream: IO[str]) -> Callable[[Sequence[str]], None]:
    """Writes rows of comma-separated values that load again: a return alone is quoted as well."""
    plain = csv.writer(stream, lineterminator="\n")
    every = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)

    def write(cells: Sequence[str]) -> None:
        (every if "\r" in "".join(cells) else plain).writerow(cells)

    return write
