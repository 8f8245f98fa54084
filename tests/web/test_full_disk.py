"""A full disk: what is only read is read, what is entered is refused in words, and goes on once there is room."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Desk
from tests.web.conftest import Site

PROGRAM = """
import json, resource, signal, sys
from pathlib import Path
from datetime import UTC, datetime, timedelta
import sqlite3
from tests.web.conftest import site_on
from tests.web.test_programs import JSON

path = Path(sys.argv[1])
site = site_on(path, "hospital")
clerk = site.signed_in("clerk")
with sqlite3.connect(path.with_name("hospital.web.db")) as accounts:
    accounts.execute("UPDATE sessions SET seen = ?", ((datetime.now(UTC) - timedelta(minutes=10)).isoformat(),))
row = {"kind": "complaint", "unit": "D1", "date": "2012-10-08", "nature": "conduct", "channel": "visit", "text": "x" * 200_000}
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
said = {}
resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
try:
    said["read"] = clerk.get("/hospital/cases").status_code
    answer = clerk.post("/hospital/new", **row)
    said["refused"] = [answer.status_code, answer.text]
    said["after"] = clerk.get("/hospital/cases").status_code
finally:
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
said["again"] = clerk.post("/hospital/new", **row).status_code
print(json.dumps(said))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are a matter of POSIX")
def test_a_full_disk_is_said_and_passes(hospital: Site) -> None:
    with sqlite3.connect(hospital.ledger) as connection:
        before = connection.execute("SELECT count(*) FROM hospital_incidents").fetchone()[0]
    connection.close()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(hospital.ledger)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["read"], said["after"], said["again"]) == (200, 200, 303), said
    status, text = said["refused"]
    assert status in (400, 503), text
    assert "cannot be written" in text
    with sqlite3.connect(hospital.ledger) as connection:
        assert connection.execute("SELECT count(*) FROM hospital_incidents").fetchone()[0] == before + 1
    connection.close()


def test_accounts_are_copied_whole_and_closed_to_others(desk: Desk) -> None:
    desk("account", "add", "x", "--called", "X", "--role", "clerk")
    assert desk("account", "backup", "copy.db").status == 0
    path = desk.folder / "copy.db"
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM accounts").fetchall() == [("x",)]
    connection.close()
    for lang, said in (("en", "copy.db exists"), ("zh", "copy.db 已存在")):
        assert said in desk("account", "backup", "copy.db", lang=lang).err
