"""How figures are printed, in words."""

from __future__ import annotations

from ..base.exact import USUAL, Rounding, written
from ..base.words import Words
from .figure import Figure, MeanFigure
from .ranking import Standing

_MODES = {
    "half-up": Words("四舍五入", "halves away from zero"),
    "half-even": Words("四舍六入五成双", "halves to the even one"),
    "down": Words("其余舍去", "the rest cut off"),
    "up": Words("其余进一", "any rest away from zero"),
}


def rounding_words(rounding: Rounding) -> Words:
    """To what figures are printed, and what becomes of the rest."""
    if rounding == USUAL:
        return Words("至多六位小数，四舍五入", "to 6 decimals at most, halves away from zero")
    mode, unit = _MODES[rounding.mode], written(rounding.unit)
    return Words(f"到{unit}，{mode.zh}", f"to {unit}, {mode.en}")


def as_printed(p: Figure | MeanFigure | Standing) -> Words:
    """How a figure of its own is printed, where the rule says so: what follows the formula."""
    percent = not isinstance(p, MeanFigure) and p.percent
    if p.rounding is None:
        return Words("；以百分数列示", "; printed in hundredths") if percent else Words("", "")
    said = rounding_words(p.rounding)
    if percent:
        return Words(f"；以百分数列示，{said.zh}", f"; printed in hundredths, {said.en}")
    return Words(f"；列示{said.zh}", f"; printed {said.en}")
