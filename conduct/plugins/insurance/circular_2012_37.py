"""苏保监发〔2012〕37号 江苏保险业信访投诉工作量化考核办法, provision by provision; its words stand in the file beside this one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from importlib.resources import files

from conduct.law import (
    HALVES,
    YEAR,
    After,
    Channel,
    Charge,
    Choice,
    Decided,
    Done,
    Duty,
    Each,
    Edition,
    EveryPeriod,
    Exact,
    Factor,
    First,
    Formula,
    FromPeriod,
    Given,
    Has,
    Ladder,
    Last,
    Months,
    Once,
    Outcome,
    Period,
    Positive,
    Presumes,
    Reading,
    Regulation,
    Reported,
    Section,
    Setting,
    Standing,
    Steps,
    Understood,
    Unruled,
    Veto,
    VolumeRanking,
    Weighed,
    Words,
    WorkingDays,
    count,
    month_end,
    written,
)

from . import kinds as k

INELIGIBLE, LAST_PLACE = "ineligible", "last-place"
ADVANCED, CRITICISED, SUPERVISED = "advanced-unit", "criticised", "key-supervision"

INELIGIBLE_WORDS = Words("不得被评选为信访工作先进单位", "barred from being named an advanced unit")
LAST_PLACE_WORDS = Words("直接确定为信访考评末位机构", "directly determined the last in the assessment")
NOT_ADVANCED = "不得被评选为信访工作先进单位"

# ---- readings: where the text is open

premium_term = Reading(
    "premium-term",
    "2.2.1",
    "channel",
    ("channel", "total"),
    Words("保费项中的信访总量", "the volume in the premium term"),
    Words(
        "channel：两项都取该渠道的信访量。各渠道“分别考核”；引出两个比值的一句对两者只说一个“信访总量”；否则某渠道没有一件信访的公司"
        "会因其他渠道的信访在该渠道扣分。total：按公式字面，机构数一项写“各渠道信访总量”而保费一项只写“信访总量”，保费项取公司"
        "全部信访量（2026年11月以前的默认）。",
        "`channel`: the channel's volume in both terms, since 各渠道分别考核, since the sentence that brings both ratios in names one "
        "信访总量 for both, and since else a company without one petition in a channel would be charged there for its petitions "
        "elsewhere. `total`: the formula's letter, which says 各渠道 in the outlets term and not in the premium term: the company's "
        "whole volume there (the default until 2026-11).",
    ),
)
settled_weight = Reading(
    "settled-weight",
    "2.2",
    "half",
    ("half", "whole"),
    Words("经快速处理并撤回的信访件折算几件", "what a petition settled by quick handling counts"),
    Words(
        "办法称“可折算为0.5件”，是“可”。half：折算为0.5件。whole：每件按一件计。",
        "The text says 可折算为0.5件: may. `half` counts each as 0.5; `whole` counts each as one.",
    ),
)
standing_classes = Reading(
    "standing-classes",
    "4.2",
    "together",
    ("together", "apart"),
    Words("最终名次是否分寿险、产险", "whether life and property companies stand in one list"),
    Words(
        "together：寿险、产险合并排定最终名次。apart：分为两个名次表，各有前五名和最后三名。",
        "`together`: life and property companies stand in one list at the end. `apart`: two lists, each with its first five and last three.",
    ),
)
several_last = Reading(
    "several-last",
    "2.4.3",
    "shared",
    ("shared", "by-score"),
    Words("多家直接确定为末位的如何排名", "several units directly determined last"),
    Words(
        "shared：几家直接确定为末位的并列，都排在其他各家之后（12家中三家并列第10）。by-score：相互之间按得分先后。第2.4.6项同此。",
        "`shared`: all share the rank after every other's (10, 10, 10 of 12). `by-score`: among themselves in the order of their "
        "scores. 2.4.6 likewise.",
    ),
)
grave_exposure = Reading(
    "grave-exposure-points",
    "2.4.6",
    "none",
    ("none", "exposure"),
    Words("曝光产生其他严重后果是否另扣分", "whether grave consequences of an exposure carry points"),
    Words(
        "“产生其他严重后果的”只定末位，未定分值。none：不扣分。exposure：末位之外，曝光属实的5分照扣。",
        "产生其他严重后果 names the last place and no points. `none`: no points. `exposure`: the 5 points of 曝光属实 are charged beside it.",
    ),
)
premium_unit = Reading(
    "premium-unit",
    "2.2.1",
    "10000000",
    Positive(),
    Words("保费的计量单位（元）", "the unit of premium (yuan)"),
    Words("办法称“千万元保费比”，而指标“原保费收入”以元计。", "The text names 千万元保费比; the measure of premium is in yuan."),
)
industry_average = Reading(
    "industry-average",
    "2.2.2",
    "mean",
    ("mean", "pooled"),
    Words("行业平均得分", "the industry average"),
    Words(
        "mean：同类公司排名得分的平均数，没有信访的公司计入。pooled：以同类公司各项合计数代入公式。",
        "`mean`: of the ranking scores of the companies of that class, those without petitions included. `pooled`: the formula on "
        "the class's sums.",
    ),
)
semiannual = Reading(
    "semiannual-report",
    "2.4.2",
    "recorded",
    ("recorded", "tracked"),
    Words("半年报告漏报的认定", "how a missed half-year report is found"),
    Words(
        "recorded：由机关登记漏报。tracked：半年结束后次月月底前须有“半年报告”动作，否则即为漏报；漏报归属其所报的半年，截至日到达期限时认定一次。",
        "`recorded`: a miss is an incident that the office enters. `tracked`: a half-year report must be dated by the end of the "
        "month after that half-year, else it is missed; the miss belongs to the half-year it is for, and is judged once as-of "
        "reaches that deadline.",
    ),
)
ineligible_replaced = Reading(
    "ineligible-replaced",
    "4.2",
    "no",
    ("no", "yes"),
    Words("前五名不得评先时是否递补", "whether the next in rank moves up"),
    Words(
        "前五名中有不得评为先进单位的，后一名是否递补；yes 时名次在既未被取消评先资格又非末位的公司之间计算。",
        "Whether the next in rank moves up when one of the first five may not be named 先进单位; with `yes` the rank is taken "
        "among the units that are neither ineligible nor last.",
    ),
)

# ---- sections

institutions = Section("2.1", "2.1", "本考核项目基准分为15分,扣完为止", Words("制度机制建设", "institutions"), base=15)
volume = Section("2.2", "2.2", "本考核项目为30分", Words("信访总量", "volume of petitions"), base=30)
handling = Section("2.3", "2.3", "本考核项目25分,扣完为止", Words("信访办理情况", "handling"), base=25)
daily = Section("2.4", "2.4", "本考核项目30分,扣完为止", Words("信访日常工作", "daily work"), base=30)
bonus = Section("3", "3", "各项加分累计分值不超过20分", Words("特殊事项（加分）", "special matters (bonus)"), cap=20, bonus=True)
commendations = Section(
    "3.1",
    "3.1",
    "多次受表彰的不重复加分;受不同层级表彰的按高级别表彰计分",
    Words("省级表彰", "commendations"),
    bonus=True,
    combine="highest",
    within=bonus,
)
praise = Section(
    "3.2",
    "3.2",
    "媒体正面报道按次加分,最高加分不超过10分",
    Words("媒体正面报道", "media praise"),
    cap=10,
    bonus=True,
    within=bonus,
)


LIFE_CHANNELS = "对寿险公司的考核分书面信访、电话投诉、上门信访三个渠道分别考核,各占10分,各渠道考核分值扣完为止"
PROPERTY_CHANNELS = "对产险公司的考核分书面信访及来访、电话信访两个渠道,各占15分,各渠道考核分值扣完为止"
LIFE_LADDER = "寿险公司中,高于行业平均得分的,得分排名第一的,扣10分;得分排名第二的,扣9分;得分排名第三的,扣8分,依次类推,最少扣1分"
PROPERTY_LADDER = (
    "产险公司中,高于行业平均得分的,得分排名第一的,扣15分;得分排名第二的,扣13分;得分排名第三的,扣11分,"
    "第四名以后所扣分值从10分依次递减1分,最少扣1分"
)
OUTLETS_SHARE, PREMIUM_SHARE = Fraction("0.4"), Fraction("0.6")
INDEX = f"{{channel}} ÷ {{outlets}} × {written(OUTLETS_SHARE)} + {{company}} ÷ {{premium}} × {written(PREMIUM_SHARE)}"


def literal_index(channel: Exact, company: Exact, outlets: Exact, premium: Exact) -> Exact:
    """2.2.1: the channel's petitions by outlets × 0.4 + petitions by ten million of premium × 0.6."""
    return OUTLETS_SHARE * channel / outlets + PREMIUM_SHARE * company / premium


def index_said(channel: Exact, company: Exact, outlets: Exact, premium: Exact) -> Words:
    """2.2.1 with its figures."""
    first, second, n, millions = (written(value) for value in (channel, company, outlets, premium))
    text = f"{first} ÷ {n} × {written(OUTLETS_SHARE)} + {second} ÷ {millions} × {written(PREMIUM_SHARE)}"
    return Words(text, text)


def month_after(half: Period) -> date:
    """The end of the month after a half-year."""
    return month_end(half.end + timedelta(days=1))


def _index(whole_company: bool) -> Formula:
    return Formula(
        literal_index,
        {
            "channel": Weighed(),
            "company": Weighed(whole_unit=whole_company),
            "outlets": Reported(k.outlets),
            "premium": Reported(k.premium, per=Setting(premium_unit)),
        },
        index_said,
        Words(INDEX, INDEX),
    )


# ---- what each clause demands (工作要求) and by what it is found (考核方法)

DEMANDS = {
    "2.1.1": "各保险公司省级分公司应当成立信访工作领导小组,明确一名班子成员具体分管信访工作",
    "2.1.2": "各省级分公司应当明确本机构归口管理信访的部门并向保监局报告",
    "2.1.3": "各省级分公司应当明确专人负责与保监局联系信访工作",
    "2.1.4": "各省级分公司应当按照总公司及江苏保监局的要求建立完善的信访处理流程",
    "2.1.5": "各省级分公司应当根据监管部门的要求和总公司的相关制度,制定本机构的应急处置预案",
    "2.1.6": "各省级分公司应当根据内控制度要求建立信访投诉工作目标责任制",
    "2.1.7": "各省级分公司应当根据中国保监会、江苏保监局的要求建立总经理信访接待日制度",
    "2.3.2": "各省级分公司办理信访投诉事项应当依照法律、内控制度及合同约定进行处理;保监局对重要信访件有明确督办意见的,应遵照督办意见执行",
    "2.3.3": "各省级分公司办结保监局转办、交办的信访件,应当由省级分公司以书面形式上报,且加盖公章,不得谎报、瞒报信访办理结果",
    "2.4.1": "各省级分公司应当严格执行《保险业重大突发事项报告制度》,发生重大信访事项应及时报告",
    "2.4.3": "妥善处理集访事件",
    "2.4.4": "各省级分公司应当重视初信初访的解决,不得发生因公司处置不力引发的重复信访",
    "2.4.6": "各省级分公司应当采取妥善措施,不得发生因信访处理不当被媒体曝光的情况",
}
EVIDENCE = {
    "2.1.1": "以公司向保监局报送的公文为准,必要时进行调查核实",
    "2.1.2": "以公司向保监局报送的公文为准,必要时进行调查核实",
    "2.1.3": "以保监局信访工作机构掌握的情况为准",
    "2.1.4": "审查各省级分公司信访投诉处理的相关制度,确定该制度对信访处理的关键环节是否做出规定",
    "2.1.5": "以各省级分公司向保监局备案的书面文件为准",
    "2.1.6": "公司年终向保监局报告,保监局抽查",
    "2.1.7": "以公司向保监局报送建立总经理信访接待日制度的相关文件为准",
    "2.3.1": "以保监局信访工作机构掌握的数据为准",
    "2.3.2": "保监局信访工作机构通过信访渠道对各公司信访办理过程监督,以接到信访人反映公司未依法或依照约定处理信访事项的举报并查证为准。拒不执行监管机关指示处理信访件的以保监局信访工作机构及相关职能处室掌握的材料为准",
    "2.3.3": "以保监局信访工作机构掌握的数据为准",
    "2.4.1": "以保监局相关处室掌握的数据为准",
    "2.4.2": "以保监局信访工作机构接收的材料为准",
    "2.4.3": "以信访工作机构掌握的非正常信访数据为准",
    "2.4.4": "以保监局信访工作机构接收到的信访数据为准",
    "2.4.5": "以保监局信访工作机构掌握的情况为准",
    "2.4.6": "以保监局办公室舆情监测结果为准",
}


def _demands() -> Iterator[Understood]:
    """The demand itself: what its neglect costs stands as an item of the same clause."""
    words = Words("要求本身；未做到的扣分见同条各项。", "The demand itself; what its neglect costs are the items of this clause.")
    for clause, quote in DEMANDS.items():
        yield Understood(clause, words, quote)


def _evidence() -> Iterator[Unruled]:
    """By what material the office finds a fault: its judgement, entered as the incident."""
    words = Words(
        "以何种材料认定，由机关判断后登记。", "By what material a fault is found is for the office to judge, which enters it."
    )
    for clause, quote in EVIDENCE.items():
        yield Unruled(clause, words, quote, judged=True)


CIRCULAR = Regulation(
    id="苏保监发〔2012〕37号",
    title=Words(
        "江苏保险业信访投诉工作量化考核办法", "Measures for the quantitative assessment of petition work, Jiangsu insurance"
    ),
    text=Edition(files(__package__) / "circular_2012_37.zh.md"),
    in_force_from=date(2012, 2, 29),
    whole=100,
    veto_words=Words("评先限制、直接确定末位", "barred from advanced units, or last"),
    provisions=(
        Unruled("1", Words("目的与依据，不设义务。", "Purpose and basis; sets no obligation.")),
        Understood(
            "2",
            Words(
                "每次考核（7月和年终）都从100分起算；得分为各项目得分与加分之和，不以100分为限。",
                "Each assessment (July and year-end) starts from 100 again; a score is the sections' scores plus bonus, not capped at 100.",
            ),
            ("内容包括扣分事项和加分事项", "基准分为100分起算"),
        ),
        # 2.1 (一)制度机制建设
        institutions,
        Understood(
            "2.1",
            Words(
                "本项各事项在一个考核期内不论登记几次只扣一次，不同事项累加。",
                "Items of 2.1 count once a period however often they are recorded, and add up.",
            ),
        ),
        Charge("2.1.1", "未成立领导小组、未明确分管负责人的,扣2分", count(k.leadership_missing), Once(2), institutions),
        Charge("2.1.1", "未及时报告变化情况的,扣1分", count(k.leadership_change_unreported), Once(1), institutions),
        Duty(
            "2.1.1",
            "领导小组成员及分管负责人有变化的,应在一个月内重新报告",
            "report-leadership",
            Words("报告领导变化", "report the change of leadership"),
            After(k.leadership_changed),
            Done(k.leadership_reported),
            Months(1),
            k.leadership_change_unreported,
        ),
        Charge("2.1.2", "未明确归口管理部门的,扣2分", count(k.department_missing), Once(2), institutions),
        Unruled(
            "2.1.2",
            Words(
                "是否“切实履行管理职责”由机关判断，办法未定扣分。",
                "Whether duties are truly performed is for people to judge; the text sets no points.",
            ),
            "信访归口管理部门应当切实履行管理职责",
            judged=True,
        ),
        Charge(
            "2.1.3",
            "未指定信访联系人,或者信访联系人变更未及时报告的,扣2分",
            count(k.contact_missing),
            Once(2),
            institutions,
            unless=(k.contact_change_harmful,),
        ),
        Charge(
            "2.1.3", "因未及时报告信访联系人变更情况影响信访处理的,扣5分", count(k.contact_change_harmful), Once(5), institutions
        ),
        Understood(
            "2.1.3",
            Words(
                "影响信访处理的扣5分，代替未及时报告的2分，不是7分。",
                "A change not reported that harmed the handling costs 5 in place of the 2, not 7.",
            ),
        ),
        Duty(
            "2.1.3",
            "人员有变化时应在1个工作日内电话或书面报告",
            "report-contact",
            Words("报告联系人变更", "report the change of contact"),
            After(k.contact_changed),
            Done(k.contact_reported),
            WorkingDays(1),
            k.contact_missing,
        ),
        Charge("2.1.4", "未建立信访处理流程,扣2分", count(k.process_missing), Once(2), institutions),
        Charge(
            "2.1.4",
            "虽然制定了信访工作流程,但未对信访处理的关键环节做出规定的,扣1分",
            count(k.process_key_links_missing),
            Once(1),
            institutions,
            unless=(k.process_missing,),
        ),
        Understood(
            "2.1.4",
            Words(
                "“关键环节”以有流程为前提：没有流程的只扣2分。",
                "The key links presuppose a procedure: without one the 2 points alone are taken.",
            ),
        ),
        Charge("2.1.5", "未建立信访紧急事件应急处理机制的,扣2分", count(k.emergency_missing), Once(2), institutions),
        Charge(
            "2.1.6",
            "未建立信访工作目标责任制度的,或虽建立制度但未实施的,扣5分",
            count(k.accountability_missing),
            Once(5),
            institutions,
        ),
        Unruled(
            "2.1.6",
            Words(
                "是否每年考核、考核结果是否纳入指标，不作为职责跟踪；未实施的由机关登记。",
                "Whether the yearly review was held and entered the indicators is not followed as a duty; the office enters what was not applied.",
            ),
            "每年至少考核一次,并且将考核结果纳入总体考核指标",
            in_scope=True,
        ),
        Charge("2.1.7", "未按照要求建立总经理信访接待日制度的,扣2分", count(k.reception_day_missing), Once(2), institutions),
        # 2.2 (二)信访总量
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
            volume,
            count(
                k.petition,
                factors=(
                    Factor(
                        "2.2",
                        "信访人通过书面或者电话等形式明确向保监局信访工作机构提出撤回投诉的,每件可折算为0.5件",
                        k.settled.is_(True),
                        Choice(settled_weight, {"half": "0.5", "whole": 1}),
                    ),
                ),
            ),
            k.channel,
            {
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
        Understood(
            "2.2.2",
            Words(
                "得分与平均得分按精确值比较：各公司数字相同时，没有一家高于平均。",
                "Scores and averages are compared exactly: companies with equal figures are not above their average.",
            ),
        ),
        Presumes(
            "2.2",
            "同时指定公司在3-5个工作日内报送处理情况报告",
            Words("经快速处理并撤回", "settled by quick handling"),
            k.petition,
            k.settled.is_(True),
            k.transfer,
            Given(k.due, k.workdays),
            (3, 5),
        ),
        # 2.3 (三)信访办理情况
        handling,
        Charge(
            "2.3.1",
            ("不能按期办理信访的,每件扣2分", "公司有明确证据证明因信访人不配合公司处理而导致的公司信访处理超期的,不扣分"),
            count(k.late, when=k.excused.is_(False)),
            Each(2),
            handling,
        ),
        Duty(
            "2.3.1",
            "保监局转办信访件指定办理期限的,应当按期办理完毕",
            "reply-in-time",
            Words("按期办结上报", "reply in time"),
            After(k.transfer),
            Done(k.reply),
            Given(k.due, k.workdays),
            k.late,
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
        Charge("2.3.2", "未按照规定处理信访事项的,每件扣5分", count(k.improper_handling), Each(5), handling),
        Charge("2.3.2", "不执行重要信访件督办意见的,每件扣10分", count(k.supervision_defied), Each(10), handling),
        Veto(
            "2.3.2",
            f"不执行重要信访件督办意见的,每件扣10分,{NOT_ADVANCED}",
            INELIGIBLE,
            INELIGIBLE_WORDS,
            count(k.supervision_defied),
        ),
        Charge("2.3.3", "信访反馈形式不符合要求的,每发生一次扣2分", count(k.feedback_form), Each(2), handling),
        Charge("2.3.3", "谎报、瞒报信访办理结果的,每发生一件扣10分", count(k.feedback_false), Each(10), handling),
        Veto(
            "2.3.3",
            f"谎报、瞒报信访办理结果的,每发生一件扣10分,{NOT_ADVANCED}",
            INELIGIBLE,
            INELIGIBLE_WORDS,
            count(k.feedback_false),
        ),
        # 2.4 (四)信访日常工作
        daily,
        Charge("2.4.1", "发生重大信访事项迟报、漏报、瞒报的,每发生一次扣5分", count(k.major_report_failure), Each(5), daily),
        Charge("2.4.1", "造成严重后果的,扣10分", count(k.major_report_failure_grave), Each(10), daily),
        Veto(
            "2.4.1",
            f"造成严重后果的,扣10分,{NOT_ADVANCED}",
            INELIGIBLE,
            INELIGIBLE_WORDS,
            count(k.major_report_failure_grave),
        ),
        Understood(
            "2.4.1",
            Words(
                "造成严重后果的按10分计，代替5分，每件如此。",
                "Grave consequences are charged 10 in place of 5, for each case.",
            ),
        ),
        semiannual,
        Charge("2.4.2", "第一次漏报扣2分,第二次漏报再扣5分", count(k.semiannual_report_missed), Steps((2, 5)), daily),
        Understood("2.4.2", Words("第三次漏报不再扣分（共7分）。", "A third miss costs nothing more (7 in all).")),
        Duty(
            "2.4.2",
            "各省级分公司应当每半年向保监局信访工作机构报送一次本公司信访投诉工作情况报告",
            "semiannual-report",
            Words("报送半年报告", "send the half-year report"),
            EveryPeriod(HALVES),
            Done(k.semiannual_report, period=k.for_half),
            FromPeriod(month_after, Words("半年结束后次月的月底", "the end of the month after the half-year")),
            k.semiannual_report_missed,
            active=Choice(semiannual, {"recorded": False, "tracked": True}),
        ),
        Unruled(
            "2.4.3",
            Words(
                "排查是否得力由机关判断，办法未定扣分。",
                "How well disputes are sought out is for people to judge; no points are set.",
            ),
            "各省级分公司应当加强矛盾纠纷排查工作",
            judged=True,
        ),
        Charge(
            "2.4.3",
            "凡因公司对信访投诉问题处理不当致信访人进京越级上访、到监管机关或其他政府部门群体上访的,每发生一次扣10分",
            count(k.abnormal_petition),
            Each(10),
            daily,
        ),
        Veto("2.4.3", f"每发生一次扣10分,{NOT_ADVANCED}", INELIGIBLE, INELIGIBLE_WORDS, count(k.abnormal_petition)),
        Veto(
            "2.4.3",
            "因工作不到位,导致信访人在国家重要节假日、政治敏感期间发生赴省进京上访或引发群体性事件的,直接确定为信访考评末位机构",
            LAST_PLACE,
            LAST_PLACE_WORDS,
            count(k.sensitive_period_petition),
            ranks_last=True,
        ),
        Charge(
            "2.4.4",
            "公司与信访人达成和解协议,公司无故拖延履行或者拒不履行协议引发重复信访的,或者公司承诺解决信访事项但长期不解决,"
            "导致信访人就同一信访事项再次或多次来电来访询问处理结果的,每发生一次扣5分",
            count(k.repeat_settlement),
            Each(5),
            daily,
        ),
        Charge(
            "2.4.4",
            "公司在承保、理赔环节存在违规或不当之处,信访人向公司投诉后,公司未能妥善处理,导致信访人向保监局继续投诉的,发生一起扣3分",
            count(k.repeat_unresolved),
            Each(3),
            daily,
        ),
        Charge("2.4.5", "不执行总经理信访接待日制度的,每次扣5分", count(k.reception_day_not_held), Each(5), daily),
        Duty(
            "2.4.5",
            "未安排总经理室成员接访的,视为未执行总经理信访接待日制度",
            "hold-reception-day",
            Words("总经理室成员接访", "hold the reception day"),
            After(k.reception_day),
            Has(k.held_by_management.is_(True)),
            Given(k.on),
            k.reception_day_not_held,
        ),
        Charge("2.4.5", "未按照要求提前公告的,每次扣2分", count(k.reception_day_unannounced), Each(2), daily),
        Duty(
            "2.4.5",
            "未按照要求提前公告的",
            "announce-reception-day",
            Words("提前公告接待日", "announce the reception day"),
            After(k.reception_day, k.held_by_management.is_(True)),
            Has(k.announced.before(k.on)),
            Given(k.on),
            k.reception_day_unannounced,
        ),
        Charge("2.4.5", "未按照规定进行事前报告的,每次扣2分", count(k.reception_day_no_prior_report), Each(2), daily),
        Duty(
            "2.4.5",
            "未按照规定进行事前报告的",
            "report-before-reception-day",
            Words("接待日事前报告", "report before the reception day"),
            After(k.reception_day, k.held_by_management.is_(True)),
            Has(k.prior_report.before(k.on)),
            Given(k.on),
            k.reception_day_no_prior_report,
        ),
        Charge("2.4.5", "未按照规定进行事后报告的,每次扣1分", count(k.reception_day_no_after_report), Each(1), daily),
        Duty(
            "2.4.5",
            "未按照规定进行事后报告的",
            "report-after-reception-day",
            Words("接待日事后报告", "report after the reception day"),
            After(k.reception_day, k.held_by_management.is_(True)),
            Has(k.after_report.from_(k.on)),
            Given(k.on),
            k.reception_day_no_after_report,
        ),
        Understood(
            "2.4.5",
            Words(
                "公告和事前报告应早于接待日；事后报告在接待日当天或以后，办法未定期限。未接访的只计未执行一项。",
                "Announcement and prior report come before the day; the report afterwards on that day or later, the text gives no deadline. "
                "A day not held earns the item for a day not held alone.",
            ),
        ),
        Charge("2.4.6", "曝光属实,每发生一次,扣5分", count(k.media_exposure), Each(5), daily),
        grave_exposure,
        Charge(
            "2.4.6",
            "曝光属实,每发生一次,扣5分",
            count(k.media_exposure_grave),
            Each(5),
            daily,
            active=Choice(grave_exposure, {"none": False, "exposure": True}),
        ),
        Charge("2.4.6", "给行业造成不良影响的,扣10分", count(k.media_exposure_industry), Each(10), daily),
        Veto(
            "2.4.6",
            "产生其他严重后果的,直接确定为信访考评末位机构",
            LAST_PLACE,
            LAST_PLACE_WORDS,
            count(k.media_exposure_grave),
            ranks_last=True,
        ),
        Understood(
            "2.4.6",
            Words(
                "影响行业的按10分计，代替5分，每次如此。",
                "Harm to the industry is charged 10 in place of 5, each time.",
            ),
        ),
        # 3 三、特殊事项的考核
        bonus,
        Unruled(
            "3",
            Words(
                "办法称三项而只列两项；两项均已设规则，第三项条文没有。",
                "The text announces three bonus items and gives two; two are encoded, the third is not in the text.",
            ),
            "考核设置三项加分项目",
            in_scope=True,
        ),
        commendations,
        Charge("3.1", "并在考核期内上报保监局的,加8分", count(k.commendation_provincial), Once(8), commendations),
        Charge("3.1", "受国家级表彰的并在考核期内上报保监局的,加10分", count(k.commendation_national), Once(10), commendations),
        Understood(
            "3.1",
            Words(
                "表彰的日期为上报保监局之日；未上报的不登记。只计级别最高的一项。",
                "The date of a commendation is the day it was reported to the bureau; one not reported is not recorded. The highest alone counts.",
            ),
        ),
        praise,
        Charge(
            "3.2", "根据媒体影响力、报道深度等情况酌情加2-10分", count(k.media_praise), Decided(k.decide, k.points, 2, 10), praise
        ),
        Understood(
            "3.2",
            Words(
                "报道的日期为上报保监局之日；分值由人决定，未决定的不加分并如实列出。",
                "The date of praise is the day it was reported to the bureau; its points are decided by a person, and until then add nothing.",
            ),
        ),
        # 4 四、其他规定
        Understood(
            "4.1",
            Words(
                "考核频度即本行业的考核期：上半年（7月）与全年。",
                "The frequency is the sector's periods: the first half-year (July) and the year.",
            ),
            "信访考核每年7月份考核一次,年终时对全年情况进行考核",
        ),
        Unruled(
            "4.2",
            Words(
                "公布、分类监管由保监局办理，不影响得分。",
                "Publication and classified supervision are the bureau's and move no points.",
            ),
            "并作为分类监管的重要指标之一",
        ),
        standing_classes,
        several_last,
        Standing(
            "4.2",
            "考核结果在业内及江苏保监局互联网站公布",
            several_last=Choice(several_last, {"shared": "shared", "by-score": "by-score"}),
            apart=Choice(standing_classes, {"together": False, "apart": True}),
        ),
        Understood(
            "4.2",
            Words(
                "直接确定为末位的排在同一名次表的其他公司之后；半年考核也适用，但不产生结果运用。前五名含并列。最后三名：名次严格靠后的不足三家，边缘并列的都算；直接确定为末位的必受通报批评并列为重点监管。"
                "已被评为先进单位的不再通报批评。",
                "Who is directly determined the last ranks after every other unit of its list; on a half-year too, without outcomes. First five: rank 5 or better, ties included. The last three: fewer than "
                "three units ranked strictly worse, so ties at the edge are all named; a unit directly determined last is always criticised "
                "and under key supervision. A unit named advanced is not criticised as well.",
            ),
        ),
        ineligible_replaced,
        Outcome(
            "4.2",
            "对于年终考核前五名的保险机构,作为“信访工作先进单位”给予通报表扬,颁发奖状,并建议公司对有关工作人员给予奖励",
            ADVANCED,
            Words("信访工作先进单位（通报表扬）", "advanced unit (commended)"),
            First(5),
            unless=(INELIGIBLE, LAST_PLACE),
            among_eligible=Choice(ineligible_replaced, {"no": False, "yes": True}),
            periods=(YEAR,),
        ),
        Outcome(
            "4.2",
            "对全年考核最后三名的保险机构给予通报批评",
            CRITICISED,
            Words("通报批评", "criticised"),
            Last(3),
            also=(LAST_PLACE,),
            unless=(ADVANCED,),
            periods=(YEAR,),
        ),
        Outcome(
            "4.2",
            "对全年考核最后三名的保险机构给予通报批评,列为重点监管对象,并责成相关机构对信访工作分管负责人及有关责任人做出相应处理",
            SUPERVISED,
            Words("列为重点监管对象", "under key supervision"),
            Last(3),
            also=(LAST_PLACE,),
            unless=(ADVANCED,),
            periods=(YEAR,),
        ),
        Unruled("4.3", Words("解释权，不设规则。", "The power to interpret; carries no rule.")),
        *_demands(),
        *_evidence(),
    ),
)
