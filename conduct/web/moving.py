"""Who moved, as a page says it: what cost or brought something first, and in words what two results rest on that differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang
from conduct.report.differences import LineDifference, UnitDifference
from conduct.report.labels import colon, label
from conduct.report.moves import Names, ends_said, why_moved
from conduct.report.plain import Plain
from conduct.report.sides import differences_said

from .visits import Visit
from .words import WORDS

_DIGITS = 12  # of a digest that are shown


@frozen
class WhatDiffers:
    """Something that two results rest on and that differs: in words, and the codes, numbers or digests behind them."""

    words: str
    behind: str = ""


def rests_on(visit: Visit, found: Plain) -> list[WhatDiffers]:
    """In what two results rest on something else, each in words: the rules, the readings, the facts until when."""
    return [*readings_said(visit, found.get("readings", {})), *_rules(visit, found), *_facts(visit, found)]


def readings_said(visit: Visit, found: Mapping[str, Sequence[object]]) -> Iterator[WhatDiffers]:
    """Readings that differ, each by what it is about, as it was and as it is."""
    declared = {one.name: one for law in visit.sector.regulations for one in law.readings}
    for name, pair in found.items():
        behind = f"{name} {_pair(pair, visit.lang)}"
        if name not in declared:
            yield WhatDiffers(label("reading", visit.lang), behind)
            continue
        ends = [declared[name].in_words(one).said(visit.lang) if one is not None else None for one in pair]
        yield WhatDiffers(f"{declared[name].about.said(visit.lang)}{colon(visit.lang)}{_pair(ends, visit.lang)}", behind)


def _rules(visit: Visit, found: Plain) -> Iterator[WhatDiffers]:
    """The text and what it was applied with: digests stand behind what they are of."""
    plain: Plain = {key: found[key] for key in ("edition", "period", "as_of", "calendar", "package", "version") if key in found}
    if plain:
        yield WhatDiffers(differences_said(plain, visit.sector, visit.lang))
    if "sheet" in found:
        supplied = visit.sector.supplied
        named = supplied[0].words.said(visit.lang) if supplied else label("supplied", visit.lang)
        ends = [digest[:_DIGITS] or label("shipped", visit.lang) for digest in found["sheet"]]
        yield WhatDiffers(visit.said("differs-sheet").format(what=named), _pair(ends, visit.lang))
    if "law" in found:
        yield WhatDiffers(visit.said("differs-law"), _pair([digest[:_DIGITS] for digest in found["law"]], visit.lang))


def _facts(visit: Visit, found: Plain) -> Iterator[WhatDiffers]:
    """The batches up to which facts count, by when they were entered."""
    if "batch" not in found:
        return
    query = "SELECT at FROM batches WHERE batch = ?"
    rows = [visit.deployment.ledger.connection.execute(query, (batch,)).fetchone() for batch in found["batch"]]
    days = [visit.moment(str(row[0])) if row is not None else None for row in rows]
    batches = f"{label('facts', visit.lang).lower()} {_pair(found['batch'], visit.lang)}"
    yield WhatDiffers(f"{visit.said('differs-facts')}{colon(visit.lang)}{_pair(days, visit.lang)}", batches)


def _pair(ends: Sequence[object], lang: Lang) -> str:
    return " → ".join(label("none", lang) if end is None else str(end) for end in ends)


# ---- why


def moving(units: Sequence[UnitDifference]) -> list[UnitDifference]:
    """Those of the units that differ whose score or rank, or what follows from it, is another: not who has more cases alone."""
    return [unit for unit in units if _moved(unit) or unit.only or unit.gone or unit.come or not _scored(unit)]


def _moved(unit: UnitDifference) -> bool:
    return unit.score[0] != unit.score[1] or unit.rank[0] != unit.rank[1]


def _scored(unit: UnitDifference) -> bool:
    return any(end is not None for end in unit.score)


def costly(unit: UnitDifference) -> list[LineDifference]:
    """The lines that cost or brought something, or all of them where nothing has points."""
    return [line for line in unit.lines if line.points[0] != line.points[1] or not _scored(unit)]


def reasons(unit: UnitDifference, all_of_them: Sequence[UnitDifference], lang: Lang, names: Names) -> list[str]:
    """Why a unit moved: first that others passed it or fell behind it, where its own score is the same; then what cost or brought
    something. What cost nothing is left out, unless there is nothing else.
    """
    kept = evolve(unit, lines=tuple(costly(unit)), beside=() if _scored(unit) else unit.beside)
    if _scored(unit) and unit.score[0] == unit.score[1]:
        kept = evolve(kept, sections=())
    why = [*_overtaken(unit, all_of_them, lang), *why_moved(kept, lang, names)] or list(why_moved(unit, lang, names))
    at = len(why) - len(kept.gone) - len(kept.come) - len(kept.beside)  # after the lines
    why[at:at] = _bounds(unit, lang, names)
    return why


def _bounds(unit: UnitDifference, lang: Lang, names: Names) -> Iterator[str]:
    """The sections that changed by less than what costs or brought something in them, as where all of the section is used up."""
    for one in unit.bounded:
        words = WORDS["used-up" if one.used_up else "bounded"].said(lang).format(section=names.of(one.section, lang))
        yield f"{words}{colon(lang)}{ends_said((one.before, one.after), lang)}"


def _overtaken(unit: UnitDifference, all_of_them: Sequence[UnitDifference], lang: Lang) -> Iterator[str]:
    """Who passed a unit, fell behind or is level with it, whose own score did not change: as many as its rank moved."""
    before, after = unit.rank
    if before is None or after is None or before == after or not _scored(unit) or unit.score[0] != unit.score[1]:
        return
    others = [one for one in all_of_them if one is not unit]
    same = WORDS["own-same"].said(lang) + colon(lang)
    for beside in (others, [one for one in others if one.kind == unit.kind]):  # where each kind has ranks of its own
        counts = Counter(_turned(one, before, after) for one in beside)
        if sum(counts[turn] * by for turn, by in _TURNS.items()) == after - before:
            said = (WORDS[turn].said(lang).format(n=counts[turn]) for turn in _TURNS if counts[turn])
            by = WORDS["places-down" if after > before else "places-up"].said(lang).format(n=abs(after - before))
            yield same + WORDS["and-also"].said(lang).join(said) + WORDS["and-so"].said(lang) + by
            return
    yield same + WORDS["others-moved"].said(lang)


_TURNS = {
    "passed-it": 1,
    "no-more-level": 1,
    "newly-ahead": 1,
    "fell-behind": -1,
    "came-level": -1,
    "no-more-ranked": -1,
}
"""By how many places each other unit that stands to a unit in another way moves it: from behind, level, or without a rank to
before it, and from before it to behind, level, or without a rank."""


def _turned(one: UnitDifference, before: int, after: int) -> str:
    """In which of these ways another stands to a unit in another way; empty for none that moves it."""
    was, now = one.rank
    ahead_was, ahead_is = was is not None and was < before, now is not None and now < after
    if ahead_was == ahead_is:
        return ""
    if ahead_is:
        return "newly-ahead" if was is None else "no-more-level" if was == before else "passed-it"
    return "no-more-ranked" if now is None else "came-level" if now == after else "fell-behind"
