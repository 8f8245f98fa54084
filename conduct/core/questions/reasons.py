"""What lies behind the results of units, many at a time: their facts, what is set aside, out or contested; not what would be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import evolve

from ..base.exact import Exact
from ..base.frozen import frozen
from ..duties.out import Appeal, appeals_on
from ..ledger.ledger import Ledger
from ..scores.assess import scopes_of
from ..scores.beside import Waits, waiting
from ..scores.figures import formula_figures
from ..scores.judge import Gathered, engine_of, gather, judge
from ..scores.results import Assessment, UnitResult
from ..scores.tally import points_by_incident
from ..scores.unit_facts import UnitFacts, unit_facts
from .explain import Explanation, read_facts, read_out_of_other_days


@frozen
class _ReadPart:
    """What was read of one part of the period: the facts of each unit asked for, and its result where there are several parts."""

    gathered: Gathered
    facts: Mapping[str, UnitFacts]
    results: Mapping[str, UnitResult]
    waits: Waits
    appeals: Sequence[Appeal]


def reasons(ledger: Ledger, assessment: Assessment, units: Collection[str]) -> Iterator[Explanation]:
    """An explanation of each unit of an assessment that is among ``units``, without effects and without distances.

    The facts are read once for all of them, from a ledger that holds those that the assessment was made from.
    """
    asked = [result for result in assessment.units if result.unit in units]
    with ledger.view():
        parts = _read(ledger, assessment, [result.unit for result in asked])
        points: dict[str, Exact | None] = {}
        for part in parts:
            points.update(points_by_incident(part.gathered.decided))
        for result in asked:
            gathered = tuple(evolve(part.gathered, facts=part.facts.get(result.unit)) for part in parts)
            made = Explanation(evolve(assessment, gathered=gathered), result)
            if len(parts) > 1:
                found = [(part.gathered.scope.period, part.results.get(result.unit)) for part in parts]
                made.parts = [(period, one) for period, one in found if one is not None]
            read_facts(made, gathered, points)
            read_out_of_other_days(made, gathered)
            mine = {fact.id for fact in made.facts}
            concerned = {*mine, *(one.incident for one in made.out), *(one.incident for one in made.contested)}
            made.appeals = [appeal for appeal in parts[0].appeals if appeal.incident in concerned]
            for part in parts:
                for duty, incidents in part.waits.items():
                    made.waits.setdefault(duty, []).extend(sorted(incidents & mine))
            yield made


def _read(ledger: Ledger, assessment: Assessment, units: Collection[str]) -> list[_ReadPart]:
    found = []
    scopes = scopes_of(ledger, assessment)
    for scope in scopes:
        with engine_of(scope, assessment.calendar) as engine:
            gathered = gather(scope, engine)
            facts = {unit: unit_facts(scope, engine, gathered.tally, unit) for unit in units if unit not in scope.passed}
            waits, appeals = waiting(scope, engine), appeals_on(scope.connection, scope.sector)
        results: dict[str, UnitResult] = {}
        if len(scopes) > 1:
            results = {result.unit: result for result in judge(gathered, {}) if result.unit in units}
            for unit, result in results.items():
                result.figures = [*result.figures, *formula_figures(scope, unit, gathered.sums[unit], gathered.slots)]
        found.append(_ReadPart(gathered, facts, results, waits, appeals))
    return found
