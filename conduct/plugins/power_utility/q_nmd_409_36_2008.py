"""Q/NMD-409.36-2008 行风与服务工作零投诉考核办法, provision by provision; its words stand in the file beside this one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from conduct.core.law import (
    After,
    AllDecided,
    Bearer,
    Below,
    ByWords,
    Checklist,
    Choice,
    Done,
    Duty,
    Figure,
    Formula,
    Never,
    OnHead,
    OnPerson,
    OnUnit,
    Opened,
    Outcome,
    Positive,
    Range,
    Reading,
    Regulation,
    Repeated,
    Reported,
    Sanction,
    SanctionTerms,
    Setting,
    Understood,
    Unruled,
    Veto,
    count,
)
from conduct.core.text import Edition
from conduct.core.words import Words

from . import kinds as k

BONUS = Words("扣发奖金", "bonus withheld")
AWARD = Words("扣发年终综合奖", "year-end award withheld")
MEETING = Words("现场会整顿", "rectification at a meeting on site")
CRITICISM = Words("通报批评", "criticised by circular")

# ---- readings: where the text is open

veto_counts = Reading(
    "veto-counts",
    "art14",
    "verified",
    ("verified", "any"),
    Words("一票否决所计的投诉", "the complaints that veto"),
    Words(
        "第十四条写“凡被投诉”，第十条只处罚核实属实的。any 使待核实的投诉也否决，查否的从不否决。",
        "art14 says 凡被投诉; art10 punishes only what is 核实属实. `any` lets a pending complaint veto too, never one found unfounded.",
    ),
)
repeated = Reading(
    "repeated",
    "art13",
    "3",
    Positive(whole=True, low=2),
    Words("“多次”的次数", "how often 多次 is"),
    Words("按法律用语，多次为三次以上。", "多次: legal usage counts three."),
)
repeated_by = Reading(
    "repeated-by",
    "art13",
    "person",
    ("person", "unit"),
    Words("“多次”按人还是按单位计", "whose repetitions count"),
    Words("条文写“有关人员”。", "有关人员."),
)
art11_higher = Reading(
    "art11-higher",
    "art11",
    "both",
    ("both", "art10"),
    Words("营业窗口被投诉到上级的适用条款", "which articles punish a window complained of to a higher venue"),
    Words(
        "第十一条的事项被投诉到上级的，两条并罚，或只按第十条的上级一档；投诉到公司的，总是只按第十一条。",
        "An incident of art11 at a higher venue is punished by both articles, or by art10's higher tier alone; at the company always by "
        "art11 alone.",
    ),
)

# ---- what is counted

AT_COMPANY = k.venue.is_("company")
HIGHER = ~AT_COMPANY
ordinary = count(k.complaint, when=AT_COMPANY & ~k.serious.is_(True))
grave = count(k.complaint, when=AT_COMPANY & k.serious.is_(True))
higher = count(k.complaint, k.window_complaint, when=HIGHER)
slid = count(k.window_slide)
improper = count(k.improper_service)

BY_COMPANY = (Bearer(Words("公司党委", "the company's party committee"), AT_COMPANY), Bearer(Words("公司", "the company")))

PERSON, HEAD, STATION = OnPerson(k.person), OnHead(), OnUnit()
ON_EMPLOYEE, ON_ELECTRICIAN = OnPerson(k.person, (k.EMPLOYEE.code,)), OnPerson(k.person, (k.ELECTRICIAN.code,))


def _window(
    quote: str, name: str, words: Words, on: OnPerson | OnHead | OnUnit, months: Range | None = None
) -> Iterator[Sanction]:
    """A sanction of art11: always at the company, at a higher venue where the reading lets both articles punish."""
    yield Sanction("art11", quote, name, words, count(k.window_complaint, when=AT_COMPANY), on, months=months)
    both = Choice(art11_higher, {"both": True, "art10": False})
    yield Sanction("art11", quote, name, words, count(k.window_complaint, when=HIGHER), on, months=months, active=both)


def _contents() -> Iterator[Checklist]:
    """art3 to art9: the contents of the assessment, checked by station."""
    for clause, quote in {
        "art3": "定期研究部署行风与服务建设工作,机构健全,责任落实",
        "art4": "单位和职工不发生吃、拿、卡、要等违纪问题",
        "art5": "认真执行《扎鲁特旗农电公司供电服务承诺》各项内容",
        "art6": "保持营业窗口达标成果,简化报装接电手续,实行“一口对外”和“首问负责制度”,营业窗口职工坚持使用文明用语,着装整洁,挂牌服务",
        "art7": "坚持行风和优质服务常态运行机制",
        "art8": "以明查暗访等形式,加大行风监督考核力度",
        "art9": "各单位党政负责人是供电服务“零投诉”的第一责任人",
    }.items():
        yield Checklist(clause, quote, k.check, k.checked_clause, k.met)


MEASURES = Regulation(
    id="Q/NMD-409.36-2008",
    title=Words("行风与服务工作零投诉考核办法", "Measures for the zero-complaint assessment of conduct and service"),
    text=Edition(files(__package__) / "q_nmd_409_36_2008.zh.md"),
    in_force_from=None,
    provisions=(
        Unruled("art1", Words("目的与依据，不设义务。", "Purpose and basis; sets no obligation.")),
        Unruled(
            "art2",
            Words("适用范围：考核各二级单位，处罚及于职工。", "Scope: stations are assessed, sanctions reach their people."),
        ),
        # 第二章 考核内容
        *_contents(),
        Understood(
            "art3",
            Words(
                "第三条至第九条的内容按单位检查，逐条显示做到与否，不设处罚。",
                "The contents of art3 to art9 are checked by station and shown clause by clause; they carry no sanction.",
            ),
        ),
        Unruled(
            "art4",
            Words("领导班子以身作则与教育由人检查。", "Example and education by leaders are checked by people."),
            judged=True,
        ),
        Figure(
            "art5",
            "年度在所在地方行风测评中群众满意率",
            "satisfaction",
            Words("群众满意率", "satisfaction of the public"),
            Formula(lambda rate: rate, {"rate": Reported(k.satisfaction)}),
            percent=True,
        ),
        Outcome(
            "art5",
            "年度在所在地方行风测评中群众满意率达到90%以上",
            "target-missed",
            Words("群众满意率未达目标", "the target of satisfaction was missed"),
            Below(k.satisfaction, "0.9", said=90),
        ),
        Understood(
            "art5",
            Words(
                "90%本身达到目标（以上含本数）；没有满意率数据的单位不作判断，并予注明。",
                "0.9 itself meets the target (以上); a station without the measure is not judged, and says so.",
            ),
        ),
        Unruled(
            "art7", Words("领导的组织与检查由人检查。", "How leaders organise and inspect is checked by people."), judged=True
        ),
        Unruled("art8", Words("领导小组的作用由人检查。", "What the leading group does is checked by people."), judged=True),
        Unruled(
            "art9",
            Words(
                "分工：本条所称直接责任人指分管领导，不是第十条的直接责任人。",
                "Division of work; whom it calls 直接责任人 is the leader in charge, not the person at fault of art10.",
            ),
        ),
        # 第三章 处罚
        SanctionTerms(
            "art10",
            "经调查核实情况属实,追究直接责任人和单位负责人的责任",
            k.decide,
            k.of_clause,
            ("person-unknown", Words("直接责任人不明", "the person is not known")),
            ("head-unknown", Words("单位负责人不明", "the head is not known")),
            "award-percentage",
            Words("扣发年终综合奖百分比", "percentage of the year-end award withheld"),
        ),
        Duty(
            "art10",
            "经调查核实情况属实",
            "verify",
            Words("核实是否属实", "verify whether it is true"),
            After(k.investigate, case=k.verified.is_("pending"), as_entered=True),
            Done(k.verify),
            Never(),
            bearer=BY_COMPANY,
        ),
        Sanction("art10", "扣发直接责任人6个月奖金", "withhold-bonus", BONUS, ordinary, PERSON, months=6),
        Sanction("art10", "扣发单位负责人3个月奖金", "withhold-bonus", BONUS, ordinary, HEAD, months=3),
        Sanction("art10", "情节严重的,扣发直接责任人12个月奖金", "withhold-bonus", BONUS, grave, PERSON, months=12),
        Sanction(
            "art10",
            "并调离原岗位或下岗",
            "transfer-or-layoff",
            Words("调离原岗位或下岗", "transferred from the post or laid off"),
            grave,
            PERSON,
        ),
        Sanction("art10", "扣发单位负责人6个月奖金", "withhold-bonus", BONUS, grave, HEAD, months=6),
        Sanction("art10", "扣发该单位10%的年终综合奖", "withhold-award", AWARD, grave, STATION, percent=10),
        Sanction(
            "art10",
            "公司内职工开除留用处分",
            "dismissal-retained",
            Words("开除留用", "dismissed and retained on probation"),
            higher,
            ON_EMPLOYEE,
        ),
        Sanction(
            "art10",
            "农村电工解除劳动合同",
            "contract-terminated",
            Words("解除劳动合同", "contract terminated"),
            higher,
            ON_ELECTRICIAN,
        ),
        Sanction(
            "art10",
            "并视情节给予单位负责人警告以上处分",
            "discipline",
            Words("警告以上处分", "warning or a graver discipline"),
            higher,
            HEAD,
            degree=ByWords(k.discipline),
        ),
        Sanction("art10", "并扣发6-12个月奖金", "withhold-bonus", BONUS, higher, HEAD, months=Range(6, 12, k.head_months)),
        Sanction(
            "art10", "扣发该单位10-20%的年终综合奖", "withhold-award", AWARD, higher, STATION, percent=Range(10, 20, k.percent)
        ),
        Sanction("art10", "并召开现场会进行整顿", "rectification-meeting", MEETING, higher, STATION),
        Duty(
            "art10",
            "并召开现场会进行整顿",
            "rectify-at-meeting",
            Words("召开现场会整顿", "rectify at a meeting on site"),
            Opened((k.complaint, k.window_complaint), case=HIGHER & k.verified.is_("yes")),
            Done(k.rectify),
            Never(),
        ),
        Duty(
            "art10",
            "并视情节给予单位负责人警告以上处分",
            "decide",
            Words("在条文的幅度内作出决定", "decide within what the text leaves open"),
            Opened((k.complaint, k.window_complaint)),
            AllDecided(k.decide),
            Never(),
            bearer=BY_COMPANY,
        ),
        Understood(
            "art10",
            Words(
                "“市局”包括通辽电业局和通辽市农电局；只有造成一定社会影响的曝光才登记为 media。直接责任人是有过错的人。上级一档的6-12个月由单位负责人承担；该档不再区分情节严重。"
                "职工或负责人不明的，对其处罚从略，并在单位名下注明。数项处罚并存；一个单位的年终综合奖至多扣完。",
                "市局 covers the Tongliao bureau and the rural bureau; a media venue is recorded only where the exposure had social effect, "
                "as the office finds. 直接责任人 is the person at fault. The 6 to 12 months of the higher tier fall on the head; `serious` has "
                "no effect there. Where person or head is not known the sanctions on them are left out and the station says so. Sanctions of "
                "several incidents all stand; percentages of a station's award add up to 100 at most.",
            ),
            "被投诉到市局、东北电网公司、国家电网公司或被媒体曝光造成一定社会影响的",
        ),
        art11_higher,
        *_window("视情节扣发相关责任人3-6个月奖金", "withhold-bonus", BONUS, PERSON, Range(3, 6, k.months)),
        *_window("扣发单位负责人2-3个月奖金", "withhold-bonus", BONUS, HEAD, Range(2, 3, k.head_months)),
        *_window("并在全公司通报批评", "criticism", CRITICISM, STATION),
        Sanction("art12", "扣发该单位10%的年终综合奖金", "withhold-award", AWARD, slid, STATION, percent=10),
        Sanction("art12", "并进行整顿", "rectify", Words("进行整顿", "rectification"), slid, STATION),
        Sanction(
            "art12",
            "对单位负责人做行政处理",
            "administrative-action",
            Words("行政处理", "administrative action"),
            slid,
            HEAD,
        ),
        Duty(
            "art12",
            "并进行整顿",
            "rectify-window",
            Words("整顿滑坡的窗口", "rectify the window"),
            Opened((k.window_slide,)),
            Done(k.rectify),
            Never(),
        ),
        Sanction(
            "art13",
            "发生服务不规范行为,责令改正",
            "correct",
            Words("责令改正", "ordered to correct"),
            improper,
            OnPerson(k.person, or_unit=True),
        ),
        repeated,
        repeated_by,
        Sanction(
            "art13",
            "多次发生服务不规范行为,有关人员调离原岗位",
            "transfer",
            Words("调离原岗位", "transferred from the post"),
            improper,
            PERSON,
            repeated=Repeated(Setting(repeated), Choice(repeated_by, {"person": "person", "unit": "unit"})),
        ),
        Sanction(
            "art13",
            "并在全系统通报批评",
            "criticism",
            CRITICISM,
            improper,
            PERSON,
            repeated=Repeated(Setting(repeated), Choice(repeated_by, {"person": "person", "unit": "unit"})),
        ),
        Understood(
            "art13",
            Words(
                "在一年内、一个单位内按日期和编号计次；达到次数时处罚一次，记在达到次数的那件上。未记名的不计入任何人。按单位计时，全年该单位各件所记名的人都受处罚。",
                "Counted within the year and the station, by date, then id. The sanctions are given once, tied to the incident that reaches the "
                "number. Incidents that name nobody are never added to a person's. By `unit`, they fall on every person named in any of the "
                "unit's incidents of the year.",
            ),
        ),
        veto_counts,
        Veto(
            "art14",
            "凡被投诉到公司、通辽电业局、通辽市农电局、东北电网公司、国电公司的单位实行一票否决,取消该单位当年各种评优资格",
            "awards",
            Words("取消当年各种评优资格", "barred from every award of the year"),
            count(
                k.complaint,
                k.window_complaint,
                when=~k.venue.is_("media"),
                with_pending=Choice(veto_counts, {"verified": False, "any": True}),
            ),
        ),
        Understood(
            "art14",
            Words(
                "本条未列媒体：媒体曝光不否决；“国电公司”即 state-grid。",
                "art14 does not list the media: no veto for it; 国电公司 is `state-grid`.",
            ),
        ),
        # 第四章 附则
        Unruled(
            "art15", Words("奖励依另一文件。", "Rewards follow another document, 《行风建设奖惩细则》, which is not at hand.")
        ),
        Duty(
            "art16",
            "对投诉到农电公司的各种行风和服务方面问题,由公司党委负责查处",
            "investigate",
            Words("调查投诉", "investigate the complaint"),
            Opened((k.complaint, k.window_complaint), case=k.verified.is_("pending"), as_entered=True),
            Done(k.investigate, other=(k.verify,)),
            Never(),
            bearer=BY_COMPANY,
        ),
        Unruled("art17", Words("解释权。", "Who interprets the text.")),
        Unruled("art18", Words("施行日期，未载明日子。", "When it is in force; no date is given.")),
    ),
)
