"""An office's own template, looked at before anything is done with it: what reaches out of it, or does anything, is refused.

It may hold what a printed page needs: text, tables, styles, heads and feet, pictures of its own, and the number of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import basename
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZipFile, ZipInfo

from conduct.core.base.faults import Fault, Problem, fault
from conduct.core.base.output import system_reason
from conduct.core.base.words import Words

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES, MOST_PARTS, MOST_UNPACKED, MOST_RATIO = 20_000_000, 500, 100_000_000, 200
"""How large a template may be: packed, by its parts, unpacked, and how many times a part may grow as it is unpacked."""

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_KINDS = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(?:document\.main|styles|settings|webSettings|fontTable|"
    r"numbering|header|footer|footnotes|endnotes|comments)\+xml|"
    r"application/vnd\.openxmlformats-officedocument\.(?:theme|extended-properties|custom-properties|customXmlProperties)\+xml|"
    r"application/vnd\.openxmlformats-package\.(?:core-properties|relationships)\+xml|"
    r"application/vnd\.ms-word\.stylesWithEffects\+xml|application/vnd\.ms-office\.intelligence2?\+xml|"
    r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(?:comments\w+|people)\+xml|"
    r"application/vnd\.openxmlformats-officedocument\.obfuscatedFont|application/xml|"
    r"image/(?:png|jpeg|jpg|gif|bmp|tiff|x-emf|x-wmf)"
)
"""The kinds of parts that a printed page needs."""
_TIES = frozenset(
    (
        "officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail", "styles", "settings",
        "webSettings", "fontTable", "theme", "numbering", "footnotes", "endnotes", "header", "footer", "comments",
        "commentsExtended", "commentsIds", "commentsExtensible", "people", "image", "font", "customXml", "customXmlProps",
        "stylesWithEffects", "intelligence",
    )
)  # fmt: skip
"""The kinds of relations between parts that it needs."""
_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)(?:\s+\\[*#]\s*(?:\"[^\"{}]{0,20}\"|[\w-]{1,20}))*\s*", re.IGNORECASE)
_ACTIVE: Mapping[str, Words] = {
    "altChunk": Words("外部内容块（altChunk）", "a chunk of foreign content (altChunk)"),
    "subDoc": Words("子文档（subDoc）", "a document within it (subDoc)"),
    "object": Words("嵌入对象（OLE）", "an embedded object (OLE)"),
    "OLEObject": Words("嵌入对象（OLE）", "an embedded object (OLE)"),
    "control": Words("ActiveX 控件", "an ActiveX control"),
    "ocx": Words("ActiveX 控件", "an ActiveX control"),
    "attachedTemplate": Words("附加模板（attachedTemplate）", "an attached template (attachedTemplate)"),
    "mailMerge": Words("邮件合并（mailMerge）", "a mail merge (mailMerge)"),
    "movie": Words("影片（movie）", "a film (movie)"),
    "externalData": Words("外部数据（externalData）", "data from outside (externalData)"),
    "webVideoPr": Words("联机视频（webVideoPr）", "a film from the web (webVideoPr)"),
}
"""What a document can hold that does something, by the names of its elements."""
_REACHING = ("src", "href", "action")


def parts_of_template(path: Path) -> dict[str, bytes]:
    """The parts of an office's template, by name. Raises `Fault` ``template-cannot-read``, ``template-no-docx``,
    ``template-too-large``, or ``template-holds`` with everything that was found.
    """
    if path.exists() and not path.is_file():
        raise fault("template-cannot-read", path=str(path), why=Words("不是普通文件", "it is no ordinary file"))
    try:
        with open(path, "rb") as stream:
            return _unpacked(stream, str(path))
    except OSError as error:
        raise fault("template-cannot-read", path=str(path), why=system_reason(error)) from None


def _unpacked(stream: BinaryIO, path: str) -> dict[str, bytes]:
    if stream.seek(0, 2) > MOST_BYTES:
        raise fault("template-too-large", path=path)
    stream.seek(0)
    try:
        with ZipFile(stream) as package:
            found = package.infolist()
            _measure(found, path)
            parts = {about.filename: _read(package, about) for about in found if not about.is_dir()}
    except _Swollen:
        raise fault("template-too-large", path=path) from None
    except (Fault, OSError):
        raise
    except Exception:  # whatever an archive's unpacking raises, as zlib's and lzma's errors
        raise fault("template-no-docx", path=path) from None
    refuse(parts, path)
    return parts


class _Swollen(Exception):
    """A part that is larger than the archive says."""


def _measure(found: list[ZipInfo], path: str) -> None:
    """Refuses an archive that unpacks to more than a template has, or whose parts are not as a package has them."""
    names = [about.filename for about in found]
    sizes = [(about.file_size, about.compress_size) for about in found]
    swollen = any(size > 1_000_000 and size > MOST_RATIO * max(packed, 1) for size, packed in sizes)
    if len(found) > MOST_PARTS or sum(size for size, _ in sizes) > MOST_UNPACKED or swollen:
        raise fault("template-too-large", path=path)
    odd = any(name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name for name in names)
    if odd or len({name.lower() for name in names}) < len(names) or any(about.flag_bits & 1 for about in found):
        raise fault("template-no-docx", path=path)


def _read(package: ZipFile, about: ZipInfo) -> bytes:
    """A part, of which no more is unpacked than the archive says there is."""
    with package.open(about) as stream:
        content = stream.read(about.file_size + 1)
    if len(content) > about.file_size:
        raise _Swollen
    return content


def refuse(parts: Mapping[str, bytes], path: str) -> None:
    """Raises `Fault` ``template-no-docx`` for what is no .docx, or ``template-holds`` with everything that reaches out of a
    package or does anything in it."""
    kinds = _kinds_of(parts, path)
    found: list[Problem] = []
    for name in parts:
        for what in sorted(_found_in(name, parts, kinds), key=lambda words: words.en):
            problem = Problem("template-holds", {"path": path, "what": what, "part": name})
            found += [problem] if problem not in found else []
    if found:
        raise Fault(found)


def _kinds_of(parts: Mapping[str, bytes], path: str) -> dict[str, str]:
    """The kind of each part. Raises `Fault` ``template-no-docx``, or ``template-holds`` of a document with macros."""
    try:
        root = parsed(parts["[Content_Types].xml"])
    except (KeyError, ValueError):
        raise fault("template-no-docx", path=path) from None
    endings = {e.get("Extension", "").lower(): e.get("ContentType", "") for e in root.iter("{*}Default")}
    named = {e.get("PartName", "").lstrip("/").lower(): e.get("ContentType", "") for e in root.iter("{*}Override")}
    kinds = {name: named.get(name.lower(), endings.get(name.rsplit(".", 1)[-1].lower(), "")) for name in parts}
    if any("macroEnabled" in kind for kind in (*named.values(), *endings.values())):
        what = Words("宏（.docm）", "macros (.docm)")
        raise fault("template-holds", path=path, what=what, part="[Content_Types].xml")
    if kinds.get("word/document.xml") != _MAIN:
        raise fault("template-no-docx", path=path)
    return kinds


def _found_in(name: str, parts: Mapping[str, bytes], kinds: Mapping[str, str]) -> Iterator[Words]:
    """What a part is or holds that is refused."""
    kind, content = kinds[name], parts[name]
    if "vbaProject" in name or "vba" in kind.lower():
        yield Words("宏（VBA）", "macros (VBA)")
        return
    if name != "[Content_Types].xml" and not _KINDS.fullmatch(kind):
        yield Words(f"{kind or basename(name)} 类的部件", f"a part of the kind {kind or basename(name)}")
        return
    if not (name.endswith((".xml", ".rels")) or kind.endswith("xml")):
        if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:5] in (b"<?xml", b"<!DOC") or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            yield Words("以图片为名的 XML", "XML under the name of a picture")
        return
    try:
        root = parsed(content)
    except ValueError as error:
        yield error.args[0]
        return
    if name.endswith(".rels"):
        yield from _reaching(root)
    else:
        yield from _doing(root)


def parsed(content: bytes) -> _Element:
    """A part's XML, of which no entity is resolved. Raises ValueError with what is wrong, in words."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError):
        raise ValueError(Words("不能读取的 XML", "XML that cannot be read")) from None
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise ValueError(Words("文档类型定义或实体（DTD）", "a document type definition or entities (DTD)"))
    return root


def _reaching(root: _Element) -> Iterator[Words]:
    """What relations lead out of the package, or to what is refused."""
    for relation in root.iter("{*}Relationship"):
        tie = basename(relation.get("Type", ""))
        target = relation.get("Target", "")
        if relation.get("TargetMode", "Internal").lower() != "internal" or "://" in target or target.startswith(("\\", "//")):
            yield Words(f"指向文件之外的关系（{tie}：{target}）", f"a relation that leads out of the file ({tie}: {target})")
        elif tie not in _TIES:
            yield Words(f"{tie} 关系", f"a relation {tie}")


def _doing(root: _Element) -> Iterator[Words]:
    """What in a part does something: objects, what is fetched, and fields but those of the page's number."""
    from lxml import etree

    around = (root.iter(etree.PI), root.itersiblings(etree.PI, preceding=True), root.itersiblings(etree.PI))
    if any(True for found in around for _ in found):
        yield Words("处理指令", "a processing instruction")
    for element in root.iter("*"):
        name = element.tag.rsplit("}", 1)[-1]
        if name in _ACTIVE:
            yield _ACTIVE[name]
        reaches = any(key.rsplit("}", 1)[-1] in _REACHING and value for key, value in element.attrib.items())
        if reaches and element.tag.startswith("{urn:schemas-microsoft-com:"):
            yield Words("指向文件之外的图形", "a drawing that leads out of the file")
        if name == "fldSimple":
            yield from _field("".join(value for key, value in element.attrib.items() if key.endswith("}instr")))
    for instruction in _instructions(root):
        yield from _field(instruction)


def _instructions(root: _Element) -> Iterator[str]:
    """What each field that begins and ends in runs of its own is told to do; text that stands outside any is one for itself."""
    within: list[list[str]] = []
    for element in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText"):
        if not element.tag.endswith("}fldChar"):
            if within:
                within[-1].append(element.text or "")
            else:
                yield element.text or ""
            continue
        state = next((value for key, value in element.attrib.items() if key.endswith("}fldCharType")), "")
        if state == "begin":
            within.append([])
        elif state == "end" and within:
            yield "".join(within.pop())
    yield from map("".join, within)


def _field(instruction: str) -> Iterator[Words]:
    if not _FIELD.fullmatch(instruction):
        name = (instruction.split() or ["?"])[0][:40]
        yield Words(f"{name} 域", f"a field {name}")
