"""泗阳县第三人民医院 行风投诉接待站人员工作职责, provision by provision; its words stand in the file beside this one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from conduct.core.law import (
    After,
    AfterFirst,
    AllDone,
    CaseFigures,
    Charge,
    Done,
    Duty,
    EveryAction,
    Given,
    Has,
    MeanFigure,
    NotBy,
    Opened,
    Positive,
    Preceded,
    Reading,
    Regulation,
    SameDay,
    Setting,
    Understood,
    Unruled,
    WorkingDays,
    count,
)
from conduct.core.model import Kind, Step
from conduct.core.text import Edition
from conduct.core.words import Words

from . import kinds as k

ANY_DAYS = Positive(whole=True, low=0)

escalate_within = Reading(
    "escalate-within",
    "duty3",
    "1",
    ANY_DAYS,
    Words("汇报的期限（工作日）", "within how many working days to escalate"),
    Words("条文写“按程序”，没有数字。", "按程序: no figure."),
)
promise_within = Reading(
    "promise-within",
    "duty5",
    "1",
    ANY_DAYS,
    Words("给准信的期限（工作日）", "within how many working days to promise"),
    Words("条文写“要给投诉人以准信”，没有数字。", "要给投诉人以准信: no figure."),
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

IS_MAJOR, ON_THE_SPOT = k.major.is_(True), k.on_the_spot.is_(True)
CLOSED = AfterFirst(k.complaint, ((k.answer, ~IS_MAJOR), (k.handle, IS_MAJOR)))
COMPLAINT = (k.complaint,)


def _listed(clause: str, quote: str, *breaches: Kind) -> Iterator[Charge]:
    """A breach is listed with its count; there is no score that it could cost."""
    for breach in breaches:
        yield Charge(clause, quote, count(breach))


def _order(step: Step, before: Step, breach: Kind, quote: str) -> Duty:
    return Duty(
        "duty3",
        quote,
        f"{before.code}-before-{step.code}",
        Words(f"先{before.words.zh}后{step.words.zh}", f"{before.code} before {step.code}"),
        After(step, case=IS_MAJOR),
        Preceded(before),
        SameDay(),
        breach,
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
            Done(k.record),
            SameDay(),
            k.unrecorded,
        ),
        *_listed("duty1", "认真做好记录", k.unrecorded),
        Understood(
            "duty1", Words("“认真做好记录”指投诉当日登记。", "认真做好记录 means the complaint's own day."), "认真做好记录"
        ),
        Unruled(
            "duty1",
            Words("接待是否热情、倾听是否仔细由人判断。", "Whether the reception was warm and attentive is for people to judge."),
            "热情接待每一位投诉人员,做到仔细听取投诉人员的意见和建议",
            judged=True,
        ),
        CaseFigures("duty1", "热情接待每一位投诉人员", CLOSED),
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
        escalate_within,
        Duty(
            "duty3",
            "重大医患和行风事件,按程序向上级和医院领导汇报",
            "escalate",
            Words("向上级和医院领导汇报", "escalate to the superior and the leaders"),
            Opened(COMPLAINT, case=IS_MAJOR),
            AllDone((Done(k.escalate, k.to.is_("superior")), Done(k.escalate, k.to.is_("leaders")))),
            WorkingDays(Setting(escalate_within)),
            k.not_escalated,
        ),
        _order(k.plan, k.convene, k.out_of_order, "会同医院行风建设领导小组成员及相关科室、部门负责人、直接责任人,研究解决方案"),
        _order(k.approve, k.plan, k.out_of_order, "研究解决方案,报上级主管部门批准"),
        _order(k.handle, k.approve, k.handled_without_approval, "报上级主管部门批准后予以协调处理"),
        *_listed(
            "duty3",
            (
                "重大医患和行风事件,按程序向上级和医院领导汇报,会同医院行风建设领导小组成员及相关科室、部门负责人、直接责任人,"
                "研究解决方案,报上级主管部门批准后予以协调处理"
            ),
            k.not_escalated,
            k.out_of_order,
            k.handled_without_approval,
        ),
        Understood(
            "duty3",
            Words(
                "后一步须在前一步之日或其后；每一步各计一次。未经批准的处理只计“未经批准处理”。",
                "Each step needs the one before it on the same or an earlier day, counted per step taken; a handling without approval is "
                "`handled-without-approval` alone.",
            ),
        ),
        # 四
        Duty(
            "duty4",
            "不徇私情、实事求是",
            "impartial",
            Words("被投诉者不得经办", "not handled by the one complained about"),
            EveryAction(k.complaint),
            NotBy(k.against),
            SameDay(),
            k.conflict_of_interest,
        ),
        *_listed("duty4", "不徇私情、实事求是", k.conflict_of_interest),
        Understood(
            "duty4",
            Words(
                "被投诉者在其投诉上的每一个动作各计一次；申诉是其权利，不计。",
                "Each action by the one complained about counts once; an appeal is a right, and does not count.",
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
            "keep-promise",
            Words("按准信答复", "answer as promised"),
            After(k.promise),
            Done(k.answer),
            Given(k.due),
            k.promise_broken,
        ),
        *_listed("duty5", "能当面解释、解决的不留尾巴,应立即给予答复", k.not_answered_at_once),
        *_listed("duty5", "需要调查研究后解决的,要给投诉人以准信", k.no_promise, k.promise_broken),
        Understood(
            "duty5",
            Words(
                "“立即给予答复”指投诉当日答复。事情未了才须给准信：期限内已答复的即可。每一次准信各须兑现。",
                "立即给予答复 means the complaint's own day. A promise is owed only while the matter is open: an answer within the time does as "
                "well. Each promise is kept or broken by itself.",
            ),
            "应立即给予答复",
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
                "六项各自在第一次答复（重大事件为第一次处理）之日或其后、“及时”的期限内完成。",
                "Each of the six is done on or after the first answer (the first handling, of a major matter) and within the time.",
            ),
        ),
    ),
)
