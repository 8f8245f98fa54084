"""The pages as `conduct serve` serves them, in Debian's Chromium: signed in by the link that it prints, clicked and typed in."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from attrs import define, field
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from conduct.core.base.words import Lang
from conduct.web.accounts import Accounts
from conduct.web.rights import Grant
from conduct.web.settings import WebSettings
from conduct.web.store import accounts_path
from conduct.web.words import WORDS

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PASSWORD = "a long password"
WITHIN = 15_000  # milliseconds in which a page must come on a busy machine


@define
class Serving:
    """A ledger that is served: its address, and the link that sets the first account's password."""

    ledger: Path
    address: str
    link: str


@define
class Person:
    """Somebody at a browser: what is clicked, chosen and typed is counted as it would be at the desk."""

    page: Page
    address: str
    forms: int = 0
    typed: int = 0
    seen: list[str] = field(factory=list)

    def goes(self, path: str) -> None:
        """To an address of the pages."""
        self.page.goto(self.address + path)

    def types(self, label: str, text: str) -> None:
        """Into the field of a label."""
        self.page.get_by_label(label, exact=True).first.fill(text)
        self.typed += len(text)

    def fills(self, column: str, text: str) -> None:
        """The cell of a column that is seen, where it does not hold that already: typed, or chosen of what is offered."""
        cell = self.page.locator(f"main [name='{column}']:visible").first
        if cell.input_value() == text:
            return
        if cell.evaluate("each => each.tagName") == "SELECT":
            cell.select_option(text)
            return
        cell.fill(text)
        self.typed += len(text)

    def chooses(self, label: str, value: str) -> None:
        """Of the field of a label, by its value or its words."""
        self.page.get_by_label(label, exact=True).first.select_option(value)

    def sends(self, button: str) -> None:
        """The form of a button, and waits for the page that answers."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()
        self.forms += 1

    def follows(self, link: str) -> None:
        """A link of the page."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link).first.click()

    def reads(self, text: str) -> bool:
        """Whether the page says it, where it can be seen."""
        return text in self.page.locator("body").inner_text()


def served(folder: Path, sector: str, lang: str, *, sample: bool = True) -> Iterator[Serving]:
    """Serves a sector's sample as its user would, until the test ends."""
    command = [sys.executable, "-m", "conduct", "--sector", sector, "--lang", lang]
    subprocess.run([*command, "init", *(["--sample"] if sample else [])], cwd=folder, check=True, capture_output=True)
    with started(folder, sector, lang) as (process, serving):
        try:
            yield serving
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def started(folder: Path, sector: str, lang: str, port: int = 0) -> AbstractContextManager[tuple[subprocess.Popen[str], Serving]]:
    """A server on a folder's ledger, with what it prints read."""

    @contextmanager
    def running() -> Iterator[tuple[subprocess.Popen[str], Serving]]:
        command = [sys.executable, "-m", "conduct", "--sector", sector, "--lang", lang, "serve", "--port", str(port)]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            said = process.stdout.readline()
            if "/link/" not in said and not (folder / "conduct.web.db").exists():
                said += process.stdout.readline()
            found = re.findall(r"http://\S+", said)
            if len(found) < 2 and port == 0:
                found += re.findall(r"http://\S+", process.stdout.readline())
            yield process, Serving(folder / "conduct.db", found[0], found[-1])

    return running()


def account(serving: Serving, name: str, *grants: Grant) -> None:
    """An account with the password of all."""
    accounts = Accounts(accounts_path(serving.ledger), WebSettings())
    accounts.add(name, name, grants, "test")
    accounts.set_password(accounts.link(name), PASSWORD)


def signed_in(person: Person, name: str, lang: Lang) -> None:
    """Signs in as an account, by its form."""
    person.goes(f"/sign-in?lang={lang}")
    person.fills("name", name)
    person.fills("password", PASSWORD)
    person.sends(WORDS["sign-in"].said(lang))
    if person.page.locator("html").get_attribute("lang") != ("zh-CN" if lang == "zh" else "en"):
        with person.page.expect_navigation():
            person.page.locator("form[action='/language'] button").click()


def stands_well(person: Person, *pages: str) -> None:
    """Each page, or the one that is open: without a barrier, light and dark, and no wider than a telephone on one."""
    for path in pages or ("",):
        if path:
            person.goes(path)
        for scheme in ("light", "dark"):
            person.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert without_barriers(person.page) == [], (person.page.url, scheme)
        person.page.emulate_media(color_scheme="light")
        person.page.set_viewport_size({"width": 390, "height": 844})
        assert person.page.evaluate("document.documentElement.scrollWidth") <= 390, person.page.url
        person.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests."""
    quiet = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *quiet])
        yield browser
        browser.close()


Someone = Callable[..., Person]


@pytest.fixture
def someone(chromium: Browser) -> Iterator[Someone]:
    """Makes people, each with a browser of their own that sees nothing of another's. A page asks no other host for anything, and
    says nothing on its console.
    """
    contexts = []
    strange: list[str] = []

    def made(serving: Serving, lang: str = "en", width: int = 1280, scheme: str = "light", scripts: bool = True) -> Person:
        context = chromium.new_context(
            locale="zh-CN" if lang == "zh" else "en-GB",
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(WITHIN)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: strange.append(r.url) if not r.url.startswith((serving.address, "data:")) else None)
        page.on("console", lambda m: strange.append(m.text) if m.type == "error" and "status of 4" not in m.text else None)
        page.on("pageerror", lambda e: strange.append(str(e)))
        return Person(page, serving.address)

    yield made
    for context in contexts:
        context.close()
    assert strange == []


def without_barriers(page: Page) -> list[str]:
    """What axe finds on a page, of all its rules, in a line each."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['help']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
