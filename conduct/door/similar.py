"""How similar ones were decided: by the same clause, within the same bounds, and only what has effect still."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from conduct.core.base.exact import measured
from conduct.core.base.frozen import frozen
from conduct.core.duties.case_facts import CaseFacts
from conduct.core.duties.duties import marks_of
from conduct.core.duties.out import Appeal, appeals_on, counts_sql, out_whole
from conduct.core.duties.sanctions import sanctions_of
from conduct.core.law.conditions import name
from conduct.core.law.law import Regulation
from conduct.core.law.readings import readings_in_force, resolve
from conduct.core.ledger.mistaken import hide_mistaken
from conduct.core.ledger.schema import table
from conduct.core.scores.unsettled import APPEAL, SANCTION

from .deployment import Deployment
from .waiting import Undecided, governing, left_to

MOST_ALIKE = 10
"""How many earlier decisions are shown."""
_READ = 200
"""How many earlier decisions are read."""
_LOOKED_AT = 30
"""Of how many of them that are within the bounds it is looked whether they have effect: each is its whole case judged again."""


@frozen
class Alike:
    """An earlier decision on a similar incident: when, by whom, to what, and why."""

    incident: str
    unit: str
    day: str
    value: str | int
    by: str | None
    reason: str | None


def alike(at: Deployment, one: Undecided) -> tuple[Alike, ...]:
    """How similar ones were decided, the latest first: a sanction by the same clause within the same bounds, points and findings
    of the same kind; objections of the same kind of case before the others.

    A decision that counts no more is left out: one on a case that is out, one that answers nothing that the law leaves open, and
    one after which a later one stands.
    """
    find = _objections if one.what == APPEAL else _sanctions if one.what == SANCTION else _latest
    with at.ledger.view():
        hide_mistaken(at.ledger.connection, at.sector())
        return tuple(islice(find(at, one), MOST_ALIKE))


def _objections(at: Deployment, one: Undecided) -> Iterator[Alike]:
    connection, sector = at.ledger.connection, at.sector()
    withdrawn = {incident for incident, whole in out_whole(connection, sector).items() if whole}
    stands: dict[tuple[str, str | None], Appeal] = {}
    for each in appeals_on(connection, sector):
        if each.decided is not None and each.incident not in withdrawn | {one.incident}:
            stands[each.incident, each.breach] = each
    kinds = dict(connection.execute(f"SELECT incident, kind FROM {name(table(sector, 'incidents'))} WHERE kind = ?", (one.kind,)))
    found = sorted(stands.values(), key=lambda each: (each.incident in kinds, each.decided or "", each.action), reverse=True)
    for each in found:
        yield Alike(each.incident, each.unit, each.decided or "", int(bool(each.upheld)), each.decided_by, each.decided_reason)


def _sanctions(at: Deployment, one: Undecided) -> Iterator[Alike]:
    sector, edition = at.sector(), governing(at.sector(), one.day)
    if edition is None or edition.sanction_terms is None:
        return
    settings = at.settings(sector)
    law = resolve(edition, readings_in_force(edition, settings["readings"], settings["origin"], sector.regulations))
    same = [rule for rule in law.sanctions if rule.clause == one.clause and left_to(rule) == (one.column, one.low, one.high)]
    kinds = sorted({kind.code for rule in same for kind in rule.count.kinds})
    by_clause = f"coalesce(a.{name(edition.sanction_terms.by_clause.code)}, :clause) = :clause"
    where = f"i.kind IN ({', '.join(f':kind{n}' for n in range(len(kinds)))}) AND {by_clause}"
    values = {"clause": one.clause, **{f"kind{n}": kind for n, kind in enumerate(kinds)}}
    with CaseFacts(at.ledger.connection, sector, (), marks_of(law)) as facts:
        within = [
            row for row in _decided(facts, one, where, values) if governing(sector, row[1]) is edition and _is_within(one, row[2])
        ]
        for action, _, row in within[:_LOOKED_AT]:
            if action in _effective(facts, law, one, row.incident):
                yield row


def _is_within(one: Undecided, row: Alike) -> bool:
    return one.low is None or one.high is None or one.low <= measured(str(row.value)) <= one.high


def _effective(facts: CaseFacts, law: Regulation, one: Undecided, incident: str) -> set[str | None]:
    """The decisions on a case that say how much a sanction comes to that is left open as this one is."""
    standing = sanctions_of(facts, law, None, incident).standing
    of_this = (s for s in standing if s.rule.clause == one.clause and left_to(s.rule) == (one.column, one.low, one.high))
    return {s.action for s in of_this if s.decided}


def _latest(at: Deployment, one: Undecided) -> Iterator[Alike]:
    """The latest decision on each case of the kind that counts."""
    sector = at.sector()
    last = f"""a.action = (SELECT b.action FROM {name(table(sector, "actions"))} b WHERE b.incident = i.incident
               AND b.step = :step ORDER BY b.date DESC, b.action DESC LIMIT 1)"""
    with CaseFacts(at.ledger.connection, sector) as facts:
        found = list(_decided(facts, one, f"i.kind = :kind AND {last}", {"kind": one.kind}))
    yield from (row for _, _, row in found)


def _decided(facts: CaseFacts, one: Undecided, where: str, values: dict[str, str | None]) -> Iterator[tuple[str, str, Alike]]:
    """The decisions on the same attribute of other cases that count, the latest first: each action, and the day of its case."""
    column, actions = f"a.{name(one.column.code)}", name(table(facts.sector, "actions"))
    rows = facts.connection.execute(
        f"""SELECT a.action, i.date, a.incident, i.unit, a.date, {column}, a."by", a.reason
            FROM {name(table(facts.sector, "incidents"))} i JOIN {actions} a ON a.incident = i.incident
            WHERE a.step = :step AND {column} IS NOT NULL AND i.incident <> :incident AND {counts_sql("i.incident")}
            AND {where} ORDER BY a.date DESC, a.action DESC LIMIT {_READ}""",
        {"step": one.step.code, "incident": one.incident, **values},
    )
    for action, day, *row in rows.fetchall():
        yield action, day, Alike(*row)
