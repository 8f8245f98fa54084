"""A clerk's session at the terminal, a line at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from conduct.bilingual import LANG, say

from .base import tell, write
from .entering import due_next, tell_lines, tell_warnings

if TYPE_CHECKING:
    from conduct.door.desk import DeskAnswer, DeskSession
    from conduct.door.owed import DutiesOwed

HELP = (
    """\
开立一件：  {kind} 列=值 … [步骤 …]     例：{kind} 投诉人=王某 内容=“等了 三个小时” {step}
办理：      [事项编号] 步骤 … 列=值 …    几个步骤一次写完；不写编号的，办理刚才的那一件
看一件：    事项 编号
待办：      待办（或空行）
默认值：    日期 2026-03-05 · 单位 编号 · 办理人 编号      （“日期”后不写则回到今天；不记为{others}的办理人）
退出：      退出

值里有空格的加引号。步骤：{steps}
""",
    """\
open a case:   {kind} COLUMN=VALUE … [STEP …]     as: {kind} complainant=Wang text="waited three hours" {step}
take steps:    [CASE] STEP … COLUMN=VALUE …        several at once; without an id, on the case at hand
show a case:   case ID
what is due:   due (or an empty line)
defaults:      day 2026-03-05 · unit ID · clerk ID       (“day” alone goes back to today; nobody is put down for {others})
leave:         quit

A value with blanks in it stands within quotation marks. Steps: {steps}
""",
)


def lines_typed(prompt: Callable[[], str]) -> Iterator[str | None]:
    """The lines of the input; None for one that is no text."""
    if sys.stdin.isatty():
        import readline  # noqa: F401  # what was typed can be edited

        while True:
            try:
                yield input(prompt())
            except EOFError:
                click.echo()
                return
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        yield from sys.stdin
        return
    for n, raw in enumerate(stream):
        try:
            yield raw.decode("utf-8-sig" if n == 0 else "utf-8")
        except UnicodeDecodeError:
            yield None


class Session:
    """What a clerk sees of a session at the terminal."""

    def __init__(self, desk: DeskSession) -> None:
        self.desk, self.refused = desk, 0

    def prompt(self) -> str:
        """Before each line: the day, and the case at hand."""
        from conduct.core.base.words import literal

        return f"{literal(' '.join(filter(None, (self.desk.day, self.desk.case))))}> "

    def greet(self) -> None:
        """What the session enters where the clerk says nothing, and what is due."""
        from conduct.report.tables import indented

        desk = self.desk
        unset = say(("未定", "not set"))
        unit = desk.unit or (say(("唯一的一个", "the only one")) if desk.alone else unset)
        clerk = desk.clerk or unset
        title = desk.sector.title.said(LANG.get())
        said = say(
            (
                f"{title}   日期 {desk.day}   单位 {unit}   办理人 {clerk}（“帮助”列出写法）",
                f"{title}   day {desk.day}   unit {unit}   clerk {clerk}   (“help” lists what can be written)",
            )
        )
        write([indented(said, 0)])
        tell_lines(problem.said(LANG.get()) for problem in desk.wrong)
        self._guarded(lambda: _due(desk.due()))

    def take(self, text: str | None) -> bool:
        """Does what a line says; whether the session goes on."""
        if text is None:
            tell(("这一行不是 UTF-8 编码的文字，未登记", "this line is no text in UTF-8; nothing is entered"))
            self.refused += 1
            return True
        going = True

        def one() -> None:
            nonlocal going
            answer = self.desk.take(text)
            going = not answer.quit
            self._answer(answer)

        self._guarded(one)
        return going

    def _guarded(self, work: Callable[[], None]) -> None:
        from conduct.core.base.faults import Fault

        try:
            work()
        except Fault as error:
            click.echo(error.said(LANG.get()), err=True)
            self.refused += 1
        sys.stderr.flush()

    def _answer(self, answer: DeskAnswer) -> None:
        from conduct.report.case import as_table

        if answer.help:
            write([self._help()])
        if answer.due is not None:
            _due(answer.due)
        if answer.case is not None:
            made = answer.case.made
            write(as_table(made.case, made.notes, LANG.get(), made.attachments, made.text_released, made.days))
        if answer.recorded is not None:
            tell_warnings(answer.recorded.loaded)
            write(due_next(answer.recorded))

    def _help(self) -> str:
        from conduct.core.base.words import MARKS

        zh = LANG.get() == "zh"
        sector = self.desk.sector
        steps = [s for s in sector.all_steps if not s.by_unit]
        listed = MARKS[LANG.get()].comma.join(s.words.zh if zh else s.code for s in steps)
        kinds = sector.recorded_kinds
        example = next((k for k in kinds if not steps[0].kinds or k in steps[0].kinds), kinds[0])  # one that takes the step shown
        kind = example.words.zh if zh else example.code
        named = [s for s in steps if s.code in self.desk.by_others]
        others = MARKS[LANG.get()].comma.join(s.words.zh if zh else s.code for s in named)
        return say(HELP).format(kind=kind, others=others, step=steps[0].words.zh if zh else steps[0].code, steps=listed)


def _due(owed: DutiesOwed) -> None:
    """What is due at the desk, and how much of it is overdue."""
    from conduct.report.upcoming import lines

    tell_lines(owed.warnings)
    states = owed.made.open
    overdue = sum(s.overdue for s in states)
    heading = say((f"待办 {len(states)} 项，逾期 {overdue} 项", f"{len(states)} due, {overdue} of them overdue"))
    write(lines(states, LANG.get(), heading))
