"""Facts that are spread over many places: each place looks at its own cases with the run's very own stages, on a small ledger.

What comes back are counts, and the rows of the few cases that are to be looked at one by one; these make a ledger in memory, on
which everything goes on as on any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Protocol
from zlib import crc32

from attrs import field

from ..core.base.frozen import define, frozen
from ..core.base.periods import Period
from ..core.law.conditions import Stored, name, quoted
from ..core.law.digest import law_digest
from ..core.law.law import Regulation
from ..core.law.model import MISTAKEN, NOT_ASSESSED
from ..core.law.sector import Sector
from ..core.ledger.ledger import Ledger
from ..core.ledger.mistaken import hide_mistaken, show_mistaken
from ..core.ledger.schema import drop_secondary, table
from ..core.ledger.units import homes, units_of
from ..core.scores.asked import Terms
from ..core.scores.combine import parts_of
from ..core.scores.rest import Rest
from ..core.scores.sift import Owed, Sifted, Singled, links, sift, sift_owed, singled_out
from ..version import __version__

Row = tuple[Stored, ...]
BASE = ("units", "posts", "measures")
"""The tables that every place needs whole."""
CASES = ("incidents", "actions")


@frozen
class Task:
    """What a place is to look at its cases for: a run, with its period, or what is owed.

    ``base`` are the rows of tables that it needs beside its cases, ``digest`` and ``version`` those of the law and the program
    that every place must have.
    """

    asked: Terms | Owed
    period: Period | None
    named: Singled
    base: dict[str, list[Row]]
    digest: str
    version: str = __version__

    @property
    def sector(self) -> Sector:
        """The sector that is asked about."""
        return self.asked.sector


@frozen
class LookedAt:
    """What a place found: the rows of the cases that are to be looked at one by one, and what the others count."""

    rows: dict[str, list[Row]]
    rests: tuple[Rest, ...]
    fails: bool


def shards(found: LookedAt, n: int, sector: Sector) -> list[LookedAt]:
    """The same in so many pieces: of what is counted, those of one unit in one; so that places add up piece by piece."""
    pieces = [LookedAt({of: [] for of in CASES}, tuple(Rest() for _ in found.rests), found.fails) for _ in range(n)]

    def piece(of: object) -> LookedAt:
        return pieces[crc32(str(of).encode()) % n]

    for of, rows in found.rows.items():
        at = columns_of(sector, of).index("incident")
        for row in rows:
            piece(row[at]).rows[of].append(row)
    for part, rest in enumerate(found.rests):
        for cell, n_cases in rest.cells.items():
            piece(cell.unit).rests[part].cells[cell] = n_cases
        for state, n_duties in rest.states.items():
            piece(state[0]).rests[part].states[state] = n_duties
        for figure, n_cases in rest.figures.items():
            piece(figure[1]).rests[part].figures[figure] = n_cases
        for said, n_said in rest.said.items():
            piece(said[1]).rests[part].said[said] = n_said
        for behind, incidents in rest.ids.items():
            piece(behind[0]).rests[part].ids[behind] = incidents
    return pieces


def together(pieces: Iterable[LookedAt]) -> LookedAt:
    """What several places found, as one."""
    rows: dict[str, list[Row]] = {of: [] for of in CASES}
    rests: list[Rest] = []
    fails = False
    for one in pieces:
        for of in CASES:
            rows[of] += one.rows[of]
        rests += [Rest() for _ in range(len(one.rests) - len(rests))]
        for whole, rest in zip(rests, one.rests, strict=False):  # one that fails has none
            whole.add(rest)
        fails = fails or one.fails
    return LookedAt(rows, tuple(rests), fails)


class Whereabouts(Protocol):
    """Where the facts are."""

    def query(self, sql: str) -> list[Row]:
        """The rows that a plain query of all facts finds."""

    def look(self, task: Task) -> Iterable[LookedAt]:
        """What every place found, one after the other."""


def columns_of(sector: Sector, of: str) -> tuple[str, ...]:
    """The columns of a table, as its rows are passed about."""
    return ("seq", "batch", *sector.columns(of))


def fresh_ledger(sector: Sector, base: dict[str, list[Row]]) -> Ledger:
    """A ledger in memory that holds these rows."""
    ledger = Ledger.in_memory(Path(":memory:"))
    ledger.add(sector)
    put(ledger, sector, base)
    return ledger


def put(ledger: Ledger, sector: Sector, rows: dict[str, list[Row]]) -> None:
    """Puts rows into a ledger's tables; those that stand there already are not put in again."""
    for of, found in rows.items():
        columns = columns_of(sector, of)
        ledger.connection.executemany(
            f"""INSERT OR IGNORE INTO main.{name(table(sector, of))} ({", ".join(map(name, columns))})
                VALUES ({", ".join("?" * len(columns))})""",
            found,
        )


def put_many(ledger: Ledger, sector: Sector, rows: dict[str, list[Row]]) -> None:
    """The same of many rows: the indexes are made once they are in."""
    for of, found in rows.items():
        again = drop_secondary(ledger.connection, table(sector, of))
        put(ledger, sector, {of: found})
        for statement in again:
            ledger.connection.execute(statement)


# ---- in each place

_LAST: list[tuple[Task, Ledger]] = []
"""The task that this process looked at cases for last, and the ledger on which: its units are put in once."""


def look(task: Task, incidents: Sequence[Row], actions: Sequence[Row]) -> LookedAt:
    """Looks at some cases, all their actions with them. Raises RuntimeError where this place has another law or program."""
    ledger = _ledger_of(task)
    sector = task.sector
    rows = {"incidents": incidents, "actions": actions}
    connection = ledger.connection
    for of in CASES:
        connection.execute(f"DELETE FROM main.{name(table(sector, of))}")
    put_many(ledger, sector, {of: [*task.base.get(of, ()), *rows[of]] for of in CASES})
    if isinstance(task.asked, Owed):
        found = sift_owed(ledger, task.asked, task.named)
    else:
        assert task.period is not None
        with ledger.view():
            found = sift(ledger, task.asked, task.period, task.named)
    return LookedAt({of: _of_cases(sector, of, rows[of], found) for of in CASES}, found.rests, found.fails)


def _of_cases(sector: Sector, of: str, rows: Sequence[Row], found: Sifted) -> list[Row]:
    at = columns_of(sector, of).index("incident")
    return [row for row in rows if row[at] in found.cases]


def _ledger_of(task: Task) -> Ledger:
    if _LAST and _LAST[0][0] is task:
        return _LAST[0][1]
    if (task.version, task.digest) != (__version__, law_digest(task.sector, task.asked.regulation)):
        raise RuntimeError(f"conduct {__version__} here, {task.version} where the run was asked for, or another law")
    _LAST.clear()  # two would take twice the memory
    ledger = fresh_ledger(task.sector, {of: rows for of, rows in task.base.items() if of not in CASES})
    _LAST.append((task, ledger))
    return ledger


# ---- where the run is asked for


@define
class Apart:
    """The facts of one sector that lie in many places, and the ``ledger`` that gets what is to be looked at one by one."""

    places: Whereabouts
    sector: Sector
    ledger: Ledger = field(init=False)
    _last: tuple[object, dict[Period, Rest]] | None = None  # what was looked at last, as long as no further case was brought

    def __attrs_post_init__(self) -> None:
        base = {of: self._rows(of, "1 = 1") for of in BASE}
        base["actions"] = self._rows("actions", "incident IS NULL OR unit IS NOT NULL")
        self.ledger = fresh_ledger(self.sector, base)

    def show_days(self) -> None:
        """Brings cases that show on which days there are facts: of every month, and step, the first and the last.

        To be asked where a period is not named, or what is owed for every period.
        """
        ends = "min(date || ' ' || incident), max(date || ' ' || incident)"
        incidents, actions = (name(table(self.sector, of)) for of in CASES)
        rows = self.places.query(f"SELECT {ends} FROM {incidents} GROUP BY substr(date, 1, 7)")
        rows += self.places.query(f"SELECT {ends} FROM {actions} WHERE incident IS NOT NULL GROUP BY step, substr(date, 1, 7)")
        self._bring({str(end).partition(" ")[2] for row in rows for end in row})

    # ---- for each question

    def beyond(self, asked: Terms, period: Period) -> dict[Period, Rest]:
        """As `asked.Beyond`: looks at all cases for a run. Runs with an incident less that follow rest on the same look."""
        key = (period, asked.as_of, tuple(sorted((code, str(value)) for code, value in asked.readings.items())))
        if self._last is None or self._last[0] != key or not asked.without:
            unit = asked.about
            mine = [] if unit is None else [one for one, home in self._homes().items() if home == unit]
            found = together(self.places.look(self._task(asked, asked.regulation, period, mine)))
            self._put(found.rows)
            parts = parts_of(asked.regulation, period)
            self._last = key, {} if found.fails else dict(zip(parts, found.rests, strict=False))
        return self._last[1]

    def bring_owed(self, owed: Owed) -> None:
        """Brings the cases in which something is owed."""
        self.show_days()
        self._put(together(self.places.look(self._task(owed, owed.regulation, None, ()))).rows)

    def bring_case(self, incident: str, law: Regulation) -> None:
        """Brings a case, those linked to it, and the incidents that count towards a number with it."""
        cases = {incident}
        if same := links(self.sector, law):
            about = self._links(same)
            while more := {one for pair in about if not cases.isdisjoint(pair) for one in pair} - cases:
                cases |= more
        self._bring(cases)
        if kinds := singled_out(law):
            ofs = f"SELECT incident FROM {name(table(self.sector, 'incidents'))} WHERE kind IN ({_listed(kinds)})"
            self._put({of: self._rows(of, f"incident IN ({ofs})") for of in CASES})

    # ---- what they rest on

    def _task(self, asked: Terms | Owed, law: Regulation, period: Period | None, units: Collection[str]) -> Task:
        actions = name(table(self.sector, "actions"))
        connection = self.ledger.connection
        hide_mistaken(connection, self.sector)
        columns = ", ".join(map(name, columns_of(self.sector, "actions")))
        passed = connection.execute(f"SELECT {columns} FROM {actions} WHERE step = {quoted(NOT_ASSESSED)}").fetchall()
        show_mistaken(connection)
        listed = {of: _all(self.ledger, self.sector, of) for of in ("units", "posts")}
        base = {**listed, "actions": passed}
        here = connection.execute(f"SELECT incident FROM main.{name(table(self.sector, 'incidents'))}")
        named = Singled(sorted({*self._beside(law), *(case for (case,) in here)}), sorted(units))
        return Task(asked, period, named, base, law_digest(self.sector, law))

    def _homes(self) -> dict[str, str]:
        return homes(units_of(self.ledger.connection, self.sector), self.sector)

    def _beside(self, law: Regulation) -> set[str]:
        """The cases that another one is about, and those with an action that was taken back as mistaken."""
        found = {one for pair in self._links(links(self.sector, law)) for one in pair}
        actions = name(table(self.sector, "actions"))
        rows = self.places.query(f"SELECT {MISTAKEN.code} FROM {actions} WHERE {MISTAKEN.code} IS NOT NULL")
        if mistaken := [str(action) for (action,) in rows]:
            query = f"SELECT incident FROM {actions} WHERE action IN ({_listed(mistaken)}) AND incident IS NOT NULL"
            found.update(str(case) for (case,) in self.places.query(query))
        return found

    def _links(self, attributes: Iterable[str]) -> list[tuple[str, str]]:
        incidents = name(table(self.sector, "incidents"))
        found: list[tuple[str, str]] = []
        for code in attributes:
            rows = self.places.query(f"SELECT incident, {name(code)} FROM {incidents} WHERE {name(code)} IS NOT NULL")
            found += [(str(one), str(other)) for one, other in rows]
        return found

    def _bring(self, cases: Collection[str]) -> None:
        if cases:
            self._put({of: self._rows(of, f"incident IN ({_listed(sorted(cases))})") for of in CASES})

    def _put(self, rows: dict[str, list[Row]]) -> None:
        """Brings cases: what was counted before with them among the rest no longer holds."""
        self._last = None
        put_many(self.ledger, self.sector, rows)

    def _rows(self, of: str, where: str) -> list[Row]:
        columns = ", ".join(map(name, columns_of(self.sector, of)))
        return self.places.query(f"SELECT {columns} FROM {name(table(self.sector, of))} WHERE {where}")


def _all(ledger: Ledger, sector: Sector, of: str) -> list[Row]:
    columns = ", ".join(map(name, columns_of(sector, of)))
    return ledger.connection.execute(f"SELECT {columns} FROM main.{name(table(sector, of))}").fetchall()


def _listed(values: Iterable[str]) -> str:
    return ", ".join(map(quoted, values))
