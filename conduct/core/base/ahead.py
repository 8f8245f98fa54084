"""Work done ahead: pieces made in a thread of its own while those before them are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from contextvars import copy_context
from queue import Empty, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")

_ALONE = 4  # pieces for which no thread is begun
_SOON = 0.01  # seconds


def ahead(pieces: Iterable[T], most: int = 4) -> Iterator[T]:
    """The pieces in their order; from the fifth on they are made in another thread, of which at most so many wait to be used.

    That thread has the context of this one and does nothing once this ends, however it ends. What is raised there, is raised
    here in the piece's place.
    """
    making = iter(pieces)
    for _ in range(_ALONE):
        try:
            piece = next(making)
        except StopIteration:
            return
        yield piece
    made: Queue[tuple[list[T], BaseException | None]] = Queue(most)
    left = Event()

    def make() -> None:
        error: BaseException | None = None
        try:
            for piece in making:
                made.put(([piece], None))
                if left.is_set():
                    return
        except BaseException as raised:
            error = raised
        made.put(([], error))

    thread = Thread(target=copy_context().run, args=(make,), name="ahead", daemon=True)
    thread.start()
    try:
        while (one := made.get())[0]:
            yield one[0][0]
        if one[1] is not None:
            raise one[1]
    finally:
        left.set()
        while thread.is_alive():
            with suppress(Empty):
                made.get_nowait()
            thread.join(_SOON)
