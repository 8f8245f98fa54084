"""The figures of each rule against its quote: points, bases, factors, deadlines, amounts, ranks and what formulas take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conduct.core.base.exact import Exact
from conduct.core.law.choices import variants
from conduct.core.law.consequence import Below, Fewer, First, Last, Outcome, Presumes, Range, Sanction, Unranked
from conduct.core.law.duty import Duty, Months, WorkingDays
from conduct.core.law.figure import Figure
from conduct.core.law.law import Regulation
from conduct.core.law.misdeclared import within
from conduct.core.law.points import Bases, Charge, Section
from conduct.core.law.ranking import Standing, VolumeRanking
from conduct.core.law.terms import Factor, Fixed, Formula, Reported, Setting, quotes_of
from conduct.core.law.typed import said

from .figures import figures_in

Given = Iterator[tuple[str, Exact | Setting]]


def of_quotes(regulation: Regulation) -> Iterator[str]:
    """Each figure of a rule, under any reading, stands in its quote; one that a reading sets stands in none."""
    for provision in regulation.provisions:
        quotes = quotes_of(getattr(provision, "quote", None))
        for one in variants(provision, settings=False):
            for what, number in _figures_of(one):
                yield from _stands(said(provision), what, number, quotes)
            for factor in _factors_of(one):
                if factor.n != 1:  # which changes nothing
                    yield from _stands(said(provision), "the factor", factor.n, quotes_of(factor.quote))


def _stands(rule: str, what: str, number: Exact | Setting, quotes: tuple[str, ...]) -> Iterator[str]:
    if isinstance(number, Setting) or any(number in figures_in(quote) for quote in quotes):
        return
    yield f"{rule}: its quote does not give the figure {number} of {what}"


def _factors_of(provision: Any) -> Iterator[Factor]:
    yield from (one for one in within(getattr(provision, "count", None)) if isinstance(one, Factor))


def _figures_of(provision: Any) -> Given:
    match provision:
        case Charge():
            if provision.scale is not None and not provision.source:
                yield from (("its points", n) for n in provision.scale.numbers())
        case Section():
            if provision.base != 0 and not provision.source:
                yield "its base", provision.base
            if provision.cap is not None:
                yield "its cap", provision.cap
            if not provision.source:
                yield from _of_formula(provision.start)
        case VolumeRanking():
            for ladder in provision.ladders.values():
                yield from (("its ladder", n) for n in ladder.numbers())
            yield from _of_formula(provision.index)
        case Standing() | Figure():
            yield from _of_formula(provision.of)
        case Outcome(place=First(n) | Last(n)):
            yield "its place", n
        case Outcome(place=Below(_, n, as_said)):
            yield "its place", n if as_said is None else as_said
        case Unranked(where=Fewer(_, n)):
            yield "fewer", n
        case Sanction():
            yield from _of_sanction(provision)
        case Presumes():
            yield from (("its days", n) for n in provision.within)
        case Bases():
            yield "its bases", provision.n
        case Duty(by=WorkingDays(n) | Months(n)):
            if n != 0:  # on the day itself
                yield "its deadline", n


def _of_formula(formula: Formula | None) -> Given:
    for name, source in formula.inputs.items() if formula is not None else ():
        if isinstance(source, Fixed):
            yield f"{name} in its formula", source.n
        elif isinstance(source, Reported) and source.per != 1:
            yield f"{name} in its formula", source.per


def _of_sanction(sanction: Sanction) -> Given:
    for amount in (sanction.months, sanction.percent):
        if isinstance(amount, Range):
            yield from (("its amount", amount.low), ("its amount", amount.high))
        elif amount is not None:
            yield "its amount", amount
    if sanction.repeated is not None:
        yield "how often it must be repeated", sanction.repeated.n
