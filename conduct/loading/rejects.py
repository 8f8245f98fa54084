"""Loads that take the good rows and write the bad ones, with their reasons, so that they can be mended and loaded again."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import StringIO
from pathlib import Path

from attrs import frozen

from conduct.core.faults import Fault, Problem, fault
from conduct.core.ledger import Ledger
from conduct.core.sector import Sector
from conduct.core.words import Lang, guarded

from .files import Table
from .headers import REASONS
from .load import Loaded, Settings, load, open_tables
from .saving import save
from .workbook import BadRows

OF_HEADER = ("column-unknown", "column-twice", "column-missing", "file-header-late", "book-merged-header")
ENDINGS = (".csv", ".jsonl", ".xlsx")


@frozen
class Rejected:
    """A row that is not taken: its table, its header and cells as they were, and why."""

    of: str
    header: tuple[str, ...]
    cells: tuple[str, ...]
    reasons: tuple[Problem, ...]


def load_good(
    ledger: Ledger, sector: Sector, paths: Sequence[Path], rejects: Path, lang: Lang, settings: Settings
) -> tuple[Loaded, int]:
    """Loads the rows that nothing is wrong with and writes the others to ``rejects``; returns how many these are.

    A row that names a rejected one is rejected with it. Raises `Fault` for what is wrong with a whole file or its header, with
    everything left as it was; nothing is written if there is nothing to reject.
    """
    if rejects.suffix.lower() not in ENDINGS:
        raise fault("rejects-ending", path=str(rejects), known=", ".join(ENDINGS))
    reasons: dict[str, dict[int, list[Problem]]] = {}
    made: list[Rejected] = []

    def write() -> None:
        made.extend(_rejected(paths, reasons))
        if made:
            _write(made, rejects, lang)

    chosen: Settings = {**settings, "finish": write}
    while True:
        try:
            skip = {file: set(rows) for file, rows in reasons.items()}
            loaded = load(ledger, sector, paths, skip=skip, **chosen)
        except Fault as error:
            if not _add(reasons, error.problems):
                raise
            continue
        return loaded, len(made)


def _add(reasons: dict[str, dict[int, list[Problem]]], problems: Sequence[Problem]) -> bool:
    """Adds what is wrong with rows; False where something else is wrong, or nothing new is."""
    for problem in problems:
        if problem.place is None or problem.place.row is None or problem.code in OF_HEADER:
            return False
    new = False
    for problem in problems:
        assert problem.place is not None
        assert problem.place.row is not None
        of_row = reasons.setdefault(problem.place.file, {}).setdefault(problem.place.row, [])
        if problem not in of_row:
            of_row.append(problem)
            new = True
    return new


def _rejected(paths: Sequence[Path], reasons: Mapping[str, Mapping[int, Sequence[Problem]]]) -> list[Rejected]:
    found = []
    for table in open_tables(paths)[0]:
        wrong = reasons.get(table.file, {})
        if wrong:
            with suppress(BadRows):
                for number, cells in table.rows:
                    if number in wrong:
                        found.append(_row(table, cells, wrong[number]))
    return found


def _row(table: Table, cells: Sequence[str], reasons: Sequence[Problem]) -> Rejected:
    width = max(len(table.header), len(cells))
    header = [*table.header, *("" for _ in range(width - len(table.header)))]
    padded = [*cells, *("" for _ in range(width - len(cells)))]
    kept = [n for n, name in enumerate(header) if name.strip() not in REASONS]
    return Rejected(table.of, tuple(header[n] for n in kept), tuple(padded[n] for n in kept), tuple(reasons))


def said(reasons: Sequence[Problem], lang: Lang) -> str:
    """The reasons on one line, each with its column."""
    listed = []
    for problem in reasons:
        column = problem.place.column if problem.place else None
        words = Problem(problem.code, problem.values).said(lang)
        listed.append(f"{column}: {words}" if column else words)
    return ("；" if lang == "zh" else "; ").join(dict.fromkeys(listed))


def _write(rows: Sequence[Rejected], path: Path, lang: Lang) -> None:
    tables = list(dict.fromkeys(row.of for row in rows))
    ending = path.suffix.lower()
    if ending != ".xlsx" and tables != [path.stem.split("-", 1)[0].strip().lower()]:
        raise fault("rejects-name", path=str(path), tables=", ".join(tables), example=f"{tables[0]}-rejects{ending}")
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


def _columns(rows: Sequence[Rejected]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row.header if name.strip()))


def _csv(rows: Sequence[Rejected], lang: Lang) -> str:
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    columns = _columns(rows)
    writer.writerow([*columns, REASONS[0 if lang == "zh" else 1]])
    for row in rows:
        cells = dict(zip(row.header, row.cells, strict=True))
        writer.writerow([*(guarded(cells.get(c, "")) for c in columns), guarded(said(row.reasons, lang))])
    return stream.getvalue()


def _jsonl(rows: Sequence[Rejected], lang: Lang) -> str:
    lines = []
    for row in rows:
        cells = {name: cell for name, cell in zip(row.header, row.cells, strict=True) if name.strip()}
        lines.append(json.dumps({**cells, REASONS[0 if lang == "zh" else 1]: said(row.reasons, lang)}, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def _xlsx(rows: Sequence[Rejected], tables: Sequence[str], path: Path, lang: Lang) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    for of in tables:
        sheet = book.create_sheet(of)
        mine = [row for row in rows if row.of == of]
        columns = _columns(mine)
        lines = [[*columns, REASONS[0 if lang == "zh" else 1]]]
        for row in mine:
            cells = dict(zip(row.header, row.cells, strict=True))
            lines.append([*(cells.get(c, "") for c in columns), said(row.reasons, lang)])
        for r, line in enumerate(lines, 1):
            for c, text in enumerate(line, 1):
                if text:
                    cell = sheet.cell(r, c)
                    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
                    cell.data_type = "s"
    save(book, path)
