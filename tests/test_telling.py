"""What a document tells: a run with what stands beside it; one that was sealed is made again on the facts of then."""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import conduct
from conduct.core.base.faults import Fault, WrongUsage
from conduct.core.base.periods import Period
from conduct.core.ledger.publish import published_result
from conduct.core.scores import unsettled
from conduct.door.deployment import Deployment
from conduct.door.telling import told
from conduct.facts import random_facts
from conduct.report.bulletin.told import Told
from conduct.report.stored import whole
from tests.conftest import Desk
from tests.properties import examples


@contextmanager
def _told(period: str | None = None, *, run: str | int | None = None, toml: dict[str, object] | None = None) -> Iterator[Told]:
    at = Deployment(Path("conduct.db"), "insurance", toml or {}, "en")
    try:
        with told(at, period, run=run) as found:
            yield found
    finally:
        at.close()


def _record(desk: Desk, *pairs: str) -> None:
    outcome = desk("record", *pairs)
    assert outcome.status == 0, outcome.err


def _late(desk: Desk, incident: str, day: str = "2012-03-01", *more: str) -> None:
    _record(desk, "incident", f"incident={incident}", "unit=L1", "kind=late", f"date={day}", *more)


def _scores(found: Told) -> dict[str, object]:
    return {unit.unit: unit.score for unit in found.assessment.units}


def test_an_unpublished_run_is_told_as_it_is_assessed_now(office: Desk) -> None:
    _late(office, "i1")
    with _told("2012") as found:
        assert found.publication is None
        assert found.assessment.run == office.run("--period", "2012")["run"]
        assert {i for u in found.assessment.units for line in u.lines for i in line.incidents or ()} == {"i1"}
        assert found.batch_at.endswith("Z")


def test_what_is_published_already_is_told_as_the_publication(office: Desk) -> None:
    assert office("publish", "--period", "2012", "--note", "annual").status == 0
    with _told("2012") as found:
        assert found.publication is not None
        assert (found.publication.number, found.publication.draft, found.publication.note) == ("1", False, "annual")
        assert found.publication.code is not None
        assert found.publication.head in office("verify").out


def test_a_published_run_is_told_on_the_facts_of_then(office: Desk) -> None:
    _late(office, "i1")
    _late(office, "i2", "2012-04-01")
    assert office("publish", "--period", "2012").status == 0
    with _told(run=1) as found:
        before, batch_at = _scores(found), found.batch_at
    _late(office, "i3", "2012-05-01")
    _late(office, "i1", "2011-05-01", "--correct", "another year")
    _late(office, "i1", "2012-05-02", "--correct", "this one")
    _record(office, "action", "action=w", "step=withdraw", "date=2012-06-01", "incident=i2", "by=x", "reason=y")
    _record(office, "measure", "unit=L2", "measure=premium", "period=2012", "value=5", "--correct", "z")
    with _told(run="1") as found:
        assert _scores(found) == before
        assert found.batch_at == batch_at
        ledger = found.ledger.connection
        assert [row[0] for row in ledger.execute("SELECT incident FROM insurance_incidents ORDER BY 1")] == ["i1", "i2"]
        assert ledger.execute("SELECT date FROM insurance_incidents WHERE incident = 'i1'").fetchone() == ("2012-03-01",)
        assert ledger.execute("SELECT count(*) FROM insurance_incidents_history").fetchone() == (0,)
        assert ledger.execute("SELECT count(*) FROM insurance_actions").fetchone() == (0,)
        kept = Path(ledger.execute("PRAGMA database_list").fetchone()[2])
        assert kept.exists()
        assert kept.stat().st_mode & 0o077 == 0 or kept.parent.stat().st_mode & 0o077 == 0
    assert not kept.exists()
    assert office("verify").status == 0


def test_a_run_says_what_it_replaces_and_what_replaced_it(office: Desk) -> None:
    for n in range(1, 4):
        _late(office, f"i{n}")
        assert office("publish", "--period", "2012").out.startswith(f"number {n}:")
    assert office("publish", "--period", "2012-H1").status == 0  # another period
    numbers = []
    for run in ("1", "2", "3"):
        with _told(run=run) as found:
            numbers.append((found.replaces and found.replaces.number, found.replaced and found.replaced.number))
    assert numbers == [(None, "3"), ("1", "3"), ("2", None)]
    _late(office, "i9")
    with _told("2012") as found:
        assert found.replaces is not None
        assert (found.publication, found.replaces.number, found.replaced) == (None, "3", None)


def test_objections_are_the_appeals_accepted_since_the_draft_with_their_decisions(office: Desk) -> None:
    for n in range(1, 5):
        _late(office, f"i{n}")
    _late(office, "j1", "2011-03-01")
    appeal = ("action", "step=appeal", "date=2012-04-01", "by=L1")
    _record(office, *appeal, "action=a1", "incident=i1", "reason=before the draft")
    assert office("publish", "--draft", "--period", "2012").status == 0
    _record(office, *appeal, "action=a1", "incident=i1", "reason=before the draft, again", "--correct", "spelling")
    _record(office, *appeal, "action=a2", "incident=i2", "reason=it was in time")
    _record(office, *appeal, "action=a3", "incident=i3", "reason=not ours")
    _record(office, *appeal, "action=b1", "incident=j1", "reason=another year")
    decided = ("action", "step=appeal-decided", "date=2012-05-01", "by=office")
    _record(office, *decided, "action=d2", "incident=i2", "upheld=yes", "reason=the post was late")
    with _told(run="d1") as found:
        assert found.draft is None
        assert found.publication is not None
        assert found.publication.draft
        objected = {one.action: one for one in found.objections}
    assert set(objected) == {"a2", "a3"}
    assert (objected["a2"].unit, objected["a2"].incident, objected["a2"].upheld) == ("L1", "i2", True)
    assert (objected["a2"].decided_by, objected["a2"].decided_reason, objected["a2"].decided_on) == (
        "office", "the post was late", "2012-05-01",
    )  # fmt: skip
    assert (objected["a3"].reason, objected["a3"].upheld) == ("not ours", None)
    assert office("publish", "--period", "2012", "--despite", "x").status == 0
    _record(office, *appeal, "action=a4", "incident=i4", "reason=after the publication")
    with _told(run=1) as found:
        assert found.draft is not None
        assert found.draft.publication.number == "d1"
        assert {u["unit"]: u["score"] for u in found.draft.result["units"]}["L1"] < _scores(found)["L1"]
        assert [one.action for one in found.objections] == ["a2", "a3"]
    with _told(run="d1") as found:
        assert [one.action for one in found.objections] == ["a2", "a3", "a4"]
        assert found.replaced is not None
        assert found.replaced.number == "1"


def test_earlier_periods_are_the_published_ones_and_else_assessed(office: Desk) -> None:
    years = range(2005, 2013)
    measures = "".join(f"{u},{m},{y},10\n" for u in ("L1", "L2", "P1") for m in ("outlets", "premium") for y in years if y < 2012)
    assert office("load", office.write("measures.csv", "unit,measure,period,value\n" + measures)).status == 0
    for year in years:
        if year != 2010:  # a year without facts
            _late(office, f"y{year}", f"{year}-03-01")
    first = office("publish", "--period", "2012").out
    assert first.startswith("number 1")
    with _told(run=1) as found:
        assert found.earlier == ()  # none was published before it
    _late(office, "i1", "2012-06-01")
    with _told("2012") as found:  # the text is in force since 2012
        assert [(one.period.id, one.number) for one in found.earlier] == []
    assert office("publish", "--period", "2012").status == 0
    _late(office, "i2", "2013-06-01")
    measures = "".join(f"{u},{m},2013,10\n" for u in ("L1", "L2", "P1") for m in ("outlets", "premium"))
    assert office("load", office.write("measures.csv", "unit,measure,period,value\n" + measures)).status == 0
    with _told("2013") as found:
        assert [(one.period.id, one.number) for one in found.earlier] == [("2012", "2")]
        assert found.earlier[0].result["units"]
    assert office("publish", "--period", "2013").status == 0
    _late(office, "i3", "2012-07-01")
    assert office("publish", "--period", "2012").out.startswith("number 4")
    with _told(run=3) as found:  # what was published then
        assert [(one.period.id, one.number) for one in found.earlier] == [("2012", "2")]


def test_a_sealed_run_is_made_again_with_its_own_readings_calendar_and_day(office: Desk) -> None:
    _late(office, "i1")
    office.write(
        "conduct.toml",
        '[insurance.readings]\npremium-unit = 2500000\n[calendar]\nholidays = ["2012-03-06"]\nworkdays = ["2012-03-10"]\n',
    )
    assert office("publish", "--period", "2012", "--as-of", "2012-11-30").status == 0
    office.write("conduct.toml", "")
    with _told(run=1) as found:
        assert str(found.assessment.readings["premium-unit"]) == "2500000"
        assert found.assessment.as_of.isoformat() == "2012-11-30"
        calendar = found.assessment.calendar
        assert [day.isoformat() for day in (*calendar.holidays, *calendar.workdays)] == ["2012-03-06", "2012-03-10"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_run_that_cannot_be_made_again_says_in_what_it_differs(
    office: Desk, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _late(office, "i1")
    assert office("publish", "--period", "2012").status == 0
    with sqlite3.connect("conduct.db") as connection:  # what a rewritten ledger would hold, with an incident less
        connection.execute("DELETE FROM insurance_incidents")
    connection.close()
    with pytest.raises(Fault) as error, _told(run=1):
        pass
    assert error.value.problems[0].code == "run-not-again-facts"
    assert "verify" in error.value.said(lang)  # type: ignore[arg-type]
    import conduct.core.scores.assess as assessing

    monkeypatch.setattr(assessing, "law_digest", lambda *_: "0" * 64)
    with pytest.raises(Fault) as error, _told(run=1):
        pass
    assert error.value.problems[0].code == "run-not-again"
    assert ("rules and text" if lang == "en" else "规则与条文") in error.value.said(lang)  # type: ignore[arg-type]


def test_a_run_of_an_earlier_program_is_told_where_its_figures_are_the_same(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _late(office, "i1")
    assert office("publish", "--period", "2012").status == 0
    with _told(run=1) as found:
        sealed = found.assessment
    import conduct.core.scores.asked as asking

    monkeypatch.setattr(asking, "__version__", "99.0")
    with _told(run=1) as found:
        assert (found.assessment.run, found.assessment.inputs) == (sealed.run, sealed.inputs)
        assert found.assessment.notes == sealed.notes


def test_what_is_no_run_or_has_a_period_too_is_said(office: Desk) -> None:
    for run, period, kind in (("x", None, WrongUsage), ("3", None, Fault), ("d1", None, Fault), ("1", "2012", WrongUsage)):
        with pytest.raises(kind), _told(period, run=run):
            pass


SECTORS = ("insurance", "hospital", "banking", "power_utility")


@pytest.mark.campaign
@pytest.mark.parametrize("sector", SECTORS)
@examples(12)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_a_published_run_is_made_again_whatever_came_later(sector: str, seed: int) -> None:
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, conduct.open(Path(folder) / "x.db", sector, config={}, lang="en") as office:
        law = office._at.sector()
        period = Period.of_kind(law.periods[0], 2012)[0]
        office.add(**random_facts(law, period, draw, units=3, incidents=10))
        called = office.publish(period, draft=True).called
        sealed = published_result(office._at.ledger, called)
        later = random_facts(law, period, draw, units=3, incidents=14)  # the same ids say something else, and there are more
        for of in ("units", "posts", "measures", "incidents", "actions"):
            rows = later[of]
            for n in range(0, len(rows), 3):
                try:
                    office.add(**{of: rows[n : n + 3]}, correct=draw.choice(["wrong", "again"]))
                except Fault:
                    continue
        incidents = [row["incident"] for row in later["incidents"]]
        for n, one in enumerate(draw.sample(incidents, min(3, len(incidents)))):
            try:
                office.record("action", action=f"x{n}", step="withdraw", incident=one, date="2012-01-09", by="x", reason="y")
            except Fault:
                continue
        with told(office._at, run=called) as found:
            made, ledger = found.assessment, found.ledger
            assert sealed is not None
            assert json.loads(whole(made, unsettled.open_of(ledger, made))) == json.loads(sealed)
            assert not ledger.writable
        assert office.verify().whole
