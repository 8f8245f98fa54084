"""A sector's facts as files that load again: one .csv for each table, in the order in which they were accepted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from conduct.core.base.faults import fault
from conduct.core.base.interrupts import last_step
from conduct.core.base.output import replacing, replacing_folder
from conduct.core.base.progress import doing
from conduct.core.base.words import Words, guarded
from conduct.core.law.conditions import name
from conduct.core.law.model import Number, YesNo
from conduct.core.law.sector import TABLES, Sector
from conduct.core.ledger.attached import every_attachment
from conduct.core.ledger.besides import ATTACHMENTS
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.schema import table
from conduct.files.csv_rows import csv_rows

_SOME = 5000  # rows, after which how far it is is told


ATTACHED = Path("attachments", "attachments.csv")
"""The list of what is attached, apart from the facts, which load without it."""
_ATTACHED = ("number", "incident", "action", "name", "kind", "size", "sha256", "date", "by", "released", "removed")


def export_csv(ledger: Ledger, sector: Sector, folder: Path) -> dict[str, int]:
    """Writes the current facts into a folder, which is made if need be; returns how many rows of each table.

    A sector that declares no posts has no file of them, since a load would refuse it. What is attached is listed in a folder of
    its own, where there is any; its files lie beside the ledger, by the digests that the list has.
    Raises `Fault` ``export-exists`` where a file of that name stands, ``output-cannot-write`` where it cannot be written.
    """
    ledger.need(sector)
    files = {of: folder / f"{of}.csv" for of in TABLES if of != "posts" or sector.posts}
    if every_attachment(ledger.connection, sector):
        files[ATTACHMENTS] = folder / ATTACHED
    for path in files.values():
        if os.path.lexists(path):
            raise fault("export-exists", path=str(path))
    counts: dict[str, int] = {}
    if not os.path.lexists(folder):  # then it comes whole, under its name, in one step
        with replacing_folder(folder) as made, ledger.view():
            for of, path in files.items():
                counts[of] = _write(ledger, sector, of, made / path.relative_to(folder))
        return counts
    done: list[Path] = []
    try:
        with ExitStack() as last, ExitStack() as stack, ledger.view():
            if ATTACHMENTS in files:
                (folder / ATTACHED.parent).mkdir(exist_ok=True)
            for of, path in files.items():
                counts[of] = _write(ledger, sector, of, stack.enter_context(_noted(path, done)))
            last.enter_context(last_step())
    except BaseException:
        for path in done:  # none of them stood before
            path.unlink(missing_ok=True)
        with suppress(OSError):  # where something else lies in it, it stays
            (folder / ATTACHED.parent).rmdir()
        raise
    return counts


@contextmanager
def _noted(path: Path, done: list[Path]) -> Iterator[Path]:
    """A file in place of which none stands; it is noted once it is there."""
    with replacing(path, fresh=True) as partial:
        yield partial
    done.append(path)


def _write(ledger: Ledger, sector: Sector, of: str, path: Path) -> int:
    if of == ATTACHMENTS:
        return _write_attached(ledger, sector, path)
    standing = ledger.connection.execute(f"SELECT count(*) FROM {name(table(sector, of))}").fetchone()[0]
    said = Words(f"写 {of}.csv", f"writing {of}.csv")
    with path.open("w", encoding="utf-8", newline="") as stream, doing(said, standing) as more:
        write = csv_rows(stream)
        write(sector.columns(of))
        rows = 0
        for row in _rows(ledger, sector, of):
            write(row)
            rows += 1
            if not rows % _SOME:
                more(_SOME)
    return rows


def _write_attached(ledger: Ledger, sector: Sector, path: Path) -> int:
    path.parent.mkdir(exist_ok=True)
    found = every_attachment(ledger.connection, sector)
    with path.open("w", encoding="utf-8", newline="") as stream:
        write = csv_rows(stream)
        write(_ATTACHED)
        for one in found:
            owners = [one.owner if one.of == of else "" for of in ("incidents", "actions")]
            texts = [*owners, one.name, one.kind, str(one.size), one.sha256, one.date, one.by or ""]
            write([str(one.number), *map(guarded, texts), "yes" if one.released else "no", "yes" if one.removed else "no"])
    return len(found)


def _rows(ledger: Ledger, sector: Sector, of: str) -> Iterator[list[str]]:
    columns = sector.columns(of)
    attributes = {"incidents": sector.incident_attributes, "actions": sector.action_attributes}.get(of, {})
    yes_no = [c in attributes and isinstance(attributes[c].type, YesNo) for c in columns]
    numbers = [c == "value" or (c in attributes and isinstance(attributes[c].type, Number)) for c in columns]
    rows = ledger.connection.execute(f"SELECT {', '.join(name(c) for c in columns)} FROM {name(table(sector, of))} ORDER BY seq")
    for row in rows:
        cells = []
        for value, is_yes_no, number in zip(row, yes_no, numbers, strict=True):
            if value is None:
                cells.append("")
            elif is_yes_no:
                cells.append("yes" if value else "no")
            else:
                cells.append(str(value) if number else guarded(str(value)))
        yield cells
