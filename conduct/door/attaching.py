"""Files attached to a case as evidence, and what of a case is released to the unit that it is about: asked of an office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from conduct.core.base.faults import Fault, Place, Problem, fault
from conduct.core.base.output import system_reason
from conduct.core.base.words import Words, codes_listed, printable
from conduct.core.law.conditions import name
from conduct.core.law.sector import Sector
from conduct.core.ledger import attached
from conduct.core.ledger.attached import Attachment
from conduct.core.ledger.besides import ATTACHMENTS
from conduct.core.ledger.memory import in_memory
from conduct.core.ledger.schema import table
from conduct.files.evidence import KINDS, kind_of
from conduct.loading.cells import Bad, day, yes_no
from conduct.loading.load import Loaded
from conduct.loading.record import Recorded

from .deployment import Deployment

WHAT: Mapping[str, Words] = {
    "attachment": Words("附件", "attachment"),
    "release": Words("公开", "release"),
    "removal": Words("取下", "removal"),
    "letterhead": Words("公文要素", "letterhead"),
}
"""What is entered beside facts, as it is asked for: of a case, or of a sealed run."""

_KEYS: Mapping[str, Mapping[str, Words]] = {
    "attachment": {
        "file": Words("文件", "file"),
        "incident": Words("事项", "incident"),
        "action": Words("动作", "action"),
        "name": Words("名称", "name"),
        "date": Words("日期", "date"),
        "by": Words("来源", "by"),
    },
    "release": {
        "attachment": Words("附件", "attachment"),
        "incident": Words("事项", "incident"),
        "released": Words("公开", "released"),
        "reason": Words("原因", "reason", also=("理由",)),
    },
    "removal": {"attachment": Words("附件", "attachment"), "reason": Words("原因", "reason", also=("理由",))},
}
_LONGEST = 200  # characters of a name
_MB = 1_000_000


def what_is_meant(written: str) -> str | None:
    """Which of `WHAT` is meant; None for anything else."""
    word = written.strip().lower()
    return next((what for what, words in WHAT.items() if word in (what, f"{what}s", words.zh)), None)


def given_by(keys: Mapping[str, Words], pairs: Sequence[tuple[str, str]], *, blanks: bool = False) -> dict[str, str]:
    """What is said, by the keys that may be said, each by its code or its words; blank values too with ``blanks``.

    Raises `Fault` ``attached-key`` or ``record-pair-twice``.
    """
    known = {word: key for key, words in keys.items() for word in (key, words.zh, *words.also)}
    found: dict[str, str] = {}
    problems = []
    for written, value in pairs:
        key = known.get(written.strip().lower())
        if key is None:
            listed = Words("、".join(words.zh for words in keys.values()), codes_listed(keys).en)
            problems.append(Problem("attached-key", {"value": written, "known": listed}))
        elif key in found:
            problems.append(Problem("record-pair-twice", {"value": written}))
        elif blanks or value.strip():
            found[key] = value.strip()
    if problems:
        raise Fault(problems)
    return found


def _day(at: Deployment, written: str | None) -> date:
    if written is None:
        return at.config.today()
    found = day(written)
    if isinstance(found, Bad):
        raise Fault([Problem(found.code, {"value": written, **found.values}, Place("record attachment", column="date"))])
    return date.fromisoformat(str(found))


def attach(at: Deployment, pairs: Sequence[tuple[str, str]]) -> tuple[Recorded, Attachment, bool]:
    """Keeps a copy of a file beside the ledger, as evidence of an incident or of an action on it; what it is attached to, the
    attachment, and whether it was attached just now: the same file is attached to the same row once.

    Raises `Fault`: ``attached-key``, ``attached-to``, ``id-unknown``, ``attachment-missing``, ``attachment-empty``,
    ``attachment-large``, ``attachment-kind`` and what writing raises; the ledger is then as it was.
    """
    given, sector = given_by(_KEYS["attachment"], pairs), at.sector()
    if "file" not in given or ("incident" in given) == ("action" in given):
        raise fault("attached-to")
    path, of = Path(given["file"]), "incidents" if "incident" in given else "actions"
    owner = given.get("incident") or given["action"]
    ledger, received = at.ledger, _day(at, given.get("date"))
    ledger.need(sector)
    if in_memory(ledger.connection):
        raise fault("attachment-memory")
    incident = _incident_of(at, sector, of, owner)
    kind, digest, size = _looked_at(at, path)
    called = _called(given.get("name") or path.name)
    same = [
        one
        for one in attached.attachments_of(ledger.connection, sector, incident)
        if (one.of, one.owner, one.sha256, one.name, one.removed) == (of, owner, digest, called, None)
    ]
    made = same[0] if same else Attachment(0, of, owner, called, kind, size, digest, received.isoformat(), given.get("by"))
    attached.keep_file(ledger.path, path, digest)
    if not same:
        with ledger.batch(sector, "attach") as batch:
            _incident_of(at, sector, of, owner)
            number = attached.attach(batch, made)
        found = attached.attachment_of(ledger.connection, sector, number)
        assert found is not None
        made = found
    return _recorded(incident, received), made, not same


def _incident_of(at: Deployment, sector: Sector, of: str, owner: str) -> str:
    """The incident that a row is, or is an action on. Raises `Fault` ``id-unknown`` or ``attached-unit``."""
    key = "incident" if of == "incidents" else "action"
    row = at.ledger.connection.execute(
        f"SELECT incident FROM {name(table(sector, of))} WHERE {name(key)} = ?", (owner,)
    ).fetchone()
    if row is None:
        raise fault("id-unknown", id=owner)
    if row[0] is None:
        raise fault("attached-unit", action=owner)
    return str(row[0])


def _looked_at(at: Deployment, path: Path) -> tuple[str, str, int]:
    """A file's media type, its digest and its size. Raises `Fault` as `attach`."""
    allowed, most = at.config.attachments
    shown = printable(str(path))
    try:
        if not path.is_file():
            path.stat()
            raise fault("attachment-missing", path=shown, why=Words("不是普通文件", "it is no ordinary file"))
        size = path.stat().st_size
        if size > most * _MB:
            raise fault("attachment-large", path=shown, most=str(most))
        if not size:
            raise fault("attachment-empty", path=shown)
        kind = kind_of(path)
        if kind not in allowed:
            raise fault("attachment-kind", path=shown, known=codes_listed(sorted(allowed)))
        digest, read = attached.digest_of(path)
    except OSError as error:
        raise fault("attachment-missing", path=shown, why=system_reason(error)) from None
    if read > most * _MB:
        raise fault("attachment-large", path=shown, most=str(most))
    return KINDS[kind].media, digest, read


def _called(written: str) -> str:
    """What a file is called, on one line and without a folder: it is shown, and never opened by it."""
    plain = printable(written).replace("\\", "/").rpartition("/")[2]
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())[:_LONGEST] or "?"


def release(at: Deployment, pairs: Sequence[tuple[str, str]]) -> tuple[Recorded, bool]:
    """Lets the unit that a case is about have an attachment, or read the incident's text; with ``released=no`` not any more. The
    case, and whether that changes anything.

    Raises `Fault` ``attached-key``, ``release-what``, ``id-unknown`` or ``cell-…``.
    """
    given, sector = given_by(_KEYS["release"], pairs), at.sector()
    if ("attachment" in given) == ("incident" in given):
        raise fault("release-what")
    wanted = yes_no(given.get("released", "yes"))
    if isinstance(wanted, Bad):
        raise Fault(
            [Problem(wanted.code, {"value": given["released"], **wanted.values}, Place("record release", column="released"))]
        )
    ledger = at.ledger
    ledger.need(sector)
    if "attachment" in given:
        number = given["attachment"]
        one = _attachment(at, sector, number)
        if one.removed is not None:
            raise fault("attachment-removed", number=number)
        of, owner, stands = ATTACHMENTS, str(one.number), one.released
        incident = _incident_of(at, sector, one.of, one.owner)
    else:
        of, owner = "incidents", given["incident"]
        incident = _incident_of(at, sector, of, owner)
        stands = attached.text_released(ledger.connection, sector, incident)
    changes = stands != bool(wanted)
    if changes:
        with ledger.batch(sector, "release", reason=given.get("reason")) as batch:
            attached.release(batch, of, owner, bool(wanted))
    return _recorded(incident, at.config.today()), changes


def _attachment(at: Deployment, sector: Sector, number: str) -> Attachment:
    """The attachment of a number. Raises `Fault` ``id-unknown``."""
    one = attached.attachment_of(at.ledger.connection, sector, int(number)) if number.isascii() and number.isdecimal() else None
    if one is None:
        raise fault("id-unknown", id=number)
    return one


def remove(at: Deployment, pairs: Sequence[tuple[str, str]]) -> tuple[Recorded, bool]:
    """Says that an attachment was attached by mistake, and why: nobody has it any more, the ledger keeps it. The case, and
    whether that changes anything: it does once.

    Raises `Fault` ``attached-key``, ``removal-what`` or ``id-unknown``.
    """
    given, sector = given_by(_KEYS["removal"], pairs), at.sector()
    if given.keys() != {"attachment", "reason"}:
        raise fault("removal-what")
    ledger = at.ledger
    ledger.need(sector)
    one = _attachment(at, sector, given["attachment"])
    incident = _incident_of(at, sector, one.of, one.owner)
    if one.removed is None:
        with ledger.batch(sector, "remove", reason=given["reason"]) as batch:
            attached.remove(batch, one.number)
    return _recorded(incident, at.config.today()), one.removed is None


def _recorded(incident: str, of_day: date) -> Recorded:
    return Recorded(Loaded({}, 0, {}), incident, "", (), of_day)


def attached_file(at: Deployment, incident: str, number: int) -> tuple[Attachment, Path] | None:
    """An attachment of a case by its number, and where its file lies; None where the case has none of that number, or it was
    removed.

    Raises `Fault` ``attachment-lost`` where the file is not there any more.
    """
    sector = at.sector()
    at.ledger.need(sector)
    every = attached.attachments_of(at.ledger.connection, sector, incident)
    found = next((one for one in every if one.number == number and one.removed is None), None)
    if found is None:
        return None
    path = attached.file_of(at.ledger.path, found.sha256)
    if not path.is_file():
        why = Words("文件缺失", "its file is missing")
        raise fault("attachment-lost", sector=sector.name, number=str(number), name=found.name, why=why)
    return found, path
