"""A breach says how many days were taken and how many were allowed, in the same words wherever it is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import conduct
from conduct.core.base.words import Lang
from conduct.door.office import Office
from tests.conftest import Desk

_UNITS: dict[str, list[dict[str, object]]] = {
    "insurance": [{"unit": "A", "name": "甲公司", "kind": "life"}],
    "hospital": [{"unit": "D", "name": "内科", "kind": "desk"}],
}


def _late(office: Office) -> Office:
    """One case that took 23 working days of the 15 that it was given, and one that nobody did within 5."""
    incidents = [
        {"incident": one, "unit": "A", "kind": "petition", "date": "2012-03-01", "channel": "online"} for one in ("i1", "i2")
    ]
    given: dict[str, object] = {"incident": "i1", "step": "transfer", "date": "2012-03-01"}
    actions = [
        {**given, "action": "a1", "workdays": 15},
        {**given, "action": "a2", "step": "reply", "date": "2012-04-01"},
        {**given, "action": "a3", "incident": "i2", "workdays": 5},
    ]
    measures = [
        {"unit": "A", "measure": one, "period": "2012-H1", "value": value}
        for one, value in (("outlets", 10), ("premium", 100_000_000))
    ]
    office.add(units=_UNITS["insurance"], incidents=incidents, actions=actions, measures=measures)
    return office


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ["截至2012-06-30未办理，已83个工作日，限5个工作日（2.3.1）", "办理23个工作日，限15个工作日（2.3.1）"]),
        ("en", ["not done by 2012-06-30: 83 working days so far, 5 allowed (2.3.1)", "took 23 working days, 15 allowed (2.3.1)"]),
    ],
)
def test_an_explanation_and_a_letter_say_the_days_of_each_breach_in_one_sentence(
    tmp_path: Path, lang: Lang, said: list[str]
) -> None:
    office = _late(conduct.open(":memory:", "insurance", lang=lang))
    why = office.explain("A", "2012-H1")
    assert [one.days for one in why.breached] == said
    assert [(one.about, one.taken, one.allowed, one.late) for one in why.breached] == [("i2", 83, 5, 114), ("i1", 23, 15, 10)]
    assert {one.breach_clause for one in why.breached} == {"2.3.1"}
    assert all("按期办理完毕" in "".join(one.quotes) for one in why.breached), "in the law's own words"
    assert json.loads(json.dumps(why.to_dict()))["breached"][1]["days"] == said[1]
    office.report(tmp_path / "letter.html", period="2012-H1", unit="A", kind="letter")
    letter = (tmp_path / "letter.html").read_text(encoding="utf-8")
    assert all(one in letter for one in said)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_case_says_the_days_of_each_duty_that_was_late_in_the_same_sentence(desk: Desk, lang: Lang) -> None:
    with conduct.open(desk.folder / "conduct.db", "insurance", lang=lang) as office:
        _late(office)
        late, open_ = office.case("i1", as_of="2012-06-30"), office.case("i2", as_of="2012-06-30")
    told = {"zh": "办理23个工作日，限15个工作日（2.3.1）", "en": "took 23 working days, 15 allowed (2.3.1)"}[lang]
    assert [(one.days, one.taken, one.allowed, one.late) for one in late.duties if one.days] == [(told, 23, 15, 10)]
    assert [(one.taken, one.allowed, one.late) for one in open_.duties if one.days] == [(83, 5, 114)]
    printed = json.loads(json.dumps(late.to_dict()))["duties"]
    assert [(one["days"], one["late"]) for one in printed if one["days"]] == [(told, 10)]
    said = desk("case", "i1", "--as-of", "2012-06-30", lang=lang)
    assert (said.status, told in said.out) == (0, True), said.out
    early = desk("case", "i1", "--as-of", "2012-03-02", lang=lang)
    assert ("办理天数" if lang == "zh" else "Days") not in early.out, "nothing is late"


def test_a_deadline_that_is_a_day_says_by_how_many_days_it_was_missed_and_what_has_none_says_nothing() -> None:
    office = conduct.open(":memory:", "hospital", lang="zh")
    incidents = [{"incident": "c1", "unit": "D", "kind": "complaint", "date": "2012-07-02"}]
    steps = [("record", "2012-07-04", {}), ("answer", "2012-07-02", {})]
    actions = [
        {"action": f"a{n}", "incident": "c1", "step": step, "date": day, **more} for n, (step, day, more) in enumerate(steps)
    ]
    office.add(units=_UNITS["hospital"], incidents=incidents, actions=actions)
    found = {one.duty: one for one in office.explain("D", "2012-Q3").breached}
    assert found["record"].days == "限2012-07-02，2012-07-04办理，逾期2日（第1项）"
    assert (found["record"].taken, found["record"].allowed, found["record"].late) == (None, None, 2)
    assert (found["basis"].days, found["basis"].late) == ("", None), "what an answer lacks is not late"


@pytest.mark.parametrize("sector", ["insurance", "banking", "hospital"])
def test_every_breach_with_a_deadline_that_was_missed_gives_more_days_than_were_allowed(tmp_path: Path, sector: str) -> None:
    with conduct.open(tmp_path / "f.db", sector, lang="en") as office:
        office.init(sample=True)
        made = office.assess()
        told = [one for unit in made.units if unit.duties.breached for one in office.explain(unit.unit, made.period.id).breached]
    assert any(one.days for one in told)
    for one in told:
        assert (one.late is None) == (one.days == "")
        assert one.late is None or one.late > 0
        assert one.taken is None or one.allowed is None or one.taken >= one.allowed
        assert date.fromisoformat(one.date)
