"""Commands about facts: sectors, the ledger, loading, recording, their history and integrity."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conduct.bilingual import LANG, say

from .base import App, command, correct_option, option, pass_app, progress, reason_given, tell, warn, write, wrong_usage
from .entering import due_next, office_of, tell_loaded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conduct.core.base.faults import Problem
    from conduct.core.ledger.verify import Difference


@command("sectors", ("列出已安装的行业及其来源。", "List the installed sectors and the package each comes from."))
@pass_app
def sectors(app: App) -> None:
    """Imports no sector."""
    from conduct.host import installed, unreadable
    from conduct.report.labels import label
    from conduct.report.tables import table

    warn(unreadable())
    lang, enabled = LANG.get(), app.config.sectors
    rows = [
        [i.name, i.package, i.version, label("yes" if enabled is None or i.name in enabled else "no", lang)] for i in installed()
    ]
    write([table([label(c, lang) for c in ("sector", "package", "version", "enabled")], rows)])


@command("init", ("建立台账，或在已有台账中加入行业。", "Make a ledger, or add the sector to one that stands."))
@option("--sample", is_flag=True, words=("装入该行业的示例数据。", "Fill it with the sector's sample deployment."))
@pass_app
def init(app: App, sample: bool) -> None:
    """Leaves a ledger that holds the sector as it is."""
    from conduct.core.ledger.ledger import Ledger

    sector = app.sector(of_ledger=False)
    if sample:
        from conduct.loading.sample import check_sample, load_sample

        check_sample(sector)
    path = app.ledger_path
    with ExitStack() as undo:
        if not path.exists():
            undo.callback(_unmake, path)
        with Ledger.create(path) as ledger:
            made = ledger.add(sector)
            loaded = load_sample(ledger, sector) if sample else None
        undo.pop_all()
    if made:
        tell((f"台账 {path} 已备好：{sector.title.zh}", f"the ledger {path} is ready for {sector.title.en}"))
    else:
        tell((f"台账 {path} 中已有{sector.title.zh}，未作改动", f"the ledger {path} holds {sector.title.en} already; unchanged"))
    if loaded is not None:
        tell_loaded(loaded)


def _unmake(path: Path) -> None:
    """Takes away a ledger that a command which failed has made, unless another process has filled it since."""
    from conduct.core.base.faults import Fault
    from conduct.core.ledger.ledger import Ledger

    with suppress(Fault), Ledger.open(path) as ledger:  # what cannot be opened is half made
        if ledger.connection.execute("SELECT 1 FROM batches LIMIT 1").fetchone():
            return
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)


@command(
    "load",
    ("从文件装入数据（.csv、.xlsx、.jsonl），全部或全不。", "Load facts from .csv, .xlsx or .jsonl files, all or nothing."),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@correct_option
@option(
    "--rejects",
    type=click.Path(path_type=Path),
    words=("装入无误的行，把有误的行连同原因写入此文件。", "Take the good rows, and write the bad ones with their reasons here."),
)
@option(
    "--marked",
    type=click.Path(path_type=Path),
    words=(
        "有误时，把输入写成此工作簿，并在单元格上标明错误。",
        "On errors, the input as a workbook with each noted in its cell.",
    ),
)
@option("--encoding", words=("文件的编码，如 big5、windows-1252。", "How the files are encoded, as windows-1252, big5."))
@option("--strict", is_flag=True, words=("提示也作为错误。", "What a load warns of is an error."))
@pass_app
def load(
    app: App,
    files: tuple[Path, ...],
    correct: str | None,
    rejects: Path | None,
    marked: Path | None,
    encoding: str | None,
    strict: bool,
) -> None:
    """One batch, or none; with ``--rejects`` one of the good rows."""
    from conduct.core.base.faults import Fault, fault
    from conduct.loading.load import Settings
    from conduct.loading.load import load as load_files
    from conduct.loading.own_words import office_words

    if marked is not None and marked.suffix.lower() != ".xlsx":
        raise fault("marked-ending", path=str(marked))
    app.may_write(rejects, marked, inputs=files)
    sector = app.sector()
    settings: Settings = {
        "own": office_words(app.config, sector),
        "encoding": encoding,
        "strict": strict,
        "correct": reason_given(correct),
        "today": app.config.today(),
        "calendar": app.config.calendar,
    }
    done = False

    def mark(problems: Sequence[Problem]) -> None:
        nonlocal done
        if marked is not None and not done and any(problem.place is not None for problem in problems):
            from conduct.loading.opened import tables_as_read
            from conduct.report.marked import write_marked

            found = tables_as_read(sector, files, settings["own"], encoding)
            given = [(one.file, one.header, one.rows) for one in found]
            write_marked(given, problems, marked, LANG.get(), {one.file: one.at for one in found})
            done = True
            tell((f"错误已标在 {marked} 中", f"the errors are marked in {marked}"))

    with app.ledger() as ledger, progress(("装入", "loading")) as step:
        settings["progress"] = step
        try:
            if rejects is None:
                tell_loaded(load_files(ledger, sector, files, **settings))
                return
            from conduct.loading.rejects import load_good

            loaded, rejected = load_good(ledger, sector, files, rejects, LANG.get(), settings, mark)
        except Fault as error:
            try:
                mark(error.problems)
            except Fault as other:  # what is wrong with the facts is said all the same
                raise Fault([*error.problems, *(p for p in other.problems if p not in error.problems)]) from None
            raise
    if rejected:
        from conduct.core.base.words import counted

        tell((f"退回{rejected}行，写入 {rejects}", f"{counted(rejected, 'row')} rejected, written to {rejects}"))
    if rejected == 0 or loaded.added or loaded.corrected or loaded.unchanged:
        tell_loaded(loaded)


@command(
    "record",
    (
        "登记一件事项（可连同几个步骤）、办理动作、单位、指标或任职；并说明接下来待办什么。",
        "Enter an incident, with steps if you like, an action or several, a unit, a measure or a post; says what is due next.",
    ),
)
@click.argument("what", metavar="[incident|action|unit|measure|post]")
@click.argument("pairs", nargs=-1, required=True, metavar="KEY=VALUE...")
@correct_option
@pass_app
def record(app: App, what: str, pairs: tuple[str, ...], correct: str | None) -> None:
    """One batch, whatever it takes."""
    from conduct.loading.own_words import office_words
    from conduct.loading.record import pairs_of, table_meant
    from conduct.loading.record import record as record_row

    sector = app.sector()
    meant = table_meant(sector, what)
    if not isinstance(meant, str):
        raise click.UsageError(meant.said(LANG.get()))
    office = office_of(app, sector)
    with app.ledger() as ledger:
        own, reason = office_words(app.config, sector), reason_given(correct)
        recorded = record_row(ledger, sector, meant, pairs_of(pairs), office=office, own=own, correct=reason)
        tell_loaded(recorded.loaded)
        write(due_next(app, ledger, sector, recorded, office))


@command("template", ("该行业的空白工作簿，供填写。", "An empty workbook of the sector to fill in."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx")
@pass_app
def template(app: App, file: Path) -> None:
    """Of the latest edition; what it makes, load takes."""
    from conduct.core.base.faults import fault
    from conduct.loading.own_words import office_words
    from conduct.report.template import write_template

    sector = app.sector(of_ledger=False)
    app.may_write(file)
    if file.suffix.lower() != ".xlsx":
        raise fault("template-ending", path=str(file))
    if os.path.lexists(file):
        raise fault("backup-exists", path=str(file))
    write_template(sector, sector.regulations[-1], file, LANG.get(), own=office_words(app.config, sector))
    tell((f"已写入 {file}", f"written to {file}"))


@command("history", ("一项数据的各个版本：谁、何时、为何更改。", "Every version of a fact: who changed it, when, and why."))
@click.argument("fact", metavar="ID")
@pass_app
def history(app: App, fact: str) -> None:
    """Of the sector asked for, or of all that the ledger holds."""
    from conduct.core.base.faults import Fault, fault
    from conduct.core.ledger.history import history as versions_of
    from conduct.host import elsewhere
    from conduct.report.records import versions_table

    with app.ledger() as ledger:
        sectors = app.sectors(ledger, supplied=False)
        found = [version for sector in sectors for version in versions_of(sector, ledger, fact)]
        known = [sector.name for sector in sectors]
        others = [] if app.sector_name else elsewhere(ledger, known, fact, app.config.sectors)
        notes = [note for sector in {v.sector.name: v.sector for v in found}.values() for note in ledger.notes(sector)]
    if not found:
        raise Fault(others) if others else fault("id-unknown", id=fact)
    warn(others)
    write(versions_table(found, notes, LANG.get()))


@command("export", ("把台账中的数据写成可再装入的文件。", "The ledger's facts as files that load again."))
@option("--csv", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR", words=("文件夹。", "The folder."))
@pass_app
def export(app: App, folder: Path) -> None:
    """One sector's current facts."""
    from conduct.loading.export import export_csv

    sector = app.sector()
    with app.ledger() as ledger:
        counts = export_csv(ledger, sector, folder)
    tell((f"已写入 {folder}：{sum(counts.values())}行", f"written to {folder}: {sum(counts.values())} rows"))


@command("backup", ("在他人写入时备份台账。", "A consistent copy of the ledger while others write."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@pass_app
def backup(app: App, file: Path) -> None:
    """All sectors."""
    app.may_write(file)
    with app.ledger() as ledger:
        ledger.backup(file)
    tell((f"已备份到 {file}", f"backed up to {file}"))


@contextmanager
def _damage_listed(path: Path) -> Iterator[None]:
    """Of a ledger that is too damaged to be opened: lists what is damaged and what can still be read, and ends with exit 1."""
    from conduct.core.base.faults import Fault, Problem

    try:
        yield
    except Fault as error:
        damaged = next((p for p in error.problems if p.code == "ledger-damaged"), None)
        if damaged is None:
            raise
        from conduct.core.ledger.salvage import salvage

        warn([Problem("ledger-damaged-verified", damaged.values)])
        _list(salvage(path))
        raise click.exceptions.Exit(1) from None


def _list(found: Sequence[Difference]) -> None:
    for difference in found:
        tell((difference.words.zh, difference.words.en))


@command(
    "verify",
    (
        "检查台账的完整性；写下某次校验值的，可检查当时的内容是否仍在。",
        "Check the ledger's integrity; with a head, that what it stood for is there.",
    ),
)
@click.argument("head", required=False, metavar="[HEAD]")
@pass_app
def verify(app: App, head: str | None) -> None:
    """Exit 1 and every difference, if there is one."""
    from conduct.core.base.faults import fault
    from conduct.core.base.words import counted
    from conduct.core.ledger.chain import facts_digest
    from conduct.core.ledger.chain import head as last_head

    if head is not None and not re.fullmatch("[0-9a-fA-F]{64}", head.strip()):
        raise wrong_usage("head-form", value=head)
    with _damage_listed(app.ledger_path), app.ledger() as ledger, ledger.view():
        found = ledger.verify()
        others = ledger.others()
        if not found:
            batches = ledger.connection.execute("SELECT count(*) FROM batches").fetchone()[0]
            last = last_head(ledger.connection)
            held = [row[0] for row in ledger.connection.execute("SELECT DISTINCT sector FROM batches ORDER BY 1")]
            facts = {sector: facts_digest(ledger.connection, sector) for sector in held}
            stands = ledger.stands(head.strip().lower()) if head is not None else None
    if others:
        listed = ", ".join(others)
        tell(
            (
                f"文件中另有不属于台账的数据表，未予检查：{listed}",
                f"the file holds other tables, which were not looked at: {listed}",
            )
        )
    if found:
        _list(found)
        raise click.exceptions.Exit(1)
    if head is not None and stands is None:
        raise fault("head-unknown", path=str(app.ledger_path), head=head.strip())
    said = counted(batches, "batch", "batches")
    write([say((f"台账完整：{batches}批，校验值 {last}\n", f"the ledger is whole: {said}, head {last}\n"))])
    if stands is not None:
        zh = f"所给校验值是第{stands[0]}批的（{stands[1]}，{stands[2]}）：至此的内容都在，未被改动\n"
        write(
            [
                say(
                    (
                        zh,
                        f"the head given is that of batch {stands[0]} ({stands[1]}, {stands[2]}): all up to it is there, unchanged\n",
                    )
                )
            ]
        )
    write(say((f"{sector} 数据 {digest}\n", f"facts of {sector} {digest}\n")) for sector, digest in facts.items())
