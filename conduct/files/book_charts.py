"""Charts of a workbook, drawn by the spreadsheet itself from cells: every text of one is a cell's, so that none is a formula."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from conduct.core.base.frozen import frozen

from .book_text import visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart as NativeChart
    from xlsxwriter.worksheet import Worksheet

Settings = dict[str, object]

BLANK = "\u3000"
"""The name of what has none: spreadsheets make one up for an empty cell."""

_TITLE_ROW, _AXIS_ROW = 1, 3
_ROW = 20  # pixels, as a row is high that nobody set
_INK, _FONT = "#1F2D3D", {"name": "Microsoft YaHei", "size": 9, "color": "#000000"}
_FILLS: tuple[Settings, ...] = (
    {"fill": {"color": "#2B4A6F"}},
    {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": _INK, "bg_color": "#FFFFFF"}},
    {"fill": {"color": "#B4C1D0"}},
    {"pattern": {"pattern": "percent_25", "fg_color": _INK, "bg_color": "#FFFFFF"}},
    {"fill": {"color": "#6F87A3"}},
    {"pattern": {"pattern": "trellis", "fg_color": _INK, "bg_color": "#FFFFFF"}},
    {"pattern": {"pattern": "narrow_horizontal", "fg_color": _INK, "bg_color": "#FFFFFF"}},
    {"fill": {"color": "#E6EAF0"}},
    {"pattern": {"pattern": "narrow_vertical", "fg_color": _INK, "bg_color": "#FFFFFF"}},
    {"pattern": {"pattern": "dark_downward_diagonal", "fg_color": _INK, "bg_color": "#FFFFFF"}},
    {"fill": {"color": "#FFFFFF"}},
    {"pattern": {"pattern": "small_check", "fg_color": _INK, "bg_color": "#FFFFFF"}},
)
_DASHES = ("solid", "dash", "round_dot", "dash_dot", "long_dash", "square_dot")
_MARKERS = ("circle", "square", "triangle", "diamond")
_KINDS = {"bars": ("bar", "stacked"), "columns": ("column", "stacked"), "lines": ("line", "")}


@frozen
class Figures:
    """What a chart shows, and where its cells stand in its sheet, from 1.

    ``shape`` is "bars", "columns" or "lines". The title, and what the axis counts (none: empty), stand in cells of the first
    column, in the rows 1 and 3. The header stands in the row ``header``; under it the first column holds the categories, and each
    further one a series. The last ``band`` series are limits, drawn as thin lines.

    ``ends``, printed at the end of each bar, stand in the column after the series, and noughts, which bear them, in the next,
    under a heading of a blank. ``least`` is where the axis begins, if not at nought.
    """

    shape: str
    title: str
    said: str
    axis: str
    categories: Sequence[str]
    series: Sequence[tuple[str, Sequence[Decimal | None]]]
    header: int
    band: int = 0
    ends: Sequence[str] = ()
    marked: int | None = None
    least: Decimal | None = None


class _NeverNumber(str):
    """A text that the library may not take for a number, whatever it looks like."""

    __slots__ = ()

    def __float__(self) -> float:
        raise ValueError


def insert(workbook: Workbook, sheet: Worksheet, at: tuple[int, int], figures: Figures, rows: int) -> None:
    """Draws figures over the cells from one on, as many rows high."""
    form, subtype = _KINDS[figures.shape]
    chart = workbook.add_chart({"type": form, "subtype": subtype} if subtype else {"type": form})
    assert chart is not None  # since there is one of each kind
    named = _cell(sheet, _TITLE_ROW, 1)
    chart.set_title({"name_formula": named, "data": _texts([figures.title]), "name_font": {**_FONT, "size": 12, "bold": True}})
    for number in range(len(figures.series)):
        chart.add_series(_series(sheet, figures, number))
    if figures.ends and figures.shape != "lines":
        chart.add_series(_ends(sheet, figures))
        chart.show_hidden_data()
    _set_axes(chart, sheet, figures)
    _set_legend(chart, figures)
    chart.show_blanks_as("gap")
    chart.set_size({"width": 920, "height": rows * _ROW - 10})
    placed = sheet.insert_chart(at[0] - 1, at[1] - 1, chart, {"description": visible(figures.said), "object_position": 1})
    assert placed == 0


def _series(sheet: Worksheet, figures: Figures, number: int) -> Settings:
    """A series: where its cells are, what they hold, and how it is drawn."""
    name, values = figures.series[number]
    last, column = figures.header + len(figures.categories), number + 2
    made: Settings = {
        "name_formula": _cell(sheet, figures.header, column),
        "name_data": _texts([name]),
        "categories": _cells(sheet, (figures.header + 1, last), 1),
        "categories_data": _texts(figures.categories),
        "values": _cells(sheet, (figures.header + 1, last), column),
        "values_data": [None if value is None else format(value, "f") for value in values],
    }
    if figures.shape != "lines":
        return {**made, **_filled(figures, number), "gap": 45}
    if number >= len(figures.series) - figures.band:
        dash = "dash" if number % 2 else "square_dot"
        return {**made, "line": {"color": "#7F8894", "width": 1, "dash_type": dash}, "marker": {"type": "none"}}
    empty = number % 2 == 1
    marker = {"type": _MARKERS[number % 4], "size": 7, "border": {"color": _INK}}
    marker["fill"] = {"color": "#FFFFFF" if empty else _INK}
    line = {"color": _INK, "width": 1.75 if number else 2.75, "dash_type": _DASHES[number % len(_DASHES)]}
    return {**made, "line": line, "marker": marker}


def _filled(figures: Figures, number: int) -> Settings:
    """How the bars of a series are filled; the marked one has a thick border, and of one series alone another fill."""
    alone = len(figures.series) == 1
    usual = _FILLS[2 if alone and figures.marked is not None else number % len(_FILLS)]
    made: Settings = {**usual, "border": {"color": _INK, "width": 0.75}}
    if figures.marked is not None:
        own = {**_FILLS[0 if alone else number % len(_FILLS)], "border": {"color": "#000000", "width": 2.25}}
        made["points"] = [*([None] * figures.marked), own]
    return made


def _ends(sheet: Worksheet, figures: Figures) -> Settings:
    """What is printed at the end of the bars: a series of noughts that nobody sees, whose labels are cells."""
    column, first = len(figures.series) + 2, figures.header + 1
    custom = [_label(end, _cell(sheet, first + n, column)) for n, end in enumerate(figures.ends)]
    return {
        "name_formula": _cell(sheet, figures.header, column + 1),
        "name_data": _texts([BLANK]),
        "categories": _cells(sheet, (first, figures.header + len(figures.categories)), 1),
        "categories_data": _texts(figures.categories),
        "values": _cells(sheet, (first, figures.header + len(figures.categories)), column + 1),
        "values_data": ["0"] * len(figures.categories),
        "fill": {"none": True},
        "border": {"none": True},
        "data_labels": {"value": True, "custom": custom, "position": "inside_base", "font": _FONT},
        "gap": 45,
    }


def _label(text: str, cell: str) -> Settings:
    """A label: the text itself, which more programs show than its cell; the cell where the library would take it for one."""
    if not text:
        return {"delete": True}
    return {"value": f"={cell}", "data": _texts([text])} if "!" in text else {"value": visible(text), "font": _FONT}


def _set_axes(chart: NativeChart, sheet: Worksheet, figures: Figures) -> None:
    grid = {"visible": True, "line": {"color": "#D5D9DF", "width": 0.75}}
    along: Settings = {"num_font": _FONT, "text_axis": True, "line": {"color": _INK}, "label_position": "low"}
    counted: Settings = {"num_font": _FONT, "num_format": "General", "major_gridlines": grid, "line": {"none": True}}
    if figures.least is not None:
        counted["min"] = format(figures.least, "f")
    if figures.axis:
        named = {"name_formula": _cell(sheet, _AXIS_ROW, 1), "data": _texts([figures.axis])}
        counted |= {**named, "name_font": {**_FONT, "bold": False}}
    if figures.shape == "bars":
        chart.set_y_axis({**along, "reverse": True, "major_gridlines": {"visible": False}})
        chart.set_x_axis({**counted, "label_position": "high"})  # the far side, which is below where the order is turned
    else:
        chart.set_x_axis(along)
        chart.set_y_axis(counted)


def _set_legend(chart: NativeChart, figures: Figures) -> None:
    if len(figures.series) == 1:
        chart.set_legend({"none": True})
        return
    chart.set_legend({"position": "top", "font": _FONT})


def _texts(texts: Sequence[str]) -> list[_NeverNumber]:
    return [_NeverNumber(visible(text)) for text in texts]


def _cell(sheet: Worksheet, row: int, column: int) -> str:
    """A cell of the sheet as a formula refers to it."""
    from .columns import letters

    quoted = str(sheet.name).replace("'", "''")
    return f"'{quoted}'!${letters(column)}${row}"


def _cells(sheet: Worksheet, rows: tuple[int, int], column: int) -> str:
    """Cells below one another."""
    first, last = (_cell(sheet, row, column).rsplit("!", 1) for row in rows)
    return f"={first[0]}!{first[1]}:{last[1]}"
