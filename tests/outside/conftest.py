"""Strangers' packages, as an installation leaves them: modules on the path, and the record that names their entry points."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import frozen

from tests.conftest import Desk

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
TAXI = EXAMPLES / "taxi" / "conduct_taxi"
STREET = Path(__file__).parent / "street"


@frozen
class Site:
    """A folder on the path in which packages are installed."""

    folder: Path

    def install(self, distribution: str, name: str, module: str, version: str = "0.1.0") -> None:
        """Records a distribution whose entry point of this name is the module."""
        record = self.folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
        record.mkdir()
        (record / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
        (record / "entry_points.txt").write_text(f"[conduct.sectors]\n{name} = {module}\n")

    def module(self, name: str, text: str) -> None:
        """A module of one file."""
        (self.folder / f"{name}.py").write_text(text, encoding="utf-8")

    def package(self, source: Path, distribution: str, name: str, *changes: tuple[str, str]) -> None:
        """A package with changes to its code, installed; installed again, it is another version of it."""
        module = f"conduct_{name}"
        package = self.folder / module
        if package.exists():
            shutil.rmtree(package)
        else:
            self.install(distribution, name, module)
        shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__"))
        code = (package / "__init__.py").read_text(encoding="utf-8")
        for before, after in changes:
            assert code.count(before) == 1, before
            code = code.replace(before, after)
        (package / "__init__.py").write_text(code, encoding="utf-8")
        sys.modules.pop(module, None)

    def taxi(self, *changes: tuple[str, str]) -> None:
        """The example, installed."""
        self.package(TAXI, "conduct-taxi", "taxi", *changes)

    def street(self, *changes: tuple[str, str]) -> None:
        """The sector of the tests' own, installed."""
        self.package(STREET, "conduct-street", "street", *changes)


DOUBLES_FIRST = (
    ("\ndetour_doubles = Reading(", "\nread_in_its_place = Reading("),
    (
        "close_within = Reading(",
        'detour_doubles = Reading("detour-doubles", "2.1", "yes", ("yes", "no"), Words("折算", "twice"), Words("未写", "open"))\n'
        "close_within = Reading(",
    ),
)
"""Changes to the example that declare the reading of 2.1 before clause 1, for what turns on it there."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """An empty folder for packages, on the path; what was imported from it is forgotten at the end."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = set(sys.modules)
    yield Site(folder)
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
            del sys.modules[name]


@pytest.fixture
def bare(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk set to no sector, without a ledger."""
    monkeypatch.delenv("CONDUCT_SECTOR")
    (desk.folder / "conduct.db").unlink()
    return desk


Make = Callable[..., Desk]
Taxi = Make


@pytest.fixture
def taxi(site: Site, bare: Desk, monkeypatch: pytest.MonkeyPatch) -> Make:
    """The example installed, with changes to its code, and its sample in a ledger."""
    return _maker("taxi", site.taxi, bare, monkeypatch)


@pytest.fixture
def street(site: Site, bare: Desk, monkeypatch: pytest.MonkeyPatch) -> Make:
    """The sector of the tests' own installed, with changes to its code, and its sample in a ledger."""
    return _maker("street", site.street, bare, monkeypatch)


def _maker(name: str, install: Callable[..., None], bare: Desk, monkeypatch: pytest.MonkeyPatch) -> Make:
    def make(*changes: tuple[str, str], sample: bool = True) -> Desk:
        install(*changes)
        monkeypatch.setenv("CONDUCT_SECTOR", name)
        if sample and not changes:
            bare.begin(f"{name} with its sample", ["init", "--sample"])
        elif sample:
            outcome = bare("init", "--sample")
            assert outcome.status == 0, outcome.err
        return bare

    return make
