"""What was decided on a unit's own case: what a step that fixes sanctions says, the sanctions that the case brought, and whether
the case counts. A text that may say who complained is not quoted, and nobody of another unit is named.
"""

from __future__ import annotations

from collections.abc import Sequence

from conduct.core.base.frozen import frozen
from conduct.core.duties.sanction import SanctionFound
from conduct.core.law.conditions import Stored
from conduct.core.law.consequence import Range
from conduct.core.law.model import Attribute, ClauseId, Number, Options, Text, YesNo
from conduct.door.deployment import Deployment
from conduct.door.owed import CaseStands
from conduct.report.case import attribute_words
from conduct.report.details import months_said, percent_said, sanction_amount

from .kept import lately
from .own_results import quoting
from .visits import Visit

_IN_WORDS = (YesNo, Options, Number, ClauseId)


@frozen
class OwnStep:
    """A step on a case: its day, its words, and of one that fixes sanctions what it says and why; ``withheld`` says that a text
    of it is not quoted, as it may tell who complained.
    """

    date: str
    words: str
    said: Sequence[tuple[str, str]]
    reason: str
    withheld: bool


@frozen
class OwnSanction:
    """A sanction that a case brought: what, by which clause, on whom (empty: nobody of the unit), what the text gives where that
    is a range, how much, and whether it is decided.
    """

    sanction: str
    words: str
    clause: str
    on: str
    range: str
    amount: str
    decided: bool


@frozen
class OwnOut:
    """That a case counts no longer, or a breach alone: that breach (empty: the whole), by which step, of what day."""

    breach: str
    step: str
    day: str


def steps_of(visit: Visit, found: CaseStands, unit: str) -> list[OwnStep]:
    """What was done on a case, in order."""
    known = visit.sector.step_by_code
    fixing = {law.sanction_terms.decide.code for law in visit.sector.regulations if law.sanction_terms is not None}
    texts = _texts_quoted(visit, found, unit, fixing)
    made = []
    for row in found.actions:
        if (step := known.get(str(row["step"]))) is None:
            continue
        said, reason = list[tuple[str, str]](), ""
        if step.code in fixing:
            given = [(one, row.get(one.code)) for one in step.attributes if not one.private]
            words = ((one, _said(visit, one, value, texts)) for one, value in given if value is not None)
            said = [(one.words.said(visit.lang), value) for one, value in words if value]
            reason = texts.get(str(row["reason"] or ""), "")
        withheld = step.code in fixing and any(texts.get(str(text)) not in (None, text) for text in row.values())
        made.append(OwnStep(str(row["date"]), step.words.said(visit.lang), said, reason, withheld))
    return made


def _said(visit: Visit, one: Attribute, value: Stored, texts: dict[str, str]) -> str:
    if isinstance(one.type, Text):
        return texts.get(str(value), "")
    return attribute_words(visit.sector, one, value, visit.lang) if isinstance(one.type, _IN_WORDS) else ""


def _texts_quoted(visit: Visit, found: CaseStands, unit: str, fixing: set[str]) -> dict[str, str]:
    """The texts of the steps that fix sanctions, each as it is quoted to the unit."""
    texts = list[str]()
    for row in found.actions:
        step = visit.sector.step_by_code.get(str(row["step"]))
        if step is not None and step.code in fixing:
            written = ["reason", *(one.code for one in step.attributes if isinstance(one.type, Text))]
            texts += [str(row[code]) for code in written if row.get(code)]
    if not texts:
        return {}
    incident, called, lang = str(found.incident["incident"]), visit.units[unit].name, visit.lang

    def make(at: Deployment) -> dict[str, str]:
        one = quoting(at, [incident], lang, called)
        return {text: one.quoted(text) for text in texts}

    return lately(visit, "own-decided", (incident, unit, lang, *texts), make)[0]


def sanctions_of(visit: Visit, found: CaseStands, unit: str) -> list[OwnSanction]:
    """The sanctions that a case brought."""
    return [_sanction(visit, one, unit) for one in found.made.case.sanctions]


def _sanction(visit: Visit, one: SanctionFound, unit: str) -> OwnSanction:
    rule, lang = one.rule, visit.lang
    mine = one.on is not None and one.on in visit.units and unit in visit.line(one.on)
    return OwnSanction(
        sanction=rule.name,
        words=rule.words.said(lang),
        clause=rule.clause,
        on=visit.units[one.on].name if mine and one.on is not None else "",
        range=_range(rule.open_range, months=rule.months is not None, visit=visit),
        amount=sanction_amount(one, lang) if one.decided else "",
        decided=one.decided,
    )


def _range(of: Range | None, *, months: bool, visit: Visit) -> str:
    if of is None:
        return ""
    ends = (of.low, of.high)
    return months_said(ends, visit.lang) if months else percent_said(ends)


def outs_of(visit: Visit, found: CaseStands) -> list[OwnOut]:
    """What took a case, or a breach of it, out of every count."""
    made, kinds = [], visit.sector.kind_by_code
    for one in found.made.case.out:
        breach = kinds[one.kind].words.said(visit.lang) if one.kind in kinds else one.kind or ""
        step = visit.sector.step_by_code[str(one.action["step"])].words.said(visit.lang)
        made.append(OwnOut(breach, step, str(one.action["date"])))
    return made
