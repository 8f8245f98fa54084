"""Each rule against what the sector declares: its kinds, steps, attributes, measures, codes, and what must stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from inspect import signature
from typing import Any, get_args

from conduct.core.choices import variants
from conduct.core.law import (
    After,
    AfterFirst,
    AllDecided,
    AllDone,
    Below,
    ByWords,
    CaseFigures,
    Charge,
    Checklist,
    Combined,
    Count,
    Counted,
    Done,
    Duty,
    EveryAction,
    EveryPeriod,
    Fewer,
    Figure,
    First,
    Formula,
    Found,
    FromPeriod,
    Given,
    Has,
    Last,
    MeanFigure,
    NotBy,
    OnPerson,
    Opened,
    Outcome,
    Partly,
    Preceded,
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
from conduct.core.model import Attribute, Kind, MeasureKind, Options, PeriodId, Step
from conduct.core.periods import PERIOD_WORDS
from conduct.core.scales import Decided, Lookup, Scale
from conduct.core.sector import CORE_COLUMNS, Sector

from .declared import attribute_known, attributes_of, columns_known, marks_of, said, unknown

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


def _kinds(sector: Sector, kinds: Iterable[Kind]) -> Iterator[str]:
    for kind in kinds:
        if sector.kind_by_code.get(kind.code) is not kind:
            yield f"the kind {kind.code} is not declared by the sector"


def _step(sector: Sector, step: Step) -> Iterator[str]:
    if sector.step_by_code.get(step.code) != step:
        yield f"the step {step.code} is not declared by the sector"


def _count(sector: Sector, count: Count) -> Iterator[str]:
    yield from _kinds(sector, count.kinds)
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
    yield from _kinds(sector, charge.unless)
    if charge.section is not None:
        yield from _section(regulation, charge.section)
    match charge.scale:
        case Decided(step, attribute):
            yield from _step(sector, step)
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
    yield from _step(sector, terms.decide)
    yield from attribute_known("by_clause", terms.by_clause, terms.decide.attributes, f"the step {terms.decide.code}")
    if terms.decide.by_unit:
        yield f"the step {terms.decide.code} must be taken on an incident"


def _of_combined(sector: Sector, regulation: Regulation, combined: Combined) -> Iterator[str]:
    yield from _one_of("how", combined.how, ("mean", "last"))
    for kind in (combined.period, combined.parts):
        yield from _one_of("a period", kind, PERIOD_WORDS)


def _of_checklist(sector: Sector, regulation: Regulation, checklist: Checklist) -> Iterator[str]:
    yield from _step(sector, checklist.step)
    for attribute in (checklist.by, checklist.met):
        yield from attribute_known("checklist", attribute, checklist.step.attributes, f"the step {checklist.step.code}")


def _of_figure(sector: Sector, regulation: Regulation, figure: Figure) -> Iterator[str]:
    yield from _formula(sector, figure.of, needed=False)
    if figure.count is not None:
        yield from _count(sector, figure.count)


def _of_mean(sector: Sector, regulation: Regulation, figure: MeanFigure) -> Iterator[str]:
    yield from _step(sector, figure.step)
    yield from attribute_known("mean", figure.attribute, figure.step.attributes, f"the step {figure.step.code}")


def _of_case_figures(sector: Sector, regulation: Regulation, figures: CaseFigures) -> Iterator[str]:
    yield from _closing(sector, figures.closing)


def _closing(sector: Sector, closing: AfterFirst) -> Iterator[str]:
    yield from _kinds(sector, (closing.kind,))
    for step, test in closing.steps:
        yield from _step(sector, step)
        yield from columns_known("AfterFirst", test, _on(closing.kind), "the kind")


def _on(*kinds: Kind) -> set[str]:
    return {a.code for a in attributes_of(kinds)} | _CORE["incidents"]


def _taken(*steps: Step) -> set[str]:
    return {a.code for step in steps for a in step.attributes} | _CORE["actions"]


def _of_duty(sector: Sector, regulation: Regulation, duty: Duty) -> Iterator[str]:
    """What sets it, what answers it, and by when: each must fit the others."""
    if duty.breach is not None:
        yield from _kinds(sector, (duty.breach,))
    row: set[str] = set()  # what the trigger's own row holds
    given: tuple[Attribute, ...] = ()
    kinds: tuple[Kind, ...] = ()  # of its cases
    match duty.trigger:
        case After(step, when, case):
            yield from _step(sector, step)
            kinds = () if step.by_unit else step.kinds or sector.kinds
            row, given = _taken(step), step.attributes
            if when is not None:
                yield from columns_known("After.when", when, row, f"the step {step.code}")
            if case is not None:
                yield from columns_known(
                    "After.case", case, _on(*kinds) if kinds else set(), "the kinds that the step is taken on"
                )
        case Opened(opening, case):
            kinds = opening
            yield from _kinds(sector, kinds)
            row, given = _on(*kinds), attributes_of(kinds)
            if case is not None:
                yield from columns_known("Opened.case", case, row, "the kinds that open it")
        case AfterFirst(kind):
            yield from _closing(sector, duty.trigger)
            row, given, kinds = _on(kind), kind.attributes, (kind,)
        case EveryAction(kind):
            yield from _kinds(sector, (kind,))
            row, kinds = set(_CORE["actions"]), (kind,)
        case EveryPeriod(periods):
            yield from unknown("EveryPeriod", periods, set(PERIOD_WORDS), "kind of period")
            if not isinstance(duty.expect, Done) or duty.expect.period is None:
                yield "owed for every period, it is met by a Done whose period says for which period the action is"
    if isinstance(duty.by, FromPeriod) != isinstance(duty.trigger, EveryPeriod):
        yield "EveryPeriod and FromPeriod go together: a deadline from the period is for a duty owed by period"
    if isinstance(duty.by, Given):
        for attribute in (a for a in (duty.by.due, duty.by.workdays) if a is not None):
            yield from attribute_known("Given", attribute, given, "what sets the duty")
    match duty.expect:
        case Has(test):
            yield from columns_known("Has", test, row, "what sets the duty")
        case NotBy(attribute):
            yield from attribute_known("NotBy", attribute, attributes_of(kinds), "the kind")
        case Preceded(step) | AllDecided(step):
            yield from _step(sector, step)
    parts = duty.expect.parts if isinstance(duty.expect, AllDone) else (duty.expect,)
    for done in (d for d in (*parts, duty.excuse) if isinstance(d, Done)):
        yield from _done(sector, done)
    for bearer in (b for b in duty.bearer if b.when is not None):
        yield from columns_known("Bearer.when", bearer.when, {a.code for a in attributes_of(kinds)}, "the kinds of its cases")
    if duty.spoiled is not None:
        yield from _step(sector, duty.spoiled.step)
        yield from columns_known("Spoiled", duty.spoiled.when, _taken(duty.spoiled.step), f"the step {duty.spoiled.step.code}")


def _done(sector: Sector, done: Done) -> Iterator[str]:
    for step in (done.step, *done.other):
        yield from _step(sector, step)
    if done.when is not None:
        yield from columns_known("Done.when", done.when, _taken(done.step, *done.other), f"the step {done.step.code}")
    if done.period is not None:
        yield from attribute_known("Done.period", done.period, done.step.attributes, f"the step {done.step.code}")
        if not isinstance(done.period.type, PeriodId):
            yield f"Done.period: {done.period.code} is not the id of a period"
        if not done.step.by_unit:
            yield f"the step {done.step.code}, which is for a period, must be one by a unit"


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
    Duty: _of_duty,
}
