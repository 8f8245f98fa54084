"""Duties as SQL: deadlines, answers and their status, on the row of the trigger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from ..base.calendar import Calendar
from ..base.connection import Connection
from ..base.frozen import frozen
from ..law.conditions import name, quoted
from ..law.duty import (
    After,
    AllDone,
    AllPreceded,
    Done,
    Duty,
    Given,
    Has,
    Months,
    Never,
    NotBy,
    Preceded,
    SameDay,
    Settled,
    WorkingDays,
)
from ..law.model import APPEAL, Attribute
from ..law.sector import Sector
from ..ledger.schema import table
from .called import BY_CALLED
from .changes import cases_sql
from .settled import moved_sql, settled_day_sql, settled_sql
from .window import Window

MET, BREACHED, PENDING, EXCUSED, OUT = "met", "breached", "pending", "excused", "out"


def open_sql(duties: Sequence[Duty]) -> str:
    """The condition that a state of a law's duties is open: it can still be done, and is not."""
    late = ", ".join(str(n) for n, duty in enumerate(duties) if duty.can_be_late) or "-1"
    return f"answered IS NULL AND (status = '{PENDING}' OR (status = '{BREACHED}' AND duty IN ({late})))"


@frozen
class Source:
    """Where a duty's triggers stand: a FROM clause, its conditions, and the SQL of unit, incident, action and first day.

    ``row`` is the alias of the trigger's own row, ``link`` the column of actions that answers share with it, ``key`` what tells
    one case from another. ``alone`` reads the triggers, and perhaps some more, without their cases; ``whole`` is the source of
    which these triggers are a part.
    """

    tables: str
    conditions: tuple[str, ...]
    unit: str
    incident: str
    action: str
    since: str
    belongs: str | None
    row: str
    link: str
    key: str = "i.incident"
    alone: str | None = None
    whole: Source | None = None

    @property
    def where(self) -> str:
        """The conditions joined."""
        return " AND ".join(self.conditions) or "1"


def by_action(
    sector: Sector,
    step: str,
    window: Window,
    conditions: tuple[str, ...],
    as_entered: bool = False,
    by: Attribute | None = None,
) -> Source:
    """Triggers that are actions: of the step ``step``, or of every step but an appeal where it is empty.

    ``by`` is an attribute of the case: the actions are those by the unit ``c`` that it names.
    """
    actions = name(table(sector, "actions"))
    by_unit = bool(step) and sector.step_by_code[step].by_unit
    if by_unit:
        own = (f"t.step = {quoted(step)}", "t.date <= :as_of", *conditions)
        return Source(f"{actions} t", own, "t.unit", "NULL", "t.action", "t.date", None, "t", "unit")
    scope: tuple[str, ...] = () if window.case is None else ("i.incident = :case",)
    if sector.by_case:
        scope += (window.days_sql(),)
    steps = f"{'+' if step in window.frequent else ''}t.step = {quoted(step)}" if step else f"t.step <> {quoted(APPEAL.code)}"
    found = () if by is None else (BY_CALLED,)  # first, as hardly any action meets it
    own = (*found, steps, "t.date <= :as_of", window.in_sight, *scope, *conditions)
    if not step:  # every action of each case, by the index on cases
        one = "" if by is None else f"CROSS JOIN temp.called c ON c.unit = i.{name(by.code)} "
        joined = f"{cases_sql(sector)} i {one}CROSS JOIN {actions} t ON t.incident = i.incident"
    else:
        joined = f"{actions} t JOIN {cases_sql(sector, as_entered)} i ON i.incident = t.incident"
    belongs, alone = "i.date" if sector.by_case else None, f"{actions} t WHERE {steps} AND t.date <= :as_of"
    return Source(
        joined,
        own,
        "i.unit",
        "t.incident",
        "t.action",
        "t.date",
        belongs,
        "t",
        "incident",
        alone=alone if window.case is None and not window.earlier else None,
    )


def by_case(sector: Sector, kinds: tuple[str, ...], window: Window, as_entered: bool = False, *, by_kind: bool = False) -> Source:
    """Triggers that are the incidents of these kinds themselves, on their own day.

    They are read in the order of days, which is nearly that in which cases and actions were entered, or through the index on
    kinds (``by_kind``); a plus keeps the database from the other.
    """
    scope = (window.days_sql(indexed=not by_kind),) if sector.by_case else ()
    kind = "i.kind" if by_kind else "+i.kind"
    own = (f"{kind} IN ({', '.join(quoted(k) for k in kinds)})", *scope, *((window.in_sight,) if window.earlier else ()))
    if window.case is not None:
        own += ("i.incident = :case",)
    tables, belongs = f"{cases_sql(sector, as_entered)} i", "i.date" if sector.by_case else None
    return Source(tables, own, "i.unit", "i.incident", "NULL", "i.date", belongs, "i", "incident")


def closed_cases(sector: Sector) -> Source:
    """Triggers that are the first closing step of a case, as `prepare_closing` found them."""
    return Source(
        "temp.closing i",
        ("i.since IS NOT NULL",),
        "i.unit",
        "i.incident",
        "NULL",
        "i.since",
        "i.date" if sector.by_case else None,
        "i",
        "incident",
        "i.rowid",
    )


@frozen
class Due:
    """A duty's deadline as SQL, whether it is ``provisional``, and the ``join`` that both need."""

    day: str
    provisional: str = "0"
    join: str = ""


class Deadlines:
    """Deadlines that the calendar decides, worked out once for each rule and starting day."""

    def __init__(self, connection: Connection, sector: Sector, calendar: Calendar, window: Window) -> None:
        self.connection, self.sector, self.calendar, self.window = connection, sector, calendar, window
        self._done: set[tuple[int, str]] = set()
        self._spans: dict[Source, list[str]] = {}
        connection.execute("DROP TABLE IF EXISTS temp.deadline")
        # a rule is a number of working days, or less than nothing: of months
        connection.execute(
            """CREATE TEMP TABLE deadline (rule INTEGER, start TEXT, due TEXT NOT NULL, provisional INTEGER NOT NULL,
               PRIMARY KEY (rule, start)) WITHOUT ROWID"""
        )

    def of(self, duty: Duty, source: Source, alias: str = "d") -> Due:
        """The deadline of a duty; ``alias`` names the table that is joined for it."""
        by = duty.by
        match by:
            case SameDay():
                return Due(source.since)
            case Never():
                return Due("NULL")
            case Given(due, None):
                given = f"{source.row}.{name(due.code)}"
                if isinstance(duty.trigger, After) and duty.trigger.moves:
                    given = moved_sql(source.incident, given)
                return Due(given)
            case WorkingDays(n):
                rule = str(int(n))
                starts = f"SELECT DISTINCT {rule}, {source.since}" if source.row == "t" else ""
            case Months(n):
                rule = str(-int(n))
                starts = f"SELECT DISTINCT {rule}, {source.since}" if source.row == "t" else ""
            case Given(due, workdays):
                assert workdays is not None
                rule = f"{source.row}.{name(workdays.code)}"
                starts = f"SELECT DISTINCT {rule}, {source.since}"
            case _:
                raise TypeError(f"{duty.code}: a deadline by period needs a duty owed by period")
        if starts:
            blank = " AND " + rule + " IS NOT NULL"
            tables = source.alone or f"{source.tables} WHERE {source.where}"
            found = self.connection.execute(f"{starts} FROM {tables}{blank}", self.window.values)
            self._work_out(found.fetchall())
        else:
            self._work_out([(int(rule), day) for day in self._days(source)])
        join = f"LEFT JOIN temp.deadline {alias} ON {alias}.rule = {rule} AND {alias}.start = {source.since}"
        due_sql = f"coalesce({source.row}.{name(by.due.code)}, {alias}.due)" if isinstance(by, Given) else f"{alias}.due"
        return Due(due_sql, f"coalesce({alias}.provisional, 0)", join)

    def _days(self, source: Source) -> list[str]:
        """Every day between the first and the last trigger: cheaper than to look for those that occur."""
        source = source.whole or source
        if source in self._spans:
            return self._spans[source]
        first, last = self.connection.execute(
            f"SELECT min({source.since}), max({source.since}) FROM {source.tables} WHERE {source.where}", self.window.values
        ).fetchone()
        self._spans[source] = []
        if first is not None:
            start, days = date.fromisoformat(first), (date.fromisoformat(last) - date.fromisoformat(first)).days
            self._spans[source] = [(start + timedelta(days=n)).isoformat() for n in range(days + 1)]
        return self._spans[source]

    def _work_out(self, wanted: list[tuple[int, str]]) -> None:
        rows = []
        for rule, start in wanted:
            if (rule, start) in self._done:
                continue
            self._done.add((rule, start))
            day = date.fromisoformat(start)
            end = self.calendar.add_months(day, -rule) if rule < 0 else self.calendar.add_working_days(day, rule)
            rows.append((rule, start, end.day.isoformat(), end.provisional))
        self.connection.executemany("INSERT INTO temp.deadline VALUES (?, ?, ?, ?)", rows)


@frozen
class Judging:
    """What every duty of one window is judged with."""

    connection: Connection
    sector: Sector
    window: Window
    deadlines: Deadlines


def others_sql(duty: Duty, alias: str) -> str:
    """The number of the bearer who owes the duty on an incident, NULL where its unit does."""
    cases = [f"WHEN {b.when.sql(alias)} THEN {n}" for n, b in enumerate(duty.bearer) if b.when is not None]
    always = next((n for n, b in enumerate(duty.bearer) if b.when is None), "NULL")
    return f"CASE {' '.join(cases)} ELSE {always} END" if cases else str(always)


def name_bearers(connection: Connection, sector: Sector, n: int, duty: Duty) -> None:
    """Puts into the states of a duty the number of its bearer, where another than the unit owes it."""
    if duty.bearer:
        found = f"(SELECT {others_sql(duty, 'i')} FROM {cases_sql(sector)} i WHERE i.incident = duty_state.incident)"
        whose = str(others_sql(duty, "i")) if duty.by_others and len(duty.bearer) == 1 else found
        connection.execute(f"UPDATE temp.duty_state SET bearer = {whose} WHERE duty = {n}")


def met_sql(sector: Sector, duty: Duty, source: Source, due: str) -> str:
    """Whether the duty is met in time. What is due after the day is pending anyhow, so that the deadline alone limits."""
    actions = name(table(sector, "actions"))
    limit = due if due != "NULL" else ":as_of"
    match duty.expect:
        case Has(condition):
            return condition.sql(source.row)
        case NotBy():
            return "0"  # its triggers are its breaches
        case Preceded():
            return _preceded(actions, source, duty.expect)
        case AllPreceded(before):
            return "(" + " AND ".join(_preceded(actions, source, part) for part in before) + ")"
        case Done():
            done = _exists(actions, source, duty.expect, limit, isinstance(duty.by, Never))
            return done if duty.expect.stated is None else f"({stated_sql(duty)} OR {done})"
        case Settled():
            return settled_sql(sector, duty.expect, f"{source.row}.incident", "i.date", limit)
        case AllDone(parts):
            return "(" + " AND ".join(_exists(actions, source, part, limit) for part in parts) + ")"
    raise TypeError(f"{duty.code}: {duty.expect!r} is not answered by an action")


def stated_sql(duty: Duty) -> str:
    """Whether the case itself says what does as well as the step."""
    stated = duty.expect.stated if isinstance(duty.expect, Done) else None
    return "0" if stated is None else stated.sql("i")


def _preceded(actions: str, source: Source, expect: Preceded) -> str:
    extra = f" AND {expect.when.sql('r')}" if expect.when is not None else ""
    return f"""EXISTS (SELECT 1 FROM {actions} r WHERE r.{source.link} = {source.row}.{source.link}
        AND r.step = {quoted(expect.step.code)} AND r.date <= {source.since}{extra})"""


def replaced_sql(sector: Sector, source: Source, due: str) -> str:
    """Whether a later action of the trigger's step, made by the deadline of this one, takes its place."""
    return f"""EXISTS (SELECT 1 FROM {name(table(sector, "actions"))} r WHERE r.{source.link} = {source.row}.{source.link}
        AND r.step = {source.row}.step AND (r.date, r.action) > ({source.since}, {source.action})
        AND r.date <= min(:as_of, {due}))"""


def answered_sql(sector: Sector, duty: Duty, source: Source, since: bool = False) -> str:
    """The day on which the duty was answered, in time or late; NULL if it was not, or what answers it has no day.

    The source's row says whether the case itself ``stated`` what answers it. With ``since`` nothing before the trigger answers
    it, whenever it is due.
    """
    actions = name(table(sector, "actions"))
    match duty.expect:
        case Done():
            first = _first(actions, source, duty.expect, isinstance(duty.by, Never) and not since)
            return f"CASE WHEN {source.row}.stated THEN {source.since} ELSE {first} END"
        case Settled():
            return settled_day_sql(sector, duty.expect, f"{source.row}.incident")
        case AllDone(parts):
            return "max(" + ", ".join(_first(actions, source, part) for part in parts) + ")"
    return "NULL"


def excuse_sql(sector: Sector, duty: Duty, source: Source) -> str:
    """Whether an action, though late, lets the breach off."""
    return _exists(name(table(sector, "actions")), source, duty.excuse, ":as_of") if duty.excuse else "0"


def same_unit(sector: Sector, one: str, other: str) -> str:
    """The condition that the rows of two aliases are of one unit, or of one and its parent."""
    units = name(table(sector, "units"))

    def parent(alias: str) -> str:
        return f"(SELECT u.parent FROM {units} u WHERE u.unit = {alias}.unit)"

    return f"({one}.unit = {other}.unit OR {one}.unit = {parent(other)} OR {other}.unit = {parent(one)})"


def _answers(actions: str, source: Source, expect: Done, limit: str, undated: bool) -> str:
    steps = (expect.step, *expect.other)
    extra = f" AND {expect.when.sql('r')}" if expect.when is not None else ""
    within = f"r.date <= {limit}" if undated else f"r.date BETWEEN {source.since} AND {limit}"
    if expect.after:
        within += f" AND (r.date, r.action) > ({source.since}, {source.row}.action)"
    whenever = [quoted(s.code) for s in steps if s.finds is not None]
    if whenever and limit == ":as_of":  # a verification counts whenever it was made
        within = f"({within} OR (r.step IN ({', '.join(whenever)}) AND r.date >= {source.since}))"
    return f"""FROM {actions} r WHERE r.{source.link} = {source.row}.{source.link}
               AND r.step IN ({", ".join(quoted(s.code) for s in steps)}) AND {within}{extra}"""


def _exists(actions: str, source: Source, expect: Done, limit: str, undated: bool = False) -> str:
    return f"EXISTS (SELECT 1 {_answers(actions, source, expect, limit, undated)})"


def _first(actions: str, source: Source, expect: Done, undated: bool = False) -> str:
    return f"(SELECT min(r.date) {_answers(actions, source, expect, ':as_of', undated)})"
