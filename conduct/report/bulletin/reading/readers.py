"""What a file of a document prints, by its format: its tables, its text, the texts of its drawings.

It runs in a process of its own, with bounds, since the file may be anybody's; another library reads than the one that wrote.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile, ZipInfo

from .readers_of_books import tables_of_book
from .strange import Strange, in_book, in_page_of_pdf, in_styles, in_word, told

MOST_BYTES, MOST_UNPACKED, MOST_PARTS, MOST_RATIO = 100_000_000, 400_000_000, 2_000, 200
RATIO_MATTERS_FROM, MOST_PAGES, MOST_CELLS = 10_000_000, 3_000, 5_000_000
MEMORY = 2 << 30
_APART = 6.0  # points between what stands beside each other
_HANGING = 8.0  # the most points that a bracket which begins a line stands out before its column: half its width
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS = [mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")]
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PAGE_NUMBER = re.compile(r"\s*[—–-]\s*\d+\s*[—–-]\s*|\s*\d+(\s*/\s*\d+)?\s*")
CellRows = list[list[str]]
_OWN_STYLES = ("BulletinMark", "BulletinTitle", "BulletinSigned", "BulletinNumber")


class NotRead(Exception):
    """The file is not read: the code of the message, and why."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(code)
        self.code, self.why = code, why


def read(path: Path, ending: str) -> dict[str, object]:
    """What a file prints: ``tables`` (where each is, and its rows of cells), ``text``, and ``drawings`` (the texts of each).

    Raises `NotRead`.
    """
    if path.stat().st_size > MOST_BYTES:
        raise NotRead("bulletin-large")
    return _READERS[ending](path)


def _docx(path: Path) -> dict[str, object]:
    with _package(path, "word/document.xml") as package:
        printed = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
        trees = {name: _tree(package, name) for name in sorted(package.namelist()) if printed.fullmatch(name)}
        tables: list[tuple[str, CellRows]] = []
        texts, loose, found = [], list[str](), list[Strange]()
        own_form = False
        for name, root in trees.items():  # the head of a page stands before its text in a letter, and its foot is its number
            found += in_word(root, name)
            if name == "word/document.xml":
                own_form = any(style.get(f"{_W}val") in _OWN_STYLES for style in root.iter(f"{_W}pStyle"))
                inside = {id(one) for table in root.iter(f"{_W}tbl") for one in table.iter(f"{_W}p")}
                loose = ["".join(_said(one)) for one in root.iter(f"{_W}p") if id(one) not in inside]
                tables += [("", [[_cell(c) for c in row] for row in _table_rows(one)]) for one in root.iter(f"{_W}tbl")]
                texts.append("\n".join(_paragraphs(root)))
            elif name.startswith("word/header"):
                texts.insert(0, "\n".join(_paragraphs(root)))
            else:
                texts.append("\n".join(_paragraphs(root)))
        if "word/styles.xml" in package.namelist():
            found += in_styles(_tree(package, "word/styles.xml"), trees["word/document.xml"])
    return {"tables": tables, "text": "\n".join(texts), "loose": loose, "strange": told(found), "own_form": own_form}


def _package(path: Path, part: str) -> ZipFile:
    """A zip archive that is worth reading. Raises `NotRead`."""
    with path.open("rb") as stream:
        start = stream.read(8)
    if start == _OLE:
        raise NotRead("bulletin-locked")
    if not start.startswith(b"PK"):
        raise NotRead("bulletin-none")
    package = ZipFile(path)
    infos = package.infolist()
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise NotRead("bulletin-large")
    if any(info.flag_bits & 1 for info in infos):
        raise NotRead("bulletin-locked")
    if any(info.file_size > RATIO_MATTERS_FROM and info.file_size > MOST_RATIO * info.compress_size for info in infos):
        raise NotRead("bulletin-large")
    if part not in {info.filename for info in infos} or len({info.filename for info in infos}) < len(infos):
        raise NotRead("bulletin-none")
    return package


def _content(package: ZipFile, info: ZipInfo) -> bytes:
    """A part, which holds no more than it says, and declares no entities."""
    with package.open(info) as stream:
        content = _bounded(stream, info.file_size)
    if any(mark in content for mark in _MARKS):
        raise NotRead("bulletin-none", "<!DOCTYPE>")
    return content


def _bounded(stream: IO[bytes], most: int) -> bytes:
    content = stream.read(most + 1)
    if len(content) > most:
        raise NotRead("bulletin-large")
    return content


def _tree(package: ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(_content(package, package.getinfo(name)))


def _paragraphs(root: ElementTree.Element) -> Iterator[str]:
    for paragraph in root.iter(f"{_W}p"):
        yield "".join(_said(paragraph))


def _said(element: ElementTree.Element) -> Iterator[str]:
    """The text that is printed of an element: not what was deleted or is hidden, nor of two forms the one for old programs."""
    for child in element:
        match child.tag:
            case tag if tag == f"{_W}t":
                yield child.text or ""
            case tag if tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
                yield " "
            case tag if tag == f"{_W}r" and child.find(f"{_W}rPr/{_W}vanish") is not None:
                continue
            case tag if tag in (f"{_W}del", _FALLBACK, f"{_W}instrText", f"{_W}p", f"{_W}tbl"):
                continue
            case _:
                yield from _said(child)


def _table_rows(table: ElementTree.Element) -> Iterator[list[ElementTree.Element]]:
    for row in _within(table, f"{_W}tr"):
        yield list(_within(row, f"{_W}tc"))


def _within(element: ElementTree.Element, wanted: str) -> Iterator[ElementTree.Element]:
    """Elements of a kind within one, but not those of a table within that."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _within(child, wanted)


def _cell(cell: ElementTree.Element) -> str:
    return " ".join("".join(_said(one)) for one in _within(cell, f"{_W}p"))


def _pdf(path: Path) -> dict[str, object]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psparser import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    with path.open("rb") as stream:
        if b"%PDF-" not in stream.read(1024):
            raise NotRead("bulletin-none")
    tables: list[tuple[str, CellRows]] = []
    texts = []
    beside: list[str] = ["", ""]
    found = list[Strange]()
    try:
        with pdfplumber.open(path, unicode_norm=None) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise NotRead("bulletin-large")
            found += [("field", what) for what in ("AcroForm", "OCProperties", "JavaScript") if what in pdf.doc.catalog]
            for page in pdf.pages:
                texts.append(_page_text(page.extract_text() or ""))
                beside = [
                    "\n".join(pair)
                    for pair in zip(
                        beside, _two_columns((w["x0"], w["x1"], w["top"], w["text"]) for w in page.extract_words()), strict=True
                    )
                ]
                tables += [(str(page.page_number), _filled(rows)) for rows in page.extract_tables()]
                found += in_page_of_pdf(page, page.page_number)
                page.close()
    except (PDFPasswordIncorrect, PdfminerException) as error:
        locked = isinstance(error, PDFPasswordIncorrect) or any(isinstance(one, PDFPasswordIncorrect) for one in error.args)
        raise NotRead("bulletin-locked" if locked else "bulletin-none", str(error)[:200]) from None
    except PSException as error:
        raise NotRead("bulletin-none", str(error)[:200]) from None
    return {"tables": tables, "text": "\n".join(texts), "beside": beside, "strange": told(found)}


def _two_columns(words: Iterable[tuple[float, float, float, str]]) -> tuple[str, str]:
    """The words of a page (left, right, top, text) in two columns, where some stand one beside the other: what, and which."""
    lines: dict[int, list[tuple[float, float, str]]] = {}
    for left, right, top, said in sorted(words):
        near = next((at for at in (round(top) + n for n in (0, -1, 1, -2, 2)) if at in lines), round(top))
        line = lines.setdefault(near, [])
        if line and left - line[-1][1] < _APART:
            line[-1] = (line[-1][0], right, f"{line[-1][2]} {said}")
        else:
            line.append((left, right, said))
    seconds = Counter(round(line[1][0]) for line in lines.values() if len(line) == 2)
    place = seconds.most_common(1)[0][0] if seconds else None
    columns: tuple[list[str], list[str]] = [], []
    for _, line in sorted(lines.items()):
        for left, _, said in line:
            columns[place is not None and -_HANGING <= left - place <= 2].append(said)
    return "\n".join(columns[0]), "\n".join(columns[1])


def _page_text(text: str) -> str:
    """The text of a page without its number, which stands within a sentence that goes on overleaf."""
    return "\n".join(line for line in text.split("\n") if not _PAGE_NUMBER.fullmatch(line))


def _filled(rows: Iterable[Iterable[str | None]]) -> CellRows:
    return [[cell or "" for cell in row] for row in rows]


def _html(path: Path) -> dict[str, object]:
    page = _PageReader()
    try:
        page.feed(path.read_bytes().decode("utf-8-sig"))
        page.close()
    except UnicodeDecodeError as error:
        raise NotRead("bulletin-none", str(error)[:200]) from None
    if not page.is_page:
        raise NotRead("bulletin-none")
    return {
        "tables": [("", rows) for rows in page.tables],
        "text": "".join(page.text),
        "drawings": page.drawings,
        "loose": "".join(page.loose).split("\n"),
        "outline": sorted(page.outline),
    }


def outline_of(pieces: Iterable[str]) -> set[str]:
    """The elements of a page that was made here, to which another is compared."""
    page = _PageReader()
    page.feed("".join(pieces))
    page.close()
    return page.outline


class _PageReader(HTMLParser):
    """Collects what a page shows."""

    SILENT = ("script", "style", "template", "title", "noscript")
    CLOSES = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "caption", "figcaption", "div", "summary", "blockquote")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[CellRows] = []
        self.drawings: list[list[str]] = []
        self.text: list[str] = []
        self.loose: list[str] = []
        self.outline: set[str] = set()
        self.is_page = False
        self._drawing = list[str]()
        self._style: list[str] | None = None
        self._open: list[CellRows] = []
        self._cell: list[list[str]] = []
        self._silent = self._svg = self._drawn = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_page = self.is_page or tag == "html"
        self._outlined(tag, attrs)
        if tag in self.SILENT and not self._svg:
            self._silent += 1
        elif tag == "svg":
            self._svg += 1
            self.drawings.append([])
        elif tag == "text" and self._svg:
            self._drawn += 1
            self.drawings[-1].append("")
        elif tag == "table":
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open and self._open[-1]:
            self._cell.append([])
            self._open[-1][-1].append("")

    def _outlined(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element with its attributes; a drawing is one with all that is in it, but for its texts."""
        if self._svg or tag == "svg":
            self._drawing.append(" ".join((f"<{tag}", *(f"{name}={value}" for name, value in attrs))))
            return
        if tag == "style":
            self._style = []
        free = tag == "meta" and ("name", "viewport") not in attrs and not any(name == "http-equiv" for name, _ in attrs)
        self.outline.add(f"<{tag}>")
        for name, value in attrs:
            said = value or ""
            for one in said.split() if name == "class" else ("" if free and name == "content" else said,):
                self.outline.add(f'<{tag} {name}="{one}">')

    def handle_comment(self, data: str) -> None:
        self.outline.add(f"<!--{data[:100]}-->")

    def handle_pi(self, data: str) -> None:
        self.outline.add(f"<?{data[:100]}>")

    def unknown_decl(self, data: str) -> None:
        self.outline.add(f"<![{data[:100]}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "style" and self._style is not None:
            self.outline.add("<style>" + "".join("".join(self._style).split()))
            self._style = None
        if tag in self.SILENT and not self._svg:
            self._silent = max(0, self._silent - 1)
        elif tag == "svg":
            self._svg = max(0, self._svg - 1)
            if not self._svg:
                self.outline.add("".join(self._drawing))
                self._drawing = []
        elif tag == "text":
            self._drawn = max(0, self._drawn - 1)
        elif tag == "table" and self._open:
            self._open.pop()
        elif tag in ("td", "th") and self._cell:
            said = "".join(self._cell.pop())
            if self._open and self._open[-1] and self._open[-1][-1]:
                self._open[-1][-1][-1] = said
            self.text.append(said + "\n")
            self.loose.append("\n")
        elif tag in self.CLOSES:
            self.text.append("\n")
            self.loose.append("\n")

    def handle_data(self, data: str) -> None:
        if self._style is not None:
            self._style.append(data)
        if self._silent:
            return
        if self._svg:
            if self._drawn:
                self.drawings[-1][-1] += data
        elif self._cell:
            self._cell[-1].append(data)
        else:
            self.text.append(data)
            self.loose.append(data)


def drawings_of(svg: str) -> list[str]:
    """The texts of a drawing."""
    page = _PageReader()
    page.feed(svg)
    page.close()
    return page.drawings[0]


def _xlsx(path: Path) -> dict[str, object]:
    with _package(path, "xl/workbook.xml") as package:
        parts = {i.filename: _content(package, i) for i in package.infolist() if i.filename.endswith((".xml", ".rels"))}
    found = told(in_book(parts))
    del parts
    tables, text = tables_of_book(path, MOST_CELLS)
    return {"tables": tables, "text": text, "strange": found}


_READERS: dict[str, Callable[[Path], dict[str, object]]] = {".docx": _docx, ".pdf": _pdf, ".html": _html, ".xlsx": _xlsx}


def main() -> None:
    """Answers on standard output what the file of the first argument prints, or why it is not read."""
    path, ending, seconds = sys.argv[2:5]
    _bound(int(seconds))
    answer: dict[str, object]
    try:
        answer = {"read": read(Path(path), ending)}
    except NotRead as refused:
        answer = {"code": refused.code, "why": refused.why}
    except ImportError as error:
        answer = {"code": "extra-missing", "why": error.name or ""}
    except (MemoryError, RecursionError):
        answer = {"code": "bulletin-large", "why": ""}
    except OSError as error:
        answer = {"code": "bulletin-unread", "why": error.strerror or str(error)}
    except Exception as error:  # whatever a library meets in a broken file
        answer = {"code": "bulletin-none", "why": f"{type(error).__name__}: {error}"[:200]}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _bound(seconds: int) -> None:
    try:
        import resource

        for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0)):
            resource.setrlimit(what, (most, most))
    except (ImportError, ValueError, OSError):  # a system without such limits has the time alone
        pass
