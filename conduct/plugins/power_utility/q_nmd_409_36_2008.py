"""Q/NMD-409.36-2008 行风与服务工作零投诉考核办法, provision by provision; its words stand in the file beside this one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from conduct.law import (
    After,
    AllDecided,
    Bearer,
    Below,
    ByWords,
    Checklist,
    Choice,
    Done,
    Duty,
    Edition,
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
    SameMatter,
    SamePerson,
    Sanction,
    Sanctioned,
    SanctionTerms,
    Setting,
    Understood,
    Unruled,
    Veto,
    Words,
    count,
    of_kinds,
)

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
    "art10",
    ("art10", "art11", "both"),
    Words("营业窗口被投诉到上级的适用条款", "which article punishes a window complained of to a higher venue"),
    Words(
        "第十一条的事项被投诉到上级的：art10 只按第十条较重的上级一档；art11 只按第十一条，即专门规定；both 两条并罚。投诉到公司的，总是只按第十一条。",
        "A window complaint at a higher venue: `art10`, its higher tier, the heavier, alone; `art11`, the special rule, alone; or `both`. "
        "At the company always art11 alone.",
    ),
)
same_matter = Reading(
    "same-matter",
    "art10",
    "heavier",
    ("heavier", "each"),
    Words("同一事项被多处投诉的处罚", "one matter complained of at several venues"),
    Words(
        "条文未写同一事项向几处投诉的如何处罚。heavier 只处最重的一档一次；each 各件并处。以“同一事项的投诉”相连的为一事。",
        "The text does not say what becomes of one matter that is complained of at several venues. `heavier`: the heaviest tier once; "
        "`each`: every complaint. A matter is what “complaint on the same matter” links.",
    ),
)
head_is_person = Reading(
    "head-is-person",
    "art10",
    "heavier",
    ("heavier", "both"),
    Words("负责人本人就是直接责任人的处罚", "the head who is himself the person at fault"),
    Words(
        "条文分别处罚直接责任人和单位负责人，未写二者为同一人的。heavier 同名处罚只取较重一项（先比上限，再比下限），已开除留用或解除劳动合同的不再给予处分；both 并处。",
        "The text punishes the person at fault and the head, and does not say what if they are one. `heavier`: of sanctions of one name "
        "the heavier alone (by its upper end, then its lower), and no discipline beside a dismissal on probation or the end of the contract; "
        "`both`: all of them.",
    ),
)

# ---- what is counted

AT_COMPANY = k.venue.is_("company")
HIGHER = ~AT_COMPANY
ordinary = count(k.complaint, when=AT_COMPANY & ~k.serious.is_(True))
grave = count(k.complaint, when=AT_COMPANY & k.serious.is_(True))
higher, higher_window = count(k.complaint, when=HIGHER), count(k.window_complaint, when=HIGHER)
company_window = count(k.window_complaint, when=AT_COMPANY)
slid = count(k.window_slide)
improper = count(k.improper_service)
PENDING, WINDOW = k.verified.is_("pending"), of_kinds(k.window_complaint)
BY_ART10, BY_ART11 = ~WINDOW | HIGHER, WINDOW & AT_COMPANY

# ---- on whom, and by whom

PARTY_COMMITTEE, COMPANY = Words("公司党委", "the company's party committee"), Words("公司", "the company")
BY_COMPANY = (Bearer(PARTY_COMMITTEE, AT_COMPANY), Bearer(COMPANY))

PERSON, HEAD, STATION = OnPerson(k.person), OnHead((k.PARTY.code, k.ADMINISTRATIVE.code)), OnUnit()
ON_EMPLOYEE = OnPerson(k.person, (k.EMPLOYEE.code,), words=k.EMPLOYEE.words)
ON_ELECTRICIAN = OnPerson(k.person, (k.ELECTRICIAN.code,), words=k.ELECTRICIAN.words)
On = OnPerson | OnHead | OnUnit


def _higher(quote: str, name: str, words: Words, on: On, **amount: Any) -> Iterator[Sanction]:
    """A sanction of art10's higher tier: for a complaint, and for one about a window where the reading applies this article."""
    yield Sanction("art10", quote, name, words, higher, on, **amount)
    applies = Choice(art11_higher, {"art10": True, "art11": False, "both": True})
    yield Sanction("art10", quote, name, words, higher_window, on, **amount, active=applies)


def _window(quote: str, name: str, words: Words, on: On, months: Range | None = None) -> Iterator[Sanction]:
    """A sanction of art11: always at the company, at a higher venue where the reading applies this article."""
    yield Sanction("art11", quote, name, words, company_window, on, months=months)
    applies = Choice(art11_higher, {"art10": False, "art11": True, "both": True})
    yield Sanction("art11", quote, name, words, higher_window, on, months=months, active=applies)


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
    veto_words=Words("一票否决", "veto"),
    provisions=(
        Unruled("art1", Words("目的与依据，不设义务。", "Purpose and basis; sets no obligation.")),
        Understood(
            "art2",
            Words("适用范围：考核各二级单位，处罚及于职工。", "Scope: stations are assessed, sanctions reach their people."),
            "本考核办法适用于扎鲁特旗农电公司所属各二级单位和全体职工",
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
            Formula(lambda rate: rate, {"rate": Reported(k.satisfaction)}, words=Words("所报的{rate}", "the {rate} as reported")),
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
            "investigate-higher",
            Words("调查投诉", "investigate the complaint"),
            Opened((k.complaint, k.window_complaint), case=HIGHER & PENDING, as_entered=True),
            Done(k.investigate, other=(k.verify,)),
            Never(),
            bearer=COMPANY,
        ),
        Duty(
            "art10",
            "经调查核实情况属实",
            "verify",
            Words("核实是否属实", "verify whether it is true"),
            After(
                k.investigate,
                case=Choice(art11_higher, {"art10": PENDING & BY_ART10, "art11": PENDING & ~WINDOW, "both": PENDING & BY_ART10}),
                as_entered=True,
            ),
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
            degree=ByWords(k.placement),
        ),
        Sanction("art10", "扣发单位负责人6个月奖金", "withhold-bonus", BONUS, grave, HEAD, months=6),
        Sanction("art10", "扣发该单位10%的年终综合奖", "withhold-award", AWARD, grave, STATION, percent=10),
        *_higher(
            "公司内职工开除留用处分",
            "dismissal-retained",
            Words("开除留用", "dismissed and retained on probation"),
            ON_EMPLOYEE,
        ),
        *_higher("农村电工解除劳动合同", "contract-terminated", Words("解除劳动合同", "contract terminated"), ON_ELECTRICIAN),
        *_higher(
            "并视情节给予单位负责人警告以上处分",
            "discipline",
            Words("警告以上处分", "warning or a graver discipline"),
            HEAD,
            degree=ByWords(k.discipline),
        ),
        *_higher("并扣发6-12个月奖金", "withhold-bonus", BONUS, HEAD, months=Range(6, 12, k.head_months)),
        *_higher("扣发该单位10-20%的年终综合奖", "withhold-award", AWARD, STATION, percent=Range(10, 20, k.percent)),
        *_higher("并召开现场会进行整顿", "rectification-meeting", MEETING, STATION),
        Duty(
            "art10",
            "并召开现场会进行整顿",
            "rectify-at-meeting",
            Words("召开现场会整顿", "rectify at a meeting on site"),
            Sanctioned("rectification-meeting"),
            Done(k.rectify),
            Never(),
        ),
        Duty(
            "art10",
            "并视情节给予单位负责人警告以上处分",
            "decide",
            Words("在第十条的幅度内作出决定", "decide what art10 leaves open"),
            Opened((k.complaint, k.window_complaint)),
            AllDecided(k.decide, ("art10",)),
            Never(),
            bearer=BY_COMPANY,
        ),
        same_matter,
        SameMatter(
            "art10",
            "发生行风和服务方面的问题被投诉",
            k.about,
            (
                count(k.window_complaint, when=Choice(art11_higher, {"art10": AT_COMPANY, "art11": None, "both": AT_COMPANY})),
                ordinary,
                grave,
                count(k.complaint, k.window_complaint, when=HIGHER),
            ),
            Choice(same_matter, {"heavier": True, "each": False}),
        ),
        head_is_person,
        SamePerson(
            "art10",
            "追究直接责任人和单位负责人的责任",
            {"discipline": ("dismissal-retained", "contract-terminated")},
            Choice(head_is_person, {"heavier": True, "both": False}),
        ),
        Understood(
            "art10",
            Words(
                "一事指以“同一事项的投诉”直接或间接相连的全部投诉，不论年度、是否成立；其档次由轻到重为：第十一条投诉到公司的、第十条投诉到公司的、情节严重的、投诉到上级的（只按第十一条处罚的口径下，窗口投诉总属第一档）。"
                "一年内属实的各件对同一人、同一单位只处最重的一档，同档取日期、编号最先的一件。未记名的投诉，以同一事项中最先记名的人为责任人；负责人为该事项第一日的负责人。只有处罚被吸收：各件投诉照其受理单位一票否决。",
                "A matter is all complaints linked as on the same matter, directly or through others, in any year, standing or not. Tiers, the lightest "
                "first: art11 at the company, art10 at the company, art10 serious, a higher venue; under `art11` a window complaint is always of "
                "the first. Of the sanctions that its verified complaints of the year bring on one bearer those of the heaviest tier stand, of "
                "equal ones the earliest by date, then id. A complaint that names nobody takes the earliest person named in its matter; the head "
                "is that of the matter's first day. Only sanctions are absorbed: each complaint vetoes by its own venue.",
            ),
            "追究直接责任人和单位负责人的责任",
        ),
        Understood(
            "art10",
            Words(
                "对单位负责人的处罚由事项当日在任的人承担（任职表；第九条的党政负责人即党组织负责人和行政负责人）；两人在任的各受处罚，一人兼两职的只处一次；该单位从无此两职记录的，由单位登记的负责人承担；有记录而当日无人在任的为负责人不明。",
                "A sanction on the head falls on whoever held the post on the day (the table of posts; art9's 党政负责人: party and administrative); "
                "with two heads, on each; one man in both posts, once; the unit's own head only where it has no such row at all; on a day that "
                "none covers the head is not known.",
            ),
            "扣发单位负责人3个月奖金",
        ),
        Understood(
            "art10",
            Words(
                "“市局”包括通辽电业局和通辽市农电局；只有造成一定社会影响的曝光才登记为“媒体曝光”。直接责任人是有过错的人。上级一档的6-12个月由单位负责人承担；该档不再区分情节严重。"
                "职工或负责人不明的，对其处罚从略，并在单位名下注明。数项处罚并存；一个单位的年终综合奖至多扣完。",
                "市局 covers the Tongliao bureau and the rural bureau; a media venue is recorded only where the exposure had social effect, "
                "as the office finds. 直接责任人 is the person at fault. The 6 to 12 months of the higher tier fall on the head; Whether it is "
                "serious has no effect there. Where person or head is not known the sanctions on them are left out and the station says so. Sanctions of "
                "several incidents all stand; percentages of a station's award add up to 100 at most.",
            ),
            "被投诉到市局、东北电网公司、国家电网公司或被媒体曝光造成一定社会影响的",
        ),
        art11_higher,
        *_window("视情节扣发相关责任人3-6个月奖金", "withhold-bonus", BONUS, PERSON, Range(3, 6, k.months)),
        *_window("扣发单位负责人2-3个月奖金", "withhold-bonus", BONUS, HEAD, Range(2, 3, k.head_months)),
        *_window("并在全公司通报批评", "criticism", CRITICISM, STATION),
        Duty(
            "art11",
            "情况属实的",
            "verify-window",
            Words("核实是否属实", "verify whether it is true"),
            After(
                k.investigate,
                case=Choice(art11_higher, {"art10": PENDING & BY_ART11, "art11": PENDING & WINDOW, "both": PENDING & BY_ART11}),
                as_entered=True,
            ),
            Done(k.verify),
            Never(),
            bearer=BY_COMPANY,
        ),
        Duty(
            "art11",
            "视情节扣发相关责任人3-6个月奖金",
            "decide-window",
            Words("在第十一条的幅度内作出决定", "decide what art11 leaves open"),
            Opened((k.window_complaint,)),
            AllDecided(k.decide, ("art11",)),
            Never(),
            bearer=BY_COMPANY,
        ),
        Sanction("art12", "扣发该单位10%的年终综合奖金", "withhold-award", AWARD, slid, STATION, percent=10),
        Sanction("art12", "并进行整顿", "rectify", Words("进行整顿", "rectification"), slid, STATION),
        Sanction(
            "art12",
            "对单位负责人做行政处理",
            "administrative-action",
            Words("行政处理", "administrative action"),
            slid,
            HEAD,
            degree=ByWords(k.administrative_action),
        ),
        Duty(
            "art12",
            "并进行整顿",
            "rectify-window",
            Words("整顿滑坡的窗口", "rectify the window"),
            Sanctioned("rectify"),
            Done(k.rectify),
            Never(),
        ),
        Duty(
            "art12",
            "对单位负责人做行政处理",
            "decide-slide",
            Words("决定行政处理", "decide the administrative action"),
            Opened((k.window_slide,)),
            AllDecided(k.decide, ("art12",)),
            Never(),
            bearer=COMPANY,
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
                "在一年内按日期和编号计次，按人计的不论发生在哪个单位。达到次数时处罚一次，记在达到次数的那件上。未记名的不计入任何人，其自身达到次数也不处罚任何人。按单位计时，该单位全年各件所记名的人都受处罚。",
                "Counted within the year, by date, then id, a person's wherever they happened. The sanctions are given once, tied to the incident "
                "that reaches the number. Incidents that name nobody are never added to a person's; reaching the number among themselves they "
                "sanction nobody. By `unit`, they fall on every person named in any of the unit's incidents of the year.",
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
                "本条未列媒体：媒体曝光不否决；“国电公司”即“国家电网公司”。",
                "art14 does not list the media: no veto for it; 国电公司 is the state grid.",
            ),
        ),
        # 第四章 附则
        Unruled(
            "art15",
            Words(
                "奖励依《行风建设奖惩细则》，该文件未附，奖励未设规则。",
                "Rewards follow 《行风建设奖惩细则》, which is not at hand; no reward is encoded.",
            ),
            "行风和服务工作的奖励,依据《行风建设奖惩细则》进行奖励",
            in_scope=True,
        ),
        Duty(
            "art16",
            "对投诉到农电公司的各种行风和服务方面问题,由公司党委负责查处",
            "investigate",
            Words("调查投诉", "investigate the complaint"),
            Opened((k.complaint, k.window_complaint), case=AT_COMPANY & PENDING, as_entered=True),
            Done(k.investigate, other=(k.verify,)),
            Never(),
            bearer=PARTY_COMMITTEE,
        ),
        Unruled("art17", Words("解释权。", "Who interprets the text.")),
        Unruled("art18", Words("施行日期，未载明日子。", "When it is in force; no date is given.")),
    ),
)
