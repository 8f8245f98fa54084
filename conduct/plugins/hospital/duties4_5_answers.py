"""四、五: nobody handles a complaint about himself; answers are given at once, or promised and the promise kept."""

from __future__ import annotations

from conduct.law import (
    After,
    Choice,
    Done,
    Duty,
    EveryAction,
    Given,
    NotBy,
    Opened,
    Provision,
    Reading,
    SameDay,
    Setting,
    Understood,
    Unruled,
    Words,
    WorkingDays,
)

from . import kinds as k
from .common import ANY_DAYS, COMPLAINT, listed_alone

# ---- 四 (duty4)

DUTY4: tuple[Provision, ...] = (
    Duty(
        "duty4",
        "不徇私情、实事求是",
        code="impartial",
        words=Words("被投诉者不得经办", "not handled by the one complained about"),
        trigger=EveryAction(k.complaint),
        expect=NotBy(k.against, but=(k.convene,)),
        by=SameDay(),
        breach=k.conflict_of_interest,
    ),
    *listed_alone("duty4", "不徇私情、实事求是", k.conflict_of_interest),
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
        quote="接待人员需做到公道正派、敢于和善于负责",
        judged=True,
    ),
)

# ---- 五 (duty5)

promise_within = Reading(
    "promise-within",
    "duty5",
    default="1",
    alternatives=ANY_DAYS,
    about=Words("给准信的期限（工作日）", "within how many working days to promise"),
    why=Words("条文写“要给投诉人以准信”，没有数字。", "要给投诉人以准信: no figure."),
)

promise_moved = Reading(
    "promise-moved",
    "duty5",
    default="broken",
    alternatives=("broken", "kept"),
    about=Words("期限届满前另给准信的，原准信如何", "what becomes of a promise when a later one is given by the day it is due"),
    why=Words(
        "“broken”：原准信照样须兑现；“kept”：在原准信到期之日或之前另给准信的，以后一次代替。",
        "broken: the earlier one is broken all the same; kept: a later promise given by the day the earlier one is due replaces it.",
    ),
    options={
        "broken": Words("原准信照样须兑现", "the earlier promise is broken all the same"),
        "kept": Words("以后一次代替", "the later promise replaces the earlier one"),
    },
)

ON_THE_SPOT = k.on_the_spot.is_(True)

DUTY5: tuple[Provision, ...] = (
    Duty(
        "duty5",
        "能当面解释、解决的不留尾巴,应立即给予答复",
        code="answer-at-once",
        words=Words("立即答复", "answer at once"),
        trigger=Opened(COMPLAINT, case=ON_THE_SPOT),
        expect=Done(k.answer),
        by=SameDay(),
        breach=k.not_answered_at_once,
    ),
    promise_within,
    promise_moved,
    Duty(
        "duty5",
        "需要调查研究后解决的,要给投诉人以准信",
        code="promise",
        words=Words("给投诉人以准信", "give a promise"),
        trigger=Opened(COMPLAINT, case=~ON_THE_SPOT),
        expect=Done(k.promise, other=(k.answer,)),
        by=WorkingDays(Setting(promise_within)),
        breach=k.no_promise,
    ),
    Duty(
        "duty5",
        "要给投诉人以准信",
        code="promise-again",
        words=Words("复核申请后给投诉人以准信", "give a promise after a review was requested"),
        trigger=After(k.review_requested),
        expect=Done(k.promise, other=(k.answer,), after=True),
        by=WorkingDays(Setting(promise_within)),
        breach=k.no_promise,
    ),
    Duty(
        "duty5",
        "要给投诉人以准信",
        code="keep-promise",
        words=Words("按承诺期限答复", "answer as promised"),
        trigger=After(k.promise),
        expect=Done(k.answer),
        by=Given(k.due),
        breach=k.promise_broken,
        replaced=Choice(promise_moved, {"broken": False, "kept": True}),
    ),
    *listed_alone("duty5", "能当面解释、解决的不留尾巴,应立即给予答复", k.not_answered_at_once),
    *listed_alone("duty5", "需要调查研究后解决的,要给投诉人以准信", k.no_promise, k.promise_broken),
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
        quote="讲究工作方法、注重工作策略和工作效率",
        judged=True,
    ),
)
