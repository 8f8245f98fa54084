"""The regulation and what its stress test finds, in each format one whole: object, table of rows, page."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date
from html import unescape
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import conduct.plugins
from conduct.core.base.words import Words
from conduct.core.law.sector import Sector
from conduct.core.law.text import Edition
from conduct.core.law.typed import problems
from conduct.law import Counted, Figure, Formula, Kind, Options, Rounding, Unruled, count
from conduct.plugins.banking import SECTOR as BANKING
from conduct.plugins.hospital import SECTOR as HOSPITAL
from conduct.plugins.insurance import SECTOR as INSURANCE
from conduct.plugins.power_utility import SECTOR as POWER
from conduct.report.regulation import FORMATS
from tests.conftest import Desk

pytestmark = pytest.mark.usefixtures("tested_once")

PLUGINS = Path(conduct.plugins.__file__).parent
SECTORS = ("insurance", "power_utility", "banking", "hospital")


class _Page(HTMLParser):
    """Counts the tags of a page, and keeps its declarations, headings and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.declared: list[str] = []
        self.open: list[str] = []
        self.said = ""
        self.feed(page)
        self.close()

    def handle_decl(self, decl: str) -> None:
        self.declared.append(decl)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags[tag] += 1
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data


def _page(text: str) -> _Page:
    page = _Page(text)
    assert page.open == []
    assert page.declared == ["DOCTYPE html"]
    assert (page.tags["html"], page.tags["body"], page.tags["title"]) == (1, 1, 1)
    return page


@pytest.mark.campaign
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("more", [(), ("--stress",)])
@pytest.mark.parametrize("sector", SECTORS)
def test_a_regulation_is_one_object_one_page_and_one_table(desk: Desk, sector: str, more: tuple[str, ...], lang: str) -> None:
    shown = {
        form: desk("--sector", sector, "regulation", *more, "--format", form, lang=lang)
        for form in ("json", "html", "csv", "table")
    }
    assert {outcome.status for outcome in shown.values()} == {0}
    whole = json.loads(shown["json"].out)
    title = whole["regulation"]["id"]
    page = _page(shown["html"].out)
    assert title in page.said
    header, *rows = csv.reader(StringIO(shown["csv"].out))
    assert header not in rows
    assert {len(row) for row in rows} <= {len(header)}
    assert title in shown["table"].out
    assert whole["earlier"] == []


def test_the_text_beside_a_regulation_stands_in_the_same_object_page_and_table(desk: Desk) -> None:
    law = BANKING.regulations[0]
    command = ("--sector", "banking", "regulation", "--format")
    whole = json.loads(desk(*command, "json").out)
    [beside] = whole["beside"]
    assert whole["regulation"]["id"] == law.id
    assert beside["regulation"]["id"] == law.beside[0].id
    assert beside["rules"]
    rows = list(csv.DictReader(StringIO(desk(*command, "csv").out)))
    by_text = Counter(row["regulation"] for row in rows)
    assert by_text == {law.id: len(whole["rules"]) + 1, law.beside[0].id: len(beside["rules"]) + 1}  # how figures are printed
    page = _page(desk(*command, "html").out)
    assert (page.tags["h1"], page.tags["h2"]) == (1, 1)
    for clause in (*whole["clauses"], *beside["clauses"]):
        assert clause["words"].splitlines()[0].strip() in page.said
    for sector in ("insurance", "power_utility", "hospital"):
        shown = desk("--sector", sector, "regulation", "--format", "csv").out
        assert shown.splitlines()[0] == "clause,heading,rule,code,encoding,quotes,reason"


def test_earlier_editions_stand_in_the_object_of_the_latest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    now = INSURANCE.regulations[0]
    old = evolve(now, id="old", in_force_from=date(2009, 1, 1))
    sector = evolve(INSURANCE, regulations=(now, old))
    monkeypatch.setattr("conduct.door.deployment.load_sector", lambda *_: sector)
    for more in ((), ("--stress",)):
        whole = json.loads(desk("regulation", *more, "--format", "json").out)
        assert whole["regulation"]["id"] == now.id
        assert [one["regulation"]["id"] for one in whole["earlier"]] == ["old"]
        rows = list(csv.DictReader(StringIO(desk("regulation", *more, "--format", "csv").out)))
        assert {row["regulation"] for row in rows} == {"old", now.id}
        assert _page(desk("regulation", *more, "--format", "html").out).tags["h1"] == 2


@pytest.mark.parametrize("form", ["json", "csv", "html", "table"])
def test_a_regulation_that_cannot_be_shown_leaves_no_half_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    broken = evolve(INSURANCE.regulations[0], text=Edition(desk.folder / "gone.md"))
    monkeypatch.setattr("conduct.door.deployment.load_sector", lambda *_: evolve(INSURANCE, regulations=(broken,)))
    outcome = desk("regulation", "--format", form)
    assert (outcome.status, outcome.out) == (1, "")
    assert "gone.md" in outcome.err


def test_findings_are_the_same_in_every_format(desk: Desk) -> None:
    command = ("--sector", "power_utility", "regulation", "--stress", "--format")
    found = json.loads(desk(*command, "json").out)["findings"]
    assert found[0] == {
        "clauses": ["art11", "art10"],
        "finding": "bonus withheld, on the person: nothing between 6 and 12",
    }
    rows = list(csv.DictReader(StringIO(desk(*command, "csv").out)))
    assert [(row["clauses"], row["finding"]) for row in rows] == [(", ".join(f["clauses"]), f["finding"]) for f in found]
    page, shown = _page(desk(*command, "html").out), desk(*command, "table").out
    for f in found:
        assert f["finding"] in page.said
        assert f["finding"] in shown


def test_findings_say_what_they_name_in_words(desk: Desk, insurance: Any) -> None:
    codes = {k.code for k in insurance.kinds} | {o.name for o in insurance.regulations[0].outcomes}
    shown = desk("regulation", "--stress").out
    assert {code for code in codes if "-" in code and code in shown} == set()


def test_a_text_without_a_date_is_said_to_have_none(desk: Desk) -> None:
    for lang, said in (("en", "Undated"), ("zh", "未注明施行日期")):
        for form in ("table", "html"):
            shown = desk("--sector", "hospital", "regulation", "--format", form, lang=lang).out
            assert said in shown
            assert "In force from" not in shown


def test_b4_every_format_says_what_sets_a_duty_what_answers_it_by_when_and_who_owes_it(desk: Desk) -> None:
    command = ("--sector", "banking", "regulation")
    for form in ("table", "json", "csv", "html"):
        out = unescape(desk(*command, "--format", form, lang="zh").out).replace("\\n", "")
        assert "起因：反馈；履行：整改，经复查的须整改到位" in out, form  # what sets it, what answers it
        assert "期限：所定的“" in out, form
        assert "责任主体：" in out, form
        assert "满意率" in out, form
    english = desk(*command, lang="en").out
    assert (
        "with the reading what fraud doubles (fraud-doubles) “all the branch's findings of that quarter” (assessment) alone"
        in english
    )  # the same factor twice: which alternative it belongs to


def test_b12_no_marks_of_bold_stand_in_the_law_s_words(desk: Desk) -> None:
    for form in ("table", "json", "html"):
        assert "**" not in desk("regulation", "--format", form).out, form


def test_b4_a_rule_whose_clause_the_text_lacks_is_named_in_every_format() -> None:
    law = INSURANCE.regulations[-1]
    astray = evolve(law, provisions=(*law.provisions, Unruled("9.9", Words("没有此条", "no such clause"))))
    for form, write in FORMATS.items():
        said = "".join(write([astray], "en"))
        assert "9.9" in said, form
        assert "no such clause" in said, form


def test_c_each_item_is_counted_in_the_clause_s_own_measure(desk: Desk) -> None:
    shown = desk("regulation", "--format", "csv", lang="zh").out
    for said in ("每件扣2分", "每发生一次扣2分", "每发生一件扣10分", "发生一起扣3分", "每次扣5分"):
        assert f"：{said}" in shown, said


# ---- reader A


def _encodings(desk: Desk, sector: str, lang: str) -> dict[str, list[str]]:
    """What is encoded of each clause."""
    found: dict[str, list[str]] = {}
    for row in json.loads(desk("--sector", sector, "regulation", "--format", "json", lang=lang).out)["rules"]:
        found.setdefault(row["clause"], []).append(row["encoding"])
    return found


def test_a10_a_formula_is_shown_with_its_figures_bands_and_inputs(desk: Desk) -> None:
    bank, insurance = (_encodings(desk, sector, "zh") for sector in ("banking", "insurance"))
    assert any("8 × （满意率 + 0.5 × 基本满意率）" in one for one in bank["art4"])
    [complaints] = [one for one in bank["art4"] if one.startswith("投诉：")]
    assert "12 ÷ 2 × " in complaints
    assert "园地投诉的件数、电话投诉的件数各 ÷ 业务笔数 × 10000" in complaints
    assert "不高于 0.03 的得 1、不高于 0.06 的得 0.8" in complaints
    [index] = [one for one in insurance["2.2"] if "比较排名" in one]
    assert "本渠道折算件数 ÷ 分支机构数量 × 0.4 + 本渠道折算件数 ÷ （原保费收入 ÷ 10000000） × 0.6" in index
    assert "取“保费项取公司全部信访量”（premium-term total）时" in index
    assert "+ 各渠道折算件数 ÷ （原保费收入 ÷ 10000000） × 0.6" in index
    [english] = [one for one in _encodings(desk, "insurance", "en")["2.2"] if "ranked by channel" in one]
    assert (
        "weighted petitions of the channel ÷ outlets × 0.4 + weighted petitions of the channel ÷ (premium ÷ 10000000) × 0.6"
        in english
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [("{complaints} ÷ {taxi}", "its words name {taxi}, which is none of its inputs"), ("{complaints", "cannot be read")],
)
def test_a10_a_formula_s_words_name_its_inputs_alone(words: str, said: str) -> None:
    kind = Kind("complaint", Words("投诉", "complaint"), "1")
    inputs = {"complaints": Counted(count(kind))}
    formula = Formula(lambda complaints: complaints, inputs, words=Words(words, words))
    assert any(said in wrong for wrong in problems(formula))
    assert list(problems(evolve(formula, words=Words("{complaints}", "{complaints}")))) == []


def test_a11_by_which_day_of_the_period_a_duty_is_due_is_said(desk: Desk) -> None:
    assert any("期限：当季最后一日；" in one for one in _encodings(desk, "banking", "zh")["art8"])
    assert any("by the last day of the quarter;" in one for one in _encodings(desk, "banking", "en")["art8"])
    assert any("期限：半年结束后次月的月底；" in one for one in _encodings(desk, "insurance", "zh")["2.4.2"])


def test_a12_what_a_reading_may_be_is_said_with_its_range(desk: Desk) -> None:
    hospital = _encodings(desk, "hospital", "zh")
    assert any("默认“没有时限，未做的各步一直待办”（never），另可取不小于0的整数" in one for one in hospital["duty3"])
    assert any("汇报的期限（工作日）：默认 1，另可取不小于0的整数" in one for one in hospital["duty3"])
    assert any("默认 1，另可取不小于0的整数" in one for one in hospital["duty5"])
    assert any("默认 5，另可取不小于0的整数" in one for one in hospital["duty6"])
    assert any("取 10（settle-within）时：不适用" in one for one in hospital["duty3"])  # what a number makes of the steps
    assert any("取 10（settle-within）时" in one and "期限：10个工作日内" in one for one in hospital["duty3"])
    assert any("默认 0.5，另可取0至1之间的数" in one for one in _encodings(desk, "banking", "zh")["art5"])
    assert any(
        "默认“两项都取该渠道的信访量”（channel），另可取“保费项取公司全部信访量”（total）" in one
        for one in _encodings(desk, "insurance", "zh")["2.2.1"]
    )
    english = desk("--sector", "hospital", "readings").out
    assert len(re.findall("stays open” \\(never\\) or a whole number of at least 0", english)) == 1
    assert len(re.findall(" a whole number of at least 0", english)) == 4


def test_a7_a13_a_duty_is_told_in_words_an_office_writes(desk: Desk) -> None:
    bank, hospital, power = (_encodings(desk, sector, "zh") for sector in ("banking", "hospital", "power_utility"))
    assert any("未履行的，该事项分值乘以2（第六条）" in one for one in bank["art6"])
    assert any(one == "检查发现：未履行“限期整改”的，分值乘以2" for one in bank["art6"])
    assert any("履行：登记，或该事项“接待站当日录入”为是；" in one for one in hospital["duty1"])
    assert any("履行：已填“依据”；" in one for one in hospital["duty2"])
    assert any("起因：投诉的第一次答复或处理（限“重大医患和行风事件”为是的）；" in one for one in hospital["duty6"])
    assert any("“事项类别”不是营业窗口投诉或" in one for one in power["art10"])
    assert any("给予“现场会整顿”的处罚" in one for one in power["art10"])
    said = "".join(one for law in (bank, hospital, power) for listed in law.values() for one in listed)
    for bad in ("作记号", "由加权所读", "并非", "未履行不计", "相应处罚", "期限：无期限", "为空"):
        assert bad not in said, bad


def test_a16_an_item_without_a_measure_of_its_own_takes_that_of_its_clause(desk: Desk) -> None:
    insurance = _encodings(desk, "insurance", "zh")
    assert "重大事项迟报、漏报、瞒报并造成严重后果：每发生一次扣10分" in insurance["2.4.1"]
    assert "媒体曝光并影响行业：每发生一次扣10分" in insurance["2.4.6"]
    assert not any("每件扣" in one and "每人次" in one for one in _encodings(desk, "banking", "zh")["art5"])


def english_codes(sector: Sector) -> re.Pattern[str]:
    """Codes that have other words in English, but for readings and what they may be, which are written as they are set."""
    laws = [*sector.regulations, *(b for law in sector.regulations for b in law.beside)]
    words = {k.code: k.words.en for k in sector.kinds} | {s.code: s.words.en for s in sector.all_steps}
    for attribute in (*sector.incident_attributes.values(), *sector.action_attributes.values()):
        words[attribute.code] = attribute.words.en
        if isinstance(attribute.type, Options):
            words.update({code: one.en for code, one in attribute.type.words.items()})
    for law in laws:
        words.update({p.name: p.words.en for p in (*law.vetoes, *law.outcomes, *law.sanctions)})
        words.update({d.code: d.words.en for d in law.duties} | {s.id: s.words.en for s in law.sections})
        words.update({d.mark: "" for d in law.duties if d.mark})
    readings = {r.name for law in laws for r in law.readings} | {c for law in laws for r in law.readings for c in r.codes}
    plain = {"kind", "on", "for", "ineligible", *re.findall(r"[\w-]+", " ".join(words.values()))}
    codes = {code for code, said in words.items() if said != code and code not in plain and not code[0].isdigit()} - readings
    return re.compile(rf"(?<![\w-])({'|'.join(sorted(map(re.escape, codes), key=len, reverse=True))})(?![\w-])")


@pytest.mark.parametrize("sector", [BANKING, INSURANCE, HOSPITAL, POWER], ids=lambda s: s.name)
def test_english_rules_name_no_codes(desk: Desk, sector: Sector) -> None:
    token = english_codes(sector)
    rows = json.loads(desk("--sector", sector.name, "regulation", "--format", "json").out)
    rules = [*rows["rules"], *(one for law in rows["beside"] for one in law["rules"])]
    said = [(row["clause"], f"{row['encoding']} {row['reason'] or ''}") for row in rules]
    leaks = [(clause, found[0], one) for clause, one in said if (found := token.search(one))]
    assert leaks == []


def _line(at: str) -> str:
    """The line of a plugin's source that a place names."""
    file, _, line = at.rpartition(":")
    return (PLUGINS / file).read_text(encoding="utf-8").splitlines()[int(line) - 1].strip()


@pytest.mark.parametrize("sector", SECTORS)
def test_each_rule_names_the_file_and_line_that_declare_it(desk: Desk, sector: str) -> None:
    whole = json.loads(desk("--sector", sector, "regulation", "--format", "json").out)
    made = desk("--sector", sector, "regulation", "--format", "html").out
    page = _page(made)
    for rule in [*whole["rules"], *(rule for text in whole["beside"] for rule in text["rules"])]:
        assert rule["declared_at"].startswith(f"{sector}/"), rule
        assert rule["declared_at"] in page.said
        assert re.search(r"^[*\w:\[\], .=]*\(", _line(rule["declared_at"])), rule
    assert page.tags["a"] == len(re.findall('<a href="#t', made))  # to clauses: no sector of ours says where its code is found


@pytest.mark.parametrize(
    ("sector", "code", "line"),
    [
        ("insurance", "improper-handling", 'Charge("2.3.2", "未按照规定处理信访事项的,每件扣5分"'),
        ("insurance", "premium-term", "premium_term = Reading("),
        ("power_utility", "dismissal-retained", "*_higher("),
        ("power_utility", "rectify-window", "Duty("),
        ("banking", "courtesy", "code: Section("),
        ("hospital", "archive-in-time", '_afterwards(k.archive, k.not_archived, "及时归档")'),
        ("hospital", "unrecorded", '*listed_alone("duty1", "认真做好记录", k.unrecorded)'),
    ],
)
def test_a_rule_that_a_function_makes_stands_where_the_function_is_called(desk: Desk, sector: str, code: str, line: str) -> None:
    whole = json.loads(desk("--sector", sector, "regulation", "--format", "json").out)
    assert {_line(r["declared_at"])[: len(line)] for r in whole["rules"] if r["code"] == code} == {line}


def test_a_regulation_that_says_where_its_code_is_links_each_rule_to_its_line() -> None:
    law = evolve(INSURANCE.regulations[0], code_at="https://example.org/blob/main/plugins/")
    page = "".join(FORMATS["html"]([law], "en"))
    found = re.findall(
        r'<a href="https://example\.org/blob/main/plugins/(insurance/[a-z0-9_]+\.py)#L(\d+)"><small>([^<]+)</small></a>', page
    )
    assert len(found) > 100
    assert {f"{file}:{line}" for file, line, _ in found} == {said for _, _, said in found}
    with pytest.raises(ValueError, match="no address"):
        evolve(law, code_at="javascript:alert(1)")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_says_how_figures_are_printed(form: str) -> None:
    plain = "".join(FORMATS[form]([INSURANCE.regulations[0]], "en"))
    assert "to 6 decimals at most, halves away from zero" in plain
    law = evolve(INSURANCE.regulations[0], rounding=Rounding("0.01", "down"))
    assert "to 0.01, the rest cut off" in "".join(FORMATS[form]([law], "en"))
    assert "到0.01，其余舍去" in "".join(FORMATS[form]([law], "zh"))
    rate = "".join(FORMATS[form](POWER.regulations, "en"))
    assert "as reported; printed in hundredths" in rate
    own = [evolve(p, rounding=Rounding("0.001")) if isinstance(p, Figure) else p for p in POWER.regulations[0].provisions]
    law = evolve(POWER.regulations[0], provisions=tuple(own))
    assert "printed in hundredths, to 0.001, halves away from zero" in "".join(FORMATS[form]([law], "en"))
