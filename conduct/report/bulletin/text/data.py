"""The tables alone, for whoever works with the figures."""

from __future__ import annotations

from conduct.core.base.words import Lang

from ..document import Annex, Bulletin
from ..letterhead import Letterhead
from ..told import Told
from .drawn import Drawings
from .grids import Grids
from .notice import annexes, left_out, subject
from .sentences import said
from .signing import signed
from .verification import verification
from .wording import period_said


def data(told: Told, letterhead: Letterhead, lang: Lang, sheeted: bool) -> Bulletin:
    """The tables of what is told: the first stand in the body, the others as annexes of their own; where it is ``sheeted``,
    with every incident, for which a spreadsheet alone has room.
    """
    grids = Grids(told, lang)
    incidents = grids.incidents() if sheeted else None
    tables: list[Annex] = list(annexes(grids, Drawings(told, lang), whole=True))
    return signed(
        told,
        letterhead,
        lang,
        kind="data",
        title=said("data_title", lang, period=period_said(told.assessment.period, lang), subject=subject(told, lang)),
        to="",
        body=tables[0].blocks if tables else (),
        annexes=tuple(tables[1:]),
        check=verification(told, "data", lang),
        notes=tuple(left_out(told, lang)),
        sheets=(incidents,) if incidents is not None else (),
    )
