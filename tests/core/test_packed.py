"""Rows read as one text each: the digests are those of their columns, whatever stands in them."""

from __future__ import annotations

import json
import random
import sqlite3
from hashlib import sha256

import pytest

from conduct.core.law.conditions import Stored
from conduct.core.law.sector import KEYS, TABLES, Sector
from conduct.core.ledger.chain import digest_bytes, digest_rows, facts_digest
from conduct.core.ledger.packed import packed, unpacked
from tests.conftest import Desk

PLAIN = ["i1", "null", "]", "[", "]\u2028[", "“引”", "，", "null]", ":", "0", "x y", "{}", "'", "\x7f", "-1"]
ODD = [",", "a,b", ",null", '"', '","', "\\", "\\n", "\n", "]\n[", "\t", "\x01", ""]


def read(rows: list[tuple[Stored, ...]]) -> list[bytes] | None:
    """The rows as the database packs them."""
    width = len(rows[0])
    columns = [f"c{n}" for n in range(width)]
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE t ({', '.join(columns)})")
    connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * width)})", rows)
    connection.text_factory = bytes
    count, text = connection.execute(packed(columns, "FROM t ORDER BY rowid")).fetchone()
    connection.close()
    assert count == len(rows)
    return unpacked(text, count, width)


@pytest.mark.parametrize("seed", range(20))
def test_plain_rows_have_the_digests_of_their_columns(seed: int) -> None:
    draw = random.Random(seed)
    width = draw.randint(2, 9)
    values: list[Stored] = [*PLAIN, None, None, 0, 1, -5, 2**62]
    rows = [(draw.choice(PLAIN), *(draw.choice(values) for _ in range(width - 1))) for _ in range(draw.randint(1, 40))]
    lines = read(rows)
    assert lines is not None
    assert digest_bytes(lines) == digest_rows(rows)


@pytest.mark.parametrize("value", ODD, ids=ascii)
def test_what_could_be_taken_for_another_row_is_not_told(value: str) -> None:
    assert read([("i1", value, None), ("i2", "x", 1)]) is None
    assert read([("i1", "x", None), (value, "x", 1)]) is None


def test_two_rows_are_never_read_as_two_others() -> None:
    draw, seen = random.Random(0), dict[tuple[bytes, ...], object]()
    hard: list[Stored] = ["null", "]", "[", None, 0, ",", '"', "x"]
    for _ in range(3000):
        rows: list[tuple[Stored, ...]] = [(draw.choice(["i", "]"]), draw.choice(hard), draw.choice(hard)) for _ in range(2)]
        if (lines := read(rows)) is not None:
            assert seen.setdefault(tuple(lines), texts(rows)) == texts(rows)


def texts(rows: list[tuple[Stored, ...]]) -> list[list[str]]:
    """The values as the chain takes them."""
    return [["" if value is None else str(value) for value in row] for row in rows]


@pytest.mark.parametrize("text", ["投诉", "late, and by much", 'called "late"', "two\nlines", "null", "\x7f]\\"])
def test_the_digest_of_facts_is_that_of_their_values(office: Desk, insurance: Sector, text: str) -> None:
    given = {"unit": "L1", "kind": "late", "date": "2012-03-05"}
    rows = "".join(json.dumps({"incident": f"i{n}", **given, "text": text if n == 7 else None}) + "\n" for n in range(9))
    assert office("load", office.write("incidents.jsonl", rows)).status == 0
    with sqlite3.connect(office.folder / "conduct.db") as connection:
        connection.row_factory = sqlite3.Row
        h = sha256()
        for of in TABLES:
            order = ", ".join(f'"{c}"' for c in KEYS[of])
            for row in connection.execute(f"SELECT * FROM insurance_{of} ORDER BY {order}"):
                there = {c: row[c] for c in sorted(row.keys()) if c not in ("seq", "batch") and row[c] is not None}
                h.update((of + "".join(f"\0{c}\1{v}" for c, v in there.items()) + "\n").encode())
        connection.row_factory = None
        assert facts_digest(connection, "insurance") == h.hexdigest()
    connection.close()
    assert insurance.name in office("verify").out
