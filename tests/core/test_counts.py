"""A run that takes in only what came since equals one that counts all anew, to the byte, whatever came in between."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from attrs import evolve

from conduct.core.base.faults import Fault
from conduct.core.base.periods import Period
from conduct.core.duties.case_sums import CaseSums
from conduct.core.law.readings import alternatives, readings_in_force
from conduct.core.law.sector import Sector
from conduct.core.ledger.as_it_stood import as_it_stood
from conduct.core.ledger.counts import Mark, every_stored
from conduct.core.ledger.ledger import Ledger
from conduct.core.questions.explain import explain
from conduct.core.scores.assess import assess
from conduct.core.scores.counted import PeriodCounts, read, stored
from conduct.core.scores.entered import CellKey
from conduct.core.scores.recounted import counting_again, wrong_counts
from conduct.core.scores.results import Assessment
from conduct.facts import FactRows, _action, can_be_entered, incident, random_facts
from conduct.files.tables import Table, rows_given
from conduct.loading.export import export_csv
from conduct.loading.load import load_tables
from conduct.report.explained import explained
from conduct.report.standings import as_dict
from tests.conftest import Desk

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
    """Facts and runs in random order, each run held against one that counts all, as is one to which an earlier one's counts are
    handed on; gives how many runs took stored counts.
    """
    draw = random.Random(seed)
    office = Office(sector, ledger, draw)
    does: list[Callable[[], None]] = [office.come, office.come, office.correct, office.correct, office.act, office.act]
    before = [office.asked() for _ in range(2)]
    kept: dict[str, Assessment] = {}
    taken = 0
    for n in range(steps):
        for _ in range(draw.randrange(1, 4)):
            draw.choice([*does, office.unit, office.pass_over] if draw.random() < 0.15 else does)()
        period, asked = draw.choice(before) if draw.random() < 0.8 else office.asked()
        trace = draw.random() < 0.3
        label = f"seed {seed}, step {n}, {period.id} {asked}"
        try:
            earlier = kept.get(same := f"{period.id} {asked}")
            kept[same] = assess(sector, ledger, period, record=False, keep=True, earlier=earlier, **asked)  # type: ignore[arg-type]
            made = assess(sector, ledger, period, trace=trace, **asked)  # type: ignore[arg-type]
        except Fault as error:
            refused = str(error)
            with pytest.raises(Fault) as again:
                assess(sector, ledger, period, trace=trace, recount=True, record=False, **asked)  # type: ignore[arg-type]
            assert str(again.value) == refused, label
            continue
        recounted = assess(sector, ledger, period, trace=trace, recount=True, record=False, **asked)  # type: ignore[arg-type]
        assert said(made) == said(recounted), label
        anew = assess(sector, ledger, period, keep=True, recount=True, record=False, **asked)  # type: ignore[arg-type]
        assert said(kept[same]) == said(anew), label
        taken += len(made.counted) > 0
        if n % 5 == 4 and (other := fresh(sector, ledger, period, asked)) is not None:
            assert said(assess(sector, ledger, period, **asked), False) == other, label  # type: ignore[arg-type]
        if draw.random() < 0.2:
            _explained(sector, ledger, period, asked, draw.choice([u.unit for u in made.units]), label)
        assert ledger.verify() == [], label
        with ledger.view():
            assert [words.en for words in wrong_counts(ledger, [sector])] == [], label
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


@pytest.mark.campaign
@each_sector
@pytest.mark.parametrize("seed", [1, pytest.param(0, marks=pytest.mark.slow)])
def test_a_run_that_takes_in_what_came_since_equals_a_recount(sector: Sector, seed: int, tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "x.db") as ledger:
        ledger.add(sector)
        assert interleave(sector, ledger, seed, steps=10) > 2


@pytest.mark.campaign
@pytest.mark.parametrize(
    "sector",
    [pytest.param(one, marks=pytest.mark.slow) if one.name == "banking" else one for one in SECTORS],  # the bank's take longest
    ids=lambda one: one.name,
)
@pytest.mark.parametrize(("at_once", "most"), [(1, None), (None, 3)])
def test_cases_may_be_judged_a_few_at_a_time_and_too_many_are_counted_anew(
    sector: Sector, at_once: int | None, most: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if at_once is not None:
        monkeypatch.setattr("conduct.core.scores.counted._AT_ONCE", at_once)
    if most is not None:
        monkeypatch.setattr("conduct.core.scores.counted.most_cases", lambda mark: most)
    with Ledger.create(tmp_path / "x.db") as ledger:
        ledger.add(sector)
        interleave(sector, ledger, 7, steps=6)


@pytest.mark.slow
@each_sector
@pytest.mark.parametrize("seed", range(100, 106))
def test_many_more_runs_that_take_in_what_came_since_equal_a_recount(sector: Sector, seed: int, tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "x.db") as ledger:
        ledger.add(sector)
        interleave(sector, ledger, seed, steps=20)


# ---- what is stored


INCIDENTS = (
    "incident,unit,kind,date,channel\nc1,L1,petition,2012-03-01,written\nc2,L1,petition,2012-03-02,written\n"
    "c3,P1,petition,2012-03-02,online\nl1,P1,late,2012-04-01,\n"
)
ACTIONS = (
    "action,step,date,incident,due\na1,transfer,2012-03-01,c1,2012-03-05\na2,transfer,2012-03-02,c2,2012-03-05\n"
    "r2,reply,2012-03-04,c2,\na3,transfer,2012-03-02,c3,2012-03-09\nr3,reply,2012-03-04,c3,\n"
)


@pytest.fixture
def counted(office: Desk) -> Desk:
    """An office whose ledger keeps the counts of 2012."""
    files = (office.write("incidents.csv", INCIDENTS), office.write("actions.csv", ACTIONS))
    office.begin("2012 counted", ["load", *files], ["run", "--period", "2012", "--format", "json"])
    assert _stored() == [("insurance", "2012")]
    return office


def _stored() -> list[tuple[str, str]]:
    with closing(sqlite3.connect("conduct.db")) as connection:
        return connection.execute("SELECT sector, period FROM counts ORDER BY number").fetchall()


def test_what_a_run_was_counted_to_is_handed_on_unless_units_came_since(office: Desk, insurance: Sector) -> None:
    assert office("load", office.write("incidents.csv", INCIDENTS), office.write("actions.csv", ACTIONS)).status == 0
    with Ledger.open("conduct.db") as ledger:

        def run(earlier: Assessment | None = None) -> Assessment:
            return assess(insurance, ledger, Period.parse("2012"), record=False, keep=True, earlier=earlier)

        first = run()
        assert _stored() == [], "a run of the pages writes nothing"
        ((inputs, counts),) = first.reached.items()
        wrong = evolve(first, reached={inputs: _another_number(counts)})
        assert said(run(first)) == said(run())
        assert said(run(wrong)) != said(run()), "nothing was counted again"
        row = {"incident": "more", "unit": "L1", "kind": "petition", "date": "2012-03-03", "channel": "written"}
        assert enter(insurance, ledger, {"incidents": [row]})
        assert said(run(first)) == said(run())
        assert said(run(wrong)) != said(run()), "only what came since was counted"
        assert enter(insurance, ledger, {"units": [{"unit": "L1", "name": "another", "kind": "life"}]}, correct="renamed")
        assert said(run(wrong)) == said(run()), "all was counted again"


def _tamper(change: Callable[[PeriodCounts], PeriodCounts], sector: Sector) -> None:
    """Changes what is stored as somebody would who knows its form, so that it agrees with its digest."""
    with closing(sqlite3.connect("conduct.db")) as connection:
        ((_, _, kept),) = every_stored(connection)
        assert kept is not None
        counting, read_back = counting_again(sector, kept), read(kept)
        assert counting is not None
        assert read_back is not None
        made = stored(counting, change(read_back))
        connection.execute(
            "UPDATE counts SET batch = ?, head = ?, content = ?, digest = ?", (made.batch, made.head, made.content, made.digest)
        )
        connection.commit()


def _another_number(counts: PeriodCounts) -> PeriodCounts:
    n = counts.entered.n
    return evolve(counts, entered=evolve(counts.entered, n=array("i", [n[0] + 1, *n[1:]])))


def _a_removed_row(counts: PeriodCounts) -> PeriodCounts:
    (key, n), *_ = counts.entered
    return evolve(counts, entered=counts.entered.changed({key: -n}))


def _an_invented_row(counts: PeriodCounts) -> PeriodCounts:
    (key, _), *_ = counts.entered
    return evolve(counts, entered=counts.entered.changed({CellKey("L2", key.kind, key.values): 1}))


def _another_case(change: Callable[[CaseSums], None]) -> Callable[[PeriodCounts], PeriodCounts]:
    def changed(counts: PeriodCounts) -> PeriodCounts:
        assert counts.cases is not None
        cases = counts.cases.tidy()
        change(cases)
        return evolve(counts, cases=cases)

    return changed


def _more_met(cases: CaseSums) -> None:
    cases.met[next(iter(cases.met))] += 1


def _state(cases: CaseSums, **said: object) -> None:
    cases.states[0] = cases.states[0]._replace(**said)


def _none_met(cases: CaseSums) -> None:
    del cases.met[next(iter(cases.met))]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_another_number, "late"),
        (_a_removed_row, "late"),
        (_an_invented_row, "L2 late"),
        (_another_case(_more_met), "reply"),
        (_another_case(_none_met), "reply"),
        (_another_case(lambda cases: cases.states.clear()), "c1"),
        (_another_case(lambda cases: cases.states.append(cases.states[0]._replace(incident="c2"))), "c2"),
        (_another_case(lambda cases: _state(cases, status="met")), "c1"),
        (_another_case(lambda cases: _state(cases, unit="L2")), "c1"),
        (_another_case(lambda cases: _state(cases, due="2011-12-31", belongs="2011-12-31")), "c1"),
        (_another_case(lambda cases: _state(cases, merged=1)), "c1"),
    ],
)
@pytest.mark.parametrize("since", [False, True])
def test_a_stored_count_that_was_changed_with_its_digest_is_found_and_named(
    counted: Desk, change: Callable[[PeriodCounts], PeriodCounts], named: str, since: bool
) -> None:
    assert counted("verify").status == 0
    _tamper(change, SECTORS[0])
    if since:
        assert (
            counted("record", "incident", "incident=c9", "unit=L2", "kind=petition", "date=2012-05-01", "channel=online").status
            == 0
        )
    for lang, said in (("en", "the stored counts of insurance 2012 differ from a recount"), ("zh", "与重新计数不符")):
        found = counted("verify", lang=lang)
        assert found.status == 1
        assert said in found.err
        assert named in found.err
    assert counted("run", "--period", "2012", "--recount").status == 0
    assert counted("verify").status == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE counts SET batch = batch - 1",
        "UPDATE counts SET head = (SELECT head FROM batches WHERE batch = 1)",
        "UPDATE counts SET batch = batch + 1",
        "UPDATE counts SET content = zeroblob(10)",
        "UPDATE counts SET inputs = replace(inputs, '2012-12-31', '2012-12-30')",
        "UPDATE counts SET period = '2012-H1'",
        "UPDATE counts SET digest = 'x'",
    ],
)
def test_a_stored_count_that_does_not_agree_with_its_digest_is_found_and_no_run_takes_it(counted: Desk, change: str) -> None:
    right = counted("run", "--period", "2012", "--format", "csv").out
    with closing(sqlite3.connect("conduct.db")) as connection:
        connection.execute(change)
        connection.commit()
    for lang, said in (("en", "the stored counts of insurance 2012"), ("zh", "已存的计数（insurance 2012")):
        found = counted("verify", lang=lang)
        assert found.status == 1
        assert said in found.err
    assert counted("run", "--period", "2012", "--format", "csv").out == right
    assert counted("run", "--period", "2012", "--recount", "--format", "csv").out == right


def test_a_moved_mark_is_found_though_its_digest_is_made_anew(counted: Desk) -> None:
    assert (
        counted("record", "incident", "incident=c9", "unit=L1", "kind=petition", "date=2012-05-01", "channel=online").status == 0
    )
    with closing(sqlite3.connect("conduct.db")) as connection:
        batch, head = connection.execute("SELECT batch, head FROM batches ORDER BY batch DESC LIMIT 1").fetchone()
        last = {of: connection.execute(f"SELECT max(seq) FROM insurance_{of}").fetchone()[0] for of in ("incidents", "actions")}
    _tamper(lambda counts: evolve(counts, mark=Mark(batch, head, last)), SECTORS[0])
    found = counted("verify")
    assert found.status == 1
    assert "L1 petition" in found.err


def test_so_many_sets_of_counts_are_kept_of_a_period_and_none_once_units_or_the_layout_changed(counted: Desk) -> None:
    for day in ("2012-12-01", "2012-12-02", "2012-12-03", "2012-12-04"):
        counted.run("--period", "2012", "--as-of", day)
    counted.run("--period", "2012-H1")
    assert _stored() == [("insurance", "2012")] * 3 + [("insurance", "2012-H1")]
    units = "unit,name,kind\nL3,丁人寿,life\n"
    assert counted("load", counted.write("units.csv", units)).status == 0
    assert len(_stored()) == 4
    assert counted("load", counted.write("units.csv", units.replace("丁", "戊")), "--correct", "x").status == 0
    assert _stored() == []


def test_a_run_that_another_process_keeps_from_being_recorded_prints_at_once_and_stores_no_counts(counted: Desk) -> None:
    assert (
        counted("record", "incident", "incident=c9", "unit=L1", "kind=petition", "date=2012-05-01", "channel=online").status == 0
    )
    with closing(sqlite3.connect("conduct.db", isolation_level=None)) as other:
        before = other.execute("SELECT batch, digest FROM counts").fetchall()
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "conduct",
                "--lang",
                "en",
                "--sector",
                "insurance",
                "run",
                "--period",
                "2012",
                "--format",
                "csv",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline().startswith("unit,")
        printed = time.monotonic() - started
        _, err = process.communicate()
        assert process.returncode == 0
        assert "this run is not recorded" in err
        assert time.monotonic() - started < printed + 30
        other.execute("COMMIT")
        assert other.execute("SELECT batch, digest FROM counts").fetchall() == before
    assert counted("verify").status == 0


def test_a_copy_counts_as_its_original_does_and_the_ledger_as_it_once_stood_holds_no_counts(counted: Desk) -> None:
    assert counted("publish", "--period", "2012", "--despite", "x").status == 0
    asked = ("record", "incident", "incident=c9", "unit=L1", "kind=petition", "date=2012-05-01", "channel=online")
    assert counted(*asked).status == 0
    right = counted("run", "--period", "2012", "--recount", "--format", "csv").out
    assert counted("backup", "copy.db").status == 0
    for command in (("verify",), ("run", "--period", "2012", "--format", "csv")):
        copy = counted("--ledger", "copy.db", *command)
        assert copy.status == 0, copy.err
        assert command == ("verify",) or copy.out == right
    with Ledger.open("conduct.db") as ledger, as_it_stood(ledger, 2) as then:
        assert then.connection.execute("SELECT count(*) FROM counts").fetchone() == (0,)
    assert counted("export", "--csv", "out").status == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["actions.csv", "incidents.csv", "measures.csv", "units.csv"]


def test_a_ledger_that_cannot_be_written_is_assessed_from_what_is_stored_and_since(
    counted: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        counted("record", "incident", "incident=c9", "unit=L1", "kind=petition", "date=2012-05-01", "channel=online").status == 0
    )
    right = counted("run", "--period", "2012", "--recount", "--format", "json").out
    with closing(sqlite3.connect("conduct.db")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    before = Path("conduct.db").read_bytes()
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    assert counted("run", "--period", "2012", "--format", "json").out == right
    assert Path("conduct.db").read_bytes() == before
