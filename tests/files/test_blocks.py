"""Separated values read in blocks of columns: the same rows as one by one, whatever the file holds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from conduct.core.base.faults import Fault
from conduct.files import csv_rows
from conduct.files.csv_rows import read_csv
from conduct.files.tables import Look, NumberedRow, RowBlock, Table

CELLS = [
    "",
    "a",
    "投诉",
    " b ",
    "0",
    "x;y",
    "\t",
    "\u2028",
    "\x0b",
    "\x85",
    "'",
    '"q"',
    '"a,b"',
    '"two\nlines"',
    '"say ""no"""',
    "\0",
]
ENDS = ["\n", "\r\n", "\r"]
BROKEN = ['"open', '"a"b', "a,b,c,d", "", "a", ",", '"open\n,,\n']


def flat(table: Table, blocks: bool) -> tuple[list[NumberedRow], list[str]]:
    """The rows, and the problems with which they break off."""
    rows: list[NumberedRow] = []
    try:
        for one in table.parts(Look()) if blocks else table.rows:
            rows.extend(one.rows if isinstance(one, RowBlock) else [one])
    except Fault as error:
        return rows, [str(problem) for problem in error.problems]
    return rows, []


@pytest.mark.parametrize("seed", range(150))
def test_blocks_hold_the_rows_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    draw = random.Random(seed)
    monkeypatch.setattr(csv_rows, "_AT_ONCE_READ", draw.choice([1, 40, 400, 1 << 16]))
    cells = draw.sample(CELLS, draw.randint(2, len(CELLS))) if seed % 3 else CELLS[:5]
    end = draw.choice(ENDS) if seed % 4 else "\n"
    lines = [",".join(draw.choice(cells) for _ in range(3)) for _ in range(draw.randint(0, 80))]
    if seed % 5 == 0:
        lines.insert(draw.randint(0, len(lines)), draw.choice(BROKEN))
    header = ["", 'note,"of, all",'] if seed % 7 == 0 else []
    text = end.join([*header, "one,two,three", *lines]) + draw.choice(["", end])
    path = tmp_path / "units.csv"
    path.write_text(text, encoding="utf-8", newline="")
    table = read_csv("units", path, "utf-8", len(header) + 1)
    assert flat(table, blocks=True) == flat(table, blocks=False)


def test_plain_rows_come_in_blocks(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("unit,name\n" + "".join(f"u{n},Unit {n}\n" for n in range(50_000)), encoding="utf-8")
    parts = list(read_csv("units", path, "utf-8", None).parts(Look()))
    assert sum(len(one.numbers) for one in parts if isinstance(one, RowBlock)) > 45_000  # all but those that stand by the header


def test_a_cell_that_is_too_long_breaks_off_as_before(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(f"unit,name\nu1,a\nu2,{'x' * (csv_rows.LONGEST_CELL + 1)}\nu3,b\n", encoding="utf-8")
    table = read_csv("units", path, "utf-8", None)
    assert flat(table, blocks=True) == flat(table, blocks=False)
    assert flat(table, blocks=True)[1]
