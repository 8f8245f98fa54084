"""What an office says of its documents: ``[report]`` and ``[SECTOR.report]``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import conduct
from conduct.config import config_of, read_config
from tests.conftest import Desk


def test_a_sectors_own_letterhead_goes_before_the_common_one() -> None:
    config = config_of(
        "conduct.toml",
        {"report": {"office": "省局", "to": "各公司"}, "insurance": {"report": {"office": "省保监局", "sealed": False}}},
    )
    assert config.letterhead("insurance", "notice") == {"office": "省保监局", "to": "各公司", "sealed": False}
    assert config.letterhead("banking", "notice") == {"office": "省局", "to": "各公司"}


def test_a_kind_of_documents_has_a_table_of_its_own() -> None:
    config = config_of(
        "conduct.toml",
        {
            "report": {
                "office": "省局",
                "number": "一号",
                "opening": "现通报如下。",
                "letter": {"number": "函一号", "opening": "现函告如下。"},
            },
            "insurance": {"report": {"number": "二号", "decision": {"office": "省局党组"}}},
        },
    )
    assert config.letterhead("banking", "letter") == {"office": "省局", "number": "函一号", "opening": "现函告如下。"}
    assert config.letterhead("banking", "decision") == {"office": "省局", "number": "一号"}  # a notice's opening is no decision's
    assert config.letterhead("insurance", "decision") == {"office": "省局党组", "number": "二号"}
    assert config.letterhead("insurance", "notice")["opening"] == "现通报如下。"


def test_files_lie_beside_the_configuration_and_days_are_dates(tmp_path: Path) -> None:
    (tmp_path / "conduct.toml").write_text(
        '[report]\ntemplate = "forms/notice.docx"\nfonts = "faces"\ndate = 2027-01-05\nprinted = "2027-01-06"\n', encoding="utf-8"
    )
    config = read_config(tmp_path / "conduct.toml")
    assert config.letterhead("banking", "notice") == {
        "template": str(tmp_path / "forms/notice.docx"),
        "fonts": str(tmp_path / "faces"),
        "date": date(2027, 1, 5).isoformat(),
        "printed": "2027-01-06",
    }
    assert tmp_path / "forms/notice.docx" in config.supplied  # which no output may overwrite


def test_a_template_is_the_same_file_from_wherever_the_configuration_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "conduct.toml").write_text('[hospital.report.letter]\ntemplate = "letter.docx"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    config = read_config(Path("sub/conduct.toml"))
    assert config.letterhead("hospital", "letter") == {"template": str(Path("sub/letter.docx"))}
    assert config.supplied == [Path("sub/letter.docx")]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"report": {"offfice": "x"}}, "report.offfice"),
        ({"report": {"sealed": "yes"}}, "report.sealed"),
        ({"report": {"date": "5 January"}}, "report.date"),
        ({"report": {"to": 3}}, "report.to"),
        ({"report": "x"}, "report"),
        ({"hospital": {"report": {"number": ["1"]}}}, "hospital.report.number"),
        ({"hospital": {"report": 1}}, "hospital.report"),
        ({"report": {"letter": {"letter": {}}}}, "report.letter.letter"),
        ({"report": {"decision": "x"}}, "report.decision"),
    ],
)
def test_what_is_no_setting_of_a_document_is_named(given: dict[str, object], key: str) -> None:
    with pytest.raises(conduct.Fault) as raised:
        config_of("conduct.toml", given)
    assert raised.value.problems[0].values["key"] == key


def _published(desk: Desk) -> None:
    """A year's run, sealed as number 1, and its draft."""
    for command in (
        ("init", "--sample"),
        ("publish", "--period", "2012", "--despite", "x"),
        ("publish", "--period", "2012", "--draft"),
    ):
        outcome = desk(*command)
        assert outcome.status == 0, outcome.err


def test_what_a_command_says_of_a_run_stands_on_its_documents_before_the_settings_and_after_what_is_said_beside(
    desk: Desk,
) -> None:
    _published(desk)
    desk.write("conduct.toml", '[report]\nnumber = "B〔2012〕1号"\noffice = "省局"\n')
    said = desk("record", "公文要素", "编号=1", "发文字号=A〔2012〕5号", "date=2012-12-31")
    assert (said.status, said.out) == (0, ""), said.err
    for given, number in (((), "A〔2012〕5号"), (("--number", "C〔2012〕9号"), "C〔2012〕9号")):
        assert desk("report", "n.html", "--run", "1", *given).status == 0
        page = (desk.folder / "n.html").read_text(encoding="utf-8")
        assert (number in page, "省局" in page, "31 December 2012" in page) == (True, True, True)
    assert desk("report", "d.html", "--run", "d1").status == 0
    assert "B〔2012〕1号" in (desk.folder / "d.html").read_text(encoding="utf-8"), "another run's"
    assert desk("record", "letterhead", "run=1", "number=", "reason=none yet").status == 0
    assert desk("report", "n.html", "--run", "1").status == 0
    assert "B〔2012〕1号" in (desk.folder / "n.html").read_text(encoding="utf-8"), "what was said is taken back"
    assert desk("verify").status == 0
    assert desk("verify", "n.html").status == 0


def test_a_letter_has_what_is_said_of_letters_alone(desk: Desk) -> None:
    _published(desk)
    for pairs in (("kind=letter", "number=函〔2012〕1号"), ("number=A〔2012〕5号",), ("objections=within ten days",)):
        assert desk("record", "letterhead", "run=d1", *pairs).status == 0
    assert desk("report", "l.html", "--run", "d1", "--unit", "P05").status == 0
    page = (desk.folder / "l.html").read_text(encoding="utf-8")
    assert ("函〔2012〕1号" in page, "A〔2012〕5号" in page, "within ten days" in page) == (True, False, True)


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (("run=9", "date=2012-12-31"), "“9” is no sealed run"),
        (("run=1",), "nothing is said of it"),
        (("run=1", "date=2012-13-01"), "run=1, column date: there is no day “2012-13-01”"),
        (("run=1", f"title={'x' * 1001}"), "column title: too long: 1000 characters at most"),
        (("run=1", "colour=red"), "“colour” does not go here"),
        (("run=1", "kind=poster", "date=2012-12-31"), "“poster”"),
        (("run=1", "date=2012-12-31", "成文日期=2012-12-30"), "“成文日期” is given twice"),
    ],
)
def test_what_is_wrong_with_what_is_said_of_a_run_is_said(desk: Desk, pairs: tuple[str, ...], said: str) -> None:
    _published(desk)
    outcome = desk("record", "letterhead", *pairs)
    assert (outcome.status, said in outcome.err) == (1, True), outcome.err


def test_a_day_that_does_not_agree_with_the_others_of_a_document_is_warned_of(desk: Desk) -> None:
    _published(desk)
    withdrawn = ("incident=x07", "step=withdraw", "date=2013-01-20", "reason=entered twice", "by=chief")
    assert desk("record", "action", *withdrawn).status == 0
    desk.write("conduct.toml", "[report]\ndate = 2013-01-15\n")
    drafted = desk("publish", "--period", "2012", "--draft")
    assert "note: dated 2013-01-15, before 2013-01-20, the day of the last decision in it" in drafted.err
    for run, day, said in (
        ("1", "2012-12-30", "before 2012-12-31, up to which its facts are"),
        ("1", "2999-01-01", "after today"),
        ("d2", "2013-01-19", "before 2013-01-20, the day of the last decision in it"),
        ("1", "2013-01-19", ""),  # the decision came after it was sealed
        ("1", "2012-12-31", ""),
        ("d2", "2013-01-20", ""),
    ):
        outcome = desk("record", "letterhead", f"run={run}", f"date={day}", "reason=x")
        assert (outcome.status, f"dated {day}, {said}" in outcome.err) == (0, bool(said)), (run, day, outcome.err)
    outcome = desk("record", "公文要素", "编号=1", "印发日期=2012-12-30")
    assert "warning: printed on 2012-12-30, before 2012-12-31, its date" in outcome.err
    assert desk("record", "letterhead", "run=1", "number=Z1").err.count("look at it again") == 0, "no day is said"


def test_the_number_of_a_published_notice_is_no_other_s_and_settings_that_bear_it_are_not_taken(desk: Desk) -> None:
    _published(desk)
    desk.write("conduct.toml", '[report]\nnumber = "A〔2012〕5号"\ndate = 2013-01-07\noffice = "省局"\n')
    assert desk("record", "letterhead", "run=1", "number=A〔2012〕5号").status == 0
    assert desk("record", "incident", "unit=P05", "kind=late", "date=2012-05-05").status == 0
    assert desk("publish", "--period", "2012", "--despite", "x").status == 0
    again = desk("record", "letterhead", "run=2", "number=A〔2012〕5号")
    assert (again.status, "is that of the notice of run 1" in again.err) == (1, True)
    assert desk("report", "n.html", "--run", "2").status == 0
    page = (desk.folder / "n.html").read_text(encoding="utf-8")
    assert ("A〔2012〕5号" in page, "7 January 2013" in page, "省局" in page) == (False, False, True)
