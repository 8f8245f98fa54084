"""Work done ahead in a thread: the same pieces, the same error in its place, and no thread left however it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from threading import active_count, get_ident
from time import sleep

import pytest

from conduct.core.base.ahead import ahead

SAID = ContextVar("SAID", default="nothing")


@pytest.mark.parametrize("count", [0, 1, 4, 5, 300])
def test_the_pieces_come_in_their_order(count: int) -> None:
    before = active_count()
    assert list(ahead(iter(range(count)))) == list(range(count))
    assert active_count() == before


def test_they_are_made_elsewhere_in_the_context_of_who_asks() -> None:
    def making() -> Iterator[tuple[int, str]]:
        for _ in range(20):
            yield get_ident(), SAID.get()

    token = SAID.set("something")
    try:
        made = list(ahead(making()))
    finally:
        SAID.reset(token)
    assert {said for _, said in made} == {"something"}
    assert len({thread for thread, _ in made}) == 2


@pytest.mark.parametrize("at", [0, 3, 4, 50])
def test_an_error_is_raised_in_the_place_of_its_piece(at: int) -> None:
    def making() -> Iterator[int]:
        yield from range(at)
        raise KeyError(at)

    before, found = active_count(), list[int]()
    with pytest.raises(KeyError):
        found.extend(ahead(making()))
    taken = ahead(making())
    assert [next(taken) for _ in range(at)] == list(range(at))
    with pytest.raises(KeyError):
        next(taken)
    assert active_count() == before


def test_who_leaves_early_leaves_nothing_running() -> None:
    made = list[int]()

    def making() -> Iterator[int]:
        for n in range(1_000_000):
            made.append(n)
            yield n

    before = active_count()
    taken = ahead(making())
    assert [next(taken) for _ in range(10)] == list(range(10))
    taken.close()  # type: ignore[attr-defined]
    assert active_count() == before
    count = len(made)
    sleep(0.05)
    assert len(made) == count < 20
