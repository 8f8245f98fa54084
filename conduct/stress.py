"""A stress test of the law itself: items that can never matter, incidents charged twice, thresholds with gaps, and places where one
more violation raises a score. What is found is listed with its clause; none of it is an error of the encoding.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product
from pathlib import Path

from .core.base.exact import Exact, written
from .core.base.frozen import frozen
from .core.base.periods import Period
from .core.base.words import Words
from .core.law.conditions import Stored
from .core.law.consequence import First, Last, OnHead, OnPerson, Range, Sanction, Veto
from .core.law.law import Regulation
from .core.law.model import Kind, Options, YesNo
from .core.law.points import Charge
from .core.law.ranking import VolumeRanking
from .core.law.sector import Sector
from .core.ledger.ledger import Ledger
from .core.scores.assess import assess
from .facts import can_be_entered, incident, random_facts
from .testing import fill

_TRIALS, _TRIALS_RANKED = 2, 15  # of each kind; those that a rank rule ranks act on others, and only now and then
_MOST_COMBINATIONS = 4_000


@frozen
class Finding:
    """Something about the law that a reader should know: its clauses and what was found."""

    clauses: tuple[str, ...]
    words: Words


def stress(sector: Sector, regulation: Regulation, seed: int = 1) -> list[Finding]:
    """Everything that the tests find in a regulation with its readings put in place, in the order of the tests."""
    return [
        *_unclaimed(sector, regulation),
        *_charged_twice(regulation),
        *_never_in_full(regulation),
        *_gaps(regulation),
        *_both_ends(regulation),
        *_rising(sector, regulation, seed),
    ]


def _unclaimed(sector: Sector, regulation: Regulation) -> Iterator[Finding]:
    """Kinds that can be entered and that nothing charges, vetoes, sanctions or judges."""
    claimed: set[str] = set()
    rules: list[Charge | Veto | Sanction | VolumeRanking] = [*regulation.charges, *regulation.vetoes]
    rules += [*regulation.of(Sanction), *regulation.rankings]
    for rule in rules:
        claimed |= {k.code for k in rule.count.kinds}
    for count in regulation.standing.counts if regulation.standing else ():
        claimed |= {k.code for k in count.kinds}
    for section in regulation.sections:
        claimed |= {k.code for count in (section.start.counts if section.start else ()) for k in count.kinds}
    for kind in sector.recorded_kinds:
        if kind.code not in claimed and not kind.case and can_be_entered(kind):
            yield Finding(
                (kind.clause,),
                Words(
                    f"{kind.words.zh}：可以登记，但没有规则据此计分、否决或处罚",
                    f"{kind.words.en}: can be entered, and no rule claims it",
                ),
            )


def _combinations(kind: Kind) -> Iterator[Mapping[str, Stored]]:
    """Every row of a kind that its attributes of few values tell apart."""
    choices: list[tuple[str, Sequence[Stored]]] = []
    for attribute in kind.attributes:
        if isinstance(attribute.type, YesNo):
            choices.append((attribute.code, [0, 1]))
        elif isinstance(attribute.type, Options):
            choices.append((attribute.code, list(attribute.type.words)))
    size = 1
    for _, values in choices:
        size *= len(values)
    if size <= _MOST_COMBINATIONS:
        for row in product(*(v for _, v in choices)):
            yield dict(zip((code for code, _ in choices), row, strict=True))


def _charged_twice(regulation: Regulation) -> Iterator[Finding]:
    """Two items that one incident falls under."""
    by_kind: dict[str, list[Charge]] = {}
    kinds: dict[str, Kind] = {}
    for charge in regulation.charges:
        for kind in charge.count.kinds:
            by_kind.setdefault(kind.code, []).append(charge)
            kinds[kind.code] = kind
    for code, charges in by_kind.items():
        for one, other in combinations(charges, 2):
            rows = ({**row, "kind": code} for row in _combinations(kinds[code]))
            if any(one.count.takes(row) and other.count.takes(row) for row in rows):
                words = kinds[code].words
                yield Finding(
                    (one.clause, other.clause),
                    Words(f"{words.zh}：同一件事项可能受两项计分", f"{words.en}: one incident may fall under two items"),
                )


def _never_in_full(regulation: Regulation) -> Iterator[Finding]:
    """Single incidents that cost more than their section has, items that cost nothing, and bases that cannot be used up."""
    for section in regulation.sections:
        mine = [c for c in regulation.charges if c.section is not None and c.section.id == section.id]
        limit = section.cap if section.bonus else section.base
        for charge in mine:
            figures = charge.scale.of_one() if charge.scale is not None else ()
            if limit is not None and any(n > limit for n in figures):
                words = Words(
                    f"{charge.kind.words.zh}：一件即{written(max(figures))}分，超过{section.words.zh}的{written(limit)}分，不能计足",
                    f"{charge.kind.words.en}: one comes to {written(max(figures))}, more than the {written(limit)} of {section.words.en}: "
                    "never in full",
                )
                yield Finding((charge.clause,), words)
            if figures and not any(figures):
                named = charge.kind.words
                yield Finding((charge.clause,), Words(f"{named.zh}：分值为0", f"{named.en}: comes to nothing"))
        ends = [c.scale.most() if c.scale is not None else 0 for c in mine]
        ranked = any(r.section.id == section.id for r in regulation.rankings)
        if mine and not section.bonus and not ranked and all(end is not None for end in ends):
            whole: Exact = 0
            for end in ends:
                whole += end or 0
            if whole < section.base:
                words = Words(
                    f"{section.words.zh}：各项合计至多扣{written(whole)}分，不能扣完{written(section.base)}分",
                    f"{section.words.en}: its items come to {written(whole)} at most; {written(section.base)} can never be used up",
                )
                yield Finding((section.clause,), words)


def _gaps(regulation: Regulation) -> Iterator[Finding]:
    """Amounts of one sanction on one person that no provision gives, between those that some do."""
    spans: dict[tuple[str, str], list[tuple[Exact, Exact, str]]] = {}
    words: dict[str, Words] = {}
    for sanction in regulation.of(Sanction):
        amount = sanction.months if sanction.months is not None else sanction.percent
        if amount is None:
            continue
        on = "head" if isinstance(sanction.on, OnHead) else "person" if isinstance(sanction.on, OnPerson) else "unit"
        low, high = (amount.low, amount.high) if isinstance(amount, Range) else (amount, amount)
        spans.setdefault((sanction.name, on), []).append((low, high, sanction.clause))
        words[sanction.name] = sanction.words
    said = {"head": Words("负责人", "the head"), "person": Words("责任人", "the person"), "unit": Words("单位", "the unit")}
    for (name, on), listed in spans.items():
        ordered = sorted(set(listed))
        top, clause = ordered[0][1], ordered[0][2]
        for low, high, other in ordered[1:]:
            if low > top:
                zh = f"{words[name].zh}（对{said[on].zh}）：{written(top)}与{written(low)}之间没有规定"
                en = f"{words[name].en}, on {said[on].en}: nothing between {written(top)} and {written(low)}"
                yield Finding((clause, other), Words(zh, en))
            if high > top:
                top, clause = high, other


def _both_ends(regulation: Regulation) -> Iterator[Finding]:
    """Outcomes of the first and of the last that one unit may get together where there are few units."""
    outcomes = regulation.outcomes
    for one, other in combinations(outcomes, 2):
        first = next((o for o in (one, other) if isinstance(o.place, First)), None)
        last = next((o for o in (one, other) if isinstance(o.place, Last)), None)
        if first is None or last is None or not isinstance(first.place, First) or not isinstance(last.place, Last):
            continue
        fewest = first.place.n + last.place.n
        barred = first.name in last.unless or last.name in first.unless
        how = Words("（已规定不并处）", " (one bars the other)") if barred else Words("", "")
        yield Finding(
            (first.clause, last.clause),
            Words(
                f"单位少于{fewest}个时，同一单位可能同时为“{first.words.zh}”和“{last.words.zh}”{how.zh}",
                f"with fewer than {fewest} units one may be both “{first.words.en}” and “{last.words.en}”{how.en}",
            ),
        )


def _rising(sector: Sector, regulation: Regulation, seed: int) -> Iterator[Finding]:
    """By trial on made-up facts: one more violation after which somebody's score is higher."""
    kinds = {c.kind.code: (c.kind, c.clause) for c in regulation.charges if c.section is not None and not c.section.bonus}
    kinds.update({k.code: (k, r.clause) for r in regulation.rankings for k in r.count.kinds})
    for section in regulation.sections:
        for count in section.start.counts if section.start else ():
            kinds.update({k.code: (k, section.clause) for k in count.kinds})
    # a breach is not entered, nor what must name one of a list that is empty
    kinds = {code: found for code, found in kinds.items() if found[0].recorded and can_be_entered(found[0])}
    begins = regulation.in_force_from or date(2012, 1, 1)
    years = (max(begins.year, 2012), begins.year + 1)
    period = next(p for year in years for p in Period.of_kind(sector.periods[0], year) if p.end >= begins)
    own: dict[str, str] = {}
    others: dict[str, str] = {}
    draw = random.Random(seed)
    ranked = {k.code for r in regulation.rankings for k in r.count.kinds}
    trials = [code for code in sorted(kinds) for _ in range(_TRIALS_RANKED if code in ranked else _TRIALS)]
    for code in trials:
        rows = random_facts(sector, period, draw)
        kind, clause = kinds[code]
        more = incident(sector, rows, kind, "more", period, draw)
        before, after = _scores(sector, rows, period), _scores(sector, {**rows, "incidents": [*rows["incidents"], more]}, period)
        for unit, score in after.items():
            was = before.get(unit)
            if score is not None and was is not None and score > was:
                (own if unit == more["unit"] else others)[kind.code] = clause
    for code, clause in own.items():
        words = sector.kind_by_code[code].words
        yield Finding(
            (clause,), Words(f"{words.zh}：多一件反而提高本单位得分", f"{words.en}: one more raises the unit's own score")
        )
    for code, clause in others.items():
        words = sector.kind_by_code[code].words
        yield Finding(
            (clause,),
            Words(f"{words.zh}：一个单位多一件，可能提高其他单位的得分", f"{words.en}: one more may raise the score of others"),
        )


def _scores(sector: Sector, rows: dict[str, list[dict[str, str]]], period: Period) -> dict[str, Exact | None]:
    with Ledger.in_memory(Path("made up")) as ledger:
        ledger.add(sector)
        fill(sector, ledger, rows)
        return {u.unit: u.score for u in assess(sector, ledger, period, record=False).units}
