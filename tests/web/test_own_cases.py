"""What an assessed unit finds and reads of its own cases, and nothing of who complained."""

from __future__ import annotations

import html
import re
import sqlite3

import conduct
from conduct.door.deployment import Deployment
from conduct.web.own_attributes import may_be_told
from tests.web.conftest import Site


def test_a_unit_follows_its_case_to_what_was_done_and_due_without_a_name_or_a_text(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute(
            "UPDATE insurance_incidents SET complainant = '欧阳小草', text = '欧阳小草来访反映' WHERE unit = 'P05'"
        )
        connection.execute(
            "UPDATE insurance_actions SET by = '欧阳小草', reason = '小草说的', note = '草' WHERE incident = 'P05-0215'"
        )
    connection.close()
    unit = insurance.signed_in("unit")
    assert 'href="/insurance/own/cases/P05-0215"' in unit.get("/insurance/own/P05?period=2012-H1").text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        due = [(str(one.due), str(one.answered or "")) for one in office.case("P05-0215").duties if one.due is not None]
    assert due
    assert re.search(r"took 18 working days, 10 allowed \(2\.3\.1\)", unit.get("/insurance/own/cases/P05-0215").text)
    own, office_case = "/insurance/own/cases/P05-0215", "/insurance/cases/P05-0215"
    (late,) = [one["days"] for one in unit.get(own, accept="application/json").json()["duties"] if one["status"] == "breached"]
    assert late.endswith("took 18 working days, 10 allowed (2.3.1)")
    assert late in insurance.signed_in("clerk").get(office_case, accept="application/json").json()["days"]
    for asked in ({}, {"accept": "application/json"}):
        page = unit.get("/insurance/own/cases/P05-0215", **asked).text
        assert all(day in page for days in due for day in days)
        assert not re.search("欧阳|小草|草", page)
    with sqlite3.connect(insurance.ledger) as connection:
        (other,) = connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P06' LIMIT 1").fetchone()
    connection.close()
    assert unit.get(f"/insurance/own/cases/{other}").status_code == 404
    assert unit.get("/insurance/own/cases/none").status_code == 404
    page = unit.get("/insurance/own/cases/P05-0215").text
    to = html.unescape(page.partition('href="/insurance/own/P05?')[2].partition('"')[0])
    assert 'name="incident" value="P05-0215"' in unit.get(f"/insurance/own/P05?{to.partition('#')[0]}").text, "to object to it"


def test_a_deadline_over_make_up_days_and_holidays_says_which_days_counted_to_the_unit_and_to_the_office(insurance: Site) -> None:
    pages = [(insurance.signed_in("unit"), "/insurance/own/cases/"), (insurance.signed_in("clerk"), "/insurance/cases/")]
    for browser, cases in pages:
        before_may_day = browser.get(f"{cases}P05-0055").text
        assert "5 working days after 2012-04-23, until 2012-04-28; worked to make up, and counted: 2012-04-28" in before_may_day
        page = browser.get(f"{cases}P05-0215?lang=zh").text
        assert "自2012-04-01次日起计10个工作日，至2012-04-18；放假、不计：2012-04-02、2012-04-03、2012-04-04" in page
        assert "working days after" not in browser.get(f"{cases}P05-0153").text, "15 days on from 2012-05-01, the week tells that"


def test_a_link_to_a_case_says_its_kind_and_day_and_its_text_to_whoever_may_read_it_alone(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute(
            "UPDATE insurance_incidents SET complainant = '欧阳小草', text = '欧阳小草来访反映' WHERE unit = 'P05'"
        )
        query = "SELECT date FROM insurance_incidents WHERE incident = ?"
        (of_x07,), (of_late,) = (connection.execute(query, (one,)).fetchone() for one in ("x07", "P05-0215"))
    connection.close()
    unit, head = insurance.signed_in("unit"), insurance.signed_in("head")
    assert unit.post("/insurance/own/P05", incident="P05-0215", reason="in time").status_code == 303
    for browser, pages in (
        (unit, ["/insurance/own/P05?period=2012-H1&objected=1", "/insurance/own/P05/breached?period=2012-H1"]),
        (head, ["/insurance/units/P05?period=2012-H1", "/insurance/units/P05/breached?period=2012-H1"]),
        (insurance.signed_in("decider"), ["/insurance/decisions"]),
    ):
        for page in pages:
            said = html.unescape(browser.get(page).text)
            links = re.findall(r'href="[^"]*/(?:cases|decisions)/P05-0215[^"]*">P05-0215(.*?)</a>(.{0,80})', said, re.DOTALL)
            assert any(of_late in inside for inside, _ in links), page
            assert any("欧阳小草" in after for _, after in links) == (browser is not unit), page
            assert ("欧阳" in said) == (browser is not unit), page
    assert of_x07 in re.findall(r'cases/x07">x07(.*?)</a>', unit.get("/insurance/own/P05?period=2012-H1").text)[0]


def test_a_unit_searches_its_cases_by_what_it_may_read_of_them_alone(insurance: Site) -> None:
    text = "张某在门口等了两小时"
    with sqlite3.connect(insurance.ledger) as connection:
        query = "UPDATE insurance_incidents SET text = ?, complainant = '张某', source = '来电 张某' WHERE unit IN ('P05', 'P06')"
        connection.execute(query, (text,))
    connection.close()
    unit = insurance.signed_in("unit")

    def found(q: str, **more: str) -> list[str]:
        asked = "&".join(f"{key}={value}" for key, value in {"q": q, **more}.items())
        told = unit.get(f"/insurance/own/P05/cases?{asked}", accept="application/json").json()
        rows = unit.get(f"/insurance/own/P05/cases/cases.csv?{asked}").text.splitlines()[1:]
        assert len(rows) == len(told["cases"]) or told["next"]
        return [one["incident"] for one in told["cases"]]

    for hidden in ("张某", "两小时", "门口", "来电"):
        assert found(hidden) == [], "a hit would tell that the word stands there"
    assert found("x07") == ["x07"]
    with sqlite3.connect(insurance.ledger) as connection:
        ((other,), (day,)) = (
            connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P06' LIMIT 1").fetchone(),
            connection.execute("SELECT date FROM insurance_incidents WHERE incident = 'x07'").fetchone(),
        )
    connection.close()
    assert found(other) == []
    assert "x07" in found(day)
    assert found("x07", to="2011-01-01") == []
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("release", incident="x07", reason="as evidence")
    assert found("两小时") == ["x07"]
    assert unit.get("/insurance/own/P06/cases").status_code == 404


def test_a_unit_finds_its_cases_by_clause_and_by_the_words_of_what_was_breached_in_both_languages(insurance: Site) -> None:
    unit = insurance.signed_in("unit")

    def found(q: str, lang: str = "en") -> dict[str, list[dict[str, str]]]:
        address = f"/insurance/own/P05/cases?q={q}&lang={lang}"
        return {one["incident"]: one["breached"] for one in unit.get(address, accept="application/json").json()["cases"]}

    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        why = office.explain("P05", "2012-H1").made
        late = {fact.id for fact in why.facts if fact.breach} | {fact.id for fact in why.facts if fact.kind == "late"}
    assert late
    for word in ("逾期办理", "逾期", "Late Handling", "按期办结上报", "reply in time", "2.3.1"):
        for lang in ("zh", "en"):
            assert late <= set(found(word, lang)), word
    case = min(fact.id for fact in why.facts if fact.breach)
    for lang, words in (("zh", "逾期办理"), ("en", "late handling")):
        assert found("2.3.1", lang)[case] == [{"words": words, "clause": "2.3.1"}]
    assert "x07" in found("2.3.3")
    assert "x07" in found("谎报")
    assert found("2.3.1").keys() == found("逾期办理").keys(), "a clause finds what its words find"
    with sqlite3.connect(insurance.ledger) as connection:
        mine = {case for (case,) in connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P05'")}
    connection.close()
    assert set(found("2.3.1")) | set(found("信访件")) <= mine
    page = unit.get(f"/insurance/own/P05/cases?q={case}&lang=zh").text
    assert re.search(r"逾期办理 <span[^>]*>2\.3\.1<", page)
    (_, row) = unit.get(f"/insurance/own/P05/cases/cases.csv?q={case}&lang=zh").text.splitlines()
    assert "逾期办理 (2.3.1)" in row
    assert unit.post("/insurance/own/P05", incident=case, reason="in time", kind="late").status_code == 303
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("action", {"incident": case, "step": "appeal-decided", "upheld": "yes", "by": "主任", "reason": "属实"})
    assert case not in found("逾期办理"), "what was upheld is breached no more"


def test_a_unit_reads_and_finds_by_what_its_cases_are_counted_and_by_nothing_that_says_who_complained(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute("UPDATE insurance_incidents SET settled = 0 WHERE unit = 'P05'")
        connection.execute("UPDATE insurance_incidents SET settled = 1, complainant = '欧阳小草' WHERE incident = 'P05-0001'")
        rows = connection.execute("SELECT incident, channel FROM insurance_incidents WHERE unit = 'P05' AND kind = 'petition'")
        channels = dict(rows)
    connection.close()
    unit = insurance.signed_in("unit")

    def found(q: str) -> set[str]:
        rows = unit.get(f"/insurance/own/P05/cases/cases.csv?q={q}&lang=zh").text.splitlines()[1:]
        return {row.split(",")[1] for row in rows}

    for words, code in (("电话", "telephone"), ("Telephone", "telephone"), ("书面", "written")):
        assert found(words) == {case for case, of in channels.items() if of == code} != set(), words
    assert found("撤回") == {"P05-0001"}
    told = unit.get("/insurance/own/cases/P05-0001", accept="application/json").json()["attributes"]
    assert {one["code"]: one["value"] for one in told} == {"channel": channels["P05-0001"], "settled": "yes"}
    (listed,) = unit.get("/insurance/own/P05/cases?q=P05-0001", accept="application/json").json()["cases"]
    assert listed["attributes"] == told
    page = unit.get("/insurance/own/cases/P05-0001?lang=zh").text
    assert re.search(r"<dt>渠道</dt><dd>\w+</dd>.*<dt>快速处理并撤回</dt><dd>是</dd>", page)
    assert "欧阳小草" not in page
    at = Deployment(insurance.ledger, "insurance", {}, "en")
    sector = at.sector()
    assert may_be_told(sector).keys() == {"channel", "settled", "excused"}, "not which case it is about"
    at.close()


def test_a_unit_finds_a_case_by_part_of_its_id_by_several_words_and_by_a_kind_that_was_breached(insurance: Site) -> None:
    unit = insurance.signed_in("unit")

    def found(asked: str) -> set[str]:
        told = unit.get(f"/insurance/own/P05/cases?{asked}", accept="application/json").json()
        return {one["incident"] for one in told["cases"]}

    assert found("q=0055") == found("q=p05-0055") == {"P05-0055"}
    late = found("q=逾期办理")
    assert late
    assert found("kind=late") == late
    month = {
        case[:7]
        for case in (
            one["date"] for one in unit.get("/insurance/own/P05/cases?q=逾期办理", accept="application/json").json()["cases"]
        )
    }
    parts = [found(f"q=逾期办理 {one}") for one in sorted(month)]
    assert set().union(*parts) == late
    assert sum(map(len, parts)) == len(late)
    page = unit.get("/insurance/own/P05/cases?from=2012-06-01&to=2012-01-01").text
    assert "The first day, 2012-06-01, is after the last, 2012-01-01" in page
    assert "Nothing was found" not in page


def test_the_list_of_cases_says_how_each_objection_stands_and_a_period_has_its_own_alone(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    cases = ("P05-0001", "P05-0002", "P05-0003")
    for case in cases:
        assert unit.post("/insurance/own/P05", incident=case, reason="x").status_code == 303
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        for case, upheld in zip(cases[1:], ("yes", "no"), strict=True):
            decided = {"incident": case, "step": "appeal-decided", "upheld": upheld, "by": "主任", "reason": "y"}
            office.record("action", decided)
    for case, words in zip(cases, ("待决定", "采纳", "不予采纳"), strict=True):
        page = unit.get(f"/insurance/own/P05/cases?q={case}&lang=zh&objected=1").text
        assert re.search(rf'href="/insurance/own/cases/{case}#appealed"[^>]*>{words}<', page), case
        assert unit.get(f"/insurance/own/P05/cases/cases.csv?q={case}&lang=zh").text.splitlines()[1].endswith(words)
    assert "#object" not in unit.get("/insurance/own/P05/cases?q=P05-0001").text, "one waits already"

    def listed(period: str) -> set[str]:
        told = unit.get(f"/insurance/own/P05?period={period}", accept="application/json").json()
        return {one["incident"] for one in told["appeals"]}

    assert set(cases) <= listed("2012")
    assert listed("2011") == set()


def test_a_clause_is_looked_for_as_a_sentence_names_it_or_by_its_id(hospital: Site) -> None:
    unit = hospital.signed_in("unit")
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        why = office.explain("D1").made
    duties = why.assessment.gathered[0].scope.regulation.duties
    case, clause = next((fact.id, duties[fact.duty].clause) for fact in why.facts if fact.duty is not None and fact.on_case)
    assert clause.startswith("duty")
    for word in (clause, f"第{clause.removeprefix('duty')}项"):
        rows = unit.get(f"/hospital/own/D1/cases/cases.csv?q={word}").text
        assert case in rows, word
