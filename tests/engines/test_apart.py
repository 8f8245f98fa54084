"""Facts that lie in many places: what is told of them is, to the last digit, what one ledger tells that holds them all."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from conduct.core.base.calendar import Calendar
from conduct.core.base.faults import Fault, Problem
from conduct.core.base.periods import Period
from conduct.core.duties.agenda import in_order, regulation_for, states
from conduct.core.duties.case import case
from conduct.core.law.conditions import name
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.schema import table
from conduct.core.questions.explain import explain
from conduct.core.scores.assess import assess
from conduct.core.scores.sift import Owed
from conduct.engines.apart import CASES, Apart, LookedAt, Row, Task, columns_of, look, shards, together
from conduct.facts import FactRows, random_facts
from conduct.report.explained import explained
from conduct.report.standings import as_dict
from conduct.testing import fill
from tests.properties import examples

SECTORS: list[Sector] = [
    import_module(f"conduct.plugins.{name}").SECTOR for name in ("insurance", "power_utility", "banking", "hospital")
]
each_sector = pytest.mark.parametrize("sector", SECTORS, ids=lambda s: s.name)


@frozen
class Rooms:
    """The facts of one ledger, spread over so many places by the case that they are about."""

    ledger: Ledger
    sector: Sector
    n: int

    def query(self, sql: str) -> list[Row]:
        return self.ledger.connection.execute(sql).fetchall()

    def look(self, task: Task) -> Iterator[LookedAt]:
        rooms: list[dict[str, list[Row]]] = [{of: [] for of in CASES} for _ in range(self.n)]
        for of in CASES:
            columns = columns_of(self.sector, of)
            listed = ", ".join(map(name, columns))
            for row in self.query(f"SELECT {listed} FROM {name(table(self.sector, of))} WHERE incident IS NOT NULL"):
                case = str(row[columns.index("incident")])
                rooms[zlib.crc32(case.encode()) % self.n][of].append(row)
        found = [shards(look(task, room["incidents"], room["actions"]), 2, self.sector) for room in rooms]
        for pieces in zip(*found, strict=True):
            yield together(pieces)


def _told(ask: Callable[[], Any]) -> object:
    """What is answered, or all that is wrong."""
    try:
        return ask()
    except Fault as error:
        return [problem.said("en") for problem in error.problems]


def _without_identity(plain: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if key not in ("run", "batch", "chain")}


def _some_of_the_year_before(rows: FactRows, draw: random.Random) -> None:
    for row in rows["incidents"]:
        if draw.random() < 0.2 and not row["date"].endswith("-02-29"):
            row["date"] = "2011" + row["date"][4:]


@pytest.mark.campaign
@each_sector
@examples(12)
@given(seed=st.integers(0, 10**6))
def test_cases_in_many_places_come_to_what_one_ledger_tells(sector: Sector, seed: int) -> None:
    draw = random.Random(seed)
    rows = random_facts(sector, Period.parse("2012"), draw, units=5, incidents=60)
    if seed % 2:
        _some_of_the_year_before(rows, draw)
    with Ledger.in_memory(Path("x.db")) as ledger:
        ledger.add(sector)
        fill(sector, ledger, rows)
        period = draw.choice([p for kind in sector.periods for p in Period.of_kind(kind, 2012)])
        as_of = period.end - timedelta(days=draw.choice((0, 0, 20, 60)))
        places = Rooms(ledger, sector, draw.choice((1, 3, 7)))

        def run(on: Ledger, apart: Apart | None, trace: bool) -> dict[str, Any]:
            beyond = apart.beyond if apart is not None else None
            made = assess(sector, on, period, as_of=as_of, trace=trace, record=False, beyond=beyond)
            return _without_identity(as_dict(made, "en"))

        def explanation(on: Ledger, apart: Apart | None) -> dict[str, Any]:
            beyond = apart.beyond if apart is not None else None
            return dict(_without_identity(dict(explained(explain(sector, on, "u0", period, as_of=as_of, beyond=beyond), "en"))))

        for trace in (False, True):
            apart = Apart(places, sector)
            found = _told(lambda apart=apart, trace=trace: run(apart.ledger, apart, trace))
            assert found == _told(lambda trace=trace: run(ledger, None, trace))
        apart = Apart(places, sector)
        assert _told(lambda: explanation(apart.ledger, apart)) == _told(lambda: explanation(ledger, None))


@pytest.mark.campaign
@each_sector
@examples(12)
@given(seed=st.integers(0, 10**6))
def test_what_is_owed_and_each_case_are_told_from_many_places_as_from_one(sector: Sector, seed: int) -> None:
    draw = random.Random(seed)
    rows = random_facts(sector, Period.parse("2012"), draw, units=5, incidents=40)
    with Ledger.in_memory(Path("x.db")) as ledger:
        ledger.add(sector)
        fill(sector, ledger, rows)
        as_of = date(2012, 12, 31) - timedelta(days=draw.randrange(200))
        law = regulation_for(sector, as_of, {}, "")
        places = Rooms(ledger, sector, 3)

        def owed(on: Ledger) -> list[object]:
            unknown: list[Problem] = []
            found = in_order(states(sector, on, as_of, unknown=unknown))
            return [[s for s in found if s.open], unknown]

        apart = Apart(places, sector)
        apart.bring_owed(Owed(sector, law, Calendar(), as_of))
        assert _told(lambda: owed(apart.ledger)) == _told(lambda: owed(ledger))
        for incident in draw.sample([row["incident"] for row in rows["incidents"]], 3):
            apart = Apart(places, sector)
            apart.bring_case(incident, law)
            found = _told(lambda apart=apart, incident=incident: case(sector, apart.ledger, incident, as_of))
            assert found == _told(lambda incident=incident: case(sector, ledger, incident, as_of))
