"""Assessment periods: ``2012``, ``2012-H1``, ``2012-Q3``, ``2012-07`` (contract, section 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from .faults import fault
from .frozen import frozen
from .words import Words

YEAR, FIRST_HALF, SECOND_HALF, QUARTER, MONTH = "year", "first-half", "second-half", "quarter", "month"
ANY = (YEAR, FIRST_HALF, SECOND_HALF, QUARTER, MONTH)
HALVES = (FIRST_HALF, SECOND_HALF)

PERIOD_WORDS = {
    YEAR: Words("全年", "year"),
    FIRST_HALF: Words("上半年", "first half-year"),
    SECOND_HALF: Words("下半年", "second half-year"),
    QUARTER: Words("季度", "quarter"),
    MONTH: Words("月份", "month"),
}

_FORM = re.compile(r"([12][0-9]{3})(?:-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?")


@frozen(order=True)
class Period:
    """A stretch of days that is assessed as one; both ends belong to it."""

    start: date
    end: date
    id: str
    kind: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period that ``text`` names. Raises `Fault` ``period-form`` for anything else."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise fault("period-form", value=text)
        year, part = int(match[1]), match[2]
        if part is None:
            return cls._of(year, 1, 12, text, YEAR)
        if part[0] == "H":
            first = 1 if part == "H1" else 7
            return cls._of(year, first, first + 5, text, FIRST_HALF if first == 1 else SECOND_HALF)
        if part[0] == "Q":
            first = 3 * int(part[1]) - 2
            return cls._of(year, first, first + 2, text, QUARTER)
        return cls._of(year, int(part), int(part), text, MONTH)

    @classmethod
    def _of(cls, year: int, first: int, last: int, name: str, kind: str) -> Period:
        return cls(date(year, first, 1), month_end(date(year, last, 1)), name, kind)

    @classmethod
    def of_kind(cls, kind: str, year: int) -> tuple[Period, ...]:
        """Every period of one kind that the year holds, in order."""
        names = {
            YEAR: [f"{year}"],
            FIRST_HALF: [f"{year}-H1"],
            SECOND_HALF: [f"{year}-H2"],
            QUARTER: [f"{year}-Q{n}" for n in range(1, 5)],
            MONTH: [f"{year}-{n:02}" for n in range(1, 13)],
        }[kind]
        return tuple(cls.parse(name) for name in names)

    def parts(self, kinds: tuple[str, ...]) -> Iterator[Period]:
        """The periods of these kinds that lie within this one."""
        for kind in kinds:
            for part in self.of_kind(kind, self.start.year):
                if self.start <= part.start and part.end <= self.end:
                    yield part


def month_end(day: date) -> date:
    """The last day of the month that holds ``day``."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
