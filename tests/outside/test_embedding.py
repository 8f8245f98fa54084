"""The core, as whoever goes past the door uses it: faults in words, values in the forms that Python users write."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import conduct
from conduct.core.base.faults import Place, Problem
from conduct.core.base.words import Words
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.scores.assess import assess
from conduct.host import load_sector
from conduct.loading.load import load
from tests.conftest import MEASURES, UNITS, Desk

INCIDENTS = "incident,unit,kind,date\nx1,L1,late,2012-03-01\nx2,L1,late,2012-04-01\n"


@pytest.fixture
def ledger(insurance: Sector, desk: Desk) -> Ledger:
    """A ledger made through the public door, with three companies and two incidents."""
    made = Ledger.create("own.db")
    made.add(insurance)
    load(made, insurance, [Path(desk.write("units.csv", UNITS)), Path(desk.write("measures.csv", MEASURES))])
    loaded = load(made, insurance, [Path(desk.write("incidents.csv", INCIDENTS))])
    assert (dict(loaded.added), loaded.unchanged) == ({"incidents": 2}, 0)
    return made


def _code(call: Callable[[], Any]) -> str:
    with pytest.raises(conduct.Fault) as caught:
        call()
    return caught.value.problems[0].code


def test_files_are_named_by_text_or_path_one_or_several(ledger: Ledger, insurance: Sector) -> None:
    with conduct.open("own.db", insurance) as office:
        for files in ("incidents.csv", Path("incidents.csv"), ["incidents.csv"], (Path("incidents.csv"),)):
            assert office.load(files).unchanged == 2
        assert office.load("incidents.csv", Path("units.csv")).unchanged == 5
        assert _code(lambda: office.load("no.csv")) == "file-missing"


def test_a_closed_ledger_says_so(ledger: Ledger, insurance: Sector) -> None:
    ledger.close()
    ledger.close()
    assert _code(lambda: assess(insurance, ledger, "2012")) == "ledger-closed"
    assert _code(lambda: load(ledger, insurance, [Path("incidents.csv")])) == "ledger-closed"
    assert _code(ledger.verify) == "ledger-closed"


def test_a_ledger_serves_one_thread(ledger: Ledger, insurance: Sector) -> None:
    found: list[Any] = []

    def other() -> None:
        for call in (lambda: assess(insurance, ledger, "2012"), ledger.verify, ledger.close):
            try:
                call()
            except conduct.Fault as error:
                found.append(error.problems[0].code)
        with Ledger.open("own.db") as own:
            found.append(assess(insurance, own, "2012").units[-1].score)

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert found == ["ledger-other-thread"] * 3 + [96]
    assert assess(insurance, ledger, "2012").units[-1].score == 96


def test_a_day_and_a_period_come_in_the_forms_that_python_users_write(ledger: Ledger, insurance: Sector) -> None:
    run = assess(insurance, ledger, "2012", as_of=date(2012, 12, 31)).run
    for as_of in ("2012-12-31", datetime(2012, 12, 31, 13, 5)):
        made = assess(insurance, ledger, 2012, as_of=as_of)
        assert (made.run, made.as_of, type(made.as_of)) == (run, date(2012, 12, 31), date)
    assert _code(lambda: assess(insurance, ledger, "2012", as_of="31.12.2012")) == "as-of-form"
    assert _code(lambda: assess(insurance, ledger, 12)) == "period-form"


def test_incidents_left_out_must_be_known(ledger: Ledger, insurance: Sector) -> None:
    def score(without: Any) -> Any:
        made = assess(insurance, ledger, "2012", without=without)
        assert not made.recorded
        return next(u.score for u in made.units if u.unit == "L1")

    assert score("x1") == score(["x1"]) == 98
    assert score({"x1", "x2"}) == 100
    assert _code(lambda: score("x07")) == "case-unknown"
    with pytest.raises(conduct.Fault) as caught:
        score(["x1", "y1", "y2"])
    assert [p.values["id"] for p in caught.value.problems] == ["y1", "y2"]


def test_a_run_is_recorded_unless_it_is_not_to_be(ledger: Ledger, insurance: Sector) -> None:
    def kept() -> int:
        return int(ledger.connection.execute("SELECT count(*) FROM runs").fetchone()[0])

    assert assess(insurance, ledger, "2012", record=False).recorded is False
    assert kept() == 0
    assert assess(insurance, ledger, "2012").recorded is True
    assert kept() == 1


def test_a_fault_is_pickled_whole() -> None:
    made = conduct.Fault(
        [Problem("id-date", {"value": "x"}, Place("a.csv", 3, "unit")), Problem("config-missing", {"path": "p"})]
    )
    made.every_row_came = True
    again = pickle.loads(pickle.dumps(made))
    assert (again.problems, str(again), again.every_row_came) == (made.problems, str(made), True)
    one = conduct.Fault([Problem("sector-says", {"what": Words("错", "wrong")})])
    assert pickle.loads(pickle.dumps(one)).said("zh") == "行业软件包提示：错"


def _assess(_: int) -> Any:
    with Ledger.open("missing.db") as ledger:
        return assess(load_sector("insurance"), ledger, "2012")


def test_a_fault_comes_back_from_another_process(desk: Desk) -> None:
    with ProcessPoolExecutor(1) as pool, pytest.raises(conduct.Fault, match=r"there is no ledger missing\.db"):
        list(pool.map(_assess, [1]))
