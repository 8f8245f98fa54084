"""Documents of sealed runs, made when somebody asks for them, one at a time, and kept for a while."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from zipfile import ZIP_DEFLATED, ZipFile

from attrs import evolve

from conduct.core.base.words import Lang, Words
from conduct.core.ledger.publish import Run, sealed_runs
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.door.reporting import ALL, letterhead
from conduct.door.telling import told
from conduct.report.bulletin.document import Bulletin
from conduct.report.bulletin.hiding.veil import veiled
from conduct.report.bulletin.text.composing import compose
from conduct.report.bulletin.text.known import veil_for
from conduct.report.bulletin.text.sentences import said
from conduct.report.bulletin.text.signing import letter_gaps, notice_gaps
from conduct.report.bulletin.told import Publication

from .kept import BeingWorkedOut, as_it_is, beside, lately, there
from .visits import Answer, Download, NotFound, Visit

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
"""The endings of the four formats, and what each is."""
ZIP = "application/zip"
LANGS: tuple[Lang, ...] = ("zh", "en")


_MAKING = Lock()


def files_of(run: Run) -> list[tuple[Lang, str, str]]:
    """The languages and the endings in which a run's notice is to be had, and what each file is called."""
    return [(lang, ending, f"notice-{run.called}-{lang}.{ending}") for lang in LANGS for ending in MEDIA]


def objecting(visit: Visit, run: Run | None = None) -> str:
    """Until when and where a unit may object to a draft, as the office says it in its letters; empty where it does not."""
    return letterhead(visit.deployment, visit.sector_name, "letter", {}, run).objections


def preview(visit: Visit, period: str, *, draft: bool) -> Bulletin:
    """The notice of a period as it would be, masked: as it is now, or as a draft for the units to object to."""

    def make(at: Deployment) -> Bulletin:
        head = letterhead(at, visit.sector_name, "notice", {})
        own = (head.office, head.signatory, head.printing, head.distribution, head.objections)
        with told(at, period) as one:
            veil = veil_for(one, at.lang, "notice", masked=True, own=own)
            if draft:
                last = max((run.number or 0 for run in sealed_runs(at.ledger) if run.draft), default=0)
                one = evolve(one, publication=Publication(f"d{last + 1}", True, one.batch_at, "", None), objections=())
            return veiled(compose(one, "notice", head, at.lang, None), veil, ())

    return lately(visit, "preview", (period, str(draft), visit.lang), make, rest=False)[0]


def gaps(visit: Visit, run: Run) -> dict[str, Words]:
    """What the notice of a sealed run still lacks, in words, by the element that fills it."""
    return _in_words(notice_gaps(letterhead(visit.deployment, visit.sector_name, "notice", {}, run), draft=run.draft))


def gaps_of_letters(visit: Visit, run: Run | None = None) -> dict[str, Words]:
    """The same of the letters to the units about a sealed run, or about one that is to be sealed as the settings are."""
    return _in_words(letter_gaps(letterhead(visit.deployment, visit.sector_name, "letter", {}, run)))


def _in_words(found: Sequence[str]) -> dict[str, Words]:
    return {what: Words(said(f"gap_{what}", "zh"), said(f"gap_{what}", "en")) for what in found}


def notice(visit: Visit, run: Run, called: str) -> Answer:
    """A run's notice as a file, by what that is called: one is made at a time, beside the pages.

    Raises `NotFound` for a name that is none, `BeingWorkedOut` while it is made, and `Fault` for what keeps the run from being
    told again. Whoever is not signed in has none made while another is.
    """
    lang, ending = _named(files_of(run), called)
    question = (str(visit.served.ledger), "notice", run.head or "", called)
    return _document(
        visit, run, question, ("notice", lang), lambda at: _made(at, run, ending), Download(b"", MEDIA[ending], called)
    )


def letter(visit: Visit, run: Run, unit: str, called: str) -> Answer:
    """The letter to a unit about a run, as a file; as `notice`."""
    lang, ending = _named(letter_files(run), called)
    question = (str(visit.served.ledger), "letter", run.head or "", json.dumps((unit, called)))
    file = Download(b"", MEDIA[ending], f"{unit}-{called}")
    return _document(visit, run, question, ("letter", lang), lambda at: _made(at, run, ending, unit), file)


def letters(visit: Visit, run: Run, called: str) -> Answer:
    """The letters to all units about a run, in one archive; as `notice`."""
    lang, ending = _named(archives_of(run), called)
    question = (str(visit.served.ledger), "letters", f"{run.head} {called}")
    return _document(visit, run, question, ("letter", lang), lambda at: _packed(at, run, ending), Download(b"", ZIP, called))


def letter_files(run: Run) -> list[tuple[Lang, str, str]]:
    """The languages and the endings in which the letter to a unit is to be had, and what each file is called."""
    return [(lang, ending, f"letter-{run.called}-{lang}.{ending}") for lang in LANGS for ending in MEDIA]


def archives_of(run: Run) -> list[tuple[Lang, str, str]]:
    """The same of the letters to all units, each an archive."""
    return [(lang, ending, f"letters-{run.called}-{lang}-{ending}.zip") for lang in LANGS for ending in MEDIA]


def _named(files: Sequence[tuple[Lang, str, str]], called: str) -> tuple[Lang, str]:
    for lang, ending, name in files:
        if name == called:
            return lang, ending
    raise NotFound


def _document(
    visit: Visit, run: Run, question: tuple[str, ...], of: tuple[str, Lang], make: Callable[[Deployment], bytes], file: Download
) -> Answer:
    """A document of a kind and a language, made by what is said of its kind and kept for as long as that is the same."""
    served, sector, (kind, lang) = visit.served, run.sector, of
    with closing(Deployment(served.ledger, sector, served.config, lang)) as at:
        head = letterhead(at, sector, kind, {}, run)
    mark = (repr(head), *(as_it_is(one) for one in (served.config, head.template) if one))
    if visit.session is None and _MAKING.locked() and not there(question, mark):
        raise BeingWorkedOut(busy=True)

    def work() -> bytes:
        with _MAKING, closing(Deployment(served.ledger, sector, served.config, lang)) as at:
            return make(at)

    content, fresh = beside(question, mark, work)
    if not fresh:  # it was made with other settings
        raise BeingWorkedOut
    return Answer(file=evolve(file, content=content))


def _made(at: Deployment, run: Run, ending: str, unit: str | None = None) -> bytes:
    with TemporaryDirectory(prefix="conduct-") as folder:
        path = Path(folder) / f"document.{ending}"
        Office(at).report(path, run=run.called, kind="notice" if unit is None else "letter", unit=unit)
        return path.read_bytes()


def _packed(at: Deployment, run: Run, ending: str) -> bytes:
    """The letters to all units, each under its unit."""
    with TemporaryDirectory(prefix="conduct-") as folder:
        made = Office(at).report(Path(folder) / f"letters.{ending}", run=run.called, kind="letter", unit=ALL)
        content = BytesIO()
        with ZipFile(content, "w", ZIP_DEFLATED) as archive:
            for one in made.documents:
                archive.write(one.path, one.path.name)
        return content.getvalue()
