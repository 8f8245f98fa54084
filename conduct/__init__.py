"""conduct assesses how regulated organisations treat the people who complain to them.

Embedders need no plugin system: ``conduct.assess(sector, ledger, period)`` with a `Sector` value and an open `Ledger`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .core.assess import assess
    from .core.calendar import Calendar
    from .core.faults import Fault
    from .core.ledger import Ledger
    from .core.periods import Period
    from .core.sector import Sector
    from .host import load_sector
    from .loading.load import load

_HOMES = {
    "Calendar": ".core.calendar",
    "Fault": ".core.faults",
    "Ledger": ".core.ledger",
    "Period": ".core.periods",
    "Sector": ".core.sector",
    "assess": ".core.assess",
    "load": ".loading.load",
    "load_sector": ".host",
}

__all__ = ["Calendar", "Fault", "Ledger", "Period", "Sector", "__version__", "assess", "load", "load_sector"]


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that ``conduct --help`` imports none of them."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
