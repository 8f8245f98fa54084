"""The board: standings filtered, sorted and paged by the address, whole as a file, with what moved, came in, and went before."""

from __future__ import annotations

import csv
import html
import re
import sqlite3
from datetime import date
from io import BytesIO, StringIO
from threading import Event
from types import ModuleType

import pytest
from openpyxl import load_workbook

import conduct
import conduct.door.asking
from conduct.core.base.progress import doing
from conduct.core.base.words import Words
from conduct.host import load_sector
from conduct.web import board as board_page
from conduct.web import kept, standings
from conduct.web.figures import before
from conduct.web.kept import LatelyAsked
from conduct.web.rights import Grant
from tests.hostile import MARKUP
from tests.web.conftest import Browser, Site
from tests.web.inert import acting, shown


def rows(page: str) -> list[list[str]]:
    """The rows of the page's table, each cell's text."""
    found = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    assert found is not None
    return [
        [shown(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)] for row in found[1].split("</tr>")[:-1]
    ]


def headings(page: str) -> list[str]:
    """The headings of the page's table."""
    return [shown(one) for one in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", page, re.DOTALL)]


def column(browser: Browser, address: str, heading: str) -> list[str]:
    """A column of a page's table."""
    page = browser.get(address).text
    return [row[headings(page).index(heading)] for row in rows(page)]


def test_the_board_says_what_a_run_says_and_is_sorted_and_filtered_by_the_address(insurance: Site) -> None:
    head = insurance.signed_in("head")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        run = office.assess("2012", record=False)
        whole = run.to_dict()
    page = head.get("/insurance/board?period=2012").text
    assert column(head, "/insurance/board?period=2012", "Name") == [unit["name"] for unit in whole["units"]]
    by_name = column(head, "/insurance/board?period=2012&sort=name", "Name")
    assert by_name == sorted(by_name)
    assert column(head, "/insurance/board?period=2012&sort=name&down=1", "Name") == by_name[::-1]
    scores = [float(one) for one in column(head, "/insurance/board?period=2012&sort=score", "Score") if one]
    assert scores == sorted(scores)
    for kind in {unit["kind"] for unit in whole["units"]}:
        found = column(head, f"/insurance/board?period=2012&kind={kind}", "Name")
        assert found == [unit["name"] for unit in whole["units"] if unit["kind"] == kind]
    one = whole["units"][3]
    assert column(head, f"/insurance/board?period=2012&q={one['name']}", "Name") == [one["name"]]
    assert 'class="bar"' in page
    assert re.findall(r'<option value="(2012[^"]*)"', page) == ["2012", "2012-H1"]
    assert "style=" not in page
    for section in whole["units"][0]["sections"]:
        assert f"#s-{section['section']}" in page


@pytest.mark.parametrize("asked", ["sort=nothing", "kind=none", "sort=&kind=x"])
def test_a_filter_that_does_not_apply_is_said_and_hides_nobody(insurance: Site, asked: str) -> None:
    head = insurance.signed_in("head")
    page = head.get(f"/insurance/board?period=2012&{asked}").text
    assert "does not apply here" in page
    assert rows(page) == rows(head.get("/insurance/board?period=2012").text)


def test_that_a_result_is_of_a_day_to_come_is_said_where_it_is(hospital: Site) -> None:
    head = hospital.signed_in("head")
    year = date.today().year + 1
    for page in ("board", "units/D1"):
        asked = f"/hospital/{page}?period="
        assert f"{year}-12-31 is still to come" in head.get(f"{asked}{year}").text
        assert "is still to come" not in head.get(f"{asked}2012").text


def test_what_is_shown_is_had_as_a_file_with_the_reader_s_rights(insurance: Site) -> None:
    head = insurance.signed_in("head")
    page = head.get("/insurance/board?period=2012&sort=name").text
    address = html.unescape(re.findall(r'href="([^"]*board\.csv[^"]*)"', page)[0])
    answer = head.get(address)
    assert answer.headers["content-type"].startswith("text/csv")
    found = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [one["Name"] for one in found] == column(head, "/insurance/board?period=2012&sort=name", "Name")
    book = load_workbook(BytesIO(head.get(address.replace(".csv", ".xlsx")).content))
    sheet = list(book.worksheets[0].iter_rows(values_only=True))
    assert [str(row[sheet[0].index("Name")]) for row in sheet[1:]] == [one["Name"] for one in found]
    score = sheet[0].index("Score")
    assert all(isinstance(row[score], int | float) for row in sheet[1:] if row[score] is not None)
    insurance.account("of-one", Grant("head", "insurance", "P05"))
    other = insurance.signed_in("of-one")
    for name in ("board", "trends", "moved"):
        text = other.get(f"/insurance/{name}/{name}.csv?period=2012").content.decode("utf-8-sig")
        units = {line.split(",")[0] for line in text.splitlines()[1:] if re.match(r"[A-Z]\d\d,", line)}
        assert units <= {"P05"}, name
    assert {row[1] for row in rows(other.get("/insurance/board?period=2012").text)} <= {one["Name"] for one in found}
    assert len(rows(other.get("/insurance/board?period=2012").text)) == 1
    assert "x24" in head.get("/insurance/board?period=2012").text, "a note on another unit's appeal"
    for page in ("board?period=2012", "moved?since=1&period=2012", "units/P05?period=2012"):
        assert "x24" not in other.get(f"/insurance/{page}").text, page
    for wrong in ("board.exe", "moved.csv", "../conduct.db"):
        assert head.get(f"/insurance/board/{wrong}").status_code == 404


def test_a_board_in_chinese_has_the_words_of_the_office(insurance: Site) -> None:
    head = insurance.signed_in("head")
    head.post("/language", back="/")
    page = shown(head.get("/insurance/board?period=2012&sort=none").text)
    for words in ("名次", "得分", "升降", "来件", "历期", "筛选条件“none”不适用", "下载 .xlsx"):
        assert words in page, words


def test_who_moved_since_the_period_before_is_what_compare_says_with_its_cases(hospital: Site) -> None:
    head = hospital.signed_in("head")
    page = head.get("/hospital/moved?period=2012-08").text
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        compared = office.compare("2012-07", "2012-08")
    assert "2012-07 → 2012-08" in shown(page)
    assert [row[0] for row in rows(page)] == [unit.name for unit in compared.units][:20]
    come = next(one for unit in compared.units for line in unit.lines for one in line.come)
    assert f"/hospital/cases/{come}" in page
    text = head.get("/hospital/moved/moved.csv?period=2012-08").content.decode("utf-8-sig")
    assert [row["Unit (id)"] for row in csv.DictReader(StringIO(text))] == [unit.unit for unit in compared.units]


def test_who_moved_says_what_cost_and_who_was_overtaken_and_in_words_what_differs(insurance: Site) -> None:
    head = insurance.signed_in("head")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        made = office.assess("2012", record=False)
        office.publish("2012", despite="as a sample")
        office.record("incident", unit=made.units[0].unit, kind="media-exposure", date="2012-06-06")
        compared = office.compare("2", "now")
    page = head.get("/insurance/moved?since=2&period=2012").text
    listed = {row[0]: row for row in rows(page)}
    for unit in compared.units:
        moved = unit.score[0] != unit.score[1] or unit.rank[0] != unit.rank[1]
        assert (unit.name in listed) == (moved or bool(unit.gone or unit.come)), unit
    alone = [u for u in compared.units if u.score[0] == u.score[1] and u.rank[0] != u.rank[1]]
    assert alone
    for unit in alone:
        assert "its own score is the same:" in listed[unit.name][3]
    text = head.get("/insurance/moved/moved.csv?since=2&period=2012").content.decode("utf-8-sig")
    heads, *every = csv.reader(StringIO(text))
    assert heads == ["Unit (id)", *headings(page)]
    assert {row[1] for row in every} >= {*listed}
    assert len(every) == int(re.findall(r"(\d+) in all", shown(page))[0])
    for row in every:
        if row[1] in listed:
            assert row[1:4] == listed[row[1]][:3]
            assert all(" ".join(why.split()) in listed[row[1]][3] for why in row[4].split("\n")), row
    assert re.search(r"facts until: \d{4}-\d\d-\d\d \d\d:\d\d \(UTC[^)]*\) → \d{4}", shown(page))
    assert "<code>batch of facts" in page
    head.post("/language", back="/")
    assert "事实计至：" in shown(head.get("/insurance/moved?since=2&period=2012").text)


def test_a_period_is_compared_with_a_run_that_was_published_and_what_keeps_from_it_is_said(insurance: Site) -> None:
    head = insurance.signed_in("head")
    answer = head.get("/insurance/moved?period=2012")
    assert (answer.status_code, "2012-H1 → 2012" in shown(answer.text)) == (200, True), "of 2011 there are no facts"
    assert '<option value="2012-H1">' in answer.text
    page = shown(head.get("/insurance/moved?period=2012&since=1").text)
    assert "1 → 2012" in page
    assert "They rest on something else: regulation circular_2012_37" not in page
    assert "period 2012-H1 → 2012" in page
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("incident", unit="P05", kind="late", date="2012-02-02")
        office.publish("2012-H1", despite="once more")
    page = head.get("/insurance/moved?period=2").text
    assert "1 → 2" in shown(page), "the run before it"
    assert "/insurance/units/P05?period=2012-H1" in page
    assert "/insurance/moved?since=1&amp;period=2" in head.get("/insurance/runs/2").text
    for wrong in ("since=99", "since=never", "since=1990"):
        answer = head.get(f"/insurance/moved?period=2012&{wrong}")
        assert answer.status_code == 400
        assert 'name="since"' in answer.text


@pytest.mark.parametrize(
    ("period", "earlier"), [("2012-H2", "2012-H1"), ("2012-H1", "2011-H2"), ("2012-01", "2011-12"), ("2012", "2011")]
)
def test_the_period_before_is_the_one_that_ended_last(period: str, earlier: str) -> None:
    sector = load_sector("hospital", None, "")
    assert before(sector, sector.period(period)) == earlier


@pytest.mark.parametrize("by", ["channel", "kind"])
def test_every_number_of_what_came_in_leads_to_as_many_cases(hospital: Site, by: str) -> None:
    head = hospital.signed_in("head")
    page = head.get(f"/hospital/arrived?period=2012-Q3&by={by}").text
    links = [(int(n), html.unescape(address)) for address, n in re.findall(r'<a href="(/hospital/cases\?[^"]*)">(\d+)</a>', page)]
    assert links
    for n, address in links:
        assert len(rows(head.get(address).text)) == min(n, 50), address
    with sqlite3.connect(hospital.ledger) as connection:
        query = "SELECT count(*) FROM hospital_incidents WHERE date BETWEEN '2012-07-01' AND '2012-09-30'"
        (count,) = connection.execute(query).fetchone()
    connection.close()
    assert f"{count} in all" in page
    text = head.get(f"/hospital/arrived/arrived.csv?period=2012-Q3&by={by}").content.decode("utf-8-sig")
    assert sum(int(n) for row in csv.reader(StringIO(text)) for n in row[1:] if n.isdigit()) == count
    assert "does not apply" in head.get("/hospital/arrived?period=2012-Q3&by=complainant").text


def test_the_periods_before_stand_side_by_side_those_published_as_they_were(hospital: Site) -> None:
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        number = office.publish("2012-07", despite="as it is").number
        kept = {unit["unit"]: unit for unit in office.assess("2012-07", record=False).to_dict()["units"]}
        office.record("incident", unit="D1", kind="complaint", date="2012-07-09", nature="conduct", channel="visit")
        now = {unit["unit"]: unit for unit in office.assess("2012-09", record=False).to_dict()["units"]}
    head = hospital.signed_in("head")
    page = head.get("/hospital/trends?period=2012-09").text
    assert "<polyline" in page
    assert f'2012-07 <a href="/hospital/runs/{number}">' in page
    text = head.get("/hospital/trends/trends.csv?period=2012-09").content.decode("utf-8-sig")
    found = {row["Unit (id)"]: row for row in csv.DictReader(StringIO(text))}
    assert set(found) == set(now)
    for unit, row in found.items():
        assert (row["2012-09 Rank"], row["2012-07 Rank"]) == tuple(str(one[unit]["rank"] or "") for one in (now, kept))
        for period, of in (("2012-09", now), ("2012-07", kept)):
            value = of[unit]["score"]
            if value is not None:
                assert float(row[f"{period} Score"]) == value


def test_a_unit_s_page_leads_from_each_line_to_its_cases(insurance: Site) -> None:
    head = insurance.signed_in("head")
    page = head.get("/insurance/units/P05?period=2012").text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        why = office.explain("P05", "2012")
    for line in why.lines:
        assert html.escape(line.words) in page or line.words in html.unescape(page)
        for incident in line.incidents[:20]:
            assert f"/insurance/cases/{incident}" in page
    for section in why.sections:
        assert f'id="s-{section.section}"' in page
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        (duties,) = [one["duties"] for one in office.assess("2012", record=False).to_dict()["units"] if one["unit"] == "P05"]
    assert f"Duties met {duties['met']} Duties breached {duties['breached']} Duties pending {duties['pending']}" in shown(page)


def test_the_board_is_worked_out_once_for_what_it_rests_on_and_anew_after_any_change(
    insurance: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, counted = insurance.signed_in("head"), []
    assess = standings.assess
    monkeypatch.setattr(standings, "assess", lambda *given, **more: counted.append(1) or assess(*given, **more))
    for address in ("board", "board?sort=name", "trends", "board?kind=x&q=y"):
        assert head.get(f"/insurance/{address}{'&' if '?' in address else '?'}period=2012").status_code == 200
    assert len(counted) == 1
    first = column(head, "/insurance/board?period=2012&q=P05", "Score")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        for day in range(1, 9):
            office.record("incident", unit="P05", kind="late", date=f"2012-06-0{day}")
    page = head.get("/insurance/board?period=2012&q=P05").text
    while "is being counted" in page:
        page = head.get("/insurance/board?period=2012&q=P05").text
    assert len(counted) == 2
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        (score,) = [u["score"] for u in office.assess("2012", record=False).to_dict()["units"] if u["unit"] == "P05"]
    shown_now = [float(row[headings(page).index("Score")]) for row in rows(page)]
    assert shown_now == [score] != [float(one) for one in first]


def test_an_earlier_answer_is_given_with_its_mark_while_a_newer_one_is_worked_out_and_none_after_a_failure() -> None:
    lately, waits, failed = LatelyAsked(2), Event(), conduct.Fault([conduct.Problem("config-missing", {"path": "x"})])
    assert lately.answer(("q", "1"), ("1",), lambda: "first") == "first"

    def slowly() -> str:
        waits.wait(10)
        return "second"

    running = lately.behind(("q", "1"), ("2",), slowly)
    assert lately.behind(("q", "1"), ("2",), slowly) is running, "one at a time"
    assert lately.kept(("q", "1")) == (("1",), "first")
    waits.set()
    running.join(10)
    assert lately.kept(("q", "1")) == (("2",), "second")

    def fails() -> str:
        raise failed

    lately.behind(("q", "1"), ("3",), fails).join(10)
    assert lately.kept(("q", "1")) is None
    assert (lately.failure(("q", "1")), lately.failure(("q", "1"))) == (failed, None), "said once"
    for n in range(5):
        lately.answer(("q", str(n)), ("1",), lambda: None)
        lately.answer(("another", str(n // 4)), ("1",), lambda: None)
    assert [lately.kept(("q", str(n))) is not None for n in range(5)] == [False, False, False, True, True]
    assert lately.kept(("another", "0")) is not None, "of each sort so many"


def test_what_took_long_stands_a_while_though_there_are_newer_facts_and_says_so(
    insurance: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_REST", 60.0)
    monkeypatch.setattr(kept, "_QUICK", 0.0)
    head = insurance.signed_in("head")
    before = rows(head.get("/insurance/board?period=2012").text)
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        for day in range(1, 9):
            office.record("incident", unit="P05", kind="late", date=f"2012-06-0{day}")
    page = head.get("/insurance/board?period=2012").text
    assert rows(page) == before
    assert "what came since is being counted" in page
    monkeypatch.setattr(kept.LatelyAsked, "rests", lambda self, question: False)
    page = head.get("/insurance/board?period=2012").text
    assert rows(page) != before
    assert "is being counted" not in page


def test_a_unit_is_told_of_as_the_standings_have_it_and_with_its_own_newest_facts(
    insurance: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept.LatelyAsked, "rests", lambda self, question: True)
    head, pages = insurance.signed_in("head"), ("P05", "P04")
    first = {unit: head.get(f"/insurance/units/{unit}?period=2012").text for unit in pages}
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        made = [office.record("incident", unit="P05", kind="late", date=f"2012-06-0{day}").incident for day in range(1, 9)]
        scores = {u["unit"]: u["score"] for u in office.assess("2012", record=False).to_dict()["units"]}
    another = head.get("/insurance/units/P04?period=2012").text
    assert "is being counted" in another
    said = shown(another).replace("What was entered last is being counted: load the page again in a moment.", "")
    assert said.split() == shown(first["P04"]).split()
    its = head.get("/insurance/units/P05?period=2012").text
    assert all(str(one) in its for one in made)
    assert f"{scores['P05']:g}" in shown(its)
    assert "is being counted" not in its
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("incident", unit="P05", kind="late", date="2012-07-01")
    assert "is being counted" not in head.get("/insurance/units/P05?period=2012").text, "its own are waited for again"


def held_back(monkeypatch: pytest.MonkeyPatch, *where: ModuleType) -> Event:
    """Has whatever is assessed there wait for an event."""
    waits, assess = Event(), standings.assess

    def slowly(*given: object, **more: object) -> object:
        waits.wait(60)
        return assess(*given, **more)  # type: ignore[arg-type]

    for one in where:
        monkeypatch.setattr(one, "assess", slowly)
    return waits


def test_a_unit_is_told_of_as_it_stood_for_as_long_as_what_came_about_it_is_being_counted(
    insurance: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, address = insurance.signed_in("head"), "/insurance/units/P05?period=2012"
    head.get("/insurance/board?period=2012")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        was = office.explain("P05", "2012")
        made = [office.record("incident", unit="P05", kind="late", date=f"2012-06-0{day}").incident for day in range(1, 9)]
        office.record("action", incident=made[0], step="withdraw", date="2012-06-09", by="x", reason="y")
        after = office.explain("P05", "2012")
    assert was.score != after.score
    waits = held_back(monkeypatch, standings)
    monkeypatch.setattr(board_page, "MOST_WAIT", 0.1)
    monkeypatch.setattr(kept, "PATIENCE", 0.1)
    for _ in range(2):  # read now, and as it was kept then
        page = head.get(address)
        assert (page.status_code, "is being counted" in page.text) == (200, True)
        assert f"{was.score:g}" in shown(page.text)
        assert not any(str(one) in page.text for one in made), "it is told of as the board has it, and of nothing newer"
    waits.set()
    monkeypatch.setattr(board_page, "MOST_WAIT", 60.0)
    monkeypatch.setattr(kept, "PATIENCE", 60.0)
    page = head.get(address)
    assert "is being counted" not in page.text
    assert f"{after.score:g}" in shown(page.text)
    assert str(made[1]) in page.text


@pytest.mark.parametrize(
    "address", ["/insurance/board/board.csv?period=2012", "/insurance/moved/moved.csv?period=2012&since=2012-H1"]
)
def test_a_file_waits_for_what_the_latest_facts_come_to(insurance: Site, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    head = insurance.signed_in("head")
    was = head.get(address)
    assert was.status_code == 200
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        for day in range(1, 9):
            office.record("incident", unit="P05", kind="late", date=f"2012-06-0{day}")
        score = office.explain("P05", "2012").score
    waits = held_back(monkeypatch, standings, conduct.door.asking)
    monkeypatch.setattr(kept, "FIRST_PATIENCE", 0.1)
    led = head.get(address)
    assert (led.status_code, led.headers["location"]) == (303, f"{address}&waiting=1")
    assert head.get(led.headers["location"]).status_code == 202
    waits.set()
    monkeypatch.setattr(kept, "FIRST_PATIENCE", 60.0)
    now = head.get(address)
    assert (now.status_code, now.text != was.text) == (200, True)
    (mine,) = (line for line in now.text.splitlines() if "P05" in line.split(","))
    assert f"{float(score):g}" in mine


def test_of_small_answers_many_are_kept() -> None:
    lately = LatelyAsked(2)
    for n in range(30):
        for what in ("unit", "standings"):
            lately.answer(("ledger", "sector", what, str(n)), ("1",), lambda: None)
    held = {
        what: sum(lately.kept(("ledger", "sector", what, str(n))) is not None for n in range(30))
        for what in ("unit", "standings")
    }
    assert held == {"unit": 30, "standings": 2}


def test_what_takes_long_is_said_to_be_worked_out_and_is_there_when_it_is_asked_for_again(
    insurance: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, waits, assess = insurance.signed_in("head"), Event(), standings.assess

    def slowly(*given: object, **more: object) -> object:
        with doing(Words("计数", "counting"), 4) as further:
            further(1)
            waits.wait(20)
        return assess(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(standings, "assess", slowly)
    monkeypatch.setattr(kept, "FIRST_PATIENCE", 0.2)
    answer = head.get("/insurance/board?period=2012")
    assert (answer.status_code, answer.headers["retry-after"]) == (202, "2")
    assert "counting, 25% (1 of 4 rows)" in shown(answer.text)
    assert acting(answer.text) == []
    head.post("/language", back="/")
    assert "计数，25%" in shown(head.get("/insurance/board?period=2012").text)
    waits.set()
    monkeypatch.setattr(kept, "FIRST_PATIENCE", 60.0)
    assert head.get("/insurance/board?period=2012").status_code == 200


def test_hostile_names_of_units_come_out_literally_on_the_board_and_in_its_files(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        units = [unit for (unit,) in connection.execute("SELECT unit FROM insurance_units ORDER BY unit")]
        texts = [*MARKUP.values(), "=1+1", "@SUM(A1)"]
        given = [(text.replace("\0", ""), unit) for text, unit in zip(texts, units, strict=False)]
        connection.executemany("UPDATE insurance_units SET name = ? WHERE unit = ?", given)
    connection.close()
    head = insurance.signed_in("head")
    for page in ("board", "moved", "trends", "arrived"):
        for more in ("", "&q=<script>", "&since=2012-H1&unit=P05"):
            answer = head.get(f"/insurance/{page}?period=2012{more}")
            assert (answer.status_code, acting(answer.text)) == (200, []), page
    assert acting(head.get("/insurance/units/P05?period=2012").text) == []
    for row in csv.reader(StringIO(head.get("/insurance/board/board.csv?period=2012").content.decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "@", "+")) for cell in row)


def test_a_board_as_the_address_asks_for_it_is_kept_as_a_view(insurance: Site) -> None:
    head = insurance.signed_in("head")
    head.get("/insurance/board?period=2012&sort=score&down=1")
    kept_view = head.post("/insurance/views", called="the worst first", list="/insurance/board?period=2012&sort=score&down=1")
    assert kept_view.headers["location"] == "/insurance/board?period=2012&sort=score&down=1"
    for page in ("board", "trends", "moved?since=1&period=2012", "arrived", "desk"):
        assert "the worst first" in head.get(f"/insurance/{page}").text, page
    assert "the worst first" not in insurance.signed_in("decider").get("/insurance/decisions").text


def test_the_board_says_what_its_columns_are_and_the_public_reads_the_ranking(insurance: Site) -> None:
    head = insurance.signed_in("head")
    head.post("/language", back="/")
    page = head.get("/insurance/board?period=2012").text
    assert re.search(r'<a href="[^"]+" title="[^"]*[\u4e00-\u9fff][^"]*">2\.1', page)
    assert "2.1 " in page[page.index("</table>") :]
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        first = min((u for u in office.assess("2012-H1").units if u.rank), key=lambda unit: unit.rank or 0)
    public = shown(insurance.visitor().get("/notices/1").text)
    assert f"{first.rank} {first.name}" in public
    assert 'href="/notices"' in insurance.visitor().get("/sign-in").text


def test_a_unit_s_page_names_who_is_one_place_ahead_where_he_may_be_seen_and_tells_what_one_late_answer_fewer_gives(
    insurance: Site,
) -> None:
    page = "/insurance/units/P05?period=2012-H1"
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        units = {one.unit: one for one in office.assess("2012-H1").units}
    mine = units["P05"]
    (before,) = {one.rank for one in units.values() if one.rank and mine.rank and one.rank == mine.rank - 1}
    found = insurance.signed_in("head").get(page).text
    score = found[found.index('id="score"') :].partition("</dl>")[0]
    for one in units.values():
        assert (f"units/{one.unit}?" in score) == (one.rank == before), one.unit
    fewer = found[found.index('id="fewer"') :].partition("</section>")[0]
    assert re.search(r"answer.d? ?late|late", fewer)
    assert re.search(r"\+2</?.*?>37<", fewer, re.DOTALL), "each of the late ones, with the place that it would give"
    insurance.account("his-own", Grant("head", "insurance", "P05"))
    limited = insurance.signed_in("his-own").get(page)
    assert limited.status_code == 200
    assert "One place ahead" not in limited.text, "he may not see the places of others"


def test_a_decision_of_today_makes_no_period_of_its_day(insurance: Site) -> None:
    head = insurance.signed_in("head")
    before = re.findall(r'<option value="(\d{4}[^"]*)"', head.get("/insurance/board").text)
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("action", incident="x16", step="decide", points="2", by="h", reason="two papers", date="2020-03-02")
    assert re.findall(r'<option value="(\d{4}[^"]*)"', insurance.signed_in("head").get("/insurance/board").text) == before


def test_what_a_unit_did_that_is_about_no_case_is_named_and_no_link(insurance: Site) -> None:
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        mine = office.explain("P16", "2012")
    ids = {one for line in mine.lines for one in line.incidents}
    page = insurance.signed_in("head").get("/insurance/units/P16?period=2012").text
    assert "c7" in ids
    assert "c7 <span" in page
    for id in re.findall(r'href="/insurance/cases/([^"?]+)"', page):
        assert insurance.signed_in("head").get(f"/insurance/cases/{id}").status_code == 200, id
