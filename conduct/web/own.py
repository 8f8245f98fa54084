"""What an assessed unit sees: its own result as a letter to it would say it, what is due, and its objections. Who complained is
never named to it, and no text that gives it away is quoted: what it reads is what the letter may say, masked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from conduct.core.base.faults import Fault, fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import clause_words
from conduct.core.law.model import APPEAL
from conduct.core.law.readings import resolve
from conduct.core.ledger.publish import Run, published_result
from conduct.door.ready import sealed_of

from . import public
from .attachments import AT_FILE, attach_sent, evidence
from .counting import counted
from .objecting import breaches_standing, may_be_objected
from .owing import his, owed
from .own_attributes import attributes_of
from .own_decided import outs_of, sanctions_of, steps_of
from .own_results import OwnAppeal, OwnResult, decided_since, own_appeals, own_cases, own_result
from .rights import Action
from .standings import periods_of
from .visits import FILE, Answer, NotFound, Visit

_FEW = 20  # cases of a kind that the page lists itself; the others are searched
_OFFERED = 50  # cases that the form offers by itself, those counted where points were taken first
_NEAR = 2  # how many on either side are its neighbours
ITS = frozenset({Action.OWN, Action.OBJECT})
"""What a unit does on pages of its own, where nothing is said of another."""
_CELLS = {"appeal-open": "incident", **AT_FILE}
"""The cells that what may be wrong with an objection is about, where it does not say so."""
_OF_NOBODY = frozenset({"ledger-busy", "ledger-cannot-write", "period-form", "period-kind", "sent-unread", "sent-form"})


@frozen
class Neighbour:
    """A unit beside it, as it was published: its rank, its name, its score, and whether it is the unit itself."""

    rank: int
    name: str
    score: float | None
    mine: bool


@frozen
class Neighbours:
    """Where it stood among units of its kind in a published run, and who stood beside it."""

    run: Run
    of: int
    units: Sequence[Neighbour]


def of_itself(error: Fault) -> Fault:
    """What a unit is told of a fault: what names nobody as it is; of the rest, which may name others, that there is no result."""
    named = [problem for problem in error.problems if problem.code not in _OF_NOBODY]
    return fault("own-none") if named else error


def own(visit: Visit) -> Answer:
    """Its result, with every line's clause and words, what was excused and why, what is due, and a form to object."""
    return _page(visit, its(visit))


def its(visit: Visit) -> str:
    """The unit of the address. Raises `NotFound` where there is none, or it is not his."""
    unit = visit.places["unit"]
    if unit not in visit.units:
        raise NotFound
    visit.need_for(Action.OWN, unit)
    return unit


def _page(visit: Visit, unit: str, problems: tuple[str, ...] = (), status: int = 200) -> Answer:
    period, run, found = result_of(visit, unit)
    runs = sealed_of(visit.deployment, visit.sector_name)
    cases = own_cases(visit, unit, period, found.costly if found is not None else ()) if period else []
    due, fresh = owed(visit)
    rows, _ = his(visit, due, Action.OWN)
    mine = [(when, state) for when, state in rows if unit in visit.line(state.unit) and state.other is None]
    shown = {
        "unit": visit.units[unit],
        "made": found.made if found is not None else None,
        "run": run,
        "cases": cases,
        "few": _FEW,
        "offered": _OFFERED,
        "span": visit.sector.period(period) if period else None,
        "costly": len(found.costly) if found is not None else 0,
        "evidence": evidence(visit, [one.incident for one in sorted(cases, key=lambda one: (one.date, one.incident))]),
        "period": period,
        "periods": list(dict.fromkeys([*(one.period for one in runs), *periods_of(visit)])),
        "owed": [state for _, state in mine],
        "due": mine,
        "distances": found.distances if found is not None else [],
        "alone": found is not None and found.alone and found.ranks,
        "scored": any(law.sections for law in visit.sector.regulations),
        "fewer": found.fewer if found is not None else [],
        **{which: len(getattr(found, which)) if found is not None else 0 for which in ("breached", "pending")},
        "neighbours": _neighbours(visit, unit),
        "fresh": fresh,
        "problems": problems,
        "incident": visit.one("incident"),
        "reason": visit.one("reason"),
        "appeals": _appeals_of_period(visit, unit, [one.incident for one in cases], found)
        if period
        else own_appeals(visit, unit),
        "since": decided_since(visit, unit, run, found) if run is not None and found is not None else [],
        "objected": visit.one("objected"),
        "kinds": _breaches(visit, unit),
        "kind": visit.one("kind"),
        "may_object": visit.may_for(Action.OBJECT, unit),
    }
    return Answer("own.html", shown, status=status)


def _appeals_of_period(visit: Visit, unit: str, cases: Sequence[str], found: OwnResult | None) -> list[OwnAppeal]:
    """The appeals on cases of a period, and on those that its result counts; and the one that was just handed in."""
    counted = {*cases, visit.one("objected")}
    if found is not None:
        counted |= {*found.costly, *(one.incident for one in found.breached if one.incident is not None)}
    return [one for one in own_appeals(visit, unit) if one.incident in counted]


def result_of(visit: Visit, unit: str) -> tuple[str, Run | None, OwnResult | None]:
    """The period that is asked for, the run that was sealed of it last, and the unit's result there; None where there is none."""
    period, run = _asked(visit, unit, sealed_of(visit.deployment, visit.sector_name))
    return period, run, own_result(visit, unit, run) if run is not None else None


def _breaches(visit: Visit, unit: str) -> dict[str, str]:
    """The breaches that an appeal may contest alone, with their words: those that stand against the case that is chosen, while
    none is those of the sector's duties.
    """
    duties = [duty for law in visit.sector.regulations for duty in law.duties]
    every = {duty.breach.code: duty.breach.words.said(visit.lang) for duty in duties if duty.breach is not None}
    incident = visit.one("incident")
    if not incident or not _is_its(visit, unit, incident):
        return every
    found = visit.office.case(incident)
    return {code: words.said(visit.lang) for code, words in breaches_standing(visit, found, found.name).items()}


def _is_its(visit: Visit, unit: str, incident: str) -> bool:
    about = visit.unit_if_case(incident)
    return about is not None and unit in visit.line(about)


def _asked(visit: Visit, unit: str, runs: Sequence[Run]) -> tuple[str, Run | None]:
    """The period of the address, else of what was sealed last, else the latest with a case of its own; what was sealed of it."""
    if asked := visit.one("period"):
        period = visit.sector.period(asked).id
    else:
        period = runs[0].period if runs else next((one for one in periods_of(visit) if own_cases(visit, unit, one, ())), "")
    return period, next((run for run in runs if run.period == period), None)


def _neighbours(visit: Visit, unit: str) -> Neighbours | None:
    """Its place in what was published last and the public may read; None where it has none there."""
    ledger = visit.deployment.ledger
    for run in public.readable(visit):
        content = published_result(ledger, run.called) if run.sector == visit.sector_name else None
        if content is None:
            continue
        result = json.loads(content)
        units = [one for one in result["units"] if one["rank"] is not None]
        mine = next((one for one in units if one["unit"] == unit), None)
        if mine is not None:
            apart = _apart(visit, run, result["readings"])
            alike = [one for one in units if not apart or one["kind"] == mine["kind"]]
            alike.sort(key=lambda one: (one["rank"], one["unit"]))
            at = alike.index(mine)
            near = alike[max(at - _NEAR, 0) : at + _NEAR + 1]
            return Neighbours(run, len(alike), [Neighbour(one["rank"], one["name"], one["score"], one is mine) for one in near])
    return None


def _apart(visit: Visit, run: Run, readings: Mapping[str, str]) -> bool:
    """Whether each kind of unit is ranked in a list of its own, under the readings of a run."""
    standing = visit.sector.regulation_on(visit.sector.period(run.period).end).standing
    return standing is not None and resolve(standing.apart, readings) is True


MOST_REASON = 2000
"""Characters of an objection's reason, which notices quote; what is longer goes into a file beside it."""


def objected(visit: Visit) -> Answer:
    """An appeal against one of its incidents, with its reason."""
    unit = its(visit)
    visit.need_for(Action.OBJECT, unit)
    incident = visit.one("incident")
    assert visit.session is not None
    appeal = {"step": APPEAL.code, "incident": incident, "kind": visit.one("kind"), "reason": visit.one("reason")}
    try:
        if not incident:
            raise fault("field-needed", column=visit.said("case-id"), field="incident")
        if not _is_its(visit, unit, incident):  # in the same words whether there is such a case of another or none
            raise fault("own-no-case", field="incident")
        if not appeal["reason"]:
            raise fault("field-needed", column=visit.said("appeal-reason"), field="reason")
        if len(appeal["reason"]) > MOST_REASON:
            raise fault("appeal-long", most=str(MOST_REASON), n=str(len(appeal["reason"])), field="reason")
        found = visit.office.case(incident)
        may_be_objected(visit, found, appeal["kind"], found.name)
        _attached(visit, appeal)
        visit.office.record("action", {key: value for key, value in appeal.items() if value}, by=visit.session.account.called)
    except Fault as error:
        missing = any(problem.code == "own-no-case" for problem in error.problems)
        return _page(visit, unit, visit.told(error, "object", _CELLS), 404 if missing else 400)
    own = f"/{visit.sector_name}/own/{quote(unit, safe='')}"
    period = visit.one("period")
    more = {**({"period": period} if period else {}), "objected": appeal["incident"]}
    return Answer(to=own if visit.json else f"{own}?{urlencode(more)}")


def _attached(visit: Visit, appeal: Mapping[str, str]) -> None:
    """Attaches the file that was sent with an appeal to its case, where there is one: first, so that none is in without it."""
    if FILE in visit.files and appeal["reason"]:
        attach_sent(visit, appeal["incident"], {"by": visit.author or ""})


def case(visit: Visit) -> Answer:
    """A case of its own: its day, whether it counts, what was done when, what was decided, on whom of the unit, what the unit had
    to do by when and how it stands, its appeals, and what is released to it. No other text, no name of another, nothing of who
    complained.
    """
    incident = visit.places["case"]
    unit = visit.unit_of_case(incident)
    visit.need_for(Action.OWN, unit)
    found = visit.office.case(incident)
    mine = next((one for one in visit.line(unit) if visit.may_for(Action.OWN, one)), unit)
    shown = {
        "incident": incident,
        "unit": mine,
        "words": found.words,
        "attributes": attributes_of(visit, found.kind, found.incident),
        "day": found.incident["date"],
        "steps": steps_of(visit, found, mine),
        "sanctions": sanctions_of(visit, found, mine),
        "out": outs_of(visit, found),
        "duties": [(one, how) for one, how in zip(found.duties, counted(visit, found), strict=True) if one.bearer == found.name],
        "appeals": [one for one in own_appeals(visit, unit) if one.incident == incident],
        "evidence": evidence(visit, [incident]),
        "may_object": visit.may_for(Action.OBJECT, unit) and all(one.breach is not None for one in found.out),
        "period": _holding(visit, str(found.incident["date"])),
        "clause": lambda one: clause_words(one, visit.lang),
    }
    return Answer("own_case.html", shown)


def _holding(visit: Visit, day: str) -> str:
    """The period of a day in which its case is objected to: one that was sealed, else one that has facts; empty for none."""
    known = [*(run.period for run in sealed_of(visit.deployment, visit.sector_name)), *periods_of(visit)]
    spans = ((one, visit.sector.period(one)) for one in known)
    return next((one for one, span in spans if span.start.isoformat() <= day <= span.end.isoformat()), "")
