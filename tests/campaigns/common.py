"""What the campaigns share: files of facts, ledgers made of them, and what a ledger holds."""

from __future__ import annotations

import csv
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from attrs import frozen

from conduct.core.law.sector import TABLES
from conduct.core.ledger.chain import facts_digest, head
from conduct.core.ledger.ledger import Ledger

ENVIRONMENT = {**{k: v for k, v in os.environ.items() if not k.startswith("CONDUCT_")}, "CONDUCT_LANG": "en"}
CONDUCT = [sys.executable, "-m", "conduct", "--sector", "hospital"]
STEPS = ("record", "answer", "archive", "report", "publish", "feed-back", "notify", "survey")
posix = pytest.mark.skipif(os.name != "posix", reason="needs signals, forks and limits of POSIX")
COLUMNS = {
    "units": ("unit", "name", "kind", "parent"),
    "incidents": ("incident", "unit", "kind", "date", "text"),
    "actions": ("action", "step", "date", "incident", "by", "basis", "satisfaction"),
}
Rows = Iterable[Sequence[object]]


@frozen
class Held:
    """What a ledger holds, found by its tables alone: rows of each, batches, publications, and digests of all of it.

    ``wrong`` is what verify says. Two that are equal hold the same facts, whenever their batches were written.
    """

    wrong: tuple[str, ...]
    rows: tuple[tuple[str, int], ...]
    batches: int
    facts: tuple[tuple[str, str], ...]

    def of(self, table: str) -> int:
        """How many rows of a table there are."""
        return dict(self.rows)[table]


def held(path: Path) -> Held:
    """Opens the ledger as any command does, and says what it holds."""
    with Ledger.open(path) as ledger:
        wrong = tuple(difference.words.en for difference in ledger.verify())
        connection = ledger.connection
        named = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        ends = (*TABLES, *(f"{of}_history" for of in TABLES), "publications")
        facts = [name for name in named if name.endswith(tuple(f"_{end}" for end in ends))]
        rows = tuple((name, connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in facts)
        batches = connection.execute("SELECT count(*) FROM batches").fetchone()[0] if "batches" in named else 0
        sectors = [name.removesuffix("_units") for name in facts if name.endswith("_units")]
        return Held(wrong, rows, batches, tuple((sector, facts_digest(connection, sector)) for sector in sectors))


def head_of(path: Path) -> str:
    """The head of the ledger's chain."""
    with Ledger.open(path) as ledger:
        return head(ledger.connection)


def conduct(
    ledger: Path, *arguments: str | Path, check: bool = True, prepare: Callable[[], None] | None = None, sector: str = "hospital"
) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    command = [*CONDUCT[:-1], sector, "--ledger", str(ledger), *map(str, arguments)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False, preexec_fn=prepare)
    assert not check or done.returncode == 0, done.stderr
    return done


def write_rows(path: Path, columns: Sequence[str], rows: Rows) -> Path:
    """A .csv file."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def copied(ledger: Path, to: Path) -> Path:
    """A copy of a ledger that nobody has open, in the place of the one that stands there."""
    for left in ("", "-wal", "-shm", "-journal"):
        Path(f"{to}{left}").unlink(missing_ok=True)
    assert not Path(f"{ledger}-wal").exists()
    shutil.copyfile(ledger, to)
    return to


def hospital(folder: Path, complaints: int, first: int = 0, text: str = "", label: str = "") -> list[Path]:
    """Complaints at ten desks, numbered from ``first``, with eight actions each; units only where the numbers begin at 0."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(first)
    files = []
    if first == 0:
        desks = [(f"d{n}", f"Desk {n}", "desk", "") for n in range(10)]
        people = [(f"p{n}", f"Person {n}", "person", f"d{n % 10}") for n in range(40)]
        files.append(write_rows(folder / f"units{label}.csv", COLUMNS["units"], [*desks, *people]))
    incidents, actions = [], []
    for n in range(first, first + complaints):
        day = date(2012, 1, 1) + timedelta(days=n % 300)
        incidents.append((f"c{n:06}", f"d{n % 10}", "complaint", day, text))
        for k, step in enumerate(STEPS):
            basis = "basis" if step == "answer" else ""
            satisfaction = draw.randint(1, 5) if step == "survey" else ""
            taken = day + timedelta(days=draw.randrange(4))
            actions.append((f"a{n:06}-{k}", step, taken, f"c{n:06}", f"p{draw.randrange(40)}", basis, satisfaction))
    files.append(write_rows(folder / f"incidents{label}.csv", COLUMNS["incidents"], incidents))
    files.append(write_rows(folder / f"actions{label}.csv", COLUMNS["actions"], actions))
    return files


def new_ledger(path: Path, files: Sequence[Path] = (), sector: str = "hospital") -> Path:
    """A ledger of a sector, with these files loaded."""
    conduct(path, "init", sector=sector)
    if files:
        conduct(path, "load", *files, sector=sector)
    return path


def is_plain(error: str) -> bool:
    """Whether standard error is a message to a user: neither a traceback nor the last resort."""
    return bool(error.strip()) and not any(s in error for s in ("Traceback", "Exception ignored", "conduct failed", "Error:"))
