"""A duty says itself what sets and answers it, for whoever walks its parts."""

from __future__ import annotations

import pytest

from conduct.core.base.words import Words
from conduct.core.law.conditions import Is
from conduct.core.law.duty import (
    After,
    AfterFirst,
    AllDone,
    AllPreceded,
    Done,
    Duty,
    EveryAction,
    EveryPeriod,
    Expected,
    Has,
    Never,
    Opened,
    Preceded,
    Settled,
    Trigger,
)
from conduct.core.law.model import Kind, Step

COMPLAINT, VISIT = (Kind(code, Words(code, code), "1") for code in ("complaint", "visit"))
REPLY = Step("reply", Words("答复", "reply"))
CHECK = Step("check", Words("检查", "check"), kinds=(VISIT,))
REPORT = Step("report", Words("报告", "report"), by_unit=True)
REPLIED, CHECKED = Done(REPLY), Done(CHECK)


def _duty(trigger: Trigger, expect: Expected = REPLIED) -> Duty:
    return Duty("1", "应当答复", "reply", Words("答复", "reply"), trigger, expect, Never())


@pytest.mark.parametrize(
    ("trigger", "kinds"),
    [
        (Opened((VISIT,)), (VISIT,)),
        (EveryAction(COMPLAINT), (COMPLAINT,)),
        (AfterFirst(VISIT, ((REPLY, None),)), (VISIT,)),
        (After(CHECK), (VISIT,)),
        (After(REPLY), (COMPLAINT, VISIT)),  # a step on any kind may set it on any
        (After(REPORT), ()),
        (EveryPeriod(("year",)), ()),
    ],
)
def test_the_kinds_on_which_a_duty_may_be_set(trigger: Trigger, kinds: tuple[Kind, ...]) -> None:
    assert _duty(trigger).kinds((COMPLAINT, VISIT)) == kinds


@pytest.mark.parametrize(
    ("expect", "done", "preceded", "late"),
    [
        (REPLIED, (REPLIED,), (), True),
        (AllDone((REPLIED, CHECKED)), (REPLIED, CHECKED), (), True),
        (Settled(REPLY, CHECK, Is("passed", (1,))), (), (), True),
        (Preceded(REPLY), (), (Preceded(REPLY),), False),
        (AllPreceded((Preceded(REPLY), Preceded(CHECK))), (), (Preceded(REPLY), Preceded(CHECK)), False),
        (Has(Is("said", (1,))), (), (), False),
    ],
)
def test_what_answers_a_duty_and_whether_late(
    expect: Expected, done: tuple[Done, ...], preceded: tuple[Preceded, ...], late: bool
) -> None:
    duty = _duty(EveryAction(COMPLAINT), expect)
    assert (duty.done, duty.preceded, duty.can_be_late) == (done, preceded, late)
