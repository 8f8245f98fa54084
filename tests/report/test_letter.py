"""The letter to one unit: its own result with the words of its own clauses, what does not count and why, and nobody's name who
complained."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from conduct.core.base.faults import Fault
from conduct.core.base.words import Lang
from conduct.report.bulletin.document import Chart, Element, Grid, Heading, Paragraph
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.text.discretion import COMPLAINANT, WITHHELD
from conduct.report.bulletin.text.letter import letter
from conduct.report.bulletin.text.letter_words import LETTER_WORDS
from conduct.report.bulletin.text.wording import clause_said
from conduct.report.bulletin.told import Publication
from tests.report.test_called import ENTERED
from tests.report.test_masking import CORPUS
from tests.report.told import elements, grids, laws, telling, texts
from tests.test_chinese import half_width

LANGS: tuple[Lang, ...] = ("zh", "en")
SAMPLES = [
    ("insurance", "2012", "P34"),
    ("power_utility", "2012", "S07"),
    ("banking", "2012-Q1", "B8"),
    ("banking", "2012", "B8"),
    ("hospital", "2012-Q3", "D1"),
]
HEAD = Letterhead(
    office="江苏保监局", number="苏保监函〔2013〕3号", date="2013-01-20", objections="自收到本函之日起15日内向信访处提出"
)


@pytest.mark.campaign
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("sector", "period", "unit"), SAMPLES)
def test_every_sector_writes_to_a_unit(tmp_path: Path, sector: str, period: str, unit: str, lang: Lang) -> None:
    with telling(tmp_path, sector, period, lang) as told:
        made = letter(told, HEAD, lang, unit)
        result = next(one for one in told.assessment.units if one.unit == unit)
    assert (made.kind, made.form, made.to, made.unit) == ("letter", "letter" if lang == "zh" else "plain", result.name, unit)
    assert made.gaps == ()
    headings = [one.text for one in made.body if isinstance(one, Heading) and one.level == 1]
    assert headings[0].startswith("一、" if lang == "zh" else "I. ")
    assert any("15日内" in text for text in texts(made))
    listed = {cell.text for table in grids(made, "incidents") for row in table.rows for cell in row}
    assert {i for line in result.lines for i in line.incidents or () if line.words is None} <= listed


@pytest.mark.parametrize(
    ("sector", "period", "unit"),
    [("insurance", "2012", "P34"), ("insurance", "2012", "L03"), ("banking", "2012-Q1", "B8"), ("banking", "2012-Q1", "B5")],
)
def test_the_lines_of_a_section_come_to_what_is_printed_of_it(tmp_path: Path, sector: str, period: str, unit: str) -> None:
    with telling(tmp_path, sector, period) as told:
        made = letter(told, HEAD, "zh", unit)
    (sections,) = grids(made, "sections")
    printed = {row[0].text: row[2].value for row in sections.rows}
    of: dict[str, list[Element]] = {}
    at = ""
    for one in made.body:
        if isinstance(one, Heading):
            at = one.text.partition("）")[2]
        of.setdefault(at, []).append(one)
    compared = 0
    for section, found in of.items():
        for table in (one for one in found if isinstance(one, Grid) and one.code == "lines"):
            column = [c.heading for c in table.columns].index("分值")
            points = [row[column].value for row in table.rows]
            summed = sum((Decimal(value) for value in points if isinstance(value, int | Decimal)), Decimal(0))
            capped = any(isinstance(one, Paragraph) and one.text.startswith("各项合计") for one in found)
            assert capped == (printed[section] != summed), section
            compared += 1
    assert compared


def test_a_section_that_is_used_up_says_what_its_lines_come_to(tmp_path: Path) -> None:
    incidents = [{"incident": f"i{n}", "unit": "L1", "kind": "supervision-defied", "date": "2012-03-05"} for n in range(4)]
    with telling(tmp_path, "insurance", "2012", **_insurers(), incidents=incidents) as told:
        made = letter(told, HEAD, "zh", "L1")
    assert "各项合计-40分，按上限计-25分。" in list(texts(made))


@pytest.mark.campaign
@pytest.mark.parametrize(("sector", "period", "unit"), SAMPLES)
def test_a_letter_quotes_the_clauses_of_its_own_unit_alone(tmp_path: Path, sector: str, period: str, unit: str) -> None:
    with telling(tmp_path, sector, period, "en") as told:
        zh, en = (laws(letter(told, HEAD, lang, unit)) for lang in LANGS)
        result = next(one for one in told.assessment.units if one.unit == unit)
        found = (*result.vetoes, *result.sanctions, *result.outcomes)
        own = {line.clause for line in result.lines}
        own |= {getattr(one, "rule", getattr(one, "veto", one)).clause for one in found}
        own |= {combined.clause for combined in told.assessment.resolved.combined.values()}
        own |= {factor.clause for charge in told.assessment.resolved.charges for factor in charge.count.factors}
        own |= {factor.clause for ranking in told.assessment.resolved.rankings for factor in ranking.count.factors}
        whole = "".join(clause.body for clause in told.assessment.regulation.text.clauses)
    assert all(one.endswith("”。") for one in zh)
    said = [one.partition("：")[2].removesuffix("。") for one in zh]
    assert said == [one.partition(": ")[2].removesuffix(".") for one in en]  # the law in its own words in both
    assert {one.partition(": ")[0] for one in en} <= {clause_said(clause, "en") for clause in own}
    for words in (quote for one in en for quote in one.partition(": ")[2].strip("“”.").split("”“")):
        assert words.replace(" ", "") in whole.replace(" ", "") or sector == "banking", words


def test_a_passage_is_quoted_once_and_none_within_another_of_its_clause(tmp_path: Path) -> None:
    with telling(tmp_path, "insurance", "2012") as told:
        found = laws(letter(told, HEAD, "zh", "L03"))
    (clause,) = (one for one in found if one.startswith("4.2"))
    assert clause.count("对全年考核最后三名的保险机构给予通报批评") == 1
    passages = [(one.partition("：")[0], words) for one in found for words in one.partition("：")[2].strip("“”").split("”“")]
    assert len(passages) == len(set(passages))


def test_who_complained_stands_nowhere_whatever_holds_the_name(tmp_path: Path) -> None:
    incidents = [
        _complaint("c1", text="王小明来电反映窗口只开一个", complainant="王小明", phone="13812345678", against="K1"),
        _complaint("c2", text="三个窗口只开一个", complainant="李女士", phone="0527-81234567"),
        _complaint("c3", text="请回电13812345678", complainant="张**"),
    ]
    withdrawn = {"step": "withdraw", "date": "2012-07-04"}
    decided = {"step": "appeal-decided", "date": "2012-07-06", "upheld": "no"}
    actions = [
        {**withdrawn, "action": "a1", "incident": "c1", "by": "王小明", "reason": "小明已与科室和解"},
        {"action": "a2", "step": "appeal", "date": "2012-07-05", "incident": "c2", "by": "D1", "reason": "李女士不配合"},
        {**decided, "action": "a3", "incident": "c2", "by": "院办", "reason": "投诉人赵四作证"},
        {**withdrawn, "action": "a4", "incident": "c3", "by": "D1", "reason": "与c2为同一事项", "note": "王小明"},
    ]
    units = [
        {"unit": "D1", "name": "接待站", "kind": "desk"},
        {"unit": "K1", "name": "门诊", "kind": "department", "parent": "D1"},
    ]
    for lang in LANGS:
        folder = tmp_path / lang
        folder.mkdir()
        with telling(folder, "hospital", "2012-07", lang, units=units, incidents=incidents, actions=actions) as told:
            made = letter(told, HEAD, lang, "D1")
        whole = "\n".join(texts(made))
        for given in ("王小明", "小明", "李女士", "13812345678", "81234567", "赵四", "张"):
            assert given not in whole
        assert whole.count(WITHHELD.said(lang)) >= 3
        assert ("三个窗口只开一个" in whole, "与c2为同一事项" in whole, COMPLAINANT.said(lang) in whole) == (True, True, True)


def test_an_incident_is_not_quoted_that_may_name_one_entered_in_other_words_than_his_name(tmp_path: Path) -> None:
    given = {**ENTERED, "楚 ": "曾楚", "褚曦翊某某公司员工": "曦", "王女士": "王霏", "张**": "张霏"}
    incidents = [_complaint(f"c{n}", complainant=one, text=f"护士冲着{said}发火") for n, (one, said) in enumerate(given.items())]
    incidents += [_complaint(f"d{n}", text=f"护士又刁难{said}一家") for n, said in enumerate(ENTERED.values()) if len(said) > 1]
    units: list[dict[str, object]] = [{"unit": "D1", "name": "接待站", "kind": "desk"}]
    with telling(tmp_path, "hospital", "2012-07", units=units, incidents=incidents) as told:
        (table,) = grids(letter(told, HEAD, "zh", "D1"), "incidents")
    assert len(table.rows) == len(incidents)
    assert {row[-1].text for row in table.rows} == {WITHHELD.zh}


@pytest.mark.parametrize("hidden", [True, False])
def test_of_every_text_of_the_corpus_nothing_planted_is_quoted_and_the_rest_is(tmp_path: Path, hidden: bool) -> None:
    samples = [sample for _, sample in CORPUS if bool(sample.planted) == hidden]
    incidents = []
    for n, sample in enumerate(samples):
        names = [sample.text[p.start : p.end] for p in sample.planted if p.kind == "name"]
        incidents.append(_complaint(f"c{n}", text=sample.text, complainant=names[0] if names else ""))
    units: list[dict[str, object]] = [{"unit": "D1", "name": "接待站", "kind": "desk"}]
    with telling(tmp_path, "hospital", "2012-07", units=units, incidents=incidents) as told:
        (table,) = grids(letter(told, HEAD, "zh", "D1"), "incidents")
    shown = {row[0].text: row[-1].text for row in table.rows}
    assert len(shown) == len(samples) > 20
    if hidden:
        assert set(shown.values()) == {WITHHELD.zh}
    else:  # a text that names nobody may hold a surname of somebody else who complained
        assert sum(shown[f"c{n}"] == sample.text for n, sample in enumerate(samples)) > 0.9 * len(samples)


def test_what_is_excused_or_out_says_by_which_action_when_by_whom_and_why(tmp_path: Path) -> None:
    with telling(tmp_path, "power_utility", "2012") as told:
        (table,) = grids(letter(told, HEAD, "zh", "S07"), "excused")
        (appeals,) = grids(letter(told, HEAD, "zh", "S08"), "objections")
    said = {row[0].text: row[-1].text for row in table.rows}
    assert said["c12"] == "免责：是否属实：否（核实，c12-2，2012年7月26日，公司行风办）"
    assert said["c08"] == "撤销（c08-1，2012年4月13日，公司行风办）：与c07为同一人同一事项，来访后又来电，重复登记"
    assert [cell.text for cell in appeals.rows[0]][:3] == ["c13", "行风和服务投诉", "2012-09-12"]
    assert appeals.rows[0][-1].text.startswith("成立，不计：答复记录和转告单属实")


def test_sentences_have_full_width_marks_and_the_same_values_in_both_languages() -> None:
    assert [words.zh for words in LETTER_WORDS.values() if half_width(words.zh)] == []
    for code, words in LETTER_WORDS.items():
        named = [set(re.findall(r"\{(\w+)\}", text)) for text in (words.zh, words.en)]
        assert code in ("opening", "opening_draft") or named[0] == named[1], code  # to a unit one writes “you” in Chinese


def test_no_figure_of_others_stands_in_a_letter_before_the_result_is_published(tmp_path: Path) -> None:
    with telling(tmp_path, "insurance", "2012") as told:
        sealed = Publication("1", False, "2013-01-20T08:00:00Z", "a" * 64, "C-ABCDEFGHIJKLMNOPQRST")
        published = evolve(told, publication=sealed)
        average = r"行业平均得分 [0-9]+"
        made = letter(published, HEAD, "zh", "P34")
        assert any(re.search(average, text) for text in texts(made))
        assert [one.code for one in elements(made) if isinstance(one, Chart)].count("neighbours") == 1
        for before in (told, evolve(told, publication=evolve(sealed, number="d1", draft=True)), evolve(published, withheld=True)):
            made = letter(before, HEAD, "zh", "P34")
            found = list(texts(made))
            assert not any(re.search(average, text) for text in found)
            assert any("行业平均得分待结果公布后告知" in text for text in found)
            assert not [one for one in elements(made) if isinstance(one, Chart) and (one.code == "neighbours" or one.band)]
        assert any("average of the class is told once" in text for text in texts(letter(told, HEAD, "en", "P34")))


def test_neighbours_are_named_where_the_notice_names_them_and_nowhere_else(tmp_path: Path) -> None:
    with telling(tmp_path, "insurance", "2012") as told:
        names = {unit.name for unit in told.assessment.units} - {"示例翼火财险"}
        made = letter(told, HEAD, "zh", "P34")
        assert not names & set(texts(made))
        sealed = Publication("1", False, "2013-01-20T08:00:00Z", "a" * 64, "C-ABCDEFGHIJKLMNOPQRST")
        draft = evolve(sealed, number="d1", draft=True)
        assert not names & set(texts(letter(evolve(told, publication=draft), HEAD, "zh", "P34")))
        assert len(names & set(texts(letter(evolve(told, publication=sealed), HEAD, "zh", "P34")))) >= 4


def test_the_facts_of_all_units_but_the_first_are_read_together(tmp_path: Path) -> None:
    with telling(tmp_path, "insurance", "2012") as told:
        first, second, *_ = told.assessment.units
        letter(told, HEAD, "zh", first.unit)
        assert set(told.behind) == {first.unit}
        letter(told, HEAD, "zh", second.unit)
        assert set(told.behind) == {unit.unit for unit in told.assessment.units}


def test_what_is_open_for_the_unit_is_listed_and_nothing_of_others(tmp_path: Path) -> None:
    with telling(tmp_path, "power_utility", "2012") as told:
        found = list(texts(letter(told, HEAD, "zh", "S07")))
    at = found.index("以下事项尚未决定，决定后结果可能变动。")
    listed = [text for text in found[at + 1 : at + 9] if re.match("[0-9]+\\. ", text)]
    assert listed == [
        "1. 未决定的处罚：事项 c22 的警告以上处分（武光远）",
        "2. 未决定的处罚：事项 w05 的警告以上处分（敖国权）",
        "3. 未决定的处罚：事项 w07 的扣发奖金（敖国权）",
    ]


def test_a_unit_s_trend_is_drawn_where_there_were_periods_before(tmp_path: Path) -> None:
    facts = _insurers()
    facts["measures"] += [{**row, "period": "2013"} for row in facts["measures"]]
    incidents = [
        {"incident": "i1", "unit": "L1", "kind": "late", "date": "2012-03-05"},
        {"incident": "i2", "unit": "L2", "kind": "feedback-form", "date": "2013-03-05"},
    ]
    with telling(tmp_path, "insurance", "2013", **facts, incidents=incidents) as told:
        made = letter(told, HEAD, "zh", "L1")
    (trend,) = (one for one in elements(made) if isinstance(one, Chart) and one.code == "trend")
    assert [value for series in trend.series for value in series.values] == [98, 100]


def test_a_unit_that_is_not_assessed_is_told_why(tmp_path: Path) -> None:
    with telling(tmp_path, "banking", "2012-Q2") as told:
        found = list(texts(letter(told, HEAD, "zh", "B10")))
    assert "你单位2012-Q2 不予考核，原因：6月28日开业，本季度不予考核（市分行服务办，n1）。" in found


def test_a_unit_that_is_not_in_the_result_gets_no_letter(tmp_path: Path) -> None:
    with telling(tmp_path, "power_utility", "2012") as told, pytest.raises(Fault) as raised:
        letter(told, HEAD, "zh", "S07-head")
    assert [one.code for one in raised.value.problems] == ["unit-not-assessed"]


@pytest.mark.parametrize(("lang", "number"), [("zh", "发文字号"), ("en", "number")])
def test_what_the_office_does_not_say_is_a_visible_gap_but_for_the_number_of_a_letter(
    tmp_path: Path, lang: Lang, number: str
) -> None:
    """GB/T 9704 makes the number an element of an official letter, where it is told to be missing; a plain letter needs none."""
    with telling(tmp_path, "insurance", "2012", **_insurers()) as told:
        made = letter(told, Letterhead(), lang, "L1")
    assert (made.number, number in made.gaps) == ("", lang == "zh")
    shown = [gap for gap in made.gaps if gap != number]
    assert len(shown) == 3
    assert all(any(gap in text for text in (*texts(made), made.day)) for gap in shown)


def _insurers() -> dict[str, list[dict[str, object]]]:
    measures = [
        {"unit": unit, "measure": measure, "period": "2012", "value": value}
        for unit in ("L1", "L2")
        for measure, value in (("outlets", 10), ("premium", 100_000_000))
    ]
    return {"units": [{"unit": u, "name": f"示例人寿{u}", "kind": "life"} for u in ("L1", "L2")], "measures": measures}


def _complaint(incident: str, **more: str) -> dict[str, object]:
    return {"incident": incident, "unit": "D1", "kind": "complaint", "date": "2012-07-02", "on-the-spot": "yes", **more}


def test_a_section_that_a_formula_fills_shows_what_it_could_have_come_to_and_what_was_lost(tmp_path: Path) -> None:
    with telling(tmp_path, "banking", "2012-Q4") as told:
        unit = next(
            u for u in told.assessment.units if any(s.section.start is not None and s.base < s.section.base for s in u.sections)
        )
        (grid,) = grids(letter(told, Letterhead(), "zh", unit.unit), "sections")
        rows = {row[0].text: row[1:] for row in grid.rows}
        formula = [s for s in unit.sections if s.section.start is not None]
        for s in formula:
            base, moved, score = next(cells for name, cells in rows.items() if s.section.words.zh in name)
            assert base.value == s.section.base
            assert base.value + moved.value == score.value
            assert (moved.value < 0) == (s.score < s.section.base)
