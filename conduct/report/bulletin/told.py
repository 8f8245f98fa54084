"""What a document tells: a run, as it was published where it was, with what stands beside it in the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from attrs import field

from conduct.core.base.frozen import frozen
from conduct.core.base.once import cached_property
from conduct.core.base.periods import Period
from conduct.core.base.words import Lang
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.units import Unit, units_of
from conduct.core.questions.explain import Explanation
from conduct.core.scores.results import Assessment, UnitResult
from conduct.core.scores.unsettled import Open, open_of

from ..differences import PlainResult, UnitDifference, moved
from ..labels import bracketed
from ..sides import Side
from .hiding.veil import Veil


@frozen
class Publication:
    """A run as the ledger sealed it, for the units to object to (``draft``) or as published.

    Its ``number`` ("3", "d1"), the time and the head of its batch, its verification ``code`` (None: sealed before there were
    codes), its note, and the reason why it was published ``despite`` what was open.
    """

    number: str
    draft: bool
    at: str
    head: str
    code: str | None
    note: str | None = None
    despite: str | None = None


@frozen
class Objection:
    """An appeal that was accepted after a draft was sealed, against an incident of its period, or the breach (``kind``) of it.

    ``upheld`` is None while nobody decided it; ``moot``: nobody will, as its case is out whole. ``to`` is the draft or the
    published result of the period, by its number, that was the last when it was accepted.
    """

    unit: str
    action: str
    incident: str
    kind: str
    day: str
    reason: str
    upheld: bool | None = None
    decided_on: str = ""
    decided_by: str = ""
    decided_reason: str = ""
    moot: bool = False
    to: str = ""


@frozen
class DraftSent:
    """The draft of the same period that was sealed last before a run, and its whole result as it was sealed."""

    publication: Publication
    result: PlainResult


@frozen
class Earlier:
    """The result of an earlier period of the same kind, and the number under which it is published (None: it is not)."""

    period: Period
    result: PlainResult
    number: str | None


@frozen(slots=False)
class Told:
    """A run and what a document says beside it.

    ``assessment`` was traced; of a published run it is the one that was sealed, made again from the facts of then and equal to
    it. ``ledger`` holds those facts, and no later ones. ``replaces`` is the publication of the same period that this one
    replaces, ``replaced`` the later one that replaced it. ``objections`` are those to this draft, else to the ``drafts`` since
    the last publication, of which ``draft`` is the last. ``look_back`` finds the earlier periods. ``today``
    is the office's day, ``batch_at`` the time of the last facts. ``behind`` is what lies behind the results of the units that
    were written to so far (`unit_told.behind`); ``veils`` find in a text who complained, by language
    (`known.veil_kept`). ``withheld``: the public may not read the run yet.
    """

    assessment: Assessment
    ledger: Ledger
    today: date
    publication: Publication | None = None
    replaces: Publication | None = None
    replaced: Publication | None = None
    draft: DraftSent | None = None
    drafts: tuple[Publication, ...] = ()
    objections: tuple[Objection, ...] = ()
    look_back: Callable[[], tuple[Earlier, ...]] = field(default=tuple, eq=False, repr=False)
    batch_at: str = ""
    withheld: bool = False
    behind: dict[str, Explanation] = field(factory=dict, init=False, eq=False, repr=False)
    veils: dict[Lang, Veil] = field(factory=dict, init=False, eq=False, repr=False)

    @property
    def drafted(self) -> bool:
        """Whether it is a draft that was sealed."""
        return self.publication is not None and self.publication.draft

    @property
    def alone(self) -> bool:
        """Whether a unit is told nothing that rests on the figures of others: until the result is published, and the public may
        read it."""
        return self.withheld or self.publication is None or self.publication.draft

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Every unit of the sector and everybody on whom a sanction may fall, by id."""
        return units_of(self.ledger.connection, self.assessment.sector)

    @cached_property
    def names(self) -> dict[str, str]:
        """Their names, by id."""
        return {unit.id: unit.name for unit in self.units.values()}

    def called(self, unit: UnitResult, lang: Lang) -> str:
        """A unit by its name, with its id where another bears the same name."""
        alone = self._names[unit.name] == 1
        return unit.name if alone else unit.name + bracketed(unit.unit, lang)

    @cached_property
    def _names(self) -> Counter[str]:
        return Counter(unit.name for unit in self.assessment.units)

    @cached_property
    def earlier(self) -> tuple[Earlier, ...]:
        """Up to five earlier periods, the latest last: looked up when a document shows them, while what is told is open."""
        return self.look_back()

    @cached_property
    def moved(self) -> list[UnitDifference]:
        """Every unit whose result is another than in the draft that came before."""
        return moved(self.draft.result, Side.of(self.assessment).result) if self.draft is not None else []

    @cached_property
    def pending(self) -> list[Open]:
        """All that is open in the run."""
        return open_of(self.ledger, self.assessment)
