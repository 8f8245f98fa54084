"""Who entered something, as pages say it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from conduct.core.law.conditions import name
from conduct.core.ledger.besides import ATTACHMENTS
from conduct.core.ledger.schema import table

from .visits import Visit

LOADING = ("load", "add", "init --sample")
"""The commands that bring what was done elsewhere."""


def who_entered(visit: Visit, claimed: str | None, who: str, command: str) -> str:
    """Who entered something: by the name of his account; what a command entered under no name says so, and by which account of
    the machine.
    """
    if claimed is not None:
        return claimed
    return visit.said("by-loading" if command in LOADING else "by-command").format(who=who)


def attached_by(visit: Visit, numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """When attachments were attached, as the office's clocks show it, and by whom; by their numbers."""
    rows = visit.deployment.ledger.connection.execute(
        f"""SELECT t.seq, b.at, b.claimed, b.who, b.command FROM json_each(:numbers) j
            JOIN {name(table(visit.sector, ATTACHMENTS))} t ON t.seq = j.value JOIN batches b ON b.batch = t.batch""",
        {"numbers": json.dumps([*numbers])},
    )
    return {seq: (visit.moment(at), who_entered(visit, claimed, who, command)) for seq, at, claimed, who, command in rows}
