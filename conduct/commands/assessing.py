"""Commands that assess, and those about runs and the regulation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from conduct.bilingual import LANG, say

from .base import (
    App,
    ReaderGone,
    as_of_option,
    chosen_period,
    command,
    format_option,
    option,
    output_option,
    pass_app,
    period_option,
    progress,
    tell,
    write,
    wrong_usage,
)

if TYPE_CHECKING:
    from datetime import date


@command("run", ("考核：名次、得分、否决、结果。", "Assess: standings, scores, vetoes, outcomes."))
@period_option
@as_of_option
@format_option("table", "json", "csv")
@option("--trace", is_flag=True, words=("列出每项所依据的事项编号。", "Show the ids of the incidents behind each line."))
@output_option
@pass_app
def run(app: App, period: str | None, as_of: date | None, form: str, trace: bool, output: Path | None) -> None:
    """The main job."""
    from conduct.core.scores.assess import assess, record_run
    from conduct.report.standings import FORMATS

    app.may_write(output)
    sector = app.sector()
    with app.ledger() as ledger:
        with progress(("考核", "assessing")):
            chosen, settings = chosen_period(sector, period), {**app.readings(sector), "today": app.config.today()}
            assessment = assess(sector, ledger, chosen, as_of=as_of, trace=trace, record=False, **settings)
        if assessment.as_of > app.config.today():  # on standard error alone: the result does not depend on the clock
            tell(
                (
                    f"注意：截至日 {assessment.as_of} 在今天之后，期限均按当日已到判断",
                    f"note: {assessment.as_of} is after today: deadlines up to it are judged as if that day had come",
                )
            )
        pieces = list(FORMATS[form](assessment, LANG.get()))
        try:
            write(pieces, output)
        except ReaderGone:
            record_run(ledger, assessment)
            raise
        recorded = record_run(ledger, assessment)
    if not recorded:
        tell(("台账此刻不能写入，本次考核未作记录", "the ledger cannot be written now; this run is not recorded"))


@command("publish", ("把一次考核封存为已公布，编号。", "Seal a run as published, and number it."))
@period_option
@as_of_option
@option("--note", words=("说明。", "A note."))
@option(
    "--despite",
    metavar="REASON",
    words=("有未了结的事项时，写明仍予公布的理由。", "Where something is open: the reason to publish all the same."),
)
@pass_app
def publish(app: App, period: str | None, as_of: date | None, note: str | None, despite: str | None) -> None:
    """With its readings and the chain's head; the same run is published once. What is open is listed first."""

    from conduct.core.base.faults import fault
    from conduct.core.ledger.chain import head
    from conduct.core.ledger.publish import publish as seal
    from conduct.core.ledger.publish import published_as
    from conduct.core.scores import unsettled
    from conduct.core.scores.assess import assess
    from conduct.report.stored import sealed

    if despite is not None and not despite.strip():
        raise wrong_usage("despite-blank")
    sector = app.sector()
    with app.ledger() as ledger:
        if not ledger.writable:
            raise fault("ledger-read-only", path=str(app.ledger_path))
        chosen = chosen_period(sector, period)
        settings = {**app.readings(sector), "today": app.config.today()}
        assessment = assess(sector, ledger, chosen, as_of=as_of, trace=True, record=False, **settings)
        if assessment.period.end > app.config.today():
            ends = f"{assessment.period.id}, {assessment.period.end}"
            tell((f"注意：考核期尚未结束（{ends}）", f"note: the period has not ended yet ({ends})"))
        found = unsettled.open_of(ledger, assessment)
        if published_as(ledger, sector, assessment.run) is None:
            for words in unsettled.said(found):
                tell((words.zh, words.en))
        number, new = seal(ledger, sector, sealed(assessment, found, despite), note, despite)
        last = head(ledger.connection)
    about = (assessment.regulation.id, assessment.period.id, assessment.run[:12])
    if new:
        zh, en = "第{}号：{} {} 考核 {} 已公布，校验值 {}\n", "number {}: {} {}, run {}, is published; head {}\n"
    else:
        zh, en = "该考核已公布为第{}号：{} {} 考核 {}；校验值 {}\n", "published already as number {}: {} {}, run {}; head {}\n"
    write([say((zh, en)).format(number, *about, last)])


@command("runs", ("台账中保存的考核。", "The runs kept in the ledger."))
@pass_app
def runs(app: App) -> None:
    """Of the sector asked for, or of all."""
    from conduct.core.ledger.publish import runs as runs_of
    from conduct.report.records import runs_table

    with app.ledger() as ledger:
        found = [r for r in runs_of(ledger) if app.sector_name in (None, r.sector)]
    write(runs_table(found, LANG.get()))


@command(
    "regulation", ("办法的规则：每条规则及其条文。", "The regulation as encoded: every rule beside the words of its clause.")
)
@format_option("table", "json", "csv", "html")
@option(
    "--stress",
    is_flag=True,
    words=(
        "检验办法本身：不起作用的项、重复计分、空档、违规反而加分。",
        "Test the law itself: items that never matter, double charges, gaps, rising scores.",
    ),
)
@output_option
@pass_app
def regulation(app: App, form: str, output: Path | None, stress: bool) -> None:
    """Every edition, the latest last, and the texts beside it."""
    from datetime import date

    from conduct.report import findings
    from conduct.report import regulation as encoded

    app.may_write(output)
    sector = app.sector(of_ledger=False)
    editions = sorted(sector.regulations, key=lambda r: r.in_force_from or date.min)
    if stress:
        from conduct.core.law.readings import readings_in_force, resolve
        from conduct.stress import stress as stressed

        settings = app.readings(sector)
        laws = [resolve(one, readings_in_force(one, settings["readings"], settings["origin"], editions)) for one in editions]
        pieces = findings.FORMATS[form]([(law, stressed(sector, law)) for law in laws], LANG.get())
    else:
        pieces = encoded.FORMATS[form](editions, LANG.get())
    write(["".join(pieces)], output)  # whole, or nothing where it fails


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
    from conduct.core.law.readings import readings_in_force
    from conduct.report.regulation import readings_json, readings_table

    sector = app.sector(of_ledger=sensitivity)
    if sensitivity:
        from .asking import sensitivity as ask

        ask(app, sector, period, form)
        return
    settings = app.readings(sector)
    every = sector.regulations
    editions = [(one, readings_in_force(one, settings["readings"], settings["origin"], every)) for one in every]
    if form == "json":
        write([readings_json(editions, LANG.get())])
        return
    write(readings_table(edition, in_force, LANG.get()) for edition, in_force in editions)
