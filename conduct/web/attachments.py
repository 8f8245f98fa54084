"""What is attached to a case: added and had by whom the case is for, released by a decider, and then had by the assessed unit.
Whoever of it attached a file with his own objection has that back without.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve

from conduct.core.base.faults import Fault, Problem, fault
from conduct.core.law.model import APPEAL
from conduct.core.ledger.attached import Attachment, cases_with_attachments, texts_released
from conduct.door.attaching import attached_file
from conduct.door.owed import CaseAttachment, CaseStands
from conduct.files.evidence import KINDS

from . import cases
from .entered_by import attached_by
from .rights import Action
from .visits import FILE, Answer, Download, NotFound, Visit

_ENDINGS = {kind.media: kind.ending for kind in KINDS.values()}


_SENT = {"attachment-large": "sent-large", "attachment-kind": "sent-kind"}
AT_FILE = dict.fromkeys(("attachment-missing", "attachment-empty", *_SENT.values()), FILE)
"""What may be wrong with a file, with the cell of the form in which it is."""


def _back(visit: Visit, said: str = "") -> Answer:
    return Answer(to=f"{visit.case_address(visit.places['case'])}{said}#attachments")


def _need(visit: Visit, *actions: Action) -> None:
    """Raises `NotFound` unless whoever asks may do all of this for the unit of the case of the address."""
    unit = visit.unit_of_case(visit.places["case"])
    for action in actions:
        visit.need_for(action, unit)


def add(visit: Visit) -> Answer:
    """Attaches the file that was sent to the case; where it cannot be taken, the case says why."""
    _need(visit, Action.CASE, Action.ENTER)
    more = {key: value for key in ("by", "date") if (value := visit.one(key))}
    try:
        made = attach_sent(visit, visit.places["case"], more)
    except Fault as error:
        if visit.json:
            raise
        return cases.with_problems(visit, visit.told(error, "attach", AT_FILE))
    return _back(visit, f"?attached={made.number}" if made is not None and not visit.json else "")


def attach_sent(visit: Visit, incident: str, more: Mapping[str, str]) -> CaseAttachment | None:
    """Attaches the file that was sent to an incident. Raises `Fault`, which calls the file what whoever sent it does."""
    sent = visit.files.get(FILE)
    if sent is None:
        raise fault("field-needed", column=visit.said("file"), field=FILE)
    try:
        row = {"incident": incident, "file": sent.path, "name": sent.name, **more}
        return visit.office.record("attachment", row).attachment
    except Fault as error:
        raise Fault(_as_sent(problem, sent.name) for problem in error.problems) from None


def _as_sent(problem: Problem, called: str) -> Problem:
    """A problem with a file, for whoever sent it under a name and sets nothing of the office."""
    if "path" not in problem.values:
        return problem
    return evolve(problem, code=_SENT.get(problem.code, problem.code), values={**problem.values, "path": called})


def release(visit: Visit) -> Answer:
    """Lets the assessed unit have an attachment of the case, or read the case's text; or takes that back."""
    _need(visit, Action.CASE, Action.DECIDE)
    number = visit.one("attachment")
    if number and _attached(visit, visit.places["case"], number) is None:
        raise NotFound
    what = {"attachment": number} if number else {"incident": visit.places["case"]}
    more = {key: value for key in ("released", "reason") if (value := visit.one(key))}
    try:
        visit.office.record("release", {**what, **more})
    except Fault as error:
        return cases.with_problems(visit, visit.told(error, "release"))
    return _back(visit)


def remove(visit: Visit) -> Answer:
    """Says that an attachment of the case was attached by mistake, with the reason: nobody has it any more. One that is released
    was let out by who decides, and is removed by whoever may.
    """
    _need(visit, Action.CASE, Action.ENTER)
    number = visit.places["number"]
    found = _attached(visit, visit.places["case"], number)
    if found is None:
        raise NotFound
    if found[0].released:
        _need(visit, Action.DECIDE)
    try:
        if not visit.one("reason"):
            raise fault("field-needed", column=visit.said("reason"), field="reason")
        visit.office.record("removal", {"attachment": number, "reason": visit.one("reason")})
    except Fault as error:
        return cases.with_problems(visit, visit.told(error, f"remove-{number}"))
    return _back(visit)


def _attached(visit: Visit, case: str, number: str) -> tuple[Attachment, Path] | None:
    """An attachment of a case that was not removed, by what stands in an address for its number, and where its file lies."""
    plain = number.isascii() and number.isdecimal() and len(number) < 10
    return attached_file(visit.deployment, case, int(number)) if plain else None


def file(visit: Visit) -> Answer:
    """An attachment of a case, for whom the case is."""
    _need(visit, Action.CASE)
    return _handed_out(visit, _attached(visit, visit.places["case"], visit.places["number"]))


def own_file(visit: Visit) -> Answer:
    """An attachment for the unit that its case is about: one that was released, or that whoever asks attached himself with an
    objection.
    """
    _need(visit, Action.OWN)
    case = visit.places["case"]
    found = _attached(visit, case, visit.places["number"])
    if found is None or not (found[0].released or _is_his(visit, visit.office.case(case), found[0].number)):
        raise NotFound
    return _handed_out(visit, found)


def _handed_out(visit: Visit, found: tuple[Attachment, Path] | None) -> Answer:
    if found is None:
        raise NotFound
    one, path = found
    return Answer(file=Download(path, "application/octet-stream", f"{visit.sector_name}-{one.number}{_ENDINGS[one.kind]}"))


def _his(visit: Visit, case: CaseStands) -> list[tuple[CaseAttachment, str]]:
    """What of a case whoever asks attached himself with an objection of his, with when he did; nothing that was removed."""
    if not any(one["step"] == APPEAL.code and one["by"] in visit.names for one in case.actions):
        return []
    attached = [one for one in case.attachments if one.removed is None and one.by in visit.names]
    by = attached_by(visit, [one.number for one in attached])
    return [(one, by[one.number][0]) for one in attached if one.by == by[one.number][1]]


def _is_his(visit: Visit, case: CaseStands, number: int) -> bool:
    return any(one.number == number for one, _ in _his(visit, case))


def evidence(visit: Visit, incidents: list[str]) -> list[dict[str, object]]:
    """Of some incidents those of which something is released to their unit, or has an attachment: the text if it is released, the
    released attachments, those that whoever asks attached himself with when he did, and how many there are besides.
    """
    connection, sector = visit.deployment.ledger.connection, visit.sector
    wanted = texts_released(connection, sector) | cases_with_attachments(connection, sector)
    found: list[dict[str, object]] = []
    for incident in incidents:
        if incident in wanted:
            case = visit.office.case(incident)
            attached = [one for one in case.attachments if one.removed is None]
            mine = [(one, at) for one, at in _his(visit, case) if not one.released]
            found.append(
                {
                    "incident": incident,
                    "date": case.incident["date"],
                    "words": case.words,
                    "text": case.incident["text"] if case.text_released else None,
                    "attachments": [one for one in attached if one.released],
                    "mine": mine,
                    "withheld": sum(not one.released for one in attached) - len(mine),
                }
            )
    return found
