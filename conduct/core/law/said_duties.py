"""A duty in words: what sets it, what answers it, by when, who owes it, and what becomes of one that is not met."""

from __future__ import annotations

from ..base.exact import written
from ..base.periods import PERIOD_WORDS
from ..base.words import Words, clause_words, clauses, counted, listed
from .choices import variants
from .conditions import Condition
from .consequence import Sanction
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
from .law import Regulation
from .model import Kind, Step
from .points import Charge
from .said_conditions import condition_words

_NOTHING = Words("", "")


def duty_words(duty: Duty, law: Regulation) -> Words:
    """The whole duty as one sentence; ``law`` has the sanction that may set it, and the factor that may read its mark."""
    parts = [
        duty.words,
        _labelled("起因：", "set by ", _trigger(duty, law)),
        _labelled("履行：", "answered by ", _expected(duty)),
        _deadline(duty),
        _labelled("责任主体：", "owed by ", _bearers(duty)),
        _unmet(duty, law),
    ]
    said = [one for one in parts if one.zh]
    return clauses(said)


def where(said: Words, test: Words) -> Words:
    """What a condition is said of, with the condition in brackets."""
    return Words(f"{said.zh}（{test.zh}）", f"{said.en} where {test.en}") if test.zh else said


def _labelled(zh: str, en: str, said: Words) -> Words:
    return Words(zh + said.zh, en + said.en) if said.zh else _NOTHING


def _step(step: Step, when: Condition | None) -> Words:
    """A step with the condition on the action."""
    return where(step.words, condition_words(when, (step,)))


def _done(done: Done) -> Words:
    said = listed((_step(done.step, done.when), *(other.words for other in done.other)), "或", " or ")
    if done.stated is None:
        return said
    stated = condition_words(done.stated, done.step.kinds)
    return Words(f"{said.zh}，或该事项{stated.zh}", f"{said.en}, or by its case, where {stated.en}")


def _trigger(duty: Duty, law: Regulation) -> Words:
    match duty.trigger:
        case After(step, when, case):
            return where(_step(step, when), condition_words(case, step.kinds))
        case Opened(kinds, case):
            return where(listed((k.words for k in kinds), "或", " or "), condition_words(case, kinds))
        case Sanctioned(sanction):
            words = next((s.words for s in law.of(Sanction) if s.name == sanction), Words(sanction, sanction))
            return Words(f"给予“{words.zh}”的处罚", f"the sanction “{words.en}”")
        case AfterFirst(kind, steps):
            first = listed((closing_words(kind, step, when) for step, when in steps), "或", " or ")
            return Words(f"{kind.words.zh}的第一次{first.zh}", f"the first {first.en}, of {kind.words.en}")
        case EveryAction(kind):
            return Words(f"{kind.words.zh}的每一个办理动作", f"every action on {kind.words.en}")
        case EveryPeriod(kinds):
            return Words(
                "每" + "、每".join(PERIOD_WORDS[k].zh for k in kinds),
                "every " + " and every ".join(PERIOD_WORDS[k].en for k in kinds),
            )
    return _NOTHING


def closing_words(kind: Kind, step: Step, when: Condition | None) -> Words:
    """A step that closes a case, with the cases on which it does."""
    test = condition_words(when, (kind,))
    return Words(f"{step.words.zh}（限{test.zh}的）", f"{step.words.en} (where {test.en})") if test.zh else step.words


def _of_trigger(duty: Duty) -> tuple[Kind | Step, ...]:
    """What the conditions of an answer are said of."""
    kinds = duty.kinds(())
    return (duty.trigger.step, *kinds) if isinstance(duty.trigger, After) else kinds


def _expected(duty: Duty) -> Words:
    match duty.expect:
        case Done() | AllDone():
            return listed(map(_done, duty.done))
        case Has(condition):
            return condition_words(condition, _of_trigger(duty))
        case Preceded() | AllPreceded():
            said = listed(_step(p.step, p.when) for p in duty.preceded)
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
            test = condition_words(passed, (check,))
            return Words(
                f"{step.words.zh}，经{check.words.zh}的须{test.zh}",
                f"{step.words.en}, or where a {check.words.en} came, {test.en}",
            )
    return _NOTHING


def _deadline(duty: Duty) -> Words:
    match duty.by:
        case SameDay():
            return Words("期限：当日", "by the same day")
        case Given(due, workdays):
            more = (
                Words(f"，或其“{workdays.words.zh}”个工作日内", f", or within its “{workdays.words.en}”")
                if workdays
                else _NOTHING
            )
            return Words(f"期限：所定的“{due.words.zh}”{more.zh}", f"by the “{due.words.en}” that it names{more.en}")
        case WorkingDays(n):
            return Words(f"期限：{written(n)}个工作日内", f"within {counted(written(n), 'working day')}")
        case Months(n):
            return Words(
                f"期限：{written(n)}个月内，遇非工作日顺延", f"within {counted(written(n), 'month')}, or the next working day"
            )
        case FromPeriod(words=words):
            said = words or Words("按考核期推算的日期", "a day reckoned from the period")
            return Words(f"期限：{said.zh}", f"by {said.en}")
    return Words("无期限", "no deadline")


def _bearers(duty: Duty) -> Words:
    """Who owes a duty where the text names another than the unit, and when."""
    kinds = _of_trigger(duty)
    return listed((where(b.words, condition_words(b.when, kinds)) for b in duty.bearer), "、否则", ", else ")


def _unmet(duty: Duty, law: Regulation) -> Words:
    if duty.breach is not None:
        return Words(f"未履行的记“{duty.breach.words.zh}”", f"its breach is “{duty.breach.words.en}”")
    if duty.mark:
        read = dict.fromkeys(
            (f.clause, f.n)
            for charge in law.of(Charge)
            for count in variants(charge.count)
            for f in count.factors
            if duty.mark in f.when.columns()
        )
        said = [
            Words(
                f"该事项分值乘以{written(n)}（{clause_words(clause, 'zh')}）",
                f"the points of its case times {written(n)} ({clause})",
            )
            for clause, n in read
        ]
        if not said:
            return Words("未履行的予以注明", "else its case says so")
        return _labelled("未履行的，", "else ", listed(said))
    return Words("未履行的不另计", "not doing it counts for nothing")
