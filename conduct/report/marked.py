"""The office's own input as a workbook: every faulty cell coloured, its fault as a comment, and a list of all faults in front."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from attrs import evolve, field

from conduct.core.base.faults import Place, Problem
from conduct.core.base.frozen import define
from conduct.core.base.words import MARKS, Lang, Words, counted, literal
from conduct.files.book_cells import CellFormula, ErrorValue
from conduct.files.book_text import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TEXT,
    escaped,
    fitting,
    formula_text,
    kept,
    sheet_title,
    units,
    visible,
)
from conduct.files.book_writing import Book, Page, writing
from conduct.files.columns import letters, number_of

if TYPE_CHECKING:
    from xlsxwriter.format import Format

GivenRows = Iterable[tuple[int, Sequence[str]]]
GivenTable = tuple[str, Sequence[str], GivenRows]
"""A table as it was given: the name that its problems call its file, its header, and its rows in order, each with its number."""

LABELS: dict[str, Words] = {
    "errors": Words("错误", "errors"),
    "file": Words("文件", "File"),
    "row": Words("行", "Row"),
    "column": Words("列", "Column"),
    "message": Words("问题", "What is wrong"),
    "cell": Words("单元格", "Cell"),
    "cut": Words("……（共{n}个字符，此处截断）", "… ({n} characters, cut here)"),
    "cut-why": Words(
        "此格文字过长，在此截断；请改原文件", "the text is too long for a cell and is cut; correct the original file"
    ),
    "escaped-why": Words(
        "此格含有表格不能保存的字符，以转义显示", "the cell holds characters that no workbook can hold; they are shown as escapes"
    ),
    "formula-why": Words(
        "公式可能取用此工作簿以外的内容，以文字写出，不再计算",
        "the formula may reach for what this workbook does not hold: its text stands here, and is not worked out",
    ),
    "comments-most": Words(
        "“{sheet}”只有前{n}格带批注；其余已标色，并列于上",
        "in “{sheet}” the first {n} cells bear a comment; the others are coloured and listed above",
    ),
    "too-large": Words("“{sheet}”只显示前{rows}行、前{columns}列", "“{sheet}” is shown up to row {rows} and column {columns}"),
    "errors-most": Words("还有{n}条错误未列出", "{errors} not listed"),
}

MOST_LINKS, MOST_COMMENTS = 65_530, 10_000
_LONGEST_COMMENT, _SAMPLE = 2_000, 200
_ENDINGS = re.compile(r"\.(csv|jsonl|xlsx)$", re.I)
_LISTED = {"file": 28, "row": 8, "column": 20, "message": 90, "cell": 12}
_TAKEN = ("history", "错误", "errors", "说明", "about", "选项", "lists")


def write_marked(
    tables: Sequence[GivenTable],
    problems: Sequence[Problem],
    path: Path,
    lang: Lang,
    header_rows: Mapping[str, int] | None = None,
) -> None:
    """Writes the tables as they were given, a sheet each, with every problem at its cell, and first a list of the problems.

    Every row stands at its own number; those of a file that counts from its first row of data, at the next. A problem belongs
    to the table that its place names. ``header_rows`` are those of headers that do not stand in the first. Raises `Fault`
    ``output-cannot-write``.
    """
    names = [name for name, _, _ in tables]
    with writing(path) as book:
        listed = book.page(LABELS["errors"].said(lang))
        marked = _Marked(book, problems, lang, _styles(book))
        titles = sheet_titles(names)
        for given, title, mine in zip(tables, titles, _by_table(names, problems), strict=True):
            marked.sheets = {t for n, t in zip(names, titles, strict=True) if _book(n) == _book(given[0]) and _bare(n) == t}
            marked.give_back(title, given[1], given[2], mine, (header_rows or {}).get(given[0], 1))
        marked.list_problems(listed)


def sheet_titles(names: Iterable[str]) -> list[str]:
    """A sheet's name for each file or sheet: what a spreadsheet allows, none twice, the table's name first."""
    taken = set(_TAKEN)
    return [sheet_title(_bare(name), taken) for name in names]


def cell_text(text: str, lang: Lang) -> tuple[str, str]:
    """Text as a cell can hold it, and the label of what was done to it where a reader of the cell sees something else."""
    shown = visible(text)
    if 7 * len(shown) > MOST_TEXT and units(escaped(shown)) > MOST_TEXT:
        said = LABELS["cut"].said(lang).format(n=len(text))
        return fitting(shown, MOST_TEXT - units(said)) + said, "cut-why"
    return shown, "" if shown == text else "escaped-why"


def display_width(text: str) -> int:
    """How many columns of a fixed font the longest line takes; a Chinese character takes two."""
    return max((sum(2 if east_asian_width(c) in "WF" else 1 for c in line) for line in text.splitlines()), default=0)


def _bare(name: str) -> str:
    """The sheet of ``book.xlsx[sheet]``, or a file's name without its folder and its ending."""
    if name.endswith("]") and "[" in name:
        return name[:-1].rsplit("[", 1)[1]
    return _ENDINGS.sub("", re.split(r"[/\\]", name)[-1])


def _book(name: str) -> str:
    """The file of ``book.xlsx[sheet]``."""
    return name.rsplit("[", 1)[0]


def _by_table(names: Sequence[str], problems: Sequence[Problem]) -> list[list[int]]:
    """The numbers of each table's problems; several files of one name all take them, since a place does not tell them apart."""
    exact: dict[str, list[int]] = {}
    bare: dict[str, list[int]] = {}
    for n, name in enumerate(names):
        exact.setdefault(name, []).append(n)
        bare.setdefault(_bare(name), []).append(n)
    found: list[list[int]] = [[] for _ in names]
    for number, problem in enumerate(problems):
        if problem.place is not None:
            for n in exact.get(problem.place.file) or bare.get(_bare(problem.place.file)) or ():
                found[n].append(number)
    return found


def _styles(book: Book) -> dict[str, Format]:
    """The styles of cells by name."""
    red = "FFC7CE"
    return {
        "text": book.style(),
        "header": book.style(fill="D9D9D9", bold=True),
        "faulty": book.style(fill=red),
        "faulty-header": book.style(fill=red, bold=True),
        "value": book.style("General"),
        "faulty-value": book.style("General", fill=red),
        "changed": book.style(fill="FFEB9C"),
        "link": book.style(colour="0563C1", underline=True),
    }


@define
class _Marked:
    """The workbook while it is written: ``at`` is where each problem was marked, ``changed`` the cells not shown as given.

    ``sheets`` are those that formulas may refer to, ``homeless`` the problems of columns that their table lacks.
    """

    book: Book
    problems: Sequence[Problem]
    lang: Lang
    styles: Mapping[str, Format]
    at: dict[int, tuple[str, str]] = field(factory=dict)
    changed: list[tuple[str, str, str]] = field(factory=list)
    notes: list[str] = field(factory=list)
    comments: dict[str, int] = field(factory=dict)
    sheets: Collection[str] = ()
    homeless: set[int] = field(factory=set)

    def give_back(self, title: str, header: Sequence[str], rows: GivenRows, mine: list[int], at: int = 1) -> None:
        """A table's sheet, its header in the row ``at``, with the problems of these numbers."""
        page = self.book.page(title)
        iterator = iter(rows)
        sample = list(islice(iterator, _SAMPLE))
        shift = 1 if at == 1 and sample and sample[0][0] < 2 else 0
        page.freeze(at)
        self._widths(page, [header, *(cells for _, cells in sample)])
        marks = self._marks(header, mine, at, shift)
        whole = len(header) <= MOST_COLUMNS
        last = 0
        given = _under(header, at, ((n + shift, cells) for n, cells in chain(sample, iterator)))
        for row, cells in _every_row(given, sorted(marks)):
            if row <= last:
                raise ValueError(f"the rows of {title} are not in order: {row} after {last}")
            whole = whole and len(cells) <= MOST_COLUMNS
            if row > MOST_ROWS:
                whole = False
                break
            styles = ("header", "faulty-header") if row == at else ("text", "faulty")
            self._row(page, row, cells, marks.get(row, {}), *styles)
            last = row
        if not whole:
            self.notes.append(LABELS["too-large"].said(self.lang).format(sheet=title, rows=MOST_ROWS, columns=MOST_COLUMNS))
        if self.comments.get(title, 0) > MOST_COMMENTS:
            self.notes.append(LABELS["comments-most"].said(self.lang).format(sheet=title, n=MOST_COMMENTS))

    def _marks(self, header: Sequence[str], mine: list[int], at: int, shift: int) -> dict[int, dict[int, list[int]]]:
        """The problems by row of the sheet and by column: of no row, the header's; of no column there is, the first."""
        places: dict[str, list[int]] = {}
        for n, name in ((n, cell.strip()) for n, cell in enumerate(header) if cell.strip()):
            places.setdefault(name, []).append(n)
        repeated: dict[str, int] = {}
        found: dict[int, dict[int, list[int]]] = {}
        for number in mine:
            problem = self.problems[number]
            place = problem.place
            assert place is not None
            row = at if place.row is None or (place.row == at and problem.code.startswith("column-")) else place.row + shift
            named = place.column_said(self.lang).strip()
            lettered = _lettered(named, () if row == at and problem.code.startswith("cell-") else header)
            columns = places.get(named) or ([lettered] if lettered is not None else [])
            if named and not columns and problem.code != "column-missing":
                self.homeless.add(number)
            column = columns[0] if columns else 0
            if problem.code == "column-twice" and len(columns) > 1:
                repeated[named] = n = repeated.get(named, 0) + 1
                column = columns[min(n, len(columns) - 1)]
            found.setdefault(max(row, 1), {}).setdefault(column, []).append(number)
        return found

    def _row(self, page: Page, row: int, cells: Sequence[str], marks: Mapping[int, list[int]], plain: str, faulty: str) -> None:
        for n in range(min(max(len(cells), max(marks, default=-1) + 1), MOST_COLUMNS)):
            text = cells[n] if n < len(cells) else ""
            if text or n in marks:
                self._cell(page, (row, n + 1), text, marks.get(n, ()), faulty if n in marks else plain)

    def _cell(self, page: Page, at: tuple[int, int], text: str, marks: Sequence[int], style: str) -> None:
        why = ""
        if isinstance(text, CellFormula) and kept(text, self.sheets) is None:
            shown = cell_text(formula_text(text), self.lang)[0]
            why = LABELS["formula-why"].said(self.lang)
            page.text(*at, shown, self.styles[style if marks else "changed"])
        elif isinstance(text, CellFormula | ErrorValue):
            page.value(*at, text, self.sheets, self.styles["faulty-value" if marks else "value"])
        else:
            shown, label = cell_text(text, self.lang) if text else ("", "")
            why = LABELS[label].said(self.lang) if label else ""
            page.text(*at, shown, self.styles[style if marks or not why else "changed"])
        if not marks and not why:
            return
        cell = f"{letters(at[1])}{at[0]}"
        said = [self._said(n) for n in marks]
        if why:
            said.append(why)
            self.changed.append((page.title, cell, why))
        self.at.update(dict.fromkeys(marks, (page.title, cell)))
        self.comments[page.title] = made = self.comments.get(page.title, 0) + 1
        if made <= MOST_COMMENTS:
            _comment(page, at, said)

    def _said(self, number: int) -> str:
        """A problem as the comment of its cell says it; of a column that the table lacks, with the column."""
        problem = self.problems[number]
        message = evolve(problem, place=None).said(self.lang)
        if number not in self.homeless or problem.place is None:
            return message
        column = literal(problem.place.column_said(self.lang))
        return f"{column}{MARKS[self.lang].colon}{message}"

    def _widths(self, page: Page, rows: Sequence[Sequence[str]]) -> None:
        for n in range(min(max(len(cells) for cells in rows), _SAMPLE)):
            widest = max(display_width(cells[n][:100]) for cells in rows if n < len(cells))
            page.column(n + 1, min(max(widest + 2, 10), 50), self.styles["text"])

    def list_problems(self, page: Page) -> None:
        """The first sheet: every problem with its file, row and column, and a link to its cell."""
        page.freeze(1)
        for n, (code, width) in enumerate(_LISTED.items(), 1):
            page.column(n, width)
            page.text(1, n, LABELS[code].said(self.lang), self.styles["header"])
        lines, links, row = self._lines(), 0, 1
        for row, (cells, target) in enumerate(islice(lines, MOST_ROWS - 2 - len(self.notes)), 2):
            for n, cell in enumerate(cells, 1):
                self._listed(page, row, n, cell)
            if target is not None:
                self._link(page, row, *target, linked=links < MOST_LINKS)
                links += 1
        if left := sum(1 for _ in lines):
            self.notes.insert(
                0, LABELS["errors-most"].said(self.lang).format(n=left, errors=counted(left, "more error is", "more errors are"))
            )
        for n, note in enumerate(self.notes, row + 1):
            self._listed(page, n, 4, note)

    def _lines(self) -> Iterator[tuple[list[str | int], tuple[str, str] | None]]:
        for n, problem in enumerate(self.problems):
            place = problem.place or Place("")
            message = evolve(problem, place=None).said(self.lang)
            yield [literal(place.file), place.row or "", literal(place.column_said(self.lang)), message], self.at.get(n)
        for title, where, said in self.changed:
            yield [title, "", "", said], (title, where)

    def _listed(self, page: Page, row: int, column: int, value: str | int) -> None:
        if isinstance(value, int):
            page.number(row, column, value)
        elif value:
            page.text(row, column, cell_text(value, self.lang)[0], self.styles["text"])

    def _link(self, page: Page, row: int, title: str, where: str, linked: bool) -> None:
        if linked:
            page.link(row, len(_LISTED), where, title, self.styles["link"])
        else:
            page.text(row, len(_LISTED), where, self.styles["text"])


def _lettered(name: str, header: Sequence[str]) -> int | None:
    """Where a column stands that has no header and is called by its letters; None for any other."""
    if not re.fullmatch("[A-Z]{1,3}", name):
        return None
    at = number_of(name) - 1
    return at if at >= len(header) or not header[at].strip() else None


def _under(header: Sequence[str], at: int, rows: GivenRows) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows with the header in its own."""
    placed = False
    for row, cells in rows:
        if not placed and row > at:
            yield at, header
            placed = True
        yield row, cells
    if not placed:
        yield at, header


def _every_row(rows: GivenRows, marked: Sequence[int]) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows, and among them those that are marked and not given (where a file breaks off)."""
    pending = iter(marked)
    mark = next(pending, None)
    for row, cells in rows:
        while mark is not None and mark < row:
            yield mark, ()
            mark = next(pending, None)
        if mark == row:
            mark = next(pending, None)
        yield row, cells
    while mark is not None:
        yield mark, ()
        mark = next(pending, None)


def _comment(page: Page, at: tuple[int, int], said: Sequence[str]) -> None:
    text = "\n".join(dict.fromkeys(said))
    if len(text) > _LONGEST_COMMENT:
        text = text[:_LONGEST_COMMENT] + "…"
    lines = sum(display_width(line) // 44 + 1 for line in text.splitlines())
    page.note(*at, text, width=340, height=min(24 + 18 * lines, 400))
