"""The duty engine owns its tables: they go as it closes, whatever was asked and however it ended."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from conduct.core.base.calendar import Calendar
from conduct.core.base.faults import Fault
from conduct.core.base.periods import Period
from conduct.core.duties.agenda import agenda, in_order, regulation_for, states
from conduct.core.duties.case import case
from conduct.core.duties.case_facts import CaseFacts
from conduct.core.duties.duty_sql import MET
from conduct.core.duties.engine import DutyEngine
from conduct.core.ledger.ledger import Ledger
from conduct.core.questions.explain import explain
from conduct.core.scores.assess import assess
from conduct.facts import random_facts
from conduct.host import load_sector
from conduct.testing import fill


@contextmanager
def _ledger(name: str, year: str, seed: int = 3) -> Iterator[Ledger]:
    """A ledger with random facts of a year."""
    sector = load_sector(name)
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "x.db") as ledger:
        ledger.add(sector)
        fill(sector, ledger, random_facts(sector, Period.parse(year), random.Random(seed), units=4, incidents=60))
        yield ledger


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("name", "year"), [("insurance", "2012"), ("banking", "2012"), ("hospital", "2024"), ("power_utility", "2024")]
)
@pytest.mark.parametrize("much", [0, 6])
def test_met_duties_that_are_only_counted_are_as_many_as_those_kept_one_by_one(
    name: str, year: str, much: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where units are told of alone, each of their met duties has a row; in a result only what is not, unless that is much."""
    monkeypatch.setattr("conduct.core.duties.case_duties._MUCH", much)
    sector = load_sector(name)
    for seed in range(12):
        with _ledger(name, year, seed) as ledger:
            units = [row[0] for row in ledger.connection.execute(f"SELECT unit FROM {name}_units")]
            found = []
            for told in (None, units):
                period = Period.of_kind(sector.periods[0], int(year))[-1]
                law = regulation_for(sector, period.end, {}, "")
                asked = (ledger.connection, sector, law, Calendar(), period, period.start.replace(month=period.end.month, day=9))
                with DutyEngine.of_period(*asked, met_of=told) as engine:
                    listed = sorted(
                        (row.unit, row.duty, row.incident or "", row.due or "", row.status) for row in engine.states()
                    )
                    unmet = [row for row in listed if row[-1] != MET]
                    found.append((sorted((one.unit, one.status, one.n) for one in engine.count_states() if one.n), unmet))
            assert _summed(found[0][0]) == _summed(found[1][0])
            assert found[0][1] == found[1][1]


def _summed(counts: list[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for unit, status, n in counts:
        found[unit, status] = found.get((unit, status), 0) + n
    return found


def _left(ledger: Ledger) -> list[str]:
    """Temporary tables, but for the ledger's own of what is hidden as mistaken."""
    rows = ledger.connection.execute("SELECT name FROM temp.sqlite_master WHERE type = 'table'")
    return [made for (made,) in rows if made not in ("mistaken", "hiding")]


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("name", "year"), [("insurance", "2012"), ("banking", "2012"), ("hospital", "2024"), ("power_utility", "2024")]
)
def test_whatever_was_asked_no_table_of_the_engine_is_left(name: str, year: str) -> None:
    sector, end = load_sector(name), date(int(year), 12, 31)
    with _ledger(name, year) as ledger:
        assessment = assess(sector, ledger, sector.period(year) if "year" in sector.periods else None, trace=True, today=end)
        assert _left(ledger) == []
        explain(sector, ledger, assessment.units[0].unit, assessment.period)
        assert _left(ledger) == []
        assert states(sector, ledger, end)
        assert _left(ledger) == []
        case(sector, ledger, "i001", end)
        assert _left(ledger) == []


def test_after_a_deadline_that_cannot_be_judged_none_is_left_and_the_next_question_is_answered() -> None:
    sector = load_sector("insurance")
    with _ledger("insurance", "2050") as ledger:
        with pytest.raises(Fault, match="2050"):
            assess(sector, ledger, "2050", as_of=date(2051, 6, 30))
        assert _left(ledger) == []
        assert states(sector, ledger, date(2050, 1, 1)) is not None
        assert _left(ledger) == []


def test_a_second_engine_on_one_connection_is_refused_and_the_first_goes_on() -> None:
    sector, end = load_sector("insurance"), date(2012, 12, 31)
    with _ledger("insurance", "2012") as ledger:
        law = (ledger.connection, sector, regulation_for(sector, end, None, "readings"), Calendar(), end)
        with DutyEngine.of_day(*law, unknown=[]) as engine:
            before = engine.states()
            with pytest.raises(RuntimeError, match="leave that `with` first, or open the ledger once more"):
                states(sector, ledger, end)
            with pytest.raises(RuntimeError, match="on this connection already"), CaseFacts(ledger.connection, sector):
                pass
            assert engine.states() == before != []
            with Ledger.open(ledger.path) as other:
                assert states(sector, other, end)
        assert _left(ledger) == []
        assert states(sector, ledger, end)


@pytest.mark.parametrize(
    ("name", "year"), [("insurance", "2012"), ("banking", "2012"), ("hospital", "2024"), ("power_utility", "2024")]
)
def test_the_open_duties_alone_are_those_of_all_that_are_open(name: str, year: str) -> None:
    sector = load_sector(name)
    with _ledger(name, year) as ledger:
        for day in (date(int(year), 3, 1), date(int(year), 7, 1), date(int(year) + 1, 2, 1)):
            every = states(sector, ledger, day, unknown=[])
            assert agenda(sector, ledger, day, unknown=[]) == in_order(one for one in every if one.open)
