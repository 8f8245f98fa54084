"""A calendar of what is due, for whoever has its secret address: ids and deadlines, and no texts."""

from __future__ import annotations

from attrs import evolve

from conduct.core.duties.agenda import DutyState
from conduct.report.bulletin.text.known import veil_of
from conduct.report.ics import as_ics

from .due import due_to
from .keys import FEED, opened_by
from .rights import Action
from .visits import Answer, Download, NotFound, Visit

_ENDING = ".ics"
_NOTHING_YET = (0, "1970-01-01T00:00:00Z", "")


def feed(visit: Visit) -> Answer:
    """The open duties of the units that are the owner's, on all desks that he has and as the unit that he is."""
    word, ending, rest = visit.places["word"].partition(_ENDING)
    found = opened_by(visit.served.accounts, FEED, word) if visit.served.settings.feeds and ending and not rest else None
    if found is None:
        raise NotFound
    states: list[DutyState] = []
    last, sectors = _NOTHING_YET, []
    for name in visit.served.sectors:
        for_sector = evolve(visit, places={"sector": name}, session=found)
        if not any(for_sector.may(action, name) for action in (Action.DESK, Action.OWN)):
            continue
        with for_sector.closing():
            owed = for_sector.office.duties().made.open
            states += due_to(found.account.rights, name, owed, for_sector.units)
            sectors.append(for_sector.sector)
            last = max(last, for_sector.deployment.ledger.last_batch(for_sector.sector) or _NOTHING_YET)
    veil = veil_of(visit.deployment.ledger, sectors, visit.lang)
    content = as_ics(states, last[0], last[1], veil, bare=True)
    return Answer(file=Download(content, "text/calendar; charset=utf-8", "duties.ics"))
