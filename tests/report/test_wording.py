"""How documents write periods, days and the numbers of headings."""

from __future__ import annotations

import pytest

from conduct.core.base.periods import Period
from conduct.report.bulletin.document import Element, Heading, Paragraph
from conduct.report.bulletin.text.wording import day_said, numbered, period_said


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2012", "2012年度", "2012"),
        ("2012-H1", "2012年上半年", "the first half of 2012"),
        ("2012-H2", "2012年下半年", "the second half of 2012"),
        ("2012-Q3", "2012年第三季度", "the third quarter of 2012"),
        ("2012-07", "2012年7月", "July 2012"),
    ],
)
def test_a_period_is_written_in_words(period: str, zh: str, en: str) -> None:
    assert (period_said(Period.parse(period), "zh"), period_said(Period.parse(period), "en")) == (zh, en)


def test_a_day_is_written_without_leading_zeros() -> None:
    assert (day_said("2012-07-01", "zh"), day_said("2012-07-01", "en")) == ("2012年7月1日", "1 July 2012")
    assert day_said("soon", "zh") == "soon"


def test_headings_are_numbered_level_by_level() -> None:
    levels = (1, 2, 2, 3, 1, 2)
    blocks: list[Element] = [*(Heading("x", level) for level in levels), Paragraph("y")]
    zh = [block.text for block in numbered(blocks, "zh") if isinstance(block, Heading)]
    assert zh == ["一、x", "（一）x", "（二）x", "1.x", "二、x", "（一）x"]
    en = [block.text for block in numbered(blocks, "en") if isinstance(block, Heading)]
    assert en == ["I. x", "A. x", "B. x", "1. x", "II. x", "A. x"]
