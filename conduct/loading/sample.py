"""A sector's sample deployment: its files, loaded as any others, with the note that says what is made up in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file
from pathlib import Path

from conduct.core.base.faults import Fault, Problem, Value, fault
from conduct.core.base.words import Words, listed
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger

from .load import Loaded, load


def check_sample(sector: Sector) -> None:
    """Raises `Fault` ``sector-no-sample`` if the sector brings none."""
    if sector.sample is None or not sector.sample.is_dir():
        raise fault("sector-no-sample", sector=sector.title)


def load_sample(ledger: Ledger, sector: Sector) -> Loaded:
    """Loads the sample's .csv files; ``note.toml``, if there is one, holds a note, ``zh`` and ``en``, that every run repeats.

    Raises `Fault` ``sample-note``, ``sample-not-for`` where the deployment brings files that the sample does not go with, or what
    a load raises.
    """
    check_sample(sector)
    assert sector.sample is not None
    with as_file(sector.sample) as folder, _said_briefly(sector):
        return load(ledger, sector, sorted(folder.glob("*.csv")), command="init --sample", note=_note(sector, folder))


@contextmanager
def _said_briefly(sector: Sector) -> Iterator[None]:
    """A sample that does not go with what the deployment brings: that is said once, and not of every row."""
    try:
        yield
    except Fault as error:
        if not sector.supplied or len(error.problems) == 1:
            raise
        keys = ", ".join(s.key for s in sector.supplied)
        words = listed(s.words for s in sector.supplied)
        values: dict[str, Value] = {"sector": sector.title, "n": len(error.problems), "what": words, "keys": keys}
        raise Fault([Problem("sample-not-for", values), error.problems[0]]) from None


def _note(sector: Sector, folder: Path) -> Words | None:
    path = folder / "note.toml"
    if not path.is_file():
        return None
    try:
        note = tomllib.loads(path.read_text(encoding="utf-8"))
        return Words(str(note["zh"]), str(note["en"]))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise fault("sample-note", sector=sector.title, why=f"{type(error).__name__}: {error}") from None
