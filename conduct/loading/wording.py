"""What an office calls its tables, headers and values, as one value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field

from conduct.core.base.frozen import frozen
from conduct.core.law.sector import Sector

from .cells import Days, day


@frozen
class Split:
    """A column of incidents out of which a step is taken: each filled cell is an action, which it dates.

    ``columns`` are further columns of the action, its date if another dates it, each with the header of the cell that holds it.
    ``suffix`` is what the action's id has beyond the incident's, ``key`` where the configuration says so.
    """

    header: str
    step: str
    columns: Mapping[str, str]
    suffix: str
    key: str


@frozen
class OwnWords:
    """What an office calls things, for one sector: by table the columns of its headers ("" for none) and its constants, by table
    and column its values, by name its sheets ("" for one that is left out), the row of each table's header."""

    origin: str = ""
    columns: Mapping[str, Mapping[str, str]] = field(factory=dict)
    values: Mapping[tuple[str, str], Mapping[str, str]] = field(factory=dict)
    constants: Mapping[str, Mapping[str, str]] = field(factory=dict)
    sheets: Mapping[str, str] = field(factory=dict)
    splits: Sequence[Split] = ()
    header_rows: Mapping[str, int] = field(factory=dict)
    days: Days = day
    sector: Sector | None = None

    @property
    def split_headers(self) -> frozenset[str]:
        """The headers of incidents that steps are made of."""
        return frozenset(h for split in self.splits for h in (split.header, *split.columns.values()))
