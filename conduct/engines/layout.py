"""How facts lie in Parquet: which files a table has, and which columns of which types; docs/parquet.md is the page for others.

DIR/units.parquet  posts.parquet  measures.parquet
DIR/incidents/month=2026-05/part-0.parquet      an incident by the month of its date
DIR/actions/month=2026-06/part-0.parquet        an action by that of its own
DIR/_conduct.json                               of an export alone: what it is of, and the digest of each file
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from typing import Literal

from ..core.base.frozen import frozen
from ..core.base.words import Words
from ..core.law.model import Day, Number, YesNo
from ..core.law.sector import TABLES, Sector
from ..core.ledger.declared import declared

MANIFEST = "_conduct.json"
LAYOUT = 1
DATED = ("incidents", "actions")
"""The tables that lie by calendar month."""
ENTERED = "seq"
"""The column of a number that grows in the order of entry; where it is absent, the order of files and rows is meant."""

Holds = Literal["text", "day", "yes-no", "whole", "number"]
"""What a column holds: a text or a code, a day, yes or no, a whole number, or an exact decimal by its digits."""


def holds(sector: Sector, of: str, column: str) -> Holds:
    """What a column of a table holds."""
    if column in ("date", "from", "until"):
        return "day"
    if of == "measures" and column == "value":
        return "number"
    attributes = {"incidents": sector.incident_attributes, "actions": sector.action_attributes}.get(of, {})
    match attributes[column].type if column in attributes else None:
        case Day():
            return "day"
        case YesNo():
            return "yes-no"
        case Number(whole=whole):
            return "whole" if whole else "number"
    return "text"


def part_of(of: str, month: str) -> PurePosixPath:
    """The file of a table in an export; of one that lies by month, of that month."""
    return PurePosixPath(of, f"month={month}", "part-0.parquet") if of in DATED else PurePosixPath(f"{of}.parquet")


def table_of(file: PurePosixPath) -> str | None:
    """The table that a file of a folder belongs to, None if it is none of them: what begins with _ or . is nobody's."""
    if file.suffix != ".parquet" or any(part.startswith(("_", ".")) for part in file.parts):
        return None
    of = file.stem if len(file.parts) == 1 else file.parts[0]
    return of if of in TABLES else None


def declares(sector: Sector) -> str:
    """The digest of what the sector's tables hold: what was checked by another declaration is checked anew."""
    columns = {of: [(c, holds(sector, of, c)) for c in sector.columns(of)] for of in TABLES}
    said = {f"{of}.{column}": [one.type, dict(one.defaults)] for (of, column), one in declared(sector).items()}
    kinds = [k.code for k in sector.kinds], [s.code for s in sector.all_steps], [k.code for k in sector.unit_kinds]
    return sha256(json.dumps([columns, said, kinds], ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@frozen
class Manifest:
    """What an export says of itself: its sector, the digest of what that declares, its facts' notes, and its files' digests.

    A ledger accepted these rows, so that as long as no file is another they are not looked at one by one again.
    """

    sector: str
    declares: str
    notes: tuple[Words, ...]
    files: Mapping[str, str]

    def text(self) -> str:
        """As it is written."""
        notes = [{"zh": note.zh, "en": note.en} for note in self.notes]
        said = {"layout": LAYOUT, "sector": self.sector, "declares": self.declares, "notes": notes, "files": dict(self.files)}
        return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def manifest_of(text: str) -> Manifest | None:
    """What an export said of itself; None where the text says nothing that this program knows."""
    try:
        said = json.loads(text)
        if said["layout"] != LAYOUT:
            return None
        notes = tuple(Words(str(note["zh"]), str(note["en"])) for note in said["notes"])
        return Manifest(str(said["sector"]), str(said["declares"]), notes, {str(k): str(v) for k, v in said["files"].items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def digest_of(files: Mapping[str, str]) -> str:
    """What stands for all the files: their names and digests in order."""
    return sha256("".join(f"{name}\0{one}\n" for name, one in sorted(files.items())).encode()).hexdigest()


def digest_of_file(path: str | Path) -> str:
    """The digest of one file."""
    with open(path, "rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def listed(files: Mapping[str, Sequence[PurePosixPath]]) -> list[PurePosixPath]:
    """Every file of every table."""
    return [name for names in files.values() for name in names]
