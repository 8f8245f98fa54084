"""What would be under other points, readings, a draft, fewer or more facts, beside what is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conduct.bilingual import LANG

from .base import App, as_of_option, chosen_period, command, format_option, option, pass_app, period_option, write, wrong_usage

if TYPE_CHECKING:
    from datetime import date

    from conduct.core.base.faults import Problem
    from conduct.core.law.law import Regulation
    from conduct.core.law.sector import Sector
    from conduct.core.ledger.ledger import Ledger


@command(
    "whatif",
    ("假如：别的分值、口径、草案，少些或多些事项。", "The standings under other points, readings, a draft, fewer or more facts."),
)
@click.argument("pairs", nargs=-1, metavar="[KIND=POINTS]...")
@option("--reading", "readings", multiple=True, metavar="NAME=VALUE", words=("别的理解口径。", "Another reading."))
@option(
    "--draft",
    type=click.Path(path_type=Path),
    words=("草案（TOML：points、bases、items）。", "A draft edition (TOML: points, bases, items)."),
)
@option("--without", multiple=True, metavar="INCIDENT", words=("除去此事项。", "Without this incident."))
@option(
    "--with",
    "more",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    words=("加上此文件中的数据。", "With the facts of this file."),
)
@period_option
@as_of_option
@format_option("table", "json")
@pass_app
def whatif(
    app: App,
    pairs: Sequence[str],
    readings: Sequence[str],
    draft: Path | None,
    without: Sequence[str],
    more: Sequence[Path],
    period: str | None,
    as_of: date | None,
    form: str,
) -> None:
    """Beside what they are: who moves, and why. Writes nothing."""
    from attrs import evolve

    from conduct.core.ledger.since import Since
    from conduct.core.scores.assess import assess
    from conduct.report.differences import moved
    from conduct.report.moves import Question, as_json, as_table, names_of
    from conduct.report.sides import Side, differ, head_of, heading

    if not (pairs or readings or draft or without or more):
        raise wrong_usage("whatif-nothing")
    points, others = _points(pairs), _pairs(readings)
    content = _toml(draft) if draft is not None else None
    sector = app.sector()
    settings = app.readings(sector)
    asked = {**settings, "readings": {**settings["readings"], **others}, "origin": "whatif --reading"}
    with app.ledger() as ledger:
        before = assess(
            sector,
            ledger,
            chosen_period(sector, period),
            as_of=as_of,
            trace=True,
            record=False,
            today=app.config.today(),
            **settings,
        )
        _known(sector, ledger, without)
        law = _amended(sector, before.regulation, content, draft, points)
        amended = evolve(sector, regulations=tuple(law if r is before.regulation else r for r in sector.regulations))
        with _beside(app, sector, ledger, more) as other:
            after = assess(amended, other, before.period, as_of=before.as_of, trace=True, record=False, without=without, **asked)
            changed = Since(other, sector, (before.batch, after.batch), before.as_of)
            was, would = Side.of(before), Side.of(after)
            notes = other.notes(sector)
            units = moved(was.result, would.result, beside=True, changed=changed)
    said = [
        *pairs,
        *readings,
        *([draft.name] if draft else []),
        *(f"--without {one}" for one in without),
        *(f"--with {one.name}" for one in more),
    ]
    found = [Question("whatif " + " ".join(said), units)]
    if form == "json":
        head = {**head_of(was), "period": before.period.id, "differ": differ(was, would)}
        said_notes = [note.said(LANG.get()) for note in notes]
        write(as_json(found, {"sector": sector.name, **head, "notes": said_notes}))
        return
    write(as_table(found, LANG.get(), names_of(amended), heading(was, sector, LANG.get()), notes))


def _amended(
    sector: Sector, law: Regulation, content: dict[str, Any] | None, draft: Path | None, points: dict[str, Any]
) -> Regulation:
    """The edition in force with the draft, and then the points of the command line, put in place."""
    from conduct.core.base.faults import Fault
    from conduct.core.law.amend import amend

    if content is not None and draft is not None:
        law = amend(sector, law, content, draft.name)
    if points:
        try:
            law = amend(sector, law, {"points": points}, "whatif")
        except Fault as error:
            raise click.UsageError(error.said(LANG.get())) from None
    return law


def _points(pairs: Sequence[str]) -> dict[str, Any]:
    from decimal import Decimal, InvalidOperation

    found: dict[str, Any] = {}
    for name, value in _pairs(pairs).items():
        try:
            found[name] = Decimal(value)
        except InvalidOperation:
            raise wrong_usage("whatif-pair", value=f"{name}={value}") from None
    return found


def _pairs(pairs: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not name or not value:
            raise wrong_usage("whatif-pair", value=pair)
        if name in found:
            raise wrong_usage("whatif-pair-twice", name=name)
        found[name] = value
    return found


def _toml(path: Path) -> dict[str, Any]:
    from conduct.core.base.faults import fault
    from conduct.core.base.toml import TomlBroken, read

    if not path.exists():
        raise fault("file-missing", path=str(path))
    try:
        return read(path)
    except TomlBroken as error:
        raise fault("supplied-broken", path=str(path), why=error.why) from None
    except OSError as error:
        raise fault("supplied-broken", path=str(path), why=error.strerror or str(error)) from None


def _known(sector: Sector, ledger: Ledger, incidents: Sequence[str]) -> None:
    from conduct.core.base.faults import Fault, Problem
    from conduct.core.duties.case import has_case

    missing = [one for one in incidents if not has_case(sector, ledger, one)]
    if missing:
        raise Fault(Problem("case-unknown", {"id": one, "sector": sector.title}) for one in missing)


def _beside(app: App, sector: Sector, ledger: Ledger, more: Sequence[Path]) -> Any:
    """The ledger itself, or a copy of it that holds further facts and is gone afterwards."""
    from contextlib import contextmanager, nullcontext

    if not more:
        return nullcontext(ledger)

    @contextmanager
    def copied() -> Any:
        import tempfile

        from conduct.core.base.faults import Fault
        from conduct.core.ledger.ledger import Ledger
        from conduct.loading.load import load
        from conduct.loading.own_words import office_words

        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "whatif.db"
            ledger.backup(copy)
            with Ledger.open(copy) as other:
                try:
                    own, today = office_words(app.config, sector), app.config.today()
                    load(other, sector, more, own=own, today=today, calendar=app.config.calendar)
                except Fault as error:
                    raise Fault(map(_taken, error.problems)) from None
                yield other

    return copied()


def _taken(problem: Problem) -> Problem:
    """What a load says of an id that is taken speaks of corrections, of which a what-if makes none."""
    from attrs import evolve

    return evolve(problem, code="whatif-id-taken") if problem.code == "id-other-content" else problem
