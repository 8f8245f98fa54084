"""What an assessed unit objects to, with which reason, and what it reads of the decision."""

from __future__ import annotations

import html
import re
import sqlite3

import pytest

import conduct
from conduct.web.rights import Grant
from tests.web.conftest import Site


def _objecting(page: str, field: str) -> str:
    """What stands beside a field of the form in which a unit objects."""
    found = re.search(rf'id="object-{field}-wrong"[^>]*>(.*?)</p>', html.unescape(page), re.S)
    return found[1] if found is not None else ""


def test_before_any_result_a_unit_reads_what_it_owes_its_cases_and_its_objections_each_with_none_where_there_is_none(
    insurance: Site,
) -> None:
    page = insurance.signed_in("unit").get("/insurance/own/P05?period=2012").text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        due = [str(one.due) for one in office.duties(unit="P05").duties if one.due is not None]
    order = [page.index(part) for part in ("is not published yet", 'id="owed"', 'id="cases"', 'id="appealed"', 'id="object"')]
    assert order == sorted(order), "what is said to be below is below"
    owed = page[order[1] : order[2]]
    assert all(day in owed for day in due)
    assert due or "Nothing is due." in owed
    assert "none" in page[order[3] : order[4]]


def test_however_many_cases_a_unit_has_its_page_offers_few_and_an_objection_finds_the_others_with_its_own_kinds(
    insurance: Site,
) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        query = "SELECT incident FROM insurance_incidents WHERE unit = 'P05' AND date LIKE '2012%' ORDER BY date DESC, incident"
        cases = [row[0] for row in connection.execute(query)]
    connection.close()
    assert len(cases) > 500
    unit = insurance.signed_in("unit")
    page = unit.get("/insurance/own/P05?period=2012").text
    assert len({case for case in cases if f">{case}<" in page or f'"{case}"' in page}) < 100
    kinds = re.findall(r'<option value="([^"]*)"', page[page.index('id="object-kind"') :].partition("</select>")[0])
    case = "P05-0215"
    listed = unit.get(f"/insurance/own/P05/cases?q={case}").text
    (to,) = re.findall(rf'href="(/insurance/own/P05\?incident={case})#object"', listed)
    chosen = unit.get(to).text
    assert f'name="incident" value="{case}"' in chosen
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        its = {one.breach for one in office.case(case).duties if one.breach}
    offered = re.findall(r'<option value="([^"]*)"', chosen[chosen.index('id="object-kind"') :].partition("</select>")[0])
    assert its
    assert set(offered) == {"", *its}
    assert set(offered) < set(kinds)
    other = unit.get("/insurance/own/P05?incident=none").text
    assert 'id="object-kind"' in other, "a case that is not its own tells nothing"


def test_an_objection_says_that_it_is_in_keeps_the_period_and_what_was_published_and_is_taken_once(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    before = unit.get("/insurance/own/P05?period=2012-H1").text
    score = re.search(r"[Yy]our score is [^<]*", before)
    assert score is not None
    assert re.search(r'<option value="2012"', before), "periods are chosen in the page"
    made = unit.post("/insurance/own/P05", incident="x07", reason="nothing was false", period="2012-H1")
    assert made.headers["location"] == "/insurance/own/P05?period=2012-H1&objected=x07"
    page = unit.get(made.headers["location"]).text
    assert "The objection to x07 is handed in." in page
    assert score[0] in page, "what was published stands"
    assert "decide the appeal" not in page, "that is the office's to do"
    for kind in ("", "late"):
        again = unit.post("/insurance/own/P05", incident="x07", reason="once more", kind=kind)
        assert (again.status_code, "there is an appeal on x07 already" in again.text) == (400, True)
    decided = {"incident": "x07", "step": "appeal-decided", "upheld": "no", "by": "主任", "reason": "证据不足"}
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("action", decided)
    assert unit.post("/insurance/own/P05", incident="x07", reason="once more").status_code == 303


def test_a_unit_says_which_breach_it_contests_and_finds_first_what_cost_points(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    page = unit.get("/insurance/own/P05").text
    offered = re.findall(r'<option value="([^"]+)"[^>]*>[^<]*</option>', page[page.index('id="object-cases"') :])
    assert offered[0] == "x07"
    late = next(one for one in offered if one.startswith("P05-"))
    assert unit.post("/insurance/own/P05", incident=late, reason="in time", kind="late").status_code == 303
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        (appeal,) = [one for one in office.case(late).actions if one["step"] == "appeal"]
    assert appeal["kind"] == "late"
    assert page.index('id="object"') < page.index("our score is"), "the form is not below what fills pages"


def test_an_objection_brings_a_file_to_its_own_case_alone_and_of_a_kind_that_is_taken(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    page = unit.get("/insurance/own/P05?period=2012-H1").text
    assert 'type="file"' in page[page.index('id="object"') :]
    with sqlite3.connect(insurance.ledger) as connection:
        (other,) = connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P06' LIMIT 1").fetchone()
    connection.close()
    pdf = b"%PDF-1.4\n%%EOF\n"
    assert unit.send("/insurance/own/P05", "a.pdf", pdf, incident=other, reason="x").status_code == 404
    refused = unit.send("/insurance/own/P05", "a.pdf", b"MZ\x90 no evidence", incident="x07", reason="see the file")
    assert refused.status_code == 400
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert [one for one in office.case("x07").actions if one["step"] == "appeal"] == []
        assert (office.case(other).attachments, office.case("x07").attachments) == ((), ())
    assert unit.send("/insurance/own/P05", "record.pdf", pdf, incident="x07", reason="see the file").status_code == 303
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        found = office.case("x07")
    assert [(one.name, one.by, one.released) for one in found.attachments] == [("record.pdf", "unit called", False)]
    assert [one["reason"] for one in found.actions if one["step"] == "appeal"] == ["see the file"]
    (attached := insurance.ledger.parent / "inside.txt").write_text("what the unit must not know of")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("attachment", file=attached, incident="x07", by="a witness")
    case = unit.get("/insurance/own/cases/x07").text
    mine = case[case.index('id="evidence"') :]
    here = "/insurance/own/cases/x07/attachments"
    own = re.search(r'<li><a href="([^"]*)">record\.pdf</a>.*?</li>', mine, re.DOTALL)
    assert own is not None
    assert "handed in by yourself" in own[0]
    assert (own[1], unit.get(own[1]).content) == (f"{here}/1", pdf), "his own he may have back"
    assert "1 further attached" in mine
    assert not re.search(f"inside.txt|a witness|{here}/2", mine), "what is not released is not there to be had"
    insurance.account("colleague", Grant("unit", "insurance", "P05"))
    insurance.account("other-unit", Grant("unit", "insurance", "P06"))
    assert [insurance.signed_in(name).get(f"{here}/1").status_code for name in ("colleague", "other-unit")] == [404, 404]
    assert [unit.get(f"{here}/{n}").status_code for n in ("2", "3")] == [404, 404]
    clerk = insurance.signed_in("clerk").get("/insurance/cases/x07").text
    assert re.search(r"record\.pdf.*?<div>\d{4}-\d\d-\d\d \d\d:\d\d \(UTC[^)]*\)<br><span[^>]*>unit called<", clerk, re.DOTALL)
    assert re.search(
        r"inside\.txt.*?<div>\d{4}-\d\d-\d\d \d\d:\d\d \(UTC[^)]*\)<br><span[^>]*>entered by command \(by ", clerk, re.DOTALL
    )


def test_an_objection_of_today_makes_no_period_between_that_has_no_case(insurance: Site) -> None:
    unit = insurance.signed_in("unit")

    def offered() -> list[str]:
        page = unit.get("/insurance/own/P05?period=2012-H1").text
        return re.findall(r'<option value="([^"]*)"', page.partition('name="period"')[2].partition("</select>")[0])

    before = offered()
    assert "2012-H1" in before
    assert unit.post("/insurance/own/P05", incident="x07", reason="按期答复了").status_code == 303
    assert offered() == before


def test_before_a_unit_objects_it_reads_that_its_reason_may_be_published_with_the_answer(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    for lang, words in (
        ("en", "Your reason may be published with the office's answer"),
        ("zh", "申诉理由可能连同本机关的答复写入公布的通报附件"),
    ):
        page = html.unescape(unit.get(f"/insurance/own/P05?lang={lang}").text)
        form = page[page.index('id="object-reason"') :].partition("</form>")[0]
        (hint,) = re.findall(r'aria-describedby="([^"]+)"', form.partition(">")[0])
        assert words in form.partition(f'id="{hint}"')[2].partition("<button")[0]
        told = unit.get(f"/insurance/own/P05?lang={lang}", accept="application/json").json()
        assert told["objecting"].startswith(words)
    refused = unit.post("/insurance/own/P05", incident="x07", reason="")
    page = refused.text[refused.text.index('id="object-reason"') :].partition(">")[0]
    assert re.search(r'aria-describedby="object-reason-wrong reason-hint"', page), "what is wrong stands beside it"


def test_a_unit_whose_own_reason_is_not_quoted_reads_why(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute("UPDATE insurance_incidents SET complainant = '欧阳小草' WHERE incident = 'P05-0001'")
    connection.close()
    unit = insurance.signed_in("unit")
    own = "/insurance/own/P05?period=2012-H1"
    unit.get(own)
    unit.post("/insurance/own/P05", incident="P05-0002", reason="the post was late", period="2012-H1")
    assert "may give away who complained" not in unit.get(f"{own}&objected=P05-0002").text
    unit.post("/insurance/own/P05", incident="P05-0001", reason="欧阳小草弄错了", period="2012-H1")
    page = unit.get(f"{own}&objected=P05-0001").text
    assert "欧阳小草" not in page
    assert "may give away who complained, though the unit wrote it itself" in page
    told = {one["incident"]: one for one in unit.get(own, accept="application/json").json()["appeals"]}
    assert (told["P05-0001"]["withheld"], told["P05-0002"]["withheld"]) == (True, False)


def test_a_case_that_is_none_or_another_s_is_objected_to_alike(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    unit.get("/insurance/own/P05")
    with sqlite3.connect(insurance.ledger) as connection:
        (other,) = connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P06' LIMIT 1").fetchone()
    connection.close()
    answers = [unit.post("/insurance/own/P05", incident=one, reason="x") for one in ("no-such", other)]
    assert [one.status_code for one in answers] == [404, 404]
    pages = [unit.get(f"/insurance/own/P05?incident={one}").text.replace(one, "") for one in ("no-such", other)]
    offered = [re.findall(r'<option value="([^"]*)"', page.partition('id="object-kind"')[2]) for page in pages]
    assert offered[0] == offered[1]


@pytest.mark.parametrize(("waits", "other"), [("late", ""), ("", "late")])
def test_no_objection_to_a_case_whole_stands_beside_one_to_a_breach_of_it(insurance: Site, waits: str, other: str) -> None:
    unit = insurance.signed_in("unit")
    unit.get("/insurance/own/P05")
    assert unit.post("/insurance/own/P05", incident="P05-0215", reason="in time", kind=waits).status_code == 303
    refused = unit.post("/insurance/own/P05", incident="P05-0215", reason="not ours", kind=other)
    assert refused.status_code == 400
    assert re.search(
        rf"already, of \S+ \({'late handling' if waits else 'the whole case'}\)", _objecting(refused.text, "incident")
    )
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert len([one for one in office.case("P05-0215").actions if one["step"] == "appeal"]) == 1


def test_an_objection_to_what_does_not_stand_against_the_case_is_refused_beside_the_field(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    unit.get("/insurance/own/P05")
    refused = unit.post("/insurance/own/P05", incident="P05-0001", reason="in time, all of it", kind="late")
    assert refused.status_code == 400
    said = _objecting(refused.text, "kind")
    assert "nothing stands against P05-0001 as “late handling”; what may be contested: the whole case" in said
    assert "in time, all of it</textarea>" in refused.text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert [one for one in office.case("P05-0001").actions if one["step"] == "appeal"] == []


def test_a_wrong_case_is_said_beside_its_field_in_the_same_words_and_keeps_the_text(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    unit.get("/insurance/own/P05")
    with sqlite3.connect(insurance.ledger) as connection:
        (other,) = connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P06' LIMIT 1").fetchone()
    connection.close()
    answers = [unit.post("/insurance/own/P05", incident=one, reason="all that was written") for one in ("no-such", other)]
    assert [one.status_code for one in answers] == [404, 404]
    assert {_objecting(one.text, "incident") for one in answers} == {"the unit has no such case"}
    for one in answers:
        assert "all that was written</textarea>" in one.text
    assert answers[0].text.replace("no-such", "") == answers[1].text.replace(other, "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_missing_of_an_objection_is_called_as_its_field_is(insurance: Site, lang: str) -> None:
    unit = insurance.signed_in("unit")
    unit.speaks(lang, "/insurance/own/P05")
    for field, cells in (("incident", {"incident": "", "reason": "x"}), ("reason", {"incident": "x07", "reason": ""})):
        page = html.unescape(unit.post("/insurance/own/P05", **cells).text)
        label = re.search(rf'<label for="object-{field}">(.*?) \*', page)
        assert label is not None
        assert label[1] in _objecting(page, field), (label[1], _objecting(page, field))


def test_an_objection_s_reason_has_an_end_and_the_text_stays(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    unit.get("/insurance/own/P05")
    answer = unit.post("/insurance/own/P05", incident="x07", reason="字" * 2001)
    assert answer.status_code == 400
    assert "the reason is too long (2001 characters, 2000 at most)" in _objecting(answer.text, "reason")
    assert "字" * 2001 in answer.text
    assert unit.post("/insurance/own/P05", incident="x07", reason="字" * 2000).status_code == 303


def test_a_case_that_is_out_whole_is_objected_to_no_more(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("action", incident="P05-0489", step="appeal", by="P05", reason="not ours", date="2012-11-20")
        office.record("action", incident="P05-0489", step="appeal-decided", upheld="yes", by="h", reason="so", date="2012-11-25")
    unit.get("/insurance/own/P05")
    answer = unit.post("/insurance/own/P05", incident="P05-0489", reason="again")
    assert answer.status_code == 400
    assert "nothing of P05-0489 counts any more" in _objecting(answer.text, "incident")
    assert "incident=P05-0489" not in unit.get("/insurance/own/cases/P05-0489").text, "and none is offered"
