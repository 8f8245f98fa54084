"""Who owes a duty where the text names another than the unit: named everywhere, and in no unit's line or count."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import Desk
from tests.outside.conftest import Taxi

IMPORT = ("    Charge,\n    Choice,\n", "    Bearer,\n    Charge,\n    Choice,\n")
OFFICE = 'Words("车管所", "the vehicle office")'


def _owed(bearer: str) -> tuple[str, str]:
    return ("breach=late,\n", f"breach=late,\n        bearer={bearer},\n")


def _unit(desk: Desk, unit: str) -> dict[str, Any]:
    found: dict[str, Any] = {u["unit"]: u for u in desk.run("--period", "2025", "--trace")["units"]}[unit]
    return found


def _late(unit: dict[str, Any]) -> list[str]:
    return [i for line in unit["lines"] if line["kind"] == "late" for i in line["incidents"]]


def test_without_a_bearer_the_unit_owes_it(taxi: Taxi) -> None:
    desk = taxi()
    assert _late(_unit(desk, "B")) == ["c3"]
    assert _unit(desk, "B")["duties"] == {"met": 0, "breached": 1, "pending": 0}
    (due,) = json.loads(desk("duties", "--as-of", "2025-04-10", "--format", "json").out)["duties"]
    assert due["bearer"] == due["name"]


def test_what_another_owes_is_in_no_line_and_no_count(taxi: Taxi) -> None:
    desk = taxi(_owed(OFFICE))
    assert _late(_unit(desk, "B")) == []
    assert _unit(desk, "B")["duties"] == {"met": 0, "breached": 0, "pending": 0}
    assert desk("explain", "B", "--period", "2025").status == 0


@pytest.mark.parametrize(("lang", "words"), [("zh", "车管所"), ("en", "the vehicle office")])
def test_duties_case_regulation_and_calendar_name_who_owes_it(taxi: Taxi, lang: str, words: str) -> None:
    desk = taxi(_owed(OFFICE))
    day = ("--as-of", "2025-04-10")
    for command in (("duties", *day), ("duties", *day, "--format", "csv"), ("case", "c3", *day), ("regulation",)):
        assert words in desk(*command, lang=lang).out, command
    (due,) = json.loads(desk("duties", *day, "--format", "json", lang=lang).out)["duties"]
    assert due["bearer"] == words
    assert due["unit"] == "B"
    assert desk("duties", *day, "--ics", "due.ics", lang=lang).status == 0
    assert words in (desk.folder / "due.ics").read_text(encoding="utf-8").replace("\r\n ", "")


def test_a_condition_says_on_which_cases_another_owes_it(taxi: Taxi) -> None:
    desk = taxi(IMPORT, _owed(f"Bearer({OFFICE}, detour.is_(True))"))
    facts = desk.write(
        "incidents.csv", "incident,unit,kind,date,detour\nc8,B,complaint,2025-05-06,yes\nc9,B,complaint,2025-05-06,\n"
    )
    steps = "action,step,date,incident\n" + "".join(
        f"t{c},transfer,2025-05-07,{c}\nx{c},close,2025-05-08,{c}\n" for c in ("c8", "c9")
    )
    assert desk("load", facts, desk.write("actions.csv", steps)).status == 0
    assert _late(_unit(desk, "B")) == ["c3"]  # of an ordinary complaint the unit owes it
    assert _unit(desk, "B")["duties"] == {"met": 1, "breached": 1, "pending": 0}
    assert "the vehicle office" in desk("case", "c8", "--as-of", "2025-05-09").out
    assert "the vehicle office" not in desk("case", "c9", "--as-of", "2025-05-09").out


def test_a_bearer_by_what_no_case_says_is_found_by_the_checks(taxi: Taxi) -> None:
    taxi(IMPORT, _owed(f'Bearer({OFFICE}, Attribute("by-night", Words("夜间", "by night"), YesNo()).is_(True))'), sample=False)
    from conduct.host import load_sector
    from conduct.testing import check_sector

    assert any("Bearer.when: its condition reads by-night" in found for found in check_sector(load_sector("taxi")))
