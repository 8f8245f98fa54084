"""A run is identified by the law that it applies: its declared values and its words, never how and where they are written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import typing
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs
import pytest

from conduct.core.law.conditions import Condition
from conduct.core.law.digest import NAMES
from conduct.core.law.sector import Sector
from tests.conftest import Desk
from tests.outside.conftest import Make, Site


def _id(desk: Desk) -> str:
    """The identity of the year's run, as `publish` says it."""
    outcome = desk("publish", "--period", "2025", "--despite", "test")
    if outcome.status == 2:  # nothing asks for a reason yet
        outcome = desk("publish", "--period", "2025")
    assert outcome.status == 0, outcome.err
    return outcome.out.split("run ")[1].split(",")[0].split(";")[0].strip()


POINTS = ("scale=Each(10)", "scale=Each(7)")


def test_other_points_in_a_new_version_are_another_run_and_are_published_anew(taxi: Make, site: Site) -> None:
    desk = taxi()
    before = {u["unit"]: u["score"] for u in desk.run("--period", "2025")["units"]}
    first = _id(desk)
    site.taxi(POINTS)
    after = {u["unit"]: u["score"] for u in desk.run("--period", "2025")["units"]}
    assert (before["B"], after["B"]) == (88.0, 91.0)
    assert _id(desk) != first
    assert len([line for line in desk("runs").out.splitlines() if "2025" in line]) >= 2
    outcome = desk("compare", "1", "2")
    assert outcome.status == 0, outcome.err
    assert "rules and text" in outcome.out
    assert "规则与条文" in desk("compare", "1", "2", lang="zh").out
    differ = json.loads(desk("compare", "1", "2", "--format", "json").out)["differ"]
    assert list(differ) == ["law"]
    site.taxi()
    assert _id(desk) == first
    assert "published already as number 1" in desk("publish", "--period", "2025").out


OTHER_LAW = [
    pytest.param(("scale=Each(2)", "scale=Once(2)"), id="a scale of the same figures"),
    pytest.param(("First(1))", "Last(1))"), id="a place of the same figure"),
    pytest.param(("WorkingDays(5)", "Months(5)"), id="a deadline of the same figure"),
    pytest.param(("OnPerson(driver)", "OnPerson(driver, or_unit=True)"), id="on whom"),
    pytest.param(("when=serious.is_(True)", "when=serious.is_(False)"), id="a condition"),
    pytest.param(("when=serious.is_(True)", "when=~serious.is_(True)"), id="its contrary"),
    pytest.param(('Words("表扬", "praised")', 'Words("嘉奖", "praised")'), id="words"),
    pytest.param(('"绕路", "detour"), YesNo())', '"绕路", "detour"), YesNo(), default=1)'), id="a default"),
    pytest.param(("    periods=(YEAR, QUARTER),\n", "    periods=(YEAR, QUARTER),\n    by_case=True,\n"), id="by case"),
    pytest.param(("per=100", "per=10"), id="a formula's input"),
]
IMPORTS = (
    ("    First,\n", "    First,\n    Last,\n    Months,\n"),
    ("    Each,\n", "    Each,\n    Once,\n"),
)


@pytest.mark.parametrize("change", OTHER_LAW)
def test_another_value_is_another_law(taxi: Make, site: Site, change: tuple[str, str]) -> None:
    desk = taxi()
    first = _id(desk)
    site.taxi(change, *IMPORTS)
    assert _id(desk) != first


def test_a_word_of_the_text_that_no_rule_quotes_is_part_of_the_law(taxi: Make, site: Site) -> None:
    desk = taxi()
    first = _id(desk)
    text = site.folder / "conduct_taxi" / "notice_2025_2.zh.md"
    text.write_text(text.read_text(encoding="utf-8").replace("由示例局负责解释", "由示例厅负责解释"), encoding="utf-8")
    sys.modules.pop("conduct_taxi")
    assert _id(desk) != first


SAME_LAW = [
    pytest.param(("# ---- who is assessed", "# one line more\n\n\n# ---- who is assessed"), id="lines"),
    pytest.param(("def per_hundred(", "import os as _\n\n\ndef per_hundred("), id="modules"),
    pytest.param(("Formula(per_hundred,", "Formula(lambda **given: per_hundred(**given),"), id="a function"),
    pytest.param(("scale=Each(2)", 'scale=Each("2.0")'), id="a figure as text"),
    pytest.param(("scale=Each(2)", "scale=Each(Fraction(2))"), id="a figure as a fraction"),
    pytest.param(("Factor(\n", "Factor(\n"), id="nothing"),
    pytest.param(("    periods=(YEAR, QUARTER),\n", "    periods=(YEAR, QUARTER),\n    by_case=False,\n"), id="a default, said"),
    pytest.param(('{"yes": 2, "no": 1}', '{"no": 1, "yes": 2}'), id="the order of a mapping"),
]


@pytest.mark.parametrize("change", SAME_LAW)
def test_the_same_law_written_otherwise_is_the_same(taxi: Make, site: Site, change: tuple[str, str]) -> None:
    desk = taxi()
    first = _id(desk)
    site.taxi(change)
    assert _id(desk) == first


def test_another_version_of_the_package_is_another_run(taxi: Make, site: Site) -> None:
    desk = taxi()
    first = _id(desk)
    record = next(site.folder.glob("*.dist-info"))
    text = (record / "METADATA").read_text()
    (record / "METADATA").write_text(text.replace("0.1.0", "0.2.0"))
    record.rename(record.with_name("conduct_taxi-0.2.0.dist-info"))
    assert _id(desk) != first
    assert "version of the sector's package 0.1.0 → 0.2.0" in desk("compare", "1", "2").out


def test_the_same_inputs_are_the_same_run_in_every_process_and_place(taxi: Make, site: Site, tmp_path: Path) -> None:
    """Other hash seeds, another folder, and the package's module under another name."""
    desk = taxi()
    first = _id(desk)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(site.folder, elsewhere)
    (elsewhere / "conduct_taxi").rename(elsewhere / "conduct_cab")
    (next(elsewhere.glob("*.dist-info")) / "entry_points.txt").write_text("[conduct.sectors]\ntaxi = conduct_cab\n")
    for seed, place in (("0", site.folder), ("1", site.folder), ("12345", elsewhere)):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join([str(place), *filter(None, sys.path[1:])]),
        }
        ran = subprocess.run(
            [sys.executable, "-m", "conduct", "--lang", "en", "publish", "--period", "2025"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert f"run {first}" in ran.stdout


def _vocabulary() -> set[type]:
    """Every class that a field of a sector may hold, at any depth."""
    found: set[type] = set()
    waiting: list[Any] = [Sector, Condition]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and attrs.has(one) and one.__module__.startswith("conduct.core") and one not in found:
            found.add(one)
            waiting += one.__subclasses__()
            hints = typing.get_type_hints(one, localns={"Traversable": Traversable})
            waiting += [hints[f.name] for f in attrs.fields(one) if f.init]
        waiting += typing.get_args(one) if not isinstance(one, type) else ()
    return found


def test_every_word_of_the_vocabulary_has_a_name_of_its_own_in_digests() -> None:
    """Else two words with the same fields (each, once) would be the same law."""
    assert {one.__name__ for one in _vocabulary() - set(NAMES)} == {"Condition", "Edition"}
    assert len(set(NAMES.values())) == len(NAMES)
