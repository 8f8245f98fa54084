"""What units that are judged by their cases are shown to have had: the figures of their cases, and what closes one."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field

from ..base.frozen import frozen
from ..base.words import Words
from .conditions import Condition
from .duty import AfterFirst, tested_steps
from .model import Step, is_code
from .terms import Quote, test


@frozen
class Reopened:
    """A closed case is open again from an action of this step until one of ``until`` after it, by date, then id."""

    step: Step
    until: Step


@frozen
class OpenWhere:
    """A figure of its own for the open cases that meet the condition."""

    code: str = field(validator=is_code)
    words: Words
    when: Condition = field(converter=test)


CASES = {
    "received": Words("受理", "received"),
    "carried-over": Words("上期结转", "carried over"),
    "closed": Words("办结", "closed"),
    "open": Words("未办结", "open"),
}
BY_DAYS = {
    "due": Words("本期到期", "due"),
    "closed-on-time": Words("按期办结", "closed on time"),
    "overdue": Words("逾期未结", "overdue"),
}


@frozen
class CaseFigures:
    """For units judged by their cases: how many came in, were carried over, are closed, open, due, closed on time, overdue.

    ``closing`` says what closes one; on cases that meet the condition beside it each step of ``needs`` must be taken too.
    ``due`` are the codes of the duties whose deadlines are the days by which a case is to be closed.
    """

    clause: str
    quote: Quote
    closing: AfterFirst
    needs: tuple[tuple[Step, Condition | None], ...] = field(default=(), converter=tested_steps)
    reopened: Reopened | None = None
    due: tuple[str, ...] = ()
    among: tuple[OpenWhere, ...] = ()

    @property
    def figures(self) -> Mapping[str, Words]:
        """The codes of the figures, in the order in which they are shown, with their words."""
        return {**CASES, **{one.code: one.words for one in self.among}, **BY_DAYS}
