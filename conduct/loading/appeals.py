"""Appeals held against their cases, and decisions of appeals against the appeals: what contests or decides nothing is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from conduct.core.base.faults import Value
from conduct.core.base.words import Words, listed
from conduct.core.duties.agenda import CaseBreaches
from conduct.core.law.conditions import name, quoted
from conduct.core.law.model import APPEAL, APPEAL_DECIDED
from conduct.core.law.sector import Sector
from conduct.core.ledger.batch import Batch
from conduct.core.ledger.mistaken import show_mistaken
from conduct.core.ledger.schema import table

BreachesOf = Callable[[Sequence[str]], Mapping[str, CaseBreaches]]
"""What of some cases, by their ids, there is to contest alone; nothing of one that is out."""
_WHOLE = Words("此事项", "this incident")


def idle_appeals(batch: Batch, sector: Sector, breaches: BreachesOf | None) -> Iterator[tuple[int, dict[str, Value]]]:
    """The batch's appeals against a breach alone that their case does not have, with what may be contested there."""
    rows = batch.connection.execute(
        f"""SELECT t.seq, t.action, t.incident, t.kind FROM {name(table(sector, "actions"))} t
            JOIN {name(table(sector, "incidents"))} i ON i.incident = t.incident
            WHERE t.seq >= {batch.first_seq("actions")} AND t.step = {quoted(APPEAL.code)} AND t.kind <> i.kind ORDER BY t.seq"""
    ).fetchall()
    if not rows or breaches is None:
        return
    found = breaches(sorted({incident for _, _, incident, _ in rows}))
    show_mistaken(batch.connection)  # which judging hid; the batch goes on
    for seq, action, incident, kind in rows:
        mine = found.get(incident)
        if mine is not None and kind not in mine.contested:
            known = listed([_WHOLE, *mine.standing])
            what = sector.kind_by_code[kind].words if kind in sector.kind_by_code else str(kind)
            yield seq, {"action": action, "what": what, "incident": incident, "known": known}


def idle_appeal_decisions(batch: Batch, sector: Sector) -> Iterator[tuple[int, dict[str, Value]]]:
    """The batch's decisions before which no appeal on the incident stands, and those of before which its corrections leave so."""
    actions = name(table(sector, "actions"))
    corrected = batch.corrected.get("actions", ())
    mine = "" if corrected else f"AND t.seq >= {batch.first_seq('actions')}"
    rows = batch.connection.execute(
        f"""SELECT t.seq, t.incident, t.date FROM {actions} t WHERE t.step = {quoted(APPEAL_DECIDED.code)} {mine}
            AND NOT EXISTS (SELECT 1 FROM {actions} a WHERE a.incident = t.incident AND a.step = {quoted(APPEAL.code)}
                AND a.date <= t.date) ORDER BY t.seq"""
    )
    for seq, incident, day in rows.fetchall():
        yield seq, {"incident": incident, "date": day}
