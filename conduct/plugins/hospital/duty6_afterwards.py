"""六: what is done after a case is closed."""

from __future__ import annotations

from conduct.law import Done, Duty, Kind, MeanFigure, Provision, Reading, Setting, Step, Understood, Words, WorkingDays

from . import kinds as k
from .common import ANY_DAYS, listed_alone
from .duty3_major_matters import CLOSED

# ---- 六 (duty6)

timely = Reading(
    "timely",
    "duty6",
    default="5",
    alternatives=ANY_DAYS,
    about=Words("“及时”的期限（工作日）", "within how many working days 及时 is"),
    why=Words(
        "条文写“及时”，没有数字；借用《医疗机构投诉管理办法》（2019）对需调查核实的投诉所定的5个工作日，该办法自收到投诉起算。",
        "及时: no figure; borrowed from the 5 working days that 医疗机构投诉管理办法 (2019) gives a case needing investigation, there counted "
        "from receipt.",
    ),
)


def _afterwards(step: Step, breach: Kind, zh: str) -> Duty:
    return Duty(
        "duty6",
        "及时做好投诉案件的资料整理、归档、信息上报及处理结果的公示、反馈及通报工作和满意度调查工作",
        code=f"{step.code}-in-time",
        words=Words(zh, f"{step.words.en} in time"),
        trigger=CLOSED,
        expect=Done(step),
        by=WorkingDays(Setting(timely)),
        breach=breach,
    )


DUTY6: tuple[Provision, ...] = (
    timely,
    _afterwards(k.archive, k.not_archived, "及时归档"),
    _afterwards(k.report, k.not_reported, "及时上报"),
    _afterwards(k.publish, k.not_published, "及时公示"),
    _afterwards(k.feed_back, k.not_fed_back, "及时反馈"),
    _afterwards(k.notify, k.not_notified, "及时通报"),
    _afterwards(k.survey, k.not_surveyed, "及时调查满意度"),
    *listed_alone(
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
        code="satisfaction",
        words=Words("平均满意度", "mean satisfaction"),
        step=k.survey,
        attribute=k.satisfaction,
    ),
    Understood(
        "duty6",
        Words(
            "六项各自在第一次答复（重大事件为答复与处理中先办的一项）之日或其后、“及时”的期限内完成；复核不另起算。资料整理属于归档。",
            "Each of the six is done on or after the first answer (of a major matter the first of answer and handle) and within the time; a review "
            "does not start it again. 资料整理 is part of archive.",
        ),
    ),
)
