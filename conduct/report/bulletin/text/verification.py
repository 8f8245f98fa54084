"""核验信息: what a document rests on, and by what whoever holds it can check it.

Here alone a document has the codes of its readings, after their words: with them an office works the result out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conduct.core.base.words import Lang
from conduct.core.scores.unsettled import WHAT, Open

from ...labels import colon, joined, label, titled
from ...readings_said import readings_said
from ..document import Verification
from ..told import Publication, Told
from .sentences import said
from .wording import day_said, period_said


def verification(
    told: Told, kind: str, lang: Lang, unit: str | None = None, pending: Sequence[Open] | None = None
) -> Verification:
    """How a document of this kind is checked; of a letter or a decision, ``unit`` is whom it is for, in words, and ``pending``
    what is open of that one: others' business is none of it.
    """
    code = told.publication.code if told.publication is not None else None
    return Verification(
        said("check", lang),
        tuple(_rows(told, kind, lang, unit, told.pending if pending is None else pending)),
        code,
        _how(told.publication, lang),
    )


def _rows(told: Told, kind: str, lang: Lang, unit: str | None, pending: Sequence[Open]) -> Iterator[tuple[str, str]]:
    a, law = told.assessment, told.assessment.regulation
    yield said("check_regulation", lang), titled(law.id, law.title.said(lang))
    since = said("check_in_force", lang, day_said(law.in_force_from, lang)) if law.in_force_from else label("undated", lang)
    yield said("check_edition", lang), since
    days = {"start": day_said(a.period.start, lang), "end": day_said(a.period.end, lang)}
    yield label("period", lang), said("check_days", lang, period=period_said(a.period, lang), **days)
    yield said("check_as_of", lang), day_said(a.as_of, lang)
    for name, value in a.readings.items():
        yield said("check_reading", lang), readings_said({name: value}, law.readings, lang)
    yield said("check_open", lang), _open(pending, lang)
    yield from _publications(told, lang, despite=unit is None)
    yield said("check_run", lang), a.run
    yield said("check_head", lang), told.publication.head if told.publication is not None else a.head
    yield said("check_kind", lang), said(f"kind_{kind}", lang)
    if unit is not None:
        yield said("check_unit", lang), unit
    if told.publication is None or told.publication.code is None:  # a code that there is stands by itself
        yield said("check_code", lang), said("no_code" if told.publication is None else "code_missing", lang)


def _open(found: Sequence[Open], lang: Lang) -> str:
    counted = {what: sum(one.what == what for one in found) for what in WHAT}
    kinds = (said("check_open_kind", lang, what=WHAT[what].said(lang), n=n) for what, n in counted.items() if n)
    return joined(kinds, lang, ";") or label("none", lang)


def _publications(told: Told, lang: Lang, *, despite: bool) -> Iterator[tuple[str, str]]:
    """Whether it is published, as which number, and what it replaces, follows, or was replaced by."""
    mine = told.publication
    state = "check_unpublished" if mine is None else "check_draft" if mine.draft else "check_published"
    yield said("check_state", lang), said(state, lang, mine.number if mine is not None else "")
    if mine is not None and mine.despite and despite:
        yield said("check_despite", lang), mine.despite
    for what, one in (("replaces", told.replaces), ("replaced", told.replaced)):
        if one is not None or what == "replaces":
            draft = "_draft" if what == "replaced" and mine is not None and mine.draft else ""
            yield said(f"check_{what}{draft}", lang), _number(one, lang)
    if told.draft is not None:
        yield said("check_follows", lang), _number(told.draft.publication, lang)


def _number(one: Publication | None, lang: Lang) -> str:
    if one is None:
        return label("none", lang)
    code = f"{colon(lang)}{one.code}" if one.code else ""
    form = "check_draft_number" if one.draft else "check_number"
    return said(form, lang, number=one.number, day=day_said(one.at[:10], lang)) + code


def _how(publication: Publication | None, lang: Lang) -> str:
    if publication is None:
        return said("how_unpublished", lang)
    if publication.code is None:
        return said("how_without_code", lang)
    return said("how_draft" if publication.draft else "how_published", lang, code=publication.code)
