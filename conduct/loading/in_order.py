"""What is wrong with files, each once, in the order of the files and their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conduct.core.base.faults import Problem


def each_once(problems: Iterable[Problem]) -> list[Problem]:
    """Problems, each once: several tables may be made of one row."""
    found: dict[tuple[str, tuple[str, int | None, str] | None, str], Problem] = {}
    for p in problems:
        place = (p.place.file, p.place.row, p.place.column_said("en")) if p.place is not None else None
        found.setdefault((p.code, place, str(p.values)), p)
    return list(found.values())


def by_place(problems: Iterable[Problem], files: Sequence[str]) -> list[Problem]:
    """Problems in the order of the files and their rows; first those of none."""
    order = {file: n for n, file in reversed(list(enumerate(files)))}

    def position(problem: Problem) -> tuple[int, int]:
        place = problem.place
        return (-1, 0) if place is None else (order.get(place.file, -1), place.row or 0)

    return sorted(problems, key=position)
