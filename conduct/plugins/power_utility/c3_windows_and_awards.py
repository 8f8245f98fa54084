"""第三章 处罚, art11 to art14: complaints about windows, windows that slid back, improper service, and the veto."""

from __future__ import annotations

from collections.abc import Iterator

from conduct.law import (
    After,
    AllDecided,
    ByWords,
    Choice,
    Done,
    Duty,
    Never,
    OnPerson,
    Opened,
    Positive,
    Provision,
    Range,
    Reading,
    Repeated,
    Sanction,
    Sanctioned,
    Setting,
    Understood,
    Veto,
    Words,
    count,
)

from . import kinds as k
from .common import AT_COMPANY, AWARD, BONUS, BY_COMPANY, COMPANY, CRITICISM, HEAD, HIGHER, PENDING, PERSON, STATION, WINDOW, On

# ---- 第十一条

art11_higher = Reading(
    "art11-higher",
    "art11",
    default="art10",
    alternatives=("art10", "art11", "both"),
    about=Words("营业窗口被投诉到上级的适用条款", "which article punishes a window complained of to a higher venue"),
    why=Words(
        "第十一条的事项被投诉到上级的：art10 只按第十条较重的上级一档；art11 只按第十一条，即专门规定；both 两条并罚。投诉到公司的，总是只按第十一条。",
        "A window complaint at a higher venue: `art10`, its higher tier, the heavier, alone; `art11`, the special rule, alone; or `both`. "
        "At the company always art11 alone.",
    ),
    options={
        "art10": Words("只按第十条较重的上级一档", "art10 alone, its higher tier"),
        "art11": Words("只按第十一条，即专门规定", "art11 alone, the special rule"),
        "both": Words("两条并罚", "both"),
    },
)

company_window = count(k.window_complaint, when=AT_COMPANY)
higher_window = count(k.window_complaint, when=HIGHER)
BY_ART11 = WINDOW & AT_COMPANY


def _window(quote: str, name: str, words: Words, on: On, months: Range | None = None) -> Iterator[Sanction]:
    """A sanction of art11: always at the company, at a higher venue where the reading applies this article."""
    yield Sanction("art11", quote, name=name, words=words, count=company_window, on=on, months=months)
    applies = Choice(art11_higher, {"art10": False, "art11": True, "both": True})
    yield Sanction("art11", quote, name=name, words=words, count=higher_window, on=on, months=months, active=applies)


ART11: tuple[Provision, ...] = (
    art11_higher,
    *_window("视情节扣发相关责任人3-6个月奖金", name="withhold-bonus", words=BONUS, on=PERSON, months=Range(3, 6, k.months)),
    *_window("扣发单位负责人2-3个月奖金", name="withhold-bonus", words=BONUS, on=HEAD, months=Range(2, 3, k.head_months)),
    *_window("并在全公司通报批评", name="criticism", words=CRITICISM, on=STATION),
    Duty(
        "art11",
        "情况属实的",
        code="verify-window",
        words=Words("核实是否属实", "verify whether it is true"),
        trigger=After(
            k.investigate,
            case=Choice(art11_higher, {"art10": PENDING & BY_ART11, "art11": PENDING & WINDOW, "both": PENDING & BY_ART11}),
            as_entered=True,
        ),
        expect=Done(k.verify),
        by=Never(),
        bearer=BY_COMPANY,
    ),
    Duty(
        "art11",
        "视情节扣发相关责任人3-6个月奖金",
        code="decide-window",
        words=Words("在第十一条的幅度内作出决定", "decide what art11 leaves open"),
        trigger=Opened((k.window_complaint,)),
        expect=AllDecided(k.decide, ("art11",)),
        by=Never(),
        bearer=BY_COMPANY,
    ),
)

# ---- 第十二条

slid = count(k.window_slide)

ART12: tuple[Provision, ...] = (
    Sanction("art12", "扣发该单位10%的年终综合奖金", name="withhold-award", words=AWARD, count=slid, on=STATION, percent=10),
    Sanction("art12", "并进行整顿", name="rectify", words=Words("进行整顿", "rectification"), count=slid, on=STATION),
    Sanction(
        "art12",
        "对单位负责人做行政处理",
        name="administrative-action",
        words=Words("行政处理", "administrative action"),
        count=slid,
        on=HEAD,
        degree=ByWords(k.administrative_action),
    ),
    Duty(
        "art12",
        "并进行整顿",
        code="rectify-window",
        words=Words("整顿滑坡的窗口", "rectify the window"),
        trigger=Sanctioned("rectify"),
        expect=Done(k.rectify),
        by=Never(),
    ),
    Duty(
        "art12",
        "对单位负责人做行政处理",
        code="decide-slide",
        words=Words("决定行政处理", "decide the administrative action"),
        trigger=Opened((k.window_slide,)),
        expect=AllDecided(k.decide, ("art12",)),
        by=Never(),
        bearer=COMPANY,
    ),
)

# ---- 第十三条

improper = count(k.improper_service)

repeated = Reading(
    "repeated",
    "art13",
    default="3",
    alternatives=Positive(whole=True, low=2),
    about=Words("“多次”的次数", "how often 多次 is"),
    why=Words("按法律用语，多次为三次以上。", "多次: legal usage counts three."),
)

repeated_by = Reading(
    "repeated-by",
    "art13",
    default="person",
    alternatives=("person", "unit"),
    about=Words("“多次”按人还是按单位计", "whose repetitions count"),
    why=Words("条文写“有关人员”。", "有关人员."),
    options={
        "person": Words("按人", "a person's"),
        "unit": Words("按单位", "a unit's"),
    },
)

ART13: tuple[Provision, ...] = (
    Sanction(
        "art13",
        "发生服务不规范行为,责令改正",
        name="correct",
        words=Words("责令改正", "ordered to correct"),
        count=improper,
        on=OnPerson(k.person, or_unit=True),
    ),
    repeated,
    repeated_by,
    Sanction(
        "art13",
        "多次发生服务不规范行为,有关人员调离原岗位",
        name="transfer",
        words=Words("调离原岗位", "transferred from the post"),
        count=improper,
        on=PERSON,
        repeated=Repeated(Setting(repeated), Choice(repeated_by, {"person": "person", "unit": "unit"})),
    ),
    Sanction(
        "art13",
        "并在全系统通报批评",
        name="criticism",
        words=CRITICISM,
        count=improper,
        on=PERSON,
        repeated=Repeated(Setting(repeated), Choice(repeated_by, {"person": "person", "unit": "unit"})),
    ),
    Understood(
        "art13",
        Words(
            "在一年内按日期和编号计次，按人计的不论发生在哪个单位。达到次数时处罚一次，记在达到次数的那件上。未记名的不计入任何人，其自身达到次数也不处罚任何人。按单位计时，该单位全年各件所记名的人都受处罚。",
            "Counted within the year, by date, then id, a person's wherever they happened. The sanctions are given once, tied to the incident "
            "that reaches the number. Incidents that name nobody are never added to a person's; reaching the number among themselves they "
            "sanction nobody. By `unit`, they fall on every person named in any of the unit's incidents of the year.",
        ),
    ),
)

# ---- 第十四条

veto_counts = Reading(
    "veto-counts",
    "art14",
    default="verified",
    alternatives=("verified", "any"),
    about=Words("一票否决所计的投诉", "the complaints that veto"),
    why=Words(
        "第十四条写“凡被投诉”，第十条只处罚核实属实的。any 使待核实的投诉也否决，查否的从不否决。",
        "art14 says 凡被投诉; art10 punishes only what is 核实属实. `any` lets a pending complaint veto too, never one found unfounded.",
    ),
    options={
        "verified": Words("核实属实的", "those that were found true"),
        "any": Words("待核实的也计，查否的不计", "those that are still looked into too, never one found unfounded"),
    },
)

ART14: tuple[Provision, ...] = (
    veto_counts,
    Veto(
        "art14",
        "凡被投诉到公司、通辽电业局、通辽市农电局、东北电网公司、国电公司的单位实行一票否决,取消该单位当年各种评优资格",
        name="awards",
        words=Words("取消当年各种评优资格", "barred from every award of the year"),
        count=count(
            k.complaint,
            k.window_complaint,
            when=~k.venue.is_("media"),
            with_pending=Choice(veto_counts, {"verified": False, "any": True}),
        ),
    ),
    Understood(
        "art14",
        Words(
            "本条未列媒体：媒体曝光不否决；“国电公司”即“国家电网公司”。",
            "art14 does not list the media: no veto for it; 国电公司 is the state grid.",
        ),
    ),
)

PROVISIONS: tuple[Provision, ...] = (
    *ART11,
    *ART12,
    *ART13,
    *ART14,
)
