"""The letter to one unit: its result, every point with the words of its own clauses, what does not count and why, how to object.

It says what is, not what would be: it is made of `conduct.core.questions.reasons`, which reads the facts of all units at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from conduct.core.base.exact import Exact, total
from conduct.core.base.frozen import frozen
from conduct.core.base.periods import Period
from conduct.core.base.words import Lang
from conduct.core.duties.passed_over import NotRanked
from conduct.core.scores.results import Line
from conduct.core.scores.sections import sum_sections
from conduct.core.scores.standings import lists

from ...details import why_unranked
from ...distances import section_title
from ...labels import colon, heading, joined, label
from ..document import Annex, Bulletin, Chart, Element, Entry, Grid, Heading, Paragraph
from ..letterhead import Letterhead
from ..told import Told
from .aside import appeals, set_aside, still_open
from .drawn import Drawings
from .entered import IncidentEntered
from .grids import Grids
from .letter_words import said
from .notice import subject
from .sentences import said as sentence_of
from .signing import given, signed
from .tabling import number, tabled, whole
from .unit_told import UnitTold, behind, day_entry, ended, labelled, law_said, sentence
from .verification import verification
from .wording import clause_said, day_said, numbered, period_said

if TYPE_CHECKING:
    from ...plain import Plain


Shown = TypeVar("Shown", Grid, Chart)
_FEW, _ACROSS = 12, 3  # more incidents without a text than these stand several in a row
_LONG = 40  # characters, beyond which arithmetic stands below its table


def letter(told: Told, letterhead: Letterhead, lang: Lang, unit: str) -> Bulletin:
    """The letter to an assessed unit. Raises `Fault` ``unit-not-known`` or ``unit-not-assessed``."""
    why = behind(told, unit)
    name = why.result.name
    parts = _Letter(told, lang, why, letterhead)
    about = {"period": period_said(told.assessment.period, lang), "subject": subject(told, lang)}
    return signed(
        told,
        evolve(letterhead, to=""),  # the office's addressees are those of a notice
        lang,
        kind="letter",
        title=said("title", lang, name=name, **about),
        to=name,
        body=tuple(numbered(parts.body(), lang)),
        annexes=tuple(parts.annexes()),
        check=verification(told, "letter", lang, name, [one for one in told.pending if one.unit in parts.members]),
        unit=unit,
    )


@frozen(slots=False)
class _Letter(UnitTold):
    """The parts of a letter."""

    letterhead: Letterhead

    # ---- the text

    def body(self) -> Iterator[Element]:
        """The opening, then each part under its heading."""
        a, lang, unit = self.told.assessment, self.lang, self.why.result
        if self.letterhead.opening:
            yield Paragraph(self.letterhead.opening)
        words = {"law": law_said(self.told, lang), "period": period_said(a.period, lang), "day": day_said(a.as_of, lang)}
        yield Paragraph(said("opening_draft" if self.told.drafted else "opening", lang, name=unit.name, **words))
        if self.told.publication is None:
            yield Paragraph(sentence_of("is_unpublished", lang), "note")
        law = a.resolved
        items = "items" if law.sections else "breaches" if any(one.breach for one in self.why.facts) else "facts"
        parts: list[tuple[str, Iterable[Element]]] = [
            (said("result", lang), self._result()),
            (sentence_of("annex_figures", lang), _given(Grids(self.told, lang).figures([unit]))),
            (said(items, lang), self._items()),
            (heading(law.veto_words, lang), self._vetoes()),
            (label("sanctions", lang), self._sanctions()),
            (said("outcomes", lang), self._outcomes()),
            (said("duties", lang), self._duties()),
            (said("checks", lang), _given(Grids(self.told, lang).checks([unit]))),
            (said("set_aside", lang), _given(set_aside(self))),
            (said("open", lang), self._open()),
            (said("appeals", lang), _given(appeals(self))),
            (said("objecting", lang), self._objecting()),
        ]
        for title, blocks in parts:
            if shown := list(blocks):
                yield Heading(title)
                yield from shown

    def _result(self) -> Iterator[Element]:
        a, unit, lang = self.told.assessment, self.why.result, self.lang
        numbers = self.numbers
        passed = [why for why in unit.unranked if why.action is not None]
        if passed:
            yield Paragraph(said("not_assessed", lang, why=self._unranked(unit.unranked)))
            return
        among = next((one for one in lists(a.resolved.standing, a.units) if unit in one), [])
        ranked = {"of": sum(one.rank is not None for one in among), "rank": unit.rank, "score": numbers.score(unit)}
        if unit.rank is not None:
            yield Paragraph(said("ranked" if unit.score is not None else "ranked_alone", lang, **ranked))
        elif unit.score is not None:
            yield Paragraph(said("scored", lang, score=numbers.score(unit)))
        if unit.unranked:
            yield Paragraph(said("unranked", lang, why=self._unranked(unit.unranked)))
        yield from _given(self._sections())
        if parts := self.found["parts"]:
            yield Paragraph(said(f"combined_{parts['how']}", lang, clause=clause_said(parts["clause"], lang)))
            yield from self.quotes([parts])
            rows = [
                [
                    Entry(period_said(period, lang)),
                    number(numbers.written(one.score)),
                    whole(one.rank),
                    Entry(self._unranked(one.unranked)),
                ]
                for period, one in self.why.parts
            ]
            heads = [("period", "text"), ("score", "number"), ("rank", "number"), ("unranked", "text")]
            if not any(row[-1].text for row in rows):
                heads, rows = heads[:-1], [row[:-1] for row in rows]
            yield from _given(labelled("parts", heads, rows, lang))

    def _unranked(self, why: Sequence[NotRanked]) -> str:
        found = (why_unranked(self.told.assessment, one, self.lang, codes=False) for one in why)
        return self.discretion.quoted(joined(found, self.lang, ";"))

    def _sections(self) -> Grid | None:
        """What each section comes to, and the bonus."""
        law, unit, numbers = self.told.assessment.resolved, self.why.result, self.numbers
        rows = []
        for s in sorted(unit.sections, key=lambda s: law.sections.index(s.section)):
            base = s.base if s.section.start is None else s.section.base  # a formula takes from what is declared
            figures = (number(numbers.written(value)) for value in (base, s.score - base, s.score))
            rows.append([Entry(section_title(s.section.id, s.section.words.said(self.lang))), *figures])
        if unit.bonus is not None and any(section.bonus for section in law.sections):
            bonus = numbers.written(unit.bonus)
            rows.append([Entry(label("bonus", self.lang)), Entry(""), number(bonus), number(bonus)])
        heads = [("section", "text"), ("base", "number"), ("moved", "number"), ("score", "number")]
        return labelled("sections", heads, rows, self.lang)

    def _items(self) -> Iterator[Element]:
        """Each section's lines with what they come to, how, and by which words; then those of no section."""
        lang, found = self.lang, self.found
        listed = [*sorted(found["sections"], key=lambda s: s["place"]), *found["inner_sections"]]
        pairs = list(zip(self.why.result.lines, found["lines"], strict=True))
        for section in listed:
            mine = [pair for pair in pairs if pair[1]["section"] == section["section"]]
            earned = [
                said("earned", lang, period=period_said(Period.parse(one["period"]), lang), how=one["arithmetic"])
                for one in section.get("earned", ())
            ]
            if mine or earned:
                yield Heading(section_title(section["section"], section["words"]), 2)
                yield from map(Paragraph, earned)
                yield from self._lines(mine)
                yield from self._capped(section["section"], [line.points or 0 for line, _ in mine])
        inside = {section["section"] for section in listed}
        yield from self._lines([pair for pair in pairs if pair[1]["section"] not in inside])
        if not pairs and not self.why.result.unranked and not self.told.assessment.resolved.sanctions:
            yield Paragraph(said("none", lang))

    def _lines(self, pairs: Sequence[tuple[Line, Plain]]) -> Iterator[Element]:
        """A table of lines, and the words of their clauses and of what weighs them."""
        lang, numbers = self.lang, self.numbers
        scored = any(line.points is not None for line, _ in pairs)
        rows, below = [], list[str]()
        for line, one in pairs:
            item = one["words"] + (f" {one['channel_words']}" if one["channel_words"] else "")
            last = one["arithmetic"] if scored or line.words is not None else " ".join(one["incidents"])
            if scored and len(last) > _LONG:
                below.append(said("worked_out", lang, item=item, clause=clause_said(line.clause, lang), how=last))
                last = ""
            points = [number(numbers.written(line.points))] if scored else []
            rows.append([Entry(clause_said(line.clause, lang)), Entry(item), whole(line.count), *points, Entry(last)])
        heads = [("clause", "text"), ("item", "text"), ("count", "number"), ("points", "number"), ("arithmetic", "text")]
        if not scored:
            heads[3:] = [("incidents", "ids")]
        if scored and not any(row[-1].text for row in rows):
            heads, rows = heads[:-1], [row[:-1] for row in rows]
        yield from _given(labelled("lines", heads, rows, lang, keys=2))
        yield from map(Paragraph, below)
        yield from self.quotes([*(one for _, one in pairs), *(factor for _, one in pairs for factor in one["factors"])])

    def _capped(self, section: str, points: Sequence[Exact]) -> Iterator[Element]:
        """That a section's lines come to more than counts of them."""
        if self.why.parts or not points:
            return
        law, unit = self.told.assessment.resolved, self.why.result
        counted = next((s.points for s in unit.sections if s.section.id == section), None)
        if counted is None:
            counted = sum_sections(law, unit.lines, lambda one: one.base)[section][2]
        whole_of = Fraction(*total(points))
        if whole_of != counted:
            written = {"sum": self.numbers.written(whole_of), "points": self.numbers.written(counted)}
            yield Paragraph(said("capped", self.lang, **written))

    def _vetoes(self) -> Iterator[Element]:
        for veto in self.found["vetoes"]:
            ids = joined(veto["incidents"], self.lang)
            words = {"veto": veto["words"], "clause": clause_said(veto["clause"], self.lang)}
            yield Paragraph(sentence(said("vetoed" if ids else "vetoed_alone", self.lang, ids=ids, **words)))
        yield from self.quotes(self.found["vetoes"])

    def _sanctions(self) -> Iterator[Element]:
        unit, grids = self.why.result, Grids(self.told, self.lang)
        if (table := grids.sanctions([unit])) is not None:
            amount = [column.heading for column in table.columns].index(label("amount", self.lang))
            yield evolve(
                table, rows=tuple(tuple(self._cell(e) if n == amount else e for n, e in enumerate(r)) for r in table.rows)
            )
        yield from self.quotes(self.found["sanctions"])
        yield from _given(grids.persons([unit]))
        for one in self.found["gave_way"]:
            words = {"what": one["words"], "clause": clause_said(one["clause"], self.lang), "incident": one["incident"]}
            words |= {"who": self.told.names.get(one["on"] or "", label("unknown", self.lang)), "instead": one["instead"]}
            yield Paragraph(sentence(said("gave_way", self.lang, **words)))

    def _cell(self, cell: Entry) -> Entry:
        """A cell whose text people wrote."""
        return cell if cell.value is not None else Entry(self.discretion.quoted(cell.text))

    def _outcomes(self) -> Iterator[Element]:
        for one in self.found["outcomes"]:
            words = said("outcome", self.lang, words=one["words"], clause=clause_said(one["clause"], self.lang))
            yield Paragraph(sentence(words))
        yield from self.quotes(self.found["outcomes"])

    def _duties(self) -> Iterator[Element]:
        duties = self.why.result.duties
        if duties.met or duties.breached or duties.pending:
            counts = {"met": duties.met, "breached": duties.breached, "pending": duties.pending}
            yield Paragraph(said("duties_said", self.lang, **counts))
        found = self.found["breached"]
        rows = [
            [
                day_entry(one["date"]),
                Entry(one["words"] + (f"{colon(self.lang)}{one['breach']}" if one["breach"] else "")),
                Entry(clause_said(one["clause"], self.lang)),
                Entry(one["about"]),
                Entry(one["days"]),
            ]
            for one in found
        ]
        heads = [("date", "date"), ("duty", "text"), ("clause", "text"), ("breached_on", "text"), ("days", "text")]
        if not any(row[-1].text for row in rows):
            heads, rows = heads[:-1], [row[:-1] for row in rows]
        yield from _given(labelled("breached", heads, rows, self.lang))
        yield from self.quotes(found)

    def _open(self) -> Iterator[Element]:
        listed = list(still_open(self))
        if listed:
            yield Paragraph(said("open_said", self.lang))
        yield from (Paragraph(f"{n}. {one}") for n, one in enumerate(listed, 1))

    def _objecting(self) -> Iterator[Element]:
        yield Paragraph(said("objecting_said", self.lang))
        if any(duty.breach is not None and duty.active is True for duty in self.told.assessment.resolved.duties):
            yield Paragraph(said("objecting_breaches", self.lang))
        if self.told.drafted:
            yield Paragraph(said("objecting_published", self.lang))
        when = given(self.letterhead.objections, "objections", self.lang)
        yield Paragraph(ended(said("objecting_when", self.lang, said=when), self.lang))

    # ---- annexes

    def annexes(self) -> Iterator[Annex]:
        """The incidents behind each line, veto and sanction."""
        lang, about = self.lang, dict[str, dict[str, None]]()
        listed = [(one["clause"], one["words"], one["incidents"]) for one in (*self.found["lines"], *self.found["vetoes"])]
        listed += [(one["clause"], one["words"], [one["incident"]]) for one in self.found["sanctions"]]
        for clause, words, ids in listed:
            for one in ids:
                about.setdefault(one, {})[said("about", lang, words=words, clause=clause_said(clause, lang))] = None
        kinds = self.told.assessment.sector.kind_by_code
        found = sorted((self.entries[i] for i in about if i in self.entries), key=lambda one: (one.date, one.incident))
        alike: dict[tuple[str, str], list[IncidentEntered]] = {}
        for one in found:
            words = kinds[one.kind].words.said(lang) if one.kind in kinds else one.kind
            alike.setdefault((words, joined(about[one.incident], lang, ";")), []).append(one)
        rows, tables = list[list[Entry]](), list[Grid]()
        for (words, grounds), several in alike.items():
            if len(several) > _FEW and not any(one.text for one in several):
                tables.append(_side_by_side(words, grounds, several, lang))
                continue
            for one in several:
                lead = [Entry(one.incident), day_entry(one.date), Entry(words), Entry(grounds)]
                rows.append([*lead, Entry(self.discretion.quoted(one.text))])
        rows.sort(key=lambda row: (row[1].text, row[0].text))
        heads = [("incident", "text"), ("date", "date"), ("item", "text"), ("grounds", "text"), ("text", "text")]
        if not any(row[-1].text for row in rows):
            heads, rows = heads[:-1], [row[:-1] for row in rows]
        tables[:0] = _given(labelled("incidents", heads, rows, lang))
        if tables:
            yield Annex(said("facts_annex", lang), tuple(tables))
        if charts := tuple(self._charts()):
            yield Annex(sentence_of("annex_charts", lang), charts)

    def _charts(self) -> Iterator[Chart]:
        """The unit over the periods, its peers and neighbours beside it once these are published, and its incidents by month."""
        drawings, mine = Drawings(self.told, self.lang), self.why.result.unit
        near = None if self.told.alone else drawings.neighbours(mine)
        yield from (chart for chart in (drawings.trend(mine), near, drawings.months(self.members)) if chart is not None)


def _side_by_side(words: str, grounds: str, listed: Sequence[IncidentEntered], lang: Lang) -> Grid:
    """Incidents of which there is no more to say than their day, several in a row."""
    caption = grounds if grounds.startswith(words) else f"{words}{colon(lang)}{grounds}"
    across = min(_ACROSS, len(listed))
    cells = [cell for one in listed for cell in (Entry(one.incident), day_entry(one.date))]
    cells += [Entry("")] * (-len(cells) % (2 * across))
    rows = [cells[n : n + 2 * across] for n in range(0, len(cells), 2 * across)]
    heads = [(label("incident", lang), "text"), (label("date", lang), "date")] * across
    found = tabled("incidents", heads, rows, caption=caption)
    assert found is not None
    return found


def _given(table: Shown | None) -> tuple[Shown, ...]:
    return () if table is None else (table,)
