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
    """What is due next on the case that was entered, else by the unit, as of the later of today and the day of it.

    What cannot be judged is said: it is entered all the same.
    """
    from conduct.core.agenda import owed_by_unit
    from conduct.core.case import case
    from conduct.core.faults import Fault
    from conduct.loading.unit_names import UnitNames
    from conduct.report.upcoming import of_unit, upcoming

    day, settings = max(office.today, recorded.day), app.readings(sector)
    try:
        if recorded.incident:
            lines = upcoming(case(sector, ledger, recorded.incident, day, **settings), LANG.get())
        else:
            unit = str(UnitNames.known(ledger.connection, sector)(recorded.unit))
            lines = of_unit(unit, owed_by_unit(sector, ledger, unit, day, **settings), LANG.get())
    except Fault as error:
        tell((error.said("zh"), error.said("en")))
        return
    yield from lines
