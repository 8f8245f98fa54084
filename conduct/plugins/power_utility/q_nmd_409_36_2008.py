"""Q/NMD-409.36-2008 行风与服务工作零投诉考核办法: its chapters in its own order; its words stand in the file beside this one."""

from __future__ import annotations

from pathlib import Path

from conduct.law import Done, Duty, Edition, Never, Opened, Provision, Regulation, Understood, Unruled, Words

from . import c2_contents, c3_windows_and_awards
from . import kinds as k
from .c3_complaints import ART10
from .common import AT_COMPANY, PARTY_COMMITTEE, PENDING

# ---- 第一条

ART1: tuple[Provision, ...] = (Unruled("art1", Words("目的与依据，不设义务。", "Purpose and basis; sets no obligation.")),)

# ---- 第二条

ART2: tuple[Provision, ...] = (
    Understood(
        "art2",
        Words("适用范围：考核各二级单位，处罚及于职工。", "Scope: stations are assessed, sanctions reach their people."),
        "本考核办法适用于扎鲁特旗农电公司所属各二级单位和全体职工",
    ),
)

# ---- 第十五条

ART15: tuple[Provision, ...] = (
    Unruled(
        "art15",
        Words(
            "奖励依《行风建设奖惩细则》，该文件未附，奖励未设规则。",
            "Rewards follow 《行风建设奖惩细则》, which is not at hand; no reward is encoded.",
        ),
        quote="行风和服务工作的奖励,依据《行风建设奖惩细则》进行奖励",
        in_scope=True,
    ),
)

# ---- 第十六条

ART16: tuple[Provision, ...] = (
    Duty(
        "art16",
        "对投诉到农电公司的各种行风和服务方面问题,由公司党委负责查处",
        code="investigate",
        words=Words("调查投诉", "investigate the complaint"),
        trigger=Opened((k.complaint, k.window_complaint), case=AT_COMPANY & PENDING, as_entered=True),
        expect=Done(k.investigate, other=(k.verify,)),
        by=Never(),
        bearer=PARTY_COMMITTEE,
    ),
)

# ---- 第十七条

ART17: tuple[Provision, ...] = (Unruled("art17", Words("解释权。", "Who interprets the text.")),)

# ---- 第十八条

ART18: tuple[Provision, ...] = (Unruled("art18", Words("施行日期，未载明日子。", "When it is in force; no date is given.")),)

MEASURES = Regulation(
    id="Q/NMD-409.36-2008",
    title=Words("行风与服务工作零投诉考核办法", "Measures for the zero-complaint assessment of conduct and service"),
    text=Edition(Path(__file__).with_name("q_nmd_409_36_2008.zh.md")),
    in_force_from=None,
    veto_words=Words("一票否决", "veto"),
    provisions=(
        *ART1,
        *ART2,
        *c2_contents.PROVISIONS,
        *ART10,
        *c3_windows_and_awards.PROVISIONS,
        *ART15,
        *ART16,
        *ART17,
        *ART18,
    ),
)
