"""What a case expects of a unit, held against its result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

from conduct.core.scores.results import UnitResult

EXPECTATIONS = (
    "score", "rank", "bonus", "sections", "lines", "no-lines", "vetoes", "outcomes", "sanctions", "persons", "figures", "checks",
    "duties", "unranked",
)  # fmt: skip


def differing(unit: UnitResult, expected: Mapping[str, object]) -> Iterator[str]:
    """Everything in which a unit's result differs from what a case expects of it, or in which that is badly written."""
    for key, want in expected.items():
        try:
            yield from _compare_key(unit, key, want)
        except _Malformed as error:
            yield f"{key}: {error}"


class _Malformed(Exception):
    """An expectation that cannot be read, in words."""


def _number(value: object) -> Fraction:
    """A number as a case writes it."""
    if isinstance(value, int | float | str | Decimal | Fraction) and not isinstance(value, bool):
        with suppress(ValueError, TypeError, ArithmeticError):
            return Fraction(value)
    raise _Malformed(f"{value!r} is no number")


def _table(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise _Malformed(f"{value!r} must be a table of {what}")
    return value


def _list(value: object, what: str) -> list[object]:
    if not isinstance(value, list):
        raise _Malformed(f"{value!r} must be a list of {what}")
    return value


def _rows(value: object, what: str, key: str) -> list[Mapping[str, object]]:
    """A list of tables that each have a key."""
    rows = [_table(row, what) for row in _list(value, what)]
    for row in rows:
        if key not in row:
            raise _Malformed(f"one of the {what} has no {key}: {dict(row)}")
    return rows


def _compare_key(unit: UnitResult, key: str, want: object) -> Iterator[str]:
    match key:
        case "lines":
            yield from _compare_lines(unit, _rows(want, "lines", "kind"))
        case "no-lines":
            there = {line.kind for line in unit.lines}
            yield from (f"there is a line {kind}" for kind in _list(want, "kinds") if kind in there)
        case "sanctions":
            yield from _compare_sanctions(unit, _rows(want, "sanctions", "sanction"))
        case "sections":
            scores = {s.section.id: s.score for s in unit.sections}
            for section, score in _table(want, "section = score").items():
                if scores.get(section) != _number(score):
                    yield f"section {section} is {scores.get(section)}, expected {score}"
        case "figures":
            figures = {f.code: (f.value, f.count) for f in unit.figures}
            for code, value in _table(want, "figure = value").items():
                got = figures.get(code, (None, None))
                wanted = value if isinstance(value, list) else [value]
                if got[0] != _number(wanted[0]) or list(wanted[1:]) not in ([], [got[1]]):
                    yield f"figure {code} is {got}, expected {value}"
        case _:
            if (has := _got(unit, key)) != (expected := _wanted(key, want)):
                yield f"{key} is {has}, expected {expected}"


def _got(unit: UnitResult, key: str) -> object:
    """What a unit has under a key of an expectation, in the form in which cases write it."""
    match key:
        case "score" | "bonus":
            return "none" if getattr(unit, key) is None else getattr(unit, key)
        case "rank":
            return "none" if unit.rank is None else unit.rank
        case "vetoes":
            return sorted({v.veto.name for v in unit.vetoes})
        case "outcomes":
            return sorted({o.name for o in unit.outcomes})
        case "unranked":
            return sorted({u.code for u in unit.unranked})
        case "duties":
            return [unit.duties.met, unit.duties.breached, unit.duties.pending]
        case "persons":
            return {p.unit: list(p.months) for p in unit.persons}
        case "checks":
            return {c.clause: [c.met, c.checked] for c in unit.checks}
    raise _Malformed(f"there is no such expectation; known: {', '.join(EXPECTATIONS)}")


def _wanted(key: str, want: object) -> object:
    match key:
        case "score" | "bonus":
            return want if want == "none" else _number(want)
        case "vetoes" | "outcomes" | "unranked":
            return sorted(map(str, _list(want, "names")))
        case "persons":
            return {
                person: [_number(m) for m in _list(months, "the least and the most months")]
                for person, months in _table(want, "person = [low, high]").items()
            }
    return want


def _compare_sanctions(unit: UnitResult, wanted: list[Mapping[str, object]]) -> Iterator[str]:
    """The complete list, in any order; of each sanction only the keys that the case gives."""
    left = [
        {
            "sanction": s.rule.name,
            "clause": s.rule.clause,
            "incident": s.incident,
            "on": s.on,
            "months": None if s.months is None else list(s.months),
            "percent": None if s.percent is None else list(s.percent),
            "degree": s.degree,
            "decided": s.decided,
        }
        for s in unit.sanctions
    ]
    for want in wanted:
        exact = {k: [_number(n) for n in v] if isinstance(v, list) else v for k, v in want.items()}
        found = next((one for one in left if all(one.get(k) == v for k, v in exact.items())), None)
        if found is None:
            yield f"there is no sanction {dict(want)}"
        else:
            left.remove(found)
    yield from (f"there is a sanction {one}" for one in left)


def _compare_lines(unit: UnitResult, wanted: Iterable[Mapping[str, object]]) -> Iterator[str]:
    for want in wanted:
        found = [line for line in unit.lines if line.kind == want["kind"] and line.channel == want.get("channel")]
        for key in ("section", "clause"):
            if key in want:
                found = [
                    line for line in found if want[key] == (line.clause if key == "clause" else line.section and line.section.id)
                ]
        name = " ".join(("line", str(want["kind"]), *(str(want[k]) for k in ("channel", "section", "clause") if k in want)))
        if len(found) != 1:
            yield f"{name}: there are {len(found)}"
            continue
        line = found[0]
        for key, value in want.items():
            match key:
                case "count":
                    if line.count != value:
                        yield f"{name}: count is {line.count}, expected {value}"
                case "points" | "weight" | "index":
                    if getattr(line, key) != (None if value == "none" else _number(value)):
                        yield f"{name}: {key} is {getattr(line, key)}, expected {value}"
                case "average":
                    mean = line.average
                    got = None if mean is None else Fraction(mean.numerator, mean.denominator)
                    if got != (None if value == "none" else _number(value)):
                        yield f"{name}: average is {got}, expected {value}"
                case "place":
                    if line.place != (None if value == "none" else value):
                        yield f"{name}: place is {line.place}, expected {value}"
                case "incidents":
                    if list(line.incidents or ()) != value:
                        yield f"{name}: incidents are {line.incidents}, expected {value}"
                case "kind" | "channel" | "section" | "clause":
                    pass
                case _:
                    yield f"{name}: unknown expectation {key}"
