"""One random byte of a ledger's file changed: verify finds every change that changes an answer, and damage is said plainly."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from conduct.cli import main
from conduct.core.base.periods import Period
from conduct.facts import random_facts
from conduct.host import load_sector
from tests.campaigns.common import copied, is_plain, write_rows
from tests.conftest import Desk

pytestmark = pytest.mark.slow

SECTORS = {"insurance": "2012", "hospital": "2012-Q3"}
ROUNDS = 500
ASKED: list[tuple[str, ...]] = [
    *(("--sector", s, "run", "--period", p, "--trace", "--format", "json") for s, p in SECTORS.items()),
    *(("--sector", s, "duties", "--as-of", "2012-12-31", "--format", "json") for s in SECTORS),
    ("--sector", "insurance", "explain", "u1", "--period", "2012", "--format", "json"),
    ("--sector", "insurance", "compare", "1", "2012", "--format", "json"),
    ("compare", "1", "2", "--format", "json"),
    ("runs",),
    ("history", "i001"),
    ("history", "u1"),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with two sectors, corrections, publications and runs, in one file."""
    folder = tmp_path_factory.mktemp("bytes")
    ledger = folder / "whole.db"

    def do(*arguments: str) -> None:
        assert main(["--lang", "en", "--ledger", str(ledger), *arguments]) == 0, arguments

    for n, (sector, period) in enumerate(SECTORS.items()):
        do("--sector", sector, "init")
        rows = random_facts(load_sector(sector), Period.parse(period), random.Random(n), units=4, incidents=30)
        files = []
        for of, found in rows.items():
            if found:
                header = list(dict.fromkeys(c for row in found for c in row))
                cells = [[row.get(c, "") for c in header] for row in found]
                files.append(str(write_rows(folder / f"{of}.csv", header, cells)))
        do("--sector", sector, "load", *files)
    with closing(sqlite3.connect(ledger)) as connection:
        (unit, day) = connection.execute("SELECT unit, date FROM insurance_incidents WHERE incident = 'i001'").fetchone()
    late = "2012-05-05" if day != "2012-05-05" else "2012-05-06"
    for reason in ("first", "second"):
        do("--sector", "insurance", "publish", "--period", "2012", "--despite", reason)
        if reason == "first":
            facts = (f"unit={unit}", "kind=late", "date=" + late)
            do("--sector", "insurance", "record", "incident", "incident=new1", *facts)
    for command in ASKED:
        main(["--lang", "en", "--ledger", str(ledger), *command])
    do("verify")
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    return ledger


@pytest.mark.parametrize("part", range(10))
def test_a_changed_byte_changes_no_answer_unseen(part: int, whole: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONDUCT_SECTOR")
    ledger = desk.folder / "conduct.db"
    copied(whole, ledger)
    right = {command: desk(*command) for command in ASKED}
    content = whole.read_bytes()
    draw = random.Random(part)
    wrong = []
    for _ in range(ROUNDS // 10):
        at = draw.randrange(len(content))
        byte = draw.choice([b for b in (content[at] ^ 1 << draw.randrange(8), draw.randrange(256)) if b != content[at]])
        copied(whole, ledger)
        with ledger.open("r+b") as stream:
            stream.seek(at)
            stream.write(bytes([byte]))
        found = desk("verify")
        for command in ASKED:
            outcome = desk(*command)
            place = f"byte {at} (page {at // 4096 + 1}) {content[at]} -> {byte}: {' '.join(command)}"
            if outcome.status == 0 and outcome.out != right[command].out and found.status == 0:
                wrong.append(f"{place}: another answer, and verify found nothing")
            if outcome.status not in (0, 1) or (outcome.status == 1 and not is_plain(outcome.err)):
                wrong.append(f"{place}: {outcome.status} {outcome.err}")
            if outcome.status == 1 and right[command].status == 0 and found.status == 0:
                wrong.append(f"{place}: refused, and verify found nothing: {outcome.err}")
        if found.status == 1 and not is_plain(found.err):
            wrong.append(f"byte {at}: {found.err}")
    assert not wrong, "\n".join(wrong)
