"""Interrupts of a process that is conduct's own: heard once, within a long statement too, and never in the middle of a last step.

A statement of the database goes on in C until it ends, and Python hears no signal before; so a thread that hears them ends it.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from threading import Thread, current_thread, main_thread
from time import sleep
from types import FrameType
from typing import Protocol
from weakref import WeakSet

OURS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals that end a command: all that it was writing goes, and the ledger is as it was."""

ENDED: list[int] = []
"""The signal that ended the process, if one did: the first. Those that follow change nothing."""


OWN = ".conduct-"
"""How the names of files begin that are ours alone, and that nobody is to see."""
PUT: ContextVar[list[Path] | None] = ContextVar("PUT", default=None)
"""Is told of each file and folder that took its name, if it is a list: an interrupt that comes after leaves it."""


def put_since() -> list[Path]:
    """The files and folders that took their names, and stand there."""
    put = dict.fromkeys(PUT.get() or ())
    return [path for path in put if path.exists() and not any(part.startswith(OWN) for part in path.parts)]


class Interruptible(Protocol):
    """What does long work, and can be told from another thread to leave it."""

    def interrupt(self) -> object:
        """Ends what it is at with an error; where it does nothing, nothing."""


_at_work: WeakSet[Interruptible] = WeakSet()
_woken = False
_listening = False
_raised = False
_last_steps = 0
_CONTEXT = ("__enter__", "__exit__")
_SOON = 0.002  # seconds to the next try
_AGAIN = 0.05  # seconds: a statement may begin just after the signal came


def listen() -> None:
    """From here on a signal ends the command: for a process that does one job and ends. One that is ignored stays so."""
    global _listening
    for number in OURS:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _hear)
            _listening = True


def quiet() -> None:
    """The command is done: no signal changes how its process ends."""
    global _raised
    _raised = True
    for number in OURS:
        if signal.getsignal(number) is _hear:
            signal.signal(number, signal.SIG_IGN)


def interruptible(work: Interruptible) -> None:
    """Work that a signal ends, where one is listened for."""
    global _woken
    if _listening and not _woken and hasattr(os, "fork") and current_thread() is main_thread():  # a pipe that a signal can wake
        _woken = True
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        if before != -1:  # there is one already
            signal.set_wakeup_fd(before, warn_on_full_buffer=False)
            os.close(reading)
            os.close(writing)
        else:
            Thread(target=_wake, args=(reading,), name="interrupts", daemon=True).start()
    _at_work.add(work)


@contextmanager
def last_step() -> Iterator[None]:
    """While a step is taken of which half would be worse than none or all: an interrupt is heard after it."""
    global _last_steps
    _last_steps += 1
    try:
        yield
    finally:
        _last_steps -= 1
    raise_heard()


def raise_heard() -> None:
    """Raises the interrupt that was heard while it could not be raised: for whoever would take the end of a statement for an
    error of the database.
    """
    global _raised
    if ENDED and _listening and not _raised and not _last_steps:
        _raised = True
        signal.default_int_handler(ENDED[0], None)


def _hear(number: int, frame: FrameType | None) -> None:
    if not ENDED:
        ENDED.append(number)
    if _raised or _last_steps:
        return
    if _between(frame) and hasattr(signal, "setitimer"):  # raised here, what a context was to leave in order would not be
        signal.signal(signal.SIGALRM, _hear)
        signal.setitimer(signal.ITIMER_REAL, _SOON)
        return
    raise_heard()


def _between(frame: FrameType | None) -> bool:
    """Whether a context is just being entered or left."""
    return frame is not None and (frame.f_code.co_filename == contextlib.__file__ or frame.f_code.co_name in _CONTEXT)


def _wake(reading: int) -> None:
    while numbers := os.read(reading, 64):
        while not _raised and (ENDED or not set(OURS).isdisjoint(numbers)):
            for work in list(_at_work) if not _last_steps else ():
                with suppress(Exception):  # one that was closed meanwhile
                    work.interrupt()
            sleep(_AGAIN)
