"""Incidents of a period as they were entered, counted by unit, kind and what rules tell apart; packed to be kept."""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from ..base.connection import Connection
from ..base.frozen import frozen
from ..law.conditions import Stored, name
from ..law.sector import Sector
from ..ledger.counts import Mark
from ..ledger.schema import table


class Sort(NamedTuple):
    """A kind of incident with its values, in the order of the columns."""

    kind: str
    values: tuple[Stored, ...]


class CellKey(NamedTuple):
    """What tells cells apart: a unit, a kind, and its distinguishing values in the order of the columns."""

    unit: str
    kind: str
    values: tuple[Stored, ...]


@frozen
class AsEntered:
    """How many incidents were entered by unit and sort: three columns of equal length, in the order of kind, unit and values.

    ``units`` and ``sorts`` are what the first two number.
    """

    columns: tuple[str, ...]
    units: tuple[str, ...]
    sorts: tuple[Sort, ...]
    unit_at: array[int]
    sort_at: array[int]
    n: array[int]

    def __iter__(self) -> Iterator[tuple[CellKey, int]]:
        """Each unit and sort, and how many there are."""
        units, sorts = self.units, self.sorts
        for unit, sort, n in zip(self.unit_at, self.sort_at, self.n, strict=True):
            kind, values = sorts[sort]
            yield CellKey(units[unit], kind, values), n

    def but(self, keys: Collection[CellKey]) -> AsEntered:
        """Without some units' sorts."""
        if not keys:
            return self
        units = {unit: at for at, unit in enumerate(self.units)}
        sorts = {sort: at for at, sort in enumerate(self.sorts)}
        gone = {(units.get(unit), sorts.get(Sort(kind, values))) for unit, kind, values in keys}
        rows = [row for row in zip(self.unit_at, self.sort_at, self.n, strict=True) if row[:2] not in gone]
        columns = zip(*rows, strict=True) if rows else ((), (), ())
        return AsEntered(self.columns, self.units, self.sorts, *(array("i", column) for column in columns))

    def changed(self, changes: Mapping[CellKey, int]) -> AsEntered:
        """With so many more or fewer."""
        if not any(changes.values()):
            return self
        left = dict(changes)
        rows = [(key.unit, key.kind, *key.values, n + left.pop(key, 0)) for key, n in self]
        rows += [(key.unit, key.kind, *key.values, n) for key, n in left.items()]
        return of_rows(self.columns, sorted((row for row in rows if row[-1]), key=_in_order))


def _in_order(row: tuple[Stored, ...]) -> tuple[object, ...]:
    """The order in which the database groups: by kind, unit and values, nothing before numbers before texts."""
    unit, kind, *values, _ = row
    return kind, unit, *((0, 0) if v is None else (1, v) if isinstance(v, int) else (2, v) for v in values)


def of_rows(columns: Sequence[str], rows: Iterable[tuple[Stored, ...]]) -> AsEntered:
    """From rows of unit, kind, values and number."""
    by_column = list(zip(*rows, strict=True))
    if not by_column:
        return AsEntered(tuple(columns), (), (), array("i"), array("i"), array("i"))
    units, kinds, *values, n = by_column
    unit_number: defaultdict[Stored, int] = defaultdict(count().__next__)  # by the order in which they come
    sort_number: defaultdict[tuple[Stored, ...], int] = defaultdict(count().__next__)
    unit_at = array("i", map(unit_number.__getitem__, units))
    sort_at = array("i", map(sort_number.__getitem__, zip(kinds, *values, strict=True)))
    return AsEntered(
        tuple(columns),
        tuple(map(str, unit_number)),
        tuple(Sort(str(kind), tuple(said)) for kind, *said in sort_number),
        unit_at,
        sort_at,
        array("i", n),
    )


def count_entered(connection: Connection, sector: Sector, columns: Sequence[str], days: Mapping[str, str]) -> AsEntered:
    """Counts all incidents of a period, whatever has become of them."""
    listed = "".join(f", i.{name(c)}" for c in columns)
    # the plus keeps the database from the index on dates: the one that covers all columns is read in order, without a sort
    rows = connection.execute(
        f"""SELECT i.unit, i.kind{listed}, count(*) FROM {name(table(sector, "incidents"))} i
            WHERE +i.date BETWEEN :start AND :end GROUP BY i.kind, i.unit{listed}""",
        days,
    )
    return of_rows(columns, rows)


def entered_since(
    connection: Connection, sector: Sector, columns: Sequence[str], days: Mapping[str, str], since: Mark
) -> dict[CellKey, int]:
    """What was entered since a mark, less what was replaced of what was entered before it."""
    listed = "".join(f", {name(c)}" for c in columns)
    found: dict[CellKey, int] = {}
    incidents = table(sector, "incidents")
    sources = [(1, incidents, "seq > :last"), (-1, f"{incidents}_history", "replaced_by > :batch AND seq <= :last")]
    for sign, target, where in sources:
        rows = connection.execute(
            f"""SELECT unit, kind{listed}, count(*) FROM main.{name(target)}
                WHERE {where} AND +date BETWEEN :start AND :end GROUP BY unit, kind{listed}""",
            {**days, "last": since.last["incidents"], "batch": since.batch},
        )
        for unit, kind, *values, n in rows.fetchall():
            key = CellKey(unit, kind, tuple(values))
            found[key] = found.get(key, 0) + sign * n
    return found


def packed(numbers: array[int]) -> bytes:
    """Numbers as bytes, the same on every machine."""
    if sys.byteorder == "little":
        return numbers.tobytes()
    swapped = array("i", numbers)
    swapped.byteswap()
    return swapped.tobytes()


def unpacked(data: bytes) -> array[int]:
    """What `packed` made bytes of. Raises ValueError where these are none."""
    numbers = array("i")
    numbers.frombytes(data)
    if sys.byteorder != "little":
        numbers.byteswap()
    return numbers
