"""2.1 (一)制度机制建设: what a company has to have in place."""

from __future__ import annotations

from conduct.law import (
    After,
    Charge,
    Done,
    Duty,
    Months,
    Once,
    Provision,
    Section,
    Understood,
    Unruled,
    Words,
    WorkingDays,
    count,
)

from . import kinds as k
from .common import demand, evidence

# ---- 2.1 · (一)制度机制建设

institutions = Section(
    "2.1", "2.1", quote="本考核项目基准分为15分,扣完为止", words=Words("制度机制建设", "institutions"), base=15
)

CLAUSE_2_1: tuple[Provision, ...] = (
    institutions,
    Understood(
        "2.1",
        Words(
            "本项各事项在一个考核期内不论登记几次只扣一次，不同事项累加。",
            "Items of 2.1 count once a period however often they are recorded, and add up.",
        ),
    ),
)

# ---- 2.1.1 · 1、公司领导重视信访投诉工作

CLAUSE_2_1_1: tuple[Provision, ...] = (
    demand("2.1.1", "各保险公司省级分公司应当成立信访工作领导小组,明确一名班子成员具体分管信访工作"),
    Duty(
        "2.1.1",
        "领导小组成员及分管负责人有变化的,应在一个月内重新报告",
        code="report-leadership",
        words=Words("报告领导变化", "report the change of leadership"),
        trigger=After(k.leadership_changed),
        expect=Done(k.leadership_reported),
        by=Months(1),
        breach=k.leadership_change_unreported,
    ),
    evidence("2.1.1", "以公司向保监局报送的公文为准,必要时进行调查核实"),
    Charge(
        "2.1.1",
        "未成立领导小组、未明确分管负责人的,扣2分",
        count=count(k.leadership_missing),
        scale=Once(2),
        section=institutions,
    ),
    Charge(
        "2.1.1",
        "未及时报告变化情况的,扣1分",
        count=count(k.leadership_change_unreported),
        scale=Once(1),
        section=institutions,
    ),
)

# ---- 2.1.2 · 2、明确归口管理部门

CLAUSE_2_1_2: tuple[Provision, ...] = (
    demand("2.1.2", "各省级分公司应当明确本机构归口管理信访的部门并向保监局报告"),
    evidence("2.1.2", "以公司向保监局报送的公文为准,必要时进行调查核实"),
    Charge("2.1.2", "未明确归口管理部门的,扣2分", count=count(k.department_missing), scale=Once(2), section=institutions),
    Unruled(
        "2.1.2",
        Words(
            "是否“切实履行管理职责”由机关判断，办法未定扣分。",
            "Whether duties are truly performed is for people to judge; the text sets no points.",
        ),
        quote="信访归口管理部门应当切实履行管理职责",
        judged=True,
    ),
)

# ---- 2.1.3 · 3、明确信访联络人

CLAUSE_2_1_3: tuple[Provision, ...] = (
    demand("2.1.3", "各省级分公司应当明确专人负责与保监局联系信访工作"),
    Duty(
        "2.1.3",
        "人员有变化时应在1个工作日内电话或书面报告",
        code="report-contact",
        words=Words("报告联系人变更", "report the change of contact"),
        trigger=After(k.contact_changed),
        expect=Done(k.contact_reported),
        by=WorkingDays(1),
        breach=k.contact_missing,
    ),
    evidence("2.1.3", "以保监局信访工作机构掌握的情况为准"),
    Charge(
        "2.1.3",
        "未指定信访联系人,或者信访联系人变更未及时报告的,扣2分",
        count=count(k.contact_missing),
        scale=Once(2),
        section=institutions,
        unless=(k.contact_change_harmful,),
    ),
    Charge(
        "2.1.3",
        "因未及时报告信访联系人变更情况影响信访处理的,扣5分",
        count=count(k.contact_change_harmful),
        scale=Once(5),
        section=institutions,
    ),
    Understood(
        "2.1.3",
        Words(
            "影响信访处理的扣5分，代替未及时报告的2分，不是7分。",
            "A change not reported that harmed the handling costs 5 in place of the 2, not 7.",
        ),
    ),
)

# ---- 2.1.4 · 4、建立信访处理流程

CLAUSE_2_1_4: tuple[Provision, ...] = (
    demand("2.1.4", "各省级分公司应当按照总公司及江苏保监局的要求建立完善的信访处理流程"),
    evidence("2.1.4", "审查各省级分公司信访投诉处理的相关制度,确定该制度对信访处理的关键环节是否做出规定"),
    Charge("2.1.4", "未建立信访处理流程,扣2分", count=count(k.process_missing), scale=Once(2), section=institutions),
    Charge(
        "2.1.4",
        "虽然制定了信访工作流程,但未对信访处理的关键环节做出规定的,扣1分",
        count=count(k.process_key_links_missing),
        scale=Once(1),
        section=institutions,
        unless=(k.process_missing,),
    ),
    Understood(
        "2.1.4",
        Words(
            "“关键环节”以有流程为前提：没有流程的只扣2分。",
            "The key links presuppose a procedure: without one the 2 points alone are taken.",
        ),
    ),
)

# ---- 2.1.5 · 5、建立重大信访应急处理机制

CLAUSE_2_1_5: tuple[Provision, ...] = (
    demand("2.1.5", "各省级分公司应当根据监管部门的要求和总公司的相关制度,制定本机构的应急处置预案"),
    evidence("2.1.5", "以各省级分公司向保监局备案的书面文件为准"),
    Charge(
        "2.1.5",
        "未建立信访紧急事件应急处理机制的,扣2分",
        count=count(k.emergency_missing),
        scale=Once(2),
        section=institutions,
    ),
)

# ---- 2.1.6 · 6、建立信访工作目标责任制度

CLAUSE_2_1_6: tuple[Provision, ...] = (
    demand("2.1.6", "各省级分公司应当根据内控制度要求建立信访投诉工作目标责任制"),
    evidence("2.1.6", "公司年终向保监局报告,保监局抽查"),
    Charge(
        "2.1.6",
        "未建立信访工作目标责任制度的,或虽建立制度但未实施的,扣5分",
        count=count(k.accountability_missing),
        scale=Once(5),
        section=institutions,
    ),
    Unruled(
        "2.1.6",
        Words(
            "是否每年考核、考核结果是否纳入指标，不作为职责跟踪；未实施的由机关登记。",
            "Whether the yearly review was held and entered the indicators is not followed as a duty; the office enters what was not applied.",
        ),
        quote="每年至少考核一次,并且将考核结果纳入总体考核指标",
        in_scope=True,
    ),
)

# ---- 2.1.7 · 7、建立总经理信访接待日制度

CLAUSE_2_1_7: tuple[Provision, ...] = (
    demand("2.1.7", "各省级分公司应当根据中国保监会、江苏保监局的要求建立总经理信访接待日制度"),
    evidence("2.1.7", "以公司向保监局报送建立总经理信访接待日制度的相关文件为准"),
    Charge(
        "2.1.7",
        "未按照要求建立总经理信访接待日制度的,扣2分",
        count=count(k.reception_day_missing),
        scale=Once(2),
        section=institutions,
    ),
)

PROVISIONS: tuple[Provision, ...] = (
    *CLAUSE_2_1,
    *CLAUSE_2_1_1,
    *CLAUSE_2_1_2,
    *CLAUSE_2_1_3,
    *CLAUSE_2_1_4,
    *CLAUSE_2_1_5,
    *CLAUSE_2_1_6,
    *CLAUSE_2_1_7,
)
