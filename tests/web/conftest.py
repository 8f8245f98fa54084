"""A site on a sample, with an account of each role, asked as a browser asks."""

from __future__ import annotations

import atexit
import re
import shutil
import sqlite3
from functools import cache
from pathlib import Path

import httpx2
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from attrs import define
from starlette.testclient import TestClient

from conduct.core.ledger import opening
from conduct.core.ledger.publish import sealed_runs
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.web import awaited, board, jobs, kept
from conduct.web.accounts import Accounts
from conduct.web.app import application
from conduct.web.reading import COOKIE
from conduct.web.releases import release
from conduct.web.rights import Grant
from conduct.web.secrets import hashed
from conduct.web.serving import served
from conduct.web.store import accounts_path

# what is worked out beside the pages is waited for, however busy the machine is
kept.MOST_REST = 0.0
board.MOST_WAIT = awaited.PATIENCE = jobs.PATIENCE = kept.PATIENCE = kept.FIRST_PATIENCE = 120.0
HOST = "127.0.0.1"
ORIGIN = f"http://{HOST}:8000"
PASSWORD = "a long password"


@cache
def _kept_of_password() -> str:
    return hashed(PASSWORD)


@cache
def _loop() -> BlockingPortal:
    """One loop answers all, as a server's does, until the process ends."""
    whole = start_blocking_portal()
    atexit.register(whole.__exit__, None, None, None)
    return whole.__enter__()


@define
class Browser:
    """Somebody's browser: it keeps cookies, follows no redirect, and sends a form with the word of the page before."""

    client: TestClient
    form: str = ""

    def get(self, address: str, **headers: str) -> httpx2.Response:
        """A page."""
        answer = self.client.get(address, headers=headers)
        if found := re.search(r'name="form" value="([^"]+)"', answer.text):
            self.form = found[1]
        return answer

    def post(self, address: str, **cells: str) -> httpx2.Response:
        """A form, as the page before had it."""
        return self.client.post(address, data={"form": self.form, **cells}, headers={"origin": ORIGIN})

    def speaks(self, lang: str, at: str) -> None:
        """Has the pages speak a language, from one that is his; they begin in English."""
        self.get(at)
        if lang == "zh":
            self.post("/language", back="/")

    def send(self, address: str, name: str, content: bytes, **cells: str) -> httpx2.Response:
        """A form with a file."""
        files = {"file": (name, content, "application/octet-stream")}
        return self.client.post(address, data={"form": self.form, **cells}, files=files, headers={"origin": ORIGIN})


@define
class Site:
    """A served ledger."""

    ledger: Path
    sector: str
    app: object
    accounts: Accounts

    def visitor(self) -> Browser:
        """Somebody who is not signed in."""
        client = TestClient(self.app, base_url=ORIGIN, follow_redirects=False)  # type: ignore[arg-type]
        client.portal = _loop()
        return Browser(client)

    def account(self, name: str, *grants: Grant) -> None:
        """An account with the password of all, whose proof is worked out once: it is made to take long."""
        made = self.accounts.add(name, f"{name} called", grants, "test")
        with self.accounts.rows(writing=True) as rows:
            rows.execute("UPDATE accounts SET password = ? WHERE account = ?", (_kept_of_password(), made.id))

    def signed_in(self, name: str) -> Browser:
        """The browser of an account whose session has begun, as signing in begins it (test_signing tells of that itself)."""
        browser = self.visitor()
        word, session = self.accounts.begin(self.accounts.named(name).id)
        browser.client.cookies.set(COOKIE, word, domain=HOST)
        browser.form = session.form
        return browser


def site_on(path: Path, sector: str, web: dict[str, object] | None = None) -> Site:
    """A site on a ledger, with what ``[web]`` says."""
    at = Deployment(path, sector, {"web": web or {}}, "en")
    what = served(at, HOST, 8000)
    at.close()
    return Site(path, sector, application(what), what.accounts)


def _sample(folder: Path, sector: str, unit: str) -> Path:
    """A sector's sample with an account of each role; the assessed unit is this one."""
    path = folder / f"{sector}.db"
    at = Deployment(path, sector, {}, "en")
    Office(at).init(sample=True)
    at.close()
    site = site_on(path, sector)
    for role in ("clerk", "decider", "head", "auditor"):
        site.account(role, Grant(role, sector))
    site.account("unit", Grant("unit", sector, unit))
    site.account("administrator", Grant("administrator"))
    site.account("nobody")
    site.account("elsewhere", Grant("head", "another"))
    return path


def _copied(path: Path, folder: Path) -> Path:
    for each in (path, accounts_path(path)):
        shutil.copy(each, folder / each.name)
    return folder / path.name


@pytest.fixture(scope="session")
def hospital_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hospital's sample with its accounts, made once."""
    return _sample(tmp_path_factory.mktemp("hospital"), "hospital", "D1")


@pytest.fixture(scope="session")
def insurance_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The insurers' sample with its accounts, and its first run that is published and released, made once."""
    path = _sample(tmp_path_factory.mktemp("insurance"), "insurance", "P05")
    at = Deployment(path, "insurance", {}, "en")
    Office(at).publish("2012-H1", despite="as a sample")
    (run,) = sealed_runs(at.ledger)
    at.close()
    release(site_on(path, "insurance").accounts, run, "head called")
    return path


@pytest.fixture(scope="session")
def power_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The power utility's sample with its accounts, made once."""
    return _sample(tmp_path_factory.mktemp("power"), "power_utility", "S05")


@pytest.fixture
def power(power_made: Path, tmp_path: Path) -> Site:
    """The power utility, with an account of each role."""
    return site_on(_copied(power_made, tmp_path), "power_utility")


@pytest.fixture
def hospital(hospital_made: Path, tmp_path: Path) -> Site:
    """The hospital's desk, with an account of each role."""
    return site_on(_copied(hospital_made, tmp_path), "hospital")


@pytest.fixture
def insurance(insurance_made: Path, tmp_path: Path) -> Site:
    """The regulator of insurers, with an account of each role."""
    return site_on(_copied(insurance_made, tmp_path), "insurance")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that ledgers are asked from now on."""
    found, connected = list[str](), opening._connected

    def traced(uri: str, wait: float) -> sqlite3.Connection:
        made = connected(uri, wait)
        made.set_trace_callback(found.append)
        return made

    monkeypatch.setattr(opening, "_connected", traced)
    return found
