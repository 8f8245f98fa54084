"""What a sector declares against itself: types first, then that each thing a rule names is among what the sector has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..base.frozen import declared, frozen
from ..base.periods import PERIOD_WORDS, Period
from ..base.words import Words
from .model import Attribute, Kind, MeasureKind, Options, Step, UnitKind
from .text import Edition
from .typed import problems, said

if TYPE_CHECKING:
    from .law import Regulation
    from .sector import Sector


@frozen
class Named:
    """What a regulation's rules name: kinds, steps and measures by code, and the measures without which nothing is ranked."""

    kinds: Mapping[str, Kind]
    steps: Mapping[str, Step]
    measures: Mapping[str, MeasureKind]
    needed: frozenset[str]


Found = tuple[str, str]
"""A text, and what is wrong in it."""


def of_regulation(regulation: Regulation) -> list[Found]:
    """Everything in a regulation, and in the texts beside it, that is of the wrong type; each names its provision."""
    found = [(regulation.id, wrong) for wrong in problems(regulation)]
    for provision in regulation.provisions:
        found += [(regulation.id, f"{said(provision)}: {wrong}") for wrong in problems(provision)]
    for text in regulation.beside:
        found += text.misdeclared
    return found


def once(found: Iterable[Found]) -> list[str]:
    """Each problem once, with every text that has it."""
    texts: dict[str, dict[str, None]] = {}
    for text, problem in found:
        texts.setdefault(problem, {})[text] = None
    return [f"{', '.join(of)}: {problem}" if any(of) else problem for problem, of in texts.items()]


def named_in(regulation: Regulation) -> Named:
    """What the rules of a regulation name, those of the texts beside it among them."""
    every: dict[type, dict[str, Any]] = {Kind: {}, Step: {}, MeasureKind: {}}
    for text in (regulation, *regulation.beside):
        for one in within(text.provisions):
            if type(one) in every:
                every[type(one)].setdefault(one.code, one)
    ranked = [[s.start for s in regulation.sections], [r.index for r in regulation.rankings], regulation.standing]
    needed = frozenset(one.code for one in within(ranked) if isinstance(one, MeasureKind))
    return Named(every[Kind], every[Step], every[MeasureKind], needed)


def of_sector(sector: Sector) -> list[str]:
    """Everything that is of the wrong type; if nothing is, what the rules name and the sector lacks."""
    wrong = [*(("", problem) for problem in problems(sector)), *_of_regulations(sector)]
    return once(wrong or ((law.id, problem) for law in sector.regulations for problem in _lacking(sector, law)))


def _of_regulations(sector: Sector) -> Iterator[Found]:
    from .law import Regulation

    if not isinstance(sector.regulations, tuple):
        yield "", "regulations: it is no tuple"
        return
    for one in sector.regulations:
        if type(one) is Regulation:
            yield from one.misdeclared
        else:
            yield "", f"regulations: {type(one).__name__} is not a Regulation"


def _lacking(sector: Sector, regulation: Regulation) -> Iterator[str]:
    named = regulation.named
    for kind in named.kinds.values():
        if sector.kind_by_code.get(kind.code) != kind:
            yield f"the kind {kind.code} is not declared by the sector"
    for step in named.steps.values():
        if sector.step_by_code.get(step.code) != step:
            yield f"the step {step.code} is not declared by the sector"
    measures = {m.code for m in sector.measures}
    for code in named.measures:
        if code not in measures:
            yield f"the measure {code} is not declared by the sector"
    for code in sorted(named.needed & measures - {m.code for m in sector.needs}):
        yield f"it cannot do without the measure {code}: list it in the sector's needs"
    yield from _of_periods(sector, regulation)
    yield from _of_channels(regulation)


def _of_periods(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """A period that is combined is one that the sector assesses, and longer than its parts."""
    for combined in regulation.combined.values():
        unknown = [kind for kind in (combined.period, combined.parts) if kind not in PERIOD_WORDS]
        for kind in unknown:
            yield f"{said(combined)}: {kind!r} is no kind of period; known: {', '.join(PERIOD_WORDS)}"
        if unknown:
            continue
        if combined.period not in sector.periods:
            yield f"{said(combined)}: the sector assesses no {combined.period}: list it among its periods"
        whole = Period.of_kind(combined.period, 2024)[0]
        if len(list(whole.parts((combined.parts,)))) < 2:
            yield f"{said(combined)}: no {combined.period} is made of {combined.parts}s"


def _of_channels(regulation: Regulation) -> Iterator[str]:
    """The channels of a ranking are values of what it ranks by."""
    for ranking in regulation.rankings:
        if not isinstance(ranking.by.type, Options):
            continue
        known = ranking.by.type.words
        for channel in (one for channels in ranking.channels.values() for one in channels):
            at = f"{said(ranking)}: the channel {channel.code}"
            if channel.code not in known:
                yield f"{at} is no value of {ranking.by.code}; those are: {', '.join(known)}"
            for value in channel.takes:
                if value not in known:
                    yield f"{at} takes {value}, which is no value of {ranking.by.code}; those are: {', '.join(known)}"


_LEAVES = (Attribute, UnitKind, Words, Edition)


def within(value: Any) -> Iterator[Any]:
    """Every value of the vocabulary within a value, under any reading; kinds, steps and measures are not looked into."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, _LEAVES):
            continue
        seen.add(id(one))
        if isinstance(one, tuple | list):
            waiting.extend(one)
        elif isinstance(one, Mapping):
            waiting.extend(one.values())
        elif isinstance(one, Kind | Step | MeasureKind):
            yield one
        elif (fields := declared(type(one))) is not None:
            yield one
            waiting.extend(getattr(one, field.name) for field in fields)
