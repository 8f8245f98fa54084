"""The file of a document beside what was published: composed again from the ledger, and compared with what the file prints."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import evolve

from conduct.config import DOCUMENTS
from conduct.core.base.faults import Fault, fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, Words, literal
from conduct.core.ledger.codes import CODE
from conduct.core.ledger.publish import Run, sealed_runs
from conduct.report.bulletin.document import Bulletin, Chart
from conduct.report.bulletin.hiding.veil import veiled
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.paper.frame import FRAME
from conduct.report.bulletin.reading.foreign import not_said
from conduct.report.bulletin.reading.matching import PrintedOtherwise, as_printed, otherwise, sentences_of
from conduct.report.bulletin.reading.placing import Foreign
from conduct.report.bulletin.reading.reading_back import FileRead, read_back
from conduct.report.bulletin.text.composing import compose, sanctioned
from conduct.report.bulletin.text.known import veil_for, written_about
from conduct.report.bulletin.text.sentences import said
from conduct.report.bulletin.text.signing import GAPS, gap, pages_said
from conduct.report.bulletin.told import Publication, Told

from .deployment import Deployment
from .kept import FileChecked, FileDifference
from .language import LANGS
from .telling import later_of_period, publication, sealed_with, told

_NO_CODE = Words(
    "文件中没有核验码，因此不可能是公布的那一份：未公布考核的文件没有核验码",
    "the file bears no verification code, and so cannot be the published one: a document of a run that is not published has none",
)
_OWN = Words(
    "不出自台账、未予核对的文字（发文机关自己写的，请自行查看）：",
    "not from the ledger, and so not compared (what the office says itself; look at it):",
)
_DRAWN = Words("文件中的图未予核对", "the charts in the file were not compared")
_MOST_OWN = 40  # texts of the office's own that are said


@frozen
class _Meant:
    """What a file is taken to be: composed again, and in what the file differs from that."""

    document: Bulletin
    masked: bool
    differences: Sequence[PrintedOtherwise]
    own: Sequence[Foreign]


def reread(at: Deployment, path: Path) -> tuple[FileChecked, Run | None]:
    """What a file of a document says beside what was sealed with its code, and which run that is.

    Raises `Fault` ``code-unknown``, and what `read_back` and `told` raise.
    """
    read = read_back(path)
    codes = _codes(read.text)
    if not codes:
        missing = FileDifference(
            what="code", table="", row="", column="", printed=None, published=None, words=_NO_CODE.said(at.lang)
        )
        return _checked(at, path, None, None, [missing]), None
    this = sealed_with(at, codes)
    later = [publication(at, one) for one in later_of_period(sealed_runs(at.ledger), this)]
    with told(at, run=this.called) as found:
        best: _Meant | None = None
        for meant in _meant(read, found, later, this, at.config.pages):
            if best is None or len(meant.differences) < len(best.differences):
                best = meant
            if not best.differences:
                break
    if best is None:
        raise fault("bulletin-unknown", path=str(path), run=this.called)
    return _checked(at, path, this, best, [_difference(one, at.lang) for one in best.differences]), this


def _checked(at: Deployment, path: Path, this: Run | None, best: _Meant | None, found: Sequence[FileDifference]) -> FileChecked:
    document = best.document if best is not None else None
    return FileChecked(
        path=path,
        code=this.code if this is not None else None,
        kind=document.kind if document is not None else None,
        unit=document.unit if document is not None else None,
        lang=document.lang if document is not None else None,
        masked=best.masked if best is not None else None,
        differences=tuple(found),
        notes=tuple(_notes(path, best, at.lang)) if best is not None else (),
    )


def _notes(path: Path, best: _Meant, lang: Lang) -> Iterator[str]:
    """What of a file was not compared: the office's own words, and the charts that are pictures there."""
    if best.own:
        yield _OWN.said(lang)
        yield from (f"  {literal(one.text)}" for one in best.own[:_MOST_OWN])
        if (more := len(best.own) - _MOST_OWN) > 0:
            yield Words(f"  另有{more}处", f"  and {more} more").said(lang)
    if any(isinstance(block, Chart) for block in best.document.blocks) and path.suffix.lower() in (".docx", ".pdf"):
        yield _DRAWN.said(lang)


def _codes(text: str) -> list[str]:
    """The codes of the document itself: those that stand behind the word for it; where the word is nowhere, those that are not
    the code of another run, which it names as replaced, or followed.
    """
    plain = _plain(text)
    words = "|".join(re.escape(_plain(FRAME["code"].said(lang))) for lang in LANGS)
    own = re.findall(f"(?:{words})[:,]?({CODE.pattern})", plain, re.IGNORECASE)
    if not own and not any(_plain(said(none, lang)) in plain for none in ("no_code", "code_missing") for lang in LANGS):
        own = re.findall(rf"(?<!\):)({CODE.pattern})", plain)
    return list(dict.fromkeys(own))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


# ---- what a file may be


def _meant(read: FileRead, found: Told, later: Sequence[Publication], this: Run, pages: str) -> Iterator[_Meant]:
    """What a file of a run may be, the likest first; ``later`` are those sealed of its period since, ``pages`` the address of the
    office's pages: no other is one where its code is checked.
    """
    text = as_printed(read.text)
    named = [one for one in later if one.code is not None and one.code in text]
    langs: tuple[Lang, ...] = ("zh", "en") if as_printed(said("check", "zh")) in text else ("en",)
    for lang in langs:
        served = bool(pages) and as_printed(pages_said(pages, lang, draft=this.draft)) in text
        head = Letterhead(pages=pages if served else "")
        for kind, unit in _kinds(text, found, lang):
            for state in _states(found, named, this):
                veils = [veil_for(state, lang, kind, masked=masked) for masked in (True, False)]
                masked = as_printed("".join(veils[1].said())) not in text
                try:
                    made = compose(state, kind, head, lang, unit)
                except Fault:  # a unit that gets no such document
                    break
                about = written_about(state, unit) if unit is not None else ()
                document = veiled(made, veils[0 if masked else 1], about)
                differences = otherwise(read, document, _of_ledger(document))
                foreign = not_said(read, document)
                added = [one for one in foreign if not one.own and (read.own_form or one.within)]
                differences += [PrintedOtherwise("added", row=one.after, printed=one.text) for one in added]
                yield _Meant(document, masked, differences, [one for one in foreign if one not in added])


def _of_ledger(document: Bulletin) -> list[str]:
    """The sentences of a document that hang on nothing that the office says: it may announce the result itself, and fill gaps."""
    gaps = [gap(what, document.lang) for what in GAPS]
    announced = said("follows", document.lang)
    return [one.removesuffix(announced) for one in sentences_of(document) if not any(empty in one for empty in gaps)]


def _kinds(text: str, found: Told, lang: Lang) -> Iterator[tuple[str, str | None]]:
    """The kinds of document that a text may be, and for which unit or person: as it says itself, else any for all."""
    says = [kind for kind in DOCUMENTS if as_printed(said("check_kind", lang) + said(f"kind_{kind}", lang)) in text]
    for kind in says or ("notice", "data"):
        if kind in ("notice", "data"):
            yield kind, None
        else:
            for unit in _about(text, found, kind, lang):
                yield kind, unit


def _about(text: str, found: Told, kind: str, lang: Lang) -> list[str]:
    """Whom a letter or a decision may be for, the likest first."""
    a = found.assessment
    names = {u.unit: u.name for u in a.units} if kind == "letter" else {one: a.names.get(one, one) for one in sanctioned(found)}
    label = as_printed(said("check_unit", lang))
    named = [unit for unit, name in names.items() if f"{label}{as_printed(name)}" in text]
    if not named:
        named = [unit for unit, name in names.items() if as_printed(name) in text]
    return sorted(named, key=lambda unit: -len(names[unit]))[:8]


def _states(found: Told, later: Sequence[Publication], this: Run) -> Iterator[Told]:
    """What stood beside a run when a document of it was made: nothing had replaced it, or something ``later`` had."""
    without = (evolve(found, objections=()),) if this.draft and found.objections else ()
    for state in (*without, found):
        yield evolve(state, replaced=None)
    for one in later:
        for state in (*without, found):
            yield evolve(state, replaced=one)


# ---- differences in words


def _difference(one: PrintedOtherwise, lang: Lang) -> FileDifference:
    return FileDifference(
        what=one.what,
        table=one.table,
        row=one.row,
        column=one.column,
        printed=one.printed,
        published=one.published,
        words=_words(one).said(lang),
    )


def _words(one: PrintedOtherwise) -> Words:
    """A difference as it is told: where, what the file prints, and what was published."""
    printed, published = (literal(text or "") for text in (one.printed, one.published))
    zh = f"文件印作“{printed}”，公布的是“{published}”"
    en = f"the file prints “{printed}”, published was “{published}”"
    if one.printed is None:
        zh, en = f"文件中没有公布的“{published}”", f"the file lacks what was published: “{published}”"
    elif one.published is None:
        zh, en = f"文件中多出“{printed}”", f"the file has “{printed}”, which was not published"
    if one.what == "added" and one.row:
        zh, en = f"在“{literal(one.row[:60])}”之后，{zh}", f"after “{literal(one.row[:60])}” {en}"
    if one.what == "strange":
        what = _STRANGE[one.row]
        return Words(f"{what.zh}：{printed}", f"{what.en}: {printed}")
    if one.what == "element":
        return Words(f"网页中有公布的文件所没有的成分：{printed}", f"the page has what the published one has not: {printed}")
    where = [(_WHERE[one.what].zh, _WHERE[one.what].en)] if one.what in _WHERE else []
    if one.table:
        where.append((f"表“{literal(one.table)}”", f"table “{literal(one.table)}”"))
    if one.row and one.what == "cell":
        where.append((literal(one.row), literal(one.row)))
    if one.column and one.what == "cell":
        where.append((f"“{literal(one.column)}”栏", f"column “{literal(one.column)}”"))
    return Words(f"{'，'.join(z for z, _ in where)}：{zh}", f"{', '.join(e for _, e in where)}: {en}")


_WHERE = {
    "added": Words("正文", "text"),
    "text": Words("正文", "text"),
    "drawing": Words("图", "chart"),
    "row": Words("行", "a row"),
    "column": Words("栏", "a column"),
    "table": Words("整个表", "a whole table"),
}


_STRANGE = {
    "hidden": Words("文件中有隐藏的文字、行、栏或者工作表", "the file hides text, rows, columns or sheets"),
    "hidden-column": Words("工作表中有隐藏的栏", "a sheet hides a column"),
    "white": Words("文件中有白色的文字", "the file has text in white"),
    "tiny": Words("文件中有小到无法阅读的文字", "the file has text too small to be read"),
    "over": Words("文件中有叠印在其他文字上的文字", "the file has text drawn over other text"),
    "changed": Words("文件中有修订标记", "the file has tracked changes"),
    "noted": Words("文件中有批注、脚注或者附加内容", "the file has comments, notes or attachments"),
    "box": Words("文件中有文本框或者嵌入的对象", "the file has text boxes or embedded objects"),
    "field": Words("文件中有页码以外的域或者表单", "the file has fields or forms other than page numbers"),
    "image": Words("文件的页上有公布的文件所没有的图片", "a page of the file has an image, which the published one has not"),
    "conditional": Words("工作表中有条件格式", "a sheet has conditional formats"),
    "formula": Words("工作表中有公式", "a sheet has formulas"),
    "format": Words("单元格的数字格式不按值显示", "a number format shows something else than the value"),
}
