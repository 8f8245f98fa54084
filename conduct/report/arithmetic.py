"""What lies behind a line of an explanation: its rule, its incidents, and how its points come about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from conduct.core.base.exact import Exact, written
from conduct.core.base.words import Lang, Words, clause_words
from conduct.core.law.conditions import Stored
from conduct.core.law.duty import AllPreceded, Has, NotBy, Preceded
from conduct.core.law.law import Regulation
from conduct.core.law.points import Charge
from conduct.core.law.ranking import VolumeRanking
from conduct.core.law.scales import Weighing
from conduct.core.law.terms import Factor, quotes_of
from conduct.core.questions.explain import Explanation
from conduct.core.scores.judge import Gathered
from conduct.core.scores.results import Line, UnitResult
from conduct.core.scores.slots import members
from conduct.core.scores.unit_facts import Fact

from .formulas import index_said
from .labels import bracketed, colon, joined, label, said_after
from .tables import printed

MOST = 20  # ids that the text shows of one line
LineKey = tuple[str, str, str | None, str | None]
Rule = Charge | VolumeRanking


def key_of(line: Line) -> LineKey:
    """What tells a unit's lines apart: kind, clause, section, channel."""
    return line.kind, line.clause, line.section.id if line.section else None, line.channel


def rule_of(law: Regulation, line: Line) -> Rule | None:
    """The rule that a line comes from."""
    for ranking in law.rankings:
        if line.channel is not None and ranking.clause == line.clause:
            return ranking
    for charge in law.charges:
        if (charge.kind.code, charge.clause, charge.section) == (line.kind, line.clause, line.section):
            return charge
    return None


def pieces(made: Explanation) -> list[tuple[Gathered, UnitResult]]:
    """What was read of each part of the period in which the unit stands, and its result there."""
    parts = made.assessment.gathered
    if not made.parts:
        return [(parts[0], made.result)]
    by_period = {part.scope.period: part for part in parts}
    return [(by_period[period], result) for period, result in made.parts]


class Behind:
    """What lies behind a unit's lines; ``most`` is how many ids a sentence names, ``alone`` leaves out what tells of others."""

    def __init__(self, made: Explanation, lang: Lang, most: int | None = None, *, alone: bool = False) -> None:
        self.made, self.lang, self.most, self.alone = made, lang, most, alone
        self.law, self.unit = made.assessment.resolved, made.result.unit
        self.pieces = pieces(made)
        self._facts: dict[tuple[int, LineKey], list[Fact]] = {}
        for n, (part, result) in enumerate(self.pieces):
            keys: dict[int, LineKey] = {
                m: (c.kind.code, c.clause, c.section.id if c.section else None, None) for m, c in enumerate(self.law.charges)
            }
            for (r, unit_kind, channel), slot in part.slots.channels.items():
                ranking = self.law.rankings[r]
                if unit_kind == result.kind:
                    keys[slot] = (ranking.count.kinds[0].code, ranking.clause, ranking.section.id, channel)
            for fact in (*part.facts.incidents, *part.facts.breaches) if part.facts is not None else ():
                for slot, *_ in part.slots.of(result.kind, fact.kind, fact.values).slots:
                    if slot in keys:
                        self._facts.setdefault((n, keys[slot]), []).append(fact)

    def ids(self, line: Line) -> list[str]:
        """The incidents, and the cases of breaches."""
        found = [fact.id for n in range(len(self.pieces)) for fact in self._facts.get((n, key_of(line)), ())]
        return sorted(found) or sorted({incident for _, _, incident in self._left_out(line)})

    def quotes(self, line: Line, rule: Rule | None) -> list[str]:
        """The words of the rule, or of those that nobody was known for."""
        if isinstance(rule, VolumeRanking):
            others = {q for kind, quote in rule.about.items() if kind != self.made.result.kind for q in quotes_of(quote)}
            return [quote for quote in quotes_of(rule.quote) if quote not in others]
        if rule is not None:
            return list(quotes_of(rule.quote))
        return list(dict.fromkeys(quote for quotes, *_ in self._left_out(line) for quote in quotes))

    def factors(self, line: Line, rule: Rule | None) -> list[tuple[tuple[Factor, ...], int]]:
        """The factors that weigh some of the line's incidents, and how many; several grounds of which one counts together."""
        found: Counter[tuple[Factor, ...]] = Counter()
        for n, (part, _) in enumerate(self.pieces):
            for fact in self._facts.get((n, key_of(line)), ()) if rule is not None and rule.count.factors else ():
                assert rule is not None
                held = rule.count.factors_on(_row(part, fact), part.sums[self.unit].spreads(rule.count))
                found.update([held] if rule.count.join == "max" and held else [(f,) for f in held])
        return list(found.items())

    def arithmetic(self, line: Line, rule: Rule | None) -> str:
        """How the points come about, in figures; where there are none, the days of what was not done."""
        if line.points is None:
            return self._days(line) or self._unknown(line)
        if rule is None:
            return ""
        if isinstance(rule, VolumeRanking):
            part, result = self.pieces[0]
            weight = self._weighed_out(line, rule)
            return index_said(part, result, rule, line, weight, self.lang, alone=self.alone)
        came_to = written(max(line.points, -line.points))
        if rule.deciding is not None:
            return self._decided(line, came_to)
        terms = list(self._terms(line, rule))
        if not terms:
            return label("replaced_by", self.lang)
        said = " + ".join(terms)
        if rule.scale is not None and rule.scale.ONCE:
            once = label("once", self.lang)
            return f"{said} {once}" if len(terms) == 1 else f"{said} = {came_to} {once}"
        return f"{said} = {came_to}"

    # ---- what its terms are

    def _weighed(self, n: int, line: Line, rule: Rule) -> Counter[Weighing]:
        """How many incidents weigh how much in one part."""
        part, _ = self.pieces[n]
        sums, prices = part.sums[self.unit], rule.prices if isinstance(rule, Charge) else None
        slot = next((m for m, charge in enumerate(self.law.charges) if charge is rule), None)
        found: Counter[Weighing] = Counter()
        for fact in self._facts.get((n, key_of(line)), ()):
            row = _row(part, fact)
            parted = 1 if slot is None or fact.unit == self.unit else members(part.scope, self.unit, sums, part.slots, slot)
            value = "" if prices is None else str(row[prices.attribute.code])
            found[Weighing(value, rule.count.weight(row, sums.spreads(rule.count)), parted)] += 1
        return found

    def _weighed_out(self, line: Line, rule: VolumeRanking) -> str:
        """A weighted count as the sum that it is, where something weighs other than 1."""
        found = {weighing.factor: n for weighing, n in self._weighed(0, line, rule).items()}
        if set(found) <= {1}:
            return ""
        return " + ".join(str(n) if weight == 1 else f"{n} × {written(weight)}" for weight, n in sorted(found.items()))

    def _terms(self, line: Line, rule: Charge) -> Iterator[str]:
        """What the points are the sum of; nothing where another item takes the place of this one."""
        parts = []
        for n, (_, result) in enumerate(self.pieces):
            mine = next((one for one in result.lines if key_of(one) == key_of(line)), None)
            if mine is not None and mine.points:
                parts.append(self._weighed(n, line, rule))
        return rule.scale.terms(parts, self.lang) if rule.scale is not None else iter(())

    def _decided(self, line: Line, came_to: str) -> str:
        """What people decided for each incident, and what waits for them."""
        points: dict[str, Exact | None] = {}
        for part, _ in self.pieces:
            mine = [row for row in part.decided.get(line.kind, ()) if part.scope.homes.get(row.unit) == self.unit]
            points.update({row.incident: row.points for row in mine})
        fixed = [written(p) + bracketed(i, self.lang) for i, p in sorted(points.items()) if p is not None]
        open_ = [i for i, p in sorted(points.items()) if p is None]
        said = [f"{label('decided_points', self.lang)} {self._cut(fixed, ' + ')} = {came_to}"] if fixed else []
        said += [said_after(label("not_decided", self.lang), self._cut(open_, " "))] if open_ else []
        return joined(said, self.lang, ";")

    def _cut(self, listed: Sequence[str], by: str) -> str:
        shown = listed if self.most is None else listed[: self.most]
        return by.join(shown) + (f" …{bracketed(str(len(listed)), self.lang)}" if len(shown) < len(listed) else "")

    # ---- lines without points

    def _days(self, line: Line) -> str:
        """By when each breach should have been done; on which day that was done which should not, or not so."""
        listed: dict[str, list[str]] = {}
        for fact in self.made.facts:
            if fact.duty is not None and fact.kind == line.kind:
                on_the_day = isinstance(self.law.duties[fact.duty].expect, Has | NotBy | Preceded | AllPreceded)
                listed.setdefault("on_day" if on_the_day else "due", []).append(f"{fact.id} {fact.date}")
        said = [
            f"{label(code, self.lang)} {self._cut(sorted(one), '、' if self.lang == 'zh' else ', ')}"
            for code, one in sorted(listed.items())
        ]
        return joined(said, self.lang, ";")

    def _left_out(self, line: Line) -> Iterator[tuple[tuple[str, ...], Words, str]]:
        """Of a line that says that nobody was known: the words, name and incident of each sanction that falls on nobody."""
        terms = self.law.sanction_terms
        if terms is None or line.words is None:
            return
        who = "person" if line.kind == terms.unknown_person[0] else "head"
        for part in self.made.assessment.gathered:
            for found in part.sanctions.standing:
                mine = part.scope.homes.get(found.unit) == self.unit
                if mine and found.on is None and (found.unknown, found.rule.clause) == (who, line.clause):
                    yield quotes_of(found.rule.quote), found.rule.words, found.incident

    def _unknown(self, line: Line) -> str:
        left: dict[str, list[str]] = {}
        for _, words, incident in self._left_out(line):
            left.setdefault(words.said(self.lang), []).append(incident)
        said = [words + bracketed(self._cut(sorted(ids), " "), self.lang) for words, ids in sorted(left.items())]
        return said_after(label("left_out", self.lang), joined(said, self.lang)) if said else ""


def _row(part: Gathered, fact: Fact) -> dict[str, Stored]:
    """The distinguishing values of a fact by column."""
    return dict(zip(part.tally.columns, fact.values, strict=True))


def factor_words(grounds: Sequence[Factor], n: int, lang: Lang) -> str:
    """Factors of which one counts, each with its clause and its words, and how many incidents they weigh."""
    said = [f"{clause_words(f.clause, lang)} {' / '.join(quotes_of(f.quote))}" for f in grounds]
    times = f"× {printed(grounds[0].n)}{bracketed(label('incidents_n', lang).format(n), lang)}"
    return f"{times}{colon(lang)}{joined(said, lang)}"
