"""The log beside a ledger that others hold open: a large load writes it back, and a file that was cut short hides behind none."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from conduct.core.ledger import opening
from tests.conftest import Desk

MANY = 6000


def _rows(name: str, count: int) -> str:
    rows = "".join(f"{name}{n:05},L1,late,2012-03-01,{'x' * 100}\n" for n in range(count))
    return "incident,unit,kind,date,text\n" + rows


@contextmanager
def _reading() -> Iterator[sqlite3.Connection]:
    """Somebody who began to read before what follows, and reads on."""
    with closing(sqlite3.connect("conduct.db", isolation_level=None, check_same_thread=False)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM batches").fetchone()
        yield connection


def _reads_until(reader: sqlite3.Connection, batches: int) -> None:
    with closing(sqlite3.connect("conduct.db", isolation_level=None)) as connection:
        for _ in range(6000):
            if connection.execute("SELECT count(*) FROM batches").fetchone()[0] >= batches:
                break
            sleep(0.01)
    reader.execute("COMMIT")


def _batches() -> int:
    with closing(sqlite3.connect("conduct.db")) as connection:
        found: int = connection.execute("SELECT count(*) FROM batches").fetchone()[0]
    return found


def _cut_to(size: int) -> None:
    """By another process: to close a file here would let go of the locks on it."""
    subprocess.run(["truncate", "-s", str(size), "conduct.db"], check=True)


@pytest.fixture
def office_with_units(office: Desk) -> Desk:
    """An office with facts in its ledger."""
    office.begin("log", ["load", office.write("incidents.csv", _rows("i", 500))])
    return office


def test_a_large_load_beside_who_reads_leaves_nothing_to_write_back(office_with_units: Desk) -> None:
    with _reading() as reader:
        ends = Thread(target=_reads_until, args=(reader, _batches() + 1))
        ends.start()
        loaded = office_with_units("load", office_with_units.write("incidents-more.csv", _rows("m", MANY)))
        ends.join()
        assert loaded.status == 0, loaded.err
        subprocess.run(["cp", "conduct.db", "alone.db"], check=True)
    with closing(sqlite3.connect("file:alone.db?immutable=1", uri=True)) as alone:
        assert alone.execute("SELECT count(*) FROM insurance_incidents WHERE incident LIKE 'm%'").fetchone() == (MANY,)


def test_a_load_does_not_wait_for_who_reads_on(office_with_units: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_TAKES_OVER", 0.1)
    with _reading():
        loaded = office_with_units("load", office_with_units.write("incidents-more.csv", _rows("m", MANY)))
        assert loaded.status == 0, loaded.err
    assert office_with_units("verify").status == 0


def test_a_file_that_was_cut_short_hides_behind_no_log_read_before(
    office_with_units: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_TAKES_OVER", 0.1)
    with _reading() as reader:
        whole = Path("conduct.db").stat().st_size
        more = office_with_units.write("incidents-more.csv", _rows("m", MANY))
        assert office_with_units("load", more).status == 0
        assert Path("conduct.db").stat().st_size == whole  # the rest stands in the log alone
        assert office_with_units("runs").status == 0
        record = ("record", "incident", "unit=L1", "kind=late", "date=2012-03-01")
        for n in range(3):
            assert office_with_units(*record, f"incident=n{n}").status == 0
        assert office_with_units("runs").status == 0
        reader.execute("COMMIT")
        reader.execute("PRAGMA wal_checkpoint(RESTART)")
        reader.execute("SELECT 1 FROM batches").fetchone()
        assert office_with_units(*record, "incident=n3").status == 0  # with which the log begins anew
        grown = Path("conduct.db").stat().st_size
        assert grown > whole
        _cut_to(whole)
        assert "cut short" in office_with_units("runs").err
