"""Pending duties of several parts of one period: each is counted in the first part in which its unit stands."""

from __future__ import annotations

from collections.abc import Collection

from ..base.connection import Connection
from ..law.conditions import quoted
from .case_facts import drop
from .duty_sql import PENDING

_OWN = ("unit", "duty", "incident", "action", "period")
_TABLES = ("pending_counted",)


class PendingOnce:
    """Which pending duties were counted in an earlier part, while it is open (a context manager)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> PendingOnce:
        drop(self._connection, _TABLES, failed=False)
        self._connection.execute(
            "CREATE TEMP TABLE pending_counted (unit TEXT, duty INTEGER, incident TEXT, action TEXT, period TEXT)"
        )
        self._connection.execute("CREATE INDEX temp.pending_counted_by ON pending_counted (incident, duty)")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        drop(self._connection, _TABLES, kind is not None)

    def fresh_sql(self, state: str) -> str:
        """The condition that the pending duty ``state`` was counted in no part before."""
        same = " AND ".join(f"c.{column} IS {state}.{column}" for column in _OWN)
        return f"NOT EXISTS (SELECT 1 FROM temp.pending_counted c WHERE {same})"

    def note(self, elsewhere: Collection[str]) -> None:
        """Takes the pending duties that stand now for counted, but for those of units that have no part in this one."""
        self._connection.execute(
            f"""INSERT INTO temp.pending_counted SELECT {", ".join(_OWN)} FROM temp.duty_state s
                WHERE status = '{PENDING}' AND unit NOT IN ({", ".join(map(quoted, elsewhere))}) AND {self.fresh_sql("s")}"""
        )
