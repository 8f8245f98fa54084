"""Reading .csv and .jsonl files as tables of text cells, with the row of each as a spreadsheet counts it."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import frozen

from conduct.core.faults import Fault, Place, Problem, fault
from conduct.core.sector import TABLES

ENDINGS = (".csv", ".xlsx", ".jsonl")
_CHUNK = 1 << 20
csv.field_size_limit(1 << 24)

Row = tuple[int, list[str]]


@frozen
class Table:
    """A file's table: its name, the cells of its header, and its rows.

    ``guarded``: an apostrophe before what would start a formula is no part of the cell.
    """

    of: str
    file: str
    header: list[str]
    rows: Iterator[Row]
    guarded: bool = False


def read_tables(path: Path) -> list[Table]:
    """A file's tables: one, or those of a workbook. Raises `Fault` for what is no readable table; rows raise it while read."""
    if path.suffix.lower() == ".xlsx" and path.is_file():
        from .workbook import read_workbook

        return read_workbook(path)
    return [read(path)]


def read(path: Path) -> Table:
    """The table of a .csv or .jsonl file. Raises `Fault` for anything that is none; rows raise it while they are read."""
    file = path.name
    if path.is_dir():
        raise fault("file-is-folder", place=Place(str(path)))
    if not path.exists():
        raise fault("file-missing", path=str(path))
    if path.suffix.lower() not in ENDINGS:
        raise fault("file-ending", place=Place(file), known=", ".join(ENDINGS))
    of = path.stem.split("-", 1)[0].strip().lower()
    if of not in TABLES:
        raise fault("file-table", place=Place(file), known=", ".join(TABLES))
    try:
        encoding = _encoding(path)
        return (_csv if path.suffix.lower() == ".csv" else _jsonl)(of, path, encoding)
    except OSError as error:
        raise fault("file-unreadable", place=Place(file), why=error.strerror or str(error)) from None


def _encoding(path: Path) -> str:
    """UTF-8 with or without BOM, else GB18030: the first that reads the whole file."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise fault("file-utf16", place=Place(path.name))
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
    raise fault("file-encoding", place=Place(path.name))


def _csv(of: str, path: Path, encoding: str) -> Table:
    rows = _csv_rows(path, encoding)
    for number, cells in rows:
        if any(c.strip() for c in cells):
            if number != 1:
                raise fault("file-header-late", place=Place(path.name, number))
            return Table(of, path.name, cells, rows, guarded=True)
    raise fault("file-empty", place=Place(path.name))


def _csv_rows(path: Path, encoding: str) -> Iterator[Row]:
    number = 0
    with path.open(encoding=encoding, newline="") as stream:
        try:
            for number, cells in enumerate(csv.reader(stream, strict=True), 1):
                yield number, cells
        except csv.Error as error:
            raise fault("file-csv", place=Place(path.name, number + 1), why=str(error)) from None


def _jsonl(of: str, path: Path, encoding: str) -> Table:
    """Each line an object; the header holds every key, in the order in which they first appear."""
    header: dict[str, int] = {}
    problems: list[Problem] = []
    with path.open(encoding=encoding) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                found = _object(path.name, number, line, problems)
                for key in found:
                    header.setdefault(key, len(header))
    if problems:
        raise Fault(problems)
    if not header:
        raise fault("file-empty", place=Place(path.name))
    return Table(of, path.name, list(header), _jsonl_rows(path, encoding, header))


def _jsonl_rows(path: Path, encoding: str, header: dict[str, int]) -> Iterator[Row]:
    with path.open(encoding=encoding) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                cells = [""] * len(header)
                for key, cell in _object(path.name, number, line, []).items():
                    cells[header[key]] = cell
                yield number, cells


def _object(file: str, number: int, line: str, problems: list[Problem]) -> dict[str, str]:
    cells: dict[str, str] = {}

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in found]
        for key in {k for k in keys if keys.count(k) > 1}:
            problems.append(Problem("json-key-twice", {"key": key}, Place(file, number, key)))
        return dict(found)

    try:
        value = json.loads(line, parse_float=Decimal, parse_int=str, parse_constant=str, object_pairs_hook=pairs)
    except (ValueError, RecursionError) as error:
        problems.append(Problem("json-broken", {"why": str(error)}, Place(file, number)))
        return cells
    if not isinstance(value, dict):
        problems.append(Problem("json-no-object", {}, Place(file, number)))
        return cells
    for key, cell in value.items():
        if isinstance(cell, dict | list):
            problems.append(Problem("json-nested", {}, Place(file, number, key)))
        else:
            cells[key] = "" if cell is None else ("yes" if cell else "no") if isinstance(cell, bool) else str(cell)
    return cells
