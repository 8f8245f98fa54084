"""A file of facts, loaded whole or not at all: what is wrong in it is shown at its cell, and mended there or in a workbook."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from attrs import evolve

from conduct.core.base.faults import Fault, Problem, fault
from conduct.core.base.messages import MESSAGES
from conduct.core.base.words import Words, codes_listed
from conduct.core.law.sector import TABLES
from conduct.door.deciding import deciding_steps
from conduct.door.kept import FactsLoaded
from conduct.door.mending import CellAtFault, cells_at_fault, mended
from conduct.loading.headers import SHEETS
from conduct.loading.signed import CASES

from . import separately
from .choosing import deciding_by, sent_by
from .documents import MEDIA
from .rights import Action
from .secrets import new_word
from .visits import Answer, Download, NotFound, Visit
from .waiting import waiting_folder

_CELL = re.compile(r"cell-(\d{1,4})-(\d{1,9})-(\d{1,5})")
_SENT = {
    "id-other-content": "sent-other-content",
    "file-table": "sent-table",
    "header-late": "sent-header-late",
    "cell-date-order": "sent-date-order",
    "cell-date-zone": "sent-date-zone",
    "file-header-late": "sent-header-row",
    "header-none": "sent-header-none",
    "column-unknown": "sent-column",
    "column-missing": "sent-column-missing",
    "split-column": "sent-split-column",
    "book-sheet": "sent-sheet",
    **dict.fromkeys(("file-encoding", "file-not-chinese", "file-not-encoded"), "sent-encoding"),
}
"""What the page says in place of what a command says: it has boxes, and nobody who reads it sets anything of the office."""
_NAMES = Words(
    "、".join(word for words in SHEETS.values() for word in (words.zh, *words.also)),
    ", ".join(SHEETS),
)
"""What a file may be called for the table that it holds."""


def page(visit: Visit) -> Answer:
    """The form."""
    _need(visit)
    return Answer("upload.html", _shown(visit))


def _need(visit: Visit) -> None:
    """A file may be about any unit, so that it takes the right for all of them."""
    assert visit.session is not None
    rights, sector = visit.session.account.rights, visit.sector_name
    if not rights.everywhere(Action.LOAD, sector):
        raise NotFound
    taken = [one for one in deciding_steps(visit.sector) if rights.everywhere(deciding_by(one), sector)]
    visit.deployment.signed = sent_by(visit, taken, _corrects(visit), adds=rights.everywhere(Action.ENTER, sector))


def _corrects(visit: Visit) -> list[str]:
    """The tables of which whoever asks replaces rows that stand."""
    assert visit.session is not None
    rights, sector = visit.session.account.rights, visit.sector_name
    return [of for of in TABLES if rights.everywhere(Action.ENTER if of in CASES else Action.REPLACE, sector)]


def _shown(visit: Visit, **more: object) -> dict[str, object]:
    found = {"problems": (), "cells": (), "loaded": None, "made": None, "tables": TABLES, "upload": "", "marked": False}
    return {**found, "correct": visit.one("correct"), **more}


def sent(visit: Visit) -> Answer:
    """Loads a file that was sent; one in which something is wrong waits to be mended."""
    _need(visit)
    if isinstance(visit.sent, dict):
        return _added(visit, visit.sent)
    file = visit.files.get("file")
    if file is None:
        return Answer("upload.html", _shown(visit, problems=(visit.refusing("no-file"),)), status=400)
    waiting = Path(_folder(visit)) / new_word()
    waiting.mkdir(mode=0o700)
    path = waiting / file_name(file.name)
    shutil.move(file.path, path)
    return _loaded(visit, waiting, path)


def _added(visit: Visit, sent: Mapping[str, object]) -> Answer:
    """Takes rows that a program sends, by their tables, all or nothing. Raises `Fault` for what is wrong with them."""
    rows = {of: given for of, given in sent.items() if of not in ("correct", "form")}
    if not rows or rows.keys() - {*TABLES} or not all(_are_rows(one) for one in rows.values()):
        raise fault("load-form", known=codes_listed(TABLES))
    correct = sent.get("correct")
    made = visit.office.add(**rows, correct=str(correct) if correct is not None else None)  # type: ignore[arg-type]
    return _taken(visit, made)


def _are_rows(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(row, dict) for row in given)


def _taken(visit: Visit, made: FactsLoaded) -> Answer:
    """What was loaded."""
    hidden, plain = (MESSAGES[code].said(visit.lang) for code in ("book-sheet-hidden", "sent-sheet-hidden"))
    warned = [line.replace(hidden, plain) for line in made.warnings]
    shown = _shown(visit, made=made, loaded=_said(visit, made), warnings=warned, notes=made.notes)
    return Answer("upload.html", shown)


def file_name(name: str) -> str:
    """The name under which a file is loaded, which says which table it holds: without a folder, and nothing that a shell or a
    system would take for more than a name.
    """
    plain = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(c for c in plain if c.isprintable() and c not in '<>:"|?*').strip(". ")
    return plain[-120:] or "x"


def _folder(visit: Visit) -> Path:
    """Where files with errors wait, of this account alone."""
    assert visit.session is not None
    mine = waiting_folder(visit.served.accounts.path) / f"of-{visit.session.account.id}"
    mine.mkdir(mode=0o700, exist_ok=True)
    return mine


def _waiting(visit: Visit) -> tuple[Path, Path]:
    """The file of the address, which waits for whoever asks. Raises `NotFound`."""
    word = visit.places["upload"]
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,100}", word):
        raise NotFound
    waiting = _folder(visit) / word
    files = sorted(waiting.iterdir()) if waiting.is_dir() else []
    if not files:
        raise NotFound
    return waiting, files[0]


def _loaded(visit: Visit, waiting: Path, path: Path) -> Answer:
    correct = visit.one("correct") or None
    try:
        loaded = separately.load(visit, path, correct)
    except Fault as error:
        visit.faults.append(error)
        cells: list[CellAtFault] = []
        sent = error.problems if visit.json else tuple(_as_sent(problem) for problem in error.problems)
        problems = tuple(Fault(sent).said(visit.lang).splitlines())
        try:
            cells, others = cells_at_fault(visit.deployment, path, sent)
            if cells:
                problems = tuple(others)
        except Fault:
            pass
        at_rows = any(one.place is not None and (one.place.row, one.place.column) != (None, None) for one in error.problems)
        found = {"problems": problems, "cells": cells, "errors": len(error.problems), "marked": at_rows}
        shown = _shown(visit, **found, upload=waiting.name, name=path.name)
        return Answer("upload.html", shown, status=400)
    shutil.rmtree(waiting, ignore_errors=True)
    return _taken(visit, loaded)


def _as_sent(problem: Problem) -> Problem:
    """A problem of a file as it is said to whoever sent it in a page."""
    if problem.code not in _SENT:
        return problem
    values = {**problem.values, "known": _NAMES} if problem.code in ("file-table", "book-sheet") else problem.values
    return evolve(problem, code=_SENT[problem.code], values=values)


def _said(visit: Visit, loaded: FactsLoaded) -> list[tuple[str, int]]:
    """How many rows of each table were taken, in words."""
    found = [(visit.said(f"table-{of}"), n) for of, n in loaded.added.items()]
    found += [(visit.said(f"corrected-{of}"), n) for of, n in loaded.corrected.items()]
    return [*found, *([(visit.said("unchanged"), loaded.unchanged)] if loaded.unchanged else [])]


def again(visit: Visit) -> Answer:
    """Loads a file that waits, with the cells that were mended."""
    _need(visit)
    waiting, path = _waiting(visit)
    changes = {(int(m[1]), int(m[2]), int(m[3])): value for key, value in visit.form if (m := _CELL.fullmatch(key))}
    if changes:
        book = path.with_suffix(".xlsx") if path.suffix.lower() != ".xlsx" else path
        new = waiting / "mended.part.xlsx"
        try:
            mended(visit.deployment, path, changes, new)
        except Fault as error:
            visit.faults.append(error)
            problems = tuple(error.said(visit.lang).splitlines())
            return Answer("upload.html", _shown(visit, problems=problems, upload=waiting.name, name=path.name), status=400)
        path.unlink()
        path = new.rename(book)
    return _loaded(visit, waiting, path)


def marked(visit: Visit) -> Answer:
    """The file that waits as a workbook with each error noted in its cell."""
    _need(visit)
    waiting, path = _waiting(visit)
    with tempfile.TemporaryDirectory(prefix="conduct-") as folder:
        book = Path(folder) / "marked.xlsx"
        try:
            visit.office.load(path, correct=visit.one("correct") or None, marked=book)
        except Fault:
            if book.exists():
                return Answer(
                    file=Download(book.read_bytes(), MEDIA["xlsx"], f"{Path(path.name).stem}-{visit.said('marked-name')}.xlsx")
                )
            raise
    shutil.rmtree(waiting, ignore_errors=True)
    return Answer(to=f"/{quote(visit.sector_name, safe='')}/load")


def blank(visit: Visit) -> Answer:
    """An empty workbook of the sector to fill in."""
    _need(visit)
    with tempfile.TemporaryDirectory(prefix="conduct-") as folder:
        book = Path(folder) / "template.xlsx"
        visit.office.template(book)
        return Answer(file=Download(book.read_bytes(), MEDIA["xlsx"], f"{visit.sector_name}.xlsx"))
