"""Where files lie that are sent and wait to be mended: a folder of the server's own, and gone in time."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import time
from pathlib import Path

import pytest

from conduct.web.waiting import KEPT_FOR, waiting_folder
from tests.web.conftest import Site
from tests.web.test_programs import JSON

WRONG = b"incident,unit,kind,date\nn1,NOBODY,late,2012-05-05\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes are a matter of POSIX")


def root_of(site: Site) -> Path:
    """The folder."""
    return site.ledger.with_name("insurance.web.waiting")


def files(root: Path) -> list[Path]:
    """Every file in it."""
    return [path for path in root.rglob("*") if path.is_file()]


@posix
def test_a_file_waits_beside_the_accounts_in_a_folder_closed_to_others(insurance: Site) -> None:
    temp = Path(tempfile.gettempdir())
    before, clerk = set(temp.glob("conduct-*")), insurance.signed_in("clerk")
    assert clerk.send("/insurance/load", "incidents.csv", WRONG).status_code == 400
    assert [path.name for path in files(root_of(insurance))] == ["incidents.csv"]
    for folder in (root_of(insurance), *(path for path in root_of(insurance).rglob("*") if path.is_dir())):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    assert set(temp.glob("conduct-*")) == before
    good = b"incident,unit,kind,date\nn1,P05,late,2012-05-05\n"
    assert clerk.send("/insurance/load", "incidents.csv", good).status_code == 200
    assert len(files(root_of(insurance))) == 1, "what was taken is gone"


@posix
@pytest.mark.parametrize("how", ["a link", "open to others", "a file"])
def test_a_folder_that_another_made_takes_no_file(insurance: Site, tmp_path: Path, how: str) -> None:
    root, elsewhere = root_of(insurance), tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if how == "a link":
        root.symlink_to(elsewhere)
    elif how == "a file":
        root.write_text("x")
    else:
        root.mkdir()
        root.chmod(0o770)
    clerk = insurance.signed_in("clerk")
    answer = clerk.send("/insurance/load", "incidents.csv", WRONG)
    assert (answer.status_code, "closed to others (0700)" in answer.text) == (503, True), answer.text
    sent = {"form": (None, clerk.form), "file": ("incidents.csv", WRONG)}
    answer = clerk.client.post("/insurance/load", files=sent, headers={**JSON, "origin": "http://127.0.0.1:8000"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (503, "waiting-not-private")
    assert files(elsewhere) == []
    assert clerk.get("/insurance/load").status_code == 200


def test_what_a_killed_server_left_goes_in_time_and_what_waits_stays(insurance: Site) -> None:
    clerk = insurance.signed_in("clerk")
    clerk.send("/insurance/load", "incidents.csv", WRONG)
    root = root_of(insurance)
    (waits,) = files(root)
    left = root / "sent-0"
    left.mkdir(mode=0o700)
    (left / "0").write_bytes(WRONG)
    old = time.time() - KEPT_FOR - 1
    os.utime(left, (old, old))
    waiting_folder(insurance.accounts.path)
    assert files(root) == [waits]
    os.utime(waits.parent, (old, old))
    waiting_folder(insurance.accounts.path)
    assert files(root) == []
