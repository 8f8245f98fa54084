"""The command that makes what an office signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conduct.bilingual import Pair

from .base import App, as_of_option, command, option, pass_app, period_option, tell
from .parameters import DayParam

if TYPE_CHECKING:
    from datetime import date

    from conduct.core.base.words import Words
    from conduct.door.reported import DocumentsWritten

_TEXTS: tuple[tuple[str, Pair], ...] = (
    ("office", ("发文机关。", "The office that sends it.")),
    ("number", ("发文字号。", "Its number.")),
    ("title", ("标题，代替通常的标题。", "A title in place of the usual one.")),
    ("to", ("主送机关。", "To whom it goes.")),
    ("opening", ("开头语。", "The opening sentence.")),
    ("signatory", ("署名，不同于发文机关时。", "Who signs, where it is not the office.")),
    ("distribution", ("抄送。", "To whom copies go.")),
    ("printing", ("印发机关。", "Who prints it.")),
    ("objections", ("申诉的期限和受理部门。", "Until when, and where, a unit may object.")),
)


def _letterhead(callback: Callable[..., None]) -> Callable[..., None]:
    """The options that say on a document what the ledger does not know; each goes before the configuration's."""
    days = (("date", ("成文日期。", "Its date.")), ("printed", ("印发日期。", "When it is printed.")))
    files = (
        ("template", ("本单位的 .docx 模板。", "The office's own .docx.")),
        ("fonts", ("字体文件夹。", "A folder of faces.")),
    )
    made = callback
    for name, words in reversed(files):
        made = option(f"--{name}", type=click.Path(path_type=Path), words=words)(made)
    sealed: Pair = ("是否加盖印章。", "Whether a seal goes on it.")
    made = option("--sealed/--unsealed", "sealed", default=None, words=sealed)(made)
    for name, words in reversed(days):
        made = option(f"--{name}", type=DayParam(), words=words)(made)
    for name, words in reversed(_TEXTS):
        made = option(f"--{name}", words=words)(made)
    return made


@command(
    "report",
    (
        "通报、函、处理决定：按文件类型写成 .docx、.pdf、.xlsx 或 .html。",
        "The bulletin, a unit's letter, a decision on a person: as .docx, .pdf, .xlsx or .html, by the file's ending.",
    ),
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@period_option
@option("--run", metavar="N", words=("已公布的考核的编号；d1 为征求意见稿。", "A published run, by its number; d1 is a draft."))
@as_of_option
@option(
    "--unit",
    metavar="UNIT|all",
    words=("考核对象或人员；all 为每个对象各写一份，存入文件夹。", "The unit or person; all writes one for each, in a folder."),
)
@option(
    "--kind",
    type=click.Choice(("notice", "letter", "decision", "data")),
    words=(
        "文书种类：通报、函、处理决定、数据表；默认为通报，指定单位时为函，指定人员时为处理决定。",
        "What it is; a notice by default, with --unit a letter, for a person a decision.",
    ),
)
@option(
    "--masked/--unmasked",
    "masked",
    default=True,
    words=("隐去个人信息（默认），或不隐去。", "Hide personal data (the default), or do not."),
)
@_letterhead
@pass_app
def report(
    app: App,
    /,
    file: Path,
    period: str | None,
    run: str | None,
    as_of: date | None,
    unit: str | None,
    kind: str | None,
    masked: bool,
    **said: Any,
) -> None:
    """What the office must say and nobody gave is left as a gap, and said."""
    with app.office() as office:
        made = office.report(file, period, run=run, as_of=as_of, unit=unit, kind=kind, masked=masked, **said)
    _tell(made, masked)


def _tell(made: DocumentsWritten, masked: bool) -> None:
    """What was written, what is still to be filled in, what was hidden, in which faces it is set."""
    from collections import Counter

    from conduct.core.base.words import codes_listed
    from conduct.report.bulletin.hiding.veil import hidden_said

    first = made.documents[0]
    if len(made.documents) == 1:
        tell((f"已写入 {first.path}", f"written to {first.path}"))
    else:
        n, folder = len(made.documents), first.path.parent
        tell((f"已写入 {folder}：{n}份", f"written to {folder}: {n} documents"))
    if gaps := dict.fromkeys(gap for one in made.documents for gap in one.gaps):
        listed = codes_listed(gaps)
        tell((f"待填：{listed.zh}", f"to be filled in: {listed.en}"))
    for note in made.notes:
        tell((f"注意：{note}", f"note: {note}"))
    hidden = hidden_said(sum((Counter(one.masked or {}) for one in made.documents), Counter[str]()))
    if masked and hidden.zh:
        tell((f"已隐去个人信息：{hidden.zh}", f"personal data hidden: {hidden.en}"))
    elif masked:
        tell(("未发现个人信息", "no personal data was found"))
    else:
        tell(("未隐去个人信息，仅供内部使用", "personal data is not hidden: for use within the office alone"))
    for role, faces in _by_role(made):
        tell((f"字体：{role.zh}用 {faces.zh}", f"face: {role.en}: {faces.en}"))
    for other in made.in_place:
        some = other.characters[:40] + ("…" if len(other.characters) > 40 else "")
        tell((f"以上字体没有“{some}”，改用 {other.face}", f"these faces lack {some}, which are set in {other.face}"))
    if made.lacking:
        lacking = codes_listed(made.lacking)
        zh, en = "没有字体含有这些字，已印成代码", "no face has these characters, which are printed as codes"
        tell((f"{zh}：{lacking.zh}", f"{en}: {lacking.en}"))
    for one in made.documents:
        for where in one.shortened:
            tell((f"{one.path}：{where}", f"{one.path}: {where}"))


def _by_role(made: DocumentsWritten) -> Iterator[tuple[Words, Words]]:
    """Each role, and the faces in which it is set."""
    if not made.faces:
        return
    from conduct.core.base.words import Words, listed
    from conduct.report.bulletin.pdf.faces import ROLES

    roles = dict.fromkeys(one.role for one in made.faces)
    for role in roles:
        faces = [one for one in made.faces if one.role == role]
        stand_in = Words("（代用）", " (in its place)")
        said = (
            Words(one.face, one.face) if one.official else Words(one.face + stand_in.zh, one.face + stand_in.en) for one in faces
        )
        yield ROLES.get(role, Words(role, role)), listed(said)
