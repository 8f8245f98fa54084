"""An appeal is the assessed side's: the complainant's own is refused, or at least doubted, since upheld it erases the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Desk

UNITS = "unit,name,kind,head,aliases\nD1,行风投诉接待站,desk,张站长,接待处\nK1,骨科,department,,\nP1,王某,person,,老王;王大夫\n"
INCIDENTS = "incident,unit,kind,date,complainant,against\nQ,D1,complaint,2024-03-04,{complainant},{against}\n"
APPEAL = "action,step,date,incident,by,reason\nA,appeal,2024-03-10,Q,{by},对答复不满意\n"


@pytest.fixture
def hospital(reception: Desk) -> Desk:
    """A hospital's desk, a department and a person, no facts about them."""
    assert reception("init").status == 0
    assert reception("load", reception.write("units.csv", UNITS)).status == 0
    return reception


def _facts(desk: Desk, complainant: str, by: str, against: str = "K1") -> list[str]:
    incidents = desk.write("incidents.csv", INCIDENTS.format(complainant=complainant, against=against))
    return [incidents, desk.write("actions.csv", APPEAL.format(by=by))]


@pytest.mark.parametrize(
    ("complainant", "by"),
    [("赵某", "赵某"), ("赵某", " 赵某 "), ("王某", "P1"), ("P1", "老王"), ("王大夫", "王某")],
)
def test_an_appeal_by_the_complainant_is_refused_by_any_of_his_names(hospital: Desk, complainant: str, by: str) -> None:
    refused = hospital("load", *_facts(hospital, complainant, by))
    assert refused.status == 1
    assert f"actions.csv, row 2, column by: “{by.strip()}” is the complainant of Q" in refused.err
    assert "enter a complainant's discontent as review requested (review-requested)" in refused.err


@pytest.mark.parametrize("by", ["D1", "行风投诉接待站", "接待处", "张站长", "骨科", "老王", "骨科、王某"])
def test_an_appeal_by_whom_a_unit_is_called_is_taken_without_a_word(hospital: Desk, by: str) -> None:
    taken = hospital("load", *_facts(hospital, "赵某", by))
    assert taken.status == 0
    assert "warning" not in taken.err


@pytest.mark.parametrize("by", ["投诉人赵某", "赵家属", "骨科、赵家属"])
def test_an_appeal_by_whom_no_unit_is_called_is_doubted(hospital: Desk, by: str) -> None:
    taken = hospital("load", *_facts(hospital, "赵某", by))
    assert taken.status == 0
    assert f"warning: actions.csv, row 2, column by: no unit is called “{by}”" in taken.err


def test_who_recorded_an_appeal_and_a_corrected_complainant_are_held_against_each_other(hospital: Desk) -> None:
    incidents, actions = _facts(hospital, "赵某", "赵某")
    assert hospital("load", incidents).status == 0
    recorded = hospital("record", "action", "step=appeal", "incident=Q", "date=2024-03-10", "by=赵某", "reason=不满意")
    assert recorded.status == 1
    assert "is the complainant of Q" in recorded.err
    doubted = hospital("record", "action", "step=appeal", "incident=Q", "date=2024-03-10", "by=钱某", "reason=不满意")
    assert doubted.status == 0
    assert "no unit is called “钱某”" in doubted.err
    other = hospital.write("incidents-2.csv", INCIDENTS.format(complainant="钱某", against="K1"))
    corrected = hospital("load", other, "--correct", "the complainant's name")
    assert corrected.status == 1
    assert "“钱某” is the complainant of Q" in corrected.err
    assert Path(actions).exists()


def test_where_the_complainant_has_no_step_an_unknown_name_is_taken_and_his_own_refused(office: Desk) -> None:
    facts = office.write("incidents.csv", "incident,unit,kind,date,channel,complainant\ni1,L1,petition,2012-03-05,written,赵某\n")
    assert office("load", facts).status == 0
    taken = office("record", "action", "step=appeal", "incident=i1", "date=2012-03-06", "by=合规部", "reason=x")
    assert taken.status == 0
    assert "no unit" not in taken.err
    refused = office("record", "action", "step=appeal", "incident=i1", "date=2012-03-06", "by=赵某", "reason=x")
    assert refused.status == 1
    assert "is the complainant of i1, and an appeal is the assessed side's, against what was found about it\n" in refused.err


# ---- days in attributes


@pytest.mark.parametrize(
    ("given", "due", "doubted"),
    [
        ("2024-03-04", "2042-03-15", "and more than a year after the step itself"),  # a mistyped year
        ("2098-03-04", "2099-03-04", "date: 2098-03-04 is after today"),  # a year after its step to the day: the step's own date
        ("2024-03-04", "2025-04-15", ""),  # over a year, and in the past
    ],
)
def test_a_deadline_is_doubted_if_it_is_after_today_and_a_year_after_its_step(
    hospital: Desk, given: str, due: str, doubted: str
) -> None:
    hospital.write("incidents.csv", INCIDENTS.format(complainant="", against=""))
    promise = f"action,step,date,incident,due\nV,promise,{given},Q,{due}\n"
    loaded = hospital("load", "incidents.csv", hospital.write("actions.csv", promise))
    assert loaded.status == 0
    assert ("warning" in loaded.err) == bool(doubted)
    assert doubted in loaded.err
    assert "column due" not in loaded.err or "2042" in due


def test_days_that_are_no_deadlines_are_doubted_like_dates(office: Desk) -> None:
    head = "action,step,date,unit,on,announced,prior-report,after-report,held-by-management\n"
    days = office.write("actions.csv", f"{head}r1,reception-day,2012-03-05,L1,2102-03-05,1912-03-01,2012-03-01,2012-03-06,yes\n")
    loaded = office("load", days)
    assert loaded.status == 0
    assert "column on: 2102-03-05 is after today" in loaded.err
    assert "column announced: 1912-03-01 is long ago (before 2002-02-28)" in loaded.err
    assert "prior-report" not in loaded.err
