"""What waits for somebody's decision in a sector, whatever its period: between which bounds, and by which step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import partial

from conduct.core.base.exact import Exact
from conduct.core.base.frozen import frozen
from conduct.core.base.periods import Period
from conduct.core.base.words import Words
from conduct.core.duties.case_facts import CaseFacts
from conduct.core.duties.duties import marks_of
from conduct.core.duties.out import appeals_on
from conduct.core.duties.sanctions import sanctions_of
from conduct.core.law.conditions import name, quoted
from conduct.core.law.consequence import Sanction
from conduct.core.law.law import Regulation
from conduct.core.law.model import APPEAL_DECIDED, Attribute, Step
from conduct.core.law.readings import readings_in_force, resolve
from conduct.core.law.sector import Sector
from conduct.core.ledger.schema import table
from conduct.core.ledger.units import homes, units_of
from conduct.core.scores.unsettled import APPEAL, FINDING, POINTS, SANCTION

from .deployment import Deployment


@frozen
class Undecided:
    """Something that waits: what it is (of `unsettled.WHAT`), about which incident of which unit on which day, by which clause,
    and the step and attribute that decide it.

    ``low`` and ``high`` are the bounds, where it is an amount; ``on`` whom a sanction falls on; ``reason`` why a unit objects,
    and ``since`` when it did, in which ``appeal`` against which ``breach`` alone (None: the case whole); ``by_clause`` the
    attribute that says which clause a decision is by, where there are several.
    """

    what: str
    incident: str
    kind: str
    unit: str
    day: str
    clause: str | None
    words: Words
    step: Step
    column: Attribute
    low: Exact | None = None
    high: Exact | None = None
    on: str | None = None
    reason: str | None = None
    since: str | None = None
    by_clause: Attribute | None = None
    appeal: str | None = None
    breach: str | None = None


def waiting(at: Deployment, incident: str | None = None) -> tuple[Undecided, ...]:
    """Everything that waits for a decision, the oldest first; of one ``incident`` alone, if that is asked for.

    What an edition leaves open is asked of the incidents of the periods that it governs.
    """
    sector, ledger = at.sector(), at.ledger
    ledger.need(sector)
    settings = at.settings(sector)
    found: list[Undecided] = []
    with ledger.view():
        counted = homes(units_of(ledger.connection, sector), sector)
        for edition in sector.regulations:
            law = resolve(edition, readings_in_force(edition, settings["readings"], settings["origin"], sector.regulations))
            with CaseFacts(ledger.connection, sector, (), marks_of(law)) as facts:
                for one in _left_open(facts, law, incident):
                    if one.unit in counted and governing(sector, one.day) is edition:
                        found.append(one)
    return tuple(sorted(found, key=lambda one: (one.since or one.day, one.incident, one.what, one.clause or "")))


def governing(sector: Sector, day: str) -> Regulation | None:
    """The edition that governs the period of a day, whether it was in force on that day or only by the period's end; None where
    that ends before the first.
    """
    at = date.fromisoformat(day)
    ends = (p.end for p in Period.of_kind(sector.periods[0], at.year) if p.start <= at <= p.end)
    end = next(ends, at)
    in_force = any(law.in_force_from is None or law.in_force_from <= end for law in sector.regulations)
    return sector.regulation_on(end) if in_force else None


def _left_open(facts: CaseFacts, law: Regulation, incident: str | None) -> Iterator[Undecided]:
    for find in (_appeals, _points, _sanctions, _findings):
        yield from find(facts, law, incident)


def _one(incident: str | None) -> tuple[str, dict[str, str | int | None]]:
    return ("1", {}) if incident is None else ("i.incident = :only", {"only": incident})


def _appeals(facts: CaseFacts, law: Regulation, incident: str | None) -> Iterator[Undecided]:
    sector = facts.sector
    waits = [one for one in appeals_on(facts.connection, sector) if one.upheld is None and incident in (None, one.incident)]
    listed = json.dumps([one.incident for one in waits])
    rows = facts.incidents(
        "i.incident, i.kind, i.date", "i.incident IN (SELECT value FROM json_each(:listed))", values={"listed": listed}
    )
    stands = {row[0]: row[1:] for row in rows}
    for one in waits:
        if one.incident in stands:
            code, day = stands[one.incident]
            kind = sector.kind_by_code.get(one.breach or code)
            words = kind.words if kind is not None else Words(code, code)
            by = partial(Undecided, APPEAL, one.incident, code, one.unit, day, kind.clause if kind is not None else None, words)
            made = partial(by, APPEAL_DECIDED, APPEAL_DECIDED.attributes[0])
            yield made(reason=one.reason, since=one.date, appeal=one.action, breach=one.breach)


def _points(facts: CaseFacts, law: Regulation, incident: str | None) -> Iterator[Undecided]:
    actions = name(table(facts.sector, "actions"))
    where, values = _one(incident)
    for charge in {c.kind.code: c for c in law.charges if c.deciding is not None}.values():
        by = charge.deciding
        assert by is not None
        assert charge.scale is not None
        low, high = charge.scale.numbers()
        latest = f"""(SELECT a.{name(by.attribute.code)} FROM {actions} a WHERE a.incident = i.incident
                      AND a.step = {quoted(by.step.code)} ORDER BY a.date DESC, a.action DESC LIMIT 1)"""
        rows = facts.incidents(
            "i.incident, i.unit, i.date",
            f"i.kind = :kind AND {latest} IS NULL AND {where}",
            values={"kind": charge.kind.code, **values},
            as_entered=True,
        )
        for case, unit, day in rows.fetchall():
            kind = charge.kind
            yield Undecided(
                POINTS, case, kind.code, unit, day, charge.clause, kind.words, by.step, by.attribute, low=low, high=high
            )


def _sanctions(facts: CaseFacts, law: Regulation, incident: str | None) -> Iterator[Undecided]:
    terms = law.sanction_terms
    if terms is None or not any(rule.open_range is not None or rule.degree is not None for rule in law.sanctions):
        return
    open_ones = [one for one in sanctions_of(facts, law, None, incident).standing if not one.decided and one.on is not None]
    listed = json.dumps([one.incident for one in open_ones])
    rows = facts.incidents(
        "i.incident, i.kind", "i.incident IN (SELECT value FROM json_each(:listed))", values={"listed": listed}
    )
    kinds = dict(rows.fetchall())
    for one in open_ones:
        rule = one.rule
        by, low, high = left_to(rule)
        if by is not None and one.incident in kinds:
            made = partial(Undecided, SANCTION, one.incident, kinds[one.incident], one.unit, one.date, rule.clause, rule.words)
            yield made(terms.decide, by, low=low, high=high, on=one.on, by_clause=terms.by_clause)


def left_to(rule: Sanction) -> tuple[Attribute | None, Exact | None, Exact | None]:
    """What a sanction leaves to whoever decides: the attribute that says it, and the bounds of an amount; None for nothing."""
    if rule.degree is not None:
        return rule.degree.decided_by, None, None
    within = rule.open_range
    return (within.decided_by, within.low, within.high) if within is not None else (None, None, None)


def _findings(facts: CaseFacts, law: Regulation, incident: str | None) -> Iterator[Undecided]:
    where, values = _one(incident)
    for kind in facts.sector.kinds:
        finding = next((s for s in facts.sector.all_steps if s.finds is not None and _takes(s, kind.code)), None)
        if kind.pending is None or finding is None or finding.finds is None:
            continue
        excused = f"NOT ({kind.excused.sql('i')})" if kind.excused is not None else "1"
        rows = facts.incidents(
            "i.incident, i.unit, i.date",
            f"i.kind = :kind AND ({kind.pending.sql('i')}) AND {excused} AND {where}",
            values={"kind": kind.code, **values},
        )
        for case, unit, day in rows.fetchall():
            yield Undecided(FINDING, case, kind.code, unit, day, kind.clause, kind.words, finding, finding.finds.by)


def _takes(step: Step, kind: str) -> bool:
    return not step.kinds or kind in {each.code for each in step.kinds}
