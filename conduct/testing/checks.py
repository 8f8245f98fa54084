"""The encoding against the text: everything in which a sector does not say what its regulation says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from conduct.core.coverage import OPEN, sentences_of
from conduct.core.describe import quotes_of
from conduct.core.exact import Exact
from conduct.core.law import (
    Below,
    Charge,
    Choice,
    Duty,
    First,
    Last,
    Outcome,
    Range,
    Regulation,
    Sanction,
    Section,
    Veto,
    VolumeRanking,
)
from conduct.core.sector import Sector

_MOVES = re.compile(
    r"扣|加\d|加分|[0-9]+(?:\.[0-9]+)?\s*分|[0-9]+\s*%|个月|末位|前[一二三四五六七八九十]+名|最后[一二三四五六七八九十]+名|取消"
)
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


def check_sector(sector: Sector) -> list[str]:
    """Everything that is wrong with a sector's encoding, a sentence each; empty if nothing is."""
    return [
        f"{regulation.id}: {problem}"
        for regulation in sector.regulations
        for check in (_quotes, _numbers, _movers, _clauses, _bases, _kinds, _names)
        for problem in check(sector, regulation)
    ] + [
        f"{text.id}: clause {sentence.clause}: nothing speaks of {sentence.words!r}"
        for regulation in sector.regulations
        for text in (regulation, *regulation.beside)
        for sentence in sentences_of(text)
        if sentence.state == OPEN
    ]


def _quotes(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Each quote stands verbatim in the text, under the clause it names."""
    known = {c.id for c in regulation.text.clauses}
    for provision in regulation.provisions:
        if provision.clause not in known:
            yield f"{_said(provision)}: the text has no clause {provision.clause}"
            continue
        for quote in quotes_of(getattr(provision, "quote", None)):
            if not regulation.text.has_quote(provision.clause, quote):
                yield f"{_said(provision)}: {quote!r} does not stand in clause {provision.clause}"
        for factor in provision.count.factors if isinstance(provision, Charge | VolumeRanking) else ():
            for quote in quotes_of(factor.quote):
                if not regulation.text.has_quote(factor.clause, quote):
                    yield f"{_said(provision)}: {quote!r} does not stand in clause {factor.clause}"


def _numbers(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Each number of a rule stands in its quote."""
    for provision in regulation.provisions:
        for number in _numbers_of(provision):
            if number not in _numbers_in(quotes_of(getattr(provision, "quote", None))):
                yield f"{_said(provision)}: its quote does not give the figure {number}"


def _numbers_of(provision: Any) -> Iterator[Exact]:
    match provision:
        case Charge():
            if provision.scale is not None:
                yield from provision.scale.numbers()
        case Section():
            if provision.base and not provision.source:
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


def _numbers_in(quotes: Iterable[str]) -> set[Exact]:
    found: set[Exact] = set()
    for quote in quotes:
        found.update(Fraction(n) for n in _DIGITS.findall(quote))
        found.update(n for word, n in _CHINESE.items() if word in quote)
    return found


def _movers(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Each sentence that moves points, ranks, months or percentages is claimed by a provision's quote."""
    claims: dict[str, list[str]] = {}
    for provision in regulation.provisions:
        claims.setdefault(provision.clause, []).extend(quotes_of(getattr(provision, "quote", None)))
        for factor in provision.count.factors if isinstance(provision, Charge | VolumeRanking) else ():
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


def _clauses(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Each clause without a rule says why."""
    named = {p.clause for p in regulation.provisions}
    for clause in regulation.text.clauses:
        if clause.body and clause.id not in named and not any(n.startswith(clause.id + ".") for n in named):
            yield f"clause {clause.id} has neither a rule nor a reason why it has none"


def _bases(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """The section bases add up to the whole, where the text gives one."""
    total = sum((s.base for s in regulation.sections if not s.bonus and s.within is None), start=Fraction(0))
    if regulation.whole is not None and total != regulation.whole:
        yield f"the sections' bases come to {total}, not {regulation.whole}"


def _kinds(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Every kind that a rule names is declared, and with the clause that the rule has or one below or above it."""
    for provision in regulation.provisions:
        kinds = provision.count.kinds if isinstance(provision, Charge | Veto | VolumeRanking | Sanction) else ()
        breach = (provision.breach,) if isinstance(provision, Duty) and provision.breach is not None else ()
        for kind in (*kinds, *breach):
            if sector.kind_by_code.get(kind.code) is not kind:
                yield f"{_said(provision)}: the kind {kind.code} is not declared by the sector"


def _names(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Codes are unique; readings that a provision turns on are declared."""
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
    declared = set(regulation.readings)
    for provision in regulation.provisions:
        for value in (getattr(provision, f, None) for f in ("index", "average", "among_eligible", "active", "how")):
            if isinstance(value, Choice) and value.reading not in declared:
                yield f"{_said(provision)}: the reading {value.reading.name} is not declared"


def _said(provision: Any) -> str:
    code = getattr(provision, "name", None) or getattr(provision, "code", None) or getattr(provision, "id", None)
    if isinstance(provision, Charge):
        code = provision.kind.code
    return f"{type(provision).__name__} {code or ''} ({provision.clause})"
