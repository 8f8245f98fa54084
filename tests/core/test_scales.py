"""Scales: each says itself what differs between scales, and nobody else asks which one it is."""

from __future__ import annotations

import ast
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

import conduct
from conduct.core.base.words import Words
from conduct.core.law.choices import PLACES
from conduct.core.law.digest import NAMES
from conduct.core.law.model import Attribute, Kind, Number, Options, Step
from conduct.core.law.scales import SCALES, Decided, Each, Item, Lookup, Once, Scale, Steps, Weighing

POINTS = Attribute("points", Words("分值", "points"), Number())
STEP = Step("decide", Words("决定", "decide"), (POINTS,))
ITEMS = Attribute("item", Words("项目", "item"), Options({"a": Words("甲", "A"), "b": Words("乙", "B")}))
SEEN = Kind("seen", Words("所见", "seen"), "1")
HALF = Fraction(1, 2)

EVERY: list[Scale] = [Each(3), Once(4), Steps((5, 2)), Decided(STEP, POINTS, 1, 6), Lookup(ITEMS, {"a": 2, "b": HALF})]


def test_every_scale_is_looked_at_here() -> None:
    assert {type(scale) for scale in EVERY} == set(SCALES)


@pytest.mark.parametrize(
    ("scale", "weight", "decided", "points"),
    [
        (Each(3), Fraction(5, 2), 0, Fraction(15, 2)),
        (Once(4), HALF, 0, 4),
        (Once(4), 0, 0, 0),
        (Steps((5, 2)), 1, 0, 5),
        (Steps((5, 2)), 9, 0, 7),
        (EVERY[3], 2, 8, 8),
        (EVERY[4], Fraction(9, 2), 0, Fraction(9, 2)),
    ],
)
def test_points_of_a_weighted_count(scale: Scale, weight: Fraction, decided: int, points: Fraction) -> None:
    assert scale.points(weight, decided) == points


@pytest.mark.parametrize(
    ("scale", "most", "of_one"),
    [(EVERY[0], None, (3,)), (EVERY[1], 4, (4,)), (EVERY[2], 7, ()), (EVERY[3], None, ()), (EVERY[4], None, (2, HALF))],
)
def test_the_most_that_a_scale_and_a_single_incident_come_to(scale: Scale, most: object, of_one: object) -> None:
    assert (scale.most(), scale.of_one()) == (most, of_one)


@pytest.mark.parametrize(
    ("scale", "parts", "terms"),
    [
        (Each(3), [{("", 1, 1): 2}, {("", HALF, 1): 1, ("", 1, 1): 1}], ["1 × 3 × 0.5", "3 × 3"]),
        (Each(3), [{("", 1, 2): 4}], ["4 × 3 ÷ 2"]),
        (Once(4), [{("", 1, 1): 2}, {("", 1, 1): 1}], ["4", "4"]),
        (Steps((5, 2)), [{("", 1, 1): 1}, {("", 1, 1): 3}], ["5", "5", "2"]),
        (EVERY[3], [{("", 1, 1): 1}], []),
        (EVERY[4], [{("b", 2, 3): 1, ("a", 1, 1): 2}], ["A 2 × 2", "B 1 × 0.5 × 2 ÷ 3"]),
        (Lookup(ITEMS, {"a": 0, "b": 1}), [{("a", 2, 1): 1, ("a", 1, 1): 1}], ["A 2 × 0"]),
    ],
)
def test_the_terms_that_points_are_the_sum_of(
    scale: Scale,
    parts: list[dict[tuple[str, Fraction, int], int]],
    terms: list[str],
) -> None:
    counted = [Counter({Weighing(*weighing): n for weighing, n in part.items()}) for part in parts]
    assert list(scale.terms(counted, "en")) == terms


@pytest.mark.parametrize(
    ("scale", "zh", "en"),
    [
        (EVERY[0], "每次扣3分", "-3 each"),
        (EVERY[1], "扣4分（一个考核期一次）", "-4 once a period"),
        (EVERY[2], "依次扣5、2分，此后不再扣", "-5, 2 in turn, then nothing more"),
        (EVERY[3], "每次酌情扣1至6分，由人决定", "-1 to 6 each, decided by a person"),
        (EVERY[4], "服务，按评分表（甲表）扣分：“甲” 2分、“乙” 0.5分", "service, by item (甲表): “A” -2, “B” -0.5"),
    ],
)
def test_a_scale_in_words(scale: Scale, zh: str, en: str) -> None:
    said = scale.said(Item(False, "每次", Words("服务", "service"), "甲表"))
    assert (said.zh, said.en) == (zh, en)


def test_a_scale_that_adds_says_so() -> None:
    said = Each(3).said(Item(True, "每件", Words("加分", "bonus"), ""))
    assert (said.zh, said.en) == ("每件加3分", "+3 each")


@pytest.mark.parametrize(
    ("scale", "points", "taken"),
    [
        (Each(3), {"seen": 7}, Each(7)),
        (Once(4), {"seen": 7}, Once(7)),
        (Steps((5, 2)), {"seen": (7, 1)}, Steps((7, 1))),
        (EVERY[4], {"a": 9}, Lookup(ITEMS, {"a": 9, "b": HALF})),
        (Each(3), {"seen": (7, 1)}, None),
        (Steps((5, 2)), {"seen": 7}, None),
        (EVERY[3], {"seen": 7}, None),
        (EVERY[4], {"seen": 7}, None),
    ],
)
def test_what_a_draft_can_change(scale: Scale, points: dict[str, int | tuple[int, ...]], taken: Scale | None) -> None:
    codes = scale.takes("seen", points)
    assert (scale.with_points({code: points[code] for code in codes}) if codes else None) == taken
    assert set(codes) <= {code for code, _ in scale.priced(SEEN)}


def test_each_scale_has_a_digest_s_name_of_its_own_and_says_what_may_turn_on_a_reading() -> None:
    assert len({scale.CALLED for scale in SCALES}) == len(SCALES)
    for scale in SCALES:
        assert NAMES[scale] == scale.CALLED
        assert PLACES[scale.__name__] == scale.OPEN


def test_nobody_but_the_scales_tells_them_apart_by_type() -> None:
    names = {scale.__name__ for scale in SCALES}
    root = Path(conduct.__file__).parent
    found = []
    for path in sorted(root.rglob("*.py")):
        where = path.relative_to(root).as_posix()
        if where == "core/law/scales.py" or where.startswith("plugins/"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            told = node.cls if isinstance(node, ast.MatchClass) else None
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("isinstance", "issubclass"):
                told = node.args[1]
            for name in ast.walk(told) if told is not None else ():
                if isinstance(name, ast.Name) and name.id in names:
                    found.append(f"{where}:{name.lineno} {name.id}")
    assert not found
