"""The vocabulary's classes are compared, hashed and shown as attrs would have it, though that is made at first use."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import attrs
import pytest
from attrs import field

import conduct
import conduct.core
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words


@frozen
class Plain:
    name: str
    figures: tuple[int, ...] = ()
    aside: str = field(default="", eq=False)
    words: Mapping[str, str] = field(factory=dict, hash=False)
    silent: int = field(default=0, repr=False)


@frozen
class Longer(Plain):
    more: int = 0


@attrs.frozen
class Theirs:
    name: str
    figures: tuple[int, ...] = ()
    aside: str = field(default="", eq=False)
    words: Mapping[str, str] = field(factory=dict, hash=False)
    silent: int = field(default=0, repr=False)


@frozen
class Said:
    name: str

    def __repr__(self) -> str:
        return f"<{self.name}>"


GIVEN = (
    ("a",),
    ("a", (1, 2)),
    ("a", (1, 2), "aside"),
    ("a", (), "", {"k": "v"}),
    ("a", (), "", {}, 3),
    ("b",),
)


@pytest.mark.parametrize(("one", "other"), [*permutations(GIVEN, 2)])
def test_two_values_are_equal_where_attrs_says_so(one: tuple, other: tuple) -> None:
    assert (Plain(*one) == Plain(*other)) is (Theirs(*one) == Theirs(*other))
    assert (Plain(*one) != Plain(*other)) is (Theirs(*one) != Theirs(*other))


@pytest.mark.parametrize("given", GIVEN)
def test_a_value_is_equal_to_another_of_the_same_fields_and_has_its_hash_and_text(given: tuple) -> None:
    assert Plain(*given) == Plain(*given)
    assert hash(Plain(*given)) == hash(Plain(*given))
    assert repr(Plain(*given)) == repr(Theirs(*given)).replace("Theirs", "Plain")


@pytest.mark.parametrize("first", ["hash", "text", "comparison"])
def test_whichever_is_asked_for_first_the_others_answer_as_well(first: str) -> None:
    @frozen
    class One:
        n: Fraction

    ask = {"hash": hash, "text": repr, "comparison": lambda one: one == One(Fraction(1, 3))}
    ask[first](One(Fraction(1, 3)))
    assert One(Fraction(1, 3)) == One(Fraction(2, 6))
    assert One(Fraction(1, 3)) != One(Fraction(1, 2))
    assert {One(Fraction(1, 3)), One(Fraction(2, 6))} == {One(Fraction(1, 3))}
    assert repr(One(Fraction(1, 3))).endswith("One(n=Fraction(1, 3))")


def test_a_value_of_a_class_that_inherits_is_no_equal_and_shows_its_own_fields() -> None:
    assert Plain("a") != Longer("a")
    assert Longer("a", more=1) != Longer("a", more=2)
    assert repr(Longer("a", more=1)) == "Longer(name='a', figures=(), aside='', words={}, more=1)"


def test_a_text_of_its_own_stays_and_nothing_can_be_changed() -> None:
    assert repr(Said("a")) == "<a>"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Said("a").name = "b"  # type: ignore[misc]


def test_a_value_that_went_through_pickle_is_the_same() -> None:
    assert pickle.loads(pickle.dumps(Words("字", "word"))) == Words("字", "word")


def test_every_class_of_the_core_has_the_comparison_and_the_text_that_attrs_would_write() -> None:
    looked_at = 0
    for found in pkgutil.walk_packages(conduct.core.__path__, "conduct.core."):
        for of in vars(importlib.import_module(found.name)).values():
            if not (isinstance(of, type) and attrs.has(of) and of.__module__ == found.name and attrs.fields(of)):
                continue
            assert of.__eq__ is not object.__eq__, of
            assert of.__repr__ is not object.__repr__, of
            looked_at += 1
    assert looked_at > 100


def test_no_class_of_the_core_is_made_by_attrs_alone() -> None:
    """It would be written and compiled whole at every start."""
    root = Path(conduct.__path__[0]) / "core"
    assert not [p.name for p in root.rglob("*.py") if re.search(r"^from attrs import .*\bfrozen\b", p.read_text("utf-8"), re.M)]
