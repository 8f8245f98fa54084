"""How far a unit stands from the next rank, from each section's floor, from each veto and outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from math import prod
from typing import Any

from attrs import frozen

from .absence import Absence, Placed
from .alone import Cell
from .conditions import Stored
from .exact import Exact
from .model import Kind, Options, YesNo
from .replay import Replay
from .results import UnitResult
from .standings import lists, put_last

FURTHEST = 20  # further incidents of one kind that are looked at
_FORMS = 60  # forms of a kind that are looked at in every combination
_TWO = 2  # choices of a yes or no


_Name = tuple[str, str, str]
_Change = tuple[str, str, str, bool]
_Form = list[tuple[str, Stored]]


@frozen
class Distance:
    """How far the unit is from something: ``k`` more (or fewer, below 0) incidents of a kind bring it about or end it.

    ``what`` is a veto, an outcome, "rank" or "section"; for the last two ``points`` are what is missing, or left. A unit that a
    veto puts last has no further points to win: its rank's ``name`` is "last", and the clause is the veto's. ``values``
    are the attributes of the further incidents where they differ from an incident of the kind with nothing more said of it;
    ``fewer`` the incidents that would not be there, each with the breaches of its case (``breaches``: these alone).
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


Gains = Mapping[str, tuple[bool, Exact]]  # of an incident: whether its absence changes no more than the score, and the score less


def distances(replay: Replay, absence: Absence, gains: Gains) -> Iterator[Distance]:
    """Every distance of a unit. ``gains`` say which incidents matter most: those are taken away first."""
    yield from _ranks(replay)
    base = replay.base
    for section in base.sections:
        yield Distance("section", section.section.id, section.section.clause, points=section.score)
    yield from _more(replay)
    yield from _fewer(replay, absence, gains)


def _ranks(replay: Replay) -> Iterator[Distance]:
    """To the next rank by points, among those that no veto or the like veto puts last."""
    base = replay.base
    if base.rank is None or base.score is None:
        return
    lasting = next((v.veto for v in base.vetoes if v.veto.ranks_last), None)
    mine = next(members for members in lists(replay.regulation.standing, replay.assessment.units) if base in members)
    ahead = [u for u in mine if u.rank is not None and u.rank < base.rank]
    alike = [u.score for u in ahead if u.score is not None and put_last(u) == (lasting is not None)]
    if alike:
        yield Distance("rank", "next", "", points=max(min(alike) - base.score, 0))
    elif lasting is not None and ahead:
        yield Distance("rank", "last", lasting.clause)


def _more(replay: Replay) -> Iterator[Distance]:
    """The fewest further incidents of a kind that would bring a veto or an outcome, or end one; each kind in the form that
    does so soonest."""
    last = max((n for n, part in enumerate(replay.parts) if replay.unit in part.sums), default=len(replay.parts) - 1)
    part = replay.parts[last]
    scope, columns = part.scope, part.tally.columns
    law = scope.regulation
    counts = [*(c.count for c in law.charges), *(v.count for v in law.vetoes), *(r.count for r in law.rankings)]
    members = {replay.unit, *(u for u, home in scope.homes.items() if home == replay.unit)}
    about = {scope.units[u].kind for u in members}
    marks = dict.fromkeys(set(columns) - set(scope.sector.incident_attributes), 0)
    for kind in dict.fromkeys(kind for count in counts for kind in count.kinds if not kind.units or about & set(kind.units)):
        found: dict[_Change, Distance] = {}
        alike: set[Any] = set()
        for said in _forms(kind, columns):
            filled: dict[str, Stored] = {**marks, **_plain(kind), **said}
            cell = (replay.unit, kind.code, tuple(filled.get(column) for column in columns))
            placed = part.slots.of(scope.units[replay.unit].kind, kind.code, cell[2])
            same = (tuple(placed.slots), placed.spreading)
            if same in alike:  # it counts as a plainer one does
                continue
            alike.add(same)
            for change, k in _soonest(replay, FURTHEST, partial(_with, replay, last, cell)).items():
                if change not in found or k < found[change].k:
                    found[change] = Distance(*change[:3], kind.code, k, ends=change[3], values=tuple(said.items()))
        yield from (found[change] for change in sorted(found))


def _with(replay: Replay, part: int, cell: Cell, n: int) -> UnitResult:
    return replay.mine({part: Counter({cell: n})})


def _soonest(replay: Replay, most: int, after: Callable[[int], UnitResult]) -> dict[_Change, int]:
    """The fewest incidents, of ``most``, that bring each veto and outcome that is not there, or end one that is.

    What has changed is taken to stay so; so many do bring it, and one fewer does not, in any case.
    """
    base = set(_names(replay.base))
    changed: dict[int, set[_Name]] = {}

    def differs(n: int) -> set[_Name]:
        if n not in changed:
            changed[n] = base ^ set(_names(after(n))) if n else set()
        return changed[n]

    found: dict[_Change, int] = {}
    wanted = differs(most)
    done: set[_Name] = set()
    while wanted:
        for name in sorted(wanted):
            low, high = 0, min(n for n, names in changed.items() if name in names)
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if name in differs(middle) else (middle, high)
            found[*name, name in base] = high
        done |= wanted
        wanted = {name for names in changed.values() for name in names} - done  # what came and went in between
    return found


def _plain(kind: Kind) -> dict[str, Stored]:
    """The attributes of an incident with nothing said of it."""
    return {a.code: (a.default or 0) if isinstance(a.type, YesNo) else a.default for a in kind.attributes}


def _forms(kind: Kind, columns: Sequence[str]) -> Iterator[dict[str, Stored]]:
    """The forms that an incident of a kind may have where some rule tells them apart, the plainest first: what each says beside
    an incident with nothing said of it. Where there are too many, each attribute is varied by itself, and with each yes or no."""
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
        every = [plain]
        for n, options in enumerate(choices):
            every += _varied([plain], n, options)
            if len(options) == _TWO:
                every += [
                    form for m, more in enumerate(choices) if m != n for form in _varied(_varied([plain], m, more), n, options)
                ]
    given = _plain(kind)
    for form in sorted(every, key=lambda form: sum(one != usual for one, usual in zip(form, plain, strict=True))):
        yield {code: value for code, value in form if value != given[code]}


def _varied(forms: Iterable[_Form], n: int, options: Sequence[tuple[str, Stored]]) -> list[_Form]:
    """Each form with its choice ``n`` made otherwise."""
    return [[*form[:n], one, *form[n + 1 :]] for form in forms for one in options[1:]]


def _fewer(replay: Replay, absence: Absence, gains: Gains) -> Iterator[Distance]:
    """The fewest incidents of a kind without which a veto or an outcome would go, or another come.

    An incident takes the breaches of its case with it; a breach goes alone.
    """
    listed: dict[str, list[Placed]] = {}
    for n, part in enumerate(replay.parts):
        for fact in (*part.facts.incidents, *part.facts.breaches) if part.facts is not None else ():
            listed.setdefault(fact.kind, []).append((n, fact))
    for kind, unordered in sorted(listed.items()):
        facts = sorted(unordered, key=lambda item: (*gains.get(item[1].id, (True, 0)), item[1].id))
        for change, k in sorted(_soonest(replay, len(facts), partial(_without, replay, absence, facts)).items()):
            named = {breach: tuple(f.id for _, f in facts[:k] if f.breach == breach) for breach in (False, True)}
            yield Distance(*change[:3], kind, -k, ends=change[3], fewer=named[False], breaches=named[True])


def _without(replay: Replay, absence: Absence, facts: Sequence[Placed], n: int) -> UnitResult:
    gone = [fact.id for _, fact in facts[:n] if not fact.breach]
    return replay.mine(absence.deltas(gone, [one for one in facts[:n] if one[1].breach]), gone)


def _names(unit: UnitResult) -> Iterator[_Name]:
    yield from (("veto", v.veto.name, v.veto.clause) for v in unit.vetoes)
    yield from (("outcome", o.name, o.clause) for o in unit.outcomes)
