"""SQLite's dialect, in which every query of the house is written, put into that of another engine.

A statement is taken apart into words and brackets, and the few things that differ are put right; what is the same everywhere
stays as it stands. No statement of the house needs more, which the tests hold against all that the commands ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias, Union

Piece: TypeAlias = Union[str, "list[Piece]"]
"""A word of a statement, or what stands within brackets."""

_WORDS = re.compile(
    r"""\s+|--[^\n]*|/\*.*?\*/|('(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_]\w*|\d+(?:\.\d+)?|:[A-Za-z_]\w*|\|\||<>|<=|>=|!=|.)""",
    re.S,
)
_OPERATORS = ("=", "<>", "!=", "<", ">", "<=", ">=", "||", "+", "-", "*", "/", "%", ",")
_BEFORE_VALUE = {
    "where",
    "and",
    "or",
    "on",
    "not",
    "between",
    "select",
    "then",
    "when",
    "else",
    "by",
    "in",
    "case",
    "distinct",
    "is",
}
_BEFORE_BY = ("group", "order", "partition", "indexed")
_ENDS_JOIN = {"on", "join", "cross", "left", "where", "group", "order", "limit", "using", "union", ","}
_COMPARES = {"in", "=", "<>", "!=", "<", ">", "<=", ">=", "between", "is", "exists", "not", "and", "or"}


def words_of(sql: str) -> list[str]:
    """The words of a statement, without what stands between them."""
    return [word for word in _WORDS.findall(sql) if word]


def nested(words: Iterable[str]) -> list[Piece]:
    """Words with what stands within brackets as one piece."""
    top: list[Piece] = []
    within = [top]
    for word in words:
        if word == "(":
            inner: list[Piece] = []
            within[-1].append(inner)
            within.append(inner)
        elif word == ")":
            within.pop()
        else:
            within[-1].append(word)
    return top


def said(pieces: Sequence[Piece]) -> str:
    """The text of pieces."""
    return " ".join(piece if isinstance(piece, str) else f"({said(piece)})" for piece in pieces).replace(" . ", ".")


def low(piece: Piece | None) -> str:
    """A word in small letters; nothing of what stands within brackets."""
    return piece.lower() if isinstance(piece, str) and piece[:1] not in "'\"" else ""


def parted(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """What stands between the commas."""
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece == ",":
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


def joined(parts: Iterable[Sequence[Piece]]) -> list[Piece]:
    """The contrary of `parted`."""
    found: list[Piece] = []
    for n, part in enumerate(parts):
        found += [*([","] if n else []), *part]
    return found


Rule = Callable[[list[Piece]], list[Piece]]
"""What puts something right among the pieces of one pair of brackets; those within them are right already."""


def put(pieces: Sequence[Piece], rules: Sequence[Rule]) -> list[Piece]:
    """Pieces with every rule applied, the innermost first."""
    found: list[Piece] = [piece if isinstance(piece, str) else put(piece, rules) for piece in pieces]
    for rule in rules:
        found = rule(found)
    return found


# ---- what most engines do without or say otherwise


def without_hints(pieces: list[Piece]) -> list[Piece]:
    """Without what tells SQLite alone how to go about it: ``+x``, ``INDEXED BY``, ``LIMIT -1``, ``WITHOUT ROWID``."""
    found: list[Piece] = []
    n = 0
    while n < len(pieces):
        piece, rest = pieces[n], [low(p) for p in pieces[n + 1 : n + 3]]
        before = found[-1] if found else None
        if piece == "+" and (
            before is None or (isinstance(before, str) and (before in _OPERATORS or low(before) in _BEFORE_VALUE))
        ):
            n += 1
        elif low(piece) == "indexed" and rest[:1] == ["by"]:
            n += 3
        elif (low(piece) == "limit" and rest == ["-", "1"]) or (low(piece) == "without" and rest[:1] == ["rowid"]):
            n += 3 if low(piece) == "limit" else 2
        else:
            found.append(piece)
            n += 1
    return found


def plain_names(pieces: list[Piece]) -> list[Piece]:
    """The column ``by`` within quotation marks: elsewhere it is a word of the language alone."""
    return [
        '"by"' if low(piece) == "by" and low(pieces[n - 1] if n else None) not in _BEFORE_BY else piece
        for n, piece in enumerate(pieces)
    ]


def plain_joins(pieces: list[Piece]) -> list[Piece]:
    """``CROSS JOIN … ON``, SQLite's order of tables, as a plain join."""
    found = list(pieces)
    for n, piece in enumerate(pieces):
        if low(piece) == "cross" and low(_at(pieces, n + 1)) == "join":
            end = next((p for p in pieces[n + 2 :] if low(p) in _ENDS_JOIN or p == ","), None)
            if low(end) == "on":
                found[n] = ""
    return [piece for piece in found if piece != ""]


def plain_is(pieces: list[Piece]) -> list[Piece]:
    """``a IS b`` of two values as ``IS NOT DISTINCT FROM``."""
    found: list[Piece] = []
    for n, piece in enumerate(pieces):
        found.append(piece)
        if low(piece) == "is" and low(_at(pieces, n + 1)) not in ("null", "not", "true", "false", "distinct"):
            found += ["NOT", "DISTINCT", "FROM"]
    return found


def called(named: str, made: Callable[[list[list[Piece]]], list[Piece] | None]) -> Rule:
    """Puts something in the place of a call, by its arguments; None leaves it."""

    def rule(pieces: list[Piece]) -> list[Piece]:
        found: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, list) and found and low(found[-1]) == named and (new := made(parted(piece))) is not None:
                found[-1:] = new
            else:
                found.append(piece)
        return found

    return rule


def truth(arguments: list[list[Piece]]) -> list[Piece] | None:
    """``coalesce(a = b, 0)``, a condition, with true or false at its end; any other is left."""
    first, last = arguments[0], arguments[-1]
    if last in (["0"], ["1"]) and any(isinstance(p, str) and (low(p) in _COMPARES) for p in first):
        return ["coalesce", joined([*arguments[:-1], ["true" if last == ["1"] else "false"]])]
    return None


def has_query(pieces: Sequence[Piece]) -> bool:
    """Whether a query stands in the pieces, however deep."""
    return any(has_query(p) if isinstance(p, list) else low(p) == "select" for p in pieces)


def words_in(pieces: Sequence[Piece]) -> Iterator[str]:
    """Every word, however deep."""
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        else:
            yield from words_in(piece)


def _at(pieces: Sequence[Piece], n: int) -> Piece | None:
    return pieces[n] if n < len(pieces) else None
