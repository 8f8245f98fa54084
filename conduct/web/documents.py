"""Documents of sealed runs, made when somebody asks for them and kept for a while: one is made at a time."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from conduct.core.base.words import Lang
from conduct.core.ledger.publish import Run
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.door.reporting import letterhead

from .kept import as_it_is
from .visits import Answer, Download, NotFound, Visit

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
"""The endings of the four formats, and what each is."""
LANGS: tuple[Lang, ...] = ("zh", "en")
_MOST_KEPT = 64_000_000  # bytes
_PATIENCE = 60.0  # seconds that somebody of the office waits for another's document


class Shelf:
    """Documents that were made lately, up to so many bytes; by what each was made of."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.making = Lock()
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, ...], bytes] = OrderedDict()

    def found(self, key: tuple[str, ...]) -> bytes | None:
        """The document made of this, if it is kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: tuple[str, ...], content: bytes) -> None:
        """Keeps one, and lets go what was asked for longest ago."""
        with self._lock:
            self._kept[key] = content
            while len(self._kept) > 1 and sum(map(len, self._kept.values())) > self.most:
                self._kept.popitem(last=False)


_SHELF = Shelf(_MOST_KEPT)


def files_of(run: Run) -> list[tuple[Lang, str, str]]:
    """The languages and the endings in which a run's notice is to be had, and what each file is called."""
    return [(lang, ending, f"notice-{run.called}-{lang}.{ending}") for lang in LANGS for ending in MEDIA]


def notice(visit: Visit, run: Run, called: str) -> Answer:
    """A run's notice as a file, by what that is called. Whoever is not signed in is not kept waiting while another is made.

    Raises `NotFound` for a name that is none, and `Fault` for what keeps the run from being told again.
    """
    lang, ending = next(((lang, ending) for lang, ending, name in files_of(run) if name == called), (None, ""))
    if lang is None:
        raise NotFound
    with closing(Deployment(visit.served.ledger, run.sector, visit.served.config, lang)) as at:
        head = letterhead(at, run.sector, "notice", {})
        made_on = [as_it_is(one) for one in (visit.served.config, head.template) if one]
        key = (str(visit.served.ledger), run.head or "", called, repr(head), *made_on)
        content = _SHELF.found(key)
        if content is None:
            if not _SHELF.making.acquire(timeout=_PATIENCE if visit.session is not None else 0):
                return Answer("said.html", {"what": "busy"}, status=503)
            try:
                content = _SHELF.found(key) or _made(at, run, ending)
            finally:
                _SHELF.making.release()
            _SHELF.put(key, content)
    return Answer(file=Download(content, MEDIA[ending], called))


def _made(at: Deployment, run: Run, ending: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"notice.{ending}"
        Office(at).report(path, run=run.called, kind="notice")
        return path.read_bytes()
