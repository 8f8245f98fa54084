"""An office's own words: what ``conduct.toml`` says of the tables, headers and values that the office writes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeGuard

from attrs import field

from conduct.config import Config, toml_table, zone_of
from conduct.core.base.faults import Fault, Place, Problem
from conduct.core.base.frozen import define
from conduct.core.base.words import Words, codes_listed
from conduct.core.law.sector import OWN_TABLES, TABLES, Sector

from .cells import Bad, Days, day, option_of
from .columns import column_converter
from .headers import column_spellings, listed_columns, measure_spellings, table_named
from .unit_names import UnitNames
from .wording import OwnWords, Split

_ORDERS = {"month-first": "mdy", "day-first": "dmy"}
_TEXT = Words("应为文字", "it takes a text")
_PAIRS = Words("应为 名称 = 值 的列表", "it takes NAME = value")
_ROW = Words("应为不小于1的整数", "it takes a whole number of at least 1")
_NO_TABLE = Words(f"没有此表；可用 {'、'.join(TABLES)}", f"there is no such table; known: {', '.join(TABLES)}")
_PLACES = re.compile(r"\{[^{}]*\}")
_FILLED = (("{row}",), ("{row}", "{incident}"))  # what a constant may name of its row; only an action has a case of its own
_SPLIT = Words('应写作 {step = "步骤", by = "办理人一列的表头"}', 'it takes {step = "…", by = "the header of another column"}')


def own_words(settings: Mapping[str, object], sector: Sector, origin: str) -> OwnWords:
    """What a configuration's tables say for a sector; those under the sector's own name go first.

    Raises `Fault` ``config-key`` with everything that is wrong.
    """
    mine = toml_table(settings, sector.name)
    layers: Layers = [(f"{sector.name}.", {t: mine[t] for t in OWN_TABLES if t in mine}), ("", settings)]
    found = _WordsReader(sector, origin)
    found.dates = found.days(toml_table(settings, "load"))
    words = OwnWords(
        origin,
        found.columns(layers),
        found.values(layers),
        found.constants(layers),
        found.sheets(layers),
        found.splits(layers),
        found.header_rows(layers),
        found.dates,
        sector,
    )
    if found.problems:
        raise Fault(found.problems)
    return words


def office_words(config: Config, sector: Sector) -> OwnWords:
    """What the office of a deployment calls the tables, headers and values of a sector. Raises `Fault` ``config-key``."""
    return own_words({**config.facts, sector.name: config.by_sector.get(sector.name, {})}, sector, config.origin)


Layers = Sequence[tuple[str, Mapping[str, object]]]


@define
class _WordsReader:
    """Reads the tables, and notes what is wrong with them."""

    sector: Sector
    origin: str
    problems: list[Problem] = field(factory=list)
    dates: Days = day

    def wrong(self, key: str, want: Words) -> None:
        """Notes what is wrong with a key."""
        self.problems.append(Problem("config-key", {"origin": self.origin, "key": key, "want": want}))

    def _tables(self, layers: Layers, of: str) -> Iterator[tuple[str, str, Mapping[str, object]]]:
        """The settings of each table of facts under a table of the configuration: where, the table, and what stands there."""
        for prefix, settings in layers:
            for named, content in toml_table(settings, of).items():
                table = table_named(named)
                key = f"{prefix}{of}.{named}"
                if table is None:
                    self.wrong(key, _NO_TABLE)
                elif not isinstance(content, dict):
                    self.wrong(key, _PAIRS)
                else:
                    yield key, table, content

    def columns(self, layers: Layers) -> dict[str, dict[str, str]]:
        """By table, each header's column."""
        found: dict[str, dict[str, str]] = {table: {} for table in TABLES}
        known = {t: {k.lower(): c for k, c in self._known(t).items()} for t in TABLES}
        for prefix, settings in layers:
            general = {}
            for header, target in toml_table(settings, "columns").items():
                table = table_named(header)
                if isinstance(target, dict) and table is None:
                    self.wrong(f"{prefix}columns.{header}", _NO_TABLE)
                elif isinstance(target, dict) and table is not None:
                    for own, column in target.items():
                        if self._column_ok(column, f"{prefix}columns.{header}.{own}", [table], known):
                            found[table].setdefault(own.strip(), known[table].get(column.strip().lower(), ""))
                elif self._column_ok(target, f"{prefix}columns.{header}", TABLES, known):
                    general[header.strip()] = target.strip().lower()
            for header, target in general.items():
                for table in TABLES:
                    if not target or target in known[table]:
                        found[table].setdefault(header, known[table].get(target, ""))
        return found

    def _column_ok(
        self, target: object, key: str, tables: Sequence[str], known: Mapping[str, Mapping[str, str]]
    ) -> TypeGuard[str]:
        if not isinstance(target, str):
            self.wrong(key, Words('应为 表头 = "列名"', 'it takes HEADER = "column"'))
        elif target.strip() and not any(target.strip().lower() in known[t] for t in tables):
            listed = listed_columns(self.sector, tables[0], self.sector.columns(tables[0])) if len(tables) == 1 else None
            said = Words(f"；可用：{listed.zh}", f"; known: {listed.en}") if listed else Words("", "")
            self.wrong(key, Words(f"没有“{target}”列{said.zh}", f"there is no column “{target}”{said.en}"))
        else:
            return True
        return False

    def _known(self, table: str) -> dict[str, str]:
        return {**(measure_spellings(self.sector) if table == "measures" else {}), **column_spellings(self.sector, table)}

    def _column(self, key: str, table: str, written: str) -> str | None:
        """The column that a key names; noted where there is none."""
        known = column_spellings(self.sector, table)
        found = known.get(written.strip()) or known.get(written.strip().lower())
        if found is None:
            listed = listed_columns(self.sector, table, self.sector.columns(table))
            zh, en = f"没有此列；可用：{listed.zh}", f"there is no such column; known: {listed.en}"
            self.wrong(key, Words(zh, en))
        return found

    def values(self, layers: Layers) -> dict[tuple[str, str], dict[str, str]]:
        """By table and column, what each of the office's words stands for."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for key, table, content in self._tables(layers, "values"):
            for written, pairs in content.items():
                column = self._column(f"{key}.{written}", table, written)
                if not isinstance(pairs, dict):
                    self.wrong(f"{key}.{written}", _PAIRS)
                elif column is not None:
                    for word, meant in pairs.items():
                        if (text := _text(meant)) is None:
                            self.wrong(f"{key}.{written}.{word}", _TEXT)
                        elif self._meant(f"{key}.{written}.{word}", table, column, text):
                            found.setdefault((table, column), {}).setdefault(word.strip(), text)
        return found

    def constants(self, layers: Layers) -> dict[str, dict[str, str]]:
        """By table, what stands in columns that its files lack."""
        found: dict[str, dict[str, str]] = {}
        for key, table, content in self._tables(layers, "constants"):
            for written, value in content.items():
                column, text = self._column(f"{key}.{written}", table, written), _text(value)
                if text is None:
                    self.wrong(f"{key}.{written}", _TEXT)
                elif strange := [one for one in _PLACES.findall(text) if one not in _FILLED[table == "actions"]]:
                    zh, en = f"没有 {strange[0]}；{{row}} 为行号", f"there is no {strange[0]}; {{row}} is the row's number"
                    self.wrong(f"{key}.{written}", Words(zh, en))
                elif column is not None and (_PLACES.search(text) or self._meant(f"{key}.{written}", table, column, text)):
                    found.setdefault(table, {}).setdefault(column, text)
        return found

    def _meant(self, key: str, table: str, column: str, text: str) -> bool:
        """Whether a word can stand in a column; noted where it cannot. Units and cases are looked up when rows are loaded."""
        convert, _ = column_converter(self.sector, table, column, self.dates, UnitNames())
        bad = convert(text) if text else None
        if isinstance(bad, Bad):
            self.problems.append(Problem(bad.code, bad.values, Place(self.origin, None, key)))
        return not isinstance(bad, Bad)

    def sheets(self, layers: Layers) -> dict[str, str]:
        """By name, the table that a sheet or a file holds."""
        found: dict[str, str] = {}
        for prefix, settings in layers:
            for named, target in toml_table(settings, "sheets").items():
                table = table_named(target) if isinstance(target, str) and target.strip() else ""
                if table is None or not isinstance(target, str):
                    known = codes_listed(TABLES)
                    self.wrong(
                        f"{prefix}sheets.{named}", Words(f"应为表名：{known.zh}", f"it takes the name of a table: {known.en}")
                    )
                else:
                    found.setdefault(named.strip(), table)
        return found

    def splits(self, layers: Layers) -> tuple[Split, ...]:
        """The columns of incidents that steps are made of; the first of a step names its actions by the step alone."""
        found: list[Split] = []
        for key, table, content in self._tables(layers, "split"):
            if table != "incidents":
                self.wrong(key, Words("只有 incidents 可以拆分", "incidents alone can be split"))
                continue
            taken = {split.header for split in found}
            for header, given in content.items():
                for one in given if isinstance(given, list) else [given]:
                    split = self._split(f"{key}.{header}", header.strip(), one, {s.step for s in found})
                    if split is not None and split.header not in taken:
                        found.append(split)
        return tuple(found)

    def _split(self, key: str, header: str, given: object, before: Container[str]) -> Split | None:
        """One step out of a column; None, and noted, where it is none."""
        if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()) or "step" not in given:
            self.wrong(key, _SPLIT)
            return None
        steps = {s.code: s for s in self.sector.all_steps if not s.by_unit}
        step = option_of(((code, s.words) for code, s in steps.items()), "cell-step")(given["step"].strip())
        if not isinstance(step, str):
            listed = codes_listed(steps)
            self.wrong(key, Words(f"step 应为：{listed.zh}", f"its step should be one of: {listed.en}"))
            return None
        columns = {}
        for written, other in given.items():
            column = None if written == "step" else self._column(f"{key}.{written}", "actions", written)
            if column is not None:
                columns[column] = other.strip()
        return Split(header, step, columns, f"/{step}/{header}" if step in before else f"/{step}", key)

    def header_rows(self, layers: Layers) -> dict[str, int]:
        """By table, in which row its header stands."""
        found: dict[str, int] = {}
        for prefix, settings in layers:
            for named, row in toml_table(settings, "header").items():
                table = table_named(named)
                if table is None or type(row) is not int or row < 1:
                    self.wrong(f"{prefix}header.{named}", _NO_TABLE if table is None else _ROW)
                else:
                    found.setdefault(table, row)
        return found

    def days(self, settings: Mapping[str, object]) -> Days:
        """How days are written: ``zone`` and ``dates`` under ``[load]``."""
        zone, order = settings.get("zone"), settings.get("dates")
        if order is not None and order not in _ORDERS:
            listed = codes_listed(_ORDERS)
            self.wrong("load.dates", Words(f"可取 {listed.zh}", f"it takes {listed.en}"))
        for key in settings:
            if key not in ("zone", "dates"):
                self.wrong(f"load.{key}", Words("可用 zone、dates", "it knows zone and dates"))
        return Days(zone_of(zone, self.origin, "load.zone") if zone is not None else None, _ORDERS.get(str(order), ""))


def _text(value: object) -> str | None:
    """A value of the configuration as a cell would hold it; None if it can be none."""
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return None
        case str():
            return value.strip()
        case int() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
    return None
