"""What an office says of its documents: ``[report]`` and ``[SECTOR.report]``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import conduct
from conduct.config import config_of, read_config


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
