"""What an assessed unit sees where the regulation knows neither points nor ranks: what it is assessed by, in words."""

from __future__ import annotations

import html
import re
import sqlite3

import pytest

import conduct
from conduct.web.rights import Grant
from tests.web.conftest import Browser, Site

NOW = "/power_utility/own/S04/now?period=2012"


def _plain(page: str) -> str:
    """A page's text, without its marks."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))


def _rows(page: str, section: str) -> list[list[str]]:
    """The cells of the table of a section."""
    body = page[page.index(f'id="{section}"') :].partition("</section>")[0]
    return [
        [
            " ".join(html.unescape(re.sub(r"<[^>]+>", " ", one)).split())
            for one in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)[1:]
    ]


@pytest.fixture
def objecting(power: Site) -> Browser:
    """The unit, which reads Chinese, after a draft was issued and an objection to one of its cases was upheld."""
    with conduct.open(power.ledger, "power_utility", lang="zh") as office:
        office.publish("2012", draft=True)
    power.account("its-clerk", Grant("unit", "power_utility", "S04"))
    unit = power.signed_in("its-clerk")
    unit.speaks("zh", "/power_utility/own/S04")
    assert unit.post("/power_utility/own/S04", incident="w02", reason="两次书面告知补件").status_code == 303
    decided = {"incident": "w02", "step": "appeal-decided", "upheld": "yes", "by": "主任", "reason": "补件告知单属实"}
    with conduct.open(power.ledger, "power_utility", lang="zh") as office:
        office.record("action", decided)
    return unit


def test_a_unit_without_points_reads_what_it_is_assessed_by_as_issued_and_at_present(objecting: Browser) -> None:
    page = objecting.get(NOW).text
    assert _rows(page, "own-figures")[0] == ["扣发年终综合奖百分比", "第十条", "42%（3件）", "32%（2件）"]
    assert ["群众满意率", "第五条", "87.2%", "87.2%"] in _rows(page, "own-figures")
    (veto,) = _rows(page, "own-vetoes")
    assert veto == ["取消当年各种评优资格", "第十四条", "c05、c11、w02、w06", "c05、c11、w06"]
    assert _rows(page, "own-outcomes") == [["群众满意率未达目标", "第五条", "有", "有"]]
    ended = [row for row in _rows(page, "own-sanctions") if row[-2:] != row[-2:][::-1]]
    assert len(ended) == 5
    assert all("w02" in row[3] and row[-1] == "无" for row in ended)
    assert ["曹占军", "扣发奖金", "第十条"] in [row[:3] for row in ended]
    assert ["曹占军", "扣发奖金（月）", "", "29", "22"] in _rows(page, "own-persons")
    assert "person-unknown" not in page
    assert "直接责任人不明" in _plain(page)
    told = objecting.get(NOW, accept="application/json").json()
    assert next(one["value"] for one in told["assessed_by"] if one["part"] == "figures") == ["42%（3件）", "32%（2件）"]
    assert not [one for one in told["assessed_by"] + told["lines"] if one["words"] == one["code"]]


def test_what_is_said_of_the_decisions_since_is_true_of_the_column_below(objecting: Browser) -> None:
    page = _plain(objecting.get(NOW).text)
    assert "“目前”一栏已计入" in page
    assert "尚未体现在下列" not in page
    own = _plain(objecting.get("/power_utility/own/S04?period=2012").text)
    assert "尚未体现在下列" in own, "the draft itself stands as it was issued"


def test_where_no_rank_is_known_a_unit_reads_the_gap_to_its_target_and_nothing_of_points_or_ranks(objecting: Browser) -> None:
    page = objecting.get("/power_utility/own/S04?period=2012").text
    told = objecting.get("/power_utility/own/S04?period=2012", accept="application/json").json()["distances"]
    assert told == {"words": ["群众满意率为87.2%，目标为90%，还差2.8个百分点（第五条）。"], "alone": False}
    assert told["words"][0] in _plain(page)
    for address in ("/power_utility/own/S04?period=2012", NOW, "/power_utility/own/cases/w02", "/power_utility/own/S04/cases"):
        assert re.findall("得分|名次|总分|分值|扣分", _plain(objecting.get(address).text)) == [], address


def test_a_unit_reads_what_was_decided_on_its_case_and_that_it_counts_no_longer_once_it_is_out(objecting: Browser) -> None:
    page = objecting.get("/power_utility/own/cases/c11").text
    assert "已不计" not in page
    sanctions = _rows(page, "sanctions")
    assert ["曹占军", "扣发奖金", "第十条", "6–12个月", "12个月", "已定"] in sanctions
    assert ["沙枣供电所", "扣发年终综合奖", "第十条", "10–20%", "20%", "已定"] in sanctions
    out = objecting.get("/power_utility/own/cases/w02").text
    said = _plain(out)
    assert said.index("本事项已不计（申诉决定，") < said.index("是否属实"), "it is said before all else"
    steps = " ".join(said[said.index("办理经过") :].split())
    assert "决定 2012-05-15 负责人扣发奖金月数 7 扣发年终综合奖百分比 10 处分 记过 条款 第十条" in steps
    told = objecting.get("/power_utility/own/cases/w02", accept="application/json").json()
    assert ([one["breach"] for one in told["out"]], told["sanctions"]) == ([""], [])
    assert "曹先生" not in out


def test_the_reason_of_a_decision_is_quoted_to_the_unit_unless_it_may_say_who_complained(objecting: Browser, power: Site) -> None:
    with conduct.open(power.ledger, "power_utility", lang="zh") as office:
        for incident, why in (("c05", "情节恶劣，从重处理"), ("w06", "曹先生所述属实"), ("f07", "下不为例")):
            office.record("action", {"incident": incident, "step": "decide", "by": "公司党委", "reason": why})
    with sqlite3.connect(power.ledger) as connection:
        who = connection.execute("SELECT complainant FROM power_utility_incidents WHERE incident = 'w02'").fetchone()
    connection.close()
    assert who == ("曹先生",)
    assert "情节恶劣，从重处理" in objecting.get("/power_utility/own/cases/c05").text
    page = objecting.get("/power_utility/own/cases/w06").text
    assert ("所述属实" in page, "不予引用" in page) == (False, True)
