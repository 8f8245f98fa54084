"""Two results side by side before they are printed: what is the same in both is not looked at, and made no object of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from conduct.core.base.exact import Exact, Rounding, rounded
from conduct.core.base.frozen import frozen
from conduct.core.questions.behind_lines import IdsMoved, LineSaid
from conduct.core.scores.results import Line, UnitResult

from .differences import UnitDifference, unit_difference
from .standings import sanction_dict

if TYPE_CHECKING:
    from .plain import Plain


@frozen
class HowPrinted:
    """How the figures of two results are printed: scores and points as the law rounds them, and others."""

    number: Callable[[Exact | None], float | None]
    plain: Callable[[Exact | None], float | None]

    @classmethod
    def of(cls, rounding: Rounding) -> HowPrinted:
        """By a law's rounding."""
        number, plain = cache(rounding.rounded), cache(rounded)  # of many units few differ
        return cls(lambda x: None if x is None else number(x) + 0.0, lambda x: None if x is None else plain(x) + 0.0)


def moved_between(
    before: Sequence[UnitResult], after: Sequence[UnitResult], behind: IdsMoved, figures: HowPrinted
) -> list[UnitDifference]:
    """As `differences.moved` of the two as they are printed, without figures and duties; ``behind`` has the incidents of those
    lines behind which others lie.
    """
    old, new = {u.unit: u for u in before}, {u.unit: u for u in after}
    lines_behind: dict[str, set[LineSaid]] = {}
    for unit, key in behind:
        lines_behind.setdefault(unit, set()).add(key)
    found = []
    for unit in [*new, *(u for u in old if u not in new)]:
        had, has = old.get(unit), new.get(unit)
        if had is not None and has is not None and unit not in lines_behind and _alike_beside_rank(had, has):
            if had.rank != has.rank or had.score != has.score:
                score = (figures.number(had.score), figures.number(has.score))
                if had.rank != has.rank or score[0] != score[1]:
                    found.append(UnitDifference(unit, has.name, score, (had.rank, has.rank), kind=has.kind))
            continue
        keys = _moved_lines(had, has) | lines_behind.get(unit, set())
        rows = [None if one is None else _row(one, keys, behind, side, figures) for side, one in enumerate((had, has))]
        if (difference := unit_difference(rows[0], rows[1])) is not None:
            found.append(difference)
    return found


def _alike_beside_rank(had: UnitResult, has: UnitResult) -> bool:
    """Whether two results of a unit say the same of everything but score and rank."""
    return (
        had.outcomes == has.outcomes
        and had.unranked == has.unranked
        and len(had.lines) == len(has.lines)
        and all(a is b or _said(a) == _said(b) for a, b in zip(had.lines, has.lines, strict=True))
        and (had.sections is has.sections or _scores(had) == _scores(has))
        and (had.vetoes is has.vetoes or had.vetoes == has.vetoes)
        and had.sanctions == has.sanctions
    )


def _scores(unit: UnitResult) -> list[tuple[str, Exact]]:
    return [(s.section.id, s.score) for s in unit.sections]


def _said(line: Line) -> tuple[object, ...]:
    """What of a line is compared, beside the incidents."""
    return (*_key(line), line.points, line.count, line.weight, line.place)


def _key(line: Line) -> LineSaid:
    return LineSaid(line.clause, line.kind, line.section.id if line.section is not None else None, line.channel)


def _moved_lines(had: UnitResult | None, has: UnitResult | None) -> set[LineSaid]:
    """The lines of which something beside the incidents differs, or which one of two results has alone."""
    listed = []
    for one in (had, has):
        said: dict[LineSaid, list[tuple[object, ...]]] = {}
        for line in one.lines if one is not None else ():
            said.setdefault(_key(line), []).append(_said(line))
        listed.append(said)
    old, new = listed
    return {key for key in {*old, *new} if old.get(key) != new.get(key)}


def _row(unit: UnitResult, keys: set[LineSaid], behind: IdsMoved, side: int, figures: HowPrinted) -> Plain:
    """What is compared of a unit as results print it, of its lines those of some keys."""
    return {
        "unit": unit.unit,
        "name": unit.name,
        "kind": unit.kind,
        "score": figures.number(unit.score),
        "rank": unit.rank,
        "unranked": [{"why": why.code, "clause": why.clause, "action": why.action} for why in unit.unranked],
        "sections": [{"section": s.section.id, "score": figures.number(s.score)} for s in unit.sections],
        "lines": list(_lines(unit, keys, behind, side, figures)),
        "vetoes": [{"veto": v.veto.name, "clause": v.veto.clause} for v in unit.vetoes],
        "sanctions": [sanction_dict(s, figures.plain) for s in unit.sanctions],
        "outcomes": [{"outcome": o.name, "clause": o.clause} for o in unit.outcomes],
    }


def _lines(unit: UnitResult, keys: set[LineSaid], behind: IdsMoved, side: int, figures: HowPrinted) -> Iterator[Plain]:
    for line in unit.lines:
        if (key := _key(line)) in keys:
            said = {**key._asdict(), "points": figures.number(line.points), "count": line.count}
            if line.channel is not None:
                said |= {"weight": figures.plain(line.weight), "place": line.place}
            ids = behind.get((unit.unit, key))
            yield {**said, "incidents": ids[side] if ids is not None else ()}
