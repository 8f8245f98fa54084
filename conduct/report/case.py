"""One case for people: the incident, its actions in order, how its duties stand, what it brought, and what may come next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from conduct.core.base.words import Lang, Words, clause_words
from conduct.core.duties.case import Case
from conduct.core.law.model import COMMON_STEPS, Attribute, ByOwner, ClauseId, KindCode, Options, UnitId, YesNo
from conduct.core.law.sector import Sector

from .details import instead_words, sanction_amount
from .duties import due_words, status_words
from .labels import bracketed, colon, joined, label, said_after
from .noted import note_lines
from .tables import indented, text_table

if TYPE_CHECKING:
    from conduct.core.law.conditions import Row, Stored
    from conduct.core.ledger.attached import Attachment

    from .counted_days import DaysTaken


def attribute_words(sector: Sector, attribute: Attribute, value: Stored, lang: Lang) -> str:
    """A value in words: a code by its words, yes or no, else as it is."""
    match attribute.type:
        case YesNo():
            return label("yes" if value else "no", lang)
        case Options(words) if isinstance(value, str) and value in words:
            return words[value].said(lang)
        case KindCode() if isinstance(value, str) and value in sector.kind_by_code:
            return sector.kind_by_code[value].words.said(lang)
        case ClauseId():
            return clause_words(str(value), lang)
    return str(value)


def _said_attributes(case: Case, attributes: Mapping[str, Attribute], row: Row, lang: Lang) -> str:
    """The attributes of a row that are given, with their words; a unit by its id and name."""

    def said_value(attribute: Attribute, value: Stored) -> str:
        if isinstance(attribute.type, UnitId | ByOwner) and isinstance(value, str) and value in case.names:
            return _named(case, value)
        return attribute_words(case.sector, attribute, value, lang)

    said = [
        f"{attribute.words.said(lang)} {said_value(attribute, row[code])}"
        for code, attribute in attributes.items()
        if row.get(code) is not None
    ]
    return joined(said, lang, ";")


def as_table(
    case: Case,
    notes: Sequence[Words],
    lang: Lang,
    attachments: Sequence[Attachment] = (),
    text_released: bool = False,
    days: Sequence[DaysTaken | None] = (),
) -> Iterator[str]:
    """The whole case with what is attached to it, and the notes on its facts; ``days`` are those that each of its duties took,
    where they are known.
    """
    sector, row = case.sector, case.row
    yield indented(f"{sector.title.said(lang)}   {label('as_of', lang)} {case.as_of}", 0) + "\n"
    facts = [
        ("incident", row["incident"]),
        ("item", case.kind.words.said(lang) if lang == "zh" else f"{case.kind.words.said(lang)} ({case.kind.code})"),
        ("unit", f"{case.unit.id} {case.unit.name}"),
        ("date", row["date"]),
    ]
    facts += [(code, row[code]) for code in ("text", "complainant", "source") if row[code]]
    yield from (indented(f"{label(code, lang)}{colon(lang)}{value}", 0) for code, value in facts)
    taken = {a.code: a for a in case.kind.attributes}
    if said := _said_attributes(case, taken, row, lang):
        yield indented(said, 0)
    changed = [c for c in sector.found_attributes if case.entered[c] != row[c]]
    for code in changed:
        was = attribute_words(sector, taken[code], case.entered[code], lang)
        yield indented(label("entered_as", lang).format(taken[code].words.said(lang), was), 0)
    yield from _out(case, lang)
    if text_released:
        yield indented(label("text_released", lang), 0)
    yield from _actions(case, lang)
    yield from _attachments(attachments, lang)
    yield from _duties(case, days, lang)
    yield from _sanctions(case, lang)
    yield from _gave_way(case, lang)
    yield from _next(case, lang)
    undated = [Words(one.said("zh"), one.said("en")) for one in case.undated]
    yield from note_lines([*undated, *notes], lang)


def _out(case: Case, lang: Lang) -> Iterator[str]:
    for out in case.out:
        what = case.sector.kind_by_code[out.kind].words.said(lang) if out.kind else label("whole_incident", lang)
        step = case.sector.step_by_code[out.action["step"]].words.said(lang)
        why = out.action["reason"] or ""
        yield indented(label("is_out", lang).format(what, step, out.action["date"], out.action["by"] or "", why), 0)


def _actions(case: Case, lang: Lang) -> Iterator[str]:
    rows = []
    for action in case.actions:
        step = case.sector.step_by_code[action["step"]]
        taken = {a.code: a for a in step.attributes}
        always = step in COMMON_STEPS or step.finds is not None or step in case.deciding
        late = "" if always or action["date"] <= case.as_of.isoformat() else label("not_seen", lang)
        rows.append(
            [
                action["date"],
                action["action"],
                step.words.said(lang),
                _named(case, action["by"]),
                _said_attributes(case, taken, action, lang),
                action["reason"] or "",
                action["note"] or "",
                late,
            ]
        )
    codes = ("date", "action", "step", "by", "attributes", "reason", "note", "status")
    titles = [label(c, lang) for c in codes]
    yield "\n" + (text_table(titles, rows, title=label("actions", lang)) if rows else label("no_actions", lang) + "\n")


def _attachments(attachments: Sequence[Attachment], lang: Lang) -> Iterator[str]:
    rows = [
        [
            str(one.number),
            one.name,
            one.kind,
            f"{one.size:,}",
            one.date,
            one.by or "",
            one.owner if one.of == "actions" else "",
            _how_attached(one, lang),
        ]
        for one in attachments
    ]
    if rows:
        codes = ("number", "name", "file_kind", "bytes", "date", "source", "attached_action", "status")
        yield "\n" + text_table([label(c, lang) for c in codes], rows, title=label("attachments", lang))


def _how_attached(one: Attachment, lang: Lang) -> str:
    """Whether an attachment is released to its unit, or was removed."""
    if one.removed is not None:
        return label("removed", lang).format(by=one.removed.by, reason=one.removed.reason)
    return label("released" if one.released else "not_released", lang)


def _duties(case: Case, days: Sequence[DaysTaken | None], lang: Lang) -> Iterator[str]:
    rows = []
    late = any(one is not None for one in days)
    for n, state in enumerate(case.duties):
        status = (
            status_words(state, lang)
            if state.open
            else label("done_pending" if state.status == "pending" else state.status, lang)
        )
        missed = state.status == "breached" and (state.overdue or not state.open)
        breach = state.duty.breach.words.said(lang) if state.duty.breach and missed else ""
        rows.append(
            [
                status,
                state.duty.words.said(lang),
                clause_words(state.duty.clause, lang),
                state.bearer.said(lang),
                state.since,
                due_words(state, lang),
                state.answered or "",
                breach,
                *([one.words if (one := days[n]) is not None else ""] if late else []),
            ]
        )
    if rows:
        codes = ("status", "duty", "clause", "bearer", "since", "due", "answered", "breach", *(["days"] if late else []))
        yield "\n" + text_table([label(c, lang) for c in codes], rows, title=label("duties", lang), keys=2)


def _sanctions(case: Case, lang: Lang) -> Iterator[str]:
    rows = [
        [
            clause_words(found.rule.clause, lang),
            found.rule.words.said(lang),
            _named(case, found.on),
            sanction_amount(found, lang),
            label("decided" if found.decided else "undecided", lang),
        ]
        for found in case.sanctions
    ]
    if rows:
        codes = ("clause", "sanction", "on", "amount", "status")
        yield "\n" + text_table([label(c, lang) for c in codes], rows, title=label("sanctions", lang))

    unknown = [words.said(lang) + bracketed(clause_words(clause, lang), lang) for clause, words in case.unknown]
    if unknown:
        yield "\n" + indented(said_after(label("left_out", lang), joined(unknown, lang)), 0)


def _named(case: Case, unit: str | None) -> str:
    """An id with the name that goes with it."""
    return f"{unit or ''} {case.names.get(unit or '', '')}".strip()


def _gave_way(case: Case, lang: Lang) -> Iterator[str]:
    rows = [
        [
            found.rule.clause,
            found.rule.words.said(lang),
            _named(case, found.on) or label("unknown", lang),
            instead_words(found, lang),
        ]
        for found in case.gave_way
    ]
    if rows:
        codes = ("clause", "sanction", "on", "instead")
        yield "\n" + text_table([label(c, lang) for c in codes], rows, title=label("gave_way", lang))


def _next(case: Case, lang: Lang) -> Iterator[str]:
    rows = []
    for coming in case.next:
        due = joined(
            (d.duty.words.said(lang) + bracketed(due_words(d, lang), lang) for d in coming.answers),
            lang,
            "," if lang == "zh" else ";",
        )
        first = label("needs_first", lang).format(coming.first.words.said(lang)) if coming.first else ""
        rows.append([coming.step.words.said(lang), coming.step.code, due, first])
    if rows:
        codes = ("step", "code", "would_answer", "status")
        yield "\n" + text_table([label(c, lang) for c in codes], rows, title=label("next", lang))
