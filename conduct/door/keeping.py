"""The ledger itself, asked of an office: versions, copies, and what else is written to files."""

from __future__ import annotations

import os
from pathlib import Path

from attrs import evolve

from conduct.core.base.faults import Fault, Problem, fault, wrong_usage
from conduct.core.ledger.history import history as versions_of
from conduct.host import elsewhere, installed, unreadable
from conduct.loading.export import export_csv
from conduct.loading.own_words import office_words
from conduct.loading.unit_names import unit_meant

from .deployment import Deployment, FileName, said_besides
from .kept import FactHistory, FactsExported, FactVersion, FileWritten, SectorInstalled, SectorsInstalled, VersionsFound


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
    found = [evolve(v, at=at.config.recorded(v.at)) for v in found]
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


def export(at: Deployment, csv: FileName | None, parquet: FileName | None) -> FactsExported:
    """As `Office.export`."""
    given = csv if csv is not None else parquet
    if given is None or (csv is not None and parquet is not None):
        raise wrong_usage("export-how")
    sector, folder = at.sector(), Path(given)
    if csv is not None:
        counts = export_csv(at.ledger, sector, folder)
    else:
        from conduct.engines.export import export_parquet

        with at.writing(folder):
            counts = export_parquet(at.ledger, sector, folder)
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
