"""`verify` finds every change: of facts, runs, publications, indexes, layout; and what does not belong is refused at the door."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conduct.core.ledger.header import PAGE
from conduct.core.ledger.ledger import Ledger
from tests.conftest import Desk


@contextmanager
def _file() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect("conduct.db", isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _edit(*statements: str) -> None:
    with _file() as connection:
        for statement in statements:
            connection.execute(statement)


def _rewrite(before: str, after: str, where: str = "1") -> None:
    """Changes the layout as it is written down, without changing what lies behind it."""
    with _file() as connection:
        connection.execute("PRAGMA writable_schema = ON")
        done = connection.execute(
            f"UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE instr(sql, ?) AND {where}", (before, after, before)
        )
        assert done.rowcount > 0
        version = connection.execute("PRAGMA schema_version").fetchone()[0]
        connection.execute(f"PRAGMA schema_version = {version + 1}")


@pytest.fixture
def filled(office: Desk) -> Desk:
    """An office with a few incidents, a correction, a run and a publication."""
    rows = "".join(f"i{n},L1,late,2012-0{n % 6 + 1}-01\n" for n in range(1, 30))
    office.begin(
        "verify",
        ["load", office.write("incidents.csv", "incident,unit,kind,date\n" + rows)],
        ["record", "incident", "incident=i1", "unit=L1", "kind=late", "date=2012-05-05", "--correct", "x"],
        ["run", "--period", "2012"],
        ["publish", "--period", "2012"],
        ["run", "--period", "2012-H1"],
        ["verify"],
    )
    return office


DOOR = [
    "CREATE TRIGGER t AFTER INSERT ON runs BEGIN UPDATE insurance_incidents SET unit = 'L2'; END",
    "CREATE TRIGGER t AFTER INSERT ON insurance_actions BEGIN DELETE FROM insurance_incidents; END",
    "CREATE TABLE aaa_publications AS SELECT * FROM insurance_publications",
    "CREATE VIEW aaa_publications AS SELECT * FROM insurance_publications",
    "CREATE TABLE aaa_units AS SELECT * FROM insurance_units",
    "CREATE TABLE aaa_publications (x)",
    "CREATE VIEW aaa_publications AS SELECT 1",
    "CREATE TABLE aaa_units_history (x)",
    "CREATE TABLE aaa_fills (x)",
]


@pytest.mark.parametrize("statement", DOOR)
@pytest.mark.parametrize("command", [("run", "--period", "2012"), ("compare", "1", "now"), ("verify",), ("backup", "x.db")])
def test_what_does_not_belong_is_refused_at_the_door(filled: Desk, statement: str, command: tuple[str, ...]) -> None:
    _edit(statement)
    before = Path("conduct.db").read_bytes()
    for lang in ("en", "zh"):
        outcome = filled(*command, lang=lang)
        assert outcome.status == 1
        assert ("does not belong" if lang == "en" else "不属于台账") in outcome.err
        assert outcome.out == ""
    assert Path("conduct.db").read_bytes() == before


def test_a_view_in_the_place_of_a_table_is_refused(filled: Desk) -> None:
    _edit(
        "ALTER TABLE insurance_incidents RENAME TO mine",
        "CREATE VIEW insurance_incidents AS SELECT * FROM mine WHERE incident <> 'i1'",
    )
    assert "does not belong" in filled("run", "--period", "2012").err


def test_a_users_own_tables_are_left_alone_and_named(filled: Desk) -> None:
    _edit(
        "CREATE TABLE my_units (name TEXT)",
        "CREATE TABLE notes (text TEXT)",
        "CREATE VIEW busy AS SELECT unit, count(*) FROM insurance_incidents GROUP BY 1",
        "CREATE VIEW zz AS SELECT 1",
        "CREATE TRIGGER mine AFTER INSERT ON notes BEGIN DELETE FROM my_units; END",
        "INSERT INTO my_units VALUES ('x')",
    )
    assert filled("run", "--period", "2012").status == 0
    outcome = filled("verify")
    assert outcome.status == 0
    assert "busy, my_units, notes, zz" in outcome.err
    assert filled("record", "incident", "incident=n1", "unit=L1", "kind=late", "date=2012-03-01").status == 0
    with _file() as connection:
        assert connection.execute("SELECT * FROM my_units").fetchall() == [("x",)]


def test_the_tables_of_a_sector_that_is_not_installed_are_known_as_ours(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled("--sector", "hospital", "init", "--sample").status == 0
    _edit("CREATE TABLE notes (text TEXT)")
    import conduct.host

    installed = [item for item in conduct.host.installed() if item.name != "hospital"]
    monkeypatch.setattr(conduct.host, "installed", lambda: installed)
    outcome = filled("verify")
    assert outcome.status == 0, outcome.err
    assert "hospital" not in outcome.err
    assert "notes" in outcome.err
    _edit("UPDATE hospital_incidents SET date = '2012-01-01' WHERE seq = 1")
    assert filled("verify").status == 1


LAYOUT = [
    ("DROP INDEX insurance_incidents_key", "insurance_incidents_key"),
    ("DROP INDEX insurance_actions_step", "insurance_actions_step"),
    ("CREATE INDEX x ON insurance_incidents (text)", "x"),
    ("CREATE UNIQUE INDEX x ON insurance_units (name)", "x"),
    ("ALTER TABLE insurance_incidents ADD COLUMN extra TEXT", "extra"),
    ("ALTER TABLE insurance_incidents ADD COLUMN g TEXT GENERATED ALWAYS AS (unit || 'x')", "g"),
    ("ALTER TABLE insurance_incidents ADD COLUMN d TEXT DEFAULT 'x' CHECK (d <> 'y')", "d"),
    ("ALTER TABLE batches ADD COLUMN more TEXT", "batches"),
    ("ALTER TABLE insurance_incidents DROP COLUMN text", "text"),
    ("DROP TABLE chain_end", "chain_end"),
    ("DROP TABLE insurance_measures_history", "insurance_measures_history"),
    ("DROP TABLE runs", "runs"),
    ("DROP INDEX idx__sqlite_migrations_migration_set_name", "idx__sqlite_migrations_migration_set_name"),
    ("CREATE INDEX x ON runs (period)", "x"),
    ("CREATE UNIQUE INDEX x ON batches (head)", "x"),
]


@pytest.mark.parametrize(("statement", "named"), LAYOUT)
def test_a_changed_layout_is_found_and_named(filled: Desk, statement: str, named: str) -> None:
    _edit(statement)
    for lang in ("en", "zh"):
        outcome = filled("verify", lang=lang)
        assert outcome.status == 1, outcome.out
        assert named in outcome.err
        assert "cannot be written" not in outcome.err


def test_a_partial_or_plain_index_in_the_place_of_the_unique_one_is_found(filled: Desk) -> None:
    for made in (
        'CREATE UNIQUE INDEX "insurance_incidents_key" ON "insurance_incidents" ("incident") WHERE unit = \'L1\'',
        'CREATE INDEX "insurance_incidents_key" ON "insurance_incidents" ("incident")',
    ):
        _edit("DROP INDEX insurance_incidents_key", made)
        outcome = filled("verify")
        assert outcome.status == 1
        assert "insurance_incidents_key" in outcome.err


def test_a_changed_type_of_a_column_is_found(filled: Desk) -> None:
    _rewrite('"settled" INTEGER', '"settled" TEXT', "name = 'insurance_incidents'")
    outcome = filled("verify")
    assert outcome.status == 1
    assert "settled" in outcome.err
    assert filled("run", "--period", "2012").status == 1


def test_an_index_whose_content_is_not_its_tables_is_found(filled: Desk) -> None:
    """The index of what is counted says another unit, on which a run would rest."""
    with _file() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name LIKE 'insurance_incidents_counted%'").fetchone()[
            0
        ]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(Path("conduct.db").read_bytes())
    at = content.index(b"lateL1", (page - 1) * size, page * size)
    content[at + 4 : at + 6] = b"L2"
    Path("conduct.db").write_bytes(content)
    outcome = filled("verify")
    assert outcome.status == 1
    assert "damaged" in outcome.err
    assert "can still be read" in outcome.err


def test_invented_and_changed_runs_are_found(filled: Desk) -> None:
    shutil.copy("conduct.db", "whole.db")
    for statement in (
        "UPDATE runs SET period = '2011'",
        "UPDATE runs SET inputs = replace(inputs, '2012', '2013')",
        "DELETE FROM runs WHERE after < (SELECT max(batch) FROM batches)",
        "INSERT INTO runs SELECT 'x', sector, period, as_of, inputs, batch, recorded_at, after FROM runs LIMIT 1",
        "UPDATE runs SET recorded_at = '2000-01-01T00:00:00Z' WHERE after < (SELECT max(batch) FROM batches)",
    ):
        shutil.copy("whole.db", "conduct.db")
        _edit(statement)
        assert filled("verify").status == 1, statement


def test_a_head_that_was_written_down_shows_what_verify_alone_cannot(filled: Desk) -> None:
    def head() -> str:
        return filled("verify").out.split("head ")[1].split()[0]

    early = head()
    shutil.copy("conduct.db", "early.db")
    assert filled("record", "incident", "incident=n1", "unit=L1", "kind=late", "date=2012-03-01").status == 0
    later = head()
    assert filled("verify", early).status == 0
    assert "unchanged" in filled("verify", early).out
    shutil.copy("early.db", "conduct.db")  # an earlier copy, whole in itself
    assert filled("verify").status == 0
    for lang in ("en", "zh"):
        outcome = filled("verify", later, lang=lang)
        assert outcome.status == 1
        assert later in outcome.err
    assert filled("verify", "xyz").status == 2
    assert filled("verify", early[:63]).status == 2


def test_a_last_batch_that_was_taken_out_with_all_that_tells_of_it_is_shown_by_its_head(filled: Desk) -> None:
    assert filled("record", "incident", "incident=n1", "unit=L1", "kind=late", "date=2012-03-01").status == 0
    written = filled("verify").out.split("head ")[1].split()[0]
    _edit(
        "DELETE FROM insurance_incidents WHERE incident = 'n1'",
        "DELETE FROM blocks WHERE batch = (SELECT max(batch) FROM batches)",
        "DELETE FROM batches WHERE batch = (SELECT max(batch) FROM batches)",
        "UPDATE chain_end SET (batch, head) = (SELECT batch, head FROM batches ORDER BY batch DESC LIMIT 1)",
        "DELETE FROM runs WHERE batch > (SELECT max(batch) FROM batches)",
    )
    assert filled("verify").status == 0
    assert filled("verify", written).status == 1


def test_a_table_of_facts_that_is_gone_is_not_made_again_by_a_run(filled: Desk) -> None:
    _edit("DROP TABLE insurance_incidents")
    for command in (
        ("run", "--period", "2012"),
        ("history", "i1"),
        ("record", "incident", "unit=L1", "kind=late", "date=2012-03-01"),
    ):
        outcome = filled(*command)
        assert outcome.status == 1
        assert "insurance_incidents" in outcome.err or "incident=ID" in outcome.err
    with _file() as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'insurance_incidents'").fetchone()


# ---- damage


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_ledger_that_was_cut_short_is_damaged_and_no_strange_file(filled: Desk, lang: str) -> None:
    with _file() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = Path("conduct.db").read_bytes()
    for keep in (len(whole) // 2, 5000, 4096, 100):
        Path("conduct.db").write_bytes(whole[:keep])
        for command in (("run",), ("verify",), ("runs",), ("backup", "copy.db")):
            outcome = filled(*command, lang=lang)
            assert outcome.status == 1
            assert ("cut short" if lang == "en" else "截短") in outcome.err
            assert str(keep) in outcome.err
    Path("conduct.db").write_bytes(b"\0" * 100 + whole[100:])
    assert ("damaged" if lang == "en" else "损坏") in filled("verify", lang=lang).err
    Path("conduct.db").write_bytes(b"")
    assert ("empty" if lang == "en" else "空文件") in filled("verify", lang=lang).err
    Path("conduct.db").write_bytes(b"hello" * 1000)
    assert ("not a ledger" if lang == "en" else "不是 conduct 的台账") in filled("verify", lang=lang).err


DAMAGE = [
    "UPDATE insurance_publications SET result = x'00'",
    "UPDATE insurance_publications SET inputs = 'x'",
    "UPDATE insurance_publications SET as_of = 'x', period = 'y'",
    "UPDATE insurance_incidents SET date = 'not a day'",
    "UPDATE insurance_incidents SET date = '2012-99-99'",
    "UPDATE insurance_units SET \"from\" = 'x'",
    "UPDATE insurance_measures SET value = 'x'",
    "UPDATE runs SET recorded_at = 'x', as_of = 'y', inputs = 'z'",
    "UPDATE batches SET at = 'x', head = 'y', command = ''",
    "UPDATE declared SET defaults = 'x'",
    "UPDATE insurance_incidents SET kind = CAST(x'ff' AS TEXT)",
]


@pytest.mark.campaign
@pytest.mark.parametrize("statement", DAMAGE)
def test_damage_is_said_as_damage_and_never_as_a_fault_of_the_program(filled: Desk, statement: str) -> None:
    _edit(statement)
    assert filled("verify").status == 1
    commands = (
        ("run", "--period", "2012"), ("explain", "L1", "--period", "2012"), ("compare", "1", "now"), ("compare", "1", "2012"),
        ("runs",), ("history", "i1"), ("case", "i1"), ("duties",), ("publish", "--period", "2012-H1"),
        ("readings", "--sensitivity", "--period", "2012"),
        ("export", "--csv", "out"), ("record", "incident", "incident=z", "unit=L1", "kind=late", "date=2012-03-01"),
    )  # fmt: skip
    for command in commands:
        for lang in ("en", "zh"):
            outcome = filled(*command, lang=lang)
            assert "conduct failed" not in outcome.err, command
            assert "内部错误" not in outcome.err, command
            assert "Traceback" not in outcome.err


def test_no_copy_is_made_of_a_damaged_ledger(filled: Desk) -> None:
    with _file() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'insurance_incidents'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(Path("conduct.db").read_bytes())
    content[(page - 1) * size : page * size] = b"\0" * size
    Path("conduct.db").write_bytes(content)
    outcome = filled("backup", "copy.db")
    assert outcome.status == 1
    assert "damaged" in outcome.err
    assert not Path("copy.db").exists()
    said = filled("verify").err
    assert "insurance_units: all its 3 rows can still be read" in said


HALF = """
import os, sqlite3
connection = sqlite3.connect("conduct.db", isolation_level=None)
connection.execute("PRAGMA journal_mode = DELETE")
connection.execute("PRAGMA cache_size = 1")
connection.execute("PRAGMA cache_spill = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE insurance_incidents SET text = hex(randomblob(3000)), unit = 'L2'")
os._exit(9)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a killed process")
def test_a_half_written_ledger_is_not_read_where_its_journal_cannot_be_used(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled("backup", "copy.db").status == 0
    for end in ("", "-wal", "-shm"):
        Path(f"conduct.db{end}").unlink(missing_ok=True)
    Path("copy.db").rename("conduct.db")
    subprocess.run([sys.executable, "-c", HALF], check=False)
    assert Path("conduct.db-journal").stat().st_size
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    import conduct.core.ledger.opening as opening

    real = opening.connect

    def connect(path: Path, mode: str, wait: float = 1.0) -> sqlite3.Connection:
        if mode == "ro":  # as in a folder that cannot be written, for root too
            raise sqlite3.OperationalError("unable to open database file")
        return real(path, mode, wait)

    monkeypatch.setattr(opening, "connect", connect)
    outcome = filled("run", "--period", "2012")
    assert outcome.status == 1
    assert "conduct.db-journal" in outcome.err
    assert outcome.out == ""


CUT = """
import sys
from conduct.core.base.faults import Fault
from conduct.core.ledger.ledger import Ledger
with Ledger.open("conduct.db") as ledger:
    ledger.connection.execute("SELECT 1 FROM runs").fetchone()
    with open("conduct.db", "r+b") as stream:
        stream.truncate(8192)
    try:
        with ledger.view():
            for table in ("insurance_incidents", "insurance_units", "batches", "blocks"):
                ledger.connection.execute(f"SELECT * FROM {table}").fetchall()
    except Fault as fault:
        sys.exit(f"said: {fault}")
"""


def test_a_file_that_is_cut_short_under_a_reader_ends_no_process(filled: Desk) -> None:
    with _file() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    done = subprocess.run([sys.executable, "-c", CUT], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done  # and not by a signal
    assert "Traceback" not in done.stderr


def test_a_restored_backup_lets_readers_go_on_while_it_is_written(filled: Desk) -> None:
    assert filled("backup", "copy.db").status == 0
    record = ("record", "incident", "incident=n1", "unit=L1", "kind=late", "date=2012-03-01")
    assert filled("--ledger", "copy.db", *record).status == 0
    connection = sqlite3.connect("copy.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE declared SET type = CAST(x'6461fa' AS TEXT) WHERE \"column\" = 'settled'",
        "UPDATE declared SET type = 'yes-nn' WHERE \"column\" = 'settled'",
        "UPDATE declared SET defaults = '[' WHERE \"column\" = 'settled'",
        "UPDATE declared SET \"of\" = 'incidentz' WHERE \"column\" = 'settled'",
    ],
)
def test_a_declaration_on_record_that_was_changed_is_found(filled: Desk, statement: str) -> None:
    _edit(statement)
    assert filled("verify").status == 1
    assert "conduct failed" not in filled("run", "--period", "2012").err


def test_a_layout_whose_words_are_no_text_is_said_to_be_damaged(filled: Desk) -> None:
    with _file() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = Path("conduct.db").read_bytes()
    for name in (b'CREATE TABLE "insurance_units"', b'CREATE TABLE "batches"'):
        Path("conduct.db").write_bytes(content.replace(name, name[:14] + b"\xe9" + name[15:], 1))
        for command in (("verify",), ("run", "--period", "2012"), ("runs",)):
            outcome = filled(*command)
            assert outcome.status == 1
            assert "damaged" in outcome.err


# ---- a damaged file: what it is, and what can still be saved


def _checkpointed() -> bytes:
    with _file() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path("conduct.db").read_bytes()


def _zeros(whole: bytes) -> bytes:
    return whole[: 2 * PAGE] + bytes(12 * PAGE) + whole[14 * PAGE :]


WRECKS = [
    pytest.param(_zeros, "malformed", "已损坏", id="zeros from the third page on"),
    pytest.param(lambda whole: whole[: len(whole) // 2], "cut short", "截短", id="half"),
    pytest.param(lambda whole: whole[:-1000], "cut short", "截短", id="less than a page"),
    pytest.param(lambda whole: whole[:-1], "cut short", "截短", id="a byte"),
    pytest.param(lambda whole: b"XXXXXXXX" + whole[8:], "beginning", "开头", id="its first bytes"),
    pytest.param(lambda whole: bytes(100) + whole[100:], "beginning", "开头", id="its header"),
    pytest.param(lambda whole: whole[:68] + bytes(4) + whole[72:], "beginning", "开头", id="its mark"),
]


@pytest.mark.parametrize(("wreck", "en", "zh"), WRECKS)
def test_verify_lists_the_damage_and_what_can_still_be_read(
    filled: Desk, wreck: Callable[[bytes], bytes], en: str, zh: str
) -> None:
    wrecked = wreck(_checkpointed())
    Path("conduct.db").write_bytes(wrecked)
    outcome = filled("verify")
    assert (outcome.status, outcome.out) == (1, "")
    first, *listed = outcome.err.splitlines()
    assert "conduct.db is damaged" in first
    assert en in first
    assert "restore the last backup" in first
    assert "conduct verify" not in outcome.err  # which it is
    assert any("can still be read" in line for line in listed), outcome.err
    outcome = filled("verify", lang="zh")
    assert zh in outcome.err
    assert "仍可读出" in outcome.err
    for command in (
        ("run", "--period", "2012"),
        ("record", "incident", "unit=L1", "kind=late"),
        ("backup", "copy.db"),
        ("runs",),
    ):
        refused = filled(*command)
        assert (refused.status, refused.out) == (1, ""), command
        assert "damaged" in refused.err
        assert not Path("copy.db").exists()
    assert Path("conduct.db").read_bytes() == wrecked


def test_a_ledger_of_smaller_pages_is_read_without_its_header_too(filled: Desk) -> None:
    with _file() as connection:
        for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA page_size = 4096", "VACUUM", "PRAGMA journal_mode = WAL"):
            connection.execute(statement)
    Path("conduct.db").write_bytes(bytes(100) + _checkpointed()[100:])
    listed = filled("verify").err
    assert "table insurance_incidents: " in listed
    assert "can still be read" in listed


def test_what_lies_behind_a_hole_in_a_table_is_counted_as_readable(filled: Desk) -> None:
    rows = "".join(f"m{n:05},L1,late,2012-03-01,{'x' * 100}\n" for n in range(2000))
    assert filled("load", filled.write("incidents.csv", "incident,unit,kind,date,text\n" + rows)).status == 0
    whole = _checkpointed()
    at = whole.index(b"m01000L1late")
    Path("conduct.db").write_bytes(whole[: at // PAGE * PAGE] + bytes(PAGE) + whole[(at // PAGE + 1) * PAGE :])
    said = next(line for line in filled("verify").err.splitlines() if line.startswith("table insurance_incidents:"))
    readable = int(said.split()[2])
    assert 1900 < readable < 2029, said


@pytest.mark.parametrize("keep", [7, 16, 60, 99])
@pytest.mark.parametrize("command", [("verify",), ("run",), ("init",)])
def test_the_rest_of_a_ledger_is_damaged_however_little_is_left(filled: Desk, keep: int, command: tuple[str, ...]) -> None:
    rest = _checkpointed()[:keep]
    Path("conduct.db").write_bytes(rest)
    outcome = filled(*command)
    assert outcome.status == 1
    assert f"only {keep} bytes are left" in outcome.err
    assert "截短" in filled(*command, lang="zh").err
    assert Path("conduct.db").read_bytes() == rest


def test_a_ledger_whose_last_pages_stand_in_its_log_alone_is_whole(filled: Desk) -> None:
    """As another process leaves it that is killed in the middle of writing its log back."""
    _checkpointed()
    with _file() as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM runs").fetchone()
        rows = "".join(f"m{n},L1,late,2012-03-01,{'x' * 300}\n" for n in range(200))
        assert filled("load", filled.write("incidents.csv", "incident,unit,kind,date,text\n" + rows)).status == 0
        content, log = Path("conduct.db").read_bytes(), Path("conduct.db-wal").read_bytes()
    first = next(log[at + 24 : at + 24 + PAGE] for at in range(32, len(log), 24 + PAGE) if log[at : at + 4] == b"\0\0\0\1")
    for end in ("-wal", "-shm"):
        Path(f"conduct.db{end}").unlink(missing_ok=True)
    Path("conduct.db").write_bytes(first + content[PAGE:])
    assert "cut short" in filled("verify").err  # without its log
    Path("conduct.db").write_bytes(first + content[PAGE:])
    Path("conduct.db-wal").write_bytes(log)
    assert filled("verify").status == 0


def test_a_column_written_into_the_layout_alone_is_damage_with_what_can_be_read(filled: Desk) -> None:
    _checkpointed()
    _rewrite('"incident" TEXT NOT NULL', '"incident" TEXT NOT NULL, "extra" TEXT NOT NULL', "name = 'insurance_incidents'")
    outcome = filled("verify")
    assert outcome.status == 1
    assert "extra" in outcome.err
    assert "can still be read" in outcome.err
    _rewrite('"extra" TEXT NOT NULL', '"extra" TEXT NOT NULL, ,', "name = 'insurance_incidents'")
    outcome = filled("verify")
    assert outcome.status == 1
    assert "its layout is damaged" in outcome.err
    assert "insurance_units: all its 3 rows can still be read" in outcome.err


BESIDE = """
import sys
from conduct.cli import main
sys.exit(main(["--sector", "insurance", "verify"]))
"""


def test_what_is_entered_beside_a_process_that_comes_and_goes_is_kept(filled: Desk) -> None:
    """As in a server: whoever reads the file's header and closes it lets go of all locks of the process (POSIX), and the next
    process that ends believes that it is the last, and takes the log away."""
    with _file() as held:
        held.execute("SELECT count(*) FROM sqlite_master").fetchone()
        Ledger.open(Path("conduct.db")).close()
        assert subprocess.run([sys.executable, "-c", BESIDE], capture_output=True, check=False).returncode == 0
        assert Path("conduct.db-wal").exists(), "it is in use"
        assert filled("record", "incident", "incident=n1", "unit=L1", "kind=late", "date=2012-03-01").status == 0
        (here,) = held.execute("SELECT count(*) FROM insurance_incidents WHERE incident = 'n1'").fetchone()
    assert here == 1
    with _file() as elsewhere:
        assert elsewhere.execute("SELECT count(*) FROM insurance_incidents WHERE incident = 'n1'").fetchone() == (1,)


def test_a_damaged_file_is_read_without_letting_go_of_what_others_hold(filled: Desk) -> None:
    with sqlite3.connect("another.db", isolation_level=None) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE t (x)")
        assert "not a ledger" in filled("--ledger", "another.db", "verify").err
        done = subprocess.run(
            [sys.executable, "-c", "import sqlite3; sqlite3.connect('another.db').execute('SELECT * FROM t')"], check=False
        )
        assert (done.returncode, Path("another.db-wal").exists()) == (0, True)
        other.execute("INSERT INTO t VALUES (1)")
    other.close()
