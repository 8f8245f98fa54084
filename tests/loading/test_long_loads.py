"""Long loads, which make their indexes at the end: the same ledger, the same errors as those of a few rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from conduct.loading.row_numbers import RowNumbers
from tests.conftest import MEASURES, UNITS, Desk
from tests.loading.test_load import INCIDENTS, facts

LONG = 12_500
ROWS = [f"i{n},L1,petition,2012-03-{1 + n % 28:02},written,no,\n" for n in range(LONG)]


def test_a_long_load_leaves_every_index_in_its_place(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.folder / "conduct.db")) as connection:
        before = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    outcome = desk("load", desk.write("units.csv", UNITS), desk.write("incidents.csv", INCIDENTS + "".join(ROWS)))
    assert outcome.status == 0, outcome.err
    with closing(sqlite3.connect(desk.folder / "conduct.db")) as connection:
        assert connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall() == before
    assert desk("verify").status == 0


def test_an_id_that_comes_twice_in_a_long_load_is_told_by_both_its_rows(desk: Desk) -> None:
    files = desk.write("units.csv", UNITS), desk.write("measures.csv", MEASURES)
    twice = desk.write(
        "incidents.csv", INCIDENTS + "".join([*ROWS, "i7,L2,petition,2012-04-01,visit,no,\n", ROWS[9], "i99999,L9,late\n"])
    )
    outcome = desk("load", *files, twice)
    assert outcome.status == 1
    assert (
        f"incidents.csv, row {LONG + 2}, column incident: the id i7 is used twice, first in incidents.csv, row 9" in outcome.err
    )
    assert (
        f"incidents.csv, row {LONG + 3}, column incident: the id i9 is used twice, first in incidents.csv, row 11" in outcome.err
    )
    assert f"incidents.csv, row {LONG + 4}, column unit: there is no unit “L9”" in outcome.err
    assert set(facts(desk).values()) == {0}
    desk.write("incidents.csv", INCIDENTS + "".join(ROWS))
    assert desk("load", *files, twice).status == 0
    assert facts(desk)["incidents"] == LONG


def test_the_same_row_in_two_files_of_a_long_load_is_one(desk: Desk) -> None:
    first, second = "".join(ROWS), "".join(ROWS[:3]) + "j1,L2,petition,2012-04-01,visit,no,\n"
    files = desk.write("incidents-a.csv", INCIDENTS + first), desk.write("incidents-b.csv", INCIDENTS + second)
    outcome = desk("load", desk.write("units.csv", UNITS), *files)
    assert outcome.status == 0, outcome.err
    assert "3 rows stood in the ledger already" in outcome.err
    assert facts(desk)["incidents"] == LONG + 1
    assert desk("verify").status == 0


def test_a_long_load_is_held_against_what_stands(desk: Desk) -> None:
    assert desk("load", desk.write("units.csv", UNITS), desk.write("incidents.csv", INCIDENTS + ROWS[5])).status == 0
    moved = [row.replace("written", "visit") for row in ROWS[6:]] + [ROWS[5].replace("written", "visit")]
    outcome = desk("load", desk.write("incidents.csv", INCIDENTS + "".join(moved)))
    assert outcome.status == 1
    row = f"incidents.csv, row {len(moved) + 1}, column incident"
    assert f"{row}: i5 stands in the ledger with other content (channel)" in outcome.err
    assert facts(desk)["incidents"] == 1


def test_numbers_of_rows_are_found_again_across_gaps() -> None:
    numbers, all_of_them = RowNumbers(), [2, 3, 4, 7, 8, 20, 21, 22, 30]
    numbers.extend(all_of_them[:4])
    numbers.append(all_of_them[4])
    numbers.extend([])
    numbers.extend(all_of_them[5:8])
    numbers.append(all_of_them[8])
    assert [numbers[n] for n in range(len(all_of_them))] == all_of_them
    assert [numbers.find(n) for n in range(32)] == [all_of_them.index(n) if n in all_of_them else None for n in range(32)]
