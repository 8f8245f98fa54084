"""The parts of a notice that every law has: the general picture, the cases, what is pending, which result this is, the notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from conduct.core.base.frozen import frozen
from conduct.core.base.words import counted
from conduct.core.duties.passed_over import NotRanked
from conduct.core.law.caseload import CaseFigures
from conduct.core.law.model import NOT_ASSESSED
from conduct.core.scores.results import FigureFound, UnitResult
from conduct.core.scores.standings import lists
from conduct.core.scores.unsettled import WHAT

from ...labels import bracketed, colon, joined, label
from ...standings import ends_said
from ..document import Element, Entry, Grid, GridColumn, Paragraph
from ..told import Publication
from .notice_part import NoticePart
from .objected import changed_said, objected_said
from .places import first_and_last
from .public import PublicGrids, for_readers, open_named, open_said
from .sentences import said
from .wording import clause_said, day_said

_MOST_IN_TEXT, _MOST_OPEN = 10, 12


@frozen(slots=False)
class NoticeParts(NoticePart):
    """The parts, as blocks."""

    # ---- the general picture

    def overview(self) -> Iterator[Element]:
        """How many were assessed, how the incidents ended, who stands first and last, and in which sections points were taken."""
        units = [u for u in self.a.units if all(why.code != NOT_ASSESSED for why in u.unranked)]
        picture = [self._assessed(units), self._ends(), *self._ranked(), *self._taken(units)]
        yield Paragraph("".join(picture) if self.lang == "zh" else " ".join(picture))
        unranked = [u for u in self.a.units if u.unranked]
        if unranked:
            yield Paragraph(said("listed_unranked", self.lang, n=len(unranked)) + self._why(unranked))

    def _assessed(self, units: Sequence[UnitResult]) -> str:
        lang = self.lang
        words = {k.code: k.words.said(lang) for k in self.a.sector.unit_kinds}
        if not units:
            return said("nobody_assessed", lang)
        if len(units) == 1:
            return said("one_assessed", lang, unit=self.called(units[0]))
        kinds = Counter(u.kind for u in sorted(units, key=lambda u: u.kind))
        if len(kinds) == 1:
            return said("assessed_alike", lang, n=len(units), kind=words[units[0].kind])
        return said("assessed", lang, n=len(units), kinds=joined((self._of_kind(words[k], n) for k, n in kinds.items()), lang))

    def _of_kind(self, kind: str, n: int) -> str:
        return said("of_kind", self.lang, kind=kind, n=n)

    def _ends(self) -> str:
        """Where the incidents ended, in the sector's own words if it has some."""
        a, lang = self.a, self.lang
        if a.sector.ends is not None and not a.incidents.without_rule:
            text = ends_said(a, lang)
            text = text[:1].upper() + text[1:]
            return text if text.endswith(("。", ".")) else text + ("。" if lang == "zh" else ".")
        ends = a.incidents
        counted = (
            ("charged", ends.charged), ("case", ends.case), ("excused", ends.excused), ("pending", ends.pending),
            ("without_rule", ends.without_rule), ("out", ends.out),
        )  # fmt: skip
        found = (said("ended_n", lang, end=self._end(end), n=n) for end, n in counted if n or end == "charged")
        return said("ended", lang, joined(found, lang))

    def _end(self, end: str) -> str:
        return said("ended_charged", self.lang) if end == "charged" else label(end, self.lang)

    def _ranked(self) -> Iterator[str]:
        """Who stands first and last in each list in which the law ranks."""
        standing, lang = self.a.resolved.standing, self.lang
        if standing is None:
            return
        kinds = {k.code: k.words.said(lang) for k in self.a.sector.unit_kinds}
        for members in lists(standing, [u for u in self.a.units if u.rank is not None]):
            if len(members) < 2:
                continue
            of = said("list_of", lang, kinds[members[0].kind]) if standing.apart is True else ""
            first, last = first_and_last(self.grids.told, members, lang)
            yield said("ranked" if last else "ranked_alike", lang, list=of, best=first, worst=last)

    def _taken(self, units: Sequence[UnitResult]) -> Iterator[str]:
        lang, sections = self.lang, [s for s in self.a.regulation.sections if not s.bonus and s.within is None]
        taken = Counter(s.section.id for u in units for s in u.sections if s.points < 0)
        if sections:
            named = [said("in_section", lang, section=s.words.said(lang), n=taken[s.id]) for s in sections if taken[s.id]]
            if named:
                yield said("points_taken", lang, joined(named, lang))
        given = sum(bool(u.bonus) for u in units)
        if given:
            yield said("points_given", lang, given)

    def _why(self, unranked: Sequence[UnitResult]) -> str:
        blank = "" if self.lang == "zh" else " "
        text = ""
        for unit in unranked:
            why = joined((self._reason(one) for one in unit.unranked), self.lang, ";")
            text += blank + said("unranked_unit", self.lang, unit=self.called(unit), why=why)
        return text

    def _reason(self, why: NotRanked) -> str:
        """Why a unit has no rank: by which clause, or by whose decision and for what reason; the reading stands in 核验信息."""
        words, why = why.words.said(self.lang), self.grids.passed_over(why)
        if why.action is None:
            return words + bracketed(clause_said(why.clause, self.lang), self.lang) if why.clause else words
        return said("passed_over", self.lang, words=words, reason=why.reason, by=why.by)

    # ---- the cases

    def cases(self) -> Iterator[Element]:
        """Of units that are judged by their cases: what came in, was carried over, closed, is open or overdue."""
        counts = {code for rule in self.a.regulation.of(CaseFigures) for code in rule.figures}
        if not counts:
            return
        for unit in self.a.units if len(self.a.units) <= _MOST_IN_TEXT else ():
            if unit.figures:
                said_of = [(f.words.said(self.lang), self._counted(f, counts)) for f in unit.figures]
                each = (said("figure", self.lang, figure=words, value=value) for words, value in said_of)
                yield Paragraph(said("unit_figures", self.lang, unit=self.called(unit), figures=joined(each, self.lang)))
        standings = self.grids.standings()
        if standings is not None:
            yield standings

    def _counted(self, figure: FigureFound, counts: Collection[str]) -> str:
        """A figure; one that is a number of cases with what is counted."""
        written = self.grids.numbers.figure(figure, self.lang)
        if figure.code not in counts:
            return written
        return f"{written}件" if self.lang == "zh" else counted(written, "case")

    # ---- what is pending

    def open(self) -> Iterator[Element]:
        """What nobody has decided yet, kind by kind; of many the first, the others in an annex."""
        lang, found = self.lang, self.grids.told.pending
        publication = self.grids.told.publication
        if found:
            yield Paragraph(said("open_total", lang))
        for what, words in WHAT.items():
            mine, n = open_said(self.grids.told, what, lang), sum(one.what == what for one in found)
            if mine:
                items = joined(mine[:_MOST_OPEN], lang, ";")
                items = said("open_more", lang, items=items) if len(mine) > _MOST_OPEN else items
                yield Paragraph(said("open_kind", lang, what=words.said(lang), n=n, items=items))
        if publication is not None and publication.despite:
            yield Paragraph(said("despite", lang, publication.despite.rstrip("。.")))

    def open_left(self) -> Iterator[Grid]:
        """All that is open, where the text has only the first of it."""
        lang, told = self.lang, self.grids.told
        of_kind = open_said if isinstance(self.grids, PublicGrids) else open_named
        found = {what: of_kind(told, what, lang) for what in WHAT}
        if all(len(mine) <= _MOST_OPEN for mine in found.values()):
            return
        rows = tuple((Entry(WHAT[what].said(lang)), Entry(one)) for what, mine in found.items() for one in mine)
        columns = (GridColumn(label("consequence", lang), "text", 8), GridColumn(label("content", lang), "text", 28))
        yield Grid("open", columns, rows)

    # ---- which result this is

    def publications(self) -> Iterator[Element]:
        """Which published result this one replaces, or was replaced by, and what changed since the draft."""
        told, lang = self.grids.told, self.lang
        mine = told.publication
        if (moved := changed_said(told, lang)) is not None:
            yield moved
        yield from objected_said(told, lang)
        if told.replaces is not None:
            number = {"old": told.replaces.number, "day": self._day(told.replaces)}
            published = mine is not None and not mine.draft
            code = "replaces" if published else "would_replace"
            yield Paragraph(said(code, lang, number=mine.number if mine is not None else "", **number))
        if told.replaced is not None and mine is not None:
            day = self._day(told.replaced)
            code = "replaced_draft" if mine.draft else "replaced"
            yield Paragraph(said(code, lang, number=mine.number, new=told.replaced.number, day=day))

    def _day(self, one: Publication) -> str:
        return day_said(one.at[:10], self.lang)

    # ---- the notes

    def notes(self) -> Iterator[Element]:
        """What a reader must know of the facts: that a sample is made up, what is open, who is left out or lacks a measure."""
        for note in self.a.notes:
            if for_readers(self.grids.told, note):
                yield Paragraph(self._quoted(note.said(self.lang)), "note")

    def _quoted(self, note: str) -> str:
        """A note with the reasons that people gave as they may be quoted."""
        for why in (one for unit in self.a.units for one in unit.unranked if one.reason):
            quoted = self.grids.passed_over(why)
            given, may = (f"{one.by}{colon(self.lang)}{one.reason}" for one in (why, quoted))
            note = note.replace(given, may)
        return note
