"""Chinese sentences of the program are written as an office writes them: full-width marks, and words instead of codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import click
import pytest

from conduct.cli import cli
from conduct.core.base.messages import MESSAGES
from conduct.core.base.words import Words, clause_meant, clause_words
from conduct.core.law.sector import Sector
from conduct.core.law.terms import quotes_of
from conduct.law import Options, Regulation
from conduct.loading.headers import COLUMN_WORDS
from conduct.report.labels import LABELS
from tests.conftest import Desk
from tests.test_explain import SECTORS
from tests.test_languages import every_words
from tests.typed import doubted, session

pytestmark = pytest.mark.usefixtures("tested_once")

WIDE = r"[\u3400-\u9fff\u3001\u3002\uff01-\uff5e“”]"
HALF = re.compile(rf"(?<={WIDE}) ?[,;:?!()]|[,;:?!()] ?(?={WIDE})")
QUOTED = re.compile(r"“[^”]*”|\{[^}]*\}|《[^》]*》")


def half_width(text: str) -> list[str]:
    """Each half-width mark that stands beside Chinese, with what stands around it; what is quoted is left out."""
    plain = QUOTED.sub("词", text)
    return [plain[max(m.start() - 12, 0) : m.end() + 12] for m in HALF.finditer(plain)]


def test_messages_and_labels_have_full_width_marks() -> None:
    said = [*MESSAGES.values(), *LABELS.values(), *COLUMN_WORDS.values()]
    assert [half_width(words.zh) for words in said if half_width(words.zh)] == []


@pytest.mark.parametrize("sector", SECTORS, ids=lambda s: s.name)
def test_a_sector_s_own_words_have_full_width_marks(sector: Sector) -> None:
    law = "".join(_law_s_words(sector))
    every = {words.zh for words in every_words(sector, set())} - {words.zh for words in _sheet(sector)}
    assert [half_width(one) for one in every if half_width(one) and one not in law] == []


def _sheet(sector: Sector) -> list[Words]:
    """A deployment's own words: the items of its score sheet, which stand as the law's do."""
    items = [a.type for a in sector.incident_attributes.values() if a.code == "item" and isinstance(a.type, Options)]
    return [words for one in items for words in one.words.values()]


def test_help_has_full_width_marks() -> None:
    def pairs(command: Any) -> Iterator[str]:
        yield command.words[0]
        yield from (p.words[0] for p in command.params if hasattr(p, "words"))
        if isinstance(command, click.Group):
            for one in command.commands.values():
                yield from pairs(one)

    assert [half_width(text) for text in pairs(cli) if half_width(text)] == []


@pytest.mark.parametrize("name", ["README.zh.md", "docs/serve.zh.md"])
def test_pages_have_full_width_marks_outside_code(name: str) -> None:
    page = (Path(__file__).parent.parent / name).read_text(encoding="utf-8")
    said = re.sub(r"^```.*?^```|<!--.*?-->", "", page, flags=re.M | re.S)
    said = re.sub(r"`[^`]*`|\]\([^)]*\)", "词", said)
    assert len(said) > 2_000
    assert half_width(said) == []


def test_clauses_are_named_as_the_text_names_them() -> None:
    named = {
        "art1": "第一条",
        "art10": "第十条",
        "art17": "第十七条",
        "art20": "第二十条",
        "art99": "第九十九条",
        "duty5": "第5项",
        "p3": "第3段",
    }
    assert {clause: clause_words(clause, "zh") for clause in named} == named
    assert [clause_words(clause, "zh") for clause in ("2.3.1", "art", "art0", "art10a")] == ["2.3.1", "art", "art0", "art10a"]
    assert clause_words("art10", "en") == "art10"


def test_a_clause_is_meant_by_its_id_or_as_people_write_it() -> None:
    for kind in ("art", "duty", "p"):
        clauses = [f"{kind}{n}" for n in range(1, 100)]
        for n, clause in enumerate(clauses, 1):
            words = clause_words(clause, "zh")
            numeral = clause_words(f"art{n}", "zh")[1:-1]
            ways = (
                clause,
                clause.upper(),
                words,
                f"第{n}{words[-1]}",
                str(n),
                numeral,
                f"第{numeral}{words[-1]}",
                f"第 {n} {words[-1]}",
            )
            assert {clause_meant(way, clauses) for way in ways} == {clause}
    known = ("art3", "art10", "art13", "2.3.1")
    meant = {
        "３": "art3",
        "第３条": "art3",
        "ａｒｔ１０": "art10",
        "一十三": "art13",
        "Article 10": "art10",
        "art. 3": "art3",
        "３条": "art3",
    }
    assert {way: clause_meant(way, known) for way in meant} == meant
    assert {clause_meant(way, known) for way in ("2.3.1", "２．３．１", "第2.3.1条")} == {"2.3.1"}
    for way in ("第四条", "4", "第3项", "第3段", "duty3", "条", "第条", "三三", "art", "", "33", "十十", "3.", "第三条第二款"):
        assert clause_meant(way, known) is None, way
    assert clause_meant("3", ("art3", "duty3")) is None
    assert clause_meant("第三条", ("art3", "duty3")) == "art3"
    assert clause_meant("第3项", ("art3", "duty3")) == "duty3"


# ---- what the commands say of the samples

PERIODS = {"insurance": "2012", "power_utility": "2012", "banking": "2012", "hospital": "2012"}


def _law_s_words(sector: Sector) -> list[str]:
    laws: list[Regulation] = [*sector.regulations, *(b for law in sector.regulations for b in law.beside)]
    found = {law.title.zh for law in laws}
    for law in laws:
        for clause in law.text.clauses:
            for body in (clause.body, clause.body.replace("**", "")):
                found.update(re.split(r"[\n]", body), [clause.heading])
                found.update(re.findall(r"[^。;；]+[。;；]?", body))
        for provision in law.provisions:
            found.update(quotes_of(getattr(provision, "quote", None)))
            for factor in getattr(getattr(provision, "count", None), "factors", ()) or ():
                found.update(quotes_of(factor.quote))
    return sorted((one.strip() for one in found if len(one.strip()) > 3), key=len, reverse=True)


def _facts_of(desk: Desk, name: str) -> set[str]:
    """What users wrote: the cells of the sample."""
    desk("--sector", name, "export", "--csv", "facts")
    found = set()
    for path in (desk.folder / "facts").glob("*.csv"):
        for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]:
            found.update(cell.strip('"') for cell in line.split(",") if re.search(r"[\u3400-\u9fff]", cell))
            found.update(cell for cell in re.findall(r'"([^"]*)"', line))
    return found


def _codes(sector: Sector) -> set[str]:
    """Codes that have words: no sentence needs them."""
    found = {k.code for k in (*sector.kinds, *sector.unit_kinds)}
    found |= {s.code for s in sector.all_steps}
    for attribute in (*sector.incident_attributes.values(), *sector.action_attributes.values()):
        found.add(attribute.code)
        if isinstance(attribute.type, Options):
            found.update(attribute.type.words)
    for law in (*sector.regulations, *(b for one in sector.regulations for b in one.beside)):
        found |= {p.name for p in (*law.vetoes, *law.sanctions, *law.outcomes)}
        found |= {d.code for d in law.duties}
        found |= {c.id for c in law.text.clauses if not c.id[0].isdigit()}
        found |= {s.id for s in law.sections if not s.id[0].isdigit()}
    return {code for code in found if re.search("[a-z]", code)}


def _readings(sector: Sector) -> list[str]:
    """What a configuration sets: the names of readings, and what they may be."""
    readings = [r for law in sector.regulations for r in law.readings]
    return sorted({*(r.name for r in readings), *(code for r in readings for code in r.codes)}, key=len, reverse=True)


def _spoken(desk: Desk, sector: Sector) -> Iterator[tuple[str, str]]:
    """The Chinese output of every command that speaks of facts and law."""
    name = sector.name
    base = ("--sector", name)

    def said(*arguments: str) -> tuple[str, str]:
        outcome = desk(*base, *arguments, lang="zh")
        return " ".join(arguments), outcome.out + "\n" + outcome.err

    yield said("run", "--trace")
    yield said("run")
    units = re.findall(r'"unit": "([^"]+)", "name"', desk("--sector", name, "run", "--format", "json").out)
    for unit in units[:12]:
        yield said("explain", unit)
    incidents = [line.split(",")[0] for line in (desk.folder / "facts" / "incidents.csv").read_text("utf-8-sig").splitlines()[1:]]
    for incident in (*incidents[:6], *incidents[-3:]):
        yield said("case", incident)
    yield said("duties")
    yield said("duties", "--as-of", "2012-12-31")
    yield said("duties", "--unit", units[0], "--as-of", "2012-12-31")
    yield said("regulation")
    yield said("regulation", "--stress")
    yield said("readings", "--sensitivity")
    yield said("publish", "--despite", "核对")
    yield said("runs")
    yield said("whatif", "--without", incidents[0])
    yield said("compare", "1", "now")
    yield said("history", incidents[0])
    yield said("verify")


@pytest.mark.campaign
@pytest.mark.parametrize("sector", SECTORS, ids=lambda s: s.name)
def test_the_commands_speak_chinese_as_an_office_writes_it(desk: Desk, sector: Sector) -> None:
    (desk.folder / "conduct.db").unlink()
    assert desk("--sector", sector.name, "init", "--sample").status == 0
    quotes = [*_law_s_words(sector), *sorted(_facts_of(desk, sector.name), key=len, reverse=True)]
    codes = _codes(sector)
    quotes += [words.zh for words in _sheet(sector)]
    token = re.compile(rf"(?<![\w./=-])({'|'.join(sorted(map(re.escape, codes), key=len, reverse=True))})(?![\w./=-])")
    halves: dict[str, list[str]] = {}
    leaks: dict[str, list[str]] = {}
    for command, text in _spoken(desk, sector):
        for quote in quotes:
            text = text.replace(quote, "引文")
        text = re.sub(r"\([\d.+×÷ −-]+\)", "数", text)  # brackets of a formula
        if command in ("regulation", "readings --sensitivity"):  # readings, and what they take, are written as they are set
            text = re.sub(rf"(?<![\w-])({'|'.join(_readings(sector))})(?![\w-])", "口径", text)
        if command == "regulation" or command.startswith("case"):
            text = re.sub(rf"(?<=  )({'|'.join(codes)})(?=  |\n)", "", text)  # the column of codes
        if found := half_width(text):
            halves[command] = found
        lines = [line for line in text.splitlines() if not line.startswith(("理解口径", "   理解口径")) and "代码" not in line]
        if found := [line for line in lines if token.search(line)]:
            leaks[command] = [f"{token.search(line)[0]}: {line[:160]}" for line in found]  # type: ignore[index]
    said = {one: f"{command}: {one!r}" for found in (halves, leaks) for command, listed in found.items() for one in listed}
    assert not said, "\n".join(said.values())


@pytest.mark.campaign
@pytest.mark.parametrize("sector", SECTORS, ids=lambda s: s.name)
def test_the_desk_and_the_warnings_of_a_load_speak_chinese(desk: Desk, monkeypatch: pytest.MonkeyPatch, sector: Sector) -> None:
    (desk.folder / "conduct.db").unlink()
    assert desk("--sector", sector.name, "init", "--sample").status == 0
    quotes = [words.zh for words in _sheet(sector)] + sorted(_facts_of(desk, sector.name), key=len, reverse=True)
    [unit, *_] = re.findall(r'"unit": "([^"]+)", "name"', desk("--sector", sector.name, "run", "--format", "json").out)
    typed = session(desk, monkeypatch, sector, unit, "zh")
    loaded = desk("--sector", sector.name, "load", doubted(desk, sector), lang="zh")
    assert loaded.status == 0, loaded.err
    assert loaded.err.count("提示：") >= 9
    assert "提示：" not in typed.out
    token = re.compile(rf"(?<![\w./=-])({'|'.join(sorted(map(re.escape, _codes(sector)), key=len, reverse=True))})(?![\w./=-])")
    for outcome in (typed, loaded, desk("--sector", sector.name, "duties", lang="zh")):
        text = outcome.out + outcome.err
        for quote in quotes:
            text = text.replace(quote, "引文")
        assert half_width(text) == []
        text = re.sub(rf"(?<=  )({'|'.join(_codes(sector))})(?=  |\n)", "", text)  # the column of codes
        text = re.sub(r"“[^”]*”列：", "", text)  # a header as the file has it
        text = re.sub(r"(?<=[\u3400-\u9fff])（[\w-]+）", "", text)  # and what must be typed, beside its words
        assert [line for line in text.splitlines() if token.search(line) and "事项类别：" not in line] == []


def test_the_desk_s_example_can_be_typed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its step is one that the kind beside it takes."""
    for sector in SECTORS:
        assert desk("--sector", sector.name, "init").status == 0
        for lang, example in (("zh", r"例：(\S+) .* (\S+)\n"), ("en", r"as: (\S+) .* (\S+)\n")):
            shown = re.search(example, session(desk, monkeypatch, sector, "nobody", lang).out)
            assert shown is not None
            kind, step = (
                next(one for one in declared if said in (one.code, one.words.zh))
                for said, declared in zip(shown.groups(), (sector.kinds, sector.all_steps), strict=True)
            )
            assert not step.kinds or kind in step.kinds, (sector.name, lang, shown[0])


# ---- what is printed beside results: help pages, templates, errors, the desk


def test_printed_help_pages_are_chinese_throughout(desk: Desk) -> None:
    for command in ("", *cli.commands):
        out = desk(*([command] if command else []), "--help", lang="zh").out
        assert half_width(out) == [], command
        assert not re.search(r"\[default|\[required|Options|Commands|Usage", out), command
        assert not re.search(r"[选命][项令]:", out), command
        assert "办法的编码" not in out, command
        english = desk(*([command] if command else []), "--help", lang="en").out
        assert not re.search(r"[\u3400-\u9fff]", english), command


@pytest.mark.parametrize("sector", SECTORS, ids=lambda s: s.name)
def test_a_template_is_written_with_full_width_marks(desk: Desk, sector: Sector) -> None:
    assert desk("--sector", sector.name, "template", "t.xlsx", lang="zh").status == 0
    with ZipFile(desk.folder / "t.xlsx") as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    texts = [unescape(one) for page in pages for one in re.findall(r"<t[^>]*>([^<]*)</t>", page)]
    assert len(texts) > 50
    law = [*_law_s_words(sector), *(words.zh for words in _sheet(sector))]
    assert [half_width(one) for one in texts if half_width(one) and not any(one in said or said in one for said in law)] == []


def test_errors_of_a_load_name_columns_by_their_words(desk: Desk) -> None:
    rows = "i1,L1,late,2012-03-05,written,red"
    (desk.folder / "units.csv").write_text("unit,name,kind\nL1,甲,life\n", encoding="utf-8")
    for header, said in (
        ("channel,colour", "没有“colour”列；可用：事项、单位"),
        ("channel,text", "没有“渠道（channel）”这一属性"),
    ):
        (desk.folder / "incidents.csv").write_text(f"incident,unit,kind,date,{header}\n{rows}\n", encoding="utf-8")
        err = desk("load", "units.csv", "incidents.csv", lang="zh").err
        assert said in err
        assert half_width(err) == []


@pytest.mark.parametrize("sector", SECTORS, ids=lambda s: s.name)
def test_sectors_record_and_desk_speak_chinese(desk: Desk, sector: Sector) -> None:
    base = ("--sector", sector.name)
    assert desk(*base, "init").status == 0
    said = [
        desk("sectors", lang="zh"),
        desk(*base, "record", "incident", "kind=x", lang="zh"),
        desk(*base, "record", "action", "step=nothing", "incident=i1", lang="zh"),
        desk(*base, "record", "unit", lang="zh"),
    ]
    law = [*_law_s_words(sector), *(words.zh for words in _sheet(sector))]
    for outcome in said:
        text = outcome.out + outcome.err
        for quote in law:
            text = text.replace(quote, "引文")
        assert half_width(text) == []


# ---- what a fresh office met


def _office(desk: Desk, units: str = "L1,甲,life") -> None:
    (desk.folder / "units.csv").write_text(f"unit,name,kind\n{units}\n", encoding="utf-8")
    assert desk("load", "units.csv").status == 0


def test_a_usage_error_says_where_an_option_stands_and_what_is_missing(desk: Desk) -> None:
    for option in ("--lang", "--sector", "--ledger", "--config"):
        assert f"选项 {option} 须写在命令之前：conduct {option} … verify …" in desk("verify", option, "zh", lang="zh").err
        assert f"The option {option} stands before the command: conduct {option} … verify …" in desk("verify", option, "zh").err
    assert "没有选项 --nothing" in desk("verify", "--nothing", lang="zh").err
    assert "请指明 --csv 或 --parquet 之一" in desk("export", lang="zh").err
    assert "缺少参数 FILE" in desk("load", lang="zh").err


def test_codes_and_reasons_are_parted_by_full_width_marks(desk: Desk) -> None:
    err = desk("--sector", "nobody", "run", lang="zh").err
    assert "banking、hospital、" in err
    assert half_width(err) == []
    _office(desk)
    rows = "i1,L1,late,2012-13-05,\ni2,L1,late,2012-03-05,x\n"
    (desk.folder / "incidents.csv").write_text(f"incident,unit,kind,收件日期,channel\n{rows}", encoding="utf-8")
    header = (desk.folder / "incidents.csv").read_text("utf-8").replace("收件日期", "日期")
    (desk.folder / "incidents.csv").write_text(header, encoding="utf-8")
    desk("load", "incidents.csv", "--rejects", "incidents-rejects.csv", lang="zh")
    back = (desk.folder / "incidents-rejects.csv").read_text("utf-8-sig")
    assert "日期：没有" in back
    assert "没有“渠道（channel）”这一属性；请清空此格" in back  # not what the cell might hold, were it taken
    assert "可填" not in back


def test_an_entry_s_errors_name_its_table_and_the_step_that_is_unknown(desk: Desk) -> None:
    _office(desk)
    wrong = desk("record", "incident", "kind=late", "date=2012-13-01", "unit=L1", lang="zh").err
    assert "事项，第1行，“date”列：" in wrong
    assert "record incident" not in wrong
    assert "record incident, row 1, column date: " in desk("record", "incident", "kind=late", "date=2012-13-01", "unit=L1").err
    assert desk("record", "incident", "incident=i1", "kind=late", "unit=L1", "date=2012-03-01").status == 0
    for steps, unknown in (("申诉、归档", "归档"), ("归档", "归档"), ("不成、归档", "不成")):
        err = desk("record", "action", "事项=i1", f"步骤={steps}", lang="zh").err
        assert f"没有步骤“{unknown}”；可填：" in err
        assert "日期" not in err
        assert "申诉、归档" not in err
    said = desk("history", "i1", lang="zh").out
    assert "record 事项" in said
    assert "record incident" not in said
    assert "record incident" in desk("history", "i1").out
    _office(desk, "L2,乙,life")
    assert "考核对象不止一个（L1、L2）；请写明是哪一个：单位=编号" in desk("record", "incident", "kind=late", lang="zh").err


def test_what_if_and_compare_are_headed_in_words(desk: Desk) -> None:
    _office(desk)
    assert desk("record", "incident", "incident=i1", "kind=late", "unit=L1", "date=2012-03-01").status == 0
    for measure in ("outlets", "premium"):
        entered = desk("record", "measure", "unit=L1", "period=2012", f"measure={measure}", "value=5")
        assert entered.status == 0, entered.err
    said = desk("whatif", "late=3", "--without", "i1", "--period", "2012", lang="zh").out
    assert re.search(r"^假如 [\u3400-\u9fff]+=3，不计 i1$", said, re.M)
    assert (
        '"change": "whatif late=3 --without i1"'
        in desk("whatif", "late=3", "--without", "i1", "--period", "2012", "--format", "json", lang="zh").out
    )
    assert re.search("“[\u3400-\u9fff]+”的分值 有误", desk("whatif", "late=-1", "--period", "2012", lang="zh").err)
    said = desk("compare", "2012", "now", lang="zh").out
    assert "现在：" in said
    assert not re.search(r"\bnow\b", said)


def test_a_percentage_is_told_how_to_be_written(desk: Desk) -> None:
    (desk.folder / "units.csv").write_text("unit,name,kind\nB1,甲,branch\n", encoding="utf-8")
    assert desk("--sector", "banking", "init").status == 0
    assert desk("--sector", "banking", "load", "units.csv").status == 0
    pairs = ("unit=B1", "period=2012-Q1", "measure=satisfied", "value=90%")
    assert "百分比请写成小数，如 90% 写作 0.9" in desk("--sector", "banking", "record", "measure", *pairs, lang="zh").err
