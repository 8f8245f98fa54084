"""The encoding against the text: everything in which a sector does not say what its regulation says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from conduct.core.base.faults import Fault
from conduct.core.law.choices import variants
from conduct.core.law.consequence import Sanction, Veto
from conduct.core.law.coverage import OPEN, sentences_of
from conduct.core.law.figured import of_quotes
from conduct.core.law.grounds import groundless
from conduct.core.law.law import Regulation
from conduct.core.law.misdeclared import once
from conduct.core.law.numerals import NUMERAL, narrow
from conduct.core.law.points import Charge
from conduct.core.law.provision import Provision
from conduct.core.law.ranking import VolumeRanking
from conduct.core.law.sector import Sector
from conduct.core.law.terms import Factor, quotes_of

from .declared import conditions_of_kinds, misplaced, of_readings, wrong_in_sector
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
    texts = _texts(sector)
    if bars := _bars(texts):
        return bars
    found = structure(sector)
    found += once((text.id, wrong) for text in texts for wrong in (*_quotes(text), *of_quotes(text)))
    found += once((law.id, wrong) for law in sector.regulations for wrong in (*_bases(law), *_names(law)))
    found += once((text.id, wrong) for text in texts for wrong in _unclaimed(text, text in sector.regulations))
    return list(dict.fromkeys(found))


def _unclaimed(text: Regulation, whole: bool) -> Iterator[str]:
    """What of the text nothing speaks of: a clause, else a sentence that moves points, else any sentence, each said once."""
    bare = dict(_clauses(text)) if whole else {}
    movers = {key: problem for key, problem in _movers(text) if key[0] not in bare} if whole else {}
    yield from bare.values()
    yield from movers.values()
    for sentence in sentences_of(text):
        key = (sentence.clause, sentence.words)
        if sentence.state == OPEN and sentence.clause not in bare and key not in movers:
            yield f"clause {sentence.clause}: nothing speaks of {sentence.words!r}"


def structure(sector: Sector) -> list[str]:
    """What of a sector does not hold together, whatever its text says: what is named and nowhere had, what is out of place."""
    texts = _texts(sector)
    found = [f"{sector.name}: {problem}" for problem in wrong_in_sector(sector)]
    return _bars(texts) or [*found, *once((text.id, wrong) for text in texts for wrong in of_rules(sector, text))]


def rules_unsound(sector: Sector) -> list[str]:
    """What of a sector's rules, and of the conditions of its kinds, does not hold together: what nothing can be computed with."""
    texts = _texts(sector)
    found = once((text.id, wrong) for text in texts for wrong in of_rules(sector, text))
    return _bars(texts) or [*(f"{sector.name}: {wrong}" for wrong in conditions_of_kinds(sector)), *found]


def _bars(texts: Iterable[Regulation]) -> list[str]:
    return once((text.id, wrong) for text in texts for wrong in (*misplaced(text), *of_readings(text)))


def _texts(sector: Sector) -> list[Regulation]:
    return [text for regulation in sector.regulations for text in (regulation, *regulation.beside)]


def _factors(provision: Provision) -> Iterator[Factor]:
    """The factors of a provision's count, under any reading."""
    if isinstance(provision, Charge | VolumeRanking | Veto | Sanction):
        yield from (factor for one in variants(provision.count) for factor in one.factors)


def _quotes(regulation: Regulation) -> Iterator[str]:
    """Each quote stands verbatim in the text, under the clause it names."""
    yield from (one.words.en for one in groundless(regulation))


def _movers(regulation: Regulation) -> Iterator[tuple[tuple[str, str], str]]:
    """Each sentence that moves points, ranks, months or percentages is claimed by a provision's quote."""
    claims: dict[str, list[str]] = {}
    for provision in regulation.provisions:
        claims.setdefault(provision.clause, []).extend(quotes_of(getattr(provision, "quote", None)))
        for factor in _factors(provision):
            claims.setdefault(factor.clause, []).extend(quotes_of(factor.quote))
    for clause, sentence in regulation.text.sentences():
        if not _MOVES.search(narrow(sentence)):
            continue
        above = [clause.id[: m.start()] for m in re.finditer(r"\.", clause.id)]
        quotes = [q for c in (clause.id, *above) for q in claims.get(c, ())]
        bare = sentence.rstrip("。;\uff1b")
        if not any(bare in q or q in sentence or _overlaps(q, bare) for q in quotes):
            yield (clause.id, sentence), f"clause {clause.id}: {sentence!r} moves points and is claimed by no rule"


def _overlaps(quote: str, sentence: str) -> bool:
    parts = [p for p in re.split(r"[。;\uff1b]", quote) if len(p) > 5]
    return any(p in sentence or sentence in p for p in parts)


def _clauses(regulation: Regulation) -> Iterator[tuple[str, str]]:
    """Each clause without a rule says why."""
    named = {p.clause for p in regulation.provisions}
    for clause in regulation.text.clauses:
        if clause.body and clause.id not in named and not any(n.startswith(clause.id + ".") for n in named):
            yield clause.id, f"clause {clause.id} has neither a rule nor a reason why it has none"


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
    declared_codes: tuple[tuple[str, list[str]], ...] = (
        ("reading", [r.name for r in regulation.readings]),
        ("section", [s.id for s in regulation.sections]),
        ("outcome", [o.name for o in regulation.outcomes]),
        ("duty", [d.code for d in regulation.duties]),
        ("item", [_item(c) for c in regulation.charges]),
    )
    for what, codes in declared_codes:
        for code in dict.fromkeys(c for c in codes if codes.count(c) > 1):
            yield f"{what} {code} is declared twice"


def _item(charge: Charge) -> str:
    section = f" in section {charge.section.id}" if charge.section is not None else ""
    return f"{charge.kind.code} ({charge.clause}){section}"
