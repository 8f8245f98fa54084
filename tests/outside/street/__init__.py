"""street · 街道诉求: a made-up law with every kind of function that a sector may bring."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from importlib.resources import files
from typing import Any

from attrs import evolve

from conduct.law import (
    MONTH,
    YEAR,
    After,
    Attribute,
    Channel,
    Charge,
    Combined,
    Counted,
    Day,
    Done,
    Duty,
    Each,
    Edition,
    EveryPeriod,
    Exact,
    Fixed,
    Formula,
    FromPeriod,
    Given,
    Kind,
    Ladder,
    Options,
    Period,
    PeriodId,
    Regulation,
    Section,
    Sector,
    Standing,
    Step,
    Supplied,
    UnitKind,
    VolumeRanking,
    Weighed,
    Words,
    YesNo,
    count,
    hookimpl,
)

STREET = UnitKind("street", Words("街道", "street"))
urgency = Attribute(
    "urgency", Words("紧急程度", "urgency"), Options({"normal": Words("一般", "normal"), "urgent": Words("紧急", "urgent")})
)
resolved = Attribute("resolved", Words("是否解决", "resolved"), YesNo())
responded = Attribute("responded", Words("是否答复", "responded"), YesNo())
satisfied = Attribute("satisfied", Words("是否满意", "satisfied"), YesNo())
request = Kind("request", Words("诉求", "request"), "2", (urgency, resolved, responded, satisfied))
late = Kind("late", Words("逾期答复", "late reply"), "1", recorded=False)
late_report = Kind("late-report", Words("迟报月报", "late report"), "3", recorded=False)

due = Attribute("due", Words("期限", "due"), Day())
month = Attribute("month", Words("月份", "month"), PeriodId((MONTH,)), required=True)
dispatch = Step("dispatch", Words("派单", "dispatch"), (due,), (request,))
reply = Step("reply", Words("答复", "reply"), kinds=(request,))
report = Step("report", Words("月报", "report"), (month,), by_unit=True)


def earned(good: Exact, every: Exact, most: Exact) -> Exact:
    """2: the share of requests that were resolved."""
    return most * Fraction(good, every) if every else most


def earned_said(good: Exact, every: Exact, most: Exact) -> Words:
    """The same, written out."""
    return Words(f"{good} ÷ {every} × {most}", f"{good} ÷ {every} × {most}")


def index(weight: Exact, tens: Exact) -> Exact:
    """4: requests for each ten households."""
    return Fraction(weight) / tens


def fifth(period: Period) -> date:
    """3: the 5th of the next month."""
    return period.end + timedelta(days=5)


def with_sheet(settings: Mapping[str, Any], file: str, digest: str) -> Sector:
    """A sheet changes nothing."""
    return evolve(SECTOR, sheet=digest)


handling = Section("1", "1", "基准分为50分,扣完为止", Words("办理", "handling"), base=50)
solved = Section(
    "2",
    "2",
    "本项满分40分,得分为解决率乘以40",
    Words("解决", "resolved"),
    base=40,
    start=Formula(
        earned,
        {"good": Counted(count(request, when=resolved.is_(True))), "every": Counted(count(request)), "most": Fixed(40)},
        earned_said,
    ),
)
reports = Section("3", "3", "基准分为10分,扣完为止", Words("月报", "reports"), base=10)
channels = (Channel("normal", ("normal",)), Channel("urgent", ("urgent",)))

LAW = Regulation(
    id="示例〔2024〕9号",
    title=Words("街道诉求办理考核办法", "Assessment of requests to streets"),
    text=Edition(files(__package__) / "notice.zh.md"),
    in_force_from=None,
    whole=100,
    provisions=(
        handling,
        Duty(
            "1",
            "派单的诉求应当在派单所定期限内答复",
            "reply-in-time",
            Words("按期答复", "reply in time"),
            After(dispatch),
            Done(reply),
            Given(due),
            breach=late,
        ),
        Charge("1", "逾期答复的,每件扣5分", count(late), Each(5), handling),
        solved,
        reports,
        Duty(
            "3",
            "次月5日前报送月报",
            "report-monthly",
            Words("报送月报", "report monthly"),
            EveryPeriod((MONTH,)),
            Done(report, period=month),
            FromPeriod(fifth),
            breach=late_report,
        ),
        Charge("3", "迟报的,每次扣2分", count(late_report), Each(2), reports),
        VolumeRanking(
            "4",
            "每十户诉求量高于平均的,第一名扣3分,以后每名递减1分,最少扣1分",
            handling,
            count(request),
            urgency,
            {STREET.code: channels},
            Formula(index, {"weight": Weighed(), "tens": Fixed(10)}),
            "mean",
            {STREET.code: Ladder((3,), 1)},
        ),
        Standing("5", "按得分由高到低排定名次"),
        Combined("5", "全年得分为各月得分的平均", YEAR, MONTH),
    ),
)

SECTOR = Sector(
    name="street",
    title=Words("街道诉求", "street requests"),
    regulations=(LAW,),
    unit_kinds=(STREET,),
    assessed=(STREET.code,),
    kinds=(request, late, late_report),
    steps=(dispatch, reply, report),
    periods=(MONTH, YEAR),
    supplied=(Supplied("sheet", Words("表", "sheet"), with_sheet),),
    sample=files(__package__) / "sample",
)


@hookimpl
def conduct_sector() -> Sector:
    """The sector, whole."""
    return SECTOR
