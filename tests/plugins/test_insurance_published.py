"""The regulator's own table of the first half of 2012: the ranking by complaints for the premium comes out as published."""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.conftest import Desk

TABLE = Path(__file__).parent / "published" / "circ_2012h1_property.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def test_companies_rank_as_published(desk: Desk) -> None:
    """With a unit of premium so large that the outlets weigh nothing; premium is complaints for their density, as printed."""
    units, measures, incidents = ["unit,name,kind"], ["unit,measure,period,value"], ["incident,unit,kind,date,channel"]
    for n, row in enumerate(ROWS):
        premium = Decimal(row["complaints"]) / Decimal(row["per_100m_premium"]) * 100_000_000
        units.append(f"P{n},{row['company']},property")
        measures += [f"P{n},outlets,2012-H1,1", f"P{n},premium,2012-H1,{premium.quantize(Decimal(1), ROUND_HALF_UP)}"]
        incidents += [f"P{n}-{m},P{n},petition,2012-03-05,written" for m in range(int(row["complaints"]))]
    tables = {"units": units, "measures": measures, "incidents": incidents}
    files = [desk.write(f"{name}.csv", "\n".join(rows) + "\n") for name, rows in tables.items()]
    assert desk("load", *files).status == 0
    desk.write("conduct.toml", "[insurance.readings]\npremium-unit = 1000000000000000\n")
    lines = {
        unit["name"]: line
        for unit in desk.run("--period", "2012-H1")["units"]
        for line in unit["lines"]
        if line.get("channel") == "written"
    }
    density = {row["company"]: Decimal(row["per_100m_premium"]) for row in ROWS}
    by_index = sorted(ROWS, key=lambda row: -lines[row["company"]]["index"])
    assert [density[row["company"]] for row in by_index] == sorted(density.values(), reverse=True)
    placed = {row["company"]: line["place"] for row in ROWS if (line := lines[row["company"]])["place"] is not None}
    once = [row for row in ROWS if list(density.values()).count(density[row["company"]]) == 1 and row["company"] in placed]
    assert len(once) > 5
    assert all(placed[row["company"]] == int(row["density_rank"]) for row in once)
    counted = {name: line["count"] for name, line in lines.items()}
    assert counted == {row["company"]: int(row["complaints"]) for row in ROWS}
