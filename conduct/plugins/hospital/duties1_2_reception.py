"""一、二: complaints are recorded, and answered with a basis."""

from __future__ import annotations

from conduct.law import (
    After,
    CaseFigures,
    Done,
    Duty,
    Has,
    Opened,
    OpenWhere,
    Provision,
    Reopened,
    SameDay,
    Understood,
    Unruled,
    Words,
)

from . import kinds as k
from .common import COMPLAINT, listed_alone
from .duty3_major_matters import CLOSED, MAJOR, SETTLING

# ---- 一 (duty1)

DUTY1: tuple[Provision, ...] = (
    Duty(
        "duty1",
        "认真做好记录",
        code="record",
        words=Words("当日登记", "record on the day"),
        trigger=Opened(COMPLAINT),
        expect=Done(k.record, stated=k.recorded.is_(True)),
        by=SameDay(),
        breach=k.unrecorded,
    ),
    *listed_alone("duty1", "认真做好记录", k.unrecorded),
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
        quote="热情接待每一位投诉人员,做到仔细听取投诉人员的意见和建议",
        judged=True,
    ),
    CaseFigures(
        "duty1",
        "热情接待每一位投诉人员",
        closing=CLOSED,
        needs=tuple((step, MAJOR) for step in SETTLING),
        reopened=Reopened(k.review_requested, until=k.answer),
        due=("answer-at-once", "keep-promise"),
        among=(OpenWhere("open-major", Words("未办结的重大事件", "open and major"), MAJOR),),
    ),
)

# ---- 二 (duty2)

DUTY2: tuple[Provision, ...] = (
    Duty(
        "duty2",
        "做到有理、有据、依法、依规",
        code="basis",
        words=Words("答复须有依据", "answer with a basis"),
        trigger=After(k.answer),
        expect=Has(k.basis.given()),
        by=SameDay(),
        breach=k.no_basis,
    ),
    *listed_alone("duty2", "做到有理、有据、依法、依规", k.no_basis),
    Unruled(
        "duty2",
        Words(
            "解答是否耐心、依据是否正确由人判断；只看每次答复是否写明依据。",
            "Whether the answer was patient and its basis right is for people to judge; only that each answer names a basis is seen.",
        ),
        quote="耐心解答投诉人提出的问题",
        judged=True,
    ),
)
