"""What carries no rule, and says so: fixed understandings, and sentences without a rule, with the reason."""

from __future__ import annotations

from ..base.frozen import frozen
from ..base.words import Words
from .terms import Quote


@frozen
class Understood:
    """What is fixed and yet our reading: stated beside its clause, and beside its words where it restates them."""

    clause: str
    words: Words
    quote: Quote | None = None


@frozen
class Unruled:
    """A sentence or a whole clause that carries no rule, and why. ``judged`` marks what is left to people's judgement.

    ``in_scope`` marks what the regulation demands or grants and no rule restates; every run says so. Raises ValueError for both.
    """

    clause: str
    reason: Words
    quote: Quote | None = None
    judged: bool = False
    in_scope: bool = False

    def __attrs_post_init__(self) -> None:
        if self.judged is True and self.in_scope is True:
            raise ValueError(f"Unruled ({self.clause}): judged or in_scope, not both")
