"""What in a sample is made up is said wherever its facts are shown."""

from __future__ import annotations

import json

import pytest

from .conftest import Desk


def _incident(desk: Desk) -> str:
    assert desk("export", "--csv", "facts").status == 0
    lines = (desk.folder / "facts" / "incidents.csv").read_text(encoding="utf-8-sig").splitlines()
    return lines[1].split(",")[0]


@pytest.mark.campaign
@pytest.mark.parametrize("sector", ["insurance", "power_utility", "banking", "hospital"])
def test_the_note_of_a_sample_stands_on_every_output(desk: Desk, monkeypatch: pytest.MonkeyPatch, sector: str) -> None:
    monkeypatch.setenv("CONDUCT_SECTOR", sector)
    assert desk("init", "--sample").status == 0
    note = {"zh": "虚构", "en": "made up"}
    case = _incident(desk)
    period = desk.run()["period"]["id"]
    unit = desk.run()["units"][0]["unit"]
    commands = (
        ["run"],
        ["explain", unit],
        ["case", case],
        ["history", case],
        ["duties"],
        ["readings", "--sensitivity"],
        ["whatif", "--without", case],
        ["compare", period, period],
    )
    for lang, words in note.items():
        for command in commands:
            shown = desk(*command, lang=lang)
            assert shown.status == 0, (command, shown.err)
            assert words in shown.out, command
    for command in (["duties"], ["whatif", "--without", case], ["readings", "--sensitivity"], ["compare", period, period]):
        whole = json.loads(desk(*command, "--format", "json", lang="zh").out)
        assert any(note["zh"] in said for said in whole["notes"]), command
    assert note["zh"] in desk("duties", "--format", "csv", lang="zh").err
