"""What is due next on a case, in a few lines for whoever has just entered something."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from conduct.core.base.faults import Problem, Value
from conduct.core.base.words import Lang, clause_words, listed, literal
from conduct.core.duties.agenda import DutyState, in_order
from conduct.core.duties.case import Case
from conduct.core.duties.duty_sql import BREACHED
from conduct.core.law.model import APPEAL

from .duties import due_words
from .labels import LABELS, bracketed
from .tables import indented

_MOST = 8  # lines that are shown of what is due


def upcoming(case: Case, lang: Lang) -> Iterator[str]:
    """The case's open duties, in order; or that nothing is due."""
    states = in_order(d for d in case.duties if d.open)
    said = case.row["incident"]
    if any(out.kind is None for out in case.out):
        yield indented(f"{said}：已不计，没有待办" if lang == "zh" else f"{said}: out of every count, nothing is due", 0)
        return
    yield from of_unit(said, states, lang)


def brought(states: Iterable[DutyState], actions: Collection[str], opened: bool, lang: Lang) -> Iterator[str]:
    """The breaches that an entry itself made, a line each with the clause: its actions' own, of a case that it ``opened`` all."""
    for state in states:
        breach = state.duty.breach
        if breach is None or state.status != "breached" or state.open or not (opened or state.action in actions):
            continue
        about = state.incident or state.unit
        what = breach.words.said(lang) + bracketed(clause_words(state.duty.clause, lang), lang)
        yield literal(f"未履行：{about} {what}" if lang == "zh" else f"breach: {about} {what}") + "\n"


def too_late(case: Case, actions: Collection[str], lang: Lang) -> Iterator[str]:
    """Which duties of the case the actions answer after their deadline: what was not done in time stays a breach."""
    done = {(row["step"], row["date"]) for row in case.actions if row["action"] in actions}
    for state in case.duties:
        breach, step, due = state.duty.breach, state.step, state.due
        if breach is None or step is None or due is None or state.status != "breached" or state.answered is None:
            continue
        if state.answered > due and (step.code, state.answered) in done:
            what = breach.words.said(lang) + bracketed(clause_words(state.duty.clause, lang), lang)
            about, said = state.incident or state.unit, step.words.said(lang)
            yield (
                literal(
                    f"逾期：{about} {said}应于 {due} 前办理，{state.answered} 才办理，仍为未履行：{what}"
                    if lang == "zh"
                    else f"late: {about} {said} was due on {due} and is done on {state.answered}; it stays a breach: {what}"
                )
                + "\n"
            )


def before_time(case: Case, actions: Collection[str], lang: Lang) -> Iterator[str]:
    """Which of the actions were taken before the case was closed, and therefore do not count."""
    for early in case.early:
        if early.action in actions:
            step, closing = early.step.words.said(lang), early.closing.words.said(lang)
            clause = bracketed(clause_words(early.duty.clause, lang), lang)
            yield (
                literal(
                    f"先后不符：{early.action} {step}须在{closing}之后{clause}，{closing}当日之前办理的不算履行"
                    if lang == "zh"
                    else f"out of order: {early.action} {step} comes after {closing}{clause}; before that day it does not count"
                )
                + "\n"
            )


def contests_nothing(case: Case, actions: Collection[str], lang: Lang) -> Iterator[str]:
    """Which of the actions are objections to a breach that does not stand against the case, and what may be contested there."""
    out, kinds = {one.kind for one in case.out}, case.sector.kind_by_code
    breaches = [one.duty.breach for one in case.duties if one.status == BREACHED and one.duty.breach is not None]
    standing = {one.code: one.words for one in breaches if not out & {None, one.code}}
    for row in case.actions:
        kind = row["kind"] if row["action"] in actions and row["step"] == APPEAL.code else None
        if kind in (None, case.row["kind"], *standing):
            continue
        what = kinds[str(kind)].words if kind in kinds else str(kind)
        known = listed([LABELS["whole_incident"], *standing.values()])
        values: dict[str, Value] = {
            "action": str(row["action"]),
            "what": what,
            "incident": str(case.row["incident"]),
            "known": known,
        }
        yield Problem("appeal-idle", values).said(lang) + "\n"


def of_unit(said: str, states: Sequence[DutyState], lang: Lang) -> Iterator[str]:
    """The open duties of the unit or case that is called so, in order; or that nothing is due."""
    if not states:
        yield indented(f"{said}：没有待办" if lang == "zh" else f"{said}: nothing is due", 0)
        return
    yield from lines(states, lang, f"{said}：接下来待办 {len(states)} 项" if lang == "zh" else f"{said}: {len(states)} due next")


def lines(states: Sequence[DutyState], lang: Lang, heading: str) -> Iterator[str]:
    """Open duties under a heading, one a line, the first few of them."""
    yield indented(heading, 0)
    for state in states[:_MOST]:
        step = state.step.words.said(lang) if state.step is not None else ""
        parts = [due_words(state, lang), state.incident or state.unit, state.duty.words.said(lang)]
        parts[-1] += bracketed(step, lang) if step else ""
        if state.overdue:
            parts.append(f"逾期未办 {state.days} 天" if lang == "zh" else f"overdue {state.days} d")
        yield indented("  ".join(parts))
    if len(states) > _MOST:
        left = len(states) - _MOST
        yield f"  ……另有 {left} 项\n" if lang == "zh" else f"  … and {left} more\n"
