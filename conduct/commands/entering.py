"""What the commands share that enter facts: what they say of what was entered, and of what is due next."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from conduct.bilingual import LANG

from .base import tell

if TYPE_CHECKING:
    from conduct.door.kept import FactRecorded, FactsLoaded


def due_next(recorded: FactRecorded) -> Iterator[str]:
    """The breaches that the entry itself made, and what is due next; what cannot be judged is said: it is entered all the same."""
    from conduct.report.tables import indented
    from conduct.report.upcoming import of_unit, upcoming

    made, lang = recorded.made, LANG.get()
    if recorded.unjudged is not None:
        tell((recorded.unjudged, recorded.unjudged))
        return
    tell_lines(recorded.left_out)
    if made.case is None:
        yield from of_unit(made.unit, made.owed, lang)
    else:
        yield from (indented(line, 0) for line in chain(recorded.breaches, recorded.early))
        yield from upcoming(made.case, lang)


def pairs_of(written: Iterable[str], first: str = "") -> Iterator[tuple[str, str]]:
    """KEY=VALUE, taken apart; the ``first`` may stand without its key. Raises `Fault` ``record-pair`` once all are."""
    from conduct.core.base.faults import Fault, Problem

    problems = []
    for n, pair in enumerate(written):
        key, equals, value = pair.partition("=")
        if first and not n and (not equals or os.path.exists(pair)):
            yield first, pair
            continue
        if not equals or not key.strip():
            problems.append(Problem("record-pair", {"value": pair}))
        yield key.strip(), value
    if problems:
        raise Fault(problems)


def tell_lines(lines: Iterable[str]) -> None:
    """Says each line on standard error."""
    for line in lines:
        tell((line, line))


def tell_attached(recorded: FactRecorded) -> None:
    """Says what was attached to a case, or that something of it was released."""
    one = recorded.attachment
    if one is not None:
        done = ("已附", "attached") if recorded.changed else ("早已附上", "attached already")
        said = f"{one.name}（{one.size:,}字节）", f"{one.name} ({one.size:,} bytes)"
        tell((f"{done[0]}：附件{one.number}，{said[0]}", f"{done[1]}: attachment {one.number}, {said[1]}"))
    elif recorded.changed:
        tell(("已登记", "entered"))
    else:
        tell(("已是如此，未作改动", "it stood so already, unchanged"))


def tell_loaded(loaded: FactsLoaded) -> None:
    """Says what a load added and corrected, how its files were read, and what it warns of."""
    from conduct.core.base.words import counted

    tell_warnings(loaded)
    names = {"units": "单位", "posts": "任职", "measures": "指标", "incidents": "事项", "actions": "动作"}
    for said, rows in ((("已装入", "loaded"), loaded.added), (("已更正", "corrected"), loaded.corrected)):
        if rows:
            zh = "、".join(f"{names[of]}{n}行" for of, n in rows.items())
            tell((f"{said[0]}：{zh}", f"{said[1]}: " + ", ".join(counted(n, of.removesuffix("s")) for of, n in rows.items())))
    if loaded.unchanged:
        tell(
            (
                f"{loaded.unchanged}行已在台账中，未作改动",
                f"{counted(loaded.unchanged, 'row')} stood in the ledger already, unchanged",
            )
        )
    if not loaded.added and not loaded.unchanged and not loaded.corrected:
        tell(("没有数据行", "there were no rows"))


def tell_warnings(loaded: FactsLoaded) -> None:
    """Says how the files of a load were read, and what it warns of."""
    tell_lines(loaded.notes)
    for line in loaded.warnings:
        tell((f"提示：{line}", f"warning: {line}"))
