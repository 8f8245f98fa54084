"""Coverage counts what rules really restate; what is in scope without a rule is marked, and every run repeats it."""

from __future__ import annotations

import json

import pytest
from attrs import evolve

from conduct.core.base.words import Words
from conduct.core.law.coverage import coverage, sentences_of
from conduct.core.law.grounds import note_on_lacking
from conduct.law import Understood, Unruled
from conduct.plugins.insurance import SECTOR as INSURANCE
from tests.conftest import Desk

LAW = INSURANCE.regulations[0]
SAID = Words("说明", "said")


def test_b4_sentences_on_the_evidence_are_all_judged_alike() -> None:
    states = [s.state for s in sentences_of(LAW) if s.words.startswith("**考核方法**")]
    assert len(states) == 16
    assert set(states) == {"judged"}


def test_b4_an_understanding_without_a_quote_encodes_no_sentence() -> None:
    bare = evolve(LAW, provisions=(Understood("4.3", SAID),))
    assert coverage(bare).open == coverage(bare).whole


def test_b4_a_quote_encodes_the_sentence_in_which_it_stands_and_no_other() -> None:
    one = evolve(LAW, provisions=(Understood("2", SAID, "基准分为100分起算"),))
    assert [s.words for s in sentences_of(one) if s.state == "encoded"] == ["基准分为100分起算。"]


def test_b4_of_an_encoded_sentence_the_rest_that_is_in_scope_is_counted() -> None:
    covered = coverage(LAW)
    found = [s.clause for s in sentences_of(LAW) if s.lacking]
    assert (found, covered.lacking, covered.not_encoded, covered.open) == (["2.1.6", "3"], 2, 0, 0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_b4_what_is_in_scope_and_not_encoded_stands_in_every_format_and_in_every_run(desk: Desk, lang: str) -> None:
    mark = {"zh": "在考核范围内，未设规则", "en": "in scope, not encoded"}[lang]
    for form in ("table", "json", "csv", "html"):
        assert mark in desk("--sector", "power_utility", "regulation", "--format", form, lang=lang).out, form
    assert json.loads(desk("--sector", "power_utility", "regulation", "--format", "json").out)["coverage"]["not_encoded"] == 1
    assert desk("--sector", "power_utility", "init", "--sample").status == 0
    shown = desk("--sector", "power_utility", "run", lang=lang).out
    assert "《行风建设奖惩细则》" in shown
    assert {"zh": "第十五条", "en": "art15"}[lang] in shown


def test_b4_a_law_without_such_a_gap_has_no_note() -> None:
    assert note_on_lacking(evolve(LAW, provisions=(Unruled("4.3", SAID), Unruled("2.1.6", SAID, judged=True)))) == []


def test_what_is_judged_by_people_lacks_no_rule() -> None:
    with pytest.raises(ValueError, match="not both"):
        Unruled("1", SAID, judged=True, in_scope=True)
