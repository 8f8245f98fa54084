"""How documents say what a reading is set to: in words everywhere, with its code where a result is worked out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from conduct.core.base.words import Lang
from conduct.door.office import Office
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.text.composing import compose
from conduct.report.bulletin.text.sentences import said
from conduct.report.tables import printed
from tests import needs
from tests.report.samples import SECTORS, Kept
from tests.report.told import office_of, telling, texts

LANGS: tuple[Lang, ...] = ("zh", "en")
_UNINSPECTED: dict[str, list[dict[str, object]]] = {
    "units": [{"unit": unit, "name": f"示例{unit}", "kind": "branch"} for unit in ("B1", "B2")],
    "measures": [
        {"unit": unit, "measure": measure, "period": "2012-Q1", "value": value}
        for unit in ("B1", "B2")
        for measure, value in (("satisfied", "0.9"), ("basically-satisfied", "0.05"), ("transactions", 10_000))
    ],
    "actions": [{"action": "a1", "step": "inspected", "unit": "B1", "date": "2012-03-01", "round": "periodic"}],
}
"""Two branches, of which one was inspected in the quarter."""


@pytest.mark.campaign
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("sector", SECTORS)
def test_what_a_reading_is_set_to_is_said_in_words_or_as_a_number_and_its_code_only_where_it_is_checked(
    tmp_path: Path, sector: str, lang: Lang
) -> None:
    with Kept.made(tmp_path, sector).told() as found:
        made, a = compose(found, "notice", Letterhead(), lang), found.assessment
        declared = {one.name: one for one in a.regulation.readings}
    shown = [value for what, value in made.check.rows if what == said("check_reading", lang)]
    assert len(shown) == len(a.readings) > 0
    for (name, value), row in zip(a.readings.items(), shown, strict=True):
        code = value if isinstance(value, str) else printed(value)
        words = declared[name].options[code].said(lang) if code in declared[name].options else code
        about = declared[name].about.said(lang)
        assert row == (f"{about}：{words}（{name}={code}）" if lang == "zh" else f"{about}: {words} ({name}={code})")
    others = "\n".join(texts(made))
    assert not [name for name in a.readings if f"{name}=" in others]


@pytest.mark.parametrize("kind", ["notice", "data", "letter"])
@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "当季无人检查的行部：列出而不排名次"), ("en", "nobody inspected: shown without a rank")]
)
def test_why_a_unit_has_no_rank_names_the_reading_in_words_without_its_code(
    tmp_path: Path, lang: Lang, words: str, kind: str
) -> None:
    with telling(tmp_path, "banking", "2012-Q1", **_UNINSPECTED) as found:
        assert [unit.unit for unit in found.assessment.units if unit.unranked] == ["B2"]
        made = compose(found, kind, Letterhead(), lang, "B2" if kind == "letter" else None)
    told = [text for text in texts(made) if words in text]
    assert told
    assert not [text for text in told if "uninspected" in text]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "ending",
    [".html", ".xlsx", pytest.param(".docx", marks=needs.faces), pytest.param(".pdf", marks=pytest.mark.slow)],
)
def test_a_notice_with_its_readings_in_words_is_read_back(tmp_path: Path, ending: str, lang: Lang) -> None:
    at = office_of(tmp_path, "banking", lang, **_UNINSPECTED)
    office, path = Office(at), tmp_path / f"notice{ending}"
    office.publish("2012-Q1", despite="样例")
    office.report(path, run="1")
    read = office.verify(path).file
    at.close()
    assert read is not None
    assert [one.words for one in read.differences] == []
