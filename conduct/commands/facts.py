"""Commands about facts: sectors, the ledger, loading, recording, their history and integrity."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conduct.bilingual import LANG, say

from .base import (
    App,
    command,
    correct_option,
    option,
    pass_app,
    reason_given,
    tell,
    tell_loaded,
    write,
)

if TYPE_CHECKING:
    pass


@command("sectors", ("列出已安装的行业及其来源。", "List the installed sectors and the package each comes from."))
@pass_app
def sectors(app: App) -> None:
    """Imports no sector."""
    from conduct.host import installed
    from conduct.report.labels import label
    from conduct.report.tables import table

    lang, enabled = LANG.get(), app.config.sectors
    rows = [
        [i.name, i.package, i.version, label("yes" if enabled is None or i.name in enabled else "no", lang)] for i in installed()
    ]
    write([table([label(c, lang) for c in ("sector", "package", "version", "enabled")], rows)])


@command("init", ("建立台账,或在已有台账中加入行业。", "Make a ledger, or add the sector to one that stands."))
@option("--sample", is_flag=True, words=("装入该行业的示例数据。", "Fill it with the sector's sample deployment."))
@pass_app
def init(app: App, sample: bool) -> None:
    """Leaves a ledger that holds the sector as it is."""
    from conduct.core.ledger import Ledger

    sector = app.sector()
    if sample:
        from conduct.loading.sample import check_sample, load_sample

        check_sample(sector)
    with Ledger.create(app.ledger_path) as ledger:
        made = ledger.add(sector)
        path = app.ledger_path
        if made:
            tell((f"台账 {path} 已备好:{sector.title.zh}", f"the ledger {path} is ready for {sector.title.en}"))
        else:
            tell(
                (f"台账 {path} 中已有{sector.title.zh},未作改动", f"the ledger {path} holds {sector.title.en} already; unchanged")
            )
        if sample:
            tell_loaded(load_sample(ledger, sector))


@command("load", ("从文件装入数据(.csv、.jsonl),全部或全不。", "Load facts from .csv or .jsonl files, all or nothing."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@correct_option
@pass_app
def load(app: App, files: tuple[Path, ...], correct: str | None) -> None:
    """One batch, or none."""
    from conduct.loading.load import load as load_files

    sector = app.sector()
    with app.ledger() as ledger:
        tell_loaded(load_files(ledger, sector, files, columns=app.config.columns, correct=reason_given(correct)))


@command("record", ("登记一件事项或一个办理动作。", "Enter one incident or one action."))
@click.argument("what", type=click.Choice(("incident", "action")))
@click.argument("pairs", nargs=-1, required=True, metavar="KEY=VALUE...")
@correct_option
@pass_app
def record(app: App, what: str, pairs: tuple[str, ...], correct: str | None) -> None:
    """A batch of one row."""
    from conduct.loading.record import record as record_row

    sector = app.sector()
    with app.ledger() as ledger:
        columns, reason = app.config.columns, reason_given(correct)
        tell_loaded(record_row(ledger, sector, what, pairs, columns=columns, correct=reason))


@command("history", ("一项数据的各个版本:谁、何时、为何更改。", "Every version of a fact: who changed it, when, and why."))
@click.argument("fact", metavar="ID")
@pass_app
def history(app: App, fact: str) -> None:
    """Of the sector asked for, or of all that the ledger holds."""
    from conduct.core.faults import fault
    from conduct.core.history import history as versions_of
    from conduct.report.records import versions_table

    with app.ledger() as ledger:
        found = [version for sector in app.sectors(ledger, supplied=False) for version in versions_of(sector, ledger, fact)]
    if not found:
        raise fault("id-unknown", id=fact)
    write(versions_table(found, LANG.get()))


@command("verify", ("检查台账的完整性。", "Check the ledger's integrity chain."))
@pass_app
def verify(app: App) -> None:
    """Exit 1 and every difference, if there is one."""
    from conduct.core.chain import head

    with app.ledger() as ledger:
        found = ledger.verify()
        batches = 0 if found else ledger.connection.execute("SELECT count(*) FROM batches").fetchone()[0]
        last = "" if found else head(ledger.connection)
    if found:
        for difference in found:
            tell((difference.words.zh, difference.words.en))
        raise click.exceptions.Exit(1)
    write([say((f"台账完整:{batches}批,校验值 {last}\n", f"the ledger is whole: {batches} batches, head {last}\n"))])
