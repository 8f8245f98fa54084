"""The command line. No logic: every command hands over to the core, the loading or the reports, and imports them late."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .bilingual import LANG, Command, Group, Option, Pair, language, say, usage_error
from .version import __version__

if TYPE_CHECKING:
    from datetime import date

    from .config import Config
    from .core.ledger import Ledger
    from .core.sector import Sector


class App:
    """What the global options say; the configuration and the sector are read when first asked for."""

    def __init__(self, sector: str | None, ledger: Path, config: Path | None) -> None:
        self.sector_name, self.ledger_path, self.config_path = sector, ledger, config
        self._config: Config | None = None

    @property
    def config(self) -> Config:
        """The deployment's configuration."""
        if self._config is None:
            from .config import read_config

            self._config = read_config(self.config_path)
        return self._config

    def sector(self) -> Sector:
        """The sector asked for, or the only one there is."""
        from .config import with_supplied
        from .core.faults import Fault, fault
        from .host import installed, load_sector

        enabled, name = self.config.sectors, self.sector_name
        if name is None:
            known = list(enabled) if enabled is not None else [item.name for item in installed()]
            if len(known) != 1:
                raise click.UsageError(fault("sector-unnamed", known=", ".join(known) or "-").said(LANG.get()))
            name = known[0]
        for section in self.config.by_sector:
            if section not in {item.name for item in installed()}:
                raise fault("config-sector", origin=self.config.origin, name=section)
        try:
            return with_supplied(load_sector(name, enabled, self.config.origin), self.config)
        except Fault as error:
            if error.problems[0].code in ("sector-unknown", "sector-disabled"):
                raise click.UsageError(error.said(LANG.get())) from None
            raise

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """The ledger, open."""
        from .core.ledger import Ledger

        with Ledger.open(self.ledger_path) as ledger:
            yield ledger

    def readings(self, sector: Sector) -> dict[str, Any]:
        """The arguments that every assessment takes from the configuration."""
        return {
            "readings": self.config.readings(sector.name),
            "calendar": self.config.calendar,
            "origin": f"{self.config.origin} [{sector.name}.readings]",
        }


class Day(click.ParamType["date"]):
    """A date on the command line, in any form that files may have."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error."""
        from datetime import date

        from .core.faults import Problem
        from .loading.cells import Bad, day

        found = day(str(value).strip())
        if not isinstance(found, str):
            assert isinstance(found, Bad)
            self.fail(Problem(found.code, found.values).said(LANG.get()), param, ctx)
        return date.fromisoformat(found)


pass_app = click.make_pass_decorator(App)


def option(*names: str, words: Pair, **settings: Any) -> Callable[[Any], Any]:
    """An option with help in both languages."""
    return click.option(*names, cls=Option, words=words, **settings)


def format_option(*formats: str) -> Callable[[Any], Any]:
    """``--format``, the table by default."""
    return option(
        "--format", "form", type=click.Choice(formats), default="table", show_default=True, words=("输出格式。", "Output format.")
    )


period_option = option("--period", words=("考核期:2012、2012-H1、2012-Q3、2012-07。", "Period: 2012, 2012-H1, 2012-Q3, 2012-07."))
as_of_option = option("--as-of", type=Day(), words=("截至日。", "The day as of which duties are judged."))
output_option = option(
    "--output", type=click.Path(path_type=Path), words=("写入文件而不是标准输出。", "Write to a file instead of standard output.")
)


@click.group(
    cls=Group,
    words=(
        "conduct:考核受监管机构如何对待向其投诉的人——条款、事项、得分与职责。\n\n常用:conduct --sector insurance run",
        "conduct assesses how regulated organisations treat the people who complain to them.\n\n"
        "The main job: conduct --sector insurance run",
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
@click.version_option(
    __version__, "--version", message="conduct %(version)s", cls=Option, words=("显示版本。", "Show the version.")
)
@option("--sector", envvar="CONDUCT_SECTOR", words=("行业。", "The sector."))
@option(
    "--ledger",
    envvar="CONDUCT_LEDGER",
    type=click.Path(path_type=Path),
    default=Path("conduct.db"),
    show_default=True,
    words=("台账文件。", "The ledger's file."),
)
@option(
    "--config",
    envvar="CONDUCT_CONFIG",
    type=click.Path(path_type=Path),
    words=("配置文件(默认 conduct.toml,如有)。", "The configuration (default: conduct.toml if there is one)."),
)
@option("--lang", envvar="CONDUCT_LANG", type=click.Choice(("zh", "en")), words=("语言。", "The language."))
@click.pass_context
def cli(ctx: click.Context, sector: str | None, ledger: Path, config: Path | None, lang: str | None) -> None:
    """Takes the global options."""
    ctx.obj = App(sector, ledger, config)


def command(name: str, words: Pair) -> Callable[[Any], Any]:
    """A command with help in both languages."""
    return cli.command(name, cls=Command, words=words)


@command("sectors", ("列出已安装的行业及其来源。", "List the installed sectors and the package each comes from."))
@pass_app
def sectors(app: App) -> None:
    """Imports no sector."""
    from .host import installed
    from .report.labels import label
    from .report.tables import table

    lang, enabled = LANG.get(), app.config.sectors
    rows = [
        [i.name, i.package, i.version, label("yes" if enabled is None or i.name in enabled else "no", lang)] for i in installed()
    ]
    _write([table([label(c, lang) for c in ("sector", "package", "version", "enabled")], rows)])


@command("init", ("建立台账,或在已有台账中加入行业。", "Make a ledger, or add the sector to one that stands."))
@option("--sample", is_flag=True, words=("装入该行业的示例数据。", "Fill it with the sector's sample deployment."))
@pass_app
def init(app: App, sample: bool) -> None:
    """Leaves a ledger that holds the sector as it is."""
    from .core.ledger import Ledger

    sector = app.sector()
    if sample:
        from .loading.sample import check_sample, load_sample

        check_sample(sector)
    with Ledger.create(app.ledger_path) as ledger:
        made = ledger.add(sector)
        path = app.ledger_path
        if made:
            _tell((f"台账 {path} 已备好:{sector.title.zh}", f"the ledger {path} is ready for {sector.title.en}"))
        else:
            _tell(
                (f"台账 {path} 中已有{sector.title.zh},未作改动", f"the ledger {path} holds {sector.title.en} already; unchanged")
            )
        if sample:
            _tell_loaded(load_sample(ledger, sector))


@command("load", ("从文件装入数据(.csv、.jsonl),全部或全不。", "Load facts from .csv or .jsonl files, all or nothing."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@pass_app
def load(app: App, files: tuple[Path, ...]) -> None:
    """One batch, or none."""
    from .loading.load import load as load_files

    sector = app.sector()
    with app.ledger() as ledger:
        _tell_loaded(load_files(ledger, sector, files, columns=app.config.columns))


@command("record", ("登记一件事项或一个办理动作。", "Enter one incident or one action."))
@click.argument("what", type=click.Choice(("incident", "action")))
@click.argument("pairs", nargs=-1, required=True, metavar="KEY=VALUE...")
@pass_app
def record(app: App, what: str, pairs: tuple[str, ...]) -> None:
    """A batch of one row."""
    from .loading.record import record as record_row

    sector = app.sector()
    with app.ledger() as ledger:
        _tell_loaded(record_row(ledger, sector, what, pairs, columns=app.config.columns))


@command("run", ("考核:名次、得分、否决、结果。", "Assess: standings, scores, vetoes, outcomes."))
@period_option
@as_of_option
@format_option("table", "json", "csv")
@option("--trace", is_flag=True, words=("列出每项所依据的事项编号。", "Show the ids of the incidents behind each line."))
@output_option
@pass_app
def run(app: App, period: str | None, as_of: date | None, form: str, trace: bool, output: Path | None) -> None:
    """The main job."""
    from .core.assess import assess
    from .report.standings import FORMATS

    sector = app.sector()
    with app.ledger() as ledger:
        chosen = _period(sector, period)
        assessment = assess(sector, ledger, chosen, as_of=as_of, trace=trace, **app.readings(sector))
    if not assessment.recorded:
        _tell(("台账不能写入,本次考核未作记录", "the ledger cannot be written; this run is not recorded"))
    _write(FORMATS[form](assessment, LANG.get()), output)


@command("duties", ("待办与逾期的职责。", "What is due, by whom, by when, and what is overdue."))
@as_of_option
@format_option("table", "json", "csv")
@output_option
@pass_app
def duties(app: App, as_of: date | None, form: str, output: Path | None) -> None:
    """As of today, if no day is given."""
    from datetime import date

    from .core.agenda import agenda
    from .report.duties import FORMATS

    sector = app.sector()
    day = as_of or date.today()
    with app.ledger() as ledger:
        found = agenda(sector, ledger, day, **app.readings(sector))
    _write(FORMATS[form](sector, day, found, LANG.get()), output)


@command("regulation", ("办法的编码:每条规则及其条文。", "The regulation as encoded: every rule beside the words of its clause."))
@format_option("table", "json", "csv")
@output_option
@pass_app
def regulation(app: App, form: str, output: Path | None) -> None:
    """Every edition, the latest last."""
    from .report.regulation import FORMATS

    sector = app.sector()
    _write((piece for edition in sector.regulations for piece in FORMATS[form](edition, LANG.get())), output)


@command("readings", ("现行的理解口径。", "The readings in force."))
@pass_app
def readings(app: App) -> None:
    """Needs no ledger."""
    from .core.readings import readings_in_force
    from .report.regulation import readings_table

    sector = app.sector()
    settings = app.readings(sector)
    for edition in sector.regulations:
        in_force = readings_in_force(edition, settings["readings"], settings["origin"])
        _write([readings_table(edition, in_force, LANG.get())])


@command("verify", ("检查台账的完整性。", "Check the ledger's integrity chain."))
@pass_app
def verify(app: App) -> None:
    """Exit 1 and every difference, if there is one."""
    from .core.chain import head

    with app.ledger() as ledger:
        found = ledger.verify()
        batches = 0 if found else ledger.connection.execute("SELECT count(*) FROM batches").fetchone()[0]
        last = "" if found else head(ledger.connection)
    if found:
        for difference in found:
            _tell((difference.words.zh, difference.words.en))
        raise click.exceptions.Exit(1)
    _write([say((f"台账完整:{batches}批,校验值 {last}\n", f"the ledger is whole: {batches} batches, head {last}\n"))])


def _period(sector: Sector, text: str | None) -> Any:
    from .core.faults import Fault

    if text is None:
        return None
    try:
        return sector.period(text.strip())
    except Fault as error:
        raise click.UsageError(error.said(LANG.get())) from None


def _tell_loaded(loaded: Any) -> None:
    names = {"units": "单位", "measures": "指标", "incidents": "事项", "actions": "动作"}
    if loaded.added:
        zh = "、".join(f"{names[of]}{n}行" for of, n in loaded.added.items())
        _tell((f"已装入:{zh}", "loaded: " + ", ".join(f"{n} {of}" for of, n in loaded.added.items())))
    if loaded.unchanged:
        _tell((f"{loaded.unchanged}行已在台账中,未作改动", f"{loaded.unchanged} rows stood in the ledger already, unchanged"))
    if not loaded.added and not loaded.unchanged:
        _tell(("没有数据行", "there were no rows"))


def _tell(words: Pair) -> None:
    from .core.words import literal

    click.echo(literal(say(words)), err=True)


def _write(pieces: Iterable[str], output: Path | None = None) -> None:
    if output is None:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
        return
    from .core.faults import fault

    partial = output.with_name(output.name + ".part")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(pieces)
        partial.replace(output)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise fault("output-cannot-write", path=str(output), why=error.strerror or str(error)) from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit status: 0 done, 1 the input or the ledger is at fault, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    LANG.set(language(given))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        status = cli.main(given, prog_name="conduct", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.UsageError as error:
        if error.ctx is not None:
            click.echo(error.ctx.get_usage(), err=True)
        click.echo(say(("用法错误:", "Error: ")) + usage_error(error), err=True)
        return 2
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last resort: a user never sees a traceback
        return _fault(error)


def _fault(error: Exception) -> int:
    from .core.faults import Fault

    if isinstance(error, Fault):
        click.echo(error.said(LANG.get()), err=True)
        return 1
    if os.environ.get("CONDUCT_TRACEBACK"):
        import traceback

        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}"
    click.echo(
        say(
            (
                f"conduct 内部错误({what});台账未受影响。请报告此错误,并附上 CONDUCT_TRACEBACK=1 时的输出",
                f"conduct failed ({what}); the ledger is as it was. Please report this, with what CONDUCT_TRACEBACK=1 shows",
            )
        ),
        err=True,
    )
    return 1


def run_main() -> None:
    """The console command: a process that does one job and ends, where looking for cycles costs a tenth and finds nothing."""
    gc.disable()
    sys.exit(main())
