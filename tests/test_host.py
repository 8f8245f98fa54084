"""Plugins come in by one door, and a broken one is named without touching another."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conduct import records
from conduct.core.base.faults import Fault
from conduct.core.law.sector import Sector
from conduct.hookspecs import hookimpl
from conduct.host import installed, load_sector, sector_of
from tests.conftest import Desk


def _module(returned: Any) -> SimpleNamespace:
    @hookimpl
    def conduct_sector() -> Any:
        if isinstance(returned, Exception):
            raise returned
        return returned

    return SimpleNamespace(conduct_sector=conduct_sector)


def test_the_sector_that_the_hook_returns_is_taken_whole(insurance: Sector) -> None:
    assert sector_of(_module(insurance), "insurance", "x") is insurance


@pytest.mark.parametrize(
    ("module", "said"),
    [
        (_module(ValueError("half a law")), "ValueError: half a law"),
        (_module(None), "must return one Sector"),
        (_module("insurance"), "must return one Sector"),
        (SimpleNamespace(), "must return one Sector"),
    ],
)
def test_a_broken_plugin_is_named_with_its_package(module: SimpleNamespace, said: str) -> None:
    with pytest.raises(Fault) as caught:
        sector_of(module, "water", "conduct-water")
    assert "conduct-water" in str(caught.value)
    assert said in str(caught.value)


def test_a_plugin_under_another_name_is_refused(insurance: Sector) -> None:
    with pytest.raises(Fault, match="returns 'insurance'"):
        sector_of(_module(insurance), "water", "x")


def test_our_sector_comes_in_by_the_same_door() -> None:
    assert [i.package for i in installed() if i.name == "insurance"] == ["conduct-assessment"]


def test_a_sector_is_the_same_value_until_another_package_comes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(records, "_SETTLED", 0)  # whatever was put beside the package a moment ago
    first = load_sector("insurance")
    assert load_sector("insurance") is first
    with pytest.raises(Fault, match="not enabled"):
        load_sector("insurance", ["banking"], "conduct.toml")
    monkeypatch.syspath_prepend(tmp_path)
    record = tmp_path / "conduct_other-1.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Name: conduct-other\nVersion: 1\n", encoding="utf-8")
    (record / "entry_points.txt").write_text("[conduct.sectors]\ninsurance = conduct_other\n", encoding="utf-8")
    with pytest.raises(Fault, match="conduct-other"):
        load_sector("insurance")


def test_what_came_into_a_folder_just_now_keeps_it_from_being_relied_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    assert records.path_state() is None  # it was made within the last two seconds


def test_sectors_are_listed_with_their_package(desk: Desk) -> None:
    out = desk("sectors").out
    assert "insurance" in out
    assert "conduct-assessment" in out
