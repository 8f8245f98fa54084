"""A full disk: what is only read is read, what is entered is refused in words, and goes on once there is room."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from conduct.web.reading import COOKIE
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
    assert status == 503, text
    assert "cannot be written" in text
    with sqlite3.connect(hospital.ledger) as connection:
        assert connection.execute("SELECT count(*) FROM hospital_incidents").fetchone()[0] == before + 1
    connection.close()


@pytest.mark.skipif(sys.platform != "linux", reason="another process's limits are a matter of Linux")
def test_pages_are_read_when_the_disk_fills_while_nobody_asks(hospital: Site) -> None:
    """A served process, whose files can grow no more from when all its connections are closed."""
    import resource

    word, session = hospital.accounts.begin(hospital.accounts.named("clerk").id)
    command = [sys.executable, "-m", "conduct", "--ledger", str(hospital.ledger), "--lang", "zh", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            address = process.stdout.readline().split("：")[-1].strip()
            asked = {"base_url": address, "cookies": {COOKIE: word}, "headers": {"origin": address}, "timeout": 60.0}
            with httpx2.Client(**asked) as client:  # type: ignore[arg-type]
                row = {"form": session.form, "kind": "complaint", "unit": "D1", "date": "2012-10-08", "nature": "conduct"}
                row |= {"channel": "visit", "text": "护士态度生硬"}
                assert client.get("/hospital/cases").status_code == 200
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
                read = [
                    client.get(path).status_code for path in ("/hospital/cases", "/hospital/desk", "/hospital/new", "/notices")
                ]
                refused = client.post("/hospital/new", data=row)
                sent = {"file": ("incidents.csv", b"incident,unit,kind,date\nz1,D1,complaint,2012-10-08\n")}
                unread = client.post("/hospital/load", data={"form": session.form}, files=sent)
                program = client.post("/hospital/new", data=row, headers={"accept": "application/json"})
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
                again = client.post("/hospital/new", data=row)
        finally:
            process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert read == [200, 200, 200, 200]
    assert refused.status_code == 503
    assert "无法写入" in refused.text
    assert "护士态度生硬" in refused.text
    assert program.status_code == 503, program.text
    assert unread.status_code == 503
    assert "磁盘已满" in unread.text
    assert again.status_code == 303
    assert "Traceback" not in said


def test_whoever_goes_away_while_sending_leaves_no_trace(hospital: Site) -> None:
    word, _ = hospital.accounts.begin(hospital.accounts.named("clerk").id)
    command = [sys.executable, "-m", "conduct", "--ledger", str(hospital.ledger), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            address = process.stdout.readline().split(": ")[-1].strip()
            host = address.partition("://")[2]
            head = f"POST /hospital/load HTTP/1.1\r\nHost: {host}\r\nCookie: {COOKIE}={word}\r\nOrigin: {address}\r\n"
            head += "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b\r\n"
            with socket.create_connection(tuple(host.split(":"))) as sender:  # type: ignore[arg-type]
                sender.sendall(head.encode())
                time.sleep(0.5)
            with httpx2.Client(base_url=address, cookies={COOKIE: word}, timeout=60.0) as client:
                assert client.get("/hospital/cases").status_code == 200
        finally:
            process.send_signal(signal.SIGINT)
        assert process.stderr.read() == ""


def test_that_the_accounts_cannot_be_read_is_said_without_naming_a_file(
    hospital: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = hospital.signed_in("clerk")
    whole = hospital.accounts.path.read_bytes()
    hospital.accounts.path.unlink()
    hospital.accounts.path.mkdir()
    page, program = clerk.get("/hospital/cases"), clerk.get("/hospital/cases", accept="application/json")
    sent = clerk.post("/hospital/new", kind="complaint", unit="D1")
    hospital.accounts.path.rmdir()
    hospital.accounts.path.write_bytes(whole)
    assert [one.status_code for one in (page, program, sent)] == [503, 503, 503]
    assert "The accounts cannot be read" in page.text
    assert program.json()["errors"][0]["code"] == "unreached"
    assert all(str(hospital.accounts.path) not in one.text for one in (page, program, sent))
    told = capsys.readouterr().err
    assert str(hospital.accounts.path) in told
    assert "Traceback" not in told
    assert clerk.get("/hospital/cases").status_code == 200


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
