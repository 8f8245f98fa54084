"""Whether the ledger, and what was published of it, is what it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click

from conduct.bilingual import say

from .base import App, command, pass_app, tell, write
from .entering import tell_lines

if TYPE_CHECKING:
    from conduct.door.kept import FileChecked, SealedFound


@command(
    "verify",
    (
        "检查台账的完整性；有校验值的，检查当时的内容是否仍在；有核验码的，查出其所属的公布结果；有文件的，核对是否与公布的一致。",
        "Check the ledger's integrity; by a head, that what it stood for is there; by a code or a document's file, that it is the published one.",
    ),
)
@click.argument("what", required=False, metavar="[HEAD|CODE|FILE]")
@pass_app
def verify(app: App, what: str | None) -> None:
    """Exit 1 and every difference, if there is one."""
    from conduct.core.base.words import counted
    from conduct.report.moments import moment_said
    from conduct.report.tables import indented

    with app.office() as office:
        found = office.verify(what)
    if found.others:
        listed = ", ".join(found.others)
        zh, en = "文件中另有不属于台账的数据表，未予检查", "the file holds other tables, which were not looked at"
        tell((f"{zh}：{listed}", f"{en}: {listed}"))
    if not found.whole:
        tell_lines(found.differences)
        raise click.exceptions.Exit(1)
    said = counted(found.batches, "batch", "batches")
    write(
        [
            indented(
                say((f"台账完整：{found.batches}批，校验值 {found.head}", f"the ledger is whole: {said}, head {found.head}")), 0
            )
        ]
    )
    if found.stands is not None:
        batch, at, who = found.stands.batch, datetime.fromisoformat(found.stands.at), found.stands.who
        zh = f"所给校验值是第{batch}批的（{moment_said(at, 'zh')}，{who}）：至此的内容都在，未被改动"
        en = f"the head given is that of batch {batch} ({moment_said(at, 'en')}, {who}): all up to it is there, unchanged"
        write([indented(say((zh, en)), 0)])
    if found.sealed is not None:
        write(indented(say(line), 0) for line in _sealed_lines(found.sealed))
        if found.file is None:
            _tell_standing(found.sealed)
    if found.file is not None:
        _tell_file(found.file)
    write(indented(say((f"{sector} 数据 {digest}", f"facts of {sector} {digest}")), 0) for sector, digest in found.facts.items())


def _sealed_lines(found: SealedFound) -> Iterator[tuple[str, str]]:
    """Which sealed run a code stands for: its number, of what, when and by whom, the head of its batch, what stands now."""
    from conduct.report.moments import moment_said

    zh_who, en_who = (f"（自称 {found.claimed}）", f" (as {found.claimed})") if found.claimed else ("", "")
    zh = _run_zh(found.called, found.draft)
    en = f"draft {found.called}" if found.draft else f"what was published as number {found.called}"
    about, at = f"{found.sector} {found.regulation} {found.period}", datetime.fromisoformat(found.at)
    yield (
        f"核验码 {found.code} 是{zh}的：{about}，截至 {found.as_of}；由 {found.who}{zh_who} 于 {moment_said(at, 'zh')} 封存，校验值 {found.head}",
        f"the code {found.code} is that of {en}: {about}, as of {found.as_of}; sealed by {found.who}{en_who} at {moment_said(at, 'en')}, "
        f"head {found.head}",
    )
    if found.replaced_by is not None:
        later = found.replaced_by
        draft = later.startswith("d")
        yield (
            f"已由{_run_zh(later, draft)}取代",
            f"it was replaced by {'draft' if draft else 'number'} {later}",
        )
        if found.replaced_by_code is not None:
            yield f"其核验码为 {found.replaced_by_code}", f"whose code is {found.replaced_by_code}"


def _run_zh(called: str, draft: bool) -> str:
    return f"征求意见稿 {called}" if draft else f"第{called}号公布的结果"


def _tell_standing(found: SealedFound) -> None:
    """What was sealed of each unit, by which whoever holds a printed page checks it."""
    from conduct.report.tables import indented

    n = len(found.standing)
    write([indented(say((f"考核对象 {n} 个：", f"units: {n}")), 0)])
    for one in found.standing:
        zh, en = ([f"得分 {one.score}"], [f"score {one.score}"]) if one.score is not None else ([], [])
        if one.rank is not None:
            zh.append(f"名次 {one.rank}")
            en.append(f"rank {one.rank}")
        line = (
            f"{one.unit} {one.name}：{'，'.join(zh) or '无得分、无名次'}",
            f"{one.unit} {one.name}: {', '.join(en) or 'no score, no rank'}",
        )
        write([indented(say(line), 0), *(indented(said, 4) for said in one.besides)])


_MOST = 100
"""How many differences of a file are said."""


def _tell_file(found: FileChecked) -> None:
    """Exit 1 and every difference, if a document's file is not what was sealed."""
    from conduct.core.base.words import counted

    path = found.path
    if found.agrees:
        write([say((f"{path} 与封存的一致\n", f"{path} agrees with what was sealed\n"))])
        tell_lines(found.notes)
        return
    tell_lines([one.words for one in found.differences[:_MOST]])
    if (more := len(found.differences) - _MOST) > 0:
        tell((f"另有{more}处不符", f"{counted(more, 'more difference')}"))
    if found.code is not None:
        n = len(found.differences)
        said = counted(n, "place")
        tell((f"{path} 与封存的不一致：{n}处", f"{path} differs from what was sealed in {said}"))
    raise click.exceptions.Exit(1)
