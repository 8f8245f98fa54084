"""What a unit is assessed by besides sections and lines, as one result has it: figures, vetoes, outcomes, sanctions, and contents
that were checked, each in words; and how far a measure is from its target. Nothing that rests on the places of other units.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from conduct.core.base.exact import USUAL
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, clause_words
from conduct.core.law.consequence import Below
from conduct.core.law.figure import Figure
from conduct.core.law.law import Regulation
from conduct.core.law.model import MeasureKind
from conduct.core.law.terms import Reported
from conduct.core.questions.of_others import outcomes_of_others
from conduct.core.scores.results import Assessment, Line, UnitResult
from conduct.report.details import contents_said, sanction_amount, span
from conduct.report.labels import bracketed, heading, joined, label
from conduct.report.numbers import Numbers

from .words import WORDS

PARTS = ("figures", "vetoes", "outcomes", "sanctions", "persons", "checks")
"""What there may be of a unit, in the order of a letter."""


@frozen
class AssessedPart:
    """One thing that a unit is assessed by: which of `PARTS`, its code, its words and clause, on whom it falls and for which
    incident (empty: that is not said of it).
    """

    part: str
    code: str
    words: str
    clause: str
    on: str
    incident: str

    @property
    def same(self) -> tuple[str, ...]:
        """What makes it the same thing in another result."""
        return self.part, self.code, self.clause, self.on, self.incident


@frozen
class AssessedBy(AssessedPart):
    """The same with what is said of it in one result: a figure, how much, or that it stands."""

    value: str


def _said(code: str, lang: Lang) -> str:
    return WORDS[code].said(lang)


def ranks(law: Regulation) -> bool:
    """Whether anything of a unit's result goes by its place among the units."""
    return law.standing is not None or bool(outcomes_of_others(law))


def parts_called(law: Regulation, lang: Lang) -> dict[str, str]:
    """What each of `PARTS` is called, its vetoes as the regulation calls them."""
    labels = {"figures": "figure", **{one: one for one in ("outcomes", "sanctions", "persons", "checks")}}
    return {one: heading(law.veto_words, lang) if one == "vetoes" else label(labels[one], lang) for one in PARTS}


def assessed_by(a: Assessment, unit: UnitResult, lang: Lang) -> list[AssessedBy]:
    """What a unit is assessed by, in an assessment."""
    return [*_by_itself(a, unit, lang), *_sanctions(a, unit, lang)]


def _by_itself(a: Assessment, unit: UnitResult, lang: Lang) -> Iterator[AssessedBy]:
    numbers, others = Numbers(a), outcomes_of_others(a.resolved)
    for figure in unit.figures:
        yield AssessedBy("figures", figure.code, figure.words.said(lang), figure.clause, "", "", numbers.figure(figure, lang))
    for found in unit.vetoes:
        of, incidents = found.veto, joined(found.incidents, lang) or _said("own-stands", lang)
        yield AssessedBy("vetoes", of.name, of.words.said(lang), of.clause, "", "", incidents)
    for one in unit.outcomes:
        if one.name not in others:
            yield AssessedBy("outcomes", one.name, one.words.said(lang), one.clause, "", "", _said("own-stands", lang))
    contents = contents_said(a, [one.clause for one in unit.checks], lang)
    for check, words in zip(unit.checks, contents, strict=True):
        yield AssessedBy("checks", check.clause, words, check.clause, "", "", f"{check.met}/{check.checked}")


def _sanctions(a: Assessment, unit: UnitResult, lang: Lang) -> Iterator[AssessedBy]:
    """Its sanctions, those of a name, a bearer and an incident in one; and what they take from each person."""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    words = {}
    for one in unit.sanctions:
        key = (one.rule.name, one.rule.clause, a.names.get(one.on or "", one.on or ""), one.incident)
        words[key] = one.rule.words.said(lang)
        amount = sanction_amount(one, lang)
        waits = label("undecided", lang)
        how = (amount or _said("own-stands", lang)) if one.decided else f"{amount}{bracketed(waits, lang)}" if amount else waits
        found.setdefault(key, []).append(how)
    for key, amounts in found.items():
        name, clause, on, incident = key
        yield AssessedBy("sanctions", name, words[key], clause, on, incident, joined(amounts, lang))
    for person in unit.persons:
        months = label("months_withheld", lang)
        on = a.names.get(person.unit, person.unit)
        yield AssessedBy("persons", "months", months, "", on, "", span(person.months))


def line_words(a: Assessment, lines: Iterable[Line], lang: Lang) -> dict[str, str]:
    """Lines that are no kind of incident, in words: those that say on whom sanctions would fall if he were known."""
    terms = a.resolved.sanction_terms
    known = dict((terms.unknown_person, terms.unknown_head)) if terms is not None else {}
    known |= {line.kind: line.words for line in lines if line.words is not None}
    return {code: words.said(lang) for code, words in known.items()}


def to_targets(a: Assessment, unit: UnitResult, lang: Lang) -> list[str]:
    """How far each measure of a unit that has a target is from it, as sentences."""
    targets = [(one.clause, one.place) for one in a.resolved.outcomes if isinstance(one.place, Below)]
    return [made for clause, target in targets if (made := _to_target(a, unit, clause, target, lang))]


def _to_target(a: Assessment, unit: UnitResult, clause: str, target: Below, lang: Lang) -> str:
    value = a.measures.get((unit.unit, target.measure.code))
    if value is None:
        return ""
    figure = _figure_of(a.resolved.of(Figure), target.measure)
    times = 100 if figure is not None and figure.percent else 1
    sign, point = ("%", _said("percent-points", lang)) if times > 1 else ("", "")
    shown, goal, gap = value * times, target.n * times, (target.n - value) * times
    return _said("target-short" if gap > 0 else "target-met", lang).format(
        what=(figure.words if figure is not None else target.measure.words).said(lang),
        value=USUAL.apart(shown, [goal]) + sign,
        target=USUAL.written(goal) + sign,
        gap=USUAL.apart(gap, [0]) + point,
        clause=clause_words(clause, lang),
    )


def _figure_of(figures: Sequence[Figure], measure: MeasureKind) -> Figure | None:
    """The figure that shows a measure and nothing else."""
    alone = (one for one in figures if [getattr(given, "measure", None) for given in one.of.inputs.values()] == [measure])
    return next((one for one in alone if all(isinstance(given, Reported) for given in one.of.inputs.values())), None)
