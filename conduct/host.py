"""How sectors are found and loaded: one at a time, by name, so that a broken plugin never touches another."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

from . import hookspecs
from .core.base.faults import Fault, Problem, fault
from .core.base.frozen import frozen
from .core.base.guard import answered, note_package, passes, reason
from .core.base.words import Words, codes_listed
from .core.law.sector import Sector
from .records import ENTRIES, EntryPoint, PathState, entries, loaded, path_state

if TYPE_CHECKING:
    from importlib.metadata import Distribution

    from .core.ledger.ledger import Ledger

OURS = "conduct-assessment"
LOADED: dict[str, Sector] = {}
"""The sectors that this process has loaded."""
_FOUND_ON: dict[str, PathState | None] = {}
"""What the path was like as each of them was found."""


@frozen
class Installed:
    """A sector that is installed, known by its entry point alone: nothing of it is imported."""

    name: str
    package: str
    version: str
    leads_to: str
    """The module with its hook, or what in it bears the hook: ``package.module:name``."""


def installed() -> tuple[Installed, ...]:
    """The installed sectors by name, then by package; imports none of them. Two packages may bring one of the same name."""
    found: dict[tuple[str, str, str], Installed] = {}
    for record in _records():
        if isinstance(record, Installed):
            found.setdefault((record.name, record.package, record.leads_to), record)
    return tuple(found[key] for key in sorted(found))


def unreadable() -> tuple[Problem, ...]:
    """What is wrong with the records of packages that may bring sectors, and whose sectors are therefore not known."""
    return tuple(record for record in _records() if isinstance(record, Problem))


def _records() -> Iterator[Installed | Problem]:
    """The sectors of each package, and a problem for each whose record cannot be read; others are not looked at."""
    for dist in entries(hookspecs.GROUP):
        if isinstance(dist, EntryPoint):
            yield Installed(dist.name, dist.package, dist.version, dist.value)
            continue
        package, version = "", "?"
        try:
            text = dist.read_text(ENTRIES)
            if text is None and _has_record(dist):
                raise OSError("no text can be read from it")
            if not text or hookspecs.GROUP not in text:
                continue
            package, version = _named(dist)
            found = [one for one in dist.entry_points if one.group == hookspecs.GROUP]
        except Exception as error:  # a stranger's file, which may hold anything
            yield Problem("package-broken", {"package": package or _name_of(dist), "why": reason(error)})
            continue
        yield from (Installed(one.name, package, version, one.value) for one in found)


def _has_record(dist: Distribution) -> bool:
    """Whether entry_points.txt is there, although it reads as if it were not: a folder, or closed to this user."""
    record = getattr(dist, "_path", None)
    return record is not None and os.path.lexists(f"{record}{os.sep}{ENTRIES}")


def _name_of(dist: Distribution) -> str:
    """A package's name as far as its record can be read."""
    with suppress(Exception):
        return _named(dist)[0]
    return Path(str(getattr(dist, "_path", "?"))).name


def _named(dist: Distribution) -> tuple[str, str]:
    return str(dist.metadata["Name"] or "?"), str(dist.metadata["Version"] or "?")


def load_sector(name: str, enabled: Sequence[str] | None = None, origin: str = "") -> Sector:
    """The sector of this name; imports it alone. While nothing else is installed it is the very same value, of which what was
    worked out stays.

    Raises `Fault`: ``sector-unknown``, ``sector-disabled`` (where ``enabled``, from the file ``origin``, leaves it out),
    ``sector-twice`` where several packages bring it, or ``sector-broken`` with the package at fault.
    """
    state = path_state()
    if name in LOADED and state is not None and _FOUND_ON.get(name) == state and (enabled is None or name in enabled):
        return LOADED[name]
    known: dict[str, list[Installed]] = {}
    for item in installed():
        known.setdefault(item.name, []).append(item)
    if name not in known:
        raise fault("sector-unknown", name=name, known=codes_listed(known or "-"))
    if enabled is not None and name not in enabled:
        raise fault("sector-disabled", name=name, origin=origin, known=codes_listed(enabled or "-"))
    item, *others = known[name]
    if others:
        packages = codes_listed(f"{one.package} {one.version}" for one in known[name])
        raise fault("sector-twice", name=name, packages=packages)
    package = f"{item.package} {item.version}"
    note_package(name, package, item.leads_to.partition(":")[0].strip())
    try:
        module = loaded(item.name, item.leads_to, hookspecs.GROUP)
    except BaseException as error:  # whatever a stranger's module raises, SystemExit too, is its own fault, and is said so
        passes(error)
        raise fault("sector-broken", name=name, package=package, why=reason(error)) from error
    sector = sector_of(module, name, package)
    LOADED[name] = sector.brought_by(item.package, "" if item.package == OURS else item.version)
    _FOUND_ON[name] = state
    return LOADED[name]


def elsewhere(ledger: Ledger, known: Collection[str], fact: str, enabled: Sequence[str] | None) -> list[Problem]:
    """That other sectors of a ledger than those ``known`` hold a fact of this id, and why they cannot show it."""
    from .core.ledger.history import held_by_others

    there = {item.name for item in installed()}
    found = []
    for sector in held_by_others(ledger, known, fact):
        why = Words("无法载入", "cannot be loaded")
        if sector not in there:
            why = Words("没有安装", "is not installed")
        elif enabled is not None and sector not in enabled:
            why = Words("没有启用", "is not enabled")
        found.append(Problem("held-elsewhere", {"id": fact, "sector": sector, "why": why}))
    return found


def sector_of(module: object, name: str, package: str) -> Sector:
    """The sector that a plugin module returns through its hook. Raises `Fault` ``sector-broken``."""
    manager = pluggy.PluginManager("conduct")
    manager.add_hookspecs(hookspecs)

    def broken(why: str) -> Fault:
        return fault("sector-broken", name=name, package=package, why=why)

    try:
        manager.register(module)
        manager.check_pending()
        found = manager.hook.conduct_sector()
    except BaseException as error:  # as above: the plugin's own code runs here
        passes(error)
        raise broken(reason(error)) from error
    if type(found) is not list:  # a hook that wraps others answers for them
        raise broken(f"conduct_sector() must return one Sector, and wrap nothing; it returns {answered(found)}")
    sector = found[0] if len(found) == 1 else None
    if sector is None or type(sector) is not Sector:
        what = "" if sector is None else f"; it returns {answered(sector)}"
        raise broken(f"conduct_sector() must return one Sector{what}")
    if sector.name != name:
        raise broken(f"conduct_sector() returns {sector.name!r}")
    return sector
