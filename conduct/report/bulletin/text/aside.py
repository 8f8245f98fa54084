"""What of a unit does not count, or not yet, by whom and why: what is excused, out, open or contested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conduct.core.duties.out import Appeal
from conduct.core.law.conditions import Row
from conduct.core.law.duty import Settled
from conduct.core.scores.unsettled import WHAT

from ...labels import colon, joined, label
from ..document import Entry, Grid
from ..told import Objection
from .entered import ActionEntered, taken
from .grids import values_said
from .letter_words import contested_said, said, upheld_code
from .unit_told import UnitTold, day_entry, labelled
from .wording import day_said


def set_aside(of: UnitTold) -> Grid | None:
    """What was excused, what no rule takes, and what is out: by which action, when, by whom and why."""
    rows, values, settled = [], _as_found(of), _settled(of)
    for end in ("excused", "without_rule"):
        for one in of.found["set_aside"][end]:
            why = _excuse(of, one["incident"], values, settled) if end == "excused" else label(end, of.lang)
            rows.append([Entry(one["incident"]), Entry(one["words"]), day_entry(one["date"]), Entry(why)])
    for one in of.found["out"]:
        by = of.named(one["by"])
        words = {"step": one["step_words"], "action": one["action"], "day": day_said(one["date"], of.lang), "by": by}
        why = said("why_out" if by else "why_out_nobody", of.lang, reason=of.discretion.quoted(one["reason"]), **words)
        known = of.entries.get(one["incident"])
        day = day_entry(known.date) if known is not None else Entry("")
        rows.append([Entry(one["incident"]), Entry(one["words"]), day, Entry(why)])
    heads = [("incident", "text"), ("item", "text"), ("date", "date"), ("reason", "text")]
    return labelled("excused", heads, rows, of.lang, keys=2)


def _excuse(of: UnitTold, incident: str, values: Mapping[str, Row], settled: Mapping[str, list[ActionEntered]]) -> str:
    """That an incident is excused, by what of it, and who found that."""
    sector, kind = of.told.assessment.sector, of.told.assessment.sector.kind_by_code[of.entries[incident].kind]
    columns = sorted(kind.excused.columns()) if kind.excused is not None else []
    said_of = label("excused", of.lang)
    found = values.get(incident, {})
    if listed := values_said(sector, {c: found.get(c) for c in columns}, of.lang):
        said_of += f"{colon(of.lang)}{listed}"
    for one in reversed(settled.get(incident, [])):
        finds = sector.step_by_code[one.step].finds
        if finds is not None and finds.attribute.code in columns:
            by = of.named(one.by)
            words = {"step": sector.step_by_code[one.step].words.said(of.lang), "action": one.action, "by": by}
            code = "found_by" if by else "found_by_nobody"
            return said_of + said(code, of.lang, day=day_said(one.date, of.lang), **words)
    return said_of


def _as_found(of: UnitTold) -> dict[str, Row]:
    """The distinguishing values of the unit's incidents, as they were found."""
    found: dict[str, Row] = {}
    for part in of.why.assessment.gathered:
        for fact in part.facts.incidents if part.facts is not None else ():
            found[fact.id] = dict(zip(part.tally.columns, fact.values, strict=True))
    return found


def _settled(of: UnitTold) -> dict[str, list[ActionEntered]]:
    """The actions that settled something about the excused incidents, by incident."""
    a, found = of.told.assessment, dict[str, list[ActionEntered]]()
    for one in taken(of.told.ledger, a.sector, of.why.ends.get("excused", ())):
        if one.incident is not None and one.step in a.sector.step_by_code:
            found.setdefault(one.incident, []).append(one)
    return found


def still_open(of: UnitTold) -> Iterator[str]:
    """What nobody has decided yet, and what is to be looked at again."""
    a, lang = of.told.assessment, of.lang
    mine = [one for one in of.told.pending if one.unit in of.members]
    own = f"{of.why.result.name}{colon(lang)}"
    listed = [f"{WHAT[one.what].said(lang)}{colon(lang)}{one.words.said(lang).removeprefix(own)}" for one in mine]
    for n, ids in of.why.waits.items():
        duty = a.resolved.duties[n]
        if ids and isinstance(duty.expect, Settled):
            again = {"step": duty.expect.step.words.said(lang), "again": duty.expect.check.words.said(lang)}
            listed.append(said("open_again", lang, ids=joined(ids, lang), **again))
    yield from dict.fromkeys(listed)


def appeals(of: UnitTold) -> Grid | None:
    """Every appeal on the unit's incidents, and how it was decided; of a draft, those since as well."""
    known = {appeal.action for appeal in of.why.appeals}
    later = [as_appeal(one) for one in of.told.objections if one.unit in of.members and one.action not in known]
    rows = []
    for one in sorted((*of.why.appeals, *later), key=lambda appeal: (appeal.date, appeal.action)):
        day, reason = day_entry(one.date), Entry(of.discretion.quoted(one.reason))
        rows.append([Entry(one.incident), Entry(_contested(of, one)), day, reason, Entry(decided_said(one, of))])
    heads = [("incident", "text"), ("item", "text"), ("appealed_on", "date"), ("appeal_reason", "text"), ("decision", "text")]
    return labelled("objections", heads, rows, of.lang, keys=2)


def _contested(of: UnitTold, appeal: Appeal) -> str:
    kinds = of.told.assessment.sector.kind_by_code
    if appeal.breach:
        return contested_said(kinds[appeal.breach].words, of.lang) if appeal.breach in kinds else appeal.breach
    known = of.entries.get(appeal.incident)
    code = known.kind if known is not None else ""
    return kinds[code].words.said(of.lang) if code in kinds else code


def decided_said(appeal: Appeal, of: UnitTold) -> str:
    """How an appeal was decided: whether it was upheld, when, by whom and why; or that nobody decided it."""
    if appeal.upheld is None:
        return said("moot" if appeal.moot else "undecided", of.lang)
    values = {"day": day_said(appeal.decided or "", of.lang), "by": of.named(appeal.decided_by)}
    code = upheld_code(appeal.upheld, appeal.breach)
    return said(code, of.lang, reason=of.discretion.quoted(appeal.decided_reason), **values)


def as_appeal(one: Objection) -> Appeal:
    """An objection to a draft as the appeal that it is."""
    asked = (one.action, one.day, one.unit, one.reason, one.incident, one.unit, one.kind or None)
    return Appeal(*asked, None, one.decided_on, one.decided_by, one.decided_reason, one.upheld, one.moot)
