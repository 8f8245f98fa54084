"""A process that does one thing again and again: ``python -m tests.campaigns.loops WHAT LEDGER ...``, from the checkout.

A writer enters its records and ends; the others go on until their standard input is closed. Each ends at the first thing that is
not as it should be, with status 1 and what it was.
"""

from __future__ import annotations

import json
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from itertools import count
from pathlib import Path

from conduct.cli import main
from conduct.core.ledger.ledger import Ledger
from tests.campaigns.common import held

PERIOD = "2012-Q1"


def names(writer: int, number: int) -> list[str]:
    """The ids that a writer enters, in order."""
    return [f"w{writer}-{n:03}" for n in range(number)]


def _do(ledger: str, *arguments: str) -> str:
    """A command that must succeed; what it wrote."""
    with redirect_stdout(StringIO()) as out:
        status = main(["--lang", "en", "--sector", "hospital", "--ledger", ledger, *arguments])
    if status != 0:
        sys.exit(f"{arguments}: status {status}")
    return out.getvalue()


def _until_told() -> Iterator[int]:
    for n in count():
        if select.select([sys.stdin], [], [], 0)[0]:
            return
        yield n


def write(ledger: str, writer: str, number: str) -> None:
    """Enters records, one a command."""
    for name in names(int(writer), int(number)):
        _do(ledger, "record", "incident", f"incident={name}", "unit=d1", "kind=complaint", "date=2012-02-02")


def assess(ledger: str, first: str) -> None:
    """Assesses: there are never fewer cases than before, and each run is kept."""
    last, times = int(first), 0
    for _ in _until_told():
        found = json.loads(_do(ledger, "run", "--period", PERIOD, "--format", "json"))
        cases = found["incidents"]["case"]
        if cases < last:
            sys.exit(f"{cases} cases, after {last}")
        last, times = cases, times + 1
    print(times)


def backup(ledger: str, folder: str) -> None:
    """Makes copies: each is whole, and holds of every writer's records the first ones."""
    times = 0
    for n in _until_told():
        copy = Path(folder) / f"{n}.db"
        _do(ledger, "backup", str(copy))
        found = held(copy)
        if found.wrong:
            sys.exit(f"a copy differs: {found.wrong}")
        if Path(f"{copy}-wal").exists():
            sys.exit("a copy is in two files")
        with Ledger.open(copy) as opened:
            rows = opened.connection.execute("SELECT incident FROM hospital_incidents WHERE incident LIKE 'w%' ORDER BY seq")
            there = [row[0] for row in rows]
        for writer in range(8):
            mine = [name for name in there if name.startswith(f"w{writer}-")]
            if mine != names(writer, len(mine)):
                sys.exit(f"records are missing: {mine}")
        copy.unlink()
        times = n + 1
    print(times)


if __name__ == "__main__":
    does: dict[str, Callable[..., None]] = {"write": write, "assess": assess, "backup": backup}
    does[sys.argv[1]](*sys.argv[2:])
