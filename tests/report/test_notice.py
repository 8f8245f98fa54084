"""The notice of each sample: who is named under which clause, what is a gap, what it rests on; in both languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

import conduct
from conduct.core.base.faults import Fault
from conduct.core.base.words import Lang
from conduct.door.telling import told
from conduct.report.bulletin.document import Bulletin, Chart, Grid, Heading, Paragraph
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.text import grids, notice
from conduct.report.bulletin.text.composing import compose
from conduct.report.bulletin.text.discretion import WITHHELD
from conduct.report.bulletin.text.drawn import Drawings
from conduct.report.bulletin.text.objected import changed
from conduct.report.bulletin.text.sentences import SENTENCES
from conduct.report.bulletin.text.sentences import said as sentence
from conduct.report.bulletin.text.signing import notice_gaps
from conduct.report.bulletin.told import Publication, Told
from conduct.report.labels import heading
from conduct.report.numbers import Numbers
from tests.report.samples import SECTORS, Kept, every_text, table, under
from tests.report.told import telling
from tests.report.told import texts as told_texts
from tests.test_chinese import half_width

HEAD = Letterhead(
    office="江苏保监局",
    number="苏保监发〔2013〕5号",
    to="各保险公司省级分公司",
    opening="为做好信访工作，我局组织了考核。",
    date="2013-01-05",
    distribution="中国保监会",
)
SEALED = Publication("3", False, "2013-01-05T08:00:00Z", "a" * 64, "C-ABCDEFGHIJKLMNOPQRST")


@pytest.fixture(scope="module", params=SECTORS)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The ledger of a sector's sample."""
    return Kept.made(tmp_path_factory.mktemp("notice"), str(request.param))


def of(told: Told, lang: Lang = "zh", kind: str = "notice", letterhead: Letterhead = HEAD) -> Bulletin:
    """A document of what is told."""
    return compose(told, kind, letterhead, lang)


def texts(bulletin: Bulletin) -> str:
    """The body's paragraphs."""
    return "\n".join(block.text for block in bulletin.body if isinstance(block, Paragraph))


@pytest.mark.campaign
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_outcome_and_veto_names_its_units_under_its_clause_and_quotes_the_law(kept: Kept, lang: Lang) -> None:
    with kept.told() as found:
        made, law = of(found, lang), found.assessment.resolved
        part = {"zh": "结果运用", "en": "Outcomes"}[lang]
        for rules, named, title in (
            (law.outcomes, lambda u: u.outcomes, part),
            (law.vetoes, lambda u: [v.veto for v in u.vetoes], heading(law.veto_words, lang)),
        ):
            for rule in rules:
                hit = [u for u in found.assessment.units if any((o.name, o.clause) == (rule.name, rule.clause) for o in named(u))]
                if hit:
                    text = under(made.body, title)
                    assert heading(rule.words, lang) in text
                    assert all(unit.name in text for unit in hit)
                    mine = text[text.index(heading(rule.words, lang)) :]
                    assert (rule.quote if isinstance(rule.quote, str) else rule.quote[0]) in mine


def test_every_sanction_names_whom_it_falls_on_at_which_unit(kept: Kept) -> None:
    with kept.told() as found:
        made = of(found)
        for unit in found.assessment.units:
            for sanction in (s for s in unit.sanctions if s.decided or s.on == unit.unit):
                text = under(under_blocks(made, "处罚"), unit.name)
                line = next(line for line in text.splitlines() if f"（事项 {sanction.incident}）" in line)
                assert found.assessment.names[sanction.on or ""] in line
                assert sanction.rule.words.zh in line


def test_a_person_is_not_named_in_a_notice_for_what_nobody_has_decided(tmp_path: Path) -> None:
    kept = Kept.made(tmp_path, "power_utility")
    with kept.told() as found:
        made, whole, names = of(found), of(found, kind="data"), found.assessment.names
        people = {s.on for u in found.assessment.units for s in u.sanctions if s.on not in (None, u.unit)}
        decided = {s.on for u in found.assessment.units for s in u.sanctions if s.decided}
        assert (waiting := {names[on] for on in people - decided if on is not None})
        said = "\n".join(told_texts(made))
        assert [name for name in waiting if name in said] == []
        assert all(name in "\n".join(told_texts(whole)) for name in waiting)
        (grid,) = [b for annex in made.annexes for b in annex.blocks if isinstance(b, Grid) and b.code == "sanctions"]
        left_out = [row for row in table(grid) if row["对象"].text == "姓名从略"]
        undecided = [s for u in found.assessment.units for s in u.sanctions if not s.decided and s.on != u.unit]
        assert len(left_out) == len(undecided)
        assert {row["状态"].text for row in left_out} == {"待决定"}
        (totals,) = [b for annex in made.annexes for b in annex.blocks if isinstance(b, Grid) and b.code == "persons"]
        assert "只计已定的" in totals.caption
        assert all("–" not in row["扣发奖金（月）"].text for row in table(totals))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_unit_of_which_a_target_is_not_judged_is_named_among_the_notes(tmp_path: Path, lang: Lang) -> None:
    with Kept.made(tmp_path, "power_utility").told() as found:
        (note,) = [one for one in found.assessment.notes if one.zh.startswith("S10 ")]
        notes = [block.text for block in of(found, lang).body if isinstance(block, Paragraph) and block.role == "note"]
    assert "第五条的目标未作判断" in note.zh
    assert note.said(lang) in notes


def test_what_changed_since_a_draft_names_nobody_for_what_nobody_has_decided(tmp_path: Path) -> None:
    kept = Kept.made(tmp_path, "power_utility")
    with conduct.open(kept.path, "power_utility") as office:
        office.publish("2012", draft=True)
        office.record(
            "incident",
            incident="z1",
            unit="S06",
            kind="complaint",
            date="2012-03-01",
            venue="company",
            verified="yes",
            serious="yes",
            person="S06-elc1",
        )
        office.publish("2012", despite="待后续决定")
        with told(office._at, run="1") as found:
            made, within = of(found), changed(found, "zh")
    (grid,) = [b for annex in made.annexes for b in annex.blocks if isinstance(b, Grid) and b.code == "changes"]
    said = "\n".join(entry.text for row in grid.rows for entry in row)
    assert within is not None
    waiting = [part for part in said.split("；") if "待决定" in part]
    assert len(waiting) == 1
    assert "z1" in waiting[0]
    assert "S06-elc1" not in waiting[0]
    assert "S06-elc1" in next(part for part in str(within.blocks).split("；") if "待决定" in part)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_why_a_unit_is_not_assessed_does_not_name_who_complained(tmp_path: Path, lang: Lang) -> None:
    units = [{"unit": f"L{n}", "name": f"示例人寿{n}", "kind": "life"} for n in (1, 2, 3)]
    measures = [
        {"unit": f"L{n}", "measure": measure, "period": "2012", "value": value}
        for n in (1, 2, 3)
        for measure, value in (("outlets", 10), ("premium", 100_000_000))
    ]
    incidents = [
        {"incident": "i1", "unit": "L1", "kind": "petition", "channel": "visit", "date": "2012-03-05", "complainant": "欧阳小草"}
    ]
    left_out = {"step": "not-assessed", "date": "2012-12-30", "period": "2012", "by": "信访处"}
    actions = [
        {"action": "n1", "unit": "L2", "reason": "与欧阳小草达成和解，本年不予考核", **left_out},
        {"action": "n2", "unit": "L3", "reason": "12月开业，本年不予考核", **left_out},
    ]
    with telling(
        tmp_path, "insurance", "2012", lang, units=units, measures=measures, incidents=incidents, actions=actions
    ) as found:
        said = "\n".join(told_texts(of(found, lang)))
    assert "小草" not in said
    assert WITHHELD.said(lang) in said
    assert "12月开业，本年不予考核" in said


def under_blocks(made: Bulletin, part: str) -> list[object]:
    """The blocks from the part on."""
    at = next(n for n, block in enumerate(made.body) if getattr(block, "text", "").endswith(f"、{part}"))
    return list(made.body[at + 1 :])


@pytest.mark.campaign
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_outcomes_have_no_two_headings_alike_and_none_that_nobody_reached(kept: Kept, lang: Lang) -> None:
    with kept.told() as found:
        made = of(found, lang)
        headings = [re.sub(r"^（.+?）|^[A-Z]\. ", "", block.text) for block in made.body if isinstance(block, Heading)]
        for outcome in found.assessment.resolved.outcomes:
            words = heading(outcome.words, lang)
            hit = any(o.words == outcome.words for u in found.assessment.units for o in u.outcomes)
            assert sum(one.startswith(words) for one in headings) == hit, words


@pytest.mark.campaign
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_and_the_last_are_named_with_their_scores(kept: Kept, lang: Lang) -> None:
    with kept.told() as found:
        text, numbers = texts(of(found, lang)), Numbers(found.assessment)
        ranked = [u for u in found.assessment.units if u.rank is not None]
        for unit in (u for u in ranked if u.rank in (1, max(one.rank or 0 for one in ranked))):
            assert unit.name in text
            assert numbers.score(unit) in text


@pytest.mark.campaign
def test_what_the_office_did_not_say_is_a_gap_in_its_place(kept: Kept) -> None:
    with kept.told() as found:
        bare, full = of(found, letterhead=Letterhead()), of(found)
        assert (bare.to, bare.number, bare.day) == ("【待填：主送机关】", "【待填：发文字号】", "【待填：成文日期】")
        assert bare.office == bare.signatory == "【待填：发文机关】"
        assert bare.gaps == ("发文机关", "发文字号", "主送机关", "成文日期")
        assert "【" not in texts(bare)  # the text is complete without an opening
        assert [sentence(f"gap_{what}", "zh") for what in notice_gaps(Letterhead(), draft=False)] == list(bare.gaps)
        assert notice_gaps(HEAD, draft=False) == ()
        assert (full.gaps, full.day, full.to) == ((), "2013年1月5日", "各保险公司省级分公司")
        assert "【" not in texts(full)
        assert of(found, "en", letterhead=Letterhead()).to == "[to be filled in: addressee]"


def test_the_office_s_opening_and_the_program_s_sentence_do_not_both_announce_the_result(kept: Kept) -> None:
    with kept.told() as found:
        assert "现将有关情况通报如下：" in texts(of(found))
        announced = evolve(HEAD, opening="为督促各单位，现将考核情况通报如下。")
        assert "现将有关情况通报如下" not in texts(of(found, letterhead=announced))


@pytest.mark.campaign
@pytest.mark.parametrize("kind", ["notice", "data"])
def test_chinese_has_full_width_marks(kept: Kept, kind: str) -> None:
    with kept.told() as found:
        said = [text for text in every_text(of(found, kind=kind)) if half_width(text)]
        law = "".join(clause.heading + clause.body for clause in found.assessment.regulation.text.clauses)
        assert [text for text in said if text not in law] == []


def test_sentences_have_full_width_marks_and_the_same_values_in_both_languages() -> None:
    assert [words.zh for words in SENTENCES.values() if half_width(words.zh)] == []
    for code, words in SENTENCES.items():
        named = [set(re.findall(r"\{(\w+)\}", text)) for text in (words.zh, words.en)]
        assert code == "basis" or named[0] == named[1], code


def test_every_sentence_is_said_somewhere() -> None:
    room = Path(grids.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(room.glob("*.py")) if path.name != "sentences.py")
    made = ("gap_", "kind_", "check_replace", "and_more")  # put together, or said by the module itself
    assert [code for code in SENTENCES if f'"{code}"' not in source and not code.startswith(made)] == []


def test_more_incidents_than_a_sheet_lists_are_left_out_and_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept.made(tmp_path, "hospital")
    for module in (grids, notice):
        monkeypatch.setattr(module, "MOST_LISTED", 67)
    with kept.told() as found:
        made = of(found)
        assert made.sheets == ()
        assert "excused" not in {block.code for annex in made.annexes for block in annex.blocks if isinstance(block, Grid)}
        assert made.notes[-1] == "考核期内有68件事项，多于一张表所能列示的67件，未逐件列出"


def test_the_notes_of_a_sample_stand_in_the_notice(kept: Kept) -> None:
    with kept.told() as found:
        made = of(found)
        assert all((note.zh in texts(made)) != (note.zh in made.notes) for note in found.assessment.notes)
        assert not any(words in texts(made) for words in ("conduct.toml", "未设规则", "不起作用"))
        assert all(note.zh in texts(made) for note in found.ledger.notes(found.assessment.sector))
        assert "虚构" in texts(made)


def test_what_is_open_is_listed_whole(kept: Kept) -> None:
    with kept.told() as found:
        made = of(found)
        said = texts(made) + "\n".join(
            entry.text
            for annex in made.annexes
            for block in annex.blocks
            if isinstance(block, Grid)
            for row in block.rows
            for entry in row
        )
        assert all(one.words.zh in said for one in found.pending if one.what != "sanction")
        assert all(f"（{n}项）" in said for n in [sum(one.what == "sanction" for one in found.pending)] if n)


def test_it_says_what_it_rests_on_and_that_it_is_not_published(kept: Kept) -> None:
    with kept.told() as found:
        made = of(found)
        rows, a = dict(made.check.rows), found.assessment
        assert a.regulation.title.zh in rows["考核办法"]
        shown = [re.split("[：（]", value.split("=")[0])[-1] for what, value in made.check.rows if what == "理解口径"]
        assert shown == list(a.readings)
        assert (rows["考核编号"], rows["台账校验值"]) == (a.run, a.head)
        assert (made.check.code, rows["核验码"], rows["公布情况"]) == (None, "无（未公布）", "未公布")
        assert "没有核验码" in made.check.how
        assert made.notes[0] == "本件所列考核结果尚未公布。"
        assert rows["数据截至"] == f"{a.as_of.year}年{a.as_of.month}月{a.as_of.day}日"


def test_a_published_run_bears_its_code_and_the_head_of_its_publication(kept: Kept) -> None:
    with kept.told() as found:
        before = evolve(SEALED, number="2", at="2013-01-02T08:00:00Z", code=None)
        made = of(evolve(found, publication=SEALED, replaces=before))
        rows = dict(made.check.rows)
        assert (made.check.code, rows["台账校验值"]) == (SEALED.code, SEALED.head)
        assert (rows["公布情况"], rows["取代的结果"]) == ("已公布，第3号", "第2号（2013年1月2日）")
        assert f"conduct verify {SEALED.code}" in made.check.how
        assert "本次公布的结果（第3号）取代2013年1月2日公布的第2号结果。" in texts(made)
        assert "尚未公布" not in texts(made)


def test_a_draft_says_so_in_its_title_and_asks_for_objections(kept: Kept) -> None:
    with kept.told() as found:
        draft = evolve(found, publication=evolve(SEALED, number="d1", draft=True))
        made = of(draft)
        assert made.title.endswith("（征求意见稿）")
        assert "征求意见稿（d1），不是公布的结果" in texts(made)
        assert made.gaps == ("提出异议的期限和方式",)
        assert of(draft, letterhead=evolve(HEAD, objections="请于2013年1月20日前书面提出")).gaps == ()


def test_the_notice_of_a_final_run_names_the_draft_and_what_changed_with_both_scores(tmp_path: Path) -> None:
    kept = Kept.made(tmp_path, "insurance")
    with conduct.open(kept.path, "insurance") as office:
        office.publish("2012", draft=True)
        office.record("action", step="appeal", incident="x07", by="P05", reason="提供了录音", date="2013-01-10")
        decided = {"incident": "x07", "by": "信访处", "reason": "录音属实", "upheld": "yes", "date": "2013-01-15"}
        office.record("action", {"step": "appeal-decided", **decided})
        office.publish("2012", despite="其余申诉不影响名次")
        with told(office._at, run="1") as found, told(office._at, run="d1") as sent:
            final, draft = of(found), of(sent)
            was, now = (next(u for u in one.assessment.units if u.unit == "P05") for one in (sent, found))
            scores = Numbers(sent.assessment).score(was), Numbers(found.assessment).score(now)
    assert "征求意见稿 d1" in texts(final)
    assert "仍予公布的理由：其余申诉不影响名次。" in texts(final)
    grids = {block.code: block for annex in final.annexes for block in annex.blocks if isinstance(block, Grid)}
    (row,) = [row for row in table(grids["changes"]) if row["名称"].text == now.name]
    assert (row["原得分"].text, row["现得分"].text) == scores
    assert dict(final.check.rows)["此前的征求意见稿"].startswith("d1（")
    assert "公布了第1号结果" in texts(draft)
    assert dict(draft.check.rows)["此后公布的结果"].startswith("第1号")
    assert any(block.code == "objections" for annex in draft.annexes for block in annex.blocks if isinstance(block, Grid))


def test_a_period_stands_in_the_title_as_an_office_writes_it(kept: Kept) -> None:
    with kept.told() as found:
        a = found.assessment
        said = {"insurance": "2012年度", "power_utility": "2012年度", "banking": "2012年第四季度", "hospital": "2012年度"}
        assert of(found).title.startswith(f"关于{said[a.sector.name]}")
        assert of(found).title.endswith("情况的通报")
        assert of(found, letterhead=evolve(HEAD, title="关于先进单位的通报")).title == "关于先进单位的通报"


def test_a_desk_s_month_has_what_was_carried_over(tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = Kept.made(tmp_path_factory.mktemp("month"), "hospital")
    with kept.told("2012-09") as found:
        made = of(found)
        (desk,) = found.assessment.units
        figures = {figure.words.zh: figure.value for figure in desk.figures}
        assert figures["上期结转"] > 0
        text = texts(made)
        for words in ("受理", "上期结转", "办结", "未办结", "逾期未结"):
            assert f"{words}{figures[words]}件" in text
        (grid,) = [block for block in made.body if isinstance(block, Grid)]
        assert table(grid)[0]["上期结转"].value == figures["上期结转"]
        assert "2012年9月" in made.title


def test_a_decision_is_refused_where_the_law_sanctions_nobody_and_on_whom_no_sanction_fell(kept: Kept) -> None:
    with kept.told() as found:
        for unit, code in ((found.assessment.units[0].unit, "decision-unit"), ("nobody", "decision-nobody")):
            with pytest.raises(Fault) as refused:
                compose(found, "decision", HEAD, "zh", unit)
            wanted = code if found.assessment.sector.name == "power_utility" else "decision-none"
            assert [problem.code for problem in refused.value.problems] == [wanted]


def test_a_spreadsheet_of_the_offices_own_tables_has_every_incident_and_nothing_else_has(kept: Kept) -> None:
    with kept.told() as found:
        (sheet,) = of(found, kind="data").sheets
        assert (sheet.code, sheet.columns[-1].heading) == ("incidents", "内容")
        assert all(isinstance(row["日期"].value, date) for row in table(sheet))
        assert of(found).sheets == (), "everybody reads a notice, and the same in every format"
        for made in (of(found), of(found, kind="data")):
            assert "incidents" not in {block.code for block in made.blocks if isinstance(block, Grid)}


def test_charts_have_the_figures_of_the_run(kept: Kept) -> None:
    with kept.told() as found:
        drawings, numbers = Drawings(found, "zh"), Numbers(found.assessment)
        units = {u.name: u for u in found.assessment.units}
        for chart in drawings.standings():
            assert all(len(series.values) == len(chart.categories) == len(chart.ends) for series in chart.series)
            for n, name in enumerate(chart.categories):
                assert chart.ends[n] == f"{numbers.score(units[name])}分，第{units[name].rank}名"
                assert sum(series.values[n] or 0 for series in chart.series) == units[name].score
        months = drawings.months()
        assert isinstance(months, Chart)
        assert months.categories[0].endswith("月")
        assert f"共{sum(v for series in months.series for v in series.values if v)}件" in months.said
        ranked = [u for u in found.assessment.units if u.rank is not None]
        for unit in ranked[:1] + ranked[-1:]:
            near = drawings.neighbours(unit.unit)
            assert near is not None
            assert near.categories[near.marked or 0] == unit.name
            assert len(near.categories) == min(7, len(ranked))
