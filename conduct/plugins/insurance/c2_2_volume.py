"""2.2 (二)信访总量: companies of a class ranked by their petitions in each channel."""

from __future__ import annotations

from fractions import Fraction

from conduct.law import (
    Channel,
    Choice,
    Exact,
    Factor,
    Formula,
    Given,
    Ladder,
    Positive,
    Presumes,
    Provision,
    Reading,
    Reported,
    Section,
    Setting,
    Understood,
    VolumeRanking,
    Weighed,
    Words,
    count,
    shares,
    written,
)

from . import kinds as k

# ---- 2.2 · (二)信访总量

volume = Section("2.2", "2.2", quote="本考核项目为30分", words=Words("信访总量", "volume of petitions"), base=30)

premium_term = Reading(
    "premium-term",
    "2.2.1",
    default="channel",
    alternatives=("channel", "total"),
    about=Words("保费项中的信访总量", "the volume in the premium term"),
    why=Words(
        "channel：两项都取该渠道的信访量。各渠道“分别考核”；引出两个比值的一句对两者只说一个“信访总量”；否则某渠道没有一件信访的公司"
        "会因其他渠道的信访在该渠道扣分。total：按公式字面，机构数一项写“各渠道信访总量”而保费一项只写“信访总量”，保费项取公司"
        "全部信访量（2026年11月以前的默认）。",
        "`channel`: the channel's volume in both terms, since 各渠道分别考核, since the sentence that brings both ratios in names one "
        "信访总量 for both, and since else a company without one petition in a channel would be charged there for its petitions "
        "elsewhere. `total`: the formula's letter, which says 各渠道 in the outlets term and not in the premium term: the company's "
        "whole volume there (the default until 2026-11).",
    ),
    options={
        "channel": Words("两项都取该渠道的信访量", "the channel's volume in both terms"),
        "total": Words("保费项取公司全部信访量", "the company's whole volume in the premium term"),
    },
)

premium_unit = Reading(
    "premium-unit",
    "2.2.1",
    default="10000000",
    alternatives=Positive(),
    about=Words("保费的计量单位（元）", "the unit of premium (yuan)"),
    why=Words(
        "办法称“千万元保费比”，而指标“原保费收入”以元计。", "The text names 千万元保费比; the measure of premium is in yuan."
    ),
)

settled_weight = Reading(
    "settled-weight",
    "2.2",
    default="half",
    alternatives=("half", "whole"),
    about=Words("经快速处理并撤回的信访件折算几件", "what a petition settled by quick handling counts"),
    why=Words(
        "办法称“可折算为0.5件”，是“可”。half：折算为0.5件。whole：每件按一件计。",
        "The text says 可折算为0.5件: may. `half` counts each as 0.5; `whole` counts each as one.",
    ),
    options={
        "half": Words("折算为0.5件", "each counts as 0.5"),
        "whole": Words("每件按一件计", "each counts as one"),
    },
)

industry_average = Reading(
    "industry-average",
    "2.2.2",
    default="mean",
    alternatives=("mean", "pooled"),
    about=Words("行业平均得分", "the industry average"),
    why=Words(
        "mean：同类公司排名得分的平均数，没有信访的公司计入。pooled：以同类公司各项合计数代入公式。",
        "`mean`: of the ranking scores of the companies of that class, those without petitions included. `pooled`: the formula on "
        "the class's sums.",
    ),
    options={
        "mean": Words("同类公司排名得分的平均数", "the mean of the ranking scores of the class"),
        "pooled": Words("以同类公司各项合计数代入公式", "the formula on the sums of the class"),
    },
)

OUTLETS_SHARE, PREMIUM_SHARE = Fraction("0.4"), Fraction("0.6")
INDEX = f"{{channel}} ÷ {{outlets}} × {written(OUTLETS_SHARE)} + {{company}} ÷ {{premium}} × {written(PREMIUM_SHARE)}"


def literal_index(channel: Exact, company: Exact, outlets: Exact, premium: Exact) -> Exact:
    """2.2.1: the channel's petitions by outlets × 0.4 + petitions by ten million of premium × 0.6."""
    return shares((OUTLETS_SHARE, channel, outlets), (PREMIUM_SHARE, company, premium))


def index_said(channel: Exact, company: Exact, outlets: Exact, premium: Exact) -> Words:
    """2.2.1 with its figures."""
    first, second, n, millions = (written(value) for value in (channel, company, outlets, premium))
    text = f"{first} ÷ {n} × {written(OUTLETS_SHARE)} + {second} ÷ {millions} × {written(PREMIUM_SHARE)}"
    return Words(text, text)


def _index(whole_company: bool) -> Formula:
    return Formula(
        literal_index,
        {
            "channel": Weighed(),
            "company": Weighed(whole_unit=whole_company),
            "outlets": Reported(k.outlets),
            "premium": Reported(k.premium, per=Setting(premium_unit)),
        },
        said=index_said,
        words=Words(INDEX, INDEX),
    )


LIFE_CHANNELS = "对寿险公司的考核分书面信访、电话投诉、上门信访三个渠道分别考核,各占10分,各渠道考核分值扣完为止"
PROPERTY_CHANNELS = "对产险公司的考核分书面信访及来访、电话信访两个渠道,各占15分,各渠道考核分值扣完为止"
LIFE_LADDER = "寿险公司中,高于行业平均得分的,得分排名第一的,扣10分;得分排名第二的,扣9分;得分排名第三的,扣8分,依次类推,最少扣1分"

PROPERTY_LADDER = (
    "产险公司中,高于行业平均得分的,得分排名第一的,扣15分;得分排名第二的,扣13分;得分排名第三的,扣11分,"
    "第四名以后所扣分值从10分依次递减1分,最少扣1分"
)

CLAUSE_2_2: tuple[Provision, ...] = (
    volume,
    premium_term,
    premium_unit,
    settled_weight,
    industry_average,
    VolumeRanking(
        "2.2",
        (
            LIFE_CHANNELS,
            PROPERTY_CHANNELS,
            "产险公司的上门信访纳入书面信访及来访项目进行考核。产险公司、寿险公司的网络信访均纳入书面信访渠道进行考核",
            "信访量排名得分=(该省级分公司各渠道信访总量÷该省级分公司考核期末辖中支公司、支公司、营销服务部、营业部数量)×0.4"
            "+(该省级分公司信访总量÷该省级分公司考核期原保费收入)×0.6",
            "当按照上述计分方法得出分值相同时,信访绝对数量较多者排名靠前",
            "信访总量加权得分小于等于行业平均得分的,本考核项目不扣分",
            LIFE_LADDER,
            PROPERTY_LADDER,
        ),
        section=volume,
        count=count(
            k.petition,
            factors=(
                Factor(
                    "2.2",
                    "信访人通过书面或者电话等形式明确向保监局信访工作机构提出撤回投诉的,每件可折算为0.5件",
                    when=k.settled.is_(True),
                    n=Choice(settled_weight, {"half": "0.5", "whole": 1}),
                ),
            ),
        ),
        by=k.channel,
        channels={
            "life": (
                Channel("written", ("written", "online")),
                Channel("telephone", ("telephone",)),
                Channel("visit", ("visit",)),
            ),
            "property": (
                Channel("written", ("written", "visit", "online"), Words("书面信访及来访", "written petitions and visits")),
                Channel("telephone", ("telephone",), Words("电话信访", "petitions by telephone")),
            ),
        },
        index=Choice(premium_term, {"channel": _index(False), "total": _index(True)}),
        average=Choice(industry_average, {"mean": "mean", "pooled": "pooled"}),
        ladders={"life": Ladder((10, 9, 8), least=1), "property": Ladder((15, 13, 11, 10), least=1)},
        about={"life": (LIFE_CHANNELS, LIFE_LADDER), "property": (PROPERTY_CHANNELS, PROPERTY_LADDER)},
        index_words=Words("信访量排名得分", "index"),
        average_words=Words("行业平均得分", "average of the class"),
        weight_words=Words("本渠道折算件数", "weighted petitions of the channel"),
        whole_words=Words("各渠道折算件数", "weighted petitions of all channels"),
    ),
    Understood(
        "2.2",
        Words(
            "经快速处理并撤回的信访件折算后，公式两项都按折算数计；比较先后的“信访绝对数量”每件按整件计。",
            "A settled petition weighs the same in both terms; for 信访绝对数量, which tells equals apart, each counts whole.",
        ),
        "本节所指信访是指江苏保监局通过书面、上门、电话等渠道接收的各类信访件",
    ),
    Presumes(
        "2.2",
        "同时指定公司在3-5个工作日内报送处理情况报告",
        words=Words("经快速处理并撤回", "settled by quick handling"),
        kind=k.petition,
        when=k.settled.is_(True),
        step=k.transfer,
        by=Given(k.due, k.workdays),
        within=(3, 5),
    ),
)

# ---- 2.2.1 · 1、信访总量考核方法

CLAUSE_2_2_1: tuple[Provision, ...] = (
    Understood(
        "2.2.1",
        Words(
            "得分和绝对数量都相同的并列名次、同扣分。寿险、产险分别排名；平均得分取参加该排名的一类公司。",
            "Equal index and equal whole count share the rank and its points. Life and property companies are ranked apart; the "
            "average is taken over the class that is ranked.",
        ),
        (
            "引入信访总量与分支机构数量比、信访总量与千万元保费比指标,经加权后计算出得分大小,分别给产险、寿险机构信访量排名",
            "具体方法如下",
        ),
    ),
)

# ---- 2.2.2 · 2、扣分方法

CLAUSE_2_2_2: tuple[Provision, ...] = (
    Understood(
        "2.2.2",
        Words(
            "得分与平均得分按精确值比较：各公司数字相同时，没有一家高于平均。",
            "Scores and averages are compared exactly: companies with equal figures are not above their average.",
        ),
    ),
)

PROVISIONS: tuple[Provision, ...] = (
    *CLAUSE_2_2,
    *CLAUSE_2_2_1,
    *CLAUSE_2_2_2,
)
