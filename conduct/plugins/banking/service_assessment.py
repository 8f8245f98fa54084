"""××银行 服务工作专项考核办法, its chapters in its own order, with a score sheet put in place; its words stand in the file beside this one."""

from __future__ import annotations

from pathlib import Path

from conduct.law import Checklist, Edition, Kind, Provision, Regulation, Step, Understood, Unruled, Words

from . import kinds as k
from .c2_indicators import art4, art5, art6, sections
from .c3_organisation import ART7, art8, art9
from .sheet import ScoreSheet

# ---- 第一条

ART1: tuple[Provision, ...] = (Unruled("art1", Words("目的，不设义务。", "Purpose; sets no obligation.")),)

# ---- 第二条

ART2: tuple[Provision, ...] = (Unruled("art2", Words("依据与原则，不设义务。", "Basis and principles; sets no obligation.")),)

# ---- 第三条

ART3: tuple[Provision, ...] = (
    Understood(
        "art3",
        Words(
            "考核对象：各支行（营业部）；网点的事项计入其行部。",
            "Who is assessed: branches; facts of an outlet count for its branch.",
        ),
        "本办法考核对象为各支行(营业部)",
    ),
)

# ---- 第十条

ART10: tuple[Provision, ...] = (
    Unruled(
        "art10",
        Words("各行部可自定办法，不在本考核内。", "Branches may make measures of their own, outside this assessment."),
        "各行部可结合本行部的实际情况制定具体考评办法",
    ),
    Unruled(
        "art10",
        Words(
            "行部自定办法是否报备，不作为职责跟踪。",
            "Whether a branch filed measures of its own is not followed as a duty.",
        ),
        quote="并报市分行备案",
        in_scope=True,
    ),
)

# ---- 第十一条

ART11: tuple[Provision, ...] = (Unruled("art11", Words("解释权。", "Who interprets the text.")),)

# ---- 第十二条

ART12: tuple[Provision, ...] = (Unruled("art12", Words("施行日期，年份未载明。", "When it is in force; the year is not given.")),)

# ---- the whole

PRINCIPLES = Regulation(
    id="银行服务零投诉心得",
    title=Words("银行服务零投诉心得", "Reflections on zero complaints in banking"),
    text=Edition(Path(__file__).with_name("zero_complaint_principles.zh.md")),
    in_force_from=None,
    provisions=(
        Unruled("p1", Words("宗旨，不设义务。", "Purpose; sets no obligation.")),
        Checklist("p2", "这包括岗位规范、着装统一、仪表举止、文明用语、电话用语等", step=k.check, by=k.norm, met=k.met),
        Unruled(
            "p2",
            Words("管理与培训的心得，由人判断，不设规则。", "Reflections on how to manage and to train, for people to judge."),
            judged=True,
        ),
        Unruled("p3", Words("结语，不设义务。", "Closing words; sets no obligation.")),
    ),
)


def regulation(sheet: ScoreSheet, finding: Kind, feedback: Step, rectify: Step, recheck: Step) -> Regulation:
    """The regulation with a score sheet put in place."""
    indicators = sections(sheet)
    return Regulation(
        id="服务工作专项考核办法",
        title=Words("××银行服务工作专项考核办法", "Measures for the special assessment of service, ×× Bank"),
        text=Edition(Path(__file__).with_name("service_assessment.zh.md")),
        in_force_from=None,
        whole=100,
        beside=(PRINCIPLES,),
        provisions=(
            *ART1,
            *ART2,
            *ART3,
            *art4(indicators),
            *art5(sheet, finding, indicators),
            *art6(finding, feedback, rectify, recheck),
            *ART7,
            *art8(finding),
            *art9(finding),
            *ART10,
            *ART11,
            *ART12,
        ),
    )
