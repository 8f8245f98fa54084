"""Who is entered as a complainant in more words than his name is named in no letter, and hidden in what is masked."""

from __future__ import annotations

import re
import time
from types import ModuleType

import pytest

from conduct.report.bulletin.hiding import called as called_module
from conduct.report.bulletin.hiding import details, folding, naming, personal, surnames, veil, whereabouts
from conduct.report.bulletin.hiding.called import called
from conduct.report.bulletin.hiding.veil import Veil
from conduct.report.bulletin.text import discretion
from conduct.report.bulletin.text.discretion import WITHHELD, Discretion

ENTERED = {
    "某某公司员工褚曦翊": "褚曦翊",
    "患者家属李昱四": "李昱四",
    "吴澄七 电话13512340002": "吴澄七",
    "周霏六/13512340001": "周霏六",
    "郑先生（郑琬十一）": "郑琬十一",
    "卫骁十二先生": "卫骁十二",
    "居民代表陈旻十三等5人": "陈旻十三",
    "张霖三（患者之子）": "张霖三",
    "赵芷一、钱菡二": "钱菡二",
    "孙 珺五": "孙珺五",
    "欧阳沁八(本人)": "欧阳沁八",
    "祎九霏;岚十霏": "岚十霏",
    "患者李明霏之妻": "李明霏",
    "楚": "楚",
    "Whit Farnsworth": "Whit Farnsworth",
    "WHIT DALTON": "whit dalton",
    "Ms. Ellery": "Ellery",
    "O'Brien Kate": "O’Brien Kate",
    "阿依古丽·买买提": "买买提",
    "陳瑾珂": "陈瑾珂",
    "陈瑾岚": "陳瑾嵐",
    "13512340003": "13512340003",
}


@pytest.mark.parametrize(("value", "name"), ENTERED.items())
@pytest.mark.parametrize("hides", ["all", "complainants"])
def test_a_name_within_what_is_entered_is_hidden_and_withheld(value: str, name: str, hides: veil.Hides) -> None:
    text = f"电工对{name}态度生硬"
    over = Veil("zh", complainants=[value], hides=hides)
    assert over.over(text) in ("电工对［姓名］态度生硬", "电工对［电话］态度生硬")
    assert Discretion(over, [value]).quoted(text) == WITHHELD.zh


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("某某公司员工褚曦翊", "曦翊的表坏了"),
        ("褚曦翊某某公司员工", "电工对褚曦态度生硬"),
        ("郑先生（郑琬十一）", "老郑又来"),
        ("患者家属李昱四", "昱四来过"),
        ("楚", "电工又刁难楚一户"),
        ("王小明的母亲", "王小明住院"),
    ],
)
def test_a_text_that_holds_a_part_of_the_name_is_withheld(value: str, text: str) -> None:
    assert Discretion(Veil("zh", complainants=[value]), [value]).quoted(text) == WITHHELD.zh


@pytest.mark.parametrize("value", [*ENTERED, "王女士", "匿名", "患者家属", "某供电公司", "张**", "市民"])
def test_what_is_nobody_s_is_quoted(value: str) -> None:
    text = "供电公司员工态度生硬，三个窗口只开一个，居民清楚停电原因，患者家属多次来访"
    assert Discretion(Veil("zh", complainants=[value]), [value]).quoted(text) == text


@pytest.mark.parametrize("value", ["匿名", "患者家属", "市民", "无", "未留"])
def test_nobody_is_nobody(value: str) -> None:
    assert called(value) == called("")


LINES = {
    "A": "A",
    "figures": "9",
    "A1": "A1",
    "Chinese": "中",
    "surname": "王",
    "blanks": " ",
    "brackets": "(",
    "words": "Aa ",
    "dots": "a.",
}
N = 200_000


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    modules: tuple[ModuleType, ...] = (called_module, details, folding, naming, personal, surnames, veil, whereabouts, discretion)
    return [
        (f"{module.__name__.rpartition('.')[2]}.{name}", pattern)
        for module in modules
        for name, pattern in vars(module).items()
        if isinstance(pattern, re.Pattern)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES)
def test_no_pattern_is_slow_on_a_long_line(line: str) -> None:
    """Whatever is quadratic takes minutes of it."""
    text = (LINES[line] * N)[:N]
    for name, pattern in _patterns():
        began = time.process_time()
        for _ in pattern.finditer(text):
            pass
        assert time.process_time() - began < 10, name


@pytest.mark.campaign
@pytest.mark.parametrize("line", LINES)
def test_a_veil_is_not_slow_on_a_long_line(line: str) -> None:
    text = (LINES[line] * N)[:N]
    over = Veil("zh", complainants=["王小明", text])
    began = time.process_time()
    over.learn([text])
    over.over(text)
    assert time.process_time() - began < 30
