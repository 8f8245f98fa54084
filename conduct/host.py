"""How sectors are found and loaded: one at a time, by name, so that a broken plugin never touches another."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

import pluggy
from attrs import frozen

from . import hookspecs
from .core.faults import Fault, fault
from .core.sector import Sector


@frozen
class Installed:
    """A sector that is installed, known by its entry point alone: nothing of it is imported."""

    name: str
    package: str
    version: str
    entry_point: EntryPoint


def installed() -> tuple[Installed, ...]:
    """The installed sectors by name, then by package; imports none of them. Two packages may bring one of the same name."""
    found: dict[tuple[str, str, str], Installed] = {}
    for entry_point in entry_points(group=hookspecs.GROUP):
        dist = entry_point.dist
        item = Installed(entry_point.name, dist.name if dist else "?", dist.version if dist else "?", entry_point)
        found.setdefault((item.name, item.package, entry_point.value), item)
    return tuple(found[key] for key in sorted(found))


def load_sector(name: str, enabled: Sequence[str] | None = None, origin: str = "") -> Sector:
    """The sector of this name; imports it alone.

    Raises `Fault`: ``sector-unknown``, ``sector-disabled`` (where ``enabled``, from the file ``origin``, leaves it out),
    ``sector-twice`` where several packages bring it, or ``sector-broken`` with the package at fault.
    """
    known: dict[str, list[Installed]] = {}
    for item in installed():
        known.setdefault(item.name, []).append(item)
    if name not in known:
        raise fault("sector-unknown", name=name, known=", ".join(known) or "-")
    if enabled is not None and name not in enabled:
        raise fault("sector-disabled", name=name, origin=origin, known=", ".join(enabled) or "-")
    item, *others = known[name]
    if others:
        packages = ", ".join(f"{one.package} {one.version}" for one in known[name])
        raise fault("sector-twice", name=name, packages=packages)
    try:
        module = item.entry_point.load()
    except Exception as error:  # whatever a stranger's module raises is its own fault, and is said so
        raise fault("sector-broken", name=name, package=item.package, why=f"{type(error).__name__}: {error}") from error
    return sector_of(module, name, item.package)


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
    except Exception as error:  # as above: the plugin's own code runs here
        raise broken(f"{type(error).__name__}: {error}") from error
    if len(found) != 1 or not isinstance(found[0], Sector):
        raise broken("conduct_sector() must return one Sector")
    if found[0].name != name:
        raise broken(f"conduct_sector() returns {found[0].name!r}")
    return found[0]
