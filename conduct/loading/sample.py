"""A sector's sample deployment: its files, loaded as any others, with the note that says what is made up in it."""

from __future__ import annotations

import tomllib
from importlib.resources import as_file

from conduct.core.faults import fault
from conduct.core.ledger import Ledger
from conduct.core.sector import Sector
from conduct.core.words import Words

from .load import Loaded, load


def check_sample(sector: Sector) -> None:
    """Raises `Fault` ``sector-no-sample`` if the sector brings none."""
    if sector.sample is None or not sector.sample.is_dir():
        raise fault("sector-no-sample", sector=sector.title)


def load_sample(ledger: Ledger, sector: Sector) -> Loaded:
    """Loads the sample's .csv files; ``note.toml`` holds the note, ``zh`` and ``en``, that every run on it repeats."""
    check_sample(sector)
    assert sector.sample is not None
    with as_file(sector.sample) as folder:
        note = tomllib.loads((folder / "note.toml").read_text(encoding="utf-8"))
        files = sorted(folder.glob("*.csv"))
        return load(ledger, sector, files, command="init --sample", note=Words(note["zh"], note["en"]))
