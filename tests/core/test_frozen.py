"""The house's classes are made, compared, hashed, ordered and shown as attrs would have it, though that is made at first use."""

from __future__ import annotations

import copy
import importlib
import pickle
import pkgutil
import re
import weakref
from abc import ABC, abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from inspect import signature
from itertools import permutations
from pathlib import Path
from typing import ClassVar

import attrs
import pytest
from attrs import field

import conduct
import conduct.core
from conduct.core.base import frozen as ours
from conduct.core.base.frozen import define, evolve, fields_of, frozen
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


def _is_positive(_one: object, attribute: object, n: int) -> None:
    if n <= 0:
        raise ValueError(f"{attribute.name} {n}")  # type: ignore[attr-defined]


def _with_all(frozen: object, define: object, field: object) -> tuple[type, type, type]:
    """The same three classes, by attrs or here: one with all that a field may be, one that inherits, and one that changes."""

    class Named(ABC):
        @abstractmethod
        def named(self) -> str: ...

    @frozen(order=True)
    class Whole(Named):
        n: int = field(converter=int, validator=_is_positive)
        _hidden: str = "h"
        rows: list[int] = field(factory=list, eq=False)
        shown: str = field(default="s", repr=str.upper)
        total: int = field(default=0, init=False)
        kept: ClassVar[int] = 7
        last: int = field(kw_only=True, default=3)

        def __attrs_post_init__(self) -> None:
            object.__setattr__(self, "total", self.n + self.last)

        def named(self) -> str:
            return self._hidden

    @frozen(order=True)
    class More(Whole):
        shown: str = "t"
        more: str = field(kw_only=True)

        def named(self) -> str:
            return super().named() + self.more

    @define
    class Changing:
        one: object
        other: list[object] = field(factory=list)

    return Whole, More, Changing


ALL = _with_all(frozen, define, ours.field)
BY_ATTRS = _with_all(attrs.frozen, attrs.define, field)


def _told(make: object) -> object:
    try:
        return repr(make())
    except (TypeError, ValueError, AttributeError) as error:
        return type(error), str(error)


def _about(which: tuple[type, type, type]) -> list[object]:
    """What becomes of the three classes, in every way in which they can be used."""
    whole, more, changing = which
    values = [whole(2), whole("2", "x", last=1), whole(1, rows=[1], shown="ß"), more(2, more="m"), more(3, "h", [1], more="k")]
    values.append(changing(1))
    values.append(changing(values[-1], [1]))
    values[-1].other.append(values[-1])
    about: list[object] = [
        *map(repr, values),
        values[-2].other,
        whole.kept,
        more(1, more="!").named(),
        more(5, last=2, more="").total,
    ]
    about += [one == other for one in values[:6] for other in values[:6]]
    about += [_told(lambda a=a, b=b: a < b) if type(a) is type(b) else None for a in values[:6] for b in values[:6]]
    about += [one >= other for one in values[:3] for other in values[:3]]
    about += [len({*values[:5], *(copy.copy(v) for v in values[:5])}), _told(lambda: hash(values[5]))]
    for wrong in ((), (0,), ("x",), (1, 2, 3, 4, 5)):
        about += [_told(lambda w=wrong: whole(*w)), _told(lambda w=wrong: more(*w))]
    about += [
        _told(lambda: setattr(values[0], "n", 2)),
        _told(lambda: delattr(values[0], "n")),
        _told(lambda: whole(1, hidden="z")),
    ]
    about += [
        _told(lambda: whole(1, _hidden="z")),
        _told(lambda: setattr(values[5], "two", 2)),
        type(values[0].rows),
        values[0].rows,
    ]
    for one in which:
        about += [
            one.__match_args__,
            one.__qualname__.rpartition(".")[2],
            list(signature(one).parameters),
            hasattr(one(**_least(one)), "__dict__"),
        ]
        about += [[(f.name, f.alias, f.init, f.kw_only, f.eq, f.repr, f.type) for f in attrs.fields(one)]]
        about += [attrs.asdict(one(**_least(one)))]
    about += [
        repr(attrs.evolve(values[4], n=9, hidden="q")),
        repr(copy.deepcopy(values[3])),
        weakref.ref(values[0])() is values[0],
    ]
    match values[4]:
        case whole(n, hidden):
            about += [n, hidden]
    return about


def _least(of: type) -> dict[str, object]:
    return {f.alias: 1 for f in attrs.fields(of) if f.init and f.default is attrs.NOTHING}


def test_classes_are_as_attrs_makes_them_in_all_that_is_used_of_them() -> None:
    for mine, theirs in zip(_about(ALL), _about(BY_ATTRS), strict=True):
        assert mine == theirs


def test_a_value_is_evolved_as_by_attrs_whoever_made_its_class() -> None:
    for evolved in (evolve, attrs.evolve):
        assert [repr(evolved(which[1](2, more="m"), n=3, hidden="x")) for which in (ALL, BY_ATTRS)] == [
            "_with_all.<locals>.More(n=3, _hidden='x', rows=[], total=6, last=3, shown='t', more='m')".rpartition(">.")[2]
        ] * 2


def test_what_is_asked_of_the_fields_of_a_class_is_known_of_every_class_and_of_no_other_type() -> None:
    class Bare(Plain):
        pass

    assert (
        [f.name for f in fields_of(Bare) or ()]
        == [f.name for f in fields_of(Plain) or ()]
        == [f.name for f in attrs.fields(Theirs)]
    )
    assert [f.name for f in fields_of(Theirs) or ()] == [f.name for f in attrs.fields(Theirs)]
    assert fields_of(int) is None
    assert fields_of(list[int]) is None


def test_a_class_that_asks_for_more_is_left_to_attrs() -> None:
    @frozen
    class Slow:
        n: int

        @cached_property
        def double(self) -> int:
            return 2 * self.n

    @frozen
    class Wrong(Exception):
        code: str

    @frozen
    class Below(Slow):
        m: int = ours.field(default=1, metadata={"k": 1})

    assert (Slow(2).double, str(Wrong("x").code), Below(3, 4).double) == (4, "x", 6)
    assert attrs.fields(Below).m.metadata == {"k": 1}
    assert fields_of(Below) == attrs.fields(Below)
