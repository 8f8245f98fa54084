"""Loads that take the good rows and write the bad ones, with their reasons, so that they can be mended and loaded again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import StringIO
from pathlib import Path

from attrs import frozen

from conduct.core.faults import Fault, Place, Problem, fault
from conduct.core.ledger import Ledger
from conduct.core.sector import Sector
from conduct.core.words import Lang, guarded, unguarded

from .book_text import FORBIDDEN, MOST_TEXT, escaped, given_back, units
from .csv_rows import csv_rows
from .files import BadRows, Table
from .headers import REASONS, read_header
from .load import Loaded, Settings, load, open_tables
from .saving import save

OF_HEADER = ("column-unknown", "column-twice", "column-missing", "header-none", "file-header-late", "book-merged-header")
ENDINGS = (".csv", ".jsonl", ".xlsx")


@frozen
class Cell:
    """A cell of a rejected row: its column, told from others of the table by ``key``, what stands above it, and its text."""

    key: str
    header: str
    text: str


@frozen
class Rejected:
    """A row that is not taken: where it stood, its cells as they were, and why."""

    of: str
    file: str
    row: int
    cells: tuple[Cell, ...]
    reasons: tuple[Problem, ...]


def load_good(
    ledger: Ledger, sector: Sector, paths: Sequence[Path], rejects: Path, lang: Lang, settings: Settings
) -> tuple[Loaded, int, list[Problem]]:
    """Loads the rows that nothing is wrong with and writes the others to ``rejects``; returns how many these are, and why.

    A row that names a rejected one is rejected with it. Raises `Fault` for what is wrong with a whole file or its header, with
    everything left as it was; nothing is written if there is nothing to reject. What the file cannot hold is not cut or changed:
    ``rejects-cannot-hold`` is raised.
    """
    if rejects.suffix.lower() not in ENDINGS:
        raise fault("rejects-ending", path=str(rejects), known=", ".join(ENDINGS))
    reasons: dict[str, dict[int, list[Problem]]] = {}
    found: dict[tuple[Place | None, str], Problem] = {}
    made: list[Rejected] = []
    unwritten: list[Fault] = []

    def write() -> None:
        made.extend(_rejected(sector, paths, reasons, settings.get("columns") or {}))
        try:
            if made:
                _write(made, rejects, lang)
        except Fault as error:
            unwritten.append(error)
            raise

    chosen: Settings = {**settings, "finish": write}
    while True:
        try:
            skip = {file: set(rows) for file, rows in reasons.items()}
            loaded = load(ledger, sector, paths, skip=skip, **chosen)
        except Fault as error:
            if unwritten:
                raise
            new = {(p.place, p.said("en")): p for p in error.problems}
            new = {key: p for key, p in new.items() if key not in found}
            found |= new
            if not new or not _add(reasons, list(new.values())):
                raise Fault(found.values()) from None
            continue
        return loaded, len(made), list(found.values())


def _add(reasons: dict[str, dict[int, list[Problem]]], problems: Sequence[Problem]) -> bool:
    """Adds what is wrong with rows; False where something else is wrong."""
    for problem in problems:
        if problem.place is None or problem.place.row is None or problem.code in OF_HEADER:
            return False
    for problem in problems:
        assert problem.place is not None
        assert problem.place.row is not None
        reasons.setdefault(problem.place.file, {}).setdefault(problem.place.row, []).append(problem)
    return True


def _rejected(
    sector: Sector, paths: Sequence[Path], reasons: Mapping[str, Mapping[int, Sequence[Problem]]], own: Mapping[str, str]
) -> list[Rejected]:
    found = []
    for table in open_tables(paths).tables:
        wrong = reasons.get(table.file, {})
        if wrong:
            at = read_header(sector, table.of, table.header, table.file, own)[0].at
            columns = {n: column for column, n in at.items()}
            with suppress(BadRows):
                for number, cells in table.rows:
                    if number in wrong:
                        found.append(_row(table, columns, number, cells, wrong[number]))
    return found


def _row(table: Table, columns: Mapping[int, str], number: int, cells: Sequence[str], reasons: Sequence[Problem]) -> Rejected:
    """A row; cells that nothing stands above keep a column each, so that they are refused again."""
    made = []
    for n in range(max(len(table.header), len(cells))):
        header = table.header[n].strip() if n < len(table.header) else ""
        text = cells[n] if n < len(cells) else ""
        if header not in REASONS and (header or text.strip()):
            made.append(Cell(columns.get(n) or header or f" {n}", header, unguarded(text) if table.guarded else text))
    return Rejected(table.of, table.file, number, tuple(made), tuple(reasons))


def said(reasons: Sequence[Problem], lang: Lang) -> str:
    """The reasons on one line, each with its column."""
    listed = []
    for problem in reasons:
        column = problem.place.column_said(lang) if problem.place else ""
        words = Problem(problem.code, problem.values).said(lang)
        listed.append(f"{column}: {words}" if column else words)
    return ("；" if lang == "zh" else "; ").join(dict.fromkeys(listed))


def _write(rows: Sequence[Rejected], path: Path, lang: Lang) -> None:
    tables = list(dict.fromkeys(row.of for row in rows))
    ending = path.suffix.lower()
    if ending != ".xlsx" and tables != [path.stem.split("-", 1)[0].strip().lower()]:
        raise fault("rejects-name", path=str(path), tables=", ".join(tables), example=f"{tables[0]}-rejects{ending}")
    for row in rows:
        for cell in row.cells:
            if not _holds(ending, cell.text):
                better = f"{row.of}-rejects.jsonl"
                raise fault("rejects-cannot-hold", path=str(path), file=row.file, row=row.row, column=cell.header, example=better)
    if ending == ".xlsx":
        _xlsx(rows, tables, path, lang)
        return
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_text((_csv if ending == ".csv" else _jsonl)(rows, lang), encoding="utf-8", newline="")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise fault("output-cannot-write", path=str(path), why=error.strerror or str(error)) from None


def _holds(ending: str, text: str) -> bool:
    """Whether a file of that ending can hold a text as it is."""
    if ending == ".xlsx":
        return not FORBIDDEN.search(text) and units(escaped(text)) <= MOST_TEXT
    return ending == ".jsonl" or ("\0" not in text and _encodable(text))


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _columns(rows: Sequence[Rejected]) -> dict[str, str]:
    """The columns of the rows by key, each with the first header given to it; those that nothing stands above come last."""
    found: dict[str, str] = {}
    for row in rows:
        for cell in row.cells:
            found.setdefault(cell.key, cell.header)
    return dict(sorted(found.items(), key=lambda item: not item[1]))


def _lines(rows: Sequence[Rejected], lang: Lang) -> list[list[str]]:
    """The header and the rows, with the reasons in the last column."""
    columns = _columns(rows)
    lines = [[*columns.values(), REASONS[0 if lang == "zh" else 1]]]
    for row in rows:
        cells = {cell.key: cell.text for cell in row.cells}
        lines.append([*(cells.get(key, "") for key in columns), said(row.reasons, lang)])
    return lines


def _csv(rows: Sequence[Rejected], lang: Lang) -> str:
    stream = StringIO()
    write = csv_rows(stream)
    for line in _lines(rows, lang):
        write([guarded(cell) for cell in line])
    return stream.getvalue()


def _jsonl(rows: Sequence[Rejected], lang: Lang) -> str:
    columns = _columns(rows)
    lines = []
    for row in rows:
        cells = {columns[cell.key] or cell.key: cell.text for cell in row.cells}
        whole = {**cells, REASONS[0 if lang == "zh" else 1]: said(row.reasons, lang)}
        lines.append(json.dumps(whole, ensure_ascii=not _encodable("".join(cells.values()))))
    return "\n".join(lines) + "\n"


def _xlsx(rows: Sequence[Rejected], tables: Sequence[str], path: Path, lang: Lang) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    for of in tables:
        sheet = book.create_sheet(of)
        mine = [row for row in rows if row.of == of]
        faults = [{}, *({p.place.column: p.code for p in row.reasons if p.place is not None} for row in mine)]
        lines = _lines(mine, lang)
        for r, line in enumerate(lines, 1):
            for c, text in enumerate(line, 1):
                if text:
                    cell = sheet.cell(r, c)
                    cell.value = escaped(text)
                    cell.data_type = "s"
                    given_back(cell, text, {faults[r - 1].get(lines[0][c - 1], "")})
    save(book, path)
