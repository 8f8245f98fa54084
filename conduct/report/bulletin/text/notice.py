"""The notice (通报): the result of a period in the text's own terms, in the law's order, with its tables as annexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from conduct.core.base.words import Lang
from conduct.core.law.caseload import CaseFigures
from conduct.core.scores.ended import how_many

from ...labels import heading, label
from ..document import Annex, Bulletin, Element, Grid, Heading, Paragraph
from ..letterhead import Letterhead
from ..told import Told
from .drawn import Drawings
from .grids import MOST_LISTED, Grids
from .notice_law import NoticeLaw
from .notice_parts import NoticeParts
from .objected import changed, objected
from .public import PublicGrids, for_readers
from .sentences import said
from .signing import gap, given, signed
from .verification import verification
from .wording import day_said, numbered, period_said


def notice(told: Told, letterhead: Letterhead, lang: Lang) -> Bulletin:
    """The notice of what is told, to all units. It says the same in every format: everybody reads it, so that a spreadsheet lists
    no more incidents one by one than paper does.
    """
    grids, drawings = PublicGrids(told, lang), Drawings(told, lang)
    body = tuple(numbered(_body(told, letterhead, grids), lang))
    title = said("notice_title", lang, period=period_said(told.assessment.period, lang), subject=subject(told, lang))
    return signed(
        told,
        letterhead,
        lang,
        kind="notice",
        title=title,
        to=gap("to", lang),
        body=body,
        annexes=tuple(annexes(grids, drawings)),
        check=verification(told, "notice", lang),
        notes=(*(note.said(lang) for note in told.assessment.notes if not for_readers(told, note)), *left_out(told, lang)),
    )


def subject(told: Told, lang: Lang) -> str:
    """What the sector's notices are about; where it does not say so, the regulation."""
    a = told.assessment
    if a.sector.bulletin is not None:
        return a.sector.bulletin.said(lang)
    return said("default_subject", lang, a.regulation.title.said(lang))


def _body(told: Told, letterhead: Letterhead, grids: Grids) -> Iterator[Element]:
    lang = grids.lang
    parts, law = NoticeParts(grids), NoticeLaw(grids)
    if letterhead.opening.strip():  # the text is complete without it
        yield Paragraph(letterhead.opening.strip())
    announced = any(words in letterhead.opening for words in ("如下", "follows"))  # the office says so itself
    yield Paragraph(_basis(told, lang) + ("" if announced else said("follows", lang)))
    if told.publication is not None and told.publication.draft:
        yield Paragraph(said("is_draft", lang, number=told.publication.number))
        yield Paragraph(said("may_object", lang, given(letterhead.objections.rstrip("。."), "objections", lang)))
    elif told.publication is None:
        yield Paragraph(said("is_unpublished", lang), "note")
    a = told.assessment
    headed: list[tuple[str, Iterator[Element]]] = [
        (said("overview", lang), parts.overview()),
        (said("cases", lang), parts.cases()),
        (label("outcomes", lang), law.outcomes()),
        (heading(a.regulation.veto_words, lang), law.vetoes()),
        (label("sanctions", lang), law.sanctions()),
        (said("lines", lang), law.lines()),
        (said("open", lang), parts.open()),
        (said("replacing", lang), parts.publications()),
        (label("notes", lang), parts.notes()),
    ]
    for title, blocks in headed:
        found = list(blocks)
        if found:
            yield Heading(title)
            yield from found


def _basis(told: Told, lang: Lang) -> str:
    a = told.assessment
    title = a.regulation.title.said(lang)
    law = said("law_alone" if a.regulation.id in title else "law", lang, title=title, id=a.regulation.id)
    period = period_said(a.period, lang)
    days = {"start": day_said(a.period.start, lang), "end": day_said(a.period.end, lang), "as_of": day_said(a.as_of, lang)}
    return said("basis", lang, law=law, period=period, period_first=period[:1].upper() + period[1:], **days)


def annexes(grids: Grids, drawings: Drawings, *, whole: bool = False) -> Iterator[Annex]:
    """The tables and charts, those that belong together in one annex; ``whole`` with those that a notice has in its text."""
    lang, a, told = grids.lang, grids.told.assessment, grids.told
    in_text = bool(a.regulation.of(CaseFigures)) and not whole
    standings = "annex_ranked" if a.regulation.standing is not None else "annex_standings"
    lines = "annex_lines" if a.regulation.sections else "annex_findings"
    yield from _annex(lang, standings, [(standings, None if in_text else grids.standings())])
    consequences = [("annex_outcomes", grids.outcomes()), ("annex_sanctions", grids.sanctions()), ("", grids.persons())]
    yield from _annex(lang, "annex_consequences", consequences)
    yield from _annex(lang, lines, [(lines, grids.lines()), ("", grids.ranks()), ("annex_excused", grids.excused())])
    beside = [("annex_figures", grids.figures()), ("", grids.checks()), ("annex_duties", grids.duties())]
    yield from _annex(lang, "annex_beside", beside)
    yield from _annex(lang, "annex_open", [("", grid) for grid in NoticeParts(grids).open_left()])
    quoted = grids.discretion if isinstance(grids, PublicGrids) else None
    yield from (annex for annex in (objected(told, lang, quoted), changed(told, lang, quoted is not None)) if annex is not None)
    charts = (drawings.months(), *drawings.standings())  # the standings may fill a page
    if any(charts):
        yield Annex(said("annex_charts", lang), tuple(chart for chart in charts if chart is not None))


def _annex(lang: Lang, title: str, tables: Sequence[tuple[str, Grid | None]]) -> Iterator[Annex]:
    """Tables in one annex, each under its own caption where there are several; a table alone is called by its caption."""
    present = [(code, grid) for code, grid in tables if grid is not None]
    if len(present) == 1:
        code, grid = present[0]
        yield Annex(said(code or title, lang), (grid,))
    elif present:
        blocks = tuple(evolve(grid, caption=grid.caption or said(code, lang)) for code, grid in present)
        yield Annex(said(title, lang), blocks)


def left_out(told: Told, lang: Lang) -> Iterator[str]:
    """That there are more incidents than a sheet lists."""
    n = how_many(told.ledger, told.assessment)
    if n > MOST_LISTED:
        yield said("too_many", lang, n=n, most=MOST_LISTED)
