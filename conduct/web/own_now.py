"""A unit's present figures beside those of a run that was sealed: of what rests on its own facts alone. A score or a rank that
rests on other units as well is told once it is published again, for it would tell of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from conduct.core.base.frozen import frozen
from conduct.core.base.words import clause_words
from conduct.core.law.law import Regulation
from conduct.core.ledger.publish import published_result
from conduct.core.questions.of_others import sections_of_others
from conduct.report.numbers import Numbers
from conduct.report.plain import Plain
from conduct.report.standings import unit_dict
from conduct.report.tables import decimals

from .own import its, result_of
from .own_assessed import PARTS, AssessedBy, AssessedPart, assessed_by, line_words, parts_called, ranks
from .own_results import decided_since
from .standings import standings
from .visits import Answer, NotFound, Visit

DUTIES = ("met", "breached", "pending")
Ends = tuple[float | int | None, float | int | None]


@frozen
class FigureNow:
    """A figure of a unit as it was sealed and as it is now: of a line how many there are (``count``) and what they come to
    (``points``), of a section its score as ``points``; None where there is none.
    """

    code: str
    words: str
    clause: str
    count: Ends
    points: Ends

    @property
    def moved(self) -> bool:
        """Whether it is another now."""
        return self.count[0] != self.count[1] or self.points[0] != self.points[1]


@frozen
class AssessedByNow(AssessedPart):
    """Another thing that a unit is assessed by, with what was said of it as it was sealed, and what now: None where it does not
    stand.
    """

    value: tuple[str | None, str | None]

    @property
    def moved(self) -> bool:
        """Whether it is another now."""
        return self.value[0] != self.value[1]


def now(visit: Visit) -> Answer:
    """What of a unit's result is another now than it was sealed, as far as its own facts alone decide it."""
    unit = its(visit)
    _, run, result = result_of(visit, unit)
    content = published_result(visit.deployment.ledger, run.called) if run is not None else None
    if run is None or result is None or content is None:
        raise NotFound
    sealed = next((one for one in json.loads(content)["units"] if one["unit"] == unit), None)
    of, fresh = standings(visit, run.period)
    found = of.by_id.get(unit)
    if sealed is None or found is None:
        raise NotFound
    mine, law = unit_dict(of.made, found, Numbers(of.made)), of.made.resolved
    shown = {
        "unit": visit.units[unit],
        "run": run,
        "period": run.period,
        "as_of": of.made.as_of,
        "fresh": fresh,
        "sections": _sections(visit, law, sealed, mine),
        "lines": _lines(visit, sealed, mine, line_words(of.made, found.lines, visit.lang)),
        "assessed_by": _besides(result.assessed_by, assessed_by(of.made, found, visit.lang)),
        "called": parts_called(law, visit.lang),
        "later": ("own-present-later" if law.sections else "own-present-ranks") if ranks(law) else None,
        "duties": [(one, (sealed["duties"][one], mine["duties"][one])) for one in DUTIES],
        "since": decided_since(visit, unit, run, result),
        "clause": lambda one: clause_words(one, visit.lang),
        "number": lambda one: "" if one is None else decimals(one),
    }
    return Answer("own_now.html", shown)


def _sections(visit: Visit, law: Regulation, sealed: Plain, mine: Plain) -> list[FigureNow]:
    apart = sections_of_others(law)
    before, after = ({one["section"]: one for one in side["sections"]} for side in (sealed, mine))
    return [
        FigureNow(one.id, one.words.said(visit.lang), one.clause, (None, None), (_at(before, one.id), _at(after, one.id)))
        for one in law.sections
        if one.id not in apart and (one.id in before or one.id in after)
    ]


def _at(side: Plain, section: str) -> float | None:
    return side[section]["score"] if section in side else None


def _besides(sealed: Sequence[AssessedBy], mine: Sequence[AssessedBy]) -> list[AssessedByNow]:
    """What else it is assessed by, each part in its order, of each what moved first."""
    before, after = ({one.same: one for one in side} for side in (sealed, mine))
    found = []
    for key, one in {**before, **after}.items():
        value: tuple[str | None, ...] = tuple(side[key].value if key in side else None for side in (before, after))
        found.append(AssessedByNow(one.part, one.code, one.words, one.clause, one.on, one.incident, (value[0], value[1])))
    return sorted(found, key=lambda one: (PARTS.index(one.part), not one.moved))


def _lines(visit: Visit, sealed: Plain, mine: Plain, besides: Mapping[str, str]) -> list[FigureNow]:
    """The lines that no channel ranks, those that moved first; ``besides`` are the words of those that are no kind."""
    before, after = (
        {(one["kind"], one["clause"]): one for one in side["lines"] if one.get("channel") is None} for side in (sealed, mine)
    )
    kinds = visit.sector.kind_by_code
    found = []
    for key in dict.fromkeys([*before, *after]):
        sides: Sequence[Plain] = [side.get(key, {"count": 0, "points": None}) for side in (before, after)]
        words = kinds[key[0]].words.said(visit.lang) if key[0] in kinds else besides.get(key[0], key[0])
        count, points = ((sides[0][one], sides[1][one]) for one in ("count", "points"))
        found.append(FigureNow(key[0], words, key[1], count, points))
    return sorted(found, key=lambda one: not one.moved)
