"""What `record` gives where a clerk says nothing, and what it refuses."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from conduct.core.law.sector import TABLES
from conduct.door import attaching
from conduct.loading.headers import SHEETS
from tests.conftest import Desk

UNITS = "unit,name,kind\nD1,接待站,desk\nP1,张三,person\nP2,李四,person\nK1,骨科,department\n"
YEAR = f"{date.today().year}"


@pytest.fixture
def counter(reception: Desk) -> Desk:
    """A hospital's ledger with one desk, and nothing configured."""
    reception.write("units.csv", UNITS)
    assert reception("init").status == 0
    assert reception("load", "units.csv").status == 0
    return reception


def _rows(desk: Desk, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(desk.folder / "conduct.db") as connection:
        return connection.execute(query).fetchall()


def test_id_day_kind_and_unit_are_given(counter: Desk) -> None:
    assert counter("record", "incident", "text=x").status == 0
    assert counter("record", "incident", "text=x").status == 0  # the same again is another case
    assert _rows(counter, "SELECT incident, unit, kind, date FROM hospital_incidents ORDER BY seq") == [
        (f"{YEAR}-0001", "D1", "complaint", date.today().isoformat()),
        (f"{YEAR}-0002", "D1", "complaint", date.today().isoformat()),
    ]


def test_the_next_id_is_that_of_the_case_s_year_and_goes_on_from_the_highest(counter: Desk) -> None:
    for incident in ("2019-0007", "2019-9999", "2019-12-a", "2018-0100"):
        assert counter("record", "incident", f"incident={incident}", "date=2019-03-05").status == 0
    outcome = counter("record", "incident", "date=2019-03-06")
    assert "2019-10000" in outcome.out
    assert "2018-0101" in counter("record", "incident", "date=2018年3月6日").out
    assert "2020-0001" in counter("record", "incident", "date=2020/3/6").out


def test_an_action_s_id_is_its_case_s_with_a_number_in_the_order_of_entry(counter: Desk) -> None:
    counter("record", "incident", "incident=7", "date=2019-03-05")
    counter("record", "action", "incident=7", "step=record,answer", "date=2019-03-05", "basis=x")
    counter("record", "action", "incident=7", "step=review-requested", "date=2019-03-05", "by=x")
    assert _rows(counter, "SELECT action, step FROM hospital_actions ORDER BY action") == [
        ("7-001", "record"), ("7-002", "answer"), ("7-003", "review-requested"),
    ]  # fmt: skip


def test_a_unit_s_action_has_the_next_id_of_the_year(counter: Desk) -> None:
    more = ("period=2019", "by=x", "reason=y", "date=2019-03-05")
    assert counter("record", "action", "step=not-assessed", "unit=D1", *more).status == 0
    assert _rows(counter, "SELECT action FROM hospital_actions") == [("2019-0001",)]


def test_with_two_desks_the_unit_must_be_said_or_configured(counter: Desk) -> None:
    counter("record", "unit", "unit=D2", "name=东院", "kind=desk")
    outcome = counter("record", "incident", "text=x")
    assert outcome.status == 1
    assert "unit" in outcome.err
    counter.write("conduct.toml", '[office]\nunit = "D1"\n[hospital.office]\nunit = "D2"\n')
    assert counter("record", "incident", "text=x").status == 0
    assert _rows(counter, "SELECT unit FROM hospital_incidents") == [("D2",)]


def test_a_desk_that_is_closed_is_not_the_only_one(counter: Desk) -> None:
    counter("record", "unit", "unit=D0", "name=旧站", "kind=desk", "until=2018-12-31")
    counter("record", "incident", "date=2019-03-05")
    assert _rows(counter, "SELECT unit FROM hospital_incidents") == [("D1",)]


def test_the_clerk_is_configured_and_is_not_put_down_for_what_others_do(counter: Desk) -> None:
    counter.write("conduct.toml", '[office]\nclerk = "P1"\n')
    counter("record", "incident", "incident=a", "date=2019-03-05", "step=record、answer", "basis=x")
    counter("record", "action", "incident=a", "step=review-requested", "date=2019-03-06")
    counter("record", "action", "incident=a", "step=answer", "date=2019-03-06", "by=P2", "basis=x")
    assert _rows(counter, 'SELECT step, "by" FROM hospital_actions ORDER BY action') == [
        ("record", "P1"), ("answer", "P1"), ("review-requested", None), ("answer", "P2"),
    ]  # fmt: skip
    for step in ("appeal", "appeal-decided"):
        outcome = counter("record", "action", "incident=a", f"step={step}", "reason=x")
        assert outcome.status == 1  # who appeals, and who decides, must be said
        assert "by" in outcome.err
    assert counter("record", "action", "incident=a", "step=withdraw", "reason=x").status == 0
    assert _rows(counter, """SELECT "by" FROM hospital_actions WHERE step = 'withdraw'""") == [("P1",)]


@pytest.mark.parametrize(("lang", "said"), [("zh", "a：已不计，没有待办\n"), ("en", "a: out of every count, nothing is due\n")])
def test_what_is_out_is_said_on_a_line_of_its_own(counter: Desk, lang: str, said: str) -> None:
    counter("record", "incident", "incident=a")
    assert counter("record", "action", "incident=a", "step=withdraw", "by=P1", "reason=x", lang=lang).out == said


def test_what_an_action_breaks_is_said_and_what_was_broken_before_it_is_not(counter: Desk) -> None:
    counter("record", "incident", "incident=a", "against=K1", "date=2019-03-05", "step=record", "by=P1")
    assert "breach" not in counter("record", "action", "incident=a", "step=promise", "due=2019-03-15", "date=2019-03-05").out
    outcome = counter("record", "action", "incident=a", "step=answer", "by=K1", "date=2019-03-06")
    assert outcome.out.startswith("breach: a ")
    assert "(duty4)" in outcome.out
    assert "(duty2)" in outcome.out
    assert "breach" not in counter("record", "action", "incident=a", "step=archive,report", "date=2019-03-07").out


def test_an_upheld_appeal_says_so_on_a_line_of_its_own(counter: Desk) -> None:
    counter("record", "incident", "incident=a")
    counter("record", "action", "incident=a", "step=appeal", "by=P1", "reason=x")
    outcome = counter("record", "action", "incident=a", "step=appeal-decided", "by=P2", "reason=x", "upheld=yes")
    assert outcome.out == "a: out of every count, nothing is due\n"


def test_a_unit_that_is_missing_is_asked_for_as_record_takes_it(reception: Desk) -> None:
    assert reception("init").status == 0
    outcome = reception("record", "incident", "text=x")
    assert outcome.status == 1
    assert "record unit unit=… name=… kind=desk" in outcome.err
    assert "constants" not in outcome.err
    for unit in ("D1", "D2"):
        assert reception("record", "unit", f"unit={unit}", "name=x", "kind=desk").status == 0
    outcome = reception("record", "incident", "text=x")
    assert "D1, D2" in outcome.err
    assert "unit=" in outcome.err
    assert "constants" not in outcome.err


def test_a_column_that_is_missing_is_asked_for_as_record_takes_it(counter: Desk) -> None:
    for pairs in (("unit", "unit=D1"), ("unit", "unit=D1", "--correct", "typo"), ("incident", "incident=a", "--correct", "typo")):
        outcome = counter("record", *pairs)
        assert outcome.status == 1
        assert "kind=…" in outcome.err
        assert "constants" not in outcome.err


@pytest.mark.parametrize("section", ["office", "hospital.office"])
def test_a_configured_unit_that_there_is_not_is_said_where_it_stands(counter: Desk, section: str) -> None:
    counter.write("conduct.toml", f'[{section}]\nunit = "NO"\n')
    outcome = counter("record", "incident", "text=x")
    assert outcome.status == 1
    assert f"conduct.toml [{section}] unit" in outcome.err
    assert "conduct.toml" not in counter("record", "incident", "unit=NO", "text=x").err


@pytest.mark.parametrize(
    ("what", "pairs"),
    [
        ("事项", ("事项=x",)),
        ("办理动作", ("事项=a", "步骤=登记")),
        ("动作", ("事项=a", "步骤=登记")),
        ("单位", ("单位=K2", "名称=内科", "类别=科室")),
        ("incidents", ("text=x",)),
    ],
)
def test_a_table_s_chinese_name_says_what_is_entered(counter: Desk, what: str, pairs: tuple[str, ...]) -> None:
    counter("record", "incident", "incident=a")
    outcome = counter("record", what, *pairs)
    assert outcome.status == 0, outcome.err


@pytest.mark.parametrize(
    ("what", "said"), [("投诉", "kind=投诉"), ("答复", "step=答复"), ("petition", "incident, action, unit, measure, post")]
)
def test_any_other_word_in_that_place_is_wrong_usage_and_says_what_to_write(counter: Desk, what: str, said: str) -> None:
    outcome = counter("record", what, "text=x")
    assert outcome.status == 2
    assert said in outcome.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_that_can_be_entered_is_named_to_whoever_names_something_else(counter: Desk, lang: str) -> None:
    said = counter("record", "sanction", "text=x", lang=lang).err
    for code, words in {**{of[:-1]: SHEETS[of] for of in TABLES}, **attaching.WHAT}.items():
        assert code in said
        assert lang == "en" or words.zh.removesuffix("数据") in said


def test_an_attribute_goes_to_the_steps_that_take_it(counter: Desk) -> None:
    steps = "step=登记、汇报、准信、会同"
    outcome = counter(
        "record", "incident", "incident=a", "重大=是", "date=2019-03-05", steps, "汇报对象=上级，医院领导", "期限=2019-03-15",
        "会同人员=骨科", "备注=急",
    )  # fmt: skip
    assert outcome.status == 0, outcome.err
    assert _rows(counter, 'SELECT step, "to", due, "with", note FROM hospital_actions ORDER BY action') == [
        ("record", None, None, None, "急"),
        ("escalate", "superior", None, None, "急"),
        ("escalate", "leaders", None, None, "急"),
        ("promise", None, "2019-03-15", None, "急"),
        ("convene", None, None, "骨科", "急"),
    ]


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (("action", "incident=a", "step=archive,report", "action=x"), "id"),
        (("action", "incident=a", "step=archive,dance"), "dance"),
        (("action", "incident=a", "step=archive", "satisfaction=4"), "satisfaction"),
        (("action", "incident=none", "step=archive,report"), "none"),
        (("incident", "step=dance"), "dance"),
        (("incident", "text=x", "内容=y"), "内容"),
        (("incident", "colour=red"), "colour"),
        (("incident", "date=2019-02-30"), "2019-02-30"),
        (("incident", "basis=x"), "basis"),
    ],
)
def test_nothing_is_entered_where_anything_is_wrong(counter: Desk, pairs: tuple[str, ...], said: str) -> None:
    counter("record", "incident", "incident=a", "date=2019-03-05")
    outcome = counter("record", *pairs)
    assert outcome.status == 1
    assert said in outcome.err
    assert _rows(counter, "SELECT count(*) FROM hospital_incidents") == [(1,)]
    assert _rows(counter, "SELECT count(*) FROM hospital_actions") == [(0,)]


def test_of_several_steps_one_alone_is_meant_by_a_key_with_the_step_before_it(counter: Desk) -> None:
    """转办 and 汇报 both take 对象, of other kinds: one word cannot be both."""
    cells = ("refer.to=K1", "汇报.汇报对象=医院领导", "refer.date=2019-03-06")
    assert counter("record", "incident", "incident=a", "date=2019-03-05", "step=refer,escalate", *cells).status == 0
    assert _rows(counter, 'SELECT step, date, "to" FROM hospital_actions ORDER BY action') == [
        ("refer", "2019-03-06", "K1"),
        ("escalate", "2019-03-05", "leaders"),
    ]
    twice = counter("record", "action", "incident=a", "step=refer,escalate", "refer.to=K1", "转办.转办对象=K1", "to=leaders")
    assert (twice.status, "“to”" in twice.err) == (1, True)
    strange = counter("record", "action", "incident=a", "step=record", "refer.to=K1")
    assert (strange.status, "refer.to" in strange.err) == (1, True)


def test_a_step_is_taken_twice_at_once_each_time_with_its_own(counter: Desk) -> None:
    cells = ("汇报.汇报对象=医院领导", "汇报.2.汇报对象=superior", "escalate.2.date=2019-03-07", "note=电话")
    made = counter("record", "incident", "incident=a", "date=2019-03-05", "step=汇报,汇报.2", *cells)
    assert made.status == 0, made.err
    assert _rows(counter, 'SELECT "to", date, note FROM hospital_actions ORDER BY seq') == [
        ("leaders", "2019-03-05", "电话"),
        ("superior", "2019-03-07", "电话"),
    ]
    strange = counter("record", "action", "incident=a", "step=escalate", "escalate.2.to=superior")
    assert (strange.status, "escalate.2.to" in strange.err) == (1, True)


def test_several_steps_are_one_batch(counter: Desk) -> None:
    counter("record", "incident", "incident=a", "date=2019-03-05", "step=record,answer", "basis=x")
    assert _rows(counter, "SELECT count(DISTINCT batch) FROM hospital_actions") == [(1,)]
    assert _rows(counter, "SELECT command FROM batches ORDER BY batch DESC LIMIT 1") == [("record incident",)]


def test_a_correction_says_all_of_its_row(counter: Desk) -> None:
    counter("record", "incident", "incident=a", "date=2019-03-05", "text=x")
    outcome = counter("record", "incident", "incident=a", "text=y", "--correct", "typo")
    assert outcome.status == 1
    assert "date" in outcome.err
    outcome = counter(
        "record", "incident", "incident=a", "unit=D1", "kind=complaint", "date=2019-03-05", "text=y", "--correct", "typo"
    )
    assert outcome.status == 0, outcome.err
    assert _rows(counter, "SELECT incident, text FROM hospital_incidents") == [("a", "y")]


def test_units_measures_and_posts_are_recorded_too(reception: Desk) -> None:
    power = ("--sector", "power_utility", "--ledger", "p.db")
    assert reception(*power, "init").status == 0
    assert reception(*power, "record", "unit", "unit=S1", "name=一站", "kind=station").status == 0
    assert reception(*power, "record", "unit", "unit=E1", "name=王", "kind=employee", "parent=S1").status == 0
    outcome = reception(*power, "record", "post", "unit=S1", "person=E1", "post=party", "from=2010-01-01")
    assert outcome.status == 0, outcome.err
    outcome = reception(*power, "record", "measure", "measure=satisfaction", "period=2010", "value=0.95")  # of the only station
    assert outcome.status == 0, outcome.err
    with sqlite3.connect(reception.folder / "p.db") as connection:
        assert connection.execute("SELECT unit, value FROM power_utility_measures").fetchall() == [("S1", "0.95")]
        assert connection.execute("SELECT person, post FROM power_utility_posts").fetchall() == [("E1", "party")]


def test_today_is_the_office_s(counter: Desk) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # a day apart at any hour
        counter.write("conduct.toml", f'[office]\nzone = "{zone}"\n')
        before = datetime.now(ZoneInfo(zone)).date()
        counter("record", "incident", f"text={zone}")
        [(day,)] = _rows(counter, f"SELECT date FROM hospital_incidents WHERE text = '{zone}'")
        assert day in (before.isoformat(), datetime.now(ZoneInfo(zone)).date().isoformat())
    days = [date.fromisoformat(str(row[0])) for row in _rows(counter, "SELECT date FROM hospital_incidents ORDER BY seq")]
    assert days[0] - days[1] >= timedelta(days=1) or datetime.now(UTC).hour in (10, 11)


@pytest.mark.parametrize("setting", ["zone = 1", 'zone = "Mars/Base"', 'zone = "../../etc"', 'boss = "x"', "clerk = 3"])
def test_what_is_no_setting_of_an_office_is_refused(counter: Desk, setting: str) -> None:
    counter.write("conduct.toml", f"[office]\n{setting}\n")
    outcome = counter("record", "incident", "text=x")
    assert outcome.status == 1
    assert "office" in outcome.err


def test_what_is_due_next_is_that_of_the_case_alone(counter: Desk) -> None:
    counter("record", "incident", "incident=other", "date=2019-03-05")
    outcome = counter("record", "incident", "incident=a", "date=2019-03-05", "on-the-spot=yes", "step=record")
    assert "other" not in outcome.out
    assert "answer at once" in outcome.out
    done = counter("record", "action", "incident=a", "step=withdraw", "by=P2", "reason=x", "date=2019-03-05")
    assert "nothing is due" in done.out


def test_several_processes_never_give_one_id_twice(counter: Desk) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "CONDUCT_LANG": "en"}
    command = [sys.executable, "-m", "conduct", "record", "incident", "date=2019-03-05", "text=x", "step=record"]

    def one(_: int) -> tuple[int, str]:
        done = subprocess.run(command, cwd=counter.folder, env=environment, capture_output=True, text=True)
        return done.returncode, done.stderr

    with ThreadPoolExecutor(4) as pool:
        assert [status for status, _ in pool.map(one, range(8))] == [0] * 8
    ids = [row[0] for row in _rows(counter, "SELECT incident FROM hospital_incidents ORDER BY incident")]
    assert ids == [f"2019-000{n}" for n in range(1, 9)]
    assert _rows(counter, "SELECT count(DISTINCT incident) FROM hospital_actions") == [(8,)]


def test_other_sectors_get_their_defaults(desk: Desk) -> None:
    desk("record", "unit", "unit=L1", "name=甲", "kind=life")
    outcome = desk("record", "incident", "kind=petition", "channel=written", "date=2019-03-05", "step=transfer", "workdays=5")
    assert outcome.status == 0, outcome.err
    assert "2019-0001" in outcome.out
    shown = json.loads(desk("duties", "--as-of", "2019-03-05", "--format", "json").out)["duties"]
    assert [(d["incident"], d["due"]) for d in shown if d["incident"]] == [("2019-0001", "2019-03-12")]


def test_what_a_unit_owes_is_said_after_its_own_steps(desk: Desk) -> None:
    assert "L1: nothing is due" in desk("record", "unit", "unit=L1", "name=甲", "kind=life").out
    desk("record", "unit", "unit=L2", "name=乙", "kind=life")
    desk("record", "action", "unit=L2", "step=leadership-changed", "date=2019-03-04")
    outcome = desk("record", "action", "unit=甲", "step=contact-changed", "date=2019-03-05")
    assert outcome.status == 0, outcome.err
    assert "L1: 1 due next" in outcome.out
    assert "2019-03-06" in outcome.out
    assert "L1: nothing is due" in desk("record", "action", "unit=L1", "step=contact-reported", "date=2019-03-06").out
    shown = desk("record", "measure", "unit=L2", "measure=outlets", "period=2019", "value=3", lang="zh")
    assert "L2：接下来待办 1 项" in shown.out


def test_a_sector_without_measures_says_so(counter: Desk) -> None:
    for command in (
        ["record", "measure", "unit=D1", "measure=x", "period=2012", "value=1"],
        ["load", counter.write("measures.csv", "unit,measure,period,value\nD1,x,2012,1\n")],
    ):
        outcome = counter(*command)
        assert outcome.status == 1
        assert "complaint reception of a hospital takes no measures, “x” or any other" in outcome.err
        assert "known:" not in outcome.err
        assert "没有指标数据，不能填“x”" in counter(*command, lang="zh").err


def test_an_id_that_is_given_is_borne_by_no_other_fact_of_the_year(office: Desk) -> None:
    """Else `history 2012-0001` would tell of two things."""
    assert "2012-0001" in office("record", "incident", "unit=L1", "kind=late", "date=2012-03-01").out
    held = office(
        "record", "action", "unit=L1", "step=reception-day", "date=2012-03-02", "held-by-management=yes", "on=2012-03-02"
    )
    assert held.status == 0, held.err
    assert office("history", "2012-0002").out.count("2012-0002") == 1
    assert "2012-0003" in office("record", "incident", "unit=L1", "kind=late", "date=2012-03-03").out
