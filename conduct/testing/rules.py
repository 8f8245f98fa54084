"""Each rule against what the sector declares: its kinds, steps, attributes, measures, codes, and what must stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any

from conduct.core.law.caseload import CaseFigures
from conduct.core.law.choices import variants
from conduct.core.law.consequence import (
    ByWords,
    Fewer,
    First,
    Found,
    Last,
    OnHead,
    OnPerson,
    Outcome,
    Partly,
    Presumes,
    Range,
    SameMatter,
    SamePerson,
    Sanction,
    SanctionTerms,
    Unranked,
    Unseen,
    Veto,
)
from conduct.core.law.duty import Duty
from conduct.core.law.figure import Checklist, Figure, MeanFigure
from conduct.core.law.law import Regulation
from conduct.core.law.model import IncidentId
from conduct.core.law.points import Bases, Charge, Section
from conduct.core.law.ranking import Standing, VolumeRanking
from conduct.core.law.scales import pairwise
from conduct.core.law.sector import CORE_COLUMNS, Sector
from conduct.core.law.terms import Count, Counted, Formula, Reported, Weighed
from conduct.core.law.typed import provision_said

from .declared import attribute_known, attributes_of, columns_known, marks_of_editions, unknown
from .duty_rules import closing, of_duty, on, pairs

_CORE = {of: set(columns) for of, columns in CORE_COLUMNS.items()}


def of_rules(sector: Sector, regulation: Regulation) -> Iterator[str]:
    """Everything that a rule of the regulation, under any reading, names and the sector does not declare."""
    for provision in regulation.provisions:
        check = _CHECKS.get(type(provision))
        for one in variants(provision) if check is not None else ():
            assert check is not None
            for problem in check(sector, regulation, one):
                yield f"{provision_said(one)}: {problem}"
    order = {s.id: n for n, s in enumerate(regulation.sections)}
    for section in regulation.sections:
        if section.within is not None and order.get(section.within.id, len(order)) > order[section.id]:
            yield f"{provision_said(section)}: it stands within {section.within.id}, and must be declared after it"


def _count(sector: Sector, count: Count) -> Iterator[str]:
    known = {a.code for a in attributes_of(count.kinds)} | marks_of_editions(sector)
    for test in (count.when, *(f.when for f in count.factors)):
        if test is not None:
            yield from columns_known("its count", test, known, "the kinds that it counts")


def _formula(sector: Sector, formula: Formula, weighed: bool = False) -> Iterator[str]:
    for source in formula.inputs.values():
        match source:
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


def _summed(regulation: Regulation, formula: Formula) -> Iterator[str]:
    """What a formula takes of a combined period is the sum of its parts: no share adds up."""
    for name, source in formula.inputs.items() if regulation.combined else ():
        if isinstance(source, Reported) and (high := source.measure.type.high) is not None and high <= 1:
            yield f"{name}: shares of several periods do not add up; take the amounts that {source.measure.code} is a share of"


def _section(regulation: Regulation, section: Section) -> Iterator[str]:
    if section.id not in {s.id for s in regulation.sections}:
        yield f"the section {section.id} is not among the provisions"


def _of_section(sector: Sector, regulation: Regulation, section: Section) -> Iterator[str]:
    if section.within is not None:
        yield from _section(regulation, section.within)
    if section.start is not None:
        yield from _formula(sector, section.start)


def _of_charge(sector: Sector, regulation: Regulation, charge: Charge) -> Iterator[str]:
    yield from _count(sector, charge.count)
    if charge.section is not None:
        yield from _section(regulation, charge.section)
    if charge.scale is None:
        return
    if (by := charge.scale.deciding) is not None:
        yield from attribute_known("its scale", by.attribute, by.step.attributes, f"the step {by.step.code}")
    if (prices := charge.scale.prices) is not None:
        yield from attribute_known("its scale", prices.attribute, attributes_of(charge.count.kinds), "the kind")


def _of_ranking(sector: Sector, regulation: Regulation, ranking: VolumeRanking) -> Iterator[str]:
    yield from _count(sector, ranking.count)
    yield from _section(regulation, ranking.section)
    yield from attribute_known("by", ranking.by, attributes_of(ranking.count.kinds), "the kind")
    yield from _formula(sector, ranking.index, weighed=True)
    units = {u.code for u in sector.unit_kinds}
    yield from unknown("channels", ranking.channels, units, "kind of unit")
    yield from unknown("channels", ranking.channels, set(ranking.ladders), "ladder for the kind of unit")


def _of_standing(sector: Sector, regulation: Regulation, standing: Standing) -> Iterator[str]:
    if standing.of is not None:
        yield from _formula(sector, standing.of)
        yield from _summed(regulation, standing.of)
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
        case First() | Last():
            if regulation.standing is None:
                yield "it turns on the rank, and the regulation has no Standing"
        case Found(count):
            yield from _count(sector, count)


def _of_presumes(sector: Sector, regulation: Regulation, presumes: Presumes) -> Iterator[str]:
    yield from columns_known("when", presumes.when, on(presumes.kind), "the kind")
    if not 1 <= presumes.within[0] <= presumes.within[1]:
        yield f"within {presumes.within[0]} to {presumes.within[1]} working days: the first is at least 1 and at most the last"


def _of_unranked(sector: Sector, regulation: Regulation, unranked: Unranked) -> Iterator[str]:
    if regulation.standing is None:
        yield "it is about the rank, and the regulation has no Standing"
    match unranked.where:
        case Fewer(count):
            yield from _count(sector, count)
        case Unseen(step, count):
            yield from _count(sector, count)
            if not step.by_unit:
                yield f"a unit is seen by a step by a unit, which {step.code} is not"
        case Partly():
            if not regulation.combined:
                yield "Partly is about the parts of a period, and the regulation has no Combined"


def _of_sanction(sector: Sector, regulation: Regulation, sanction: Sanction) -> Iterator[str]:
    yield from _count(sector, sanction.count)
    if isinstance(sanction.on, OnPerson):
        own = attributes_of(sanction.count.kinds)
        yield from attribute_known("OnPerson", sanction.on.attribute, own, "the kinds that it counts")
        yield from unknown("OnPerson", sanction.on.kinds, {u.code for u in sector.unit_kinds}, "kind of unit")
    elif isinstance(sanction.on, OnHead):
        yield from unknown("OnHead", sanction.on.posts, {p.code for p in sector.posts}, "post")
    if sanction.repeated is not None and not isinstance(sanction.on, OnPerson):
        yield "one that is repeated falls on a person: give it OnPerson"
    terms = regulation.sanction_terms
    for amount in (sanction.months, sanction.percent, sanction.degree):
        if isinstance(amount, Range | ByWords) and terms is not None:
            decide = terms.decide
            yield from attribute_known("decided_by", amount.decided_by, decide.attributes, f"the step {decide.code}")


def _of_terms(sector: Sector, regulation: Regulation, terms: SanctionTerms) -> Iterator[str]:
    yield from attribute_known("by_clause", terms.by_clause, terms.decide.attributes, f"the step {terms.decide.code}")
    if terms.decide.by_unit:
        yield f"the step {terms.decide.code} must be taken on an incident"


def _of_bases(sector: Sector, regulation: Regulation, bases: Bases) -> Iterator[str]:
    found = {s.id: s.base for s in regulation.sections}
    yield from unknown("sections", bases.sections, set(found), "section")
    whole = pairwise([found.get(section, 0) for section in bases.sections])
    if whole != bases.n:
        yield f"the bases of {', '.join(bases.sections)} come to {whole}, not {bases.n}"


def _of_matter(sector: Sector, regulation: Regulation, same: SameMatter) -> Iterator[str]:
    for tier in same.tiers:
        yield from _count(sector, tier)
    linked = tuple(dict.fromkeys(k for tier in same.tiers for k in tier.kinds))
    yield from attribute_known("by", same.by, attributes_of(linked), "the kinds of its tiers")
    if not isinstance(same.by.type, IncidentId) or not same.by.type.same_unit:
        yield f"by: {same.by.code} must name an incident of the same unit: IncidentId(…, same_unit=True)"


def _of_person(sector: Sector, regulation: Regulation, same: SamePerson) -> Iterator[str]:
    names = {s.name for s in regulation.of(Sanction)}
    yield from unknown("unless", (*same.unless, *(n for given in same.unless.values() for n in given)), names, "sanction")


def _of_checklist(sector: Sector, regulation: Regulation, checklist: Checklist) -> Iterator[str]:
    for attribute in (checklist.by, checklist.met):
        yield from attribute_known("checklist", attribute, checklist.step.attributes, f"the step {checklist.step.code}")


def _of_figure(sector: Sector, regulation: Regulation, figure: Figure) -> Iterator[str]:
    yield from _formula(sector, figure.of)
    if figure.summed:
        yield from _summed(regulation, figure.of)
    if figure.count is not None:
        yield from _count(sector, figure.count)


def _of_mean(sector: Sector, regulation: Regulation, figure: MeanFigure) -> Iterator[str]:
    yield from attribute_known("mean", figure.attribute, figure.step.attributes, f"the step {figure.step.code}")


def _of_case_figures(sector: Sector, regulation: Regulation, figures: CaseFigures) -> Iterator[str]:
    yield from closing(sector, figures.closing)
    yield from pairs(sector, "needs", figures.needs, figures.closing.kind)
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
    SameMatter: _of_matter,
    SamePerson: _of_person,
    Outcome: _of_outcome,
    Unranked: _of_unranked,
    Bases: _of_bases,
    Presumes: _of_presumes,
    Checklist: _of_checklist,
    Figure: _of_figure,
    MeanFigure: _of_mean,
    CaseFigures: _of_case_figures,
    Duty: of_duty,
}
