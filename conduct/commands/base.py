"""What the commands share: the global options, the two languages, and how they write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import click

from conduct.bilingual import LANG, Command, Group, Option, Pair, say
from conduct.version import __version__

from .parameters import DayParam
from .watching import line_hidden, watched

if TYPE_CHECKING:
    from conduct.door.office import Office


class ReaderGone(Exception):
    """Whoever read standard output has read enough: the command ends there, and is done."""


class App:
    """What the global options say."""

    last: ClassVar[Office | None] = None
    """The office that a command opened last: where one ends unforeseen, its ledger may be damaged."""

    def __init__(self, sector: str | None, ledger: Path, config: Path | None) -> None:
        self.sector, self.ledger, self.config = sector, ledger, config

    @contextmanager
    def office(self, *outputs: Path | None) -> Iterator[Office]:
        """The office, and while ``outputs`` are written what is open to nobody else; that it waits for others is said.

        From the first sector on that it loads, standard output is for results alone.
        """
        from conduct.core.base.guard import shield
        from conduct.core.ledger.opening import WAITING, WaitTold
        from conduct.door.opening import prepared

        shield(LANG.get())
        told = WAITING.set(WaitTold(lambda words: tell((words.zh, words.en))))
        office = App.last = prepared(
            self.ledger, self.sector, config=self.config, lang=LANG.get(), tell=lambda problem: echo(problem.said(LANG.get()))
        )
        try:
            with watched(), office, office.writing(*outputs):
                yield office
        finally:
            WAITING.reset(told)


F = TypeVar("F", bound=Callable[..., object])
pass_app = click.make_pass_decorator(App)


def option(*names: str, words: Pair, **settings: Any) -> Callable[[F], F]:
    """An option with help in both languages."""
    return click.option(*names, cls=Option, words=words, **settings)


def format_option(*formats: str, default: str = "table") -> Callable[[F], F]:
    """``--format``, the table by default."""
    return option(
        "--format", "form", type=click.Choice(formats), default=default, show_default=True, words=("输出格式。", "Output format.")
    )


period_option = option(
    "--period", words=("考核期：2012、2012-H1、2012-Q3、2012-07。", "Period: 2012, 2012-H1, 2012-Q3, 2012-07.")
)
as_of_option = option("--as-of", type=DayParam(), words=("截至日。", "The day as of which duties are judged."))
correct_option = option(
    "--correct",
    metavar="REASON",
    words=(
        "更正：以此原因替换编号相同的行，原行留在历史中。",
        "Correct: replace rows of the same id, for this reason; the old ones stay.",
    ),
)
facts_option = option(
    "--facts",
    metavar="DIR_OR_URL",
    words=(
        "不用台账，直接考核此处的 Parquet 文件（目录，或 file:// 等网址）。",
        "Assess the Parquet files of this folder (or file:// and other URLs) where they lie, not the ledger.",
    ),
)
engine_option = option(
    "--engine",
    metavar="duckdb|spark|spark://HOST:PORT",
    words=(
        "考核 --facts 所用的引擎：duckdb，本机的 spark，或某一 Spark 集群。",
        "The engine that assesses --facts: duckdb, spark on this machine, or a Spark cluster.",
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


def command(name: str, words: Pair) -> Callable[[Callable[..., None]], Command]:
    """A command with help in both languages; the command line lists it. Wrong usage is said as click says it."""

    def made(callback: Callable[..., None]) -> Command:
        @wraps(callback)
        def run(*given: object, **named: object) -> None:
            from conduct.core.base.asker import TYPED
            from conduct.core.base.faults import WrongUsage

            TYPED.set(True)
            try:
                callback(*given, **named)
            except WrongUsage as error:
                for words in error.beside:
                    tell((words.zh, words.en))
                raise click.UsageError(error.said(LANG.get())) from None

        return click.command(name, cls=Command, words=words)(run)

    return made


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
            with line_hidden():
                out.writelines(made)
                out.flush()
        except BrokenPipeError as error:
            raise ReaderGone from error
        return
    from conduct.core.base.output import replacing

    with replacing(output) as partial, partial.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(pieces)
