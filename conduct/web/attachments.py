"""What is attached to a case: added and had by whom the case is for, released by a decider, and then had by the assessed unit."""

from __future__ import annotations

from urllib.parse import quote

from conduct.core.base.faults import Fault
from conduct.core.law.conditions import name
from conduct.core.ledger.besides import ATTACHMENTS, RELEASES
from conduct.core.ledger.schema import table
from conduct.door.attaching import attached_file
from conduct.files.evidence import KINDS

from .rights import Action
from .visits import Answer, Download, NotFound, Visit

_ENDINGS = {kind.media: kind.ending for kind in KINDS.values()}


def case_unit(visit: Visit) -> str:
    """The unit that the case of the address is about. Raises `NotFound` where there is no such case."""
    row = visit.deployment.ledger.connection.execute(
        f"SELECT unit FROM {name(table(visit.sector, 'incidents'))} WHERE incident = ?", (visit.places["case"],)
    ).fetchone()
    if row is None:
        raise NotFound
    return str(row[0])


def _back(visit: Visit) -> Answer:
    return Answer(to=f"/{visit.sector_name}/cases/{quote(visit.places['case'], safe='')}#attachments")


def _not_done(visit: Visit, error: Fault) -> Answer:
    return Answer("fault.html", {"problems": error.said(visit.lang).splitlines()}, status=400)


def add(visit: Visit) -> Answer:
    """Attaches the file that was sent to the case."""
    visit.need_for(Action.CASE, case_unit(visit))
    visit.need_for(Action.ENTER, case_unit(visit))
    sent = visit.files.get("file")
    cells: dict[str, object] = {"incident": visit.places["case"]}
    if sent is not None:
        cells |= {"file": sent.path, "name": sent.name}
    cells |= {key: value for key in ("by", "date") if (value := visit.one(key))}
    try:
        visit.office.record("attachment", cells)
    except Fault as error:
        return _not_done(visit, error)
    return _back(visit)


def release(visit: Visit) -> Answer:
    """Lets the assessed unit have an attachment of the case, or read the case's text; or takes that back."""
    visit.need_for(Action.CASE, case_unit(visit))
    visit.need_for(Action.DECIDE, case_unit(visit))
    number = visit.one("attachment")
    if number and (not number.isdecimal() or attached_file(visit.deployment, visit.places["case"], int(number)) is None):
        raise NotFound
    what = {"attachment": number} if number else {"incident": visit.places["case"]}
    more = {key: value for key in ("released", "reason") if (value := visit.one(key))}
    try:
        visit.office.record("release", {**what, **more})
    except Fault as error:
        return _not_done(visit, error)
    return _back(visit)


def file(visit: Visit) -> Answer:
    """An attachment of a case, for whom the case is."""
    visit.need_for(Action.CASE, case_unit(visit))
    return _handed_out(visit, visit.places["case"], released_alone=False)


def own_file(visit: Visit) -> Answer:
    """An attachment that was released, for the unit that its case is about."""
    visit.need_for(Action.OWN, case_unit(visit))
    return _handed_out(visit, visit.places["case"], released_alone=True)


def _handed_out(visit: Visit, case: str, released_alone: bool) -> Answer:
    number = visit.places["number"]
    found = attached_file(visit.deployment, case, int(number)) if number.isdecimal() and len(number) < 10 else None
    if found is None or (released_alone and not found[0].released):
        raise NotFound
    one, path = found
    return Answer(file=Download(path, "application/octet-stream", f"{visit.sector_name}-{one.number}{_ENDINGS[one.kind]}"))


def evidence(visit: Visit, incidents: list[str]) -> list[dict[str, object]]:
    """Of some incidents those of which something is released to their unit, or has an attachment: the text if it is released, the
    released attachments, and how many there are that are not.
    """
    released = visit.deployment.ledger.connection.execute(
        f"""SELECT "of", owner FROM {name(table(visit.sector, RELEASES))} r WHERE released = 1 AND seq = (
                SELECT max(seq) FROM {name(table(visit.sector, RELEASES))} l WHERE l."of" = r."of" AND l.owner = r.owner)"""
    ).fetchall()
    texts = {owner for of, owner in released if of == "incidents"}
    attached = visit.deployment.ledger.connection.execute(
        f"""SELECT coalesce(x.incident, t.owner) FROM {name(table(visit.sector, ATTACHMENTS))} t
            LEFT JOIN {name(table(visit.sector, "actions"))} x ON t."of" = 'actions' AND x.action = t.owner"""
    ).fetchall()
    wanted = texts | {incident for (incident,) in attached}
    found: list[dict[str, object]] = []
    for incident in incidents:
        if incident in wanted:
            case = visit.office.case(incident)
            found.append(
                {
                    "incident": incident,
                    "date": case.incident["date"],
                    "words": case.words,
                    "text": case.incident["text"] if case.text_released else None,
                    "attachments": [one for one in case.attachments if one.released],
                    "withheld": sum(not one.released for one in case.attachments),
                }
            )
    return found
