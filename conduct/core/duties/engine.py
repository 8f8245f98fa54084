"""The duty engine: from what was done, and when, to what is met, breached, let off or still owed, by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from ..base.calendar import Calendar
from ..base.connection import Connection
from ..base.faults import Problem
from ..base.periods import Period
from ..law.conditions import name, quoted
from ..law.duty import Settled
from ..law.law import Regulation
from ..law.model import Kind
from ..law.sector import Sector
from ..ledger.schema import table
from .case_facts import CaseFacts, drop
from .case_figures import TABLES as FIGURE_TABLES
from .case_figures import Undated
from .case_sums import CaseSums, KnownStates, SomeCases, figures_of, waiting_for
from .duties import TABLES as STATE_TABLES
from .duties import find, marks_of
from .duty_sql import BREACHED, MET, PENDING, open_sql, same_unit
from .out import WHOLLY_OUT, Contested, Gone, OpenAppeal, breach_out_sql, counts_sql
from .pending import PendingOnce
from .sanction import Sanctions
from .states import (
    ActionOn,
    Breach,
    BreachCount,
    CaseFigure,
    CaseShare,
    Incident,
    StandIn,
    StateCount,
    StateRow,
    TakenOut,
    ValueCount,
    ValuesMoved,
    Waiting,
)
from .window import Window

ALWAYS = ("0000-01-01", "9999-12-31")


class DutyEngine:
    """The duties of a sector under a law, judged as it is opened, and asked while it is open (a context manager).

    It owns the temporary tables in which the states stand, and drops them as it closes; one at a time may be open on a
    connection, and a second is refused with RuntimeError. Made by `of_period` or `of_day`. Opening raises `Fault`
    ``calendar-unknown`` where a deadline that must be judged rests on a year whose calendar is not known. ``sanctions`` are those
    of the window, ``undated`` cases of before the period that rest on a year before the calendar's first, and are in no figure;
    ``sums`` what all cases of a period come to, where they were judged and nothing keeps from it.
    """

    sanctions: Sanctions

    def __init__(
        self,
        facts: CaseFacts,
        law: Regulation,
        calendar: Calendar,
        window: Window,
        *,
        period: Period | None = None,
        unknown: list[Problem] | None = None,
        some: SomeCases | None = None,
    ) -> None:
        self.facts, self.law, self.calendar, self.window = facts, law, calendar, window
        self.connection, self.sector, self.period = facts.connection, facts.sector, period
        self.undated: list[Undated] = []
        self.sums: CaseSums | None = None
        self._known = KnownStates()
        self._unknown, self._some = unknown, some

    @classmethod
    def of_period(
        cls,
        connection: Connection,
        sector: Sector,
        law: Regulation,
        calendar: Calendar,
        period: Period,
        as_of: date,
        *,
        without: Collection[str] = (),
        met_of: Sequence[str] | None = None,
        some: SomeCases | None = None,
        summing: bool = False,
        cases_only: bool = False,
    ) -> DutyEngine:
        """Of a period, as of a day; what another than the unit owes is left out.

        A breach belongs to the period that holds its deadline, or that it is owed for, or in a sector assessed by case to that of
        its incident. ``without`` are incidents left out to see what would be, ``met_of`` the units whose met duties and figures
        of cases are counted, if not all; each of their cases is then counted by itself (`case_shares`). ``cases_only`` leaves out
        what units owe of themselves, ``summing`` all that hangs on more than a case. The duties of ``some`` cases are
        judged alone where what all come to is known.
        """
        seen = None if met_of is None else tuple(met_of)
        days = (period.start.isoformat(), period.end.isoformat(), as_of.isoformat())
        window = Window(*days, met_of=seen, cases_only=cases_only, summing=summing)
        return cls(CaseFacts(connection, sector, without, marks_of(law)), law, calendar, window, period=period, some=some)

    @classmethod
    def of_day(
        cls,
        connection: Connection,
        sector: Sector,
        law: Regulation,
        calendar: Calendar,
        as_of: date,
        *,
        case: str | None = None,
        keep: date | None = None,
        of_units: bool = False,
        cases_only: bool = False,
        unknown: list[Problem] | None = None,
    ) -> DutyEngine:
        """Everything set by a day, whatever its period; of one ``case`` alone, what units owe of themselves (``of_units``), or
        all but that (``cases_only``).

        With ``keep``, or a case, there are also those met whose deadline lies from that day on, and those of what is out. Of a
        deadline that runs from a day before the calendar's first year, ``unknown`` is told; without it, that is a `Fault`.
        """
        kept = ALWAYS[0] if case is not None else keep.isoformat() if keep is not None else None
        window = Window(*ALWAYS, as_of.isoformat(), case, kept, as_of.isoformat(), units_only=of_units, cases_only=cases_only)
        return cls(CaseFacts(connection, sector, (), marks_of(law)), law, calendar, window, unknown=unknown)

    def __enter__(self) -> DutyEngine:
        self.facts.__enter__()
        try:
            drop(self.connection, _TABLES, failed=False)
            undated = self.undated if self.period is not None else None
            asked = (self.facts, self.law, self.calendar, self.window, self.period)
            found = find(*asked, unknown=self._unknown, undated=undated, some=self._some)
            self.sanctions, self.sums, self._known = found.sanctions, found.sums, KnownStates(found.known)
        except BaseException as error:
            self.__exit__(type(error))
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        drop(self.connection, _TABLES, kind is not None)
        self.facts.__exit__(kind)

    @property
    def days(self) -> dict[str, str]:
        """The first and the last day of the window, as ``start`` and ``end`` of a query."""
        return {"start": self.window.since, "end": self.window.until}

    # ---- duties as they stand

    def states(self, open_alone: bool = False, units: Iterable[str] | None = None) -> list[StateRow]:
        """Every state that has a row, or the open ones, of some units, if not all; also a breach counted with an incident."""
        if units is None or self.window.met_of is None:
            self._known.put(self.connection)
        rows = self.connection.execute(
            f"""SELECT duty, unit, incident, action, period, since, due, provisional, answered, status, bearer
                FROM temp.duty_state WHERE {open_sql(self.law.duties) if open_alone else "1"} AND {_among("unit", units)}"""
        )
        return [StateRow(*row) for row in rows.fetchall()]

    def cases_but(self, *statuses: str) -> set[str]:
        """The incidents with a duty that stands in another way than these."""
        self._known.put(self.connection)
        others = f"incident IS NOT NULL AND status NOT IN ({', '.join(map(quoted, statuses))})"
        rows = self.connection.execute(f"SELECT DISTINCT incident FROM temp.duty_state WHERE {others}")
        return {incident for (incident,) in rows}

    def count_states(self, once: PendingOnce | None = None, elsewhere: Collection[str] = ()) -> list[StateCount]:
        """How many duties of each unit were met, breached and so on; a pending one only ``once`` in several parts.

        ``elsewhere`` are the units that have no part in this one. Where some units are told of alone, theirs.
        """
        if once is not None:
            self._known.put(self.connection)
        fresh = once.fresh_sql("s") if once is not None else "1"
        rows = self.connection.execute(
            f"""SELECT unit, status, count(*) FROM temp.duty_state s
                WHERE (status <> '{PENDING}' OR {fresh}) AND {_among("unit", self.window.met_of)} GROUP BY unit, status
                UNION ALL SELECT unit, '{MET}', sum(n) FROM temp.duty_met GROUP BY unit"""
        ).fetchall()
        if once is not None:
            once.note(elsewhere)
        known = self._known.by_status(self.window.met_of)
        return [*(StateCount(*row) for row in rows), *(StateCount(*key, n) for key, n in known.items())]

    def case_figures(self) -> list[CaseFigure]:
        """The figures of the period's cases, by code and unit."""
        return [CaseFigure(*key, n) for key, n in figures_of(self.connection).items()]

    def case_shares(self) -> list[CaseShare]:
        """What each case of the units that are told of alone counts in their figures."""
        query = "SELECT code, incident, sum(n) FROM temp.case_figure WHERE incident IS NOT NULL GROUP BY 1, 2 HAVING sum(n)"
        return [CaseShare(*row) for row in self.connection.execute(query).fetchall()]

    def waiting(self, duty: int) -> list[Waiting]:
        """The incidents of a duty that was met in time, where what was done is still to be looked at again."""
        expect = self.law.duties[duty].expect
        assert isinstance(expect, Settled)
        return list(map(Waiting._make, waiting_for(self.connection, self.sector, duty, expect, self.window)))

    def leaves_undone(self, incident: str, period: Period) -> bool:
        """Whether an incident has a duty of a period, the breach of which is a kind of incident, that was not met in time."""
        self._known.put(self.connection)
        row = self.connection.execute(
            f"""SELECT 1 FROM temp.duty_state WHERE incident = ? AND belongs BETWEEN ? AND ? AND due <= ?
                  AND (answered IS NULL OR answered > due) AND duty IN ({self._with_breach})""",
            (incident, period.start.isoformat(), period.end.isoformat(), self.window.as_of),
        ).fetchone()
        return row is not None

    # ---- breaches

    @property
    def _with_breach(self) -> str:
        """The numbers of the duties whose breach is a kind of incident, for a list in SQL."""
        return ", ".join(str(n) for n, duty in enumerate(self.law.duties) if duty.breach is not None) or "-1"

    def count_breaches(self) -> list[BreachCount]:
        """The period's breaches that count by themselves, by unit and duty."""
        rows = self.connection.execute(
            f"""SELECT unit, duty, count(*) FROM temp.duty_state
                WHERE status = '{BREACHED}' AND NOT merged AND belongs BETWEEN :start AND :end
                GROUP BY unit, duty""",
            self.days,
        )
        known = self._known.breaches(self.window.since, self.window.until)
        return [*(BreachCount(*row) for row in rows), *(BreachCount(*key, n) for key, n in known.items())]

    def breaches(self, units: Iterable[str] | None = None) -> list[Breach]:
        """The period's breaches that count by themselves, one by one, by what they are about; of some units, if not all."""
        if units is None or self.window.met_of is None:
            self._known.put(self.connection)
        rows = self.connection.execute(
            f"""SELECT unit, duty, coalesce(incident, action, period), coalesce(due, belongs), incident IS NOT NULL
                FROM temp.duty_state WHERE status = '{BREACHED}' AND NOT merged AND belongs BETWEEN :start AND :end
                AND {_among("unit", units)} ORDER BY 3, duty""",
            self.days,
        )
        return [Breach(u, n, about, day, bool(on_case)) for u, n, about, day, on_case in rows.fetchall()]

    def recorded_for(self, duty: int, kind: Kind, reference: str) -> list[StandIn]:
        """The recorded incidents of the breach's kind whose ``reference`` names a case on which the duty was broken: those that
        count for the period, and those that excuse the breach whenever they were recorded."""
        if self.window.met_of is None:
            self._known.put(self.connection)
        lets_off = kind.excused.sql("z") if kind.excused is not None else "0"
        rows = self.connection.execute(
            f"""SELECT s.incident, s.unit, s.belongs, z.incident, {lets_off} FROM temp.duty_state s
                CROSS JOIN {name(table(self.sector, "incidents"))} z ON z.{name(reference)} = s.incident
                  AND z.kind = {quoted(kind.code)} AND {same_unit(self.sector, "z", "s")}
                WHERE s.duty = {duty} AND s.merged AND s.belongs BETWEEN :start AND :end
                  AND (z.date BETWEEN :start AND :end OR {lets_off})
                  AND {counts_sql("z.incident")} ORDER BY 1, 4""",
            self.days,
        )
        return [StandIn(case, u, day, one, bool(excuses)) for case, u, day, one, excuses in rows.fetchall()]

    # ---- incidents that count

    def incidents(self, columns: Sequence[str], kinds: Iterable[str], units: Iterable[str] | None = None) -> list[Incident]:
        """The period's incidents of these kinds that count, by id, with the values of attributes and marks as found."""
        marks = [c for c in columns if c not in self.sector.incident_attributes]
        listed = "".join(f", coalesce(m.{name(c)}, 0)" if c in marks else f", i.{name(c)}" for c in columns)
        day = "i.date" if units is None else "+i.date"  # the index on units leads where some are asked for
        rows = self.facts.incidents(
            f"i.incident, i.unit, i.kind, i.date{listed}",
            f"{_among('i.kind', kinds)} AND {_among('i.unit', units)} AND {day} BETWEEN :start AND :end",
            order="i.incident",
            join="LEFT JOIN temp.changed m ON m.incident = i.incident" if marks else "",
            values=self.days,
        )
        return [Incident(i, u, kind, day, tuple(values)) for i, u, kind, day, *values in rows.fetchall()]

    def cases_of_other_days(self, units: Iterable[str]) -> list[Incident]:
        """Incidents of other days with a breach that belongs to the period, of some units."""
        if self.window.met_of is None:
            self._known.put(self.connection)
        rows = self.connection.execute(
            f"""SELECT DISTINCT i.incident, i.unit, i.kind, i.date FROM temp.duty_state s
                CROSS JOIN {name(table(self.sector, "incidents"))} i ON i.incident = s.incident
                WHERE s.status = '{BREACHED}' AND NOT s.merged AND s.belongs BETWEEN :start AND :end AND {_among("s.unit", units)}
                  AND i.date NOT BETWEEN :start AND :end AND s.duty IN ({self._with_breach}) ORDER BY 1""",
            self.days,
        )
        return [Incident(i, u, kind, day, ()) for i, u, kind, day in rows.fetchall()]

    def moved(self, columns: Sequence[str], marks: Sequence[str]) -> list[ValuesMoved]:
        """How many of the period's incidents about which something was found or done had and have which values; marks come last,
        and none was entered."""
        before = "".join(f", i.{name(c)}" for c in columns)
        found = (f"coalesce(c.{name(c)}, i.{name(c)})" if c in self.sector.found_attributes else f"i.{name(c)}" for c in columns)
        after = "".join(f", {one}" for one in (*found, *(f"coalesce(c.{name(m)}, 0)" for m in marks)))
        rows = self.connection.execute(
            f"""SELECT i.unit, i.kind{before}{after}, count(*) FROM temp.changed c
                JOIN {name(table(self.sector, "incidents"))} i ON i.incident = c.incident
                WHERE i.date BETWEEN :start AND :end AND {counts_sql("i.incident")} GROUP BY i.unit, i.kind{before}{after}""",
            self.days,
        )
        width, unmarked = 2 + len(columns), (0,) * len(marks)
        return [ValuesMoved(row[0], row[1], (*row[2:width], *unmarked), row[width:-1], row[-1]) for row in rows.fetchall()]

    def taken_off(self, columns: Sequence[str]) -> list[ValueCount]:
        """How many of the period's incidents that are out were entered with which values."""
        listed = "".join(f", i.{name(c)}" for c in columns)
        rows = self.connection.execute(
            f"""SELECT i.unit, i.kind{listed}, count(*) FROM {WHOLLY_OUT} o
                JOIN {name(table(self.sector, "incidents"))} i USING (incident)
                WHERE +i.date BETWEEN :start AND :end GROUP BY i.kind, i.unit{listed}""",
            self.days,
        )
        return [ValueCount(row[0], row[1], row[2:-1], row[-1]) for row in rows.fetchall()]

    # ---- what is out, and appeals

    def count_out(self) -> int:
        """How many incidents of the period are out, and how many of its breaches alone."""
        row = self.connection.execute(
            f"""SELECT count(*) FROM (SELECT DISTINCT o.incident, o.kind FROM temp.out o
                CROSS JOIN {name(table(self.sector, "incidents"))} i ON i.incident = o.incident
                WHERE o.step <> 'without' AND i.date BETWEEN :start AND :end)""",
            self.days,
        ).fetchone()
        return int(row[0])

    def gone(self, units: Iterable[str] | None, of_other_days: bool = False) -> list[Gone]:
        """What is out of the period's incidents of some units (None: all), or of their incidents ``of_other_days``."""
        # CROSS JOIN keeps the few that are out first: left alone, the database goes through the incidents
        rows = self.connection.execute(
            f"""SELECT i.incident, i.kind, o.kind, o.step, o.action, a.date, a.by, a.reason FROM temp.out o
                CROSS JOIN {name(table(self.sector, "incidents"))} i ON i.incident = o.incident
                CROSS JOIN {name(table(self.sector, "actions"))} a ON a.action = o.action
                WHERE {_among("i.unit", units)} AND i.date {"NOT " if of_other_days else ""}BETWEEN :start AND :end ORDER BY 1""",
            self.days,
        )
        return [Gone(*row) for row in rows.fetchall()]

    def open_appeals(self) -> list[OpenAppeal]:
        """The appeals that nobody has decided against the window's incidents and breaches, by day and id.

        An appeal on an incident that is out contests nothing any more.
        """
        if self.connection.execute("SELECT 1 FROM temp.appealed LIMIT 1").fetchone() is None:
            return []
        self._known.put(self.connection)
        rows = self.connection.execute(
            f"""SELECT p.action, a.date, i.incident, i.kind, i.unit, p.kind FROM temp.appealed p
                JOIN {name(table(self.sector, "actions"))} a ON a.action = p.action
                JOIN {name(table(self.sector, "incidents"))} i ON i.incident = p.incident
                WHERE p.decision IS NULL AND {counts_sql("i.incident")}
                    AND (i.date BETWEEN :start AND :end OR EXISTS (SELECT 1 FROM temp.duty_state d
                        WHERE d.incident = i.incident AND d.status = '{BREACHED}' AND d.belongs BETWEEN :start AND :end))
                ORDER BY a.date, p.action""",
            self.days,
        )
        return [OpenAppeal(*row) for row in rows.fetchall()]

    def contested(self, units: Iterable[str]) -> list[Contested]:
        """What was appealed without success so far of the period's incidents and breaches, of some units."""
        if self.window.met_of is None:
            self._known.put(self.connection)
        actions = name(table(self.sector, "actions"))
        rows = self.connection.execute(
            f"""SELECT i.incident, i.kind, p.kind, a.action, a.date, a.by, a.reason, d.action, d.date, d.reason
                FROM temp.appealed p CROSS JOIN {name(table(self.sector, "incidents"))} i ON i.incident = p.incident
                CROSS JOIN {actions} a ON a.action = p.action LEFT JOIN {actions} d ON d.action = p.decision
                WHERE {_among("i.unit", units)} AND (i.date BETWEEN :start AND :end OR i.incident IN (
                    SELECT s.incident FROM temp.duty_state s WHERE s.status = '{BREACHED}' AND s.duty IN ({self._with_breach})
                      AND s.belongs BETWEEN :start AND :end AND s.incident IS NOT NULL))
                  AND {counts_sql("p.incident")} AND NOT {breach_out_sql("p.incident", "p.kind")}
                ORDER BY 1, 5, 4""",
            self.days,
        )
        return [Contested(*row) for row in rows.fetchall()]

    def idle_decisions(self) -> list[ActionOn]:
        """Actions that decide an appeal which nobody made, and their incidents, of the period's incidents."""
        rows = self.connection.execute(
            f"""SELECT x.action, x.incident, i.unit FROM temp.idle x JOIN {name(table(self.sector, "incidents"))} i
                ON i.incident = x.incident WHERE i.date BETWEEN :start AND :end ORDER BY 1""",
            self.days,
        )
        return [ActionOn(*row) for row in rows.fetchall()]

    def out_by(self, incident: str) -> list[TakenOut]:
        """The actions that took an incident, or a kind of breach of it alone, out of every count."""
        query = "SELECT action, kind FROM temp.out WHERE incident = ?"
        return [TakenOut(*row) for row in self.connection.execute(query, (incident,))]


_TABLES = (*STATE_TABLES, *FIGURE_TABLES)


def _among(column: str, values: Iterable[str] | None) -> str:
    return "1" if values is None else f"{column} IN ({', '.join(map(quoted, values))})"
