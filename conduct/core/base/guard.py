"""Every call into a sector's own code: what it raises is a fault that names its package, and what it prints is no result."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from opcode import opmap
from pathlib import Path
from types import CoroutineType, TracebackType
from typing import TYPE_CHECKING, TextIO, TypeVar

from .faults import Fault, fault
from .words import Lang, Words

if TYPE_CHECKING:
    Hooks = tuple[Callable[[threading.ExceptHookArgs], object], Callable[[sys.UnraisableHookArgs], object]]

_HOUSE = f"{Path(__file__).resolve().parent.parent}{os.sep}"
_PLUGINS = f"{_HOUSE}plugins{os.sep}"
_LIBRARY = f"{Path(os.__file__).parent}{os.sep}"
_LONGEST = 1200  # characters of an exception's own words

_brought: dict[str, tuple[str, str]] = {}
T = TypeVar("T")


def note_package(sector: str, package: str, module: str) -> None:
    """Notes from which package a sector's module came, so that what fails in it is named."""
    _brought[module] = (sector, package)


def package_of(call: object) -> str:
    """The package that brought a function of a sector, else the module in which it stands."""
    while isinstance(call, partial):
        call = call.func
    module = str(getattr(call, "__module__", None) or type(call).__module__)
    return _package(module) or module


def _package(module: str) -> str | None:
    found = [known for known in _brought if module == known or module.startswith(known + ".")]
    return _brought[max(found, key=len)][1] if found else None


def asked(call: Callable[..., object], *given: object, what: Words, clause: str = "", want: type[T], **named: object) -> T:
    """What a sector's own code answers, when ``what`` is asked of it for a clause; it must be exactly of the type ``want``.

    Raises the `Fault` that the code raises, and for anything else, SystemExit among it, a `Fault` ``plugin-failed`` with the
    package at fault. A keyboard interrupt from the keyboard passes.
    """
    try:
        found = call(*given, **named)
    except Fault:
        raise
    except BaseException as error:  # a stranger's code may raise anything, and ends nothing but itself
        passes(error)
        raise _failed(call, reason(error), what, clause) from error
    if isinstance(found, want) and type(found) is want:
        return found
    raise not_answered(call, found, what, clause)


def not_answered(call: object, found: object, what: Words, clause: str = "") -> Fault:
    """The fault of code that gave something else than what was asked, to be raised."""
    return _failed(call, answered(found), what, clause)


def _failed(call: object, why: str, what: Words, clause: str) -> Fault:
    said = Words(f"{clause} {what.zh}", f"{clause} {what.en}") if clause else what
    return fault("plugin-failed", package=package_of(call), what=said, why=why)


def passes(error: BaseException) -> None:
    """Raises the error on if it is a person's interrupt."""
    if isinstance(error, KeyboardInterrupt) and from_keyboard(error):
        raise error


def from_keyboard(error: KeyboardInterrupt) -> bool:
    """Whether an interrupt came from the keyboard: no statement raised it."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return last is None or last.tb_frame.f_code.co_code[last.tb_lasti] != opmap["RAISE_VARARGS"]


def answered(found: object) -> str:
    """A wrong answer as messages show it, whatever its own code does when it is shown."""
    try:
        text = repr(found)
    except BaseException as error:  # as in `asked`
        passes(error)
        text = "…"
    if isinstance(found, CoroutineType):
        found.close()  # or Python says of itself that nobody awaited it
    return f"{_short(text)} ({type(found).__name__})"


def reason(error: BaseException) -> str:
    """An exception in a line: its type, its own words, and where in the package it was raised."""
    try:
        text = str(error)
    except BaseException as other:  # as in `asked`
        passes(other)
        text = ""
    said = f"{type(error).__name__}: {_short(text)}" if text else type(error).__name__
    at = _raised_at(error.__traceback__)
    return f"{said} ({at})" if at else said


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _raised_at(step: TracebackType | None) -> str:
    """The last line of the plugin's own that ran: file and line."""
    at = ""
    while step is not None:
        path = step.tb_frame.f_code.co_filename
        if _theirs(path):
            at = f"{Path(path).parent.name}/{Path(path).name}:{step.tb_lineno}"
        step = step.tb_next
    return at


def _theirs(path: str) -> bool:
    """Whether a file is neither conduct's own, nor Python's, nor of what conduct is built on."""
    if path.startswith(_PLUGINS):
        return True
    within = path.removeprefix(_LIBRARY)
    if path.startswith(("<", _HOUSE)) or (within != path and "-packages" not in within):
        return False
    return not {"attr", "attrs", "click", "pluggy"} & set(Path(path).parts)


def culprit(error: BaseException) -> tuple[str, str] | None:
    """The sector and the package whose code an unforeseen exception came through, if it came through any."""
    step, found = error.__traceback__, None
    while step is not None:
        module = str(step.tb_frame.f_globals.get("__name__", ""))
        known = [one for one in _brought if module == one or module.startswith(one + ".")]
        found = _brought[max(known, key=len)] if known else found
        step = step.tb_next
    return found


# ---- what it prints


class _Aside:
    """Stands for standard output while sectors are in use: what their code prints goes to standard error."""

    def __getattr__(self, name: str) -> object:
        return getattr(sys.stderr, name)

    def close(self) -> None:
        """Nothing that a sector does closes standard error."""


_results: list[TextIO] = []
_before: list[Callable[[], None]] = []


def results() -> TextIO:
    """The stream to which results go."""
    return _results[0] if _results else sys.stdout


def shield(lang: Lang) -> None:
    """From here on, until `unshield`, standard output is for results alone, whoever writes there and how, and what fails beside
    the command's own thread is said in a sentence: for a process that is conduct's own.
    """
    if _results:
        return
    before = sys.stdout
    own = _apart(before)
    _results.append(own or before)
    sys.stdout = _Aside()
    hooks = _hear(lang)

    def restore() -> None:
        sys.stdout = before
        threading.excepthook, sys.unraisablehook = hooks
        if own is not None:
            with suppress(OSError, ValueError):
                before.flush()  # what was left there for standard output is no result
            with suppress(OSError, ValueError):
                own.flush()
            os.dup2(own.fileno(), 1)
            own.close()

    _before.append(restore)


def _apart(stream: TextIO) -> TextIO | None:
    """A way of their own for results, after which the number of standard output is standard error's; None where ``stream`` is not
    the process's standard output.
    """
    try:
        if stream is not sys.__stdout__ or stream.fileno() != 1:
            return None
        stream.flush()
        own = os.dup(1)
    except (OSError, ValueError):
        return None
    try:
        os.dup2(2, 1)
    except OSError:
        os.close(own)
        return None
    return open(own, "w", encoding=stream.encoding, errors=stream.errors, newline="\n")


def _hear(lang: Lang) -> Hooks:
    """Says in a sentence what a sector's code raises where nobody calls it: in a thread, a finaliser, at the end."""
    before = (threading.excepthook, sys.unraisablehook)

    def say(error: BaseException | None) -> bool:
        theirs = culprit(error) if error is not None else None
        if error is None or theirs is None:
            return False
        with suppress(OSError, ValueError):
            said = fault("thread-failed", name=theirs[0], package=theirs[1], why=reason(error)).said(lang)
            sys.stderr.write(said + "\n")
        return True

    def of_thread(given: threading.ExceptHookArgs) -> None:
        if not say(given.exc_value):
            before[0](given)

    def unraised(given: sys.UnraisableHookArgs) -> None:
        if not say(given.exc_value):
            before[1](given)

    threading.excepthook, sys.unraisablehook = of_thread, unraised
    return before


def unshield() -> None:
    """Standard output is as it was."""
    if _results:
        _before.pop()()
        _results.clear()


def no_more_results(lang: Lang) -> None:
    """The results are out: what a sector's code does as the process ends is none, and is said in a sentence if it fails."""
    sys.stdout = sys.stderr
    with suppress(OSError):
        os.dup2(2, 1)
    _hear(lang)
