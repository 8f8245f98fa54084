"""A sector's facts as files that load again: one .csv for each table, in the order in which they were accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from conduct.core.conditions import name
from conduct.core.faults import fault
from conduct.core.ledger import Ledger
from conduct.core.model import Number, YesNo
from conduct.core.schema import table
from conduct.core.sector import TABLES, Sector
from conduct.core.words import guarded

from .csv_rows import csv_rows


def export_csv(ledger: Ledger, sector: Sector, folder: Path) -> dict[str, int]:
    """Writes the current facts into a folder, which is made if need be; returns how many rows of each table.

    Raises `Fault` ``export-exists`` where a file of that name stands, ``output-cannot-write`` where it cannot be written.
    """
    ledger.need(sector)
    files = {of: folder / f"{of}.csv" for of in TABLES}
    for path in files.values():
        if path.exists():
            raise fault("export-exists", path=str(path))
    counts: dict[str, int] = {}
    fresh = _empty(folder)  # then the folder comes whole, under its name, in one step
    made = folder.with_name(folder.name + ".part") if fresh else folder
    partial = {of: made / (path.name if fresh else path.name + ".part") for of, path in files.items()}
    try:
        made.mkdir(parents=True, exist_ok=True)
        with ledger.view():
            for of, path in partial.items():
                with path.open("w", encoding="utf-8", newline="") as stream:
                    write = csv_rows(stream)
                    write(sector.columns(of))
                    counts[of] = 0
                    for row in _rows(ledger, sector, of):
                        write(row)
                        counts[of] += 1
        if fresh:
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
        else:
            for of, path in partial.items():
                path.replace(files[of])
    except OSError as error:
        _remove([*partial.values(), *([] if fresh else files.values())])  # none of them stood before
        if fresh:
            with suppress(OSError):
                made.rmdir()
        raise fault("output-cannot-write", path=str(folder), why=error.strerror or str(error)) from None
    return counts


def _empty(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except OSError:
        return True


def _remove(files: Iterable[Path]) -> None:
    for path in files:
        with suppress(OSError):
            path.unlink(missing_ok=True)


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
