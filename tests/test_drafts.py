"""Drafts for the units to object to: sealed, numbered d1, d2 …, with what is open listed, and compared like any run."""

from __future__ import annotations

import json
import pickle
import sqlite3

import pytest

import conduct
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.publish import published_result
from tests.conftest import Desk


def _appealed(desk: Desk) -> None:
    assert desk("record", "incident", "incident=i1", "unit=L1", "kind=late", "date=2012-03-01").status == 0
    done = desk("record", "action", "action=a1", "step=appeal", "incident=i1", "date=2012-03-09", "by=L1", "reason=in time")
    assert done.status == 0, done.err


def test_a_draft_is_sealed_with_things_open_which_are_listed(office: Desk) -> None:
    _appealed(office)
    done = office("publish", "--draft", "--period", "2012", "--note", "for objections")
    assert done.status == 0, done.err
    assert done.out.startswith("draft d1: ")
    assert "appeals that nobody has decided (1)" in done.err
    assert "a1" in done.err
    with Ledger.open("conduct.db") as ledger:
        kept = json.loads(published_result(ledger, "d1") or b"")
    assert kept["units"] == office.run("--period", "2012", "--trace")["units"]
    assert [one["incident"] for one in kept["open"]] == ["i1"]
    assert office("publish", "--period", "2012").status == 1  # what is open is published only with a reason
    assert office("verify").status == 0
    assert "征求意见稿 d1" in office("publish", "--draft", "--period", "2012", lang="zh").out


def test_the_same_run_is_one_draft_and_drafts_are_numbered_across_the_ledger_apart_from_publications(office: Desk) -> None:
    assert office("publish", "--draft", "--period", "2012").out.startswith("draft d1:")
    again = office("publish", "--draft", "--period", "2012").out
    assert again.startswith("a draft already, as d1:")
    assert office("publish", "--period", "2012").out.startswith("number 1:")
    assert office("publish", "--draft", "--period", "2012").out == again.replace(
        again.split("head ")[1].split()[0], office("verify").out.split("head ")[1].split()[0]
    )
    assert office("--sector", "hospital", "init", "--sample").status == 0
    assert office("--sector", "hospital", "publish", "--draft", "--period", "2012-Q3").out.startswith("draft d2:")
    assert office("publish", "--period", "2012-H1").out.startswith("number 2:")


def test_a_draft_takes_no_reason(office: Desk) -> None:
    for lang, said in (("en", "takes no --despite"), ("zh", "不用 --despite")):
        outcome = office("publish", "--draft", "--despite", "x", "--period", "2012", lang=lang)
        assert outcome.status == 2
        assert said in outcome.err


def test_runs_lists_drafts_behind_publications_and_compare_takes_them(office: Desk) -> None:
    assert office("publish", "--draft", "--period", "2012").status == 0
    assert office("record", "incident", "incident=i2", "unit=L1", "kind=late", "date=2012-05-01").status == 0
    assert office("publish", "--period", "2012").status == 0
    listed = [line.split()[0] for line in office("runs").out.splitlines()[2:4]]
    assert listed == ["1", "d1"]
    for pair in (("d1", "1"), ("d1", "now"), ("D1", "2012")):
        outcome = office("compare", *pair)
        assert outcome.status == 0, outcome.err
        assert "i2" in outcome.out
    assert office("compare", "d1", "now", "--as-of", "2012-06-01").status == 2
    for unknown in ("d2", "7"):
        outcome = office("compare", unknown, "now")
        assert outcome.status == 1
        assert unknown in outcome.err
    assert office("compare", "dd1", "now").status == 2


def test_a_draft_changes_no_later_run(office: Desk) -> None:
    before = office.run("--period", "2012")
    office("publish", "--draft", "--period", "2012")
    assert office.run("--period", "2012") == before


CHANGES = [
    "UPDATE insurance_drafts SET period = '2011'",
    "UPDATE insurance_drafts SET result = x'00'",
    "UPDATE insurance_drafts SET number = 7",
    "UPDATE insurance_drafts SET code = 'C-AAAAAAAAAAAAAAAAAAAA'",
    "UPDATE insurance_drafts SET code = NULL",
    "DELETE FROM insurance_drafts",
    "DROP TABLE insurance_drafts",
    "INSERT INTO insurance_drafts (batch, number, run, period, as_of, inputs, digest, result) "
    "SELECT batch, 2, 'x', period, as_of, inputs, digest, result FROM insurance_drafts",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_verify_finds_a_changed_a_removed_and_an_added_draft(office: Desk, statement: str) -> None:
    assert office("publish", "--draft", "--period", "2012").status == 0
    assert office("verify").status == 0
    with sqlite3.connect("conduct.db") as connection:
        connection.execute(statement)
    connection.close()
    found = office("verify")
    assert found.status == 1
    assert "draft" in found.err


def test_a_program_seals_a_draft_and_gets_its_number_and_code(office: Desk) -> None:
    with conduct.open("conduct.db", "insurance", lang="en") as opened:
        sealed = opened.publish("2012", draft=True)
        assert (sealed.called, sealed.number, sealed.draft, sealed.new) == ("d1", 1, True, True)
        assert opened.publish("2012", draft=True).code == sealed.code
        final = opened.publish("2012")
        assert (final.called, final.draft) == ("1", False)
        assert final.code != sealed.code
        kept = {(one.number, one.draft): one.code for one in opened.runs().runs if one.number}
        assert kept == {(1, False): final.code, (1, True): sealed.code}
        assert pickle.loads(pickle.dumps(sealed)) == sealed
        assert sealed.to_dict()["draft"] is True
        assert not any(change.units for change in opened.compare("d1", 1).changes)
