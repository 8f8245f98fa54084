"""Rejected rows onto the disk: every cell as it was, under one header for each table, and beside it the reasons."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from itertools import takewhile
from pathlib import Path

from conduct.core.base.faults import Fault, Place, Problem, fault
from conduct.core.base.frozen import frozen
from conduct.core.base.output import replacing
from conduct.core.base.words import MARKS, Lang, Words, codes_listed, guarded
from conduct.core.law.sector import Sector
from conduct.files.csv_rows import LONGEST_CELL, csv_rows
from conduct.files.tables import Table, Unread

from ..files.book_cells import CellFormula, ErrorValue
from ..files.book_text import FORBIDDEN, MOST_TEXT, escaped, fitting, formula_text, units, visible
from ..files.book_writing import writing
from ..files.columns import LAST_COLUMN, LAST_ROW, letters
from .headers import REASONS, read_header, table_named
from .opened import as_given
from .wording import OwnWords

ENDINGS = (".csv", ".jsonl", ".xlsx")

_NO_TEXT = Words("含有该格式不能保存的字符", "it holds characters that this format cannot hold")
_LONG = Words("文字过长", "its text is too long")
_FAR = Words(f"超过{LAST_COLUMN}列", f"it stands beyond column {LAST_COLUMN}")
_DEEP = Words(f"超过{LAST_ROW}行", f"it stands beyond row {LAST_ROW}")
_NO_VALUE = Words("是公式或错误值", "it is a formula or an error value")

ColumnKey = tuple[str, int]
"""A column: its code, or of one that is ignored or has no name the header cell, and which of those that bear it."""


@frozen
class Rejected:
    """A row that is not taken: its table, its cells by column, what the file calls these, and why.

    One that is ``short`` lacks the cells of its last columns.
    """

    of: str
    cells: Mapping[ColumnKey, str]
    names: Mapping[ColumnKey, str]
    short: bool
    place: Place
    reasons: tuple[Problem, ...]


def rejected_row(
    sector: Sector, table: Table, number: int, cells: list[str], reasons: Sequence[Problem], own: OwnWords
) -> Rejected:
    """A row as it is to be given back; cells beyond the header stand under columns without a name."""
    assert table.of is not None
    header = read_header(sector, table.of, table.header, table.file, own)
    at = header.at
    codes = {n: column for column, n in at.items()}
    given = as_given(table, cells)
    if isinstance(cells, Unread):
        given = [*("" for name in takewhile(lambda name: name.strip() in REASONS, table.header)), *given]
    kept: dict[ColumnKey, str] = {}
    names: dict[ColumnKey, str] = {}
    seen: dict[str, int] = {}
    for n in range(max(len(table.header), len(given))):
        bare = table.header[n].strip() if n < len(table.header) else ""
        if bare in REASONS:
            continue
        code = codes.get(n, f" {bare}")  # no code begins with a blank
        key = (code, seen.get(code, 0))
        seen[code] = key[1] + 1
        if bare or (n < len(given) and given[n].strip()):
            names[key] = bare
            if n < len(given):
                kept[key] = given[n]
    for column, constant in header.constants.items():
        if "{row}" in constant:  # which would be another where the row stands now
            names[column, 0], kept[column, 0] = column, constant.replace("{row}", str(number))
    short = isinstance(cells, Unread)
    return Rejected(table.of, kept, names, short, Place(table.file, number), tuple(reasons))


def write_rejected(rows: Sequence[Rejected], path: Path, lang: Lang, before: Callable[[], None]) -> None:
    """Writes rows whole or not at all; ``before`` is called once it is known that the file can hold them.

    Raises `Fault` ``rejects-name``, ``rejects-cannot-hold`` with every cell that the format cannot hold, ``output-cannot-write``.
    """
    tables = list(dict.fromkeys(row.of for row in rows))
    ending = path.suffix.lower()
    if ending != ".xlsx" and tables != [table_named(path.stem)]:
        raise fault("rejects-name", path=str(path), tables=codes_listed(tables), example=f"{tables[0]}-rejects{ending}")
    columns = {of: _columns([row for row in rows if row.of == of]) for of in tables}
    if refused := _not_held(rows, columns, ending):
        raise Fault(refused)
    before()
    if ending == ".xlsx":
        _xlsx(rows, columns, path, lang)
        return
    text = (_csv if ending == ".csv" else _jsonl)(rows, columns[tables[0]], lang)
    with replacing(path) as partial:
        partial.write_text(text, encoding="utf-8", newline="")


def reasons_said(row: Rejected, lang: Lang) -> str:
    """The reasons on one line, each with its column."""
    listed = []
    for problem in row.reasons:
        column = problem.place.column_said(lang) if problem.place else ""
        words = _alone(problem, row).said(lang)
        listed.append(f"{column}{MARKS[lang].colon}{words}" if column else words)
    return MARKS[lang].semicolon.join(dict.fromkeys(listed))


def _alone(problem: Problem, row: Rejected) -> Problem:
    """A reason without its place; of a formula, whose cells do not come along, where to find its value."""
    if problem.code != "cell-formula" or problem.place is None:
        return Problem(problem.code, problem.values)
    formulas = {row.names[key]: formula_text(cell) for key, cell in row.cells.items() if isinstance(cell, CellFormula)}
    text = formulas.get(problem.place.column_said("en")) or formulas.get("", "=")
    return Problem("rejects-formula", {"formula": text, "file": row.place.file, "row": row.place.row or 0})


def _columns(rows: Sequence[Rejected]) -> dict[ColumnKey, str]:
    """The columns of a table's rows, each as the first file calls it; those without a name last."""
    found: dict[ColumnKey, str] = {}
    for row in rows:
        for key, name in row.names.items():
            found.setdefault(key, name)
    return {key: found[key] for key in sorted(found, key=lambda k: not found[k])}


def _not_held(rows: Sequence[Rejected], columns: Mapping[str, Mapping[ColumnKey, str]], ending: str) -> list[Problem]:
    """Every cell that a file of that ending cannot hold."""
    refused = []
    deep = dict.fromkeys(columns, 1)
    for row in rows:
        deep[row.of] += 1
        beyond = {key for n, key in enumerate(columns[row.of]) if n >= LAST_COLUMN - 1}
        for n, (key, cell) in enumerate(row.cells.items()):
            if cell and (found := _why_not(cell, ending, key in beyond, deep[row.of])):
                why, other = found
                column = row.names[key] or letters(n + 1)
                place = Place(row.place.file, row.place.row, column)
                refused.append(Problem("rejects-cannot-hold", {"ending": ending, "why": why, "other": other}, place))
    return refused


def _why_not(cell: str, ending: str, beyond: bool, deep: int) -> tuple[Words, str] | None:
    """Why a file of that ending cannot hold a cell, and which ending can."""
    if isinstance(cell, CellFormula | ErrorValue):
        return None if ending == ".xlsx" and not beyond else (_NO_VALUE, ".xlsx")
    if ending == ".xlsx":
        if FORBIDDEN.search(cell):
            return _NO_TEXT, ".jsonl"
        if units(escaped(cell)) > MOST_TEXT:
            return _LONG, ".jsonl"
        if beyond or deep > LAST_ROW:
            return _FAR if beyond else _DEEP, ".jsonl"
    elif ending == ".csv":
        if not _is_text(cell):
            return _NO_TEXT, ".jsonl"
        if len(guarded(cell)) > LONGEST_CELL:
            return _LONG, ".jsonl"
    return None


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _csv(rows: Sequence[Rejected], columns: Mapping[ColumnKey, str], lang: Lang) -> str:
    """The reasons stand last, or first if a row lacks its last cells, which it then lacks here as well."""
    stream = StringIO()
    write = csv_rows(stream)
    first = any(row.short for row in rows)

    def beside(reasons: str, cells: list[str]) -> list[str]:
        return [reasons, *cells] if first else [*cells, reasons]

    write(beside(REASONS[0 if lang == "zh" else 1], list(columns.values())))
    for row in rows:
        width = len(columns)
        if row.short:
            width = max((n for n, key in enumerate(columns, 1) if key in row.cells), default=0)
        write(beside(guarded(reasons_said(row, lang)), [guarded(row.cells.get(key, "")) for key in columns][:width]))
    return stream.getvalue()


def _jsonl(rows: Sequence[Rejected], columns: Mapping[ColumnKey, str], lang: Lang) -> str:
    """Columns of one name, or of none, are told apart by blanks, which are no part of a name."""
    names = {key: name + " " * key[1] for key, name in columns.items()}
    lines = []
    for row in rows:
        cells = {names[key]: row.cells[key] for key in columns if key in row.cells}
        found = {**cells, REASONS[0 if lang == "zh" else 1]: reasons_said(row, lang)}
        line = json.dumps(found, ensure_ascii=False)
        lines.append(line if _is_text(line) else json.dumps(found))
    return "".join(f"{line}\n" for line in lines)


def _xlsx(rows: Sequence[Rejected], columns: Mapping[str, Mapping[ColumnKey, str]], path: Path, lang: Lang) -> None:
    with writing(path) as book:
        for of, mine in columns.items():
            page, last = book.page(of), len(mine) + 1
            for n, text in enumerate((*mine.values(), REASONS[0 if lang == "zh" else 1]), 1):
                page.text(1, n, visible(text))
            for at, row in enumerate((row for row in rows if row.of == of), 2):
                for n, key in enumerate(mine, 1):
                    cell = row.cells.get(key, "")
                    if isinstance(cell, CellFormula | ErrorValue):
                        page.value(at, n, cell, ())
                    else:
                        page.text(at, n, cell)
                page.text(at, last, fitting(reasons_said(row, lang)))
