"""What a law is made of: every kind of provision, in the law's own order."""

from __future__ import annotations

from .caseload import CaseFigures
from .consequence import Outcome, Presumes, SameMatter, SamePerson, Sanction, SanctionTerms, Unranked, Veto
from .duty import Duty
from .figure import Checklist, Figure, MeanFigure
from .points import Bases, Charge, Section
from .ranking import Combined, Standing, VolumeRanking
from .terms import Reading
from .unruled import Understood, Unruled

Provision = (
    Reading
    | Section
    | Charge
    | VolumeRanking
    | Standing
    | Unranked
    | Veto
    | Sanction
    | SanctionTerms
    | SameMatter
    | SamePerson
    | Outcome
    | Duty
    | Checklist
    | Figure
    | CaseFigures
    | MeanFigure
    | Combined
    | Bases
    | Presumes
    | Understood
    | Unruled
)
