"""A regulation with other points, bases or items: a draft edition, or a question what would be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import define, evolve, field

from .choices import variants
from .exact import Exact, exact
from .faults import Fault, Place, Problem
from .law import Charge, Choice, Count, Regulation, Section
from .scales import Each, Lookup, Once
from .sector import Sector
from .words import Words


@define
class _Draft:
    origin: str
    sector: Sector
    regulation: Regulation
    problems: list[Problem] = field(factory=list)
    used: set[str] = field(factory=set)

    def wrong(self, key: str, zh: str, en: str) -> None:
        self.problems.append(Problem("draft-key", {"key": key, "what": Words(zh, en)}, Place(self.origin)))

    def number(self, key: str, value: Any) -> Exact:
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite() or value < 0:
            self.wrong(key, f"“{value}”应为不小于0的数", f"“{value}” must be a number of at least 0")
            return 0
        if Decimal(value).adjusted() > 12:
            self.wrong(key, "数太大", "the number is too large")
            return 0
        return exact(value)


def amend(sector: Sector, regulation: Regulation, draft: Mapping[str, Any], origin: str) -> Regulation:
    """The regulation with a draft put in place.

    ``draft`` may hold ``points`` (of a kind, or of an item of a score sheet), ``bases`` (of a section) and ``items``: further
    ones with ``kind``, ``clause``, ``quote``, ``points`` and ``section``. Raises `Fault` ``draft-key`` with all that is wrong.
    """
    reader = _Draft(origin, sector, regulation)
    for key in draft:
        if key not in ("points", "bases", "items"):
            reader.wrong(str(key), "没有此项;可用 points、bases、items", "there is no such key; it takes points, bases and items")
    points = _numbers(reader, draft.get("points", {}), "points")
    bases = _numbers(reader, draft.get("bases", {}), "bases")
    sections = {s.id: evolve(s, base=bases.get(s.id, s.base)) for s in regulation.sections}
    for section in set(bases) - set(sections):
        known = ", ".join(sections) or "-"
        reader.wrong(f"bases.{section}", f"没有此考核项目;已有:{known}", f"there is no such section; known: {known}")
    provisions: list[Any] = []
    for provision in regulation.provisions:
        if isinstance(provision, Section):
            provisions.append(sections[provision.id])
        elif isinstance(provision, Charge):
            provisions.append(_charge(reader, provision, points, sections))
        else:
            provisions.append(provision)
    provisions.extend(_items(reader, draft.get("items", []), sections))
    for kind in points:
        if kind not in reader.used:
            known = ", ".join(dict.fromkeys(_priced(regulation))) or "-"
            reader.wrong(
                f"points.{kind}", f"没有可改分值的此项;可改:{known}", f"nothing of that name has points; these have: {known}"
            )
    if reader.problems:
        raise Fault(reader.problems)
    return evolve(regulation, provisions=tuple(provisions))


def _priced(regulation: Regulation) -> Iterator[str]:
    for charge in regulation.charges:
        for one in variants(charge):
            if isinstance(one.scale, Lookup):
                yield from one.scale.each
            elif isinstance(one.scale, Each | Once):
                yield charge.kind.code


def _numbers(reader: _Draft, table: Any, key: str) -> dict[str, Exact]:
    if not isinstance(table, Mapping):
        reader.wrong(key, "应为一个表", "it takes a table")
        return {}
    return {str(name): reader.number(f"{key}.{name}", value) for name, value in table.items()}


def _charge(reader: _Draft, charge: Charge, points: Mapping[str, Exact], sections: Mapping[str, Section]) -> Charge:
    section = sections[charge.section.id] if charge.section is not None else None
    return evolve(charge, scale=_scale(reader, charge, charge.scale, points), section=section)


def _scale(reader: _Draft, charge: Charge, scale: Any, points: Mapping[str, Exact]) -> Any:
    if isinstance(scale, Choice):
        return evolve(scale, values={code: _scale(reader, charge, one, points) for code, one in scale.values.items()})
    if isinstance(scale, Lookup):
        changed = {code: points.get(code, n) for code, n in scale.each.items()}
        reader.used.update(set(points) & set(scale.each))
        return evolve(scale, each=changed)
    if isinstance(scale, Each | Once) and charge.kind.code in points:
        reader.used.add(charge.kind.code)
        return evolve(scale, n=points[charge.kind.code])
    return scale


def _items(reader: _Draft, items: Any, sections: Mapping[str, Section]) -> Iterator[Charge]:
    if not isinstance(items, Sequence) or isinstance(items, str):
        reader.wrong("items", "应为一个列表", "it takes a list")
        return
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
        number = reader.number(f"{key}.points", item["points"])
        if kind is not None and section is not None:
            yield Charge(str(item["clause"]), str(item["quote"]), Count((kind,)), Each(number), section, source=reader.origin)
