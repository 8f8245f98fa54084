"""2.3 (三)信访办理情况: in time, by the rules, and honestly reported."""

from __future__ import annotations

from conduct.law import After, Charge, Done, Duty, Each, Given, Provision, Section, Understood, Veto, Words, count

from . import kinds as k
from .common import INELIGIBLE, INELIGIBLE_WORDS, NOT_ADVANCED, demand, evidence

# ---- 2.3 · (三)信访办理情况

handling = Section("2.3", "2.3", quote="本考核项目25分,扣完为止", words=Words("信访办理情况", "handling"), base=25)

CLAUSE_2_3: tuple[Provision, ...] = (handling,)

# ---- 2.3.1 · 1、信访办理时效

CLAUSE_2_3_1: tuple[Provision, ...] = (
    Duty(
        "2.3.1",
        "保监局转办信访件指定办理期限的,应当按期办理完毕",
        code="reply-in-time",
        words=Words("按期办结上报", "reply in time"),
        trigger=After(k.transfer),
        expect=Done(k.reply),
        by=Given(k.due, k.workdays),
        breach=k.late,
        excuse=Done(k.reply, k.excused.is_(True)),
        once=True,
    ),
    Understood(
        "2.3.1",
        Words(
            "“不扣分”者为有证据证明因信访人不配合而超期；一件信访不论转办几次，逾期只计一件。",
            "Not charged is what was late because the petitioner did not cooperate; one petition is late once, however often transferred.",
        ),
    ),
    evidence("2.3.1", "以保监局信访工作机构掌握的数据为准"),
    Charge(
        "2.3.1",
        ("不能按期办理信访的,每件扣2分", "公司有明确证据证明因信访人不配合公司处理而导致的公司信访处理超期的,不扣分"),
        count=count(k.late, when=k.excused.is_(False)),
        scale=Each(2),
        section=handling,
    ),
)

# ---- 2.3.2 · 2、信访办理过程

CLAUSE_2_3_2: tuple[Provision, ...] = (
    demand(
        "2.3.2",
        "各省级分公司办理信访投诉事项应当依照法律、内控制度及合同约定进行处理;保监局对重要信访件有明确督办意见的,应遵照督办意见执行",
    ),
    evidence(
        "2.3.2",
        "保监局信访工作机构通过信访渠道对各公司信访办理过程监督,以接到信访人反映公司未依法或依照约定处理信访事项的举报并查证为准。拒不执行监管机关指示处理信访件的以保监局信访工作机构及相关职能处室掌握的材料为准",
    ),
    Charge("2.3.2", "未按照规定处理信访事项的,每件扣5分", count=count(k.improper_handling), scale=Each(5), section=handling),
    Charge("2.3.2", "不执行重要信访件督办意见的,每件扣10分", count=count(k.supervision_defied), scale=Each(10), section=handling),
    Veto(
        "2.3.2",
        f"不执行重要信访件督办意见的,每件扣10分,{NOT_ADVANCED}",
        name=INELIGIBLE,
        words=INELIGIBLE_WORDS,
        count=count(k.supervision_defied),
    ),
)

# ---- 2.3.3 · 3、信访办理结果反馈

CLAUSE_2_3_3: tuple[Provision, ...] = (
    demand(
        "2.3.3", "各省级分公司办结保监局转办、交办的信访件,应当由省级分公司以书面形式上报,且加盖公章,不得谎报、瞒报信访办理结果"
    ),
    evidence("2.3.3", "以保监局信访工作机构掌握的数据为准"),
    Charge("2.3.3", "信访反馈形式不符合要求的,每发生一次扣2分", count=count(k.feedback_form), scale=Each(2), section=handling),
    Charge("2.3.3", "谎报、瞒报信访办理结果的,每发生一件扣10分", count=count(k.feedback_false), scale=Each(10), section=handling),
    Veto(
        "2.3.3",
        f"谎报、瞒报信访办理结果的,每发生一件扣10分,{NOT_ADVANCED}",
        name=INELIGIBLE,
        words=INELIGIBLE_WORDS,
        count=count(k.feedback_false),
    ),
)

PROVISIONS: tuple[Provision, ...] = (
    *CLAUSE_2_3,
    *CLAUSE_2_3_1,
    *CLAUSE_2_3_2,
    *CLAUSE_2_3_3,
)
