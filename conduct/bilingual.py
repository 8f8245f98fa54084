"""click in two languages: help pages, headings and usage errors. Imports nothing but click and the standard library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

import click

Lang = Literal["zh", "en"]
Pair = tuple[str, str]  # Chinese, English
LANG: ContextVar[Lang] = ContextVar("LANG", default="en")


def say(words: Pair) -> str:
    """The words in the language in force."""
    return words[0] if LANG.get() == "zh" else words[1]


class Option(click.Option):
    """An option whose help is in both languages."""

    def __init__(self, *args: Any, words: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = say(self.words)
        record = super().get_help_record(ctx)
        if record is None or LANG.get() == "en":
            return record
        return record[0], record[1].replace("[default: ", "[默认：").replace("[required]", "[必填]")


@contextmanager
def _section(formatter: click.HelpFormatter, title: Pair) -> Iterator[None]:
    """A part of a help page under its title, which click would end with a half-width colon."""
    formatter.write_paragraph()
    formatter.write(f"{say(title)}\n")
    with formatter.indentation():
        yield


class _Bilingual(click.Command):
    words: Pair = ("", "")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)
        if LANG.get() == "zh":
            shown = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
            pieces = [shown.get(piece, piece) for piece in pieces]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=say(("用法：", "Usage: ")))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = say(self.words)
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        return say(self.words).split("\n")[0]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say(("显示此页。", "Show this page."))
        return option

    def _options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [param.get_help_record(ctx) for param in self.get_params(ctx) if not isinstance(param, click.Argument)]
        with _section(formatter, ("选项：", "Options:")):
            formatter.write_dl([record for record in records if record is not None])


class Command(_Bilingual):
    """A command whose help is in both languages; the first line stands in the list of commands."""

    def __init__(self, *args: Any, words: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self._options(ctx, formatter)


class Group(_Bilingual, click.Group):
    """The group of commands, its help in both languages."""

    def __init__(self, *args: Any, words: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self._options(ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with _section(formatter, ("命令：", "Commands:")):
            formatter.write_dl([(name, command.get_short_help_str()) for name, command in commands if command is not None])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def usage_error(error: click.UsageError) -> str:
    """A usage error in the language in force."""
    if isinstance(error, click.NoSuchOption) and error.ctx is not None and _of_group(error.ctx, error.option_name):
        return _before_command(error.ctx, error.option_name)
    if LANG.get() == "en":
        return error.format_message()
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}"
        case click.exceptions.NoSuchCommand():
            return f"没有命令 {error.command_name}"
        case click.MissingParameter():
            return f"缺少{_name(error)}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的用法不对（可能缺少取值）"
        case click.BadParameter() if isinstance(getattr(error.param, "type", None), click.Choice):
            choices = getattr(error.param.type, "choices", ()) if error.param else ()
            return f"{_name(error)} 的取值不对；可取：{'、'.join(map(str, choices))}"
        case click.BadParameter():
            return f"{_name(error)} 的取值不对：{error.message}"
    message = error.format_message()
    if message.startswith("Got unexpected extra argument"):
        return "多余的参数：" + message[message.find("(") + 1 :].rstrip(")")
    return "缺少命令" if message.startswith("Missing command") else message


def _of_group(ctx: click.Context, option: str) -> bool:
    """Whether an option that a command does not know is one of those that hold for every command."""
    return ctx.parent is not None and any(option in one.opts for one in ctx.parent.command.params)


def _before_command(ctx: click.Context, option: str) -> str:
    program, command = ctx.find_root().info_name, ctx.info_name
    return say(
        (
            f"选项 {option} 须写在命令之前：{program} {option} … {command} …",
            f"The option {option} stands before the command: {program} {option} … {command} …",
        )
    )


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return "参数"
    if isinstance(error.param, click.Option):
        return f"选项 {error.param.opts[-1]}"
    return f"参数 {error.param.human_readable_name}"
