"""Loads that take the good rows and give back the bad ones, with their reasons, so that they can be mended and loaded again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from conduct.core.base.faults import Fault, Problem, fault
from conduct.core.base.words import Lang, codes_listed
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.files.tables import BadRows

from .in_order import by_place
from .load import Loaded, LoadSettings, load
from .opened import open_tables, rows_as_read
from .rejected import ENDINGS, Rejected, rejected_row, write_rejected
from .wording import OwnWords

OF_FILES = (
    "file-csv",
    "file-header-late",
    "header-none",
    "header-late",
    "column-unknown",
    "column-twice",
    "column-missing",
    "column-wide",
    "split-column",
    "book-merged-header",
)
"""What is wrong with a whole file or its header, though it is said of a row."""


class Rejects(NamedTuple):
    """Where rejected rows are written and in which language, and who is told what is wrong with them before anything is kept."""

    path: Path
    lang: Lang
    told: Callable[[Sequence[Problem]], None] | None = None


class _Refused(Fault):
    """What is wrong with giving rows back: no row of the load is at fault for it."""


def load_good(
    ledger: Ledger,
    sector: Sector,
    paths: Sequence[Path],
    rejects: Rejects,
    settings: LoadSettings,
) -> tuple[Loaded, int]:
    """Loads the rows that nothing is wrong with and writes the others to ``rejects``; returns how many these are.

    A row that names a rejected one is rejected with it.

    Raises `Fault` for what is wrong with a whole file or its header or with the rejects, beside what is wrong
    with rows, with everything left as it was; nothing is written if there is nothing to reject.
    """
    if rejects.path.suffix.lower() not in ENDINGS:
        raise fault("rejects-ending", path=str(rejects.path), known=codes_listed(ENDINGS))
    reasons: dict[str, dict[int, list[Problem]]] = {}
    found: list[Problem] = []
    made: list[Rejected] = []

    def all_found() -> list[Problem]:
        return by_place(found, [table.file for table in open_tables(paths, settings.get("own"), settings.get("encoding"))])

    def give_back() -> None:
        try:
            made.extend(_rejected(sector, paths, reasons, settings))
            if made:
                write_rejected(
                    made, rejects.path, rejects.lang, before=lambda: rejects.told(all_found()) if rejects.told else None
                )
        except Fault as error:
            raise _Refused(error.problems) from None

    chosen: LoadSettings = {**settings, "finish": give_back}
    while True:
        try:
            skip = {file: set(rows) for file, rows in reasons.items()}
            chosen["skip"] = skip
            return load(ledger, sector, paths, **chosen), len(made)
        except _Refused as error:
            raise Fault([*all_found(), *error.problems]) from None
        except Fault as error:
            first, new = not found, [p for p in error.problems if p not in found]
            separable = all(_of_row(p) for p in error.problems)
            found += new if first or separable else [p for p in new if not _of_row(p)]
            if not separable or not new:
                raise Fault(all_found()) from None
            _add(reasons, new)


def _of_row(problem: Problem) -> bool:
    return problem.place is not None and problem.place.row is not None and problem.code not in OF_FILES


def _add(reasons: dict[str, dict[int, list[Problem]]], problems: Iterable[Problem]) -> None:
    for problem in problems:
        assert problem.place is not None
        assert problem.place.row is not None
        reasons.setdefault(problem.place.file, {}).setdefault(problem.place.row, []).append(problem)


def _rejected(
    sector: Sector, paths: Sequence[Path], reasons: Mapping[str, Mapping[int, Sequence[Problem]]], settings: LoadSettings
) -> list[Rejected]:
    found = []
    own = settings.get("own") or OwnWords()
    for table in open_tables(paths, own, settings.get("encoding")):
        wrong = reasons.get(table.file, {})
        if wrong:
            with suppress(BadRows):
                for number, cells in rows_as_read(sector, table, own):
                    if number in wrong:
                        found.append(rejected_row(sector, table, number, cells, wrong[number], own))
    return found
