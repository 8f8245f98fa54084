"""What an office says in ``conduct.toml`` of its tables, headers and values, and names that stand for ids."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Desk

UNITS = "unit,name,kind,aliases\nL1,甲人寿保险公司,life,甲人寿；甲\nL2,乙人寿,life,甲\nP1,丙财险,property,\n"


def _rows(query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect("conduct.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture
def named(desk: Desk) -> Desk:
    """A desk whose companies have other names as well; two of them share one."""
    assert desk("load", desk.write("units.csv", UNITS)).status == 0
    return desk


def test_what_stands_under_a_sector_goes_first_and_of_one_table_before_all(named: Desk) -> None:
    named.write(
        "conduct.toml",
        '[columns]\n"性质" = "text"\n"编" = "incident"\n[columns.incidents]\n"性质" = "source"\n'
        '[insurance.columns.incidents]\n"性质" = "channel"\n"备" = ""\n'
        '[constants.incidents]\nkind = "late"\n[insurance.constants.incidents]\nkind = "petition"\n'
        '[values.incidents.channel]\n"信" = "visit"\n[insurance.values.incidents.channel]\n"信" = "written"\n',
    )
    outcome = named("load", named.write("incidents.csv", "编,单位,日期,性质,备\ni1,L1,2012-03-05,信,=x\n"))
    assert outcome.status == 0, outcome.err
    assert _rows("SELECT kind, channel, text, source FROM insurance_incidents") == [("petition", "written", None, None)]


def test_a_column_that_columns_hides_is_said(named: Desk) -> None:
    incidents = named.write("incidents.csv", "事项,单位,类别,日期,渠道,备注\ni1,L1,petition,2012-03-05,written,x\n")
    actions = named.write("actions.csv", "办理动作,步骤,日期,事项,备注\na1,reply,2012-03-06,i1,y\n")
    named.write("conduct.toml", '[columns]\n"备注" = ""\n')
    outcome = named("load", incidents, actions)
    assert outcome.status == 0, outcome.err
    said = [line for line in outcome.err.splitlines() if "conduct.toml" in line]
    assert len(said) == 1
    assert said[0].startswith("actions.csv, row 1, column 备注: the table actions has this column, but it is not read")
    assert _rows("SELECT note FROM insurance_actions") == [(None,)]
    named.write("conduct.toml", '[columns.incidents]\n"备注" = ""\n')
    again = named("--ledger", "two.db", "init"), named("--ledger", "two.db", "load", "units.csv", incidents, actions)
    assert (again[1].status, "[columns]" in again[1].err) == (0, False), again[1].err


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('[columns.incidents]\n"x" = "colour"', "“columns.incidents.x” is wrong: there is no column “colour”; known: incident"),
        ('[columns.people]\n"x" = "unit"', "“columns.people” is wrong"),
        ('[values.incidents.colour]\n"x" = "y"', "“values.incidents.colour” is wrong: there is no such column"),
        ("[values.incidents.channel]\nx = [1]", "“values.incidents.channel.x” is wrong: it takes a text"),
        ("[constants.incidents]\ncolour = 1", "“constants.incidents.colour” is wrong"),
        ('[sheets]\n"台账" = "people"', "“sheets.台账” is wrong: it takes the name of a table: units, posts"),
        ('[split.units]\n"x" = {step = "reply"}', "“split.units” is wrong: incidents alone can be split"),
        ('[split.incidents]\n"x" = {by = "y"}', "“split.incidents.x” is wrong: it takes {step"),
        ('[split.incidents]\n"x" = {step = "jump"}', "its step should be one of: transfer, reply"),
        ('[split.incidents]\n"x" = {step = "contact-changed"}', "its step should be one of: transfer, reply"),
        ('[header]\nincidents = "3"', "“header.incidents” is wrong: it takes a whole number of at least 1"),
        ('[load]\nzone = "Mars/Olympus"', "“load.zone” is wrong: it takes the name of a time zone"),
        ('[load]\ndates = "mdy"', "“load.dates” is wrong: it takes month-first, day-first"),
        ('[office]\nzone = "/etc/passwd"', "“office.zone” is wrong: it takes the name of a time zone"),
        ("columns = 3", "“columns” is wrong"),
    ],
)
def test_a_wrong_setting_is_said_by_its_key(named: Desk, setting: str, said: str) -> None:
    named.write("conduct.toml", setting + "\n")
    outcome = named("load", named.write("incidents.csv", "incident,unit,kind,date\ni1,L1,late,2012-03-05\n"))
    assert outcome.status == 1
    assert said in outcome.err, outcome.err


SILENT = [
    ('[values.incidents.channel]\n"Web" = "fax"', "values.incidents.channel.Web: “fax” is not possible; it takes:"),
    ('[values.incidents.kind]\n"a" = "nope"', "values.incidents.kind.a: there is no kind of incident “nope”"),
    ('[values.units.kind]\n"a" = "nope"', "values.units.kind.a: there is no kind of unit “nope”"),
    ('[values.measures.measure]\n"a" = "nope"', "values.measures.measure.a: there is no measure “nope”"),
    ('[values.incidents.settled]\n"a" = "perhaps"', "values.incidents.settled.a: “perhaps”"),
    ('[values.actions.step]\n"a" = "nope"', "values.actions.step.a: there is no step “nope”"),
    ('[insurance.values.incidents.channel]\n"Web" = "fax"', "insurance.values.incidents.channel.Web: “fax” is not possible"),
    ('[constants.incidents]\nkind = "nope"', "constants.incidents.kind: there is no kind of incident “nope”"),
    ('[constants.incidents]\ndate = "2012-13-01"', "constants.incidents.date: "),
    ("[constants.incidents]\nsettled = 7", "constants.incidents.settled: “7”"),
    ('[constants.measures]\nperiod = "soon"', "constants.measures.period: “soon”"),
    ('[constants.incidents]\nincident = "{rwo}"', "“constants.incidents.incident” is wrong: there is no {rwo}"),
    ('[constants.incidents]\nincident = "{row}-{incident}"', "“constants.incidents.incident” is wrong: there is no {incident}"),
    ("[header]\nfoo = 3", "“header.foo” is wrong: there is no such table; known: units, posts, measures"),
    ('[columns.foo]\n"a" = "text"', "“columns.foo” is wrong: there is no such table; known: units, posts, measures"),
    ('[insurance.columns.foo]\n"a" = "text"', "“insurance.columns.foo” is wrong: there is no such table"),
    ('[calendar]\nholidays = ["2127-01-01"]', "2127-01-01 under [calendar] is of 2127, whose calendar is not known"),
]


@pytest.mark.parametrize(("setting", "said"), SILENT)
def test_a_wrong_setting_is_said_by_every_load_whatever_it_holds(named: Desk, setting: str, said: str) -> None:
    named.write("conduct.toml", setting + "\n")
    outcome = named("load", "units.csv")
    assert (outcome.status, outcome.out) == (1, "")
    assert said in outcome.err
    assert "conduct.toml" in named("load", "units.csv", lang="zh").err


def test_what_a_word_or_a_constant_may_stand_for_is_taken(named: Desk) -> None:
    named.write(
        "conduct.toml",
        '[values.incidents.channel]\n"信" = "书面"\n"无" = ""\n[values.incidents.unit]\n"总公司" = "甲人寿"\n'
        '[constants.incidents]\nincident = "x{row}"\nkind = "投诉"\ntext = "第{row}行"\n'
        '[constants.actions]\naction = "{incident}/{row}"\n',
    )
    assert named("load", "units.csv").status == 0


def test_a_constant_that_its_column_cannot_take_is_said_once(named: Desk) -> None:
    named.write("conduct.toml", '[constants.incidents]\nkind = "petitoin"\n')
    rows = "incident,unit,date\n" + "".join(f"i{n},L1,2012-03-05\n" for n in range(5))
    outcome = named("load", named.write("incidents.csv", rows))
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) == 1
    assert "constants.incidents.kind: there is no kind of incident “petitoin”" in outcome.err


def test_measures_may_have_a_column_each_and_the_period_may_stand_once_for_all(named: Desk) -> None:
    named.write("conduct.toml", '[constants.measures]\nperiod = "2012"\n[columns.measures]\n"机构数" = "outlets"\n"备注" = ""\n')
    outcome = named("load", named.write("measures.csv", "单位,机构数,原保费收入,备注\nL1,10,1000.5,x\nL2,,2000,\n"))
    assert outcome.status == 0, outcome.err
    assert _rows("SELECT unit, measure, period, value FROM insurance_measures ORDER BY 1, 2") == [
        ("L1", "outlets", "2012", "10"),
        ("L1", "premium", "2012", "1000.5"),
        ("L2", "premium", "2012", "2000"),
    ]
    wrong = named("load", named.write("measures-2.csv", "单位,机构数,原保费收入\nL9,1.5,0\n"))
    assert wrong.err.splitlines() == [
        "measures-2.csv, row 2, column 机构数: “1.5” is out of range; it should be a whole number of at least 1",
        "measures-2.csv, row 2, column 原保费收入: “0” is out of range; it should be a number above 0",
        "measures-2.csv, row 2, column 单位: there is no unit “L9”",
    ]


def test_a_row_that_is_rejected_takes_its_steps_along(named: Desk) -> None:
    named.write("conduct.toml", '[columns.incidents]\n"转办日" = ""\n[split.incidents]\n"转办日" = {step = "transfer"}\n')
    rows = "incident,unit,kind,date,channel,转办日\ni1,L1,petition,2012-03-05,written,2012-03-06\n"
    rows += "i2,L1,petition,2012-03-05,written,2012-03-0x\ni3,L9,petition,2012-03-05,written,2012-03-06\n"
    assert named("load", named.write("incidents.csv", rows), "--rejects", "incidents-r.csv").status == 0
    assert _rows("SELECT incident FROM insurance_incidents") == [("i1",)]
    assert _rows("SELECT action, date FROM insurance_actions") == [("i1/transfer", "2012-03-06")]
    mended = Path("incidents-r.csv").read_text(encoding="utf-8").replace("0x", "07").replace("L9", "L2")
    assert named("load", named.write("incidents-r.csv", mended)).status == 0
    assert _rows("SELECT count(*) FROM insurance_actions") == [(3,)]


def test_a_name_or_an_alias_stands_for_the_id_of_the_one_unit_that_bears_it(named: Desk) -> None:
    rows = "incident,unit,kind,date\ni1,甲人寿,late,2012-03-05\ni2,丙财险,late,2012-03-05\ni3,乙人寿,late,2012-03-05\n"
    assert named("load", named.write("incidents.csv", rows)).status == 0
    assert _rows("SELECT unit FROM insurance_incidents ORDER BY incident") == [("L1",), ("P1",), ("L2",)]
    assert _rows("SELECT aliases FROM insurance_units WHERE unit = 'L1'") == [("甲人寿;甲",)]
    outcome = named("load", named.write("incidents-2.csv", "incident,unit,kind,date\ni4,甲,late,2012-03-05\n"))
    assert outcome.status == 1
    assert "row 2, column unit: several units are called “甲” (L1, L2): give the id of one" in outcome.err


def test_a_name_is_known_from_another_file_of_the_load_and_from_a_row_further_down(desk: Desk) -> None:
    units = "unit,name,kind,parent\nB1,一支行,branch,\nW1,东街网点,outlet,一支行\n"
    desk("--sector", "banking", "init")
    measures = "unit,measure,period,value\n一支行,transactions,2012-Q1,100\n"
    outcome = desk("--sector", "banking", "load", desk.write("measures.csv", measures), desk.write("units.csv", units))
    assert outcome.status == 0, outcome.err
    assert _rows("SELECT parent FROM banking_units WHERE unit = 'W1'") == [("B1",)]
    assert _rows("SELECT unit FROM banking_measures") == [("B1",)]


def test_the_same_row_in_two_files_of_a_load_is_one(named: Desk) -> None:
    row = "incident,unit,kind,date\ni1,L1,late,2012-03-05\n"
    assert named("load", named.write("incidents.csv", row), named.write("incidents-2.csv", row)).status == 0
    assert _rows("SELECT count(*) FROM insurance_incidents") == [(1,)]
    other = named.write("incidents-3.csv", row.replace("i1", "i2")), named.write("incidents-4.csv", row.replace("i1,L1", "i2,L2"))
    assert "the id i2 is used twice, first in incidents-3.csv, row 2" in named("load", *other).err


def test_a_file_may_bear_the_chinese_name_of_its_table_and_a_configuration_a_mark(desk: Desk) -> None:
    desk.write("conduct.toml", '\ufeff[columns]\n"公司" = "name"\n')
    assert desk("load", desk.write("单位-2012.csv", "unit,公司,kind\nL1,甲,life\n")).status == 0


def test_a_zone_says_whose_day_counts(named: Desk) -> None:
    rows = "incident,unit,kind,date\ni1,L1,late,2012-06-30T23:30:00-05:00\ni2,L1,late,2012-06-30T15:59:59Z\n"
    rows += "i3,L1,late,2012-06-30 23:30\n"
    assert named("load", named.write("incidents.csv", rows)).err.count("has a time zone") == 2
    named.write("conduct.toml", '[load]\nzone = "Asia/Shanghai"\n')
    assert named("load", named.write("incidents.csv", rows)).status == 0
    assert _rows("SELECT date FROM insurance_incidents ORDER BY incident") == [("2012-07-01",), ("2012-06-30",), ("2012-06-30",)]


@pytest.mark.parametrize(("zone", "day"), [("Pacific/Kiritimati", "2012-03-06"), ("Pacific/Niue", "2012-03-05")])
def test_the_office_s_zone_says_whose_day_is_today(zone: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime, tzinfo

    import conduct.config

    class Noon(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(2012, 3, 5, 12, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(conduct.config, "datetime", Noon)
    assert conduct.config.Config(defaults={"zone": zone}).today().isoformat() == day


def test_noughts_that_a_spreadsheet_took_away_are_warned_of_whichever_came_first(named: Desk) -> None:
    row = "incident,unit,kind,date\n{},L1,late,2012-03-05\n"
    assert "warning" not in named("load", named.write("incidents.csv", row.format("0012"))).err
    assert (
        "the ids 0012 and 12 differ in leading noughts alone"
        in named("load", named.write("incidents-2.csv", row.format("12"))).err
    )


def test_measures_of_a_period_that_is_never_assessed_are_warned_of(named: Desk) -> None:
    outcome = named(
        "load", named.write("measures.csv", "unit,measure,period,value\nL1,outlets,2012-07,3\nL1,outlets,2012-H1,3\n")
    )
    assert outcome.err.splitlines()[0].startswith(
        "warning: measures.csv, row 2, column period: insurance petitions never assesses"
    )
    assert len(outcome.err.splitlines()) == 2


def test_a_step_due_before_itself_is_an_error(named: Desk) -> None:
    named("load", named.write("incidents.csv", "incident,unit,kind,date,channel\ni1,L1,petition,2012-03-05,written\n"))
    outcome = named("load", named.write("actions.csv", "action,step,date,incident,due\na1,transfer,2012-03-08,i1,2012-03-07\n"))
    assert outcome.status == 1
    assert "row 2, column due: it is due on 2012-03-07, before the step itself, on 2012-03-08" in outcome.err


@pytest.mark.parametrize("encoding", ["windows-1252", "big5", "shift_jis", "windows-1251", "koi8-r"])
def test_what_cannot_be_chinese_is_refused_and_read_where_the_office_says_how(desk: Desk, encoding: str) -> None:
    text = {
        "big5": "單位,名稱,類別\nL1,國泰人壽保險公司,life\nP1,富邦產險,property\n",
        "shift_jis": "unit,name,kind\nL1,東京海上日動あんしん生命,life\nP1,カスタマー保険,property\n",
        "windows-1252": "unit,name,kind\nL1,Müller Versicherung,life\nP1,Crédit Agricole,property\n",
    }.get(encoding, "unit,name,kind\nL1,Страховая компания,life\nP1,жалоба Москва,property\n")
    path = desk.write("units.csv", text.replace("單位,名稱,類別", "unit,name,kind").encode(encoding))
    refused = desk("load", path)
    assert refused.status == 1
    assert "--encoding" in refused.err
    assert desk("load", path, "--encoding", encoding).status == 0
    assert _rows("SELECT name FROM insurance_units WHERE unit = 'L1'") == [(text.splitlines()[1].split(",")[1],)]
    assert "there is no encoding “klingon”" in desk("load", path, "--encoding", "klingon").err


# files that are none, and files that are too much


@pytest.mark.skipif(sys.platform != "linux", reason="no such files")
def test_devices_and_pipes_are_refused_at_once(desk: Desk) -> None:
    os.mkfifo("units.csv")
    Path("incidents.csv").symlink_to("/dev/zero")
    for name in ("units.csv", "incidents.csv"):
        outcome = desk("load", name)
        assert outcome.status == 1
        assert f"{name}: this is a device or a pipe" in outcome.err
    Path("conduct.toml").symlink_to("/dev/zero")
    assert "cannot be read: it is no ordinary file" in desk("run").err


@pytest.mark.parametrize(
    "content",
    ["x = " + "9" * 5000, "x = " + "[" * 5000, "x = 1e999999999", "x = 0.1e-999999999999999999999", "x = 1" + "0" * 4400],
)
def test_a_configuration_that_is_too_much_is_the_users_fault_in_words(desk: Desk, content: str) -> None:
    desk.write("conduct.toml", content)
    began = time.monotonic()
    outcome = desk("run")
    assert (outcome.status, "conduct failed" in outcome.err) == (1, False)
    assert "the configuration file conduct.toml cannot be read" in outcome.err
    assert time.monotonic() - began < 5


@pytest.mark.skipif(sys.platform != "linux", reason="no such files")
def test_many_keys_and_many_commas_end_soon_and_in_little_memory(desk: Desk) -> None:
    keys = "{" + ", ".join(f'"k{n}": 1' for n in range(60_000)) + "}\n"
    desk.write("units.jsonl", keys)
    desk.write("incidents.csv", "incident,unit,kind,date\n" + "," * 30_000_000 + "\n")
    # ru_maxrss would count the memory of the test runner as well, which the process has until it becomes another
    code = "import sys; from conduct.cli import main; s = main(sys.argv[1:]); "
    code += "print(next(int(x.split()[1]) // 1024 for x in open('/proc/self/status') if x[:6] == 'VmHWM:')); sys.exit(s)"
    for name, said in (("units.jsonl", "more than 20000 different keys"), ("incidents.csv", "more than 20000 cells")):
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", code, "--lang", "en", "load", name], capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert said in done.stderr, done.stderr[:500]
        assert int(done.stdout) < 400
        assert time.monotonic() - began < 20


def test_a_cell_of_any_length_is_read_whatever_the_host_allows(desk: Desk) -> None:
    import csv

    assert desk("load", desk.write("units.csv", "unit,name,kind\nL1,a,life\n")).status == 0
    long = 'x"' * 100_000 + "y" * 1_000_000
    rows = (
        f'incident,unit,kind,date,text\ni1,L1,late,2012-03-05,a\ni2,L1,late,2012-03-05,"{long.replace(chr(34), chr(34) * 2)}"\n'
    )
    limit = csv.field_size_limit(50)
    try:
        outcome = desk("load", desk.write("incidents.csv", rows + 'i3,L1,late,2012-03-05,"a\nb"\n'))
        assert outcome.status == 0, outcome.err[:500]
        assert csv.field_size_limit() == 50
    finally:
        csv.field_size_limit(limit)
    assert _rows("SELECT text FROM insurance_incidents ORDER BY incident") == [("a",), (long,), ("a\nb",)]
