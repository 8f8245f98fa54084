"""banking · 银行服务考核: the special assessment of service, scored by a sheet that the deployment brings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from attrs import evolve

from conduct.law import QUARTER, YEAR, Options, Sector, Step, Supplied, Words, hookimpl

from . import kinds as k
from .service_assessment import regulation
from .sheet import read_sheet

SHEET = Path(__file__).with_name("sheet.toml")


def with_sheet(settings: Mapping[str, object], origin: str, digest: str) -> Sector:
    """The sector scored by a sheet. Raises `Fault` ``sheet-key`` with everything wrong with the sheet."""
    sheet = read_sheet(settings, origin)
    items = {code: Words(item.text, item.text) for one in sheet.indicators.values() for code, item in one.items.items()}
    finding = k.finding_of(Options(items))
    feedback = Step("feedback", k.FEEDBACK, attributes=(k.due,), kinds=(finding,))
    rectify, recheck = (
        Step("rectify", k.RECTIFY, kinds=(finding,)),
        Step("recheck", k.RECHECK, attributes=(k.passed,), kinds=(finding,)),
    )
    return Sector(
        name="banking",
        title=Words("银行服务考核", "service of a bank"),
        bulletin=Words("服务工作专项考核", "the special assessment of service"),
        regulations=(regulation(sheet, finding, feedback, rectify, recheck),),
        unit_kinds=(k.BRANCH, k.OUTLET),
        assessed=(k.BRANCH.code,),
        kinds=(finding, k.complaint_forum, k.complaint_telephone),
        steps=(k.inspected, feedback, rectify, recheck, k.check),
        periods=(QUARTER, YEAR),
        measures=(k.satisfied, k.basically_satisfied, k.transactions),
        needs=(k.satisfied, k.basically_satisfied, k.transactions),
        together=(k.satisfied, k.basically_satisfied),
        by_case=True,
        supplied=(Supplied("score-sheet", Words("评分表", "score sheet"), with_sheet),),
        sheet=digest,
        sample=Path(__file__).with_name("sample"),
    )


def _illustrative() -> Sector:
    text = SHEET.read_text(encoding="utf-8")
    note = Words(
        "所用评分表为示例：办法的附件未公布，指标分值、扣分项目和投诉档次均为虚构；正式使用请在 conduct.toml 的 [banking] 中写明 score-sheet",
        "The score sheet in use is illustrative: the annex of the text is not published, and its points, items and bands are made up; name "
        "your own as score-sheet under [banking] in conduct.toml",
    )
    made = with_sheet(tomllib.loads(text, parse_float=Decimal), "sheet.toml", sha256(text.encode()).hexdigest())
    return evolve(made, notes=(note,))


SECTOR = _illustrative()


@hookimpl
def conduct_sector() -> Sector:
    """The sector, whole, with the illustrative sheet."""
    return SECTOR
