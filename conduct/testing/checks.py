"""The encoding against the text: everything in which a sector does not say what its regulation says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from conduct.core.choices import variants
from conduct.core.coverage import OPEN, sentences_of
from conduct.core.describe import quotes_of
from conduct.core.exact import Exact
from conduct.core.faults import Fault
from conduct.core.law import (
    Below,
    Charge,
    Factor,
    First,
    Last,
    Outcome,
    Range,
    Regulation,
    Sanction,
    Section,
    Setting,
    Veto,
    VolumeRanking,
)
from conduct.core.sector import Sector

from .declared import misplaced, of_readings, of_sector, said
from .figures import NUMERAL, figures_in
from .rules import of_rules

_MOVES = re.compile(
    rf"扣|加分|加{NUMERAL}|[0-9]+(?:\.[0-9]+)?\s*分|[减罚得记]{NUMERAL}分|[0-9]+\s*%|百分之|个月|末位"
    rf"|前{NUMERAL}名|最后{NUMERAL}名|取消"
)


def check_sector(sector: Sector) -> list[str]:
    """Everything that is wrong with a sector's encoding, a sentence each; empty if nothing is.

    What turns on a reading is looked at under every alternative. Where a `Choice` stands in a place that can hold none, or a
    reading is not listed, that is said alone: nothing else can be looked at before it is mended.
    """
    for text in _texts(sector):
        try:
            if not text.text.clauses:
                return [f"{text.id}: the text has no words"]
        except Fault as error:
            return [f"{text.id}: {error}"]
    bars = [f"{text.id}: {problem}" for text in _texts(sector) for problem in (*misplaced(text), *of_readings(text))]
    if bars:
        return list(dict.fromkeys(bars))
    found = [f"{sector.name}: {problem}" for problem in of_sector(sector)]
    found += [f"{text.id}: {problem}" for text in _texts(sector) for problem in of_rules(sector, text)]
    found += [
        f"{regulation.id}: {problem}"
        for regulation in sector.regulations
        for check in (_quotes, _numbers, _movers, _clauses, _bases, _names)
        for problem in check(regulation)
    ]
    found += [
        f"{text.id}: clause {sentence.clause}: nothing speaks of {sentence.words!r}"
        for text in _texts(sector)
        for sentence in sentences_of(text)
        if sentence.state == OPEN
    ]
    return list(dict.fromkeys(found))


def _texts(sector: Sector) -> list[Regulation]:
    return [text for regulation in sector.regulations for text in (regulation, *regulation.beside)]


def _factors(provision: Any) -> Iterator[Factor]:
    """The factors of a provision's count, under any reading."""
    if isinstance(provision, Charge | VolumeRanking | Veto | Sanction):
        yield from (factor for one in variants(provision.count) for factor in one.factors)


def _quotes(regulation: Regulation) -> Iterator[str]:
    """Each quote stands verbatim in the text, under the clause it names."""
    known = {c.id for c in regulation.text.clauses}
    for provision in regulation.provisions:
        if provision.clause not in known:
            yield f"{said(provision)}: the text has no clause {provision.clause}"
            continue
        for quote in quotes_of(getattr(provision, "quote", None)):
            if not regulation.text.has_quote(provision.clause, quote):
                yield f"{said(provision)}: {quote!r} does not stand in clause {provision.clause}"
        for factor in _factors(provision):
            for quote in quotes_of(factor.quote):
                if not regulation.text.has_quote(factor.clause, quote):
                    yield f"{said(provision)}: {quote!r} does not stand in clause {factor.clause}"


def _numbers(regulation: Regulation) -> Iterator[str]:
    """Each number of a rule, under any reading, stands in its quote; one that a reading sets stands in none."""
    for provision in regulation.provisions:
        given = {n for quote in quotes_of(getattr(provision, "quote", None)) for n in figures_in(quote)}
        for one in variants(provision, settings=False):
            for number in _numbers_of(one):
                if not isinstance(number, Setting) and number not in given:
                    yield f"{said(provision)}: its quote does not give the figure {number}"


def _numbers_of(provision: Any) -> Iterator[Exact]:
    match provision:
        case Charge():
            if provision.scale is not None:
                yield from provision.scale.numbers()
        case Section():
            if provision.base != 0 and not provision.source:
                yield provision.base
            if provision.cap is not None:
                yield provision.cap
        case VolumeRanking():
            for ladder in provision.ladders.values():
                yield from ladder.numbers()
        case Outcome(place=First(n) | Last(n)):
            yield n
        case Outcome(place=Below(_, n, said)):
            yield n if said is None else said
        case Sanction():
            for amount in (provision.months, provision.percent):
                if isinstance(amount, Range):
                    yield from (amount.low, amount.high)
                elif amount is not None:
                    yield amount


def _movers(regulation: Regulation) -> Iterator[str]:
    """Each sentence that moves points, ranks, months or percentages is claimed by a provision's quote."""
    claims: dict[str, list[str]] = {}
    for provision in regulation.provisions:
        claims.setdefault(provision.clause, []).extend(quotes_of(getattr(provision, "quote", None)))
        for factor in _factors(provision):
            claims.setdefault(factor.clause, []).extend(quotes_of(factor.quote))
    for clause, sentence in regulation.text.sentences():
        if not _MOVES.search(sentence):
            continue
        above = [clause.id[: m.start()] for m in re.finditer(r"\.", clause.id)]
        quotes = [q for c in (clause.id, *above) for q in claims.get(c, ())]
        bare = sentence.rstrip("。;\uff1b")
        if not any(bare in q or q in sentence or _overlaps(q, bare) for q in quotes):
            yield f"clause {clause.id}: {sentence!r} moves points and is claimed by no rule"


def _overlaps(quote: str, sentence: str) -> bool:
    parts = [p for p in re.split(r"[。;\uff1b]", quote) if len(p) > 5]
    return any(p in sentence or sentence in p for p in parts)


def _clauses(regulation: Regulation) -> Iterator[str]:
    """Each clause without a rule says why."""
    named = {p.clause for p in regulation.provisions}
    for clause in regulation.text.clauses:
        if clause.body and clause.id not in named and not any(n.startswith(clause.id + ".") for n in named):
            yield f"clause {clause.id} has neither a rule nor a reason why it has none"


def _bases(regulation: Regulation) -> Iterator[str]:
    """The section bases add up to the whole, where the text gives one."""
    if regulation.whole is None:
        return
    for sections in variants(regulation.sections):
        total = sum((s.base for s in sections if not s.bonus and s.within is None), start=Fraction(0))
        if total != regulation.whole:
            yield f"the sections' bases come to {total}, not {regulation.whole}"


def _names(regulation: Regulation) -> Iterator[str]:
    """Codes are unique."""
    declared_codes: tuple[tuple[str, list[Any]], ...] = (
        ("reading", [r.name for r in regulation.readings]),
        ("section", [s.id for s in regulation.sections]),
        ("outcome", [o.name for o in regulation.outcomes]),
        ("duty", [d.code for d in regulation.duties]),
        ("item", [(c.kind.code, c.clause, c.section and c.section.id) for c in regulation.charges]),
    )
    for what, codes in declared_codes:
        for code in {c for c in codes if codes.count(c) > 1}:
            yield f"{what} {code} is declared twice"
