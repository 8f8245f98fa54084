"""An attribute that a sector declares later means its default in the rows that came before it; one of another type is refused."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from attrs import evolve

from conduct.core.base.faults import Fault
from conduct.core.base.words import Words
from conduct.core.law.model import Attribute, Kind, Number, Options, Step, Text, Type, YesNo
from conduct.core.law.sector import Sector
from conduct.core.ledger.chain import facts_digest
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.mistaken import hide_mistaken
from conduct.files.tables import Table, rows_given
from conduct.loading.load import Loaded, load_tables
from conduct.plugins.insurance import SECTOR

FACTS = {
    "units": [{"unit": "L1", "name": "a", "kind": "life"}],
    "incidents": [
        {"incident": "i1", "unit": "L1", "kind": "one-thing", "date": "2012-03-01"},
        {"incident": "i2", "unit": "L1", "kind": "one-thing", "date": "2012-03-02"},
        {"incident": "i3", "unit": "L1", "kind": "another-thing", "date": "2012-03-03"},
    ],
}
KINDS = tuple(Kind(code, Words(code, code), "2.3.1") for code in ("one-thing", "another-thing"))
"""Kinds that no rule of the sector names, so that the regulations need not change with them."""
SECOND = [{"incident": "i4", "unit": "L1", "kind": "one-thing", "date": "2012-03-04"}]
Rows = Mapping[str, list[dict[str, str]]]


def _load(ledger: Ledger, sector: Sector, facts: Rows, correct: str | None = None) -> Loaded:
    tables = []
    for of, rows in facts.items():
        header = list(rows[0])
        tables.append(Table(of, f"{of}.csv", header, rows_given([(n, [r[c] for c in header]) for n, r in enumerate(rows, 2)])))
    return load_tables(ledger, sector, tables, [], correct=correct)


def _grown(sector: Sector, *attributes: Attribute, kind: str = "one-thing") -> Sector:
    """The sector, whose kind takes further attributes."""
    kinds = tuple(evolve(k, attributes=(*k.attributes, *attributes)) if k.code == kind else k for k in sector.kinds)
    return evolve(sector, kinds=kinds)


def _attribute(code: str, of: Type, default: str | int | None = None) -> Attribute:
    return Attribute(code, Words(code, code), of, default=default)


GRAVE = _attribute("grave", YesNo(), 1)
PLAIN = _attribute("plain", YesNo())
DEGREE = _attribute("degree", Options({"light": Words("轻", "light"), "heavy": Words("重", "heavy")}), "light")
NUMBER = _attribute("how-many", Number(whole=True), 3)


@pytest.fixture
def insurance() -> Sector:
    """The insurance sector with kinds of the test's own."""
    return evolve(SECTOR, kinds=(*SECTOR.kinds, *KINDS))


@pytest.fixture
def old(tmp_path: Path, insurance: Sector) -> Path:
    """A ledger with facts and a correction, of before anything was added."""
    path = tmp_path / "old.db"
    with Ledger.create(path) as ledger:
        ledger.add(insurance)
        _load(ledger, insurance, FACTS)
        corrected = [{**FACTS["incidents"][1], "date": "2012-05-02"}]
        _load(ledger, insurance, {"incidents": corrected}, correct="wrong day")
    return path


def _columns(ledger: Ledger, *columns: str) -> list[tuple[object, ...]]:
    listed = ", ".join(f'"{c}"' for c in columns)
    return ledger.connection.execute(f"SELECT incident, {listed} FROM insurance_incidents ORDER BY incident").fetchall()


def test_an_added_attribute_has_its_default_in_old_rows_as_in_new_ones(
    old: Path, insurance: Sector, make_ledger: Callable[[Sector], Ledger]
) -> None:
    grown = _grown(insurance, GRAVE, PLAIN, DEGREE, NUMBER)
    with Ledger.open(old) as ledger:
        ledger.need(grown)
        _load(ledger, grown, {"incidents": SECOND})
        rows = _columns(ledger, "grave", "plain", "degree", "how-many")
        assert rows == [
            ("i1", 1, 0, "light", 3),
            ("i2", 1, 0, "light", 3),
            ("i3", None, None, None, None),  # a kind that does not take it
            ("i4", 1, 0, "light", 3),
        ]
        assert ledger.verify() == []
        fresh = make_ledger(grown)
        corrected = {**FACTS["incidents"][1], "date": "2012-05-02"}
        _load(fresh, grown, {**FACTS, "incidents": [FACTS["incidents"][0], corrected, FACTS["incidents"][2], *SECOND]})
        assert facts_digest(ledger.connection, "insurance") == facts_digest(fresh.connection, "insurance")


def test_equal_rows_loaded_again_after_an_attribute_was_added_change_nothing(old: Path, insurance: Sector) -> None:
    grown = _grown(insurance, GRAVE, DEGREE)
    with Ledger.open(old) as ledger:
        again = {**FACTS, "incidents": [FACTS["incidents"][0], FACTS["incidents"][2]]}
        loaded = _load(ledger, grown, again)
        assert (loaded.unchanged, dict(loaded.added)) == (3, {})
        given = [{**FACTS["incidents"][0], "grave": "yes", "degree": "light"}]
        assert _load(ledger, grown, {"incidents": given}).unchanged == 1
        with pytest.raises(Fault, match="grave"):
            _load(ledger, grown, {"incidents": [{**FACTS["incidents"][0], "grave": "no"}]})


def test_a_kind_that_takes_an_attribute_later_has_its_default_too(old: Path, insurance: Sector) -> None:
    first = _grown(insurance, GRAVE)
    second = _grown(first, evolve(GRAVE, default=0), kind="another-thing")
    with Ledger.open(old) as ledger:
        ledger.need(first)
        ledger.need(second)
        assert _columns(ledger, "grave") == [("i1", 1), ("i2", 1), ("i3", 0)]
        assert ledger.verify() == []
        batches = ledger.connection.execute("SELECT command FROM batches").fetchall()
        assert batches == [("load",), ("load",), ("upgrade",), ("upgrade",)]
        ledger.need(second)
        assert ledger.connection.execute("SELECT count(*) FROM batches").fetchone() == (4,)


def test_an_optional_attribute_that_gets_a_default_later_has_it_where_it_was_blank(old: Path, insurance: Sector) -> None:
    first = _grown(insurance, evolve(DEGREE, default=None))
    with Ledger.open(old) as ledger:
        heavy = {"incident": "i5", "unit": "L1", "kind": "one-thing", "date": "2012-03-05", "degree": "light"}
        _load(ledger, first, {"incidents": [heavy, {**heavy, "incident": "i6", "degree": ""}]})
        ledger.need(_grown(insurance, DEGREE))
        assert _columns(ledger, "degree")[3:] == [("i5", "light"), ("i6", "light")]
        assert ledger.verify() == []


@pytest.mark.parametrize("statement", [
    "UPDATE insurance_incidents SET grave = 0 WHERE incident = 'i1'",
    "UPDATE insurance_incidents SET grave = NULL WHERE incident = 'i1'",
    "UPDATE insurance_incidents SET grave = 1 WHERE incident = 'i3'",
    "UPDATE insurance_incidents SET degree = 'heavy' WHERE incident = 'i1'",
    "UPDATE insurance_incidents SET degree = NULL WHERE incident = 'i5'",
    "UPDATE insurance_incidents SET degree = 'heavy' WHERE incident = 'i6'",
    "UPDATE insurance_incidents SET degree = NULL WHERE incident = 'i6'",
    "UPDATE insurance_incidents_history SET grave = 0",
    "UPDATE insurance_fills SET value = 'heavy' WHERE \"column\" = 'degree'",
    "UPDATE insurance_fills SET until = 1",
    "DELETE FROM insurance_fills",
])  # fmt: skip
def test_verify_finds_a_default_that_was_changed(old: Path, insurance: Sector, statement: str) -> None:
    with Ledger.open(old) as ledger:
        first = _grown(insurance, evolve(DEGREE, default=None))
        heavy = {"incident": "i5", "unit": "L1", "kind": "one-thing", "date": "2012-03-05", "degree": "heavy"}
        _load(ledger, first, {"incidents": [heavy, {**heavy, "incident": "i6", "degree": ""}]})
        ledger.need(_grown(insurance, GRAVE, DEGREE))
        assert ledger.verify() == []
        ledger.connection.execute(statement)
        assert ledger.verify() != []


@pytest.mark.parametrize(
    ("was", "now"), [(Text(), YesNo()), (Text(), Number()), (YesNo(), Number(whole=True)), (DEGREE.type, Text())]
)
def test_a_changed_type_is_refused_by_sector_and_attribute(old: Path, insurance: Sector, was: Type, now: Type) -> None:
    with Ledger.open(old) as ledger:
        ledger.need(_grown(insurance, _attribute("grave", was)))
        with pytest.raises(Fault) as raised:
            ledger.need(_grown(insurance, _attribute("grave", now)))
        assert [p.code for p in raised.value.problems] == ["attribute-retyped"]
        assert "insurance" in str(raised.value)
        assert "grave" in str(raised.value)
        ledger.need(_grown(insurance, _attribute("grave", was)))


def test_a_changed_type_is_refused_where_nothing_is_on_record(old: Path, insurance: Sector) -> None:
    with Ledger.open(old) as ledger:
        ledger.need(_grown(insurance, _attribute("grave", Text())))
        ledger.connection.execute("DELETE FROM declared")
        with pytest.raises(Fault, match="grave"):
            ledger.need(_grown(insurance, GRAVE))


def test_a_ledger_that_cannot_be_written_shows_the_defaults(
    old: Path, insurance: Sector, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    with Ledger.open(old) as ledger:
        for _ in range(2):
            ledger.need(_grown(insurance, GRAVE, DEGREE))
            assert _columns(ledger, "grave", "degree") == [("i1", 1, "light"), ("i2", 1, "light"), ("i3", None, None)]
    with sqlite3.connect(old) as connection:
        assert "grave" not in [row[1] for row in connection.execute("PRAGMA table_info(insurance_incidents)")]
    connection.close()


def test_a_table_or_a_column_that_is_gone_is_not_made_again_in_silence(old: Path, insurance: Sector) -> None:
    for statement in (
        "ALTER TABLE insurance_incidents DROP COLUMN text",
        "DROP TABLE insurance_incidents",
    ):
        with Ledger.open(old) as ledger:
            ledger.connection.execute("DROP INDEX IF EXISTS x")
            ledger.connection.execute(statement)
            with pytest.raises(Fault, match="insurance_incidents"):
                ledger.need(insurance)
            assert ledger.verify() != []


def test_a_default_holds_while_a_mistaken_action_is_hidden_in_a_ledger_that_cannot_be_written(
    old: Path, insurance: Sector, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Step("look", Words("查看", "look"))
    seen = evolve(insurance, steps=(*insurance.steps, step))
    plain = {"date": "2012-03-10", "incident": "i1", "by": "", "reason": "", "mistaken": ""}
    withdrawn = {**plain, "step": "withdraw", "by": "Li", "reason": "twice"}
    actions = [
        {**plain, "action": "a1", "step": step.code},
        {**plain, "action": "a2", "step": step.code},
        {**withdrawn, "action": "w1", "date": "2012-03-11", "mistaken": "a2"},
    ]
    with Ledger.open(old) as ledger:
        _load(ledger, seen, {"actions": actions})
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    grown = evolve(insurance, steps=(*insurance.steps, evolve(step, attributes=(GRAVE,))))
    rows = "SELECT action, grave FROM insurance_actions WHERE step <> 'withdraw' ORDER BY action"
    with Ledger.open(old) as ledger:
        ledger.need(grown)
        with ledger.view():
            hide_mistaken(ledger.connection, grown)
            assert ledger.connection.execute(rows).fetchall() == [("a1", 1)]
        assert ledger.connection.execute(rows).fetchall() == [("a1", 1), ("a2", 1)]
