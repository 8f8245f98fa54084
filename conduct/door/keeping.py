"""The ledger itself, asked of an office: versions, integrity, copies, and what else is written to files."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from conduct.core.base.faults import Fault, Problem, fault, wrong_usage
from conduct.core.base.words import Words, codes_listed
from conduct.core.ledger.chain import facts_digest
from conduct.core.ledger.chain import head as last_head
from conduct.core.ledger.history import history as versions_of
from conduct.host import elsewhere, installed, unreadable
from conduct.loading.export import export_csv
from conduct.loading.own_words import office_words
from conduct.loading.unit_names import unit_meant

from .deployment import Deployment, FileName, said_besides
from .kept import (
    FactHistory,
    FactsExported,
    FactVersion,
    FileWritten,
    HeadFound,
    LedgerVerified,
    SectorInstalled,
    SectorsInstalled,
    VersionsFound,
)

if TYPE_CHECKING:
    from conduct.core.ledger.verify import Difference


def sectors(at: Deployment) -> SectorsInstalled:
    """As `Office.sectors`."""
    enabled, found = at.config.sectors, installed()
    listed = tuple(
        SectorInstalled(name=i.name, package=i.package, version=i.version, enabled=enabled is None or i.name in enabled)
        for i in found
    )
    return SectorsInstalled(sectors=listed, warnings=tuple(p.said(at.lang) for p in unreadable())).made_of(found)


def history(at: Deployment, fact: str) -> FactHistory:
    """As `Office.history`."""
    ledger, warned = at.ledger, list[Problem]()
    known = at.sectors(warned, supplied=False)
    found = [version for sector in known for version in versions_of(sector, ledger, fact)]
    if not found:  # no id, but perhaps what a unit is called
        meant = [(sector, unit_meant(ledger, sector, fact)) for sector in known]
        found = [version for sector, unit in meant if unit is not None for version in versions_of(sector, ledger, unit)]
    others = [] if at.name else elsewhere(ledger, [sector.name for sector in known], fact, at.config.sectors)
    notes = [note for sector in {v.sector.name: v.sector for v in found}.values() for note in ledger.notes(sector)]
    if not found:
        with said_besides(warned):
            raise Fault(others) if others else fault("id-unknown", id=fact)
    warned += others
    versions = tuple(
        FactVersion(
            sector=v.sector.name,
            table=v.of,
            values=dict(v.values),
            batch=v.batch,
            at=v.at,
            who=v.who,
            claimed=v.claimed,
            command=v.command,
            file=v.file,
            reason=v.reason,
            replaced_by=v.replaced_by,
        )
        for v in found
    )
    return FactHistory(
        fact=fact,
        versions=versions,
        notes=tuple(note.said(at.lang) for note in notes),
        warnings=tuple(p.said(at.lang) for p in warned),
    ).made_of(VersionsFound(tuple(found), tuple(notes)))


def verify(at: Deployment, head: str | None) -> LedgerVerified:
    """As `Office.verify`."""
    if head is not None and not re.fullmatch("[0-9a-fA-F]{64}", head.strip()):
        raise wrong_usage("head-form", value=head)
    try:
        return _verified(at, head)
    except Fault as error:
        return _broken(at, _salvaged(at, error), ())


def _verified(at: Deployment, head: str | None) -> LedgerVerified:
    ledger = at.ledger
    with ledger.view():
        found = ledger.verify()
        others = tuple(ledger.others())
        if found:
            return _broken(at, found, others)
        batches = ledger.connection.execute("SELECT count(*) FROM batches").fetchone()[0]
        last = last_head(ledger.connection)
        held = [row[0] for row in ledger.connection.execute("SELECT DISTINCT sector FROM batches ORDER BY 1")]
        facts = {sector: facts_digest(ledger.connection, sector) for sector in held}
        stands = ledger.batch_of(head.strip().lower()) if head is not None else None
    if head is not None and stands is None:
        listed = [others_said(others)] if others else []
        raise fault("head-unknown", path=at.file, head=head.strip()).besides(*listed)
    return LedgerVerified(
        whole=True,
        differences=(),
        batches=batches,
        head=last,
        facts=facts,
        others=others,
        stands=HeadFound(batch=stands[0], at=stands[1], who=stands[2]) if stands is not None else None,
    ).made_of(found)


def _broken(at: Deployment, found: Sequence[Difference], others: tuple[str, ...]) -> LedgerVerified:
    said = tuple(one.words.said(at.lang) for one in found)
    made = LedgerVerified(whole=False, differences=said, batches=0, head="", facts={}, others=others, stands=None)
    return made.made_of(found)


def _salvaged(at: Deployment, error: Fault) -> list[Difference]:
    """Of a ledger that is too damaged to be opened: what is damaged, and what can still be read. Raises any other fault on."""
    damaged = next((p for p in error.problems if p.code == "ledger-damaged"), None)
    if damaged is None or at.path is None:
        raise error
    from conduct.core.ledger.salvage import salvage
    from conduct.core.ledger.verify import Difference

    why = Problem("ledger-damaged-verified", damaged.values)
    return [Difference(Words(why.said("zh"), why.said("en"))), *salvage(at.path)]


def others_said(others: tuple[str, ...]) -> Words:
    """That a ledger's file holds tables which are not its own."""
    listed = codes_listed(others)
    return Words(
        f"文件中另有不属于台账的数据表，未予检查：{listed.zh}",
        f"the file holds other tables, which were not looked at: {listed.en}",
    )


def export(at: Deployment, csv: FileName) -> FactsExported:
    """As `Office.export`."""
    sector, folder = at.sector(), Path(csv)
    counts = export_csv(at.ledger, sector, folder)
    return FactsExported(folder=folder, rows=counts).made_of(counts)


def backup(at: Deployment, file: FileName) -> FileWritten:
    """As `Office.backup`."""
    path = Path(file)
    with at.writing(path):
        at.ledger.backup(path)
    return FileWritten(path=path).made_of(path)


def template(at: Deployment, file: FileName) -> FileWritten:
    """As `Office.template`."""
    from conduct.report.template import write_template

    path, sector = Path(file), at.sector(of_ledger=False)
    with at.writing(path):
        if path.suffix.lower() != ".xlsx":
            raise fault("template-ending", path=str(path))
        if os.path.lexists(path):
            raise fault("backup-exists", path=str(path))
        write_template(sector, sector.regulations[-1], path, at.lang, own=office_words(at.config, sector))
    return FileWritten(path=path).made_of(path)
