"""What the commands share: the global options, the two languages, and how they write."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import click

from conduct.bilingual import LANG, Command, Group, Option, Pair, say
from conduct.version import __version__

from .parameters import Day

if TYPE_CHECKING:
    from conduct.config import Config
    from conduct.core.base.faults import Problem
    from conduct.core.law.sector import Sector
    from conduct.core.ledger.ledger import Ledger

T = TypeVar("T")
OF_A_SECTOR = ("plugin-failed", "formula-failed", "text-unread", "sector-says")
"""Codes of faults that lie in a sector's own code."""


class ReaderGone(Exception):
    """Whoever read standard output has read enough: the command ends there, and is done."""


class App:
    """What the global options say; the configuration and the sector are read when first asked for."""

    used: ClassVar[Path | None] = None
    """The ledger that a command opened last: where one ends unforeseen, it may be the ledger that is damaged."""

    def __init__(self, sector: str | None, ledger: Path, config: Path | None) -> None:
        self.sector_name, self.ledger_path, self.config_path = sector, ledger, config
        self._config: Config | None = None

    @property
    def config(self) -> Config:
        """The deployment's configuration."""
        if self._config is None:
            from conduct.config import read_config

            self._config = read_config(self.config_path)
            self._warn_of_missing(self._config)
        return self._config

    def _warn_of_missing(self, config: Config) -> None:
        """Says which of the sectors that the configuration enables are not installed."""
        from conduct.core.base.faults import Problem
        from conduct.host import installed

        known = dict.fromkeys(item.name for item in installed()) if config.sectors else {}
        values = {"origin": config.origin, "known": ", ".join(known) or "-"}
        warn(Problem("config-sectors", {"name": name, **values}) for name in config.sectors or () if name not in known)

    def sector(self, of_ledger: bool = True) -> Sector:
        """The sector asked for, or the only one there is; where none is, and the facts ``of_ledger`` are wanted that is not there
        either, that is said first: what makes a ledger names its sector.
        """
        from conduct.config import with_supplied
        from conduct.core.base.faults import fault
        from conduct.host import installed

        name = self.sector_name
        if name is None:
            known = self._offered()
            if len(known) != 1:
                if of_ledger:
                    self._need_ledger()
                raise click.UsageError(fault("sector-unnamed", known=", ".join(known) or "-").said(LANG.get()))
            name = known[0]
        for section in self.config.by_sector:
            if section not in {item.name for item in installed()}:
                raise fault("config-sector", origin=self.config.origin, name=section)
        return with_supplied(self._loaded(name), self.config)

    def _offered(self) -> list[str]:
        """The sectors that are enabled, else those that are installed."""
        from conduct.host import installed

        enabled = self.config.sectors
        return list(enabled) if enabled is not None else list(dict.fromkeys(item.name for item in installed()))

    def _need_ledger(self) -> None:
        """Raises `Fault` ``ledger-none`` where there is no ledger, with the command that makes one."""
        from conduct.core.base.faults import fault
        from conduct.core.base.words import Words

        if self.ledger_path.exists():
            return
        offered = [self.sector_name] if self.sector_name is not None else self._offered()
        one = Words(offered[0], offered[0]) if len(offered) == 1 else Words("行业", "SECTOR")
        among = Words(f"；行业可取 {'、'.join(offered)}", f"; SECTOR is one of {', '.join(offered)}")
        raise fault("ledger-none", path=str(self.ledger_path), sector=one, known=among if len(offered) > 1 else Words("", ""))

    def _loaded(self, name: str) -> Sector:
        """A sector as shipped; a usage error if there is none of that name, or it is not enabled."""
        from conduct.core.base.faults import Fault
        from conduct.core.base.guard import shield
        from conduct.host import load_sector

        shield(LANG.get())
        try:
            return load_sector(name, self.config.sectors, self.config.origin)
        except Fault as error:
            if error.problems[0].code in ("sector-unknown", "sector-disabled"):
                raise click.UsageError(error.said(LANG.get())) from None
            raise

    def sectors(self, ledger: Ledger, supplied: bool = True) -> list[Sector]:
        """The sector asked for, else every enabled one that the ledger holds; as shipped, if nothing is to be assessed.

        Where none is asked for, those that cannot be had are said on standard error, and the others go on without them.
        """
        from conduct.config import with_supplied
        from conduct.core.base.faults import Fault, Problem
        from conduct.host import installed

        if self.sector_name is not None and supplied:
            return [self.sector()]
        held = {
            row[0].removesuffix("_units")
            for row in ledger.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if row[0].endswith("_units")
        }
        enabled = self.config.sectors
        every = dict.fromkeys(item.name for item in installed())
        names = [name for name in every if name in held and (enabled is None or name in enabled)]
        if self.sector_name is not None:
            return [self._loaded(self.sector_name)]
        found, broken = [], []
        for name in names:
            try:
                sector = self._loaded(name)
                found.append(with_supplied(sector, self.config) if supplied else sector)
            except Fault as error:
                broken.append(Problem("sector-left-out", {"name": name, "why": error.said(LANG.get())}))
        for (name,) in ledger.connection.execute("SELECT DISTINCT sector FROM batches ORDER BY 1"):
            if name not in every:
                broken.append(Problem("sector-gone", {"name": name}))
        if not found:
            lacks = Problem("ledger-lacks-enabled", {"path": str(self.ledger_path)})
            raise Fault(broken if any(p.code == "sector-left-out" for p in broken) else [lacks, *broken])
        warn(broken)
        return found

    def each(self, ledger: Ledger, ask: Callable[[Sector], T]) -> list[tuple[Sector, T]]:
        """What each sector of a ledger answers; one whose own code fails is said and left out, unless it alone was asked for."""
        from conduct.core.base.faults import Fault, Problem

        answers: list[tuple[Sector, T]] = []
        broken: list[Problem] = []
        sectors = self.sectors(ledger)
        for sector in sectors:
            try:
                answers.append((sector, ask(sector)))
            except Fault as error:
                if len(sectors) == 1 or not any(problem.code in OF_A_SECTOR for problem in error.problems):
                    raise
                broken.append(Problem("sector-left-out", {"name": sector.name, "why": error.said(LANG.get())}))
        if not answers:
            raise Fault(broken)
        warn(broken)
        return answers

    def may_write(self, *outputs: Path | None, inputs: Iterable[Path] = ()) -> None:
        """Raises `Fault` ``output-is-input`` where an output would overwrite the ledger, the configuration, a file that it names or an input;
        ``outputs-same`` where one would overwrite another.
        """
        from conduct.core.base.faults import fault
        from conduct.core.base.output import LIMIT, mode_of, same_file

        LIMIT.set(mode_of(self.ledger_path))
        read = [self.config_path or Path("conduct.toml"), *self.config.supplied, *inputs]
        read += [Path(f"{self.ledger_path}{end}") for end in ("", "-wal", "-shm", "-journal")]
        given = [output for output in outputs if output is not None]
        for n, output in enumerate(given):
            if any(same_file(output, path) for path in read):
                raise fault("output-is-input", path=str(output))
            if any(same_file(output, other) for other in given[:n]):
                raise fault("outputs-same", path=str(output))

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """The ledger, open."""
        from conduct.core.ledger.ledger import Ledger
        from conduct.core.ledger.opening import WAITING

        self._need_ledger()
        App.used = self.ledger_path
        told = WAITING.set(lambda words: tell((words.zh, words.en)))
        try:
            with Ledger.open(self.ledger_path) as ledger:
                yield ledger
        finally:
            WAITING.reset(told)

    def readings(self, sector: Sector) -> dict[str, Any]:
        """The arguments that every assessment takes from the configuration."""
        return {
            "readings": self.config.readings(sector.name),
            "calendar": self.config.calendar,
            "origin": f"{self.config.origin} [{sector.name}.readings]",
        }


pass_app = click.make_pass_decorator(App)


def option(*names: str, words: Pair, **settings: Any) -> Callable[[Any], Any]:
    """An option with help in both languages."""
    return click.option(*names, cls=Option, words=words, **settings)


def format_option(*formats: str, default: str = "table") -> Callable[[Any], Any]:
    """``--format``, the table by default."""
    return option(
        "--format", "form", type=click.Choice(formats), default=default, show_default=True, words=("输出格式。", "Output format.")
    )


period_option = option(
    "--period", words=("考核期：2012、2012-H1、2012-Q3、2012-07。", "Period: 2012, 2012-H1, 2012-Q3, 2012-07.")
)
as_of_option = option("--as-of", type=Day(), words=("截至日。", "The day as of which duties are judged."))
correct_option = option(
    "--correct",
    metavar="REASON",
    words=(
        "更正：以此原因替换编号相同的行，原行留在历史中。",
        "Correct: replace rows of the same id, for this reason; the old ones stay.",
    ),
)
output_option = option(
    "--output", type=click.Path(path_type=Path), words=("写入文件而不是标准输出。", "Write to a file instead of standard output.")
)


@click.group(
    cls=Group,
    words=(
        "conduct：考核受监管机构如何对待向其投诉的人——条款、事项、得分与职责。\n\n常用：conduct --sector insurance run",
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
    words=("配置文件（默认 conduct.toml，如有）。", "The configuration (default: conduct.toml if there is one)."),
)
@option("--lang", envvar="CONDUCT_LANG", type=click.Choice(("zh", "en")), words=("语言。", "The language."))
@click.pass_context
def cli(ctx: click.Context, sector: str | None, ledger: Path, config: Path | None, lang: str | None) -> None:
    """Takes the global options."""
    try:
        Path.cwd()
    except FileNotFoundError:
        from conduct.core.base.faults import fault

        raise fault("folder-gone") from None
    ctx.obj = App(sector, ledger, config)


def command(name: str, words: Pair) -> Callable[[Any], Any]:
    """A command with help in both languages; the command line lists it. Wrong usage is said as click says it."""

    def made(callback: Callable[..., None]) -> Any:
        @wraps(callback)
        def run(*given: Any, **named: Any) -> None:
            from conduct.core.base.asker import TYPED
            from conduct.core.base.faults import WrongUsage

            TYPED.set(True)
            try:
                callback(*given, **named)
            except WrongUsage as error:
                raise click.UsageError(error.said(LANG.get())) from None

        return click.command(name, cls=Command, words=words)(run)

    return made


def chosen_period(sector: Sector, text: str | None) -> Any:
    """The period asked for, or None; a usage error if there is none such."""
    from conduct.core.base.faults import Fault

    if text is None:
        return None
    try:
        return sector.period(text.strip())
    except Fault as error:
        raise click.UsageError(error.said(LANG.get())) from None


def wrong_usage(code: str, **values: Any) -> click.UsageError:
    """A usage error with the words of a message, to be raised."""
    from conduct.core.base.faults import fault

    return click.UsageError(fault(code, **values).said(LANG.get()))


def reason_given(correct: str | None) -> str | None:
    """The reason of a correction; a usage error if it is blank."""
    if correct is not None and not correct.strip():
        from conduct.core.base.faults import fault

        raise click.UsageError(fault("correct-blank").said(LANG.get()))
    return correct


def warn(problems: Iterable[Problem]) -> None:
    """Says on standard error what does not keep a command from its answer."""
    for problem in problems:
        echo(problem.said(LANG.get()))


def tell(words: Pair) -> None:
    """Says something on standard error, literally."""
    from conduct.core.base.words import literal

    echo(literal(say(words)))


def echo(text: str) -> None:
    """A line on standard error; that nobody reads it changes nothing."""
    with suppress(BrokenPipeError):
        click.echo(text, err=True)


def write(pieces: Iterable[str], output: Path | None = None) -> None:
    """Writes a result to standard output, or whole to a file."""
    if output is None:
        from conduct.core.base.guard import results

        out = results()
        made = list(pieces)  # what fails on the way leaves no half of an answer
        try:
            out.writelines(made)
            out.flush()
        except BrokenPipeError as error:
            raise ReaderGone from error
        return
    from conduct.core.base.output import replacing

    with replacing(output) as partial, partial.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(pieces)


def write_bytes(content: bytes, output: Path) -> None:
    """Writes a file whole, or not at all. Raises `Fault` ``output-cannot-write``."""
    from conduct.core.base.output import replacing

    with replacing(output) as partial:
        partial.write_bytes(content)


@contextmanager
def progress(words: Pair) -> Iterator[Callable[[int], None] | None]:
    """Shows on a terminal that something goes on, and how many rows it has got through; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar = Progress(
        SpinnerColumn(),
        TextColumn(say(words)),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=None)
        yield lambda rows: bar.advance(task, rows)
