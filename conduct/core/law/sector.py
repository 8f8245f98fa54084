"""A sector as one frozen value: what a plugin's hook returns, whole, so that half a law cannot be registered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve, field

from ..base.faults import fault
from ..base.frozen import frozen
from ..base.guard import asked, not_answered
from ..base.once import cached_property
from ..base.periods import PERIOD_WORDS, Period
from ..base.words import Words, listed
from .law import Regulation
from .misdeclared import of_sector
from .model import (
    COMMON_STEPS,
    Attribute,
    ByOwner,
    ClauseId,
    IncidentId,
    Kind,
    MeasureKind,
    Options,
    Post,
    Step,
    Text,
    Type,
    UnitId,
    UnitKind,
    YesNo,
    not_assessed_step,
)

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

CORE_COLUMNS = {
    "units": ("unit", "name", "kind", "parent", "head", "from", "until", "aliases"),
    "posts": ("unit", "person", "post", "from", "until"),
    "measures": ("unit", "measure", "period", "value"),
    "incidents": ("incident", "unit", "kind", "date", "text", "complainant", "source"),
    "actions": ("action", "step", "date", "incident", "unit", "by", "reason", "note"),
}
REQUIRED_COLUMNS = {
    "units": ("unit", "name", "kind"),
    "posts": ("unit", "person", "post"),
    "measures": ("unit", "measure", "period", "value"),
    "incidents": ("incident", "unit", "kind", "date"),
    "actions": ("action", "step", "date"),
}
KEYS = {
    "units": ("unit",),
    "posts": ("unit", "person", "post", "from"),
    "measures": ("unit", "measure", "period"),
    "incidents": ("incident",),
    "actions": ("action",),
}
"""The columns that are a row's identity; one that may be blank is then a value of its own."""
TABLES = tuple(CORE_COLUMNS)
OWN_COLUMNS = ("seq", "batch", "replaced_by", "rowid", "oid")
"""What the ledger adds to each table, and the database's names for a row: no attribute can be called so."""


@frozen
class Supplied:
    """A file that a deployment brings, named under the sector in the configuration: ``key = "file.toml"``.

    ``apply`` makes the sector of the file's content; it takes the parsed TOML (decimals exact), the file's name for errors, and
    the content's digest, and raises `Fault` with every problem.
    """

    key: str
    words: Words
    apply: Callable[[Mapping[str, object], str, str], Sector] = field(eq=False)

    def sector_of(self, sector: Sector, settings: Mapping[str, object], file: str, digest: str) -> Sector:
        """The sector that the file's content makes of this one. Raises what `apply` raises, or `Fault` ``plugin-failed``."""
        what = Words(f"按 {file}（{self.words.zh}）给出行业", f"the sector that {file} ({self.words.en}) makes")
        found: Sector = asked(self.apply, settings, file, digest, what=what, want=Sector)
        if found.name != sector.name:
            raise not_answered(self.apply, found, what)
        return found.brought_by(sector.package, sector.version)


@frozen(slots=False, repr=False)
class Sector:
    """One regulated field: its regulations by edition, and everything that its facts may hold.

    ``assessed`` are the kinds of unit that are assessed; facts of any other unit count for its nearest assessed parent.
    ``periods`` are the kinds of period assessed, in order of preference. ``needs`` are the measures that a period needs.
    ``heads`` are the kinds of unit that may head one; if empty, the column ``head`` is free text. ``posts`` are the offices that
    the table of posts may name; without any it takes no row. In a sector assessed
    ``by_case`` a breach belongs to the period of its incident, else to that of its deadline. ``together`` are measures of one
    unit and period that come to at most 1. ``supplied`` are the files that a deployment may bring; ``sheet`` is the digest of
    the one in use, and ``notes`` what every result says. ``ends`` says where the incidents of a period ended in the sector's own
    words, with ``{case}``, ``{charged}`` and the like for the counts. ``bulletin`` is what a notice is about, in words that
    follow the period (2012年度…情况的通报); without it the regulation's title is. ``sample`` is the folder of a sample
    deployment: .csv files as ``load`` takes them, and if anything in it is made up a ``note.toml`` whose ``zh`` and ``en``
    every run on it repeats.
    ``package`` and ``version`` say where the sector came from; the host sets them.

    Raises ValueError for values of the wrong type, for what a rule names and the sector lacks, and for names that the ledger
    cannot hold or that are declared twice.
    """

    name: str
    title: Words
    regulations: tuple[Regulation, ...]
    unit_kinds: tuple[UnitKind, ...]
    assessed: tuple[str, ...]
    kinds: tuple[Kind, ...]
    steps: tuple[Step, ...]
    periods: tuple[str, ...]
    measures: tuple[MeasureKind, ...] = ()
    needs: tuple[MeasureKind, ...] = ()
    heads: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    by_case: bool = False
    together: tuple[MeasureKind, ...] = ()
    supplied: tuple[Supplied, ...] = ()
    sheet: str = ""
    notes: tuple[Words, ...] = ()
    ends: Words | None = None
    bulletin: Words | None = None
    sample: Traversable | None = field(default=None, eq=False)
    package: str = field(default="", eq=False)
    version: str = field(default="", eq=False)

    def __attrs_post_init__(self) -> None:
        if wrong := of_sector(self):
            raise ValueError("; ".join([f"{self.name}: {wrong[0]}", *wrong[1:]]))
        if not code_ok(self.name):
            raise ValueError(
                f"{self.name!r} is not a sector's name: lower-case words joined by underscores, none of {', '.join(_NOT_NAMES)}"
            )
        for what, given in (("regulation", self.regulations), ("kind of period", self.periods), ("assessed unit", self.assessed)):
            if not given:
                raise ValueError(f"{self.name}: it needs at least one {what}")
        if strange := set(self.assessed) - {u.code for u in self.unit_kinds}:
            raise ValueError(f"{self.name}: assessed names no kind of unit: {', '.join(sorted(strange))}")
        for what, codes in (
            ("kind", [k.code for k in self.kinds]),
            ("step", [s.code for s in self.all_steps]),
            ("unit kind", [u.code for u in self.unit_kinds]),
            ("measure", [m.code for m in self.measures]),
            ("post", [p.code for p in self.posts]),
        ):
            twice = {c for c in codes if codes.count(c) > 1}
            if twice:
                raise ValueError(f"{self.name}: {what} declared twice: {', '.join(sorted(twice))}")
        for period in self.periods:
            if period not in PERIOD_WORDS:
                raise ValueError(f"{self.name}: {period!r} is no kind of period")
        for table, attributes in (("incidents", self.incident_attributes), ("actions", self.action_attributes)):
            clash = set(attributes) & {*CORE_COLUMNS[table], *OWN_COLUMNS}
            if clash:
                raise ValueError(f"{self.name}: attribute named like a column of {table}: {', '.join(sorted(clash))}")
        if clash := {one.key for one in self.supplied} & {"readings", "office", "report", *OWN_TABLES}:
            raise ValueError(
                f"{self.name}: a supplied file is named like a table of the configuration: {', '.join(sorted(clash))}"
            )
        marks = {d.mark for r in self.regulations for d in r.duties if d.mark}
        if clash := marks & {*self.incident_attributes, *CORE_COLUMNS["incidents"], *OWN_COLUMNS}:
            raise ValueError(f"{self.name}: a duty's mark is named like a column of incidents: {', '.join(sorted(clash))}")

    def __repr__(self) -> str:
        return f"Sector({self.name!r})"

    def brought_by(self, package: str, version: str) -> Sector:
        """The same sector, with the package that it came from; what was looked at already is not looked at again."""
        found = copy(self)
        object.__setattr__(found, "package", package)
        object.__setattr__(found, "version", version)
        for law in self.regulations:
            for one in (law, *law.beside):
                one.text.brought_by(f"{package} {version}".strip())
        return found

    @cached_property
    def all_steps(self) -> tuple[Step, ...]:
        """The sector's steps and those that every sector has."""
        parts = (c.parts for r in self.regulations for c in r.combined.values())
        return (*self.steps, *COMMON_STEPS, not_assessed_step(self.assessed, tuple(dict.fromkeys((*self.periods, *parts)))))

    @cached_property
    def kind_by_code(self) -> dict[str, Kind]:
        """Kinds of incident by code."""
        return {k.code: k for k in self.kinds}

    @cached_property
    def step_by_code(self) -> dict[str, Step]:
        """Steps by code."""
        return {s.code: s for s in self.all_steps}

    @cached_property
    def incident_attributes(self) -> dict[str, Attribute]:
        """Every attribute that some kind takes, by code. Raises ValueError if one code has two types."""
        return _merged(self.name, [a for k in self.kinds for a in k.attributes])

    @cached_property
    def action_attributes(self) -> dict[str, Attribute]:
        """Every attribute that some step takes, by code."""
        return _merged(self.name, [a for s in self.all_steps for a in s.attributes])

    @cached_property
    def distinguishing(self) -> tuple[str, ...]:
        """The attributes of few values, by which incidents are told apart when they are counted."""
        return tuple(c for c, a in self.incident_attributes.items() if isinstance(a.type, YesNo | Options))

    @cached_property
    def private_columns(self) -> tuple[str, ...]:
        """The columns of incidents that are a private text (联系电话)."""
        return tuple(c for c, a in self.incident_attributes.items() if a.private and isinstance(a.type, Text))

    @cached_property
    def person_columns(self) -> tuple[str, ...]:
        """The columns of incidents that tell one complainant from another: his name, and each private text."""
        return ("complainant", *self.private_columns)

    @cached_property
    def case_references(self) -> tuple[str, ...]:
        """The attributes that say about which incident another incident is."""
        return tuple(c for c, a in self.incident_attributes.items() if isinstance(a.type, IncidentId))

    @cached_property
    def found_attributes(self) -> tuple[str, ...]:
        """The attributes of incidents that some step settles."""
        return tuple(dict.fromkeys(s.finds.attribute.code for s in self.steps if s.finds is not None))

    @cached_property
    def recorded_kinds(self) -> tuple[Kind, ...]:
        """The kinds of incident that can be entered."""
        return tuple(k for k in self.kinds if k.recorded)

    def columns(self, table: str) -> tuple[str, ...]:
        """Every column that the sector's table of this name holds."""
        extra = {"incidents": self.incident_attributes, "actions": self.action_attributes}.get(table, {})
        return (*CORE_COLUMNS[table], *extra)

    def regulation_on(self, day: date) -> Regulation:
        """The edition in force on a day; an undated text always governs. Raises `Fault` ``no-edition``."""
        found = [r for r in self.regulations if r.in_force_from is None or r.in_force_from <= day]
        if not found:
            first = min(r.in_force_from for r in self.regulations if r.in_force_from)
            raise fault("no-edition", sector=self.title, day=day.isoformat(), first=first.isoformat())
        return max(found, key=lambda r: r.in_force_from or date.min)

    def period(self, text: str) -> Period:
        """A period that the sector assesses. Raises `Fault` ``period-form`` or ``period-kind``."""
        period = Period.parse(text)
        if period.kind not in self.periods:
            raise fault("period-kind", value=text, sector=self.title, kinds=listed(PERIOD_WORDS[k] for k in self.periods))
        return period


OWN_TABLES = ("columns", "values", "constants", "sheets", "split", "header")
"""The tables of a configuration that say how an office writes its facts; each may stand under a sector's name as well."""

CONFIG_TABLES = (*OWN_TABLES, "load", "office", "report", "web", "calendar", "attachments")
_NOT_NAMES = ("sectors", *CONFIG_TABLES)  # which mean something else in a configuration


def code_ok(name: str) -> bool:
    """Whether ``name`` can name a sector, and so its tables and its section of a configuration."""
    plain = name.isascii() and name.isidentifier() and name == name.lower()
    return plain and not name.startswith(("_", "sqlite_")) and name not in _NOT_NAMES


def _by_owner(sector: str, code: str, one: Type, other: Type) -> ByOwner:
    """What a column takes whose attribute is an option of one owner and a unit of another; no other two types go together."""
    match one, other:
        case (ByOwner(options, UnitId() as unit), Options() as more) if more == options:
            return ByOwner(options, unit)
        case (ByOwner(options, UnitId() as unit), UnitId() as another) if another == unit:
            return ByOwner(options, unit)
        case (Options() as options, UnitId() as unit) | (UnitId() as unit, Options() as options):
            return ByOwner(options, unit)
    raise ValueError(f"{sector}: attribute {code} is declared with two types")


def _merged(sector: str, attributes: list[Attribute]) -> dict[str, Attribute]:
    merged: dict[str, Attribute] = {}
    for attribute in attributes:
        first = merged.setdefault(attribute.code, attribute)
        if type(first.type) is not type(attribute.type):
            merged[attribute.code] = evolve(first, type=_by_owner(sector, attribute.code, first.type, attribute.type))
            continue
        if isinstance(attribute.type, ClauseId) and isinstance(first.type, ClauseId):
            both = dict.fromkeys((*first.type.clauses, *attribute.type.clauses))
            merged[attribute.code] = evolve(first, type=ClauseId(tuple(both)))
    return merged
