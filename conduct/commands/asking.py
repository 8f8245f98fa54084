"""Commands that ask: what a result rests on, what changed between two runs, and what would be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conduct.bilingual import LANG

from .base import (
    App,
    as_of_option,
    command,
    engine_option,
    facts_option,
    format_option,
    option,
    output_option,
    pass_app,
    period_option,
    write,
)

if TYPE_CHECKING:
    from datetime import date

    from conduct.door.asked import ReadingsWeighed


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
@facts_option
@engine_option
@output_option
@pass_app
def explain(
    app: App,
    unit: str,
    period: str | None,
    as_of: date | None,
    form: str,
    facts: str | None,
    engine: str | None,
    output: Path | None,
) -> None:
    """With what each incident's absence would change."""
    from conduct.report.explanation import FORMATS

    with app.office(output) as office:
        found = office.explain(unit, period, as_of=as_of, facts=facts, engine=engine)
        write(FORMATS[form](found.made, LANG.get()), output)


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
    from conduct.report.moves import as_table, changes_in_json, names_of
    from conduct.report.sides import headings

    with app.office() as office:
        found = office.compare(first, second, as_of=as_of)
    made, lang = found.made, LANG.get()
    if form == "json":
        write(changes_in_json(made.plainly, made.head))
    else:
        heading = headings(made.sides, made.sector, lang)
        write(as_table(made.questions, lang, names_of(made.sector), heading, made.notes))


@command(
    "readings",
    ("现行的理解口径；--sensitivity 看每一种取法决定了什么。", "The readings in force; with --sensitivity, what each decides."),
)
@option("--sensitivity", is_flag=True, words=("每种别的取法会使谁变动。", "For every alternative, who would differ."))
@period_option
@format_option("table", "json")
@pass_app
def readings(app: App, sensitivity: bool, period: str | None, form: str) -> None:
    """Needs no ledger, but for the sensitivity."""
    from conduct.report.moves import in_json
    from conduct.report.regulation import readings_table

    with app.office() as office:
        if sensitivity:
            _weighed(office.readings(sensitivity=True, period=period), form)
            return
        found = office.readings()
    if form == "json":
        write(in_json(found.to_dict()))
    else:
        write(readings_table(edition, in_force, LANG.get()) for edition, in_force in found.made)


def _weighed(found: ReadingsWeighed, form: str) -> None:
    from conduct.report.moves import as_table, changes_in_json, names_of
    from conduct.report.sides import side_lines

    made, lang = found.made, LANG.get()
    if form == "json":
        write(changes_in_json(made.plainly, made.head))
    else:
        ((_, now),) = made.sides
        write(as_table(made.questions, lang, names_of(made.sector), side_lines(now, made.sector, lang), made.notes))


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
    from conduct.report.moves import as_table, changes_in_json, names_of
    from conduct.report.sides import side_lines

    points, reading = _pairs(pairs), _pairs(readings)
    with app.office() as office:
        found = office.whatif(points, reading=reading, draft=draft, without=without, more=more, period=period, as_of=as_of)
    made, lang = found.made, LANG.get()
    if form == "json":
        write(changes_in_json(made.plainly, made.head))
    else:
        (_, was), _ = made.sides
        write(as_table(made.questions, lang, names_of(made.sector), side_lines(was, made.sector, lang), made.notes))


def _pairs(pairs: Iterable[str]) -> dict[str, str]:
    """NAME=VALUE, taken apart."""
    from conduct.core.base.faults import wrong_usage

    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not name or not value:
            raise wrong_usage("whatif-pair", value=pair)
        if name in found:
            raise wrong_usage("whatif-pair-twice", name=name)
        found[name] = value
    return found
