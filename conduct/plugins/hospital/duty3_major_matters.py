"""三: a major matter goes upwards, and is settled step by step."""

from __future__ import annotations

from conduct.law import (
    NUMBER,
    After,
    AfterFirst,
    AllDone,
    AllPreceded,
    Choice,
    Done,
    Duty,
    Kind,
    Never,
    Opened,
    Positive,
    Preceded,
    Provision,
    Reading,
    SameDay,
    Setting,
    Step,
    Understood,
    Unruled,
    Words,
    WorkingDays,
)

from . import kinds as k
from .common import ANY_DAYS, COMPLAINT, listed_alone

# ---- 三 (duty3)

major_means = Reading(
    "major-means",
    "duty3",
    default="both",
    alternatives=("both", "medical"),
    about=Words("“重大医患和行风事件”中“重大”管到哪里", "how far 重大 reaches in 重大医患和行风事件"),
    why=Words(
        "“both”：重大的医患事件和重大的行风事件；“medical”：重大的医患事件和所有行风事件（未填性质的同“both”）。",
        "both: 重大 governs both, the procedure is for what is major; medical: it governs 医患 alone, the procedure is for what is medical "
        "and major, and for every matter of conduct (one whose nature is blank as under both).",
    ),
    options={
        "both": Words("重大的医患事件和重大的行风事件", "major medical matters, and major matters of conduct"),
        "medical": Words("重大的医患事件和所有行风事件", "major medical matters, and every matter of conduct"),
    },
)

escalate_within = Reading(
    "escalate-within",
    "duty3",
    default="1",
    alternatives=ANY_DAYS,
    about=Words("汇报的期限（工作日）", "within how many working days to escalate"),
    why=Words("条文写“按程序”，没有数字。", "按程序: no figure."),
)

settle_within = Reading(
    "settle-within",
    "duty3",
    default="never",
    alternatives=Positive(whole=True, low=0, codes=("never",), usual=10),
    about=Words(
        "重大事件会同、方案、批准、处理的期限（工作日）",
        "within how many working days a major matter is convened on, planned, approved and handled",
    ),
    why=Words(
        "重大事件须会商、拟订方案、报批并处理，条文没有时限。“never”：未做的各步一直待办，该件不算办结；填数字的，自投诉之日起届满仍缺步骤即为一次未履行。",
        "A major matter must be convened on, planned, approved and handled; the text gives no time. never: each step still undone is open, and "
        "the case counts as not settled; a number, from the complaint's day, makes the missing steps one breach when it has run.",
    ),
    options={
        "never": Words("没有时限，未做的各步一直待办", "no time: each step still undone stays open"),
    },
)

MAJOR = Choice(major_means, {"both": k.major.is_(True), "medical": k.major.is_(True) | k.nature.is_("conduct")})
SETTLING = (k.convene, k.plan, k.approve, k.handle)
CLOSED = AfterFirst(k.complaint, ((k.answer, None), (k.handle, MAJOR)))

PROCEDURE = (
    "重大医患和行风事件,按程序向上级和医院领导汇报,会同医院行风建设领导小组成员及相关科室、部门负责人、直接责任人,"
    "研究解决方案,报上级主管部门批准后予以协调处理"
)


def _order(step: Step, before: Preceded | AllPreceded, breach: Kind, quote: str) -> Duty:
    first = before.parts[0] if isinstance(before, AllPreceded) else before
    return Duty(
        "duty3",
        quote,
        code=f"{first.step.code}-before-{step.code}",
        words=Words(f"先{first.step.words.zh}后{step.words.zh}", f"{first.step.code} before {step.code}"),
        trigger=After(step, case=MAJOR),
        expect=before,
        by=SameDay(),
        breach=breach,
    )


def _settling(step: Step, zh: str, quote: str) -> Duty:
    """A step that a major matter needs, open until it is taken where no time is set for it."""
    return Duty(
        "duty3",
        quote,
        code=step.code,
        words=Words(zh, f"{step.code} in a major matter"),
        trigger=Opened(COMPLAINT, case=MAJOR),
        expect=Done(step),
        by=Never(),
        active=Choice(settle_within, {"never": True, NUMBER: False}),
    )


DUTY3: tuple[Provision, ...] = (
    major_means,
    escalate_within,
    settle_within,
    Duty(
        "duty3",
        "重大医患和行风事件,按程序向上级和医院领导汇报",
        code="escalate",
        words=Words("向上级和医院领导汇报", "escalate to the superior and the leaders"),
        trigger=Opened(COMPLAINT, case=MAJOR),
        expect=AllDone((Done(k.escalate, k.to.is_("superior")), Done(k.escalate, k.to.is_("leaders")))),
        by=WorkingDays(Setting(escalate_within)),
        breach=k.not_escalated,
    ),
    _order(
        k.convene,
        before=AllPreceded((Preceded(k.escalate, k.to.is_("superior")), Preceded(k.escalate, k.to.is_("leaders")))),
        breach=k.out_of_order,
        quote="按程序向上级和医院领导汇报,会同医院行风建设领导小组成员及相关科室、部门负责人、直接责任人",
    ),
    _order(
        k.plan,
        before=Preceded(k.convene),
        breach=k.out_of_order,
        quote="会同医院行风建设领导小组成员及相关科室、部门负责人、直接责任人,研究解决方案",
    ),
    _order(k.approve, before=Preceded(k.plan), breach=k.out_of_order, quote="研究解决方案,报上级主管部门批准"),
    _order(k.handle, before=Preceded(k.approve), breach=k.handled_without_approval, quote="报上级主管部门批准后予以协调处理"),
    _settling(k.convene, "重大事件须会商", "会同医院行风建设领导小组成员及相关科室、部门负责人、直接责任人"),
    _settling(k.plan, "重大事件须拟订方案", "研究解决方案"),
    _settling(k.approve, "重大事件须报批准", "报上级主管部门批准"),
    _settling(k.handle, "重大事件须处理", "予以协调处理"),
    Duty(
        "duty3",
        PROCEDURE,
        code="settle",
        words=Words("重大事件会同、方案、批准、处理完毕", "convene, plan, approve and handle a major matter"),
        trigger=Opened(COMPLAINT, case=MAJOR),
        expect=AllDone(tuple(Done(step) for step in SETTLING)),
        by=Choice(settle_within, {"never": Never(), NUMBER: WorkingDays(Setting(settle_within))}),
        breach=k.not_settled,
        active=Choice(settle_within, {"never": False, NUMBER: True}),
    ),
    *listed_alone("duty3", PROCEDURE, k.not_escalated, k.out_of_order, k.handled_without_approval, k.not_settled),
    Understood(
        "duty3",
        Words(
            "先汇报：会同之前（含当日）须已向上级和医院领导都汇报；方案、批准、处理各须前一步在同日或之前已办，每办一步各计一次；"
            "未经批准的处理只计“未经批准处理”。",
            "汇报 comes first: a convene needs both escalations, and plan, approve and handle the step before, on the same or an earlier day, "
            "counted per step taken; a handling without approval counts as that alone.",
        ),
        PROCEDURE,
    ),
    Understood(
        "duty3",
        Words(
            "重大事件以答复与处理中先办的一项为结，统计件数时还须会同、方案、批准、处理四步齐全。",
            "A major case is closed by the first of answer and handle; for the figures it is closed only when its four steps are taken too.",
        ),
    ),
    Unruled(
        "duty3",
        Words(
            "应会同哪些人由人判断；“会同人员”可以记下到会的人。",
            "Whom to convene is for people to judge; the step may record who came.",
        ),
        quote="会同医院行风建设领导小组成员及相关科室、部门负责人、直接责任人",
        judged=True,
    ),
)
