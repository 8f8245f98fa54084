"""How far a unit stands from the next rank, from each section's floor, from each veto and outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from math import prod

from attrs import evolve, frozen

from .alone import Cell, Delta
from .conditions import Stored
from .exact import Exact
from .model import Kind, Options, YesNo
from .replay import Replay
from .results import UnitResult
from .unit_facts import Fact

FURTHEST = 20  # further incidents of one kind that are looked at
_FORMS = 60  # forms of a kind that are looked at in every combination


@frozen
class Distance:
    """How far the unit is from something: ``k`` more (or fewer, below 0) incidents of a kind bring it about or end it.

    ``what`` is a veto, an outcome, "rank" or "section"; for the last two ``points`` are what is missing, or left. A unit that a
    veto puts last has no further points to win: its rank's ``name`` is "last", and the clause is the veto's. ``values``
    are the attributes of the further incidents where they differ from an incident of the kind with nothing more said of it.
    """

    what: str
    name: str
    clause: str
    kind: str | None = None
    k: int = 0
    points: Exact | None = None
    ends: bool = False
    values: tuple[tuple[str, Stored], ...] = ()


Gains = Mapping[str, tuple[bool, Exact]]  # of an incident: whether its absence changes no more than the score, and the score less


def distances(replay: Replay, gains: Gains) -> Iterator[Distance]:
    """Every distance of a unit. ``gains`` say which incidents matter most: those are taken away first."""
    yield from _ranks(replay)
    base = replay.base
    for section in base.sections:
        yield Distance("section", section.section.id, section.section.clause, points=section.score)
    yield from _more(replay)
    yield from _fewer(replay, gains)


def _ranks(replay: Replay) -> Iterator[Distance]:
    """To the next rank by points, among those that no veto or the like veto puts last."""
    base = replay.base
    if base.rank is None or base.score is None:
        return
    lasting = next((v.veto for v in base.vetoes if v.veto.ranks_last), None)
    ahead = [u for u in replay.assessment.units if u.rank is not None and u.rank < base.rank]
    alike = [u.score for u in ahead if u.score is not None and _put_last(u) == (lasting is not None)]
    if alike:
        yield Distance("rank", "next", "", points=max(min(alike) - base.score, 0))
    elif lasting is not None and ahead:
        yield Distance("rank", "last", lasting.clause)


def _put_last(unit: UnitResult) -> bool:
    return any(v.veto.ranks_last for v in unit.vetoes)


def _more(replay: Replay) -> Iterator[Distance]:
    """The fewest further incidents of a kind that would bring a veto or an outcome, or end one; each kind in the form that
    does so soonest."""
    last = len(replay.parts) - 1
    scope, columns = replay.parts[last].scope, replay.parts[last].tally.columns
    law = scope.regulation
    counts = [*(c.count for c in law.charges), *(v.count for v in law.vetoes), *(r.count for r in law.rankings)]
    members = {replay.unit, *(u for u, home in scope.homes.items() if home == replay.unit)}
    about = {scope.units[u].kind for u in members}
    marks = dict.fromkeys(set(columns) - set(scope.sector.incident_attributes), 0)
    for kind in dict.fromkeys(kind for count in counts for kind in count.kinds if not kind.units or about & set(kind.units)):
        found: dict[tuple[str, str, str, bool], Distance] = {}
        for said in _forms(kind, columns):
            filled: dict[str, Stored] = {**marks, **_plain(kind), **said}
            cell = (replay.unit, kind.code, tuple(filled.get(column) for column in columns))
            for change in _soonest(replay, kind.code, FURTHEST, 1, partial(_with, replay, last, cell)):
                key = (change.what, change.name, change.clause, change.ends)
                if key not in found or change.k < found[key].k:
                    found[key] = evolve(change, values=tuple(said.items()))
        yield from found.values()


def _with(replay: Replay, part: int, cell: Cell, n: int) -> UnitResult:
    return replay.mine({part: Counter({cell: n})})


def _without(replay: Replay, facts: Sequence[tuple[int, Fact]], n: int) -> UnitResult:
    deltas: dict[int, Delta] = {}
    for part, fact in facts[:n]:
        deltas.setdefault(part, Counter())[fact.cell] -= 1
    return replay.mine(deltas, [fact.id for _, fact in facts[:n]])


def _soonest(replay: Replay, kind: str, most: int, sign: int, after: Callable[[int], UnitResult]) -> Iterator[Distance]:
    """What first changes as incidents of a kind come or go, ``most`` of them being looked at; what has changed stays so."""
    base = set(_names(replay.base))
    if set(_names(after(most))) == base:
        return
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        if set(_names(after(middle))) != base:
            high = middle
        else:
            low = middle + 1
    has = set(_names(after(low)))
    for what, name, clause in sorted(has - base):
        yield Distance(what, name, clause, kind, sign * low)
    for what, name, clause in sorted(base - has):
        yield Distance(what, name, clause, kind, sign * low, ends=True)


def _plain(kind: Kind) -> dict[str, Stored]:
    """The attributes of an incident with nothing said of it."""
    return {a.code: (a.default or 0) if isinstance(a.type, YesNo) else a.default for a in kind.attributes}


def _forms(kind: Kind, columns: Sequence[str]) -> Iterator[dict[str, Stored]]:
    """The forms that an incident of a kind may have where some rule tells them apart, the plainest first: what each says beside
    an incident with nothing said of it. Where there are too many, each attribute is varied by itself."""
    choices: list[list[tuple[str, Stored]]] = []
    for attribute in kind.attributes:
        if attribute.code not in columns:
            continue
        default = attribute.default
        if isinstance(attribute.type, YesNo):
            choices.append([(attribute.code, n) for n in (default or 0, 1 - int(default or 0))])
        elif isinstance(attribute.type, Options):
            first = [default] if default is not None or not attribute.required else []
            choices.append([(attribute.code, value) for value in dict.fromkeys((*first, *attribute.type.words))])
    plain = [options[0] for options in choices]
    if prod(map(len, choices)) <= _FORMS:
        every = [list(form) for form in product(*choices)]
    else:
        every = [plain, *([*plain[:n], one, *plain[n + 1 :]] for n, options in enumerate(choices) for one in options[1:])]
    given = _plain(kind)
    for form in sorted(every, key=lambda form: sum(one != usual for one, usual in zip(form, plain, strict=True))):
        yield {code: value for code, value in form if value != given[code]}


def _fewer(replay: Replay, gains: Gains) -> Iterator[Distance]:
    """The fewest incidents of a kind without which a veto or an outcome would go, or another come."""
    listed: dict[str, list[tuple[int, Fact]]] = {}
    for n, part in enumerate(replay.parts):
        assert part.facts is not None
        for fact in (*part.facts.incidents, *part.facts.breaches):
            listed.setdefault(fact.kind, []).append((n, fact))
    for kind, unordered in sorted(listed.items()):
        facts = sorted(unordered, key=lambda item: (*gains.get(item[1].id, (True, 0)), item[1].id))
        yield from _soonest(replay, kind, len(facts), -1, partial(_without, replay, facts))


def _names(unit: UnitResult) -> Iterator[tuple[str, str, str]]:
    yield from (("veto", v.veto.name, v.veto.clause) for v in unit.vetoes)
    yield from (("outcome", o.name, o.clause) for o in unit.outcomes)
