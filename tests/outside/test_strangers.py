"""A stranger's sector through the command line: what works, and what is said where its author or its upgrade is at fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Desk
from tests.outside.conftest import DOUBLES_FIRST, Make, Site
from tests.test_readme import blocks

EVERY = (
    ["run", "--period", "2025", "--trace"],
    ["explain", "A", "--period", "2025"],
    ["case", "c3", "--as-of", "2025-05-01"],
    ["duties", "--as-of", "2025-04-10"],
    ["readings"],
    ["readings", "--sensitivity", "--period", "2025"],
    ["whatif", "complaint=3", "--period", "2025"],
    ["compare", "2025-Q1", "2025-Q2"],
    ["regulation"],
    ["regulation", "--format", "html"],
    ["regulation", "--stress"],
    ["template", "t.xlsx"],
    ["publish", "--period", "2025", "--despite", "a sanction waits for the company"],
    ["verify"],
    ["history", "c1"],
    ["export", "--csv", "facts"],
)


def _all_work(desk: Desk, *, without: tuple[str, ...] = ()) -> None:
    for lang in ("zh", "en"):
        for command in EVERY:
            if command[0] not in without and not (lang == "zh" and command[0] in ("template", "export")):
                outcome = desk(*command, lang=lang)
                assert outcome.status == 0, (command, outcome.err)


def test_the_example_works_through_every_command(taxi: Make) -> None:
    desk = taxi()
    _all_work(desk)
    units = {u["unit"]: u for u in desk.run("--period", "2025")["units"]}
    assert (units["A"]["score"], units["B"]["score"]) == (98.0, 88.0)
    assert units["A"]["figures"] == [{"figure": "per-hundred", "clause": "4", "value": 0.4, "count": None}]
    assert "虚构" in desk("run", "--period", "2025", lang="zh").out


# ---- names that the ledger uses itself


@pytest.mark.parametrize("code", ["seq", "batch", "rowid", "oid", "date"])
def test_an_attribute_named_like_a_column_of_the_ledger_is_refused(taxi: Make, code: str) -> None:
    desk = taxi(('Attribute("detour"', f'Attribute("{code}"'), sample=False)
    outcome = desk("init")
    assert outcome.status == 1
    assert f"attribute named like a column of incidents: {code}" in outcome.err
    assert "conduct-taxi" in outcome.err
    assert not Path("conduct.db").exists()


def test_a_mark_named_like_an_attribute_is_refused(taxi: Make) -> None:
    desk = taxi(("breach=late,\n", 'mark="serious",\n'), sample=False)
    assert "a duty's mark is named like a column of incidents: serious" in desk("init").err


# ---- the stress test of any law


def test_a_sector_without_steps_is_stressed(site: Site, bare: Desk) -> None:
    for b in blocks("CONTRIBUTING.md"):
        if b.marker and b.marker.startswith("conduct_water/"):
            path = site.folder / b.marker
            path.parent.mkdir(exist_ok=True)
            path.write_text(b.text, encoding="utf-8")
    site.install("conduct-water", "water", "conduct_water")
    outcome = bare("--sector", "water", "regulation", "--stress")
    assert outcome.status == 0, outcome.err


def test_a_charge_of_a_kind_that_is_never_entered_is_stressed_in_each_edition(taxi: Make) -> None:
    outcome = taxi(sample=False)("regulation", "--stress")
    assert outcome.status == 0, outcome.err
    assert "示例〔2024〕3号" in outcome.out
    assert "示例〔2025〕2号" in outcome.out


# ---- what turns on a reading


def _by(yes: object, no: object) -> str:
    return f'Choice(detour_doubles, {{"yes": {yes}, "no": {no}}})'


TURNED = [
    pytest.param(("scale=Each(2)", f"scale=Each({_by(2, 3)})"), id="points"),
    pytest.param(("scale=Each(2)", f"scale={_by('Each(2)', 'Once(2)')}"), id="scale"),
    pytest.param(("when=serious.is_(True)", f"when={_by('serious.is_(True)', 'detour.is_(True)')}"), id="condition"),
    pytest.param(("months=Range(1, 3, months)", f"months={_by('Range(1, 3, months)', 3)}"), id="months"),
    pytest.param(("First(1)", f"First({_by(1, 2)})"), id="place"),
    pytest.param(("First(1)", _by("First(1)", "Last(1)")), id="kind of place"),
    pytest.param(('"service"), base=40', f'"service"), base={_by(40, 30)}'), id="base"),
    pytest.param(("scale=Each(10)", f"scale=Each({_by(10, 5)})"), id="points of a breach"),
    pytest.param(("WorkingDays(5)", f"WorkingDays({_by(5, 3)})"), id="deadline"),
]
MORE = (("    First,\n", "    First,\n    Last,\n"), ("    Each,\n", "    Each,\n    Once,\n"))


@pytest.mark.campaign
@pytest.mark.parametrize("change", TURNED)
def test_a_choice_may_stand_for_it_in_every_command(taxi: Make, change: tuple[str, str]) -> None:
    desk = taxi(change, *MORE, *DOUBLES_FIRST)
    _all_work(desk)
    assert "(detour-doubles), by default " in desk("regulation").out
    assert "（detour-doubles），默认" in desk("regulation", lang="zh").out


def test_the_other_alternative_is_what_counts_when_it_is_chosen(taxi: Make) -> None:
    desk = taxi(("scale=Each(2)", f"scale=Each({_by(2, 3)})"))
    assert {u["unit"]: u["score"] for u in desk.run("--period", "2025")["units"]} == {"A": 98.0, "B": 88.0}
    desk.write("conduct.toml", '[taxi.readings]\ndetour-doubles = "no"\n')
    assert {u["unit"]: u["score"] for u in desk.run("--period", "2025")["units"]} == {"A": 97.0, "B": 87.0}


def test_a_base_and_points_may_be_set_to_a_number(taxi: Make) -> None:
    desk = taxi(
        ('"handling"), base=60', '"handling"), base=Setting(close_within)'),
        ("_OF_2025: tuple[Provision, ...] = (\n", "_OF_2025: tuple[Provision, ...] = (\n    close_within,\n"),
    )
    assert next(u for u in desk.run("--period", "2025")["units"] if u["unit"] == "A")["score"] == 43.0
    assert "base 5, not below 0; turns on the reading: " in desk("regulation").out


def test_a_decision_may_lie_in_the_range_of_any_alternative(taxi: Make) -> None:
    desk = taxi(("months=Range(1, 3, months)", f"months={_by(2, 'Range(1, 3, months)')}"))
    pairs = ("action=d1", "step=decide", "incident=c2", "date=2025-03-01", "by=x", "reason=y")
    assert desk("record", "action", *pairs, "months=4").status == 1
    outcome = desk("record", "action", *pairs, "months=3")
    assert outcome.status == 0, outcome.err


def test_what_would_be_under_other_points_is_asked_of_every_alternative(taxi: Make) -> None:
    desk = taxi(("scale=Each(2)", f"scale={_by('Each(2)', 'Once(2)')}"), ("    Each,\n", "    Each,\n    Once,\n"))
    outcome = desk("whatif", "complaint=5", "--period", "2025")
    assert outcome.status == 0, outcome.err


# ---- two packages, one name


def test_two_packages_of_one_name_are_a_fault_that_names_both(site: Site, office: Desk) -> None:
    site.module("conduct_other", "raise SystemExit('imported')\n")
    site.install("aaa-other", "insurance", "conduct_other", "2.0")
    shown = office("sectors")
    assert shown.status == 0
    assert "aaa-other" in shown.out
    assert shown.out.count("insurance") == 2
    for command in (["run"], ["init"], ["regulation"], ["history", "L1"], ["duties"]):
        for lang, said in (("en", "several packages provide the sector “insurance”"), ("zh", "几个软件包都提供行业“insurance”")):
            outcome = office(*command, lang=lang)
            assert outcome.status == 1, command
            assert said in outcome.err
            assert "aaa-other 2.0" in outcome.err
            assert "conduct-assessment" in outcome.err
    assert office("--sector", "hospital", "init").status == 0


# ---- an upgrade that dropped a kind


def test_incidents_of_a_kind_that_is_gone_have_no_rule_and_are_said(taxi: Make, site: Site) -> None:
    more = ("late = Kind(", 'rude = Kind("rude", Words("辱骂", "rude"), "2.1")\nlate = Kind(')
    desk = taxi(more, ("kinds=(complaint, late)", "kinds=(complaint, late, rude)"))
    assert desk("record", "incident", "incident=r1", "unit=A", "kind=rude", "date=2025-03-01").status == 0
    site.taxi()
    whole = desk.run("--period", "2025")
    assert whole["incidents"]["without_rule"] == 1
    assert "1 incident of the kind “rude”, which taxi complaints no longer declares, has no rule" in whole["notes"]
    assert "“rude”已不在出租汽车投诉中" in desk("run", "--period", "2025", lang="zh").out
    assert "“rude”已不在出租汽车投诉中" in desk("explain", "A", "--period", "2025", lang="zh").out
    assert "rude" not in desk("explain", "B", "--period", "2025").out
    _all_work(desk)
    outcome = desk("case", "r1")
    assert outcome.status == 1
    assert "the kind “rude” of incident r1 is no longer declared" in outcome.err


# ---- a formula of the law that fails


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Fraction(complaints) / (hundreds - hundreds)", "ZeroDivisionError"),
        ("0.5", "0.5 (float)"),
        ("complaints.upper()", "AttributeError"),
        ("None", "None (NoneType)"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_formula_that_fails_is_named_with_clause_figure_and_unit(taxi: Make, body: str, said: str, lang: str) -> None:
    desk = taxi(("return Fraction(complaints) / hundreds", f"return {body}"))
    outcome = desk("run", "--period", "2025", lang=lang)
    assert outcome.status == 1
    assert said in outcome.err
    for part in ("4 ", "每百辆车投诉件数" if lang == "zh" else "complaints per hundred cars", "A"):
        assert part in outcome.err
    assert "CONDUCT_TRACEBACK" not in outcome.err


# ---- samples


def test_a_sample_needs_no_note(taxi: Make, site: Site) -> None:
    desk = taxi(sample=False)
    (site.folder / "conduct_taxi" / "sample" / "note.toml").unlink()
    outcome = desk("init", "--sample")
    assert outcome.status == 0, outcome.err
    assert desk.run("--period", "2025")["notes"] == []


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("note.toml", 'zh = "仅中文"\n', "note.toml of the sample of taxi complaints is wrong (KeyError: 'en')"),
        ("note.toml", "zh =\n", "note.toml of the sample"),
        ("incidents.csv", "事项,单位,类别,日期\nc1,ZZ,投诉,2025-01-01\n", "there is no unit “ZZ”"),
    ],
)
def test_a_sample_that_is_wrong_leaves_no_ledger(taxi: Make, site: Site, file: str, text: str, said: str) -> None:
    desk = taxi(sample=False)
    (site.folder / "conduct_taxi" / "sample" / file).write_text(text, encoding="utf-8")
    outcome = desk("init", "--sample")
    assert outcome.status == 1
    assert said in outcome.err
    assert not list(desk.folder.glob("conduct.db*"))


# ---- readings of two editions in one configuration


def test_a_reading_of_either_edition_is_configured_for_both(taxi: Make) -> None:
    desk = taxi()
    desk.write("conduct.toml", "[taxi.readings]\nclose-within = 3\n")
    mine = next(u for u in desk.run("--period", "2024")["units"] if u["unit"] == "A")
    assert "late" in {line["kind"] for line in mine["lines"]}
    assert desk.run("--period", "2025")["readings"] == {"detour-doubles": "yes"}
    _all_work(desk)
    editions = json.loads(desk("readings", "--format", "json").out)["editions"]
    assert [{r["name"]: r["value"] for r in e["readings"]}.get("close-within") for e in editions] == ["3", None]


def test_a_reading_of_no_edition_is_refused_with_those_of_all(taxi: Make) -> None:
    desk = taxi()
    desk.write("conduct.toml", "[taxi.readings]\nclose-in = 3\n")
    outcome = desk("run", "--period", "2025")
    assert outcome.status == 1
    assert "known: detour-doubles, close-within" in outcome.err


# ---- a text that is not there


def test_a_text_that_is_missing_is_said(taxi: Make, site: Site) -> None:
    desk = taxi()
    (site.folder / "conduct_taxi" / "notice_2025_2.zh.md").unlink()
    outcome = desk("regulation")
    assert outcome.status == 1
    assert "notice_2025_2.zh.md cannot be read" in outcome.err


# ---- words that are codes, and a law without ranks


def test_an_english_word_that_is_its_own_code_is_not_said_in_chinese_nor_twice(taxi: Make) -> None:
    from openpyxl import load_workbook

    words = (
        'OPTIONS = Options({"on-site": Words("上门", "on-site"), "k-2": Words("第二种", "k-2"), '
        '"by-phone": Words("电话", "telephone")})\n'
    )
    how = 'how = Attribute("how", Words("方式", "how"), OPTIONS)\n'
    desk = taxi(
        ('serious = Attribute("serious"', words + how + 'serious = Attribute("serious"'),
        ("(detour, serious, driver)", "(detour, serious, driver, how)"),
        (
            "    Number,\n",
            "    Number,\n    Options,\n",
        ),
        sample=False,
    )
    assert desk("template", "t.xlsx").status == 0
    rows = [[c for c in row if c] for sheet in load_workbook("t.xlsx") for row in sheet.iter_rows(values_only=True)]
    said = {row[0]: row[1:] for row in reversed(rows) if row and row[0] in ("on-site", "k-2", "by-phone")}  # the help comes first
    assert said == {"on-site": [], "k-2": ["第二种"], "by-phone": ["telephone"]}


def test_a_law_with_scores_and_no_ranks_names_no_rank(taxi: Make) -> None:
    desk = taxi(
        ("First(1))", "Found(count(complaint)))"),
        ("    First,\n", "    Found,\n"),
        ('    Standing("4",', '    Unruled("4", Words("不排名次", "no ranks")) if True else Standing("4",'),
    )
    for lang in ("en", "zh"):
        for command in (["run", "--period", "2025"], ["explain", "A", "--period", "2025"], ["compare", "2025-Q1", "2025-Q2"]):
            outcome = desk(*command, lang=lang)
            assert outcome.status == 0, outcome.err
            assert "None" not in outcome.out
    assert {u["rank"] for u in desk.run("--period", "2025")["units"]} == {None}
