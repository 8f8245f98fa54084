"""Steps of one form that differ: each with what it has otherwise than the others, one taken twice, and one taken before."""

from __future__ import annotations

from tests.web.conftest import Browser, Site
from tests.web.test_entering import NEW, _case, _post, _seen, beside
from tests.web.test_programs import errors, program

BOX = 'name="again-meant" value="yes"> It was taken once more: enter it so'


def _entered(clerk: Browser, **cells: str) -> str:
    clerk.get("/hospital/new")
    status, to, text = _post(clerk, "/hospital/new", ["record"], **{**NEW, **cells})
    assert status == 303, text
    return to.partition("?")[0]


def test_a_step_of_a_kind_that_was_taken_already_is_asked_about_and_taken_once_that_is_meant(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    case = _entered(clerk)
    page = clerk.get(case).text
    assert "(taken already: 2012-10-08 clerk called)" in page
    assert BOX not in page
    cells = {"seen": _seen(page), "date": "2012-10-09"}
    status, _, text = _post(clerk, f"{case}/steps", ["record"], **cells)
    assert (status, BOX in text) == (400, True)
    assert f"record was taken on {case.rsplit('/')[-1]} already (2012-10-08, clerk called)" in beside(text, "step-record")
    assert len(_case(hospital, case).actions) == 1
    asks = program(hospital, "clerk")
    sent = asks.post(f"{case}/steps/record", cells)
    assert (sent.status_code, [one["code"] for one in errors(sent)]) == (400, ["step-again"])
    assert asks.post(f"{case}/steps/record", {**cells, "again-meant": "yes"}).status_code == 201
    page = clerk.get(case).text
    status, _, text = _post(clerk, f"{case}/steps", ["record"], **{**cells, "seen": _seen(page), "again-meant": "yes"})
    assert (status, len(_case(hospital, case).actions)) == (303, 3), text


def test_a_step_that_was_taken_back_is_taken_anew_without_a_question(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    case = _entered(clerk)
    action = str(_case(hospital, case).actions[0]["action"])
    assert clerk.post(f"{case}/take-back", seen="1", action=action, reason="误登").status_code == 303
    page = clerk.get(case).text
    assert "taken already" not in page
    assert _post(clerk, f"{case}/steps", ["record"], seen=_seen(page), date="2012-10-09")[0] == 303


def test_of_several_cases_the_one_is_named_on_which_a_step_was_taken_already(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    first = _entered(clerk).rsplit("/", 1)[1]
    clerk.get("/hospital/new")
    second = _post(clerk, "/hospital/new", [], **{**NEW, "text": "另一件"})[1].partition("?")[0].rsplit("/", 1)[1]
    page = clerk.get(f"/hospital/together?case={first}&case={second}").text
    form: dict[str, object] = {"case": [first, second], "seen": _seen(page), "date": "2012-10-09", "form": clerk.form}
    sent = clerk.client.post("/hospital/together", data={**form, "step": "record"}, headers={"origin": "http://127.0.0.1:8000"})
    assert (sent.status_code, BOX in sent.text) == (400, True)
    assert f"record was taken on {first} already" in beside(sent.text, "step-record")
    assert f"record was taken on {second}" not in sent.text


def test_what_the_law_wants_of_two_is_not_asked_about_unless_it_says_the_same_of_both(hospital: Site) -> None:
    """第3项: 向上级和医院领导汇报."""
    clerk = hospital.signed_in("clerk")
    case = _entered(clerk, major="yes")
    for to, again, status in (("leaders", {}, 303), ("leaders", {}, 400), ("superior", {}, 303), ("superior", {}, 400)):
        page = clerk.get(case).text
        cells = {"seen": _seen(page), "date": "2012-10-09", "escalate.to": to, **again}
        got, _, text = _post(clerk, f"{case}/steps", ["escalate"], **cells)
        assert (got, "was taken on" in text) == (status, status == 400), to


def test_a_step_is_taken_twice_in_one_form_each_of_its_own_day_and_by_its_own_hand(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    twice = {
        "escalate.to": "leaders",
        "escalate.date": "2012-10-09",
        "escalate.2.to": "superior",
        "escalate.2.date": "2012-10-10",
        "escalate.2.by": "王科长",
        "escalate.2.note": "电话汇报",
    }
    clerk.get("/hospital/new")
    status, to, text = _post(clerk, "/hospital/new", ["record", "escalate", "escalate.2"], **NEW, major="yes", **twice)
    assert status == 303, text
    found = [(one["step"], one["to"], one["date"], one["by"], one["note"]) for one in _case(hospital, to).actions]
    assert found == [
        ("record", None, "2012-10-08", "clerk called", None),
        ("escalate", "leaders", "2012-10-09", "clerk called", None),
        ("escalate", "superior", "2012-10-10", "王科长", "电话汇报"),
    ]


def test_the_second_time_of_a_step_is_offered_in_its_form_and_what_was_filled_in_stays(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/new").text
    assert 'value="escalate.2"> “escalate” once more' in page
    assert 'value="escalate.3"' not in page
    status, _, text = _post(clerk, "/hospital/new", ["escalate.2"], **NEW, **{"escalate.2.date": "2012-10-45"})
    assert status == 400
    assert 'id="step-escalate-2-date" name="escalate.2.date" type="text" value="2012-10-45" aria-invalid="true"' in text
    assert 'value="escalate.3"' in text
    status, _, text = _post(clerk, "/hospital/new", [], **NEW, **{"escalate.2.to": "leaders"})
    assert "was filled in and not chosen" in beside(text, "step-escalate-2")
    clerk = hospital.signed_in("decider")
    assert 'value="appeal-decided.2"' not in clerk.get("/hospital/cases/c60").text


def test_each_step_has_its_own_note_and_the_common_one_goes_to_those_that_have_none(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    case = _post(clerk, "/hospital/new", [], **NEW)[1].partition("?")[0]
    page = clerk.get(case).text
    assert "Common to all that are chosen, where they say nothing else" in page
    cells = {"date": "2012-10-10", "note": "共同的", "record.note": "只说登记", "record.date": "2012-10-08"}
    status, _, text = _post(
        clerk, f"{case}/steps", ["record", "promise"], seen=_seen(page), **cells, **{"promise.due": "2012-10-12"}
    )
    assert status == 303, text
    found = [(one["step"], one["date"], one["note"]) for one in _case(hospital, case).actions]
    assert found == [("record", "2012-10-08", "只说登记"), ("promise", "2012-10-10", "共同的")]


def test_the_own_day_of_a_step_is_asked_about_beside_it_as_the_common_one_is(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    status, _, text = _post(clerk, "/hospital/new", ["record"], **NEW, **{"record.date": "2012-10-01"})
    assert (status, "is before 2012-10-08" in beside(text, "step-record-date")) == (400, True)
    assert 'name="day-meant"' in text
    assert _post(clerk, "/hospital/new", ["record"], **NEW, **{"record.date": "2012-10-01", "day-meant": "yes"})[0] == 303
