"""A run that takes in only what came since equals one that counts all anew, to the byte, whatever came in between."""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from conduct.core.base.faults import Fault
from conduct.core.base.periods import Period
from conduct.core.law.readings import alternatives, readings_in_force
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.questions.explain import explain
from conduct.core.scores.assess import assess
from conduct.core.scores.results import Assessment
from conduct.facts import FactRows, _action, can_be_entered, incident, random_facts
from conduct.files.tables import Table, rows_given
from conduct.loading.export import export_csv
from conduct.loading.load import load_tables
from conduct.report.explained import explained
from conduct.report.standings import as_dict

SECTORS: list[Sector] = [
    import_module(f"conduct.plugins.{name}").SECTOR for name in ("insurance", "power_utility", "banking", "hospital")
]
each_sector = pytest.mark.parametrize("sector", SECTORS, ids=lambda s: s.name)
YEAR = Period.parse("2012")
Asked = dict[str, object]


def enter(sector: Sector, ledger: Ledger, facts: FactRows, correct: str | None = None) -> bool:
    """Loads rows, or corrects those of their ids; whether they were taken."""
    tables = []
    for of, rows in facts.items():
        if rows:
            header = list(dict.fromkeys(key for row in rows for key in row))
            cells = [[row.get(key, "") for key in header] for row in rows]
            tables.append(Table(of, of, header, rows_given(enumerate(cells, 2))))
    try:
        load_tables(ledger, sector, tables, [], correct=correct)
    except Fault:
        return False
    return True


class Office:
    """A ledger whose facts come, are corrected and taken back at random, and the rows as they were last entered."""

    def __init__(self, sector: Sector, ledger: Ledger, draw: random.Random, incidents: int = 24) -> None:
        self.sector, self.ledger, self.draw = sector, ledger, draw
        self.rows = random_facts(sector, YEAR, draw, units=4, incidents=incidents)
        self.number = 0
        assert enter(sector, ledger, self.rows)

    def name(self, prefix: str) -> str:
        self.number += 1
        return f"{prefix}{self.number:03}"

    def come(self) -> None:
        """More incidents and actions."""
        kinds = [kind for kind in self.sector.recorded_kinds if can_be_entered(kind)]
        more: FactRows = {"incidents": [], "actions": []}
        for _ in range(self.draw.randrange(3)):
            row = self._moved(incident(self.sector, self.rows, self.draw.choice(kinds), self.name("n"), YEAR, self.draw))
            more["incidents"].append(row)
            self.rows["incidents"].append(row)
        for _ in range(self.draw.randrange(4)):
            action = _action(self.sector, self.rows, self.name("b"), YEAR, self.draw) if self.sector.steps else None
            more["actions"] += [self._moved(action)] if action is not None else []
        self._take(more, self.rows["incidents"])

    def _moved(self, row: dict[str, str]) -> dict[str, str]:
        """Perhaps a year earlier or later."""
        year = self.draw.choice(("2012", "2012", "2011", "2013"))
        return row if row["date"].endswith("-02-29") else {**row, "date": year + row["date"][4:]}

    def _take(self, more: FactRows, incidents: list[dict[str, str]]) -> None:
        if enter(self.sector, self.ledger, more):
            self.rows["actions"] += more["actions"]
        else:  # one that may not be is left out with all that came with it
            for row in more["incidents"]:
                incidents.remove(row)

    def correct(self) -> None:
        """A row says something else."""
        of = self.draw.choice(("incidents", "incidents", "actions", "actions", "measures"))
        if not self.rows[of]:
            return
        at = self.draw.randrange(len(self.rows[of]))
        row = dict(self.rows[of][at])
        if of == "incidents":
            kind = self.sector.kind_by_code[row["kind"]]
            if self.draw.random() < 0.3:
                kind = self.draw.choice([k for k in self.sector.recorded_kinds if can_be_entered(k)])
            own = self._moved(incident(self.sector, self.rows, kind, row["incident"], YEAR, self.draw))
            row = own if self.draw.random() < 0.7 else {**row, "date": own["date"]}
        elif of == "actions":
            made = _action(self.sector, self.rows, row["action"], YEAR, self.draw)
            if made is None or self.draw.random() < 0.5:
                day = date.fromisoformat(row["date"]) + timedelta(days=self.draw.randrange(-40, 40))
                made = {**row, "date": day.isoformat()}
            row = made
        else:
            row["value"] = str(self.draw.randrange(1, 50))
        if enter(self.sector, self.ledger, {of: [row]}, correct="wrong"):
            self.rows[of][at] = row

    def act(self) -> None:
        """A withdrawal, of an incident or of an action; an appeal, or the decision of one."""
        cases, actions = [i["incident"] for i in self.rows["incidents"]], [a["action"] for a in self.rows["actions"]]
        if not cases:
            return
        step = self.draw.choice(("withdraw", "withdraw", "mistaken", "mistaken", "appeal", "appeal-decided", "appeal-decided"))
        day = date(2012, 1, 1) + timedelta(days=self.draw.randrange(500))
        row = {"action": self.name("w"), "step": "withdraw" if step == "mistaken" else step, "date": day.isoformat()}
        row |= {"by": "x", "reason": "y"}
        if step == "mistaken":
            if not actions:
                return
            row["mistaken"] = self.draw.choice(actions)
            mine = next(a for a in self.rows["actions"] if a["action"] == row["mistaken"])
            row |= {key: mine[key] for key in ("incident", "unit") if key in mine}
        else:
            appealed = [a["incident"] for a in self.rows["actions"] if a["step"] == "appeal" and "incident" in a]
            row["incident"] = self.draw.choice(appealed if step == "appeal-decided" and appealed else cases)
        if step == "appeal-decided":
            row["upheld"] = self.draw.choice(("yes", "no"))
        if step == "appeal" and self.draw.random() < 0.5:
            row["kind"] = self.draw.choice([d.breach.code for r in self.sector.regulations for d in r.duties if d.breach] or [""])
        if enter(self.sector, self.ledger, {"actions": [row]}):
            self.rows["actions"].append(row)

    def unit(self) -> None:
        """A new unit, or one that is not to be assessed."""
        kind = self.draw.choice([k.code for k in self.sector.unit_kinds])
        name = self.name("v")
        unit = {"unit": name, "name": name, "kind": kind}
        if kind not in self.sector.assessed:
            unit["parent"] = "u0"
        rows = {"units": [unit], "measures": []}
        if kind in self.sector.assessed:
            rows["measures"] = [
                {**m, "unit": name} for m in self.rows["measures"] if m["unit"] == self.rows["measures"][0]["unit"]
            ]
        if enter(self.sector, self.ledger, rows):
            for of, added in rows.items():
                self.rows[of] += added

    def pass_over(self) -> None:
        """A unit is not to be assessed in a period."""
        kind = self.draw.choice(self.sector.periods)
        period = self.draw.choice(list(Period.of_kind(kind, 2012)))
        row = {"action": self.name("x"), "step": "not-assessed", "unit": "u1", "period": period.id, "date": "2012-06-01"}
        row |= {"by": "x", "reason": "y"}
        if enter(self.sector, self.ledger, {"actions": [row]}):
            self.rows["actions"].append(row)

    def asked(self) -> tuple[Period, Asked]:
        """A period to be assessed, as of a day, under readings."""
        kind = self.draw.choice(self.sector.periods)
        period = self.draw.choice(list(Period.of_kind(kind, 2012)))
        asked: Asked = {}
        if self.draw.random() < 0.5:
            asked["as_of"] = period.end + timedelta(days=self.draw.choice((-45, -10, 0, 20, 200)))
        if self.draw.random() < 0.4:
            law = self.sector.regulation_on(period.end)
            others = list(alternatives(law, readings_in_force(law, {}, "")))
            if others:
                reading, value = self.draw.choice(others)
                asked["readings"] = {reading.name: value}
        return period, asked


def said(made: Assessment, with_run: bool = True) -> str:
    """All that a result says."""
    plain = as_dict(made, "zh")
    if not with_run:
        for key in ("run", "batch", "chain", "recorded"):
            plain.pop(key, None)
    return json.dumps(plain, ensure_ascii=False)


@contextmanager
def copied(ledger: Ledger) -> Iterator[Path]:
    """A folder with a copy of the ledger."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.db"
        ledger.backup(path)
        yield path


def fresh(sector: Sector, ledger: Ledger, period: Period, asked: Asked) -> str | None:
    """The result of a ledger into which the same facts are loaded at once; nothing where a load refuses what corrections made of
    them."""
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "fresh.db") as other:
        export_csv(ledger, sector, Path(folder) / "out")
        other.add(sector)
        tables = []
        for path in sorted((Path(folder) / "out").iterdir()):
            header, *lines = [line.split("\0") for line in _cells(path)]
            tables.append(Table(path.stem, path.name, header, rows_given(enumerate(lines, 2))))
        try:
            load_tables(other, sector, tables, [])
        except Fault:
            return None
        return said(assess(sector, other, period, **asked), with_run=False)  # type: ignore[arg-type]


def _cells(path: Path) -> Iterator[str]:
    import csv

    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.reader(stream):
            yield "\0".join(row)


def interleave(sector: Sector, ledger: Ledger, seed: int, steps: int = 14) -> int:
    """Facts and runs in random order, each run held against one that counts all; gives how many runs took stored counts."""
    draw = random.Random(seed)
    office = Office(sector, ledger, draw)
    does: list[Callable[[], None]] = [office.come, office.come, office.correct, office.correct, office.act, office.act]
    before = [office.asked() for _ in range(2)]
    taken = 0
    for n in range(steps):
        for _ in range(draw.randrange(1, 4)):
            draw.choice([*does, office.unit, office.pass_over] if draw.random() < 0.15 else does)()
        period, asked = draw.choice(before) if draw.random() < 0.8 else office.asked()
        trace = draw.random() < 0.3
        label = f"seed {seed}, step {n}, {period.id} {asked}"
        try:
            made = assess(sector, ledger, period, trace=trace, **asked)  # type: ignore[arg-type]
        except Fault as error:
            refused = str(error)
            with pytest.raises(Fault) as again:
                assess(sector, ledger, period, trace=trace, recount=True, record=False, **asked)  # type: ignore[arg-type]
            assert str(again.value) == refused, label
            continue
        recounted = assess(sector, ledger, period, trace=trace, recount=True, record=False, **asked)  # type: ignore[arg-type]
        assert said(made) == said(recounted), label
        taken += len(made.counted) > 0
        if n % 5 == 4 and (other := fresh(sector, ledger, period, asked)) is not None:
            assert said(assess(sector, ledger, period, **asked), False) == other, label  # type: ignore[arg-type]
        if draw.random() < 0.2:
            _explained(sector, ledger, period, asked, draw.choice([u.unit for u in made.units]), label)
        assert ledger.verify() == [], label
    return taken


def _explained(sector: Sector, ledger: Ledger, period: Period, asked: Asked, unit: str, label: str) -> None:
    made = json.dumps(explained(explain(sector, ledger, unit, period, **asked), "zh"), ensure_ascii=False)  # type: ignore[arg-type]
    with copied(ledger) as path:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("DELETE FROM counts")
            connection.commit()
        with Ledger.open(path) as other:
            again = explained(explain(sector, other, unit, period, **asked), "zh")  # type: ignore[arg-type]
            assert made == json.dumps(again, ensure_ascii=False), f"{label}, {unit}"


@each_sector
@pytest.mark.parametrize("seed", range(2))
def test_a_run_that_takes_in_what_came_since_equals_a_recount(sector: Sector, seed: int, tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "x.db") as ledger:
        ledger.add(sector)
        assert interleave(sector, ledger, seed, steps=10) > 2


@pytest.mark.slow
@each_sector
@pytest.mark.parametrize("seed", range(100, 125))
def test_many_more_runs_that_take_in_what_came_since_equal_a_recount(sector: Sector, seed: int, tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "x.db") as ledger:
        ledger.add(sector)
        interleave(sector, ledger, seed, steps=20)
