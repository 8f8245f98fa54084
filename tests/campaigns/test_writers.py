"""Many at once: eight that record, two that assess, one that makes copies, and nothing is lost, locked or torn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conduct.core.ledger.ledger import Ledger
from conduct.host import load_sector
from conduct.loading.record import record
from tests.campaigns.common import ENVIRONMENT, copied, held, posix
from tests.campaigns.loops import names
from tests.campaigns.runner import LEDGER

pytestmark = [pytest.mark.slow, posix]

WRITERS, RECORDS = 8, 200
ROOT = Path(__file__).parent.parent.parent


def _start(error: Path, what: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.campaigns.loops", what, *map(str, arguments)]
    with error.open("w") as stream:
        return subprocess.Popen(
            command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stream, text=True
        )


def test_eight_writers_lose_nothing_while_others_assess_and_copy(seed: Path, tmp_path: Path) -> None:
    ledger = copied(seed / LEDGER, tmp_path / LEDGER)
    before = held(ledger)
    work: list[tuple[Any, ...]] = [("assess", ledger, 5), ("assess", ledger, 5), ("backup", ledger, tmp_path)]
    work += [("write", ledger, n, RECORDS) for n in range(WRITERS)]
    errors = [tmp_path / f"{n}.err" for n in range(len(work))]
    processes = [_start(error, *arguments) for error, arguments in zip(errors, work, strict=True)]
    for writer in processes[3:]:
        writer.wait()
    said = [process.communicate()[0] for process in processes]  # which closes their input, and so ends the others
    for process, error in zip(processes, errors, strict=True):
        assert process.returncode == 0, error.read_text()
        assert "lock" not in error.read_text()
        assert "cannot be written and is unchanged" not in error.read_text()  # a run may go unrecorded, and says so
    assert all(int(times) > 5 for times in said[:3])
    after = held(ledger)
    assert after.wrong == ()
    assert after.batches == before.batches + WRITERS * RECORDS
    assert after.of("hospital_incidents") == before.of("hospital_incidents") + WRITERS * RECORDS
    with Ledger.open(ledger) as opened:
        rows = opened.connection.execute("SELECT incident FROM hospital_incidents WHERE incident LIKE 'w%' ORDER BY incident")
        assert [row[0] for row in rows] == [name for writer in range(WRITERS) for name in names(writer, RECORDS)]


@pytest.mark.parametrize("moment", ["FROM blocks", "FROM chain_end", 'FROM "hospital_incidents"'])
def test_verify_finds_nothing_while_others_write(moment: str, seed: Path, tmp_path: Path) -> None:
    ledger = copied(seed / LEDGER, tmp_path / LEDGER)
    hospital = load_sector("hospital")
    done: list[str] = []
    with Ledger.open(ledger) as reading, Ledger.open(ledger) as writing:

        def meanwhile(statement: str) -> None:
            if moment in statement and not done:
                done.append(statement)
                record(
                    writing,
                    hospital,
                    "incident",
                    [("incident", "now"), ("unit", "d1"), ("kind", "complaint"), ("date", "2012-02-02")],
                )

        reading.connection.set_trace_callback(meanwhile)
        found = reading.verify()
    assert done
    assert held(ledger).wrong == ()
    assert found == []
