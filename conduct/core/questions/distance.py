"""How far a unit stands from the next rank, from each section's floor, from each veto and outcome."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from attrs import evolve, fields_dict, has

from ..base.exact import Exact
from ..base.frozen import frozen
from ..law.conditions import Condition, Stored
from ..law.law import Regulation
from ..law.model import Kind
from ..scores.entered import CellKey
from ..scores.results import UnitResult
from ..scores.standings import place_of, ranked_by
from .absence import Absence, FactInPart
from .alone import Delta
from .fewest import Search, Turn, first_of
from .forms import forms, too_many, values
from .in_order import list_of
from .replay import Replay
from .spread import PerPart, spreads

FURTHEST = 20  # further incidents of one kind that are looked at
FURTHEST_OF_RATES = 2000  # the same, where a rate counts them and so few change nothing


@frozen
class Distance:
    """How far the unit is from something: ``k`` more (or fewer, below 0) incidents of a kind bring it about or end it.

    ``what`` is a veto, an outcome, "rank" or "section"; for the last two ``points`` are what is missing, or left: of the
    score, or of the figure that ranks. ``rank`` is the one that is reached. A unit with as good a figure as the one before it
    is told so (``name`` "tie"). One that a veto puts last has no further points to win: its rank's ``name`` is "last", and the
    clause is the veto's. ``values`` are the attributes of the further incidents where they differ from an incident of the kind
    with nothing more said of it; ``fewer`` the incidents that would not be there, each with the breaches of its case
    (``breaches``: these alone); ``changed`` those that would have ``values`` in place of their own. A kind with more forms
    than are compared is named, with ``what`` "forms". Where the period is combined of several, ``within`` are those in any one
    of which the further incidents do so; where they do so only in several together, ``spread`` is how many in which.
    """

    what: str
    name: str
    clause: str
    kind: str | None = None
    k: int = 0
    points: Exact | None = None
    ends: bool = False
    values: tuple[tuple[str, Stored], ...] = ()
    fewer: tuple[str, ...] = ()
    breaches: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    rank: int | None = None
    within: tuple[str, ...] = ()
    spread: tuple[tuple[str, int], ...] = ()


Gains = Mapping[str, tuple[bool, Exact]]  # of an incident: whether its absence changes no more than the score, and the score less
Rated = Mapping[str, frozenset[str]]  # kinds that a rate counts, and the attributes by which it tells them apart


def distances(replay: Replay, absence: Absence, gains: Gains) -> Iterator[Distance]:
    """Every distance of a unit. ``gains`` say which incidents matter most: those are taken away first."""
    yield from _ranks(replay)
    taking = _taking(replay.regulation)
    for section in (one for one in replay.base.sections if one.section.id in taking):
        yield Distance("section", section.section.id, section.section.clause, points=section.score)
    rated = _rated(replay.regulation)
    search = Search(replay)
    yield from _more(search, rated)
    yield from _fewer(search, absence, gains, rated)
    yield from _otherwise(search, rated)


def _taking(law: Regulation) -> set[str]:
    """The sections in which some rule takes points, by id: those of its lines, and those that they stand within."""
    found: set[str] = set()
    for section in (*(c.section for c in law.charges), *(r.section for r in law.rankings)):
        while section is not None:
            found.add(section.id)
            section = section.within
    return found


def _rated(law: Regulation) -> Rated:
    formulas = [s.start for s in law.sections] + [law.standing.of if law.standing is not None else None]
    found: dict[str, frozenset[str]] = {}
    for formula in formulas:
        for count in formula.counts if formula is not None else ():
            for kind in count.kinds:
                found[kind.code] = found.get(kind.code, frozenset()) | count.columns()
    return found


def _ranks(replay: Replay) -> Iterator[Distance]:
    """To the next rank, among those that no veto or the like veto puts last."""
    base, standing = replay.base, replay.regulation.standing
    if base.rank is None or standing is None or (base.score is None and standing.of is None):
        return
    own = place_of(standing, base)
    ordered = list_of(replay.assessment, replay.unit).ordered
    ahead = bisect_left(ordered, own)
    if ahead and ordered[ahead - 1].last == own.last:
        nearest = ordered[ahead - 1]
        rank = 1 + bisect_left(ordered, nearest)
        gap = own.ranked - nearest.ranked
        yield Distance("rank", "next" if gap else "tie", standing.clause, points=gap or None, rank=rank)
    elif ahead:
        yield Distance("rank", "last", next(v.veto.clause for v in base.vetoes if v.veto.ranks_last))


def _more(search: Search, rated: Rated) -> Iterator[Distance]:
    """The fewest further incidents of a kind that would bring a veto, an outcome or a better rank, or end one; each kind in the
    form that does so soonest."""
    replay = search.replay
    where = [n for n, part in enumerate(replay.parts) if replay.unit in part.sums]
    if not where:
        return
    part = replay.parts[where[-1]]
    scope, columns = part.scope, part.tally.columns
    counts = [*part.slots.counts, *(r.count for r in scope.regulation.rankings)]
    members = {replay.unit, *scope.members(replay.unit)}
    about = {scope.units[u].kind for u in members}
    marks = dict.fromkeys(set(columns) - set(scope.sector.incident_attributes), 0)
    for kind in dict.fromkeys(kind for count in counts for kind in count.kinds if not kind.units or about & set(kind.units)):
        found: dict[Turn, Distance] = {}
        alike: set[object] = set()
        for said in forms(kind, columns):
            filled: dict[str, Stored] = {**marks, **kind.plain(), **said}
            cell = CellKey(replay.unit, kind.code, tuple(filled.get(column) for column in columns))
            placed = part.slots.of(scope.units[replay.unit].kind, kind.code, cell.values)
            same = (tuple(placed.slots), placed.spreading)
            if same in alike:  # it counts as a plainer one does
                continue
            alike.add(same)
            soonest = _soonest(search, where, cell, FURTHEST)
            if not soonest and kind.code in rated:
                soonest = _soonest(search, where, cell, FURTHEST_OF_RATES)
            for change, ways in soonest.items():
                k = sum(ways[0])
                if change not in found or k < found[change].k:
                    rank = _with(replay, where, cell, ways[0]).rank if change[0] == "rank" else None
                    one = Distance(*change[:3], kind.code, k, ends=change[3], values=tuple(said.items()), rank=rank)
                    found[change] = _placed(one, replay, where, ways)
        yield from (found[change] for change in sorted(found))
        if too_many(kind, columns):
            yield Distance("forms", kind.code, "", kind.code)


def _with(replay: Replay, where: Sequence[int], cell: CellKey, numbers: PerPart) -> UnitResult:
    return replay.mine({part: Counter({cell: n}) for part, n in zip(where, numbers, strict=True) if n})


def _soonest(search: Search, where: Sequence[int], cell: CellKey, most: int) -> dict[Turn, list[PerPart]]:
    """For each change the fewest further incidents that bring it, by part: every part alone that does, or else several."""
    after = partial(_with, search.replay, where, cell)
    found: dict[Turn, list[PerPart]] = {}

    def take(change: Turn, numbers: PerPart) -> None:
        fewest = sum(found[change][0]) if change in found else most + 1
        if sum(numbers) < fewest:
            found[change] = [numbers]
        elif sum(numbers) == fewest and numbers.count(0) == len(where) - 1:
            found[change].append(numbers)

    for at in range(len(where)):
        before, behind = (0,) * at, (0,) * (len(where) - at - 1)
        alone = [(*before, n, *behind) for n in range(most + 1)]
        for change, k in search.soonest(most, partial(_of, after, alone)).items():
            take(change, alone[k])
    for sign in (-1, 1) if len(where) > 1 else ():
        worth = [partial(_worth, search.replay, part, cell) for part in where]
        ways = [(0,) * len(where), *spreads(worth, most, sign)]
        for change, n in search.soonest(len(ways) - 1, partial(_of, after, ways)).items():
            numbers = ways[n]
            while less := next((w for w in _one_less(numbers) if change[:3] in search.changes(after(w))), None):
                numbers = less
            if change not in found or sum(numbers) < sum(found[change][0]):
                take(change, numbers)
    return found


def _one_less(numbers: PerPart) -> Iterator[PerPart]:
    for at, n in enumerate(numbers):
        if n:
            yield (*numbers[:at], n - 1, *numbers[at + 1 :])


def _of(after: Callable[[PerPart], UnitResult], ways: Sequence[PerPart], n: int) -> UnitResult:
    return after(ways[n])


def _worth(replay: Replay, part: int, cell: CellKey, n: int) -> Exact:
    """What the unit is ranked by in one part, with so many more there."""
    standing, unit = replay.regulation.standing, replay.in_part(part, Counter({cell: n}))
    return ranked_by(standing, unit) if standing is not None else unit.score or 0


def _placed(one: Distance, replay: Replay, where: Sequence[int], ways: Sequence[PerPart]) -> Distance:
    """The same, and in which of several periods."""
    if len(replay.parts) == 1:
        return one
    ids = [replay.parts[part].scope.period.id for part in where]
    given = [[(period, n) for period, n in zip(ids, numbers, strict=True) if n] for numbers in ways]
    if len(given[0]) > 1:
        return evolve(one, spread=tuple(given[0]))
    return evolve(one, within=tuple(sorted(period for ((period, _),) in given)))


# ---- fewer


def _fewer(search: Search, absence: Absence, gains: Gains, rated: Rated) -> Iterator[Distance]:
    """The fewest incidents of a kind without which a veto or an outcome would go, or another or a better rank come.

    An incident takes the breaches of its case with it; a breach goes alone.
    """
    replay = search.replay
    listed: dict[str, list[FactInPart]] = {}
    for n, part in enumerate(replay.parts):
        if part.facts is None:  # it does not stand in this part
            continue
        for fact in (*part.facts.incidents, *part.facts.breaches):
            listed.setdefault(fact.kind, []).append(FactInPart(n, fact))
    for kind, unordered in sorted(listed.items()):
        facts = sorted(unordered, key=lambda item: (*gains.get(item.fact.id, (True, 0)), item.fact.id))
        after = partial(without, replay, absence)
        if kind in rated:
            chosen = search.chosen(alike(facts, partial(absent, absence)), after)
        else:
            soonest = search.soonest(len(facts), partial(first_of, after, facts))
            chosen = {change: facts[:k] for change, k in soonest.items()}
        for change, gone in sorted(chosen.items(), key=lambda one: one[0]):
            named = {breach: tuple(f.id for _, f in gone if f.breach == breach) for breach in (False, True)}
            rank = after(gone).rank if change[0] == "rank" else None
            yield Distance(*change[:3], kind, -len(gone), ends=change[3], fewer=named[False], breaches=named[True], rank=rank)


def without(replay: Replay, absence: Absence, facts: Sequence[FactInPart]) -> UnitResult:
    """The unit's result without some facts: an incident takes the breaches of its case with it, a breach goes alone."""
    gone = [fact.id for _, fact in facts if not fact.breach]
    return replay.mine(absence.deltas(gone, [one for one in facts if one.fact.breach]), gone)


def absent(absence: Absence, placed: FactInPart) -> object:
    """What tells apart what an absence changes."""
    fact = placed.fact
    if fact.breach:
        return placed.part, fact.cell
    delta = absence.deltas([fact.id])
    return frozenset((n, cell, by) for n, cells in delta.items() for cell, by in cells.items()), absence.points.get(fact.id)


def alike(facts: Sequence[FactInPart], key: Callable[[FactInPart], object]) -> list[list[FactInPart]]:
    """Facts that weigh the same together."""
    found: dict[object, list[FactInPart]] = {}
    for placed in facts:
        found.setdefault(key(placed), []).append(placed)
    return list(found.values())


# ---- otherwise


def _otherwise(search: Search, rated: Rated) -> Iterator[Distance]:
    """The fewest incidents of a kind that a rate counts which would have to be otherwise: resolved, say, or not upheld."""
    replay = search.replay
    law, columns = replay.regulation, replay.parts[0].tally.columns
    owed = _read_by(law.duties)
    for code, attributes in sorted(rated.items()):
        kind: Kind = replay.assessment.sector.kind_by_code[code]
        facts = [
            FactInPart(n, f) for n, part in enumerate(replay.parts) if part.facts for f in part.facts.incidents if f.kind == code
        ]
        for attribute in kind.attributes:
            if attribute.code not in attributes or attribute.code in owed or attribute.code not in columns:
                continue
            place = columns.index(attribute.code)
            for value in values(attribute):
                others = sorted((one for one in facts if one.fact.values[place] != value), key=lambda one: one.fact.id)
                if value is None or not others or kind.awaited(_row(columns, others[0], place, value)):
                    continue
                after = partial(_changed, replay, place, value)
                chosen = search.chosen(alike(others, lambda one: (one.part, one.fact.cell)), after)
                for change, ones in sorted(chosen.items(), key=lambda one: one[0]):
                    ids = tuple(fact.id for _, fact in ones)
                    rank = after(ones).rank if change[0] == "rank" else None
                    said = ((attribute.code, value),)
                    yield Distance(*change[:3], code, ends=change[3], values=said, changed=ids, rank=rank)


def _row(columns: Sequence[str], placed: FactInPart, place: int, value: Stored) -> dict[str, Stored]:
    return {**dict(zip(columns, placed.fact.values, strict=True)), columns[place]: value}


def _changed(replay: Replay, place: int, value: Stored, facts: Sequence[FactInPart]) -> UnitResult:
    deltas: dict[int, Delta] = {}
    for n, fact in facts:
        delta = deltas.setdefault(n, Counter())
        unit, kind, had = fact.cell
        delta[fact.cell] -= 1
        delta[CellKey(unit, kind, (*had[:place], value, *had[place + 1 :]))] += 1
    return replay.mine(deltas)


def _read_by(declared: object) -> frozenset[str]:
    """The attributes that some condition of a duty reads: what is otherwise would then owe something else."""
    if isinstance(declared, Condition):
        return declared.columns()
    if isinstance(declared, tuple | list):
        return frozenset().union(*map(_read_by, declared))
    of: type = type(declared)
    if has(of) and not isinstance(declared, Kind):
        return frozenset().union(*(_read_by(getattr(declared, name)) for name in fields_dict(of)))
    return frozenset()
