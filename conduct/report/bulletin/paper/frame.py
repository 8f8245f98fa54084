"""What stands around the text of a document in every format: whom it goes to, its annexes by number, its copies, its printing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from attrs import evolve

from conduct.core.base.frozen import frozen
from conduct.core.base.words import MARKS, Lang, Words

from ...labels import bracketed
from ..document import Annex, Bulletin, Chart, Element, Grid, Verification

FRAME: dict[str, Words] = {
    "annex": Words("附件", "Annex"),
    "annexes": Words("附件", "Annexes"),
    "copies": Words("抄送", "Copies"),
    "printed": Words("{day}印发", "Printed on {day}"),
    "code": Words("核验码", "Verification code"),
    "figures": Words("图中数字", "The figures of the chart"),
    "lowest": Words("最低", "lowest"),
    "highest": Words("最高", "highest"),
    "beside": Words("图中标注", "As labelled"),
}

_JOINT = re.compile(r"[\u4e00-\u9fff]{4,}(?:、[\u4e00-\u9fff]{4,})+")


@frozen
class FiguresBeside:
    """The figures of a chart as a table: what each column holds, the categories', the series', the band's and the labels'; and
    for each category its name, its figures (None: there is none), and its label where there are any.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Decimal | None, ...], str | None], ...]


def figures_beside(chart: Chart, lang: Lang) -> FiguresBeside:
    """The figures of a chart, by which whoever does not see it has the same."""
    band = tuple(f"{chart.band_name}{bracketed(FRAME[code].said(lang), lang)}" for code in ("lowest", "highest") if chart.band)
    beside = (FRAME["beside"].said(lang),) if chart.ends else ()
    rows = []
    for n, category in enumerate(chart.categories):
        figures = [one.values[n] if n < len(one.values) else None for one in chart.series]
        figures += (chart.band[n] if n < len(chart.band) else (None, None)) if chart.band else ()
        label = (chart.ends[n] if n < len(chart.ends) else "") if chart.ends else None
        rows.append((category, tuple(figures), label))
    return FiguresBeside(("", *(one.name for one in chart.series), *band, *beside), tuple(rows))


def moment(made_on: str) -> datetime | None:
    """The time of a document's facts in UTC, which is that of a text without a zone; None where there is none."""
    try:
        found = datetime.fromisoformat(made_on)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def offices(office: str) -> list[str]:
    """The offices of a head, each of which has a line where the document is a joint one, the host first."""
    return office.split("、") if _JOINT.fullmatch(office) else [office]


def signatories(bulletin: Bulletin) -> tuple[str, ...]:
    """Who signs, each for itself."""
    return tuple(name.strip() for name in re.split("[、，,]", bulletin.signatory) if name.strip()) or ("",)


def addressee(bulletin: Bulletin) -> str:
    """Whom it goes to, as it stands above the text; empty where it goes to nobody."""
    if bulletin.lang == "en" or not bulletin.to:
        return bulletin.to
    return bulletin.to.rstrip("：:") + MARKS["zh"].colon


def annex_titles(bulletin: Bulletin) -> tuple[tuple[str, str], ...]:
    """Each annex: the mark on its first page (附件1; 附件 where there is one alone) and its title. How the document is checked is
    the last."""
    titles = [*(annex.title for annex in bulletin.annexes), bulletin.check.title]
    mark = FRAME["annex"].said(bulletin.lang)
    if len(titles) == 1:
        return ((mark, titles[0]),)
    blank = "" if bulletin.lang == "zh" else " "
    return tuple((f"{mark}{blank}{n}", title) for n, title in enumerate(titles, 1))


def untitled(annex: Annex) -> Iterator[Element]:
    """The blocks of an annex; a caption that only repeats its title is left out."""
    for block in annex.blocks:
        yield evolve(block, caption="") if isinstance(block, Grid) and block.caption == annex.title else block


def code_apart(check: Verification) -> bool:
    """Whether the code has to be told beside the lines of how the document is checked, since none of them is the code."""
    return check.code is not None and all(check.code != value for _, value in check.rows)


def annex_notes(bulletin: Bulletin) -> tuple[str, tuple[str, ...]]:
    """The notes of the annexes under the text: the word before them (附件：), and a line for each, numbered if several."""
    lang = bulletin.lang
    titles = [title for _, title in annex_titles(bulletin)]
    word = FRAME["annex" if len(titles) == 1 else "annexes"].said(lang) + MARKS[lang].colon.rstrip()
    return word, tuple(titles if len(titles) == 1 else (f"{n}. {title}" for n, title in enumerate(titles, 1)))


def copies(bulletin: Bulletin) -> str:
    """Who gets a copy (抄送：…。); empty where nobody does."""
    if not bulletin.distribution:
        return ""
    lang = bulletin.lang
    stop = "。" if lang == "zh" else "."
    return FRAME["copies"].said(lang) + MARKS[lang].colon + bulletin.distribution.rstrip("。.") + stop


def printing(bulletin: Bulletin) -> tuple[str, str]:
    """Who prints it, and when (2025年7月1日印发); both empty where that is not said."""
    if bulletin.printing is None:
        return "", ""
    who, when = bulletin.printing
    said = when if not when or when.endswith("印发") else FRAME["printed"].said(bulletin.lang).format(day=when)
    return who, said
