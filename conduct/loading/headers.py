"""Headers to columns: the core's own words, the sector's, and an office's own by ``[columns]``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from conduct.core.faults import Place, Problem, Value
from conduct.core.sector import CORE_COLUMNS, REQUIRED_COLUMNS, Sector
from conduct.core.words import Words

from .workbook import SHEETS

COLUMN_WORDS: dict[str, Words] = {
    "unit": Words("单位", "unit", also=("单位编号", "考核对象", "被考核单位", "编号")),
    "name": Words("名称", "name", also=("单位名称",)),
    "kind": Words("类别", "kind", also=("类型", "事项类别", "单位类别")),
    "parent": Words("上级单位", "parent", also=("上级", "所属单位")),
    "head": Words("负责人", "head", also=("单位负责人",)),
    "from": Words("启用日期", "from", also=("开始日期",)),
    "until": Words("终止日期", "until", also=("结束日期", "停用日期")),
    "aliases": Words("别名", "aliases", also=("曾用名", "简称")),
    "person": Words("任职人", "person", also=("人员",)),
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


REASONS = ("错误", "errors")
"""The column in which rejected rows come back with their reasons; it is ignored when they are loaded again."""


@frozen
class Header:
    """Which cell of a row holds which column; ``names`` is what each column is called, in the file if that has it.

    ``nameless`` are the cells under no name.
    """

    at: Mapping[str, int]
    names: Mapping[str, str | Words]
    width: int
    nameless: tuple[int, ...]


def column_words(sector: Sector, table: str, column: str) -> Words:
    """A column's words in both languages."""
    if column in CORE_COLUMNS[table]:
        return COLUMN_WORDS[column]
    attributes = sector.incident_attributes if table == "incidents" else sector.action_attributes
    return attributes[column].words


def named(sector: Sector, table: str, column: str) -> Words:
    """What a column that a file does not name is called: in English by its code."""
    return Words(column_words(sector, table, column).zh, column)


def listed_columns(sector: Sector, table: str, listed: Sequence[str]) -> Words:
    """Some columns of a table, listed."""
    return Words("、".join(column_words(sector, table, c).zh for c in listed), ", ".join(listed))


def table_words(table: str) -> Words:
    """What a table is called."""
    return Words(SHEETS[table].zh, table)


def read_header(
    sector: Sector, table: str, cells: Sequence[str], file: str, own: Mapping[str, str]
) -> tuple[Header, list[Problem]]:
    """Where each column stands, and everything wrong with the header: unknown, repeated and missing columns."""
    known: dict[str, str] = {}
    for column in sector.columns(table):
        words = column_words(sector, table, column)
        for spelling in (words.zh, *words.also):
            known.setdefault(spelling, column)
    known.update({column: column for column in sector.columns(table)})
    at: dict[str, int] = {}
    names: dict[str, str] = {}
    problems = []
    for n, cell in enumerate(cells):
        bare = cell.strip()
        if not bare or own.get(bare) == "" or bare in REASONS:
            continue
        target = own.get(bare, bare)
        found = known.get(target) or known.get(target.lower())
        if found is None:
            values: dict[str, Value] = {
                "column": bare,
                "table": table_words(table),
                "known": listed_columns(sector, table, sector.columns(table)),
            }
            problems.append(Problem("column-unknown", values, Place(file, 1, bare)))
        elif found in at:
            problems.append(Problem("column-twice", {"column": bare, "first": names[found]}, Place(file, 1, bare)))
        else:
            at[found], names[found] = n, bare
    called = {column: names.get(column) or named(sector, table, column) for column in sector.columns(table)}
    for column in REQUIRED_COLUMNS[table]:
        if column not in at:
            missing: dict[str, Value] = {"column": column, "words": column_words(sector, table, column)}
            problems.append(Problem("column-missing", missing, Place(file, 1, called[column])))
    nameless = tuple(n for n, cell in enumerate(cells) if not cell.strip())
    return Header(at, called, len(cells), nameless), problems
