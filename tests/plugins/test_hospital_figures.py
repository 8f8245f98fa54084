"""The hospital's figures where they are printed."""

from __future__ import annotations

import csv
import io
import json

from tests.conftest import Desk

FIGURES = ["received", "carried-over", "closed", "open", "open-major", "due", "closed-on-time", "overdue"]


def test_every_figure_is_a_column_of_csv_and_equals_json_s(reception: Desk) -> None:
    assert reception("init", "--sample").status == 0
    whole = reception("run", "--period", "2012-Q3", "--format", "csv")
    assert whole.status == 0, whole.err
    [row] = csv.DictReader(io.StringIO(whole.out))
    assert [c for c in row if c in (*FIGURES, "satisfaction", "satisfaction-count")] == [
        *FIGURES, "satisfaction", "satisfaction-count",
    ]  # fmt: skip
    [unit] = json.loads(reception("run", "--period", "2012-Q3", "--format", "json").out)["units"]
    for figure in unit["figures"]:
        assert float(row[figure["figure"]]) == figure["value"]
        if figure["figure"] in FIGURES:
            assert row[figure["figure"]] == str(int(figure["value"]))  # cases are whole
        else:
            assert row["satisfaction-count"] == str(figure["count"])
    assert int(row["received"]) + int(row["carried-over"]) == int(row["closed"]) + int(row["open"])


def test_a_figure_that_no_unit_has_is_an_empty_column(reception: Desk) -> None:
    reception.write("units.csv", "unit,name,kind\nD1,站,desk\n")
    assert reception("init").status == 0
    assert reception("load", "units.csv").status == 0
    [row] = csv.DictReader(io.StringIO(reception("run", "--period", "2012", "--format", "csv").out))
    assert {row[f] for f in FIGURES} == {"0"}
    assert (row["satisfaction"], row["satisfaction-count"]) == ("", "")
