"""The checks of a sector and its cases: what a stranger got wrong is said in words, and what is right passes."""

from __future__ import annotations

import importlib
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve

from conduct.core.base.exact import Exact
from conduct.core.base.words import Words
from conduct.core.law.numerals import figures_in
from conduct.core.law.readings import bounds_words
from conduct.law import Combined, EveryPeriod, FromPeriod, Positive, Reading, Sanction, SanctionTerms, Standing, WorkingDays
from conduct.testing import cases_of, check_sector, run_case, uncovered
from tests.outside.conftest import DOUBLES_FIRST, TAXI, Site

W = Words("某", "some")


@pytest.fixture
def t(site: Site) -> ModuleType:
    """The example's module."""
    site.taxi()
    return importlib.import_module("conduct_taxi")


WRONG = [
    (
        "when=serious.is_(True)",
        'when=Attribute("grave", Words("重", "grave"), YesNo()).is_(True)',
        "its condition reads grave, which is none of the kinds that it counts; those are: detour, driver, serious",
    ),
    (
        "OnPerson(driver)",
        'OnPerson(Attribute("who", Words("谁", "who"), UnitId()))',
        "OnPerson: who is no attribute of the kinds that it counts",
    ),
    ("OnPerson(driver)", 'OnPerson(driver, ("pilot",))', "OnPerson: there is no kind of unit pilot; known: company, driver"),
    ("units=(COMPANY.code,)", 'units=("shop",)', "kind complaint: units: there is no kind of unit shop"),
    ('requires=("by", "reason")', 'requires=("by", "boss")', "step decide: requires: there is no column of actions boss"),
    (
        "CLAUSE_2: tuple[Provision, ...] = (service,)",
        "CLAUSE_2: tuple[Provision, ...] = ()",
        "Charge complaint (2.1): the section 2 is not among the provisions",
    ),
    (
        "    close_within,\n    handling,\n",
        "    handling,\n",
        "Duty close-in-time (1): the reading close-within is not declared: list it among the provisions",
    ),
    ("    detour_doubles,\n    Charge(", "    Charge(", "the reading detour-doubles is not declared"),
    ('Words("逾期办结", "closed late")', 'Words("投诉", "closed late")', "kinds of incident: 投诉 means both complaint and late"),
    ('Words("办结", "close")', 'Words("决定", "close")', "steps: 决定 means both close and decide"),
    ('Words("绕路", "detour")', 'Words("情节严重", "detour")', "columns of incidents: 情节严重 means both detour and serious"),
    ('Words("绕路", "detour")', 'Words("日期", "detour")', "columns of incidents: 日期 means both date and detour"),
    ('Words("驾驶员", "driver"))\n', 'Words("公司", "driver"))\n', "kinds of unit: 公司 means both company and driver"),
    (
        "First(1))",
        'First(1), unless=("nothing",))',
        "Outcome praised (4): unless: there is no veto or outcome nothing; known: praised",
    ),
    ("First(1))", 'First(1), also=("nothing",))', "also: there is no veto nothing"),
    ("First(1))", 'First(1), periods=("yearly",))', "periods: there is no kind of period of the sector yearly"),
    (
        '"handling"), base=60',
        '"handling"), base=60, combine="max"',
        "Section 1 (1): combine: 'max' (str) is not one of 'sum', 'highest'",
    ),
    (
        "Range(1, 3, months)",
        'Range(1, 3, Attribute("much", Words("多少", "much"), Number()))',
        "decided_by: much is no attribute of the step decide; those are: clause, months",
    ),
    ("Range(1, 3, months)", "Range(3, 1, months)", "Sanction withhold-bonus (3): months: it goes from 3 down to 1"),
    (
        "Reported(taxis",
        'Reported(MeasureKind("cars", Words("车", "cars"), Number(), Words("辆", "x"))',
        "the measure cars is not declared by the sector",
    ),
    ('"complaints": Counted', '"upheld": Counted', "per_hundred does not take the inputs upheld, hundreds"),
    (
        'Standing("4", "按得分由高到低排定名次")',
        'Standing("4", "按得分由高到低排定名次", larger=taxis)',
        "it cannot do without the measure taxis: list it in the sector's needs",
    ),
    ('    Standing("4", "按得分由高到低排定名次"),\n', "", "it turns on the rank, and the regulation has no Standing"),
    ("steps=(transfer, close, decide)", "steps=(transfer, decide)", "the step close is not declared by the sector"),
    ("kinds=(complaint, late)", "kinds=(complaint,)", "the kind late is not declared by the sector"),
    ('ClauseId(("3",))', 'ClauseId(("33",))', "attribute clause: there is no clause of the text 33"),
    ('"closed late"), clause="1"', '"closed late"), clause="9"', "kind late: no text has a clause 9"),
    ("in_force_from=date(2025, 1, 1)", "in_force_from=date(2024, 1, 1)", "two editions are in force from 2024-01-01"),
    ("UnitId((DRIVER.code,))", 'UnitId(("pilot",))', "attribute driver: there is no kind of unit pilot"),
    (
        "        section=service,\n",
        '        section=Choice(detour_doubles, {"yes": handling, "no": service}),\n',
        "Charge complaint (2.1): section: a Choice cannot stand here",
    ),
    (
        "scale=Each(2)",
        'scale=Each(Choice(detour_doubles, {"yes": 2, "no": 7}))',
        "Charge complaint (2.1): its quote does not give the figure 7",
    ),
    (
        '"service"), base=40',
        '"service"), base=Choice(detour_doubles, {"yes": 40, "no": 30})',
        "the sections' bases come to 90, not 100",
    ),
    (
        "First(1))",
        'Choice(detour_doubles, {"yes": First(1), "no": 7}))',
        "Outcome praised (4): place (detour-doubles = no): 7 (int) is not First, Last, Below or Found",
    ),
    ("notice_2025_2", "notice_2026_2", "cannot be read"),
    (
        "WorkingDays(5)",
        "WorkingDays(7)",
        "Duty close-in-time (1): its quote does not give the figure 7 of its deadline",
    ),
    ('{"yes": 2, "no": 1}', '{"yes": 3, "no": 1}', "Charge complaint (2.1): its quote does not give the figure 3 of the factor"),
    ("per=100", "per=1000", "Figure per-hundred (4): its quote does not give the figure 1000 of hundreds in its formula"),
    (
        "months=Range(1, 3, months)",
        'months=2, repeated=Repeated(4, "person")',
        "Sanction withhold-bonus (3): its quote does not give the figure 4 of how often it must be repeated",
    ),
    ('"sample"', '"sampel"', "sample: the package has no folder sampel"),
    (
        "        scale=Each(2),\n        section=service,\n    ),\n",
        "        scale=Each(2),\n        section=service,\n    ),\n"
        '    Charge("2.1", "每件扣两分", count(complaint), Each(2), service),\n',
        "item complaint (2.1) in section 2 is declared twice",
    ),
]


def test_one_fault_is_told_once(site: Site) -> None:
    """Nor are the sentences of a clause told beside it; what two editions share is said with both."""
    site.taxi(('    Outcome("4", "第一名给予表扬", name="praised", words=Words("表扬", "praised"), place=First(1)),\n', ""))
    found = check_sector(importlib.import_module("conduct_taxi").SECTOR)
    assert found == []
    text = site.folder / "conduct_taxi" / "notice_2025_2.zh.md"
    more = "## 6 · 其他\n\n另有一条,每件扣三分。再有一句。\n\n---"
    text.write_text(text.read_text(encoding="utf-8").replace("---", more), encoding="utf-8")
    del sys.modules["conduct_taxi"]
    found = check_sector(importlib.import_module("conduct_taxi").SECTOR)
    assert found == ["示例〔2025〕2号: clause 6 has neither a rule nor a reason why it has none"]
    text.write_text(text.read_text(encoding="utf-8").replace("## 6 · 其他\n\n", ""), encoding="utf-8")
    del sys.modules["conduct_taxi"]
    found = check_sector(importlib.import_module("conduct_taxi").SECTOR)
    assert len(found) == len(set(found)) == 1, found
    site.taxi(("scale=Each(2)", "scale=Each(4)"))
    found = check_sector(importlib.import_module("conduct_taxi").SECTOR)
    assert found == [
        "示例〔2024〕3号, 示例〔2025〕2号: Charge complaint (2.1): its quote does not give the figure 4 of its points"
    ]


def test_full_width_figures_are_read(site: Site) -> None:
    site.taxi(('"逾期办结的,每件扣十分"', '"逾期办结的,每件扣１０分"'))
    for name in ("notice_2024_3.zh.md", "notice_2025_2.zh.md"):
        text = site.folder / "conduct_taxi" / name
        text.write_text(text.read_text(encoding="utf-8").replace("扣十分", "扣１０分"), encoding="utf-8")
    assert check_sector(importlib.import_module("conduct_taxi").SECTOR) == []


@pytest.mark.parametrize(("before", "after", "said"), WRONG)
def test_what_would_break_a_command_is_found(site: Site, before: str, after: str, said: str) -> None:
    site.taxi((before, after), ("    Regulation,\n", "    Regulation,\n    Repeated,\n"), *DOUBLES_FIRST)
    try:
        found = check_sector(importlib.import_module("conduct_taxi").SECTOR)
    except ValueError as error:  # refused where it is declared, before anything is checked
        found = [str(error)]
    assert any(said in one for one in found), found


def test_a_duty_owed_by_period_is_met_by_a_step_by_a_unit_and_due_by_its_period(t: ModuleType) -> None:
    def with_duty(**changes: Any) -> list[str]:
        law = t.SECOND
        duty = evolve(law.duties[0], **changes)
        provisions = tuple(duty if p is law.duties[0] else p for p in law.provisions)
        return check_sector(evolve(t.SECTOR, regulations=(evolve(law, provisions=provisions),)))

    said = "owed for every period by a unit, it is met by a step by a unit, which close is not"
    by_period = {"trigger": EveryPeriod(("quarter",)), "by": FromPeriod(lambda p: p.end)}
    assert any(said in one for one in with_duty(**by_period))
    assert any("EveryPeriod and FromPeriod go together" in one for one in with_duty(trigger=EveryPeriod(("quarter",))))
    assert with_duty(by=WorkingDays(5)) == []


def test_how_a_period_is_combined_is_one_of_two(t: ModuleType) -> None:
    law = evolve(
        t.SECOND, provisions=(*t.SECOND.provisions, Combined("4", "按得分由高到低排定名次", "year", "quarter", "median"))
    )
    with pytest.raises(ValueError, match=r"how: 'median' \(str\) is not one of 'mean', 'last'"):
        evolve(t.SECTOR, regulations=(law,))


def test_what_there_may_be_one_of_is_declared_once(t: ModuleType) -> None:
    law = t.SECOND
    with pytest.raises(ValueError, match="Standing is declared twice"):
        evolve(law, provisions=(*law.provisions, Standing("4", "q")))
    with pytest.raises(ValueError, match="SanctionTerms is declared twice"):
        evolve(law, provisions=(*law.provisions, law.sanction_terms))
    with pytest.raises(ValueError, match=r"None \(NoneType\) is no provision"):
        evolve(law, provisions=(*law.provisions, None))


def test_a_sanction_needs_its_terms(t: ModuleType) -> None:
    less = tuple(p for p in t.SECOND.provisions if not isinstance(p, SanctionTerms))
    assert any(isinstance(p, Sanction) for p in less)
    with pytest.raises(ValueError, match="a Sanction needs SanctionTerms"):
        evolve(t.SECOND, provisions=less)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"assessed": ("shop",)}, "assessed names no kind of unit: shop"),
        ({"assessed": ()}, "it needs at least one assessed unit"),
        ({"periods": ()}, "it needs at least one kind of period"),
        ({"name": "calendar"}, "is not a sector's name"),
        ({"name": "sqlite_taxi"}, "is not a sector's name"),
    ],
)
def test_a_sector_that_could_not_be_assessed_is_refused(t: ModuleType, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        evolve(t.SECTOR, **changes)


def test_a_reading_s_default_is_one_of_its_alternatives() -> None:
    with pytest.raises(ValueError, match="its default 'maybe' is none of its alternatives"):
        Reading("r", "1", "maybe", ("yes", "no"), W, W)
    for default in ("0", "8", "1.5", "many"):
        with pytest.raises(ValueError, match="is none of its alternatives"):
            Reading("r", "1", default, Positive(whole=True, high=7), W, W)
    assert Reading("r", "1", "7", Positive(whole=True, high=7), W, W).default == "7"


def test_a_bound_above_is_kept_without_one_below() -> None:
    assert [n for n in range(-1, 10) if Positive(whole=True, high=7).takes(n)] == [1, 2, 3, 4, 5, 6, 7]
    assert bounds_words(Positive(whole=True, high=7)).en == "a whole number above 0 and at most 7"
    assert bounds_words(Positive(whole=True, high=7)).zh == "大于0、不大于7的整数"


# ---- figures of a text


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("扣两分", {2}),
        ("扣\uff15分", {5}),
        ("\uff11.\uff15分、\uff12\uff10\uff05", {Fraction(3, 2), 20}),
        ("加倍扣分", {2}),
        ("减半", {Fraction(1, 2)}),
        ("扣十分", {10}),
        ("扣十五分", {15}),
        ("扣二十分", {20}),
        ("九十九", {99}),
        ("一百二十分", {120}),
        ("一百零五", {105}),
        ("一万二千", {12000}),
        ("百分之二十", {20}),
        ("百分之十五点五", {Fraction(31, 2)}),
        ("千分之五", {Fraction(1, 200)}),
        ("三分之一", {Fraction(1, 3)}),
        ("半分", {Fraction(1, 2)}),
        ("一分半", {1, Fraction(3, 2)}),
        ("1,000分", {1000}),
        ("12分", {12}),
        ("1.5分或20%", {Fraction(3, 2), 20}),
        ("3-6个月", {3, 6}),
        ("前三名、第一名", {3, 1}),
        ("二〇一二年", {2012}),
        ("扣分", set()),
        ("排名末位的", {1}),
        ("排名最末的支公司", {1}),
        ("最末位", {1}),
        ("末位3名、最末位三名、最末两家", {3, 2}),
        ("末位百分之五", {5}),
        ("最后一名、倒数第一", {1}),
        ("月末、期末、末尾", set()),
    ],
)
def test_chinese_figures_are_read(text: str, figures: set[Exact]) -> None:
    assert figures_in(text) == figures


@pytest.mark.parametrize(("points", "found"), [(10, True), (1, False), (2, False), (5, False)])
def test_a_figure_in_words_is_the_whole_number(site: Site, points: int, found: bool) -> None:
    site.taxi(("scale=Each(10)", f"scale=Each({points})"))
    said = f"Charge late (1): its quote does not give the figure {points}"
    assert any(said in one for one in check_sector(importlib.import_module("conduct_taxi").SECTOR)) is not found


# ---- cases


def _cases(folder: Path, text: str) -> list[dict[str, Any]]:
    (folder / "a.toml").write_text(text, encoding="utf-8")
    return [case for _, case in cases_of(folder)]


HEAD = '[[case]]\nname = "甲"\nclause = "1"\nperiod = "2025"\nunits = [{unit = "A", kind = "company"}]\n'
LATE = (
    'incidents = [{incident = "c1", unit = "A", kind = "complaint", date = 2025-03-04}]\n'
    'actions = [{action = "a1", step = "transfer", incident = "c1", date = 2025-03-05}]\n'
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[case]]\nname = "甲"\nperiod = "2025"\n', "it has no units"),
        ('[[case]]\nname = "甲"\nunits = []\n', "it has no period"),
        ('[[case]]\nname = "甲"\nquote = "q"\nperiod = "2025"\nunits = []\n', "it quotes, and names no clause"),
        (HEAD.replace("unit = ", "id = "), "one of the units has no unit (its id)"),
        (HEAD + "incident = 1\n", "unknown key incident; a case takes: name, clause"),
        (HEAD + 'incidents = [{unit = "A"}]\n', "one of the incidents has no incident (its id)"),
        (HEAD + "incidents-end = {bogus = 1}\n", "incidents-end: unknown key bogus; it takes: charged, excused"),
        (HEAD + "expect = {A = 1}\n", "expect.A must be a table"),
        (HEAD + LATE + "[case.expect.A]\nlines = [{count = 1}]\n", "A: lines: one of the lines has no kind: {'count': 1}"),
        (HEAD + LATE + '[case.expect.A]\nlines = [{kind = "late", average = 1}]\n', "A: line late: average is None, expected 1"),
        (HEAD + '[case.expect.A]\nscore = "abc"\n', "A: score: 'abc' is no number"),
        (HEAD + "[case.expect.A]\nlines = 1\n", "A: lines: 1 must be a list of lines"),
        (HEAD + "[case.expect.A]\nsections = 1\n", "A: sections: 1 must be a table of section = score"),
        (HEAD + "[case.expect.A]\nsanctions = [{clause = '3'}]\n", "A: sanctions: one of the sanctions has no sanction"),
        (HEAD + "[case.expect.A]\nfoo = 1\n", "A: foo: there is no such expectation; known: score, rank"),
        (HEAD + 'fault = "period-kind"\n', "there is no fault period-kind"),
        (HEAD.replace('"2025"', '"2025-H1"'), "fault period-kind: taxi complaints does not assess 2025-H1"),
    ],
)
def test_a_badly_written_case_is_said_with_its_name(t: ModuleType, tmp_path: Path, text: str, said: str) -> None:
    (case,) = _cases(tmp_path, text)
    found = run_case(t.SECTOR, case)
    assert any(one.startswith("甲: ") and said in one for one in found), found


def test_a_period_that_the_sector_lacks_can_be_expected(t: ModuleType, tmp_path: Path) -> None:
    (case,) = _cases(tmp_path, HEAD.replace('"2025"', '"2025-H1"') + 'fault = "period-kind"\n')
    assert run_case(t.SECTOR, case) == []


@pytest.mark.parametrize(("text", "said"), [("x = 1\n", r"a\.toml holds no \[\[case\]\]"), ("x =\n", r"a\.toml is no TOML")])
def test_a_file_without_cases_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        _cases(tmp_path, text)


def test_a_sanction_is_covered_in_a_case_of_its_clause_or_with_its_clause(t: ModuleType) -> None:
    def missing(of: str, **sanction: str) -> bool:
        case = {"clause": of, "expect": {"A": {"sanctions": [{"sanction": "withhold-bonus", **sanction}]}}}
        return "no case expects withhold-bonus (3)" in uncovered(t.SECTOR, [case])

    assert not missing("3")
    assert not missing("2.1", clause="3")
    assert missing("2.1")
    assert missing("3", clause="2.1")


def test_the_example_s_cases_cover_it(t: ModuleType) -> None:
    cases = [case for _, case in cases_of(TAXI / "cases")]
    assert uncovered(t.SECTOR, cases) == []
    assert uncovered(t.SECTOR, cases[:1]) != []
