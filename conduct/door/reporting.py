"""Documents that an office signs, asked of an office: composed of a run, masked, and written whole in the format asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from attrs import field

from conduct.config import DOCUMENTS, OF_ONE
from conduct.core.base.faults import fault, wrong_usage
from conduct.core.base.frozen import define, frozen
from conduct.core.base.interrupts import last_step
from conduct.core.base.output import replacing, replacing_folder
from conduct.core.base.progress import one_by_one
from conduct.core.base.words import Words, codes_listed
from conduct.core.ledger.publish import Run, sealed_runs
from conduct.core.scores.assess import day_of
from conduct.loading.unit_names import unit_meant
from conduct.report.bulletin.document import Bulletin, Written
from conduct.report.bulletin.hiding.file_names import safe_name
from conduct.report.bulletin.hiding.veil import Veil, veiled
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.text.composing import compose, sanctioned
from conduct.report.bulletin.text.known import veil_for, written_about
from conduct.report.bulletin.told import Publication, Told

from .assessing import Asked, DayGiven
from .deployment import Deployment, FileName
from .letterheads import free_of_others, of_run
from .reported import DocumentsWritten, DocumentWritten, FaceInPlace, FaceUsed
from .telling import told

ALL = "all"
"""As ``unit``: one document for each."""
Writer = Callable[[Bulletin, Path, Letterhead], Written]


@frozen
class DocumentAsked:
    """Which documents of a run are asked for: ``kind`` None is the usual one, ``unit`` None all units together."""

    kind: str | None = None
    unit: str | None = None
    unmasked: bool = False


def report(
    at: Deployment,
    file: FileName,
    period: Asked,
    run: str | int | None,
    as_of: DayGiven,
    *,
    asked: DocumentAsked,
    said: Mapping[str, object],
) -> DocumentsWritten:
    """As `Office.report`; ``said`` is what is said of the letterhead beside the configuration."""
    path = Path(file)
    write = _writer(path)
    if asked.kind is not None and asked.kind not in DOCUMENTS:
        raise wrong_usage("report-kind", value=asked.kind, known=codes_listed(DOCUMENTS))
    with told(at, period, run=run, as_of=as_of) as one:
        unit = _meant(one, asked.unit)
        kind = asked.kind or _usual(one, unit)
        if kind in OF_ONE and unit is None:
            raise wrong_usage("report-unit-missing", kind=NAMED[kind])
        if kind not in OF_ONE and unit is not None:
            raise wrong_usage("report-unit-kind", kind=NAMED[kind])
        head = letterhead(at, one.assessment.sector.name, kind, said, run_of(at, one.publication))
        own = (head.office, head.signatory, head.printing, head.distribution, head.objections)
        veil = veil_for(one, at.lang, kind, masked=not asked.unmasked, own=own)
        press = _Press(at, one, kind, head, veil, write)
        made = press.every(path) if unit == ALL else [press.one(path, unit)]
    sealed = one.publication
    faces = dict.fromkeys(face for _, written in made for face in written.faces)
    fallen: dict[str, set[str]] = {}
    for _, written in made:
        for characters, face in written.fell_back:
            fallen.setdefault(face, set()).update(characters)
    return DocumentsWritten(
        kind=kind,
        period=one.assessment.period.id,
        number=sealed.number if sealed is not None else None,
        code=sealed.code if sealed is not None else None,
        documents=tuple(document for document, _ in made),
        faces=tuple(FaceUsed(role=role, face=face, official=official) for role, face, official in faces),
        lacking=tuple(dict.fromkeys(lacks for _, written in made for lacks in written.lacking)),
        in_place=tuple(FaceInPlace(face=face, characters="".join(sorted(these))) for face, these in sorted(fallen.items())),
        notes=(*dict.fromkeys(press.notes), *(words.said(at.lang) for words in _beside(head, path, len(made)))),
    ).made_of(made)


NAMED: Mapping[str, Words] = {
    "notice": Words("通报", "notice"),
    "letter": Words("函", "letter"),
    "decision": Words("处理决定", "decision"),
    "data": Words("数据表", "data"),
}


def run_of(at: Deployment, publication: Publication | None) -> Run | None:
    """The sealed run that a publication is; None of one that is not sealed."""
    return next((run for run in sealed_runs(at.ledger) if publication is not None and run.called == publication.number), None)


def letterhead(at: Deployment, sector: str, kind: str, said: Mapping[str, object], run: Run | None = None) -> Letterhead:
    """What the configuration says of a sector's documents of a kind, before that what the ledger says of a sealed run's, and
    before both what is said beside them. A number that the notice of another run bears is not this one's, nor the days beside it.

    Raises `Fault` ``as-of-form`` for what is no day.
    """
    given = {key: value for key, value in said.items() if value is not None}
    for key in ("date", "printed"):
        if key in given:
            day = day_of(given[key])  # type: ignore[arg-type]
            given[key] = day.isoformat() if day is not None else ""
    for key in ("template", "fonts"):
        if key in given:
            given[key] = str(given[key])
    configured = at.config.letterhead(sector, kind)
    if kind == "notice":
        configured = free_of_others(at, sector, configured, run)
    of_this = of_run(at, run, kind) if run is not None else {}
    return Letterhead(**{**configured, **of_this, **given})  # type: ignore[arg-type]


def _beside(head: Letterhead, path: Path, documents: int) -> Iterator[Words]:
    """What the office asked for and these documents do not show, or not as it would have it."""
    if head.template and path.suffix.lower() != ".docx":
        yield Words("模板只用于 .docx，本文件没有用", "a template is for .docx alone: this file is not made on it")
    if head.fonts and not Path(head.fonts).is_dir():
        yield Words(f"没有字体文件夹 {head.fonts}", f"there is no folder of faces {head.fonts}")
    if documents > 1 and head.number:
        yield Words(
            f"{documents}份文书的发文字号都是“{head.number}”，请逐份改写",
            f"all {documents} documents bear the number “{head.number}”: give each its own",
        )


def _meant(one: Told, given: str | None) -> str | None:
    """The unit or person that is meant, by id, name or alias. Raises `Fault` ``report-unit-unknown``."""
    if given is None or given == ALL:
        return given
    found = unit_meant(one.ledger, one.assessment.sector, given)
    if found is None:
        raise fault("report-unit-unknown", value=given)
    return found


def _usual(one: Told, unit: str | None) -> str:
    """The kind where none is asked for: a notice of all, a letter to a unit, a decision on a person."""
    if unit is None:
        return "notice"
    return "letter" if unit == ALL or any(u.unit == unit for u in one.assessment.units) else "decision"


@define
class _Press:
    """Makes the documents of one run: composed, masked, written."""

    at: Deployment
    told: Told
    kind: str
    head: Letterhead
    veil: Veil
    write: Writer
    notes: list[str] = field(factory=list)

    def one(self, path: Path, unit: str | None) -> tuple[DocumentWritten, Written]:
        """One document, under its name."""
        inputs = [Path(self.head.template)] if self.head.template else []
        with self.at.writing(path, inputs=inputs):
            composed = self.composed(unit)
            with replacing(path) as partial:
                return self._onto(partial, path, composed)

    def every(self, path: Path) -> list[tuple[DocumentWritten, Written]]:
        """One for each unit, or person, in the folder that is called as the file is, without its ending: all of them or none."""
        folder = path.with_suffix("")
        units = [unit.unit for unit in self.told.assessment.units] if self.kind == "letter" else sanctioned(self.told)
        if not units:
            raise fault("report-nobody", kind=NAMED[self.kind], period=self.told.assessment.period.id)
        files = dict(zip(units, _names(units, path.suffix, self.veil), strict=True))
        with self.at.writing(*(folder / file for file in files.values())):
            if not os.path.lexists(folder):
                with replacing_folder(folder) as new:
                    return self._each({unit: (new / file, folder / file) for unit, file in files.items()})
            with ExitStack() as last, ExitStack() as stack:
                made = self._each(
                    {u: (stack.enter_context(replacing(folder / file)), folder / file) for u, file in files.items()}
                )
                last.enter_context(last_step())  # all of them take their names
                return made

    def _each(self, files: Mapping[str, tuple[Path, Path]]) -> list[tuple[DocumentWritten, Written]]:
        """The document of each unit, onto the first of its two names, to be called by the second."""
        told = one_by_one(files, Words("文书", "documents"), Words("份", "documents"))
        return [self._onto(*files[unit], self.composed(unit)) for unit in told]

    def composed(self, unit: str | None) -> Bulletin:
        """A document, masked."""
        made = compose(self.told, self.kind, self.head, self.at.lang, unit, sheets=self.write is _xlsx)
        return veiled(made, self.veil, written_about(self.told, unit) if unit is not None else ())

    def _onto(self, partial: Path, path: Path, made: Bulletin) -> tuple[DocumentWritten, Written]:
        self.notes += made.notes
        written = self.write(made, partial, self.head)
        document = DocumentWritten(
            path=path, unit=made.unit, gaps=made.gaps, masked=dict(made.masked or {}), shortened=written.shortened
        )
        return document, written


def _names(units: Sequence[str], ending: str, veil: Veil) -> list[str]:
    """A file's name for each unit; two that would be the same are told apart by a number."""
    found: dict[str, str] = {}
    for unit in units:
        base = safe_name(unit, veil)
        name, n = f"{base}{ending}", 1
        while name.casefold() in found:
            n += 1
            name = f"{base}-{n}{ending}"
        found[name.casefold()] = name
    return list(found.values())


def _writer(path: Path) -> Writer:
    """What writes a file of this ending. Raises `WrongUsage` ``report-ending``."""
    match path.suffix.lower():
        case ".docx":
            return _docx
        case ".pdf":
            return _pdf
        case ".xlsx":
            return _xlsx
        case ".html":
            return _html
    raise wrong_usage("report-ending", path=str(path))


def _docx(made: Bulletin, path: Path, head: Letterhead) -> Written:
    from conduct.report.bulletin.word.word import write_docx

    return write_docx(made, path, Path(head.template) if head.template else None, _fonts(head))


def _pdf(made: Bulletin, path: Path, head: Letterhead) -> Written:
    from conduct.report.bulletin.pdf.typeset import write_pdf

    return write_pdf(made, path, _fonts(head))


def _xlsx(made: Bulletin, path: Path, head: Letterhead) -> Written:
    from conduct.report.bulletin.book.book import write_xlsx

    return write_xlsx(made, path)


def _html(made: Bulletin, path: Path, head: Letterhead) -> Written:
    from conduct.report.bulletin.page import write_html

    return write_html(made, path)


def _fonts(head: Letterhead) -> list[Path]:
    return [Path(head.fonts)] if head.fonts else []
