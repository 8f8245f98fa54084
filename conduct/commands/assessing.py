"""Commands that assess, and those about runs and the regulation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from conduct.bilingual import LANG, say

from .base import (
    App,
    ReaderGone,
    as_of_option,
    command,
    engine_option,
    facts_option,
    format_option,
    option,
    output_option,
    pass_app,
    period_option,
    tell,
    write,
)

if TYPE_CHECKING:
    from datetime import date


@command("run", ("考核：名次、得分、否决、结果。", "Assess: standings, scores, vetoes, outcomes."))
@period_option
@as_of_option
@format_option("table", "json", "csv")
@option("--trace", is_flag=True, words=("列出每项所依据的事项编号。", "Show the ids of the incidents behind each line."))
@facts_option
@engine_option
@output_option
@option(
    "--recount",
    is_flag=True,
    words=("全部重新计数，不沿用以前考核已计的数。", "Count everything anew, and not only what came since earlier runs."),
)
@pass_app
def run(
    app: App,
    period: str | None,
    as_of: date | None,
    form: str,
    trace: bool,
    facts: str | None,
    engine: str | None,
    output: Path | None,
    recount: bool,
) -> None:
    """The main job. A run is kept once it is printed."""
    from conduct.report.standings import FORMATS

    with app.office(output) as office:
        found = office.assess(period, as_of=as_of, trace=trace, record=False, recount=recount, facts=facts, engine=engine)
        for line in found.warnings:  # on standard error alone: the result does not depend on the clock
            tell((f"注意：{line}", f"note: {line}"))
        pieces = list(FORMATS[form](found.made, LANG.get()))
        try:
            write(pieces, output)
        except ReaderGone:
            if facts is None:
                office.keep(found)
            raise
        kept = facts is None and office.keep(found)
    if facts is not None:
        tell(
            (
                "数据不在台账中：本次考核不作记录，也不能公布",
                "the facts are in no ledger: this run is not recorded, and cannot be published",
            )
        )
    elif not kept:
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
@option(
    "--draft",
    is_flag=True,
    words=(
        "封存为征求意见稿（d1、d2……），发给各单位提出申诉；可有未了结的事项，只列出，不须理由。",
        "Seal a draft (d1, d2 …) for the units to object to; what is open is listed and needs no reason.",
    ),
)
@pass_app
def publish(app: App, period: str | None, as_of: date | None, note: str | None, despite: str | None, draft: bool) -> None:
    """With its readings and the chain's head; the same run is published once. What is open is listed first."""
    with app.office() as office:
        found = office.publish(period, as_of=as_of, note=note, despite=despite, draft=draft)
    for line in found.warnings:
        tell((f"注意：{line}", f"note: {line}"))
    for line in found.open:
        tell((line, line))
    write([say(_SEALED[found.draft, found.new]).format(found.called, found.regulation, found.period, found.run[:12], found.head)])
    if found.code is not None:
        write([say(("核验码 {}\n", "verification code {}\n")).format(found.code)])


_SEALED = {
    (False, True): ("第{}号：{} {} 考核 {} 已公布，校验值 {}\n", "number {}: {} {}, run {}, is published; head {}\n"),
    (False, False): (
        "该考核已公布为第{}号：{} {} 考核 {}；校验值 {}\n",
        "published already as number {}: {} {}, run {}; head {}\n",
    ),
    (True, True): ("征求意见稿 {}：{} {} 考核 {} 已封存，校验值 {}\n", "draft {}: {} {}, run {}, is sealed; head {}\n"),
    (True, False): ("该考核已是征求意见稿 {}：{} {} 考核 {}；校验值 {}\n", "a draft already, as {}: {} {}, run {}; head {}\n"),
}
"""By whether it is a draft, and whether it was sealed just now."""


@command("runs", ("台账中保存的考核。", "The runs kept in the ledger."))
@pass_app
def runs(app: App) -> None:
    """Of the sector asked for, or of all."""
    from conduct.report.records import runs_table

    with app.office() as office:
        found = office.runs()
    write(runs_table(found.made, LANG.get()))


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
    from conduct.report import findings
    from conduct.report import regulation as encoded

    with app.office(output) as office:
        if stress:
            pieces = findings.FORMATS[form](office.regulation(stress=True).made, LANG.get())
        else:
            pieces = encoded.FORMATS[form](office.regulation().made, LANG.get())
        write(["".join(pieces)], output)  # whole, or nothing where it fails
