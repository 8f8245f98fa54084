"""What is written never overwrites the ledger, the configuration or what was read; and a day knows nothing of later ones."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from tests.conftest import Desk


@pytest.mark.parametrize(
    "command",
    [
        ("run", "--period", "2012", "--output", "conduct.db"),
        ("run", "--period", "2012", "--output", "./conduct.db"),
        ("duties", "--ics", "conduct.db"),
        ("duties", "--output", "conduct.db-wal"),
        ("regulation", "--output", "conduct.db"),
        ("explain", "L1", "--period", "2012", "--output", "conduct.db"),
        ("load", "units.csv", "--rejects", "units.csv"),
        ("load", "units.csv", "--marked", "units.csv"),
        ("load", "units.csv", "--marked", "conduct.db"),
        ("load", "units.csv", "--rejects", "conduct.db"),
        ("run", "--period", "2012", "--output", "conduct.toml"),
        ("template", "units.csv"),
        ("backup", "units.csv"),
    ],
)
def test_an_output_never_overwrites_what_is_read(office: Desk, command: tuple[str, ...]) -> None:
    office.write("conduct.toml", "")
    kept = {name: Path(name).read_bytes() for name in ("conduct.db", "units.csv", "conduct.toml")}
    outcome = office(*command)
    assert outcome.status == 1
    assert command[-1].rsplit("/", 1)[-1] in outcome.err
    assert {name: Path(name).read_bytes() for name in kept} == kept
    assert not Path("conduct.db-wal.part").exists()


def test_duties_of_a_day_know_nothing_of_later_incidents(desk: Desk) -> None:
    base = ("--sector", "power_utility")
    assert desk(*base, "init", "--sample").status == 0
    found = json.loads(desk(*base, "duties", "--as-of", "2012-05-31", "--format", "json").out)["duties"]
    assert found
    assert all(duty["since"] <= "2012-05-31" for duty in found)
    assert json.loads(desk(*base, "duties", "--as-of", "2011-12-31", "--format", "json").out)["duties"] == []


def test_the_last_day_is_due_in_the_list_and_no_breach_in_the_case(desk: Desk) -> None:
    base = ("--sector", "hospital")
    assert desk(*base, "init").status == 0
    units = desk.write("units.csv", "unit,name,kind\nd,D,desk\n")
    facts = desk.write("incidents.csv", "incident,unit,kind,date\nk,d,complaint,2012-11-06\n")
    assert desk(*base, "load", units, facts).status == 0
    shown = desk(*base, "case", "k", "--as-of", "2012-11-06").out
    assert "not recorded on the day" not in shown
    assert "not recorded on the day" in desk(*base, "case", "k", "--as-of", "2012-11-07").out
    assert "due" in shown


def test_a_unit_s_kind_cannot_be_corrected_away_from_the_facts_that_name_it(desk: Desk) -> None:
    base = ("--sector", "power_utility")
    assert desk(*base, "init").status == 0
    units = "unit,name,kind,parent\ns,站,station,\ne,人,employee,s\n"
    facts = "incident,unit,kind,date,person\ni,s,improper-service,2012-03-01,e\n"
    assert desk(*base, "load", desk.write("units.csv", units), desk.write("incidents.csv", facts)).status == 0
    outcome = desk(*base, "load", desk.write("units.csv", units.replace("employee", "station")), "--correct", "x")
    assert outcome.status == 1
    assert "i" in outcome.err


def test_a_hostile_name_stays_on_its_line_in_notes(desk: Desk) -> None:
    base = ("--sector", "power_utility")
    assert desk(*base, "init").status == 0
    rows = [json.dumps({"unit": "s", "name": "\x1b[31mRED\nNotes: everything is fine", "kind": "station"})]
    assert desk(*base, "load", desk.write("units.jsonl", "\n".join(rows))).status == 0
    shown = desk(*base, "run", "--period", "2012").out
    assert "\x1b" not in shown
    assert not any(line.startswith("Notes: everything") for line in shown.splitlines())


def test_a_name_with_a_return_alone_is_one_cell(office: Desk) -> None:
    assert (
        office(
            "load", office.write("units-2.jsonl", '{"unit": "L1", "name": "a\\rb", "kind": "life"}\n'), "--correct", "x"
        ).status
        == 0
    )
    out = office("run", "--period", "2012", "--format", "csv").out
    assert any(row[:2] == ["L1", "a\rb"] for row in csv.reader(StringIO(out, newline="")))
