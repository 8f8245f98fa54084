"""Commands about facts: sectors, the ledger, loading, recording, their history and integrity."""

from __future__ import annotations

from pathlib import Path

import click

from conduct.bilingual import LANG

from .base import App, command, correct_option, option, pass_app, tell, write
from .entering import due_next, pairs_of, tell_attached, tell_lines, tell_loaded, tell_warnings


@command("sectors", ("列出已安装的行业及其来源。", "List the installed sectors and the package each comes from."))
@pass_app
def sectors(app: App) -> None:
    """Imports no sector."""
    from conduct.report.records import sectors_table

    with app.office() as office:
        found = office.sectors()
    tell_lines(found.warnings)
    write(sectors_table([(one.name, one.package, one.version, one.enabled) for one in found.sectors], LANG.get()))


@command("init", ("建立台账，或在已有台账中加入行业。", "Make a ledger, or add the sector to one that stands."))
@option("--sample", is_flag=True, words=("装入该行业的示例数据。", "Fill it with the sector's sample deployment."))
@pass_app
def init(app: App, sample: bool) -> None:
    """Leaves a ledger that holds the sector as it is."""
    with app.office() as office:
        made = office.init(sample=sample)
    title, path = made.title, made.ledger
    if made.new:
        tell((f"台账 {path} 已备好：{title}", f"the ledger {path} is ready for {title}"))
    else:
        tell((f"台账 {path} 中已有{title}，未作改动", f"the ledger {path} holds {title} already; unchanged"))
    if made.loaded is not None:
        tell_loaded(made.loaded)


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
    from conduct.core.base.words import counted

    with app.office() as office:
        loaded = office.load(*files, correct=correct, rejects=rejects, marked=marked, encoding=encoding, strict=strict)
    if loaded.marked:
        tell((f"错误已标在 {marked} 中", f"the errors are marked in {marked}"))
    if loaded.rejected:
        tell((f"退回{loaded.rejected}行，写入 {rejects}", f"{counted(loaded.rejected, 'row')} rejected, written to {rejects}"))
    if not loaded.rejected or loaded.added or loaded.corrected or loaded.unchanged:
        tell_loaded(loaded)


@command(
    "record",
    (
        "登记一件事项（可连同几个步骤）、办理动作、单位、指标或任职，附上文件；并说明接下来待办什么。",
        "Enter an incident, with steps if you like, an action or several, a unit, a measure or a post, or attach a file; says what is due next.",
    ),
)
@click.argument("what", metavar="[incident|action|unit|measure|post|attachment|release|removal|letterhead]")
@click.argument("pairs", nargs=-1, required=True, metavar="KEY=VALUE...")
@correct_option
@pass_app
def record(app: App, what: str, pairs: tuple[str, ...], correct: str | None) -> None:
    """One batch, whatever it takes."""
    from conduct.door.attaching import what_is_meant

    beside = what_is_meant(what)
    with app.office() as office:
        recorded = office.record(what, pairs_of(pairs, "file" if beside == "attachment" else ""), correct=correct)
    if beside is None:
        tell_loaded(recorded.loaded)
    else:
        tell_warnings(recorded.loaded)
        tell_attached(recorded)
    if beside != "letterhead":
        write(due_next(recorded))


@command("template", ("该行业的空白工作簿，供填写。", "An empty workbook of the sector to fill in."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx")
@pass_app
def template(app: App, file: Path) -> None:
    """Of the latest edition; what it makes, load takes."""
    with app.office() as office:
        made = office.template(file)
    tell((f"已写入 {made.path}", f"written to {made.path}"))


@command("history", ("一项数据的各个版本：谁、何时、为何更改。", "Every version of a fact: who changed it, when, and why."))
@click.argument("fact", metavar="ID")
@pass_app
def history(app: App, fact: str) -> None:
    """Of the sector asked for, or of all that the ledger holds."""
    from conduct.report.records import versions_table

    with app.office() as office:
        found = office.history(fact)
    tell_lines(found.warnings)
    write(versions_table(found.made.versions, found.made.notes, LANG.get()))


@command("export", ("把台账中的数据写成可再装入的文件。", "The ledger's facts as files that load again."))
@option(
    "--csv",
    type=click.Path(path_type=Path),
    metavar="DIR",
    words=("写成可再装入的 .csv 文件，放入此文件夹。", "A folder for .csv files that load again."),
)
@option(
    "--parquet",
    type=click.Path(path_type=Path),
    metavar="DIR",
    words=("写成按月分区的 Parquet 文件，放入此文件夹。", "A folder for Parquet files, partitioned by calendar month."),
)
@pass_app
def export(app: App, csv: Path | None, parquet: Path | None) -> None:
    """One sector's current facts, in one of the two forms."""
    with app.office() as office:
        made = office.export(csv=csv, parquet=parquet)
    folder = made.folder
    rows = sum(made.rows.values())
    tell((f"已写入 {folder}：{rows}行", f"written to {folder}: {rows} rows"))


@command("backup", ("在他人写入时备份台账。", "A consistent copy of the ledger while others write."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@pass_app
def backup(app: App, file: Path) -> None:
    """All sectors."""
    with app.office() as office:
        made = office.backup(file)
    tell((f"已备份到 {made.path}", f"backed up to {made.path}"))
