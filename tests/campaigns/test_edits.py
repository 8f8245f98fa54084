"""Raw edits of a ledger's file: whatever is changed by SQL, verify finds it and says where."""

from __future__ import annotations

import random
import re
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pytest

from conduct.cli import main
from conduct.core.base.periods import Period
from conduct.core.base.words import Words
from conduct.core.law.model import Attribute, Text
from conduct.core.law.sector import KEYS, TABLES, Sector
from conduct.core.ledger import chain
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.publish import published_result, runs
from conduct.facts import random_facts
from conduct.host import load_sector
from tests.campaigns.common import ENVIRONMENT, copied, is_plain, posix, write_rows
from tests.conftest import Desk

pytestmark = pytest.mark.slow

SECTORS = ("hospital", "insurance")
PERIODS = {"hospital": "2012-Q3", "insurance": "2012"}
FACTS = [f"{sector}_{of}" for sector in SECTORS for of in TABLES]
HISTORIES = [f"{table}_history" for table in FACTS]
PUBLICATIONS = [f"{sector}_publications" for sector in SECTORS]
OF_ROWS = [*FACTS, *HISTORIES, *PUBLICATIONS]
CHAIN = ["batches", "blocks", "chain_end"]
OWN = ("rowid", "seq", "batch")
ROUNDS = 50

Edit = Callable[[sqlite3.Connection, random.Random], "set[str] | None"]
"""Changes the ledger; returns names of which verify must say one, or None where it found nothing to change."""


def _do(ledger: Path, sector: str, *arguments: str) -> None:
    assert main(["--lang", "en", "--ledger", str(ledger), "--sector", sector, *arguments]) == 0


def _written(folder: Path, of: str, rows: list[dict[str, str]]) -> str:
    header = list(dict.fromkeys(c for row in rows for c in row))
    return str(write_rows(folder / f"{of}.csv", header, [[row.get(c, "") for c in header] for row in rows]))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with two sectors by turns: loads, corrections (of one row twice), withdrawals, records and publications."""
    folder = tmp_path_factory.mktemp("whole")
    ledger = folder / "whole.db"
    for sector in SECTORS:
        _do(ledger, sector, "init")
    for turn, sector in enumerate(SECTORS * 2):
        draw = random.Random(turn)
        rows = random_facts(load_sector(sector), Period.parse(PERIODS[sector]), draw, units=4, incidents=24)
        if turn > 1:  # more incidents about the units that stand
            ids = {row["incident"] for row in rows["incidents"]}
            plain = [row for row in rows["incidents"] if not (set(row.values()) - {row["incident"]}) & ids]
            rows = {"incidents": [{**row, "incident": "n" + row["incident"]} for row in plain]}
        _do(ledger, sector, "load", *(_written(folder, of, found) for of, found in rows.items() if found))
    for sector in SECTORS:
        with closing(sqlite3.connect(ledger)) as connection:
            found = _rows(connection, f"{sector}_incidents")[:6]
        for again in (1, 2):  # the first three twice
            lines = [
                {k: str(v) for k, v in {**row, "text": f"corrected {again}"}.items() if v is not None and k not in OWN}
                for row in found[: 6 // again]
            ]
            _do(ledger, sector, "load", _written(folder, "incidents", lines), "--correct", f"reason {again}")
        for n, row in enumerate(found[:4]):
            words = (f"action=w{n}", "step=withdraw", f"incident={row['incident']}", "by=clerk", "reason=mistaken")
            _do(ledger, sector, "record", "action", "date=2012-06-01", *words)
            if n % 2 == 0:
                _do(ledger, sector, "publish", "--period", PERIODS[sector], "--despite", "x", *(("--note", "note") if n else ()))
    assert main(["--ledger", str(ledger), "verify"]) == 0
    return ledger


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def _rows(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    columns = _columns(connection, table)
    found = connection.execute(f'SELECT rowid, * FROM "{table}" ORDER BY rowid').fetchall()
    return [dict(zip(["rowid", *columns], row, strict=True)) for row in found]


def _names(table: str, *rows: dict[str, Any]) -> set[str]:
    """What a message may call these rows by: their ids, their batches, or their table."""
    found = {table}
    for row in rows:
        found.add(f"batch {row['batch']}")
        sector, _, of = table.partition("_")
        key = "number" if of == "publications" else KEYS.get(of.removesuffix("_history"), ("batch",))[0]
        if sector in SECTORS:
            found.add(str(row[key]))
    return found | ({"does not end"} if table in CHAIN else set())


def _set(connection: sqlite3.Connection, table: str, rowid: int, **values: Any) -> None:
    listed = ", ".join(f'"{column}" = ?' for column in values)
    connection.execute(f'UPDATE "{table}" SET {listed} WHERE rowid = ?', (*values.values(), rowid))


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    columns = [c for c in row if c != "rowid"]
    listed, marks = ", ".join(f'"{c}"' for c in columns), ", ".join("?" * len(columns))
    connection.execute(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', [row[c] for c in columns])


def _another(value: Any, others: list[Any], draw: random.Random) -> Any:
    made: list[Any] = [None, "", draw.choice(others), draw.choice(others)]
    if isinstance(value, bytes):
        made += [value[:-1], bytes([value[0] ^ 1]) + value[1:]] if value else [b"x"]
    elif isinstance(value, int):
        made += [value + 1, value - 1, -value, 5000]
    else:
        made += [f"{value or ''} ", "x", "2012-05-05", "yes", "1"]
    return draw.choice(made)


def cell(connection: sqlite3.Connection, draw: random.Random) -> set[str] | None:
    """One cell takes another value."""
    table = draw.choice(OF_ROWS)
    return _cell_of(connection, draw, table)


def chain_cell(connection: sqlite3.Connection, draw: random.Random) -> set[str] | None:
    """One cell of the chain's own tables takes another value."""
    return _cell_of(connection, draw, draw.choice(["batches", "batches", "blocks", "blocks", "chain_end"]))


def _cell_of(connection: sqlite3.Connection, draw: random.Random, table: str) -> set[str] | None:
    rows = _rows(connection, table)
    if not rows:
        return None
    row = draw.choice(rows)
    column = draw.choice(_columns(connection, table))
    new = _another(row[column], [r[column] for r in rows], draw)
    _set(connection, table, row["rowid"], **{column: new})
    return _names(table, row, {**row, column: new})


def delete(connection: sqlite3.Connection, draw: random.Random) -> set[str] | None:
    """A row goes."""
    table = draw.choice([*OF_ROWS, *CHAIN])
    rows = _rows(connection, table)
    if not rows:
        return None
    row = draw.choice(rows)
    connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row["rowid"],))
    return _names(table, row)


def insert(connection: sqlite3.Connection, draw: random.Random) -> set[str] | None:
    """A row like one that stands comes, of another id, in a gap or at an end, in a batch that stands or in none."""
    table = draw.choice([*OF_ROWS, *CHAIN])
    rows = _rows(connection, table)
    if not rows:
        return None
    row = dict(draw.choice(rows))
    batches = [r["batch"] for r in _rows(connection, "batches")]
    if table in CHAIN:
        row["batch"] = draw.choice([max(batches) + 1, 0, -1, max(batches) + 7])
        if table == "blocks" and draw.random() < 0.5:
            row["batch"], row["block"] = draw.choice(batches), draw.choice([0, -1, 9])
        if table == "chain_end":
            row["id"] = draw.choice([0, 2])
    else:
        taken = {r["seq"] for r in rows}
        free = [n for n in range(1, max(taken)) if n not in taken]
        row["seq"] = draw.choice([*free, max(taken) + 1, max(taken) + 50, 0, -5])
        row["batch"] = draw.choice([row["batch"], *batches, max(batches) + 1])
        of = table.partition("_")[2]
        if of == "publications":
            row["number"] = max(r["number"] for r in rows) + draw.randint(1, 2)
        elif not of.endswith("_history") or draw.random() < 0.5:
            key = KEYS[of.removesuffix("_history")][0]
            row[key] = f"{row[key]}x"
    _insert(connection, table, row)
    return _names(table, row)


def swap(connection: sqlite3.Connection, draw: random.Random) -> set[str] | None:
    """Two rows of a table exchange all their values, or those of one column."""
    table = draw.choice([*OF_ROWS, "batches", "blocks"])
    rows = _rows(connection, table)
    if len(rows) < 2:
        return None
    one, other = draw.sample(rows, 2)
    stay = {"batch", "block"} if table == "blocks" else {_columns(connection, table)[0]} if table == "batches" else {"seq"}
    columns = [c for c in _columns(connection, table) if c not in stay]
    if draw.random() < 0.5:
        columns = [draw.choice(columns)]
    for row in (one, other):
        connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row["rowid"],))
    _insert(connection, table, {**one, **{c: other[c] for c in columns}})
    _insert(connection, table, {**other, **{c: one[c] for c in columns}})
    return _names(table, one, other)


def swap_seq(connection: sqlite3.Connection, draw: random.Random) -> set[str] | None:
    """Two rows of a table exchange their places."""
    table = draw.choice(OF_ROWS)
    rows = _rows(connection, table)
    if len(rows) < 2:
        return None
    one, other = draw.sample(rows, 2)
    _set(connection, table, one["rowid"], seq=-1000)
    _set(connection, table, other["rowid"], seq=one["seq"])
    connection.execute(f'UPDATE "{table}" SET seq = ? WHERE seq = -1000', (other["seq"],))
    return _names(table, one, other)


def exchange(connection: sqlite3.Connection, draw: random.Random) -> set[str] | None:
    """The row that stands and the one that it replaced change places, or one of them moves to the other's table."""
    history = draw.choice(HISTORIES)
    table = history.removesuffix("_history")
    old = _rows(connection, history)
    if not old:
        return None
    replaced = draw.choice(old)
    keys = KEYS[table.partition("_")[2]]
    standing = next(r for r in _rows(connection, table) if all(r[k] == replaced[k] for k in keys))
    how = draw.randrange(3)
    if how != 1:
        connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (standing["rowid"],))
    if how != 2:
        connection.execute(f'DELETE FROM "{history}" WHERE rowid = ?', (replaced["rowid"],))
    if how == 0:
        _insert(connection, table, {k: v for k, v in replaced.items() if k != "replaced_by"})
    if how != 1:
        last = connection.execute("SELECT max(batch) FROM batches").fetchone()[0]
        _insert(connection, history, {**standing, "replaced_by": draw.choice([replaced["replaced_by"], last])})
    return _names(table, standing, replaced) | {history}


def delete_many(connection: sqlite3.Connection, draw: random.Random) -> set[str] | None:
    """Some rows of a table go together: all of a batch, all of a unit, or all that there are."""
    table = draw.choice([*OF_ROWS, "blocks", "batches"])
    rows = _rows(connection, table)
    if not rows:
        return None
    column = draw.choice(["batch", "unit" if "unit" in rows[0] else "batch", "rowid"])
    value = draw.choice(rows)[column]
    gone = rows if column == "rowid" else [row for row in rows if row[column] == value]
    for row in gone:
        connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row["rowid"],))
    return _names(table, *gone)


def cut(connection: sqlite3.Connection, draw: random.Random) -> set[str] | None:
    """The last batches go, with everything of theirs; what they corrected stands again or not."""
    last = connection.execute("SELECT max(batch) FROM batches").fetchone()[0]
    keep = last - draw.randint(1, last - 1)
    _cut_after(connection, keep, restore=draw.random() < 0.7)
    return {"does not end", *(f"batch {n}" for n in range(1, last + 1))}


def _cut_after(connection: sqlite3.Connection, keep: int, restore: bool = True) -> None:
    for table in [*OF_ROWS, "blocks", "batches"]:
        connection.execute(f'DELETE FROM "{table}" WHERE batch > ?', (keep,))
    if restore:
        for history in HISTORIES:
            table = history.removesuffix("_history")
            listed = ", ".join(f'"{c}"' for c in _columns(connection, table))
            connection.execute(
                f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM "{history}" WHERE replaced_by > ?', (keep,)
            )
            connection.execute(f'DELETE FROM "{history}" WHERE replaced_by > ?', (keep,))


def reorder(connection: sqlite3.Connection, draw: random.Random) -> set[str] | None:
    """Two batches exchange their numbers, with everything of theirs; or all from one on are put off by one."""
    batches = [r["batch"] for r in _rows(connection, "batches")]
    one, other = draw.sample(batches, 2)
    numbers = {one: other, other: one} if draw.random() < 0.7 else {n: n + 1 for n in batches if n >= one}
    for table in [*OF_ROWS, "blocks", "batches", *(["chain_end"] if draw.random() < 0.5 else [])]:
        for column in ("batch", "replaced_by") if table in HISTORIES else ("batch",):
            for old in numbers:
                connection.execute(f'UPDATE "{table}" SET {column} = ? WHERE {column} = ?', (-old, old))
            for old, new in numbers.items():
                connection.execute(f'UPDATE "{table}" SET {column} = ? WHERE {column} = ?', (new, -old))
    return {f"batch {n}" for n in (*numbers, *numbers.values())} | {"does not end"}


EDITS: tuple[Edit, ...] = (cell, chain_cell, delete, insert, swap, swap_seq, exchange, delete_many, cut, reorder)


def _seen(connection: sqlite3.Connection) -> str:
    """All that anybody can see of the ledger: what two ledgers that say the same have in common.

    A row's number tells only the order of rows and their file; how a result is compressed tells nothing.
    """
    parts: list[Any] = [connection.execute("SELECT * FROM batches ORDER BY batch").fetchall()]
    parts.append(connection.execute("SELECT * FROM chain_end ORDER BY id").fetchall())
    parts.append(connection.execute("SELECT * FROM blocks ORDER BY 1, 2").fetchall())
    for table in OF_ROWS:
        sector, of = table.split("_", 1)
        rows = _rows(connection, table)
        for row in rows:
            seq, _ = row.pop("seq"), row.pop("rowid")
            if "result" in row:
                with suppress(zlib.error):
                    row["result"] = zlib.decompress(row["result"])
            block = connection.execute(
                """SELECT file, block FROM blocks JOIN batches USING (batch)
                   WHERE batch = ? AND sector = ? AND "of" = ? AND ? BETWEEN first AND last""",
                (row["batch"], sector, of.removesuffix("_history"), seq),
            ).fetchall()
            parts.append((table, tuple(row.values()), block))
    return repr(parts)


def _edited(whole: Path, to: Path, edit: Edit, draw: random.Random) -> tuple[set[str], list[str]]:
    """An edit that changes what can be seen, made in a copy; the names it goes by, and its statements."""
    statements: list[str] = []

    def note(statement: str) -> None:
        if not statement.startswith(("SELECT", "PRAGMA", "BEGIN", "COMMIT")):
            statements.append(statement)

    while True:
        connection = sqlite3.connect(copied(whole, to))
        statements.clear()
        try:
            before = _seen(connection)
            connection.set_trace_callback(note)
            names = edit(connection, draw)
            connection.set_trace_callback(None)
            if names is not None and _seen(connection) != before:
                connection.commit()
                return names, statements
        except sqlite3.IntegrityError:  # the database itself refuses it
            pass
        finally:
            connection.close()


@pytest.mark.parametrize("edit", EDITS, ids=lambda e: e.__name__)
def test_verify_finds_a_random_edit_and_names_its_place(edit: Edit, whole: Path, desk: Desk) -> None:
    draw = random.Random(EDITS.index(edit))
    missed = []
    for _ in range(ROUNDS):
        names, statements = _edited(whole, desk.folder / "conduct.db", edit, draw)
        outcome = desk("verify")
        shown = [statement[:200] for statement in statements[:6]]
        if outcome.status != 1 or outcome.out:
            missed.append(f"not found: {shown}")
        elif not any(re.search(rf"(?<!\w){re.escape(n)}(?!\w)", outcome.err) for n in names):
            missed.append(f"not named ({sorted(names)}): {shown}: {outcome.err}")
    assert not missed, "\n".join(missed)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        pytest.param(
            "UPDATE hospital_units SET head = '' WHERE unit = 'u1' AND head IS NULL",
            "u1",
            id="blank",
        ),
        pytest.param(
            "UPDATE batches SET note_zh = '', note_en = '' WHERE batch = 1",
            "batch 1",
            id="blank-note",
        ),
        pytest.param(
            """UPDATE hospital_incidents_history SET replaced_by = (SELECT max(replaced_by) FROM hospital_incidents_history)
               WHERE seq = (SELECT min(seq) FROM hospital_incidents_history)""",
            "hospital_incidents_history",
            id="replaced-by",
        ),
        pytest.param("UPDATE chain_end SET id = 2", "does not end", id="chain-end"),
        pytest.param(
            """INSERT INTO blocks SELECT (SELECT max(batch) + 1 FROM batches), block, "of", file, columns, first, last, rows,
               digests FROM blocks WHERE batch = 1""",
            "blocks",
            id="blocks",
        ),
        pytest.param(
            "INSERT INTO banking_units (seq, unit, name, kind, batch) VALUES (1, 'b1', 'B', 'branch', 1)",
            "b1",
            id="unused-sector",
        ),
        pytest.param(
            """INSERT INTO banking_publications (seq, number, run, period, as_of, note, inputs, digest, result, batch)
               SELECT 1, 99, 'f', period, as_of, note, inputs, digest, result, batch FROM hospital_publications LIMIT 1""",
            "99",
            id="unused-sector-published",
        ),
        pytest.param(
            "UPDATE hospital_units SET name = CAST(x'ff41' AS TEXT) WHERE unit = 'u1'",
            "u1",
            id="no-utf-8",
        ),
    ],
)
def test_verify_finds_and_names(statement: str, named: str, whole: Path, desk: Desk) -> None:
    ledger = copied(whole, desk.folder / "conduct.db")
    assert desk("--sector", "banking", "init").status == 0
    with closing(sqlite3.connect(ledger)) as connection:
        changes = connection.execute(statement).rowcount
        connection.commit()
    assert changes > 0
    outcome = desk("verify")
    assert outcome.status == 1, outcome
    assert named in outcome.err


def test_a_blank_in_the_place_of_nothing_does_not_take_a_breach_away_unseen(desk: Desk) -> None:
    rows = {
        "units": "unit,name,kind,parent\nD1,Desk,desk,\nK1,Kim,person,D1\n",
        "incidents": "incident,unit,kind,date\nc1,D1,complaint,2012-07-02\n",
        "actions": "action,step,date,incident,by,basis\na1,answer,2012-07-02,c1,K1,\n",
    }
    assert desk("--sector", "hospital", "init").status == 0
    assert desk("--sector", "hospital", "load", *(desk.write(f"{of}.csv", text) for of, text in rows.items())).status == 0
    before = desk("--sector", "hospital", "run", "--recount", "--period", "2012-Q3").out
    with closing(sqlite3.connect(desk.folder / "conduct.db")) as connection:
        connection.execute("UPDATE hospital_actions SET basis = '' WHERE action = 'a1'")
        connection.commit()
    after = desk("--sector", "hospital", "run", "--recount", "--period", "2012-Q3").out
    assert after != before
    assert desk("verify").status == 1, "a breach is gone"


def test_verify_covers_a_column_that_came_after_the_rows(make_ledger: Callable[[Sector], Ledger], insurance: Sector) -> None:
    ledger = make_ledger(insurance)
    with ledger.batch(insurance, "test") as batch:
        list(batch.insert("units", "x", [[["L1"], ["a"], ["life"], *[[None]] * 5]]))
        values = dict.fromkeys(insurance.columns("incidents"))
        values |= {"incident": "i1", "unit": "L1", "kind": "late", "date": "2012-03-01", "excused": 0}
        list(batch.insert("incidents", "x", [[[value] for value in values.values()]]))
    late = insurance.kind_by_code["late"]
    remark = Attribute("remark", Words("说明", "remark"), Text())
    seen = attrs.evolve(late, code="seen", attributes=(*late.attributes, remark))
    ledger.need(attrs.evolve(insurance, kinds=(*insurance.kinds, seen)))
    ledger.connection.execute("UPDATE insurance_incidents SET remark = 'edited'")
    assert ledger.verify() != [], "the new column is in no digest"


@posix
@pytest.mark.parametrize(
    ("statements", "named"),
    [
        pytest.param(
            "UPDATE batches SET batch = 9000000000000000000 WHERE batch = (SELECT max(batch) FROM batches)",
            "are missing",
            id="batch",
        ),
        pytest.param(
            """UPDATE blocks SET last = 9000000000000 WHERE batch = 1 AND "of" = 'units';
               INSERT INTO hospital_units (seq, unit, name, kind, batch) VALUES (99, 'x', 'X', 'desk', 77)""",
            "batch 1",
            id="block",
        ),
    ],
)
def test_verify_ends_whatever_numbers_stand_in_the_chain(statements: str, named: str, whole: Path, tmp_path: Path) -> None:
    ledger = copied(whole, tmp_path / "x.db")
    with closing(sqlite3.connect(ledger)) as connection:
        connection.executescript(statements)
    command = [sys.executable, "-m", "conduct", "--ledger", str(ledger), "verify"]
    try:
        done = subprocess.run(
            command, env=ENVIRONMENT, capture_output=True, text=True, timeout=10, check=False, preexec_fn=_small_memory
        )
    except subprocess.TimeoutExpired:
        pytest.fail("verify did not end")
    assert done.returncode == 1, done.stderr[:1000]
    assert named in done.stderr
    assert is_plain(done.stderr)


def _small_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


def _rewrite(connection: sqlite3.Connection) -> None:
    """All digests anew, as who knows the program would: of rows, blocks, runs, batches and the end."""
    previous = chain.GENESIS
    listed_batch = ", ".join(chain.BATCH_COLUMNS)
    for *batch, old in connection.execute(f"SELECT {listed_batch}, head FROM batches ORDER BY batch").fetchall():
        number, sector = batch[:2]
        batch[-1] = chain.runs_digest(connection, number - 1)
        blocks = []
        for *block, _ in connection.execute(
            'SELECT block, "of", file, columns, first, last, rows, digests FROM blocks WHERE batch = ? ORDER BY block', (number,)
        ).fetchall():
            listed = ", ".join(f'"{c}"' for c in block[3].split("\0"))
            tables = [f"{sector}_{block[1]}", *([f"{sector}_{block[1]}_history"] if block[1] in TABLES else [])]
            each = [f"SELECT seq, {listed} FROM {table} WHERE batch = ?1 AND seq BETWEEN ?2 AND ?3" for table in tables]
            rows = connection.execute(" UNION ALL ".join(each) + " ORDER BY seq", (number, block[4], block[5])).fetchall()
            digests = chain.digest_rows([row[1:] for row in rows])
            connection.execute("UPDATE blocks SET digests = ? WHERE batch = ? AND block = ?", (digests, number, block[0]))
            blocks.append(chain.Block(*block, digests))
        head = chain.head_of(previous, tuple(batch), blocks)
        connection.execute(
            "UPDATE batches SET previous = ?, head = ?, runs = ? WHERE batch = ?", (previous, head, batch[-1], number)
        )
        for run, inputs in connection.execute("SELECT run, inputs FROM runs WHERE batch = ?", (number,)).fetchall():
            anew = inputs.replace(old, head)
            values = (sha256(anew.encode()).hexdigest(), anew, run)
            connection.execute("UPDATE runs SET run = ?, inputs = ? WHERE run = ?", values)
        previous = head
    last = connection.execute("SELECT coalesce(max(batch), 0) FROM batches").fetchone()[0]
    connection.execute("UPDATE chain_end SET batch = ?, head = ?", (last, previous))


def _head(text: str) -> str:
    found = re.search(r"head ([0-9a-f]{64})", text)
    assert found is not None
    return found[1]


def _published_heads(ledger: Path) -> list[str | None]:
    with Ledger.open(ledger) as opened:
        return [run.head for run in runs(opened) if run.number is not None]


def _kind(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE insurance_incidents SET date = '2012-01-02' WHERE incident = 'i020' AND date <> '2012-01-02'")


def _reason(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE batches SET who = 'somebody' WHERE batch = 1")


def _old_version(connection: sqlite3.Connection) -> None:
    connection.execute(
        "UPDATE hospital_incidents_history SET text = 'x' WHERE seq = (SELECT min(seq) FROM hospital_incidents_history)"
    )


def _result(connection: sqlite3.Connection) -> None:
    result = b'{"units": []}'
    connection.execute(
        "UPDATE hospital_publications SET result = ?, digest = ? WHERE number = 1",
        (zlib.compress(result), sha256(result).hexdigest()),
    )


def _tail(connection: sqlite3.Connection) -> None:
    _cut_after(connection, connection.execute("SELECT max(batch) - 1 FROM batches").fetchone()[0])


@pytest.mark.parametrize("forge", [_kind, _reason, _old_version, _result, _tail], ids=lambda f: f.__name__)
def test_a_rewritten_chain_verifies_but_its_head_is_not_the_published_one(
    forge: Callable[[sqlite3.Connection], None], whole: Path, desk: Desk
) -> None:
    ledger = copied(whole, desk.folder / "conduct.db")
    assert desk("record", "incident", "incident=last", "unit=u0", "kind=late", "date=2012-03-03").status == 0
    published = _head(desk("publish", "--period", "2012-H1", "--despite", "x", "--note", "bulletin").out)
    assert _head(desk("verify").out) == published
    earlier = _published_heads(ledger)
    assert earlier[-1] == published
    with closing(sqlite3.connect(ledger)) as connection:
        forge(connection)
        assert connection.total_changes > 0
        _rewrite(connection)
        connection.commit()
    outcome = desk("verify")
    assert outcome.status == 0, outcome.err
    assert _head(outcome.out) != published
    assert published not in _published_heads(ledger)


def test_a_rewrite_of_nothing_gives_the_published_head(whole: Path, desk: Desk) -> None:
    ledger = copied(whole, desk.folder / "conduct.db")
    before = _head(desk("verify").out)
    with closing(sqlite3.connect(ledger)) as connection:
        _rewrite(connection)
        connection.commit()
    assert _head(desk("verify").out) == before


def test_what_was_published_is_found_by_the_head_that_was_printed_after_more_came(whole: Path, desk: Desk) -> None:
    ledger = copied(whole, desk.folder / "conduct.db")
    assert desk("record", "incident", "incident=last", "unit=u0", "kind=late", "date=2012-03-03").status == 0
    published = _head(desk("publish", "--period", "2012-H1", "--despite", "x").out)
    assert desk("record", "incident", "incident=later", "unit=u0", "kind=late", "date=2012-03-03").status == 0
    assert _head(desk("verify").out) != published
    assert _published_heads(ledger)[-1] == published
    with Ledger.open(ledger) as opened:
        last = max(run.number or 0 for run in runs(opened))
        assert published_result(opened, last) is not None
