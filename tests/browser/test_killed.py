"""A server that is killed: nothing is half done, what was answered is there, and whoever is signed in goes on."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import httpx2
import pytest

import conduct
from conduct.web.rights import Grant
from tests.browser.conftest import Someone, account, served, signed_in, started

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_a_server_killed_between_and_within_requests_does_nothing_by_halves(tmp_path: Path, someone: Someone) -> None:
    for serving in served(tmp_path, "hospital", "en"):
        account(serving, "clerk", Grant("clerk", "hospital"))
        port = urlsplit(serving.address).port or 0
    chance = random.Random(7)
    answered: list[str] = []
    cookies: dict[str, str] = {}
    form = ""
    person = None
    for time_round in range(4):
        with started(tmp_path, "hospital", "en", port) as (process, serving):
            if person is None:
                person = someone(serving)
                signed_in(person, "clerk", "en")
                cookies = {one["name"]: one["value"] for one in person.page.context.cookies()}
            person.goes("/hospital/new")  # the session stands after each
            assert person.page.url.endswith("/hospital/new"), time_round
            form = person.page.locator("input[name=form]").first.input_value()

            def enter(address: str = serving.address, word: str = form, cookies: dict[str, str] = cookies) -> None:
                cells = {"form": word, "kind": "complaint", "unit": "D1", "date": "2012-10-08", "step": "record", "text": "x"}
                cells["like-meant"] = "yes"
                with suppress(httpx2.HTTPError), httpx2.Client(cookies=cookies, headers={"origin": address}) as client:
                    while True:
                        answer = client.post(f"{address}/hospital/new", data=cells)
                        assert answer.status_code == 303, answer.text
                        answered.append(answer.headers["location"].partition("?")[0].rsplit("/", 1)[1])

            typing = Thread(target=enter)
            typing.start()
            before = len(answered)
            while typing.is_alive() and len(answered) < before + 2:
                time.sleep(0.01)
            assert typing.is_alive(), "it was taken"
            time.sleep(chance.random() / 5)
            process.send_signal(signal.SIGKILL)
            process.wait(20)
            typing.join(20)
    with conduct.open(tmp_path / "conduct.db", "hospital", lang="en") as office:
        assert office.verify().whole
    with sqlite3.connect(tmp_path / "conduct.db") as connection:
        entered = dict(connection.execute("SELECT incident, 1 FROM hospital_incidents WHERE text = 'x'").fetchall())
        halves = connection.execute(
            "SELECT incident FROM hospital_incidents i WHERE text = 'x' AND NOT EXISTS "
            "(SELECT 1 FROM hospital_actions a WHERE a.incident = i.incident AND a.step = 'record')"
        ).fetchall()
    connection.close()
    assert halves == []
    assert set(answered) <= entered.keys()
    assert len(entered) <= len(answered) + 4  # each time one may have been done whose answer was lost
