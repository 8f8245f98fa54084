"""The decision on one person on whom a sanction fell: facts, clauses, sanctions, who decided and why; what is open is no part."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from conduct.core.base.faults import Fault, Problem, Value, fault
from conduct.core.base.frozen import frozen
from conduct.core.base.once import cached_property
from conduct.core.base.words import Lang, Words, clause_words
from conduct.core.duties.sanction import HEAD, SanctionFound
from conduct.core.law.conditions import Stored
from conduct.core.law.consequence import OnPerson
from conduct.core.law.model import Attribute, Options, YesNo
from conduct.core.law.sector import Sector
from conduct.core.law.terms import quotes_of
from conduct.core.scores.results import UnitResult
from conduct.core.scores.unsettled import APPEAL, Open, open_sanctions

from ...case import attribute_words
from ...details import instead_words, sanction_amount
from ...labels import colon, joined
from ...tables import printed
from ..document import Bulletin, Element, Heading, Paragraph
from ..letterhead import Letterhead
from ..told import Told
from .discretion import Discretion, discretion_on
from .entered import ActionEntered, IncidentEntered, entered, taken
from .letter_words import said
from .public import summed
from .signing import given, signed
from .unit_told import ended, law_said, quotes, sentence
from .verification import verification
from .wording import clause_said, day_said, numbered, period_said


def decision(told: Told, letterhead: Letterhead, lang: Lang, unit: str) -> Bulletin:
    """The decision on a person.

    Raises `Fault` ``decision-unit`` for an assessed unit, ``decision-nobody`` where no sanction falls on the person, and
    ``decision-open`` where none is decided, which names what is open.
    """
    a = told.assessment
    one = _DecisionText(told, letterhead, lang, unit)
    if any(result.unit == unit for result in a.units):
        raise fault("decision-unit", id=unit, name=one.name)
    if not one.found:
        name = a.names.get(unit, "")
        bracketed = Words(f"（{name}）", f" ({name})") if name else Words(" ", "")
        raise fault("decision-nobody", id=unit, name=bracketed, period=a.period.id)
    if not one.decided:
        raise Fault(_open(told, found) for found in one.found)
    return signed(
        told,
        evolve(letterhead, to=""),  # it goes to the person, and has no addressee
        lang,
        kind="decision",
        title=said("decision_title", lang, name=one.name),
        to="",
        body=tuple(numbered(one.body(), lang)),
        annexes=(),
        check=verification(told, "decision", lang, one.name, one.pending()),
        unit=unit,
    )


def decided_on(told: Told) -> list[str]:
    """The people on whom a sanction of the run stands decided, by id."""
    a = told.assessment
    kinds = {unit.id: unit.kind for unit in told.units.values()}
    found = {s.on for unit in a.units for s in unit.sanctions if s.decided and s.on is not None}
    return sorted(on for on in found if kinds.get(on) not in a.sector.assessed)


def _open(told: Told, found: SanctionFound) -> Problem:
    name = told.assessment.names.get(found.on or "", "")
    clause = Words(clause_words(found.rule.clause, "zh"), clause_words(found.rule.clause, "en"))
    values: dict[str, Value] = {
        "name": name,
        "sanction": found.rule.words,
        "clause": clause,
        "incident": found.incident,
    }
    return Problem("decision-open", values)


@frozen(slots=False)
class _DecisionText:
    """The parts of a decision."""

    told: Told
    letterhead: Letterhead
    lang: Lang
    person: str

    @cached_property
    def found(self) -> list[SanctionFound]:
        """Every sanction on the person, by incident's day, then id."""
        mine = [s for unit in self.told.assessment.units for s in unit.sanctions if s.on == self.person]
        return sorted(mine, key=lambda s: (s.date, s.incident))

    @cached_property
    def decided(self) -> list[SanctionFound]:
        """Those that stand decided."""
        return [s for s in self.found if s.decided]

    @cached_property
    def results(self) -> list[UnitResult]:
        """The assessed units for whose incidents a sanction falls on him."""
        return [unit for unit in self.told.assessment.units if any(s.on == self.person for s in unit.sanctions)]

    @property
    def name(self) -> str:
        """The person's name."""
        return self.told.names.get(self.person, self.person)

    @cached_property
    def discretion(self) -> Discretion:
        """What may be quoted to the one complained about."""
        units = sorted({s.unit for s in self.found})
        return discretion_on(self.told, units, self.lang)

    @cached_property
    def facts(self) -> dict[str, IncidentEntered]:
        """The incidents of the sanctions that are decided, as they were entered."""
        return entered(self.told.ledger, self.told.assessment.sector, {s.incident for s in self.decided})

    @cached_property
    def actions(self) -> list[ActionEntered]:
        """What was done about them."""
        return taken(self.told.ledger, self.told.assessment.sector, set(self.facts))

    def named(self, by: str | None) -> str:
        """Who acted, by name; the complainant as just that."""
        return self.discretion.person(by, self.told.names)

    # ---- the text

    def body(self) -> Iterator[Element]:
        """Who it is about, the facts, the words of the law, what is decided, how to appeal."""
        a, lang = self.told.assessment, self.lang
        unit = self.told.units[self.person]
        kind = next(k.words.said(lang) for k in a.sector.unit_kinds if k.code == unit.kind)
        post = said("decision_post", lang, unit=self.told.names[unit.parent]) if unit.parent in self.told.names else ""
        about = {"name": self.name, "kind": kind, "post": post, "period": period_said(a.period, lang)}
        if self.letterhead.opening:
            yield Paragraph(self.letterhead.opening)
        yield Paragraph(said("decision_opening", lang, law=law_said(self.told, lang), **about))
        yield Heading(said("decision_facts", lang))
        for one in sorted(self.facts.values(), key=lambda fact: (fact.date, fact.incident)):
            yield from self._fact(one)
        yield Heading(said("decision_grounds", lang))
        grounds = [{"clause": s.rule.clause, "quotes": quotes_of(s.rule.quote)} for s in self.decided]
        yield from quotes(grounds, lang)
        yield Heading(said("decision_itself", lang))
        yield from self._items()
        yield from self._months()
        yield from self._gave_way()
        yield Heading(said("decision_objecting", lang))
        yield Paragraph(said("decision_objecting_said", lang))
        yield Paragraph(ended(said("objecting_when", lang, said=given(self.letterhead.objections, "objections", lang)), lang))

    def _fact(self, one: IncidentEntered) -> Iterator[Element]:
        """An incident: what it is, its text, what was found about it, by whom."""
        sector, lang = self.told.assessment.sector, self.lang
        kind = sector.kind_by_code[one.kind]
        words = {"day": day_said(one.date, lang), "unit": self.told.names.get(one.unit, one.unit), "incident": one.incident}
        text = said("decision_fact", lang, kind=kind.words.said(lang), **words)
        values = [
            said_value(sector, attribute, one.values[attribute.code], lang)
            for attribute in kind.attributes
            if isinstance(attribute.type, Options | YesNo)
            and attribute.code not in sector.found_attributes
            and one.values.get(attribute.code)
        ]
        if values:
            text += ("" if lang == "zh" else " ") + said("decision_said", lang, said=joined(values, lang, ";"))
        yield Paragraph(text)
        if one.text:
            yield Paragraph(ended(said("decision_text", lang, text=self.discretion.quoted(one.text)), lang))
        for action in self.actions:
            step = sector.step_by_code.get(action.step)
            if step is not None and step.finds is not None and action.incident == one.incident:
                value = action.values.get(step.finds.by.code)
                plain = isinstance(step.finds.by.type, YesNo) and value is not None
                result = said(f"found_{int(bool(value))}", lang) if plain else said_value(sector, step.finds.by, value, lang)
                by = self.named(action.by)
                found = {"day": day_said(action.date, lang), "by": by, "step": step.words.said(lang), "said": result}
                yield Paragraph(said("decision_found" if by else "decision_found_nobody", lang, **found))

    def _items(self) -> Iterator[Element]:
        """Each sanction that is decided, and by whom."""
        by_id = {action.action: action for action in self.actions}
        for n, found in enumerate(self.decided, 1):
            parts = [sentence(self._item(found)), self._by_whom(by_id.get(found.action or ""))]
            yield Paragraph(f"{n}. " + ("" if self.lang == "zh" else " ").join(parts))

    def _item(self, found: SanctionFound) -> str:
        amount = self.discretion.quoted(sanction_amount(found, self.lang))
        words = found.rule.words.said(self.lang)
        amount = amount and (f"{amount}" if self.lang == "zh" and amount[:1].isdigit() else f"{colon(self.lang)}{amount}")
        clause = clause_said(found.rule.clause, self.lang)
        values = {"words": words, "amount": amount, "clause": clause, "incident": found.incident, "role": self._role(found)}
        return said("decision_item", self.lang, **values)

    def _role(self, found: SanctionFound) -> str:
        """As whom he bears it."""
        if found.role == HEAD or not isinstance(found.rule.on, OnPerson):
            return said("decision_head", self.lang)
        return said("decision_role", self.lang, role=found.rule.on.attribute.words.said(self.lang))

    def _by_whom(self, action: ActionEntered | None) -> str:
        """Who decided how much, when and why; or that the text does."""
        lang = self.lang
        if action is None:
            return said("by_text", lang)
        reason = said("by_reason", lang, reason=self.discretion.quoted(action.reason)) if action.reason else ""
        by = self.named(action.by)
        return said("by_person" if by else "by_nobody", lang, by=by, day=day_said(action.date, lang), reason=reason)

    def _months(self) -> Iterator[Element]:
        """What the months of bonus come to."""
        fixed = [s.months[0] for s in self.decided if s.months is not None]
        if not fixed:
            return
        yield Paragraph(said("months_summed", self.lang, months=printed(summed(fixed))))

    def pending(self) -> list[Open]:
        """What nobody has decided of the person: sanctions, and appeals against what they rest on."""
        a, on = self.told.assessment, self.person
        appeals = [one for one in a.open if one.what == APPEAL and one.incident in self.facts]
        mine = [evolve(unit, sanctions=[s for s in unit.sanctions if s.on == on]) for unit in self.results]
        return [*appeals, *open_sanctions(mine, a.names)]

    def _gave_way(self) -> Iterator[Element]:
        for found in (s for unit in self.told.assessment.units for s in unit.gave_way if s.on == self.person):
            words = {"what": found.rule.words.said(self.lang), "clause": clause_said(found.rule.clause, self.lang)}
            words |= {"incident": found.incident, "who": self._role(found), "instead": instead_words(found, self.lang)}
            yield Paragraph(sentence(said("gave_way", self.lang, **words)))


def said_value(sector: Sector, attribute: Attribute, value: Stored, lang: Lang) -> str:
    """What an attribute says of an incident; a yes of an incident by its words alone."""
    words = attribute.words.said(lang)
    if isinstance(attribute.type, YesNo) and value and attribute.code in sector.incident_attributes:
        return words
    return said("decision_value", lang, words=words, value=attribute_words(sector, attribute, value, lang))
