"""Files in a browser: evidence on a case, had by its unit once it is released, and files of facts, mended cell by cell."""

from __future__ import annotations

import io
import re
import sqlite3
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

import conduct
from conduct.web import separately
from conduct.web.rights import Grant
from tests.hostile import MARKUP
from tests.web.conftest import Browser, Site, site_on
from tests.web.inert import acting
from tests.web.test_programs import program

PDF = b"%PDF-1.7\n%%EOF\n"


def _case_of(site: Site, unit: str) -> str:
    with sqlite3.connect(site.ledger) as connection:
        found: str = connection.execute(
            "SELECT incident FROM insurance_incidents WHERE unit = ? AND date LIKE '2012-0%' ORDER BY date LIMIT 1", (unit,)
        ).fetchone()[0]
    connection.close()
    return found


def _attached(site: Site, case: str, name: str = "王某的 信.pdf", by: str = "王某") -> Browser:
    clerk = site.signed_in("clerk")
    clerk.get(f"/insurance/cases/{case}")
    answer = clerk.send(f"/insurance/cases/{case}/attachments", name, PDF, by=by)
    assert answer.status_code == 303, answer.text
    return clerk


def test_a_clerk_attaches_a_file_and_takes_it_out_again(insurance: Site) -> None:
    case = _case_of(insurance, "P05")
    clerk = _attached(insurance, case)
    page = clerk.get(f"/insurance/cases/{case}").text
    assert "王某的 信.pdf" in page
    assert ">PDF</td>" in page
    answer = clerk.get(f"/insurance/cases/{case}/attachments/1")
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''insurance-1.pdf"
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert [one.name for one in office.case(case).attachments] == ["王某的 信.pdf"]
        assert office.verify().whole


def test_the_unit_sees_that_there_is_one_and_has_it_once_it_is_released(insurance: Site) -> None:
    case = _case_of(insurance, "P05")
    _attached(insurance, case)
    unit, decider = insurance.signed_in("unit"), insurance.signed_in("decider")
    page = unit.get("/insurance/own/P05?period=2012-H1").text
    assert "1 further attached, not released" in page
    assert "王某" not in page
    own = f"/insurance/own/cases/{case}/attachments/1"
    assert unit.get(own).status_code == 404
    assert unit.get(f"/insurance/cases/{case}/attachments/1").status_code == 404
    decider.get(f"/insurance/cases/{case}")
    assert decider.post(f"/insurance/cases/{case}/release", attachment="1").status_code == 303
    assert "王某的 信.pdf" in unit.get("/insurance/own/P05?period=2012-H1").text
    assert unit.get(own).content == PDF
    decider.get(f"/insurance/cases/{case}")
    assert decider.post(f"/insurance/cases/{case}/release", attachment="1", released="no").status_code == 303
    assert unit.get(own).status_code == 404


def test_a_text_is_read_by_the_unit_once_it_is_released(insurance: Site) -> None:
    case = _case_of(insurance, "P05")
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute("UPDATE insurance_incidents SET text = '欧阳小草反映理赔迟延' WHERE incident = ?", (case,))
        connection.commit()
    connection.close()
    unit, decider = insurance.signed_in("unit"), insurance.signed_in("decider")
    assert "欧阳小草" not in unit.get("/insurance/own/P05?period=2012-H1").text
    decider.get(f"/insurance/cases/{case}")
    assert decider.post(f"/insurance/cases/{case}/release", reason="当事人同意").status_code == 303
    assert "欧阳小草反映理赔迟延" in unit.get("/insurance/own/P05?period=2012-H1").text


def test_nobody_else_attaches_releases_or_has_one(insurance: Site) -> None:
    case, other = _case_of(insurance, "P05"), _case_of(insurance, "P06")
    _attached(insurance, case)
    insurance.account("of-other", Grant("clerk", "insurance", "P06"), Grant("decider", "insurance", "P06"))
    insurance.account("other-unit", Grant("unit", "insurance", "P06"))
    stranger, unit = insurance.signed_in("of-other"), insurance.signed_in("other-unit")
    stranger.get(f"/insurance/cases/{other}")
    assert stranger.send(f"/insurance/cases/{case}/attachments", "x.pdf", PDF).status_code == 404
    assert stranger.get(f"/insurance/cases/{case}/attachments/1").status_code == 404
    assert stranger.get(f"/insurance/cases/{other}/attachments/1").status_code == 404
    assert stranger.post(f"/insurance/cases/{case}/release", attachment="1").status_code == 404
    assert stranger.post(f"/insurance/cases/{other}/release", attachment="1").status_code == 404
    assert unit.get(f"/insurance/own/cases/{case}/attachments/1").status_code == 404
    clerk = insurance.signed_in("clerk")
    clerk.get(f"/insurance/cases/{case}")
    assert clerk.post(f"/insurance/cases/{case}/release", attachment="1").status_code == 404
    assert insurance.signed_in("head").send(f"/insurance/cases/{case}/attachments", "x.pdf", PDF).status_code in (403, 404)
    visitor = insurance.visitor()
    assert visitor.send(f"/insurance/cases/{case}/attachments", "x.pdf", PDF).status_code == 403
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert [(one.number, one.released) for one in office.case(case).attachments] == [(1, False)]


def test_a_file_of_another_kind_or_too_large_is_refused_in_words(insurance: Site) -> None:
    case = _case_of(insurance, "P05")
    clerk = insurance.signed_in("clerk")
    clerk.get(f"/insurance/cases/{case}")
    answer = clerk.send(f"/insurance/cases/{case}/attachments", "x.pdf", b"MZ\x90\x00")
    assert (answer.status_code, "no file that is taken" in answer.text) == (400, True)
    assert clerk.post(f"/insurance/cases/{case}/attachments").status_code == 400
    small = site_on(insurance.ledger, "insurance", {"upload-megabytes": 1})
    clerk = small.signed_in("clerk")
    clerk.get(f"/insurance/cases/{case}")
    answer = clerk.send(f"/insurance/cases/{case}/attachments", "x.pdf", PDF + bytes(2_100_000))
    assert (answer.status_code, "The file is too large" in answer.text) == (413, True)


class _Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))


@pytest.mark.parametrize("text", MARKUP.values(), ids=MARKUP)
def test_a_hostile_name_comes_out_literally(insurance: Site, text: str) -> None:
    case = _case_of(insurance, "P05")
    name = "".join(c for c in text if c.isprintable() and c not in '"\\') + ".pdf"
    clerk = _attached(insurance, case, name, by=text)
    page = clerk.get(f"/insurance/cases/{case}").text
    found = _Elements()
    found.feed(page)
    assert acting(page) == []
    assert not [key for _, attributes in found.seen for key, _ in attributes if key.startswith("on")]


def _book(*rows: tuple[str, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "incidents"
    for row in rows:
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


HEADER = ("incident", "unit", "kind", "date", "text")


def _count(site: Site) -> int:
    with sqlite3.connect(site.ledger) as connection:
        found: int = connection.execute("SELECT count(*) FROM insurance_incidents").fetchone()[0]
    connection.close()
    return found


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_errors_are_shown_in_their_cells_and_mended_there(insurance: Site, ending: str) -> None:
    rows = (HEADER, ("n1", "P05", "late", "someday", "等候 <b>三</b> 天"), ("n2", "P06", "late", "2012-05-05", "x"))
    content = _book(*rows) if ending == "xlsx" else "\n".join(map(",".join, rows)).encode()
    clerk, before = insurance.signed_in("clerk"), _count(insurance)
    clerk.get("/insurance/load")
    answer = clerk.send("/insurance/load", f"incidents.{ending}", content)
    assert answer.status_code == 400
    (cell,) = re.findall(r'name="(cell-[0-9-]+)" value="someday"', answer.text)
    (waits,) = set(re.findall(r'action="(/insurance/load/[^"]+)"', answer.text))
    assert _count(insurance) == before
    again = clerk.post(waits, **{cell: "2012-05-32"})
    assert again.status_code == 400
    assert 'value="2012-05-32"' in again.text
    (cell,) = re.findall(r'name="(cell-[0-9-]+)" value="2012-05-32"', again.text)
    done = clerk.post(waits, **{cell: "2012-05-04"})
    assert done.status_code == 200, done.text
    assert "incidents added 2" in done.text
    assert _count(insurance) == before + 2
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert office.case("n1").incident["text"] == "等候 <b>三</b> 天"
    assert clerk.post(waits).status_code == 404


def test_the_marked_workbook_and_the_empty_one_are_workbooks(insurance: Site) -> None:
    clerk = insurance.signed_in("clerk")
    clerk.get("/insurance/load")
    answer = clerk.send("/insurance/load", "incidents.csv", b"incident,unit,kind,date\nn1,NOBODY,late,2012-05-05\n")
    (link,) = re.findall(r'href="(/insurance/load/[^"]+/marked)"', answer.text)
    book = openpyxl.load_workbook(io.BytesIO(clerk.get(link).content))
    assert "NOBODY" in str([[cell.value for cell in row] for row in book["incidents"]])
    assert "incidents" in openpyxl.load_workbook(io.BytesIO(clerk.get("/insurance/load/blank").content)).sheetnames
    other = insurance.signed_in("elsewhere")
    assert other.get(link).status_code == 404
    insurance.account("second", Grant("clerk", "insurance"))
    assert insurance.signed_in("second").get(link).status_code == 404


def test_a_correction_takes_its_reason_and_a_clerk_of_one_unit_loads_nothing(insurance: Site) -> None:
    clerk, case = insurance.signed_in("clerk"), _case_of(insurance, "P05")
    clerk.get("/insurance/load")
    content = f"incident,unit,kind,date\n{case},P05,late,2012-03-03\n".encode()
    assert case in clerk.send("/insurance/load", "incidents.csv", content).text
    done = clerk.send("/insurance/load", "incidents.csv", content, correct="登记有误")
    assert done.status_code == 200, done.text
    assert "incidents corrected 1" in done.text
    insurance.account("of-one", Grant("clerk", "insurance", "P05"))
    assert insurance.signed_in("of-one").get("/insurance/load").status_code == 404


@pytest.mark.parametrize(("lang", "said"), [("zh", "P05 / 原保费收入（premium） / 2012-H1"), ("en", "P05 / premium / 2012-H1")])
def test_figures_that_stand_with_other_content_are_named_in_words(insurance: Site, lang: str, said: str) -> None:
    insurance.account("loads", Grant("clerk", "insurance"), Grant("head", "insurance"))
    browser = insurance.signed_in("loads")
    browser.speaks(lang, "/insurance/load")
    sent = browser.send("/insurance/load", "measures.csv", b"unit,measure,period,value\nP05,premium,2012-H1,5\n")
    assert (sent.status_code, said in sent.text) == (400, True), sent.text
    twice = "unit,measure,period,value\nP05,premium,2013-H1,5\nP05,premium,2013-H1,6\n"
    assert said.replace("2012", "2013") in browser.send("/insurance/load", "measures.csv", twice.encode()).text


def test_a_large_file_is_loaded_as_a_small_one_is_by_whoever_sends_it(insurance: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk, before = insurance.signed_in("clerk"), _count(insurance)
    clerk.get("/insurance/load")
    rows = b"incident,unit,kind,date\nn1,P05,late,2012-05-05\nn2,P05,late,someday\n"
    small = clerk.send("/insurance/load", "incidents.csv", rows)
    monkeypatch.setattr(separately, "LARGE", 10)
    large = clerk.send("/insurance/load", "incidents.csv", rows)
    waits = re.compile(r"/insurance/load/[\w-]+")
    assert (large.status_code, waits.sub("", large.text)) == (400, waits.sub("", small.text))
    assert _count(insurance) == before
    done = clerk.send("/insurance/load", "incidents.csv", rows.replace(b"someday", b"2012-05-06"))
    assert "incidents added 2" in done.text
    assert _count(insurance) == before + 2
    with sqlite3.connect(insurance.ledger) as connection:
        (who,) = connection.execute("SELECT claimed FROM batches ORDER BY batch DESC").fetchone()
    assert who == "clerk called"


def test_a_name_opens_no_other_folder(insurance: Site, tmp_path: Path) -> None:
    clerk = insurance.signed_in("clerk")
    clerk.get("/insurance/load")
    for name in ("../../../tmp/incidents.csv", "..\\incidents.csv", "/etc/incidents.csv"):
        answer = clerk.send("/insurance/load", name, b"incident,unit,kind,date\nn1,P05,late,2012-05-05\n")
        assert answer.status_code == 200, answer.text
    assert not (tmp_path.parent / "incidents.csv").exists()


@pytest.mark.parametrize(
    ("lang", "names", "reason"),
    [
        ("zh", "单位、考核对象、任职、职务、任职情况、指标数据、指标、事项、办理动作、动作（", "请在“更正的原因”一栏写明原因"),
        ("en", "units, posts, measures, incidents, actions (", "fill in the reason for correcting"),
    ],
)
def test_the_page_speaks_of_its_own_boxes_and_offers_no_workbook_of_what_is_none(
    insurance: Site, lang: str, names: str, reason: str
) -> None:
    clerk, case = insurance.signed_in("clerk"), _case_of(insurance, "P05")
    clerk.speaks(lang, "/insurance/load")
    rows = f"incident,unit,kind,date\n{case},P05,late,2012-03-03\n".encode()
    other = clerk.send("/insurance/load", "incidents.csv", rows).text
    assert (reason in other, "--correct" in other, "/marked" in other) == (True, False, True)
    nameless = clerk.send("/insurance/load", "台账导出.csv", rows).text
    assert (names in nameless, "conduct.toml" in nameless) == (True, False)
    assert "/marked" not in clerk.send("/insurance/load", "信.pdf", PDF).text


def _workbook(*sheets: tuple[str, list[list[str]], str]) -> bytes:
    """A workbook of sheets, each with its rows, seen or hidden."""
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for title, rows, state in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = state
    book.save(made)
    return made.getvalue()


_ROWS = [["incident", "unit", "kind", "date"], ["n1", "P05", "late", "2012-05-05"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("incidents.csv", b"incident,unit,kind,date,colour\nn1,P05,late,2012-05-05,red\n"),
        ("incidents.csv", b"incident,unit,kind\nn1,P05,late\n"),
        ("incidents.csv", b"hello\nworld\n"),
        ("incidents.csv", b"incident,unit,kind,date,text\nn1,P05,late,2012-05-05,caf\xe9 \n"),
        ("book.xlsx", _workbook(("incidents", _ROWS, "visible"), ("Sheet1", [["a", "b"]], "visible"))),
        ("book.xlsx", _workbook(("units", [["unit", "name", "kind"]], "visible"), ("incidents", _ROWS, "hidden"))),
    ],
)
def test_what_is_wrong_with_a_file_names_no_setting_and_no_option(insurance: Site, lang: str, name: str, content: bytes) -> None:
    clerk = insurance.signed_in("clerk")
    clerk.speaks(lang, "/insurance/load")
    page = clerk.send("/insurance/load", name, content).text
    said = re.sub(r"<[^>]*>", " ", page.partition("<main")[2].partition("</main>")[0])
    assert not re.search(r"conduct\.toml|--\w|\[(columns|header|sheets|constants)|encoding=", said), said
    assert ("管理员" if lang == "zh" else "administrator") in said or "UTF-8" in said, said


def test_one_attached_by_mistake_is_removed_with_a_reason_and_had_by_nobody(insurance: Site) -> None:
    case = _case_of(insurance, "P05")
    clerk = _attached(insurance, case)
    here = f"/insurance/cases/{case}"
    page = clerk.get(here).text
    assert f'action="{here}/attachments/1/remove"' in page
    assert clerk.post(f"{here}/attachments/1/remove", reason=" ").status_code == 400  # why must be said
    assert _refused_to_others(insurance, f"{here}/attachments/1/remove")
    assert clerk.post(f"{here}/attachments/2/remove", reason="x").status_code == 404
    assert clerk.post(f"{here}/attachments/1/remove", reason="附错了件 <b>").status_code == 303
    page = clerk.get(here).text
    assert re.search(r"removed on [^<]+ by clerk called as attached by mistake: 附错了件 &lt;b&gt;", page)
    assert f'href="{here}/attachments/1"' not in page
    for name in ("clerk", "decider", "head", "auditor"):
        assert insurance.signed_in(name).get(f"{here}/attachments/1").status_code == 404, name
    assert "further attached" not in insurance.signed_in("unit").get("/insurance/own/P05?period=2012-H1").text
    told = program(insurance, "clerk").get(here).json()["attachments"][0]
    assert (told["removed"]["by"], told["removed"]["reason"], told["released"]) == ("clerk called", "附错了件 <b>", False)
    decider = insurance.signed_in("decider")
    decider.get(here)
    assert decider.post(f"{here}/release", attachment="1").status_code == 404
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert office.verify().whole


def _refused_to_others(site: Site, address: str) -> bool:
    """Whether those who enter nothing are refused."""
    return all(site.signed_in(name).post(address, reason="x").status_code == 404 for name in ("unit", "auditor", "elsewhere"))


def test_one_that_is_released_is_removed_by_whoever_may_decide_alone(insurance: Site) -> None:
    case = _case_of(insurance, "P05")
    clerk, here = _attached(insurance, case), f"/insurance/cases/{case}"
    decider = insurance.signed_in("decider")
    decider.get(here)
    assert decider.post(f"{here}/release", attachment="1").status_code == 303
    assert "/remove" not in clerk.get(here).text
    assert clerk.post(f"{here}/attachments/1/remove", reason="x").status_code == 404
    insurance.account("both", Grant("clerk", "insurance"), Grant("decider", "insurance"))
    both = insurance.signed_in("both")
    assert "/remove" in both.get(here).text
    assert both.post(f"{here}/attachments/1/remove", reason="x").status_code == 303
    unit = insurance.signed_in("unit")
    assert unit.get(f"/insurance/own/cases/{case}/attachments/1").status_code == 404
