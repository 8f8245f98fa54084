"""The library's sheet, with every text as it is and errors that no formula gave; imported where a workbook is written alone."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from .book_text import escaped


class WrittenSheet(Worksheet):
    """A sheet of a workbook that is being written.

    The library guards one of two escapes that overlap, and takes text between tags of runs for its own XML; an error it writes as
    a formula that is the error. In every row it looks for cells as far as the widest row has any.
    """

    def _write_single_row(self, current_row_num: int = 0) -> None:
        whole = self.dim_colmin, self.dim_colmax
        if cells := self.table.get(self.previous_row):
            self.dim_colmin, self.dim_colmax = min(cells), max(cells)
        super()._write_single_row(current_row_num)
        self.dim_colmin, self.dim_colmax = whole

    @staticmethod
    def _escape_control_characters(data: object) -> object:
        if not isinstance(data, str):
            return data
        shown = escaped(data)
        return f"_x003C_{shown[1:]}" if shown.startswith("<r>") and shown.endswith("</r>") else shown

    def _xml_formula_element(self, formula: str, result: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        if formula != result:
            super()._xml_formula_element(formula, result, attributes)
            return
        self._xml_start_tag("c", attributes)
        self._xml_data_element("v", result)
        self._xml_end_tag("c")
