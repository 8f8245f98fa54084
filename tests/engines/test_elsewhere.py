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


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("sector", "every_form"),
    [
        ("insurance", True),
        *((sector, False) for sector in SAMPLES if sector != "insurance"),
        *(pytest.param(sector, True, marks=pytest.mark.slow) for sector in SAMPLES if sector != "insurance"),
    ],
)
def test_a_samples_facts_elsewhere_come_to_what_its_ledger_does(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, sector: str, every_form: bool
) -> None:
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
        ("run", "--period", period, "--as-of", "2012-08-20", "--trace", "--format", "json"),
        ("explain", unit, "--period", period, "--format", "json"),
        ("duties", "--as-of", "2012-08-20", "--format", "json"),
        ("case", incident, "--as-of", "2012-08-20"),
    ]
    if every_form:
        asked += [
            *(("run", "--period", period, "--format", form) for form in ("json", "csv", "table")),
            ("run", "--trace", "--format", "json"),
            ("explain", unit, "--period", period, "--format", "text"),
            ("duties", "--as-of", "2012-08-20"),
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


@pytest.mark.campaign
@pytest.mark.parametrize("sector", list(SAMPLES))
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (0, 2))])
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


# ---- files that others wrote


def _others(folder: Path, *, of: str = "insurance") -> None:
    """Facts in the layout that is documented, in the types of another program, without what only an export has."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    day = date(2012, 3, 5)
    tables = {
        "units": {"unit": ["P01", "P02"], "name": ["甲", "乙"], "kind": ["property", "property"]},
        "measures": {
            "unit": ["P01", "P01", "P02", "P02"],
            "measure": ["outlets", "premium"] * 2,
            "period": ["2012"] * 4,
            "value": [10.0, 5000.5, 4.0, 800.25],
        },
        "incidents": {
            "incident": [1, 2, 3],
            "unit": ["P01", "P01", "P02"],
            "kind": ["petition", "petition", "late"],
            "date": [day, day, day],
            "channel": ["written", "telephone", None],
            "settled": [True, None, None],
        },
        "actions": {"action": ["a1"], "step": ["transfer"], "date": ["2012-03-06"], "incident": [2], "due": ["2012-03-20"]},
    }
    folder.mkdir()
    for name_, columns in tables.items():
        pq.write_table(pa.table(columns), folder / f"{name_}.parquet")


def _rewritten(path: Path, **changed: list[object]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kept = {c: v for c, v in pq.read_table(path).to_pydict().items() if c not in changed}
    pq.write_table(pa.table({**kept, **{c: v for c, v in changed.items() if v}}), path)


def test_files_of_another_program_are_assessed_as_the_same_rows_in_a_ledger_are(office: Desk) -> None:
    _others(office.folder / "facts")
    rows = {
        "units": "unit,name,kind\nP01,甲,property\nP02,乙,property\n",
        "measures": "unit,measure,period,value\nP01,outlets,2012,10\nP01,premium,2012,5000.5\nP02,outlets,2012,4\n"
        "P02,premium,2012,800.25\n",
        "incidents": "incident,unit,kind,date,channel,settled\n1,P01,petition,2012-03-05,written,yes\n"
        "2,P01,petition,2012-03-05,telephone,\n3,P02,late,2012-03-05,,\n",
        "actions": "action,step,date,incident,due\na1,transfer,2012-03-06,2,2012-03-20\n",
    }
    assert office("--ledger", "same.db", "init").status == 0
    loaded = office("--ledger", "same.db", "load", *(office.write(f"{of}.csv", text) for of, text in rows.items()))
    assert loaded.status == 0, loaded.err
    asked = ("run", "--period", "2012", "--trace", "--format", "json")
    elsewhere, of_ledger = office(*asked, *ELSEWHERE), office("--ledger", "same.db", *asked)
    assert elsewhere.status == 0, elsewhere.err
    assert _without_identity(elsewhere.out) == _without_identity(of_ledger.out)


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("table_", "changed", "said"),
    [
        ("incidents", {"incident": [1, 2, 2]}, "incidents.parquet, row 3, column incident: the id 2 is used twice, first in"),
        ("incidents", {"unit": ["P01", "P09", "P02"]}, "incidents.parquet, row 2, column unit: there is no unit “P09”"),
        ("actions", {"incident": [7]}, "actions.parquet, row 1, column incident: there is no incident “7”"),
        ("incidents", {"kind": ["petition", "petition", "tardy"]}, "row 3, column kind: there is no kind of incident “tardy”"),
        ("incidents", {"kind": ["petition", "petition", "迟办"]}, "row 3, column kind: "),
        ("incidents", {"date": ["2012-03-05", "2012-3-5", "5 March"]}, "row 3, column date: “5 March” is no date"),
        ("incidents", {"date": []}, "incidents.parquet: the required column date is missing"),
        ("incidents", {"date": [None, "2012-03-05", "2012-03-05"]}, "row 1, column date: this cell must be filled"),
        ("incidents", {"settled": ["maybe", None, None]}, "column settled: its type is VARCHAR; it should be yes or no"),
        ("incidents", {"settled": [2, None, None]}, "row 1, column settled: "),
        ("incidents", {"colour": ["red", "red", "red"]}, "column colour: incidents has no column “colour”"),
        ("incidents", {"channel": ["written", "telephone", "visit"]}, "row 3, column channel: "),
        ("actions", {"incident": [None]}, "row 1, column action: exactly one of incident and unit must be given"),
        ("units", {"parent": ["P02", "P01"]}, "the parents form a circle"),
        ("measures", {"value": ["10", "5000.5", "four", "1"]}, "measures.parquet, row 3, column value: “four” is no number"),
    ],
)
def test_what_is_wrong_in_files_is_said_by_file_and_row(
    office: Desk, table_: str, changed: dict[str, list[object]], said: str
) -> None:
    _others(office.folder / "facts")
    _rewritten(office.folder / "facts" / f"{table_}.parquet", **changed)
    outcome = office("run", "--period", "2012", *ELSEWHERE)
    assert outcome.status == 1
    assert said in outcome.err
    assert outcome.out == ""


def test_what_is_no_folder_of_facts_is_said(office: Desk) -> None:
    outcome = office("run", "--facts", "nowhere")
    assert (outcome.status, "nowhere is no folder" in outcome.err) == (1, True), outcome.err
    (office.folder / "empty").mkdir()
    assert "empty holds no facts" in office("run", "--facts", "empty").err
    _others(office.folder / "facts")
    (office.folder / "facts" / "units.parquet").write_text("unit,name,kind\n")
    assert "units.parquet: it cannot be read as Parquet" in office("run", *ELSEWHERE).err
    assert office("run", "--engine", "duckdb").status == 2
    assert office("export", "--csv", "one", "--parquet", "two").status == 2
    assert office("export", "--parquet", "facts").status == 1


def test_facts_of_another_sector_are_refused_by_name(office: Desk) -> None:
    assert office("--sector", "hospital", "--ledger", "h.db", "init", "--sample").status == 0
    assert office("--sector", "hospital", "--ledger", "h.db", "export", "--parquet", "facts").status == 0
    outcome = office("run", *ELSEWHERE)
    assert outcome.status == 1
    assert "use --sector hospital" in outcome.err


def test_a_url_of_a_folder_is_as_the_folder(office: Desk) -> None:
    _others(office.folder / "facts")
    url = (office.folder / "facts").as_uri()
    one, other = office("run", "--period", "2012", *ELSEWHERE), office("run", "--period", "2012", "--facts", url)
    assert (one.status, one.out) == (other.status, other.out)


def test_a_url_is_read_by_fsspec(office: Desk) -> None:
    import fsspec

    _others(office.folder / "facts")
    fsspec.filesystem("memory").put(str(office.folder / "facts"), "/of-others", recursive=True)
    one, other = office("run", "--period", "2012", *ELSEWHERE), office("run", "--period", "2012", "--facts", "memory://of-others")
    assert (other.status, other.out) == (one.status, one.out), other.err
    assert office("run", "--facts", "nothing-such://there").status == 1


def test_an_address_of_another_kind_is_said_to_be_untested(office: Desk) -> None:
    _others(office.folder / "facts")
    there = ("run", "--period", "2012", "--facts", f"local://{office.folder}/facts")
    for lang, said in (("en", "read from local:// by fsspec, which is untested"), ("zh", "从 local:// 读取，这种地址未经测试")):
        outcome = office(*there, lang=lang)
        assert outcome.status == 0, outcome.err
        assert said in outcome.out


def test_a_url_of_a_folder_whose_name_is_written_by_numbers_is_found(office: Desk) -> None:
    _others(office.folder / "事实 2012")
    outcome = office("run", "--period", "2012", "--facts", (office.folder / "事实 2012").as_uri())
    assert outcome.status == 0, outcome.err
    assert office("run", "--facts", f"file://{office.folder}/nowhere").status == 1


def test_a_run_of_facts_elsewhere_is_not_kept(office: Desk) -> None:
    import conduct

    assert office("export", "--parquet", "facts").status == 0
    with conduct.open("conduct.db", "insurance") as at:
        made = at.assess("2012", facts="facts", engine="duckdb")
        assert not made.recorded
        with pytest.raises(conduct.WrongUsage):
            at.keep(made)
        assert made.chain != at.assess("2012").chain


def test_changed_files_have_another_identity_and_are_looked_at_again(office: Desk) -> None:
    assert office("--ledger", "s.db", "init", "--sample").status == 0
    assert office("--ledger", "s.db", "export", "--parquet", "facts").status == 0
    path = next((office.folder / "facts" / "incidents").rglob("*.parquet"))
    import pyarrow.parquet as pq

    rows = pq.read_table(path).to_pydict()
    _rewritten(path, unit=["nobody", *rows["unit"][1:]])
    outcome = office("run", *ELSEWHERE)
    assert outcome.status == 1
    assert "there is no unit “nobody”" in outcome.err
