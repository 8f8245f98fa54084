"""What every part of a notice is made from."""

from __future__ import annotations

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang
from conduct.core.scores.results import Assessment, UnitResult

from .grids import Grids


@frozen(slots=False)
class NoticePart:
    """A part of a notice, whose tables are ``grids``."""

    grids: Grids

    @property
    def lang(self) -> Lang:
        """The language."""
        return self.grids.lang

    @property
    def a(self) -> Assessment:
        """The run."""
        return self.grids.told.assessment

    def called(self, unit: UnitResult) -> str:
        """A unit as a sentence names it."""
        return self.grids.told.called(unit, self.lang)
