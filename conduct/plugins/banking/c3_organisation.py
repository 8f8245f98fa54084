"""第三章 考评组织与实施 (art7 to art9): who assesses, how often, and what follows."""

from __future__ import annotations

from datetime import date

from conduct.law import (
    QUARTER,
    YEAR,
    Choice,
    Combined,
    Done,
    Duty,
    EveryPeriod,
    First,
    Found,
    FromPeriod,
    Kind,
    Outcome,
    Partly,
    Period,
    Provision,
    Reading,
    Standing,
    Understood,
    Unranked,
    Unruled,
    Unseen,
    Words,
    count,
)

from . import kinds as k

# ---- 第七条

GROUP = Words("市分行考评组", "the city branch's assessment group")

ART7: tuple[Provision, ...] = (Unruled("art7", Words("由谁组织实施。", "Who organises the assessment.")),)

# ---- 第八条

year = Reading(
    "year",
    "art8",
    default="mean",
    alternatives=("mean", "last"),
    about=Words("年度得分", "how four quarters make a year"),
    why=Words("四个季度如何合成年度得分和各指标得分。", "How the four quarters make a year's score and sections."),
    options={
        "mean": Words("四个季度的平均", "the mean of the four quarters"),
        "last": Words("最后一季", "the last quarter"),
    },
)

part_year = Reading(
    "part-year",
    "art8",
    default="listed",
    alternatives=("listed", "ranked"),
    about=Words("当年只存续部分季度的行部", "a branch that stood for part of the year"),
    why=Words(
        "存续不足四个季度的行部：列出其所在各季的平均（或最后一季）而不排名次（listed），还是照此排名（ranked）。",
        "A branch that stood in fewer than the four quarters: shown with the mean (or the last) of the quarters it stood in, without a "
        "rank (`listed`); or ranked by it (`ranked`).",
    ),
    options={
        "listed": Words("列出而不排名次", "shown without a rank"),
        "ranked": Words("照此排名", "ranked by it"),
    },
)

uninspected = Reading(
    "uninspected",
    "art8",
    default="listed",
    alternatives=("listed", "ranked"),
    about=Words("当季无人检查的行部", "a branch that nobody inspected"),
    why=Words(
        "当季无人检查的行部：没有考核依据，列出而不排名次（listed），还是按已有数据排名（ranked）。",
        "A branch that nobody inspected in the quarter: shown without a rank, since nothing was measured (`listed`); or ranked by what "
        "there is (`ranked`).",
    ),
    options={
        "listed": Words("列出而不排名次", "shown without a rank"),
        "ranked": Words("按已有数据排名", "ranked by what there is"),
    },
)


def quarter_end(quarter: Period) -> date:
    """art8: an inspection of every quarter is due by its last day."""
    return quarter.end


ART8_UNDERSTOOD: tuple[Provision, ...] = (
    Understood(
        "art8",
        Words(
            "定期检查与抽查的发现同样计分；投诉处理和整改情况作为该指标的发现登记。",
            "Findings of periodic inspections and spot checks count alike; how a complaint was handled and rectified is a finding of that "
            "indicator.",
        ),
        (
            "市分行对各行部服务工作采取定期和不定期专项考核",
            "并将抽查结果,以及客户投诉事件处理落实和整改情况一并计入服务工作专项考核最后总得分",
        ),
    ),
    Understood(
        "art8",
        Words(
            "年度的各季都按年度的截至日判断。一个季度须有当季存续行部的指标数据；行部按启用和终止日期存续于一季，“不予考核”的除外。年度投诉率按全年投诉除以全年业务量计，不取各季平均。",
            "Each quarter of a year is judged as of the year's as-of. A quarter needs the measures of the branches that stood in it; a "
            "branch stands in a quarter by its from and until, less what is entered as not assessed. The rates of a year are the year's "
            "complaints by the year's transactions, not the mean of the quarters' rates.",
        ),
    ),
    Understood(
        "art8",
        Words(
            "受检查：当季行部或其网点有检查（定期或抽查）或发现。当季无一行部登记检查的，全部排名，并作说明。无人检查而只列出的季度，不计入年度平均，也不影响年度名次；全年无人检查的，只列出而不计分。",
            "Inspected is a branch with an inspection of either round, or a finding, of it or its outlets in the quarter; where no branch "
            "has an inspection in the quarter, all are ranked and a note says so. A quarter in which a branch is listed so is left out "
            "of its year's mean and takes no rank from it; inspected in none, it is listed without a score.",
        ),
    ),
)


def art8(finding: Kind) -> tuple[Provision, ...]:
    """Every quarter, and a year made of its quarters."""
    return (
        Duty(
            "art8",
            "每季度进行服务工作定期检查考核",
            code="inspect",
            words=Words("定期检查", "periodic inspection"),
            trigger=EveryPeriod((QUARTER,)),
            expect=Done(k.inspected, k.round_of.is_("periodic")),
            by=FromPeriod(quarter_end, Words("当季最后一日", "the last day of the quarter")),
            bearer=GROUP,
        ),
        year,
        Combined(
            "art8",
            "每季度进行服务工作定期检查考核",
            period=YEAR,
            parts=QUARTER,
            how=Choice(year, {"mean": "mean", "last": "last"}),
        ),
        part_year,
        Unranked(
            "art8",
            "每季度进行服务工作定期检查考核",
            code="part-year",
            words=Words("当年存续不足四个季度", "stood in fewer than the four quarters"),
            where=Partly(),
            active=Choice(part_year, {"listed": True, "ranked": False}),
        ),
        uninspected,
        Unranked(
            "art8",
            "每季度进行服务工作定期检查考核",
            code="uninspected",
            words=Words("无人检查", "inspected by nobody"),
            where=Unseen(k.inspected, count(finding)),
            active=Choice(uninspected, {"listed": True, "ranked": False}),
        ),
        *ART8_UNDERSTOOD,
    )


# ---- 第九条

fraud_doubles = Reading(
    "fraud-doubles",
    "art9",
    default="finding",
    alternatives=("finding", "assessment"),
    about=Words("弄虚作假加倍的范围", "what fraud doubles"),
    why=Words(
        "加倍扣分及于弄虚作假的那一项发现（罚则从严解释），还是该行部当季的全部发现。",
        "加倍扣分 falls on the finding in which the fraud lies (a penal rule is read narrowly), or on all the branch's findings of that "
        "quarter.",
    ),
    options={
        "finding": Words("弄虚作假的那一项发现", "the finding in which the fraud lies"),
        "assessment": Words("该行部当季的全部发现", "all the branch's findings of that quarter"),
    },
)

fraud_commended = Reading(
    "fraud-commended",
    "art9",
    default="yes",
    alternatives=("yes", "no"),
    about=Words("弄虚作假的行部能否受表彰", "whether fraud bars commendation"),
    why=Words(
        "当期有弄虚作假的行部位列前三名时是否仍予表彰；不表彰的，其后名次不递补。",
        "Whether a branch with fraud in the period may be among the first three that are commended; nobody moves up.",
    ),
    options={
        "yes": Words("仍予表彰", "it may be commended"),
        "no": Words("不予表彰", "it may not be commended"),
    },
)


def art9(finding: Kind) -> tuple[Provision, ...]:
    """The standing, and what it and fraud lead to."""
    return (
        Standing("art9", "对服务工作专项考核排名"),
        fraud_doubles,
        fraud_commended,
        Outcome(
            "art9",
            "对服务工作专项考核排名前三名的行部给予表彰",
            name="commended",
            words=Words("表彰", "commended"),
            place=First(3),
            unless=Choice(fraud_commended, {"yes": (), "no": ("criticised",)}),
        ),
        Outcome(
            "art9",
            "对考核中弄虚作假的行部,加倍扣分并予以通报批评",
            name="criticised",
            words=Words("通报批评", "criticised by circular"),
            place=Found(count(finding, when=k.fraud.is_(True))),
        ),
        Understood("art9", Words("前三名含并列。", "Ties are included among the first three.")),
    )
