"""Loads through the command line, on real files: all or nothing, every error with file, row and column."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import MEASURES, UNITS, Desk

INCIDENTS = "incident,unit,kind,date,channel,settled,text\n"


def facts(desk: Desk) -> dict[str, int]:
    """How many rows each table of the ledger holds."""
    with sqlite3.connect(desk.folder / "conduct.db") as connection:
        counts = {
            of: connection.execute(f"SELECT count(*) FROM insurance_{of}").fetchone()[0]
            for of in ("units", "measures", "incidents", "actions")
        }
    connection.close()
    return counts


def test_files_of_one_load_name_each_others_rows_in_any_order(desk: Desk) -> None:
    actions = desk.write("actions.csv", "action,step,date,incident,workdays\nt1,transfer,2012-03-02,i1,5\n")
    incidents = desk.write("incidents-2012.csv", INCIDENTS + "i1,L1,petition,2012-03-01,written,,\n")
    outcome = desk("load", actions, incidents, desk.write("measures.csv", MEASURES), desk.write("units.csv", UNITS))
    assert outcome.status == 0, outcome.err
    assert facts(desk) == {"units": 3, "measures": 12, "incidents": 1, "actions": 1}


def test_loading_the_same_again_changes_nothing_and_says_so(office: Desk) -> None:
    before = (office.folder / "conduct.db").read_bytes()
    outcome = office("load", str(office.folder / "units.csv"))
    assert outcome.status == 0
    assert "3 rows stood in the ledger already" in outcome.err
    assert (office.folder / "conduct.db").read_bytes() == before


def test_the_same_id_with_other_content_is_an_error_and_changes_nothing(office: Desk) -> None:
    outcome = office("load", office.write("units.csv", "unit,name,kind\nL9,new,life\nL1,other,life\n"))
    assert outcome.status == 1
    assert "units.csv, row 3, column unit: L1 stands in the ledger with other content (name)" in outcome.err
    assert facts(office)["units"] == 3


def test_all_errors_of_all_files_are_shown_and_nothing_is_written(desk: Desk) -> None:
    units = desk.write("units.csv", "unit,name,kind,parent\nL1,甲,life,L7\nL1,乙,life,\nX,丙,bank,\n")
    incidents = desk.write(
        "incidents.csv",
        INCIDENTS + "i1,L1,petition,2012-02-30,written,,\ni2,L8,petition,2012-03-01,,maybe,\ni3,L1,late,2012-03-01,written,,\n",
    )
    outcome = desk("load", units, incidents)
    assert outcome.status == 1
    for said in (
        "units.csv, row 2, column parent: there is no unit “L7”",
        "units.csv, row 3, column unit: the id L1 is used twice, first in units.csv, row 2",
        "units.csv, row 4, column kind: there is no kind of unit “bank”",
        "incidents.csv, row 2, column date: there is no day “2012-02-30”",
        "incidents.csv, row 3, column channel: petition needs this cell filled",
        "incidents.csv, row 3, column settled: “maybe” should be yes or no",
        "incidents.csv, row 4, column channel: late takes no attribute channel",
    ):
        assert said in outcome.err
    assert "Traceback" not in outcome.err
    assert facts(desk) == {"units": 0, "measures": 0, "incidents": 0, "actions": 0}


def test_a_row_with_one_fault_is_checked_for_the_others(office: Desk) -> None:
    rows = "incident,unit,kind,date,channel,colour\ni1,L9,late,2012-02-30,fax,red\ni2,L9,petition,2012-03-01,,\n"
    outcome = office("load", office.write("incidents.csv", rows))
    assert outcome.status == 1
    assert outcome.err.splitlines() == [
        "incidents.csv, row 1, column colour: incidents has no column “colour”; it has: incident, unit, kind, date, text, "
        "complainant, source, channel, settled, excused, about. Under [columns.incidents] in conduct.toml, an office's own "
        "header stands for one of them, or for nothing",
        "incidents.csv, row 2, column date: there is no day “2012-02-30”",
        "incidents.csv, row 2, column channel: late takes no attribute channel; leave the cell empty",
        "incidents.csv, row 2, column unit: there is no unit “L9”",
        "incidents.csv, row 3, column channel: petition needs this cell filled",
        "incidents.csv, row 3, column unit: there is no unit “L9”",
    ]


def test_a_missing_column_does_not_hide_what_is_wrong_with_the_rows(office: Desk) -> None:
    outcome = office("load", office.write("incidents.csv", "incident,unit,date\ni1,L9,2012-02-30\n"))
    assert outcome.status == 1
    assert [line.split(": ", 1)[1] for line in outcome.err.splitlines()] == [
        "the required column kind is missing; what is the same in every row can stand under [constants.incidents] in "
        "conduct.toml",
        "there is no day “2012-02-30”",
        "there is no unit “L9”",
    ]
    assert facts(office)["incidents"] == 0


def test_errors_are_said_in_chinese(desk: Desk) -> None:
    outcome = desk("load", desk.write("units.csv", "unit,name,kind\nL1,,life\n"), lang="zh")
    assert outcome.status == 1
    assert outcome.err == "units.csv，第2行，“name”列：此格必填\n"


def test_chinese_headers_and_values_are_taken(desk: Desk) -> None:
    units = desk.write("units.csv", "单位,名称,类别\nL1,甲人寿,寿险\nP1,丙财险,产险公司\n")
    incidents = desk.write("incidents.csv", "事项,单位,类别,日期,渠道,快速处理并撤回\ni1,L1,信访件,2012年3月5日,书面,是\n")
    assert desk("load", units, incidents).status == 0
    with sqlite3.connect(desk.folder / "conduct.db") as connection:
        row = connection.execute("SELECT kind, date, channel, settled FROM insurance_incidents").fetchone()
    connection.close()
    assert row == ("petition", "2012-03-05", "written", 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(desk: Desk, encoding: str) -> None:
    assert desk("load", desk.write("units.csv", UNITS.encode(encoding))).status == 0
    with sqlite3.connect(desk.folder / "conduct.db") as connection:
        assert connection.execute("SELECT name FROM insurance_units WHERE unit = 'L1'").fetchone() == ("甲人寿",)
    connection.close()


@pytest.mark.parametrize("written", ["2012-03-05", "2012/3/5", "2012年3月5日", "20120305", "2012-3-5"])
def test_forms_of_a_date(office: Desk, written: str) -> None:
    assert office("load", office.write("incidents.csv", f"incident,unit,kind,date\ni1,L1,late,{written}\n")).status == 0
    with sqlite3.connect(office.folder / "conduct.db") as connection:
        assert connection.execute("SELECT date FROM insurance_incidents").fetchone() == ("2012-03-05",)
    connection.close()


def test_jsonl_is_taken_with_numbers_and_truth_values(desk: Desk) -> None:
    units = desk.write(
        "units.jsonl", '{"unit": "L1", "name": "甲", "kind": "life"}\n\n{"unit": "L2", "name": "乙", "kind": "life"}\n'
    )
    measures = desk.write(
        "measures.jsonl", '{"unit": "L1", "measure": "premium", "period": "2012", "value": 0.1000000000000000055}\n'
    )
    incidents = desk.write(
        "incidents.jsonl",
        json.dumps(
            {"incident": "i1", "unit": "L1", "kind": "petition", "date": "2012-03-05", "channel": "visit", "settled": True}
        )
        + "\n",
    )
    outcome = desk("load", units, measures, incidents)
    assert outcome.status == 0, outcome.err
    with sqlite3.connect(desk.folder / "conduct.db") as connection:
        assert connection.execute("SELECT value FROM insurance_measures").fetchone() == ("0.1000000000000000055",)
        assert connection.execute("SELECT settled FROM insurance_incidents").fetchone() == (1,)
    connection.close()


def test_an_offices_own_headers_are_mapped_or_ignored(desk: Desk) -> None:
    desk.write("conduct.toml", '[columns]\n"公司代码" = "unit"\n"简称" = "name"\n"类" = "kind"\n"序号" = ""\n')
    outcome = desk("load", desk.write("units.csv", "序号,公司代码,简称,类\n1,L1,甲,life\n"))
    assert outcome.status == 0, outcome.err
    assert facts(desk)["units"] == 1


BAD_FILES: list[tuple[str, bytes, str]] = [
    ("units.csv", b"", "the file is empty"),
    ("units.csv", b"\n\n", "the file is empty"),
    ("units.csv", b"unit,name,kind\nL1,a\n", "row 2, column kind: this cell must be filled"),
    ("units.csv", b"unit,name,kind\nL1,a,life,x\n", "the row has 4 cells, the header only 3"),
    ("units.csv", b'unit,name,kind\nL1,"a,life\n', "row 2: this is no well-formed CSV"),
    ("units.csv", b"unit,name,kind,unit\nL1,a,life,L1\n", "“unit” is the same column as “unit”"),
    ("units.csv", "unit,name,kind,单位\nL1,a,life,L1\n".encode(), "“单位” is the same column as “unit”"),
    ("units.csv", b"unit,name,kind,colour\nL1,a,life,red\n", "units has no column “colour”"),
    ("units.csv", b"unit,name\nL1,a\n", "the required column kind is missing"),
    ("units.csv", b"unit,name,kind\n,a,life\n", "row 2, column unit: this cell must be filled"),
    ("units.csv", b"unit,name,kind\nL\x001,a,life\n", "cannot be an id"),
    ("units.csv", b"unit,name,kind\nL1,a\x00b,life\n", "the cell holds a NUL character"),
    ("units.csv", b'unit,name,kind\n"L\n1",a,life\n', "cannot be an id"),
    ("units.csv", b"unit,name,kind\n" + b"L" * 300 + b",a,life\n", "longer than 200 characters"),
    ("units.csv", b"\xff\xfeu\x00n\x00i\x00t\x00", "UTF-16"),
    ("units.csv", b"unit,name,kind\nL1,\x81\xff\xff,life\n", "neither UTF-8 nor GB18030"),
    ("units.csv", b"unit,name,kind,parent\nA,a,life,B\nB,b,life,A\n", "the parents form a circle: A → B → A"),
    ("units.csv", b"unit,name,kind,parent\nA,a,life,A\n", "the parents form a circle: A → A"),
    ("units.csv", b"unit,name,kind,from,until\nA,a,life,2012-05-01,2012-04-01\n", "before it opens"),
    ("measures.csv", b"unit,measure,period,value\nL1,outlets,2012-Q5,3\n", "“2012-Q5” is no period"),
    ("measures.csv", b"unit,measure,period,value\nL1,staff,2013,3\n", "there is no measure “staff”"),
    ("measures.csv", b"unit,measure,period,value\nL1,outlets,2013,0\n", "a whole number of at least 1"),
    ("measures.csv", b"unit,measure,period,value\nL1,outlets,2013,2.5\n", "a whole number of at least 1"),
    ("measures.csv", b"unit,measure,period,value\nL1,premium,2013,0\n", "a number above 0"),
    ("measures.csv", b"unit,measure,period,value\nL1,premium,2013,-5\n", "a number above 0"),
    ("measures.csv", b"unit,measure,period,value\nL1,premium,2013,NaN\n", "“NaN” is no number"),
    ("measures.csv", b"unit,measure,period,value\nL1,premium,2013,inf\n", "“inf” is no number"),
    ("measures.csv", b"unit,measure,period,value\nL1,premium,2013,1e999\n", "is out of range"),
    ("measures.csv", "unit,measure,period,value\nL1,premium,2013,\uff11\uff12\n".encode(), "is no number"),
    ("measures.csv", b'unit,measure,period,value\nL1,premium,2013,"1,000"\n', "is no number"),
    ("measures.csv", b"unit,measure,period,value\nZZ,premium,2013,5\n", "there is no unit “ZZ”"),
    ("incidents.csv", b"incident,unit,kind,date\ni1,L1,theft,2012-03-01\n", "there is no kind of incident “theft”"),
    ("incidents.csv", b"incident,unit,kind,date\ni1,L1,late,03.01.2012\n", "nobody can tell month and day of “03.01.2012”"),
    ("incidents.csv", b"incident,unit,kind,date\ni1,L1,late,2012-03-01 24:00:00\n", "is no date"),
    ("incidents.csv", b"incident,unit,kind,date\ni1,L1,late,0012-03-01\n", "is not between 1900 and 2999"),
    ("incidents.csv", b"incident,unit,kind,date,about\ni1,L1,late,2012-03-01,i9\n", "there is no incident “i9”"),
    ("incidents.csv", b"incident,unit,kind,date,about\ni1,L1,late,2012-03-01,i1\n", "is of the wrong kind"),
    ("incidents.csv", b"incident,unit,kind,date\ni1,L1,late,2012-03-01\ni1,L1,late,2012-03-01\n", "used twice"),
    ("incidents.csv", b"incident,unit,kind,date,channel\ni1,L1,petition,2012-03-01,fax\n", "“fax” is not possible"),
    ("actions.csv", b"action,step,date,unit\na1,jump,2012-03-01,L1\n", "there is no step “jump”"),
    ("actions.csv", b"action,step,date,unit,incident\na1,contact-changed,2012-03-01,,\n", "exactly one of incident and unit"),
    ("actions.csv", b"action,step,date,unit\na1,transfer,2012-03-01,L1\n", "give the incident, not a unit"),
    ("actions.csv", b"action,step,date,incident\na1,transfer,2012-03-01,i7\n", "there is no incident “i7”"),
    ("actions.csv", b"action,step,date,unit\na1,semiannual-report,2012-03-01,L1\n", "semiannual-report needs this cell filled"),
    ("actions.csv", b"action,step,date,unit,for\na1,semiannual-report,2012-03-01,L1,2012\n", "should be a first half-year"),
    ("actions.csv", b"action,step,date,incident,by\na1,withdraw,2012-03-01,i7,\n", "column by: withdraw needs this cell filled"),
    ("units.jsonl", b'{"unit": "A"', "no well-formed JSON"),
    ("units.jsonl", b"[1, 2]\n", "each line must be a JSON object"),
    ("units.jsonl", b'{"unit": {"a": 1}}\n', "the value must be a text"),
    ("units.jsonl", b'{"unit": "A", "unit": "B"}\n', "“unit” stands twice"),
    ("units.jsonl", b'{"unit": "A\\ud800", "name": "a", "kind": "life"}\n', "cannot be"),
    ("units.jsonl", b"[" * 100_000, "no well-formed JSON"),
    ("units.txt", b"unit,name,kind\n", "unknown kind of file"),
    ("people.csv", b"unit,name,kind\n", "the file's name must be that of a table"),
]


@pytest.mark.parametrize(("name", "content", "said"), BAD_FILES, ids=range(len(BAD_FILES)))
def test_a_bad_file_ends_in_its_plain_error(office: Desk, name: str, content: bytes, said: str) -> None:
    before = facts(office)
    outcome = office("load", office.write(name, content))
    assert outcome.status == 1
    assert said in outcome.err
    assert outcome.out == ""
    assert facts(office) == before
    assert office("verify").status == 0


def test_a_folder_and_a_missing_file_are_said(office: Desk) -> None:
    (office.folder / "incidents.csv").mkdir()
    assert "this is a folder" in office("load", str(office.folder / "incidents.csv")).err
    outcome = office("load", "nothing.csv")
    assert outcome.status == 1
    assert "there is no file nothing.csv" in outcome.err


def test_a_fault_in_a_unit_is_not_repeated_for_every_row_that_names_it(desk: Desk) -> None:
    units = desk.write("units.csv", "unit,name,kind\nL1,甲,nothing\n")
    rows = "".join(f"i{n},L1,late,2012-03-01\n" for n in range(50))
    outcome = desk("load", units, desk.write("incidents.csv", "incident,unit,kind,date\n" + rows))
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) == 1


def test_text_is_kept_literally_and_a_blank_line_is_no_row(office: Desk) -> None:
    text = " =cmd|'/c calc'!A1 <b>[red]\n二行 "
    quoted = '"' + text + '"'
    outcome = office(
        "load", office.write("incidents.csv", f"incident,unit,kind,date,text\n,,,,\ni1,L1,late,2012-03-01,{quoted}\n\n")
    )
    assert outcome.status == 0, outcome.err
    with sqlite3.connect(office.folder / "conduct.db") as connection:
        assert connection.execute("SELECT text FROM insurance_incidents").fetchall() == [(text,)]
    connection.close()


def test_record_enters_one_fact_as_a_file_would(office: Desk) -> None:
    given = ("record", "incident", "incident=i1", "单位=L1", "kind=信访件", "date=2012/3/5", "channel=书面", "text=a=b")
    outcome = office(*given)
    assert outcome.status == 0, outcome.err
    assert facts(office)["incidents"] == 1
    again = office(*given)
    assert again.status == 0
    assert "1 row stood in the ledger already" in again.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("record", "incident", "incident=i1", "unit=L1"), "say its kind as well: kind=…"),
        (("record", "incident", "incident"), "should be COLUMN=VALUE"),
        (("record", "incident", "unit=L1", "unit=L2"), "is given twice"),
        (("record", "action", "action=a", "step=reply", "date=2012-01-01", "incident=none"), "there is no incident “none”"),
    ],
)
def test_record_says_what_is_wrong(office: Desk, given: tuple[str, ...], said: str) -> None:
    outcome = office(*given)
    assert outcome.status == 1
    assert said in outcome.err


def test_a_file_that_breaks_off_leaves_the_ledger_as_it_was(office: Desk, tmp_path: Path) -> None:
    rows = "".join(f"i{n},L1,late,2012-03-01\n" for n in range(5000))
    outcome = office("load", office.write("incidents.csv", "incident,unit,kind,date\n" + rows + 'i,"'))
    assert outcome.status == 1
    assert "incidents.csv, row 5002" in outcome.err
    assert facts(office)["incidents"] == 0
