"""Each rule against what the sector declares: its kinds, steps, attributes, measures, codes, and what must stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from inspect import signature
from typing import Any, get_args

from conduct.core.choices import variants
from conduct.core.law import (
    Below,
    ByWords,
    CaseFigures,
    Charge,
    Checklist,
    Combined,
    Count,
    Counted,
    Duty,
    Fewer,
    Figure,
    First,
    Formula,
    Found,
    Last,
    MeanFigure,
    OnPerson,
    Outcome,
    Partly,
    Range,
    Regulation,
    Reported,
    Sanction,
    SanctionTerms,
    Section,
    Standing,
    Unranked,
    Veto,
    VolumeRanking,
    Weighed,
)
from conduct.core.model import MeasureKind, Options
from conduct.core.periods import PERIOD_WORDS
from conduct.core.scales import Decided, Lookup, Scale
from conduct.core.sector import CORE_COLUMNS, Sector

from .declared import attribute_known, attributes_of, columns_known, marks_of, said, unknown
from .duty_rules import closing, kinds_known, of_duty, on, pairs, step_known

_CORE = {of: set(columns) for of, columns in CORE_COLUMNS.items()}


def of_rules(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Everything that a rule of the regulation, under any reading, names and the sector does not declare."""
    for provision in regulation.provisions:
        check = _CHECKS.get(type(provision))
        for one in variants(provision) if check is not None else ():
            assert check is not None
            for problem in check(sector, regulation, one):
                yield f"{said(one)}: {problem}"
    order = {s.id: n for n, s in enumerate(regulation.sections)}
    for section in regulation.sections:
        if section.within is not None and order.get(section.within.id, len(order)) > order[section.id]:
            yield f"{said(section)}: it stands within {section.within.id}, and must be declared after it"


def _one_of(what: str, value: Any, known: Iterable[Any]) -> Iterator[str]:
    if value not in tuple(known):
        yield f"{what} cannot be {value!r}; it can be: {', '.join(map(str, known))}"


def _count(sector: Sector, count: Count) -> Iterator[str]:
    yield from kinds_known(sector, count.kinds)
    if not count.kinds:
        yield "its count names no kind"
    known = {a.code for a in attributes_of(count.kinds)} | marks_of(sector)
    for test in (count.when, *(f.when for f in count.factors)):
        if test is not None:
            yield from columns_known("its count", test, known, "the kinds that it counts")
    yield from _one_of("the join of its factors", count.join, ("product", "max"))


def _measure(sector: Sector, measure: MeasureKind, needed: bool) -> Iterator[str]:
    if measure not in sector.measures:
        yield f"the measure {measure.code} is not declared by the sector"
    elif needed and measure not in sector.needs:
        yield f"it cannot do without the measure {measure.code}: list it in the sector's needs"


def _formula(sector: Sector, formula: Formula, needed: bool, weighed: bool = False) -> Iterator[str]:
    for source in formula.inputs.values():
        match source:
            case Reported(measure):
                yield from _measure(sector, measure, needed)
            case Counted(count):
                yield from _count(sector, count)
                if weighed:
                    yield "the index of a ranking takes Weighed, not Counted"
            case Weighed() if not weighed:
                yield "Weighed is for the index of a ranking alone; a count of the unit is Counted"
    try:
        signature(formula.fn).bind(**dict.fromkeys(formula.inputs, 0))
    except TypeError as error:
        name = getattr(formula.fn, "__name__", "its formula")
        yield f"{name} does not take the inputs {', '.join(formula.inputs)}: {error}"
    except ValueError:  # a builtin, which does not say what it takes
        return


def _section(regulation: Regulation, section: Section) -> Iterator[str]:
    if section.id not in {s.id for s in regulation.sections}:
        yield f"the section {section.id} is not among the provisions"


def _of_section(sector: Sector, regulation: Regulation, section: Section) -> Iterator[str]:
    yield from _one_of("combine", section.combine, ("sum", "highest"))
    if section.within is not None:
        yield from _section(regulation, section.within)
    if section.start is not None:
        yield from _formula(sector, section.start, needed=True)


def _of_charge(sector: Sector, regulation: Regulation, charge: Charge) -> Iterator[str]:
    yield from _count(sector, charge.count)
    yield from kinds_known(sector, charge.unless)
    if charge.section is not None:
        yield from _section(regulation, charge.section)
    match charge.scale:
        case Decided(step, attribute):
            yield from step_known(sector, step)
            yield from attribute_known("its scale", attribute, step.attributes, f"the step {step.code}")
        case Lookup(attribute):
            yield from attribute_known("its scale", attribute, attributes_of(charge.count.kinds), "the kind")
        case None:
            return
        case scale:
            if not isinstance(scale, get_args(Scale)):
                yield f"{scale!r} is no scale"


def _of_ranking(sector: Sector, regulation: Regulation, ranking: VolumeRanking) -> Iterator[str]:
    yield from _count(sector, ranking.count)
    yield from _section(regulation, ranking.section)
    yield from attribute_known("by", ranking.by, attributes_of(ranking.count.kinds), "the kind")
    yield from _formula(sector, ranking.index, needed=True, weighed=True)
    yield from _one_of("average", ranking.average, ("mean", "pooled"))
    units = {u.code for u in sector.unit_kinds}
    yield from unknown("channels", ranking.channels, units, "kind of unit")
    yield from unknown("channels", ranking.channels, set(ranking.ladders), "ladder for the kind of unit")
    if isinstance(ranking.by.type, Options):
        takes = [value for channels in ranking.channels.values() for channel in channels for value in channel.takes]
        yield from unknown("channels", takes, set(ranking.by.type.words), f"value of {ranking.by.code}")


def _of_standing(sector: Sector, regulation: Regulation, standing: Standing) -> Iterator[str]:
    yield from _one_of("best", standing.best, ("highest", "lowest"))
    if standing.larger is not None:
        yield from _measure(sector, standing.larger, needed=True)
    if standing.of is not None:
        yield from _formula(sector, standing.of, needed=True)
    elif not regulation.sections:
        yield "it ranks by the score, and the regulation has no sections"


def _of_veto(sector: Sector, regulation: Regulation, veto: Veto) -> Iterator[str]:
    yield from _count(sector, veto.count)


def _of_outcome(sector: Sector, regulation: Regulation, outcome: Outcome) -> Iterator[str]:
    vetoes, outcomes = {v.name for v in regulation.vetoes}, {o.name for o in regulation.outcomes}
    yield from unknown("also", outcome.also, vetoes, "veto")
    yield from unknown("unless", outcome.unless, vetoes | outcomes, "veto or outcome")
    yield from unknown("periods", outcome.periods, set(sector.periods), "kind of period of the sector")
    match outcome.place:
        case First(n) | Last(n):
            if n < 1:
                yield f"{n} is no rank"
            if regulation.standing is None:
                yield "it turns on the rank, and the regulation has no Standing"
        case Below(measure):
            yield from _measure(sector, measure, needed=False)
        case Found(count):
            yield from _count(sector, count)
        case place:
            yield f"{place!r} is no place"


def _of_unranked(sector: Sector, regulation: Regulation, unranked: Unranked) -> Iterator[str]:
    if regulation.standing is None:
        yield "it is about the rank, and the regulation has no Standing"
    match unranked.where:
        case Fewer(count, n):
            yield from _count(sector, count)
            if n < 1:
                yield f"there are never fewer than {n}"
        case Partly():
            if not regulation.combined:
                yield "Partly is about the parts of a period, and the regulation has no Combined"
        case where:
            yield f"{where!r} does not say where"


def _of_sanction(sector: Sector, regulation: Regulation, sanction: Sanction) -> Iterator[str]:
    yield from _count(sector, sanction.count)
    if isinstance(sanction.on, OnPerson):
        own = attributes_of(sanction.count.kinds)
        yield from attribute_known("OnPerson", sanction.on.attribute, own, "the kinds that it counts")
        yield from unknown("OnPerson", sanction.on.kinds, {u.code for u in sector.unit_kinds}, "kind of unit")
    elif sanction.repeated is not None:
        yield "one that is repeated falls on a person: give it OnPerson"
    if sanction.repeated is not None:
        yield from _one_of("repeated by", sanction.repeated.by, ("person", "unit"))
    terms = regulation.sanction_terms
    for amount in (sanction.months, sanction.percent, sanction.degree):
        if isinstance(amount, Range) and amount.low > amount.high:
            yield f"its range goes from {amount.low} down to {amount.high}"
        if isinstance(amount, Range | ByWords) and terms is not None:
            decide = terms.decide
            yield from attribute_known("decided_by", amount.decided_by, decide.attributes, f"the step {decide.code}")


def _of_terms(sector: Sector, regulation: Regulation, terms: SanctionTerms) -> Iterator[str]:
    yield from step_known(sector, terms.decide)
    yield from attribute_known("by_clause", terms.by_clause, terms.decide.attributes, f"the step {terms.decide.code}")
    if terms.decide.by_unit:
        yield f"the step {terms.decide.code} must be taken on an incident"


def _of_combined(sector: Sector, regulation: Regulation, combined: Combined) -> Iterator[str]:
    yield from _one_of("how", combined.how, ("mean", "last"))
    for kind in (combined.period, combined.parts):
        yield from _one_of("a period", kind, PERIOD_WORDS)


def _of_checklist(sector: Sector, regulation: Regulation, checklist: Checklist) -> Iterator[str]:
    yield from step_known(sector, checklist.step)
    for attribute in (checklist.by, checklist.met):
        yield from attribute_known("checklist", attribute, checklist.step.attributes, f"the step {checklist.step.code}")


def _of_figure(sector: Sector, regulation: Regulation, figure: Figure) -> Iterator[str]:
    yield from _formula(sector, figure.of, needed=False)
    if figure.count is not None:
        yield from _count(sector, figure.count)


def _of_mean(sector: Sector, regulation: Regulation, figure: MeanFigure) -> Iterator[str]:
    yield from step_known(sector, figure.step)
    yield from attribute_known("mean", figure.attribute, figure.step.attributes, f"the step {figure.step.code}")


def _of_case_figures(sector: Sector, regulation: Regulation, figures: CaseFigures) -> Iterator[str]:
    yield from closing(sector, figures.closing)
    yield from pairs(sector, "needs", figures.needs, figures.closing.kind)
    for step in (figures.reopened.step, figures.reopened.until) if figures.reopened is not None else ():
        yield from step_known(sector, step)
    yield from unknown("due", figures.due, {d.code for d in regulation.duties}, "duty")
    for one in figures.among:
        yield from columns_known(one.code, one.when, on(figures.closing.kind), "the kind")


_CHECKS: dict[type, Callable[[Sector, Regulation, Any], Iterator[str]]] = {
    Section: _of_section,
    Charge: _of_charge,
    VolumeRanking: _of_ranking,
    Standing: _of_standing,
    Veto: _of_veto,
    Sanction: _of_sanction,
    SanctionTerms: _of_terms,
    Outcome: _of_outcome,
    Unranked: _of_unranked,
    Combined: _of_combined,
    Checklist: _of_checklist,
    Figure: _of_figure,
    MeanFigure: _of_mean,
    CaseFigures: _of_case_figures,
    Duty: of_duty,
}
