"""What the commands share that enter facts: what stands where a clerk says nothing, and what is due next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from conduct.bilingual import LANG

from .base import App, tell

if TYPE_CHECKING:
    from conduct.core.ledger import Ledger
    from conduct.core.sector import Sector
    from conduct.loading.entry import Office
    from conduct.loading.record import Recorded


def office_of(app: App, sector: Sector) -> Office:
    """What stands where a clerk says nothing."""
    from conduct.loading.entry import Office

    config = app.config
    return Office(config.today(), config.office(sector.name, "clerk"), config.office(sector.name, "unit"))


def due_next(app: App, ledger: Ledger, sector: Sector, recorded: Recorded, office: Office) -> Iterator[str]:
    """What is due next on the case that was entered, as of the later of today and its day; what cannot be judged is said."""
    from conduct.core.case import case
    from conduct.core.faults import Fault
    from conduct.report.upcoming import upcoming

    if not recorded.incident:
        return
    try:
        found = case(sector, ledger, recorded.incident, max(office.today, recorded.day), **app.readings(sector))
    except Fault as error:  # it is entered all the same
        tell((error.said("zh"), error.said("en")))
        return
    yield from upcoming(found, LANG.get())
