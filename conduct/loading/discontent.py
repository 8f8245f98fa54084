"""Appeals that are most likely the complainant's discontent: an appeal is the assessed side's, and upheld it erases the case."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from conduct.core.base.faults import Value
from conduct.core.base.words import Words
from conduct.core.law.conditions import name
from conduct.core.law.model import APPEAL, Kind, Step
from conduct.core.law.sector import Sector
from conduct.core.ledger.batch import Batch
from conduct.core.ledger.schema import table

from .cells import Bad
from .unit_names import UnitNames, folded, names_in

Wrong = tuple[int, dict[str, Value]]


def by_complainant(batch: Batch, sector: Sector) -> Iterator[Wrong]:
    """The batch's appeals by the incident's own complainant, and those on an incident that it corrects.

    Each with its row's number and the values to be named.
    """
    who: UnitNames | None = None
    for seq, incident, kind, by, complainant in _appeals(batch, sector, "i.complainant IS NOT NULL"):
        who = who or UnitNames.known(batch.connection, sector)
        if _meant(who, by) == _meant(who, complainant):
            yield seq, {"by": by, "incident": incident, "instead": _instead(sector, kind)}


def by_nobody_known(batch: Batch, sector: Sector) -> Iterator[Wrong]:
    """The batch's appeals by whom no unit is called, on incidents on which the complainant has a step of his own."""
    if not any(step.outside for step in sector.steps):
        return
    called: Callable[[str], bool] | None = None
    for seq, incident, kind, by, _ in _appeals(batch, sector, "1"):
        if instead := _instead(sector, kind):
            called = called or _called(batch, sector)
            if not all(called(one) for one in names_in(by)):
                yield seq, {"by": by, "incident": incident, "instead": instead}


def _appeals(batch: Batch, sector: Sector, where: str) -> list[tuple[int, str, str, str, str]]:
    rows = batch.connection.execute(
        f"""SELECT t.seq, i.incident, i.kind, t.by, i.complainant FROM {name(table(sector, "actions"))} t
            JOIN {name(table(sector, "incidents"))} i ON i.incident = t.incident
            WHERE t.step = ? AND (t.seq >= ? OR t.incident IN (SELECT value FROM json_each(?))) AND {where} ORDER BY t.seq""",
        (APPEAL.code, batch.first_seq("actions"), json.dumps(batch.corrected.get("incidents", []))),
    )
    return rows.fetchall()


def _meant(who: UnitNames, written: str) -> str:
    """The unit that is meant, or else what is written."""
    found = who(written)
    return folded(written) if isinstance(found, Bad) or found is None else str(found)


def _called(batch: Batch, sector: Sector) -> Callable[[str], bool]:
    """Whether some unit is called so, or headed by whom is called so."""
    who = UnitNames.known(batch.connection, sector)
    heads = batch.connection.execute(f"SELECT DISTINCT head FROM {name(table(sector, 'units'))} WHERE head IS NOT NULL")
    known = {*who.ids, *who.bearers, *(folded(head) for (head,) in heads)}
    return known.__contains__


def _instead(sector: Sector, kind: str) -> Words | str:
    """What a complainant's discontent is entered as, where there is a step for it on incidents of the kind; else nothing."""
    found: Kind | None = sector.kind_by_code.get(kind)
    steps: list[Step] = [s for s in sector.steps if s.outside and found is not None and (not s.kinds or found in s.kinds)]
    if not steps:
        return ""
    zh, en = "、".join(f"“{s.words.zh}”" for s in steps), ", ".join(f"{s.words.en} ({s.code})" for s in steps)
    return Words(f"；投诉人不满意的，请登记为{zh}", f"; enter a complainant's discontent as {en}")
