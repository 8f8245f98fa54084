"""Tables as files: what a page shows, in the same order, whole, as CSV or as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from conduct.core.base.words import guarded
from conduct.files.book_text import shortened, visible
from conduct.files.book_writing import About, writing
from conduct.files.csv_rows import csv_rows

from .documents import MEDIA
from .visits import Answer, Download, NotFound, Visit

_MOST_CHARACTERS = 32_000  # of a workbook's cell


ENDINGS = ("csv", "xlsx")


def files_of(visit: Visit, name: str) -> list[tuple[str, str]]:
    """The addresses of a page's table as a file, asked for the same as the page."""
    return [(ending, visit.elsewhere(f"/{visit.sector_name}/{name}/{name}.{ending}", page=None)) for ending in ENDINGS]


def exported(
    called: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[int] = ()
) -> Answer:
    """A table as the file that an address names: ``NAME.csv`` or ``NAME.xlsx``; ``numeric`` are the columns of numbers.

    Raises `NotFound` for any other.
    """
    if called == f"{name}.csv":
        stream = StringIO()
        write = csv_rows(stream)
        write([guarded(one) for one in headings])
        for row in rows:
            write([one if n in numeric else guarded(one) for n, one in enumerate(row)])
        content = ("\ufeff" + stream.getvalue()).encode("utf-8", "backslashreplace")  # by the mark spreadsheets know what it is
        return Answer(file=Download(content, "text/csv; charset=utf-8", called))
    if called == f"{name}.xlsx":
        return Answer(file=Download(_book(name, headings, rows, numeric), MEDIA["xlsx"], called))
    raise NotFound


def _book(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[int]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        with writing(path, About(title=name)) as book:
            page, plain, bold, number = book.page(name), book.style(), book.style(bold=True), book.style("General")
            page.freeze(1)
            for n, heading in enumerate(headings, 1):
                page.column(n, 16)
                page.text(1, n, shortened(visible(heading), _MOST_CHARACTERS), bold)
            for at, row in enumerate(rows, 2):
                for n, text in enumerate(row, 1):
                    figure = _number(text) if n - 1 in numeric else None
                    if figure is not None:
                        page.number(at, n, figure, number)
                    else:
                        page.text(at, n, shortened(visible(text), _MOST_CHARACTERS), plain)
        return path.read_bytes()


def _number(text: str) -> Decimal | None:
    """A number of no more digits than a spreadsheet keeps."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and len(found.as_tuple().digits) <= 15 else None
