"""Two results side by side before they are printed: what is the same in both is not looked at, and made no object of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from conduct.core.base.exact import Exact, Rounding, rounded
from conduct.core.base.frozen import frozen
from conduct.core.questions.behind_lines import IdsMoved, LineSaid
from conduct.core.scores.results import Line, UnitResult

from .differences import Consequence, LineDifference, UnitDifference, consequences_moved, line_differences
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
        one = _difference(had, has, lines_behind.get(unit, _NONE), behind, figures)
        if one is not None:
            found.append(one)
    return found


_NONE: set[LineSaid] = set()


def _difference(
    had: UnitResult | None, has: UnitResult | None, moved: set[LineSaid], behind: IdsMoved, figures: HowPrinted
) -> UnitDifference | None:
    """In what two results of a unit differ, behind whose lines of some keys other incidents lie; None where they say the same."""
    lines: tuple[LineDifference, ...] = ()
    if moved or had is None or has is None or had.lines is not has.lines:
        keys = _moved_lines(had, has) | moved
        if keys:
            rows = [list(_lines(one, keys, behind, n, figures)) for n, one in enumerate((had, has))]
            lines = line_differences(rows[0], rows[1])
    sections: tuple[tuple[str, float | None, float | None], ...] = ()
    if had is None or has is None or had.sections is not has.sections:
        sections = tuple(_sections(had, has, figures))
    gone: tuple[Consequence, ...] = ()
    come: tuple[Consequence, ...] = ()
    if had is None or has is None or not _consequences_alike(had, has):
        gone, come = consequences_moved(_consequences(had, figures), _consequences(has, figures))
    scores = [None if one is None else one.score for one in (had, has)]
    alike = scores[0] is scores[1] or scores[0] == scores[1]
    first = figures.number(scores[0])
    score = first, first if alike else figures.number(scores[1])
    rank = None if had is None else had.rank, None if has is None else has.rank
    only = "" if had is not None and has is not None else "after" if had is None else "before"
    if not (lines or sections or gone or come or score[0] != score[1] or rank[0] != rank[1] or only):
        return None
    either = has or had
    assert either is not None
    return UnitDifference(either.unit, either.name, score, rank, lines, sections, gone, come, (), only, either.kind)


def _sections(
    had: UnitResult | None, has: UnitResult | None, figures: HowPrinted
) -> Iterator[tuple[str, float | None, float | None]]:
    """The sections whose scores differ as they are printed, in order."""
    old, new = ({s.section.id: s.score for s in one.sections} if one is not None else {} for one in (had, has))
    for section in sorted({*old, *new}):
        if old.get(section) != new.get(section):
            pair = figures.number(old.get(section)), figures.number(new.get(section))
            if pair[0] != pair[1]:
                yield section, *pair


def _consequences_alike(had: UnitResult, has: UnitResult) -> bool:
    return (
        had.outcomes == has.outcomes
        and had.unranked == has.unranked
        and (had.vetoes is has.vetoes or had.vetoes == has.vetoes)
        and had.sanctions == has.sanctions
    )


def _key(line: Line) -> LineSaid:
    return LineSaid(line.clause, line.kind, line.section.id if line.section is not None else None, line.channel)


def _keyed_alike(one: Line, other: Line) -> bool:
    """Whether two lines have one key, which is not made."""
    if one.clause != other.clause or one.kind != other.kind or one.channel != other.channel:
        return False
    return one.section is other.section or _key(one) == _key(other)


def _moved_lines(had: UnitResult | None, has: UnitResult | None) -> set[LineSaid]:
    """The lines of which something beside the incidents differs, or which one of two results has alone."""
    if had is not None and has is not None and len(had.lines) == len(has.lines):
        pairs = [(a, b) for a, b in zip(had.lines, has.lines, strict=True) if a is not b]
        if all(_keyed_alike(a, b) for a, b in pairs):
            return {_key(a) for a, b in pairs if _said(a) != _said(b)}
    said = [{} if one is None else _by_key(one.lines) for one in (had, has)]
    return {key for key in {*said[0], *said[1]} if said[0].get(key) != said[1].get(key)}


def _by_key(lines: Iterable[Line]) -> dict[LineSaid, list[tuple[object, ...]]]:
    found: dict[LineSaid, list[tuple[object, ...]]] = {}
    for line in lines:
        found.setdefault(_key(line), []).append(_said(line))
    return found


def _said(line: Line) -> tuple[object, ...]:
    """What of a line is compared, beside the incidents."""
    return line.points, line.count, line.weight, line.place


def _consequences(unit: UnitResult | None, figures: HowPrinted) -> Plain:
    """What a unit's figures lead to, as results print it."""
    if unit is None:
        return {}
    return {
        "unranked": [{"why": why.code, "clause": why.clause, "action": why.action} for why in unit.unranked],
        "vetoes": [{"veto": v.veto.name, "clause": v.veto.clause} for v in unit.vetoes],
        "sanctions": [sanction_dict(s, figures.plain) for s in unit.sanctions],
        "outcomes": [{"outcome": o.name, "clause": o.clause} for o in unit.outcomes],
    }


def _lines(unit: UnitResult | None, keys: set[LineSaid], behind: IdsMoved, side: int, figures: HowPrinted) -> Iterator[Plain]:
    """The lines of some keys, with the incidents behind them where others lie behind them in the other result."""
    kinds = {key.kind for key in keys}
    for line in unit.lines if unit is not None else ():
        if line.kind in kinds and (key := _key(line)) in keys:
            said = {**key._asdict(), "points": figures.number(line.points), "count": line.count}
            if line.channel is not None:
                said |= {"weight": figures.plain(line.weight), "place": line.place}
            ids = behind.get((unit.unit, key)) if unit is not None else None
            yield {**said, "incidents": ids[side] if ids is not None else ()}
