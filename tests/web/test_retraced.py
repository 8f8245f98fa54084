"""What a head of office retraces from one page to the next: a number in its list, the period that he came from, what he asked."""

from __future__ import annotations

import html
import re

import pytest

import conduct
from conduct.web.rights import Grant
from tests.web.conftest import Site
from tests.web.inert import shown
from tests.web.test_board import rows


@pytest.mark.parametrize("made", ["insurance", "hospital"])
def test_each_count_of_duties_leads_to_a_list_of_as_many_of_the_same_period_and_day(
    made: str, request: pytest.FixtureRequest
) -> None:
    site: Site = request.getfixturevalue(made)
    head, period = site.signed_in("head"), {"insurance": "2012-H1", "hospital": "2012-08"}[made]
    with conduct.open(site.ledger, made, lang="en") as office:
        run = office.assess(period, record=False)
    units = [one for one in run.to_dict()["units"] if one["duties"]["pending"] or one["duties"]["breached"]]
    assert units
    for unit in units[:6]:
        page = head.get(f"/{made}/units/{unit['unit']}?period={period}").text
        for which in ("breached", "pending"):
            n, here = unit["duties"][which], f"/{made}/units/{unit['unit']}/{which}"
            assert (f'<a href="{here}?period={period}">{n}</a>' in page) == bool(n), here
            told = head.get(f"{here}?period={period}", accept="application/json").json()
            assert (told["period"], told["total"], len(told[which])) == (period, n, min(n, 50)), here
            listed = head.get(f"{here}?period={period}").text
            assert f"{period}, as of {run.as_of}" in shown(listed)
            assert len(head.get(f"{here}/{which}.csv?period={period}").text.splitlines()) == n + 1


def test_the_desk_s_filter_names_a_unit_that_owes_nothing(insurance: Site) -> None:
    page = insurance.signed_in("head").get("/insurance/desk?unit=P05").text
    assert '<option value="P05" selected>示例玉衡财险</option>' in page


def leads(page: str) -> list[str]:
    """Where the navigation of a page leads."""
    return re.findall(r'href="([^"]+)"', html.unescape(page).partition("<nav")[2].partition("</nav>")[0])


def test_the_period_that_one_came_from_is_kept_on_the_way_and_the_buttons_name_it(insurance: Site) -> None:
    head = insurance.signed_in("head")
    insurance.account("both", Grant("head", "insurance"), Grant("decider", "insurance"))
    both, wanted = insurance.signed_in("both"), {f"/insurance/{one}?period=2012-H1" for one in ("board", "publishing")}
    pages = ("board", "moved", "arrived", "trends", "whatif", "units/P05", "publishing", "publishing/preview")
    for address in (*(f"{one}?period=2012-H1" for one in pages), "runs/1", "moved?since=1&period=1"):
        assert wanted <= {*leads(head.get(f"/insurance/{address}").text)}, address
    assert "/insurance/decisions?period=2012-H1" in leads(both.get("/insurance/board?period=2012-H1").text)
    for none in ("board", "board?period=<b>", "board?period=2012-99"):
        assert {"/insurance/publishing"} <= {*leads(head.get(f"/insurance/{none}").text)}, none
    head.post("/language", back="/")
    for period in ("2012", "2012-H1"):
        buttons = re.findall(r"<button>([^<]*)</button>", head.get(f"/insurance/publishing?period={period}").text)
        assert f"印发 {period} 征求意见稿" in buttons
        assert (f"封存公布 {period} 结果" in buttons) == (period == "2012"), "the half-year is sealed as it stands"


def test_what_waits_is_narrowed_to_the_cases_of_a_period_and_stays_so_while_one_decides(insurance: Site) -> None:
    insurance.account("both", Grant("head", "insurance"), Grant("decider", "insurance"))
    both = insurance.signed_in("both")
    every = both.get("/insurance/decisions", accept="application/json").json()["decisions"]
    for period, start, end in (("2012-H1", "2012-01-01", "2012-06-30"), ("2012", "2012-01-01", "2012-12-31")):
        told = both.get(f"/insurance/decisions?period={period}", accept="application/json").json()["decisions"]
        assert told == [one for one in every if start <= one["day"] <= end]
    page = both.get("/insurance/decisions?period=2012-H1").text
    assert 'href="/insurance/decisions/x16?period=2012-H1"' in page
    assert "x24" not in page
    assert '<option value="2012-H1" selected>' in page
    page = both.get("/insurance/decisions/x16?period=2012-H1").text
    assert 'href="/insurance/decisions?period=2012-H1"' in page
    (action,) = re.findall(r'action="(/insurance/decisions/x16/[^"]+)"', page)
    cells = dict(re.findall(r'<input type="hidden" name="(seen|column)" value="([^"]*)"', page))
    answer = both.post(action, **cells, **{cells["column"]: "3"}, date="2013-01-05", reason="as printed")
    assert answer.headers["location"] == "/insurance/decisions?period=2012-H1"
    assert "Nothing of 2012-H1 waits" in both.get(answer.headers["location"]).text
    assert "does not apply here" in both.get("/insurance/decisions?period=never").text


def test_the_first_period_has_nothing_earlier_and_says_what_it_can_be_compared_with(insurance: Site) -> None:
    head = insurance.signed_in("head")
    for address in ("moved?period=2012-H1", "moved?period=1", "moved?period=2012-H1&since="):
        answer = head.get(f"/insurance/{address}")
        assert answer.status_code == 200, address
        assert "Nothing is earlier than" in answer.text
        assert 'role="alert"' not in answer.text
        assert "Choose above" in answer.text
    page = head.get("/insurance/moved?period=2012-H1").text
    since = page[page.index('<select id="since"') :].partition("</select>")[0]
    offered = re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)<', since)
    assert {*offered} >= {("2012", "2012"), ("1", "what was published as number 1 (2012-H1)")}
    assert "2012-H1" not in [code for code, _ in offered], "not with itself"
    assert len(head.get("/insurance/moved/moved.csv?period=2012-H1").text.splitlines()) == 1
    chosen = head.get("/insurance/moved?period=2012&since=2012-H1").text
    assert '<option value="2012-H1" selected>' in chosen
    assert "Nothing is earlier" not in chosen
    refused = head.get("/insurance/moved?period=2012-H1&since=2011")
    assert (refused.status_code, "These cannot be compared" in refused.text) == (400, True)


def test_a_page_over_time_with_one_period_alone_says_why(insurance: Site, hospital: Site) -> None:
    head = insurance.signed_in("head")
    assert "There is 2012-H1 alone: no earlier period" in head.get("/insurance/trends?period=2012-H1").text
    assert "no earlier period" not in hospital.signed_in("head").get("/hospital/trends?period=2012-09").text
    head.post("/language", back="/")
    assert "只有 2012-H1 一列" in head.get("/insurance/trends?period=2012-H1").text


WAYS = {
    "passed it": 1,
    "that were level are ahead": 1,
    "newly ranked are ahead": 1,
    "fell behind": -1,
    "are level with it": -1,
    "have no rank any more": -1,
}


def adds_up(rank: str, why: str) -> bool:
    """Whether who passed a unit and who fell behind it is as much as its rank moved."""
    before, after = map(int, rank.split(" → "))
    said = re.findall(r"(\d+) (that [^,:]+|[^,:]+)", why.partition("its own score is the same: ")[2].partition(": ")[0])
    moved = sum(int(n) * next(by for way, by in WAYS.items() if way in words) for n, words in said)
    way = "down" if after > before else "up"
    return moved == after - before and f"{way} by {abs(after - before)}" in why


def test_who_passed_a_unit_and_fell_behind_it_is_as_many_as_its_rank_moved_ties_considered(insurance: Site) -> None:
    head = insurance.signed_in("head")
    head.get("/insurance/whatif?period=2012-H1")
    would = head.post("/insurance/whatif", period="2012-H1", **{"p.late": "5"}).headers["location"]
    for address in ("/insurance/moved?period=2012&since=2012-H1", "/insurance/moved?period=2012&since=2012-H1&page=2", would):
        listed = [row for row in rows(head.get(address).text) if "its own score is the same" in row[3]]
        assert listed, address
        for row in listed:
            assert adds_up(row[2], row[3]), row


def test_a_drop_that_the_end_of_a_section_bounded_says_so(insurance: Site) -> None:
    head = insurance.signed_in("head")
    head.get("/insurance/whatif?period=2012-H1")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        would = office.whatif({"late": "5"}, period="2012-H1")
    page = head.get(head.post("/insurance/whatif", period="2012-H1", **{"p.late": "5"}).headers["location"]).text
    listed = {row[0]: row for row in rows(page)}
    lost = {u.name: sum((x.points[0] or 0) - (x.points[1] or 0) for x in u.lines) for u in would.units}
    bounded = [u.name for u in would.units if lost[u.name] > u.score[0] - u.score[1]]
    said = "2.3 has no points left to lose, its score: 7 → 0"
    assert bounded == [name for name, row in listed.items() if said in row[3]] != []
    head.post("/language", back="/")
    pages = (head.get(f"/insurance/moved?period=2012&since=2012-H1&page={n}").text for n in (1, 2, 3))
    (why,) = (row[3] for page in pages for row in rows(page) if "2.3 扣完为止，该项得分：7 → 0" in row[3])
    assert why.index("扣完为止") < why.index("增加：通报批评")


def test_what_if_says_in_words_what_was_changed_then_who_would_move_then_the_form_as_it_was_asked(insurance: Site) -> None:
    head = insurance.signed_in("head")
    page = head.get("/insurance/whatif?period=2012-H1").text
    other = next(code for code in re.findall(r'name="p\.([^"]+)"', page) if code != "late")
    asked = {"p.late": "5", "r.settled-weight": "whole", "without": "x07", "draft": f"[points]\n{other} = 77\n"}
    answer = head.post("/insurance/whatif", period="2012-H1", **asked)
    page = head.get(answer.headers["location"]).text
    main = page[page.index("<main") :]
    assert main.index('id="changed"') < main.index('id="would"') < main.index("<tbody>") < main.index('name="p.late" value="5"')
    changed = shown(main[main.index('id="changed"') :].partition("</section>")[0])
    assert re.search(r"2\.3\.1 .*: 2 → 5 points", changed), changed
    for words in ("half", "whole", "→ 77 points", "Without these cases: x07"):
        assert words in changed, words
    assert not re.search(r"[0-9a-f]{12}", changed), "digests stand behind"
    assert '<option value="2012-H1" selected>' in main
    assert 'name="without" value="x07"' in main
    assert 'class="beside"' not in main
    head.post("/language", back="/")
    assert "逾期办理：2 → 5分" in shown(head.get(answer.headers["location"]).text)
    assert "/insurance/publishing?period=2012-H1" in leads(page)


@pytest.mark.parametrize("made", ["insurance", "hospital", "power"])
def test_whatever_figure_is_moved_is_said_as_it_was_and_as_it_would_be(made: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(made)
    head = site.signed_in("head")
    page = head.get(f"/{site.sector}/whatif").text
    codes = re.findall(r'name="p\.([^"]+)"', page)[:4]
    for code in codes:
        answer = head.post(f"/{site.sector}/whatif", **{f"p.{code}": "1"})
        page = head.get(answer.headers["location"]).text
        if 'id="changed"' in page:  # steps take a figure each
            changed = shown(page[page.index('id="changed"') :].partition("</section>")[0])
            assert re.search(r": [\d.]+ → 1 points", changed), (code, changed)


@pytest.mark.parametrize("made", ["insurance", "hospital", "power"])
def test_no_two_parts_of_a_unit_s_page_are_headed_the_same(made: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(made)
    head = site.signed_in("head")
    for unit in re.findall(rf'"/{site.sector}/units/([^?"]+)\?', head.get(f"/{site.sector}/board").text)[:40:8]:
        page = head.get(f"/{site.sector}/units/{unit}").text
        for section in page.split("<h2>"):
            headed = [shown(one) for one in re.findall(r"<h3>(.*?)<small>", section, re.DOTALL)]
            assert len(headed) == len(set(headed)), (unit, headed)
    if made == "insurance":
        head.post("/language", back="/")
        page = shown(head.get("/insurance/units/P05?period=2012-H1").text)
        for words in ("信访件：电话信访", "信访件：书面信访及来访"):
            assert words in page, words
