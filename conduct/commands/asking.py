"""Commands that ask: what a result rests on, what changed between two runs, and what a reading decides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conduct.bilingual import LANG

from .base import (
    App,
    as_of_option,
    chosen_period,
    command,
    format_option,
    output_option,
    pass_app,
    period_option,
    write,
    wrong_usage,
)

if TYPE_CHECKING:
    from datetime import date

    from conduct.core.law.sector import Sector
    from conduct.core.ledger.ledger import Ledger
    from conduct.report.sides import Side


@command(
    "explain",
    (
        "说明一个单位的每一分、否决、处罚和结果，以及还差多少。",
        "Every point, veto, sanction and outcome of one unit, and how far to the next.",
    ),
)
@click.argument("unit", metavar="UNIT")
@period_option
@as_of_option
@format_option("text", "json", "html", default="text")
@output_option
@pass_app
def explain(app: App, unit: str, period: str | None, as_of: date | None, form: str, output: Path | None) -> None:
    """With what each incident's absence would change."""
    from conduct.core.questions.explain import explain as explain_unit
    from conduct.report.explanation import FORMATS

    app.may_write(output)
    sector = app.sector()
    with app.ledger() as ledger:
        made = explain_unit(sector, ledger, unit, chosen_period(sector, period), as_of=as_of, **app.readings(sector))
    write(FORMATS[form](made, LANG.get()), output)


@command(
    "compare", ("比较两次考核：谁变动，因哪一条款、哪件事项。", "Two runs side by side: who moved, by which clause and incident.")
)
@click.argument("first", metavar="RUN")
@click.argument("second", metavar="RUN")
@as_of_option
@format_option("table", "json")
@pass_app
def compare(app: App, first: str, second: str, as_of: date | None, form: str) -> None:
    """A run is a number, a period as it would be assessed today, or ``now``: the period and the day of the other."""
    from datetime import date

    from conduct.core.base.faults import fault
    from conduct.core.ledger.since import Since
    from conduct.report.differences import moved
    from conduct.report.moves import Question, as_json, as_table, names_of
    from conduct.report.sides import differ, head_of, headings

    with app.ledger() as ledger:
        found = {text: _run(app, ledger, text, as_of) for text in (first, second) if text != "now"}
        if not found:
            raise wrong_usage("run-now-twice")
        all_published = all(published for _, published in found.values())
        if as_of is not None and all_published:
            raise wrong_usage("run-as-of")
        other = next(iter(found.values()))[0]
        sides = [found[text][0] if text in found else _now(app, ledger, other) for text in (first, second)]
        old, new = (side.result for side in sides)
        if old["sector"] != new["sector"]:
            raise fault("run-other-sector", first=first, second=second)
        sector = _sector(app, old["sector"], shipped=all_published and len(found) == len({first, second}))
        day = date.fromisoformat(max(old["as_of"], new["as_of"]))
        notes = ledger.notes(sector)
        changed = Since(ledger, sector, (old["batch"], new["batch"]), day)
        asked = [Question("", moved(old, new, beside=True, changed=changed), "nothing_differs")]
    lang = LANG.get()
    if form == "json":
        head = {
            "sector": old["sector"],
            "runs": [old["run"], new["run"]],
            "compared": [head_of(side) for side in sides],
            "differ": differ(*sides),
            "notes": [note.said(lang) for note in notes],
        }
        write(as_json(asked, head))
    else:
        named = [(first, sides[0]), (second, sides[1])]
        write(as_table(asked, lang, names_of(sector), headings(named, sector, lang), notes))


def _run(app: App, ledger: Ledger, text: str, as_of: date | None) -> tuple[Side, bool]:
    """A published run by its number, or a period of the deployment's sector assessed now; and whether it is a published run.

    A number that both could be is a run.
    """
    from conduct.core.base.faults import Fault, fault
    from conduct.core.base.periods import Period
    from conduct.core.ledger.publish import published_inputs, published_result
    from conduct.core.scores.assess import assess
    from conduct.report.sides import Side

    if text.isascii() and text.isdecimal() and len(text) < 10:
        content, inputs = published_result(ledger, int(text)), published_inputs(ledger, int(text))
        if content is not None and inputs is not None:
            return Side.kept(content, inputs), True
    try:
        Period.parse(text)
    except Fault:
        if not text.isdecimal():
            raise wrong_usage("run-form", value=text) from None
        raise fault("run-unknown", value=text) from None
    sector = app.sector()
    chosen = chosen_period(sector, text)
    return Side.of(assess(sector, ledger, chosen, as_of=as_of, trace=True, record=False, **app.readings(sector))), False


def _now(app: App, ledger: Ledger, other: Side) -> Side:
    """The sector, the period and the day of another result, assessed now, with the readings now in force."""
    from datetime import date

    from conduct.core.scores.assess import assess
    from conduct.report.sides import Side

    sector = _sector(app, other.result["sector"])
    day = date.fromisoformat(other.result["as_of"])
    period = other.result["period"]["id"]
    return Side.of(assess(sector, ledger, period, as_of=day, trace=True, record=False, **app.readings(sector)))


def _sector(app: App, name: str, shipped: bool = False) -> Sector:
    """The sector of a result; as shipped, where nothing is assessed and what the deployment brings need not be there."""
    from conduct.config import with_supplied
    from conduct.host import load_sector

    sector = load_sector(name, app.config.sectors, app.config.origin)
    return sector if shipped else with_supplied(sector, app.config)


def sensitivity(app: App, sector: Sector, period: str | None, form: str) -> None:
    """For every alternative of every reading, who would differ."""
    from conduct.core.base.words import clause_words
    from conduct.core.law.readings import alternatives
    from conduct.core.scores.assess import assess
    from conduct.report.differences import moved
    from conduct.report.labels import bracketed, joined
    from conduct.report.moves import Question, as_json, as_table, names_of
    from conduct.report.sides import Side, heading

    settings = app.readings(sector)
    with app.ledger() as ledger:
        before = assess(
            sector, ledger, chosen_period(sector, period), trace=True, record=False, today=app.config.today(), **settings
        )
        now, notes = Side.of(before), ledger.notes(sector)
        asked = []
        for reading, value in alternatives(before.regulation, before.readings):
            other = {**settings["readings"], reading.name: value}
            after = assess(sector, ledger, before.period, trace=True, record=False, **{**settings, "readings": other})
            of = joined([clause_words(reading.clause, LANG.get()), before.period.id], LANG.get())
            said = f"{reading.name} = {value}{bracketed(of, LANG.get())}"
            change = said if form == "table" else f"{reading.name}={value}"
            asked.append(Question(change, moved(now.result, Side.of(after).result)))
    if form == "json":
        head = {
            "sector": sector.name,
            "regulation": {"id": before.regulation.id, "title": before.regulation.title.zh},
            "period": before.period.id,
            "as_of": before.as_of.isoformat(),
            "readings": {name: str(value) for name, value in before.readings.items()},
            "notes": [note.said(LANG.get()) for note in notes],
        }
        write(as_json(asked, head))
    else:
        write(as_table(asked, LANG.get(), names_of(sector), heading(now, sector, LANG.get()), notes))
