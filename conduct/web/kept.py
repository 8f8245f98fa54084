"""What was worked out lately, kept in the process for as long as neither the facts nor the settings change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

from .visits import Visit

T = TypeVar("T")
_MOST = 12


class LatelyAsked:
    """Answers by what they were asked of, the latest so many; what is being worked out is waited for."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, ...], object] = OrderedDict()
        self._busy: dict[tuple[str, ...], Lock] = {}

    def answer(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """The answer that is kept, else a new one; what ``make`` raises is raised, and not kept."""
        with self._lock:
            busy = self._busy.setdefault(key, Lock())
        with busy:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return cast("T", self._kept[key])
            try:
                made = make()
                with self._lock:
                    self._kept[key] = made
                    while len(self._kept) > self.most:
                        self._kept.popitem(last=False)
                return made
            finally:
                with self._lock:
                    self._busy.pop(key, None)


_KEPT = LatelyAsked(_MOST)


def kept(visit: Visit, what: str, asked: tuple[str, ...], make: Callable[[], T]) -> T:
    """An answer about the sector of the address that hangs on the facts, the settings, the day and what was asked, alone.

    It is shared by all who ask, in whatever language, so it holds nothing that is said in one, and what of it somebody may see
    is for the page to say.
    """
    at = visit.deployment
    files = [one for one in (visit.served.config, *at.config.supplied) if one is not None]
    rests_on = (at.mark, at.config.today().isoformat(), *(as_it_is(one) for one in files))
    return _KEPT.answer((str(visit.served.ledger), visit.sector_name, what, *asked, *rests_on), make)


def as_it_is(path: Path | str) -> str:
    """A file as it is now: when it was written and how long it is."""
    try:
        found = Path(path).stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns} {found.st_size}"
