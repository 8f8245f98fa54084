"""Rejected rows: the good ones taken, the bad ones written with their reasons, and loadable once mended."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Desk

UNITS = "unit,name,kind\nL1,甲,life\nL2,乙,lfe\nP1,丙,property\n"
INCIDENTS = (
    "incident,unit,kind,date,channel\n"
    "i1,L1,petition,2012-03-01,written\n"
    "i2,L1,petition,2012-02-30,written\n"
    "i3,L2,petition,2012-03-01,written\n"
    "i4,P1,petition,2012-03-01,\n"
    "i5,P1,=cmd,2012-03-01,\n"
)


def _load(desk: Desk, rejects: str, lang: str = "en") -> object:
    return desk("load", desk.write("units.csv", UNITS), desk.write("incidents.csv", INCIDENTS), "--rejects", rejects, lang=lang)


def test_good_rows_are_taken_and_the_bad_written_as_sheets(desk: Desk) -> None:
    outcome = _load(desk, "bad.xlsx")
    assert outcome.status == 0, outcome.err  # type: ignore[attr-defined]
    assert "5 rows rejected" in outcome.err  # type: ignore[attr-defined]
    assert "loaded: 2 units, 1 incident" in outcome.err  # type: ignore[attr-defined]
    book = openpyxl.load_workbook("bad.xlsx")
    assert book.sheetnames == ["units", "incidents"]
    rows = [[cell.value for cell in row] for row in book["incidents"].iter_rows()]
    assert rows[0] == ["incident", "unit", "kind", "date", "channel", "errors"]
    assert [row[0] for row in rows[1:]] == ["i2", "i3", "i4", "i5"]
    assert "2012-02-30" in rows[1][5]
    assert "L2" in rows[2][5]  # its unit was rejected, and it with it
    assert book["incidents"]["C5"].value == "=cmd"
    assert book["incidents"]["C5"].data_type == "s"


def test_mended_rows_load(desk: Desk) -> None:
    desk("load", desk.write("units.csv", UNITS.replace("lfe", "life")))
    bad = INCIDENTS.replace("L2", "L1")
    assert desk("load", desk.write("incidents.csv", bad), "--rejects", "incidents-bad.csv").status == 0
    rows = list(csv.DictReader(Path("incidents-bad.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["incident"] for row in rows] == ["i2", "i4", "i5"]
    assert all(row["errors"] for row in rows)
    assert rows[2]["kind"] == "'=cmd"
    mended = Path("incidents-bad.csv").read_text(encoding="utf-8")
    mended = mended.replace("2012-02-30", "2012-02-29").replace("i4,P1,petition,2012-03-01,", "i4,P1,petition,2012-03-01,visit")
    mended = mended.replace("'=cmd", "department-missing")
    outcome = desk("load", desk.write("incidents-bad.csv", mended))
    assert outcome.status == 0, outcome.err
    assert "loaded: 3 incidents" in outcome.err


def test_jsonl_and_chinese_reasons(desk: Desk) -> None:
    desk("load", desk.write("units.csv", UNITS.replace("lfe", "life")))
    assert desk("load", desk.write("incidents.csv", INCIDENTS), "--rejects", "incidents-bad.jsonl", lang="zh").status == 0
    lines = [json.loads(line) for line in Path("incidents-bad.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["incident"] for line in lines] == ["i2", "i4", "i5"]
    assert "2012-02-30" in lines[0]["错误"]


@pytest.mark.parametrize("rejects", ["bad.csv", "units.csv.txt", "bad", "incidents-bad.csv"])
def test_a_file_that_could_not_be_loaded_again_is_refused_and_nothing_is_loaded(desk: Desk, rejects: str) -> None:
    before = Path("conduct.db").read_bytes()
    outcome = _load(desk, rejects)
    assert outcome.status == 1  # type: ignore[attr-defined]
    assert Path("conduct.db").read_bytes() == before
    assert not Path(rejects).exists()


def test_nothing_bad_writes_no_file(desk: Desk) -> None:
    assert desk("load", desk.write("units.csv", UNITS.replace("lfe", "life")), "--rejects", "bad.xlsx").status == 0
    assert not Path("bad.xlsx").exists()


def test_a_broken_header_rejects_no_rows_and_fails(desk: Desk) -> None:
    outcome = desk("load", desk.write("units.csv", UNITS.replace("kind", "kynd")), "--rejects", "bad.xlsx")
    assert outcome.status == 1
    assert "kynd" in outcome.err


def test_the_same_rejects_again_change_nothing(desk: Desk) -> None:
    _load(desk, "bad.xlsx")
    before = Path("conduct.db").read_bytes()
    outcome = _load(desk, "bad2.xlsx")
    assert outcome.status == 0  # type: ignore[attr-defined]
    assert Path("conduct.db").read_bytes() == before


def test_corrections_and_rejects_go_together(desk: Desk) -> None:
    _load(desk, "bad.xlsx")
    changed = "unit,name,kind\nL1,新,life\nX9,新,nothing\n"
    outcome = desk("load", desk.write("units.csv", changed), "--rejects", "b.xlsx", "--correct", "renamed")
    assert outcome.status == 0, outcome.err
    assert "corrected: 1 unit" in outcome.err
    assert "1 row rejected" in outcome.err
