"""第三章 处罚, 第十条: a complaint that is true, what it brings on whom, and who decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
    Provision,
    Range,
    Reading,
    SameMatter,
    SamePerson,
    Sanction,
    Sanctioned,
    SanctionTerms,
    Understood,
    Words,
    count,
)

from . import kinds as k
from .c3_windows_and_awards import art11_higher, higher_window
from .common import AT_COMPANY, AWARD, BONUS, BY_COMPANY, COMPANY, HEAD, HIGHER, PENDING, PERSON, STATION, WINDOW, On

# ---- 第十条

ordinary = count(k.complaint, when=AT_COMPANY & ~k.serious.is_(True))
grave = count(k.complaint, when=AT_COMPANY & k.serious.is_(True))
higher = count(k.complaint, when=HIGHER)
BY_ART10 = ~WINDOW | HIGHER
ON_EMPLOYEE = OnPerson(k.person, (k.EMPLOYEE.code,), words=k.EMPLOYEE.words)
ON_ELECTRICIAN = OnPerson(k.person, (k.ELECTRICIAN.code,), words=k.ELECTRICIAN.words)
MEETING = Words("现场会整顿", "rectification at a meeting on site")


def _higher(quote: str, name: str, words: Words, on: On, **amount: Any) -> Iterator[Sanction]:
    """A sanction of art10's higher tier: for a complaint, and for one about a window where the reading applies this article."""
    yield Sanction("art10", quote, name=name, words=words, count=higher, on=on, **amount)
    applies = Choice(art11_higher, {"art10": True, "art11": False, "both": True})
    yield Sanction("art10", quote, name=name, words=words, count=higher_window, on=on, **amount, active=applies)


same_matter = Reading(
    "same-matter",
    "art10",
    default="heavier",
    alternatives=("heavier", "each"),
    about=Words("同一事项被多处投诉的处罚", "one matter complained of at several venues"),
    why=Words(
        "条文未写同一事项向几处投诉的如何处罚。heavier 只处最重的一档一次；each 各件并处。以“同一事项的投诉”相连的为一事。",
        "The text does not say what becomes of one matter that is complained of at several venues. `heavier`: the heaviest tier once; "
        "`each`: every complaint. A matter is what “complaint on the same matter” links.",
    ),
    options={
        "heavier": Words("只处最重的一档一次", "the heaviest tier once"),
        "each": Words("各件并处", "every complaint"),
    },
)

head_is_person = Reading(
    "head-is-person",
    "art10",
    default="heavier",
    alternatives=("heavier", "both"),
    about=Words("负责人本人就是直接责任人的处罚", "the head who is himself the person at fault"),
    why=Words(
        "条文分别处罚直接责任人和单位负责人，未写二者为同一人的。heavier 同名处罚只取较重一项（先比上限，再比下限），已开除留用或解除劳动合同的不再给予处分；both 并处。",
        "The text punishes the person at fault and the head, and does not say what if they are one. `heavier`: of sanctions of one name "
        "the heavier alone (by its upper end, then its lower), and no discipline beside a dismissal on probation or the end of the contract; "
        "`both`: all of them.",
    ),
    options={
        "heavier": Words("同名处罚只取较重一项", "of sanctions of one name the heavier alone"),
        "both": Words("并处", "all of them"),
    },
)

ART10: tuple[Provision, ...] = (
    SanctionTerms(
        "art10",
        "经调查核实情况属实,追究直接责任人和单位负责人的责任",
        decide=k.decide,
        by_clause=k.of_clause,
        unknown_person=("person-unknown", Words("直接责任人不明", "the person is not known")),
        unknown_head=("head-unknown", Words("单位负责人不明", "the head is not known")),
        percent_code="award-percentage",
        percent_words=Words("扣发年终综合奖百分比", "percentage of the year-end award withheld"),
    ),
    Duty(
        "art10",
        "经调查核实情况属实",
        code="investigate-higher",
        words=Words("调查投诉", "investigate the complaint"),
        trigger=Opened((k.complaint, k.window_complaint), case=HIGHER & PENDING, as_entered=True),
        expect=Done(k.investigate, other=(k.verify,)),
        by=Never(),
        bearer=COMPANY,
    ),
    Duty(
        "art10",
        "经调查核实情况属实",
        code="verify",
        words=Words("核实是否属实", "verify whether it is true"),
        trigger=After(
            k.investigate,
            case=Choice(art11_higher, {"art10": PENDING & BY_ART10, "art11": PENDING & ~WINDOW, "both": PENDING & BY_ART10}),
            as_entered=True,
        ),
        expect=Done(k.verify),
        by=Never(),
        bearer=BY_COMPANY,
    ),
    Sanction("art10", "扣发直接责任人6个月奖金", name="withhold-bonus", words=BONUS, count=ordinary, on=PERSON, months=6),
    Sanction("art10", "扣发单位负责人3个月奖金", name="withhold-bonus", words=BONUS, count=ordinary, on=HEAD, months=3),
    Sanction(
        "art10", "情节严重的,扣发直接责任人12个月奖金", name="withhold-bonus", words=BONUS, count=grave, on=PERSON, months=12
    ),
    Sanction(
        "art10",
        "并调离原岗位或下岗",
        name="transfer-or-layoff",
        words=Words("调离原岗位或下岗", "transferred from the post or laid off"),
        count=grave,
        on=PERSON,
        degree=ByWords(k.placement),
    ),
    Sanction("art10", "扣发单位负责人6个月奖金", name="withhold-bonus", words=BONUS, count=grave, on=HEAD, months=6),
    Sanction("art10", "扣发该单位10%的年终综合奖", name="withhold-award", words=AWARD, count=grave, on=STATION, percent=10),
    *_higher(
        "公司内职工开除留用处分",
        name="dismissal-retained",
        words=Words("开除留用", "dismissed and retained on probation"),
        on=ON_EMPLOYEE,
    ),
    *_higher(
        "农村电工解除劳动合同", name="contract-terminated", words=Words("解除劳动合同", "contract terminated"), on=ON_ELECTRICIAN
    ),
    *_higher(
        "并视情节给予单位负责人警告以上处分",
        name="discipline",
        words=Words("警告以上处分", "warning or a graver discipline"),
        on=HEAD,
        degree=ByWords(k.discipline),
    ),
    *_higher("并扣发6-12个月奖金", name="withhold-bonus", words=BONUS, on=HEAD, months=Range(6, 12, k.head_months)),
    *_higher("扣发该单位10-20%的年终综合奖", name="withhold-award", words=AWARD, on=STATION, percent=Range(10, 20, k.percent)),
    *_higher("并召开现场会进行整顿", name="rectification-meeting", words=MEETING, on=STATION),
    Duty(
        "art10",
        "并召开现场会进行整顿",
        code="rectify-at-meeting",
        words=Words("召开现场会整顿", "rectify at a meeting on site"),
        trigger=Sanctioned("rectification-meeting"),
        expect=Done(k.rectify),
        by=Never(),
    ),
    Duty(
        "art10",
        "并视情节给予单位负责人警告以上处分",
        code="decide",
        words=Words("在第十条的幅度内作出决定", "decide what art10 leaves open"),
        trigger=Opened((k.complaint, k.window_complaint)),
        expect=AllDecided(k.decide, ("art10",)),
        by=Never(),
        bearer=BY_COMPANY,
    ),
    same_matter,
    SameMatter(
        "art10",
        "发生行风和服务方面的问题被投诉",
        by=k.about,
        tiers=(
            count(k.window_complaint, when=Choice(art11_higher, {"art10": AT_COMPANY, "art11": None, "both": AT_COMPANY})),
            ordinary,
            grave,
            count(k.complaint, k.window_complaint, when=HIGHER),
        ),
        absorbs=Choice(same_matter, {"heavier": True, "each": False}),
    ),
    head_is_person,
    SamePerson(
        "art10",
        "追究直接责任人和单位负责人的责任",
        unless={"discipline": ("dismissal-retained", "contract-terminated")},
        active=Choice(head_is_person, {"heavier": True, "both": False}),
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
)
