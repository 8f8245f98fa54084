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
taxis = MeasureKind("taxis", Words("车辆数", "taxis"), type=Number(low=1, whole=True), unit=Words("辆", "cars"))

# ---- what can happen, and what is done about it

detour = Attribute("detour", Words("绕路", "detour"), YesNo())
serious = Attribute("serious", Words("情节严重", "serious"), YesNo())
driver = Attribute("driver", Words("责任驾驶员", "driver at fault"), UnitId((DRIVER.code,)))
complaint = Kind(
    "complaint", Words("投诉", "complaint"), clause="2.1", attributes=(detour, serious, driver), units=(COMPANY.code,)
)
late = Kind("late", Words("逾期办结", "closed late"), clause="1", recorded=False)

months = Attribute("months", Words("扣发月数", "months"), Number(low=0))
of_clause = Attribute("clause", Words("条款", "clause"), ClauseId(("3",)))
transfer = Step("transfer", Words("转办", "transfer"), kinds=(complaint,))
close = Step("close", Words("办结", "close"), kinds=(complaint,))
decide = Step("decide", Words("决定", "decide"), attributes=(months, of_clause), kinds=(complaint,), requires=("by", "reason"))

# ---- 1 · 投诉办理: in which the editions differ

close_within = Reading(
    "close-within",
    "1",
    default="5",
    alternatives=Positive(whole=True, low=1),
    about=Words("“及时”是几个工作日", "how many working days “及时” is"),
    why=Words("条文没有写期限；后一版写明五日。", "The text gives no time; the next edition says five days."),
)
handling = Section("1", "1", quote="基准分为60分,扣完为止", words=Words("投诉办理", "handling"), base=60)


def _closed_in_time(quote: str, by: WorkingDays) -> Duty:
    return Duty(
        "1",
        quote,
        code="close-in-time",
        words=Words("按期办结", "close in time"),
        trigger=After(transfer),
        expect=Done(close),
        by=by,
        breach=late,
    )


CLAUSE_1_OF_2024: tuple[Provision, ...] = (
    close_within,
    handling,
    _closed_in_time("转办的投诉应当及时办结", WorkingDays(Setting(close_within))),
    Charge("1", "逾期办结的,每件扣五分", count=count(late), scale=Each(5), section=handling),
)

CLAUSE_1_OF_2025: tuple[Provision, ...] = (
    handling,
    _closed_in_time("投诉应当在转办后5个工作日内办结", WorkingDays(5)),
    Charge("1", "逾期办结的,每件扣十分", count=count(late), scale=Each(10), section=handling),
)

# ---- 2 · 服务质量

service = Section("2", "2", quote="基准分为40分,扣完为止", words=Words("服务质量", "service"), base=40)

CLAUSE_2: tuple[Provision, ...] = (service,)

# ---- 2.1

detour_doubles = Reading(
    "detour-doubles",
    "2.1",
    default="yes",
    alternatives=("yes", "no"),
    about=Words("绕路的投诉是否折算", "whether a detour counts twice"),
    why=Words("条文写“可折算”，没有写何时不折算。", "The text says 可折算 and not when it does not."),
)

CLAUSE_2_1: tuple[Provision, ...] = (
    detour_doubles,
    Charge(
        "2.1",
        "经查属实的投诉,每件扣两分",
        count=count(
            complaint,
            factors=(
                Factor(
                    "2.1",
                    "因绕路被投诉的,每件可折算为两件",
                    when=detour.is_(True),
                    n=Choice(detour_doubles, {"yes": 2, "no": 1}),
                ),
            ),
        ),
        scale=Each(2),
        section=service,
    ),
)

# ---- 3 · 处罚

CLAUSE_3: tuple[Provision, ...] = (
    SanctionTerms(
        "3",
        "扣发责任驾驶员1-3个月奖金",
        decide=decide,
        by_clause=of_clause,
        unknown_person=("driver-unknown", Words("责任驾驶员不明", "driver unknown")),
        unknown_head=("head-unknown", Words("负责人不明", "head unknown")),
        percent_code="percentage",
        percent_words=Words("扣发百分比", "percentage withheld"),
    ),
    Sanction(
        "3",
        "情节严重的投诉,扣发责任驾驶员1-3个月奖金",
        name="withhold-bonus",
        words=Words("扣发奖金", "bonus withheld"),
        count=count(complaint, when=serious.is_(True)),
        on=OnPerson(driver),
        months=Range(1, 3, months),
    ),
)

# ---- 4 · 名次


def per_hundred(complaints: Exact, hundreds: Exact) -> Exact:
    """4: complaints for each hundred cars."""
    return Fraction(complaints) / hundreds


CLAUSE_4: tuple[Provision, ...] = (
    Standing("4", "按得分由高到低排定名次"),
    Outcome("4", "第一名给予表扬", name="praised", words=Words("表扬", "praised"), place=First(1)),
    Figure(
        "4",
        "每百辆车的投诉件数一并公布",
        code="per-hundred",
        words=Words("每百辆车投诉件数", "complaints per hundred cars"),
        of=Formula(per_hundred, {"complaints": Counted(count(complaint)), "hundreds": Reported(taxis, per=100)}),
    ),
)

# ---- 5

CLAUSE_5: tuple[Provision, ...] = (Unruled("5", Words("谁来解释，不影响得分。", "Who interprets the text moves no points.")),)

# ---- the two editions

ALIKE: tuple[Provision, ...] = (*CLAUSE_2, *CLAUSE_2_1, *CLAUSE_3, *CLAUSE_4, *CLAUSE_5)
TITLE = Words("出租汽车投诉考核办法", "Assessment of complaints about taxis")
FIRST = Regulation(
    id="示例〔2024〕3号",
    title=TITLE,
    text=Edition(files(__package__) / "notice_2024_3.zh.md"),
    in_force_from=date(2024, 1, 1),
    whole=100,
    provisions=(*CLAUSE_1_OF_2024, *ALIKE),
)
SECOND = Regulation(
    id="示例〔2025〕2号",
    title=TITLE,
    text=Edition(files(__package__) / "notice_2025_2.zh.md"),
    in_force_from=date(2025, 1, 1),
    whole=100,
    provisions=(*CLAUSE_1_OF_2025, *ALIKE),
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
