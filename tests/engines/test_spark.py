"""Facts in Parquet, assessed on a Spark cluster: what is told of them is what the ledger tells, to the last digit."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import conduct
from conduct.core.base.faults import Fault
from conduct.core.base.periods import Period
from conduct.core.law.conditions import name
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.engines.export import export_parquet
from conduct.facts import random_facts
from conduct.testing import fill

from .cluster import Cluster, cluster

pytestmark = [pytest.mark.slow, pytest.mark.spark]
SECTORS = ("insurance", "power_utility", "banking", "hospital")
each_sector = pytest.mark.parametrize("sector", SECTORS)
IDENTITY = ("run", "batch", "chain")


@pytest.fixture(scope="module")
def spark() -> Iterator[Cluster]:
    """A master and two workers."""
    with cluster() as running:
        yield running


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("CONDUCT_SECTOR", "CONDUCT_LEDGER", "CONDUCT_CONFIG", "CONDUCT_LANG"):
        monkeypatch.delenv(variable, raising=False)
    if "spark" in request.fixturenames:
        for variable, value in request.getfixturevalue("spark").environment.items():
            monkeypatch.setenv(variable, value)


def _without_identity(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in IDENTITY}


def _conduct(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "conduct", "--lang", "en", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, timeout=600)


@each_sector
def test_a_sample_is_told_on_a_cluster_as_its_ledger_tells_it(spark: Cluster, sector: str) -> None:
    with conduct.open("s.db", sector, lang="en") as office:
        office.init(sample=True)
        office.export(parquet="facts")
        with Ledger.open("s.db") as ledger:
            query = f"SELECT incident FROM {name(f'{sector}_incidents')} ORDER BY seq"
            incident = ledger.connection.execute(query).fetchall()[7][0]
        lie: dict[str, Any] = {"facts": "facts", "engine": spark.master}
        for asked in ({"trace": True}, {}):
            here, there = (office.assess(record=False, **asked, **where).to_dict() for where in ({}, lie))
            assert _without_identity(there) == _without_identity(here)
            assert there["run"] != here["run"]
        unit = here["units"][0]["unit"]
        explained = [office.explain(unit, **where).to_dict() for where in ({}, lie)]
        assert _without_identity(explained[1]) == _without_identity(explained[0])
        day = date(2012, 8, 20)
        assert office.case(incident, as_of=day, **lie).to_dict() == office.case(incident, as_of=day).to_dict()
        assert office.duties(as_of=day, **lie).to_dict() == office.duties(as_of=day).to_dict()


def test_a_worker_ended_in_the_middle_changes_nothing(spark: Cluster) -> None:
    """The one that is left does the other's part once more, and those after it do without."""
    assert _conduct("--sector", "insurance", "--ledger", "s.db", "init", "--sample").returncode == 0
    assert _conduct("--sector", "insurance", "--ledger", "s.db", "export", "--parquet", "facts").returncode == 0
    here = _conduct("--sector", "insurance", "--ledger", "s.db", "run", "--trace", "--format", "json")
    with cluster() as running:
        arguments = [
            "--sector",
            "insurance",
            "run",
            "--trace",
            "--format",
            "json",
            "--facts",
            "facts",
            "--engine",
            running.master,
        ]
        command = [sys.executable, "-m", "conduct", "--lang", "en", *arguments]
        there = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=running.environment)
        running.wait_until_working(0)
        assert there.poll() is None
        running.kill(0)
        out, err = there.communicate(timeout=600)
    assert there.returncode == 0, err
    assert _without_identity(json.loads(out)) == _without_identity(json.loads(here.stdout))
    assert err == "the facts are in no ledger: this run is not recorded, and cannot be published\n"


@each_sector
def test_a_random_year_is_told_on_a_cluster_as_its_ledger_tells_it(spark: Cluster, sector: str) -> None:
    declared: Sector = import_module(f"conduct.plugins.{sector}").SECTOR
    rows = random_facts(declared, Period.parse("2012"), random.Random(12), units=20, incidents=400)
    with Ledger.create("r.db") as ledger:
        ledger.add(declared)
        fill(declared, ledger, rows)
        export_parquet(ledger, declared, Path("facts"))
    with conduct.open("r.db", sector, lang="en") as office:
        period = next(p for kind in declared.periods for p in Period.of_kind(kind, 2012))
        told = [
            office.assess(period, record=False, **where).to_dict() for where in ({}, {"facts": "facts", "engine": spark.master})
        ]
        assert _without_identity(told[1]) == _without_identity(told[0])


def test_facts_that_are_not_as_they_were_exported_are_refused(spark: Cluster) -> None:
    with conduct.open("s.db", "hospital", lang="en") as office:
        office.init(sample=True)
        office.export(parquet="facts")
        changed = next(Path("facts/incidents").rglob("*.parquet"))
        changed.unlink()
        with pytest.raises(Fault, match="the files in facts are not as"):
            office.assess(record=False, facts="facts", engine=spark.master)


def test_a_cluster_that_is_not_there_is_said_in_a_sentence() -> None:
    with conduct.open("s.db", "hospital", lang="en") as office:
        office.init(sample=True)
        office.export(parquet="facts")
    said = _conduct(
        "--sector", "hospital", "run", "--facts", "facts", "--engine", "spark://127.0.0.1:1", SPARK_LOCAL_IP="127.0.0.1"
    )
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == ("nobody answers at spark://127.0.0.1:1; check the address, and whether the Spark master runs\n")


def test_without_java_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with conduct.open("s.db", "hospital", lang="en") as office:
        office.init(sample=True)
        office.export(parquet="facts")
    said = _conduct(
        "--sector",
        "hospital",
        "run",
        "--facts",
        "facts",
        "--engine",
        "spark",
        JAVA_HOME=str(tmp_path),
        SPARK_LOCAL_IP="127.0.0.1",
    )
    assert (said.returncode, said.stdout) == (1, "")
    assert "needs Java 17 or later: install it (apt install openjdk-17-jre-headless)" in said.stderr
