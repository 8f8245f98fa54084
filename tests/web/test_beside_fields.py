"""What is wrong with a view or a release is said in its form, with what was typed, and on no page without one."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import ORIGIN, Site


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "a view's name has 1 to 100 visible characters"), ("zh", "视图名称须为1至100个可见字符")]
)
def test_a_view_without_a_name_is_asked_for_it_and_keeps_its_list(hospital: Site, lang: str, said: str) -> None:
    clerk, address = hospital.signed_in("clerk"), "/hospital/cases?state=overdue"
    clerk.speaks(lang, "/hospital/cases")
    answer = clerk.post("/hospital/views", called="很" * 101, list=address)
    assert answer.status_code == 400
    (beside,) = re.findall(r'<p class="wrong" id="view-called-wrong">(.*?)</p>', answer.text)
    assert beside.replace("&#39;", "'") == said
    assert f'name="called" aria-invalid="true" aria-describedby="view-called-wrong" value="{"很" * 101}"' in answer.text
    assert f'name="list" value="{address}"' in answer.text
    assert clerk.post("/hospital/views", called="逾期", list=address).headers["location"] == address
    head = {"origin": ORIGIN, "accept": "application/json"}
    told = clerk.client.post("/hospital/views", data={"form": clerk.form, "called": "", "list": address}, headers=head)
    assert (told.status_code, [one["code"] for one in told.json()["errors"]]) == (400, ["view-name"])
    assert "https://elsewhere" not in re.findall(
        r'href="([^"]*)"', clerk.post("/hospital/views", called="x", list="https://elsewhere").text
    )


def test_a_release_that_is_wrong_is_said_on_its_case(hospital: Site) -> None:
    decider = hospital.signed_in("decider")
    decider.get("/hospital/cases/c60")
    answer = decider.post("/hospital/cases/c60/release", released="vielleicht", reason="x")
    assert (answer.status_code, "vielleicht" in answer.text, '<h2 id="facts">' in answer.text) == (400, True, True)
