"""The deployment's configuration, ``conduct.toml``: sectors, readings, columns, calendar."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import field, frozen

from .core.calendar import Calendar
from .core.faults import fault
from .core.sector import Sector
from .core.words import Words

DEFAULT = "conduct.toml"


@frozen
class Config:
    """What the deployment sets. ``origin`` names the file in errors; without a file everything is at its default."""

    origin: str = DEFAULT
    sectors: tuple[str, ...] | None = None
    columns: Mapping[str, str] = field(factory=dict)
    calendar: Calendar = field(factory=Calendar)
    by_sector: Mapping[str, Mapping[str, Any]] = field(factory=dict)

    def readings(self, sector: str) -> Mapping[str, Any]:
        """The readings that the deployment sets for a sector."""
        readings: Mapping[str, Any] = self.by_sector.get(sector, {}).get("readings", {})
        return readings

    @property
    def supplied(self) -> list[Path]:
        """The files that the sectors' sections name."""
        named = (value for section in self.by_sector.values() for key, value in section.items() if key != "readings")
        return [Path(self.origin).parent / value for value in named if isinstance(value, str)]


def read_config(path: Path | None) -> Config:
    """The configuration at ``path``, or ``conduct.toml`` in the working directory if there is one.

    Raises `Fault`: ``config-missing``, ``config-broken``, ``config-key``, or what `Calendar.from_settings` raises.
    """
    if path is None:
        path = Path(DEFAULT)
        if not path.is_file():
            return Config()
    elif not path.is_file():
        raise fault("config-missing", path=str(path))
    try:
        with path.open("rb") as stream:
            settings = tomllib.load(stream, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise fault("config-broken", path=str(path), why=str(error)) from None
    return _checked(str(path), settings)


def _checked(origin: str, settings: Mapping[str, Any]) -> Config:
    sectors = settings.get("sectors")
    if sectors is not None and not (isinstance(sectors, list) and all(isinstance(s, str) for s in sectors)):
        raise fault(
            "config-key", origin=origin, key="sectors", want=Words("应为行业名称的列表", "it takes a list of sectors' names")
        )
    columns = settings.get("columns", {})
    if not isinstance(columns, dict) or not all(isinstance(v, str) for v in columns.values()):
        raise fault("config-key", origin=origin, key="columns", want=Words('应为 表头 = "列名"', 'it takes HEADER = "column"'))
    calendar = settings.get("calendar", {})
    if not isinstance(calendar, dict):
        raise fault("calendar-setting", origin=origin, key="calendar")
    by_sector = {}
    for name, value in settings.items():
        if name in ("sectors", "columns", "calendar"):
            continue
        if not isinstance(value, dict):
            raise fault(
                "config-key",
                origin=origin,
                key=name,
                want=Words(
                    "可用 sectors、[columns]、[calendar] 和 [行业]", "it knows sectors, [columns], [calendar] and [SECTOR]"
                ),
            )
        if not isinstance(value.get("readings", {}), dict):
            raise fault(
                "config-key", origin=origin, key=f"{name}.readings", want=Words("应为 口径 = 取值", "it takes READING = value")
            )
        by_sector[name] = value
    return Config(
        origin,
        tuple(sectors) if sectors is not None else None,
        {k.strip(): v.strip() for k, v in columns.items()},
        Calendar.from_settings(calendar, origin),
        by_sector,
    )


def with_supplied(sector: Sector, config: Config) -> Sector:
    """The sector with the files that the deployment brings, named relative to the configuration.

    Raises `Fault`: ``config-key`` for a key that the sector does not know, ``supplied-missing``, ``supplied-broken``, or what the
    sector finds wrong with the file.
    """
    known = {s.key: s for s in sector.supplied}
    for key, value in config.by_sector.get(sector.name, {}).items():
        if key == "readings":
            continue
        listed = ", ".join(("readings", *known))
        if key not in known:
            want = Words(f"可用 {listed}", f"it knows {listed}")
            raise fault("config-key", origin=config.origin, key=f"{sector.name}.{key}", want=want)
        if not isinstance(value, str):
            want = Words("应为文件名", "it takes the name of a file")
            raise fault("config-key", origin=config.origin, key=f"{sector.name}.{key}", want=want)
        path = Path(config.origin).parent / value
        if not path.is_file():
            raise fault("supplied-missing", origin=config.origin, sector=sector.name, key=key, path=str(path))
        try:
            content = path.read_bytes()
            settings = tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise fault("supplied-broken", path=str(path), why=str(error)) from None
        sector = known[key].sector_of(sector, settings, path.name, sha256(content).hexdigest())
    return sector
