"""Headers to columns: the core's own words, the sector's, and an office's own by ``[columns]``; and what rows are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from conduct.core.base.faults import Place, Problem, Value
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, Words
from conduct.core.law.sector import CORE_COLUMNS, KEYS, REQUIRED_COLUMNS, Sector

from .cells import spellings
from .wording import OwnWords, Split

COLUMN_WORDS: dict[str, Words] = {
    "unit": Words("单位", "unit", also=("单位编号", "考核对象", "被考核单位", "编号")),
    "name": Words("名称", "name", also=("单位名称",)),
    "kind": Words("类别", "kind", also=("类型", "事项类别", "单位类别")),
    "parent": Words("上级单位", "parent", also=("上级", "所属单位")),
    "head": Words("负责人", "head", also=("单位负责人",)),
    "from": Words("启用日期", "from", also=("开始日期", "起始日期", "任职日期")),
    "until": Words("终止日期", "until", also=("结束日期", "停用日期", "离任日期")),
    "aliases": Words("别名", "aliases", also=("曾用名", "简称")),
    "person": Words("任职人", "person", also=("人员", "任职人员")),
    "post": Words("职务", "post", also=("岗位",)),
    "measure": Words("指标", "measure", also=("指标数据",)),
    "period": Words("考核期", "period"),
    "value": Words("数值", "value", also=("指标值",)),
    "incident": Words("事项", "incident", also=("事项编号", "编号")),
    "date": Words("日期", "date", also=("发生日期",)),
    "text": Words("内容", "text", also=("事项内容",)),
    "complainant": Words("投诉人", "complainant", also=("信访人",)),
    "source": Words("来源", "source"),
    "action": Words("办理动作", "action", also=("动作编号", "办理编号", "编号")),
    "step": Words("步骤", "step", also=("办理步骤",)),
    "by": Words("办理人", "by", also=("经办人", "办理单位")),
    "reason": Words("原因", "reason", also=("理由",)),
    "note": Words("备注", "note"),
}

SHEETS: Mapping[str, Words] = {
    "units": Words("单位", "units", also=("考核对象",)),
    "posts": Words("任职", "posts", also=("职务", "任职情况")),
    "measures": Words("指标数据", "measures", also=("指标",)),
    "incidents": Words("事项", "incidents"),
    "actions": Words("办理动作", "actions", also=("动作",)),
}
"""What each table is called, as a sheet or as a file; a “-” and more may follow."""

_ENTERED = "record "


def entered_as(said: str, lang: Lang) -> str:
    """A command or a file of the ledger as people read it: of what `record` entered, the words of its table."""
    words = SHEETS.get(said.removeprefix(_ENTERED) + "s") if said.startswith(_ENTERED) else None
    return said if words is None or lang == "en" else _ENTERED + words.zh


REASONS = ("错误", "errors")
"""The column in which rejected rows come back with their reasons; it is ignored when they are loaded again."""

_TABLES = {spelling: of for of, words in SHEETS.items() for spelling in (of, words.zh, *words.also)}


@frozen
class Header:
    """Which cell of a row holds which column; ``names`` is what each column is called, in the file if that has it.

    ``nameless`` are the cells under no name. ``constants`` are columns that the office gives for every row of a file that lacks
    them. ``row`` is where the header stands. Rows whose cell ``only`` is blank are none: they are made of that cell.
    """

    at: Mapping[str, int]
    names: Mapping[str, str | Words]
    width: int
    nameless: tuple[int, ...] = ()
    constants: Mapping[str, str] = {}
    row: int = 1
    only: int | None = None

    @property
    def ignored(self) -> frozenset[int]:
        """The cells that are not looked at."""
        return frozenset(range(self.width)) - {*self.at.values(), *self.nameless}


def table_named(name: str, own: OwnWords | None = None) -> str | None:
    """The table of a sheet or a file's stem: the office's own name for it, or ours, after which a “-” and more may stand.

    None if it names none, ``""`` if the office leaves it out.
    """
    bare = name.strip()
    first = bare.split("-", 1)[0].strip()
    for mine in (bare, first) if own is not None else ():
        if own is not None and mine in own.sheets:
            return own.sheets[mine]
    return _TABLES.get(first.lower())


def column_words(sector: Sector, table: str, column: str) -> Words:
    """A column's words in both languages."""
    if column in CORE_COLUMNS[table]:
        return COLUMN_WORDS[column]
    attributes = sector.incident_attributes if table == "incidents" else sector.action_attributes
    return attributes[column].words


def plain_header(sector: Sector, table: str, column: str) -> Words:
    """What a column that a file does not name is called: in English by its code."""
    return Words(column_words(sector, table, column).zh, column)


def listed_columns(sector: Sector, table: str, listed: Sequence[str]) -> Words:
    """Some columns of a table, listed."""
    return Words("、".join(column_words(sector, table, c).zh for c in listed), ", ".join(listed))


def table_words(table: str) -> Words:
    """What a table is called."""
    return Words(SHEETS[table].zh, table)


def column_spellings(sector: Sector, table: str) -> dict[str, str]:
    """Every way in which a header may write a column of a table."""
    known: dict[str, str] = {}
    for column in sector.columns(table):
        words = column_words(sector, table, column)
        for spelling in (words.zh, *words.also):
            known.setdefault(spelling, column)
    known.update({column: column for column in sector.columns(table)})
    return known


def measure_spellings(sector: Sector) -> dict[str, str]:
    """Every way in which the header of a wide table may write a measure."""
    return {spelling: m.code for m in reversed(sector.measures) for spelling in spellings(m.code, m.words)}


def read_headers(
    sector: Sector, table: str, cells: Sequence[str], file: str, own: OwnWords, row: int = 1
) -> tuple[list[tuple[str, Header]], list[Problem]]:
    """Every table that a file's rows make, its own first, each with its header; and everything wrong with the header.

    A file of incidents makes actions of the columns that ``[split.incidents]`` names; one of measures that has a column for each
    makes rows of each.
    """
    header, measures, problems = _read(sector, table, cells, file, own, row)
    made = [(table, one) for one in _wide(sector, header, measures)] or [(table, header)]
    for split in own.splits if table == "incidents" else ():
        found, wrong = _split(sector, header, cells, file, own, split)
        problems += wrong
        made += [("actions", found)] if found is not None else []
    return made, problems


def hidden_columns(sector: Sector, table: str, cells: Sequence[str], file: str, own: OwnWords, row: int) -> Iterator[Problem]:
    """The headers that the office maps to nothing, although the table has a column of that name."""
    known, mine = column_spellings(sector, table), own.columns.get(table, {})
    for bare in (cell.strip() for cell in cells):
        column = known.get(bare) or known.get(bare.lower())
        if mine.get(bare) == "" and column is not None:
            values: dict[str, Value] = {"origin": own.origin, "of": table, "table": table_words(table)}
            yield Problem("column-hidden", values, Place(file, row, bare))


def read_header(sector: Sector, table: str, cells: Sequence[str], file: str, own: OwnWords, row: int = 1) -> Header:
    """Where each column of the table itself stands, whatever is wrong with the header."""
    return _read(sector, table, cells, file, own, row)[0]


def _read(
    sector: Sector, table: str, cells: Sequence[str], file: str, own: OwnWords, row: int
) -> tuple[Header, dict[str, int], list[Problem]]:
    """A table's header, the columns of measures by code, and what is wrong: unknown, repeated and missing columns."""
    known, mine = column_spellings(sector, table), own.columns.get(table, {})
    wide = measure_spellings(sector) if table == "measures" else {}
    elsewhere = own.split_headers if table == "incidents" else frozenset[str]()
    at: dict[str, int] = {}
    measures: dict[str, int] = {}
    names: dict[str, str] = {}
    problems = []
    for n, cell in enumerate(cells):
        bare = cell.strip()
        target = mine.get(bare, bare)
        if not target or bare in REASONS:
            continue
        found = known.get(target) or known.get(target.lower())
        if found is None and (measure := wide.get(target) or wide.get(target.lower())):
            found, into = measure, measures
        else:
            into = at
        if found is None and bare not in elsewhere:
            values: dict[str, Value] = {
                "column": bare,
                "table": table_words(table),
                "known": listed_columns(sector, table, sector.columns(table)),
                "of": table,
            }
            problems.append(Problem("column-unknown", values, Place(file, row, bare)))
        elif found is not None and found in into:
            problems.append(Problem("column-twice", {"column": bare, "first": names[found]}, Place(file, row, bare)))
        elif found is not None:
            into[found], names[found] = n, bare
    called: dict[str, str | Words] = {c: names.get(c) or plain_header(sector, table, c) for c in sector.columns(table)}
    called.update({c: names[c] for c in measures})
    constants = {c: text for c, text in own.constants.get(table, {}).items() if c not in at}
    for column in REQUIRED_COLUMNS[table]:
        if column not in at and column not in constants and not (measures and column in ("measure", "value")):
            missing: dict[str, Value] = {"column": column, "words": column_words(sector, table, column), "of": table}
            problems.append(Problem("column-missing", missing, Place(file, row, called[column])))
    for measure in measures if "measure" in at or "value" in at else ():
        at_once: dict[str, Value] = {"column": names[measure]}
        problems.append(Problem("column-wide", at_once, Place(file, row, names[measure])))
    nameless = tuple(n for n, cell in enumerate(cells) if not cell.strip())
    return Header(at, called, len(cells), nameless, constants, row), measures, problems


def _wide(sector: Sector, header: Header, measures: Mapping[str, int]) -> Iterator[Header]:
    """A header for each measure that has a column of its own."""
    if "measure" in header.at or "value" in header.at:
        return
    for n, (code, at) in enumerate(measures.items()):
        yield evolve(
            header,
            at={**header.at, "value": at},
            names={**header.names, "value": header.names[code]},
            constants={**header.constants, "measure": code},
            nameless=header.nameless if n == 0 else (),  # what stands under no name is said once
            only=at,
        )


def _split(
    sector: Sector, header: Header, cells: Sequence[str], file: str, own: OwnWords, split: Split
) -> tuple[Header | None, list[Problem]]:
    """The header of the actions that the cells of a column make, each of its row; None if the file has no such column."""
    places: dict[str, int] = {}
    for n, cell in enumerate(cells):
        places.setdefault(cell.strip(), n)
    if split.header not in places:
        return None, []
    at, problems = {"date": places[split.header]}, []
    names: dict[str, str | Words] = {c: plain_header(sector, "actions", c) for c in sector.columns("actions")}
    names["date"] = split.header
    for column, other in split.columns.items():
        if other in places:
            at[column], names[column] = places[other], other
        else:
            gone: dict[str, Value] = {"key": split.key, "column": other}
            problems.append(Problem("split-column", gone, Place(file, header.row)))
    constants = {c: text for c, text in own.constants.get("actions", {}).items() if c not in at and c in _FREE}
    constants |= {"step": split.step}
    if "incident" in header.at:
        at["incident"], names["incident"] = header.at["incident"], header.names["incident"]
    else:
        constants["incident"] = header.constants.get("incident", "")
    names["action"] = names["incident"]
    constants["action"] = f"{{incident}}{split.suffix}"
    return Header(at, names, header.width, (), constants, header.row, places[split.header]), problems


_FREE = ("by", "reason", "note")


def likely_header(sector: Sector, table: str, rows: Sequence[tuple[int, Sequence[str]]], file: str, own: OwnWords) -> int | None:
    """The first of some rows that reads as the table's header: it names two columns, the id's or all required."""
    for number, cells in rows:
        made, _ = read_headers(sector, table, cells, file, own, number)
        at = made[0][1].at
        if len(at) > 1 and (KEYS[table][0] in at or set(REQUIRED_COLUMNS[table]) <= {*at, *made[0][1].constants}):
            return number
    return None
