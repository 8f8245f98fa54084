"""Duties and cases, asked of an office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from conduct.core.base.faults import Fault, Problem, fault, summed, wrong_usage
from conduct.core.base.output import replacing
from conduct.core.base.words import Words, codes_listed
from conduct.core.duties.agenda import DutyState, cases_stand, in_order, regulation_for, states
from conduct.core.duties.case import case as case_of
from conduct.core.duties.case import has_case
from conduct.core.law.law import Regulation
from conduct.core.law.sector import Sector
from conduct.core.ledger.attached import Attachment, attachments_of, text_released
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.source import FactSource
from conduct.core.scores.assess import day_of
from conduct.core.scores.sift import Owed
from conduct.host import elsewhere
from conduct.loading.unit_names import units_under
from conduct.report.counted_days import days_taken
from conduct.report.details import sanction_amount
from conduct.report.duties import as_dict, duty_dict

from .assessing import DayGiven
from .deployment import Deployment, FileName, said_besides
from .language import Lang
from .owed import (
    AttachmentRemoved,
    CaseAttachment,
    CaseDuty,
    CaseFound,
    CaseNext,
    CaseOut,
    CaseSanction,
    CaseStands,
    DutiesOwed,
    DutyOwed,
    StatesFound,
)
from .values import each

CANCELLED_FOR = 366  # days for which a calendar still cancels what was done or let off


def duties(
    at: Deployment,
    as_of: DayGiven,
    unit: str | None,
    ics: FileName | None,
    *,
    facts: FileName | None,
    engine: str | None,
) -> DutiesOwed:
    """As `Office.duties`."""
    path = Path(ics) if ics is not None else None
    with at.writing(path):
        day = day_of(as_of) or at.config.today()
        keep = day - timedelta(days=CANCELLED_FOR) if path is not None else None
        unknown, warned, meant = list[Problem](), list[Problem](), set[str]()

        def asked_of(sector: Sector) -> list[DutyState]:
            ledger = at.source(sector, facts, engine)
            mine = units_under(ledger, sector, unit) if unit is not None else None
            if mine is not None:
                meant.update(mine)
                if not mine:
                    return []
            if (apart := at.apart(ledger)) is not None:
                if path is not None:
                    raise wrong_usage("ics-apart")
                apart.bring_owed(Owed(sector, _law(at, sector, day), at.config.calendar, day))
            found = states(sector, ledger, day, keep=keep, unknown=unknown, open_alone=path is None, **at.settings(sector))
            return [state for state in found if mine is None or state.unit in mine]

        with said_besides(warned):
            asked = at.each(warned, asked_of) if facts is None else at.alone(asked_of)
            if unit is not None and not meant:
                raise fault("unit-unknown", value=unit)
        sectors = tuple(sector for sector, _ in asked)
        found = in_order(state for _, states_of in asked for state in states_of)
        ledger = at.source(sectors[0], facts, engine)
        notes = tuple(dict.fromkeys(note for sector in sectors for note in ledger.notes(sector)))
        if path is not None:
            from conduct.report.bulletin.text.known import veil_of
            from conduct.report.ics import as_ics

            last = max(ledger.last_batch(sector) or (0, "1970-01-01T00:00:00Z", "") for sector in sectors)
            with replacing(path) as partial:
                partial.write_bytes(as_ics(found, last[0], last[1], veil_of(ledger, sectors, at.lang)))
    undated = sum(state.open and state.due is None for state in found) if path is not None else 0
    return owed_of(at, StatesFound(sectors, day, tuple(found), notes, tuple(unknown), tuple(warned), undated))


def owed_of(at: Deployment, made: StatesFound) -> DutiesOwed:
    """The duties that were found."""
    lang, sectors = at.lang, made.sectors
    warnings = [*(problem.said(lang) for problem in made.warned), *left_out(made.unknown, lang)]
    if made.undated:
        words = Words(f"{made.undated}项没有期限，未写入日历", f"{made.undated} have no deadline and are not in the calendar")
        warnings.append(words.said(lang))
    return DutiesOwed(
        sector=sectors[0].name if len(sectors) == 1 else None,
        as_of=made.as_of,
        duties=each(DutyOwed, lambda: (duty_dict(state, lang) for state in made.open)),
        notes=tuple(note.said(lang) for note in made.notes),
        warnings=tuple(warnings),
    ).made_of(made, lambda: as_dict(sectors, made.as_of, made.open, made.notes, lang))


def left_out(unknown: Sequence[Problem], lang: Lang) -> list[str]:
    """Of which duties nobody can tell how they stand, so that they are not listed."""
    return [Words(f"未列入：{line}", f"left out: {line}").said(lang) for line in summed(unknown, lang)]


def case(at: Deployment, incident: str, as_of: DayGiven, facts: FileName | None, engine: str | None) -> CaseStands:
    """As `Office.case`."""
    if facts is not None or engine is not None:
        sector = at.sector(of_ledger=facts is None)
        day, source = day_of(as_of) or at.config.today(), at.source(sector, facts, engine)
        if (apart := at.apart(source)) is not None:
            apart.bring_case(incident, _law(at, sector, day))
        return _case_in(at, source, sector, incident, day)
    ledger, warned = at.ledger, list[Problem]()
    sectors = at.sectors(warned)
    holding = [sector for sector in sectors if has_case(sector, ledger, incident)] or sectors[:1]
    with said_besides(warned):
        if len(holding) > 1:
            raise wrong_usage("id-in-several", id=incident, sectors=codes_listed(sector.name for sector in holding))
        others = [] if at.name else elsewhere(ledger, [sector.name for sector in sectors], incident, at.config.sectors)
        if not has_case(holding[0], ledger, incident) and (others or len(sectors) > 1):
            raise Fault(others) if others else fault("id-unknown", id=incident)
    warned += others
    day = day_of(as_of) or at.config.today()
    with said_besides(warned):
        return case_on(at, holding[0], incident, day, tuple(p.said(at.lang) for p in warned))


def case_on(at: Deployment, sector: Sector, incident: str, day: date, warnings: tuple[str, ...] = ()) -> CaseStands:
    """The case of a sector on a day."""
    return _case_in(at, at.ledger, sector, incident, day, warnings)


def stand_of(at: Deployment, sector: Sector, incidents: Sequence[str], day: date) -> dict[str, str]:
    """How some cases of a sector stand on a day, as `CasesStand.each` says it."""
    return cases_stand(sector, at.ledger, incidents, day, unknown=[], **at.settings(sector)).each() if incidents else {}


def _case_in(
    at: Deployment, source: FactSource, sector: Sector, incident: str, day: date, warnings: tuple[str, ...] = ()
) -> CaseStands:
    made = case_of(sector, source, incident, day, **at.settings(sector))
    attached: list[Attachment] = []
    released = False
    if isinstance(source, Ledger):
        attached = attachments_of(source.connection, sector, incident)
        released = text_released(source.connection, sector, incident)
    calendar = at.settings(sector)["calendar"]
    days = tuple(days_taken(state.duty, state, made.as_of, calendar, at.lang) for state in made.duties)
    return _stands(at, CaseFound(made, tuple(source.notes(sector)), tuple(attached), released, days), warnings)


def attachment_value(at: Deployment, one: Attachment) -> CaseAttachment:
    """An attachment as a value of the door."""
    return CaseAttachment(
        number=one.number,
        action=one.owner if one.of == "actions" else None,
        name=one.name,
        kind=one.kind,
        size=one.size,
        sha256=one.sha256,
        date=date.fromisoformat(one.date),
        by=one.by,
        released=one.released,
        removed=AttachmentRemoved(at=at.config.recorded(gone.at), by=gone.by, reason=gone.reason)
        if (gone := one.removed) is not None
        else None,
    )


def _law(at: Deployment, sector: Sector, day: date) -> Regulation:
    settings = at.settings(sector)
    return regulation_for(sector, day, settings["readings"], settings["origin"])


def _day(given: str | None) -> date | None:
    return None if given is None else date.fromisoformat(given)


def _stands(at: Deployment, found: CaseFound, warnings: tuple[str, ...]) -> CaseStands:
    lang, made = at.lang, found.case
    return CaseStands(
        sector=made.sector.name,
        as_of=made.as_of,
        unit=made.unit.id,
        name=made.unit.name,
        kind=made.kind.code,
        words=made.kind.words.said(lang),
        incident=dict(made.row),
        entered=dict(made.entered),
        actions=tuple(dict(action) for action in made.actions),
        duties=tuple(
            CaseDuty(
                duty=state.duty.code,
                words=state.duty.words.said(lang),
                clause=state.duty.clause,
                bearer=state.bearer.said(lang),
                status=state.status,
                open=state.open,
                overdue=state.overdue,
                since=date.fromisoformat(state.since),
                due=_day(state.due),
                answered=_day(state.answered),
                breach=state.duty.breach.code if state.duty.breach is not None else None,
                days=days.words if days is not None else "",
                taken=days.taken if days is not None else None,
                allowed=days.allowed if days is not None else None,
                late=days.late if days is not None else None,
            )
            for state, days in zip(made.duties, found.days, strict=True)
        ),
        sanctions=tuple(
            CaseSanction(
                sanction=one.rule.name,
                words=one.rule.words.said(lang),
                clause=one.rule.clause,
                on=one.on,
                amount=sanction_amount(one, lang),
                decided=one.decided,
            )
            for one in made.sanctions
        ),
        out=tuple(CaseOut(action=out.action["action"], breach=out.kind) for out in made.out),
        next=tuple(
            CaseNext(
                step=coming.step.code,
                words=coming.step.words.said(lang),
                answers=tuple(state.duty.code for state in coming.answers),
                first=coming.first.code if coming.first is not None else None,
            )
            for coming in made.next
        ),
        notes=(*(one.said(lang) for one in made.undated), *(note.said(lang) for note in found.notes)),
        warnings=warnings,
        attachments=tuple(attachment_value(at, one) for one in found.attachments),
        text_released=found.text_released,
    ).made_of(found)
