"""The ledger and its chain: what was accepted stands, and every difference from it is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from conduct.core.base.faults import Fault
from conduct.core.law.sector import Sector
from conduct.core.ledger.header import PAGE
from conduct.core.ledger.ledger import Ledger
from tests.conftest import Desk

INSERT = (
    "INSERT INTO insurance_incidents (seq, incident, unit, kind, date, batch) VALUES ({}, '{}', 'L1', 'late', '2012-01-01', {})"
)


@pytest.fixture
def filled(office: Desk) -> Desk:
    """An office with thirty incidents loaded and three recorded."""
    rows = "".join(f"i{n:02},L1,late,2012-03-{n + 1:02}\n" for n in range(30))
    office.begin(
        "thirty-three incidents",
        ["load", office.write("incidents.csv", "incident,unit,kind,date\n" + rows)],
        *(["record", "incident", f"incident=r{n}", "unit=L2", "kind=late", "date=2012-05-01"] for n in range(3)),
    )
    return office


def _edit(desk: Desk, *statements: str) -> None:
    connection = sqlite3.connect(desk.folder / "conduct.db")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_whole_ledger_verifies_and_prints_its_head(filled: Desk) -> None:
    outcome = filled("verify")
    assert outcome.status == 0
    assert "5 batches, head " in outcome.out


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        (["UPDATE insurance_incidents SET kind = 'feedback-form' WHERE incident = 'i07'"], "i07"),
        (["UPDATE insurance_incidents SET text = 'x' WHERE incident = 'r1'"], "r1"),
        (["DELETE FROM insurance_incidents WHERE incident = 'i29'"], "1 row is missing"),
        (["DELETE FROM insurance_incidents WHERE incident IN ('i01', 'i02')"], "2 rows are missing"),
        (
            [INSERT.format(900, "z", 2)],
            "z",
        ),
        (
            [INSERT.format(901, "y", 77)],
            "y",
        ),
        (
            [
                "UPDATE insurance_incidents SET seq = 1000 WHERE incident = 'i03'",
                "UPDATE insurance_incidents SET seq = 4 WHERE incident = 'i04'",
                "UPDATE insurance_incidents SET seq = 5 WHERE incident = 'i03'",
            ],
            "i03",
        ),
        (["UPDATE insurance_measures SET value = '11' WHERE unit = 'P1' AND measure = 'outlets' AND period = '2012'"], "P1"),
        (["UPDATE batches SET who = 'somebody else' WHERE batch = 2"], "batch 2"),
        (["UPDATE batches SET reason = 'r' WHERE batch = 3"], "batch 3"),
        (["DELETE FROM batches WHERE batch = 4", "DELETE FROM blocks WHERE batch = 4"], "batch 4 is missing"),
        (
            [
                "DELETE FROM batches WHERE batch = 5",
                "DELETE FROM blocks WHERE batch = 5",
                "DELETE FROM insurance_incidents WHERE batch = 5",
            ],
            "its last batches are gone",
        ),
        (["UPDATE blocks SET file = 'other.csv' WHERE batch = 2"], "batch 2"),
        (["DROP TABLE insurance_actions", "DROP TABLE insurance_measures"], "insurance_measures is missing"),
    ],
    ids=range(14),
)
def test_an_edit_of_the_file_is_found_and_named(filled: Desk, statements: list[str], named: str) -> None:
    _edit(filled, *statements)
    outcome = filled("verify")
    assert outcome.status == 1
    assert named in outcome.err


def test_a_batch_that_fails_leaves_no_trace(make_ledger: Callable[[Sector], Ledger], insurance: Sector) -> None:
    ledger = make_ledger(insurance)
    row = ("L1", "a", "life", None, None, None, None, None)

    def fail() -> None:
        with ledger.batch(insurance, "test") as batch:
            assert list(batch.insert("units", "x", [[[value] for value in row]])) == []
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert ledger.connection.execute("SELECT count(*) FROM insurance_units").fetchone() == (0,)
    assert ledger.connection.execute("SELECT count(*) FROM batches").fetchone() == (0,)
    with ledger.batch(insurance, "test") as batch:
        assert list(batch.insert("units", "x", [[[value] for value in row]])) == []
    assert ledger.verify() == []


def test_an_empty_batch_is_not_written(make_ledger: Callable[[Sector], Ledger], insurance: Sector) -> None:
    ledger = make_ledger(insurance)
    with ledger.batch(insurance, "test"):
        pass
    assert ledger.connection.execute("SELECT count(*) FROM batches").fetchone() == (0,)


def test_a_ledger_without_the_sector_says_how_to_add_it(tmp_path_factory: pytest.TempPathFactory, insurance: Sector) -> None:
    with Ledger.create(tmp_path_factory.mktemp("l") / "x.db") as ledger:
        with pytest.raises(Fault) as caught:
            ledger.need(insurance)
        assert str(caught.value).endswith("run: init()")  # as a program asks, which has no command line


def test_a_sector_that_grew_gets_its_new_column_and_the_chain_holds(
    make_ledger: Callable[[Sector], Ledger], insurance: Sector
) -> None:
    import attrs

    from conduct.core.base.words import Words
    from conduct.core.law.model import Attribute, Text

    ledger = make_ledger(insurance)
    with ledger.batch(insurance, "test") as batch:
        list(batch.insert("units", "x", [[["L1"], ["a"], ["life"], *[[None]] * 5]]))
        values = dict.fromkeys(insurance.columns("incidents"))
        values |= {"incident": "i1", "unit": "L1", "kind": "late", "date": "2012-03-01", "excused": 0}
        list(batch.insert("incidents", "x", [[[value] for value in values.values()]]))
    late = insurance.kind_by_code["late"]
    remark = Attribute("remark", Words("说明", "remark"), Text())
    seen = attrs.evolve(late, code="seen", attributes=(*late.attributes, remark))
    grown = attrs.evolve(insurance, kinds=(*insurance.kinds, seen))
    ledger.need(grown)
    assert "remark" in {row[1] for row in ledger.connection.execute("PRAGMA table_info(insurance_incidents)")}
    assert ledger.verify() == []


def test_a_new_ledger_has_pages_of_the_size_that_measures_best_and_its_backup_too(
    make_ledger: Callable[[Sector], Ledger], insurance: Sector, tmp_path: Path
) -> None:
    with make_ledger(insurance) as ledger:
        assert ledger.connection.execute("PRAGMA page_size").fetchone() == (PAGE,)
        assert ledger.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        ledger.backup(tmp_path / "backup.db")
    with Ledger.open(tmp_path / "backup.db") as backup:
        assert backup.connection.execute("PRAGMA page_size").fetchone() == (PAGE,)


def test_a_ledger_of_smaller_pages_is_used_as_it_is(insurance: Sector, tmp_path: Path) -> None:
    made = tmp_path / "made.db"
    with Ledger.create(made) as ledger:
        ledger.add(insurance)
    connection = sqlite3.connect(made, isolation_level=None)
    for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA page_size = 4096", "VACUUM", "PRAGMA journal_mode = WAL"):
        connection.execute(statement)
    connection.close()
    with Ledger.create(made) as ledger:
        assert ledger.connection.execute("PRAGMA page_size").fetchone() == (4096,)
        assert ledger.verify() == []
