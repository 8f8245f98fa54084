"""Reading .jsonl files: a line is a row, an object of keys and plain values."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from conduct.core.base.faults import Place, Problem, fault
from conduct.core.base.words import Words, printable
from conduct.core.law.sector import REQUIRED_COLUMNS

from .tables import BadRows, Look, NumberedRow, Table, Unread

_REASONS = {
    "Expecting property name enclosed in double quotes": Words("此处应是双引号中的键", "a key in double quotes is expected"),
    "Expecting ':' delimiter": Words("此处应是冒号", "a colon is expected"),
    "Expecting ',' delimiter": Words("此处应是逗号", "a comma is expected"),
    "Expecting value": Words("此处应是值", "a value is expected"),
    "Unterminated string starting at": Words("从此处开始的文字没有收尾的引号", "the text that starts here has no closing quote"),
    "Invalid control character at": Words("文字中有控制字符", "a control character stands in a text"),
    "Invalid \\escape": Words("反斜杠之后的字符不可用", "a backslash is followed by what cannot follow it"),
    "Invalid \\uXXXX escape": Words("\\u 之后应是四位十六进制数", "four hexadecimal digits must follow \\u"),
    "Extra data": Words("对象结束之后还有内容", "something follows the end of the object"),
    "Illegal trailing comma before end of object": Words("最后一项之后多了逗号", "a comma follows the last entry"),
}
_TOO_DEEP = Words("嵌套过深", "it is nested too deeply")


_MOST_KEYS = 20_000
_MOST_DIGITS = 15


class _Truth(str):
    """A truth value, as a cell holds it."""

    __slots__ = ()


_TRUTH = {True: _Truth("yes"), False: _Truth("no")}


class _Digits(str):
    """A number as it is written, which a program that works with floats may have spoilt."""

    __slots__ = ()


class _Constant(ValueError):
    """NaN or an infinity, which JSON does not know."""


def read_jsonl(of: str, path: Path, encoding: str) -> Table:
    """The table of a file; the header holds every key, in the order in which they first appear.

    Rows raise `BadRows` once all are read. Raises `Fault` ``file-empty``.
    """
    header: dict[str, int] = {}
    filled = False
    file = printable(path.name)
    with path.open(encoding=encoding) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                found, wrong = _object(file, number, line)
                filled = filled or bool(found or wrong)
                for key in found:
                    header.setdefault(key, len(header))
                if len(header) > _MOST_KEYS:
                    raise fault("json-keys", place=Place(file, number), most=_MOST_KEYS)
    if not filled:
        raise fault("file-empty", place=Place(file))
    if not header:  # no line could be read: the rows come as such, under the columns that they should have
        header = {column: n for n, column in enumerate(REQUIRED_COLUMNS[of])}
    return Table(of, file, list(header), lambda look: _rows(path, encoding, header, look))


def _rows(path: Path, encoding: str, header: dict[str, int], look: Look) -> Iterator[NumberedRow]:
    problems: list[Problem] = []
    file = printable(path.name)
    with path.open(encoding=encoding) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                found, wrong = _object(file, number, line)
                cells = [""] * len(header)
                for key, cell in found.items():
                    cells[header[key]] = cell
                wrong = [p for p in wrong if p.place is None or header.get(str(p.place.column), -1) not in look.ignored]
                wrong += [
                    p for key in found if header[key] in look.ids and (p := _spoilt(file, number, key, found[key])) is not None
                ]
                problems += wrong
                yield number, Unread(cells, line.rstrip("\n")) if wrong else cells
    if problems:
        raise BadRows(problems)


def _object(file: str, number: int, line: str) -> tuple[dict[str, str], list[Problem]]:
    """The cells of a line by their keys, and what is wrong with it."""
    problems: list[Problem] = []

    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in found]
        for key in (k for k, n in Counter(keys).items() if n > 1):
            problems.append(Problem("json-key-twice", {"key": key}, Place(file, number, key)))
        return dict(found)

    try:
        value = json.loads(line, parse_float=_Digits, parse_int=_Digits, parse_constant=_constant, object_pairs_hook=pairs)
    except (ValueError, RecursionError) as error:
        return {}, [Problem("json-broken", {"why": _why(error)}, Place(file, number))]
    if not isinstance(value, dict):
        return {}, [Problem("json-no-object", {}, Place(file, number))]
    cells = {}
    for key, cell in value.items():
        if isinstance(cell, dict | list):
            problems.append(Problem("json-nested", {}, Place(file, number, key)))
            cell = None
        cells[key] = "" if cell is None else _TRUTH[cell] if isinstance(cell, bool) else cell
    return cells, problems


def _spoilt(file: str, number: int, key: str, cell: str) -> Problem | None:
    """Why a value that is no text cannot be an id: a truth value, or a number that floats cannot hold."""
    if cell is _TRUTH[True] or cell is _TRUTH[False]:
        return Problem("id-truth", {"value": cell}, Place(file, number, key))
    if isinstance(cell, _Digits) and sum(c.isdigit() for c in cell) > _MOST_DIGITS:
        return Problem("id-number", {"value": cell}, Place(file, number, key))
    return None


def _constant(name: str) -> NoReturn:
    raise _Constant(name)


def _why(error: Exception) -> Words:
    """What the parser says, in plain words."""
    if isinstance(error, RecursionError):
        return _TOO_DEEP
    if isinstance(error, _Constant):
        return Words(f"{error} 不是 JSON 的值", f"{error} is no JSON value")
    if isinstance(error, json.JSONDecodeError):
        words = _REASONS.get(error.msg, Words(error.msg, error.msg))
        return Words(f"第{error.colno}个字符处读不下去，{words.zh}", f"at character {error.colno}, {words.en}")
    return Words(str(error), str(error))
