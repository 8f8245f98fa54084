"""What a load warns of: rows that can be taken and are most likely mistaken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from conduct.core.base.calendar import FIRST_YEAR, Calendar
from conduct.core.base.faults import Problem, Value
from conduct.core.base.periods import ANY, PERIOD_WORDS, Period
from conduct.core.base.words import listed
from conduct.core.duties.presumed import presumed_values, presuming
from conduct.core.law.conditions import name, quoted
from conduct.core.law.consequence import Presumes
from conduct.core.law.duty import After, Given
from conduct.core.law.model import Day
from conduct.core.law.sector import KEYS, Sector
from conduct.core.ledger.schema import table

from .discontent import by_nobody_known
from .references import References

Dubious = tuple[str, int | None, Problem]
"""The table of a row, its number, and what is doubted about it."""

_YEARS_BEFORE = 10


def dubious(references: References, today: date) -> list[Dubious]:
    """Everything about the batch's rows that is doubted, in the order of the tables."""
    found = _Doubts(references)
    return [
        *found.ids(),
        *found.periods(),
        *(one for of, column in found.dated() for one in found.days(of, column, today)),
        *found.appeals(),
        *found.closed_units(),
        *found.before_incident(),
    ]


_LISTED = 100


def presumptions(references: References, calendar: Calendar) -> Iterator[Problem]:
    """The batch's incidents that presume a step without having it; of many, how many there are.

    They are not kept with the batch: whether the step was taken since is looked at whenever it is asked for.
    """
    sector, batch = references.sector, references.batch
    first = batch.first_seq("incidents")
    for regulation in sector.regulations:
        found = presuming(batch.connection, sector, regulation, calendar, first_seq=first)
        for rule in regulation.of(Presumes):
            mine = [one for one in found if one.rule is rule]
            if len(mine) > _LISTED:
                yield Problem("presume-step", {**presumed_values(rule), "n": len(mine)})
            else:
                yield from (one.problem(references.place("incidents", one.seq)) for one in mine)


def first_day(sector: Sector) -> date:
    """The day before which nothing is believed: ten years before the first edition; of undated texts, the calendar's first."""
    editions = [r.in_force_from for r in sector.regulations]
    dated = [day for day in editions if day is not None]
    if len(dated) < len(editions):
        return date(FIRST_YEAR, 1, 1)
    first = min(dated)
    return first.replace(year=first.year - _YEARS_BEFORE, day=min(first.day, 28))


class _Doubts:
    def __init__(self, references: References) -> None:
        self.known, self.sector, self.batch = references, references.sector, references.batch

    def _facts(self, of: str) -> str:
        return name(table(self.sector, of))

    def _said(self, of: str, seq: int, column: str, code: str, values: dict[str, Value]) -> Dubious:
        return of, seq, Problem(code, values, self.known.place(of, seq, column))

    def ids(self) -> Iterator[Dubious]:
        """Ids that differ in leading noughts alone: a spreadsheet takes them away."""
        for of in ("units", "incidents", "actions"):
            key = name(KEYS[of][0])
            rows = self.batch.connection.execute(
                f"""SELECT max(t.seq, o.seq), t.{key}, o.{key} FROM {self._facts(of)} t JOIN {self._facts(of)} o
                      ON o.{key} = ltrim(t.{key}, '0') WHERE t.{key} GLOB '0*' AND max(t.seq, o.seq) >= ? ORDER BY 1""",
                (self.batch.first_seq(of),),
            )
            for seq, long, short in rows.fetchall():
                yield self._said(of, seq, KEYS[of][0], "id-noughts", {"id": long, "other": short})

    def periods(self) -> Iterator[Dubious]:
        """Measures for a kind of period that the sector never assesses."""
        kinds = [kind for kind in ANY if kind not in self.sector.periods]
        assessed = listed(PERIOD_WORDS[k] for k in self.sector.periods)
        rows = self.batch.connection.execute(
            f"SELECT seq, period FROM {self._facts('measures')} WHERE seq >= ? ORDER BY seq", (self.batch.first_seq("measures"),)
        )
        known: dict[str, bool] = {}
        for seq, period in rows.fetchall():
            if period not in known:
                known[period] = Period.parse(period).kind in kinds
            if known[period]:
                values: dict[str, Value] = {"period": period, "sector": self.sector.title, "kinds": assessed}
                yield self._said("measures", seq, "period", "measure-never-assessed", values)

    def dated(self) -> Iterator[tuple[str, str]]:
        """The columns of days: of incidents and actions, and of what they say of themselves."""
        for of, declared in (("incidents", self.sector.incident_attributes), ("actions", self.sector.action_attributes)):
            yield of, "date"
            yield from ((of, code) for code, attribute in declared.items() if isinstance(attribute.type, Day))

    def days(self, of: str, column: str, today: date) -> Iterator[Dubious]:
        """Days after today, or long before the first edition; a deadline may be after today, and is doubted after a year."""
        first, last = self.known.days.get((of, column), ("9999", ""))
        early, late = first_day(self.sector).isoformat(), today.isoformat()
        if first >= early and last <= late:
            return
        steps = self._due_by(column) if of == "actions" else []
        due = f"step IN ({', '.join(map(quoted, steps))})" if steps else "0"
        day = name(column)
        rows = self.batch.connection.execute(
            f"""SELECT seq, {day}, date, {due} FROM {self._facts(of)} WHERE seq >= ? AND ({day} < ? OR {day} > ?)
                AND NOT ({due} AND {day} <= date(date, '+1 year')) ORDER BY seq""",
            (self.batch.first_seq(of), early, late),
        )
        for seq, found, own, is_due in rows.fetchall():
            code = "date-long-ago" if found < early else "date-due-late" if is_due else "date-after-today"
            yield self._said(of, seq, column, code, {"date": found, "today": late, "first": early, "day": own})

    def _due_by(self, column: str) -> list[str]:
        """The steps of which the column is a deadline that they set."""
        duties = [duty for law in self.sector.regulations for duty in law.duties]
        return [
            d.trigger.step.code
            for d in duties
            if isinstance(d.by, Given) and d.by.due.code == column and isinstance(d.trigger, After)
        ]

    def appeals(self) -> Iterator[Dubious]:
        """Appeals by whom no unit is called, where the complainant has a step of his own."""
        for seq, values in by_nobody_known(self.batch, self.sector):
            if self.known.place("actions", seq) is not None:
                yield self._said("actions", seq, "by", "appeal-by-nobody", values)

    def closed_units(self) -> Iterator[Dubious]:
        """Days on which the unit was not there."""
        limited = self.batch.connection.execute(
            f"""SELECT unit, coalesce("from", ''), coalesce(until, '9999') FROM {self._facts("units")}
                WHERE "from" IS NOT NULL OR until IS NOT NULL"""
        ).fetchall()
        spans = {unit: (start, end) for unit, start, end in limited}
        for of in ("incidents", "actions") if spans else ():
            if not self.known.days.get((of, "date")):
                continue
            listed = ", ".join(map(quoted, spans))
            rows = self.batch.connection.execute(
                f"SELECT seq, unit, date FROM {self._facts(of)} WHERE seq >= ? AND +unit IN ({listed}) ORDER BY seq",
                (self.batch.first_seq(of),),
            )
            for seq, unit, day in rows:
                start, end = spans[unit]
                if not start <= day <= end:
                    values: dict[str, Value] = {
                        "unit": unit,
                        "date": day,
                        "from": start or "…",
                        "until": "…" if end == "9999" else end,
                    }
                    yield self._said(of, seq, "date", "date-outside-unit", values)

    def before_incident(self) -> Iterator[Dubious]:
        """Actions dated before the incident that they are taken on, of which one at least is new."""
        actions, incidents = self._facts("actions"), self._facts("incidents")
        first = self.batch.first_seq("actions"), self.batch.first_seq("incidents")
        new_actions = f"""SELECT t.seq, t.date, i.incident, i.date, 'actions' FROM {actions} t
            JOIN {incidents} i ON i.incident = t.incident WHERE t.seq >= ? AND t.date < i.date"""
        rows = self.batch.connection.execute(f"{new_actions} ORDER BY t.seq", first[:1]).fetchall()
        if self.batch.corrected.get("incidents"):
            rows += self.batch.connection.execute(
                f"""SELECT i.seq, t.date, i.incident, i.date, 'incidents' FROM {incidents} i JOIN {actions} t
                    ON t.incident = i.incident WHERE i.seq >= ? AND t.seq < ? AND t.date < i.date ORDER BY i.seq""",
                (first[1], first[0]),
            ).fetchall()
        for seq, day, incident, opened, of in rows:
            yield self._said(of, seq, "date", "action-before-incident", {"date": day, "incident": incident, "day": opened})
