"""hospital · 医院行风投诉接待: the duties of those who receive complaints, 行风投诉接待站人员工作职责."""

from __future__ import annotations

from pathlib import Path

from conduct.law import ANY, Sector, Words, hookimpl

from .kinds import DEPARTMENT, DESK, KINDS, PERSON, STEPS
from .reception_duties import DUTIES

SECTOR = Sector(
    name="hospital",
    title=Words("医院行风投诉接待", "complaint reception of a hospital"),
    bulletin=Words("行风投诉接待工作", "the reception of complaints"),
    regulations=(DUTIES,),
    unit_kinds=(DESK, DEPARTMENT, PERSON),
    assessed=(DESK.code,),
    kinds=KINDS,
    steps=STEPS,
    periods=ANY,
    by_case=True,
    ends=Words(
        "受理投诉 {case} 件；未落实 {charged} 项；撤销或申诉成立 {out} 件",
        "complaints received: {case}; not done: {charged}; withdrawn or won on appeal: {out}",
    ),
    sample=Path(__file__).with_name("sample"),
)


@hookimpl
def conduct_sector() -> Sector:
    """The sector, whole."""
    return SECTOR
