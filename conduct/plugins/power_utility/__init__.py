"""power_utility · 电力行风: conduct and service of a rural power company, Q/NMD-409.36-2008."""

from __future__ import annotations

from pathlib import Path

from conduct.law import YEAR, Sector, Words, hookimpl

from .kinds import ELECTRICIAN, EMPLOYEE, KINDS, POSTS, STATION, STEPS, satisfaction
from .q_nmd_409_36_2008 import MEASURES

SECTOR = Sector(
    name="power_utility",
    title=Words("电力行风与服务", "conduct and service of a power company"),
    bulletin=Words("行风与服务工作零投诉考核", "conduct and service (zero complaints)"),
    regulations=(MEASURES,),
    unit_kinds=(STATION, EMPLOYEE, ELECTRICIAN),
    assessed=(STATION.code,),
    kinds=KINDS,
    steps=STEPS,
    periods=(YEAR,),
    measures=(satisfaction,),
    heads=(EMPLOYEE.code, ELECTRICIAN.code),
    posts=POSTS,
    by_case=True,
    sample=Path(__file__).with_name("sample"),
)


@hookimpl
def conduct_sector() -> Sector:
    """The sector, whole."""
    return SECTOR
