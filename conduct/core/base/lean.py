"""Libraries that load others which nobody here asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LEAN: ContextVar[bool] = ContextVar("LEAN", default=False)
"""Whether the process is conduct's own, does one job and ends; in a program's, what is imported is as the program has it."""


@contextmanager
def without(*names: str) -> Iterator[None]:
    """While a library is imported that takes others where it finds them: in a process of our own it finds none of these names."""
    kept_out = [name for name in names if LEAN.get() and name not in sys.modules]
    for name in kept_out:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in kept_out:
            del sys.modules[name]
