"""The command line: every command, and how it ends."""

from __future__ import annotations

import atexit
import errno
import gc
import io
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from contextvars import copy_context
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .bilingual import LANG, say, usage_error
from .commands import accounts, asking, assessing, checking, duties, facts, reminding, reporting, serving
from .commands.base import App, ReaderGone, cli, echo
from .commands.desk import desk
from .commands.parameters import PathParam
from .door.language import language

if TYPE_CHECKING:
    from .core.base.faults import Fault

ORDER = (
    facts.sectors,
    facts.init,
    facts.load,
    facts.record,
    desk,
    facts.template,
    assessing.run,
    asking.explain,
    asking.readings,
    assessing.publish,
    assessing.runs,
    reporting.report,
    asking.compare,
    asking.whatif,
    duties.case,
    duties.duties,
    assessing.regulation,
    checking.verify,
    facts.history,
    facts.export,
    facts.backup,
    serving.serve,
    accounts.account,
    reminding.remind,
)
"""The commands as help lists them."""


INTERRUPTED = 130  # as a shell has it


class TextParam(click.types.StringParamType):
    """Text on the command line; what the terminal gave as bytes that are none is a usage error. Names of files may be such."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text itself."""
        text = super().convert(value, param, ctx)
        try:
            str(text).encode()
        except UnicodeEncodeError:
            shown = str(text).encode("utf-8", "backslashreplace").decode()
            self.fail(say((f"“{shown}”不是 UTF-8 编码的文字", f"“{shown}” is no text in UTF-8")), param, ctx)
        return text


for _command in ORDER:
    cli.add_command(_command)
for _parameter in (one for each in (cli, *ORDER, *accounts.account.commands.values()) for one in each.params):
    if _parameter.type is click.STRING:
        _parameter.type = TextParam()
    elif isinstance(_parameter.type, click.Path):
        _parameter.type = PathParam(path_type=Path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit status: 0 done, 1 the input or the ledger is at fault, 2 wrong usage."""
    context = copy_context()  # whoever called goes on as before
    return context.run(_main, arguments)


def _main(arguments: Sequence[str] | None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    LANG.set(language(given))
    App.last = None
    if "conduct.core.ledger.opening" in sys.modules:
        sys.modules["conduct.core.ledger.opening"].WRITTEN.set(0)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        status = cli.main(given, prog_name="conduct", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except (click.Abort, KeyboardInterrupt) as error:
        return _interrupted(error.__cause__ or error)
    except click.exceptions.NoArgsIsHelpError as error:
        echo(error.format_message())
        return 2
    except click.UsageError as error:
        if error.ctx is not None:
            echo(error.ctx.get_usage())
        from .core.base.words import literal

        said = "\n".join(map(literal, usage_error(error).split("\n")))
        echo(say(("用法错误：", "Error: ")) + said)
        return 2
    except click.exceptions.Exit as error:
        return _interrupted(error) if _heard() and error.exit_code else error.exit_code
    except ReaderGone:
        _drop_output()
        return 0
    except BaseException as error:  # the last resort: a user never sees a traceback, nor silence
        return _interrupted(error) if _heard() else _fault(error)
    finally:
        if "conduct.core.base.guard" in sys.modules:
            from .core.base.guard import unshield

            unshield()
        if "conduct.host" in sys.modules:
            from .host import LOADED

            LOADED.clear()


def _heard() -> bool:
    """Whether an interrupt was heard: what fails then fails of it."""
    return "conduct.core.base.interrupts" in sys.modules and bool(sys.modules["conduct.core.base.interrupts"].ENDED)


def _interrupted(error: BaseException) -> int:
    from .core.base.guard import from_keyboard
    from .core.base.interrupts import ENDED

    if isinstance(error, KeyboardInterrupt) and not from_keyboard(error):
        return _fault(error)
    number = ENDED[0] if ENDED else signal.SIGINT
    _drop_output()  # half an answer is none
    words = ("已中断", "interrupted") if number == signal.SIGINT else ("已被终止", "terminated")
    _say(say(words) + say(("；", "; ")) + _kept())
    gc.collect()  # what was being written goes now, whoever still holds it
    return INTERRUPTED if number == signal.SIGINT else 128 + number


def _kept() -> str:
    """What stands of what an interrupted command did, if anything does."""
    from .core.base.interrupts import put_since
    from .core.base.words import Words, listed, literal, printable

    opening = sys.modules.get("conduct.core.ledger.opening")
    batch = opening.WRITTEN.get() if opening is not None else 0
    zh, en = (
        (f"第{batch}批已写入台账", f"batch {batch} was written before") if batch else ("台账未受影响", "the ledger is as it was")
    )
    if put := [printable(str(path)) for path in put_since()]:
        files = listed(Words(one, one) for one in put)
        zh, en = f"{zh}；此前已写好 {files.zh}", f"{en}; {files.en} {'was' if len(put) == 1 else 'were'} written before"
    return literal(say((zh, en)))


def _say(text: str) -> None:
    """The last word of a command: on standard error, or if that is closed in the place of the result that there is not."""
    from .core.base.guard import results

    if _STDERR_CLOSED and not isinstance(results(), _Closed):
        click.echo(text, file=results())
    else:
        echo(text)


def _drop_output() -> None:
    """What is left for standard output would be tried again at the end."""
    from .core.base.guard import results

    with suppress(OSError, ValueError, AttributeError):  # a stream that is no file has nothing left
        os.dup2(os.open(os.devnull, os.O_WRONLY), results().fileno())


def _fault(error: BaseException) -> int:
    from .core.base.asker import TYPED
    from .core.base.faults import Fault, fault
    from .core.base.guard import culprit, reason
    from .core.base.output import system_reason
    from .core.base.words import literal, printable
    from .core.ledger.opening import WRITTEN

    TYPED.set(True)
    if isinstance(error, OSError) and error.filename is None and error.errno in (errno.ENOSPC, errno.EIO, errno.EFBIG):
        _drop_output()
        error = fault("output-cannot-write", path=say(("标准输出", "standard output")), why=system_reason(error))
    elif isinstance(error, OSError) and error.filename is not None and culprit(error) is None:
        error = fault("file-fails", path=printable(os.fsdecode(error.filename)), why=system_reason(error))
    if isinstance(error, Fault):
        for words in error.beside:
            echo(literal(words.said(LANG.get())))
        _say(error.said(LANG.get()))
        return 1
    if os.environ.get("CONDUCT_TRACEBACK"):
        import traceback

        traceback.print_exception(error)
    if (damaged := _damage(error)) is not None:
        _say(damaged.said(LANG.get()))
        return 1
    theirs = culprit(error)
    if theirs is not None:
        _say(fault("sector-failed", name=theirs[0], package=theirs[1], why=reason(error)).said(LANG.get()))
        return 1
    from .testing.unsound import unsound

    broken = unsound()
    if broken is not None:
        click.echo(broken.said(LANG.get()), err=True)
        return 1
    what, batch = reason(error), WRITTEN.get()
    zh, en = (
        (f"第{batch}批已写入台账", f"batch {batch} was written before") if batch else ("台账未受影响", "the ledger is as it was")
    )
    ask = ("请报告此错误，并附上 CONDUCT_TRACEBACK=1 时的输出", "Please report this, with what CONDUCT_TRACEBACK=1 shows")
    _say(say((f"conduct 内部错误（{what}）；{zh}。{ask[0]}", f"conduct failed ({what}); {en}. {ask[1]}")))
    return 1


def _damage(error: BaseException) -> Fault | None:
    """What is wrong with the ledger, where a command ended as nobody foresaw: most often it is that."""
    import sqlite3

    from .core.base.faults import Fault, fault
    from .core.ledger.ledger import Ledger
    from .core.ledger.opening import as_fault

    path = App.last.opened if App.last is not None else None
    if path is None or not isinstance(error, Exception):
        return None
    try:
        with Ledger.open(path) as ledger:
            found = ledger.verify()
    except Fault as other:
        return other
    if not found:
        return as_fault(path, error) if isinstance(error, sqlite3.DatabaseError) else None
    return fault("ledger-damaged", path=str(path), why=found[0].words)


def run_main() -> None:
    """The console command: a process that does one job and ends, where looking for cycles costs a tenth and finds nothing."""
    gc.disable()
    _open_streams()
    from .core.base.interrupts import PUT, listen, quiet
    from .core.base.lean import LEAN

    LEAN.set(True)
    PUT.set([])
    listen()
    try:
        status = main()
        _flush()
        if "conduct.core.base.guard" in sys.modules:
            from .core.base.guard import no_more_results

            no_more_results(LANG.get())
    except KeyboardInterrupt:
        status = INTERRUPTED
    quiet()
    # An interrupt that came through text that was compiled would still end the process as a signal does.
    if status >= 128 or (sys.getprofile() is None and sys.gettrace() is None and not _at_work()):
        atexit._run_exitfuncs()
        _flush()
        os._exit(status)  # what the process holds goes with it: to take it apart first is a tenth of a command on few facts
    sys.exit(status)


def _at_work() -> bool:
    """Whether a thread goes on that the end of the process would wait for."""
    return any(not one.daemon for one in threading.enumerate() if one is not threading.main_thread())


class _Closed(io.TextIOBase):
    """Standard output that was closed: whatever asks may look at it, and what is written to it is a fault."""

    encoding = "utf-8"

    def write(self, _: str) -> int:
        """Raises `Fault` ``stdout-closed``."""
        from .core.base.faults import fault

        raise fault("stdout-closed")


_STDERR_CLOSED = False


def _open_streams() -> None:
    """Nothing else takes the number of a standard stream that was closed, and what is said goes nowhere without failing."""
    global _STDERR_CLOSED
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    if sys.stderr is None:
        _STDERR_CLOSED = True
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - as long as the process
    if sys.stdout is None:
        sys.stdout = _Closed()


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except BrokenPipeError:  # whoever read it has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
