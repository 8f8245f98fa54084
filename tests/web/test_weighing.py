"""What would be, from the pages: points and readings moved, every alternative weighed, as work beside the pages; and the law."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

import conduct
from conduct.core.base.words import Words
from conduct.core.law.sector import Sector
from conduct.core.law.terms import Reading
from conduct.door.deployment import Deployment
from conduct.web import jobs, weighing
from tests.hostile import MARKUP
from tests.test_explain import SECTORS
from tests.web.conftest import Browser, Site
from tests.web.inert import acting, shown
from tests.web.publishing import with_settings
from tests.web.test_board import rows
from tests.web.test_programs import program


def ended(browser: Browser, address: str) -> str:
    """The page of a job once it has ended."""
    for _ in range(200):
        page = browser.get(address).text
        if 'http-equiv="refresh"' not in page:
            return page
        Event().wait(0.05)
    raise AssertionError("the job does not end")


def test_points_are_moved_in_the_page_and_who_would_move_stands_beside_with_nothing_written(insurance: Site) -> None:
    head = insurance.signed_in("head")
    page = head.get("/insurance/whatif?period=2012").text
    assert 'name="p.late"' in page
    assert 'name="r.settled-weight"' in page
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        before = office.verify().head
        would = office.whatif({"late": "9"}, reading={"settled-weight": "whole"}, period="2012")
    answer = head.post("/insurance/whatif", period="2012", **{"p.late": "9", "r.settled-weight": "whole"})
    assert answer.status_code == 303, answer.text
    page = ended(head, answer.headers["location"])
    assert [row[0] for row in rows(page)] == [unit.name for unit in would.units][:50]
    assert f"{len(would.units)} in all" in page
    assert re.search(r'name="p.late" value="9"', page)
    assert "settled-weight" in shown(page)
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert office.verify().head == before
    head.post("/language", back="/")
    page = shown(head.get(answer.headers["location"]).text)
    for words in ("假如", "谁会升降", f"共{len(would.units)}条"):
        assert words in page, words


def test_cases_are_left_out_to_see_what_would_be(insurance: Site) -> None:
    head = insurance.signed_in("head")
    head.get("/insurance/whatif?period=2012")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        line = next(one for one in office.explain("P05", "2012").lines if one.points)
        would = office.whatif(without=line.incidents[:2], period="2012")
    answer = head.post("/insurance/whatif", period="2012", without=f" {'， '.join(line.incidents[:2])},")
    page = ended(head, answer.headers["location"])
    assert [row[0] for row in rows(page)] == [unit.name for unit in would.units][:50]
    answer = head.post("/insurance/whatif", period="2012", without="<none>")
    assert "&lt;none&gt;" in ended(head, answer.headers["location"])


def test_a_draft_of_the_rules_is_uploaded_and_stands_in_the_form_with_who_would_move_beside(insurance: Site) -> None:
    head = insurance.signed_in("head")
    head.get("/insurance/whatif?period=2012")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        would = office.whatif(draft={"points": {"late": 9}}, reading={"settled-weight": "whole"}, period="2012")
    content = b"\xef\xbb\xbf# <b>draft</b>\r\n[points]\r\nlate = 9\r\n"
    answer = head.send("/insurance/whatif", "../草案.toml", content, period="2012", **{"r.settled-weight": "whole"})
    assert answer.status_code == 303, answer.text
    page = ended(head, answer.headers["location"])
    assert [row[0] for row in rows(page)] == [unit.name for unit in would.units][:50]
    assert "# &lt;b&gt;draft&lt;/b&gt;\n[points]\nlate = 9" in page
    typed = head.post("/insurance/whatif", period="2012", draft="[points]\r\nlate = 9", **{"r.settled-weight": "whole"})
    assert rows(ended(head, typed.headers["location"])) == rows(page)
    asks = program(insurance, "head")
    sent = asks.post("/insurance/whatif", {"period": "2012", "draft": "[points]\nlate = 9", "r.settled-weight": "whole"})
    assert sent.json()["location"].startswith("/insurance/jobs/")
    assert program(insurance, "decider").post("/insurance/whatif", {"draft": "[points]\nlate = 9"}).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[points]\nlate = many", "line 2"),
        (b"[points]\nnothing = 3", "points.nothing"),
        (b"[points]\nlate = 1e999999", "far too long"),
        (b"a = " + b"[" * 5_000, "nested"),
        (b"\xff\xfe", "UTF-8"),
        (b"#" * 200_001, "200,000 bytes"),
        (b"[other]\n", "it takes points, bases and items"),
    ],
)
def test_what_is_wrong_in_a_draft_is_said_by_its_name_with_the_line_or_the_key(
    insurance: Site, content: bytes, said: str
) -> None:
    head = insurance.signed_in("head")
    head.get("/insurance/whatif?period=2012")
    answer = head.send("/insurance/whatif", "plan.toml", content, period="2012")
    page = ended(head, answer.headers["location"]) if answer.status_code == 303 else answer.text
    assert 'role="alert"' in page
    assert said in shown(page)
    assert "plan.toml" in shown(page)
    assert "/tmp" not in page


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"p.late": "many"}, "the points “many” should be a number"),
        ({"p.late": "３"}, "the points “３” should be a number"),
        ({"p.late": "1e9"}, "the points “1e9” should be a number"),
        ({"p.nothing": "3"}, "nothing"),
        ({"r.settled-weight": "double"}, "double"),
        ({"r.none": "x"}, "none"),
        ({"p.late": "-1"}, "-1"),
        ({}, "Nothing was moved"),
    ],
)
def test_what_cannot_be_moved_is_said_and_what_was_filled_in_stays(insurance: Site, cells: Mapping[str, str], said: str) -> None:
    head = insurance.signed_in("head")
    head.get("/insurance/whatif?period=2012")
    answer = head.post("/insurance/whatif", period="2012", **cells)
    page = ended(head, answer.headers["location"]) if answer.status_code == 303 else answer.text
    assert 'role="alert"' in page
    assert said in page
    if "p.late" in cells:
        assert f'name="p.late" value="{cells["p.late"]}"' in page


def test_every_alternative_is_weighed_as_the_command_weighs_it(insurance: Site) -> None:
    head = insurance.signed_in("head")
    assert "settled-weight" in head.get("/insurance/readings").text
    answer = head.post("/insurance/weigh", period="2012")
    assert answer.status_code == 303
    page = ended(head, answer.headers["location"])
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        weighed = office.readings(sensitivity=True, period="2012")
    found = re.findall(r"<h2><code>([^<]+)</code> <small>(\d+)?", page)
    assert found == [(one.change, str(len(one.units) or "")) for one in weighed.changes]


def begun(site: Site, browser: Browser, waits: Event, monkeypatch: pytest.MonkeyPatch) -> str:
    """A job that waits for an event, told of as it does."""

    def slowly(at: Deployment, period: str | None) -> object:
        from conduct.core.base.progress import doing
        from conduct.core.base.words import Words

        with doing(Words("称量", "weighing"), 4, Words("种", "alternatives")) as more:
            more(1)
            waits.wait(20)
        raise conduct.Fault([conduct.Problem("config-missing", {"path": "<b>x"})])

    monkeypatch.setattr(weighing, "sensitivity", slowly)
    monkeypatch.setattr(jobs, "PATIENCE", 0.05)
    browser.get("/insurance/readings")
    return browser.post("/insurance/weigh", period="2012").headers["location"]


def test_a_job_says_how_far_it_is_and_why_it_failed_to_its_owner_alone(insurance: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    head, other, waits = insurance.signed_in("head"), insurance.signed_in("auditor"), Event()
    address = begun(insurance, head, waits, monkeypatch)
    for _ in range(100):
        if "weighing" in (page := shown(head.get(address).text)):
            break
        Event().wait(0.02)
    assert "weighing, 25% (1 of 4 alternatives)" in page
    assert "Look again" in page
    for somebody in (other, insurance.signed_in("clerk")):
        assert somebody.get(address).status_code == 404
    waits.set()
    page = ended(head, address)
    assert "Not done" in page
    assert "&lt;b&gt;x" in page


def test_so_many_jobs_of_one_wait_and_one_of_a_process_that_ended_is_interrupted(
    insurance: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, waits = insurance.signed_in("head"), Event()
    address = begun(insurance, head, waits, monkeypatch)
    for _ in range(4):
        assert head.post("/insurance/weigh", period="2012").status_code == 303
    answer = head.post("/insurance/weigh", period="2012")
    assert answer.status_code == 400
    assert "let them end first" in answer.text
    monkeypatch.setattr(jobs, "WORKER", jobs.Worker())
    assert "The server was started anew before it was done" in head.get(address).text
    head.post("/language", back="/")
    assert "服务器在完成之前重新启动" in head.get(address).text
    waits.set()


def test_the_law_stands_beside_its_rules_and_each_clause_has_an_address(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    page = unit.get("/insurance/law").text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        found = office.regulation()
    text = shown(page)
    for rule in found.rules:
        assert " ".join(rule.encoding.split()) in text, rule
    for clause in found.clauses:
        assert f'id="{clause.clause}"' in page
    assert "\\n" not in text, "its lines are lines"
    one = unit.get("/insurance/law/2.1")
    assert one.status_code == 200
    assert 'id="2.2"' not in one.text
    assert unit.get("/insurance/law/9.9.9").status_code == 404
    assert "whatif" not in page
    for closed in ("/insurance/whatif", "/insurance/board"):
        assert unit.get(closed).status_code == 404


def test_hostile_figures_and_names_come_out_literally(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        units = [unit for (unit,) in connection.execute("SELECT unit FROM insurance_units ORDER BY unit")]
        given = [(text.replace("\0", ""), unit) for text, unit in zip(MARKUP.values(), units, strict=False)]
        connection.executemany("UPDATE insurance_units SET name = ? WHERE unit = ?", given)
    connection.close()
    head = insurance.signed_in("head")
    head.get("/insurance/whatif?period=2012")
    text = " ".join(MARKUP.values()).replace("\0", "")
    for cells in ({"p.late": text}, {"r.settled-weight": text}, {text: "1"}, {"p.late": "9"}):
        answer = head.post("/insurance/whatif", period="2012", **cells)
        page = ended(head, answer.headers["location"]) if answer.status_code == 303 else answer.text
        assert acting(page) == []


def test_the_law_and_the_readings_are_in_words_before_codes_and_no_marks_are_shown(insurance: Site) -> None:
    head = insurance.signed_in("head")
    head.post("/language", back="/")
    page = shown(head.get("/insurance/law").text)
    assert "工作要求" in page
    assert "**" not in page
    assert "**" not in head.get("/insurance/law/2.1.1").text
    page = shown(head.get("/insurance/readings").text)
    for words, code in (("折算为0.5件", "half"), ("寿险、产险合并排定最终名次", "together"), ("后一名递补", "yes")):
        assert f"{words} {code}" in page, code
    assert "寿险、产险合并排定最终名次（together" not in page
    options = head.get("/insurance/whatif?period=2012").text
    assert '<option value="whole">每件按一件计</option>' in options
    assert "现为 折算为0.5件" in options


def test_a_clause_without_a_heading_of_its_own_is_called_as_a_sentence_calls_it(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.post("/language", back="/")
    page = clerk.get("/hospital/law").text
    assert re.search(r'<h2 lang="zh-CN"><a href="/hospital/law/duty3">第3项</a></h2>', page)
    assert ">duty3</a>" not in page


def test_times_are_those_of_the_office_s_clocks(insurance: Site, tmp_path: Path) -> None:
    site = with_settings(insurance, tmp_path, '[office]\nzone = "Pacific/Kiritimati"\n')
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        (run,) = office.runs().runs
    here = datetime.fromisoformat(run.at).astimezone(ZoneInfo("Pacific/Kiritimati")).strftime("%Y-%m-%d %H:%M")
    head = site.signed_in("head")
    page = head.get("/insurance/runs/1").text
    assert f"<dd>{here} (UTC+14)</dd>" in page
    assert head.get("/insurance/runs/1", accept="application/json").json()["at"].endswith("+14:00")
    assert f"Number 1, published on {here[:10]}" in site.signed_in("unit").get("/insurance/own/P05?period=2012-H1").text
    assert "+00:00" not in page
    for address in ("/insurance/runs", "/notices", "/notices/1", f"/check?code={run.code}"):
        assert here[:10] in head.get(address).text, address


@pytest.mark.parametrize("sector", SECTORS, ids=lambda one: one.name)
def test_every_option_of_a_reading_has_words_in_both_languages(sector: Sector) -> None:
    for law in sector.regulations:
        for reading in law.readings:
            assert reading.options.keys() == {*reading.codes}, reading.name
            for words in reading.options.values():
                assert words.zh not in ("", words.en), reading.name


def test_a_reading_without_words_shows_its_codes_and_words_are_of_its_codes_alone() -> None:
    bare = Reading("a", "1", "x", ("x", "y"), Words("甲", "a"), Words("乙", "b"))
    assert bare.in_words("y") == Words("y", "y")
    assert bare == evolve(bare, options={"x": Words("丙", "c")}), "words alone: the law is the same"
    with pytest.raises(ValueError, match="none of its codes"):
        evolve(bare, options={"z": Words("丙", "c")})
