"""What the tests share: a command line that runs in-process, and ledgers made through it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from attrs import frozen

from conduct.cli import main
from conduct.core.law.law import Regulation
from conduct.core.law.model import Kind
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.plugins.insurance import SECTOR
from tests import properties as properties  # the profiles of Hypothesis, before any is chosen

collect_ignore = [] if find_spec("playwright") else ["browser"]  # .ci/run installs it, and fails where none of them run


@frozen
class Outcome:
    """What a command left: its exit status and what it wrote."""

    status: int
    out: str
    err: str


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a campaign one case runs always, another of each, so that every sector, format and language is met; the rest is slow."""
    campaigns: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("campaign") and not item.get_closest_marker("slow"):
            campaigns.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for name, cases in campaigns.items():
        kept = crc32(name.encode()) % len(cases)
        for case in (*cases[:kept], *cases[kept + 1 :]):
            case.add_marker(pytest.mark.slow)


_BEGUN: dict[str, bytes] = {}
"""Ledgers as tests begin with them, by what each is called."""


@frozen
class Desk:
    """A clerk's desk: a folder with a ledger, and the command line."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, lang: str = "en") -> Outcome:
        """Runs a command as a user types it, on the insurance ledger of the folder."""
        self.capsys.readouterr()
        status = main(["--lang", lang, *arguments])
        written = self.capsys.readouterr()
        return Outcome(status, written.out, written.err)

    def write(self, name: str, text: str | bytes) -> str:
        """A file in the folder."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def begin(self, called: str, *commands: Sequence[str]) -> None:
        """The folder's ledger as these commands leave it, which all succeed: made once in a session and copied from then on."""
        ledger = self.folder / "conduct.db"
        if called not in _BEGUN:
            for command in commands:
                outcome = self(*command)
                assert outcome.status == 0, outcome.err
            _BEGUN[called] = ledger.read_bytes()
        else:
            ledger.write_bytes(_BEGUN[called])

    def run(self, *arguments: str) -> dict[str, Any]:
        """``run --format json``, parsed; the run must succeed."""
        outcome = self("run", "--format", "json", *arguments)
        assert outcome.status == 0, outcome.err
        parsed: dict[str, Any] = json.loads(outcome.out)
        return parsed


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A desk in an empty folder, set to insurance, with a ledger."""
    monkeypatch.chdir(tmp_path)
    for variable in ("CONDUCT_SECTOR", "CONDUCT_LEDGER", "CONDUCT_CONFIG", "CONDUCT_LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("CONDUCT_SECTOR", "insurance")
    desk = Desk(tmp_path, capsys)
    desk.begin("insurance", ["init"])
    return desk


@pytest.fixture
def insurance() -> Sector:
    """The insurance sector."""
    return SECTOR


@pytest.fixture
def make_ledger(tmp_path: Path) -> Iterator[Callable[[Sector], Ledger]]:
    """Makes empty ledgers that hold a sector."""
    made: list[Ledger] = []

    def make(sector: Sector) -> Ledger:
        ledger = Ledger.create(tmp_path / f"ledger{len(made)}.db")
        ledger.add(sector)
        made.append(ledger)
        return ledger

    yield make
    for ledger in made:
        ledger.close()


@pytest.fixture(scope="session")
def tested_once() -> Iterator[None]:
    """What a law does to itself is found once in a session, however often it is shown."""
    import conduct.stress

    found: list[tuple[Regulation, tuple[Kind, ...], int, list[conduct.stress.Finding]]] = []
    stress = conduct.stress.stress

    def once(sector: Sector, law: Regulation, seed: int = 1) -> list[conduct.stress.Finding]:
        for of, kinds, by, known in found:
            if of is law and kinds is sector.kinds and by == seed:
                return list(known)
        found.append((law, sector.kinds, seed, stress(sector, law, seed)))
        return list(found[-1][-1])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conduct.stress, "stress", once)
        yield


UNITS = "unit,name,kind\nL1,甲人寿,life\nL2,乙人寿,life\nP1,丙财险,property\n"
MEASURES = "unit,measure,period,value\n" + "".join(
    f"{unit},{measure},{period},{value}\n"
    for unit in ("L1", "L2", "P1")
    for measure, value in (("outlets", 10), ("premium", 100000000))
    for period in ("2012", "2012-H1")
)


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk whose ledger holds three companies with equal figures for 2012 and its first half."""
    desk.begin("three companies", ["load", desk.write("units.csv", UNITS), desk.write("measures.csv", MEASURES)])
    return desk


@pytest.fixture
def reception(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A desk in an empty folder, set to the hospital, without a ledger."""
    monkeypatch.chdir(tmp_path)
    for variable in ("CONDUCT_SECTOR", "CONDUCT_LEDGER", "CONDUCT_CONFIG", "CONDUCT_LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("CONDUCT_SECTOR", "hospital")
    return Desk(tmp_path, capsys)
