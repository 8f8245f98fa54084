"""Commands that ask: what changed between two runs, what would be, and what a reading decides."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conduct.bilingual import LANG

from .base import App, chosen_period, command, format_option, option, output_option, pass_app, period_option, write

if TYPE_CHECKING:
    from conduct.core.ledger import Ledger
    from conduct.core.sector import Sector


def _as_dict(assessment: Any) -> dict[str, Any]:
    from conduct.report.stored import to_stored

    whole: dict[str, Any] = json.loads(to_stored(assessment))
    return whole


@command(
    "explain",
    (
        "说明一个单位的每一分、否决、处罚和结果,以及还差多少。",
        "Every point, veto, sanction and outcome of one unit, and how far to the next.",
    ),
)
@click.argument("unit", metavar="UNIT")
@period_option
@format_option("text", "json", "html", default="text")
@output_option
@pass_app
def explain(app: App, unit: str, period: str | None, form: str, output: Path | None) -> None:
    """With what each incident's absence would change."""
    from conduct.core.explain import explain as explain_unit
    from conduct.report.explanation import FORMATS

    app.may_write(output)
    sector = app.sector()
    with app.ledger() as ledger:
        made = explain_unit(sector, ledger, unit, chosen_period(sector, period), **app.readings(sector))
    write(FORMATS[form](made, LANG.get()), output)


@command(
    "compare", ("比较两次考核:谁变动,因哪一条款、哪件事项。", "Two runs side by side: who moved, by which clause and incident.")
)
@click.argument("first", metavar="RUN")
@click.argument("second", metavar="RUN")
@format_option("table", "json")
@pass_app
def compare(app: App, first: str, second: str, form: str) -> None:
    """A run is a number, a period as it would be assessed today, or ``now``: the period of the other."""
    from conduct.report.differences import moved
    from conduct.report.moves import Question, as_json, as_table

    with app.ledger() as ledger:
        found = {text: _run(app, ledger, text) for text in (first, second) if text != "now"}
        if not found:
            raise click.UsageError(_said("run-now-twice"))
        results = [found[text] if text in found else _now(app, ledger, next(iter(found.values()))) for text in (first, second)]
    if results[0]["sector"] != results[1]["sector"]:
        from conduct.core.faults import fault

        raise fault("run-other-sector", first=first, second=second)
    heads = [
        f"{text}: {r['regulation']['id']} {r['period']['id']} {r['as_of']} {r['run'][:12]}"
        for text, r in zip((first, second), results, strict=True)
    ]
    asked = [Question("\n".join(heads), moved(*results, beside=True))]
    write(
        as_json(asked, {"sector": results[0]["sector"], "runs": [r["run"] for r in results]})
        if form == "json"
        else as_table(asked, LANG.get(), _words(app, results[0]["sector"]))
    )


def _words(app: App, name: str) -> Any:
    from conduct.host import load_sector
    from conduct.report.moves import words_of

    return words_of(load_sector(name, app.config.sectors, app.config.origin))


def _said(code: str, **values: Any) -> str:
    from conduct.core.faults import fault

    return fault(code, **values).said(LANG.get())


def _run(app: App, ledger: Ledger, text: str) -> dict[str, Any]:
    """A published run by its number, or a period of the deployment's sector assessed now; a number that both could be is a run."""
    from conduct.core.faults import Fault, fault
    from conduct.core.periods import Period
    from conduct.core.publish import published_result

    content = published_result(ledger, int(text)) if text.isascii() and text.isdecimal() and len(text) < 10 else None
    if content is not None:
        whole: dict[str, Any] = json.loads(content)
        return whole
    try:
        Period.parse(text)
    except Fault:
        if not text.isdecimal():
            raise click.UsageError(_said("run-form", value=text)) from None
        raise fault("run-unknown", value=text) from None
    from conduct.core.assess import assess

    sector = app.sector()
    made = assess(sector, ledger, chosen_period(sector, text), trace=True, record=False, **app.readings(sector))
    return _as_dict(made)


def _now(app: App, ledger: Ledger, other: dict[str, Any]) -> dict[str, Any]:
    """The sector and period of a published run, assessed now, with the readings now in force."""
    from datetime import date

    from conduct.config import with_supplied
    from conduct.core.assess import assess
    from conduct.host import load_sector

    sector = with_supplied(load_sector(other["sector"], app.config.sectors, app.config.origin), app.config)
    day = date.fromisoformat(other["as_of"])
    made = assess(sector, ledger, other["period"]["id"], as_of=day, trace=True, record=False, **app.readings(sector))
    return _as_dict(made)


@command(
    "whatif",
    ("假如:别的分值、口径、草案,少些或多些事项。", "The standings under other points, readings, a draft, fewer or more facts."),
)
@click.argument("pairs", nargs=-1, metavar="[KIND=POINTS]...")
@option("--reading", "readings", multiple=True, metavar="NAME=VALUE", words=("别的理解口径。", "Another reading."))
@option(
    "--draft",
    type=click.Path(path_type=Path),
    words=("草案(TOML:points、bases、items)。", "A draft edition (TOML: points, bases, items)."),
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
    form: str,
) -> None:
    """Beside what they are: who moves, and why. Writes nothing."""
    from attrs import evolve

    from conduct.core.amend import amend
    from conduct.core.assess import assess
    from conduct.report.differences import moved
    from conduct.report.moves import Question, as_json, as_table, words_of

    if not (pairs or readings or draft or without or more):
        raise click.UsageError(_said("whatif-nothing"))
    sector = app.sector()
    amended = sector
    if draft is not None:
        content = _toml(draft)
        amended = evolve(amended, regulations=tuple(amend(amended, r, content, draft.name) for r in amended.regulations))
    if pairs:
        points = {"points": _points(pairs)}
        amended = evolve(amended, regulations=tuple(amend(amended, r, points, "whatif") for r in amended.regulations))
    settings = app.readings(sector)
    asked = {**settings, "readings": {**settings["readings"], **_pairs(readings)}, "origin": "whatif --reading"}
    with app.ledger() as ledger:
        chosen = chosen_period(sector, period)
        before = assess(sector, ledger, chosen, trace=True, record=False, **settings)
        _known(sector, ledger, without)
        with _beside(app, sector, ledger, more) as other:
            after = assess(amended, other, before.period, trace=True, record=False, without=without, **asked)
    said = [
        *pairs,
        *readings,
        *([draft.name] if draft else []),
        *(f"-{one}" for one in without),
        *(f"+{one.name}" for one in more),
    ]
    found = [Question("whatif " + " ".join(said), moved(_as_dict(before), _as_dict(after), beside=True))]
    head = {"sector": sector.name, "period": before.period.id}
    write(as_json(found, head) if form == "json" else as_table(found, LANG.get(), words_of(sector)))


def _points(pairs: Sequence[str]) -> dict[str, Any]:
    from decimal import Decimal, InvalidOperation

    found: dict[str, Any] = {}
    for name, value in _pairs(pairs).items():
        try:
            found[name] = Decimal(value)
        except InvalidOperation:
            raise click.UsageError(_said("whatif-pair", value=f"{name}={value}")) from None
    return found


def _pairs(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise click.UsageError(_said("whatif-pair", value=pair))
        found[name.strip()] = value.strip()
    return found


def _toml(path: Path) -> dict[str, Any]:
    import tomllib
    from decimal import Decimal

    from conduct.core.faults import fault

    if not path.is_file():
        raise fault("file-missing", path=str(path))
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise fault("supplied-broken", path=str(path), why=str(error)) from None


def _known(sector: Sector, ledger: Ledger, incidents: Sequence[str]) -> None:
    from conduct.core.case import has_case
    from conduct.core.faults import Fault, Problem

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

        from conduct.core.ledger import Ledger
        from conduct.loading.load import load

        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "whatif.db"
            ledger.backup(copy)
            with Ledger.open(copy) as other:
                load(other, sector, more, columns=app.config.columns)
                yield other

    return copied()


def sensitivity(app: App, sector: Sector, period: str | None, form: str) -> None:
    """For every alternative of every reading, who would differ."""
    from conduct.core.assess import assess
    from conduct.core.readings import alternatives
    from conduct.report.differences import moved
    from conduct.report.moves import Question, as_json, as_table, words_of

    settings = app.readings(sector)
    with app.ledger() as ledger:
        before = assess(sector, ledger, chosen_period(sector, period), trace=True, record=False, **settings)
        now = _as_dict(before)
        asked = []
        for reading, value in alternatives(before.regulation, before.readings):
            other = {**settings["readings"], reading.name: value}
            after = assess(sector, ledger, before.period, trace=True, record=False, **{**settings, "readings": other})
            said = f"{reading.name} = {value}  ({reading.clause}, {before.period.id})"
            asked.append(Question(said if form == "table" else f"{reading.name}={value}", moved(now, _as_dict(after))))
    head = {
        "sector": sector.name,
        "regulation": {"id": before.regulation.id, "title": before.regulation.title.zh},
        "period": before.period.id,
        "readings": {name: str(value) for name, value in before.readings.items()},
    }
    write(as_json(asked, head) if form == "json" else as_table(asked, LANG.get(), words_of(sector)))
