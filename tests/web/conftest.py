"""A site on a sample, with an account of each role, asked as a browser asks."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import httpx2
import pytest
from attrs import define
from starlette.testclient import TestClient

from conduct.core.ledger.publish import sealed_runs
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.web import jobs, kept
from conduct.web.app import application
from conduct.web.releases import release
from conduct.web.rights import Grant
from conduct.web.serving import served
from conduct.web.store import accounts_path

# what is worked out beside the pages is waited for, however busy the machine is
kept.MOST_REST = 0.0
jobs.PATIENCE = kept.PATIENCE = kept.FIRST_PATIENCE = 120.0
ORIGIN = "http://127.0.0.1:8000"
PASSWORD = "a long password"


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
    accounts: object

    def visitor(self) -> Browser:
        """Somebody who is not signed in."""
        return Browser(TestClient(self.app, base_url=ORIGIN, follow_redirects=False))  # type: ignore[arg-type]

    def account(self, name: str, *grants: Grant) -> None:
        """An account with a password."""
        self.accounts.add(name, f"{name} called", grants, "test")  # type: ignore[attr-defined]
        self.accounts.set_password(self.accounts.link(name), PASSWORD)  # type: ignore[attr-defined]

    def signed_in(self, name: str) -> Browser:
        """An account's browser."""
        browser = self.visitor()
        answer = browser.post("/sign-in", name=name, password=PASSWORD)
        assert answer.status_code == 303, answer.text
        browser.get(answer.headers["location"])
        browser.get("/")
        if not browser.form:
            browser.get(browser.get("/").headers.get("location", "/"))
        return browser


def site_on(path: Path, sector: str, web: dict[str, object] | None = None) -> Site:
    """A site on a ledger, with what ``[web]`` says."""
    at = Deployment(path, sector, {"web": web or {}}, "en")
    what = served(at, "127.0.0.1", 8000)
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
    release(site_on(path, "insurance").accounts, run, "head called")  # type: ignore[arg-type]
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
