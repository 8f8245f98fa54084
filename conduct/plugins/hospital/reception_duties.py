"""泗阳县第三人民医院 行风投诉接待站人员工作职责, provision by provision; its words stand in the file beside this one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from conduct.law import (
    NUMBER,
    After,
    AfterFirst,
    AllDone,
    AllPreceded,
    CaseFigures,
    Charge,
    Choice,
    Done,
    Duty,
    Edition,
    EveryAction,
    Given,
    Has,
    Kind,
    MeanFigure,
    Never,
    NotBy,
    Opened,
    OpenWhere,
    Positive,
    Preceded,
    Reading,
    Regulation,
    Reopened,
    SameDay,
    Setting,
    Step,
    Understood,
    Unruled,
    Words,
    WorkingDays,
    count,
)

from . import kinds as k

ANY_DAYS = Positive(whole=True, low=0)

major_means = Reading(
    "major-means",
    "duty3",
    "both",
    ("both", "medical"),
    Words("“重大医患和行风事件”中“重大”管到哪里", "how far 重大 reaches in 重大医患和行风事件"),
    Words(
        "“both”：重大的医患事件和重大的行风事件；“medical”：重大的医患事件和所有行风事件（未填性质的同“both”）。",
        "both: 重大 governs both, the procedure is for what is major; medical: it governs 医患 alone, the procedure is for what is medical "
        "and major, and for every matter of conduct (one whose nature is blank as under both).",
    ),
)
escalate_within = Reading(
    "escalate-within",
    "duty3",
    "1",
    ANY_DAYS,
    Words("汇报的期限（工作日）", "within how many working days to escalate"),
    Words("条文写“按程序”，没有数字。", "按程序: no figure."),
)
settle_within = Reading(
    "settle-within",
    "duty3",
    "never",
    Positive(whole=True, low=0, codes=("never",), usual=10),
    Words(
        "重大事件会同、方案、批准、处理的期限（工作日）",
        "within how many working days a major matter is convened on, planned, approved and handled",
    ),
    Words(
        "重大事件须会商、拟订方案、报批并处理，条文没有时限。“never”：未做的各步一直待办，该件不算办结；填数字的，自投诉之日起届满仍缺步骤即为一次未履行。",
        "A major matter must be convened on, planned, approved and handled; the text gives no time. never: each step still undone is open, and "
        "the case counts as not settled; a number, from the complaint's day, makes the missing steps one breach when it has run.",
    ),
)
promise_within = Reading(
    "promise-within",
    "duty5",
    "1",
    ANY_DAYS,
    Words("给准信的期限（工作日）", "within how many working days to promise"),
    Words("条文写“要给投诉人以准信”，没有数字。", "要给投诉人以准信: no figure."),
)
promise_moved = Reading(
    "promise-moved",
    "duty5",
    "broken",
    ("broken", "kept"),
    Words("期限届满前另给准信的，原准信如何", "what becomes of a promise when a later one is given by the day it is due"),
    Words(
        "“broken”：原准信照样须兑现；“kept”：在原准信到期之日或之前另给准信的，以后一次代替。",
        "broken: the earlier one is broken all the same; kept: a later promise given by the day the earlier one is due replaces it.",
    ),
)
timely = Reading(
    "timely",
    "duty6",
    "5",
    ANY_DAYS,
    Words("“及时”的期限（工作日）", "within how many working days 及时 is"),
    Words(
        "条文写“及时”，没有数字；借用《医疗机构投诉管理办法》（2019）对需调查核实的投诉所定的5个工作日，该办法自收到投诉起算。",
        "及时: no figure; borrowed from the 5 working days that 医疗机构投诉管理办法 (2019) gives a case needing investigation, there counted "
        "from receipt.",
    ),
)

MAJOR = Choice(major_means, {"both": k.major.is_(True), "medical": k.major.is_(True) | k.nature.is_("conduct")})
ON_THE_SPOT = k.on_the_spot.is_(True)
CLOSED = AfterFirst(k.complaint, ((k.answer, None), (k.handle, MAJOR)))
COMPLAINT = (k.complaint,)
PROCEDURE = (
    "重大医患和行风事件,按程序向上级和医院领导汇报,会同医院行风建设领导小组成员及相关科室、部门负责人、直接责任人,"
    "研究解决方案,报上级主管部门批准后予以协调处理"
)
SETTLING = (k.convene, k.plan, k.approve, k.handle)


def _listed(clause: str, quote: str, *breaches: Kind) -> Iterator[Charge]:
    """A breach is listed with its count; there is no score that it could cost."""
    for breach in breaches:
        yield Charge(clause, quote, count(breach))


def _order(step: Step, before: Preceded | AllPreceded, breach: Kind, quote: str) -> Duty:
    first = before.parts[0] if isinstance(before, AllPreceded) else before
    return Duty(
        "duty3",
        quote,
        f"{first.step.code}-before-{step.code}",
        Words(f"先{first.step.words.zh}后{step.words.zh}", f"{first.step.code} before {step.code}"),
        After(step, case=MAJOR),
        before,
        SameDay(),
        breach,
    )


def _settling(step: Step, zh: str, quote: str) -> Duty:
    """A step that a major matter needs, open until it is taken where no time is set for it."""
    return Duty(
        "duty3",
        quote,
        step.code,
        Words(zh, f"{step.code} in a major matter"),
        Opened(COMPLAINT, case=MAJOR),
        Done(step),
        Never(),
        active=Choice(settle_within, {"never": True, NUMBER: False}),
    )


def _afterwards(step: Step, breach: Kind, zh: str) -> Duty:
    return Duty(
        "duty6",
        "及时做好投诉案件的资料整理、归档、信息上报及处理结果的公示、反馈及通报工作和满意度调查工作",
        f"{step.code}-in-time",
        Words(zh, f"{step.words.en} in time"),
        CLOSED,
        Done(step),
        WorkingDays(Setting(timely)),
        breach,
    )


DUTIES = Regulation(
    id="行风投诉接待站人员工作职责",
    title=Words(
        "泗阳县第三人民医院行风投诉接待站人员工作职责",
        "Duties of the staff who receive complaints, Siyang County Third People's Hospital",
    ),
    text=Edition(files(__package__) / "reception_duties.zh.md"),
    in_force_from=None,
    provisions=(
        # 一
        Duty(
            "duty1",
            "认真做好记录",
            "record",
            Words("当日登记", "record on the day"),
            Opened(COMPLAINT),
            Done(k.record, stated=k.recorded.is_(True)),
            SameDay(),
            k.unrecorded,
        ),
        *_listed("duty1", "认真做好记录", k.unrecorded),
        Understood(
            "duty1",
            Words(
                "“认真做好记录”指投诉当日登记；接待站当日录入系统的即为登记。",
                "认真做好记录 means the complaint's own day; what the desk itself entered that day is recorded by that.",
            ),
            "认真做好记录",
        ),
        Unruled(
            "duty1",
            Words("接待是否热情、倾听是否仔细由人判断。", "Whether the reception was warm and attentive is for people to judge."),
            "热情接待每一位投诉人员,做到仔细听取投诉人员的意见和建议",
            judged=True,
        ),
        CaseFigures(
            "duty1",
            "热情接待每一位投诉人员",
            CLOSED,
            needs=tuple((step, MAJOR) for step in SETTLING),
            reopened=Reopened(k.review_requested, until=k.answer),
            due=("answer-at-once", "keep-promise"),
            among=(OpenWhere("open-major", Words("未办结的重大事件", "open and major"), MAJOR),),
        ),
        # 二
        Duty(
            "duty2",
            "做到有理、有据、依法、依规",
            "basis",
            Words("答复须有依据", "answer with a basis"),
            After(k.answer),
            Has(k.basis.given()),
            SameDay(),
            k.no_basis,
        ),
        *_listed("duty2", "做到有理、有据、依法、依规", k.no_basis),
        Unruled(
            "duty2",
            Words(
                "解答是否耐心、依据是否正确由人判断；只看每次答复是否写明依据。",
                "Whether the answer was patient and its basis right is for people to judge; only that each answer names a basis is seen.",
            ),
            "耐心解答投诉人提出的问题",
            judged=True,
        ),
        # 三
        major_means,
        escalate_within,
        settle_within,
        Duty(
            "duty3",
            "重大医患和行风事件,按程序向上级和医院领导汇报",
            "escalate",
            Words("向上级和医院领导汇报", "escalate to the superior and the leaders"),
            Opened(COMPLAINT, case=MAJOR),
            AllDone((Done(k.escalate, k.to.is_("superior")), Done(k.escalate, k.to.is_("leaders")))),
            WorkingDays(Setting(escalate_within)),
            k.not_escalated,
        ),
        _order(
            k.convene,
            AllPreceded((Preceded(k.escalate, k.to.is_("superior")), Preceded(k.escalate, k.to.is_("leaders")))),
            k.out_of_order,
            "按程序向上级和医院领导汇报,会同医院行风建设领导小组成员及相关科室、部门负责人、直接责任人",
        ),
        _order(
            k.plan,
            Preceded(k.convene),
            k.out_of_order,
            "会同医院行风建设领导小组成员及相关科室、部门负责人、直接责任人,研究解决方案",
        ),
        _order(k.approve, Preceded(k.plan), k.out_of_order, "研究解决方案,报上级主管部门批准"),
        _order(k.handle, Preceded(k.approve), k.handled_without_approval, "报上级主管部门批准后予以协调处理"),
        _settling(k.convene, "重大事件须会商", "会同医院行风建设领导小组成员及相关科室、部门负责人、直接责任人"),
        _settling(k.plan, "重大事件须拟订方案", "研究解决方案"),
        _settling(k.approve, "重大事件须报批准", "报上级主管部门批准"),
        _settling(k.handle, "重大事件须处理", "予以协调处理"),
        Duty(
            "duty3",
            PROCEDURE,
            "settle",
            Words("重大事件会同、方案、批准、处理完毕", "convene, plan, approve and handle a major matter"),
            Opened(COMPLAINT, case=MAJOR),
            AllDone(tuple(Done(step) for step in SETTLING)),
            Choice(settle_within, {"never": Never(), NUMBER: WorkingDays(Setting(settle_within))}),
            k.not_settled,
            active=Choice(settle_within, {"never": False, NUMBER: True}),
        ),
        *_listed("duty3", PROCEDURE, k.not_escalated, k.out_of_order, k.handled_without_approval, k.not_settled),
        Understood(
            "duty3",
            Words(
                "先汇报：会同之前（含当日）须已向上级和医院领导都汇报；方案、批准、处理各须前一步在同日或之前已办，每办一步各计一次；"
                "未经批准的处理只计“未经批准处理”。",
                "汇报 comes first: a convene needs both escalations, and plan, approve and handle the step before, on the same or an earlier day, "
                "counted per step taken; a handling without approval counts as that alone.",
            ),
            PROCEDURE,
        ),
        Understood(
            "duty3",
            Words(
                "重大事件以答复与处理中先办的一项为结，统计件数时还须会同、方案、批准、处理四步齐全。",
                "A major case is closed by the first of answer and handle; for the figures it is closed only when its four steps are taken too.",
            ),
        ),
        Unruled(
            "duty3",
            Words(
                "应会同哪些人由人判断；“会同人员”可以记下到会的人。",
                "Whom to convene is for people to judge; the step may record who came.",
            ),
            "会同医院行风建设领导小组成员及相关科室、部门负责人、直接责任人",
            judged=True,
        ),
        # 四
        Duty(
            "duty4",
            "不徇私情、实事求是",
            "impartial",
            Words("被投诉者不得经办", "not handled by the one complained about"),
            EveryAction(k.complaint),
            NotBy(k.against, but=(k.convene,)),
            SameDay(),
            k.conflict_of_interest,
        ),
        *_listed("duty4", "不徇私情、实事求是", k.conflict_of_interest),
        Understood(
            "duty4",
            Words(
                "被投诉的科室或个人不得经办该投诉，以编号、名称或别名为准，每一个动作各计一次；条文要求其到会的会同不计，申诉是其权利，也不计；"
                "由其撤销投诉或决定申诉的，不予装入。",
                "The department or person complained about, known by id, name or alias, takes no step on the case but convening, which duty3 "
                "commands, and an appeal, which is a right; each other action counts once. A withdrawal, or the decision of an appeal, by that "
                "one is refused.",
            ),
        ),
        Unruled(
            "duty4",
            Words(
                "接待人员的品行、法律知识由人判断；只看被投诉者是否经办。",
                "Character and knowledge of the law are for people to judge; only that the one complained about took no step is seen.",
            ),
            "接待人员需做到公道正派、敢于和善于负责",
            judged=True,
        ),
        # 五
        Duty(
            "duty5",
            "能当面解释、解决的不留尾巴,应立即给予答复",
            "answer-at-once",
            Words("立即答复", "answer at once"),
            Opened(COMPLAINT, case=ON_THE_SPOT),
            Done(k.answer),
            SameDay(),
            k.not_answered_at_once,
        ),
        promise_within,
        promise_moved,
        Duty(
            "duty5",
            "需要调查研究后解决的,要给投诉人以准信",
            "promise",
            Words("给投诉人以准信", "give a promise"),
            Opened(COMPLAINT, case=~ON_THE_SPOT),
            Done(k.promise, other=(k.answer,)),
            WorkingDays(Setting(promise_within)),
            k.no_promise,
        ),
        Duty(
            "duty5",
            "要给投诉人以准信",
            "promise-again",
            Words("复核申请后给投诉人以准信", "give a promise after a review was requested"),
            After(k.review_requested),
            Done(k.promise, other=(k.answer,), after=True),
            WorkingDays(Setting(promise_within)),
            k.no_promise,
        ),
        Duty(
            "duty5",
            "要给投诉人以准信",
            "keep-promise",
            Words("按承诺期限答复", "answer as promised"),
            After(k.promise),
            Done(k.answer),
            Given(k.due),
            k.promise_broken,
            replaced=Choice(promise_moved, {"broken": False, "kept": True}),
        ),
        *_listed("duty5", "能当面解释、解决的不留尾巴,应立即给予答复", k.not_answered_at_once),
        *_listed("duty5", "需要调查研究后解决的,要给投诉人以准信", k.no_promise, k.promise_broken),
        Understood(
            "duty5",
            Words(
                "“立即给予答复”指投诉当日答复。事情未了才须给准信：期限内已答复的即可（处理不是答复）。准信之日至承诺期限之间答复的，即为兑现。",
                "立即给予答复 means the complaint's own day. A promise is owed only while the matter is open: an answer within the time does as "
                "well (handle is no answer). A promise is kept by an answer from the promise's day to its due date.",
            ),
            "应立即给予答复",
        ),
        Understood(
            "duty5",
            Words(
                "投诉人不满意的，可申请复核：该件（当面答复的也一样）重新办理，须再答复并再给准信。申诉是接待站或被投诉者对认定不服提出的。",
                "A complainant who is not content asks for a review, which reopens the case, one answered at once too: an answer is owed again, with "
                "its promise. An appeal is the desk's or the person's own, against what was found about them.",
            ),
        ),
        Unruled(
            "duty5",
            Words("方法、策略由人判断。", "Method and tact are for people to judge."),
            "讲究工作方法、注重工作策略和工作效率",
            judged=True,
        ),
        # 六
        timely,
        _afterwards(k.archive, k.not_archived, "及时归档"),
        _afterwards(k.report, k.not_reported, "及时上报"),
        _afterwards(k.publish, k.not_published, "及时公示"),
        _afterwards(k.feed_back, k.not_fed_back, "及时反馈"),
        _afterwards(k.notify, k.not_notified, "及时通报"),
        _afterwards(k.survey, k.not_surveyed, "及时调查满意度"),
        *_listed(
            "duty6",
            "及时做好投诉案件的资料整理、归档、信息上报及处理结果的公示、反馈及通报工作和满意度调查工作",
            k.not_archived,
            k.not_reported,
            k.not_published,
            k.not_fed_back,
            k.not_notified,
            k.not_surveyed,
        ),
        MeanFigure(
            "duty6",
            "满意度调查工作",
            "satisfaction",
            Words("平均满意度", "mean satisfaction"),
            k.survey,
            k.satisfaction,
        ),
        Understood(
            "duty6",
            Words(
                "六项各自在第一次答复（重大事件为答复与处理中先办的一项）之日或其后、“及时”的期限内完成；复核不另起算。资料整理属于归档。",
                "Each of the six is done on or after the first answer (of a major matter the first of answer and handle) and within the time; a review "
                "does not start it again. 资料整理 is part of archive.",
            ),
        ),
    ),
)
