"""A regulation: one published text in one edition, its words and beside them its provisions, in the law's own order.

Every provision names its clause and quotes the words it restates. Where `conduct.core.law.choices.PLACES` says so, a `Choice` or
`Setting` of a declared `Reading` may stand for a value; `conduct.core.law.readings.resolve` puts the readings in force in their
place. Whoever writes a sector finds every word of the vocabulary in `conduct.law`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar, get_args, overload

from attrs import field

from ..base.exact import USUAL, Exact, Rounding
from ..base.frozen import frozen
from ..base.guard import answered
from ..base.once import cached_property
from ..base.words import Words
from .choices import variants
from .consequence import Outcome, SameMatter, SamePerson, Sanction, SanctionTerms, Unranked, Veto
from .duty import Duty
from .figure import Checklist
from .misquoted import Misquoted, misquoted
from .points import Charge, Section
from .provision import Provision
from .ranking import Combined, Standing, VolumeRanking
from .terms import Reading
from .text import Edition
from .within import Named, named_in, wrong_types

T = TypeVar("T")
U = TypeVar("U")
V = TypeVar("V")
VETO = Words("否决", "veto")


@frozen(slots=False, repr=False)
class Regulation:
    """One published text in one edition: its words, and beside them its provisions.

    ``whole`` is what the sections' bases come to, where the text says so (基准分为100分起算). ``beside`` are further texts that
    are applied with it (a checklist of norms). ``rounding`` is how its scores and points are printed; nothing is compared so.
    ``veto_words`` is what it calls its vetoes, as headings have it, in its own words. ``code_at`` is the address of the folder
    that holds its package, to which a page of the regulation links each rule's file and line.
    """

    id: str
    title: Words
    text: Edition
    in_force_from: date | None
    provisions: tuple[Provision, ...]
    whole: Exact | None = None
    beside: tuple[Regulation, ...] = ()
    rounding: Rounding = USUAL
    veto_words: Words = VETO
    code_at: str = field(default="", eq=False)

    def __attrs_post_init__(self) -> None:
        if self.code_at and not str(self.code_at).startswith(("https://", "http://")):
            raise ValueError(f"{self.id}: code_at {answered(self.code_at)} is no address that begins with https://")
        for provision in self.provisions:
            if type(provision) not in get_args(Provision):
                raise ValueError(f"{self.id}: {answered(provision)} is no provision")
        for one in (Standing, SanctionTerms, SameMatter, SamePerson):
            if len(self.of(one)) > 1:
                raise ValueError(f"{self.id}: {one.__name__} is declared twice; there can be one")
        if self.of(Sanction) and not self.of(SanctionTerms):
            raise ValueError(f"{self.id}: a Sanction needs SanctionTerms, which say how it is decided and what it comes to")
        parts = [c.period for c in self.of(Combined)]
        if twice := {period for period in parts if parts.count(period) > 1}:
            raise ValueError(f"{self.id}: Combined is declared twice for {', '.join(sorted(twice))}")

    def __repr__(self) -> str:
        return f"Regulation({self.id!r})"

    @cached_property
    def misdeclared(self) -> list[tuple[str, str]]:
        """Everything in it that is of the wrong type, by text; a sector with such a regulation is refused."""
        beside = (wrong for text in self.beside for wrong in text.misdeclared)
        return [*wrong_types(self.id, self, self.provisions), *beside]

    @cached_property
    def misquoted(self) -> tuple[Misquoted, ...]:
        """Its provisions that do not stand in its text. Raises `Fault` ``text-unread``."""
        return tuple(misquoted(self.text, self.provisions))

    @cached_property
    def named(self) -> Named:
        """What its rules name."""
        texts = [text.provisions for text in (self, *self.beside)]
        return named_in(texts, [[s.start for s in self.sections], [r.index for r in self.rankings], self.standing])

    @overload
    def of(self, types: type[T], /) -> tuple[T, ...]: ...

    @overload
    def of(self, types: type[T], _: type[U], /) -> tuple[T | U, ...]: ...

    @overload
    def of(self, types: type[T], _: type[U], __: type[V], /) -> tuple[T | U | V, ...]: ...

    def of(self, *types: type) -> tuple[object, ...]:
        """The provisions of these types, in order."""
        if types not in self._of:
            self._of[types] = tuple(p for p in self.provisions if isinstance(p, types))
        return self._of[types]

    @cached_property
    def _of(self) -> dict[tuple[type, ...], tuple[object, ...]]:
        """The provisions by the types that were asked for: they are asked for at every step."""
        return {}

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The readings that the text leaves open."""
        return self.of(Reading)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections, bonus sections among them."""
        return self.of(Section)

    @cached_property
    def charges(self) -> tuple[Charge, ...]:
        """The items of the table that the readings in force leave standing."""
        return tuple(c for c in self.of(Charge) if c.active is not False)

    @cached_property
    def rankings(self) -> tuple[VolumeRanking, ...]:
        """The rank rules."""
        return self.of(VolumeRanking)

    @cached_property
    def vetoes(self) -> tuple[Veto, ...]:
        """The vetoes."""
        return self.of(Veto)

    @cached_property
    def sanctions(self) -> tuple[Sanction, ...]:
        """The sanctions that the readings in force leave standing."""
        return tuple(s for s in self.of(Sanction) if s.active is not False)

    @cached_property
    def possible_sanctions(self) -> tuple[Sanction, ...]:
        """Each sanction as each alternative of the readings that it turns on makes it."""
        return tuple(one for sanction in self.of(Sanction) for one in variants(sanction))

    @cached_property
    def sanction_terms(self) -> SanctionTerms | None:
        """How sanctions are decided, if there are any."""
        found = self.of(SanctionTerms)
        return found[0] if found else None

    @cached_property
    def same_matter(self) -> SameMatter | None:
        """How incidents about one matter are judged together, if they are."""
        found = self.of(SameMatter)
        return found[0] if found else None

    @cached_property
    def same_person(self) -> SamePerson | None:
        """What becomes of sanctions on a head who is himself the person at fault, if the readings in force say anything of it."""
        found = [p for p in self.of(SamePerson) if p.active is not False]
        return found[0] if found else None

    @cached_property
    def checklists(self) -> tuple[Checklist, ...]:
        """The checklists, those of the texts beside it among them."""
        return (*self.of(Checklist), *(c for text in self.beside for c in text.checklists))

    @cached_property
    def combined(self) -> Mapping[str, Combined]:
        """The kinds of period that are assessed as several shorter ones."""
        return {c.period: c for c in self.of(Combined)}

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes."""
        return self.of(Outcome)

    @cached_property
    def outcomes_in_turn(self) -> tuple[Outcome, ...]:
        """The outcomes in an order in which each comes after those that bar it, else as declared."""
        left, found = list(self.outcomes), list[Outcome]()
        while left:
            names = {o.name for o in left}
            at = next((n for n, o in enumerate(left) if not (names - {o.name}) & set(o.unless)), 0)
            found.append(left.pop(at))
        return tuple(found)

    @cached_property
    def unranked(self) -> tuple[Unranked, ...]:
        """Who is shown without a rank, as the readings in force have it."""
        return tuple(u for u in self.of(Unranked) if u.active is not False)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """The duties."""
        return self.of(Duty)

    @cached_property
    def standing(self) -> Standing | None:
        """How the units are ranked, if they are."""
        found = self.of(Standing)
        return found[0] if found else None
