"""A period as it would be sealed now, and what was sealed of it: as whoever publishes looks at it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, Words
from conduct.core.ledger.publish import Run, published_result, sealed_runs
from conduct.core.scores.unsettled import WHAT, Open
from conduct.report.bulletin.told import Objection

from .assessing import Asked
from .deployment import Deployment
from .telling import told


@frozen
class OpenOfAKind:
    """What is open of one kind: its heading, and each thing in words with the clause, the incident and the unit it is about."""

    heading: str
    things: tuple[tuple[str, Open], ...]


@frozen
class Ready:
    """A period as it would be sealed now: what identifies the run, what is open in it, and the objections to the draft of it.

    ``sealed`` is what was sealed of the period, the latest first; ``draft`` and ``published`` are this very run where it is a
    draft, or published, already; ``stands`` is what is published of the period now. ``ended`` says whether the period is over.
    """

    run: str
    period: str
    title: str
    as_of: str
    ended: bool
    open: tuple[OpenOfAKind, ...]
    objections: tuple[Objection, ...]
    sealed: tuple[Run, ...]
    draft: Run | None
    published: Run | None
    stands: Run | None
    names: dict[str, str]


def ready(at: Deployment, period: Asked = None) -> Ready:
    """A period as it would be sealed now. Raises `Fault` for whatever keeps it from being assessed, as a missing measure."""
    with told(at, period) as one:
        made, pending = one.assessment, one.pending
        objections, names = one.objections, one.names
    sealed = sealed_of(at, made.sector.name, made.period.id)
    mine = [run for run in sealed if run.run == made.run]
    return Ready(
        run=made.run,
        period=made.period.id,
        title=made.regulation.title.said(at.lang),
        as_of=made.as_of.isoformat(),
        ended=made.period.end <= at.config.today(),
        open=_by_kind(pending, at.lang),
        objections=objections,
        sealed=sealed,
        draft=next((run for run in mine if run.draft), None),
        published=next((run for run in mine if not run.draft), None),
        stands=next((run for run in sealed if not run.draft), None),
        names=names,
    )


def sealed_of(at: Deployment, sector: str, period: str | None = None) -> tuple[Run, ...]:
    """What was sealed of a sector, or of a period of it, the latest first."""
    found = [run for run in sealed_runs(at.ledger) if run.sector == sector and period in (None, run.period)]
    return tuple(sorted(found, key=lambda run: run.batch, reverse=True))


def open_when_sealed(at: Deployment, run: Run) -> tuple[OpenOfAKind, ...]:
    """What was open in a run as it was sealed, kind by kind."""
    content = published_result(at.ledger, run.called)
    kept = json.loads(content).get("open") or () if content is not None else ()
    every = [
        Open(one["what"], Words(one["words"]["zh"], one["words"]["en"]), one["clause"], one["incident"], one["unit"])
        for one in kept
    ]
    return _by_kind(every, at.lang)


def _by_kind(found: Iterable[Open], lang: Lang) -> tuple[OpenOfAKind, ...]:
    found = tuple(found)
    groups = (
        OpenOfAKind(heading.said(lang), tuple((one.words.said(lang), one) for one in found if one.what == what))
        for what, heading in WHAT.items()
    )
    return tuple(group for group in groups if group.things)
