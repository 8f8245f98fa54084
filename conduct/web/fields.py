"""The fields of a form, made from what a sector declares: nothing of a sector is known here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice

from attrs import evolve

from conduct.core.base.faults import Fault, Problem
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, Words, codes_listed
from conduct.core.law import model as m
from conduct.core.law.duty import After, Has
from conduct.core.law.sector import REQUIRED_COLUMNS, Sector
from conduct.core.ledger.units import Unit
from conduct.loading.headers import column_words
from conduct.report.template import choices

CHOSEN_AMONG = 300
"""How many units a form offers to choose among; where there are more, the id is written."""
_LONG = ("text", "reason", "note")


@frozen
class Field:
    """One cell of a form: its column, its words, how it is filled (``text``, ``long``, ``date``, ``number`` or ``choice``), what
    it offers, whether it must be filled, and what stands in it.

    ``scale`` are the bounds of a number; ``asked`` says why a blank is asked about, though it may stand: what it breaches;
    ``blank`` is the code of the pages' words for what a blank comes to.
    """

    column: str
    words: str
    how: str
    offers: tuple[tuple[str, str], ...] = ()
    required: bool = False
    value: str = ""
    scale: tuple[str, str] = ("", "")
    asked: Words | None = None
    blank: str = ""

    @property
    def control(self) -> str:
        """How a browser is asked for it: a day is picked, but one that is written wrongly stays a text, or it would be gone."""
        if self.how != "date":
            return "text"
        with suppress(ValueError):
            if not self.value or date.fromisoformat(self.value).isoformat() == self.value:
                return "date"
        return "text"

    @property
    def settled(self) -> bool:
        """Whether there is nothing to choose: it must be filled, and one thing alone is offered."""
        return self.required and len(self.offers) == 1

    def needed(self) -> Field:
        """The same, to be filled in."""
        return evolve(self, required=True)


def incident_fields(
    sector: Sector,
    kind: m.Kind,
    given: Mapping[str, str],
    lang: Lang,
    today: str,
    units: Mapping[str, Unit] | None = None,
    *,
    new: bool = False,
    marked: bool = False,
) -> list[Field]:
    """What a case of a kind says, less that it was taken in on its day, which nobody says of himself, unless it is ``marked`` so;
    a ``new`` one its id too, which is given where it is blank. ``units`` are those that are offered where one is to be named.
    """
    own = [a.code for a in kind.attributes if marked or a is not kind.entered]
    columns = ["unit", "date", *own, "complainant", "source", *(["incident"] if new else []), "text"]
    attributes = {a.code: a for a in kind.attributes}
    found = _fields(sector, "incidents", columns, attributes, {"date": today, **given}, lang=lang, units=units)
    return [evolve(one, required=False, blank="blank-is-next") if one.column == "incident" else one for one in found]


def step_fields(
    sector: Sector,
    step: m.Step,
    given: Mapping[str, str],
    lang: Lang,
    today: str,
    units: Mapping[str, Unit] | None = None,
    *,
    day: str = "",
) -> list[Field]:
    """What a step on a case is entered with; ``units`` as for `incident_fields`, ``day`` is what it has unless it says one."""
    columns = ["date", *(a.code for a in step.attributes), "by", "reason", "note"]
    columns = [c for c in dict.fromkeys(columns) if c != "note" or c not in step.requires]
    own = {a.code: a for a in step.attributes}
    found = _fields(
        sector, "actions", columns, own, {"date": today, **given}, lang=lang, required=step.requires, units=units, day=day
    )
    asked = asked_for(sector, step)
    return [evolve(one, asked=asked.get(one.column)) for one in found]


def asked_for(sector: Sector, step: m.Step) -> dict[str, Words]:
    """The columns of a step that may be blank and are asked for all the same: what a duty wants said with the step itself, by the
    duty's words, and the mark of a scale.
    """
    found: dict[str, Words] = {}
    for one in step.attributes:
        if one.required or one.code in step.requires:
            continue
        if isinstance(one.type, m.Number) and one.type.low is not None and one.type.high is not None:
            found[one.code] = Words("评分", "a score")
        for law in sector.regulations:
            for duty in law.duties:
                if isinstance(duty.trigger, After) and duty.trigger.step == step and duty.expect == Has(one.given()):
                    found[one.code] = duty.words
    return found


def _fields(
    sector: Sector,
    table: str,
    columns: Sequence[str],
    attributes: Mapping[str, m.Attribute],
    given: Mapping[str, str],
    *,
    lang: Lang,
    required: Sequence[str] = (),
    units: Mapping[str, Unit] | None = None,
    day: str = "",
) -> list[Field]:
    must = {*REQUIRED_COLUMNS[table], *required, *(a.code for a in attributes.values() if a.required)}
    found = []
    for column in dict.fromkeys(columns):
        of = attributes[column].type if column in attributes else None
        known = of.words if isinstance(of, m.Options) else choices(sector, table, column)
        offers = tuple((code, words.said(lang)) for code, words in known.items())
        if isinstance(of, m.UnitId) and units is not None:
            offers = _units_of(of, units, given.get("date") or day, lang)
        how = (
            "choice" if offers else "long" if column in _LONG else "date" if column == "date" or isinstance(of, m.Day) else "text"
        )
        words = column_words(sector, table, column).said(lang)
        blank = "blank-is-no" if isinstance(of, m.YesNo) and column not in must else ""
        found.append(Field(column, words, how, offers, column in must, given.get(column, ""), _scale(of), blank=blank))
    return found


def _scale(of: object) -> tuple[str, str]:
    """The bounds of a number, where it has both."""
    if not isinstance(of, m.Number) or of.low is None or of.high is None:
        return "", ""
    return str(of.low), str(of.high)


def _units_of(of: m.UnitId, units: Mapping[str, Unit], day: str, lang: Lang) -> tuple[tuple[str, str], ...]:
    """The units that may be named, with their names, those that there are on a day first; none where there are too many to choose
    among.
    """
    able = few(unit for unit in units.values() if not of.kinds or unit.kind in of.kinds)
    return tuple((unit.id, f"{unit.name} ({unit.id}){not_there(unit, day, lang)}") for unit in there_first(able, day))


def there_first(units: Iterable[Unit], day: str) -> list[Unit]:
    """Units in their order, those that there are not on a day at the end; a case of another day may be about one of them."""
    return sorted(units, key=lambda unit: bool(not_there(unit, day, "en")))


def not_there(unit: Unit, day: str, lang: Lang) -> str:
    """Until or from when a unit is there, in words, where it is not on a day; empty where it is, and for what is no day."""
    with suppress(ValueError):
        on = date.fromisoformat(day).isoformat()
        if unit.closes and unit.closes < on:
            return Words(f"（至 {unit.closes}）", f" (until {unit.closes})").said(lang)
        if unit.opens and unit.opens > on:
            return Words(f"（自 {unit.opens}）", f" (from {unit.opens})").said(lang)
    return ""


def few(units: Iterable[Unit]) -> list[Unit]:
    """The units among which to choose; none where they are too many, of which no more are looked at than that takes."""
    found = list(islice(units, CHOSEN_AMONG + 1))
    return found if len(found) <= CHOSEN_AMONG else []


def offered_alone(given: Mapping[str, str], columns: Sequence[str]) -> None:
    """Raises `Fault` ``field-not-offered`` for a cell that a form does not have: no form takes another's step or case."""
    if strange := [column for column in given if column not in columns]:
        known = codes_listed(columns)
        raise Fault([Problem("field-not-offered", {"value": column, "known": known}) for column in strange])


def lacking(fields: Sequence[Field], of: str = "") -> list[Problem]:
    """``field-needed`` for each cell that must be filled and is not; ``of`` stands before its column in the form."""
    return [
        Problem("field-needed", {"column": one.words, "field": f"{of}{one.column}"})
        for one in fields
        if one.required and not one.value
    ]


def blanks(step: m.Step, fields: Sequence[Field], called: str) -> list[Problem]:
    """``field-blank`` for each blank cell of a chosen step that is asked for; ``called`` is what its cells are."""
    return [
        Problem(
            "field-blank",
            {"step": step.words, "column": one.words, "asked": one.asked, "field": f"{called}.{one.column}"},
        )
        for one in fields
        if one.asked is not None and not one.value
    ]
