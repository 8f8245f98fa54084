"""What a value works out once keeps no other value waiting."""

from __future__ import annotations

from threading import Event, Thread

from attrs import define

from conduct.core.base.once import cached_property


@define(slots=False)
class _Page:
    begun: Event
    may_end: Event
    asked: int = 0

    @cached_property
    def answer(self) -> int:
        """What takes as long as it is held."""
        self.asked += 1
        self.begun.set()
        assert self.may_end.wait(30)
        return self.asked


def test_a_value_waits_for_no_other_of_its_class() -> None:
    held, free = _Page(Event(), Event()), _Page(Event(), Event())
    free.may_end.set()
    waiting = Thread(target=lambda: held.answer)
    waiting.start()
    assert held.begun.wait(30)
    other = Thread(target=lambda: free.answer, daemon=True)
    other.start()
    other.join(10)
    assert free.asked == 1
    assert not other.is_alive()
    held.may_end.set()
    waiting.join(30)
    assert (held.answer, held.answer, held.asked) == (1, 1, 1)


def test_it_is_the_classs_own_where_no_value_asks() -> None:
    assert _Page.answer.__doc__ == "What takes as long as it is held."
