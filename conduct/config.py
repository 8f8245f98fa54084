"""The deployment's configuration, ``conduct.toml``: sectors, readings, calendar, and how the office writes its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field

from .core.base.calendar import Calendar
from .core.base.faults import Fault, Problem, fault
from .core.base.frozen import frozen
from .core.base.kept import kept
from .core.base.toml import TomlBroken, parse, read, read_bytes
from .core.base.words import Words, codes_listed
from .core.law.sector import CONFIG_TABLES, OWN_TABLES, Sector, Supplied

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DEFAULT = "conduct.toml"


ATTACHED = ("pdf", "jpeg", "png", "tiff", "webp", "heic", "docx", "xlsx", "ofd", "mp3", "wav", "amr", "m4a", "mp4", "text")
"""The kinds of files that may be attached to a case, told by their content."""
MOST = 50
"""Megabytes that an attachment may have."""

Signed = Mapping[str, Mapping[str, str | bool]]
"""What ``[report]`` says: of all documents under "", and of each kind under its name."""


@frozen
class Config:
    """What the deployment sets. ``origin`` names the file in errors; without a file everything is at its default. ``signed`` is
    what it says of the documents of each sector, and under "" of all; ``web`` what it says of the pages (documents name their
    address);
    ``attachments`` the kinds of files that may be attached to a case, and megabytes that one may have.
    """

    origin: str = DEFAULT
    sectors: tuple[str, ...] | None = None
    calendar: Calendar = field(factory=Calendar)
    by_sector: Mapping[str, Mapping[str, object]] = field(factory=dict)
    facts: Mapping[str, Mapping[str, object]] = field(factory=dict)
    defaults: Mapping[str, str] = field(factory=dict)
    signed: Mapping[str, Signed] = field(factory=dict)
    web: Mapping[str, object] = field(factory=dict)
    attachments: tuple[frozenset[str], int] = (frozenset(ATTACHED), MOST)

    def today(self) -> date:
        """Today in the office: of the zone that ``[office]`` names, else of the machine. Raises `Fault` ``config-key``."""
        zone = self.defaults.get("zone")
        if zone is None:
            return date.today()
        return datetime.now(zone_of(zone, self.origin, "office.zone")).date()

    def moment(self, at: str) -> datetime:
        """A time of the ledger as the office's clocks show it, of the zone as for `today`. Raises `Fault` ``config-key``."""
        zone = self.defaults.get("zone")
        return datetime.fromisoformat(at).astimezone(None if zone is None else zone_of(zone, self.origin, "office.zone"))

    def recorded(self, at: str) -> str:
        """The same as a record has it: ISO, with the zone's offset."""
        return self.moment(at).isoformat(timespec="seconds")

    def office(self, sector: str, key: str) -> str:
        """What ``[office]`` gives for entries ("clerk", "unit"); ``[SECTOR.office]`` goes first. Empty where nothing is set."""
        mine = toml_table(self.by_sector.get(sector, {}), "office")
        return str(mine.get(key, self.defaults.get(key, "")))

    def office_key(self, sector: str, key: str) -> str:
        """Where `office` finds it: ``[office] unit``, or ``[hospital.office] unit``."""
        return f"[{sector}.office] {key}" if key in toml_table(self.by_sector.get(sector, {}), "office") else f"[office] {key}"

    def letterhead(self, sector: str, kind: str) -> dict[str, str | bool]:
        """What ``[report]`` says of the documents of a kind; ``[report.KIND]``, ``[SECTOR.report]`` and ``[SECTOR.report.KIND]``
        go before it, each before the one before. The opening of a notice is that of no letter and no decision. ``pages`` is
        where ``[web]`` says that readers open the pages.
        """
        found: dict[str, str | bool] = {}
        if self.pages:
            found["pages"] = self.pages
        for table in (self.signed.get("", {}), self.signed.get(sector, {})):
            common = table.get("", {})
            found.update({key: value for key, value in common.items() if key != "opening" or kind not in OF_ONE})
            found.update(table.get(kind, {}))
        return found

    @property
    def pages(self) -> str:
        """The address at which readers open the pages; empty where ``[web]`` names none."""
        address = self.web.get("address")
        return address.rstrip("/") if isinstance(address, str) else ""

    def readings(self, sector: str) -> Mapping[str, object]:
        """The readings that the deployment sets for a sector."""
        return toml_table(self.by_sector.get(sector, {}), "readings")

    @property
    def supplied(self) -> list[Path]:
        """The files that the sectors' sections name."""
        named = (value for section in self.by_sector.values() for key, value in section.items() if key != "readings")
        files = [Path(self.origin).parent / value for value in named if isinstance(value, str)]
        templates = (one["template"] for table in self.signed.values() for one in table.values() if one.get("template"))
        return [*files, *(Path(str(template)) for template in templates)]


def toml_table(settings: Mapping[str, object], key: str) -> Mapping[str, object]:
    """A table of a configuration that was read, empty where there is none: that it is one was looked at as it was read."""
    found = settings.get(key)
    return found if isinstance(found, Mapping) else {}


def read_config(path: Path | None) -> Config:
    """The configuration at ``path``, or ``conduct.toml`` in the working directory if there is one.

    Raises `Fault`: ``config-missing``, ``config-broken``, ``config-key``, or what `Calendar.from_settings` raises.
    """
    if path is None:
        path = Path(DEFAULT)
        if not path.exists():
            return Config()
    elif not path.exists():
        raise fault("config-missing", path=str(path))
    try:
        settings = read(path)
    except TomlBroken as error:
        raise fault("config-broken", path=str(path), why=error.why) from None
    except OSError as error:
        raise fault("config-broken", path=str(path), why=error.strerror or str(error)) from None
    return config_of(str(path), settings)


def config_of(origin: str, settings: Mapping[str, object]) -> Config:
    """The configuration that settings make; ``origin`` names them in errors. Raises as `read_config`."""
    sectors = settings.get("sectors")
    if sectors is not None and not (isinstance(sectors, list) and all(isinstance(s, str) for s in sectors)):
        raise fault(
            "config-key", origin=origin, key="sectors", want=Words("应为行业名称的列表", "it takes a list of sectors' names")
        )
    calendar = settings.get("calendar", {})
    if not isinstance(calendar, dict):
        raise fault("calendar-setting", origin=origin, key="calendar")
    by_sector, facts = {}, {}
    signed = {"": _signed(origin, "report", settings.get("report", {}))}
    for name, value in settings.items():
        if name in ("sectors", "calendar"):
            continue
        if not isinstance(value, dict):
            listed = "、".join(f"[{table}]" for table in CONFIG_TABLES)
            want = Words(f"可用 sectors、{listed} 和 [行业]", f"it knows sectors, {listed.replace('、', ', ')} and [SECTOR]")
            raise fault("config-key", origin=origin, key=name, want=want)
        if name not in CONFIG_TABLES:
            by_sector[name] = value
            _tables(origin, f"{name}.", value)
            _office(origin, f"{name}.office", value.get("office", {}), DEFAULTS)
            signed[name] = _signed(origin, f"{name}.report", value.get("report", {}))
        elif name not in ("office", "report", "web", "attachments"):
            facts[name] = value
    _tables(origin, "", facts)
    _office(origin, "office", settings.get("office", {}), ("zone", *DEFAULTS))
    return Config(
        origin,
        tuple(sectors) if sectors is not None else None,
        Calendar.from_settings(calendar, origin),
        by_sector,
        facts,
        {key: str(value) for key, value in toml_table(settings, "office").items()},
        signed,
        toml_table(settings, "web"),
        _attachments(origin, settings.get("attachments", {})),
    )


def _attachments(origin: str, given: object) -> tuple[frozenset[str], int]:
    """The kinds of files that may be attached, and megabytes at most. Raises `Fault` ``config-key``."""
    types, most = ATTACHED, MOST
    for name, value in _as_table(origin, "attachments", given).items():
        if name == "types" and isinstance(value, list) and value and all(one in ATTACHED for one in value):
            types = tuple(value)
        elif name == "most" and isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 2000:
            most = value
        else:
            listed = codes_listed(ATTACHED)
            want = Words(
                f"可用 types（其中各项：{listed.zh}）和 most（兆字节，1至2000）",
                f"it knows types (a list of {listed.en}) and most (megabytes, 1 to 2000)",
            )
            raise fault("config-key", origin=origin, key=f"attachments.{name}", want=want)
    return frozenset(types), most


def _tables(origin: str, prefix: str, settings: Mapping[str, object]) -> None:
    """Raises `Fault` ``config-key`` where what should be a table is none."""
    for key in ("readings", *OWN_TABLES):
        _as_table(origin, f"{prefix}{key}", settings.get(key, {}))


def _as_table(origin: str, key: str, given: object) -> dict[str, object]:
    """What should be a table. Raises `Fault` ``config-key``."""
    if not isinstance(given, dict):
        raise fault("config-key", origin=origin, key=key, want=Words("应为 名称 = 取值 的列表", "it takes NAME = value"))
    return given


def zone_of(given: object, origin: str, key: str) -> ZoneInfo:
    """The time zone that a key of the configuration names. Raises `Fault` ``config-key``."""
    from zoneinfo import ZoneInfo

    if isinstance(given, str):
        with suppress(Exception):  # a name may lead to a folder, to no text, or out of the data
            return ZoneInfo(given)
    want = Words('应为时区名称，如 "Asia/Shanghai"', 'it takes the name of a time zone, as "Asia/Shanghai"')
    raise Fault([Problem("config-key", {"origin": origin, "key": key, "want": want})])


DEFAULTS = ("clerk", "unit")
"""What an entry takes from ``[office]`` where the clerk says nothing: whose it is, and the unit that takes complaints in."""


def _office(origin: str, key: str, given: object, known: tuple[str, ...]) -> None:
    """Raises `Fault` ``config-key`` for what is no setting of an office."""
    for name, value in _as_table(origin, key, given).items():
        listed = codes_listed(known)
        if name not in known or not isinstance(value, str):
            want = Words(f"可用 {listed.zh}，均为文字", f"it knows {listed.en}, each a text")
            raise fault("config-key", origin=origin, key=f"{key}.{name}", want=want)
        if name == "zone":
            zone_of(value, origin, f"{key}.zone")


SIGNED = (
    "office",
    "number",
    "title",
    "to",
    "opening",
    "signatory",
    "date",
    "distribution",
    "printing",
    "printed",
    "objections",
    "sealed",
    "template",
    "fonts",
)
"""What ``[report]`` says of the documents that an office signs: texts, but for ``sealed`` (yes or no) and the two days."""


DOCUMENTS = ("notice", "letter", "decision", "data")
"""The kinds of documents, each of which may have a table of its own under ``[report]``: 通报, a letter to one unit, a decision on
one person, the tables alone."""
OF_ONE = ("letter", "decision")
"""Those that are for one unit, or one person."""


def _signed(origin: str, key: str, given: object) -> Signed:
    """What ``[report]``, or ``[SECTOR.report]``, gives. Raises `Fault` ``config-key``."""
    table = _as_table(origin, key, given)
    common = {name: value for name, value in table.items() if name not in DOCUMENTS}
    of_kinds = {kind: _said(origin, f"{key}.{kind}", table[kind], SIGNED) for kind in DOCUMENTS if kind in table}
    return {"": _said(origin, key, common, (*SIGNED, *DOCUMENTS)), **of_kinds}


def _said(origin: str, key: str, given: object, known: Sequence[str]) -> dict[str, str | bool]:
    """One of its tables, days in ISO and files from the configuration's folder."""
    found: dict[str, str | bool] = {}
    for name, value in _as_table(origin, key, given).items():
        if name not in SIGNED:
            listed = codes_listed(known)
            want = Words(f"可用 {listed.zh}", f"it knows {listed.en}")
        elif name == "sealed":
            if isinstance(value, bool):
                found[name] = value
                continue
            want = Words("应为 true 或 false", "it takes true or false")
        elif name in ("date", "printed"):
            if isinstance(value, datetime):
                value = value.date()
            with suppress(ValueError):
                found[name] = (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
                continue
            want = Words("应为日期，如 2026-07-20", "it takes a date, as 2026-07-20")
        elif isinstance(value, str):
            found[name] = str(Path(origin).parent / value) if name in ("template", "fonts") else value
            continue
        else:
            want = Words("应为文字", "it takes a text")
        raise fault("config-key", origin=origin, key=f"{key}.{name}", want=want)
    return found


def with_supplied(sector: Sector, config: Config) -> Sector:
    """The sector with the files that the deployment brings, named relative to the configuration.

    Raises `Fault`: ``config-key`` for a key that the sector does not know, ``supplied-missing``, ``supplied-broken``, or what the
    sector finds wrong with the file.
    """
    known = {s.key: s for s in sector.supplied}
    for key, value in config.by_sector.get(sector.name, {}).items():
        if key in ("readings", "office", "report", *OWN_TABLES):
            continue
        listed = codes_listed(("readings", *known))
        if key not in known:
            want = Words(f"可用 {listed.zh}", f"it knows {listed.en}")
            raise fault("config-key", origin=config.origin, key=f"{sector.name}.{key}", want=want)
        if not isinstance(value, str):
            want = Words("应为文件名", "it takes the name of a file")
            raise fault("config-key", origin=config.origin, key=f"{sector.name}.{key}", want=want)
        path = Path(config.origin).parent / value
        if path.is_dir() or not path.exists():
            raise fault("supplied-missing", origin=config.origin, sector=sector.name, key=key, path=str(path))
        try:
            content = read_bytes(path)
        except OSError as error:
            raise fault("supplied-broken", path=str(path), why=error.strerror or str(error)) from None
        sector = _made_of(known[key], sector, path=str(path), content=content)
    return sector


@kept
def _made_of(supplied: Supplied, sector: Sector, *, path: str, content: bytes) -> Sector:
    """The sector with one such file: the very same value for as long as the file is the same."""
    try:
        settings = parse(content)
    except TomlBroken as error:
        raise fault("supplied-broken", path=path, why=error.why) from None
    return supplied.sector_of(sector, settings, Path(path).name, sha256(content).hexdigest())
