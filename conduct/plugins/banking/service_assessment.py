"""××银行 服务工作专项考核办法, provision by provision, with a score sheet put in place; its words stand in the file beside this one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from importlib.resources import files

from attrs import frozen

from conduct.law import (
    QUARTER,
    YEAR,
    After,
    Bases,
    Charge,
    Checklist,
    Choice,
    Combined,
    Count,
    Counted,
    Done,
    Duty,
    Edition,
    EveryPeriod,
    Exact,
    Factor,
    Figure,
    First,
    Fixed,
    Formula,
    Found,
    FromPeriod,
    Given,
    Input,
    Kind,
    Lookup,
    Never,
    Opened,
    Outcome,
    Partly,
    Period,
    PerMember,
    Positive,
    Reading,
    Regulation,
    Reported,
    Section,
    Setting,
    Settled,
    Standing,
    Step,
    Understood,
    Unranked,
    Unruled,
    Unseen,
    Words,
    count,
    marked,
    written,
)

from . import kinds as k
from .sheet import OFF_SITE, ON_SITE, Band, Sheet

# ---- readings: where the text is open

basically_satisfied = Reading(
    "basically-satisfied",
    "art5",
    "0.5",
    Positive(low=0, high=1),
    Words("基本满意率的折算", "what 基本满意率 is worth"),
    Words(
        "条文并列满意率和基本满意率，没有给出比重。",
        "What 基本满意率 is worth beside 满意率: the text names both and weighs neither.",
    ),
)
year = Reading(
    "year",
    "art8",
    "mean",
    ("mean", "last"),
    Words("年度得分", "how four quarters make a year"),
    Words("四个季度如何合成年度得分和各指标得分。", "How the four quarters make a year's score and sections."),
)
doubled_once = Reading(
    "doubled-once",
    "art6",
    "yes",
    ("yes", "no"),
    Words("两项加倍是否只加一次", "whether two grounds double once"),
    Words(
        "两个理由都要加倍时，扣两倍（yes）还是四倍（no）。", "加倍 on two grounds: twice the points (`yes`) or four times (`no`)."
    ),
)
fraud_doubles = Reading(
    "fraud-doubles",
    "art9",
    "finding",
    ("finding", "assessment"),
    Words("弄虚作假加倍的范围", "what fraud doubles"),
    Words(
        "加倍扣分及于弄虚作假的那一项发现（罚则从严解释），还是该行部当季的全部发现。",
        "加倍扣分 falls on the finding in which the fraud lies (a penal rule is read narrowly), or on all the branch's findings of that "
        "quarter.",
    ),
)
fraud_commended = Reading(
    "fraud-commended",
    "art9",
    "yes",
    ("yes", "no"),
    Words("弄虚作假的行部能否受表彰", "whether fraud bars commendation"),
    Words(
        "当期有弄虚作假的行部位列前三名时是否仍予表彰；不表彰的，其后名次不递补。",
        "Whether a branch with fraud in the period may be among the first three that are commended; nobody moves up.",
    ),
)
outlets = Reading(
    "outlets",
    "art5",
    "sum",
    ("sum", "mean"),
    Words("所辖网点发现的合计", "findings at several outlets"),
    Words(
        "行部对其网点的发现：全部计入（sum），还是按指标合计后除以当季受检查或有发现的网点数，行部本身的发现全额计入（mean）。",
        "A branch's findings at its outlets: all of them (`sum`); or what they cost, by indicator, divided by the number of outlets that "
        "were inspected or had a finding in the quarter, the branch's own findings counted whole (`mean`).",
    ),
)
part_year = Reading(
    "part-year",
    "art8",
    "listed",
    ("listed", "ranked"),
    Words("当年只存续部分季度的行部", "a branch that stood for part of the year"),
    Words(
        "存续不足四个季度的行部：列出其所在各季的平均（或最后一季）而不排名次（listed），还是照此排名（ranked）。",
        "A branch that stood in fewer than the four quarters: shown with the mean (or the last) of the quarters it stood in, without a "
        "rank (`listed`); or ranked by it (`ranked`).",
    ),
)
uninspected = Reading(
    "uninspected",
    "art8",
    "listed",
    ("listed", "ranked"),
    Words("当季无人检查的行部", "a branch that nobody inspected"),
    Words(
        "当季无人检查的行部：没有考核依据，列出而不排名次（listed），还是按已有数据排名（ranked）。",
        "A branch that nobody inspected in the quarter: shown without a rank, since nothing was measured (`listed`); or ranked by what "
        "there is (`ranked`).",
    ),
)

ART4 = {
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
PER = 10_000
SHARE, RATE = "{satisfied} + {worth} × {basically}", f"{{complaints}} ÷ {{transactions}} × {PER}"
UNRECTIFIED = "unrectified"
GROUP = Words("市分行考评组", "the city branch's assessment group")


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


def sections(sheet: Sheet) -> dict[str, Section]:
    """art4: the eleven indicators, with the points that the sheet gives them."""
    banded = Banded(sheet.indicators["complaints"].bands)
    starts = {
        "evaluation": Formula(
            evaluated,
            {"points": Fixed(sheet.indicators["evaluation"].points), **SATISFIED},
            evaluated_said,
            Words("{points} × （{satisfied} + {worth} × {basically}）", "{points} × ({satisfied} + {worth} × {basically})"),
        ),
        "complaints": Formula(
            banded,
            {
                "points": Fixed(sheet.indicators["complaints"].points),
                "forum": Counted(forum),
                "telephone": Counted(telephone),
                "transactions": Reported(k.transactions),
            },
            banded.said,
            banded.words,
        ),
    }
    return {
        code: Section(
            code,
            "art4",
            ART4[code][0],
            Words(*ART4[code]),
            base=sheet.indicators[code].points,
            start=starts.get(code),
            source=sheet.origin,
        )
        for code in ON_SITE + OFF_SITE
    }


def quarter_end(quarter: Period) -> date:
    """art8: an inspection of every quarter is due by its last day."""
    return quarter.end


def charges(sheet: Sheet, finding: Kind, indicators: dict[str, Section]) -> Iterator[Charge]:
    """art5: what findings cost, indicator by indicator, doubled where art6 or art9 says so."""
    item = finding.attributes[0]
    factors = (
        Factor("art6", "整改不到位的加倍扣分", marked(UNRECTIFIED), 2),
        Factor(
            "art9",
            "对考核中弄虚作假的行部,加倍扣分",
            k.fraud.is_(True),
            2,
            Choice(fraud_doubles, {"finding": False, "assessment": True}),
        ),
    )
    for code, section in indicators.items():
        points = {name: one.points for name, one in sheet.indicators[code].items.items()}
        if points:
            found = Count(
                (finding,),
                item.is_(*points),
                factors,
                Choice(doubled_once, {"yes": "max", "no": "product"}),
                below=Choice(outlets, {"sum": None, "mean": PerMember(k.inspected)}),
            )
            words = ON_SITE_WORDS if code in ON_SITE else OFF_SITE_WORDS
            yield Charge("art5", words, found, Lookup(item, points), section, source=sheet.origin)


def regulation(sheet: Sheet, finding: Kind, feedback: Step, rectify: Step, recheck: Step) -> Regulation:
    """The regulation with a score sheet put in place."""
    indicators = sections(sheet)
    return Regulation(
        id="服务工作专项考核办法",
        title=Words("××银行服务工作专项考核办法", "Measures for the special assessment of service, ×× Bank"),
        text=Edition(files(__package__) / "service_assessment.zh.md"),
        in_force_from=None,
        whole=100,
        beside=(PRINCIPLES,),
        provisions=(
            Unruled("art1", Words("目的，不设义务。", "Purpose; sets no obligation.")),
            Unruled("art2", Words("依据与原则，不设义务。", "Basis and principles; sets no obligation.")),
            Understood(
                "art3",
                Words(
                    "考核对象：各支行（营业部）；网点的事项计入其行部。",
                    "Who is assessed: branches; facts of an outlet count for its branch.",
                ),
                "本办法考核对象为各支行(营业部)",
            ),
            # 第二章 考核指标与计分方式
            *indicators.values(),
            Bases("art4", "现场考核(70分)", ON_SITE, 70),
            Bases("art4", "非现场考核(30分)", OFF_SITE, 30),
            Understood(
                "art4",
                Words(
                    "评分表是原文未附的附件，由使用单位提供；现场70分、非现场30分，须与之相符。",
                    "The score sheet is an annex that the source does not include: the deployment supplies it. On-site points must come to 70, "
                    "off-site to 30.",
                ),
                ("本考核办法实行百分制", "二大类11项指标和计分标准详见《200*年服务工作专项考核评分表》"),
            ),
            *charges(sheet, finding, indicators),
            basically_satisfied,
            Figure(
                "art5",
                EVALUATION_WORDS,
                "satisfaction",
                Words("客户满意率（折算）", "satisfaction of customers"),
                Formula(lambda **rates: evaluated(1, **rates), SATISFIED, words=Words(SHARE, SHARE)),
                percent=True,
            ),
            Figure(
                "art5",
                COMPLAINT_WORDS,
                "forum-complaint-rate",
                Words("园地投诉率（每万笔）", "forum complaints per 10 000 transactions"),
                Formula(rate, {"complaints": Counted(forum), "transactions": Reported(k.transactions)}, words=Words(RATE, RATE)),
                forum,
                summed=True,
            ),
            Figure(
                "art5",
                COMPLAINT_WORDS,
                "telephone-complaint-rate",
                Words("电话投诉率（每万笔）", "telephone complaints per 10 000 transactions"),
                Formula(
                    rate, {"complaints": Counted(telephone), "transactions": Reported(k.transactions)}, words=Words(RATE, RATE)
                ),
                telephone,
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
            outlets,
            doubled_once,
            Duty(
                "art6",
                "每次现场考核和非现场考核结束后将进行综合评议,并将综合评议结果反馈被考核行部",
                "feed-back",
                Words("反馈", "feed back"),
                Opened((finding,)),
                Done(feedback),
                Never(),
                bearer=GROUP,
            ),
            Duty(
                "art6",
                "被考核行部对考评组反馈的问题要认真研究与限期整改",
                "rectify",
                Words("限期整改", "rectify within the time"),
                After(feedback, moves=True),
                Settled(rectify, recheck, k.passed.is_(True)),
                Given(k.due),
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
            # 第三章 考评组织与实施
            Unruled("art7", Words("由谁组织实施。", "Who organises the assessment.")),
            Duty(
                "art8",
                "每季度进行服务工作定期检查考核",
                "inspect",
                Words("定期检查", "periodic inspection"),
                EveryPeriod((QUARTER,)),
                Done(k.inspected, k.round_of.is_("periodic")),
                FromPeriod(quarter_end, Words("当季最后一日", "the last day of the quarter")),
                bearer=GROUP,
            ),
            year,
            Combined(
                "art8",
                "每季度进行服务工作定期检查考核",
                YEAR,
                QUARTER,
                Choice(year, {"mean": "mean", "last": "last"}),
            ),
            part_year,
            Unranked(
                "art8",
                "每季度进行服务工作定期检查考核",
                "part-year",
                Words("当年存续不足四个季度", "stood in fewer than the four quarters"),
                Partly(),
                Choice(part_year, {"listed": True, "ranked": False}),
            ),
            uninspected,
            Unranked(
                "art8",
                "每季度进行服务工作定期检查考核",
                "uninspected",
                Words("无人检查", "inspected by nobody"),
                Unseen(k.inspected, count(finding)),
                Choice(uninspected, {"listed": True, "ranked": False}),
            ),
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
            Standing("art9", "对服务工作专项考核排名"),
            fraud_doubles,
            fraud_commended,
            Outcome(
                "art9",
                "对服务工作专项考核排名前三名的行部给予表彰",
                "commended",
                Words("表彰", "commended"),
                First(3),
                unless=Choice(fraud_commended, {"yes": (), "no": ("criticised",)}),
            ),
            Outcome(
                "art9",
                "对考核中弄虚作假的行部,加倍扣分并予以通报批评",
                "criticised",
                Words("通报批评", "criticised by circular"),
                Found(count(finding, when=k.fraud.is_(True))),
            ),
            Understood("art9", Words("前三名含并列。", "Ties are included among the first three.")),
            # 第四章 附则
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
                "并报市分行备案",
                in_scope=True,
            ),
            Unruled("art11", Words("解释权。", "Who interprets the text.")),
            Unruled("art12", Words("施行日期，年份未载明。", "When it is in force; the year is not given.")),
        ),
    )


PRINCIPLES = Regulation(
    id="银行服务零投诉心得",
    title=Words("银行服务零投诉心得", "Reflections on zero complaints in banking"),
    text=Edition(files(__package__) / "zero_complaint_principles.zh.md"),
    in_force_from=None,
    provisions=(
        Unruled("p1", Words("宗旨，不设义务。", "Purpose; sets no obligation.")),
        Checklist("p2", "这包括岗位规范、着装统一、仪表举止、文明用语、电话用语等", k.check, k.norm, k.met),
        Unruled(
            "p2",
            Words("管理与培训的心得，由人判断，不设规则。", "Reflections on management and training, for people to judge."),
            judged=True,
        ),
        Unruled("p3", Words("结语，不设义务。", "Closing words; sets no obligation.")),
    ),
)
