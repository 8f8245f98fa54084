"""Warnings of a load are kept with its batch, and stand while their row does."""

from __future__ import annotations

import sqlite3

from conduct.core.base.faults import Place, Problem
from conduct.core.base.periods import Period
from conduct.core.base.words import Words
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.warned import unchanged
from tests.conftest import Desk


def _said(ledger: Ledger, sector: Sector, period: str) -> list[tuple[str, int | None, str]]:
    return [(w.of, w.row, w.problem.said("zh")) for w in unchanged(ledger, sector, Period.parse(period))]


def test_a_warning_stands_while_its_row_does_and_in_its_own_period_alone(office: Desk, insurance: Sector) -> None:
    hidden = Problem("id-twice", {"id": "i1", "file": "x", "row": 2}, Place("incidents.csv", 2, Words("事项", "incident")))
    with Ledger.open("conduct.db") as ledger:
        columns = insurance.columns("incidents")
        given = {"incident": "i1", "unit": "L1", "kind": "late", "date": "2012-03-01"}
        with ledger.batch(insurance, "load") as batch:
            row = tuple(given.get(c) for c in columns)
            assert list(batch.insert("incidents", "incidents.csv", [[[value] for value in row]])) == []
            batch.warn("incidents", batch.next_seq("incidents") - 1, hidden)
            batch.warn("incidents", None, Problem("file-empty", {}, Place("incidents.csv")))
            batch.warn("measures", None, Problem("file-empty", {}, Place("measures.csv")))  # of which the batch brings none
        found = _said(ledger, insurance, "2012-H1")
        assert [(of, said.split("：")[0]) for of, _, said in found] == [
            ("incidents", "incidents.csv，第2行，“事项”列"),
            ("incidents", "incidents.csv"),
        ]
        assert _said(ledger, insurance, "2012-H2") == []
        assert ledger.verify() == []
    assert office("record", "incident", "incident=i1", "unit=L1", "kind=late", "date=2012-03-02", "--correct", "x").status == 0
    with Ledger.open("conduct.db") as ledger:
        assert _said(ledger, insurance, "2012") == []


def test_verify_finds_a_warning_that_was_changed_or_taken_away(office: Desk, insurance: Sector) -> None:
    with Ledger.open("conduct.db") as ledger, ledger.batch(insurance, "load") as batch:
        list(batch.insert("units", "x", [[["L9"], ["a"], ["life"], *[[None]] * 5]]))
        batch.warn("units", None, Problem("file-empty", {}, None))
    assert office("verify").status == 0
    for statement in ("UPDATE insurance_warnings SET code = 'header-none'", "DELETE FROM insurance_warnings"):
        with sqlite3.connect("conduct.db") as connection:
            connection.execute(statement)
        connection.close()
        assert office("verify").status == 1
