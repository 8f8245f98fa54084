"""What a head of office retraces from one page to the next: a number in its list, the period that he came from, what he asked."""

from __future__ import annotations

import pytest

import conduct
from tests.web.conftest import Site
from tests.web.inert import shown


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
