"""The regulation and what its stress test finds, in each format one whole: object, table of rows, page."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from html import unescape
from html.parser import HTMLParser
from io import StringIO
from typing import Any

import pytest
from attrs import evolve

from conduct.core.base.words import Words
from conduct.core.law.text import Edition
from conduct.law import Unruled
from conduct.plugins.banking import SECTOR as BANKING
from conduct.plugins.insurance import SECTOR as INSURANCE
from conduct.report.regulation import FORMATS
from tests.conftest import Desk

SECTORS = ("insurance", "power_utility", "banking", "hospital")


class _Page(HTMLParser):
    """Counts the tags of a page, and keeps its declarations, headings and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.declared: list[str] = []
        self.open: list[str] = []
        self.said = ""
        self.feed(page)
        self.close()

    def handle_decl(self, decl: str) -> None:
        self.declared.append(decl)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags[tag] += 1
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data


def _page(text: str) -> _Page:
    page = _Page(text)
    assert page.open == []
    assert page.declared == ["DOCTYPE html"]
    assert (page.tags["html"], page.tags["body"], page.tags["title"]) == (1, 1, 1)
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("more", [(), ("--stress",)])
@pytest.mark.parametrize("sector", SECTORS)
def test_a_regulation_is_one_object_one_page_and_one_table(desk: Desk, sector: str, more: tuple[str, ...], lang: str) -> None:
    shown = {
        form: desk("--sector", sector, "regulation", *more, "--format", form, lang=lang)
        for form in ("json", "html", "csv", "table")
    }
    assert {outcome.status for outcome in shown.values()} == {0}
    whole = json.loads(shown["json"].out)
    title = whole["regulation"]["id"]
    page = _page(shown["html"].out)
    assert title in page.said
    header, *rows = csv.reader(StringIO(shown["csv"].out))
    assert header not in rows
    assert {len(row) for row in rows} <= {len(header)}
    assert title in shown["table"].out
    assert whole["earlier"] == []


def test_the_text_beside_a_regulation_stands_in_the_same_object_page_and_table(desk: Desk) -> None:
    law = BANKING.regulations[0]
    command = ("--sector", "banking", "regulation", "--format")
    whole = json.loads(desk(*command, "json").out)
    [beside] = whole["beside"]
    assert whole["regulation"]["id"] == law.id
    assert beside["regulation"]["id"] == law.beside[0].id
    assert beside["rules"]
    rows = list(csv.DictReader(StringIO(desk(*command, "csv").out)))
    by_text = Counter(row["regulation"] for row in rows)
    assert by_text == {law.id: len(whole["rules"]), law.beside[0].id: len(beside["rules"])}
    page = _page(desk(*command, "html").out)
    assert (page.tags["h1"], page.tags["h2"]) == (1, 1)
    for clause in (*whole["clauses"], *beside["clauses"]):
        assert clause["words"].splitlines()[0].strip() in page.said
    for sector in ("insurance", "power_utility", "hospital"):
        shown = desk("--sector", sector, "regulation", "--format", "csv").out
        assert shown.splitlines()[0] == "clause,heading,rule,code,encoding,quotes,reason"


def test_earlier_editions_stand_in_the_object_of_the_latest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    now = INSURANCE.regulations[0]
    old = evolve(now, id="old", in_force_from=date(2009, 1, 1))
    sector = evolve(INSURANCE, regulations=(now, old))
    monkeypatch.setattr("conduct.host.load_sector", lambda *_: sector)
    for more in ((), ("--stress",)):
        whole = json.loads(desk("regulation", *more, "--format", "json").out)
        assert whole["regulation"]["id"] == now.id
        assert [one["regulation"]["id"] for one in whole["earlier"]] == ["old"]
        rows = list(csv.DictReader(StringIO(desk("regulation", *more, "--format", "csv").out)))
        assert {row["regulation"] for row in rows} == {"old", now.id}
        assert _page(desk("regulation", *more, "--format", "html").out).tags["h1"] == 2


@pytest.mark.parametrize("form", ["json", "csv", "html", "table"])
def test_a_regulation_that_cannot_be_shown_leaves_no_half_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    broken = evolve(INSURANCE.regulations[0], text=Edition(desk.folder / "gone.md"))
    monkeypatch.setattr("conduct.host.load_sector", lambda *_: evolve(INSURANCE, regulations=(broken,)))
    outcome = desk("regulation", "--format", form)
    assert (outcome.status, outcome.out) == (1, "")
    assert "gone.md" in outcome.err


def test_findings_are_the_same_in_every_format(desk: Desk) -> None:
    command = ("--sector", "power_utility", "regulation", "--stress", "--format")
    found = json.loads(desk(*command, "json").out)["findings"]
    assert found[0] == {
        "clauses": ["art11", "art10"],
        "finding": "bonus withheld, on the person: nothing between 6 and 12",
    }
    rows = list(csv.DictReader(StringIO(desk(*command, "csv").out)))
    assert [(row["clauses"], row["finding"]) for row in rows] == [(", ".join(f["clauses"]), f["finding"]) for f in found]
    page, shown = _page(desk(*command, "html").out), desk(*command, "table").out
    for f in found:
        assert f["finding"] in page.said
        assert f["finding"] in shown


def test_findings_say_what_they_name_in_words(desk: Desk, insurance: Any) -> None:
    codes = {k.code for k in insurance.kinds} | {o.name for o in insurance.regulations[0].outcomes}
    shown = desk("regulation", "--stress").out
    assert {code for code in codes if "-" in code and code in shown} == set()


def test_a_text_without_a_date_is_said_to_have_none(desk: Desk) -> None:
    for lang, said in (("en", "Undated"), ("zh", "未注明施行日期")):
        for form in ("table", "html"):
            shown = desk("--sector", "hospital", "regulation", "--format", form, lang=lang).out
            assert said in shown
            assert "In force from" not in shown


def test_b4_every_format_says_what_sets_a_duty_what_answers_it_by_when_and_who_owes_it(desk: Desk) -> None:
    command = ("--sector", "banking", "regulation")
    for form in ("table", "json", "csv", "html"):
        out = unescape(desk(*command, "--format", form, lang="zh").out).replace("\\n", "")
        assert "由反馈；以整改，经复查的须" in out, form  # what sets it, what answers it
        assert "期限：所定的“" in out, form
        assert "责任主体：" in out, form
        assert "满意率" in out, form
    english = desk(*command, lang="en").out
    assert "with the reading fraud-doubles assessment alone" in english  # the same factor twice: which alternative it belongs to


def test_b12_no_marks_of_bold_stand_in_the_law_s_words(desk: Desk) -> None:
    for form in ("table", "json", "html"):
        assert "**" not in desk("regulation", "--format", form).out, form


def test_b4_a_rule_whose_clause_the_text_lacks_is_named_in_every_format() -> None:
    law = INSURANCE.regulations[-1]
    astray = evolve(law, provisions=(*law.provisions, Unruled("9.9", Words("没有此条", "no such clause"))))
    for form, write in FORMATS.items():
        said = "".join(write([astray], "en"))
        assert "9.9" in said, form
        assert "no such clause" in said, form


def test_c_each_item_is_counted_in_the_clause_s_own_measure(desk: Desk) -> None:
    shown = desk("regulation", "--format", "csv", lang="zh").out
    for said in ("每件扣2分", "每发生一次扣2分", "每发生一件扣10分", "发生一起扣3分", "每次扣5分"):
        assert f"：{said}" in shown, said
