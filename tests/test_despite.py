"""Nothing that is open is published without a word: it is listed, and published only with a reason, which is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.publish import published_result
from tests.conftest import Desk


def _kept(number: int) -> dict[str, object]:
    with Ledger.open("conduct.db") as ledger:
        content = published_result(ledger, number)
    assert content is not None
    whole: dict[str, object] = json.loads(content)
    return whole


def _refused_then_published(desk: Desk, listed: str, heading: str, *command: str) -> dict[str, object]:
    """The publication, which is refused first, with what is open on standard error."""
    for lang in ("en", "zh"):
        outcome = desk(*command, lang=lang)
        assert outcome.status == 1, outcome.out
        assert listed in outcome.err
        assert "--despite" in outcome.err
    assert heading in desk(*command).err
    assert desk(*command, "--despite", " ").status == 2
    outcome = desk(*command, "--despite", "the year must close")
    assert outcome.status == 0, outcome.err
    assert listed in outcome.err
    assert "the year must close" in desk("runs").out
    assert desk("verify").status == 0
    again = desk(*command)
    assert again.status == 0, again.err
    assert "published already" in again.out
    kept = _kept(1)
    assert kept["despite"] == "the year must close"
    return kept


def _record(desk: Desk, *pairs: str) -> None:
    outcome = desk("record", *pairs)
    assert outcome.status == 0, outcome.err


def test_an_appeal_that_nobody_has_decided(office: Desk) -> None:
    _record(office, "incident", "incident=i1", "unit=L1", "kind=late", "date=2012-03-01")
    _record(office, "action", "action=a1", "step=appeal", "incident=i1", "date=2012-03-09", "by=L1", "reason=it was in time")
    assert "\n1 thing is open, and nothing was published" in office("publish", "--period", "2012").err
    kept = _refused_then_published(office, "a1", "appeals that nobody has decided (1)", "publish", "--period", "2012")
    (found,) = kept["open"]  # type: ignore[misc]
    assert (found["what"], found["incident"], found["unit"]) == ("appeal", "i1", "L1")
    assert found["clause"] == "2.3.1"
    _record(
        office, "action", "action=a2", "step=appeal-decided", "incident=i1", "date=2012-03-19", "upheld=no", "by=x", "reason=y"
    )
    assert office("publish", "--period", "2012").status == 0
    assert "despite" not in _kept(2)


def _power(desk: Desk, monkeypatch: pytest.MonkeyPatch, incidents: str, actions: str = "") -> Desk:
    monkeypatch.setenv("CONDUCT_SECTOR", "power_utility")
    assert desk("init").status == 0
    units = "unit,name,kind,parent,head\nS1,Station,station,,h1\nh1,Head,employee,S1,\ne1,Electrician,electrician,S1,\n"
    files = [desk.write("units.csv", units), desk.write("incidents.csv", incidents)]
    files += [desk.write("measures.csv", "unit,measure,period,value\nS1,satisfaction,2012,0.97\n")]
    if actions:
        files.append(desk.write("actions.csv", actions))
    outcome = desk("load", *files)
    assert outcome.status == 0, outcome.err
    return desk


def test_a_complaint_that_nobody_has_verified(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _power(desk, monkeypatch, "incident,unit,kind,date,venue,person\nc1,S1,complaint,2012-02-01,company,e1\n")
    kept = _refused_then_published(desk, "c1", "incidents that nobody has verified (1)", "publish", "--period", "2012")
    assert [(one["what"], one["incident"]) for one in kept["open"]] == [("finding", "c1")]  # type: ignore[union-attr, attr-defined]


def test_a_sanction_that_nobody_has_decided(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = "incident,unit,kind,date,venue,verified,serious,person\nc1,S1,window-complaint,2012-02-01,company,yes,,e1\n"
    _power(desk, monkeypatch, facts)
    undecided = [s for u in desk.run("--period", "2012")["units"] for s in u["sanctions"] if not s["decided"]]
    assert undecided
    kept = _refused_then_published(
        desk, "c1", f"sanctions that nobody has decided ({len(undecided)})", "publish", "--period", "2012"
    )
    assert {one["what"] for one in kept["open"]} == {"sanction"}  # type: ignore[attr-defined]


def test_a_warning_of_a_load_is_open_while_its_row_stands(office: Desk) -> None:
    facts = "incident,unit,kind,date\ni1,L1,department-missing,2012-03-01\n"
    acts = "action,step,date,incident,by,reason\na1,withdraw,2012-02-01,i1,office,before its incident\n"
    loaded = office("load", office.write("incidents.csv", facts), office.write("actions.csv", acts))
    assert loaded.status == 0, loaded.err
    assert "actions.csv" in loaded.err
    kept = _refused_then_published(office, "actions.csv", "warnings of loads (1)", "publish", "--period", "2012")
    assert [one["what"] for one in kept["open"]] == ["warning"]  # type: ignore[attr-defined]
    _record(
        office, "action", "action=a1", "step=withdraw", "date=2012-03-02", "incident=i1", "by=x", "reason=y", "--correct", "z"
    )
    assert office("publish", "--period", "2012").status == 0


def test_a_row_of_totals_that_was_not_taken_leaves_nothing_open(office: Desk) -> None:
    register = office.write("incidents.csv", "incident,unit,kind,date\ni1,L1,late,2012-03-01\n合计,,,\n")
    loaded = office("load", register)
    assert loaded.status == 0
    assert "row 3: this is a row of totals and was left out" in loaded.err
    assert office("publish", "--period", "2012").status == 0


def test_what_is_open_in_another_period_is_not_open_here(office: Desk) -> None:
    _record(office, "incident", "incident=i1", "unit=L1", "kind=late", "date=2012-07-01")
    _record(office, "action", "action=a1", "step=appeal", "incident=i1", "date=2012-07-09", "by=L1", "reason=it was in time")
    assert office("publish", "--period", "2012").status == 1
    outcome = office("publish", "--period", "2012-H1")
    assert outcome.status == 0, outcome.err


def test_a_reason_where_nothing_is_open_is_not_kept(office: Desk) -> None:
    assert office("publish", "--period", "2012", "--despite", "just in case").status == 0
    assert "just in case" not in office("runs").out
    assert "despite" not in _kept(1)
    assert Path("conduct.db").exists()


def test_a_run_and_a_publication_name_what_nobody_decided_in_the_same_words(office: Desk) -> None:
    _record(office, "incident", "incident=i1", "unit=L1", "kind=late", "date=2012-03-01")
    _record(office, "action", "action=a1", "step=appeal", "incident=i1", "date=2012-03-09", "by=L1", "reason=it was in time")
    _record(office, "incident", "incident=m1", "unit=L1", "kind=media-praise", "date=2012-04-01")
    for lang, sayings in {
        "en": ("is not decided yet, and what it contests counts as it stands", "are not decided yet and add nothing"),
        "zh": ("尚未决定，暂按原登记计算", "尚未决定，暂不计分"),
    }.items():
        listed = [line.strip() for line in office("publish", "--period", "2012", lang=lang).err.splitlines()]
        said = [line.strip() for line in office("run", "--period", "2012", lang=lang).out.splitlines()]
        for saying, incident in zip(sayings, ("i1", "m1"), strict=True):
            (note,) = [line for line in said if saying in line]
            assert incident in note
            open_ = note[: note.index(saying)].strip()
            assert any(open_.endswith(line) for line in listed if line), (open_, listed)
