"""What anybody may ask: which document a verification code stands for, and the notices that a head of office let the public read.

No name of anybody stands on these pages.
"""

from __future__ import annotations

import json
import sys

from attrs import evolve

from conduct.core.base.faults import Fault
from conduct.core.law.law import VETO
from conduct.core.ledger.codes import code_given
from conduct.core.ledger.publish import Run, published_result, sealed_runs
from conduct.door.checking import sealed_found
from conduct.door.letterheads import of_run
from conduct.door.telling import replaced_by, sealed_with
from conduct.report.differences import consequences_of
from conduct.report.labels import heading, joined, label
from conduct.report.moves import consequence_said, names_of

from . import documents
from .paging import paged
from .releases import released
from .rights import Action
from .visits import Answer, NotFound, Visit


def check(visit: Visit) -> Answer:
    """Of a code: the kind of what bears it, its number and day, and whether it was replaced. A draft is not published: who has no
    right to its sector's results or objections is told of none.
    """
    written = visit.one("code")
    code = code_given(written) if written else None
    if code is None:
        return Answer("check.html", {"written": written, "found": None})
    ledger = visit.deployment.ledger
    try:
        this = sealed_with(visit.deployment, [code])
    except Fault:
        return Answer("check.html", {"written": written, "found": None})
    if this.draft and not any(visit.may(action, this.sector) for action in (Action.OWN, Action.RESULTS, Action.PUBLISH)):
        return Answer("check.html", {"written": written, "found": None})
    content, replaced = published_result(ledger, this.called), replaced_by(sealed_runs(ledger), this)
    assert content is not None
    said = of_run(visit.deployment, this, "notice")
    found = {
        "code": code,
        "draft": this.draft,
        "number": this.called,
        "title": json.loads(content)["regulation"]["title"],
        "period": this.period,
        "day": visit.day(this.at),
        "bears": said.get("number", ""),
        "dated": said.get("date", ""),
        "replaced": replaced is not None,
    }
    return Answer("check.html", {"written": written, "found": found})


def readable(visit: Visit) -> list[Run]:
    """The runs that the public may read, the latest first: those that are published, of a sector that is served, and released."""
    let = released(visit.served.accounts)
    runs = [run for run in sealed_runs(visit.deployment.ledger) if not run.draft and run.head in let]
    return sorted((run for run in runs if run.sector in visit.served.sectors), key=lambda run: run.batch, reverse=True)


def _title(visit: Visit, run: Run) -> str:
    content = published_result(visit.deployment.ledger, run.called)
    assert content is not None
    return str(json.loads(content)["regulation"]["title"])


def notices(visit: Visit) -> Answer:
    """The notices that the public may read."""
    runs, every = readable(visit), sealed_runs(visit.deployment.ledger)
    rows = [{"run": run, "title": _title(visit, run), "replaced": replaced_by(every, run) is not None} for run in runs]
    return Answer("notices.html", {"rows": rows})


def _of(visit: Visit) -> Run:
    """The run of the address, if the public may read it. Raises `NotFound`."""
    for run in readable(visit):
        if run.called == visit.places["run"]:
            return run
    raise NotFound


def notice(visit: Visit) -> Answer:
    """A notice at the address that it keeps: what it is, whether it stands, and the files."""
    run = _of(visit)
    later = replaced_by(sealed_runs(visit.deployment.ledger), run)
    stands = later is not None and any(one.head == later.head for one in readable(visit))
    every, (why, beside) = sealed_found(visit.deployment, run).standing, _why(visit, run)
    ranking = any(one.rank for one in every)
    standing, paging = paged(visit, [one for one in every if one.rank or one.score or (ranking and one.unit in why)])
    shown: dict[str, object] = {"standing": standing, "paging": paging, "why": why, "beside": beside}
    shown |= {"run": run, "title": _title(visit, run), "replaced": later, "readable": stands, "files": documents.files_of(run)}
    return Answer("notice.html", shown)


def _why(visit: Visit, run: Run) -> tuple[dict[str, str], list[tuple[str, dict[str, str]]]]:
    """Of each unit why it has no rank and the vetoes that it stands under, each with its clause, as the notice says them: all of
    it, and in columns, each headed as on the board.
    """
    content, lang = published_result(visit.deployment.ledger, run.called), visit.lang
    assert content is not None
    result, sector = json.loads(content), visit.deployment.called(run.sector, shipped=True)
    names = names_of(sector)
    law = next((one for one in sector.regulations if one.id == result["regulation"]["id"]), None)
    headings = {"unranked": label("unranked", lang), "vetoes": heading(law.veto_words if law is not None else VETO, lang)}
    columns: dict[str, dict[str, str]] = {what: {} for what in headings}
    for unit in result["units"]:
        for what, found in columns.items():
            told = consequences_of({what: unit.get(what) or ()})
            if said := dict.fromkeys(consequence_said(evolve(one, about=()), lang, names) for one in told):
                found[unit["unit"]] = joined(said, lang, ";")
    every = {
        unit["unit"]: [found[unit["unit"]] for found in columns.values() if unit["unit"] in found] for unit in result["units"]
    }
    why = {unit: joined(said, lang, ";") for unit, said in every.items() if said}
    return why, [(headings[what], found) for what, found in columns.items() if found]


def document(visit: Visit) -> Answer:
    """A notice as a file. What keeps it from being made is the office's to hear, and no visitor's."""
    run = _of(visit)
    try:
        return documents.notice(visit, run, visit.places["file"])
    except Fault as error:
        if visit.session is not None:
            raise
        print(error.said(visit.served.lang), file=sys.stderr)
        return Answer("said.html", {"what": "not-made"}, status=503)
