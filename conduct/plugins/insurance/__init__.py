"""insurance · 保险业信访投诉: the petition assessment of 苏保监发〔2012〕37号."""

from __future__ import annotations

from pathlib import Path

from conduct.law import FIRST_HALF, YEAR, Sector, Words, hookimpl

from .circular_2012_37 import CIRCULAR
from .kinds import KINDS, LIFE, PROPERTY, STEPS, outlets, premium

SECTOR = Sector(
    name="insurance",
    title=Words("保险业信访投诉", "insurance petitions"),
    bulletin=Words("江苏保险业信访投诉工作考核", "how insurers in Jiangsu handled petitions"),
    regulations=(CIRCULAR,),
    unit_kinds=(LIFE, PROPERTY),
    assessed=(LIFE.code, PROPERTY.code),
    kinds=KINDS,
    steps=STEPS,
    periods=(YEAR, FIRST_HALF),
    measures=(outlets, premium),
    needs=(outlets, premium),
    sample=Path(__file__).with_name("sample"),
)


@hookimpl
def conduct_sector() -> Sector:
    """The sector, whole."""
    return SECTOR
