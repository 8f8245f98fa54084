"""Screening a workbook before any reader opens it: what is broken, hostile or far too large ends here, cheaply."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from errno import EINVAL
from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from attrs import field

from conduct.core.base.faults import Fault, Place, Value, fault
from conduct.core.base.frozen import define
from conduct.core.base.words import Words, printable

from .columns import COLUMNS, LAST_COLUMN, LAST_ROW, letters

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
"""The namespace of a sheet's elements, as a streaming parser writes it before their names."""

MOST_BYTES, MOST_BYTES_OF_PART = 500_000_000, 300_000_000
MOST_RATIO, RATIO_MATTERS_FROM = 200, 10_000_000
MOST_PARTS, MOST_ROWS, MOST_STRINGS, MOST_MERGED = 2_000, 2_000_000, 2_000_000, 20_000

_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main "
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OF_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships "
_TREES = {f"{MAIN}workbook", f"{_PACKAGE}relationships Relationships", f"{_PACKAGE}content-types Types"}
_OLE, _ZIP = bytes.fromhex("d0cf11e0a1b11ae1"), b"PK"
_LISTED = b"PK\x01\x02"
_CHUNK = 1 << 18
_LONGEST_TOKEN, _MOST_IN_ONE = 1 << 18, 1 << 24
_MOST_INNER, _MOST_STYLING, _MOST_NAMED = 300_000, 1_000_000, 100_000
_ROWS_END = ["sheetData".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
_MARKS = [mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")]
_MAY_MARK = ["<!".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
_BLANK = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_DIGITS = "0123456789"
_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError)

_CUT = Words("文件不完整", "it is cut off")
_SUM = Words("校验不符", "a checksum does not match")
_XML = Words("内容不是完整的 XML", "its XML is not well-formed")
_ORDER = Words("单元格的位置混乱", "its cells are out of order")
_TWICE = Words("同一部分出现两次", "a part stands in it twice")
_PACKED = Words("压缩方式不是 Excel 所用的", "it is packed in a way that Excel does not use")
_UNPACKED = Words(f"解压后超过 {MOST_BYTES // 1_000_000} MB", f"it holds more than {MOST_BYTES // 1_000_000} MB")
_PART = Words(
    f"其中一部分超过 {MOST_BYTES_OF_PART // 1_000_000} MB", f"one part holds more than {MOST_BYTES_OF_PART // 1_000_000} MB"
)
_DENSE = Words(f"压缩比超过 {MOST_RATIO}", f"it is packed more than {MOST_RATIO} to 1")
_PARTS = Words(f"超过 {MOST_PARTS} 个部分", f"it has more than {MOST_PARTS} parts")
_ROWS = Words(f"超过 {MOST_ROWS} 行", f"it has more than {MOST_ROWS} rows")
_STRINGS = Words(f"超过 {MOST_STRINGS} 段文字", f"it has more than {MOST_STRINGS} texts")
_MERGED = Words(f"合并单元格超过 {MOST_MERGED} 处", f"it has more than {MOST_MERGED} merged ranges")
_ROW = Words("一行或一格的内容过多", "one row or cell holds far too much")
_ELEMENTS = Words("格式、批注或链接过多", "it has far too much formatting, links or names")


@define
class SheetExtent:
    """What a scan finds in a sheet: its last row and column that hold anything, and the ranges that are merged."""

    last_row: int = 0
    last_column: int = 0
    merged: list[str] = field(factory=list)


def screen(path: Path) -> Mapping[str, SheetExtent]:
    """The sheets of a workbook by the name of their part. Raises `Fault` for what is none, is damaged, hostile or too large."""
    try:
        with path.open("rb") as stream:
            _kind(path, stream)
            try:
                with ZipFile(stream) as archive:
                    return _parts(path, archive)
            except _BROKEN as error:
                cut = isinstance(error, EOFError) or "not a zip" in str(error)
                wrong_sum = "CRC" in str(error)
                why = _CUT if cut else _SUM if wrong_sum else _PACKED if isinstance(error, NotImplementedError) else None
                raise _fault(path, "book-damaged", why=why or Words(str(error), str(error))) from None
    except OSError as error:
        if error.errno == EINVAL:
            raise _fault(path, "book-damaged", why=_CUT) from None
        raise _fault(path, "file-unreadable", why=error.strerror or str(error)) from None


def _fault(path: Path, code: str, sheet: str = "", **values: Value) -> Fault:
    name = printable(path.name)
    return fault(code, place=Place(f"{name}[{sheet}]" if sheet else name), **values)


def _kind(path: Path, stream: IO[bytes]) -> None:
    """Refuses what is no zip archive, and one whose list of parts would take long to read."""
    start = stream.read(len(_OLE))
    if start == _OLE:
        raise _fault(path, "book-locked")
    if not start.startswith(_ZIP):
        raise _fault(path, "book-none")
    if path.stat().st_size > MOST_BYTES:
        raise _fault(path, "book-large", what=_UNPACKED)
    listed, tail = 0, b""
    while chunk := stream.read(_CHUNK):
        listed += (tail + chunk).count(_LISTED)
        tail = chunk[-len(_LISTED) + 1 :]
        if listed > 10 * MOST_PARTS:
            raise _fault(path, "book-large", what=_PARTS)
    stream.seek(0)


def _parts(path: Path, archive: ZipFile) -> Mapping[str, SheetExtent]:
    infos = archive.infolist()
    if len(infos) > MOST_PARTS:
        raise _fault(path, "book-large", what=_PARTS)
    names = {info.filename for info in infos}
    if "[Content_Types].xml" not in names:
        raise _fault(path, "book-none")
    for info in infos:
        _listed(path, info)
    if len(names) < len(infos):
        raise _fault(path, "book-damaged", why=_TWICE)
    whole, packed = sum(i.file_size for i in infos), sum(i.compress_size for i in infos)
    on_disk = path.stat().st_size
    if whole > MOST_BYTES:
        raise _fault(path, "book-large", what=_UNPACKED)
    if whole > RATIO_MATTERS_FROM and whole > MOST_RATIO * on_disk:
        raise _fault(path, "book-large", what=_DENSE)
    if packed > on_disk:
        raise _fault(path, "book-damaged", why=_CUT)
    left = MOST_BYTES
    trees = []
    for info in sorted(infos, key=lambda i: i.file_size):
        read, is_xml = _whole(path, archive, info, left)
        left -= read
        if is_xml:
            trees.append(info)
    return _Scan(path).all(archive, trees)


def _listed(path: Path, info: ZipInfo) -> None:
    """What the archive says of a part, before any of it is read."""
    name = info.orig_filename
    if name.startswith("/") or "\\" in name or "\0" in name or ":" in name or ".." in name.split("/"):
        raise _fault(path, "book-path", name=name)
    if info.flag_bits & 1:
        raise _fault(path, "book-locked")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise _fault(path, "book-damaged", why=_PACKED)
    if info.file_size > MOST_BYTES_OF_PART:
        raise _fault(path, "book-large", what=_PART)
    if info.file_size > RATIO_MATTERS_FROM and info.file_size > MOST_RATIO * info.compress_size:
        raise _fault(path, "book-large", what=_DENSE)


def _chunks(archive: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _whole(path: Path, archive: ZipFile, info: ZipInfo, left: int) -> tuple[int, bool]:
    """Reads a part to its end, which checks its sum; returns its size, and whether it is XML."""
    size, tail, is_xml = 0, b"", info.filename.lower().endswith((".xml", ".rels", ".vml"))
    for chunk in _chunks(archive, info):
        is_xml = is_xml or (not size and chunk.lstrip(_BLANK).startswith(b"<"))
        size += len(chunk)
        if size > min(left, MOST_BYTES_OF_PART):
            raise _fault(path, "book-large", what=_PART if size > MOST_BYTES_OF_PART else _UNPACKED)
        if is_xml:
            seen = tail + chunk
            if any(mark in seen for mark in _MAY_MARK) and any(mark in seen for mark in _MARKS):
                raise _fault(path, "book-doctype", part=info.filename)
            tail = chunk[-max(map(len, _MARKS)) :]
    return size, is_xml


class _Scan:
    """Reads the XML parts of a workbook element by element; only a sheet's extent and its merged ranges are kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = self.strings = 0
        self.part = ""
        self.ids: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.sheets: dict[str, SheetExtent] = {}
        self.fed, self.mark, self.bulky = 0, -1, _ROW
        self.at_end: Callable[[str], None] | None = None

    def all(self, archive: ZipFile, infos: list[ZipInfo]) -> Mapping[str, SheetExtent]:
        """Scans each part, the sheets last so that errors can name them."""
        for info in sorted(infos, key=lambda i: i.filename.startswith("xl/worksheets/")):
            self._part(archive, info)
        return self.sheets

    def _part(self, archive: ZipFile, info: ZipInfo) -> None:
        self.part, self.fed, self.mark, self.bulky, self.at_end = info.filename, 0, -1, _ROW, None
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.ordered_attributes = True
        wanted, tail = [], b""

        def root(name: str, attributes: list[str]) -> None:
            handler = self._handler(name)
            if handler is not None:
                wanted.append(name)
                handler(name, attributes)
            parser.StartElementHandler, parser.EndElementHandler = handler, self.at_end

        def doctype(*_: object) -> None:
            raise _fault(self.path, "book-doctype", part=self.part)

        parser.StartElementHandler = root
        parser.StartDoctypeDeclHandler = doctype
        try:
            for chunk in _chunks(archive, info):
                seen = tail + chunk
                parser.EndElementHandler = self.at_end if any(mark in seen for mark in _ROWS_END) else None
                tail = chunk[-64:]
                parser.Parse(chunk, False)
                self.fed += len(chunk)
                if parser.StartElementHandler is None:
                    return
                if self.fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
                    raise self._large(_ELEMENTS)
                if 0 <= self.mark < self.fed - _MOST_IN_ONE:
                    raise self._large(self.bulky)
            parser.Parse(b"", True)
        except expat.ExpatError:
            if wanted:
                raise self._damaged(_XML) from None

    def _handler(self, root: str) -> Callable[[str, list[str]], None] | None:
        if root == f"{MAIN}worksheet":
            return self._sheet()
        if root == f"{MAIN}sst":
            return self._texts()
        if root.startswith(_STRICT):
            raise _fault(self.path, "book-strict")
        if root == f"{MAIN}styleSheet":
            return self._counted(_MOST_STYLING)
        if root in _TREES:
            self.mark = 0
            return self._counted(_MOST_NAMED)
        return None

    def _damaged(self, why: Words) -> Fault:
        return _fault(self.path, "book-damaged", self._sheet_name(), why=why)

    def _large(self, what: Words) -> Fault:
        return _fault(self.path, "book-large", self._sheet_name(), what=what)

    def _far(self, cell: str) -> Fault:
        return _fault(self.path, "book-far", self._sheet_name(), cell=cell)

    def _sheet_name(self) -> str:
        return self.names.get(self.ids.get(self.part.rsplit("/", 1)[-1], ""), "")

    def _counted(self, most: int) -> Callable[[str, list[str]], None]:
        """A part that is no sheet: its elements are counted, and the names of sheets noted."""
        count, self.bulky = 0, _ELEMENTS
        of_sheet, of_part, of_id = f"{MAIN}sheet", f"{_PACKAGE}relationships Relationship", f"{_OF_DOCUMENT}id"

        def start(name: str, attributes: list[str]) -> None:
            nonlocal count
            count += 1
            if count > most:
                raise self._large(_ELEMENTS)
            if name == of_sheet:
                self.names[_value(attributes, of_id) or ""] = _value(attributes, "name") or ""
            elif name == of_part and self.part.endswith("workbook.xml.rels"):
                self.ids[(_value(attributes, "Target") or "").rsplit("/", 1)[-1]] = _value(attributes, "Id") or ""

        return start

    def _texts(self) -> Callable[[str, list[str]], None]:
        """The texts that cells share: each is bounded, and so is their number."""
        text, inner = f"{MAIN}si", 0

        def start(name: str, attributes: list[str]) -> None:
            nonlocal inner
            if name == text:
                self.strings += 1
                self.mark, inner = self.fed, 0
                if self.strings > MOST_STRINGS:
                    raise self._large(_STRINGS)
            else:
                inner += 1
                if inner > _MOST_INNER:
                    raise self._large(_ROW)

        return start

    def _sheet(self) -> Callable[[str, list[str]], None]:
        """A sheet: rows and cells must rise, none may stand too far out, and what stands between them is bounded."""
        sheet = self.sheets[self.part] = SheetExtent()
        of_cell, of_row, of_rows = (f"{MAIN}{name}" for name in ("c", "row", "sheetData"))
        merge, dimension = f"{MAIN}mergeCell", f"{MAIN}dimension"
        filled = {f"{MAIN}{name}" for name in ("v", "is", "f")}
        columns = COLUMNS
        row = column = inner = 0
        row_text, closed = "0", False

        def end(name: str) -> None:
            nonlocal closed
            if name == of_rows:
                closed, self.mark = True, -1

        def start(name: str, attributes: list[str]) -> None:
            nonlocal row, column, inner, row_text
            if name == of_cell:
                cell = attributes[1] if attributes and attributes[0] == "r" else _value(attributes, "r")
                if cell is None:
                    column += 1
                    if column > LAST_COLUMN:
                        raise self._far(f"{letters(column)}{row}")
                    return
                of_column = cell.rstrip(_DIGITS)
                at = columns.get(of_column)
                if at is None or at <= column or cell[len(of_column) :] != row_text:
                    raise self._misplaced(cell)
                column = at
            elif name in filled:
                sheet.last_row = row
                if column > sheet.last_column:
                    sheet.last_column = column
                inner += 1
                if inner > _MOST_INNER:
                    raise self._large(_ROW)
            elif name == of_row:
                row = self._row_after(row, _value(attributes, "r"), closed)
                row_text, column, inner, self.mark = str(row), 0, 0, self.fed
            else:
                inner += 1
                if inner > (_MOST_STYLING if closed else _MOST_INNER):
                    raise self._large(_ELEMENTS if closed or not row else _ROW)
                if name == merge:
                    sheet.merged.append(_value(attributes, "ref") or "")
                    if len(sheet.merged) > MOST_MERGED:
                        raise self._large(_MERGED)
                elif name == dimension:
                    self._dimension(_value(attributes, "ref") or "")

        self.at_end = end
        return start

    def _row_after(self, before: int, given: str | None, closed: bool) -> int:
        """The number of a row: the one given, or the next; none may come once the rows are ``closed``."""
        self.rows += 1
        row = before + 1
        if given is not None and given != str(row):
            row = int(given) if re.fullmatch("[0-9]{1,9}", given) else 0
        if row > LAST_ROW:
            raise self._far(f"A{row}")
        if row <= before or closed:
            raise self._damaged(_ORDER)
        if self.rows > MOST_ROWS:
            raise self._large(_ROWS)
        return row

    def _misplaced(self, cell: str) -> Fault:
        match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,9})", cell)
        if match and (match[1] not in COLUMNS or int(match[2]) > LAST_ROW):
            return self._far(cell)
        return self._damaged(_ORDER)

    def _dimension(self, ref: str) -> None:
        """A sheet's own word on its extent counts only where no sheet can reach; the rest of it is not believed."""
        match = re.search(r"[A-Z]{1,4}([0-9]{1,9})$", ref)
        if match and int(match[1]) > LAST_ROW:
            raise self._far(match[0])


def _value(attributes: list[str], name: str) -> str | None:
    for n in range(0, len(attributes), 2):
        if attributes[n] == name:
            return attributes[n + 1]
    return None
