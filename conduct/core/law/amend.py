"""A regulation with other points, bases or items: a draft edition, or a question what would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, field

from ..base.exact import Exact, exact, written
from ..base.faults import Fault, Place, Problem
from ..base.frozen import define
from ..base.words import Words, clause_words
from .choices import variants
from .law import Regulation
from .model import Kind
from .points import Bases, Charge, Section
from .provision import Provision
from .ranking import VolumeRanking
from .scales import Each, Points, Scale, pairwise
from .sector import Sector
from .terms import Choice, Count, as_resolved

TYPED = "whatif"
"""The origin of points that were typed, and stand in no file under a key."""


@define
class _DraftReader:
    origin: str
    sector: Sector
    regulation: Regulation
    problems: list[Problem] = field(factory=list)
    used: set[str] = field(factory=set)
    words: dict[str, Words] = field(factory=dict)

    def wrong(self, key: str, zh: str, en: str) -> None:
        code = key.removeprefix("points.").partition("[")[0]
        words = self.words.get(code) if self.origin == TYPED and key.startswith("points.") else None
        named = Words(f"“{words.zh}”的分值", key) if words is not None else key
        self.problems.append(Problem("draft-key", {"key": named, "what": Words(zh, en)}, Place(self.origin)))

    def points(self, key: str, value: object) -> Points:
        if isinstance(value, list) and value:
            return tuple(self.number(f"{key}[{n}]", one) for n, one in enumerate(value, 1))
        return self.number(key, value)

    def number(self, key: str, value: object) -> Exact:
        infinite = isinstance(value, Decimal) and not value.is_finite()
        if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction) or infinite or value < 0:
            self.wrong(key, f"“{value}”应为不小于0的数", f"“{value}” must be a number of at least 0")
            return 0
        if value >= 10**13:
            self.wrong(key, "数太大", "the number is too large")
            return 0
        return exact(value)


def amend(sector: Sector, regulation: Regulation, draft: Mapping[str, object], origin: str) -> Regulation:
    """The regulation with a draft put in place.

    ``draft`` may hold ``points`` (of a kind, or of an item of a score sheet; a list where they go by steps), ``bases`` (of a
    section; of one that adds points, the most that it adds) and ``items``: further ones with ``kind``, ``clause``, ``quote``,
    ``points`` and ``section``. Raises `Fault` ``draft-key`` with all that is wrong.
    """
    reader = _DraftReader(origin, sector, regulation)
    for key in draft:
        if key not in ("points", "bases", "items"):
            reader.wrong(
                str(key), "没有此项；可用 points、bases、items", "there is no such key; it takes points, bases and items"
            )
    named = _by_code(reader, _table(reader, draft.get("points", {}), "points"))
    points = {kind: reader.points(f"points.{kind}", n) for kind, n in named.items()}
    bases = {section: reader.number(f"bases.{section}", n) for section, n in _table(reader, draft.get("bases", {}), "bases")}
    sections = _sections(regulation, bases)
    for section in set(bases) - set(sections):
        known = ", ".join(sections)
        zh, en = (f"已有：{known}", f"known: {known}") if known else ("该行业不分考核项目", "this sector has none")
        reader.wrong(f"bases.{section}", f"没有此考核项目；{zh}", f"there is no such section; {en}")
    provisions: list[Provision] = []
    for provision in regulation.provisions:
        if isinstance(provision, Section):
            provisions.append(sections[provision.id])
        elif isinstance(provision, Charge):
            provisions.append(_charge(reader, provision, points, sections))
        elif isinstance(provision, VolumeRanking):
            provisions.append(evolve(provision, section=sections[provision.section.id]))
        else:
            provisions.append(provision)
    provisions.extend(_items(reader, draft.get("items", []), sections))
    for kind in points:
        if kind not in reader.used:
            words = _why_not(regulation, kind, isinstance(points[kind], tuple))
            reader.wrong(f"points.{kind}", words.zh, words.en)
    _hold(reader, regulation, sections)
    if reader.problems:
        raise Fault(reader.problems)
    return evolve(regulation, provisions=tuple(provisions))


def _hold(reader: _DraftReader, regulation: Regulation, sections: Mapping[str, Section]) -> None:
    """A draft's bases come to what the text says that they come to."""
    for rule in regulation.of(Bases):
        whole = pairwise([sections[section].base for section in rule.sections])
        if whole != rule.n:
            named, come = ", ".join(rule.sections), (written(whole), written(rule.n))
            reader.wrong(
                f"bases ({named})",
                f"合计为{come[0]}，应为{come[1]}（{clause_words(rule.clause, 'zh')}）",
                f"these come to {come[0]}, not {come[1]} ({rule.clause})",
            )


def _sections(regulation: Regulation, bases: Mapping[str, Exact]) -> dict[str, Section]:
    """The sections with other bases; what is given for one that adds points is the most that it adds."""
    found: dict[str, Section] = {}
    for section in regulation.sections:  # a section within another stands after it
        within = found.get(section.within.id, section.within) if section.within is not None else None
        changed = evolve(section, within=within)
        if section.id in bases:
            n = bases[section.id]
            changed = evolve(changed, cap=n) if section.bonus else evolve(changed, base=n)
        found[section.id] = changed
    return found


def _priced(regulation: Regulation) -> Iterator[tuple[str, Words]]:
    """What has points that a draft can change: its code and words."""
    for charge in regulation.charges:
        for one in variants(charge):
            if one.scale is not None:
                yield from one.scale.priced(charge.kind)


def _by_code(reader: _DraftReader, given: Iterable[tuple[str, object]]) -> dict[str, object]:
    """What a draft gives, by code, where it names a kind or an item by its Chinese words; what is no name stays as it is."""
    spelled: dict[str, list[str]] = {}
    charged = ((c.kind.code, c.kind.words) for c in reader.regulation.charges)
    ranked = ((k.code, k.words) for ranking in reader.regulation.rankings for k in ranking.count.kinds)
    known = {**dict(charged), **dict(ranked), **dict(_priced(reader.regulation))}
    reader.words.update(known)
    for code, words in known.items():
        for spelling in {words.zh, *words.also}:
            spelled.setdefault(spelling, []).append(code)
    found: dict[str, object] = {}
    for name, value in given:
        codes = [name] if name in known else spelled.get(name, [name])
        if len(codes) > 1:
            zh, en = "、".join(codes), " or ".join(codes)
            reader.wrong(f"points.{name}", f"可指 {zh}；请写明其中之一", f"this could be {en}; write the one that is meant")
        elif codes[0] in found:
            reader.wrong(f"points.{name}", f"即 {codes[0]}，已另给出分值", f"this is {codes[0]}, whose points are given already")
        else:
            found[codes[0]] = value
    return found


def _why_not(regulation: Regulation, kind: str, listed: bool) -> Words:
    """Why the points of a name cannot be what a draft gives, and what can be given instead."""
    for ranking in regulation.rankings:
        if kind in {k.code for k in ranking.count.kinds}:
            return Words(
                f"其分值按排名的位次而定（{clause_words(ranking.clause, 'zh')}），草案不能更改",
                f"its points go by the place in a ranking ({ranking.clause}); no draft changes them",
            )
    for charge in (one for each in regulation.charges for one in variants(each)):
        if charge.scale is None or kind not in {charge.kind.code, *dict(charge.scale.priced(charge.kind))}:
            continue
        clause = Words(clause_words(charge.clause, "zh"), charge.clause)
        if (why := charge.scale.fixed(kind, clause, listed)) is not None:
            return why
    known = dict(_priced(regulation))
    if not known:
        return Words("该行业没有可改的分值", "this sector has no points that could be changed")
    zh, en = "、".join(f"{words.zh}（{code}）" for code, words in known.items()), ", ".join(known)
    return Words(f"没有可改分值的此项；可改：{zh}", f"nothing of that name has points; these have: {en}")


def _table(reader: _DraftReader, table: object, key: str) -> Iterator[tuple[str, object]]:
    if isinstance(table, Mapping):
        yield from ((str(name), value) for name, value in table.items())
    else:
        reader.wrong(key, "应为一个表", "it takes a table")


def _charge(reader: _DraftReader, charge: Charge, points: Mapping[str, Points], sections: Mapping[str, Section]) -> Charge:
    section = sections[charge.section.id] if charge.section is not None else None
    return evolve(charge, scale=_scale(reader, charge, charge.scale, points), section=section)


def _scale(reader: _DraftReader, charge: Charge, scale: Scale | Choice | None, points: Mapping[str, Points]) -> Scale | None:
    if isinstance(scale, Choice):
        return as_resolved(
            evolve(scale, values={code: _scale(reader, charge, one, points) for code, one in scale.values.items()})
        )
    given = {code: points[code] for code in scale.takes(charge.kind.code, points)} if scale is not None else {}
    for code, n in given.items():
        if (why := scale.refuses(n) if scale is not None else None) is not None:
            reader.wrong(f"points.{code}", why.zh, why.en)
    reader.used.update(given)
    return scale.with_points(given) if scale is not None and given else scale


def _tabled(charge: Charge, kind: Kind) -> bool:
    """Whether a charge takes its points for a kind from a table."""
    return charge.kind.code == kind.code and any(one.prices is not None for one in variants(charge))


def _items(reader: _DraftReader, items: object, sections: Mapping[str, Section]) -> Iterator[Charge]:
    if not isinstance(items, Sequence) or isinstance(items, str):
        reader.wrong("items", "应为一个列表", "it takes a list")
        return
    rules: list[Charge | VolumeRanking] = [*reader.regulation.charges, *reader.regulation.rankings]
    taken = {(r.clause, k.code, r.section.id) for r in rules if r.section is not None for k in r.count.kinds}
    for n, item in enumerate(items, 1):
        key = f"items[{n}]"
        if not isinstance(item, Mapping) or not {"kind", "clause", "quote", "points", "section"} <= set(item):
            reader.wrong(key, "须有 kind、clause、quote、points、section", "it needs kind, clause, quote, points and section")
            continue
        kind = reader.sector.kind_by_code.get(str(item["kind"]))
        section = sections.get(str(item["section"]))
        if kind is None:
            reader.wrong(f"{key}.kind", f"没有此类别“{item['kind']}”", f"there is no kind “{item['kind']}”")
        if section is None:
            reader.wrong(f"{key}.section", f"没有此考核项目“{item['section']}”", f"there is no section “{item['section']}”")
        if kind is not None and any(_tabled(charge, kind) for charge in reader.regulation.charges):
            reader.wrong(
                f"{key}.kind",
                f"{kind.words.zh}按表计分，不另设项目；请改表中项目的分值",
                f"{kind.code} costs what its table says, and takes no further item; change the points of one of the table",
            )
        number = reader.number(f"{key}.points", item["points"])
        if kind is None or section is None:
            continue
        line = (str(item["clause"]), kind.code, section.id)
        if line in taken:
            reader.wrong(
                key,
                f"{line[0]}已有{kind.words.zh}（{kind.code}）一项，在{section.words.zh}之下；请改该项的分值",
                f"{line[0]} has an item for {kind.code} in {section.id} already; change the points of that one",
            )
            continue
        taken.add(line)
        yield Charge(str(item["clause"]), str(item["quote"]), Count((kind,)), Each(number), section, source=reader.origin)
