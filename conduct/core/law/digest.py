"""A digest of the law that a run applies: every declared value and every word of the text, however and wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from operator import itemgetter

import attrs

from ..base import exact, words
from ..base.frozen import fields_of
from ..base.kept import kept
from . import caseload, conditions, consequence, duty, figure, law, model, points, ranking, scales, sector, terms, text, unruled
from .law import Regulation
from .sector import Sector

NAMES: Mapping[type, str] = {
    words.Words: "words",
    text.ClauseText: "clause",
    conditions.Is: "is",
    conditions.AgainstColumn: "compared",
    conditions._Joined: "joined",
    conditions._Not: "not",
    model.YesNo: "yes or no",
    model.Options: "options",
    model.Day: "day",
    model.Number: "number",
    model.Text: "text",
    model.UnitId: "id of a unit",
    model.IncidentId: "id of an incident",
    model.ActionId: "id of an action",
    model.Post: "post",
    exact.Rounding: "rounding",
    model.PeriodId: "id of a period",
    model.ClauseId: "id of a clause",
    model.KindCode: "code of a kind",
    model.ActionId: "id of an action",
    model.Post: "post",
    model.Attribute: "attribute",
    model.UnitKind: "kind of unit",
    model.MeasureKind: "measure",
    model.Kind: "kind",
    model.ByOwner: "by owner",
    model.Finds: "finds",
    model.Step: "step",
    exact.Rounding: "rounding",
    terms.Positive: "positive",
    terms.Reading: "reading",
    terms.Choice: "choice",
    terms.Setting: "setting",
    terms.Factor: "factor",
    terms.PerMember: "per member",
    terms.Count: "count",
    terms.Weighed: "weighed",
    terms.Counted: "counted",
    terms.Reported: "reported",
    terms.Fixed: "fixed",
    terms.Formula: "formula",
    **{scale: scale.CALLED for scale in scales.SCALES},
    scales.Ladder: "ladder",
    duty.After: "after",
    duty.Opened: "opened",
    duty.AfterFirst: "after the first",
    duty.EveryAction: "every action",
    duty.EveryPeriod: "every period",
    duty.SameDay: "same day",
    duty.Given: "given",
    duty.WorkingDays: "working days",
    duty.Months: "months",
    duty.FromPeriod: "from the period",
    duty.Never: "never",
    duty.Done: "done",
    duty.AllDone: "all done",
    duty.Has: "has",
    duty.Preceded: "preceded",
    duty.AllPreceded: "all preceded",
    duty.NotBy: "not by",
    duty.AllDecided: "all decided",
    duty.Settled: "settled",
    duty.Bearer: "bearer",
    duty.Sanctioned: "sanctioned",
    duty.Duty: "duty",
    consequence.Veto: "veto",
    consequence.First: "first",
    consequence.Last: "last",
    consequence.Below: "below",
    consequence.Found: "found",
    consequence.Outcome: "outcome",
    consequence.OnUnit: "on the unit",
    consequence.OnHead: "on the head",
    consequence.OnPerson: "on a person",
    consequence.Fewer: "fewer",
    consequence.Partly: "partly",
    consequence.Unseen: "unseen",
    consequence.Unranked: "unranked",
    consequence.Presumes: "presumes",
    consequence.SameMatter: "same matter",
    consequence.SamePerson: "same person",
    consequence.Range: "range",
    consequence.ByWords: "by words",
    consequence.Repeated: "repeated",
    consequence.Sanction: "sanction",
    consequence.SameMatter: "same matter",
    consequence.SamePerson: "same person",
    consequence.SanctionTerms: "terms of sanctions",
    caseload.Reopened: "reopened",
    caseload.OpenWhere: "open where",
    points.Section: "section",
    points.Charge: "charge",
    ranking.Channel: "channel",
    ranking.VolumeRanking: "ranking by volume",
    ranking.Standing: "standing",
    figure.Checklist: "checklist",
    figure.Figure: "figure",
    caseload.CaseFigures: "figures of cases",
    figure.MeanFigure: "mean",
    points.Bases: "bases",
    ranking.Combined: "combined",
    unruled.Understood: "understood",
    unruled.Unruled: "unruled",
    law.Regulation: "regulation",
    sector.Supplied: "supplied",
    sector.Sector: "sector",
}
"""What a digest calls each word of the vocabulary: fixed for good, whatever the word is called in Python."""


@kept
def law_digest(sector: Sector, regulation: Regulation) -> str:
    """The digest of the law in force: the sector as declared, the resolved regulation, and its text and those beside it.

    Values are taken by field, those at their default left out, and mappings and sets in the order of their keys; figures as
    fractions. No class, module, file or line is part of it, so that a law that is only written otherwise is the same law. Of a
    function nothing is stable but what is declared beside it (a formula's inputs, its rule's clause, quote, code and words):
    one that gives other figures under the same declaration is another law only by the version of its package.
    """
    return _Digests().whole(sector, regulation)


class _Digests:
    """Digests of values; each value that many rules share is worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def whole(self, sector: Sector, regulation: Regulation) -> str:
        fields = [[key, self.of(value)] for key, value in _declared(sector) if key != "regulations"]
        return _hash(["law", fields, self.of(regulation)])

    def of(self, value: object) -> object:
        """What stands for a value: itself if it is plain, else its digest."""
        if value is None or isinstance(value, (bool, str)):
            return value
        key = id(value)
        if key in self._known:
            return ["#", self._known[key]]
        if isinstance(value, Decimal):
            value = Fraction(value)
        if isinstance(value, (int, Fraction)):
            return ["n", f"{value.numerator}/{value.denominator}"]
        if isinstance(value, date):
            return ["d", value.isoformat()]
        self._known[key] = _hash(self._within(value))
        return ["#", self._known[key]]

    def _within(self, value: object) -> object:
        if isinstance(value, (tuple, list)):
            return ["row", [self.of(one) for one in value]]
        if isinstance(value, text.Edition):
            return ["text", [self.of(clause) for clause in value.clauses]]
        if fields_of(type(value)) is not None:
            fields = [[key, self.of(one)] for key, one in _declared(value)]
            return [NAMES.get(type(value), ""), fields]
        if isinstance(value, Mapping):
            return ["map", sorted(([self.of(key), self.of(one)] for key, one in value.items()), key=repr)]
        if isinstance(value, (set, frozenset)):
            return ["set", sorted((self.of(one) for one in value), key=repr)]
        return ["function"]


def _declared(value: object) -> list[tuple[str, object]]:
    """The fields that were declared, and are not at their default; a function has no value, nor has what is not compared."""
    found = []
    for name, default in _compared(type(value)):
        one = getattr(value, name)
        if one is default:
            continue
        if default is attrs.NOTHING or type(one) is not type(default) or one != default:
            found.append((name, one))
    return found


_fields: dict[type, tuple[tuple[str, object], ...]] = {}


def _compared(of: type) -> tuple[tuple[str, object], ...]:
    """The fields of a class that a digest takes, in the order of their names, with their defaults."""
    if of not in _fields:
        _fields[of] = tuple(sorted(((one.name, one.default) for one in fields_of(of) or () if one.eq), key=itemgetter(0)))
    return _fields[of]


def _hash(value: object) -> str:
    return sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()
