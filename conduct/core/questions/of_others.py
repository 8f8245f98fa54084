"""What of a unit's result is decided by the places of other units, so that to tell it is to tell of them."""

from __future__ import annotations

from ..law.consequence import First, Last, Outcome
from ..law.law import Regulation
from ..law.points import Section
from .distance import Distance


def sections_of_others(law: Regulation) -> set[str]:
    """The sections in which something is ranked among the units, with those that they are a part of, by id."""
    found = set[str]()
    for rule in law.rankings:
        section: Section | None = rule.section
        while section is not None:
            found.add(section.id)
            section = section.within
    return found


def kinds_of_others(law: Regulation) -> set[str]:
    """The kinds of incident of which the units are ranked by how many they have, by code."""
    return {kind.code for rule in law.rankings for kind in rule.count.kinds}


def outcomes_of_others(law: Regulation) -> set[str]:
    """The outcomes that go by a place among the units, and those that one of these bars, by name."""
    outcomes = law.of(Outcome)
    found = {one.name for one in outcomes if isinstance(one.place, First | Last)}
    while more := {one.name for one in outcomes if one.name not in found and found & {*one.unless}}:
        found |= more
    return found


def rests_on_others(law: Regulation, one: Distance) -> bool:
    """Whether a distance is to a place among the units, or to what goes by one: it would tell how the others stand."""
    return one.what == "rank" or (one.what == "outcome" and one.name in outcomes_of_others(law))
