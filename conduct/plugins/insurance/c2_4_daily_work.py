"""2.4 (四)信访日常工作: reports, abnormal and repeated petitions, reception days, the media."""

from __future__ import annotations

from datetime import date, timedelta

from conduct.law import (
    HALVES,
    After,
    Charge,
    Choice,
    Done,
    Duty,
    Each,
    EveryPeriod,
    FromPeriod,
    Given,
    Has,
    Period,
    Provision,
    Reading,
    Section,
    Steps,
    Understood,
    Unruled,
    Veto,
    Words,
    count,
    month_end,
)

from . import kinds as k
from .common import INELIGIBLE, INELIGIBLE_WORDS, LAST_PLACE, LAST_PLACE_WORDS, NOT_ADVANCED, demand, evidence

# ---- 2.4 · (四)信访日常工作

daily = Section("2.4", "2.4", quote="本考核项目30分,扣完为止", words=Words("信访日常工作", "daily work"), base=30)

CLAUSE_2_4: tuple[Provision, ...] = (daily,)

# ---- 2.4.1 · 1、重大信访事项报告

CLAUSE_2_4_1: tuple[Provision, ...] = (
    demand("2.4.1", "各省级分公司应当严格执行《保险业重大突发事项报告制度》,发生重大信访事项应及时报告"),
    evidence("2.4.1", "以保监局相关处室掌握的数据为准"),
    Charge(
        "2.4.1",
        "发生重大信访事项迟报、漏报、瞒报的,每发生一次扣5分",
        count=count(k.major_report_failure),
        scale=Each(5),
        section=daily,
    ),
    Charge("2.4.1", "造成严重后果的,扣10分", count=count(k.major_report_failure_grave), scale=Each(10), section=daily),
    Veto(
        "2.4.1",
        f"造成严重后果的,扣10分,{NOT_ADVANCED}",
        name=INELIGIBLE,
        words=INELIGIBLE_WORDS,
        count=count(k.major_report_failure_grave),
    ),
    Understood(
        "2.4.1",
        Words(
            "造成严重后果的按10分计，代替5分，每件如此。",
            "Grave consequences are charged 10 in place of 5, for each case.",
        ),
    ),
)

# ---- 2.4.2 · 2、定期信访工作动态报告

semiannual = Reading(
    "semiannual-report",
    "2.4.2",
    default="recorded",
    alternatives=("recorded", "tracked"),
    about=Words("半年报告漏报的认定", "how a missed half-year report is found"),
    why=Words(
        "recorded：由机关登记漏报。tracked：半年结束后次月月底前须有“半年报告”动作，否则即为漏报；漏报归属其所报的半年，截至日到达期限时认定一次。",
        "`recorded`: a miss is an incident that the office enters. `tracked`: a half-year report must be dated by the end of the "
        "month after that half-year, else it is missed; the miss belongs to the half-year it is for, and is judged once as-of "
        "reaches that deadline.",
    ),
    options={
        "recorded": Words("由机关登记漏报", "the office enters a miss"),
        "tracked": Words("期限届满没有“半年报告”动作即为漏报", "missed where no half-year report is dated by its deadline"),
    },
)


def month_after(half: Period) -> date:
    """The end of the month after a half-year."""
    return month_end(half.end + timedelta(days=1))


CLAUSE_2_4_2: tuple[Provision, ...] = (
    semiannual,
    Duty(
        "2.4.2",
        "各省级分公司应当每半年向保监局信访工作机构报送一次本公司信访投诉工作情况报告",
        code="semiannual-report",
        words=Words("报送半年报告", "send the half-year report"),
        trigger=EveryPeriod(HALVES),
        expect=Done(k.semiannual_report, period=k.for_half),
        by=FromPeriod(month_after, Words("半年结束后次月的月底", "the end of the month after the half-year")),
        breach=k.semiannual_report_missed,
        active=Choice(semiannual, {"recorded": False, "tracked": True}),
    ),
    evidence("2.4.2", "以保监局信访工作机构接收的材料为准"),
    Charge(
        "2.4.2",
        "第一次漏报扣2分,第二次漏报再扣5分",
        count=count(k.semiannual_report_missed),
        scale=Steps((2, 5)),
        section=daily,
    ),
    Understood("2.4.2", Words("第三次漏报不再扣分（共7分）。", "A third miss costs nothing more (7 in all).")),
)

# ---- 2.4.3 · 3、非正常上访

CLAUSE_2_4_3: tuple[Provision, ...] = (
    Unruled(
        "2.4.3",
        Words(
            "排查是否得力由机关判断，办法未定扣分。",
            "How well disputes are sought out is for people to judge; no points are set.",
        ),
        quote="各省级分公司应当加强矛盾纠纷排查工作",
        judged=True,
    ),
    demand("2.4.3", "妥善处理集访事件"),
    evidence("2.4.3", "以信访工作机构掌握的非正常信访数据为准"),
    Charge(
        "2.4.3",
        "凡因公司对信访投诉问题处理不当致信访人进京越级上访、到监管机关或其他政府部门群体上访的,每发生一次扣10分",
        count=count(k.abnormal_petition),
        scale=Each(10),
        section=daily,
    ),
    Veto("2.4.3", f"每发生一次扣10分,{NOT_ADVANCED}", name=INELIGIBLE, words=INELIGIBLE_WORDS, count=count(k.abnormal_petition)),
    Veto(
        "2.4.3",
        "因工作不到位,导致信访人在国家重要节假日、政治敏感期间发生赴省进京上访或引发群体性事件的,直接确定为信访考评末位机构",
        name=LAST_PLACE,
        words=LAST_PLACE_WORDS,
        count=count(k.sensitive_period_petition),
        ranks_last=True,
    ),
)

# ---- 2.4.4 · 4、重复信访

CLAUSE_2_4_4: tuple[Provision, ...] = (
    demand("2.4.4", "各省级分公司应当重视初信初访的解决,不得发生因公司处置不力引发的重复信访"),
    evidence("2.4.4", "以保监局信访工作机构接收到的信访数据为准"),
    Charge(
        "2.4.4",
        "公司与信访人达成和解协议,公司无故拖延履行或者拒不履行协议引发重复信访的,或者公司承诺解决信访事项但长期不解决,"
        "导致信访人就同一信访事项再次或多次来电来访询问处理结果的,每发生一次扣5分",
        count=count(k.repeat_settlement),
        scale=Each(5),
        section=daily,
    ),
    Charge(
        "2.4.4",
        "公司在承保、理赔环节存在违规或不当之处,信访人向公司投诉后,公司未能妥善处理,导致信访人向保监局继续投诉的,发生一起扣3分",
        count=count(k.repeat_unresolved),
        scale=Each(3),
        section=daily,
    ),
)

# ---- 2.4.5 · 5、总经理信访接待日制度执行情况

CLAUSE_2_4_5: tuple[Provision, ...] = (
    evidence("2.4.5", "以保监局信访工作机构掌握的情况为准"),
    Charge(
        "2.4.5", "不执行总经理信访接待日制度的,每次扣5分", count=count(k.reception_day_not_held), scale=Each(5), section=daily
    ),
    Duty(
        "2.4.5",
        "未安排总经理室成员接访的,视为未执行总经理信访接待日制度",
        code="hold-reception-day",
        words=Words("总经理室成员接访", "hold the reception day"),
        trigger=After(k.reception_day),
        expect=Has(k.held_by_management.is_(True)),
        by=Given(k.on),
        breach=k.reception_day_not_held,
    ),
    Charge("2.4.5", "未按照要求提前公告的,每次扣2分", count=count(k.reception_day_unannounced), scale=Each(2), section=daily),
    Duty(
        "2.4.5",
        "未按照要求提前公告的",
        code="announce-reception-day",
        words=Words("提前公告接待日", "announce the reception day"),
        trigger=After(k.reception_day, k.held_by_management.is_(True)),
        expect=Has(k.announced.before(k.on)),
        by=Given(k.on),
        breach=k.reception_day_unannounced,
    ),
    Charge(
        "2.4.5",
        "未按照规定进行事前报告的,每次扣2分",
        count=count(k.reception_day_no_prior_report),
        scale=Each(2),
        section=daily,
    ),
    Duty(
        "2.4.5",
        "未按照规定进行事前报告的",
        code="report-before-reception-day",
        words=Words("接待日事前报告", "report before the reception day"),
        trigger=After(k.reception_day, k.held_by_management.is_(True)),
        expect=Has(k.prior_report.before(k.on)),
        by=Given(k.on),
        breach=k.reception_day_no_prior_report,
    ),
    Charge(
        "2.4.5",
        "未按照规定进行事后报告的,每次扣1分",
        count=count(k.reception_day_no_after_report),
        scale=Each(1),
        section=daily,
    ),
    Duty(
        "2.4.5",
        "未按照规定进行事后报告的",
        code="report-after-reception-day",
        words=Words("接待日事后报告", "report after the reception day"),
        trigger=After(k.reception_day, k.held_by_management.is_(True)),
        expect=Has(k.after_report.from_(k.on)),
        by=Given(k.on),
        breach=k.reception_day_no_after_report,
    ),
    Understood(
        "2.4.5",
        Words(
            "公告和事前报告应早于接待日；事后报告在接待日当天或以后，办法未定期限。未接访的只计未执行一项。",
            "Announcement and prior report come before the day; the report afterwards on that day or later, the text gives no deadline. "
            "A day not held earns the item for a day not held alone.",
        ),
    ),
)

# ---- 2.4.6 · 6、媒体负面报道

grave_exposure = Reading(
    "grave-exposure-points",
    "2.4.6",
    default="none",
    alternatives=("none", "exposure"),
    about=Words("曝光产生其他严重后果是否另扣分", "whether grave consequences of an exposure carry points"),
    why=Words(
        "“产生其他严重后果的”只定末位，未定分值。none：不扣分。exposure：末位之外，曝光属实的5分照扣。",
        "产生其他严重后果 names the last place and no points. `none`: no points. `exposure`: the 5 points of 曝光属实 are charged beside it.",
    ),
    options={
        "none": Words("不扣分", "no points"),
        "exposure": Words("曝光属实的5分照扣", "the 5 points of 曝光属实 are charged beside it"),
    },
)

CLAUSE_2_4_6: tuple[Provision, ...] = (
    demand("2.4.6", "各省级分公司应当采取妥善措施,不得发生因信访处理不当被媒体曝光的情况"),
    evidence("2.4.6", "以保监局办公室舆情监测结果为准"),
    Charge("2.4.6", "曝光属实,每发生一次,扣5分", count=count(k.media_exposure), scale=Each(5), section=daily),
    grave_exposure,
    Charge(
        "2.4.6",
        "曝光属实,每发生一次,扣5分",
        count=count(k.media_exposure_grave),
        scale=Each(5),
        section=daily,
        active=Choice(grave_exposure, {"none": False, "exposure": True}),
    ),
    Charge("2.4.6", "给行业造成不良影响的,扣10分", count=count(k.media_exposure_industry), scale=Each(10), section=daily),
    Veto(
        "2.4.6",
        "产生其他严重后果的,直接确定为信访考评末位机构",
        name=LAST_PLACE,
        words=LAST_PLACE_WORDS,
        count=count(k.media_exposure_grave),
        ranks_last=True,
    ),
    Understood(
        "2.4.6",
        Words(
            "影响行业的按10分计，代替5分，每次如此。",
            "Harm to the industry is charged 10 in place of 5, each time.",
        ),
    ),
)

PROVISIONS: tuple[Provision, ...] = (
    *CLAUSE_2_4,
    *CLAUSE_2_4_1,
    *CLAUSE_2_4_2,
    *CLAUSE_2_4_3,
    *CLAUSE_2_4_4,
    *CLAUSE_2_4_5,
    *CLAUSE_2_4_6,
)
