"""What the commands share that enter facts: what stands where a clerk says nothing, and what is due next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from conduct.bilingual import LANG

from .base import App, tell

if TYPE_CHECKING:
    from conduct.core.base.faults import Problem
    from conduct.core.law.sector import Sector
    from conduct.core.ledger.ledger import Ledger
    from conduct.loading.entry import Office
    from conduct.loading.load import Loaded
    from conduct.loading.record import Recorded


def office_of(app: App, sector: Sector) -> Office:
    """What stands where a clerk says nothing."""
    from conduct.core.base.faults import Place
    from conduct.loading.entry import Office

    config = app.config
    given = {key: config.office(sector.name, key) for key in ("clerk", "unit")}
    places = {key: Place(f"{config.origin} {config.office_key(sector.name, key)}") for key, value in given.items() if value}
    return Office(config.today(), given["clerk"], given["unit"], places, config.calendar)


def unit_unknown(ledger: Ledger, sector: Sector, office: Office) -> list[Problem]:
    """What is wrong with the unit that the configuration gives: that the ledger holds none of that id or name."""
    from conduct.core.base.faults import Problem
    from conduct.loading.unit_names import UnitNames

    place = office.places.get("unit")
    names = UnitNames.known(ledger.connection, sector)
    if place is None or names(office.unit) in names.ids:
        return []
    return [Problem("unit-unknown", {"value": office.unit}, place)]


def due_next(app: App, ledger: Ledger, sector: Sector, recorded: Recorded, office: Office) -> Iterator[str]:
    """The breaches that the entry itself made, and what is due next: on the case, else by the unit, as of the later of today
    and the day of it.

    What cannot be judged is said: it is entered all the same.
    """
    from conduct.core.base.faults import Fault
    from conduct.core.duties.agenda import owed_by_unit
    from conduct.core.duties.case import case
    from conduct.loading.unit_names import UnitNames
    from conduct.report.upcoming import before_time, brought, of_unit, upcoming

    day, settings = max(office.today, recorded.day), app.readings(sector)
    try:
        if recorded.incident:
            found = case(sector, ledger, recorded.incident, day, **settings)
            opened = "incidents" in recorded.loaded.added
            tell_left_out(found.undated)
            lines: Iterator[str] = chain(
                brought(found.duties, recorded.actions, opened, LANG.get()),
                before_time(found, recorded.actions, LANG.get()),
                upcoming(found, LANG.get()),
            )
        else:
            unit = str(UnitNames.known(ledger.connection, sector)(recorded.unit))
            unknown: list[Problem] = []
            owed = owed_by_unit(sector, ledger, unit, day, unknown=unknown, **settings)
            tell_left_out(unknown)
            lines = of_unit(unit, owed, LANG.get())
    except Fault as error:
        tell((error.said("zh"), error.said("en")))
        return
    yield from lines


def tell_left_out(unknown: Sequence[Problem]) -> None:
    """Says of which duties nobody can tell how they stand, so that they are not listed."""
    from conduct.core.base.faults import summed

    for line in summed(unknown, LANG.get()):
        tell((f"未列入：{line}", f"left out: {line}"))


def tell_loaded(loaded: Loaded) -> None:
    """Says what a load added and corrected, how its files were read, and what it warns of."""
    from conduct.core.base.words import counted

    tell_warnings(loaded)
    names = {"units": "单位", "posts": "任职", "measures": "指标", "incidents": "事项", "actions": "动作"}
    for said, rows in ((("已装入", "loaded"), loaded.added), (("已更正", "corrected"), loaded.corrected)):
        if rows:
            zh = "、".join(f"{names[of]}{n}行" for of, n in rows.items())
            tell((f"{said[0]}：{zh}", f"{said[1]}: " + ", ".join(counted(n, of.removesuffix("s")) for of, n in rows.items())))
    if loaded.unchanged:
        tell(
            (
                f"{loaded.unchanged}行已在台账中，未作改动",
                f"{counted(loaded.unchanged, 'row')} stood in the ledger already, unchanged",
            )
        )
    if not loaded.added and not loaded.unchanged and not loaded.corrected:
        tell(("没有数据行", "there were no rows"))


def tell_warnings(loaded: Loaded) -> None:
    """Says how the files of a load were read, and what it warns of."""
    from conduct.core.base.faults import summed

    lang = LANG.get()
    for note in loaded.notes:
        tell((note.said(lang), note.said(lang)))
    for line in summed(loaded.warnings, lang):
        tell((f"提示：{line}", f"warning: {line}"))
