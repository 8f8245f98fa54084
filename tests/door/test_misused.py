"""What a program may do wrong at the door is said, and harms nothing."""

from __future__ import annotations

import pickle
from pathlib import Path

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
