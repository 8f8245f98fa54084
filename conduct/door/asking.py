"""Questions about law and runs, asked of an office: readings, rules, what changed, and what would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from attrs import evolve

from conduct.core.base.asker import said_to
from conduct.core.base.faults import Fault, Problem, WrongUsage, fault, wrong_usage
from conduct.core.base.periods import Period
from conduct.core.base.progress import one_by_one
from conduct.core.base.toml import TomlBroken, read
from conduct.core.base.words import Words, clause_words
from conduct.core.duties.case import has_case
from conduct.core.law.amend import TYPED, amend
from conduct.core.law.law import Regulation
from conduct.core.law.readings import readings_in_force, resolve
from conduct.core.law.said_readings import setting
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.opening import WRITTEN
from conduct.core.ledger.publish import numbered, published_inputs, published_result
from conduct.core.ledger.since import Since
from conduct.core.questions.by_readings import Otherwise, PeriodInForce, by_readings
from conduct.core.scores.assess import assess, day_of
from conduct.core.scores.notes import notes_on_open
from conduct.core.scores.unsettled import undated_cases
from conduct.loading.load import load
from conduct.loading.own_words import office_words
from conduct.report import findings, moves
from conduct.report import regulation as encoded
from conduct.report.compared import HowPrinted, moved_between
from conduct.report.differences import moved
from conduct.report.labels import joined
from conduct.report.moves import Question, names_of
from conduct.report.sides import Side, differ, side_in_force, side_object, undated

from .asked import (
    Change,
    Compared,
    Differing,
    LawTested,
    ReadingsInForce,
    ReadingsWeighed,
    RegulationEncoded,
    RunsCompared,
    WhatWould,
)
from .assessed import CitedLaw
from .assessing import Asked, DayGiven
from .deployment import AssessSettings, Deployment, FileName
from .values import each, typed

if TYPE_CHECKING:
    from conduct.report.plain import Plain

PointsGiven = str | int | Decimal | Fraction | Sequence[str | int | Decimal | Fraction]
Draft = FileName | Mapping[str, object]


def _changes(whole: Plain) -> tuple[Change, ...]:
    return tuple(typed(Change, one) for one in whole["changes"])


# ---- compare


def compare(at: Deployment, first: str | int, second: str | int, as_of: DayGiven) -> RunsCompared:
    """As `Office.compare`."""
    names, day = (str(first), str(second)), day_of(as_of)
    ledger = at.ledger
    found = {text: _run(at, ledger, text, day) for text in names if text != "now"}
    if not found:
        raise wrong_usage("run-now-twice")
    all_published = all(published for _, published in found.values())
    if day is not None and all_published:
        raise wrong_usage("run-as-of")
    other = next(iter(found.values()))[0]
    sides = [found[text][0] if text in found else _now(at, ledger, other) for text in names]
    old, new = (side.result for side in sides)
    if old["sector"] != new["sector"]:
        raise fault("run-other-sector", first=names[0], second=names[1])
    sector = at.called(old["sector"], shipped=all_published and len(found) == len(set(names)))
    seen = date.fromisoformat(max(old["as_of"], new["as_of"]))
    notes = [*ledger.notes(sector), *undated(sides)]
    changed = Since(ledger, sector, (old["batch"], new["batch"]), seen)
    asked = [Question("", moved(old, new, beside=True, changed=changed), "nothing_differs")]
    head = {
        "sector": old["sector"],
        "runs": [old["run"], new["run"]],
        "compared": [side_object(side) for side in sides],
        "differ": differ(*sides),
        "notes": [note.said(at.lang) for note in notes],
    }
    whole = moves.as_dict(asked, head)
    named = ["现在" if one == "now" and at.lang == "zh" else one for one in names]
    return RunsCompared(
        sector=old["sector"],
        runs=(old["run"], new["run"]),
        compared=tuple(typed(Compared, one) for one in head["compared"]),
        differ=head["differ"],
        changes=_changes(whole),
        notes=tuple(head["notes"]),
    ).made_of(
        Differing(tuple(asked), tuple(asked), head, tuple(zip(named, sides, strict=True)), sector, tuple(notes)), lambda: whole
    )


def _run(at: Deployment, ledger: Ledger, text: str, as_of: date | None) -> tuple[Side, bool]:
    """A published run or a draft by its number, or a period of the deployment's sector assessed now; and whether it is sealed.

    A number that both could be is a run.
    """
    content, inputs = published_result(ledger, text), published_inputs(ledger, text)
    if content is not None and inputs is not None:
        return Side.kept(content, inputs), True
    try:
        Period.parse(text)
    except Fault:
        if numbered(text) is None:
            raise wrong_usage("run-form", value=text) from None
        raise fault("run-unknown", value=text) from None
    sector = at.sector()
    chosen = at.period(sector, text)
    return Side.of(assess(sector, ledger, chosen, as_of=as_of, trace=True, record=False, **at.settings(sector))), False


def _now(at: Deployment, ledger: Ledger, other: Side) -> Side:
    """The sector, the period and the day of another result, assessed now, with the readings now in force."""
    sector = at.called(other.result["sector"])
    day = date.fromisoformat(other.result["as_of"])
    period = other.result["period"]["id"]
    return Side.of(assess(sector, ledger, period, as_of=day, trace=True, record=False, **at.settings(sector)))


# ---- readings and rules


def readings(at: Deployment) -> ReadingsInForce:
    """As `Office.readings`."""
    sector = at.sector(of_ledger=False)
    settings, every = at.settings(sector), sector.regulations
    editions = [(one, readings_in_force(one, settings["readings"], settings["origin"], every)) for one in every]
    whole = encoded.readings_dict(editions, at.lang)
    return typed(ReadingsInForce, whole).made_of(editions, lambda: encoded.readings_dict(editions, at.lang))


def sensitivity(at: Deployment, period: Asked) -> ReadingsWeighed:
    """As `Office.readings` with ``sensitivity``."""
    sector = at.sector()
    settings, ledger = at.settings(sector), at.ledger

    def told(now: PeriodInForce, other: Otherwise) -> tuple[Question, Question]:
        name, value = other.reading.name, other.value
        asked = setting(other.reading, str(value)).said(at.lang)
        words = joined([asked, clause_words(other.reading.clause, at.lang), now.period.id], at.lang)
        printed = HowPrinted.of(now.resolved.rounding)
        units = () if other.units is None else moved_between(now.units, other.units, other.behind, printed)
        return Question(words, units), Question(f"{name}={value}", units)

    now, found = by_readings(sector, ledger, at.period(sector, period), today=at.config.today(), told=told, **settings)
    law = now.regulation
    asked, plainly = ([one[n] for one in found] for n in range(2))
    notes = [*ledger.notes(sector), *notes_on_open(dict.fromkeys(undated_cases(now.undated, {})))]
    readings = {name: str(value) for name, value in now.readings.items()}
    head = {
        "sector": sector.name,
        "regulation": {"id": law.id, "title": law.title.zh},
        "period": now.period.id,
        "as_of": now.as_of.isoformat(),
        "readings": readings,
        "notes": [note.said(at.lang) for note in notes],
    }
    made = Differing(tuple(asked), tuple(plainly), head, (("", side_in_force(now)),), sector, tuple(notes))
    whole = partial(moves.as_dict, plainly, head)
    return ReadingsWeighed(
        sector=sector.name,
        regulation=CitedLaw(id=law.id, title=law.title.zh, in_force_from=law.in_force_from),
        period=now.period.id,
        as_of=now.as_of,
        readings=readings,
        changes=each(Change, lambda: whole()["changes"]),
        notes=tuple(head["notes"]),
    ).made_of(made, whole)


def regulation(at: Deployment) -> RegulationEncoded:
    """As `Office.regulation`."""
    from conduct.testing.unsound import twice_in

    sector = at.sector(of_ledger=False)
    if (broken := twice_in(sector)) is not None:
        raise broken
    editions = _editions(sector)
    whole = encoded.as_dict(editions, at.lang)
    return typed(RegulationEncoded, whole).made_of(editions, lambda: encoded.as_dict(editions, at.lang))


def stress(at: Deployment) -> LawTested:
    """As `Office.regulation` with ``stress``."""
    from conduct.stress import stress as stressed

    sector = at.sector(of_ledger=False)
    editions, settings = _editions(sector), at.settings(sector)
    laws = [resolve(one, readings_in_force(one, settings["readings"], settings["origin"], editions)) for one in editions]
    told = one_by_one(laws, Words("检验办法", "testing the law"), Words("版", "editions"))
    found = [(law, stressed(sector, law)) for law in told]
    whole = findings.as_dict(found, at.lang)
    return typed(LawTested, whole).made_of(found, lambda: findings.as_dict(found, at.lang))


def _editions(sector: Sector) -> list[Regulation]:
    """Every edition, the latest last."""
    return sorted(sector.regulations, key=lambda r: r.in_force_from or date.min)


# ---- what if


def whatif(
    at: Deployment,
    points: Mapping[str, PointsGiven],
    *,
    reading: Mapping[str, object],
    draft: Draft | None,
    without: Sequence[str],
    more: Sequence[FileName],
    period: Asked,
    as_of: DayGiven,
) -> WhatWould:
    """As `Office.whatif`."""
    if not (points or reading or draft or without or more):
        raise wrong_usage("whatif-nothing")
    figures, day, files = _exact(points), day_of(as_of), [Path(one) for one in more]
    content, called = _draft(draft)
    sector = at.sector()
    settings, ledger = at.settings(sector), at.ledger
    asked: AssessSettings = {**settings, "readings": {**settings["readings"], **reading}, "origin": said_to("whatif --reading")}
    chosen = at.period(sector, period)
    before = assess(sector, ledger, chosen, as_of=day, trace=True, record=False, today=at.config.today(), **settings)
    try:
        readings_in_force(before.regulation, asked["readings"], asked["origin"], sector.regulations)
    except Fault as error:  # those of the configuration are in force already
        raise WrongUsage(error.problems) from None
    _known(sector, ledger, without)
    law = _amended(sector, before.regulation, content, called, figures)
    amended = evolve(sector, regulations=tuple(law if r is before.regulation else r for r in sector.regulations))
    with _beside(at, sector, ledger, files) as other:
        after = assess(amended, other, before.period, as_of=before.as_of, trace=True, record=False, without=without, **asked)
        changed = Since(other, sector, (before.batch, after.batch), before.as_of)
        was, would = Side.of(before), Side.of(after)
        notes = [*other.notes(sector), *undated([was, would])]
        units = moved(was.result, would.result, beside=True, changed=changed)
    said = [
        *(f"{name}={value}" for name, value in (*points.items(), *reading.items())),
        *([called] if called else []),
        *(f"--without {one}" for one in without),
        *(f"--with {one.name}" for one in files),
    ]
    found = asked_in_words = [Question("whatif " + " ".join(said), units)]
    if at.lang == "zh":
        shown = [
            *(f"{names_of(amended).of(name, 'zh')}={value}" for name, value in (*points.items(), *reading.items())),
            *([called] if called else []),
            *(f"不计 {one}" for one in without),
            *(f"加上 {one.name}" for one in files),
        ]
        asked_in_words = [Question("假如 " + "，".join(shown), units)]
    rests = {**side_object(was), "period": before.period.id, "differ": differ(was, would)}
    head = {"sector": sector.name, **rests, "notes": [note.said(at.lang) for note in notes]}
    whole = moves.as_dict(found, head)
    made = Differing(tuple(asked_in_words), tuple(found), head, (("", was), ("", would)), amended, tuple(notes))
    return typed(WhatWould, whole).made_of(made, lambda: whole)


def _exact(points: Mapping[str, PointsGiven]) -> dict[str, object]:
    """The points of each kind, exact. Raises `WrongUsage` ``whatif-pair``."""

    def one(name: str, value: object) -> Decimal | Fraction:
        if isinstance(value, Fraction):
            return value
        try:
            return Decimal(str(value))
        except InvalidOperation:
            raise wrong_usage("whatif-pair", value=f"{name}={value}") from None

    many = (list, tuple)
    return {
        name: [one(name, part) for part in value] if isinstance(value, many) else one(name, value)
        for name, value in points.items()
    }


def _draft(draft: Draft | None) -> tuple[Mapping[str, object] | None, str]:
    """What a draft says, and what it is called in errors."""
    if draft is None or isinstance(draft, Mapping):
        return draft, "draft" if draft is not None else ""
    path = Path(draft)
    if not path.exists():
        raise fault("file-missing", path=str(path))
    try:
        return read(path), path.name
    except TomlBroken as error:
        raise fault("supplied-broken", path=str(path), why=error.why) from None
    except OSError as error:
        raise fault("supplied-broken", path=str(path), why=error.strerror or str(error)) from None


def _amended(
    sector: Sector, law: Regulation, content: Mapping[str, object] | None, draft: str, points: Mapping[str, object]
) -> Regulation:
    """The edition in force with the draft, and then the points that were asked for, put in place."""
    if content is not None:
        law = amend(sector, law, content, draft)
    if points:
        try:
            law = amend(sector, law, {"points": points}, TYPED)
        except Fault as error:
            raise WrongUsage(error.problems) from None
    return law


def _known(sector: Sector, ledger: Ledger, incidents: Iterable[str]) -> None:
    missing = [one for one in incidents if not has_case(sector, ledger, one)]
    if missing:
        raise Fault(Problem("case-unknown", {"id": one, "sector": sector.title}) for one in missing)


@contextmanager
def _beside(at: Deployment, sector: Sector, ledger: Ledger, more: Sequence[Path]) -> Iterator[Ledger]:
    """The ledger itself, or a copy of it that holds further facts and is gone afterwards."""
    if not more:
        yield ledger
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "whatif.db"
        ledger.backup(copy)
        with Ledger.open(copy) as other:
            before = WRITTEN.get()
            try:
                own, today = office_words(at.config, sector), at.config.today()
                load(other, sector, more, own=own, today=today, calendar=at.config.calendar)
            except Fault as error:
                raise Fault(map(_taken, error.problems)) from None
            finally:
                WRITTEN.set(before)  # a copy's batch is none of the ledger's
            yield other


def _taken(problem: Problem) -> Problem:
    """What a load says of an id that is taken speaks of corrections, of which a what-if makes none."""
    return evolve(problem, code="whatif-id-taken") if problem.code == "id-other-content" else problem
