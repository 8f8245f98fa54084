"""The pages of a list: the one that the address asks for, or the last where it asks for one beyond, and those beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from .visits import Visit

T = TypeVar("T")
ON_A_PAGE = 50
Paging = dict[str, object]
"""``n`` is the page that is shown, ``beyond`` the one that was asked for where the list is over before it."""
_LONGEST = 9
"""Of how many figures a page's number is at most: no list is longer."""


def paged(visit: Visit, rows: list[T], size: int = ON_A_PAGE) -> tuple[list[T], Paging]:
    """The rows of the page that is asked for, so many on each, and where the pages before and after it are."""
    last = _last(len(rows), size)
    n = min(page_asked(visit), last)
    return rows[(n - 1) * size : n * size], {**_paging(visit, n, n < last, bool(rows)), "of": last, "total": len(rows)}


def paged_from(
    visit: Visit, asked: Callable[[int, int], list[T]], counted: Callable[[], int], size: int = ON_A_PAGE
) -> tuple[list[T], Paging]:
    """The same of a list that is not read whole: ``asked`` reads so many rows after the first so many, and ``counted`` tells how
    many there are, which is asked where nothing is on the page alone.
    """
    n = page_asked(visit)
    rows = asked(size + 1, (n - 1) * size)
    if not rows and n > 1:
        n = _last(counted(), size)
        rows = asked(size + 1, (n - 1) * size)
    return rows[:size], _paging(visit, n, len(rows) > size, bool(rows))


def page_asked(visit: Visit) -> int:
    """The page of a list that is asked for: the first for what is no number of one."""
    written = visit.one("page")
    if not (written.isascii() and written.isdigit()):
        return 1
    figures = written.lstrip("0")
    return int(figures or "1") if len(figures) <= _LONGEST else 10**_LONGEST


def _last(n: int, size: int) -> int:
    return max(1, -(-n // size))


def _paging(visit: Visit, n: int, more: bool, some: bool) -> Paging:
    beyond = page_asked(visit) > n and some
    before, after = (visit.address_with(page=n - 1) if n > 1 else None), (visit.address_with(page=n + 1) if more else None)
    return {"n": n, "before": before, "after": after, "beyond": visit.one("page") if beyond else None}
