"""A run and what a document says beside it: the one that is assessed now, or the one that was sealed, on the facts of then.

`told` is a context manager: the ledger of what it gives may be a copy as of then, which is gone at its end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial

from attrs import evolve

from conduct.core.base.calendar import Calendar
from conduct.core.base.faults import Fault, fault, wrong_usage
from conduct.core.base.words import Words
from conduct.core.law.sector import Sector
from conduct.core.ledger.as_it_stood import as_it_stood
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.publish import Run, numbered, published_inputs, published_result, sealed_runs
from conduct.core.scores import unsettled
from conduct.core.scores.assess import assess, day_of
from conduct.core.scores.results import Assessment
from conduct.report.bulletin.told import DraftSent, Publication, Told
from conduct.report.differences import PlainResult
from conduct.report.sides import Side, differ, differences_said
from conduct.report.stored import whole

from .assessing import Asked, DayGiven
from .beforehand import earlier_assessed, earlier_published, objections_since
from .deployment import Deployment


@contextmanager
def told(at: Deployment, period: Asked = None, *, run: str | int | None = None, as_of: DayGiven = None) -> Iterator[Told]:
    """What is told of a period as it is assessed now, or of a ``run`` that was sealed (``3``, of a draft ``d1``).

    A sealed run is made again from the facts of then, with the readings, the calendar and the day that it names, and is equal
    to what was sealed. What is assessed now is the publication, where it is published already. Raises `WrongUsage`
    ``told-run-period`` or ``run-form``; `Fault` ``run-unknown`` or ``run-not-again``, where it cannot be made again.
    """
    if run is not None:
        if period is not None or as_of is not None:
            raise wrong_usage("told-run-period")
        with _sealed(at, str(run)) as found:
            yield found
        return
    sector, day, today = at.sector(), day_of(as_of), at.config.today()
    ledger = at.ledger
    settings = at.settings(sector)
    made = assess(sector, ledger, at.period(sector, period), as_of=day, trace=True, record=False, today=today, **settings)
    sealed = _of_period(ledger, made)
    this = next((one for one in sealed if one.run == made.run and not one.draft), None)
    look_back = partial(earlier_published, ledger, made, this) if this else partial(earlier_assessed, ledger, made, settings)
    yield _beside(at, Told(assessment=made, ledger=ledger, today=today, look_back=look_back), sealed, this)


@contextmanager
def _sealed(at: Deployment, called: str) -> Iterator[Told]:
    """As `told`, of a run that was sealed."""
    ledger = at.ledger
    this = sealed_run(ledger, called)
    content, inputs = published_result(ledger, called), published_inputs(ledger, called)
    assert content is not None
    assert inputs is not None
    side = Side.kept(content, inputs)
    sector = at.called(this.sector)
    ledger.need(sector)
    with _then(ledger, sector, side.result["batch"]) as then:
        made = _made_again(at, sector, then, this, side)
        look_back = partial(earlier_published, ledger, made, this)
        found = Told(assessment=made, ledger=then, today=at.config.today(), look_back=look_back)
        yield _beside(at, found, _of_period(ledger, made), this)


def sealed_run(ledger: Ledger, called: str) -> Run:
    """The run that was sealed under a number. Raises `WrongUsage` ``run-form``, or `Fault` ``run-unknown``."""
    meant = numbered(called)
    if meant is None:
        raise wrong_usage("run-form", value=called)
    this = next((one for one in sealed_runs(ledger) if (one.number, one.draft) == meant), None)
    if this is None:
        raise fault("run-unknown", value=called)
    return this


def sealed_with(at: Deployment, codes: Sequence[str]) -> Run:
    """The run that was sealed with the first of some codes that any was sealed with. Raises `Fault` ``code-unknown``."""
    by_code = {run.code: run for run in reversed(sealed_runs(at.ledger))}
    this = next((by_code[code] for code in codes if code in by_code), None)
    if this is None:
        raise fault("code-unknown", path=at.file, given=codes[0])
    return this


@contextmanager
def _then(ledger: Ledger, sector: Sector, batch: int) -> Iterator[Ledger]:
    """The ledger as a run saw it: itself, where no fact of the sector came after, else a copy that is gone afterwards."""
    if (ledger.last_batch(sector) or (0,))[0] == batch:
        yield ledger
        return
    with as_it_stood(ledger, batch) as then:
        yield then


def _made_again(at: Deployment, sector: Sector, then: Ledger, this: Run, side: Side) -> Assessment:
    """The run that was sealed, assessed again and equal to it. Raises `Fault` ``run-not-again``."""
    said = side.inputs
    calendar = _calendar(at.config.calendar, said["calendar"])
    try:
        made = assess(
            sector,
            then,
            said["period"],
            as_of=said["as_of"],
            readings=said["readings"],
            calendar=calendar,
            trace=True,
            record=False,
            origin=f"--run {this.called}",
        )
        now = Side.kept(whole(made, unsettled.open_of(then, made), this.despite), made.inputs)
    except Fault as error:
        raise fault("run-not-again", run=this.called, what=Words(error.said("zh"), error.said("en"))) from None
    if now.result == side.result:
        return made
    found = differ(side, now)
    if set(found) <= {"version", "package"} and _figures(now.result) == _figures(side.result):
        notes = tuple(Words(one["zh"], one["en"]) for one in side.result["notes"])
        return evolve(made, run=side.result["run"], inputs=json.dumps(said, ensure_ascii=False, sort_keys=True), notes=notes)
    zh, en = (differences_said(found, sector, lang) for lang in ("zh", "en"))
    if not (zh and en):
        raise fault("run-not-again-facts", run=this.called, path=at.file)
    raise fault("run-not-again", run=this.called, what=Words(zh, en))


def _figures(result: PlainResult) -> PlainResult:
    """All of a result but what names the program, and what the program's own words say."""
    kept = {key: value for key, value in result.items() if key not in ("run", "notes")}
    return {**kept, "open": [{**one, "words": None} for one in result.get("open") or ()]}


def _calendar(own: Calendar, said: Sequence[str]) -> Calendar:
    """The calendar that a run names: its days as the configuration has them, others by what they would be without it."""
    days = {date.fromisoformat(one) for one in said if "-" in one}
    free = {day for day in days if day in own.holidays or (day not in own.workdays and day.weekday() < 5)}
    return Calendar(frozenset(free), frozenset(days - free), frozenset(int(one) for one in said if "-" not in one))


def _of_period(ledger: Ledger, made: Assessment) -> list[Run]:
    """What was sealed of the same period, in the order in which it was."""
    found = [one for one in sealed_runs(ledger) if (one.sector, one.period) == (made.sector.name, made.period.id)]
    return sorted(found, key=lambda one: one.batch)


def _beside(at: Deployment, found: Told, sealed: Sequence[Run], this: Run | None) -> Told:
    """What stands beside a run: what it replaces and what replaced it, the draft before it, and the objections to a draft."""
    ledger, made = at.ledger, found.assessment
    before = [one for one in sealed if this is None or one.batch < this.batch]
    replaces = next((one for one in reversed(before) if not one.draft), None)
    sent = next((one for one in reversed(before) if one.draft), None)
    draft = None
    if sent is not None:
        content = published_result(ledger, sent.called)
        assert content is not None
        draft = DraftSent(publication(at, sent), json.loads(content))
    drafts = _drafts_before(before)
    objected, seen = ([this], ledger) if this is not None and this.draft else (drafts, found.ledger)
    row = ledger.connection.execute("SELECT at FROM batches WHERE batch = ?", (made.batch,)).fetchone()
    return evolve(
        found,
        publication=publication(at, this) if this is not None else None,
        replaces=publication(at, replaces) if replaces is not None else None,
        replaced=publication(at, later) if this is not None and (later := replaced_by(sealed, this)) is not None else None,
        draft=draft,
        drafts=tuple(publication(at, one) for one in drafts),
        objections=tuple(objections_since(seen, made, ledger, objected, sealed)) if objected else (),
        batch_at=row[0] if row else "",
    )


def _drafts_before(before: Sequence[Run]) -> list[Run]:
    """The drafts of a period that no publication followed before a run; where there is none, the last draft."""
    last = max((n for n, one in enumerate(before) if not one.draft), default=-1)
    return [one for one in before[last + 1 :] if one.draft] or [one for one in before if one.draft][-1:]


def replaced_by(sealed: Sequence[Run], this: Run) -> Run | None:
    """What stands in the place of a sealed run: of what was sealed later of its period, the last that was published, and for a
    draft else the last draft.
    """
    later = later_of_period(sealed, this)
    published = [one for one in later if not one.draft]
    return max(published or (later if this.draft else ()), key=lambda one: one.batch, default=None)


def later_of_period(sealed: Sequence[Run], this: Run) -> list[Run]:
    """What was sealed of the period of a run after it."""
    return [one for one in sealed if (one.sector, one.period) == (this.sector, this.period) and one.batch > this.batch]


def publication(at: Deployment, run: Run) -> Publication:
    """A sealed run as documents name it, its time in the office's zone."""
    return Publication(run.called, run.draft, at.config.recorded(run.at), run.head or "", run.code, run.note, run.despite)
