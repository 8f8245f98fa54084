"""One line at the end of a terminal that says what a command is doing, once that takes long, and is gone without a trace."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, RLock, Thread
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from conduct.bilingual import LANG, Lang

if TYPE_CHECKING:
    from conduct.core.base.progress import Doing

AFTER = 2.0
"""Seconds of work of which nothing is said."""
_EVERY = 0.2  # seconds from one look to the next


class Watch:
    """Shows on a terminal what it is told of, from a thread of its own, so that what is told costs no look at a clock.

    The line is written anew in place, with blanks over what was longer and nothing but returns: any terminal has these, and none
    is left with a colour. It is not drawn while `hidden`, nor where the terminal's line holds something, nor in the background.
    """

    def __init__(self, stream: TextIO, lang: Lang, after: float = AFTER, every: float = _EVERY) -> None:
        self.stream, self.lang, self.after, self.every = stream, lang, after, every
        self.line_open = False
        """Whether something else stands in the terminal's last line."""
        self._now: tuple[Doing, ...] = ()
        self._since = 0.0
        self._drawn = 0
        self._lock = RLock()
        self._ended = Event()
        self._thread: Thread | None = None

    def __call__(self, now: tuple[Doing, ...]) -> None:
        """Is told of what is being done, and of nothing once it is done."""
        if not now:
            with self._lock:
                self._now = ()
                self._erase()
            return
        if not self._now:
            self._since = monotonic()
            if self._thread is None:
                self._thread = Thread(target=self._look, name="watch", daemon=True)
                self._thread.start()
        self._now = now

    def close(self) -> None:
        """Ends it; the line is gone."""
        self._ended.set()
        with self._lock:
            self._now = ()
            self._erase()

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """While something else is written, the line is gone."""
        with self._lock:
            self._erase()
            yield

    def _look(self) -> None:
        while not self._ended.wait(self.every):
            with self._lock:
                if self._now and monotonic() - self._since >= self.after and not self.line_open and not self._ended.is_set():
                    with suppress(OSError, ValueError):  # a terminal that is gone ends nothing
                        self._draw()

    def _draw(self) -> None:
        number = self.stream.fileno()
        if os.tcgetpgrp(number) != os.getpgrp():  # it is a shell's just now, or another command's
            return
        text = _cut(self._said(), (os.get_terminal_size(number).columns or 80) - 1)
        takes = _width(text)
        self.stream.write("\r" + text + " " * (self._drawn - takes) + "\b" * (self._drawn - takes))
        self.stream.flush()
        self._drawn = takes

    def _said(self) -> str:
        colon, comma = ("：", "，") if self.lang == "zh" else (": ", ", ")
        seconds = int(monotonic() - self._since)
        minutes, left = divmod(seconds, 60)
        if self.lang == "zh":
            took = f"{minutes}分{left}秒" if minutes else f"{left}秒"
        else:
            took = f"{minutes} min {left} s" if minutes else f"{left} s"
        return colon.join(one.said(self.lang) for one in self._now) + comma + took

    def _erase(self) -> None:
        if self._drawn:
            with suppress(OSError, ValueError):
                self.stream.write("\r" + " " * self._drawn + "\r")
                self.stream.flush()
            self._drawn = 0


def _width(text: str) -> int:
    from conduct.report.tables import cell_len

    return cell_len(text)


def _cut(text: str, width: int) -> str:
    """The text, its end left out where it is wider."""
    from conduct.core.base.words import literal

    text = literal(text)
    if _width(text) <= width:
        return text
    while text and _width(text) > width - 2:
        text = text[:-1]
    return text + "…" if text else ""


class _Above:
    """Stands for standard error while a line is watched: what is written there goes above it."""

    def __init__(self, stream: TextIO, watch: Watch) -> None:
        self._stream, self._watch = stream, watch

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Writes in the place of the line."""
        with self._watch.hidden():
            self._watch.line_open = not text.endswith("\n") if text else self._watch.line_open
            return self._stream.write(text)


_watches: list[Watch] = []


@contextmanager
def watched(after: float = AFTER, every: float = _EVERY) -> Iterator[None]:
    """While a command works, what it does is shown where standard error is a terminal, and nowhere else."""
    stream = sys.stderr
    if stream is None or not stream.isatty() or not hasattr(os, "tcgetpgrp"):
        yield
        return
    from conduct.core.base.progress import PROGRESS

    watch = Watch(stream, LANG.get(), after, every)
    told = PROGRESS.set(watch)
    _watches.append(watch)
    sys.stderr = _Above(stream, watch)
    try:
        yield
    finally:
        sys.stderr = stream
        _watches.remove(watch)
        PROGRESS.reset(told)
        watch.close()


@contextmanager
def line_hidden() -> Iterator[None]:
    """While a result is written, which may go to the same terminal."""
    if not _watches:
        yield
        return
    with _watches[-1].hidden():
        yield
