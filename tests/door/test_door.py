"""The door gives what the command line gives: values that are typed, frozen, picklable and short, and the same objects."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from inspect import signature
from pathlib import Path
from typing import Any

import attrs
import click
import pytest

import conduct
from conduct.cli import cli, main
from conduct.core.base.asker import said_to
from conduct.core.base.messages import MESSAGES
from conduct.core.ledger.ledger import Ledger

pytestmark = pytest.mark.usefixtures("tested_once")

SECTORS = ("insurance", "banking", "hospital", "power_utility")
UNITS = [{"unit": u, "name": n, "kind": k} for u, n, k in (("L1", "甲", "life"), ("L2", "乙", "life"), ("P1", "丙", "property"))]
MEASURES = [
    {"unit": unit["unit"], "measure": measure, "period": period, "value": value}
    for unit in UNITS
    for measure, value in (("outlets", 10), ("premium", Decimal("1e8")))
    for period in (2012, "2012-H1")
]
LATE = {"kind": "late", "date": date(2012, 3, 5)}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("CONDUCT_SECTOR", "CONDUCT_LEDGER", "CONDUCT_CONFIG", "CONDUCT_LANG"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def office() -> Iterator[conduct.Office]:
    """Three companies in memory."""
    with conduct.open(":memory:", "insurance", lang="en") as made:
        made.add(units=UNITS, measures=MEASURES)
        yield made


@pytest.fixture(scope="module", params=SECTORS)
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A sector and a ledger of its sample."""
    path = str(tmp_path_factory.mktemp(request.param) / "s.db")
    with conduct.open(path, request.param) as office:
        loaded = office.init(sample=True).loaded
    assert loaded is not None
    assert sum(loaded.added.values()) > 50
    return request.param, path


def _printed(capsys: pytest.CaptureFixture[str], sample: tuple[str, str], *arguments: str) -> Any:
    capsys.readouterr()
    assert main(["--sector", sample[0], "--ledger", sample[1], "--lang", "zh", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def _whole(result: conduct.Result[Any]) -> Any:
    """A result's object, which is the same once it was pickled, as are its values."""
    again = pickle.loads(pickle.dumps(result))
    assert again == result
    assert type(again) is type(result)
    for field in attrs.fields(type(result)):
        assert getattr(again, field.name) == getattr(result, field.name), field.name
    assert len(repr(result)) < 300
    assert repr(result) == repr(again)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        result.notes = ()  # type: ignore[attr-defined]
    return json.loads(json.dumps(result.to_dict()))


@pytest.mark.campaign
def test_the_objects_are_those_that_the_command_line_prints(sample: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with conduct.open(sample[1], sample[0], lang="zh") as office:
        year = office.assess(trace=True)
        assert _whole(year) == _printed(capsys, sample, "run", "--format", "json", "--trace")
        for unit in (year.units[0].unit, year.units[-1].unit):
            made = _whole(office.explain(unit))
            assert made == _printed(capsys, sample, "explain", unit, "--format", "json")
        assert _whole(office.duties(as_of="2012-12-31")) == _printed(
            capsys, sample, "duties", "--as-of", "2012-12-31", "--format", "json"
        )
        assert _whole(office.readings()) == _printed(capsys, sample, "readings", "--format", "json")
        assert _whole(office.regulation()) == _printed(capsys, sample, "regulation", "--format", "json")
        period = year.period.id
        assert _whole(office.compare(period, period)) == _printed(capsys, sample, "compare", period, period, "--format", "json")
        assert _whole(office.runs())["runs"]
        assert _whole(office.verify())["whole"] is True
        incident = next(iter(line.incidents[0] for unit in year.units for line in unit.lines if line.incidents), None)
        if incident is not None:
            assert _whole(office.case(incident))["incident"]["incident"] == incident
            assert _whole(office.history(incident))["versions"]
            would = _whole(office.whatif(without=incident))
            assert would == _printed(capsys, sample, "whatif", "--without", incident, "--format", "json")


@pytest.mark.slow
def test_what_a_reading_decides_and_what_the_law_does_to_itself(capsys: pytest.CaptureFixture[str]) -> None:
    sample = ("insurance", "s.db")
    with conduct.open(sample[1], sample[0], lang="zh") as office:
        office.init(sample=True)
        assert _whole(office.readings(sensitivity=True)) == _printed(
            capsys, sample, "readings", "--sensitivity", "--format", "json"
        )
        assert _whole(office.regulation(stress=True)) == _printed(capsys, sample, "regulation", "--stress", "--format", "json")
        would = office.whatif({"late": 9}, reading={"premium-term": "channel"})
        given = ("whatif", "late=9", "--reading", "premium-term=channel", "--format", "json")
        assert _whole(would) == _printed(capsys, sample, *given)


def test_every_command_is_a_method_with_its_options() -> None:
    called = {"run": "assess"}
    other = {"with": "more", "format": None, "output": None, "files": "files", "pairs": "points", "fact": "fact"}
    for name, command in cli.commands.items():
        if name in ("desk", "serve", "account", "remind"):  # a session at a terminal, one in browsers, and who may have it
            continue
        method = getattr(conduct.Office, called.get(name, name))
        known = signature(method).parameters
        for parameter in command.params:
            option = parameter.opts[-1].lstrip("-").replace("-", "_")
            named = other.get(option, option)
            if isinstance(parameter, click.Option) and named is not None and (name, named) != ("help", "help"):
                assert named in known, (name, named)


def test_rows_are_plain_values(office: conduct.Office) -> None:
    class Item:
        shape = ()

        def item(self) -> int:
            return 7

    rows = [
        {"incident": Item(), "unit": "L1", "kind": "late", "date": datetime(2012, 3, 5, 8, 30), "text": None},
        {"incident": "i2", "单位": "乙", "类别": "逾期办理", "日期": "2012年3月5日", "text": float("nan")},
    ]
    with pytest.raises(conduct.Fault, match="incidents"):
        office.add(incidents=rows)
    rows[1] = {"incident": "i2", "unit": "乙", "kind": "逾期办理", "date": "2012/3/5", "text": float("nan")}
    loaded = office.add(incidents=iter(rows))
    assert loaded.added == {"incidents": 2}
    assert office.add(incidents=rows).unchanged == 2
    assert {v.command for v in office.history("7").versions} == {"add"}
    found = office.history("i2").versions[0]
    assert (found.values["unit"], found.values["text"], found.file) == ("L2", None, "incidents")
    units = {unit.unit: unit for unit in office.assess("2012").units}
    assert (units["L1"].score, units["P1"].score) == (98, 100)


def test_an_add_is_all_or_nothing_and_names_table_and_row(office: conduct.Office) -> None:
    good = {"incident": "i1", "unit": "L1", **LATE}
    with pytest.raises(conduct.Fault) as caught:
        office.add(
            incidents=[good, {**good, "incident": "i2", "date": "soon", "unit": ["L1"]}, 5],  # type: ignore[list-item]
            actions=[{"action": "a", "step": "appeal", "date": "2012-04-01", "incident": "i9"}],
        )
    said = str(caught.value)
    assert "incidents, row 2, column unit: a value is a text" in said
    assert "incidents, row 3: a row is a mapping" in said
    assert "incidents, row 2, column date: “soon” is no date" in said
    assert "actions, row 1, column incident" in said
    assert {p.place.file for p in caught.value.problems if p.place} == {"incidents", "actions"}
    with pytest.raises(conduct.Fault, match="no incident"):
        office.case("i1")
    for wrong in ("rows", good, 5):
        with pytest.raises(conduct.Fault, match="incidents: rows are wanted here"):
            office.add(incidents=wrong)  # type: ignore[arg-type]
    with pytest.raises(conduct.Fault, match="truth value"):
        office.add(incidents=[{**good, "incident": True}])
    assert office.add(incidents=[]).added == {}


def test_a_correction_through_add_is_kept_with_its_reason_and_its_author() -> None:
    with conduct.open(":memory:", "insurance", lang="en", author="the night job") as office:
        office.add(units=UNITS)
        office.add(incidents=[{"incident": "i1", "unit": "L1", **LATE}])
        with pytest.raises(conduct.Fault, match="For a correction, add correct=REASON"):
            office.add(incidents=[{"incident": "i1", "unit": "L2", **LATE}])
        office.add(incidents=[{"incident": "i1", "unit": "L2", **LATE}], correct="the wrong company")
        first, second = office.history("i1").versions
        assert (first.replaced_by, second.reason, second.claimed) == (second.batch, "the wrong company", "the night job")
        assert office.verify().whole


def test_figures_are_exact_and_rounded_only_in_the_object(office: conduct.Office) -> None:
    office.add(incidents=[{"incident": f"t{n}", "unit": "L1", "kind": "petition", "date": "2012-03-05", "channel": "telephone"}
                          for n in range(7)])  # fmt: skip
    year = office.assess("2012")
    line = next(line for unit in year.units for line in unit.lines if line.kind == "petition" and line.count)
    assert isinstance(line.average, Fraction)
    (told,) = [one for unit in year.to_dict()["units"] for one in unit["lines"] if one["kind"] == "petition" and one["count"]]
    assert told["average"] == pytest.approx(float(line.average), abs=1e-6)
    assert year.made.units[0].unit == year.units[0].unit
    with pytest.raises(AttributeError, match="pickled"):
        _ = pickle.loads(pickle.dumps(year)).made


def test_record_says_what_is_due_next() -> None:
    with conduct.open(":memory:", "hospital", lang="en") as office:
        office.init(sample=True)
        unit = office.assess().units[0].unit
        one = office.record("incident", kind="complaint", unit=unit)
        assert one.incident is not None
        assert one.day == date.today()
        assert one.due
        assert {state.incident for state in one.due} == {one.incident}
        assert one.due[0].since == one.day
    with pytest.raises(conduct.Fault, match="closed"):
        office.runs()


def test_a_run_is_published_with_a_reason_or_not_at_all() -> None:
    with conduct.open("s.db", "insurance", lang="en") as office:
        office.init(sample=True)
        with pytest.raises(conduct.Fault, match="despite=") as caught:
            office.publish("2012")
        assert any("s5" in words.en for words in caught.value.beside)
        assert "s5" in str(caught.value)
        sealed = office.publish("2012", despite="the year must close", note="final")
        assert (sealed.number, sealed.new, office.publish("2012").new) == (1, True, False)
        assert office.runs().runs[0].despite == "the year must close"
        assert office.verify(sealed.head).stands is not None
        assert office.compare(1, "now").units == ()
        office.backup("copy.db")
        assert sorted(office.export(csv="out").rows) == ["actions", "incidents", "measures", "units"]
        with pytest.raises(conduct.Fault, match="exists"):
            office.backup("copy.db")
        with pytest.raises(conduct.Fault, match="is the ledger"):
            office.duties(ics="s.db")
    with conduct.open("copy.db") as copy, pytest.raises(conduct.Fault, match="no head"):
        copy.verify("xyz")


def test_several_offices_sectors_and_threads_in_one_process() -> None:
    found: dict[str, int] = {}

    def work(sector: str) -> None:
        with conduct.open(f"{sector}.db", sector) as office:
            office.init(sample=True)
            found[sector] = len(office.assess().units)

    with conduct.open(":memory:", "insurance") as one, conduct.open(":memory:", "insurance") as two:
        threads = [threading.Thread(target=work, args=(sector,)) for sector in SECTORS]
        for thread in threads:
            thread.start()
        one.add(units=UNITS)
        for thread in threads:
            thread.join()
        with pytest.raises(conduct.Fault, match="no unit"):
            two.add(incidents=[{"incident": "i1", "unit": "L1", **LATE}])
    assert set(found) == set(SECTORS)
    assert all(found.values())


def test_one_ledger_holds_several_sectors() -> None:
    for sector in SECTORS:
        with conduct.open("all.db", sector) as office:
            office.init(sample=True)
    with conduct.open("all.db", lang="en") as office:
        assert set(office.verify().facts) == set(SECTORS)
        assert {duty.sector for duty in office.duties(as_of="2012-03-01").duties} <= set(SECTORS)
        with pytest.raises(conduct.WrongUsage, match="name a sector with sector="):
            office.assess()


def test_a_closed_office_and_another_thread_are_told_so(office: conduct.Office) -> None:
    said: list[str] = []

    def other() -> None:
        try:
            office.assess()
        except conduct.Fault as error:
            said.append(str(error))

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert said == ["the ledger :memory: was opened by another thread: open one in each thread with conduct.open"]


def test_a_configuration_is_a_file_or_what_it_would_say() -> None:
    settings = {"insurance": {"readings": {"premium-term": "channel"}}, "columns": {"险企": "unit"}}
    with conduct.open(":memory:", "insurance", config=settings, lang="en") as office:
        office.add(units=UNITS, measures=MEASURES, incidents=[{"incident": "i1", "险企": "L1", **LATE}])
        assert office.assess("2012").readings["premium-term"] == "channel"
    with pytest.raises(conduct.Fault, match="config"):
        conduct.open(":memory:", "insurance", config={"columns": 5})
    with pytest.raises(conduct.WrongUsage, match="no sector “nothing”"):
        conduct.open("none.db", "nothing")
    assert not Path("none.db").exists()


# ---- words for a program


def test_advice_names_parameters_and_methods() -> None:
    for code, words in MESSAGES.items():
        for text in (words.zh, words.en):
            said = said_to(text)
            assert " --" not in f" {said}", code
            assert "conduct --" not in said, code
            assert not any(f"conduct {name}" in said for name in cli.commands), code
    with pytest.raises(conduct.Fault) as caught:
        Ledger.open("none.db")
    assert str(caught.value) == 'there is no ledger none.db; make one with: conduct.open("none.db", SECTOR)'
    assert "请先用 conduct.open" in caught.value.said("zh")


def test_the_command_line_is_told_of_options_even_after_a_program_was_of_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["--sector", "insurance", "--lang", "en", "run"]) == 1
        assert "conduct --sector insurance --ledger conduct.db init" in capsys.readouterr().err
        with pytest.raises(conduct.Fault, match=r"conduct\.open"):
            Ledger.open("none.db")


def test_what_users_wrote_is_not_taken_for_advice(office: conduct.Office) -> None:
    with pytest.raises(conduct.Fault, match="“--period” is no date"):
        office.add(incidents=[{"incident": "i1", "unit": "L1", "kind": "late", "date": "--period"}])


# ---- the host's process


HOST = """
import decimal, locale, logging, os, signal, sys, warnings
def state():
    return (
        [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)], list(warnings.filters), locale.setlocale(locale.LC_ALL),
        sys.stdout, sys.stderr, sys.excepthook, repr(decimal.getcontext()), logging.root.handlers[:], logging.root.level,
        dict(os.environ), os.getcwd(), sys.getrecursionlimit(), list(sys.path),
    )
before = state()
import conduct
for name in conduct.__all__:
    getattr(conduct, name)
assert "click" not in sys.modules, "click"
with conduct.open(":memory:", "insurance") as office:
    office.init(sample=True)
    year = office.assess()
    office.explain(year.units[0].unit); office.duties(); office.readings()
    office.regulation(); office.verify(); office.template("t.xlsx")
assert not {m for m in sys.modules if m.startswith(("conduct.cli", "conduct.commands", "conduct.bilingual"))}
after = state()
assert before == after, [pair for pair in zip(before, after) if pair[0] != pair[1]]
"""


def test_the_hosts_process_is_as_it_was_and_nothing_is_printed() -> None:
    done = subprocess.run([sys.executable, "-c", HOST], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_names_that_are_not_there_are_attribute_errors(tmp_path: Path) -> None:
    assert set(dir(conduct)) == set(conduct.__all__)
    for name in ("Nothing", "opens"):
        with pytest.raises(AttributeError, match=name):
            getattr(conduct, name)
    (tmp_path / "asks.py").write_text("import conduct\nconduct.Nothing\nconduct.open('x').nothing()\nreveal_type(conduct.open)\n")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "asks.py"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert 'Module has no attribute "Nothing"' in done.stdout
    assert '"Office" has no attribute "nothing"' in done.stdout
    assert "Office" in done.stdout.splitlines()[2]


def test_every_value_is_exported_frozen_and_said_in_a_line() -> None:
    sessions = ("Office", "DeskSession")
    for name in conduct.__all__:
        found = getattr(conduct, name)
        if isinstance(found, type) and found.__module__.startswith("conduct.door") and attrs.has(found) and name not in sessions:
            assert found.__setattr__ is not object.__setattr__, name
            assert found.__doc__, name
