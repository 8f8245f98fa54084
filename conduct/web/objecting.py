"""Which objections may be made to a case, and which of them a decision answers: the latest that nobody has decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conduct.core.base.faults import fault
from conduct.core.base.words import Words, listed
from conduct.core.duties.out import Appeal
from conduct.door.deciding import answered_next, appeals_of
from conduct.door.owed import CaseStands
from conduct.loading.cells import day

from .visits import Visit
from .withdrawing import withdrawn
from .words import WORDS

ANSWERS = "appeal"
"""By what name a form says which objection its decision answers."""


def contested(visit: Visit, breach: str | None) -> Words:
    """What an objection contests: one breach of its case, or all of it."""
    kinds = visit.sector.kind_by_code
    return kinds[breach].words if breach in kinds else WORDS["appeal-whole"]


def open_on(visit: Visit, incident: str) -> list[Appeal]:
    """The objections to a case that nobody has decided: first the one that a decision of today answers, then the latest."""
    return _open_of(visit, incident, appeals_of(visit.deployment, incident))


def _open_of(visit: Visit, incident: str, appeals: Sequence[Appeal]) -> list[Appeal]:
    waits = [one for one in reversed(appeals) if one.waits]
    if len(waits) > 1 and (first := answered_next(visit.deployment, incident, visit.deployment.config.today())) is not None:
        waits.sort(key=lambda one: one.action != first.action)
    return waits


def answerable(visit: Visit, incident: str) -> list[Appeal]:
    """The objections to a case that a decision may answer: those that nobody has decided, as `open_on` has them; where there is
    none, the latest, which is decided anew, unless the case was withdrawn as a whole.
    """
    appeals = appeals_of(visit.deployment, incident)
    anew = (one for one in appeals[-1:] if one.decided is not None and not withdrawn(visit, [incident]))
    return _open_of(visit, incident, appeals) or [*anew]


def answers_meant(visit: Visit, incident: str, *, another: bool = False) -> None:
    """Raises `Fault` ``appeal-other`` where the decision that a form brings would answer an objection other than the one that it
    names; ``another`` is one that the same form brings.
    """
    named, written = visit.one(ANSWERS), visit.one("date")
    if not named:
        return
    on = day(written) if written else visit.deployment.config.today().isoformat()
    if not isinstance(on, str):  # what is wrong with the day itself is said as it is entered
        return
    answered = answered_next(visit.deployment, incident, date.fromisoformat(on))
    if another or answered is None or answered.action != named:
        meant = next((one for one in appeals_of(visit.deployment, incident) if one.action == named), None)
        about = contested(visit, meant.breach if meant is not None else None)
        raise fault("appeal-other", day=on, since=meant.date if meant is not None else named, about=about, field="date")


def taken_out(visit: Visit, found: CaseStands, breach: str | None) -> str:
    """What no longer counts if an objection is upheld: the breach that it contests, or the case whole with every breach of it."""
    about = [contested(visit, breach)] if breach is not None else []
    whole = [visit.sector.kind_by_code[found.kind].words, *breaches_standing(visit, found).values()]
    said = dict.fromkeys(one.said(visit.lang) for one in about or whole)
    return visit.said("taken-out" if about else "taken-out-whole").format(what=visit.said("and-also").join(said))


def breaches_standing(visit: Visit, found: CaseStands, bearer: str | None = None) -> dict[str, Words]:
    """The breaches that stand against a case, and may be contested alone, by code; of one bearer, if that is said."""
    gone, kinds = {one.breach for one in found.out}, visit.sector.kind_by_code
    if None in gone:
        return {}
    codes = [
        one.breach
        for one in found.duties
        if one.breach and one.status == "breached" and one.breach not in gone and bearer in (None, one.bearer)
    ]
    return {code: kinds[code].words for code in dict.fromkeys(codes) if code in kinds}


def may_be_objected(visit: Visit, found: CaseStands, kind: str, bearer: str | None = None) -> None:
    """Raises `Fault` ``appeal-out`` for an objection to a case of which nothing counts any more, ``appeal-open`` for one to what
    another that waits contests too, of which one or both contest the case whole, and ``appeal-not-there`` for one to a breach
    that does not stand against the case.
    """
    incident = str(found.incident["incident"])
    if any(one.breach is None for one in found.out):
        raise fault("appeal-out", incident=incident, field="incident")
    breach = kind if kind not in ("", found.kind) else None
    for one in open_on(visit, incident):
        if breach is None or one.breach in (None, breach):
            raise fault("appeal-open", incident=incident, day=one.date, about=contested(visit, one.breach))
    standing = breaches_standing(visit, found, bearer)
    if breach is not None and breach not in standing:
        kinds = visit.sector.kind_by_code
        what = kinds[breach].words if breach in kinds else Words(breach, breach)
        raise fault(
            "appeal-not-there",
            incident=incident,
            what=what,
            known=listed([WORDS["appeal-whole"], *standing.values()]),
            field="kind",
        )
