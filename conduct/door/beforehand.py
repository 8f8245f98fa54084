"""What was before a run: the periods before it, and what units objected to the draft of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date

from conduct.core.base.faults import Fault
from conduct.core.base.periods import Period
from conduct.core.duties.out import Appeal, appeals_on
from conduct.core.law.conditions import name
from conduct.core.law.model import APPEAL
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.mistaken import hide_mistaken
from conduct.core.ledger.publish import Run, published_result, sealed_runs
from conduct.core.ledger.schema import table
from conduct.core.ledger.units import has_facts, homes, span_of_facts, units_of
from conduct.core.scores.assess import assess
from conduct.core.scores.results import Assessment
from conduct.report.bulletin.told import Earlier, Objection
from conduct.report.differences import PlainResult
from conduct.report.standings import as_dict

from .deployment import AssessSettings

_MOST = 5  # earlier periods that a document shows


def earlier_published(ledger: Ledger, made: Assessment, this: Run) -> tuple[Earlier, ...]:
    """The results of earlier periods of the same kind that were published before a run was sealed, the latest last."""
    found = _published(ledger, made, this.batch)
    return _last(found)


def earlier_assessed(ledger: Ledger, made: Assessment, settings: AssessSettings) -> tuple[Earlier, ...]:
    """The same of a run that is not sealed: a period that has none published is assessed, where it can be."""
    found = _published(ledger, made, None)
    span = span_of_facts(ledger.connection, made.sector)
    first = made.period.start.year if span is None else span[0].year
    for year in range(made.period.start.year, first - 1, -1):
        for period in reversed(Period.of_kind(made.period.kind, year)):
            if len([one for one in found if one >= period]) >= _MOST:
                return _last(found)
            if period.end < made.period.start and period not in found and (one := _assessed(ledger, made, period, settings)):
                found[period] = one
    return _last(found)


def _assessed(ledger: Ledger, made: Assessment, period: Period, settings: AssessSettings) -> Earlier | None:
    try:
        if not has_facts(ledger.connection, made.sector, period):
            return None
        return Earlier(period, as_dict(assess(made.sector, ledger, period, record=False, **settings), "en"), None)
    except Fault:  # without its measures, or before the text was in force
        return None


def _published(ledger: Ledger, made: Assessment, before: int | None) -> dict[Period, Earlier]:
    """The last of them, each as it was published last; ``before`` is the batch before which that was."""
    latest: dict[Period, Run] = {}
    for run in sorted(sealed_runs(ledger), key=lambda one: one.batch):
        if run.draft or run.sector != made.sector.name or (before is not None and run.batch >= before):
            continue
        period = made.sector.period(run.period)
        if period.kind == made.period.kind and period.end < made.period.start:
            latest[period] = run
    found: dict[Period, Earlier] = {}
    for period in sorted(latest)[-_MOST:]:
        content = published_result(ledger, latest[period].called)
        assert content is not None
        found[period] = Earlier(period, json.loads(content), latest[period].called)
    return found


def _last(found: dict[Period, Earlier]) -> tuple[Earlier, ...]:
    return tuple(found[period] for period in sorted(found)[-_MOST:])


def objections_since(
    ledger: Ledger, made: Assessment, kept: Ledger, drafts: Sequence[Run], sealed: Sequence[Run]
) -> Iterator[Objection]:
    """The appeals on incidents of drafts that the ledger accepted after the first was sealed in the one that ``kept`` them;
    ``sealed`` is all of the period.
    """
    sector = made.sector
    results = [json.loads(content) for one in drafts if (content := published_result(kept, one.called)) is not None]
    connection = ledger.connection
    with ledger.view():
        hide_mistaken(connection, sector)
        appeals = appeals_on(connection, sector)
        accepted = _accepted(ledger, sector)
        days = dict(connection.execute(f"SELECT incident, date FROM {name(table(sector, 'incidents'))}"))
        counting_for = homes(units_of(connection, sector), sector)
    start, end = made.period.start.isoformat(), made.period.end.isoformat()
    counted = set[str]().union(*map(_counted, results))
    first = min(one.batch for one in drafts)
    for one in appeals:
        came = accepted.get(one.action, 0)
        if came > first and (one.incident in counted or start <= days[one.incident] <= end):
            last = max((run for run in sealed if run.batch < came), key=lambda run: run.batch)
            yield _objection(one, counting_for.get(one.unit, one.unit), last.called)


def _objection(one: Appeal, unit: str, to: str) -> Objection:
    return Objection(
        unit=unit,
        action=one.action,
        incident=one.incident,
        kind=one.breach or "",
        day=date.fromisoformat(one.date).isoformat(),
        reason=one.reason or "",
        upheld=one.upheld,
        decided_on=one.decided or "",
        decided_by=one.decided_by or "",
        decided_reason=one.decided_reason or "",
        moot=one.moot,
        to=to,
    )


def _accepted(ledger: Ledger, sector: Sector) -> dict[str, int]:
    """The batch in which each appeal first came, whatever was corrected of it since."""
    actions = table(sector, "actions")
    both = " UNION ALL ".join(f"SELECT action, batch, step FROM {name(of)}" for of in (actions, actions + "_history"))
    return dict(
        ledger.connection.execute(f"SELECT action, min(batch) FROM ({both}) WHERE step = ? GROUP BY action", (APPEAL.code,))
    )


def _counted(result: PlainResult) -> set[str]:
    """The incidents that a result names: those behind its lines, vetoes and sanctions."""
    found: set[str] = set()
    for unit in result["units"]:
        for line in (*unit["lines"], *unit["vetoes"]):
            found.update(line.get("incidents") or ())
        found.update(one["incident"] for one in unit["sanctions"] if one["incident"])
    return found
