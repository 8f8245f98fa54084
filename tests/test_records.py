"""Packages' records are read as the standard library reads them, whatever stands in them."""

from __future__ import annotations

import importlib.metadata
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from conduct.records import EntryPoint, entries, loaded

GROUP = "conduct.sectors"
PLAIN = "[console_scripts]\nx = y:z\n\n[conduct.sectors]\nmetro = conduct_metro\ntram = conduct_tram:PLUGIN\n"
HEAD = "Metadata-Version: 2.4\nName: conduct-metro\nVersion: 1.2\nSummary: x\n\nName: another\n"

ODD = {
    "comment": "# x\n[conduct.sectors]\n# y = z\nmetro = conduct_metro\n",
    "extras": "[conduct.sectors]\nmetro = conduct_metro [more]\n",
    "spaces": "[conduct.sectors]\n  metro=conduct_metro  \n",
    "dotted": "[conduct.sectors]\nmetro = conduct.metro.it:a.b\n",
    "twice": "[conduct.sectors]\na = b\n[other]\nc = d\n[conduct.sectors]\ne = f\n",
    "chinese": "[conduct.sectors]\n地铁 = conduct_metro\n",
    "alike": "[conduct.sectors.more]\na = b\n",
    "windows": "[conduct.sectors]\r\nmetro = conduct_metro\r\n",
}


def _ours(group: str) -> list[tuple[str, str, str, str]]:
    found: list[tuple[str, str, str, str]] = []
    for one in entries(group):
        found += [one] if isinstance(one, EntryPoint) else _of(one, group)
    return sorted(found)


def _of(dist: importlib.metadata.Distribution, group: str) -> Iterator[tuple[str, str, str, str]]:
    for entry in dist.entry_points:
        if entry.group == group:
            yield dist.metadata["Name"], dist.metadata["Version"], entry.name, entry.value


def _theirs(group: str) -> list[tuple[str, str, str, str]]:
    return sorted(one for dist in importlib.metadata.distributions() for one in _of(dist, group))


def _record(folder: Path, text: str, head: str = HEAD, name: str = "conduct_metro-1.2.dist-info") -> Path:
    record = folder / name
    record.mkdir(parents=True)
    (record / "METADATA").write_text(head, encoding="utf-8", newline="")
    (record / "entry_points.txt").write_text(text, encoding="utf-8", newline="")
    return record


@pytest.mark.parametrize("group", ["console_scripts", GROUP, "pytest11"])
def test_what_is_installed_here_is_read_alike(group: str) -> None:
    assert _ours(group) == _theirs(group) != []


@pytest.mark.parametrize("text", [PLAIN, *ODD.values()], ids=["plain", *ODD])
def test_a_record_is_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    _record(tmp_path, text)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert _ours(GROUP) == _theirs(GROUP)


@pytest.mark.parametrize(
    "head",
    [
        "Name: a\nVersion: 1\n",
        "Version: 1\nName: a b\n",
        "Name:a\nVersion:1\n",
        "Name: a\nName: b\nVersion: 1\n",
        "Name: a\r\nVersion: 1\r\n",
    ],
)
def test_the_head_of_a_record_is_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: str) -> None:
    _record(tmp_path, PLAIN, head)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert _ours(GROUP) == _theirs(GROUP) != []


def test_eggs_archives_and_repeated_folders_are_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    egg = _record(tmp_path / "metro.egg", PLAIN, name="EGG-INFO")
    (egg / "METADATA").rename(egg / "PKG-INFO")
    archive = tmp_path / "tram.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("tram-1.0.dist-info/METADATA", "Name: tram\nVersion: 1.0\n")
        made.writestr("tram-1.0.dist-info/entry_points.txt", PLAIN)
    for path in ([egg.parent], [archive], [egg.parent, archive, tmp_path / "nowhere"]):
        monkeypatch.setattr(sys, "path", [str(one) for one in path])
        assert _ours(GROUP) == _theirs(GROUP) != []


def test_a_package_that_another_finder_brings_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    record = _record(tmp_path, PLAIN)

    class Finder(importlib.metadata.DistributionFinder):
        def find_distributions(  # type: ignore[override]
            self, context: importlib.metadata.DistributionFinder.Context | None = None
        ) -> Iterator[importlib.metadata.Distribution]:
            yield importlib.metadata.PathDistribution(record)

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
    assert ("conduct-metro", "1.2", "metro", "conduct_metro") in _ours(GROUP)


@pytest.mark.parametrize("value", ["json", "json:dumps", "json [extra]", "json : dumps", "json:decoder.JSONDecoder"])
def test_an_entry_leads_where_the_standard_library_leads(value: str) -> None:
    assert loaded("x", value, GROUP) is importlib.metadata.EntryPoint("x", value, GROUP).load()
