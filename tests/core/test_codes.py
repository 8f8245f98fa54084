"""Verification codes: made when a result is sealed, covered by the chain, unknown to what was sealed before there were any."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

import conduct
from conduct.core.ledger.codes import code_given, like_a_code, new_code
from tests.conftest import Desk

LAYOUT_2 = Path(__file__).parent.parent / "ledgers" / "layout-2.db"
CODE = re.compile("C-[A-Z2-7]{20}")


def test_codes_are_twenty_characters_of_base32_and_never_the_same() -> None:
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(CODE.fullmatch(code) for code in made)
    assert set("".join(code[2:] for code in made)) == set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def test_a_code_is_known_whatever_its_case_width_and_blanks() -> None:
    code = "C-ABCDEFGHIJKLMNOPQR27"
    for typed in (
        code,
        code.lower(),
        " C-ABCDE FGHIJ KLMNO PQR27\n",
        "Ｃ－ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲ２７",
        "c –abcdefghijklmnopqr27",
    ):
        assert code_given(typed) == code, typed
    for other in (code[:-1], code + "A", "C-ABCDEFGHIJKLMNOPQR10", "D" + code[1:], "a" * 64, "C-bulletin.pdf", ""):
        assert code_given(other) is None
    assert like_a_code("C-ABC")
    assert not like_a_code("c-2012.pdf")
    assert not like_a_code("notice.pdf")


def test_what_is_published_bears_a_code_that_publish_and_runs_show(office: Desk) -> None:
    for lang, said in (("en", "verification code"), ("zh", "核验码")):
        out = office("publish", "--period", "2012", lang=lang).out
        assert said in out
        (code,) = CODE.findall(out)
    assert code in office("runs").out
    other = CODE.findall(office("publish", "--draft", "--period", "2012").out)
    assert other != [code]


@pytest.mark.parametrize("value", ["'C-AAAAAAAAAAAAAAAAAAAA'", "NULL", "''", "lower(code)"])
def test_a_code_that_was_changed_is_found(office: Desk, value: str) -> None:
    assert office("publish", "--period", "2012").status == 0
    with sqlite3.connect("conduct.db") as connection:
        connection.execute(f"UPDATE insurance_publications SET code = {value}")
    connection.close()
    found = office("verify")
    assert found.status == 1
    assert "insurance_publications" in found.err


@pytest.mark.parametrize("writable", [True, False])
def test_a_publication_of_layout_2_has_no_code_and_none_can_be_given_it(
    desk: Desk, writable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(LAYOUT_2, "conduct.db")
    before = Path("conduct.db").read_bytes()
    if not writable:  # for root too, whom no mode of the file stops
        access = os.access
        monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    for command in (("verify",), ("run", "--period", "2012"), ("compare", "1", "now"), ("history", "i3"), ("verify",)):
        outcome = desk(*command)
        assert outcome.status == 0, (command, outcome.err)
    assert not CODE.search(desk("runs").out)
    if not writable:
        assert Path("conduct.db").read_bytes() == before
        assert desk("publish", "--draft", "--period", "2012").status == 1
        return
    assert desk("publish", "--draft", "--period", "2012").out.startswith("draft d1:")
    assert desk("verify").status == 0
    with sqlite3.connect("conduct.db") as connection:
        connection.execute("UPDATE insurance_publications SET code = 'C-AAAAAAAAAAAAAAAAAAAA'")
    connection.close()
    assert desk("verify").status == 1


def _sealed(desk: Desk, *more: str) -> str:
    (code,) = CODE.findall(desk("publish", "--period", "2012", *more).out)
    return str(code)


def test_a_code_says_what_was_sealed_with_it(office: Desk) -> None:
    draft, first = _sealed(office, "--draft"), _sealed(office)
    head = office("verify").out.split("head ")[1].split()[0]
    assert office("record", "incident", "incident=i1", "unit=L1", "kind=late", "date=2012-03-01").status == 0
    second = _sealed(office)
    for lang, said, by in (
        ("en", "what was published as number 1", "it was replaced by number 2"),
        ("zh", "第1号公布的结果", "已由第2号公布的结果取代"),
    ):
        outcome = office("verify", first.lower(), lang=lang)
        assert outcome.status == 0, outcome.err
        for part in (said, by, first, head, "insurance", "苏保监发〔2012〕37号", "2012-12-31"):
            assert part in outcome.out
        assert office("verify", second, lang=lang).status == 0
        assert ("replaced" if lang == "en" else "取代") not in office("verify", second, lang=lang).out
    assert "draft d1" in office("verify", draft).out
    assert "征求意见稿 d1" in office("verify", f"{draft[:7]} {draft[7:]}", lang="zh").out
    unknown = "C-AAAAAAAAAAAAAAAAAAAA"
    for lang in ("en", "zh"):
        outcome = office("verify", unknown, lang=lang)
        assert outcome.status == 1
        assert unknown in outcome.err
    for other in (first[:-1], "C-0123", first + "A", "notes", ""):
        assert office("verify", other).status == 2, other


def test_a_code_says_what_each_unit_came_to_beside_its_score(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONDUCT_SECTOR", "power_utility")
    assert desk("init", "--sample").status == 0
    code = _sealed(desk, "--draft")
    for lang, sanction, satisfaction in (
        ("zh", "扣发奖金（第十条） c03 S03-head 9个月", "群众满意率（第五条） 96.8%"),
        ("en", "bonus withheld (art10) c03 S03-head 9 months", "satisfaction of the public (art5) 96.8%"),
    ):
        said = [line.strip() for line in desk("verify", code, lang=lang).out.splitlines()]
        assert sanction in said
        assert satisfaction in said
    monkeypatch.setenv("CONDUCT_CONFIG", desk.write("conduct.toml", 'sectors = ["insurance"]\n'))
    monkeypatch.delenv("CONDUCT_SECTOR")
    without = desk("verify", code)
    assert without.status == 0, without.err
    assert "withhold-bonus (art10) c03 S03-head 9 months" in [line.strip() for line in without.out.splitlines()]


def test_a_code_of_a_ledger_that_was_changed_answers_nothing_but_the_change(office: Desk) -> None:
    code = _sealed(office)
    with sqlite3.connect("conduct.db") as connection:
        connection.execute("UPDATE insurance_units SET name = 'x' WHERE unit = 'L1'")
    connection.close()
    outcome = office("verify", code)
    assert outcome.status == 1
    assert outcome.out == ""
    assert "L1" in outcome.err


def test_a_program_asks_by_code(office: Desk) -> None:
    with conduct.open("conduct.db", "insurance", lang="en", author="clerk") as opened:
        sealed = opened.publish("2012")
        assert sealed.code is not None
        found = opened.verify(sealed.code)
        assert found.sealed is not None
        assert (found.whole, found.stands) == (True, None)
        assert (found.sealed.called, found.sealed.period, found.sealed.claimed) == ("1", "2012", "clerk")
        assert found.sealed.head == sealed.head
        assert pickle.loads(pickle.dumps(found)) == found
        assert found.to_dict()["sealed"]["code"] == sealed.code
        with pytest.raises(conduct.Fault):
            opened.verify("C-" + "A" * 20)
