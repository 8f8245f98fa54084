"""The hooks through which sectors come in. A plugin's module is named by an entry point of the group ``conduct.sectors``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from .core.law.sector import Sector

GROUP = "conduct.sectors"
hookspec = pluggy.HookspecMarker("conduct")
hookimpl = pluggy.HookimplMarker("conduct")


@hookspec
def conduct_sector() -> Sector:
    """Returns the whole sector: its regulations, kinds, steps, measures, words and sample.

    Called once, when the sector is chosen. An entry point named ``insurance`` must return a sector of that name.
    """
    raise AssertionError("a specification is not called")
