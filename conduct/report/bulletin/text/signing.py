"""What the office says on every kind of document, with a visible gap for whatever it did not say.

A letter alone has no gap for its number (发文字号): one is put on each by hand, where it bears one. In the form of an official
letter, of which GB/T 9704 makes it an element, it is told to be missing all the same.
"""

from __future__ import annotations

from attrs import evolve

from conduct.core.base.words import Lang

from ..document import Annex, Bulletin, Element, Grid, Verification
from ..letterhead import Letterhead
from ..told import Told
from .sentences import said
from .wording import day_said

GAPS = ("office", "number", "to", "date", "objections")
"""What an office must say where a document has a place for it."""
_FORMS = {"notice": "general", "letter": "letter", "decision": "general", "data": "tables"}


def gap(what: str, lang: Lang) -> str:
    """A visible gap in the place of one of `GAPS`: 【待填：主送机关】."""
    return said("gap", lang, said(f"gap_{what}", lang))


def notice_gaps(letterhead: Letterhead, *, draft: bool) -> tuple[str, ...]:
    """Which of `GAPS` a notice would show, before it is made; that of a draft alone says how to object."""
    asked = (what for what in GAPS if draft or what != "objections")
    return tuple(what for what in asked if not str(getattr(letterhead, what)).strip())


def letter_gaps(letterhead: Letterhead) -> tuple[str, ...]:
    """Which of `GAPS` a letter would lack, before it is made: it goes to its unit, and every one says how to object."""
    return tuple(what for what in GAPS if what != "to" and not str(getattr(letterhead, what)).strip())


def given(text: str, what: str, lang: Lang) -> str:
    """What the office said, or a gap in its place."""
    return text.strip() or gap(what, lang)


def pages_said(address: str, lang: Lang, *, draft: bool) -> str:
    """On which page a document's code is checked: by anybody, but that of a draft by who signs in."""
    return said("how_page_draft" if draft else "how_page", lang, address=address)


def _checked_at(check: Verification, letterhead: Letterhead, lang: Lang, *, draft: bool) -> Verification:
    """How a document is checked, with the page where its code can be checked, where the office serves one."""
    if not letterhead.pages or check.code is None:
        return check
    page = pages_said(letterhead.pages, lang, draft=draft)
    return evolve(check, how=f"{check.how}{'' if lang == 'zh' else ' '}{page}")


def draft_marked(title: str, told: Told, lang: Lang) -> str:
    """A title; of a draft's document with what it is."""
    return said("draft_title", lang, title) if told.drafted else title


def signed(
    told: Told,
    letterhead: Letterhead,
    lang: Lang,
    *,
    kind: str,
    title: str,
    to: str,
    body: tuple[Element, ...],
    annexes: tuple[Annex, ...],
    check: Verification,
    unit: str | None = None,
    notes: tuple[str, ...] = (),
    sheets: tuple[Grid, ...] = (),
) -> Bulletin:
    """A document with head, number, signature and date; ``title`` is the usual one, ``to`` whom it goes to by its nature.

    ``gaps`` names every gap that it shows, those of the body among them, and the number that an official letter lacks.
    """
    office = given(letterhead.office, "office", lang)
    form = "plain" if lang == "en" and kind != "data" else _FORMS[kind]
    printed = day_said(letterhead.printed, lang) if letterhead.printed else ""
    made = Bulletin(
        kind=kind,
        lang=lang,
        form=form,
        office=office,
        number=letterhead.number.strip() if kind == "letter" else given(letterhead.number, "number", lang),
        title=draft_marked(letterhead.title or title, told, lang),
        to=letterhead.to.strip() or to,
        body=body,
        annexes=annexes,
        check=_checked_at(check, letterhead, lang, draft=told.drafted),
        signatory=letterhead.signatory or office,
        day=day_said(letterhead.date, lang) if letterhead.date else gap("date", lang),
        sealed=letterhead.sealed,
        distribution=letterhead.distribution,
        printing=(letterhead.printing, printed) if letterhead.printing or printed else None,
        unit=unit,
        subject=title,
        made_on=told.batch_at,
        notes=(*_state(told, lang), *notes),
        sheets=sheets,
    )
    return evolve(made, gaps=gaps_in(made))


def gaps_in(bulletin: Bulletin) -> tuple[str, ...]:
    """What of `GAPS` a document shows a gap for, or lacks without one, in words."""
    texts = [bulletin.office, bulletin.number, bulletin.to, bulletin.day, bulletin.signatory]
    texts += [text for block in bulletin.body if (text := getattr(block, "text", ""))]
    shown = {what for what in GAPS if any(gap(what, bulletin.lang) in text for text in texts)}
    lacking = {"number"} if bulletin.form == "letter" and not bulletin.number else set()
    return tuple(said(f"gap_{what}", bulletin.lang) for what in GAPS if what in shown | lacking)


def _state(told: Told, lang: Lang) -> tuple[str, ...]:
    """That a document is no published one, for whoever makes it."""
    if told.publication is None:
        return (said("is_unpublished", lang),)
    return (said("is_draft", lang, number=told.publication.number),) if told.publication.draft else ()
