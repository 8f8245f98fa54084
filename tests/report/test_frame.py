"""What stands around the text, in both languages."""

from __future__ import annotations

from attrs import evolve

from conduct.report.bulletin.paper.frame import addressee, annex_notes, annex_titles, copies, printing
from tests.report import bulletins


def test_annexes_are_numbered_with_the_verification_last_and_one_alone_has_no_number() -> None:
    zh, en = bulletins.notice(), bulletins.english()
    assert annex_titles(zh)[0] == ("附件1", "2012年度信访工作考核名次表")
    assert annex_titles(zh)[-1] == ("附件7", "核验信息")
    assert annex_notes(zh)[0] == "附件："
    assert annex_notes(zh)[1][6] == "7. 核验信息"
    assert annex_titles(en) == (("Annex 1", "Standings"), ("Annex 2", "Chart"), ("Annex 3", "Verification"))
    assert annex_notes(en) == ("Annexes:", ("1. Standings", "2. Chart", "3. Verification"))
    alone = bulletins.decision()
    assert annex_titles(alone) == (("附件", "核验信息"),)
    assert annex_notes(alone) == ("附件：", ("核验信息",))


def test_whom_it_goes_to_has_one_colon_and_who_gets_a_copy_one_full_stop() -> None:
    zh, en = bulletins.notice(), bulletins.english()
    assert addressee(zh) == addressee(evolve(zh, to="各保险公司省级分公司：")) == "各保险公司省级分公司："
    assert addressee(en) == "All insurers in the province"
    assert addressee(evolve(zh, to="")) == copies(evolve(zh, distribution="")) == ""
    said = "抄送：中国保险监督管理委员会，江苏省人民政府办公厅，江苏省信访局。"
    assert copies(zh) == copies(evolve(zh, distribution=f"{zh.distribution}。")) == said
    assert copies(en) == "Copies: Ministry of Finance."


def test_who_prints_it_and_when() -> None:
    zh = bulletins.notice()
    assert printing(zh) == ("中国保险监督管理委员会江苏监管局办公室", "2013年2月5日印发")
    assert printing(evolve(zh, printing=("办公室", "2013年2月5日印发")))[1] == "2013年2月5日印发"
    assert printing(bulletins.english())[1] == "Printed on 5 February 2013"
    assert printing(evolve(zh, printing=None)) == ("", "")
