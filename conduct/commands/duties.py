"""Commands about duties: what is due, and one case."""

from __future__ import annotations

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
    tell,
    write,
)

if TYPE_CHECKING:
    from datetime import date


@command("duties", ("待办与逾期的职责。", "What is due, by whom, by when, and what is overdue."))
@as_of_option
@option(
    "--unit",
    metavar="UNIT",
    words=("只看此单位及其下属单位：编号、名称或别名。", "Of this unit and those below it alone: its id, its name or an alias."),
)
@format_option("table", "json", "csv")
@option(
    "--ics", type=click.Path(path_type=Path), words=("另写为日历文件（.ics）。", "Write them as a calendar file (.ics) as well.")
)
@facts_option
@engine_option
@output_option
@pass_app
def duties(
    app: App,
    as_of: date | None,
    unit: str | None,
    form: str,
    ics: Path | None,
    facts: str | None,
    engine: str | None,
    output: Path | None,
) -> None:
    """As of today, if no day is given; of the sector asked for, or of all that the ledger holds."""
    from conduct.report.duties import FORMATS

    with app.office(ics, output) as office:
        found = office.duties(as_of=as_of, unit=unit, ics=ics, facts=facts, engine=engine)
        for line in found.warnings:
            tell((line, line))
        made = found.made
        write(FORMATS[form](made.sectors, made.as_of, made.open, made.notes, LANG.get()), output)
    if form == "csv":
        for note in found.notes:
            tell((note, note))


@command("case", ("一件事项：办理经过、职责、接下来可办。", "One incident: its actions, its duties, and what may come next."))
@click.argument("incident", metavar="INCIDENT")
@as_of_option
@facts_option
@engine_option
@pass_app
def case(app: App, incident: str, as_of: date | None, facts: str | None, engine: str | None) -> None:
    """As of today, if no day is given."""
    from conduct.report.case import as_table

    with app.office() as office:
        found = office.case(incident, as_of=as_of, facts=facts, engine=engine)
    for line in found.warnings:
        tell((line, line))
    made = found.made
    write(as_table(made.case, made.notes, LANG.get(), made.attachments, made.text_released, made.days))
