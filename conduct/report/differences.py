"""Two results side by side: who moved, by which clause and which incident. Works on results as they are printed or kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import field

from conduct.core.base.frozen import frozen

PlainResult = Mapping[str, Any]
PlainRow = PlainResult
Changed = Callable[[str], Collection[str]]
"""By kind, the incidents about which something was changed between two results."""
_LAST_PLACE = Decimal("0.000001")
"""The last place to which a result's figures are written."""


@frozen
class LineDifference:
    """A line that differs: its clause, kind, section and channel, points and count before and after, incidents gone and come.

    ``changed`` are incidents in both about which something was changed. A rank rule's line has a ``weight`` and a ``place``.
    """

    clause: str
    kind: str
    section: str | None
    channel: str | None
    points: tuple[float | None, float | None]
    count: tuple[int, int]
    gone: tuple[str, ...]
    come: tuple[str, ...]
    changed: tuple[str, ...] = ()
    weight: tuple[float | None, float | None] = (None, None)
    place: tuple[int | None, int | None] = (None, None)


@frozen(order=True)
class Consequence:
    """A veto, an outcome or a sanction; of a sanction the incident, whom it falls on, and how much: ``measure`` is "months",
    "percent" or nothing."""

    code: str
    clause: str
    about: tuple[str, ...] = ()
    amount: str = ""
    measure: str = ""
    decided: bool = True


@frozen
class FigureDifference:
    """A figure shown beside the standing that differs, or the duties met, breached and pending, which have no clause."""

    what: str
    clause: str | None
    before: Any
    after: Any


@frozen
class Bounded:
    """A section whose score changed by less than its lines did; ``used_up`` says that its base was used up before or after."""

    section: str
    before: float
    after: float
    used_up: bool


@frozen
class UnitDifference:
    """A unit that differs; of vetoes, outcomes and sanctions what it had and what it has, where that is another."""

    unit: str
    name: str
    score: tuple[float | None, float | None]
    rank: tuple[int | None, int | None]
    lines: tuple[LineDifference, ...] = ()
    sections: tuple[tuple[str, float | None, float | None], ...] = ()
    gone: tuple[Consequence, ...] = ()
    come: tuple[Consequence, ...] = ()
    beside: tuple[FigureDifference, ...] = ()
    only: str = ""  # "before" or "after", where the unit is in one of them alone
    kind: str = ""
    bounded: tuple[Bounded, ...] = field(default=(), eq=False)  # follows from the others


def moved(
    before: PlainResult, after: PlainResult, *, beside: bool = False, changed: Changed = lambda _: ()
) -> list[UnitDifference]:
    """Every unit that differs in anything, in the order of the later result, then those that are gone.

    With ``beside`` that is also what is shown beside a standing: figures, and how many duties are met, breached and pending.
    """
    old = {u["unit"]: u for u in before["units"]}
    new = {u["unit"]: u for u in after["units"]}
    found = []
    for unit in [*new, *(u for u in old if u not in new)]:
        one = _unit(old.get(unit), new.get(unit), beside, changed)
        if one is not None:
            found.append(one)
    return found


def _unit(old: PlainRow | None, new: PlainRow | None, with_beside: bool, changed: Changed) -> UnitDifference | None:
    either = new or old
    assert either is not None
    before, after = old or {}, new or {}
    lines = line_differences(before.get("lines", ()), after.get("lines", ()), changed)
    sections = tuple(_sections(before.get("sections", ()), after.get("sections", ())))
    gone, come = consequences_moved(before, after)
    score = (before.get("score"), after.get("score"))
    rank = (before.get("rank"), after.get("rank"))
    beside = tuple(_beside(before, after)) if with_beside else ()
    only = "" if old and new else "after" if new else "before"
    if not (lines or sections or gone or come or score[0] != score[1] or rank[0] != rank[1] or beside or only):
        return None
    bounded = tuple(_bounded(before.get("sections", ()), after.get("sections", ()), lines))
    named = (either["unit"], either["name"])
    return UnitDifference(*named, score, rank, lines, sections, gone, come, beside, only, either["kind"], bounded)


def _bounded(before: Sequence[PlainRow], after: Sequence[PlainRow], lines: Sequence[LineDifference]) -> Iterator[Bounded]:
    moved: dict[str, list[Decimal]] = {}
    for line in lines:
        if line.section is not None:
            moved.setdefault(line.section, []).extend((_as_written(line.points[1]), -_as_written(line.points[0])))
    old, new = ({one["section"]: one for one in sections if one["score"] is not None} for sections in (before, after))
    for section in sorted(moved.keys() & old.keys() & new.keys()):
        ends = (old[section]["score"], new[section]["score"])
        rounded = _LAST_PLACE * (len(moved[section]) + 2)  # what printing may have taken from each figure
        if abs(sum(moved[section], Decimal())) - abs(_as_written(ends[1]) - _as_written(ends[0])) > rounded:
            used_up = any(one["score"] <= 0 < (one["base"] or 0) for one in (old[section], new[section]))
            yield Bounded(section, *ends, used_up)


def line_differences(
    before: Sequence[PlainRow], after: Sequence[PlainRow], changed: Changed = lambda _: ()
) -> tuple[LineDifference, ...]:
    """The lines that differ, in order."""
    return tuple(_lines(before, after, changed))


def consequences_moved(before: PlainRow, after: PlainRow) -> tuple[tuple[Consequence, ...], tuple[Consequence, ...]]:
    """The vetoes, outcomes and sanctions that a unit had and has no longer, and those that it has and had not."""
    had, has = set(consequences_of(before)), set(consequences_of(after))
    return tuple(sorted(had - has)), tuple(sorted(has - had))


def _lines(before: Sequence[PlainRow], after: Sequence[PlainRow], changed: Changed) -> Iterator[LineDifference]:
    old, new = _by_key(before), _by_key(after)
    for key in sorted({*old, *new}, key=lambda k: tuple(part or "" for part in k)):
        first, second = old.get(key, {}), new.get(key, {})
        ids = set(first.get("incidents") or ()), set(second.get("incidents") or ())
        points = (first.get("points"), second.get("points"))
        count = (first.get("count", 0), second.get("count", 0))
        weight = (first.get("weight"), second.get("weight"))
        if points[0] != points[1] or count[0] != count[1] or ids[0] != ids[1] or weight[0] != weight[1]:
            gone, come = tuple(sorted(ids[0] - ids[1])), tuple(sorted(ids[1] - ids[0]))
            both = tuple(sorted(ids[0] & ids[1] & set(changed(key[1]))))
            yield LineDifference(*key, points, count, gone, come, both, weight, (first.get("place"), second.get("place")))


def _by_key(lines: Sequence[PlainRow]) -> dict[tuple[str, str, str | None, str | None], PlainRow]:
    """Lines by what tells them apart; those that nothing does are one, with the points, counts and incidents of all."""
    found: dict[tuple[str, str, str | None, str | None], PlainRow] = {}
    for line in lines:
        key = _key(line)
        other = found.get(key)
        found[key] = line if other is None else {**line, **_both(other, line)}
    return found


def _both(one: PlainRow, other: PlainRow) -> PlainRow:
    points = [line["points"] for line in (one, other) if line["points"] is not None]
    ids = {*(one.get("incidents") or ()), *(other.get("incidents") or ())}
    whole = round(sum(points), 6) if points else None  # as printed
    return {"points": whole, "count": one["count"] + other["count"], "incidents": sorted(ids)}


def _key(line: PlainRow) -> tuple[str, str, str | None, str | None]:
    return line["clause"], line["kind"], line.get("section"), line.get("channel")


def _sections(before: Sequence[PlainRow], after: Sequence[PlainRow]) -> Iterator[tuple[str, float | None, float | None]]:
    old, new = {s["section"]: s["score"] for s in before}, {s["section"]: s["score"] for s in after}
    for section in sorted({*old, *new}):
        if old.get(section) != new.get(section):
            yield section, old.get(section), new.get(section)


def consequences_of(unit: PlainRow) -> Iterator[Consequence]:
    """What led a unit of a result to what: why it has no rank, its vetoes, outcomes and sanctions."""
    for why in unit.get("unranked") or ():
        yield Consequence(why["why"], why["clause"] or "", tuple(why[key] for key in ("action",) if why.get(key)))
    for veto in unit.get("vetoes", ()):
        yield Consequence(veto["veto"], veto["clause"])
    for outcome in unit.get("outcomes", ()):
        yield Consequence(outcome["outcome"], outcome["clause"])
    for sanction in unit.get("sanctions", ()):
        measure = next((m for m in ("months", "percent") if sanction.get(m)), "")
        low, high = (format(end, "g") for end in sanction[measure]) if measure else ("", "")
        amount = (low if low == high else f"{low}–{high}") if measure else sanction.get("degree") or ""
        about = tuple(one for one in (sanction["incident"], sanction["on"]) if one)
        yield Consequence(sanction["sanction"], sanction["clause"], about, amount, measure, sanction["decided"])


def _beside(before: PlainRow, after: PlainRow) -> Iterator[FigureDifference]:
    old, new = ({(f["figure"], f["clause"]): f for f in unit.get("figures", ())} for unit in (before, after))
    for code, clause in dict.fromkeys([*old, *new]):
        had, has = (span_of(found.get((code, clause))) for found in (old, new))
        if had != has:
            yield FigureDifference(code, clause, had, has)
    if before.get("duties") != after.get("duties"):
        yield FigureDifference("duties", None, before.get("duties"), after.get("duties"))


def span_of(figure: PlainRow | None) -> Any:
    """A figure's value, or from what to what it may come to while something is not decided."""
    if figure is None:
        return None
    return [figure["value"], figure["at_most"]] if "at_most" in figure else figure["value"]


def _as_written(figure: float | None) -> Decimal:
    """A figure of a result as it is written there; nothing is nought."""
    return Decimal(str(figure or 0))
