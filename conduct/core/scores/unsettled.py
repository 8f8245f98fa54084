"""What is open in a period: what a person has still to decide or to find out, and what the loads warned of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from ..base.faults import Problem
from ..base.frozen import frozen
from ..base.periods import Period
from ..base.words import Words
from ..duties.case_figures import Undated
from ..duties.engine import DutyEngine
from ..duties.presumed import presuming
from ..law.sector import Sector
from ..ledger.ledger import Ledger
from ..ledger.warned import unchanged
from .judge import Gathered
from .results import Assessment, UnitResult

APPEAL, POINTS, SANCTION, FINDING = "appeal", "points", "sanction", "finding"
DEADLINE, WARNING, RULE = "deadline", "warning", "rule"
WHAT = {
    APPEAL: Words("未决定的申诉", "appeals that nobody has decided"),
    POINTS: Words("未决定的分值", "points that nobody has decided"),
    SANCTION: Words("未决定的处罚", "sanctions that nobody has decided"),
    FINDING: Words("未核实的事项", "incidents that nobody has verified"),
    DEADLINE: Words("无法判断的期限", "deadlines that cannot be judged"),
    WARNING: Words("装入时的提醒", "warnings of loads"),
    RULE: Words("条文中没有依据的规则", "rules that do not stand in the text"),
}
"""The kinds of open things, as a list of them is headed."""


@frozen
class Open:
    """One open thing: its kind (of `WHAT`), what it is in words, and the clause, the incident and the unit that it is about; an
    appeal with its ``action``.
    """

    what: str
    words: Words
    clause: str | None = None
    incident: str | None = None
    unit: str | None = None
    action: str | None = None


def undecided(gathered: Gathered, engine: DutyEngine) -> list[Open]:
    """The appeals and points of a period that nobody has decided, and what cannot be judged."""
    return [*_appeals(gathered, engine), *_points(gathered), *undated_cases(gathered.undated, gathered.scope.homes)]


def undated_cases(undated: Iterable[Undated], homes: Mapping[str, str]) -> list[Open]:
    """Cases that cannot be judged, each with the assessed unit that it counts for."""
    return [Open(DEADLINE, said_by(one.problem), None, one.incident, homes.get(one.unit)) for one in undated]


def _appeals(gathered: Gathered, engine: DutyEngine) -> Iterator[Open]:
    scope = gathered.scope
    kinds = scope.sector.kind_by_code
    for appeal in engine.open_appeals():
        kind = kinds.get(appeal.breach or appeal.kind)
        what = kind.words if kind is not None else Words(appeal.kind, appeal.kind)
        unit = scope.units[appeal.unit].name
        words = Words(
            f"{unit}对事项 {appeal.incident}（{what.zh}）的申诉 {appeal.action}（{appeal.date}）",
            f"{unit}: the appeal {appeal.action} of {appeal.date} against {appeal.incident} ({what.en})",
        )
        yield Open(APPEAL, words, kind.clause if kind is not None else None, appeal.incident, appeal.unit, appeal.action)


def _points(gathered: Gathered) -> Iterator[Open]:
    scope = gathered.scope
    for code, rows in gathered.decided.items():
        kind = scope.sector.kind_by_code[code]
        for row in rows:
            if row.points is None:
                unit, incident = row.unit, row.incident
                name = scope.units[unit].name if unit in scope.units else unit
                words = Words(f"{name}：{kind.words.zh} {incident} 的分值", f"{name}: the points of {kind.words.en} {incident}")
                yield Open(POINTS, words, kind.clause, incident, unit)


def unverified(gathered: Gathered, engine: DutyEngine) -> Iterator[Open]:
    """Incidents that wait for a finding; ids are looked up only of kinds in which something waits."""
    scope, columns = gathered.scope, gathered.tally.columns
    waits: dict[str, set[tuple[str, tuple[object, ...]]]] = {}
    for unit, code, values, _ in gathered.tally.cells:
        kind = scope.sector.kind_by_code.get(code)
        if kind is None or kind.pending is None or scope.homes.get(unit) is None:
            continue
        row = dict(zip(columns, values, strict=True))
        if kind.awaited(row) and not kind.let_off(row):
            waits.setdefault(code, set()).add((unit, values))
    if not waits:
        return
    for one in engine.incidents(columns, sorted(waits)):
        if (one.unit, one.values) in waits[one.kind]:
            kind = scope.sector.kind_by_code[one.kind]
            name = scope.units[one.unit].name
            words = Words(f"{name}：{kind.words.zh} {one.id}", f"{name}: {kind.words.en} {one.id}")
            yield Open(FINDING, words, kind.clause, one.id, one.unit)


def open_sanctions(results: Iterable[UnitResult], names: Mapping[str, str]) -> list[Open]:
    """Sanctions within a range, or a choice, that nobody has decided yet."""
    found = []
    for result in results:
        for sanction in result.sanctions:
            if not sanction.decided:
                on = names.get(sanction.on or "")
                zh, en = (f"（{on}）", f" ({on})") if on else ("", "")
                words = Words(
                    f"{result.name}：事项 {sanction.incident} 的{sanction.rule.words.zh}{zh}",
                    f"{result.name}: {sanction.rule.words.en} for {sanction.incident}{en}",
                )
                found.append(Open(SANCTION, words, sanction.rule.clause, sanction.incident, result.unit))
    return found


def open_warnings(ledger: Ledger, sector: Sector, period: Period) -> list[Open]:
    """The warnings of loads whose row stands unchanged in the period."""
    return [Open(WARNING, said_by(warned.problem)) for warned in unchanged(ledger, sector, period)]


def open_presumptions(ledger: Ledger, assessment: Assessment) -> list[Open]:
    """Incidents of the period that presume a step which nobody entered."""
    sector, law, calendar = assessment.sector, assessment.resolved, assessment.calendar
    found = presuming(ledger.connection, sector, law, calendar, period=assessment.period)
    return [Open(WARNING, said_by(one.problem()), one.rule.clause, one.incident, one.unit) for one in found]


def said_by(problem: Problem) -> Words:
    """What a problem says, in both languages."""
    return Words(problem.said("zh"), problem.said("en"))


def open_lines(found: Iterable[Open]) -> list[Words]:
    """Lines that list what is open, kind by kind."""
    lines: list[Words] = []
    found = list(found)
    for what, heading in WHAT.items():
        mine = [one for one in found if one.what == what]
        if mine:
            lines.append(Words(f"{heading.zh}（{len(mine)}）：", f"{heading.en} ({len(mine)}):"))
            for one in mine:
                lines.append(Words(f"  {one.words.zh}", f"  {one.words.en}"))
    return lines


def open_json(found: Iterable[Open]) -> str:
    """What is open, as it is kept: a list of objects, each with its words in both languages."""
    return json.dumps([as_values(one) for one in found], ensure_ascii=False, sort_keys=True)


def as_values(one: Open) -> dict[str, object]:
    """One open thing as plain values."""
    words = {"zh": one.words.zh, "en": one.words.en}
    return {"what": one.what, "words": words, "clause": one.clause, "incident": one.incident, "unit": one.unit}


def open_of(ledger: Ledger, assessment: Assessment) -> list[Open]:
    """All that is open in a run that was traced: what its publication has to answer for."""
    return [
        *assessment.open,
        *open_sanctions(assessment.units, assessment.names),
        *open_warnings(ledger, assessment.sector, assessment.period),
        *open_presumptions(ledger, assessment),
        *(Open(RULE, one.words, one.clause) for one in assessment.groundless),
    ]
