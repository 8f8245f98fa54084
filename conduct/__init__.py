"""conduct assesses how regulated organisations treat the people who complain to them.

`open` gives an office: one object for a ledger, its sector and the deployment's settings, with a method for each command of the
command line. Rows go in as plain values, results come out as typed ones with ``to_dict()``; what a user can put right is
a `Fault`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .version import __version__

if TYPE_CHECKING:
    from .core.base.faults import Fault as Fault
    from .core.base.faults import Place as Place
    from .core.base.faults import Problem as Problem
    from .core.base.faults import WrongUsage as WrongUsage
    from .core.base.periods import Period as Period
    from .core.base.progress import Doing as Doing
    from .core.base.words import Words as Words
    from .core.law.sector import Sector as Sector
    from .door.asked import Change as Change
    from .door.asked import ClauseRead as ClauseRead
    from .door.asked import Compared as Compared
    from .door.asked import EditionRead as EditionRead
    from .door.asked import FigureDiffers as FigureDiffers
    from .door.asked import LawFinding as LawFinding
    from .door.asked import LawTested as LawTested
    from .door.asked import LineDiffers as LineDiffers
    from .door.asked import ReadingInForce as ReadingInForce
    from .door.asked import ReadingsInForce as ReadingsInForce
    from .door.asked import ReadingsWeighed as ReadingsWeighed
    from .door.asked import RegulationEncoded as RegulationEncoded
    from .door.asked import RuleEncoded as RuleEncoded
    from .door.asked import RunsCompared as RunsCompared
    from .door.asked import UnitDiffers as UnitDiffers
    from .door.asked import WhatWould as WhatWould
    from .door.assessed import Assessed as Assessed
    from .door.assessed import CitedLaw as CitedLaw
    from .door.assessed import IncidentsEnded as IncidentsEnded
    from .door.assessed_units import AssessedCheck as AssessedCheck
    from .door.assessed_units import AssessedDuties as AssessedDuties
    from .door.assessed_units import AssessedFigure as AssessedFigure
    from .door.assessed_units import AssessedLine as AssessedLine
    from .door.assessed_units import AssessedOutcome as AssessedOutcome
    from .door.assessed_units import AssessedPerson as AssessedPerson
    from .door.assessed_units import AssessedSanction as AssessedSanction
    from .door.assessed_units import AssessedSection as AssessedSection
    from .door.assessed_units import AssessedUnit as AssessedUnit
    from .door.assessed_units import AssessedVeto as AssessedVeto
    from .door.assessed_units import WithoutRank as WithoutRank
    from .door.desk import DeskAnswer as DeskAnswer
    from .door.desk import DeskSession as DeskSession
    from .door.explained import Explained as Explained
    from .door.explained import ExplainedDistance as ExplainedDistance
    from .door.explained import ExplainedEffect as ExplainedEffect
    from .door.explained import ExplainedLine as ExplainedLine
    from .door.explained import ExplainedOut as ExplainedOut
    from .door.explained import ExplainedOutcome as ExplainedOutcome
    from .door.explained import ExplainedSanction as ExplainedSanction
    from .door.explained import ExplainedSection as ExplainedSection
    from .door.explained import ExplainedVeto as ExplainedVeto
    from .door.kept import FactHistory as FactHistory
    from .door.kept import FactRecorded as FactRecorded
    from .door.kept import FactsExported as FactsExported
    from .door.kept import FactsLoaded as FactsLoaded
    from .door.kept import FactVersion as FactVersion
    from .door.kept import FileWritten as FileWritten
    from .door.kept import HeadFound as HeadFound
    from .door.kept import LedgerMade as LedgerMade
    from .door.kept import LedgerVerified as LedgerVerified
    from .door.kept import RunKept as RunKept
    from .door.kept import RunPublished as RunPublished
    from .door.kept import RunsKept as RunsKept
    from .door.kept import SectorInstalled as SectorInstalled
    from .door.kept import SectorsInstalled as SectorsInstalled
    from .door.office import Office as Office
    from .door.opening import open as open
    from .door.owed import AttachmentRemoved as AttachmentRemoved
    from .door.owed import CaseAttachment as CaseAttachment
    from .door.owed import CaseDuty as CaseDuty
    from .door.owed import CaseNext as CaseNext
    from .door.owed import CaseOut as CaseOut
    from .door.owed import CaseSanction as CaseSanction
    from .door.owed import CaseStands as CaseStands
    from .door.owed import DutiesOwed as DutiesOwed
    from .door.owed import DutyOwed as DutyOwed
    from .door.reported import DocumentsWritten as DocumentsWritten
    from .door.reported import DocumentWritten as DocumentWritten
    from .door.reported import FaceUsed as FaceUsed
    from .door.values import Result as Result
else:
    _HOMES = {
        ".core.base.faults": ("Fault", "Place", "Problem", "WrongUsage"),
        ".core.base.periods": ("Period",),
        ".core.base.progress": ("Doing",),
        ".core.base.words": ("Words",),
        ".core.law.sector": ("Sector",),
        ".door.asked": (
            "Change", "ClauseRead", "Compared", "EditionRead", "FigureDiffers", "LawFinding", "LawTested", "LineDiffers",
            "ReadingInForce", "ReadingsInForce", "ReadingsWeighed", "RegulationEncoded", "RuleEncoded", "RunsCompared",
            "UnitDiffers", "WhatWould",
        ),
        ".door.assessed": ("Assessed", "CitedLaw", "IncidentsEnded"),
        ".door.assessed_units": (
            "AssessedCheck", "AssessedDuties", "AssessedFigure", "AssessedLine", "AssessedOutcome", "AssessedPerson",
            "AssessedSanction", "AssessedSection", "AssessedUnit", "AssessedVeto", "WithoutRank",
        ),
        ".door.desk": ("DeskAnswer", "DeskSession"),
        ".door.explained": (
            "Explained", "ExplainedDistance", "ExplainedEffect", "ExplainedLine", "ExplainedOut", "ExplainedOutcome",
            "ExplainedSanction", "ExplainedSection", "ExplainedVeto",
        ),
        ".door.kept": (
            "FactHistory", "FactRecorded", "FactVersion", "FactsExported", "FactsLoaded", "FileWritten", "HeadFound",
            "LedgerMade", "LedgerVerified", "RunKept", "RunPublished", "RunsKept", "SectorInstalled", "SectorsInstalled",
        ),
        ".door.office": ("Office",),
        ".door.opening": ("open",),
        ".door.owed": (
            "AttachmentRemoved",
            "CaseAttachment",
            "CaseDuty",
            "CaseNext",
            "CaseOut",
            "CaseSanction",
            "CaseStands",
            "DutiesOwed",
            "DutyOwed",
        ),
        ".door.reported": ("DocumentWritten", "DocumentsWritten", "FaceUsed"),
        ".door.values": ("Result",),
    }  # fmt: skip
    _HOME = {name: home for home, names in _HOMES.items() for name in names}
    __all__ = ["__version__", *sorted(_HOME)]

    def __getattr__(name):
        """Public names are imported when they are first used, so that ``conduct --help`` imports none of them."""
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        found = getattr(import_module(_HOME[name], __name__), name)
        globals()[name] = found
        return found

    def __dir__():
        """The public names."""
        return __all__
