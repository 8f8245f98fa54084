"""What a unit may read of its results: what was published, and drafts that were issued for it to object to. Before that there is
no figure, for most figures tell of the others as well; its cases, what it owes and its appeals are its own, and always there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing

from attrs import evolve

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang
from conduct.core.duties.agenda import breached_on_cases
from conduct.core.duties.out import Appeal
from conduct.core.law.conditions import name
from conduct.core.law.duty import Duty
from conduct.core.ledger.publish import Run
from conduct.core.ledger.schema import table
from conduct.core.questions.explain import Explanation, explain
from conduct.core.questions.of_others import rests_on_others
from conduct.core.scores.results import UnitResult
from conduct.door.deciding import appeals_of
from conduct.door.deployment import Deployment
from conduct.door.reporting import letterhead
from conduct.door.telling import told
from conduct.report.breached import DutyBreached, DutyPending, duties_breached, duties_pending
from conduct.report.bulletin.document import Bulletin, Chart
from conduct.report.bulletin.hiding.veil import veiled
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.text.composing import compose
from conduct.report.bulletin.text.discretion import Discretion
from conduct.report.bulletin.text.known import veil_for, veil_of, written_about
from conduct.report.bulletin.told import Told
from conduct.report.distances import distance_words
from conduct.report.one_fewer import OneFewerSaid, one_fewer_said

from .kept import FIRST_PATIENCE, beside, lately
from .own_assessed import AssessedBy, assessed_by, ranks, to_targets
from .releases import released
from .visits import Visit


@frozen
class OwnResult:
    """The letter to a unit about a sealed run, masked and without charts, which pages do not draw; how far the unit was from the
    next things, in words; what one fewer of each kind would have given; the duties that it breached and those that were pending,
    as of which day; the incidents that cost it points, those that weigh by themselves first; what else it is assessed by; and
    whether the regulation ``ranks``.

    While the public may not read the run it is told ``alone``: nothing that rests on the places of other units.
    """

    made: Bulletin
    alone: bool
    distances: Sequence[str]
    fewer: Sequence[OneFewerSaid]
    breached: Sequence[DutyBreached]
    pending: Sequence[DutyPending]
    as_of: str
    costly: Sequence[str]
    assessed_by: Sequence[AssessedBy]
    ranks: bool


def own_result(visit: Visit, unit: str, run: Run) -> OwnResult | None:
    """A unit's result in a sealed run, which is told anew once the public may read it; None where it was not assessed there.

    Raises `BeingWorkedOut`, or the `Fault` that keeps the run from being told again.
    """
    served, sector, lang = visit.served, visit.sector_name, visit.lang
    until = letterhead(visit.deployment, sector, "letter", {}, run).objections
    alone = run.draft or run.head not in released(served.accounts)

    def make() -> OwnResult | None:
        with closing(Deployment(served.ledger, sector, served.config, lang)) as at, told(at, run=run.called) as one:
            mine = next((found for found in one.assessment.units if found.unit == unit), None)
            if mine is None:
                return None
            veil = veil_for(one, lang, "letter", masked=True, own=(until,))
            made = veiled(
                compose(evolve(one, withheld=alone), "letter", Letterhead(objections=until), lang, unit),
                veil,
                written_about(one, unit),
            )
            why = _explained(one, unit)
            return OwnResult(
                made=_undrawn(made),
                alone=alone,
                distances=[*to_targets(one.assessment, mine, lang), *_distances(why, lang, alone)],
                fewer=[*one_fewer_said(why, lang, alone=alone)],
                breached=duties_breached(why, lang),
                pending=duties_pending(why, lang),
                as_of=str(one.assessment.as_of),
                costly=_costly(mine),
                assessed_by=assessed_by(one.assessment, mine, lang),
                ranks=ranks(one.assessment.resolved),
            )

    question = (str(served.ledger), sector, "own-result", json.dumps((unit, run.called, lang, alone)))
    return beside(question, (run.head or "", run.run, until), make)[0]


def _undrawn(made: Bulletin) -> Bulletin:
    """A document without the annexes that hold charts alone."""
    return evolve(made, annexes=tuple(one for one in made.annexes if not all(isinstance(block, Chart) for block in one.blocks)))


def _explained(one: Told, unit: str) -> Explanation:
    a = one.assessment
    readings = json.loads(a.inputs)["readings"]
    return explain(a.sector, one.ledger, unit, a.period, readings=readings, calendar=a.calendar, as_of=a.as_of)


def _distances(made: Explanation, lang: Lang, alone: bool) -> list[str]:
    """How far a unit was from the next things, each once; ``alone`` from none by which the score of another could be reckoned."""
    told = [one for one in made.distances if not (alone and rests_on_others(made.assessment.resolved, one))]
    return list(dict.fromkeys(distance_words(made, one, lang) for one in told))


def _costly(unit: UnitResult) -> list[str]:
    """The incidents of the lines that take points, and of vetoes, those of lines with few of them first."""
    lines = [line.incidents or () for line in unit.lines if line.points is not None and line.points < 0]
    return list(dict.fromkeys(each for ids in sorted(lines, key=len) for each in ids))


@frozen
class OwnCase:
    """A case of a unit in a list: its id, its day, what kind it is."""

    incident: str
    date: str
    words: str


def own_cases(visit: Visit, unit: str, period: str, first: Sequence[str]) -> list[OwnCase]:
    """A unit's incidents of a period, those that are named ``first`` first, then by day."""
    span = visit.sector.period(period)
    rows = visit.deployment.ledger.connection.execute(
        f"""SELECT incident, date, kind FROM {name(table(visit.sector, "incidents"))}
            WHERE unit IN (SELECT value FROM json_each(?)) AND date BETWEEN ? AND ? ORDER BY date, incident""",
        (_members(visit, unit), span.start.isoformat(), span.end.isoformat()),
    )
    kinds, place = visit.sector.kind_by_code, {incident: n for n, incident in enumerate(first)}
    found = [OwnCase(one, day, kinds[kind].words.said(visit.lang) if kind in kinds else kind) for one, day, kind in rows]
    return sorted(found, key=lambda one: place.get(one.incident, len(place)))


def breaches_on(visit: Visit, unit: str) -> tuple[Mapping[str, Sequence[Duty]], bool]:
    """The duties that are breached on a unit's own cases today, by case, as the pages of these cases tell it; and whether that
    rests on the latest facts. Where the calendar of a year is not known, nothing is said of what hangs on it.
    """
    members = json.loads(_members(visit, unit))

    def make(at: Deployment) -> Mapping[str, Sequence[Duty]]:
        sector, found = at.sector(), dict[str, list[Duty]]()
        for one in breached_on_cases(sector, at.ledger, members, at.config.today(), unknown=[], **at.settings(sector)):
            found.setdefault(one.incident or "", []).append(one.duty)
        return found

    return lately(visit, "own-breaches", (unit,), make)


def _members(visit: Visit, unit: str) -> str:
    return json.dumps([each for each in visit.units if unit in visit.line(each)])


@frozen
class OwnAppeal:
    """An appeal of a unit, as far as it may be quoted to it, and how it was decided (None: nobody has), by which action; ``moot``
    says that nobody will, as its case is out whole, ``withheld`` that a text of it is not quoted, as it may tell who complained.
    """

    incident: str
    about: str
    day: str
    reason: str
    upheld: bool | None
    decided: str
    why: str
    decision: str | None
    moot: bool
    withheld: bool


def own_appeals(visit: Visit, unit: str) -> list[OwnAppeal]:
    """The appeals on a unit's incidents, the latest first; a text that says who complained is withheld whole."""
    lang, under, called = visit.lang, frozenset(json.loads(_members(visit, unit))), visit.units[unit].name

    def make(at: Deployment) -> list[OwnAppeal]:
        mine = [one for one in appeals_of(at) if one.unit in under]
        discretion = quoting(at, [one.incident for one in mine], lang, called) if mine else None
        found = [_quoted(at, one, discretion, lang) for one in mine if discretion is not None]
        return sorted(found, key=lambda one: (one.day, one.incident), reverse=True)

    just = bool(visit.one("objected"))  # whoever just objected reads that he did
    return lately(visit, "own-appeals", (unit, lang), make, patience=FIRST_PATIENCE if just else None, rest=not just)[0]


def withheld_from(visit: Visit, unit: str, text: str) -> bool:
    """Whether a text about an appeal of a unit, as the reason for which it is decided, would be withheld from the unit."""
    mine = [one for one in appeals_of(visit.deployment) if unit in visit.line(one.unit)]
    return quoting(visit.deployment, [one.incident for one in mine], visit.lang, visit.units[unit].name).gives_away(text)


def decided_since(visit: Visit, unit: str, run: Run, result: OwnResult) -> list[OwnAppeal]:
    """The appeals of a unit that were decided after a run was sealed, on incidents of its period or that count in the result."""
    decisions, span = {one.decision: one for one in own_appeals(visit, unit) if one.decision}, visit.sector.period(run.period)
    counting = {*result.costly, *(one.incident for one in result.breached if one.incident is not None)}
    actions, incidents = (name(table(visit.sector, of)) for of in ("actions", "incidents"))
    rows = visit.deployment.ledger.connection.execute(
        f"""SELECT a.action, i.incident, i.date BETWEEN ? AND ? FROM json_each(?) d JOIN {actions} a ON a.action = d.value
            JOIN {incidents} i ON i.incident = a.incident WHERE a.batch > ?""",
        (span.start.isoformat(), span.end.isoformat(), json.dumps(list(decisions)), run.batch),
    )
    return [decisions[action] for action, incident, inside in rows if inside or incident in counting]


def quoting(at: Deployment, incidents: Sequence[str], lang: Lang, called: str) -> Discretion:
    """What of what is written on some incidents may be quoted to the unit that is called so."""
    sector = at.sector()
    veil = veil_of(at.ledger, [sector], lang, stay=[called])
    rows = at.ledger.connection.execute(
        f"""SELECT text, source, complainant FROM {name(table(sector, "incidents"))}
            WHERE incident IN (SELECT value FROM json_each(?))""",
        (json.dumps([*incidents]),),
    ).fetchall()
    veil.learn(each for text, source, _ in rows for each in (text, source) if each)
    return Discretion(veil, [who for *_, who in rows if who])


def _quoted(at: Deployment, one: Appeal, discretion: Discretion, lang: Lang) -> OwnAppeal:
    kind = at.sector().kind_by_code.get(one.breach or "")
    about = kind.words.said(lang) if kind is not None else ""
    reason, why = discretion.quoted(one.reason), discretion.quoted(one.decided_reason)
    made = (one.incident, about, one.date, reason, one.upheld, one.decided or "", why, one.decision, one.moot)
    return OwnAppeal(*made, withheld=any(text and discretion.gives_away(text) for text in (one.reason, one.decided_reason)))
