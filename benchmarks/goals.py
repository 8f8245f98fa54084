"""The tables: what each took at each size, how it grows, and what must be reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from contest import (
    AGAIN,
    ASSESS,
    BARE,
    ENGINE,
    EXPLAIN,
    FLOOR,
    LOAD,
    PEERS,
    POLARS_AGAIN,
    READ_ALL,
    SAMPLE,
    SENSITIVITY,
    SIZES,
    START,
    VERIFY,
    Costs,
    Size,
)
from processes import median, ratio

Measured = dict[str, tuple[Size, Costs]]


class Goal(NamedTuple):
    """At a size, ours is to take no more than so many times the other's time, or so many seconds or megabytes."""

    size: str
    ours: str
    other: str
    most: float
    of: str = "ratio"  # or "beyond start-up" (a ratio, or seconds without another), "seconds", "MB"


FLOATS, DUCKDB, PANDAS, OPENFISCA, ZEN = (PEERS[n].title for n in ("sqlite-float", "duckdb", "pandas", "openfisca", "zen"))
GOALS = (
    *(Goal(size, ASSESS, FLOATS, 1.3, "beyond start-up") for size in ("small", "medium", "large")),
    *(Goal(size, ASSESS, OPENFISCA, 0.4) for size in ("small", "medium")),
    *(Goal(size, ASSESS, PANDAS, most) for size, most in (("small", 0.4), ("medium", 0.4), ("large", 0.5))),
    Goal("small", ASSESS, ZEN, 0.02),
    Goal("large", ENGINE, DUCKDB, 1.5),
    Goal("large", AGAIN, POLARS_AGAIN, 0.8),
    Goal("medium", LOAD, BARE, 2),
    Goal("small", SAMPLE, START, 3),
    Goal("medium", EXPLAIN, "", 0.5, "beyond start-up"),
    Goal("medium", SENSITIVITY, "", 10, "seconds"),
    Goal("large", VERIFY, READ_ALL, 3),
    Goal("large", LOAD, "", 300, "MB"),
    Goal("large", ASSESS, "", 1000, "MB"),
)


def goal_rows(measured: Measured) -> list[list[str]]:
    """A row for each goal: what it is, what was reached, and whether that does."""
    rows = []
    for goal in GOALS:
        against = goal.other or {"MB": "memory", "seconds": "time"}.get(goal.of, "time beyond start-up")
        wanted = [goal.ours, against, SIZES[goal.size].short, f"≤ {goal.most:g}{_unit(goal)}"]
        if goal.size not in measured:
            rows.append([*wanted, "", "", "not measured"])
            continue
        _, costs = measured[goal.size]
        if goal.ours not in costs or (goal.other and goal.other not in costs):
            rows.append([*wanted, "", "", "not measured"])
            continue
        reached, processor = _reached(goal, costs)
        rows.append([*wanted, f"{reached:.3g}", f"{processor:.3g}", "yes" if reached <= goal.most else "**no**"])
    return rows


def _unit(goal: Goal) -> str:
    """What the number of a goal is followed by."""
    if goal.other:
        return " plus start-up" if goal.of == "beyond start-up" else ""
    return " MB" if goal.of == "MB" else " s"


def _reached(goal: Goal, costs: Costs) -> tuple[float, float]:
    """By the clock and by the processor, as the goal counts."""
    ours = costs[goal.ours]
    if goal.of == "MB":
        return median(ours).megabytes, median(ours).megabytes
    if goal.other:
        found = ratio(ours, costs[goal.other], costs[START] if goal.of == "beyond start-up" else ())
        return found.seconds, found.processor
    start = median(costs[START]) if goal.of == "beyond start-up" else None
    one = median(ours)
    return one.seconds - (start.seconds if start else 0), one.processor - (start.processor if start else 0)


OURS_BESIDE = {BARE: LOAD, POLARS_AGAIN: AGAIN, READ_ALL: VERIFY}
"""Of what is no peer's: which of conduct's own is held against it."""


def size_rows(costs: Costs) -> list[list[str]]:
    """A row for each process of a size; ratios are conduct's to it, and of conduct's own to what each is held against."""
    rows = []
    for label, taken in costs.items():
        cost, by = median(taken), ["", ""]
        if label == FLOOR.title or label in {p.title for p in PEERS.values()}:
            by = [f"{n:.2f}" for n in ratio(costs[ASSESS], taken)]
        elif label in OURS_BESIDE:
            by = [f"{n:.2f}" for n in ratio(costs[OURS_BESIDE[label]], taken)]
        rows.append([label, f"{cost.seconds:.3f}", f"{cost.processor:.3f}", f"{cost.megabytes:.0f}", *by])
    return rows


def growth_rows(measured: Measured) -> list[list[str]]:
    """Seconds of the processor for a million incidents, at each size."""
    labels = [ASSESS, FLOOR.title, *(p.title for p in PEERS.values()), LOAD, BARE]
    sizes = list(measured.values())
    return [
        [label, *(f"{median(c[label]).processor / s.incidents * 1e6:.2f}" if label in c else "" for s, c in sizes)]
        for label in labels
        if any(label in c for _, c in sizes)
    ]


SIZE_HEADINGS = ["", "seconds", "processor", "peak MB", "conduct ÷ it", "by processor"]
GOAL_HEADINGS = ["what", "against", "at", "reach", "reached", "by processor", ""]


def growth_headings(measured: Measured) -> list[str]:
    return ["processor seconds a million incidents", *(size.short for size, _ in measured.values())]


def markdown(headings: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> str:
    """A table, its first columns words and the others numbers."""
    ruler = ["---"] * words + ["---:"] * (len(headings) - words)
    return "\n".join("| " + " | ".join(row) + " |" for row in [headings, ruler, *rows])


def report(measured: Measured) -> str:
    """All of it, in Markdown."""
    held = any(goal.size in measured for goal in GOALS)
    parts = ["### What must be reached", markdown(GOAL_HEADINGS, goal_rows(measured), 3)] if held else []
    for size, costs in measured.values():
        parts += [f"### {size.title}", markdown(SIZE_HEADINGS, size_rows(costs))]
    if len(measured) > 1:
        parts += ["### Growth", markdown(growth_headings(measured), growth_rows(measured))]
    return "\n\n".join(parts)
