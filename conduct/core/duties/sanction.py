"""One sanction as it falls, and what takes its place where it does not stand."""

from __future__ import annotations

from ..base.exact import Exact
from ..base.frozen import define, frozen
from ..law.consequence import Range, SameMatter, SamePerson, Sanction

UNIT, PERSON, HEAD = "unit", "person", "head"
Span = tuple[Exact, Exact]


@frozen
class GaveWay:
    """Why a sanction does not stand: by which provision, and what stands on its bearer instead.

    ``incident`` is the one for which that stands, ``rules`` what it is.
    """

    by: SameMatter | SamePerson
    incident: str
    rules: tuple[Sanction, ...]


@define
class SanctionFound:
    """One sanction: its rule, the incident it is for and that one's unit and day, on whom it falls, and how much.

    ``role`` is in what he bears it: as the unit, the person at fault or the head. ``months`` and ``percent`` are the two ends,
    equal once they are fixed; ``degree`` is what a person decided in words or by an option. Where nobody is known on whom it
    could fall, ``on`` is None and ``unknown`` says who is missing. ``left`` is the day on which a head had closed before that
    as of which he is the head. ``gave_way`` says why it does not stand, if it does not. ``action`` is the one by which a person
    fixed how much, None where the text does, or nobody did yet.
    """

    rule: Sanction
    incident: str
    unit: str
    date: str
    on: str | None
    role: str = UNIT
    months: Span | None = None
    percent: Span | None = None
    degree: str | None = None
    decided: bool = True
    unknown: str = ""
    left: str | None = None
    gave_way: GaveWay | None = None
    action: str | None = None

    @property
    def in_text(self) -> Span:
        """What the text gives, whatever was decided of it: its upper end, then its lower."""
        amount = self.rule.months if self.rule.months is not None else self.rule.percent
        if isinstance(amount, Range):
            return amount.high, amount.low
        return (0, 0) if amount is None else (amount, amount)


@frozen
class Sanctions:
    """The sanctions that stand, and those that gave way to others."""

    standing: list[SanctionFound]
    gave_way: list[SanctionFound]
