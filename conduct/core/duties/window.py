"""Which duties are judged, as of which day."""

from __future__ import annotations

from ..base.frozen import frozen
from .out import counts_sql


@frozen
class Window:
    """Which duties are judged: those that belong to the days from ``since`` to ``until``, as of a day.

    ``case`` asks for those of one incident alone. With ``keep`` the met ones due from that day on are kept row by row, not only
    counted, and so are those of what is out. ``known`` is the last day whose incidents are known, if not ``until``. ``any_out``
    says whether anything is out of the counts, ``holds_most`` whether most incidents lie in the window, ``frequent`` which steps
    make up a good part of all actions: those are read in the order in which they were entered, as their cases mostly were;
    ``answers`` whether anything looks at the day on which a breached or pending duty was answered, ``counts`` whether the met
    ones of duties that actions set are only counted. ``met_of`` are the units whose met duties matter, if not all, and ``each``
    the codes of the duties of which theirs are kept row by row too, since each case of theirs is told of by itself. With
    ``units_only`` no case is looked at, with ``cases_only`` nothing that units owe of themselves, with ``summing`` nothing that
    hangs on more than a case, with ``earlier`` only those
    cases that the figures of cases found to be open from before.
    """

    since: str
    until: str
    as_of: str
    case: str | None = None
    keep: str | None = None
    known: str | None = None
    any_out: bool = True
    holds_most: bool = False
    frequent: frozenset[str] = frozenset()
    answers: bool = True
    counts: bool = False
    met_of: tuple[str, ...] | None = None
    each: frozenset[str] = frozenset()
    units_only: bool = False
    cases_only: bool = False
    summing: bool = False
    earlier: bool = False

    @property
    def of_units(self) -> bool:
        """Whether what units owe of themselves is looked at too: not where some cases are asked for."""
        return self.case is None and not self.earlier and not self.cases_only

    @property
    def in_sight(self) -> str:
        """The condition that leaves out what is out of every count, unless all is to be shown."""
        if self.earlier:
            return "i.incident IN (SELECT incident FROM temp.earlier)"
        return counts_sql("i.incident") if self.keep is None and self.any_out else "1"

    def days_sql(self, indexed: bool = True) -> str:
        """The condition that keeps to cases of the window; the plus keeps from the index, and from that where it holds most."""
        return f"{'' if indexed and not self.holds_most else '+'}i.date BETWEEN :since AND :known"

    @property
    def values(self) -> dict[str, str | None]:
        """What the queries' parameters are bound to."""
        known = self.known or self.until
        return {"since": self.since, "until": self.until, "as_of": self.as_of, "case": self.case, "known": known}
