"""What an assessed unit sees: its own result as a letter to it would say it, what is due, and its objections. Who complained is
never named to it, and no text that gives it away is quoted: what it reads is what the letter may say, masked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from conduct.core.base.faults import Fault, fault
from conduct.core.base.frozen import frozen
from conduct.core.law.conditions import name
from conduct.core.law.model import APPEAL
from conduct.core.ledger.publish import Run, published_result
from conduct.core.ledger.schema import table
from conduct.door.deployment import Deployment
from conduct.door.telling import told
from conduct.report.bulletin.document import Bulletin
from conduct.report.bulletin.hiding.veil import veiled
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.text.composing import compose
from conduct.report.bulletin.text.known import veil_for, written_about

from . import public
from .attachments import evidence
from .board import explained
from .kept import FIRST_PATIENCE, PATIENCE, lately
from .owing import his, owed
from .rights import Action
from .visits import Answer, NotFound, Visit

_NEAR = 2  # how many on either side are its neighbours
ITS = frozenset({Action.OWN, Action.OBJECT})
"""What a unit does on pages of its own, where nothing is said of another."""
_OF_NOBODY = frozenset({"ledger-busy", "ledger-cannot-write", "period-form", "period-kind"})


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
    return _page(visit, _mine(visit))


def _mine(visit: Visit) -> str:
    """The unit of the address. Raises `NotFound` where there is none, or it is not his."""
    unit = visit.places["unit"]
    if unit not in visit.units:
        raise NotFound
    visit.need_for(Action.OWN, unit)
    return unit


def _page(visit: Visit, unit: str, problems: tuple[str, ...] = ()) -> Answer:
    letter, fresh = _letter(visit, unit)
    if letter is None:
        raise NotFound
    made, listed, period = letter
    due, due_fresh = owed(visit)
    why, why_fresh = explained(visit, unit)
    rows, _ = his(visit, due, Action.OWN)
    shown = {
        "unit": visit.units[unit],
        "made": made,
        "incidents": listed,
        "evidence": evidence(visit, listed),
        "period": period,
        "owed": [state for _, state in rows if unit in visit.line(state.unit)],
        "due": [row for row in rows if unit in visit.line(row[1].unit)],
        "distances": list(dict.fromkeys(one.words for one in why.distances)),
        "neighbours": _neighbours(visit, unit),
        "fresh": fresh and due_fresh and why_fresh,
        "problems": problems,
        "incident": visit.one("incident"),
        "reason": visit.one("reason"),
        "may_object": visit.may_for(Action.OBJECT, unit),
    }
    return Answer("own.html", shown, status=400 if problems else 200)


_LetterShown = tuple[Bulletin, list[str], str]


def _letter(visit: Visit, unit: str) -> tuple[_LetterShown | None, bool]:
    """The letter to the unit, masked; the ids of its incidents, against which it may object; the period; and whether all that was
    entered is in it; nothing where the unit is not assessed.
    """
    period, lang = visit.one("period") or None, visit.lang
    under = json.dumps([each for each in visit.units if unit in visit.line(each)])

    def make(at: Deployment) -> _LetterShown | None:
        with told(at, period) as one:
            if all(found.unit != unit for found in one.assessment.units):
                return None
            veil = veil_for(one, lang, "letter", masked=True, own=())
            made = veiled(compose(one, "letter", Letterhead(), lang, unit), veil, written_about(one, unit))
            rows = at.ledger.connection.execute(
                f"""SELECT incident FROM {name(table(at.sector(), "incidents"))} WHERE unit IN (SELECT value FROM json_each(?))
                    AND date BETWEEN ? AND ? ORDER BY date, incident""",
                (under, one.assessment.period.start.isoformat(), one.assessment.period.end.isoformat()),
            )
            return made, [incident for (incident,) in rows], one.assessment.period.id

    patience = FIRST_PATIENCE if visit.one("objected") else PATIENCE  # whoever just objected reads that he did
    return lately(visit, "letter", (unit, period or "", lang), make, patience=patience, rest=not visit.one("objected"))


def _neighbours(visit: Visit, unit: str) -> Neighbours | None:
    """Its place in what was published last and the public may read; None where it has none there."""
    ledger = visit.deployment.ledger
    for run in public.readable(visit):
        content = published_result(ledger, run.called) if run.sector == visit.sector_name else None
        if content is None:
            continue
        units = [one for one in json.loads(content)["units"] if one["rank"] is not None]
        mine = next((one for one in units if one["unit"] == unit), None)
        if mine is not None:
            alike = sorted((one for one in units if one["kind"] == mine["kind"]), key=lambda one: (one["rank"], one["unit"]))
            at = alike.index(mine)
            near = alike[max(at - _NEAR, 0) : at + _NEAR + 1]
            return Neighbours(run, len(alike), [Neighbour(one["rank"], one["name"], one["score"], one is mine) for one in near])
    return None


def objected(visit: Visit) -> Answer:
    """An appeal against one of its incidents, with its reason."""
    unit = _mine(visit)
    visit.need_for(Action.OBJECT, unit)
    row = visit.deployment.ledger.connection.execute(
        f"SELECT unit FROM {name(table(visit.sector, 'incidents'))} WHERE incident = ?", (visit.one("incident"),)
    ).fetchone()
    if row is None or unit not in visit.line(row[0]):
        raise NotFound
    assert visit.session is not None
    appeal = {"step": APPEAL.code, "incident": visit.one("incident"), "reason": visit.one("reason")}
    try:
        visit.office.record("action", {key: value for key, value in appeal.items() if value}, by=visit.session.account.called)
    except Fault as error:
        return _page(visit, unit, visit.told(error))
    own = f"/{visit.sector_name}/own/{quote(unit, safe='')}"
    return Answer(to=own if visit.json else f"{own}?objected=1")
