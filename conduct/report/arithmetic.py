"""What lies behind a line of an explanation: its rule, its incidents, and how its points come about."""

from __future__ import annotations

from collections import Counter

from conduct.core.exact import Exact
from conduct.core.explain import Explanation
from conduct.core.law import Charge, Regulation, VolumeRanking
from conduct.core.model import Options
from conduct.core.results import Line
from conduct.core.scales import Decided, Each, Lookup, Once, Steps
from conduct.core.words import Lang

from .labels import label
from .tables import decimals, number

MOST = 20  # ids that text and page show of one line
Key = tuple[str, str, str | None, str | None]


def key_of(line: Line) -> Key:
    """What tells a unit's lines apart: kind, clause, section, channel."""
    return line.kind, line.clause, line.section.id if line.section else None, line.channel


def rule_of(law: Regulation, line: Line) -> Charge | VolumeRanking | None:
    """The rule that a line comes from."""
    for ranking in law.rankings:
        if line.channel is not None and ranking.clause == line.clause:
            return ranking
    for charge in law.charges:
        if (charge.kind.code, charge.clause, charge.section) == (line.kind, line.clause, line.section):
            return charge
    return None


def ids_by_line(made: Explanation) -> dict[Key, list[str]]:
    """The incidents, and the cases of breaches, behind each line."""
    found: dict[Key, list[str]] = {}
    for part in made.assessment.gathered:
        law, kind = part.scope.regulation, part.scope.units[made.result.unit].kind
        keys: dict[int, Key] = {
            n: (c.kind.code, c.clause, c.section.id if c.section else None, None) for n, c in enumerate(law.charges)
        }
        for (r, unit_kind, channel), slot in part.slots.channels.items():
            ranking = law.rankings[r]
            if unit_kind == kind:
                keys[slot] = (ranking.count.kinds[0].code, ranking.clause, ranking.section.id, channel)
        for fact in (*part.facts.incidents, *part.facts.breaches):
            for slot, *_ in part.slots.of(kind, fact.kind, fact.values).slots:
                if slot in keys:
                    found.setdefault(keys[slot], []).append(fact.id)
    return {key: sorted(ids) for key, ids in found.items()}


def arithmetic(made: Explanation, line: Line, rule: Charge | VolumeRanking | None, lang: Lang) -> str:
    """How the points come about, in figures."""
    if line.points is None or rule is None:
        return ""
    came_to = number(line.points if line.points > 0 else -line.points)
    if isinstance(rule, VolumeRanking):
        average = decimals(line.average.shown) if line.average else ""
        place = label("not_above", lang) if line.place is None else label("at_place", lang).format(line.place)
        return f"{number(line.index)} : {average} ({label('average', lang)}), {place} → {number(line.points)}"
    match rule.scale:
        case Each(n):
            weighted = f"{line.count} × {number(n)}"
            return f"{weighted} = {came_to}" if line.points else f"{weighted}: {label('replaced_by', lang)}"
        case Once(n):
            return f"{number(n)} {label('once', lang)}" if line.points else label("replaced_by", lang)
        case Steps(each):
            return " + ".join(number(n) for n in each[: line.count]) + f" = {came_to}"
        case Decided():
            return label("decided_points", lang).format(came_to)
        case Lookup():
            return f"{_looked_up(made, rule, rule.scale, lang)} = {came_to}"
    return ""


def deadlines(made: Explanation, line: Line, lang: Lang) -> str:
    """Where a line counts breaches without points: by when each should have been done."""
    due = [(fact.id, fact.date) for fact in made.facts if fact.breach and fact.kind == line.kind] if line.points is None else []
    listed = ", ".join(f"{case} {day}" for case, day in due[:MOST])
    return f"{label('due', lang)} {listed}" + (" …" if len(due) > MOST else "") if due else ""


def _looked_up(made: Explanation, rule: Charge, scale: Lookup, lang: Lang) -> str:
    """What each entry of a table that was found costs, doubled where it is, and how often it was found."""
    found: Counter[tuple[str, Exact]] = Counter()
    words = scale.attribute.type.words if isinstance(scale.attribute.type, Options) else {}
    for part in made.assessment.gathered:
        charges = part.scope.regulation.charges
        slot = next(n for n, c in enumerate(charges) if (c.kind, c.clause, c.section) == (rule.kind, rule.clause, rule.section))
        spread = any(f.spread is True and f.when in part.sums[made.result.unit].spreading for f in rule.count.factors)
        column = part.tally.columns.index(scale.attribute.code)
        for fact in (*part.facts.incidents, *part.facts.breaches):
            for n, weight, other in part.slots.of(part.scope.units[made.result.unit].kind, fact.kind, fact.values).slots:
                if n == slot:
                    found[str(fact.values[column]), part.slots.weights[other if spread else weight]] += 1
    return " + ".join(
        f"{words[code].said(lang) if code in words else code} {n} × {number(weight)}"
        for (code, weight), n in sorted(found.items())
    )
