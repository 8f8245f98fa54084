"""What a sector's batches bring beside facts: sealed results and what is said on their documents, warnings, defaults that came
later, attachments; a table for each, which the chain covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

LATER_PUBLICATION_COLUMNS = {"despite", "open", "code"}
PUBLICATION_COLUMNS = ("number", "run", "period", "as_of", "note", "inputs", "digest", "despite", "open", "code")
"""``open`` is what was open when the run was sealed, as JSON; ``despite`` the reason why it was published all the same; ``code``
the verification code. A draft has the same, but for a reason."""

PUBLICATIONS, DRAFTS = "publications", "drafts"
SEALED = (PUBLICATIONS, DRAFTS)
"""The tables of results that were sealed."""


def of_sealed(draft: bool) -> str:
    """The table of a sector's drafts, or of what it published."""
    return DRAFTS if draft else PUBLICATIONS


WARNING_COLUMNS = ("of", "row", "file", "line", "column", "code", "values")
"""A warning of a load: about the row of that number (``seq``) of a table, or about what the batch brought there if it has none;
the place it was said at; the code of its message and what that names, as JSON."""

FILL_COLUMNS = ("of", "owner", "column", "value", "until")
"""What an attribute that was declared later means in rows accepted before: those of the kind or step up to a number."""

ATTACHMENTS, RELEASES = "attachments", "releases"
ATTACHMENT_COLUMNS = ("of", "owner", "name", "kind", "size", "sha256", "date", "by")
"""An attachment: of which table and row, what the file is called, its media type, bytes and digest, the day it was received, and
from whom."""

RELEASE_COLUMNS = ("of", "owner", "released")
"""What is released to the unit that it is about (1), or is not any more (0): an attachment by its number, an incident's text. Of
`REMOVED` it is an attachment by its number that was attached by mistake, and is had by nobody any more (0)."""

REMOVED = "removed"
"""Of what a release is that removes an attachment: the ledger keeps both it and the file."""

LETTERHEADS = "letterheads"
LETTERHEAD_COLUMNS = ("of", "number", "kind", "element", "value")
"""What the office says on the documents of a sealed run (``of`` which table of `SEALED`, its number there): of documents of one
``kind``, or of all; which element of them, and what it says, blank where that was taken back."""

KEPT_COLUMNS: dict[str, dict[str, type]] = {
    **dict.fromkeys(SEALED, {c: int if c == "number" else str for c in PUBLICATION_COLUMNS} | {"result": bytes}),
    "warnings": {c: int if c in ("row", "line") else str for c in WARNING_COLUMNS},
    "fills": {c: int if c == "until" else str for c in FILL_COLUMNS},
    ATTACHMENTS: {c: int if c == "size" else str for c in ATTACHMENT_COLUMNS},
    RELEASES: {c: int if c == "released" else str for c in RELEASE_COLUMNS},
    LETTERHEADS: {c: int if c == "number" else str for c in LETTERHEAD_COLUMNS},
}
_MAY_BE_BLANK = {
    **{of: {"note", "despite", "open", "code"} for of in SEALED},
    "warnings": {"row", "file", "line", "column"},
    "fills": set[str](),
    ATTACHMENTS: {"by"},
    RELEASES: set[str](),
    LETTERHEADS: {"kind", "value"},
}
LATER_KEPT = (DRAFTS, ATTACHMENTS, RELEASES, LETTERHEADS)
KEPT = tuple(KEPT_COLUMNS)
"""What a sector's batches bring beside facts, each in a table that the chain covers."""


def kept_columns(of: str) -> list[tuple[str, str, bool]]:
    """The columns of a table of what batches bring beside facts: name, type, and whether they are always filled."""
    types = {int: "INTEGER", str: "TEXT", bytes: "BLOB"}
    return [(column, types[kind], column not in _MAY_BE_BLANK[of]) for column, kind in KEPT_COLUMNS[of].items()]


def make_kept(db: Database, target: str, of: str) -> None:
    """Makes a table of what batches bring beside facts."""
    required = {"batch", *KEPT_COLUMNS[of]} - _MAY_BE_BLANK[of]
    db.table(target).create({"seq": int, **KEPT_COLUMNS[of], "batch": int}, pk="seq", not_null=required, strict=True)
