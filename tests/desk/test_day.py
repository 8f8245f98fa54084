"""A clerk's day with ten complainants: what must be typed, with `desk` and with `record`, and what is said after each line."""

from __future__ import annotations

import io
import shlex
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Desk

DAY = Path(__file__).parent / "day10.sh"
UNITS = "unit,name,kind,parent\nD1,行风投诉接待站,desk,\nP1,张三,person,D1\nK1,骨科,department,\nK2,收费处,department,\n"
CLOSING = "归档 上报 公示 反馈 通报 满意度调查 满意度=4"
AT_DESK = [
    "日期 2026-11-26",
    *["投诉 投诉人=王某 当面=是 对象=K2 内容=排队久 登记 答复 依据=收费管理规定 " + CLOSING] * 6,
    *["投诉 投诉人=李某 对象=K1 内容=态度生硬 登记 准信 期限=2026-12-01"] * 3,
    "投诉 投诉人=赵某 重大=是 对象=K1 内容=术后感染 登记 汇报 汇报对象=医院领导、上级 准信 期限=2026-12-10",
    "日期 2026-11-27",
    "会同 方案",
    "日期 2026-11-30",
    "批准",
    "日期 2026-12-01",
    "处理",
    *[f"2026-000{n} 答复 依据=从业人员行为规范" for n in (7, 8, 9)],
    "日期 2026-12-02",
    *[f"2026-000{n} {CLOSING}" for n in (7, 8, 9)],
    "2026-0010 答复 依据=x",
    "日期 2026-12-03",
    CLOSING,
]
STEPS = "步骤=归档、上报、公示、反馈、通报、满意度调查 满意度=4"
BY_RECORD = [
    *[
        "conduct record incident 日期=2026-11-26 投诉人=王某 当面=是 对象=K2 内容=排队久 依据=收费管理规定 "
        + STEPS.replace("=归档", "=登记、答复、归档")
    ]
    * 6,
    *["conduct record incident 日期=2026-11-26 投诉人=李某 对象=K1 内容=态度生硬 步骤=登记、准信 期限=2026-12-01"] * 3,
    "conduct record incident 日期=2026-11-26 投诉人=赵某 重大=是 对象=K1 内容=术后感染 步骤=登记、汇报、准信 "
    "汇报对象=医院领导、上级 期限=2026-12-10",
    "conduct record action 事项=2026-0010 日期=2026-11-27 步骤=会同、方案",
    "conduct record action 事项=2026-0010 日期=2026-11-30 步骤=批准",
    "conduct record action 事项=2026-0010 日期=2026-12-01 步骤=处理",
    *[f"conduct record action 事项=2026-000{n} 日期=2026-12-01 步骤=答复 依据=从业人员行为规范" for n in (7, 8, 9)],
    *[f"conduct record action 事项=2026-000{n} 日期=2026-12-02 {STEPS}" for n in (7, 8, 9)],
    "conduct record action 事项=2026-0010 日期=2026-12-02 步骤=答复 依据=x",
    f"conduct record action 事项=2026-0010 日期=2026-12-03 {STEPS}",
]
TEXTS = ("排队久", "态度生硬", "术后感染")
MOST_COMMANDS, MOST_CHARACTERS = 30, 2500


def _typed(lines: list[str]) -> int:
    """Characters typed, the complaints' own texts left out."""
    return sum(len(line) for line in lines) - sum(line.count(text) * len(text) for line in lines for text in TEXTS)


def _office(desk: Desk) -> None:
    desk.write("conduct.toml", '[office]\nclerk = "P1"\n')
    desk.write("units.csv", UNITS)
    assert desk("init").status == 0
    assert desk("load", "units.csv").status == 0


def _facts(ledger: Path) -> list[tuple[Any, ...]]:
    """Cases with their actions, whatever their ids, in the order in which they were entered."""
    with sqlite3.connect(ledger) as connection:
        cases = connection.execute(
            'SELECT incident, unit, kind, date, text, complainant, major, "on-the-spot", against, recorded '
            "FROM hospital_incidents ORDER BY seq"
        ).fetchall()
        return [
            (
                *case[1:],
                sorted(
                    connection.execute(
                        'SELECT date, step, "by", basis, due, "to", satisfaction FROM hospital_actions WHERE incident = ?',
                        case[:1],
                    ).fetchall(),
                    key=str,
                ),
            )
            for case in cases
        ]


@pytest.fixture
def of_the_day(reception: Desk) -> list[tuple[Any, ...]]:
    """The facts that a hundred commands entered."""
    reception.write("units.csv", UNITS)
    assert reception("--ledger", "all.db", "init").status == 0
    assert reception("--ledger", "all.db", "load", "units.csv").status == 0
    for line in DAY.read_text(encoding="utf-8").splitlines():
        outcome = reception("--ledger", "all.db", *shlex.split(line)[1:], lang="zh")
        assert outcome.status == 0, (line, outcome.err)
    return _facts(reception.folder / "all.db")


def test_ten_complainants_at_the_desk(
    reception: Desk, of_the_day: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(AT_DESK) <= MOST_COMMANDS
    assert _typed(AT_DESK) <= MOST_CHARACTERS
    _office(reception)
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(line + "\n" for line in AT_DESK)))
    outcome = reception("desk", lang="zh")
    assert outcome.status == 0
    assert [line for line in outcome.err.splitlines() if not (line.startswith("提示：") and "之后" in line)] == []  # later days
    assert _facts(reception.folder / "conduct.db") == of_the_day
    entries = sum(not line.startswith("日期") for line in AT_DESK)
    assert outcome.out.count("接下来待办") + outcome.out.count("没有待办") == entries  # what is due next, after each


def test_ten_complainants_by_record(reception: Desk, of_the_day: list[tuple[Any, ...]]) -> None:
    assert len(BY_RECORD) <= MOST_COMMANDS
    assert _typed(BY_RECORD) <= MOST_CHARACTERS
    _office(reception)
    for line in BY_RECORD:
        outcome = reception(*shlex.split(line)[1:], lang="zh")
        assert outcome.status == 0, (line, outcome.err)
        assert "接下来待办" in outcome.out or "没有待办" in outcome.out
    assert _facts(reception.folder / "conduct.db") == of_the_day


def test_what_is_due_next_names_step_and_day(reception: Desk) -> None:
    _office(reception)
    outcome = reception(*shlex.split(BY_RECORD[6])[1:], lang="zh")
    assert "2026-12-01  2026-0001  按承诺期限答复（答复）" in outcome.out
    outcome = reception("record", "action", "incident=2026-0001", "step=answer", "date=2026-12-01", "basis=x")
    assert "2026-0001: 6 due next" in outcome.out
    assert "2026-12-08  2026-0001  archive in time (archive)" in outcome.out
