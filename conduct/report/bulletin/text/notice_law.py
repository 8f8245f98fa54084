"""The parts of a notice that follow from the law: outcomes, vetoes, sanctions and breaches, by clause and in its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from conduct.core.base.frozen import frozen
from conduct.core.base.once import cached_property
from conduct.core.duties.sanction import SanctionFound
from conduct.core.law.consequence import Outcome, Veto
from conduct.core.law.terms import Quote, quotes_of
from conduct.core.scores.results import Line, UnitResult

from ...arithmetic import rule_of
from ...details import sanction_amount
from ...labels import bracketed, heading, joined, label
from ..document import Element, Heading, Paragraph
from .discretion import LEFT_OUT
from .entered import IncidentEntered, entered
from .notice_part import NoticePart
from .public import by_clause, unnamed
from .sentences import said
from .wording import clause_said, day_said

Provided = TypeVar("Provided", Outcome, Veto)
_MOST_UNITS = 10  # of which each breach is told in the text


@frozen(slots=False)
class NoticeLaw(NoticePart):
    """The parts, as blocks, in the law's order."""

    def outcomes(self) -> Iterator[Element]:
        """Who is commended, criticised and the like, each with the clause and its words."""
        quoted: set[str] = set()
        alike: dict[str, list[tuple[Outcome, list[UnitResult]]]] = {}
        for outcome in _once(self.a.resolved.outcomes):
            units = [u for u in self.a.units if any((o.name, o.clause) == (outcome.name, outcome.clause) for o in u.outcomes)]
            if units and (not outcome.periods or self.a.period.kind in outcome.periods):
                alike.setdefault(heading(outcome.words, self.lang), []).append((outcome, units))
        for words, several in alike.items():
            alone = len(several) == 1
            yield Heading(self._by_clause(words, several[0][0].clause) if alone else words, 2)
            for outcome, units in several:
                named = self._named(self._with_rank(u) for u in units)
                clause = self._under(outcome.clause)
                yield Paragraph(named if alone else said("named_under", self.lang, clause=clause, units=named))
                yield from self._law(outcome.clause, outcome.quote, quoted)

    def vetoes(self) -> Iterator[Element]:
        """Whom a veto hits, by which incidents."""
        quoted: set[str] = set()
        for veto in _once(self.a.resolved.vetoes):
            hit = [(u, v) for u in self.a.units for v in u.vetoes if (v.veto.name, v.veto.clause) == (veto.name, veto.clause)]
            if not hit:
                continue
            yield Heading(self._by_clause(heading(veto.words, self.lang), veto.clause), 2)
            for unit, found in hit:
                incidents = joined((self.incident(one) for one in sorted(found.incidents, key=self._when)), self.lang)
                yield Paragraph(said("veto_unit", self.lang, unit=self.called(unit), incidents=incidents))
            for _, found in hit:
                yield from self._law(veto.clause, found.veto.quote, quoted)

    def sanctions(self) -> Iterator[Element]:
        """Each unit's sanctions by the incident for which they fall, on whom and how much; those that wait for a decision on a
        person are counted alone. Then the words that they rest on."""
        lang = self.lang
        fallen = [(u, s) for u in self.a.units for s in u.sanctions]
        if not fallen:
            return
        people = {s.on for u, s in fallen if s.on not in (None, u.unit)}
        fixed = sum(s.decided for _, s in fallen)
        counts = {"n": len(fallen), "units": len({u.unit for u, _ in fallen}), "people": len(people)}
        yield Paragraph(said("sanctions_total", lang, fixed=fixed, open=len(fallen) - fixed, **counts))
        for unit in self.a.units:
            by_incident: dict[str, list[SanctionFound]] = {}
            waiting = [found for found in unit.sanctions if unnamed(found)]
            for found in (one for one in unit.sanctions if not unnamed(one)):
                by_incident.setdefault(found.incident, []).append(found)
            if by_incident or waiting:
                yield Heading(self.called(unit), 2)
            for incident in sorted(by_incident, key=self._when):
                yield Paragraph(self._for_incident(incident, by_incident[incident]))
            if waiting:
                words = {"clauses": by_clause(waiting, lang), "names": LEFT_OUT.said(lang)}
                yield Paragraph(said("open_people_here", lang, **words))
        yield Heading(said("by_words", lang).rstrip("：:"), 2)
        used = {s.rule.clause for _, s in fallen}
        for clause in dict.fromkeys(rule.clause for rule in self.a.resolved.sanctions if rule.clause in used):
            yield from self._whole(clause)

    def lines(self) -> Iterator[Element]:
        """Where the law gives no points: what was not done, by clause, and at whom; with the words of the clause."""
        if self.a.regulation.sections or len(self.a.units) > _MOST_UNITS:
            return
        lines = [(u, line) for u in self.a.units for line in u.lines if line.channel is None]
        order = {clause.id: n for n, clause in enumerate(self.a.regulation.text.clauses)}
        quoted: set[str] = set()
        for clause in sorted({line.clause for _, line in lines}, key=lambda c: order.get(c, len(order))):
            mine = [(u, line) for u, line in lines if line.clause == clause]
            of_units: dict[str, list[str]] = {}
            for unit, line in mine:
                of_units.setdefault(self.called(unit), []).append(self._line(line))
            each = (said("line_at", self.lang, unit=unit, lines=joined(found, self.lang)) for unit, found in of_units.items())
            yield Heading(said("under", self.lang, clause=self._under(clause)), 2)
            yield Paragraph(said("unit_named", self.lang, units=joined(each, self.lang, ";")))
            for _, line in mine:
                rule = rule_of(self.a.resolved, line)
                if rule is not None:
                    yield from self._law(clause, rule.quote, quoted)

    # ---- what they are made of

    def incident(self, incident: str) -> str:
        """An incident as a sentence names it: its kind, day and id."""
        found = self._incidents.get(incident)
        if found is None:
            return said("unknown_incident", self.lang, id=incident)
        declared = self.a.sector.kind_by_code.get(found.kind)
        words = declared.words.said(self.lang) if declared is not None else found.kind
        return said("incident", self.lang, day=day_said(found.date, self.lang), kind=words, id=incident)

    def _when(self, incident: str) -> tuple[str, str]:
        """By what incidents stand in order: their day, then their id."""
        found = self._incidents.get(incident)
        return found.date if found is not None else "", incident

    @cached_property
    def _incidents(self) -> Mapping[str, IncidentEntered]:
        """Each incident that a veto or a sanction rests on, as it was entered."""
        ids = {i for u in self.a.units for v in u.vetoes for i in v.incidents}
        ids |= {s.incident for u in self.a.units for s in u.sanctions}
        return entered(self.grids.told.ledger, self.a.sector, ids)

    def _named(self, units: Iterable[str]) -> str:
        named = list(units)
        return said("units_named", self.lang, n=len(named), units=joined(named, self.lang))

    def _with_rank(self, unit: UnitResult) -> str:
        points = self.grids.numbers.score(unit)
        code = "with_rank" if unit.rank and points else "with_rank_alone" if unit.rank else "with_points" if points else ""
        called = self.called(unit)
        return said(code, self.lang, unit=called, rank=unit.rank, points=points) if code else called

    def _for_incident(self, incident: str, found: Sequence[SanctionFound]) -> str:
        """All that falls for one incident; a clause that is that of all is said once."""
        lang, clauses = self.lang, {one.rule.clause for one in found}
        alone = len(clauses) == 1
        sanctions = joined(self._on_each(found, with_clauses=not alone), lang, ";")
        named = self.incident(incident)
        if not alone:
            return said("sanction_for", lang, incident=named, sanctions=sanctions)
        return said("sanction_under", lang, incident=named, clause=self._under(found[0].rule.clause), sanctions=sanctions)

    def _under(self, clause: str) -> str:
        """A clause as a sentence rests on it; a bare number with what it is."""
        words = clause_said(clause, self.lang)
        return f"{label('clause', self.lang)} {words}" if words[0].isdigit() else words

    def _by_clause(self, words: str, clause: str) -> str:
        return words + bracketed(clause_said(clause, self.lang), self.lang)

    def _on_each(self, found: Iterable[SanctionFound], *, with_clauses: bool) -> Iterator[str]:
        """What falls on each, for one incident."""
        by_bearer: dict[str | None, list[SanctionFound]] = {}
        for one in found:
            by_bearer.setdefault(one.on, []).append(one)
        for on, mine in by_bearer.items():
            sanctions = joined((self.sanction(one, with_clauses=with_clauses) for one in mine), self.lang)
            yield said("sanction_on", self.lang, on=self.grids.person(on), sanctions=sanctions)

    def sanction(self, found: SanctionFound, *, with_clauses: bool) -> str:
        """A sanction in words: what it is, how much, by which clause if that is asked for, and whether it waits."""
        lang, amount, words = self.lang, sanction_amount(found, self.lang), found.rule.words.said(self.lang)
        if amount:
            measured = found.months is not None or found.percent is not None
            words = said("sanction_amount" if measured else "sanction_degree", lang, words, amount)
        words = self._by_clause(words, found.rule.clause) if with_clauses else words
        return words if found.decided else said("sanction_open", lang, words)

    def _line(self, line: Line) -> str:
        words = line.words or self.a.sector.kind_by_code[line.kind].words
        return said("line", self.lang, words=words.said(self.lang), n=line.count)

    def _whole(self, clause: str) -> Iterator[Element]:
        """The whole words of a clause, as its parts are read together."""
        text = self.a.regulation.text
        for line in text.clause(clause).body.splitlines() if text.has_clause(clause) else ():
            if line.strip():
                yield Paragraph(said("quoted", self.lang, clause=clause_said(clause, self.lang), quote=line.strip()), "law")

    def _law(self, clause: str, quote: Quote, quoted: set[str]) -> Iterator[Element]:
        """The law's own words, each once in a part."""
        for words in quotes_of(quote):
            if words not in quoted:
                quoted.add(words)
                yield Paragraph(said("quoted", self.lang, clause=clause_said(clause, self.lang), quote=words), "law")


def _once(provisions: Iterable[Provided]) -> list[Provided]:
    """Each consequence of a clause once, where several provisions bring it."""
    found: dict[tuple[str, str], Provided] = {}
    for one in provisions:
        found.setdefault((one.name, one.clause), one)
    return list(found.values())
