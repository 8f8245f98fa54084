"""conduct assesses how regulated organisations treat the people who complain to them.

Embedders need no plugin system: ``conduct.assess(sector, ledger, period)`` with a `Sector` value and an open `Ledger`.
`Ledger.create` makes a ledger, ``ledger.add(sector)`` lets it hold a sector, and `load` takes files of facts into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .core.base.calendar import Calendar
    from .core.base.faults import Fault
    from .core.base.periods import Period
    from .core.law.sector import Sector
    from .core.ledger.ledger import Ledger
    from .core.scores.assess import assess
    from .host import load_sector
    from .loading.load import Loaded

_HOMES = {
    "Calendar": ".core.base.calendar",
    "Fault": ".core.base.faults",
    "Ledger": ".core.ledger.ledger",
    "Period": ".core.base.periods",
    "Sector": ".core.law.sector",
    "assess": ".core.scores.assess",
    "load_sector": ".host",
}

__all__ = ["Calendar", "Fault", "Ledger", "Period", "Sector", "__version__", "assess", "load", "load_sector"]


def load(
    ledger: Ledger,
    sector: Sector,
    files: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    columns: Mapping[str, str] | None = None,
    correct: str | None = None,
    calendar: Calendar | None = None,
) -> Loaded:
    """Loads facts from one file or several, all or nothing, as one batch; a sector's tables must stand (`Ledger.add`).

    ``columns`` are an office's own headers, as ``[columns]`` of a configuration has them; ``correct`` is the reason for which
    rows of the same id are replaced; ``calendar`` has the working days by which it warns. Returns how many rows were added,
    corrected and left unchanged, by table. Raises `Fault` with every problem found; the ledger is then as it was.
    """
    from .loading.load import load as load_files
    from .loading.own_words import own_words

    own = own_words({"columns": columns or {}}, sector, "columns")
    paths = [files] if isinstance(files, str | PathLike) else files
    found = [Path(path) for path in paths]
    return load_files(ledger, sector, found, own=own, correct=correct, calendar=calendar)


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that ``conduct --help`` imports none of them."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
