"""Conditions on the attributes of an incident or an action, read alike by Python and by the database."""

from __future__ import annotations

from collections.abc import Mapping

from ..base.connection import Queried
from ..base.frozen import frozen

Stored = str | int | None
"""A value as the ledger holds it: yes/no is 1/0, a date its ISO form, a number its exact text."""
Row = Mapping[str, Queried]
"""A fact as the ledger holds it, by column: its id, unit, kind and date as text, and each attribute as `Stored`."""


@frozen
class Condition:
    """A test of one row. ``a & b``, ``a | b`` and ``~a`` combine them."""

    def __and__(self, other: Condition) -> Condition:
        return _Joined("AND", (self, other))

    def __or__(self, other: Condition) -> Condition:
        return _Joined("OR", (self, other))

    def __invert__(self) -> Condition:
        return _Not(self)

    def holds(self, row: Mapping[str, Stored]) -> bool:
        """Whether the row, by column, meets the condition."""
        raise NotImplementedError

    def columns(self) -> frozenset[str]:
        """The columns that the condition reads."""
        raise NotImplementedError

    def sql(self, alias: str) -> str:
        """The same test as an SQL expression on the table ``alias``; its values are the sector's own constants."""
        raise NotImplementedError


def tested(condition: Condition | None, row: Mapping[str, Stored]) -> bool:
    """Whether a row meets a condition, where there is one."""
    return condition is None or condition.holds(row)


@frozen
class Is(Condition):
    """The column holds one of these values; an absent value is none of them."""

    column: str
    values: tuple[Stored, ...]

    def holds(self, row: Mapping[str, Stored]) -> bool:
        return row.get(self.column) in self.values

    def columns(self) -> frozenset[str]:
        return frozenset({self.column})

    def sql(self, alias: str) -> str:
        options = ", ".join(quoted(v) for v in self.values if v is not None)
        test = f"coalesce({alias}.{name(self.column)} IN ({options}), 0)"
        return f"({test} OR {alias}.{name(self.column)} IS NULL)" if None in self.values else test


@frozen
class AgainstColumn(Condition):
    """A column against another column of the same row; an absent value on either side fails."""

    column: str
    operator: str
    other: str

    def holds(self, row: Mapping[str, Stored]) -> bool:
        left, right = row.get(self.column), row.get(self.other)
        if isinstance(left, str) and isinstance(right, str):
            return left < right if self.operator == "<" else left >= right
        if isinstance(left, int) and isinstance(right, int):
            return left < right if self.operator == "<" else left >= right
        return False

    def columns(self) -> frozenset[str]:
        return frozenset({self.column, self.other})

    def sql(self, alias: str) -> str:
        return f"coalesce({alias}.{name(self.column)} {self.operator} {alias}.{name(self.other)}, 0)"


@frozen
class _Joined(Condition):
    word: str
    parts: tuple[Condition, ...]

    def holds(self, row: Mapping[str, Stored]) -> bool:
        results = (part.holds(row) for part in self.parts)
        return all(results) if self.word == "AND" else any(results)

    def columns(self) -> frozenset[str]:
        return frozenset().union(*(part.columns() for part in self.parts))

    def sql(self, alias: str) -> str:
        return "(" + f" {self.word} ".join(part.sql(alias) for part in self.parts) + ")"


@frozen
class _Not(Condition):
    part: Condition

    def holds(self, row: Mapping[str, Stored]) -> bool:
        return not self.part.holds(row)

    def columns(self) -> frozenset[str]:
        return self.part.columns()

    def sql(self, alias: str) -> str:
        return f"(NOT {self.part.sql(alias)})"


def marked(mark: str) -> Condition:
    """Holds for an incident that bears the mark of a duty not done."""
    return Is(mark, (1,))


def name(identifier: str) -> str:
    """An identifier quoted for SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def quoted(value: Stored) -> str:
    """A sector's own constant as an SQL literal."""
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
