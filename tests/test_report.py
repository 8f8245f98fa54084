"""``report``: what it writes, to whom, and what it says beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import conduct
from conduct.cli import main
from conduct.report.bulletin.reading.reading_back import read_back
from tests import needs

from .conftest import Desk, Outcome

WORD = pytest.param("docx", marks=needs.faces)  # charts are pictures in it
HEAD = """
[report]
office = "省保险行业信访办公室"
number = "苏保信〔2026〕5号"
to = "各保险公司省级分公司"
opening = "现将考核情况通报如下。"
date = 2026-07-20
distribution = "省金融工作办公室"
objections = "收到本通知书之日起十五日内，向我办书面提出"
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A desk with the sample of the power company, which has units, people and sanctions."""
    monkeypatch.chdir(tmp_path)
    for variable in ("CONDUCT_LEDGER", "CONDUCT_CONFIG", "CONDUCT_LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("CONDUCT_SECTOR", "power_utility")
    desk = Desk(tmp_path, capsys)
    assert desk("init", "--sample").status == 0
    return desk


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_what_nobody_gave_is_a_gap_and_is_said(office: Desk) -> None:
    made = office("report", "n.html", lang="zh")
    assert made.status == 0, made.err
    assert made.out == ""
    assert "待填：" in made.err
    assert "主送机关" in made.err
    assert "【待填：主送机关】" in _text(office.folder / "n.html")
    office.write("conduct.toml", HEAD)
    assert "待填" not in office("report", "n.html", lang="zh").err
    page = _text(office.folder / "n.html")
    assert "待填" not in page
    assert "苏保信〔2026〕5号" in page
    assert "2026年7月20日" in page


def test_options_go_before_the_configuration(office: Desk) -> None:
    office.write("conduct.toml", HEAD)
    made = office("report", "n.html", "--number", "电纪〔2027〕1号", "--date", "2027-01-05", "--to", "各供电所", lang="zh")
    assert made.status == 0, made.err
    page = _text(office.folder / "n.html")
    assert "电纪〔2027〕1号" in page
    assert "2027年1月5日" in page
    assert "苏保信" not in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("n.odt",), ".docx, .pdf, .xlsx or .html"),
        (("n.html", "--kind", "letter"), "--unit all"),
        (("n.html", "--kind", "notice", "--unit", "S01"), "about all units"),
        (("n.html", "--run", "1", "--period", "2012"), "--run names"),
        (("n.html", "--run", "first"), "first"),
    ],
)
def test_wrong_usage_is_said_and_nothing_is_written(office: Desk, arguments: tuple[str, ...], said: str) -> None:
    before = sorted(p.name for p in office.folder.iterdir())
    made = office("report", *arguments)
    assert made.status == 2
    assert said in made.err
    assert sorted(p.name for p in office.folder.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("n.html", "--unit", "nobody"), "nobody"),
        (("n.html", "--run", "7"), "7"),
        (("n.html", "--unit", "S01", "--kind", "decision"), "assessed unit"),
        (("no/folder/n.html",), "no such file or folder"),
        (("conduct.db",), ".docx"),
    ],
)
def test_what_cannot_be_written_is_said(office: Desk, arguments: tuple[str, ...], said: str) -> None:
    made = office("report", *arguments)
    assert made.status in (1, 2)
    assert said in made.err
    assert "Traceback" not in made.err


def test_a_unit_has_a_letter_and_a_person_a_decision_by_name_as_well(office: Desk) -> None:
    letter = office("report", "l.html", "--unit", "S01", lang="zh")
    assert letter.status == 0, letter.err
    person = office("report", "d.html", "--unit", "S01-emp1", lang="zh")
    assert person.status == 0, person.err
    assert "处理决定" in _text(office.folder / "d.html")
    assert "处理决定" not in _text(office.folder / "l.html")


def test_all_is_one_for_each_in_a_folder_and_again_in_the_same(office: Desk) -> None:
    made = office("report", "decisions.html", "--kind", "decision", "--unit", "all")
    assert made.status == 0, made.err
    files = sorted(p.name for p in (office.folder / "decisions").iterdir())
    assert "S01-emp1.html" in files
    first = {name: (office.folder / "decisions" / name).read_bytes() for name in files}
    assert office("report", "decisions.html", "--kind", "decision", "--unit", "all").status == 0
    assert {p.name: p.read_bytes() for p in (office.folder / "decisions").iterdir()} == first
    letters = office("report", "letters.xlsx", "--unit", "all")
    assert letters.status == 0, letters.err
    units = [unit["unit"] for unit in office.run()["units"]]
    assert sorted(p.stem for p in (office.folder / "letters").iterdir()) == sorted(units)


def test_a_sector_without_sanctions_on_people_has_no_decision(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--sector", "hospital", "--ledger", str(tmp_path / "h.db"), "--lang", "en"]
    assert main([*at, "init", "--sample"]) == 0
    capsys.readouterr()
    assert main([*at, "report", str(tmp_path / "d.html"), "--kind", "decision", "--unit", "all"]) == 1
    assert "no rule of" in capsys.readouterr().err
    assert not (tmp_path / "d").exists()


@pytest.mark.campaign
@pytest.mark.parametrize("ending", [WORD, "xlsx", "html"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_run_is_the_same_bytes(office: Desk, ending: str, lang: str) -> None:
    def once(name: str) -> bytes:
        made = office("report", f"{name}.{ending}", lang=lang)
        assert made.status == 0, made.err
        return (office.folder / f"{name}.{ending}").read_bytes()

    assert once("a") == once("b")


@pytest.mark.parametrize(
    ("lang", "one", "none"), [("zh", r"姓名 \d+ 处", "未发现个人信息"), ("en", r"name: \d+", "no personal data was found")]
)
def test_what_was_hidden_is_told_in_words(office: Desk, lang: str, one: str, none: str) -> None:
    made = office("report", "n.html", lang=lang)
    told = made.out + made.err
    assert none in told or re.search(one, told)
    assert not re.search(r"：[^\n]*\b(?:name|phone|id) \d", told)


def test_unmasked_is_said_in_the_file_and_beside_it(office: Desk) -> None:
    made = office("report", "n.html", "--unmasked", lang="zh")
    assert "仅供内部使用" in made.err
    assert "仅供内部使用" in _text(office.folder / "n.html")
    assert "仅供内部使用" not in office("report", "m.html", lang="zh").err
    assert "仅供内部使用" not in _text(office.folder / "m.html")


@pytest.mark.campaign
@pytest.mark.parametrize("ending", ["html", WORD, "xlsx", pytest.param("pdf", marks=pytest.mark.slow)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_nothing_is_hidden_and_that_it_is_a_draft_stands_above_all_else(office: Desk, ending: str, lang: str) -> None:
    assert office("publish", "--draft", "--period", "2012").status == 0
    internal, draft = {
        "zh": ("内部资料（未隐去个人信息）", "征求意见稿"),
        "en": ("For internal use only (personal data is not hidden)", "Draft for comment"),
    }[lang]
    for kind in ("notice", "letter", "data"):
        unit = ("--unit", "S01") if kind == "letter" else ()
        name = f"{kind}.{ending}"
        made = office("report", name, "--kind", kind, *unit, "--run", "d1", "--unmasked", lang=lang)
        assert made.status == 0, made.err
        begins = re.sub(r"\s", "", read_back(office.folder / name).text)[:400]
        assert internal.replace(" ", "") in begins
        assert draft.replace(" ", "") in begins.replace(f"（{draft}）", "")
        checked = office("verify", name, lang="en")
        assert checked.status == 0, checked.out
        assert internal not in checked.out


def test_what_the_office_asked_for_and_does_not_get_is_said(office: Desk) -> None:
    made = office("report", "n.html", "--template", "t.docx", "--fonts", "nowhere")
    assert made.status == 0
    assert "for .docx alone" in made.err
    assert "no folder of faces nowhere" in made.err
    several = office("report", "letters.html", "--unit", "all", "--number", "电纪〔2027〕1号", lang="zh")
    assert "发文字号都是“电纪〔2027〕1号”" in several.err
    assert "发文字号都是" not in office("report", "l.html", "--unit", "S01", "--number", "电纪〔2027〕1号", lang="zh").err


def test_where_the_office_is_reached_stays_and_what_others_wrote_does_not(office: Desk) -> None:
    incident = ("record", "incident", "unit=S01", "kind=improper-service", "person=S01-emp1", "date=2012-06-01")
    assert office(*incident, "text=请回电 13912345678").status == 0
    reached = "收到之日起十五日内，向我办提出（电话 025-84731234，联系人李工）"
    for unit in ("S01", "S01-emp1"):
        made = office("report", "l.html", "--unit", unit, "--objections", reached, lang="zh")
        assert made.status == 0, made.err
        assert reached in _text(office.folder / "l.html")
        assert "13912345678" not in _text(office.folder / "l.html")


def test_a_published_run_is_written_as_it_was_sealed_whatever_came_since(office: Desk) -> None:
    sealed = office("publish", "--despite", "the year's end")
    assert sealed.status == 0, sealed.err
    assert office("report", "before.html", "--run", "1").status == 0
    incident = office("record", "incident", "unit=S01", "kind=window-slide", "date=2012-06-01")
    assert incident.status == 0, incident.err
    assert office("report", "after.html", "--run", "1").status == 0
    assert (office.folder / "before.html").read_bytes() == (office.folder / "after.html").read_bytes()
    assert office("report", "now.html").status == 0
    assert _text(office.folder / "now.html") != _text(office.folder / "after.html")


def test_a_program_has_the_same_by_the_same_names(office: Desk) -> None:
    with conduct.open("conduct.db", "power_utility", lang="en") as made:
        written = made.report("n.html", number="5/2027", date="2027-01-05", sealed=False)
        again = made.report("letters.html", unit="all", masked=False)
        with pytest.raises(conduct.WrongUsage):
            made.report("n.html", kind="poem")
    assert (written.kind, written.number, written.code) == ("notice", None, None)
    assert written.documents[0].path == Path("n.html")
    assert "addressee" in " ".join(written.documents[0].gaps)
    assert written.to_dict()["documents"][0]["unit"] is None
    assert {one.unit for one in again.documents} == {unit["unit"] for unit in office.run()["units"]}


def test_nobody_but_who_may_read_the_ledger_may_read_a_document(office: Desk) -> None:
    (office.folder / "conduct.db").chmod(0o600)
    made: Outcome = office("report", "n.xlsx")
    assert made.status == 0, made.err
    assert (office.folder / "n.xlsx").stat().st_mode & 0o077 == 0


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", ["insurance", "power_utility", "banking", "hospital"])
def test_each_samples_notice_on_paper_is_the_published_one(
    sector: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--sector", sector, "--ledger", str(tmp_path / "l.db"), "--lang", lang]
    for arguments in (["init", "--sample"], ["publish", "--despite", "x"], ["report", str(tmp_path / "n.pdf"), "--run", "1"]):
        assert main([*at, *arguments]) == 0
    assert main([*at, "verify", str(tmp_path / "n.pdf")]) == 0, capsys.readouterr().err
