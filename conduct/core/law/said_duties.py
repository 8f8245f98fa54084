"""A duty in words: what sets it, what answers it, by when, who owes it, and what becomes of one that is not met."""

from __future__ import annotations

from collections.abc import Iterable

from ..base.exact import written
from ..base.periods import PERIOD_WORDS
from ..base.words import Words, clause_words
from .duty import (
    After,
    AfterFirst,
    AllDecided,
    AllDone,
    AllPreceded,
    Done,
    Duty,
    EveryAction,
    EveryPeriod,
    FromPeriod,
    Given,
    Has,
    Months,
    NotBy,
    Opened,
    Preceded,
    SameDay,
    Sanctioned,
    Settled,
    WorkingDays,
)
from .model import Kind, Step
from .said_conditions import condition_words

_NOTHING = Words("", "")


def duty_words(duty: Duty) -> Words:
    """The whole duty as one sentence."""
    parts = [
        duty.words,
        _labelled("由", "set by ", _trigger(duty)),
        _labelled("以", "answered by ", _expected(duty)),
        _labelled("期限：", "by ", _deadline(duty)),
        _labelled("责任主体：", "owed by ", _bearers(duty)),
        _unmet(duty),
    ]
    said = [one for one in parts if one.zh]
    return Words("；".join(one.zh for one in said), "; ".join(one.en for one in said))


def listed(words: Iterable[Words], zh: str = "、", en: str = ", ") -> Words:
    """Several words, one after another."""
    found = list(words)
    return Words(zh.join(w.zh for w in found), en.join(w.en for w in found))


def where(said: Words, test: Words) -> Words:
    """What a condition is said of, with the condition in brackets."""
    return Words(f"{said.zh}（{test.zh}）", f"{said.en} where {test.en}") if test.zh else said


def _labelled(zh: str, en: str, said: Words) -> Words:
    return Words(zh + said.zh, en + said.en) if said.zh else _NOTHING


def _step(step: Step, *tests: object) -> Words:
    """A step with the condition on the action, and that on its case."""
    found = [condition_words(test, (step,)) for test in tests if test is not None]  # type: ignore[arg-type]
    return where(step.words, listed(found, "，", ", "))


def _done(done: Done) -> Words:
    return listed((_step(done.step, done.when, done.stated), *(other.words for other in done.other)), "或", " or ")


def _trigger(duty: Duty) -> Words:
    match duty.trigger:
        case After(step, when, case):
            case_words = condition_words(case, step.kinds)
            return where(_said_after(_step(step, when)), case_words)
        case Opened(kinds, case):
            return where(listed((k.words for k in kinds), "或", " or "), condition_words(case, kinds))
        case Sanctioned(sanction):
            return Words("相应处罚的作出", f"the sanction {sanction}")
        case AfterFirst(kind, steps):
            found = [_step(step, when) for step, when in steps]
            first = listed(found, "或", " or ")
            return Words(f"{kind.words.zh}的第一次{first.zh}", f"the first {first.en} of {kind.words.en}")
        case EveryAction(kind):
            return Words(f"{kind.words.zh}的每一个办理动作", f"every action on {kind.words.en}")
        case EveryPeriod(kinds):
            return (
                listed((PERIOD_WORDS[k] for k in kinds), "、每", " and every ")
                if not kinds
                else Words(
                    "每" + "、每".join(PERIOD_WORDS[k].zh for k in kinds),
                    "every " + " and every ".join(PERIOD_WORDS[k].en for k in kinds),
                )
            )
    return _NOTHING


def _said_after(step: Words) -> Words:
    return Words(step.zh, step.en)


def _of_trigger(duty: Duty) -> tuple[Kind | Step, ...]:
    """What the conditions of an answer are said of."""
    match duty.trigger:
        case After(step):
            return (step, *step.kinds)
        case Opened(kinds):
            return kinds
        case AfterFirst(kind) | EveryAction(kind):
            return (kind,)
    return ()


def _expected(duty: Duty) -> Words:
    match duty.expect:
        case Done():
            return _done(duty.expect)
        case AllDone(parts):
            return listed(map(_done, parts))
        case Has(condition):
            return condition_words(condition, _of_trigger(duty))  # type: ignore[arg-type]
        case Preceded(step, when):
            said = _step(step, when)
            return Words(f"此前的{said.zh}", f"{said.en} before it")
        case AllPreceded(parts):
            said = listed(_step(p.step, p.when) for p in parts)
            return Words(f"此前的{said.zh}", f"{said.en} before it")
        case NotBy(attribute, but):
            besides = f"（{'、'.join(s.words.zh for s in but)}除外）" if but else ""
            other = f" (but for {', '.join(s.words.en for s in but)})" if but else ""
            return Words(
                f"{attribute.words.zh}所指者以外的人办理{besides}", f"anyone but the one whom {attribute.words.en} names{other}"
            )
        case AllDecided(step, clauses):
            zh, en = "、".join(clause_words(c, "zh") for c in clauses), ", ".join(clauses)
            whole = Words(f"{zh}的各项", f"all that {en} leaves open") if clauses else Words("各项", "all that is open")
            return Words(f"{step.words.zh}（{whole.zh}均已确定）", f"{step.words.en} ({whole.en} decided)")
        case Settled(step, check, passed):
            test = condition_words(passed, (check,))  # type: ignore[arg-type]
            return Words(
                f"{step.words.zh}，经{check.words.zh}的须{test.zh}",
                f"{step.words.en}, or where a {check.words.en} came, {test.en}",
            )
    return _NOTHING


def _deadline(duty: Duty) -> Words:
    match duty.by:
        case SameDay():
            return Words("当日", "the same day")
        case Given(due, workdays):
            more = (
                Words(f"，或其“{workdays.words.zh}”个工作日内", f", or within its {workdays.words.en}") if workdays else _NOTHING
            )
            return Words(f"所定的“{due.words.zh}”{more.zh}", f"the {due.words.en} that it names{more.en}")
        case WorkingDays(n):
            return Words(f"{written(n)}个工作日内", f"within {written(n)} working days")
        case Months(n):
            return Words(f"{written(n)}个月内，遇非工作日顺延", f"within {written(n)} months, or the next working day")
        case FromPeriod():
            return Words("按考核期推算的日期", "a day reckoned from the period")
    return Words("无期限", "no deadline")


def _bearers(duty: Duty) -> Words:
    """Who owes a duty where the text names another than the unit, and when."""
    kinds = _of_trigger(duty)
    return listed((where(b.words, condition_words(b.when, kinds)) for b in duty.bearer), "、否则", ", else ")  # type: ignore[arg-type]


def _unmet(duty: Duty) -> Words:
    if duty.breach is not None:
        return Words(f"未履行为“{duty.breach.words.zh}”", f"its breach is {duty.breach.code}")
    if duty.mark:
        return Words("未履行则在该事项上作记号，由加权所读", f"else its case is marked {duty.mark}")
    return Words("未履行不计", "not doing it counts as nothing")
