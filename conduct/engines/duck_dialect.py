"""SQLite's dialect put into DuckDB's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from .dialect import (
    Piece,
    Rule,
    called,
    has_query,
    joined,
    low,
    nested,
    parted,
    plain_is,
    plain_joins,
    plain_names,
    put,
    said,
    truth,
    without_hints,
    words_of,
)

NOTHING = ""
"""What becomes of a statement that only makes SQLite faster."""


@lru_cache(maxsize=1024)
def translated(sql: str) -> str:
    """A statement in DuckDB's dialect, or `NOTHING`. It is worked out once."""
    words = words_of(sql)
    if [w.lower() for w in words[:2]] == ["create", "index"]:
        return NOTHING
    if words[0].lower() == "pragma":
        return f"PRAGMA table_info({words[-2]})"
    pieces = put(nested(words), _RULES)
    if low(pieces[0]) == "create" and low(pieces[2]) == "table":
        pieces = [_columns(piece) if isinstance(piece, list) else piece for piece in pieces]
    return said(pieces)


def _columns(pieces: list[Piece]) -> list[Piece]:
    """The columns of a new table: whole numbers are as long as SQLite's."""
    return ["BIGINT" if low(piece) == "integer" else piece for piece in pieces]


def _extreme(order: str, named: str) -> Rule:
    def made(arguments: list[list[Piece]]) -> list[Piece] | None:
        """The greatest or least of several values, which is NULL where one of them is."""
        if len(arguments) < 2:
            return None
        if any(has_query(argument) for argument in arguments):  # written once, as it is worked out as often as it stands there
            return [f"list_sort([{said(joined(arguments))}], '{order}', 'NULLS FIRST')[1]"]
        unknown = joined_by("OR", [[*argument, "IS", "NULL"] for argument in arguments])
        return ["CASE", "WHEN", *unknown, "THEN", "NULL", "ELSE", named, joined(arguments), "END"]

    return called("max" if order == "DESC" else "min", made)


def joined_by(word: str, parts: Sequence[Sequence[Piece]]) -> list[Piece]:
    """Parts with a word between them."""
    return [piece for n, part in enumerate(parts) for piece in ([word] if n else []) + list(part)]


def _beside_greatest(pieces: list[Piece]) -> list[Piece]:
    """``SELECT max(key), x.a, x.b FROM``: SQLite takes the other columns from the row of the greatest."""
    if [low(p) for p in pieces[:2]] != ["select", "max"] or not isinstance(pieces[2], list):
        return pieces
    end = next((n for n, p in enumerate(pieces) if low(p) == "from"), len(pieces))
    listed = parted(pieces[1:end])
    if len(listed) < 2 or any(len(part) != 3 or part[1] != "." for part in listed[1:]) or "group" in map(low, pieces):
        return pieces
    beside: list[list[Piece]] = [["arg_max_null", [*part, ",", *pieces[2]], "AS", part[2]] for part in listed[1:]]
    return ["SELECT", *joined([listed[0], *beside]), *pieces[end:]]


def _listed(pieces: list[Piece]) -> list[Piece]:
    """``IN (SELECT value FROM json_each(x))``: whether it stands in a list that is written as JSON."""
    if [low(p) for p in pieces[:4]] == ["select", "value", "from", "json_each"]:
        return ["SELECT", f"unnest(from_json({said(pieces[4])}, '[\"VARCHAR\"]'))"]
    return pieces


_CATALOGUE = {
    "temp": "(SELECT view_name AS name, 'view' AS type FROM duckdb_views() WHERE temporary"
    " UNION ALL SELECT table_name, 'table' FROM duckdb_tables() WHERE temporary)",
    "main": "(SELECT table_name AS name, 'table' AS type FROM duckdb_tables() WHERE NOT temporary)",
}


def _catalogue(pieces: list[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if low(piece) == "sqlite_master" and len(found) > 1 and low(found[-2]) in _CATALOGUE:
            found[-2:] = [_CATALOGUE[low(found[-2])]]
        else:
            found.append(piece)
    return found


def _if(arguments: list[list[Piece]]) -> list[Piece]:
    return ["if", joined(arguments)]


_RULES = (
    plain_names,
    without_hints,
    plain_joins,
    plain_is,
    _beside_greatest,
    _extreme("DESC", "greatest"),
    _extreme("ASC", "least"),
    called("coalesce", truth),
    called("iif", _if),
    _listed,
    _catalogue,
)
