"""taxi · 出租汽车投诉: two editions of a made-up regulation, which use most of the vocabulary once."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from importlib.resources import files

from conduct.law import (
    QUARTER,
    YEAR,
    After,
    Attribute,
    Charge,
    Choice,
    ClauseId,
    Counted,
    Done,
    Duty,
    Each,
    Edition,
    Exact,
    Factor,
    Figure,
    First,
    Formula,
    Kind,
    MeasureKind,
    Number,
    OnPerson,
    Outcome,
    Positive,
    Provision,
    Range,
    Reading,
    Regulation,
    Reported,
    Sanction,
    SanctionTerms,
    Section,
    Sector,
    Setting,
    Standing,
    Step,
    UnitId,
    UnitKind,
    Unruled,
    Words,
    WorkingDays,
    YesNo,
    count,
    hookimpl,
)

# ---- who is assessed, and what is reported of them

COMPANY = UnitKind("company", Words("出租汽车公司", "taxi company", also=("公司",)))
DRIVER = UnitKind("driver", Words("驾驶员", "driver"))
taxis = MeasureKind("taxis", Words("车辆数", "taxis"), Number(low=1, whole=True), Words("辆", "cars"))

# ---- what can happen

detour = Attribute("detour", Words("绕路", "detour"), YesNo())
serious = Attribute("serious", Words("情节严重", "serious"), YesNo())
driver = Attribute("driver", Words("责任驾驶员", "driver at fault"), UnitId((DRIVER.code,)))
complaint = Kind("complaint", Words("投诉", "complaint"), "2.1", (detour, serious, driver), units=(COMPANY.code,))
late = Kind("late", Words("逾期办结", "closed late"), "1", recorded=False)

months = Attribute("months", Words("扣发月数", "months"), Number(low=0))
of_clause = Attribute("clause", Words("条款", "clause"), ClauseId(("3",)))
transfer = Step("transfer", Words("转办", "transfer"), kinds=(complaint,))
close = Step("close", Words("办结", "close"), kinds=(complaint,))
decide = Step("decide", Words("决定", "decide"), (months, of_clause), (complaint,), requires=("by", "reason"))

# ---- where the text is open

close_within = Reading(
    "close-within",
    "1",
    "5",
    Positive(whole=True, low=1),
    Words("“及时”是几个工作日", "how many working days “及时” is"),
    Words("条文没有写期限；后一版写明五日。", "The text gives no time; the next edition says five days."),
)
detour_doubles = Reading(
    "detour-doubles",
    "2.1",
    "yes",
    ("yes", "no"),
    Words("绕路的投诉是否折算", "whether a detour counts twice"),
    Words("条文写“可折算”，没有写何时不折算。", "The text says 可折算 and not when it does not."),
)

# ---- the rules


def per_hundred(complaints: Exact, hundreds: Exact) -> Exact:
    """4: complaints for each hundred cars."""
    return Fraction(complaints) / hundreds


handling = Section("1", "1", "基准分为60分,扣完为止", Words("投诉办理", "handling"), base=60)
service = Section("2", "2", "基准分为40分,扣完为止", Words("服务质量", "service"), base=40)


def handled(duty: str, charge: str, by: WorkingDays, points: int) -> tuple[Provision, ...]:
    """Clause 1, in which the editions differ: the duty to close in time, and what it costs not to."""
    in_time = Words("按期办结", "close in time")
    return (
        handling,
        Duty("1", duty, "close-in-time", in_time, After(transfer), Done(close), by, breach=late),
        Charge("1", charge, count(late), Each(points), handling),
    )


THE_REST: tuple[Provision, ...] = (
    service,
    detour_doubles,
    Charge(
        "2.1",
        "经查属实的投诉,每件扣两分",
        count(
            complaint,
            factors=(
                Factor(
                    "2.1",
                    "因绕路被投诉的,每件可折算为两件",
                    detour.is_(True),
                    Choice(detour_doubles, {"yes": 2, "no": 1}),
                ),
            ),
        ),
        Each(2),
        service,
    ),
    SanctionTerms(
        "3",
        "扣发责任驾驶员1-3个月奖金",
        decide,
        of_clause,
        unknown_person=("driver-unknown", Words("责任驾驶员不明", "driver unknown")),
        unknown_head=("head-unknown", Words("负责人不明", "head unknown")),
        percent_code="percentage",
        percent_words=Words("扣发百分比", "percentage withheld"),
    ),
    Sanction(
        "3",
        "情节严重的投诉,扣发责任驾驶员1-3个月奖金",
        "withhold-bonus",
        Words("扣发奖金", "bonus withheld"),
        count(complaint, when=serious.is_(True)),
        OnPerson(driver),
        months=Range(1, 3, months),
    ),
    Standing("4", "按得分由高到低排定名次"),
    Outcome("4", "第一名给予表扬", "praised", Words("表扬", "praised"), First(1)),
    Figure(
        "4",
        "每百辆车的投诉件数一并公布",
        "per-hundred",
        Words("每百辆车投诉件数", "complaints per hundred cars"),
        Formula(per_hundred, {"complaints": Counted(count(complaint)), "hundreds": Reported(taxis, per=100)}),
    ),
    Unruled("5", Words("谁来解释，不影响得分。", "Who interprets the text moves no points.")),
)

TITLE = Words("出租汽车投诉考核办法", "Assessment of complaints about taxis")
FIRST = Regulation(
    id="示例〔2024〕3号",
    title=TITLE,
    text=Edition(files(__package__) / "notice_2024_3.zh.md"),
    in_force_from=date(2024, 1, 1),
    whole=100,
    provisions=(
        close_within,
        *handled("转办的投诉应当及时办结", "逾期办结的,每件扣五分", WorkingDays(Setting(close_within)), points=5),
        *THE_REST,
    ),
)
SECOND = Regulation(
    id="示例〔2025〕2号",
    title=TITLE,
    text=Edition(files(__package__) / "notice_2025_2.zh.md"),
    in_force_from=date(2025, 1, 1),
    whole=100,
    provisions=(
        *handled("投诉应当在转办后5个工作日内办结", "逾期办结的,每件扣十分", WorkingDays(5), points=10),
        *THE_REST,
    ),
)

SECTOR = Sector(
    name="taxi",
    title=Words("出租汽车投诉", "taxi complaints"),
    regulations=(FIRST, SECOND),
    unit_kinds=(COMPANY, DRIVER),
    assessed=(COMPANY.code,),
    kinds=(complaint, late),
    steps=(transfer, close, decide),
    periods=(YEAR, QUARTER),
    measures=(taxis,),
    sample=files(__package__) / "sample",
)


@hookimpl
def conduct_sector() -> Sector:
    """The sector, whole."""
    return SECTOR
