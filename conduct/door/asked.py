"""Answers to questions about law and runs, as values by themselves: readings, rules, and what differs between two results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from conduct.core.base.frozen import frozen

from .assessed import CitedLaw
from .values import Result, result, value

if TYPE_CHECKING:
    from conduct.core.base.words import Words
    from conduct.core.law.law import Regulation  # noqa: F401
    from conduct.core.law.sector import Sector
    from conduct.report.findings import FindingsOf  # noqa: F401
    from conduct.report.moves import Question
    from conduct.report.plain import Plain
    from conduct.report.regulation import InForce  # noqa: F401
    from conduct.report.sides import Side


@value
class LineDiffers:
    """A line that differs: points and count before and after, and the incidents gone, come, and changed since."""

    clause: str
    kind: str
    section: str | None
    channel: str | None
    points: tuple[float | None, float | None]
    count: tuple[int, int]
    gone: tuple[str, ...]
    come: tuple[str, ...]
    changed: tuple[str, ...]
    weight: tuple[float | None, ...]
    place: tuple[int | None, ...]


@value
class FigureDiffers:
    """A figure shown beside the standing that differs, or the duties met, breached and pending, which have no clause."""

    what: str
    clause: str | None
    value: tuple[object, object]


@value
class UnitDiffers:
    """A unit that differs; consequences it had and has are in ``gone`` and ``come``; ``only`` says in which it is alone."""

    unit: str
    name: str
    score: tuple[float | None, float | None]
    rank: tuple[int | None, int | None]
    lines: tuple[LineDiffers, ...]
    gone: tuple[str, ...]
    come: tuple[str, ...]
    beside: tuple[FigureDiffers, ...]
    only: str | None


@value
class Change:
    """What was changed, in words, and every unit that differs by it."""

    change: str
    units: tuple[UnitDiffers, ...]


@frozen
class Differing:
    """What was asked and found, with the results that are compared, each by its name, and whose words say it.

    ``plainly`` are the questions by their codes, and ``head`` what the object of the contract has beside them.
    """

    questions: tuple[Question, ...]
    plainly: tuple[Question, ...]
    head: Plain
    sides: tuple[tuple[str, Side], ...]
    sector: Sector
    notes: tuple[Words, ...]


@value
class Compared:
    """What a result rests on."""

    regulation: CitedLaw
    as_of: date
    readings: Mapping[str, str | float]


class _Moved(Result[Differing]):
    """What moved by one change."""

    changes: tuple[Change, ...]

    @property
    def units(self) -> tuple[UnitDiffers, ...]:
        """Every unit that moved, or would."""
        return self.changes[0].units


@result
class RunsCompared(_Moved):
    """Two runs side by side: what each rests on, in what that differs, and who moved, by which clause and incident."""

    sector: str
    runs: tuple[str, str]
    compared: tuple[Compared, ...]
    differ: Mapping[str, object]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


@result
class WhatWould(_Moved):
    """Who would move under other points, another reading, a draft, some incidents less or facts more."""

    sector: str
    regulation: CitedLaw
    period: str
    as_of: date
    differ: Mapping[str, object]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


@result
class ReadingsWeighed(Result[Differing]):
    """For every alternative of every reading, who would differ."""

    sector: str
    regulation: CitedLaw
    period: str
    as_of: date
    readings: Mapping[str, str]
    changes: Sequence[Change]
    notes: tuple[str, ...]


@value
class ReadingInForce:
    """A reading: the value in force, its default, what else it may be, and why the default is that."""

    name: str
    clause: str
    value: str
    default: str
    alternatives: object
    reason: str


@value
class EditionRead:
    """An edition with its readings."""

    regulation: CitedLaw
    readings: tuple[ReadingInForce, ...]


@result
class ReadingsInForce(Result["InForce"]):
    """The readings in force, of each edition."""

    editions: tuple[EditionRead, ...]


@value
class RuleEncoded:
    """A rule beside its clause: what it is, how it is encoded, the words it restates, where there is none the reason, and the
    file and line of its package where it is declared, if they are found.
    """

    clause: str
    heading: str | None
    rule: str
    code: str
    encoding: str
    quotes: tuple[str, ...]
    reason: str | None
    declared_at: str | None


@value
class ClauseRead:
    """A clause and its words."""

    clause: str
    heading: str
    words: str


@result
class RegulationEncoded(Result["Sequence[Regulation]"]):
    """The latest edition as encoded: its clauses, and every rule; `to_dict` has the earlier ones and the texts beside it too."""

    regulation: CitedLaw
    clauses: tuple[ClauseRead, ...]
    rules: tuple[RuleEncoded, ...]
    coverage: Mapping[str, int]
    rounding: str


@value
class LawFinding:
    """Something about the law that a reader should know: its clauses and what was found."""

    clauses: tuple[str, ...]
    finding: str


@result
class LawTested(Result["FindingsOf"]):
    """What a test of the law itself found in the latest edition; `to_dict` has the earlier ones too."""

    regulation: CitedLaw
    findings: tuple[LawFinding, ...]
