"""What was worked out lately, kept in the process for as long as neither the facts nor the settings change."""

from __future__ import annotations

import json
import sys
import traceback
from collections import OrderedDict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Lock, Semaphore, Thread
from time import monotonic
from typing import TypeVar, cast

from conduct.core.base.faults import Fault
from conduct.core.base.progress import Doing, kept_in
from conduct.door.deployment import Deployment

from .visits import Visit

T = TypeVar("T")
_MOST, _SORTS = 4, 16
"""How many answers of a sort are kept, and of how many sorts: those about a whole sector are large."""
_MOST_OF = {"unit": 400, "own-appeals": 400, "own-decided": 400, "own-result": 60}
"""How many are kept of the sorts that are about one unit, and small."""
PATIENCE = 0.3
"""Seconds that a page waits for what is newer than what is kept."""
FIRST_PATIENCE = 5.0
"""Seconds that a page waits for what was never worked out, before it says that it is being worked out."""
_QUICK, _RESTS = 0.5, 20
MOST_REST = 60.0
"""An answer that took more than half a second stands for twenty times as long as it took, and so many seconds at most: where
facts come all the time, a large ledger is not counted all the time."""
_AT_ONCE = 2  # answers that are worked out beside the pages, of small ones and of large, however many are asked for
RestsOn = tuple[str, ...]


class BeingWorkedOut(Exception):
    """What a page shows is not there yet: whoever asks is told what is being done, and asks again; ``busy`` says that it is not
    begun, as another goes first.
    """

    def __init__(self, doing: tuple[Doing, ...] = (), *, busy: bool = False) -> None:
        super().__init__()
        self.doing, self.busy = doing, busy


def _most_of(question: RestsOn) -> int | None:
    """How many answers are kept of the sort of a question; None for one of the large ones."""
    return _MOST_OF.get(question[2]) if len(question) > 2 else None


class LatelyAsked:
    """The last answers to so many questions of a sort, each with the mark of what it rests on; each is worked out once at a time.

    A question is of the sort that all of it but its last part says.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._kept: OrderedDict[RestsOn, tuple[RestsOn, object]] = OrderedDict()
        self._busy: dict[RestsOn, Lock] = {}
        self._behind: dict[RestsOn, Thread] = {}
        self._failed: dict[RestsOn, Fault] = {}
        self._said: dict[RestsOn, tuple[Doing, ...]] = {}
        self._until: dict[RestsOn, float] = {}
        self._small, self._large = Semaphore(_AT_ONCE), Semaphore(_AT_ONCE)

    def kept(self, question: RestsOn) -> tuple[RestsOn, object] | None:
        """The last answer, with its mark; None where there is none."""
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
            return self._kept.get(question)

    def answer(self, question: RestsOn, mark: RestsOn, make: Callable[[], T]) -> T:
        """The answer of this mark: that which is kept, else a new one. What ``make`` raises is raised, and then none is kept, but
        where it is only being worked out.
        """
        with self._lock:
            busy = self._busy.setdefault(question, Lock())
        with busy:
            found = self.kept(question)
            if found is not None and found[0] == mark:
                return cast("T", found[1])
            began = monotonic()
            try:
                made = make()
            except BeingWorkedOut:  # it waits for another: the last answer still stands
                raise
            except BaseException:
                with self._lock:
                    self._kept.pop(question, None)
                raise
            with self._lock:
                self._kept[question] = (mark, made)
                took = monotonic() - began
                self._until[question] = monotonic() + (min(_RESTS * took, MOST_REST) if took > _QUICK else 0)
                alike = [one for one in self._kept if one[:-1] == question[:-1]]
                large = [one for one in self._kept if _most_of(one) is None]
                for one in (*alike[: -(_most_of(question) or self.most)], *large[: -_SORTS * self.most]):
                    self._kept.pop(one, None)
                    self._busy.pop(one, None)
                    self._until.pop(one, None)
            return made

    def rests(self, question: RestsOn) -> bool:
        """Whether an answer that took long was worked out so lately that it stands a while, though there are newer facts."""
        return monotonic() < self._until.get(question, 0)

    def behind(self, question: RestsOn, mark: RestsOn, make: Callable[[], object]) -> Thread:
        """Works an answer out beside what goes on; one at a time for a question. Why it failed, `failure` says."""

        def work() -> None:
            try:
                with kept_in(self._said, question), self._small if _most_of(question) else self._large:
                    self.answer(question, mark, make)
            except Fault as error:
                self._failed[question] = error
            except BeingWorkedOut:  # said again to whoever asks
                pass
            except Exception:  # a fault of ours: whoever asks next is told by the work itself
                traceback.print_exc(file=sys.stderr)
            finally:
                with self._lock:  # a thread for each question that ever was asked would be many
                    self._behind.pop(question, None)

        with self._lock:
            running = self._behind.get(question)
            if running is None or not running.is_alive():
                running = self._behind[question] = Thread(target=work, daemon=True)
                running.start()
            return running

    def failure(self, question: RestsOn) -> Fault | None:
        """Why the last attempt at an answer failed; said once."""
        return self._failed.pop(question, None)

    def doing(self, question: RestsOn) -> tuple[Doing, ...]:
        """What is being done for an answer."""
        return self._said.get(question, ())


_LATELY = LatelyAsked(_MOST)


def kept(visit: Visit, what: str, asked: RestsOn, make: Callable[[Deployment], T]) -> T:
    """An answer about the sector of the address that hangs on the settings, the day and what was asked, and on no fact.

    It is shared by all who ask, in whatever language, so it holds nothing that is said in one, and what of it somebody may see
    is for the page to say.
    """
    return _LATELY.answer(question_of(visit, what, asked), _settings(visit), lambda: make(visit.deployment))


def lately(
    visit: Visit,
    what: str,
    asked: RestsOn,
    make: Callable[[Deployment], T],
    *,
    patience: float | None = None,
    rest: bool = True,
) -> tuple[T, bool]:
    """The same of what hangs on the facts as well, worked out beside the pages. Where that takes longer than so many seconds and
    there is an earlier answer, that one, and False; without ``rest`` a newer one is begun however lately that was worked out. A
    file says nowhere that it rests on earlier facts, so it waits for the latest.

    Raises `BeingWorkedOut` where there is none yet, and the `Fault` that kept it from being worked out.
    """
    question, mark = question_of(visit, what, asked), _mark(visit)
    served, sector, lang = visit.served, visit.sector_name, visit.lang

    def anew() -> T:
        with closing(Deployment(served.ledger, sector, served.config, lang)) as at:
            return make(at)

    if "file" not in visit.places:
        return beside(question, mark, anew, patience=patience, rest=rest)
    found, fresh = beside(question, mark, anew, patience=FIRST_PATIENCE)
    if not fresh:
        raise BeingWorkedOut(_LATELY.doing(question))
    return found, fresh


def beside(
    question: RestsOn, mark: RestsOn, make: Callable[[], T], *, patience: float | None = None, rest: bool = False
) -> tuple[T, bool]:
    """An answer that is worked out beside the pages, by something that opens for itself what it needs; as `lately`."""
    found = _LATELY.kept(question)
    if found is not None and found[0] == mark:
        return cast("T", found[1]), True
    if found is not None and rest and _LATELY.rests(question):
        return cast("T", found[1]), False
    working = _LATELY.behind(question, mark, make)
    working.join(FIRST_PATIENCE if found is None else PATIENCE if patience is None else patience)
    if (failed := _LATELY.failure(question)) is not None:
        raise failed
    now = _LATELY.kept(question)
    if now is not None:
        return cast("T", now[1]), now[0] == mark
    if working.is_alive():
        raise BeingWorkedOut(_LATELY.doing(question))
    return _LATELY.answer(question, mark, make), True


def there(question: RestsOn, mark: RestsOn) -> bool:
    """Whether the answer of this mark is kept."""
    found = _LATELY.kept(question)
    return found is not None and found[0] == mark


def last(visit: Visit, what: str, asked: RestsOn) -> object | None:
    """The last answer that is kept to a question, whatever it rests on; None where there is none."""
    found = _LATELY.kept(question_of(visit, what, asked))
    return None if found is None else found[1]


def question_of(visit: Visit, what: str, asked: RestsOn) -> RestsOn:
    """What is asked of a sort about the sector of the address, as it is kept."""
    return (str(visit.served.ledger), visit.sector_name, what, json.dumps(asked))


def _mark(visit: Visit) -> RestsOn:
    return (visit.deployment.mark, *_settings(visit))


def _settings(visit: Visit) -> RestsOn:
    config = visit.deployment.config
    files = [one for one in (visit.served.config, *config.supplied) if one is not None]
    return (config.today().isoformat(), *(as_it_is(one) for one in files))


def as_it_is(path: Path | str) -> str:
    """A file as it is now: when it was written and how long it is."""
    try:
        found = Path(path).stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns} {found.st_size}"
