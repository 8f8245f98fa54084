"""Commands about duties: what is due, and one case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conduct.bilingual import LANG

from .base import App, as_of_option, command, format_option, option, output_option, pass_app, tell, warn, write, write_bytes
from .entering import tell_left_out

if TYPE_CHECKING:
    from datetime import date

    from conduct.core.base.faults import Problem
    from conduct.core.duties.agenda import DutyState
    from conduct.core.law.sector import Sector


CANCELLED_FOR = 366  # days for which a calendar still cancels what was done or let off


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
@output_option
@pass_app
def duties(app: App, as_of: date | None, unit: str | None, form: str, ics: Path | None, output: Path | None) -> None:
    """As of today, if no day is given; of the sector asked for, or of all that the ledger holds."""
    from datetime import timedelta

    from conduct.core.base.faults import fault
    from conduct.core.duties.agenda import in_order, states
    from conduct.loading.unit_names import standing_under
    from conduct.report.duties import FORMATS

    app.may_write(ics, output)
    day = as_of or app.config.today()
    keep = day - timedelta(days=CANCELLED_FOR) if ics is not None else None
    with app.ledger() as ledger:
        unknown: list[Problem] = []
        meant: set[str] = set()

        def asked_of(sector: Sector) -> list[DutyState]:
            mine = standing_under(ledger, sector, unit) if unit is not None else None
            if mine is not None:
                meant.update(mine)
                if not mine:
                    return []
            found = states(sector, ledger, day, keep=keep, unknown=unknown, **app.readings(sector))
            return [state for state in found if mine is None or state.unit in mine]

        asked = app.each(ledger, asked_of)
        if unit is not None and not meant:
            raise fault("unit-unknown", value=unit)
        sectors, found = [sector for sector, _ in asked], [state for _, states_of in asked for state in states_of]
        notes = list(dict.fromkeys(note for sector in sectors for note in ledger.notes(sector)))
        last = max(ledger.last_batch(sector) or (0, "1970-01-01T00:00:00Z", "") for sector in sectors)
    tell_left_out(unknown)
    if ics is not None:
        from conduct.report.ics import as_ics

        write_bytes(as_ics(in_order(found), last[0], last[1], LANG.get()), ics)
        undated = sum(state.open and state.due is None for state in found)
        if undated:
            tell((f"{undated}项没有期限，未写入日历", f"{undated} have no deadline and are not in the calendar"))
    write(FORMATS[form](sectors, day, in_order(s for s in found if s.open), notes, LANG.get()), output)
    if form == "csv":
        for note in notes:
            tell((note.zh, note.en))


@command("case", ("一件事项：办理经过、职责、接下来可办。", "One incident: its actions, its duties, and what may come next."))
@click.argument("incident", metavar="INCIDENT")
@as_of_option
@pass_app
def case(app: App, incident: str, as_of: date | None) -> None:
    """As of today, if no day is given."""

    from conduct.core.base.faults import Fault, fault
    from conduct.core.duties.case import case as case_of
    from conduct.core.duties.case import has_case
    from conduct.host import elsewhere
    from conduct.report.case import as_table

    with app.ledger() as ledger:
        sectors = app.sectors(ledger)
        holding = [sector for sector in sectors if has_case(sector, ledger, incident)] or sectors[:1]
        if len(holding) > 1:
            names = ", ".join(sector.name for sector in holding)
            raise click.UsageError(fault("id-in-several", id=incident, sectors=names).said(LANG.get()))
        others = [] if app.sector_name else elsewhere(ledger, [sector.name for sector in sectors], incident, app.config.sectors)
        if not has_case(holding[0], ledger, incident) and (others or len(sectors) > 1):
            raise Fault(others) if others else fault("id-unknown", id=incident)
        warn(others)
        found = case_of(holding[0], ledger, incident, as_of or app.config.today(), **app.readings(holding[0]))
        notes = ledger.notes(holding[0])
    write(as_table(found, notes, LANG.get()))
