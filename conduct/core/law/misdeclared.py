"""What a sector declares against itself: types first, then that each thing a rule names is among what the sector has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from ..base.periods import PERIOD_WORDS, Period
from .law import Regulation
from .model import Kind, MeasureKind, Options, Step
from .typed import problems, provision_said
from .within import WrongIn


class Declaring(Protocol):
    """What a sector declares, as far as its regulations must fit it."""

    @property
    def regulations(self) -> tuple[Regulation, ...]: ...
    @property
    def kind_by_code(self) -> Mapping[str, Kind]: ...
    @property
    def step_by_code(self) -> Mapping[str, Step]: ...
    @property
    def measures(self) -> tuple[MeasureKind, ...]: ...
    @property
    def needs(self) -> Sequence[MeasureKind]: ...
    @property
    def periods(self) -> tuple[str, ...]: ...


def once(found: Iterable[WrongIn]) -> list[str]:
    """Each problem once, with every text that has it."""
    texts: dict[str, dict[str, None]] = {}
    for text, problem in found:
        texts.setdefault(problem, {})[text] = None
    return [f"{', '.join(of)}: {problem}" if any(of) else problem for problem, of in texts.items()]


def of_sector(sector: Declaring) -> list[str]:
    """Everything that is of the wrong type; if nothing is, what the rules name and the sector lacks."""
    wrong = [*(("", problem) for problem in problems(sector)), *_of_regulations(sector)]
    return once(wrong or ((law.id, problem) for law in sector.regulations for problem in _lacking(sector, law)))


def _of_regulations(sector: Declaring) -> Iterator[WrongIn]:
    if not isinstance(sector.regulations, tuple):
        yield "", "regulations: it is no tuple"
        return
    for one in sector.regulations:
        if type(one) is Regulation:
            yield from one.misdeclared
        else:
            yield "", f"regulations: {type(one).__name__} is not a Regulation"


def _lacking(sector: Declaring, regulation: Regulation) -> Iterator[str]:
    named = regulation.named
    for kind in named.kinds.values():
        known = sector.kind_by_code.get(kind.code)
        if known is not kind and known != kind:
            yield f"the kind {kind.code} is not declared by the sector"
    for step in named.steps.values():
        declared = sector.step_by_code.get(step.code)
        if declared is not step and declared != step:
            yield f"the step {step.code} is not declared by the sector"
    measures = {m.code for m in sector.measures}
    for code in named.measures:
        if code not in measures:
            yield f"the measure {code} is not declared by the sector"
    for code in sorted(named.needed & measures - {m.code for m in sector.needs}):
        yield f"it cannot do without the measure {code}: list it in the sector's needs"
    yield from _of_periods(sector, regulation)
    yield from _of_channels(regulation)


def _of_periods(sector: Declaring, regulation: Regulation) -> Iterator[str]:
    """A period that is combined is one that the sector assesses, and longer than its parts."""
    for combined in regulation.combined.values():
        unknown = [kind for kind in (combined.period, combined.parts) if kind not in PERIOD_WORDS]
        for kind in unknown:
            yield f"{provision_said(combined)}: {kind!r} is no kind of period; known: {', '.join(PERIOD_WORDS)}"
        if unknown:
            continue
        if combined.period not in sector.periods:
            yield f"{provision_said(combined)}: the sector assesses no {combined.period}: list it among its periods"
        whole = Period.of_kind(combined.period, 2024)[0]
        if len(list(whole.parts((combined.parts,)))) < 2:
            yield f"{provision_said(combined)}: no {combined.period} is made of {combined.parts}s"


def _of_channels(regulation: Regulation) -> Iterator[str]:
    """The channels of a ranking are values of what it ranks by."""
    for ranking in regulation.rankings:
        if not isinstance(ranking.by.type, Options):
            continue
        known = ranking.by.type.words
        for channel in (one for channels in ranking.channels.values() for one in channels):
            at = f"{provision_said(ranking)}: the channel {channel.code}"
            if channel.code not in known:
                yield f"{at} is no value of {ranking.by.code}; those are: {', '.join(known)}"
            for value in channel.takes:
                if value not in known:
                    yield f"{at} takes {value}, which is no value of {ranking.by.code}; those are: {', '.join(known)}"
