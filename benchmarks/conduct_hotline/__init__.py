"""hotline · 市民热线: a city's hotline, whose streets are ranked by three rates. Made up for the benchmark, as cities have it."""

from __future__ import annotations

from fractions import Fraction
from importlib.resources import files

from conduct.law import (
    MONTH,
    QUARTER,
    After,
    Attribute,
    Counted,
    Done,
    Duty,
    Edition,
    Exact,
    Figure,
    Finds,
    Formula,
    Kind,
    Options,
    Provision,
    Regulation,
    Sector,
    Standing,
    Step,
    UnitKind,
    Unruled,
    Words,
    WorkingDays,
    count,
    hookimpl,
)

# ---- who is ranked, what is asked of them, and what is done about it

STREET = UnitKind("street", Words("街道", "street"))
ANSWERS = {
    "both": Words("解决且满意", "resolved, and satisfied"),
    "resolved": Words("解决但不满意", "resolved, and not satisfied"),
    "satisfied": Words("未解决但满意", "not resolved, and satisfied"),
    "neither": Words("未解决也不满意", "neither"),
}
came_to = Attribute("came-to", Words("回访结果", "came to"), Options(ANSWERS))
TOPICS = {"heating": "供暖", "noise": "噪声", "parking": "停车", "other": "其他"}
topic = Attribute(
    "topic",
    Words("诉求类别", "topic"),
    Options({code: Words(zh, code) for code, zh in TOPICS.items()}),
)
case = Kind("case", Words("诉求", "case"), clause="1", attributes=(topic, came_to))
late = Kind("late", Words("逾期答复", "answered late"), clause="1", recorded=False)

answer = Attribute("answer", Words("诉求人评价", "answer"), Options(ANSWERS), required=True)
transfer = Step("transfer", Words("转办", "transfer"), kinds=(case,))
reply = Step("reply", Words("答复", "reply"), kinds=(case,))
call_back = Step(
    "call-back", Words("回访", "call back"), (answer,), (case,), finds=Finds(came_to, answer, {code: code for code in ANSWERS})
)

ALL = Counted(count(case))


def _share(of: Exact, every: Exact) -> Exact:
    return Fraction(of, every) if every else 0


# ---- 1 · 响应率


def response(cases: Exact, late: Exact) -> Exact:
    """1: answered in time, of all."""
    return _share(cases - late, cases)


RESPONSE = {"cases": ALL, "late": Counted(count(late))}
CLAUSE_1: tuple[Provision, ...] = (
    Duty(
        "1",
        "诉求转办后应当在3个工作日内答复诉求人",
        code="answer",
        words=Words("按期答复", "answer in time"),
        trigger=After(transfer),
        expect=Done(reply),
        by=WorkingDays(3),
        breach=late,
    ),
    Figure(
        "1",
        "响应率为按期答复的诉求占全部诉求的比例",
        code="response",
        words=Words("响应率", "response"),
        of=Formula(response, RESPONSE),
        percent=True,
    ),
)

# ---- 2 · 解决率


def resolved(cases: Exact, resolved: Exact) -> Exact:
    """2: resolved as those who complained say, of all."""
    return _share(resolved, cases)


RESOLVED = {"cases": ALL, "resolved": Counted(count(case, when=came_to.is_("both", "resolved")))}
CLAUSE_2: tuple[Provision, ...] = (
    Figure(
        "2",
        "解决率为经回访已解决的诉求占全部诉求的比例",
        code="resolved",
        words=Words("解决率", "resolved"),
        of=Formula(resolved, RESOLVED),
        percent=True,
    ),
)

# ---- 3 · 满意率


def satisfied(cases: Exact, satisfied: Exact) -> Exact:
    """3: with which those who complained are satisfied, of all."""
    return _share(satisfied, cases)


SATISFIED = {"cases": ALL, "satisfied": Counted(count(case, when=came_to.is_("both", "satisfied")))}
CLAUSE_3: tuple[Provision, ...] = (
    Figure(
        "3",
        "满意率为经回访满意的诉求占全部诉求的比例",
        code="satisfied",
        words=Words("满意率", "satisfied"),
        of=Formula(satisfied, SATISFIED),
        percent=True,
    ),
)

# ---- 4 · 排名


def whole(cases: Exact, late: Exact, resolved: Exact, satisfied: Exact) -> Exact:
    """4: a tenth of the response, and 45 hundredths of each of the others, of a hundred."""
    return _share(10 * (cases - late) + 45 * (resolved + satisfied), cases)


CLAUSE_4: tuple[Provision, ...] = (
    Standing(
        "4",
        ("综合得分按响应率占10%、解决率占45%、满意率占45%计算", "按综合得分由高到低排名"),
        of=Formula(whole, {**RESPONSE, **RESOLVED, **SATISFIED}),
        code="whole",
        words=Words("综合得分", "whole score"),
    ),
)

# ---- 5

CLAUSE_5: tuple[Provision, ...] = (Unruled("5", Words("谁来解释，不影响排名。", "Who interprets the text moves no rank.")),)

RULES = Regulation(
    id="示例〔2024〕12号",
    title=Words("市民热线接诉即办考核办法", "Assessment of the citizens' hotline"),
    text=Edition(files(__package__) / "measures.zh.md"),
    in_force_from=None,
    provisions=(*CLAUSE_1, *CLAUSE_2, *CLAUSE_3, *CLAUSE_4, *CLAUSE_5),
)
SECTOR = Sector(
    name="hotline",
    title=Words("市民热线", "citizens' hotline"),
    regulations=(RULES,),
    unit_kinds=(STREET,),
    assessed=(STREET.code,),
    kinds=(case, late),
    steps=(transfer, reply, call_back),
    periods=(MONTH, QUARTER),
    by_case=True,
)


@hookimpl
def conduct_sector() -> Sector:
    """The sector, whole."""
    return SECTOR
