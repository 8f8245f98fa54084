"""Formulas with their figures: the index of a rank rule, what a section earns, and the figures beside a standing."""

from __future__ import annotations

from collections.abc import Iterator

from conduct.core.base.exact import Exact, written
from conduct.core.base.words import Lang, Words
from conduct.core.law.figure import Figure
from conduct.core.law.points import Section
from conduct.core.law.ranking import VolumeRanking
from conduct.core.law.scales import pairwise
from conduct.core.law.terms import Counted, Fixed, Formula, Reported, Setting, Weighed
from conduct.core.scores.judge import Gathered
from conduct.core.scores.results import Line, SectionScore, UnitResult
from conduct.core.scores.volume import index_inputs, reported_inputs

from .labels import bracketed, joined, label
from .numbers import index_and_average


def index_said(
    part: Gathered, result: UnitResult, rule: VolumeRanking, line: Line, weight: str, lang: Lang, *, alone: bool
) -> str:
    """A unit's index in a channel with all that it is worked out from, the class's average, its place and what it costs.

    ``weight`` is the weighted count written out, where it is not the count; ``alone`` leaves out the average, by which those of
    others could be reckoned, and says when it is told.
    """
    assert line.points is not None
    reported = reported_inputs(rule.index, [result.unit], part.scope.measures)[0]
    whole = pairwise([one.weight or 0 for one in result.lines if one.channel is not None and one.clause == line.clause])
    values = index_inputs(rule.index, reported, line.weight or 0, whole)
    said = list(_reported(part, rule.index, result.unit, lang))
    if any(isinstance(source, Weighed) and source.whole_unit for source in rule.index.inputs.values()):
        said.insert(0, f"{rule.whole_words.said(lang)} {written(whole)}")
    own = written(line.weight or 0)
    said.insert(0, f"{rule.weight_words.said(lang)} {f'{weight} = {own}' if weight else own}")
    assert line.index is not None
    assert line.average is not None
    index, mean = index_and_average(line.index, line.average)
    worked = _worked_out(rule.index, values, rule.section, index, said, lang)
    place = label("not_above", lang) if line.place is None else label("at_place", lang).format(line.place)
    average = label("told_once_public", lang) if alone else f" {mean}"
    sentence = [f"{rule.index_words.said(lang)} {worked}", f"{rule.average_words.said(lang)}{average}", place]
    return joined(sentence, lang, ";") + f" → {written(line.points)}"


def earned_said(part: Gathered, result: UnitResult, score: SectionScore, lang: Lang) -> str:
    """What a section earns by its formula, with all that this is worked out from."""
    formula = score.section.start
    assert formula is not None
    values, said = _taken(part, formula, result.unit, lang)
    section = score.section
    value = formula.value(values, section.clause, section.words, result.unit)
    text = _worked_out(formula, values, section, written(value), said, lang)
    most = label("at_most", lang).format(written(score.section.base))
    return text if value <= score.section.base else joined([text, most], lang, ";")


def figure_said(part: Gathered, result: UnitResult, figure: Figure, value: str, lang: Lang) -> str:
    """A figure with all that it is worked out from, ``value`` being what it is printed as."""
    values, said = _taken(part, figure.of, result.unit, lang)
    return _worked_out(figure.of, values, figure, value, said, lang)


def _taken(part: Gathered, formula: Formula, unit: str, lang: Lang) -> tuple[dict[str, Exact], list[str]]:
    """What a formula takes for a unit, by name, and in words."""
    values = reported_inputs(formula, [unit], part.scope.measures)[0]
    said = list(_reported(part, formula, unit, lang))
    for name, source in formula.inputs.items():
        if isinstance(source, Counted):
            n = part.sums[unit].counts.get(part.slots.slot(source.count), 0)
            values[name] = n
            said.append(f"{joined([k.words.said(lang) for k in source.count.kinds], lang)} {n}")
        elif isinstance(source, Fixed) and formula.said is None:
            said.append(f"{_given_as(part, formula, name).said(lang)} {written(values[name])}")
    return values, said


def _given_as(part: Gathered, formula: Formula, name: str) -> Words:
    """What a figure that a formula takes is called: what the reading that gives it is about, else its name in the formula."""
    law = part.scope.sector.regulation_on(part.scope.period.end)
    formulas = (*(one.of for one in law.of(Figure)), *(one.start for one in law.of(Section)))
    for one in formulas:
        source = one.inputs.get(name) if one is not None and one.fn is formula.fn else None
        if isinstance(source, Fixed) and isinstance(source.n, Setting):
            return source.n.reading.about
    return Words(name, name)


def _worked_out(
    formula: Formula, values: dict[str, Exact], of: Section | Figure, value: str, inputs: list[str], lang: Lang
) -> str:
    """A formula's value, written out where the law does so, and its inputs in words."""
    written_out = formula.written_out(values, of.clause, of.words)
    out = f" = {written_out.said(lang)}" if written_out is not None else ""
    return f"{value}{out}{bracketed(joined(inputs, lang), lang)}"


def _reported(part: Gathered, formula: Formula, unit: str, lang: Lang) -> Iterator[str]:
    for source in formula.inputs.values():
        if isinstance(source, Reported):
            value = part.scope.measures[unit, source.measure.code]
            per = "" if source.per == 1 else f" ÷ {written(source.per)}"
            yield f"{source.measure.words.said(lang)} {written(value)}{per}"
