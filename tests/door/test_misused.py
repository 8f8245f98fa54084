"""What a program may do wrong at the door is said, and harms nothing."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import conduct


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("CONDUCT_SECTOR", "CONDUCT_LEDGER", "CONDUCT_CONFIG", "CONDUCT_LANG"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize("sector", ["insurance", "banking"])
def test_a_run_is_kept_in_its_own_ledger_alone(sector: str) -> None:
    with conduct.open(":memory:", "insurance") as one, conduct.open(":memory:", sector) as other:
        one.init(sample=True)
        other.add(units=[{"unit": "U1", "name": "甲", "kind": "life" if sector == "insurance" else "branch"}])
        made = one.assess("2012", record=False)
        with pytest.raises(conduct.WrongUsage, match="rests on the facts of another ledger") as caught:
            other.keep(made)
        assert "另一台账" in caught.value.said("zh")
        assert other.verify().whole
        assert not other.runs().runs
        one.add(units=[{"unit": "L99", "name": "后来的", "kind": "life"}])
        assert one.keep(made)
        assert one.verify().whole
        assert len(one.runs().runs) == 1


def test_a_run_of_a_ledger_without_facts_is_kept_only_where_its_sector_is() -> None:
    with conduct.open(":memory:", "banking") as other, conduct.open(":memory:", "insurance") as one:
        made = one.assess("2025", record=False)
        with pytest.raises(conduct.WrongUsage, match="another ledger"):
            other.keep(made)
        assert one.keep(made)
        assert (one.verify().whole, other.verify().whole) == (True, True)


def test_what_is_no_result_of_this_process_is_not_kept() -> None:
    with conduct.open(":memory:", "insurance") as office:
        office.init(sample=True)
        for given in (pickle.loads(pickle.dumps(office.assess("2012", record=False))), office.runs(), None, 5):
            with pytest.raises(conduct.WrongUsage, match=r"no result that assess\(\) gave") as caught:
                office.keep(given)  # type: ignore[arg-type]
            assert "pickle" in caught.value.said("zh")


@pytest.mark.parametrize("lang", ["ZH", "zh_CN", "fr", "", 5])
def test_a_language_is_one_of_two(lang: str) -> None:
    with pytest.raises(conduct.Fault, match=f"no language “{lang}”; it is one of zh, en"):
        conduct.open(":memory:", "insurance", lang=lang)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["new.db", ":memory:"])
def test_init_says_whether_the_sector_is_new(path: str) -> None:
    with conduct.open(path, "insurance") as office:
        assert office.init().new
        assert not office.init().new
    if path != ":memory:":
        with conduct.open(path, "banking") as office:
            assert office.init(sample=True).new
        with conduct.open(path, "banking") as office:
            assert not office.init().new


WRONG: dict[str, Callable[[Any], object]] = {
    "unit takes a text, not NoneType": lambda o: o.explain(None),
    "fact takes a text, not NoneType": lambda o: o.history(None),
    "unit takes a text or None, not int": lambda o: o.duties(unit=5),
    "what takes a file's name or None, not int": lambda o: o.verify(5),
    "what takes a text, not NoneType": lambda o: o.record(None),
    "correct takes a text or None, not int": lambda o: o.add(units=[], correct=5),
    "points takes a mapping or None, not str": lambda o: o.whatif("rude=3"),
    "reading takes a mapping or None, not str": lambda o: o.whatif(reading="a=1"),
    "without takes a text or several, not int": lambda o: o.whatif(without=5),
    "without takes a text, not int": lambda o: o.whatif(without=[5]),
    "draft takes a file's name or a mapping or None, not int": lambda o: o.whatif(draft=5),
    "files takes a file's name or several, not int": lambda o: o.load(5),
    "files takes a file's name, not int": lambda o: o.load(["units.csv", 5]),
    "file takes a file's name, not int": lambda o: o.template(5),
    "row takes pairs of columns and values, not int": lambda o: o.record("incident", [1, 2]),
    "row takes a mapping or pairs of columns and values, not str": lambda o: o.record("incident", "unit=F1"),
    "text takes a text, not NoneType": lambda o: o.desk().take(None),
    "path takes a file's name, not NoneType": lambda _: conduct.open(None),  # type: ignore[arg-type]
    "sector takes a text or a Sector or None, not int": lambda _: conduct.open(":memory:", 5),  # type: ignore[arg-type]
    "config takes a file's name or a mapping or None, not int": lambda _: conduct.open(":memory:", config=5),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("said", WRONG)
def test_an_argument_of_another_kind_is_wrong_usage(said: str) -> None:
    with conduct.open(":memory:", "insurance") as office:
        with pytest.raises(conduct.WrongUsage) as caught:
            WRONG[said](office)
        assert str(caught.value) == said
        assert "须为" in caught.value.said("zh")
        with pytest.raises(TypeError):  # as Python says it
            office.explain()  # type: ignore[call-arg]


def test_points_of_what_if_are_exact_and_advice_is_a_programs() -> None:
    with conduct.open(":memory:", "insurance") as office:
        office.init(sample=True)
        half = [office.whatif({"late": points}).units for points in (Fraction(1, 2), Decimal("0.5"), "0.5")]
        assert half[0]
        assert half[0] == half[1] == half[2]
        assert office.whatif({"late": Fraction(1, 3)}).units
        for given in (Fraction(-1, 2), Fraction(10**13)):
            with pytest.raises(conduct.WrongUsage, match="number"):
                office.whatif({"late": given})
        with pytest.raises(conduct.WrongUsage, match="the points of “late=many” are no number"):
            office.whatif({"late": "many"})
        with pytest.raises(conduct.WrongUsage) as caught:
            office.whatif(reading={"premium-term": "maybe"})
        assert str(caught.value).startswith("whatif reading=")
        assert "--" not in str(caught.value)


TYPED = """import conduct

def ask(office: conduct.Office, flag: bool) -> conduct.DeskSession:
    reveal_type(office.regulation(stress=flag))
    reveal_type(office.readings(sensitivity=flag))
    reveal_type(office.regulation(stress=True))
    answer: conduct.DeskAnswer = office.desk().take("due")
    return office.desk()
"""


def test_a_flag_that_is_any_bool_has_a_type(tmp_path: Path) -> None:
    (tmp_path / "asks.py").write_text(TYPED)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "asks.py"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    said = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout
    assert "RegulationEncoded | " in said[0]
    assert "ReadingsInForce | " in said[1]
    assert said[2].endswith('"conduct.door.asked.LawTested"')
