"""What stands of sanctions that one bearer would bear twice: for one matter, and as head and person at fault in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..law.conditions import Row
from ..law.consequence import SameMatter, SamePerson
from .sanction import HEAD, PERSON, UNIT, GaveWay, SanctionFound

SanctionsFound = Sequence[SanctionFound]


def tier_of(same: SameMatter, row: Row) -> int | None:
    """The tier of an incident, the lightest 0; None where no tier takes it."""
    for n, tier in enumerate(same.tiers):
        if tier.takes(row):
            return n
    return None


def heaviest_of_matters(
    found: SanctionsFound,
    same: SameMatter,
    tiers: Mapping[str, int | None],
    matter: Callable[[SanctionFound], tuple[str, str]],
    in_any_role: bool,
) -> None:
    """On one bearer the sanctions of a matter's heaviest tier stand, of equal ones the earliest's; the others give way.

    ``tiers`` are those of the incidents that are linked to others; ``matter`` says to which matter, within one period, a sanction
    belongs; ``in_any_role``, that a person is one bearer, whether at fault or as head.
    """
    groups: dict[tuple[tuple[str, str], str, str], list[SanctionFound]] = {}
    for sanction in found:
        if tiers.get(sanction.incident) is not None:
            role = "" if in_any_role and sanction.on is not None and sanction.role != UNIT else sanction.role
            groups.setdefault((matter(sanction), sanction.on or "", role), []).append(sanction)
    for of in groups.values():
        first = min(of, key=lambda s: (-(tiers[s.incident] or 0), s.date, s.incident)).incident
        rules = tuple({id(s.rule): s.rule for s in of if s.incident == first}.values())  # to hash a rule is to hash its words
        for sanction in of:
            if sanction.incident != first:
                sanction.gave_way = GaveWay(same, first, rules)


def heavier_of_roles(found: SanctionsFound, same: SamePerson) -> None:
    """Where the head is himself the person at fault, the heavier of one name alone stands; the others give way."""
    at_fault = {(s.incident, s.on) for s in found if s.role == PERSON and s.on is not None}
    both = {(s.incident, s.on) for s in found if s.role == HEAD} & at_fault
    groups: dict[tuple[str, str | None], list[SanctionFound]] = {}
    for sanction in found if both else ():
        if sanction.role != UNIT and (sanction.incident, sanction.on) in both:
            groups.setdefault((sanction.incident, sanction.on), []).append(sanction)
    for of in groups.values():
        for sanction in of:
            instead = _heavier(sanction, of, same)
            if instead is not None:
                sanction.gave_way = GaveWay(same, sanction.incident, (instead.rule,))


def _heavier(sanction: SanctionFound, others: Sequence[SanctionFound], same: SamePerson) -> SanctionFound | None:
    for other in others:
        if other.rule.name in same.unless.get(sanction.rule.name, ()):
            return other
    alike = [o for o in others if o.rule.name == sanction.rule.name]
    heaviest = max(alike, key=lambda o: (o.in_text, o.role == PERSON))
    return heaviest if heaviest is not sanction else None
