"""A year of facts as an office keeps it: a Chinese workbook with thirty faults comes back marked, is mended, and goes in."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment

from tests.conftest import Desk

HEADERS = {
    "单位": ["单位", "名称", "类别"],
    "指标数据": ["单位", "指标", "考核期", "数值"],
    "事项": ["事项", "单位", "类别", "日期", "渠道", "快速处理并撤回", "内容"],
    "办理动作": ["办理动作", "步骤", "日期", "事项", "工作日数", "办理人"],
}
FAULTS: list[tuple[str, int, int, Any]] = [
    ("单位", 3, 3, "寿险司"),
    ("单位", 5, 1, "U1"),
    ("指标数据", 2, 2, "机构"),
    ("指标数据", 4, 4, "-5"),
    ("指标数据", 6, 4, "12a"),
    ("指标数据", 8, 3, "2012年"),
    *(("事项", 10 + n, 4, value) for n, value in enumerate(("2012-02-30", "3月5日", "2012-13-01", "", "昨天", "１２", "1e999"))),
    *(("事项", 30 + n, 2, value) for n, value in enumerate(("U99", "", "甲"))),
    *(("事项", 40 + n, 3, value) for n, value in enumerate(("来信件", "=1+1", ""))),
    *(("事项", 50 + n, 5, value) for n, value in enumerate(("飞鸽", "", "微信"))),
    *(("事项", 60 + n, 6, value) for n, value in enumerate(("或许", "2"))),
    ("事项", 70, 1, "i001"),
    ("办理动作", 2, 2, "转发"),
    ("办理动作", 3, 4, "无此件"),
    ("办理动作", 4, 5, "三"),
    ("办理动作", 5, 3, ""),
    ("办理动作", 7, 1, ""),
]


def _year() -> dict[str, list[list[Any]]]:
    draw = random.Random(30)
    units = [[f"U{n}", f"{'甲乙丙丁戊己庚辛'[n]}公司", "寿险公司" if n % 2 else "产险"] for n in range(8)]
    measures = [[f"U{n}", m, "2012", v] for n in range(8) for m, v in (("outlets", 10 + n), ("原保费收入", 10**8 + n * 10**6))]
    incidents, actions = [], []
    for n in range(300):
        day = date(2012, 1, 4) + timedelta(days=draw.randrange(320))
        unit, channel = f"U{draw.randrange(8)}", draw.choice(("书面", "电话", "来访", "网络"))
        text = f"=投诉{n}" if n % 50 == 0 else f"投诉{n}"
        incidents.append([f"i{n:03}", unit, "信访件", day, channel, draw.choice(("是", "否")), text])
        if n % 5 == 0:
            actions.append([f"t{n:03}", "转办", day, f"i{n:03}", 5, "王"])
            actions.append([f"r{n:03}", "办结上报", day + timedelta(days=draw.choice((2, 3, 20))), f"i{n:03}", None, "李"])
    return {"单位": units, "指标数据": measures, "事项": incidents, "办理动作": actions}


def _write(path: str, facts: dict[str, list[list[Any]]], faults: bool) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in facts.items():
        sheet = book.create_sheet(title)
        sheet.append(HEADERS[title])
        for r, row in enumerate(rows, 2):
            for c, value in enumerate(row, 1):
                cell = sheet.cell(r, c, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    for title, r, c, value in FAULTS if faults else ():
        cell = book[title].cell(r, c)
        cell.value = None if value == "" else value
        if value != "=1+1" and value != "":
            cell.data_type = "s"
    book.save(path)


def test_thirty_faults_come_back_marked_and_the_mended_year_gives_its_standings(desk: Desk) -> None:
    assert len(FAULTS) == 30
    facts = _year()
    _write("年度.xlsx", facts, faults=True)
    before = Path("conduct.db").read_bytes()
    outcome = desk("load", "年度.xlsx", "--marked", "标错.xlsx", lang="zh")
    assert outcome.status == 1
    assert Path("conduct.db").read_bytes() == before
    book = openpyxl.load_workbook("标错.xlsx")
    listed = [row for row in book.worksheets[0].iter_rows(values_only=True) if any(row)][1:]
    assert len(listed) >= 30
    for title, r, c, value in FAULTS:
        sheet = next(s for s in book.worksheets[1:] if title in s.title)
        cells = [sheet.cell(r, c), *sheet[r]]
        assert any(isinstance(cell.comment, Comment) for cell in cells), (title, r, c, value)
    _write("年度.xlsx", facts, faults=False)
    assert desk("load", "年度.xlsx", lang="zh").status == 0
    got = desk.run("--period", "2012")
    assert desk("export", "--csv", "out").status == 0
    assert desk("--ledger", "two.db", "init").status == 0
    files = [f"out/{of}.csv" for of in ("units", "measures", "incidents", "actions")]
    assert desk("--ledger", "two.db", "load", *files).status == 0
    again = json.loads(desk("--ledger", "two.db", "run", "--period", "2012", "--format", "json").out)
    assert got["units"] == again["units"]
    late = sum(line["count"] for unit in got["units"] for line in unit["lines"] if line["kind"] == "late")
    sent = {row[3]: row[2] for row in facts["办理动作"] if row[1] == "转办"}
    assert late == sum(row[1] == "办结上报" and (row[2] - sent[row[3]]).days == 20 for row in facts["办理动作"])


def test_the_marked_workbook_mended_in_place_loads(desk: Desk) -> None:
    _write("year.xlsx", _year(), faults=True)
    assert desk("load", "year.xlsx", "--marked", "marked.xlsx").status == 1
    clean = _year()
    book = openpyxl.load_workbook("marked.xlsx")
    for title, r, c, _ in FAULTS:
        sheet = next(s for s in book.worksheets[1:] if title in s.title)
        value = clean[title][r - 2][c - 1]
        sheet.cell(r, c).value = value.isoformat() if isinstance(value, date) else value
    book.save("mended.xlsx")
    outcome = desk("load", "mended.xlsx")
    assert outcome.status == 0, outcome.err
    assert "300 incidents" in outcome.err


def test_no_progress_shows_in_a_pipe(desk: Desk) -> None:
    _write("year.xlsx", _year(), faults=False)
    command = [sys.executable, "-m", "conduct", "--sector", "insurance", "load", "year.xlsx"]
    piped = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not {"\x1b", "\r"} & {*piped.stderr, *piped.stdout}
