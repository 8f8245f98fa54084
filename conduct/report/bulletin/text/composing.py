"""A document of any kind out of what is told and what the office says: which kinds there are, and which are refused."""

from __future__ import annotations

from attrs import evolve

from conduct.core.base.faults import fault
from conduct.core.base.words import Lang
from conduct.core.law.consequence import OnHead, OnPerson

from ..document import Bulletin
from ..letterhead import Letterhead
from ..told import Told
from .sentences import said


def compose(
    told: Told, kind: str, letterhead: Letterhead, lang: Lang, unit: str | None = None, *, sheets: bool = True
) -> Bulletin:
    """A document of one of `config.DOCUMENTS`, in a language, marked as a draft where it is one; a letter or a decision is for
    ``unit``, by its id.

    Without ``sheets`` the tables for the office's own work lack what a spreadsheet alone shows.

    Raises `Fault` where the sector has nothing for the kind: ``decision-none`` where no rule of the law sanctions a person,
    ``decision-nobody`` where no sanction of the run falls on this one, ``decision-open`` where none that does is decided,
    ``decision-unit`` for an assessed unit; ``letter-unit`` where the unit is not in the result.
    """
    made = _composed(told, kind, letterhead, lang, unit, sheets)
    return evolve(made, markings=(*made.markings, said("draft_marking", lang))) if told.drafted else made


def _composed(told: Told, kind: str, letterhead: Letterhead, lang: Lang, unit: str | None, sheets: bool) -> Bulletin:
    """A document of a kind, without its marks."""
    match kind:
        case "notice":
            from .notice import notice

            return notice(told, letterhead, lang)
        case "data":
            from .data import data

            return data(told, letterhead, lang, sheets)
        case "letter":
            return _letter(told, letterhead, lang, unit)
        case "decision":
            return _decision(told, letterhead, lang, unit)
    raise ValueError(f"{kind!r} is no kind of document")


def _letter(told: Told, letterhead: Letterhead, lang: Lang, unit: str | None) -> Bulletin:
    a = told.assessment
    if unit is None or all(one.unit != unit for one in a.units):
        raise fault("letter-unit", id=unit or "", sector=a.sector.title, period=a.period.id)
    from .letter import letter

    return letter(told, letterhead, lang, unit)


def _decision(told: Told, letterhead: Letterhead, lang: Lang, unit: str | None) -> Bulletin:
    _need_sanctions(told)
    from .decision import decision

    return decision(told, letterhead, lang, unit or "")


def _need_sanctions(told: Told) -> None:
    if not any(isinstance(rule.on, OnHead | OnPerson) for rule in told.assessment.resolved.possible_sanctions):
        raise fault("decision-none", sector=told.assessment.sector.title)


def sanctioned(told: Told) -> list[str]:
    """The people of a run for whom there is a decision to write, by id. Raises `Fault` ``decision-none``, as `compose`."""
    _need_sanctions(told)
    from .decision import decided_on

    return decided_on(told)
