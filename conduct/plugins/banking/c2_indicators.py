"""第二章 考核指标与计分方式 (art4 to art6): eleven indicators, what findings cost, and what is to be put right."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from conduct.law import (
    After,
    Bases,
    Charge,
    Choice,
    Count,
    Counted,
    Done,
    Duty,
    Exact,
    Factor,
    Figure,
    Fixed,
    Formula,
    Given,
    Input,
    Kind,
    Lookup,
    Never,
    Opened,
    PerMember,
    Positive,
    Provision,
    Reading,
    Reported,
    Section,
    Setting,
    Settled,
    Step,
    Understood,
    Words,
    count,
    marked,
    written,
)

from . import kinds as k
from .c3_organisation import GROUP, fraud_doubles
from .sheet import OFF_SITE, ON_SITE, Band, ScoreSheet

# ---- 第四条

INDICATORS = {
    "courtesy": ("服务用语和服务态度", "courtesy"),
    "appearance": ("服务仪容仪表", "appearance"),
    "efficiency": ("服务效率", "efficiency"),
    "discipline": ("服务纪律", "discipline"),
    "environment": ("服务环境", "environment"),
    "back-office": ("二线为一线服务", "service of the back office"),
    "recommendation": ("服务推荐标准", "recommendation of services"),
    "evaluation": ("社会(客户)综合评价", "evaluation by customers"),
    "organisation": ("组织推动", "organisation"),
    "institution": ("制度建设", "institution"),
    "complaints": ("投诉", "complaints"),
}

PER = 10_000
SHARE, RATE = "{satisfied} + {worth} × {basically}", f"{{complaints}} ÷ {{transactions}} × {PER}"

basically_satisfied = Reading(
    "basically-satisfied",
    "art5",
    default="0.5",
    alternatives=Positive(low=0, high=1),
    about=Words("基本满意率的折算", "what 基本满意率 is worth"),
    why=Words(
        "条文并列满意率和基本满意率，没有给出比重。",
        "What 基本满意率 is worth beside 满意率: the text names both and weighs neither.",
    ),
)


def evaluated(points: Exact, satisfied: Exact, basically: Exact, worth: Exact) -> Exact:
    """art5: points × (satisfied + what basically satisfied is worth)."""
    return points * (satisfied + worth * basically)


def evaluated_said(points: Exact, satisfied: Exact, basically: Exact, worth: Exact) -> Words:
    """art5 with its figures."""
    text = f"{written(points)} × ({written(satisfied)} + {written(worth)} × {written(basically)})"
    return Words(text, text)


def rate(complaints: Exact, transactions: Exact) -> Exact:
    """Complaints per 10 000 transactions."""
    return Fraction(complaints * PER) / transactions


@frozen
class Banded:
    """art5: half of the points for each channel, by the band in which its rate lies; nothing beyond the last."""

    bands: tuple[Band, ...]

    def __call__(self, points: Exact, forum: Exact, telephone: Exact, transactions: Exact) -> Exact:
        """The points that both channels earn."""
        return Fraction(points) / 2 * (self._share(rate(forum, transactions)) + self._share(rate(telephone, transactions)))

    def said(self, points: Exact, forum: Exact, telephone: Exact, transactions: Exact) -> Words:
        """The same with its figures: each channel's rate, the band in which it lies, and the share that this earns."""
        rates = rate(forum, transactions), rate(telephone, transactions)
        shares = [written(self._share(one)) for one in rates]
        sum_ = f"{written(points)} ÷ 2 × ({shares[0]} + {shares[1]})"
        forums, telephones = (self._placed(one) for one in rates)
        return Words(
            f"{sum_}；园地投诉率{forums.zh}，得 {shares[0]}；电话投诉率{telephones.zh}，得 {shares[1]}",
            f"{sum_}; forum complaints {forums.en}: {shares[0]}; complaints by telephone {telephones.en}: {shares[1]}",
        )

    @property
    def words(self) -> Words:
        """The formula itself, with the bands and what each earns."""
        zh = "、".join(f"不高于 {written(band.rate)} 的得 {written(band.share)}" for band in self.bands)
        en = ", ".join(f"{written(band.share)} up to {written(band.rate)}" for band in self.bands)
        return Words(
            f"{{points}} ÷ 2 × （园地投诉率的得分比例 + 电话投诉率的得分比例）；投诉率为{{forum}}、{{telephone}}各 ÷ {{transactions}} × {PER}；"
            f"得分比例：{zh}，更高的不得分",
            f"{{points}} ÷ 2 × (the share for complaints on the forum + the share for those by telephone); each rate is "
            f"{{forum}}, or {{telephone}}, ÷ {{transactions}} × {PER}; the share: {en}, beyond that nothing",
        )

    def _placed(self, of: Exact) -> Words:
        """A rate, and the band in which it lies."""
        band = next((band for band in self.bands if of <= band.rate), None)
        if band is None:
            most = written(self.bands[-1].rate)
            return Words(f"每万笔 {written(of)}，高于末档 {most}", f"{written(of)} per 10 000, beyond the last band ({most})")
        return Words(
            f"每万笔 {written(of)}，在 {written(band.rate)} 一档",
            f"{written(of)} per 10 000, within the band to {written(band.rate)}",
        )

    def _share(self, of: Exact) -> Exact:
        return next((band.share for band in self.bands if of <= band.rate), 0)


forum, telephone = count(k.complaint_forum), count(k.complaint_telephone)

SATISFIED: dict[str, Input] = {
    "satisfied": Reported(k.satisfied),
    "basically": Reported(k.basically_satisfied),
    "worth": Fixed(Setting(basically_satisfied)),
}


def sections(sheet: ScoreSheet) -> dict[str, Section]:
    """art4: the eleven indicators, with the points that the sheet gives them."""
    banded = Banded(sheet.indicators["complaints"].bands)
    starts = {
        "evaluation": Formula(
            evaluated,
            {"points": Fixed(sheet.indicators["evaluation"].points), **SATISFIED},
            said=evaluated_said,
            words=Words("{points} × （{satisfied} + {worth} × {basically}）", "{points} × ({satisfied} + {worth} × {basically})"),
        ),
        "complaints": Formula(
            banded,
            {
                "points": Fixed(sheet.indicators["complaints"].points),
                "forum": Counted(forum),
                "telephone": Counted(telephone),
                "transactions": Reported(k.transactions),
            },
            said=banded.said,
            words=banded.words,
        ),
    }
    return {
        code: Section(
            code,
            "art4",
            quote=INDICATORS[code][0],
            words=Words(*INDICATORS[code]),
            base=sheet.indicators[code].points,
            start=starts.get(code),
            source=sheet.origin,
        )
        for code in ON_SITE + OFF_SITE
    }


def art4(indicators: dict[str, Section]) -> tuple[Provision, ...]:
    """The indicators, with the bases that both groups of them come to."""
    return (
        *indicators.values(),
        Bases("art4", "现场考核(70分)", sections=ON_SITE, n=70),
        Bases("art4", "非现场考核(30分)", sections=OFF_SITE, n=30),
        Understood(
            "art4",
            Words(
                "评分表是原文未附的附件，由使用单位提供；现场70分、非现场30分，须与之相符。",
                "The score sheet is an annex that the source does not include: the deployment supplies it. On-site points must come to 70, "
                "off-site to 30.",
            ),
            ("本考核办法实行百分制", "二大类11项指标和计分标准详见《200*年服务工作专项考核评分表》"),
        ),
    )


# ---- 第五条

ON_SITE_WORDS = (
    "现场考核类的具体项目指标,由市分行组织的考评组通过对各行部所辖营业网点明查暗访、实地查看、现场监控录像回放、电话查访等方式"
    "所了解和掌握的实际情况进行计分"
)

OFF_SITE_WORDS = (
    "非现场考核类的具体项目指标,由市分行组织的考评组通过听取各行部对服务工作,包括二线为一线服务工作情况的汇报,召开座谈会,"
    "查阅本有关服务工作方面的文件、会议记录、原始记载的台帐等方式及结合现场检查落实情况进行计分"
)

EVALUATION_WORDS = (
    "社会(客户)综合评价类指标,由市分行服务办通过现场随机发放客户满意度调查表、其他方式所获得客户对我分行服务工作的满意率和"
    "基本满意率计分"
)

COMPLAINT_WORDS = "投诉指标按××××园地投诉率、电话投诉率进行计分"
UNRECTIFIED = "unrectified"

doubled_once = Reading(
    "doubled-once",
    "art6",
    default="yes",
    alternatives=("yes", "no"),
    about=Words("两项加倍是否只加一次", "whether two grounds double once"),
    why=Words(
        "两个理由都要加倍时，扣两倍（yes）还是四倍（no）。", "加倍 on two grounds: twice the points (`yes`) or four times (`no`)."
    ),
    options={
        "yes": Words("扣两倍", "twice the points"),
        "no": Words("扣四倍", "four times the points"),
    },
)

outlets = Reading(
    "outlets",
    "art5",
    default="sum",
    alternatives=("sum", "mean"),
    about=Words("所辖网点发现的合计", "findings at several outlets"),
    why=Words(
        "行部对其网点的发现：全部计入（sum），还是按指标合计后除以当季受检查或有发现的网点数，行部本身的发现全额计入（mean）。",
        "A branch's findings at its outlets: all of them (`sum`); or what they cost, by indicator, divided by the number of outlets that "
        "were inspected or had a finding in the quarter, the branch's own findings counted whole (`mean`).",
    ),
    options={
        "sum": Words("全部计入", "all of them count"),
        "mean": Words(
            "按指标合计后除以当季受检查或有发现的网点数",
            "by indicator, divided by the outlets that were inspected or had a finding",
        ),
    },
)


def charges(sheet: ScoreSheet, finding: Kind, indicators: dict[str, Section]) -> Iterator[Charge]:
    """art5: what findings cost, indicator by indicator, doubled where art6 or art9 says so."""
    item = finding.attributes[0]
    factors = (
        Factor("art6", "整改不到位的加倍扣分", when=marked(UNRECTIFIED), n=2),
        Factor(
            "art9",
            "对考核中弄虚作假的行部,加倍扣分",
            when=k.fraud.is_(True),
            n=2,
            spread=Choice(fraud_doubles, {"finding": False, "assessment": True}),
        ),
    )
    for code, section in indicators.items():
        points = {name: one.points for name, one in sheet.indicators[code].items.items()}
        if points:
            found = Count(
                (finding,),
                item.is_(*points),
                factors=factors,
                join=Choice(doubled_once, {"yes": "max", "no": "product"}),
                below=Choice(outlets, {"sum": None, "mean": PerMember(k.inspected)}),
            )
            words = ON_SITE_WORDS if code in ON_SITE else OFF_SITE_WORDS
            yield Charge("art5", words, count=found, scale=Lookup(item, points), section=section, source=sheet.origin)


def art5(sheet: ScoreSheet, finding: Kind, indicators: dict[str, Section]) -> tuple[Provision, ...]:
    """What findings cost, and what customers say."""
    return (
        basically_satisfied,
        outlets,
        *charges(sheet, finding, indicators),
        Figure(
            "art5",
            EVALUATION_WORDS,
            code="satisfaction",
            words=Words("客户满意率（折算）", "satisfaction of customers"),
            of=Formula(lambda **rates: evaluated(1, **rates), SATISFIED, words=Words(SHARE, SHARE)),
            percent=True,
        ),
        Figure(
            "art5",
            COMPLAINT_WORDS,
            code="forum-complaint-rate",
            words=Words("园地投诉率（每万笔）", "forum complaints per 10 000 transactions"),
            of=Formula(rate, {"complaints": Counted(forum), "transactions": Reported(k.transactions)}, words=Words(RATE, RATE)),
            count=forum,
            summed=True,
        ),
        Figure(
            "art5",
            COMPLAINT_WORDS,
            code="telephone-complaint-rate",
            words=Words("电话投诉率（每万笔）", "telephone complaints per 10 000 transactions"),
            of=Formula(
                rate, {"complaints": Counted(telephone), "transactions": Reported(k.transactions)}, words=Words(RATE, RATE)
            ),
            count=telephone,
            summed=True,
        ),
        Understood(
            "art5",
            Words(
                "园地投诉率和电话投诉率各占一半，按每一万笔业务计：条文两者都没有给出。指标数据为行部自己的数据。",
                "园地投诉率 and 电话投诉率 weigh half each, per 10 000 transactions: the text gives neither. Measures are the branch's own.",
            ),
            COMPLAINT_WORDS,
        ),
        Understood(
            "art5",
            Words(
                "各指标先得分，再减去其发现的扣分，减到0为止。",
                "From what each indicator earns come off its findings', not below 0.",
            ),
            "本考核办法中二大类的计分方式采取现场考核计分和非现场考核计分相结合",
        ),
        Understood(
            "art5",
            Words(
                "社会（客户）综合评价只按满意率和基本满意率计分：评分表在该指标下不得列扣分项目。",
                "社会(客户)综合评价 is scored by the two rates alone: a score sheet has no items under it.",
            ),
            EVALUATION_WORDS,
        ),
    )


# ---- 第六条


def art6(finding: Kind, feedback: Step, rectify: Step, recheck: Step) -> tuple[Provision, ...]:
    """What is fed back, and put right within a term."""
    return (
        doubled_once,
        Duty(
            "art6",
            "每次现场考核和非现场考核结束后将进行综合评议,并将综合评议结果反馈被考核行部",
            code="feed-back",
            words=Words("反馈", "feed back"),
            trigger=Opened((finding,)),
            expect=Done(feedback),
            by=Never(),
            bearer=GROUP,
        ),
        Duty(
            "art6",
            "被考核行部对考评组反馈的问题要认真研究与限期整改",
            code="rectify",
            words=Words("限期整改", "rectify within the time"),
            trigger=After(feedback, moves=True),
            expect=Settled(rectify, recheck, k.passed.is_(True)),
            by=Given(k.due),
            mark=UNRECTIFIED,
        ),
        Understood(
            "art6",
            Words(
                "首次反馈定整改期限；在现行期限内的再次反馈可以改期，逾期的不起作用。自发现之日（当场整改的计入）至期限，以最后一次整改或复查为准：复查通过的，已整改到位；"
                "复查未通过，或两者都没有的，未到位；整改的，视为到位，除非其后首次复查（至截至日）未通过。",
                "The first feedback sets the term; another dated by the term in force moves it, a later one sets nothing. From the finding's "
                "day (当场整改 counts) to the term the last rectification or recheck decides: a passed recheck, put right; a failed one, or "
                "none of either, not; a rectification, put right unless the first recheck after it, up to as-of, failed.",
            ),
        ),
        Understood(
            "art6",
            Words(
                "加倍的是“整改不到位”，不是无人复查：按期整改而未经复查的，视为做到，并显示待复查。期限之后才整改到位的，仍加倍。",
                "art6 punishes 整改不到位, not a recheck that nobody made: without one, a rectification in time is met, and shown as to be "
                "rechecked. What is put right after the term stays doubled.",
            ),
            "整改不到位的加倍扣分",
        ),
    )
