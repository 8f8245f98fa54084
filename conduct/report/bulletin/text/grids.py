"""The tables of documents: a run's standings, lines, consequences, sanctions, figures and incidents, of all units or of some.

What a cell says is what the tables on a terminal say, by the same functions; what is behind it is a number or a day again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from conduct.core.base.frozen import frozen
from conduct.core.base.once import cached_property
from conduct.core.base.words import Lang, clause_words
from conduct.core.duties.out import Gone
from conduct.core.duties.passed_over import NotRanked
from conduct.core.duties.sanction import SanctionFound
from conduct.core.law.points import Section
from conduct.core.law.sector import Sector
from conduct.core.scores.ended import Ended, Endings, endings, how_many
from conduct.core.scores.results import UnitResult

from ...details import LINE_FIGURES, contents_said, line_cells, line_codes, line_headings, sanction_amount, span, why_unranked
from ...labels import bracketed, colon, heading, joined, label, with_clause
from ...numbers import Numbers
from ...standings import section_heading
from ..document import Entry, Grid
from ..told import Told
from .tabling import number, tabled, whole
from .wording import clause_said

MOST_LISTED = 100_000
"""How many incidents a sheet lists at most; of more a spreadsheet can make nothing."""
Units = Sequence[UnitResult] | None
"""The units of a table; None for all, in the order of the standings."""


@frozen(slots=False)
class Grids:
    """The tables of what is told, in a language. Each is None where there is nothing to show in it.

    A table of one unit that was asked for alone has no columns for the unit.
    """

    told: Told
    lang: Lang

    @cached_property
    def numbers(self) -> Numbers:
        """How the run's figures are printed."""
        return Numbers(self.told.assessment)

    @cached_property
    def endings(self) -> Endings:
        """How each incident of the period ended."""
        return endings(self.told.ledger, self.told.assessment)

    # ---- results

    def standings(self, units: Units = None) -> Grid | None:
        """A row a unit: its rank, score, figures and sections, and why it has no rank."""
        law, numbers, lang = self.told.assessment.regulation, self.numbers, self.lang
        shown = self._units(units)
        columns: list[_Made] = []
        if law.standing is not None:
            columns.append(_Made(label("rank", lang), "number", lambda u: whole(u.rank)))
        columns += self._who(None)
        keys = len(columns)
        if len(kinds := {u.kind for u in self.told.assessment.units}) > 1:
            words = {k.code: k.words.said(lang) for k in self.told.assessment.sector.unit_kinds if k.code in kinds}
            columns.append(_Made(label("kind", lang), "text", lambda u: Entry(words[u.kind])))
        if law.sections:
            columns.append(_Made(label("score", lang), "number", lambda u: number(numbers.score(u))))
        for code, figure in {f.code: f for u in self.told.assessment.units for f in u.figures}.items():
            columns.append(_Made(figure.words.said(lang), "percent" if figure.form else "number", self._figure_of(code)))
        for section in law.sections:
            if not section.bonus:
                columns.append(_Made(section_heading(section, lang), "number", self._section_of(section)))
        if any(s.bonus for s in law.sections):
            columns.append(_Made(label("bonus", lang), "number", lambda u: number(numbers.written(u.bonus))))
        if any(u.unranked for u in shown):
            columns.append(_Made(label("unranked", lang), "text", self._why_unranked))
        named = [s for s in law.sections if not s.bonus and section_heading(s, lang) == s.id != s.words.said(lang)]
        note = joined((f"{s.id} {s.words.said(lang)}" for s in named), lang, ";")
        return self._made("standings", columns, shown, keys=keys, note=note)

    def lines(self, units: Units = None, *, ids: bool = False) -> Grid | None:
        """What each unit's incidents come to, by clause and item, without a rank rule's; with ``ids`` which they are."""
        return self._lines("lines", units, ranked=False, ids=ids)

    def ranks(self, units: Units = None, *, ids: bool = False) -> Grid | None:
        """The lines of the rank rules: in each channel a unit's count, index, average, place and points."""
        return self._lines("ranks", units, ranked=True, ids=ids)

    def _lines(self, code: str, units: Units, *, ranked: bool, ids: bool) -> Grid | None:
        a, numbers, lang = self.told.assessment, self.numbers, self.lang
        found = [(u, line) for u in self._units(units) for line in u.lines if ranked == (line.channel is not None)]
        rules = a.resolved.rankings
        said_above = ("clause", "item", "section") if ranked and len(rules) == 1 else ()
        codes = [c for c in line_codes(found)[1:] if c not in said_above] + (["incidents"] if ids else [])
        who = self._who(units)
        rows = []
        for unit, line in found:
            cells = line_cells(a, unit, line, numbers, lang) | {"clause": clause_said(line.clause, lang)}
            mine = [number(cells[c]) if c in LINE_FIGURES else Entry(cells[c]) for c in codes]
            rows.append([*(column.of(unit) for column in who), *mine])
        holds = ["number" if c in LINE_FIGURES else "ids" if c == "incidents" else "text" for c in codes]
        headings = list(zip(line_headings(a, codes, lang), holds, strict=True))
        caption = with_clause(rules[0].section.words.said(lang), rules[0].clause, lang) if said_above else ""
        return tabled(code, [*_headings(who), *headings], rows, keys=len(who) + 1, caption=caption)

    def outcomes(self, units: Units = None) -> Grid | None:
        """What follows beside points: vetoes, then outcomes, in the law's order, each with its clause and units."""
        law, lang = self.told.assessment.regulation, self.lang
        who = self._who(units)
        rows = []
        for veto in law.vetoes:
            for unit in self._units(units):
                for found in unit.vetoes:
                    if (found.veto.name, found.veto.clause) == (veto.name, veto.clause):
                        said = [heading(law.veto_words, lang), veto.words.said(lang), clause_said(veto.clause, lang)]
                        rows.append([*(c.of(unit) for c in who), *map(Entry, said), Entry(" ".join(found.incidents))])
        for outcome in law.outcomes:
            for unit in self._units(units):
                if any((o.name, o.clause) == (outcome.name, outcome.clause) for o in unit.outcomes):
                    said = [label("outcomes", lang), outcome.words.said(lang), clause_said(outcome.clause, lang), ""]
                    rows.append([*(c.of(unit) for c in who), *map(Entry, said)])
        unique = list({tuple(e.text for e in row): row for row in rows}.values())  # one provision may be declared in two ways
        headings = [(label(c, lang), holds) for c, holds in _OUTCOMES]
        return tabled("outcomes", [*_headings(who), *headings], unique, keys=len(who))

    def sanctions(self, units: Units = None) -> Grid | None:
        """On whom what sanction falls, for which incident, how much, and whether it is decided."""
        lang, who = self.lang, self._who(units)
        rows = [
            [
                *(c.of(unit) for c in who),
                Entry(self.bearer(found)),
                Entry(found.rule.words.said(lang)),
                Entry(clause_said(found.rule.clause, lang)),
                Entry(sanction_amount(found, lang)),
                Entry(found.incident),
                Entry(label("decided" if found.decided else "undecided", lang)),
            ]
            for unit in self._units(units)
            for found in unit.sanctions
        ]
        headings = [(label(c, lang), "text") for c in ("on", "sanction", "clause", "amount", "incident", "status")]
        return tabled("sanctions", [*_headings(who), *headings], rows, keys=len(who) + 1)

    def persons(self, units: Units = None) -> Grid | None:
        """What a unit's sanctions take from each person in all."""
        lang, who = self.lang, self._who(units)
        rows = [
            [*(c.of(unit) for c in who), Entry(self.person(person.unit)), number(span(person.months))]
            for unit in self._units(units)
            for person in unit.persons
        ]
        headings = [(label("person", lang), "text"), (label("months_withheld", lang), "number")]
        return tabled("persons", [*_headings(who), *headings], rows, keys=len(who) + 1, caption=label("persons", lang))

    def figures(self, units: Units = None) -> Grid | None:
        """The figures shown beside the standing: each with its clause and the incidents behind it."""
        lang, who = self.lang, self._who(units)
        rows = [
            [
                *(c.of(unit) for c in who),
                Entry(figure.words.said(lang)),
                Entry(clause_said(figure.clause, lang)),
                number(self.numbers.alone(figure)),
                whole(figure.count),
            ]
            for unit in self._units(units)
            for figure in unit.figures
        ]
        headings = [(label("figure", lang), "text"), (label("clause", lang), "text"), (label("value", lang), "number")]
        headings.append((label("incidents_behind", lang), "number"))
        return tabled("figures", [*_headings(who), *headings], rows, keys=len(who) or 1)

    def checks(self, units: Units = None) -> Grid | None:
        """How often each content of a checklist was met, of how many times it was checked."""
        a, who = self.told.assessment, self._who(units)
        contents = list(dict.fromkeys(check.clause for unit in a.units for check in unit.checks))
        rows = []
        for unit in self._units(units):
            found = {c.clause: f"{c.met}/{c.checked}" for c in unit.checks}
            if found:
                rows.append([*(c.of(unit) for c in who), *(Entry(found.get(c, "")) for c in contents)])
        named = zip(contents, contents_said(a, contents, self.lang), strict=True)
        headings = [(clause_said(c, self.lang) if said == clause_words(c, self.lang) else said, "text") for c, said in named]
        caption = label("checks", self.lang)
        return tabled("checks", [*_headings(who), *headings], rows, keys=len(who), caption=caption)

    def duties(self, units: Units = None) -> Grid | None:
        """How many duties of the period were met, breached, and are pending."""
        lang, who = self.lang, self._who(units)
        rows = [
            [*(c.of(unit) for c in who), *map(whole, (unit.duties.met, unit.duties.breached, unit.duties.pending))]
            for unit in self._units(units)
            if unit.duties.met or unit.duties.breached or unit.duties.pending
        ]
        headings = [(label(c, lang), "number") for c in ("duties_met", "duties_breached", "duties_pending")]
        return tabled("duties", [*_headings(who), *headings], rows, keys=len(who))

    # ---- incidents one by one

    def incidents(self, units: Units = None) -> Grid | None:
        """Every incident of the period, with its text and how it ended; for a spreadsheet. None where there are too many."""
        if self._too_many:
            return None
        rows = [[*self._incident(one), Entry(self._ended(one)), Entry(one.text or "")] for one in self._listed(units)]
        codes = (("incident", "text"), ("unit", "text"), ("name", "text"), ("item", "text"), ("date", "date"))
        headings = [(label(c, self.lang), holds) for c, holds in (*codes, ("how_ended", "text"), ("text", "text"))]
        return tabled("incidents", headings, rows)

    def excused(self, units: Units = None) -> Grid | None:
        """Incidents that count for nothing, or not yet: let off, out or waiting, with the reason; and breaches out."""
        if self._too_many:
            return None
        listed, set_aside = self._listed(units), ("excused", "pending", "out")
        rows = [[*self._incident(one), Entry(self._ended(one))] for one in listed if one.end in set_aside]
        by_id = {one.incident: one for one in listed}
        for gone in self.endings.breaches:
            if (one := by_id.get(gone.incident)) is not None:
                words = Entry(self._kind_said(gone.breach or gone.kind))
                cells = self._incident(one)
                rows.append([*cells[:3], words, cells[4], Entry(self._out_said(gone))])
        codes = (("incident", "text"), ("unit", "text"), ("name", "text"), ("item", "text"), ("date", "date"))
        headings = [(label(c, self.lang), holds) for c, holds in (*codes, ("how_ended", "text"))]
        if units is not None and len(units) == 1:
            rows, headings = [[row[0], *row[3:]] for row in rows], [headings[0], *headings[3:]]
        return tabled("excused", headings, rows)

    # ---- what they are made of

    def person(self, unit: str | None) -> str:
        """Whom a sanction falls on, by name; with the id where another of that name bears one too."""
        names = self.told.assessment.names
        name = names.get(unit or "", "")
        if not unit or not name:
            return unit or label("unknown", self.lang)
        return name if self._of_name[name] < 2 else f"{name}{bracketed(unit, self.lang)}"

    def bearer(self, found: SanctionFound) -> str:
        """Whom a sanction falls on."""
        return self.person(found.on)

    @cached_property
    def _too_many(self) -> bool:
        """Whether the period has more incidents than are listed one by one."""
        return how_many(self.told.ledger, self.told.assessment) > MOST_LISTED

    @cached_property
    def _of_name(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for name in self.told.assessment.names.values():
            found[name] = found.get(name, 0) + 1
        return found

    def _units(self, units: Units) -> Sequence[UnitResult]:
        return self.told.assessment.units if units is None else units

    def _who(self, units: Units) -> list[_Made]:
        """The columns of the unit, where there may be several."""
        if units is not None and len(units) == 1:
            return []
        codes: list[tuple[str, Callable[[UnitResult], Entry]]] = [
            ("unit", lambda u: Entry(u.unit)),
            ("name", lambda u: Entry(u.name)),
        ]
        return [_Made(label(code, self.lang), "text", of) for code, of in codes]

    def _figure_of(self, code: str) -> Callable[[UnitResult], Entry]:
        def of(unit: UnitResult) -> Entry:
            return next((number(self.numbers.alone(f)) for f in unit.figures if f.code == code), Entry(""))

        return of

    def _section_of(self, section: Section) -> Callable[[UnitResult], Entry]:
        def of(unit: UnitResult) -> Entry:
            return number(self.numbers.written(next((s.score for s in unit.sections if s.section.id == section.id), None)))

        return of

    def _why_unranked(self, unit: UnitResult) -> Entry:
        said = (why_unranked(self.told.assessment, self.passed_over(why), self.lang, codes=False) for why in unit.unranked)
        return Entry(joined(said, self.lang, ";"))

    def passed_over(self, why: NotRanked) -> NotRanked:
        """Why a unit has no rank, as these tables may say it."""
        return why

    def _listed(self, units: Units) -> list[Ended]:
        """The incidents of some units, in the units' order; with no choice those of no assessed unit too, at the end."""
        place = {unit.unit: n for n, unit in enumerate(self._units(units))}
        found = (one for one in self.endings.incidents if units is None or one.home in place)
        return sorted(found, key=lambda one: (place.get(one.home or "", len(place)), one.date, one.incident))

    def _incident(self, one: Ended) -> list[Entry]:
        unit = one.home or one.unit
        day = Entry(one.date, date.fromisoformat(one.date))
        return [Entry(one.incident), Entry(unit), Entry(self._names.get(unit, "")), Entry(self._kind_said(one.kind)), day]

    @cached_property
    def _names(self) -> dict[str, str]:
        return {unit.unit: unit.name for unit in self.told.assessment.units}

    def _kind_said(self, code: str) -> str:
        kind = self.told.assessment.sector.kind_by_code.get(code)
        return kind.words.said(self.lang) if kind is not None else code

    def _ended(self, one: Ended) -> str:
        """How an incident ended, and where it is set aside, why."""
        if one.gone is not None:
            return self._out_said(one.gone)
        kind = self.told.assessment.sector.kind_by_code.get(one.kind)
        why = kind.excused if kind is not None and one.end == "excused" else None
        found = {c: one.values.get(c) for c in sorted(why.columns() if why is not None else ())}
        said = values_said(self.told.assessment.sector, found, self.lang)
        return label(one.end, self.lang) + (bracketed(said, self.lang) if said else "")

    def _out_said(self, gone: Gone) -> str:
        step = self.told.assessment.sector.step_by_code[gone.step].words.said(self.lang)
        reason = f"{colon(self.lang)}{gone.reason}" if gone.reason else ""
        words = (step, gone.by, gone.date, reason) if gone.by else (step, gone.date, reason)
        return label("out_by" if gone.by else "out_on", self.lang).format(*words)

    def _made(
        self, code: str, columns: Sequence[_Made], units: Iterable[UnitResult], *, keys: int = 1, note: str = ""
    ) -> Grid | None:
        rows = [[column.of(unit) for column in columns] for unit in units]
        return tabled(code, [*_headings(columns)], rows, keys=keys, note=note)


@frozen
class _Made:
    """A column that is made of units: its heading, what it holds, and its cell."""

    heading: str
    holds: str
    of: Callable[[UnitResult], Entry]


_OUTCOMES = (("consequence", "text"), ("content", "text"), ("clause", "text"), ("incidents", "ids"))


def _headings(columns: Iterable[_Made]) -> Iterator[tuple[str, str]]:
    return ((column.heading, column.holds) for column in columns)


def values_said(sector: Sector, values: Mapping[str, object], lang: Lang) -> str:
    """Attributes of an incident with their values, in words; of one that is yes, or not known, its words alone."""
    said = []
    for code, value in values.items():
        if (attribute := sector.incident_attributes.get(code)) is not None:
            words = attribute.words.said(lang)
            if value == 0 and attribute.words.zh.startswith("是否"):  # 是否属实：否 is no sentence
                said.append(f"经核实不{words.removeprefix('是否')}" if lang == "zh" else f"not {words}")
            else:
                means = label("no", lang) if value == 0 else attribute.said(str(value)).said(lang)
                said.append(words + ("" if value in (1, None) else f"{colon(lang)}{means}"))
    return joined(said, lang)
