"""Documents of sealed runs, made when somebody asks for them, one at a time, and kept for a while."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from conduct.core.base.words import Lang, Words
from conduct.core.ledger.publish import Run
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.door.reporting import letterhead
from conduct.report.bulletin.text.sentences import said
from conduct.report.bulletin.text.signing import notice_gaps

from .kept import BeingWorkedOut, as_it_is, beside, there
from .visits import Answer, Download, NotFound, Visit

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
"""The endings of the four formats, and what each is."""
LANGS: tuple[Lang, ...] = ("zh", "en")


_MAKING = Lock()


def files_of(run: Run) -> list[tuple[Lang, str, str]]:
    """The languages and the endings in which a run's notice is to be had, and what each file is called."""
    return [(lang, ending, f"notice-{run.called}-{lang}.{ending}") for lang in LANGS for ending in MEDIA]


def gaps(visit: Visit, *, draft: bool = False) -> Words | None:
    """What a notice of the sector still lacks, each with the setting that fills it; None where it lacks nothing."""
    head = letterhead(visit.deployment, visit.sector_name, "notice", {})
    if not (found := notice_gaps(head, draft=draft)):
        return None
    words = {lang: [said(f"gap_{what}", lang) for what in found] for lang in LANGS}
    zh = "、".join(f"{one}（配置 [report] 的 {what}）" for one, what in zip(words["zh"], found, strict=True))
    en = ", ".join(f"{one} (“{what}” of [report] in the configuration)" for one, what in zip(words["en"], found, strict=True))
    return Words(zh, en)


def notice(visit: Visit, run: Run, called: str) -> Answer:
    """A run's notice as a file, by what that is called: one is made at a time, beside the pages.

    Raises `NotFound` for a name that is none, `BeingWorkedOut` while it is made, and `Fault` for what keeps the run from being
    told again. Whoever is not signed in has none made while another is.
    """
    lang, ending = next(((lang, ending) for lang, ending, name in files_of(run) if name == called), (None, ""))
    if lang is None:
        raise NotFound
    served, sector = visit.served, run.sector
    with closing(Deployment(served.ledger, sector, served.config, lang)) as at:
        head = letterhead(at, sector, "notice", {})
    mark = (repr(head), *(as_it_is(one) for one in (served.config, head.template) if one))
    question = (str(served.ledger), "notice", run.head or "", called)
    if visit.session is None and _MAKING.locked() and not there(question, mark):
        raise BeingWorkedOut(busy=True)

    def make() -> bytes:
        with _MAKING, closing(Deployment(served.ledger, sector, served.config, lang)) as at:
            return _made(at, run, ending)

    content, fresh = beside(question, mark, make)
    if not fresh:  # it was made with other settings
        raise BeingWorkedOut
    return Answer(file=Download(content, MEDIA[ending], called))


def _made(at: Deployment, run: Run, ending: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"notice.{ending}"
        Office(at).report(path, run=run.called, kind="notice")
        return path.read_bytes()
