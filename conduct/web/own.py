"""What an assessed unit sees: its own result as a letter to it would say it, what is due, and its objections. Who complained is
never named to it, and no text that gives it away is quoted: what it reads is what the letter may say, masked.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from conduct.core.base.faults import Fault
from conduct.core.law.conditions import name
from conduct.core.law.model import APPEAL
from conduct.core.ledger.schema import table
from conduct.door.telling import told
from conduct.report.bulletin.document import Bulletin
from conduct.report.bulletin.hiding.veil import veiled
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.text.composing import compose
from conduct.report.bulletin.text.known import veil_for, written_about

from .attachments import evidence
from .rights import Action
from .visits import Answer, NotFound, Visit


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
    made, listed, period = _letter(visit, unit)
    owed = [one for one in visit.office.duties(unit=unit).made.open if visit.may_for(Action.OWN, one.unit)]
    shown = {
        "unit": visit.units[unit],
        "made": made,
        "incidents": listed,
        "evidence": evidence(visit, listed),
        "period": period,
        "owed": owed,
        "problems": problems,
        "incident": visit.one("incident"),
        "reason": visit.one("reason"),
        "may_object": visit.may_for(Action.OBJECT, unit),
    }
    return Answer("own.html", shown, status=400 if problems else 200)


def _letter(visit: Visit, unit: str) -> tuple[Bulletin, list[str], str]:
    """The letter to the unit, masked; the ids of its incidents that the letter names, against which it may object; the period."""
    with told(visit.deployment, visit.one("period") or None) as one:
        if all(found.unit != unit for found in one.assessment.units):
            raise NotFound
        veil = veil_for(one, visit.lang, "letter", masked=True, own=())
        made = veiled(compose(one, "letter", Letterhead(), visit.lang, unit), veil, written_about(one, unit))
        start, end = one.assessment.period.start.isoformat(), one.assessment.period.end.isoformat()
        under = json.dumps([each for each in visit.units if unit in visit.line(each)])
        rows = visit.deployment.ledger.connection.execute(
            f"""SELECT incident FROM {name(table(visit.sector, "incidents"))} WHERE unit IN (SELECT value FROM json_each(?))
                AND date BETWEEN ? AND ? ORDER BY date, incident""",
            (under, start, end),
        )
        return made, [incident for (incident,) in rows], one.assessment.period.id


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
    return Answer(to=f"/{visit.sector_name}/own/{quote(unit, safe='')}")
