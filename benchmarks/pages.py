"""How fast the pages are: so many people, each a page every few seconds, on a copy of a ledger.

    python benchmarks/pages.py LEDGER SECTOR [--people 50] [--every 5] [--seconds 60] [--load FILE] [--upload FILE]

The ledger is copied first. Prints, for each page of the mix and for all, how many were asked, the median, the 95th percentile
and the longest in milliseconds, and what failed (a page that says that its answer is being worked out is counted so); the
memory of the server and its files before, every minute and after, what processor time a page took, and whether all is there
that was answered as entered. Once a third of the time is over, ``--load`` loads a file of facts by the command, and
``--upload`` by a page: then also how long each took, and who waited longest meanwhile. By hand: nothing here is asserted.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import quote

import httpx2

from conduct.web.accounts import Accounts
from conduct.web.rights import Grant
from conduct.web.settings import WebSettings
from conduct.web.store import accounts_path

MIX = {
    "desk": 25,
    "desk, overdue": 5,
    "case": 25,
    "cases": 10,
    "cases of a unit": 5,
    "search, found": 5,
    "search, nothing": 2,
    "new case, form": 5,
    "new case, entered": 1,
    "steps entered": 1,
    "board": 6,
    "unit": 8,
    "law": 2,
}
"""The pages in a hundred, by what they are."""
ENTERED = ("new case, entered", "steps entered")
"""What is answered by another page's address; a page that is asked for and answered so was refused."""
OF_OTHERS = ("withdraw", "appeal", "appeal-decided")
"""Steps that nobody takes every day."""
MEANT = {"order-meant": "yes", "again-meant": "yes", "withdrawn-meant": "yes", "day-meant": "yes"}
"""What somebody in a hurry confirms."""
PASSWORD = "a long password"
WARM = 20
"""Seconds that are not counted: what is worked out once is worked out in them."""


class Asked:
    """What was asked, and how long each took."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = {what: [] for what in MIX}
        self.failed: list[str] = []
        self.entered = 0
        self.spans: list[tuple[float, float, str]] = []
        self.lock = Lock()

    def keep(self, what: str, seconds: float, answer: httpx2.Response) -> None:
        """One page."""
        with self.lock:
            self.took[what].append(seconds * 1000)
            self.spans.append((time.time() - seconds, time.time(), what))
            if answer.status_code != 200 and not (answer.status_code == 303 and what in ENTERED):
                self.failed.append(f"{what} {answer.status_code} {answer.url}")


def _person(
    address: str, n: int, ledger: Path, sector: str, every: float, until: float, asked: Asked, began_counting: float
) -> None:
    chance = random.Random(n)
    with httpx2.Client(base_url=address, headers={"origin": address}, timeout=120) as client, sqlite3.connect(ledger) as facts:
        client.post("/sign-in", data={"name": f"p{n}", "password": PASSWORD})
        last = facts.execute(f"SELECT max(seq) FROM {sector}_incidents").fetchone()[0]
        units = [row[0] for row in facts.execute(f"SELECT unit FROM {sector}_units ORDER BY unit")]
        time.sleep(chance.random() * every)
        while time.time() < until:
            what = chance.choices(list(MIX), list(MIX.values()))[0]
            began = time.perf_counter()
            answer = _ask(client, what, chance, facts, last, units, sector)
            took = time.perf_counter() - began
            answer = _in_time(client, answer)
            with asked.lock:
                asked.entered += what in ENTERED and answer.status_code == 303
            if time.time() > began_counting:
                asked.keep(what, took, answer)
            time.sleep(max(every * (0.5 + chance.random()) - took, 0))


def _in_time(client: httpx2.Client, answer: httpx2.Response) -> httpx2.Response:
    """What a page of progress leads to, by which somebody who sends while others write is answered at once."""
    while answer.headers.get("location", "").startswith("/sent/") or (answer.status_code == 202 and "/sent/" in str(answer.url)):
        time.sleep(1)
        answer = client.get(answer.headers.get("location", answer.url))
    return answer


def _ask(
    client: httpx2.Client, what: str, chance: random.Random, facts: sqlite3.Connection, last: int, units: list[str], sector: str
) -> httpx2.Response:
    query = f"SELECT incident, unit, kind, date FROM {sector}_incidents WHERE seq = ?"
    incident, unit, kind, day = facts.execute(query, (chance.randint(1, last),)).fetchone()
    case = f"/{sector}/cases/{quote(incident, safe='')}"
    match what:
        case "case" | "steps entered":
            page = client.get(case)
            if what == "case":
                return page
            steps = [one for one in re.findall(r'name="step" value="([^"]*)"', page.text) if one not in OF_OTHERS]
            if not steps:
                return page
            step = chance.choice(steps)
            filled = {**_filled(page.text, f"{step}.", day), "step": step, "date": day, "by": "", "reason": "x", **MEANT}
            return client.post(f"{case}/steps", data=filled)
        case "new case, entered":
            page = client.get(f"/{sector}/new", params={"kind": kind})
            filled = {**_filled(page.text, "", day), "kind": kind, "unit": unit, "date": day, "text": "x"}
            return client.post(f"/{sector}/new", data=filled)
        case "search, found":
            return client.get(f"/{sector}/cases", params={"q": incident})
        case "unit":
            return client.get(f"/{sector}/units/{quote(units[chance.randrange(20)], safe='')}")
    pages = {
        "desk": "desk",
        "desk, overdue": f"desk?state=overdue&page={chance.randint(1, 20)}",
        "cases": f"cases?page={chance.randint(1, 5)}",
        "cases of a unit": f"cases?unit={quote(unit, safe='')}",
        "search, nothing": "cases?q=查无此人",
        "new case, form": f"new?kind={kind}",
        "board": f"board?page={chance.randint(1, 20)}",
        "law": "law",
    }
    return client.get(f"/{sector}/{pages[what]}")


def _filled(page: str, of: str, day: str) -> dict[str, str]:
    """The cells of a page's form as somebody in a hurry fills them in: what must be said, and the first that a step asks for."""
    hidden = re.findall(r'<input type="hidden" name="(form|seen)" value="([^"]*)"', page)
    found = {**dict(hidden), "blank": "1"}
    for told, name, options in re.findall(
        r'<(?:input|select)([^>]* name="([^"]*)"[^>]*)>((?:\s*<option.*?</select>)?)', page, re.S
    ):
        wanted = name.startswith(of) if of else " required" in told and " value=" not in told.replace(' value=""', "")
        if wanted and not (of and any(cell.startswith(of) for cell in found)):
            values = [one for one in re.findall(r'<option value="([^"]*)"', options) if one]
            found[name] = values[0] if values else day if 'type="date"' in told else "3"
    return found


def _loads(address: str, ledger: Path, given: argparse.Namespace, asked: Asked) -> None:
    """Loads the files while the people go on, and says who waited longest meanwhile."""
    time.sleep(WARM + given.seconds / 3)
    for how, path in (("load", given.load), ("upload", given.upload)):
        if path is None:
            continue
        began = time.time()
        if how == "load":
            subprocess.run(
                [sys.executable, "-m", "conduct", "--sector", given.sector, "load", path.resolve()], cwd=ledger.parent, check=True
            )
        else:
            with httpx2.Client(base_url=address, headers={"origin": address}, timeout=600) as client, path.open("rb") as content:
                client.post("/sign-in", data={"name": "p0", "password": PASSWORD})
                word = re.search(r'name="form" value="([^"]*)"', client.get(f"/{given.sector}/load").text)
                cells = {"form": word[1] if word else ""}
                answer = client.post(f"/{given.sector}/load", data=cells, files={"file": (path.name, content)})
                answer = _in_time(client, answer)
                print(f"{how} answered {answer.status_code}")
        ended = time.time()
        time.sleep(3)  # until whoever waited was answered
        with asked.lock:
            waited = [(to - start, what) for start, to, what in asked.spans if start < ended and to > began]
        longest = max(waited, default=(0, "nobody"))
        print(
            f"{how}: {ended - began:.1f} s; {len(waited)} pages meanwhile, the longest {longest[0]:.2f} s ({longest[1]})",
            flush=True,
        )


def _held(pid: int, ledger: Path) -> str:
    """What the server holds: memory, open files, and what lies beside the ledger."""
    memory = int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0]) // 1024
    disk = sum(one.stat().st_size for one in ledger.parent.rglob("*") if one.is_file()) >> 20
    return f"{memory} MB, {len(os.listdir(f'/proc/{pid}/fd'))} files open, {disk} MB on disk"


def _batches(ledger: Path) -> int:
    with sqlite3.connect(ledger) as facts:
        found: int = facts.execute("SELECT count(*) FROM batches").fetchone()[0]
    return found


def _processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Serves the copy, lets the people ask, and prints what they waited."""
    parser = argparse.ArgumentParser()
    parser.add_argument("ledger", type=Path)
    parser.add_argument("sector")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--every", type=float, default=5)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--load", type=Path)
    parser.add_argument("--upload", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.ledger.parent) as folder:
        ledger = Path(folder) / "conduct.db"
        shutil.copy(given.ledger, ledger)
        accounts = Accounts(accounts_path(ledger), WebSettings())
        roles = tuple(Grant(role, given.sector) for role in ("clerk", "head", "decider"))
        for n in range(given.people):
            accounts.add(f"p{n}", f"p{n}", roles, "benchmark")
            accounts.set_password(accounts.link(f"p{n}"), PASSWORD)
        command = [sys.executable, "-m", "conduct", "--sector", given.sector, "serve", "--port", "0"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            (address,) = re.findall(r"http://[^/\s]+", server.stdout.readline())[:1]
            _measure(address, ledger, given, server.pid)
            server.send_signal(signal.SIGINT)


def _measure(address: str, ledger: Path, given: argparse.Namespace, pid: int) -> None:
    asked, before, batches = Asked(), _held(pid, ledger), _batches(ledger)
    until = time.time() + WARM + given.seconds
    people = [
        Thread(target=_person, args=(address, n, ledger, given.sector, given.every, until, asked, time.time() + WARM))
        for n in range(given.people)
    ]
    beside = [Thread(target=_loads, args=(address, ledger, given, asked))] if given.load or given.upload else []
    for one in (*people, *beside):
        one.start()
    time.sleep(WARM)
    busy, began = _processor(pid), time.time()
    while any(one.is_alive() for one in (*people, *beside)):
        time.sleep(0.5)
        if time.time() - began > 60:
            began = time.time()
            print(f"{time.strftime('%H:%M')} server {_held(pid, ledger)}, {len(asked.spans)} pages", flush=True)
    every = sorted(took for each in asked.took.values() for took in each)
    for what, took in {**asked.took, "all": every}.items():
        if took:
            high = sorted(took)[int(len(took) * 0.95)]
            print(f"{what:20}{len(took):6}{statistics.median(took):9.0f}{high:9.0f}{max(took):9.0f} ms")
    print(f"processor {(_processor(pid) - busy) / max(len(every), 1) * 1000:.0f} ms a page")
    print(f"answered as entered {asked.entered}, batches that came {_batches(ledger) - batches}, loads among them")
    print(f"failed {len(asked.failed)}: {asked.failed[:5]}; server {before} before, {_held(pid, ledger)} after")


if __name__ == "__main__":
    main()
