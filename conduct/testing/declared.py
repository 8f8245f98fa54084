"""What a sector declares against itself: what is named and not declared, words that mean two things, misplaced choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from conduct.core.base.periods import PERIOD_WORDS
from conduct.core.base.words import Words
from conduct.core.law.choices import PLACES, choices_in, turned_on
from conduct.core.law.conditions import Condition
from conduct.core.law.law import Regulation
from conduct.core.law.model import Attribute, ByOwner, ClauseId, IncidentId, Kind, Options, PeriodId, Step, UnitId
from conduct.core.law.sector import CORE_COLUMNS, Sector
from conduct.core.law.terms import Choice, Setting
from conduct.core.law.typed import provision_said
from conduct.loading.cells import spellings
from conduct.loading.headers import column_words


def misplaced(regulation: Regulation) -> Iterator[str]:
    """Each `Choice` or `Setting` that stands where none can."""
    for provision in regulation.provisions:
        for at, value in choices_in(provision):
            owner, _, field = at.partition(".")
            if field not in PLACES.get(owner, ()):
                fields = ", ".join(f"{owner}.{f}" for f in PLACES.get(owner, ())) or "no field of it"
                name = type(value).__name__
                yield f"{provision_said(provision)}: a {name} cannot stand at {at}; of {owner} one can stand at {fields}"


def of_readings(regulation: Regulation) -> Iterator[str]:
    """Each reading that a provision turns on is listed among the provisions, as it is declared."""
    for provision in regulation.provisions:
        for reading in turned_on(provision):
            if reading not in regulation.readings:
                yield f"{provision_said(provision)}: the reading {reading.name} is not declared: list it among the provisions"


def wrong_in_sector(sector: Sector) -> Iterator[str]:
    """Everything that the sector's own declarations name and do not declare, and words that mean two things."""
    units = {u.code for u in sector.unit_kinds}
    yield from unknown("heads", sector.heads, units, "kind of unit")
    for what, named in (("needs", sector.needs), ("together", sector.together)):
        yield from unknown(what, (m.code for m in named), {m.code for m in sector.measures}, "measure")
    if sector.sample is not None and not sector.sample.is_dir():
        yield f"sample: the package has no folder {sector.sample.name}"
    for kind in sector.kinds:
        yield from _of_kind(sector, kind, units)
    for step in sector.steps:
        yield from _of_step(sector, step)
    for of, attributes in (("incidents", sector.incident_attributes), ("actions", sector.action_attributes)):
        for attribute in attributes.values():
            yield from _of_attribute(sector, attribute, units)
        core = {c: column_words(sector, of, c) for c in CORE_COLUMNS[of]}
        yield from _same_words(f"columns of {of}", {c: a.words for c, a in attributes.items()}, core)
    yield from _same_words("kinds of incident", {k.code: k.words for k in sector.kinds})
    yield from _same_words("kinds of unit", {u.code: u.words for u in sector.unit_kinds})
    yield from _same_words("measures", {m.code: m.words for m in sector.measures})
    yield from _same_words("steps", {s.code: s.words for s in sector.all_steps})
    for what, values in (
        ("regulations are called", [r.id for r in sector.regulations]),
        ("editions are in force from", [str(r.in_force_from or "the beginning") for r in sector.regulations]),
    ):
        yield from (f"two {what} {value}" for value, n in Counter(values).items() if n > 1)


def _of_kind(sector: Sector, kind: Kind, units: set[str]) -> Iterator[str]:
    name = f"kind {kind.code}"
    yield from unknown(f"{name}: units", kind.units, units, "kind of unit")
    if not any(text.text.has_clause(kind.clause) for r in sector.regulations for text in (r, *r.beside)):
        yield f"{name}: no text has a clause {kind.clause}"
    yield from _conditions_of(sector, kind)


def conditions_of_kinds(sector: Sector) -> Iterator[str]:
    """What the conditions that kinds are excused or pending on read, and the kinds do not have."""
    for kind in sector.kinds:
        yield from _conditions_of(sector, kind)


def _conditions_of(sector: Sector, kind: Kind) -> Iterator[str]:
    own = {a.code for a in kind.attributes} | marks_of_editions(sector)
    for field in ("excused", "pending"):
        test = getattr(kind, field)
        if isinstance(test, Choice | Setting):
            yield f"kind {kind.code}: {field} cannot turn on a reading: put the Choice in the count that takes the kind"
        elif test is not None:
            yield from columns_known(f"kind {kind.code}: {field}", test, own, "the kind")


def _of_step(sector: Sector, step: Step) -> Iterator[str]:
    name, own = f"step {step.code}", {a.code for a in step.attributes}
    yield from unknown(f"{name}: requires", step.requires, {*CORE_COLUMNS["actions"], *own}, "column of actions")
    yield from unknown(f"{name}: kinds", (k.code for k in step.kinds), set(sector.kind_by_code), "kind of incident")
    if step.by_unit and (step.kinds or step.finds):
        yield f"{name}: a step by a unit is taken on no incident, and has neither kinds nor finds"
    yield from unknown(f"{name}: units", step.units, {u.code for u in sector.unit_kinds}, "kind of unit")
    if step.units and not step.by_unit:
        yield f"{name}: units are for a step by a unit; one on an incident names its kinds"
    if step.finds is not None:
        yield from attribute_known(f"{name}: finds", step.finds.by, step.attributes, "the step")
        on = step.kinds or sector.kinds
        yield from attribute_known(f"{name}: finds", step.finds.attribute, attributes_of(on), "the kinds that it is taken on")


def _of_attribute(sector: Sector, attribute: Attribute, units: set[str]) -> Iterator[str]:
    name = f"attribute {attribute.code}"
    match attribute.type:
        case UnitId(kinds) | ByOwner(_, UnitId(kinds)):
            yield from unknown(name, kinds, units, "kind of unit")
        case IncidentId(kinds):
            yield from unknown(name, kinds, set(sector.kind_by_code), "kind of incident")
        case PeriodId(kinds):
            yield from unknown(name, kinds, set(PERIOD_WORDS), "kind of period")
        case ClauseId(clauses):
            known = {c.id for r in sector.regulations for text in (r, *r.beside) for c in text.text.clauses}
            yield from unknown(name, clauses, known, "clause of the text")
        case Options(words):
            yield from _same_words(f"values of {attribute.code}", words)


def _same_words(what: str, named: Mapping[str, Words], taken: Mapping[str, Words] | None = None) -> Iterator[str]:
    """Spellings that a file may use for two things; those of ``taken`` may be shared among themselves."""
    found = {s.lower(): code for code, words in (taken or {}).items() for s in spellings(code, words)}
    found.update({code.lower(): code for code in named})
    for code, words in named.items():
        for spelling in dict.fromkeys(s.lower() for s in spellings(code, words)):
            other = found.setdefault(spelling, code)
            if other != code:
                yield f"{what}: {spelling} means both {other} and {code}"


def unknown(where: str, named: Iterable[str], known: set[str], what: str) -> Iterator[str]:
    """A problem for each code that nothing declares."""
    for code in named:
        if code not in known:
            yield f"{where}: there is no {what} {code}; known: {', '.join(sorted(known)) or '-'}"


def attributes_of(kinds: Iterable[Kind]) -> tuple[Attribute, ...]:
    """Every attribute that some of the kinds take."""
    return tuple(a for kind in kinds for a in kind.attributes)


def attribute_known(where: str, attribute: Attribute, own: Iterable[Attribute], owner: str) -> Iterator[str]:
    """A problem, unless the owner takes the attribute."""
    codes = {a.code for a in own}
    if attribute.code not in codes:
        yield f"{where}: {attribute.code} is no attribute of {owner}; those are: {', '.join(sorted(codes)) or '-'}"


def columns_known(where: str, test: object, known: set[str], owner: str) -> Iterator[str]:
    """A problem for each column that a condition reads and its owner does not take."""
    if not isinstance(test, Condition):
        yield f"{where}: {test!r} is no condition"
        return
    for column in sorted(test.columns() - known):
        yield f"{where}: its condition reads {column}, which is none of {owner}; those are: {', '.join(sorted(known)) or '-'}"


def marks_of_editions(sector: Sector) -> set[str]:
    """The marks that breached duties of any edition put on their cases."""
    return {d.mark for r in sector.regulations for d in r.duties if d.mark}
