"""A clerk's session at the terminal, a line at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click
from attrs import define

from conduct.bilingual import LANG, say

from .base import App, tell, warn, write
from .entering import due_next, tell_left_out, tell_warnings, unit_unknown

if TYPE_CHECKING:
    from conduct.core.base.faults import Problem
    from conduct.core.law.sector import Sector
    from conduct.core.ledger.ledger import Ledger
    from conduct.loading.desk import Line
    from conduct.loading.entry import Office

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


@define
class Session:
    """What is at hand: the defaults for what is entered, the case that was last entered or looked at, how many lines were refused.

    ``day`` is the day of entries alone: what is due, and a case, are shown as of today.
    """

    app: App
    sector: Sector
    ledger: Ledger
    office: Office
    day: str = ""
    case: str = ""
    refused: int = 0

    def prompt(self) -> str:
        """Before each line: the day, and the case at hand."""
        from conduct.core.base.words import literal

        return f"{literal(' '.join(filter(None, (self._day(), self.case))))}> "

    def _day(self) -> str:
        return self.day or self.office.today.isoformat()

    def greet(self) -> None:
        """What the session enters where the clerk says nothing, and what is due."""
        from conduct.core.base.words import literal

        unset = say(("未定", "not set"))
        unit, clerk = self.office.unit or say(("唯一的一个", "the only one")), self.office.clerk or unset
        title = say((self.sector.title.zh, self.sector.title.en))
        said = say(
            (
                f"{title}   日期 {self._day()}   单位 {unit}   办理人 {clerk}（“帮助”列出写法）",
                f"{title}   day {self._day()}   unit {unit}   clerk {clerk}   (“help” lists what can be written)",
            )
        )
        write([literal(said) + "\n"])
        warn(unit_unknown(self.ledger, self.sector, self.office))
        self._guarded(self._due)

    def take(self, text: str | None) -> bool:
        """Does what a line says; whether the session goes on."""
        if text is None:
            tell(("这一行不是 UTF-8 编码的文字，未登记", "this line is no text in UTF-8; nothing is entered"))
            self.refused += 1
            return True
        going = True

        def one() -> None:
            nonlocal going
            going = self._line(text)

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

    def _line(self, text: str) -> bool:
        from conduct.loading.desk import line_of

        words = text.split()
        line = line_of(self.sector, text, [words[0]] if words and self._is_case(words[0]) else [])
        match line.word:
            case "quit":
                return False
            case "help":
                write([self._help()])
            case "due":
                self._due()
            case "case":
                self._show(line.rest.strip())
            case "day":
                self._set_day(line.rest.strip())
            case "unit":
                self._set_unit(line.rest.strip())
            case "clerk":
                self.office = self.office.with_default("clerk", line.rest.strip())
            case None:
                self._enter(line)
        return True

    def _is_case(self, incident: str) -> bool:
        from conduct.core.duties.case import has_case

        return has_case(self.sector, self.ledger, incident)

    def _enter(self, line: Line) -> None:
        from conduct.core.base.faults import fault
        from conduct.loading.entry import entry_of
        from conduct.loading.own_words import office_words
        from conduct.loading.record import enter

        case = line.case or ("" if line.opens else self.case)
        if not line.pairs and case:
            self._show(case)
            return
        pairs = list(line.pairs)
        there = {key for key, _ in pairs}
        if not line.opens and not there & {"incident", "事项", "unit", "单位"}:
            if not case:
                raise fault("desk-no-case")
            pairs.append(("incident", case))
        if self.day and not there & {"date", "日期"}:
            pairs.append(("date", self.day))
        own = office_words(self.app.config, self.sector)
        what = "incidents" if line.opens else "actions"
        entry = entry_of(self.sector, what, pairs, self.office, own=own, entered=line.opens)
        recorded = enter(self.ledger, entry, "desk", own=own)
        tell_warnings(recorded.loaded)
        self.case = recorded.incident or self.case
        write(due_next(self.app, self.ledger, self.sector, recorded, self.office))

    def _show(self, incident: str) -> None:
        from conduct.core.duties.case import case
        from conduct.report.case import as_table

        found = case(self.sector, self.ledger, incident or self.case, self.office.today, **self.app.readings(self.sector))
        self.case = found.row["incident"]
        write(as_table(found, self.ledger.notes(self.sector), LANG.get()))

    def _due(self) -> None:
        """What is due at the desk as of today: overdue ones first."""
        from conduct.core.duties.agenda import agenda
        from conduct.loading.unit_names import UnitNames
        from conduct.report.upcoming import lines

        unknown: list[Problem] = []
        day = self.office.today
        states = agenda(self.sector, self.ledger, day, unknown=unknown, **self.app.readings(self.sector))
        tell_left_out(unknown)
        mine = UnitNames.known(self.ledger.connection, self.sector)(self.office.unit) if self.office.unit else ""
        states = [s for s in states if mine in ("", s.unit)]
        overdue = sum(s.overdue for s in states)
        heading = say((f"待办 {len(states)} 项，逾期 {overdue} 项", f"{len(states)} due, {overdue} of them overdue"))
        write(lines(states, LANG.get(), heading))

    def _set_day(self, written: str) -> None:
        from conduct.core.base.faults import Fault, Problem
        from conduct.loading.cells import Bad, day

        if not written:
            self.day = ""
            return
        found = day(written)
        if isinstance(found, Bad):
            raise Fault([Problem(found.code, found.values)])
        self.day = "" if found == self.office.today.isoformat() else str(found)

    def _set_unit(self, written: str) -> None:
        from conduct.core.base.faults import fault
        from conduct.core.ledger.units import units_of

        if written and written not in units_of(self.ledger.connection, self.sector):
            raise fault("unit-unknown", value=written)
        self.office = self.office.with_default("unit", written)

    def _help(self) -> str:
        from conduct.loading.entry import by_clerk

        zh = LANG.get() == "zh"
        steps = [s for s in self.sector.all_steps if not s.by_unit]
        listed = ("、" if zh else ", ").join(s.words.zh if zh else s.code for s in steps)
        kinds = self.sector.recorded_kinds
        kind = kinds[0].words.zh if zh else kinds[0].code
        named = [s for s in self.sector.all_steps if not s.by_unit and not by_clerk(s)]
        others = ("、" if zh else ", ").join(s.words.zh if zh else s.code for s in named)
        return say(HELP).format(kind=kind, others=others, step=steps[0].words.zh if zh else steps[0].code, steps=listed)
