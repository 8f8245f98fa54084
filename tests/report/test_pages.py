"""Pages as they are: whole, literal, folded, drawn with a text alternative, made for A4, and without network or script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from attrs import Factory, define, evolve
from jinja2 import UndefinedError

from conduct.cli import main
from conduct.core.base.words import Lang, Words
from conduct.core.law.text import Edition
from conduct.law import Unruled
from conduct.plugins.insurance import SECTOR as INSURANCE
from conduct.report.pages import page
from conduct.report.regulation import FORMATS
from tests.conftest import Desk

pytestmark = pytest.mark.usefixtures("tested_once")

UNITS = {"insurance": "P35", "power_utility": "S05", "banking": "B3", "hospital": "D1"}
PAGES = {"explain": ("explain", "UNIT"), "regulation": ("regulation",), "stress": ("regulation", "--stress")}
VOID = ("meta", "br", "hr")
HOSTILE = "<script>alert(1)</script>\"'&amp;<a href='http://x'>\x1b[2J"
SEEN = "<script>alert(1)</script>\"'&amp;<a href='http://x'>\\x1b[2J"


@define
class Node:
    """An element: what it is, and what stands in it, text and elements in order."""

    tag: str
    attributes: dict[str, str | None] = Factory(dict)
    inside: list[Node | str] = Factory(list)

    def all(self, *tags: str) -> Iterator[Node]:
        """The elements of these names in it, in order; of no name, all."""
        for one in self.inside:
            if isinstance(one, Node):
                if not tags or one.tag in tags:
                    yield one
                yield from one.all(*tags)

    @property
    def text(self) -> str:
        """All its text."""
        return "".join(one if isinstance(one, str) else one.text for one in self.inside)

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return (self.attributes.get("class") or "").split()


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        node = Node(tag, dict(attrs))
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parsed(made: str) -> Node:
    """A page as its elements; each is closed."""
    tree = _Tree()
    tree.feed(made)
    tree.close()
    [root] = tree.open
    return root


class Samples:
    """The pages of each sector's sample, and the explanation that JSON prints, each made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _made(self, sector: str, lang: Lang, name: str, *command: str) -> str:
        ledger, output = self.folder / f"{sector}.db", self.folder / f"{sector}-{lang}-{name}"
        base = ("--sector", sector, "--ledger", str(ledger), "--lang", lang)
        if not ledger.exists():
            assert main([*base, "init", "--sample"]) == 0
        if not output.exists():
            assert main([*base, *command, "--output", str(output)]) == 0
        return output.read_text(encoding="utf-8")

    def page(self, sector: str, lang: Lang, name: str) -> Node:
        """One of a sector's pages."""
        return parsed(
            self._made(
                sector,
                lang,
                f"{name}.html",
                *[UNITS[sector] if part == "UNIT" else part for part in PAGES[name]],
                "--format",
                "html",
            )
        )

    def explained(self, sector: str, lang: Lang = "en") -> dict[str, Any]:
        """What the page explains, as JSON."""
        made = self._made(sector, lang, "explain.json", "explain", UNITS[sector], "--format", "json")
        found: dict[str, Any] = json.loads(made)
        return found


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """The four samples."""
    return Samples(tmp_path_factory.mktemp("pages"))


@pytest.mark.campaign
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", list(UNITS))
def test_a_page_is_one_file_in_its_language_without_network_or_script(samples: Samples, sector: str, lang: Lang) -> None:
    for name in PAGES:
        root = samples.page(sector, lang, name)
        [html] = root.all("html")
        assert html.attributes["lang"] == ("zh-CN" if lang == "zh" else "en"), name
        assert not list(root.all("script", "link", "img", "iframe", "object", "embed", "base", "form")), name
        [policy] = [m for m in root.all("meta") if m.attributes.get("http-equiv") == "Content-Security-Policy"]
        assert policy.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'"
        ids = [n.attributes["id"] for n in root.all() if "id" in n.attributes]
        assert len(ids) == len(set(ids)), name
        for node in root.all():
            assert not {a for a in node.attributes if a.startswith("on") or a in ("src", "srcset", "style", "action")}, name
            if "href" in node.attributes:
                assert (node.attributes["href"] or "").removeprefix("#") in ids, name
        [style] = root.all("style")
        assert not re.search(r"url\(|@import|https?:|//", style.text), name


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", list(UNITS))
def test_the_law_s_words_are_folded_under_the_line_that_they_bear_out(samples: Samples, sector: str, lang: Lang) -> None:
    root = samples.page(sector, lang, "explain")
    made = samples.explained(sector)
    folded = [d for d in root.all("details") if list(d.all("blockquote"))]
    assert folded
    assert all("open" not in d.attributes and next(d.all("summary")).text for d in root.all("details"))
    quoted = {q.text for d in folded for q in d.all("blockquote")}
    for listed in ("lines", "vetoes", "sanctions", "outcomes"):
        assert {quote for one in made[listed] for quote in one["quotes"]} <= quoted
    words = "Words of the clause" if lang == "en" else "条文"
    assert words not in {th.text for th in root.all("th")}
    for body in root.all("tbody"):
        first, *under = [tr for tr in body.all("tr") if tr.classes == ["under"] or list(body.all("details"))] or [Node("tr")]
        assert not list(first.all("details"))
        for row in under:
            [cell] = row.all("td")
            assert int(cell.attributes["colspan"] or 0) == len(list(first.all("td")))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_many_ids_are_folded_under_their_line_and_few_stand_in_it(samples: Samples, lang: Lang) -> None:
    root = samples.page("insurance", lang, "explain")
    made = samples.explained("insurance")
    many = max(made["lines"], key=lambda line: len(line["incidents"]))["incidents"]
    folds = [[n.text for n in d.all("span") if n.classes == ["id"]] for d in root.all("details")]
    assert many in folds
    assert any([n.text for n in td.all("span")] == made["vetoes"][0]["incidents"] for td in root.all("td"))


def test_a_column_in_which_nothing_stands_is_left_out(samples: Samples) -> None:
    root = samples.page("hospital", "en", "explain")
    lines = next(t for t in root.all("table") if "Arithmetic" in {th.text for th in t.all("th")})
    assert [th.text for th in lines.all("th")] == [
        "Clause",
        "Item",
        "Count",
        "Arithmetic",
        "Incidents",
    ]  # a hospital has no points
    for table in root.all("table"):
        rows = [[td.text.strip() for td in tr.all("td")] for tr in table.all("tr") if not list(tr.all("th", "details"))]
        for n in range(1, len(rows[0])):
            assert any(row[n] for row in rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", ["insurance", "banking"])
def test_each_section_has_a_bar_as_long_as_its_score_with_the_same_in_words(samples: Samples, sector: str, lang: Lang) -> None:
    root = samples.page(sector, lang, "explain")
    made = samples.explained(sector, lang)
    sections = sorted(made["sections"], key=lambda s: s["place"])
    drawn = list(root.all("svg"))
    assert len(drawn) == len(sections) > 0
    for svg, section in zip(drawn, sections, strict=True):
        assert svg.attributes["role"] == "img"
        [title], [said] = svg.all("title"), svg.all("desc")
        assert svg.attributes["aria-labelledby"] == f"{title.attributes['id']} {said.attributes['id']}"
        assert section["words"] in title.text
        figures = [float(n) for n in re.findall(r"[0-9.]+", said.text)]
        assert figures == pytest.approx([section["score"], section["most"]])
        whole, part = (float(r.attributes["width"] or 0) for r in svg.all("rect"))
        assert part / whole == pytest.approx(section["score"] / section["most"], abs=1e-4)


def _rules(css: str) -> dict[str, dict[str, str]]:
    """A style's rules without conditions: the declarations for each selector."""
    found: dict[str, dict[str, str]] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        for selector in selectors.split(","):
            found.setdefault(selector.strip(), {}).update(part.split(":", 1) for part in body.split(";") if ":" in part)
    return found


def test_a_page_prints_on_a4_with_headings_kept_and_no_row_cut(samples: Samples) -> None:
    [style] = samples.page("insurance", "zh", "explain").all("style")
    assert re.search(r"@page\{size:A4;margin:[^;]+mm", style.text)
    plain, _, printed = style.text.partition("@media print{")
    rules = _rules(printed.rstrip().removesuffix("}"))
    assert {rules[h]["break-after"] for h in ("h1", "h2", "h3")} == {"avoid"}
    assert {rules[one]["break-inside"] for one in ("tr", "tbody", "blockquote", ".rule", "svg")} == {"avoid"}
    assert rules["thead"]["display"] == "table-header-group"
    opened = rules["details::details-content"]  # what is folded on the screen stands open on paper
    assert (opened["content-visibility"], opened["display"]) == ("visible", "block")
    assert {rules[one]["display"] for one in ("nav", "summary", ".rule details")} == {"none"}  # beside these stands the clause
    assert rules["body"]["max-width"] == "none"
    chinese = _rules(plain)[":lang(zh)"]
    assert chinese["font-family"].startswith('"Noto Sans CJK SC"')
    assert chinese["line-break"] == "strict"


def test_hostile_text_is_literal_wherever_a_page_shows_it(office: Desk) -> None:
    quoted = '"' + HOSTILE.replace('"', '""').replace("\x1b", "") + '"'
    rows = f"incident,unit,kind,date,channel\n{quoted},L1,petition,2012-03-01,written\n"
    assert office("load", office.write("incidents.csv", rows)).status == 0, office("load", "incidents.csv").err
    root = parsed(office("explain", "L1", "--period", "2012", "--format", "html").out)
    assert not list(root.all("script", "a"))
    assert SEEN.replace("\\x1b", "") in root.text


def test_a_law_s_own_text_is_literal_too(tmp_path: Path) -> None:
    text = tmp_path / "law.md"
    text.write_text(f"# {SEEN}\n\n## 1 {SEEN}\n\n{SEEN}\n", encoding="utf-8")
    said = Words(HOSTILE, HOSTILE)
    law = evolve(
        INSURANCE.regulations[0],
        id=f"1{HOSTILE}",
        title=said,
        text=Edition(text),
        provisions=(Unruled("1", said, HOSTILE),),
        beside=(),
        code_at='https://example.org/"onclick="alert(1)',
    )
    for lang in ("zh", "en"):
        root = parsed("".join(FORMATS["html"]([law], lang)))
        assert not list(root.all("script"))
        assert {a.attributes["href"][0] for a in root.all("a") if a.attributes["href"]} <= {"#", "h"}
        assert all(set(a.attributes) == {"href"} for a in root.all("a"))
        assert root.text.count(SEEN) >= 4


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/a.py#L1", True),
        ("#t1-1", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        (" https://example.org", False),
        ("//example.org", False),
        ("https://example.org\n", False),
        ("", False),
    ],
)
def test_a_link_leads_to_the_web_or_to_a_place_on_the_page(address: str, linked: bool) -> None:
    rule = {"rule": "r", "code": "c", "said": "s", "quotes": (), "at": "a.py:1", "address": address}
    clause = {"number": "1", "heading": "1", "words": ["w"], "rules": [rule]}
    text = {"title": "t", "beside": False, "in_force": "", "printed": "", "covered": "", "clauses": [clause]}
    root = parsed("".join(page("regulation.html", "en", title="t", texts=[text])))
    assert [a.attributes["href"] for a in root.all("a") if a.text == "a.py:1"] == ([address] if linked else [])
    assert "a.py:1" in root.text


@pytest.mark.parametrize("template", ["explanation.html", "regulation.html", "findings.html"])
def test_a_template_that_is_not_given_what_it_asks_for_fails(template: str) -> None:
    with pytest.raises(UndefinedError):
        list(page(template, "en", title="t"))


def test_the_law_s_words_bear_their_own_language_on_an_english_page(samples: Samples) -> None:
    for name in ("explain", "regulation"):
        quotes = list(samples.page("banking", "en", name).all("blockquote"))
        assert quotes
        assert {q.attributes.get("lang") for q in quotes} == {"zh-CN"}
