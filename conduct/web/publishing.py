"""A period on its way to be published: what is open, the draft, objections and answers, the seal; and what was sealed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote, urlencode

from attrs import evolve

from conduct.core.base.faults import Fault, fault
from conduct.core.base.words import clause_words, listed
from conduct.core.law.model import APPEAL_DECIDED
from conduct.core.ledger.publish import Run
from conduct.door.checking import sealed_found
from conduct.door.deciding import appeals_of, who_decided
from conduct.door.deployment import Deployment
from conduct.door.publishing import publish
from conduct.door.ready import Ready, open_when_sealed, ready, sealed_of
from conduct.door.telling import replaced_by
from conduct.report.plain import Plain

from . import cases, documents, jobs, letterheads, objecting, releases
from .fields import Field, step_fields
from .kept import lately
from .meant import DAY_MEANT, RELEASE_MEANT, SEAL_MEANT, WITHHOLD_MEANT
from .paging import paged
from .rights import Action
from .standings import periods_of
from .tables import exported
from .visits import Answer, NotFound, Visit


def preparing(visit: Visit) -> Answer:
    """A period as it would be sealed now: what is open in it, its draft, the objections, and forms to seal it."""
    visit.need_everywhere(Action.PUBLISH)
    return _preparing(visit)


def _preparing(
    visit: Visit,
    problems: tuple[str, ...] = (),
    errors: Sequence[Plain] = (),
    *,
    sent: bool | None = None,
    tried: str = "",
) -> Answer:
    """The page, with what is wrong with what was ``sent``: on a draft, or (False) to seal the period; or with the decision on
    the objection that was ``tried``. What was typed stays in its own form.
    """
    shown: dict[str, object] = {
        "problems": problems,
        "errors": errors,
        "asked": visit.one("period"),
        "periods_offered": periods_of(visit),
        "found": None,
    }
    try:
        found, fresh = _ready(visit)
    except Fault as error:  # a measure is missing, say: that is what is open
        return Answer("publishing.html", {**shown, "problems": (*problems, *visit.told(error))}, status=400)
    waits, found = _waits_now(visit, found)
    shown |= {
        "found": found,
        "unanswered": sum(one.action in waits for one in found.objections),
        "first": _answered_first(visit, found, waits),
        "contested": lambda one: objecting.contested(visit, one.kind or None).said(visit.lang),
        "waits": waits,
        "fresh": fresh,
        "asked": found.period,
        "clause": lambda c: clause_words(c, visit.lang),
        "sent": sent,
        "tried": tried,
        "fields": {was: _answering(visit, tried=was) for was in (True, False)},
        "may_answer": not visit.limited(Action.ANSWER),
        "steps_on": lambda incident: cases.steps_on(visit, incident),
        "released": releases.released(visit.served.accounts),
        "letterhead": [letterheads.fields_of(visit, draft=draft, sent=sent == draft) for draft in (True, False)],
        "objecting": documents.objecting(visit),
        "letters_lack": documents.gaps_of_letters(visit),
        "objected": [run for run in reversed(found.sealed) if any(one.to == run.called for one in found.objections)],
    }
    return Answer("publishing.html", shown, status=400 if problems else 200)


def _answering(visit: Visit, *, tried: bool) -> list[Field]:
    """The fields of a decision on an objection; of the one that was ``tried`` with what was typed."""
    given = visit.filled(but=("form", "seen", "period", objecting.ANSWERS)) if tried else {}
    found = step_fields(visit.sector, APPEAL_DECIDED, given, visit.lang, visit.deployment.config.today().isoformat())
    return [one for one in found if one.column not in ("by", "note")]


def _ready(visit: Visit) -> tuple[Ready, bool]:
    period = visit.one("period") or None
    return lately(visit, "ready", (period or "", visit.lang), lambda at: ready(at, period), rest=False)


def _waits_now(visit: Visit, found: Ready) -> tuple[set[str], Ready]:
    """The appeals that wait for a decision as the ledger is now, and what was worked out of the period with what was decided of
    them since.
    """
    now = {one.action: one for one in appeals_of(visit.deployment)}
    waits = {action for action, one in now.items() if one.waits}
    groups = (
        evolve(group, things=tuple(pair for pair in group.things if pair[1].action is None or pair[1].action in waits))
        for group in found.open
    )
    objections = [
        evolve(
            one,
            upheld=now[one.action].upheld,
            decided_on=now[one.action].decided or "",
            decided_by=now[one.action].decided_by or "",
            decided_reason=now[one.action].decided_reason or "",
        )
        for one in found.objections
        if one.action in now
    ]
    return waits, evolve(found, open=tuple(group for group in groups if group.things), objections=tuple(objections))


def _answered_first(visit: Visit, found: Ready, waits: set[str]) -> set[str]:
    """The objections that the next decisions on their cases answer."""
    cases_of = dict.fromkeys(one.incident for one in found.objections if one.action in waits)
    return {first[0].action for incident in cases_of if (first := objecting.open_on(visit, incident))}


def open_file(visit: Visit) -> Answer:
    """All that is open in the period, as a file."""
    visit.need_everywhere(Action.PUBLISH)
    rows = (
        [group.heading, words, one.clause or "", one.incident or "", one.unit or ""]
        for group in _waits_now(visit, _ready(visit)[0])[1].open
        for words, one in group.things
    )
    headings = [visit.said(one) for one in ("open", "about", "clause", "case-id", "unit-id")]
    return exported(visit.places["file"], "open", headings, rows)


def draft(visit: Visit) -> Answer:
    """Seals the period as a draft for the units to object to."""
    visit.need_everywhere(Action.PUBLISH)
    if problems := letterheads.wrong(visit, "draft", draft=True):
        return _preparing(visit, problems, sent=True)
    return _sealing(visit, True)


def seal(visit: Visit) -> Answer:
    """Seals the period as published. Where the office asks for four eyes, whoever decided anything in it does not."""
    visit.need_everywhere(Action.PUBLISH)
    if visit.served.settings.four_eyes and visit.names & who_decided(
        visit.deployment, visit.sector, visit.sector.period(visit.one("period"))
    ):
        return _preparing(visit, (visit.refusing("four-eyes"),), sent=False)
    if problems := letterheads.wrong(visit, "seal", draft=False) or _asked_to_seal(visit):
        return _preparing(visit, problems, sent=False)
    return _sealing(visit, False)


def _asked_to_seal(visit: Visit) -> tuple[str, ...]:
    """Whoever fills in the form is asked once more where nothing is open: where something is, its reason was to be written."""
    if visit.json or any(visit.one(name) for name in ("despite", SEAL_MEANT, DAY_MEANT)):
        return ()
    try:
        is_open = bool(_waits_now(visit, _ready(visit)[0])[1].open)
    except Fault:  # the page itself says so
        return ()
    return () if is_open else visit.told(fault("seal-asked", period=visit.one("period")))


def _sealing(visit: Visit, drafted: bool) -> Answer:
    """Seals the run that was looked at, if it is still that; beside the pages, where it takes long."""
    note, despite = visit.one("note") or None, (visit.one("despite") or None) if not drafted else None
    period, seen, author, sector = visit.one("period"), visit.one("run"), visit.author, visit.sector_name
    elements = letterheads.given(visit)

    def work(at: Deployment) -> dict[str, object]:
        at.author = author
        made = publish(at, period, None, note, despite, drafted, seen=seen, letterhead=elements)
        return {"to": f"/{sector}/runs/{made.called}"}

    try:
        begun = jobs.begin(visit, "seal", {"period": period}, work)
    except Fault as error:
        return _preparing(visit, visit.told(error), sent=drafted)
    found = jobs.job_of(visit, begun)
    if found is not None and found.state == jobs.FAILED:
        wrong = jobs.wrong_with(found, visit.lang)
        if any(one["code"] == "publish-open" for one in wrong):
            return _preparing(visit, (visit.refusing("reason-missing"),), sent=drafted)
        said = tuple(found.result.get("problems", {}).get(visit.lang, ()))
        return _preparing(visit, said or (visit.refusing("broken"),), wrong, sent=drafted)
    done = found is not None and found.state == jobs.DONE
    return Answer(to=found.result["to"] if done and found is not None else jobs.address(visit, begun))


def answered(visit: Visit) -> Answer:
    """Decides an objection of the draft, and leads back to the others."""
    visit.need_everywhere(Action.PUBLISH)
    if problems := cases.answered(visit, "answer", ("period",)):
        waits = objecting.open_on(visit, visit.places["case"])
        return _preparing(visit, problems, tried=visit.one(objecting.ANSWERS) or next((one.action for one in waits), ""))
    return Answer(to=f"/{visit.sector_name}/publishing?{urlencode({'period': visit.one('period')})}")


# ---- what was sealed


def sealed(visit: Visit) -> Answer:
    """Every run of the sector that was sealed, the latest first."""
    visit.need_everywhere(Action.RESULTS)
    runs = sealed_of(visit.deployment, visit.sector_name)
    shown = {"runs": runs, "replaced": _replaced(runs), "released": releases.released(visit.served.accounts)}
    return Answer("runs.html", shown)


def _replaced(runs: tuple[Run, ...]) -> Callable[[Run], Run | None]:
    return lambda run: replaced_by(runs, run)


def _run(visit: Visit, action: Action = Action.RESULTS) -> Run:
    """The run of the address. Raises `NotFound` where there is none such, or it is not his."""
    visit.need_everywhere(action)
    runs = sealed_of(visit.deployment, visit.sector_name)
    return found_run(runs, visit.places["run"])


def found_run(runs: tuple[Run, ...], called: str) -> Run:
    """A run by its number. Raises `NotFound`."""
    for run in runs:
        if run.called == called:
            return run
    raise NotFound


def run(visit: Visit) -> Answer:
    """A sealed run at the address that it keeps: what it is, what it came to, what was open, and its notice to be had."""
    return _run_page(visit, _run(visit))


def lettered(visit: Visit) -> Answer:
    """Says something on the documents of a sealed run: its number, its day, whom it goes to."""
    this = _run(visit, Action.PUBLISH)
    public = (this.head or "") in releases.released(visit.served.accounts)
    if problems := letterheads.changed(visit, this, public=public):
        return _run_page(visit, this, problems)
    return Answer(to=f"/{visit.sector_name}/runs/{quote(this.called, safe='')}")


def _run_page(visit: Visit, this: Run, problems: tuple[str, ...] = ()) -> Answer:
    runs = sealed_of(visit.deployment, visit.sector_name, this.period)
    earlier = [one for one in runs if one.batch < this.batch]
    found = sealed_found(visit.deployment, this)
    standing, paging = paged(visit, list(found.standing))
    shown = {
        "this": this,
        "at_period": this.period,
        "found": found,
        "standing": standing,
        "paging": paging,
        "replaced": replaced_by(runs, this),
        "before": earlier[0] if earlier else None,
        "open": open_when_sealed(visit.deployment, this),
        "files": documents.files_of(this),
        "gaps": documents.gaps(visit, this),
        "letters_lack": documents.gaps_of_letters(visit, this),
        "letterhead": letterheads.fields_of(visit, draft=this.draft, run=this),
        "letterhead_said": letterheads.said_in_order(visit, this),
        "may_say": not visit.limited(Action.PUBLISH),
        "letters": documents.letter_files(this),
        "archives": documents.archives_of(this),
        "objecting": documents.objecting(visit, this) if this.draft else "",
        "release": releases.released(visit.served.accounts).get(this.head or ""),
        "may_release": not visit.limited(Action.PUBLISH) and not this.draft,
        "problems": problems,
    }
    return Answer("run.html", shown, status=400 if problems else 200)


def document(visit: Visit) -> Answer:
    """The notice of a sealed run in one of the formats and languages."""
    return documents.notice(visit, _run(visit), visit.places["file"])


def letter(visit: Visit) -> Answer:
    """The letter to a unit about a sealed run in one of the formats and languages. Raises `NotFound` for a unit not in it."""
    this = _run(visit)
    if all(one.unit != visit.places["unit"] for one in sealed_found(visit.deployment, this).standing):
        raise NotFound
    return documents.letter(visit, this, visit.places["unit"], visit.places["file"])


def letters(visit: Visit) -> Answer:
    """The letters to all units about a sealed run, in one archive."""
    return documents.letters(visit, _run(visit), visit.places["file"])


def preview(visit: Visit) -> Answer:
    """The notice of the period as it would be, before anything is sealed: of a draft, or as it would be published."""
    visit.need_everywhere(Action.PUBLISH)
    draft = visit.one("as") == "draft"
    period = visit.one("period") or _ready(visit)[0].period
    shown = {
        "made": documents.preview(visit, period, draft=draft),
        "period": period,
        "draft": draft,
        "sealed": sealed_of(visit.deployment, visit.sector_name, period),
    }
    return Answer("preview.html", shown)


def released(visit: Visit) -> Answer:
    """Lets the public read the notice of a published run, once a person is asked whether he means it; where that still lacks
    something, the run's page says what.
    """
    return _let(visit, True)


def withheld(visit: Visit) -> Answer:
    """Takes that back, once a person is asked."""
    return _let(visit, False)


def _let(visit: Visit, public: bool) -> Answer:
    this = _run(visit, Action.PUBLISH)
    if this.draft:
        raise NotFound
    if public and (gaps := documents.gaps(visit, this)):
        return _run_page(visit, this, visit.told(fault("release-gaps", gaps=listed(gaps.values()))))
    asked, meant = ("release-asked", RELEASE_MEANT) if public else ("withhold-asked", WITHHOLD_MEANT)
    if not visit.json and not visit.one(meant):
        return _run_page(visit, this, visit.told(fault(asked, run=this.called)))
    if public:
        releases.release(visit.served.accounts, this, visit.author or "")
    else:
        releases.withhold(visit.served.accounts, this)
    return Answer(to=f"/{visit.sector_name}/runs/{quote(this.called, safe='')}")
