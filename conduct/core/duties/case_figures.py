"""Figures of units that are judged by their cases: what came in, was carried over, is closed, open, due, overdue.

Counted while the states of duties stand in ``duty_state``; the temporary table ``case_figure`` keeps them by code and unit, and
by case where some units are told of alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from attrs import evolve

from ..base.calendar import FIRST_YEAR
from ..base.connection import Connection
from ..base.faults import Fault, Problem
from ..base.frozen import frozen
from ..law.caseload import CaseFigures
from ..law.conditions import name, quoted
from ..law.duty import After, Duty, Given, Opened
from ..ledger.schema import table
from .case_facts import CaseFacts
from .case_sums import OfFigure
from .changes import cases_sql
from .duty_sql import BREACHED, MET, PENDING, by_case
from .out import WHOLLY_OUT
from .window import Window

RECEIVED, CARRIED, CLOSED, OPEN = "received", "carried-over", "closed", "open"
DUE, ON_TIME, OVERDUE = "due", "closed-on-time", "overdue"

Duties = Sequence[tuple[int, Duty]]
TABLES = ("case_figure", "open_case", "earlier")
"""The temporary tables of a `CaseCount`."""


@frozen
class Undated:
    """A case of before the calendar's first year, most likely of a mistyped one: it cannot be judged, and is in no figure."""

    incident: str
    unit: str
    problem: Problem


def calendar_unknown(case: str, due: str, never: bool = False) -> Problem:
    """That the deadline of a case cannot be judged: its year's calendar is not known, or was ``never`` published."""
    return Problem("calendar-never" if never else "calendar-unknown", {"day": due, "year": int(due[:4]), "case": case})


class CaseCount:
    """The figures of one regulation's cases in one window: `due` before anything is let off, `rest` once all is judged."""

    def __init__(
        self,
        facts: CaseFacts,
        figures: CaseFigures,
        duties: Duties,
        window: Window,
        undated: list[Undated] | None = None,
    ) -> None:
        connection, sector = facts.connection, facts.sector
        self.connection, self.sector, self.figures, self.duties, self.window = connection, sector, figures, duties, window
        self.undated = undated
        self.actions = name(table(sector, "actions"))
        self.source = by_case(sector, (figures.closing.kind.code,), window)
        self.last = min(window.until, window.as_of)
        put_figures(connection, {})

    def due(self) -> None:
        """The cases with a day in the period by which they were to be closed, each once, and those closed by all such days."""
        opened = {n: d.trigger for n, d in self._due_duties() if isinstance(d.trigger, Opened)}
        acted = _listed(n for n, d in self._due_duties() if isinstance(d.trigger, After))
        in_period = f"s.status <> '{PENDING}' AND s.due BETWEEN :since AND :last"
        for n in opened:  # the day is the case's own, and a case sets it once
            self._add(DUE, f"SELECT unit, NULL, n FROM temp.duty_met WHERE duty = {n}")
            self._count(DUE, f"temp.duty_state s WHERE s.duty = {n} AND s.status <> '{PENDING}'", "s")
        own = " OR ".join(trigger.case.sql("i") for trigger in opened.values() if trigger.case is not None)
        case = f"SELECT 1 FROM {cases_sql(self.sector)} i WHERE i.incident = s.incident AND i.date <= :last AND ({own})"
        counted = f"AND NOT EXISTS ({case})" if own else ""
        self._count(
            DUE,
            f"temp.duty_state s WHERE s.duty IN ({acted}) AND {in_period} {counted}",
            "s",
            "count(DISTINCT s.incident)",
        )
        every = _listed(n for n, _ in self._due_duties())
        missed = f"temp.duty_state s WHERE s.duty IN ({every}) AND {in_period} AND s.status <> '{MET}'"
        self._add(ON_TIME, f"SELECT unit, incident, n FROM temp.case_figure WHERE code = '{DUE}'")
        self._count(ON_TIME, missed, "s", "-count(DISTINCT s.incident)")

    def rest(self) -> None:
        """What came in in the period, and how it stands."""
        by_kind = by_case(self.sector, (self.figures.closing.kind.code,), self.window, by_kind=True)
        self._count(RECEIVED, f"{by_kind.tables} WHERE {by_kind.where}", "i")
        self._count(
            RECEIVED,
            f"""{WHOLLY_OUT} o
                CROSS JOIN {self.source.tables} ON i.incident = o.incident WHERE {self.source.where}""",
            "i",
            "-count(*)",
        )
        self._open_of_window()
        self._count_open()

    def close(self) -> None:
        """What is closed: the rest of all that there was to close."""
        self._add(CLOSED, f"SELECT unit, incident, n FROM temp.case_figure WHERE code IN ('{RECEIVED}', '{CARRIED}')")
        self._add(CLOSED, f"SELECT unit, incident, -n FROM temp.case_figure WHERE code = '{OPEN}'")

    def _due_duties(self) -> Duties:
        return [(n, duty) for n, duty in self.duties if duty.code in self.figures.due]

    def _count(self, code: str, rows: str, row: str, n: str = "count(*)") -> None:
        """Adds to a figure how many ``rows`` (a FROM clause with its conditions) there are of each unit; of units that are told
        of alone, of each case of theirs, and of no other unit. ``row`` is the alias of what has unit and incident."""
        units = self.window.met_of
        if units is None:
            self._add(code, f"SELECT {row}.unit, NULL, {n} FROM {rows} GROUP BY 1")
        else:
            mine = f"{row}.unit IN ({', '.join(map(quoted, units))})"
            self._add(code, f"SELECT {row}.unit, {row}.incident, {n} FROM {rows} AND {mine} GROUP BY 1, 2")

    def _add(self, code: str, query: str) -> None:
        """Adds what a query finds, units, cases and numbers, to a figure."""
        rows = self.connection.execute(query, {**self.window.values, "last": self.last}).fetchall()
        self.connection.executemany("INSERT INTO temp.case_figure VALUES (?, ?, ?, ?)", [(code, *row) for row in rows])

    # ---- what is open

    def _open_of_window(self) -> None:
        """Fills ``open_case`` with the window's own open cases: few, so that each way of being open is looked for alone."""
        self.connection.execute("DROP TABLE IF EXISTS temp.open_case")
        self.connection.execute("CREATE TEMP TABLE open_case (incident TEXT PRIMARY KEY, unit TEXT NOT NULL) WITHOUT ROWID")
        within = f"{self.source.where} AND {self.window.in_sight}"
        self._open("SELECT incident, unit FROM temp.closing WHERE since IS NULL")
        if (lacking := self._lacking(":as_of")) is not None:
            # by the index on kinds, which tells apart what needs more steps
            by_kind = by_case(self.sector, (self.figures.closing.kind.code,), self.window, by_kind=True)
            indexed = f"{by_kind.where} AND {self.window.in_sight}"
            self._open(f"SELECT i.incident, i.unit FROM {by_kind.tables} WHERE {indexed} AND {lacking}")
        if (again := self._reopened(":as_of")) is not None:
            self._open(
                f"""SELECT i.incident, i.unit FROM {self.actions} v CROSS JOIN {self.source.tables} ON i.incident = v.incident
                    WHERE {again} AND {within}"""
            )

    def _open(self, query: str) -> None:
        self.connection.execute(f"INSERT OR IGNORE INTO temp.open_case {query}", self.window.values)

    def _lacking(self, day: str) -> str | None:
        """Whether a case lacks one of the steps that it needs beside what closes it."""
        found: dict[str, list[str]] = {}
        for step, case in self.figures.needs:
            found.setdefault("1" if case is None else case.sql("i"), []).append(f"NOT {self._taken(step.code, day)}")
        ways = [f"({case} AND ({' OR '.join(lacks)}))" for case, lacks in found.items()]  # each condition is looked at once
        return f"({' OR '.join(ways)})" if ways else None

    def _reopened(self, day: str) -> str | None:
        """Whether the action ``v`` opens its case again and nothing has closed it since."""
        again = self.figures.reopened
        if again is None:
            return None
        return f"""(v.step = {quoted(again.step.code)} AND v.date <= {day} AND NOT EXISTS (SELECT 1 FROM {self.actions} r
            WHERE r.incident = v.incident AND r.step = {quoted(again.until.code)} AND r.date <= {day}
                AND (r.date, r.action) > (v.date, v.action)))"""

    def _taken(self, step: str, day: str, since: str = "''") -> str:
        return f"""EXISTS (SELECT 1 FROM {self.actions} r WHERE r.incident = i.incident AND r.step = {quoted(step)}
            AND r.date BETWEEN {since} AND {day})"""

    def _not_closed(self, day: str) -> str:
        """Whether no step that closes a case was taken from its own day to another."""
        closed = []
        for step, case in self.figures.closing.steps:
            taken = self._taken(step.code, day, "i.date")
            closed.append(taken if case is None else f"({case.sql('i')} AND {taken})")
        return f"NOT ({' OR '.join(closed)})"

    def _is_open(self, day: str) -> str:
        """Whether a case is open after what was done by a day."""
        ways = [self._not_closed(day)]
        if (lacking := self._lacking(day)) is not None:
            ways.append(lacking)
        if (again := self._reopened(day)) is not None:
            ways.append(f"EXISTS (SELECT 1 FROM {self.actions} v WHERE v.incident = i.incident AND {again})")
        return f"({' OR '.join(ways)})"

    def _count_open(self) -> None:
        """How many of ``open_case`` there are, of each sort, and with a deadline that was not met."""
        self._count(OPEN, "temp.open_case o WHERE 1", "o")
        for one in self.figures.among:
            self._count(
                one.code,
                f"temp.open_case o CROSS JOIN {cases_sql(self.sector)} i ON i.incident = o.incident WHERE {one.when.sql('i')}",
                "o",
            )
        able = _listed(n for n, duty in self.duties if duty.done)
        self._count(
            OVERDUE,
            f"""temp.duty_state s CROSS JOIN temp.open_case o
                ON o.incident = s.incident WHERE s.status = '{BREACHED}' AND s.duty IN ({able})""",
            "o",
            "count(DISTINCT o.incident)",
        )

    # ---- cases of earlier periods

    def any_earlier(self) -> bool:
        """Whether cases of before were open when the period began, or were opened again in it, or had a day in it."""
        before = (date.fromisoformat(self.window.since) - timedelta(days=1)).isoformat()
        values = {"until": before, "before": min(before, self.window.as_of), "start": self.window.since, "last": self.last}
        kind = quoted(self.figures.closing.kind.code)
        incidents, of_kind = cases_sql(self.sector), f"i.kind = {kind} AND i.date <= :until"
        by_day = f"SELECT 1 FROM {incidents} i WHERE +i.kind = {kind} AND i.date <= :until LIMIT 1"
        if self.connection.execute(by_day, values).fetchone() is None:
            return False
        self.connection.execute("DROP TABLE IF EXISTS temp.earlier")
        self.connection.execute("CREATE TEMP TABLE earlier (incident TEXT PRIMARY KEY, carried INTEGER) WITHOUT ROWID")
        of_kind += f" AND {self.window.in_sight}"
        by_kind = f"i.kind = {kind} AND +i.date <= :until AND {self.window.in_sight}"  # not by the index on days
        acted = f"{self.actions} v CROSS JOIN {incidents} i ON i.incident = v.incident WHERE {of_kind}"
        queries = [f"SELECT i.incident, 1 FROM {incidents} i WHERE {of_kind} AND {self._not_closed(':before')}"]
        if (lacking := self._lacking(":before")) is not None:
            queries.append(f"SELECT i.incident, 1 FROM {incidents} i WHERE {by_kind} AND {lacking}")
        if (again := self._reopened(":before")) is not None and self.figures.reopened is not None:
            queries.append(f"SELECT i.incident, 1 FROM {acted} AND {again}")
            step = quoted(self.figures.reopened.step.code)
            queries.append(f"SELECT i.incident, 1 FROM {acted} AND v.step = {step} AND v.date BETWEEN :start AND :last")
        for _, duty in self._due_duties():
            if isinstance(duty.trigger, After) and isinstance(duty.by, Given):
                step, day = quoted(duty.trigger.step.code), name(duty.by.due.code)
                queries.append(f"SELECT i.incident, 0 FROM {acted} AND v.step = {step} AND v.{day} BETWEEN :start AND :last")
        for query in queries:
            self.connection.execute(f"INSERT OR IGNORE INTO temp.earlier {query}", values)
        return self.connection.execute("SELECT 1 FROM temp.earlier LIMIT 1").fetchone() is not None

    def earlier(self, judge: Callable[[Window], None]) -> None:
        """How those stand. ``judge`` fills ``duty_state`` for another window, and leaves it so."""
        before = (date.fromisoformat(self.window.since) - timedelta(days=1)).isoformat()
        window = evolve(self.window, since="0000-01-01", until=before, known=before, keep="0000-01-01", holds_most=True)
        carried = f"{cases_sql(self.sector)} i ON i.incident = e.incident WHERE e.carried"
        judge(evolve(window, earlier=True))
        self.connection.execute("DELETE FROM temp.open_case")
        self._open(f"SELECT i.incident, i.unit FROM temp.earlier e CROSS JOIN {carried} AND {self._is_open(':as_of')}")
        self._leave_unknown()
        self._count(CARRIED, f"temp.earlier e CROSS JOIN {carried}", "i")
        self._earlier_due()
        self._count_open()

    def _earlier_due(self) -> None:
        """Counts the earlier cases that had a day in the period, whose states stand in ``duty_state``."""
        due = _listed(n for n, _ in self._due_duties())
        day = f"""(SELECT unit, incident, min(won) AS won FROM (
                SELECT unit, incident, status = '{MET}' AS won FROM temp.duty_state
                WHERE duty IN ({due}) AND status <> '{PENDING}' AND due BETWEEN :since AND :last) GROUP BY unit, incident) s"""
        self._count(DUE, f"{day} WHERE 1", "s")
        self._count(ON_TIME, f"{day} WHERE s.won", "s")

    def _leave_unknown(self) -> None:
        """Takes out of all counts the open cases that must be judged by days before the calendar's first year, and tells of them.

        Raises `Fault` ``calendar-unknown`` for one of a later year whose calendar is not known, or where there is none to tell.
        """
        rows = self.connection.execute(
            """SELECT s.incident, min(s.due), min(s.since), min(s.unit) FROM temp.duty_state s
               JOIN temp.open_case o ON o.incident = s.incident WHERE s.provisional AND s.due <= ? GROUP BY 1 ORDER BY 2, 1""",
            (self.window.as_of,),
        ).fetchall()
        for incident, due, since, unit in rows:
            if self.undated is None or since >= f"{FIRST_YEAR}-01-01":
                raise Fault([calendar_unknown(incident, due)])
            self.undated.append(Undated(incident, unit, calendar_unknown(incident, due, never=True)))
            for counted in ("earlier", "open_case", "duty_state"):
                self.connection.execute(f"DELETE FROM temp.{counted} WHERE incident = ?", (incident,))


def put_figures(connection: Connection, figures: Mapping[OfFigure, int]) -> None:
    """Makes the table of figures, with those of all cases where they are known."""
    connection.execute("DROP TABLE IF EXISTS temp.case_figure")
    connection.execute(
        "CREATE TEMP TABLE case_figure (code TEXT NOT NULL, unit TEXT NOT NULL, incident TEXT, n INTEGER NOT NULL)"
    )
    rows = [(code, unit, None, n) for (code, unit), n in figures.items()]
    connection.executemany("INSERT INTO temp.case_figure VALUES (?, ?, ?, ?)", rows)


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers)) or "-1"
