"""Where lines break."""

from __future__ import annotations

from collections import defaultdict

import pytest

from conduct.report.bulletin.paper.breaking import Measure, broken, name_lines, title_lines


class _Half(defaultdict[str, float]):
    def __missing__(self, char: str) -> float:
        return 0.5 if char < "\u0250" else 1.0


WIDE = Measure(_Half(), 1.0)


def _lines(text: str, room: float) -> list[str]:
    return list(broken(text, WIDE, room, room))


def test_no_line_begins_with_a_mark_that_closes_or_ends_with_one_that_opens() -> None:
    text = "考核办法规定“应当及时答复”，并报告《信访条例》（以下简称《条例》）、办法等；见附件。" * 5
    for room in range(6, 30):
        lines = _lines(text, room)
        assert "".join(lines) == text
        assert not [line for line in lines if line[0] in "”，》）、；。" or line[-1] in "“《（"]


@pytest.mark.parametrize("whole", ["2012年", "98.75分", "6个月", "3月", "31日", "12.5%", "X2012-0003", "30家"])
def test_a_figure_is_not_parted_nor_from_what_it_counts(whole: str) -> None:
    for before in range(1, 20):
        assert any(whole in line for line in _lines("办" * before + whole + "办法" * 8, 12))


def test_a_verification_code_is_not_parted_and_a_long_number_of_a_document_is_after_a_stroke() -> None:
    for before in range(1, 20):
        assert any("C-Q7ZK2MXA4TBNR5WJY3HD" in line for line in _lines("办" * before + " C-Q7ZK2MXA4TBNR5WJY3HD，可以核对", 28))
        assert "".join(_lines("办" * before + "（Q/NMD-409.36-2008）可以核对", 12)).count("Q/NMD-409.36-2008") == 1
    assert _lines("办" * 8 + "（Q/NMD-409.36-2008）", 12)[0] == "办" * 8 + "（Q/NMD-"


def test_a_full_line_has_as_many_characters_as_fit() -> None:
    assert [len(line) for line in _lines("办" * 100, 28)] == [28, 28, 28, 16]
    assert [len(line) for line in broken("办" * 60, WIDE, 26, 28)] == [26, 28, 6]


def test_a_word_wider_than_a_line_breaks_anywhere_and_nothing_is_lost() -> None:
    for text in ("x" * 400, "(" * 300, "<&$#{=" * 100, "", "  ", "。" * 90, "a b " * 100):
        lines = _lines(text, 10)
        assert "".join(lines) == text
        assert all(WIDE(line.rstrip()) <= 10.3 for line in lines)


def test_a_line_of_a_megabyte_is_broken_in_no_time() -> None:
    text = "办法<&$#{=" * 131_072
    assert sum(map(len, _lines(text, 28))) == len(text)


@pytest.mark.parametrize(
    "title",
    [
        "关于2012年度江苏省保险公司信访工作考核情况的通报",
        "关于2012年度全省电力企业供电服务投诉举报处理情况的通报",
        "江苏省卫生计生委关于2013年第一季度医院投诉接待日接待办理情况的通报",
        "关于对《江苏省保险公司信访工作考核办法》执行情况和2012年上半年投诉处理考核结果予以通报表扬和通报批评的决定",
    ],
)
def test_a_title_keeps_words_whole_and_makes_a_trapezium_or_a_lozenge(title: str) -> None:
    lines = title_lines(title, WIDE, 20)
    assert "".join(lines) == title
    assert len(lines) <= 4
    widths = [WIDE(line) for line in lines]
    assert max(widths) <= 20.3
    peak = widths.index(max(widths))
    assert widths[: peak + 1] == sorted(widths[: peak + 1])
    assert widths[peak:] == sorted(widths[peak:], reverse=True)
    for word in ("保险公司", "信访工作", "2012年度", "电力企业", "供电", "投诉", "通报", "医院", "2013年", "考核办法"):
        if word in title:
            assert any(word in line for line in lines), (word, lines)
    assert not any(line.startswith(("的", "》", "、")) for line in lines)


def test_a_title_that_fits_is_one_line_and_one_of_a_megabyte_breaks_like_a_text() -> None:
    assert title_lines("关于考核情况的通报", WIDE, 20) == ["关于考核情况的通报"]
    assert "".join(title_lines("办法" * 200_000, WIDE, 20)) == "办法" * 200_000


def test_an_office_s_name_is_parted_between_the_office_and_its_part() -> None:
    assert name_lines("中国保险监督管理委员会江苏监管局", WIDE, 14.5) == ["中国保险监督管理委员会", "江苏监管局"]
    assert name_lines("江苏监管局", WIDE, 14.5) == ["江苏监管局"]
