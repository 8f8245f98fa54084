"""What can happen in a bank's branches: findings of an inspection, complaints, and what is done about findings."""

from __future__ import annotations

from conduct.law import Attribute, Day, Kind, MeasureKind, Number, Options, Step, UnitKind, Words, YesNo

BRANCH = UnitKind("branch", Words("行部", "branch", also=("支行", "营业部")))
OUTLET = UnitKind("outlet", Words("网点", "outlet", also=("营业网点",)))

RATE = Number(low=0, high=1)
satisfied = MeasureKind("satisfied", Words("满意率", "satisfied"), type=RATE, unit=Words("比率", "rate"))
basically_satisfied = MeasureKind(
    "basically-satisfied", Words("基本满意率", "basically satisfied"), type=RATE, unit=Words("比率", "rate")
)
transactions = MeasureKind(
    "transactions", Words("业务笔数", "transactions", also=("交易笔数",)), type=Number(above=0), unit=Words("笔", "transactions")
)

ROUND = Words("检查方式", "round", also=("检查类型",))
ROUNDS = Options(
    {
        "periodic": Words("定期检查", "periodic inspection", also=("定期",)),
        "spot": Words("不定期抽查", "spot check", also=("抽查", "专项抽查", "不定期")),
    }
)
round_ = Attribute("round", ROUND, type=ROUNDS, default="periodic")
fraud = Attribute("fraud", Words("弄虚作假", "fraud", also=("是否弄虚作假",)), YesNo())
verified = Attribute("verified", Words("是否属实", "verified", also=("属实",)), type=YesNo(), default=1)

complaint_forum = Kind(
    "complaint-forum",
    Words("园地投诉", "complaint on the forum"),
    clause="art5",
    attributes=(verified,),
    excused=verified.is_(False),
)
complaint_telephone = Kind(
    "complaint-telephone",
    Words("电话投诉", "complaint by telephone"),
    clause="art5",
    attributes=(verified,),
    excused=verified.is_(False),
)


def finding_of(items: Options) -> Kind:
    """The kind finding, its items those of a score sheet."""
    item = Attribute("item", Words("扣分项目", "item", also=("评分项目", "检查项目")), type=items, required=True)
    return Kind("finding", Words("检查发现", "finding", also=("扣分",)), clause="art5", attributes=(item, round_, fraud))


due = Attribute("due", Words("整改期限", "due", also=("期限",)), type=Day(), required=True)
passed = Attribute("passed", Words("是否整改到位", "passed", also=("整改到位", "通过")), type=YesNo(), required=True)
norm = Attribute(
    "norm",
    Words("规范", "norm", also=("规范项目",)),
    type=Options(
        {
            "post": Words("岗位规范", "conduct at the post"),
            "dress": Words("着装统一", "uniform dress", also=("着装",)),
            "bearing": Words("仪表举止", "bearing", also=("仪表",)),
            "language": Words("文明用语", "civil language"),
            "telephone": Words("电话用语", "telephone manners"),
        }
    ),
    required=True,
)
met = Attribute("met", Words("是否做到", "met", also=("做到", "达标")), type=YesNo(), required=True)

FEEDBACK, RECTIFY, RECHECK = Words("反馈", "feedback"), Words("整改", "rectify"), Words("复查", "recheck")
check = Step(
    "check", Words("规范检查", "check", also=("五项规范检查",)), attributes=(norm, met), by_unit=True, units=(OUTLET.code,)
)
round_of = Attribute("round", ROUND, type=ROUNDS, required=True)
inspected = Step(
    "inspected",
    Words("检查", "inspected", also=("检查考核", "现场检查")),
    attributes=(round_of,),
    by_unit=True,
    units=(BRANCH.code, OUTLET.code),
)
