"""Facts as Parquet, assessed on DuckDB where they lie: what every command says of them is what it says of the ledger."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from conduct.core.base.faults import Fault
from conduct.core.base.periods import Period
from conduct.core.duties.agenda import states
from conduct.core.duties.case import case
from conduct.core.law.conditions import name
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.schema import table
from conduct.core.ledger.source import FactSource
from conduct.core.questions.explain import explain
from conduct.core.scores.assess import assess
from conduct.engines.elsewhere import facts_at
from conduct.engines.export import export_parquet
from conduct.facts import random_facts
from conduct.report.explained import explained
from conduct.report.standings import FORMATS, as_dict
from conduct.testing import fill
from tests.conftest import Desk

SAMPLES = {"insurance": "2012", "power_utility": "2012", "banking": "2012", "hospital": "2012-Q3"}
IDENTITY = ("run", "batch", "chain", "head", "recorded")
ELSEWHERE = ("--facts", "facts", "--engine", "duckdb")


def _without_identity(text: str) -> object:
    said = json.loads(text)
    return {key: value for key, value in said.items() if key not in IDENTITY} if isinstance(said, dict) else said


@pytest.mark.parametrize("sector", list(SAMPLES))
def test_a_samples_facts_elsewhere_come_to_what_its_ledger_does(desk: Desk, monkeypatch: pytest.MonkeyPatch, sector: str) -> None:
    monkeypatch.setenv("CONDUCT_SECTOR", sector)
    assert desk("--ledger", "s.db", "init", "--sample").status == 0
    outcome = desk("--ledger", "s.db", "export", "--parquet", "facts")
    assert outcome.status == 0, outcome.err
    made = Ledger.open(Path("s.db"))
    with made:
        query = f"SELECT incident, unit FROM {name(f'{sector}_incidents')} ORDER BY seq"
        rows = made.connection.execute(query).fetchall()
    period, incident, unit = SAMPLES[sector], rows[0][0], rows[0][1]
    asked: list[tuple[str, ...]] = [
        *(("run", "--period", period, "--format", form) for form in ("json", "csv", "table")),
        ("run", "--trace", "--format", "json"),
        ("run", "--period", period, "--as-of", "2012-08-20", "--trace", "--format", "json"),
        *(("explain", unit, "--period", period, "--format", form) for form in ("text", "json")),
        ("duties", "--as-of", "2012-08-20", "--format", "json"),
        ("duties", "--as-of", "2012-08-20"),
        ("case", incident, "--as-of", "2012-08-20"),
    ]
    for command in asked:
        of_ledger, elsewhere = desk("--ledger", "s.db", *command), desk("--ledger", "none.db", *command, *ELSEWHERE)
        assert elsewhere.status == of_ledger.status, (command, elsewhere.err)
        if of_ledger.status:
            assert elsewhere.err == of_ledger.err, command
        elif "json" in command:
            assert _without_identity(elsewhere.out) == _without_identity(of_ledger.out), command
        else:
            assert elsewhere.out == of_ledger.out, command
    assert not Path("none.db").exists()


@contextmanager
def _both(sector: Sector, year: int, seed: int, folder: Path) -> Iterator[tuple[Ledger, FactSource, Period]]:
    draw = random.Random(f"{sector.name}{seed}")
    period = draw.choice(list(Period.of_kind(draw.choice(sector.periods), year)))
    with Ledger.in_memory(Path(":memory:")) as ledger:
        ledger.add(sector)
        fill(
            sector, ledger, random_facts(sector, period, draw, units=draw.choice([2, 6, 12]), incidents=draw.choice([5, 30, 90]))
        )
        export_parquet(ledger, sector, folder)
        with facts_at(str(folder), "duckdb", sector) as elsewhere:
            yield ledger, elsewhere, period


def _told(sector: Sector, source: FactSource, period: Period) -> Iterator[object]:
    """What is told of facts, the faults as well."""

    def run() -> object:
        made = assess(sector, source, period, trace=True, record=False)
        said = {key: value for key, value in as_dict(made, "en").items() if key not in IDENTITY}
        return said, *("".join(FORMATS[form](made, "zh")) for form in ("csv", "table"))

    def of_unit() -> object:
        said = explained(explain(sector, source, "u1", period), "zh")
        return {key: value for key, value in said.items() if key not in IDENTITY}

    def owed() -> object:
        found = states(sector, source, period.end, keep=date(2011, 1, 1), unknown=[])
        return sorted(map(repr, found))

    for asked in (run, of_unit, owed, lambda: repr(case(sector, source, "i003", period.end))):
        try:
            yield asked()
        except Fault as error:
            yield error.said("en")


@pytest.mark.parametrize("sector", list(SAMPLES))
@pytest.mark.parametrize("seed", range(3))
def test_random_years_elsewhere_come_to_what_their_ledger_does(sector: str, seed: int, tmp_path: Path) -> None:
    of: Sector = import_module(f"conduct.plugins.{sector}").SECTOR
    with _both(of, 2012, seed, tmp_path / "facts") as (ledger, elsewhere, period):
        for one, other in zip(_told(of, ledger, period), _told(of, elsewhere, period), strict=True):
            assert other == one


def test_an_export_is_of_the_same_bytes_and_holds_each_row_once(tmp_path: Path) -> None:
    of: Sector = import_module("conduct.plugins.hospital").SECTOR
    with _both(of, 2012, 1, tmp_path / "one") as (ledger, elsewhere, _):
        export_parquet(ledger, of, tmp_path / "two")
        files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*") if p.is_file())
        assert len(files) > 4
        assert all((tmp_path / "one" / p).read_bytes() == (tmp_path / "two" / p).read_bytes() for p in files)
        for what in ("units", "measures", "incidents", "actions"):
            columns = ", ".join(name(c) for c in ("seq", *of.columns(what)))
            query = f"SELECT {columns} FROM {name(table(of, what))} ORDER BY seq"
            assert elsewhere.connection.execute(query).fetchall() == ledger.connection.execute(query).fetchall()
