"""What was changed about incidents between two batches of facts, where it can change what they cost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from ..law.conditions import name, quoted
from ..law.sector import CORE_COLUMNS, Sector
from .ledger import Ledger
from .schema import table

_SAID = ("text", "complainant", "source")  # what no rule reads


class Since:
    """Incidents that were corrected, decided, verified or, where that marks or breaches, acted on after the earlier batch."""

    def __init__(self, ledger: Ledger, sector: Sector, batches: Sequence[int], as_of: date) -> None:
        """``batches`` are the last that each of two results saw, in any order.

        Actions after ``as_of`` are passed over, but for decisions and findings, which count whenever they were made.
        """
        self._connection, self._sector, self._as_of = ledger.connection, sector, as_of
        self._first, self._last = min(batches), max(batches)
        self._by_kind: dict[str, frozenset[str]] = {}

    def __call__(self, kind: str) -> frozenset[str]:
        """Those that may cost something else now in a line of this kind."""
        if self._first == self._last or kind not in self._sector.kind_by_code:
            return frozenset()
        if kind not in self._by_kind:
            found = {*self._corrected(), *self._acted(self._settling(kind), None)}
            if self._hangs_on_duties(kind):
                found |= self._acted([s.code for s in self._sector.steps], self._as_of)
            self._by_kind[kind] = frozenset(found)
        return self._by_kind[kind]

    def _settling(self, kind: str) -> list[str]:
        """The steps that say what an incident of the kind is, or what it costs; they count whenever they are taken."""
        steps = [s.code for s in self._sector.steps if s.finds is not None]
        for law in self._sector.regulations:
            steps += [c.deciding.step.code for c in law.charges if c.deciding is not None and c.kind.code == kind]
        return steps

    def _hangs_on_duties(self, kind: str) -> bool:
        duties = [d for law in self._sector.regulations for d in law.duties]
        return any(
            (d.breach is not None and d.breach.code == kind) or (d.mark and kind in {k.code for k in d.kinds(self._sector.kinds)})
            for d in duties
        )

    def _corrected(self) -> set[str]:
        """Incidents that stood at the earlier batch and say something else at the later."""
        columns = [c for c in self._sector.columns("incidents") if c not in _SAID]
        other = " OR ".join(f"o.{name(c)} IS NOT n.{name(c)}" for c in columns)
        rows = self._connection.execute(
            f"""SELECT o.incident FROM {name(table(self._sector, "incidents") + "_history")} o
                JOIN {self._versions("incidents", columns)} n ON n.incident = o.incident
                WHERE o.batch <= :first AND o.replaced_by > :first AND o.replaced_by <= :last
                    AND n.batch <= :last AND (n.replaced_by IS NULL OR n.replaced_by > :last) AND ({other})""",
            {"first": self._first, "last": self._last},
        )
        return {row[0] for row in rows}

    def _acted(self, steps: Collection[str], by: date | None) -> set[str]:
        """Incidents on which these steps were entered, or corrected, after the earlier batch."""
        if not steps:
            return set()
        listed = ", ".join(quoted(step) for step in steps)
        rows = self._connection.execute(
            f"""SELECT DISTINCT incident FROM {self._versions("actions", CORE_COLUMNS["actions"])}
                WHERE batch > :first AND batch <= :last AND (replaced_by IS NULL OR replaced_by > :last)
                    AND incident IS NOT NULL AND step IN ({listed}) AND date <= :by""",
            {"first": self._first, "last": self._last, "by": by.isoformat() if by else "9999-12-31"},
        )
        return {row[0] for row in rows}

    def _versions(self, of: str, columns: Collection[str]) -> str:
        """Every version of a table's rows, for a FROM clause."""
        target, listed = table(self._sector, of), ", ".join(name(c) for c in columns)
        return (
            f"(SELECT {listed}, batch, NULL AS replaced_by FROM {name(target)}"
            f" UNION ALL SELECT {listed}, batch, replaced_by FROM {name(target + '_history')})"
        )
