"""Reading .csv and .jsonl files as tables of text cells, with the row of each as a spreadsheet counts it."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

from attrs import frozen

from conduct.core.faults import Fault, Place, Problem, fault
from conduct.core.sector import TABLES
from conduct.core.words import Words, printable

ENDINGS = (".csv", ".xlsx", ".jsonl")
_CHUNK = 1 << 20
csv.field_size_limit(1 << 24)

Row = tuple[int, list[str]]


class BadRows(Fault):
    """Rows with cells that cannot be taken, each problem at its row; every row of the table was yielded before it is raised."""

    every_row_came = True


def _nothing() -> Iterator[str]:
    return iter(())


@frozen
class Table:
    """A file's table: its name, the cells of its header, and its rows.

    ``guarded``: an apostrophe before what would start a formula is no part of the cell. ``rest`` are the lines from the one at
    which a file broke off, as they stand. One that is not ``readable`` has no header that can be taken: it is only given back.
    """

    of: str
    file: str
    header: list[str]
    rows: Iterator[Row]
    guarded: bool = False
    rest: Callable[[], Iterator[str]] = _nothing
    readable: bool = True


@frozen
class Opened:
    """What files hold: their tables, what is wrong with them, and the tables of which rows stand in what cannot be read."""

    tables: list[Table]
    problems: list[Problem]
    lost: frozenset[str] = frozenset()


def read_tables(path: Path) -> Opened:
    """A file's tables: one, or those of a workbook; rows raise `Fault` while they are read."""
    try:
        if path.suffix.lower() == ".xlsx" and path.is_file():
            from .workbook import read_workbook

            return read_workbook(path)
        return read(path)
    except Fault as error:
        of = _table_of(path)
        whole = path.suffix.lower() == ".xlsx" or of not in TABLES
        return Opened([], list(error.problems), frozenset(TABLES if whole else {of}))


def _table_of(path: Path) -> str:
    return path.stem.split("-", 1)[0].strip().lower()


def read(path: Path) -> Opened:
    """The table of a .csv or .jsonl file. Raises `Fault` for anything that is none; rows raise it while they are read."""
    file = printable(path.name)
    if path.is_dir():
        raise fault("file-is-folder", place=Place(str(path)))
    if not path.exists():
        raise fault("file-missing", path=str(path))
    if path.suffix.lower() not in ENDINGS:
        raise fault("file-ending", place=Place(file), known=", ".join(ENDINGS))
    of = _table_of(path)
    if of not in TABLES:
        raise fault("file-table", place=Place(file), known=", ".join(TABLES))
    try:
        encoding = _encoding(path, file)
        return (_csv if path.suffix.lower() == ".csv" else _jsonl)(of, path, file, encoding)
    except OSError as error:
        raise fault("file-unreadable", place=Place(file), why=error.strerror or str(error)) from None


def _encoding(path: Path, file: str) -> str:
    """UTF-8 with or without BOM, else GB18030: the first that reads the whole file."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise fault("file-utf16", place=Place(file))
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise fault("file-encoding", place=Place(file))


# ---- comma-separated values


class _Lines:
    """A file's lines for the reader, which knows where the record began that it could not read."""

    def __init__(self, path: Path, file: str, encoding: str) -> None:
        self._path, self._file, self._encoding = path, file, encoding
        self._begun = 0  # lines before the record that is being read

    def rows(self) -> Iterator[Row]:
        number = 0
        with self._path.open(encoding=self._encoding, newline="") as stream:
            reader = csv.reader(stream, strict=True)
            try:
                for number, cells in enumerate(reader, 1):
                    yield number, cells
                    self._begun = reader.line_num
            except csv.Error as error:
                raise fault("file-csv", place=Place(self._file, number + 1), why=_csv_reason(error)) from None

    def rest(self) -> Iterator[str]:
        with self._path.open(encoding=self._encoding, newline="") as stream:
            for line in islice(stream, self._begun, None):
                yield line.rstrip("\r\n")


def _csv_reason(error: csv.Error) -> Words:
    said = str(error)
    for start, zh in _CSV_REASONS.items():
        if said.startswith(start):
            return Words(zh, said)
    return Words("格式不对", said)


_CSV_REASONS = {
    "',' expected after": "引号之后应为逗号",
    "unexpected end of data": "文件在引号之内结束",
    "line contains NUL": "含有 NUL 字符",
    "field larger than field limit": "有一格过长",
    "new-line character seen": "引号之外有单独的回车",
}


def _csv(of: str, path: Path, file: str, encoding: str) -> Opened:
    lines = _Lines(path, file, encoding)
    rows = lines.rows()
    for number, cells in rows:
        if any(c.strip() for c in cells):
            if number != 1:
                late = Problem("file-header-late", {}, Place(file, number))
                whole = Table(of, file, [], chain([(number, cells)], rows), True, lines.rest, readable=False)
                return Opened([whole], [late], frozenset({of}))
            return Opened([Table(of, file, cells, rows, True, lines.rest)], [])
    raise fault("file-empty", place=Place(file))


# ---- one JSON object a line


def _jsonl(of: str, path: Path, file: str, encoding: str) -> Opened:
    """Each line an object; the header holds every key, in the order in which they first appear."""
    header: dict[str, int] = {}
    problems: list[Problem] = []
    with path.open(encoding=encoding) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                for key in _object(file, number, line, problems) or ():
                    header.setdefault(key, len(header))
    if not header:
        raise Fault(problems) if problems else fault("file-empty", place=Place(file))
    return Opened([Table(of, file, list(header), _jsonl_rows(path, file, encoding, header, problems))], [])


def _jsonl_rows(path: Path, file: str, encoding: str, header: dict[str, int], problems: list[Problem]) -> Iterator[Row]:
    """The rows; a line that is none stands as it is in the first cell. What is wrong is raised once all came."""
    with path.open(encoding=encoding) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                cells = [""] * len(header)
                found = _object(file, number, line, [])
                if found is None:
                    cells[0] = line.strip()
                for key, cell in (found or {}).items():
                    cells[header[key]] = cell
                yield number, cells
    if problems:
        raise BadRows(problems)


def _object(file: str, number: int, line: str, problems: list[Problem]) -> dict[str, str] | None:
    """A line's cells by key; None for one that is no object. What is wrong is added to ``problems``."""
    repeated: dict[str, None] = {}

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in found]
        repeated.update(dict.fromkeys(k for k in keys if keys.count(k) > 1))
        return dict(found)

    def constant(name: str) -> Any:
        raise ValueError(name)

    try:
        value = json.loads(line, parse_float=Decimal, parse_int=str, parse_constant=constant, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        why = Words(f"第{error.colno}个字符处读不下去", f"{error.msg} at character {error.colno}")
        problems.append(Problem("json-broken", {"why": why}, Place(file, number)))
        return None
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        why = Words("嵌套过深", "nested too deep") if deep else Words(f"{error} 不是 JSON 的值", f"{error} is no JSON value")
        problems.append(Problem("json-broken", {"why": why}, Place(file, number)))
        return None
    if not isinstance(value, dict):
        problems.append(Problem("json-no-object", {}, Place(file, number)))
        return None
    problems += [Problem("json-key-twice", {"key": key}, Place(file, number, key)) for key in repeated]
    cells: dict[str, str] = {}
    for key, cell in value.items():
        if isinstance(cell, dict | list):
            problems.append(Problem("json-nested", {}, Place(file, number, key)))
            cells[key] = json.dumps(cell, ensure_ascii=False, default=str)
        else:
            cells[key] = "" if cell is None else ("yes" if cell else "no") if isinstance(cell, bool) else str(cell)
    return cells
