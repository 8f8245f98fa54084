"""What a value works out once, the first time it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property as cached_property
else:

    class cached_property:
        """As `functools.cached_property` is from Python 3.12 on: before, all values of a class wait while one of them works out
        its own, and all pages for the slowest."""

        def __init__(self, worked_out: Callable[[object], object]) -> None:
            self._worked_out, self._name, self.__doc__ = worked_out, worked_out.__name__, worked_out.__doc__

        def __set_name__(self, _: type, name: str) -> None:
            self._name = name

        def __get__(self, one: object, _: type | None = None) -> object:
            if one is None:
                return self
            value = one.__dict__[self._name] = self._worked_out(one)
            return value
