"""What a clerk types at the desk, and a workbook of which every row is doubted: for tests of the words that answer them."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from conduct.core.law.sector import Sector
from tests.conftest import Desk, Outcome

CASE = {
    "insurance": ("petition", "channel=written", ("transfer workdays=3", "reply")),
    "power_utility": ("complaint", "venue=company", ("investigate", "verify result=yes")),
    "banking": ("finding", "item=no-greeting", ("feedback due=2030-01-01", "rectify", "recheck passed=yes")),
    "hospital": (
        "complaint",
        "major=yes",
        ("answer", "convene with=x", "archive report", "escalate to=leaders"),
    ),
}
"""By sector a case as it is opened: its kind, what it must say, and steps on it."""


class _Pipe(io.StringIO):
    """Standard input as bytes come through a pipe."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.buffer = io.BytesIO(content)


def session(desk: Desk, monkeypatch: pytest.MonkeyPatch, sector: Sector, unit: str, lang: str) -> Outcome:
    """A session in which everything is done that can be, and much that cannot."""
    kind, said, steps = CASE[sector.name]
    lines = (
        "help", f"unit {unit}", f"{kind} {said} text=等了很久", "due", *steps, "nothing", "day 2012-13-01", f"{kind} colour=red",
        f"{kind} date=2012-03-05 {said}", *steps, f"appeal by={unit} reason=x", "appeal-decided upheld=no by=x reason=y", "case",
        "withdraw by=x reason=y", "clerk x", "unit nobody", "day 2012-03-09", "step nothing", kind, "due",
    )  # fmt: skip
    monkeypatch.setattr("sys.stdin", _Pipe("".join(f"{line}\n" for line in lines).encode()))
    return desk("--sector", sector.name, "desk", lang=lang)


def doubted(desk: Desk, sector: Sector) -> str:
    """A workbook of which every row can be taken and is most likely mistaken."""
    kind, said, _ = CASE[sector.name]
    attribute, value = said.split("=")
    book = Workbook()
    book.remove(book.active)
    units, incidents, actions, measures = (book.create_sheet(one) for one in ("units", "incidents", "actions", "measures"))
    assessed = sector.assessed[0]
    for unit in (("0012", "甲", assessed, "2012-01-01", "2012-06-30"), ("12", "乙", assessed), ("h1", "丙", assessed)):
        units.append(unit)
    units.insert_rows(1)
    for n, header in enumerate(("unit", "name", "kind", "from", "until"), 1):
        units.cell(1, n, header)
    units.row_dimensions[4].hidden = True
    incidents.append(("incident", "unit", "kind", "date", attribute))
    days = ("0012", "2012-08-01"), ("12", "2031-01-01"), ("12", "1925-01-01"), ("12", "2012-05-05"), ("12", "2012-05-05")
    for n, (unit, day) in enumerate(days, 1):
        incidents.append((f"w{n}", unit, kind, day, value))
    incidents.append(("合计", None, None, None, 5))
    actions.append(("action", "step", "date", "incident", "by", "reason"))
    actions.append(("x1", "withdraw", "2012-05-01", "w4", "z", "重复"))
    actions.append(("x2", "appeal", "2012-05-06", "w5", "谁", "不服"))
    measures.append(("unit", "measure", "period", "value"))
    if sector.measures:
        measures.append(("12", sector.measures[0].code, "2012-03", 1))
    old = book.create_sheet("measures-old")
    old.append(("unit", "measure", "period", "value"))
    old.sheet_state = "hidden"
    book.save(desk.folder / "doubted.xlsx")
    return "doubted.xlsx"
