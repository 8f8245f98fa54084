"""What the file of a document prints, read back by a process of its own: the file may be anybody's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from conduct.core.base.faults import fault, wrong_usage
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words

ENDINGS = (".docx", ".pdf", ".xlsx", ".html")
"""The files that can be read back."""
SECONDS, BYTES_A_SECOND, MOST_SECONDS = 30, 20_000, 600
"""How many seconds the reading of a file may take: so many, more the larger it is, never more than the last. A .pdf of six
hundred pages takes a third of that.
"""
_WAITING = 4  # times that, where others use the processors too
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from conduct.report.bulletin.reading.readers import main; main()"
)


@frozen
class TableRead:
    """A table as a file prints it: on which page or sheet, and its rows of cells."""

    place: str
    rows: tuple[tuple[str, ...], ...]


@frozen
class FileRead:
    """What a file prints: its tables in order, all its text, of each drawing the texts, and of a .pdf the text in two columns,
    for what stands beside one another without rules. ``loose`` are the lines outside tables, ``strange`` what no document has (by
    code, and what it says), ``outline`` the elements of a page; ``own_form`` is false for what is set in another's template.
    """

    ending: str
    tables: tuple[TableRead, ...]
    text: str
    drawings: tuple[tuple[str, ...], ...] = ()
    beside: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    strange: tuple[tuple[str, str], ...] = ()
    outline: tuple[str, ...] = ()
    own_form: bool = True


def read_back(path: Path) -> FileRead:
    """What a file prints. Raises `Fault`: ``file-missing``, ``bulletin-none`` for what is no such file or is damaged,
    ``bulletin-locked``, ``bulletin-large``, ``bulletin-slow``, ``bulletin-unread``, ``extra-missing``.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise wrong_usage("bulletin-ending", path=str(path), known=", ".join(ENDINGS))
    if not path.is_file():
        raise fault("file-missing", path=str(path))
    seconds = min(SECONDS + path.stat().st_size // BYTES_A_SECOND, MOST_SECONDS)
    command = [sys.executable, "-I", "-c", _START, json.dumps(sys.path), str(path.absolute()), ending, str(seconds)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_WAITING * seconds, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        raise fault("bulletin-slow", path=str(path), seconds=_WAITING * seconds) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:  # it was ended for want of time or memory
        raise fault("bulletin-slow", path=str(path), seconds=seconds) from None
    if "read" not in answer:
        raise _refused(path, answer["code"], answer["why"])
    read = answer["read"]
    return FileRead(
        ending,
        tables=tuple(TableRead(place, tuple(map(tuple, rows))) for place, rows in read["tables"]),
        text=read["text"],
        drawings=tuple(map(tuple, read.get("drawings", ()))),
        beside=tuple(read.get("beside", ())),
        loose=tuple(read.get("loose", ())),
        strange=tuple(map(tuple, read.get("strange", ()))),
        outline=tuple(read.get("outline", ())),
        own_form=read.get("own_form", True),
    )


def _refused(path: Path, code: str, why: str) -> Exception:
    match code:
        case "bulletin-locked":
            return fault("bulletin-locked", path=str(path))
        case "bulletin-large":
            return fault("bulletin-large", path=str(path))
        case "bulletin-unread":
            return fault("bulletin-unread", path=str(path), why=why)
        case "extra-missing":
            return fault("extra-missing", package=why, extra="report")
    return fault(
        "bulletin-none",
        path=str(path),
        ending=path.suffix.lower(),
        why=Words(f"（{why}）", f" ({why})") if why else Words("", ""),
    )
