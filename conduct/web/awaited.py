"""What was sent and is not taken yet, as others write or it is long: whoever sent it is led to a page of progress, and on to the
answer.

It goes on in a thread of its own whatever becomes of the browser; its answer is kept in the process for a while.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Lock
from time import monotonic

from anyio import CapacityLimiter, to_thread
from attrs import field
from starlette.responses import RedirectResponse, Response

from conduct.core.base.frozen import define
from conduct.core.base.progress import Doing
from conduct.core.base.words import Words
from conduct.core.ledger.opening import WAITING, WaitTold

from .kept import BeingWorkedOut
from .secrets import new_word
from .visits import Answer, Route, Visit
from .words import WORDS

PATIENCE = 1.0
"""Seconds that whoever sends waits for others that write, or for what is long in itself, before he is led to its page."""
_KEPT_FOR, _MOST = 900.0, 50
"""Seconds that an answer is kept after it is there, and how many of an account."""
_AT_ONCE = 40  # that are taken beside what is only asked for, which waits for none of them


@define
class _Awaited:
    """Something that was sent: by which account, what is said of it meanwhile, and its answer in time."""

    account: int
    doing: Doing
    answer: asyncio.Task[Response]
    there: float | None = field(default=None, init=False)

    def gone(self, now: float) -> bool:
        """Whether its answer was there long enough."""
        return self.there is not None and now - self.there > _KEPT_FOR


_LOCK = Lock()
_SENT: dict[str, _Awaited] = {}


def beside_pages() -> CapacityLimiter:
    """The threads that take what is sent."""
    return CapacityLimiter(_AT_ONCE)


async def taken(visit: Visit, route: Route, answered: Callable[[], Response], limiter: CapacityLimiter) -> Response:
    """The answer to what is sent, or to a person whose turn to write does not come soon the page that waits for it.

    A program waits for its answer.
    """
    if visit.json or visit.session is None:
        return await to_thread.run_sync(answered, limiter=limiter)
    loop, waits = asyncio.get_running_loop(), asyncio.Event()
    told = WAITING.set(WaitTold(lambda _: loop.call_soon_threadsafe(waits.set), PATIENCE))
    try:
        answer = asyncio.create_task(to_thread.run_sync(answered, limiter=limiter))
    finally:
        WAITING.reset(told)
    turn = asyncio.create_task(waits.wait())
    await asyncio.wait({answer, turn}, timeout=PATIENCE if route.long else None, return_when=asyncio.FIRST_COMPLETED)
    turn.cancel()
    if answer.done():
        return answer.result()
    said: Words = WORDS["sent-long" if route.long else "sent-waits"]
    return RedirectResponse(f"/sent/{_keep(visit.session.account.id, Doing(said), answer)}", 303)


def _keep(account: int, doing: Doing, answer: asyncio.Task[Response]) -> str:
    word, sent, now = new_word(), _Awaited(account, doing, answer), monotonic()
    with _LOCK:
        mine = [one for one, other in _SENT.items() if other.account == account and other.there is not None]
        for one in {*mine[:-_MOST], *(key for key, other in _SENT.items() if other.gone(now))}:
            del _SENT[one]
        _SENT[word] = sent

    def there(_: asyncio.Task[Response]) -> None:
        sent.there = monotonic()

    answer.add_done_callback(there)
    return word


def page(visit: Visit) -> Answer:
    """What was answered to something that was sent. Raises `BeingWorkedOut` while it is not taken."""
    assert visit.session is not None
    with _LOCK:
        sent = _SENT.get(visit.places["word"])
    if sent is None or sent.account != visit.session.account.id or visit.json:
        return Answer("said.html", {"what": "sent-gone"}, status=404)
    if sent.there is None:
        raise BeingWorkedOut((sent.doing,))
    return Answer(made=sent.answer.result())
