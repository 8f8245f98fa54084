"""Answers that are kept: the same for the same values, and never one about others."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from attrs import evolve

from conduct.core.base.kept import kept
from conduct.core.law.digest import law_digest
from conduct.core.law.readings import readings_in_force, resolve
from conduct.core.law.sector import Sector


def test_one_question_about_the_same_values_is_worked_out_once_and_another_anew() -> None:
    asked = []

    @kept
    def answer(value: list[int], settings: Mapping[str, str]) -> list[int]:
        asked.append((value, dict(settings)))
        return [*value, len(settings)]

    one, equal = [1], [1]
    settings = {"a": "x"}
    first = answer(one, settings)
    assert answer(one, {"a": "x"}) is first  # a mapping by what it holds
    assert answer(equal, settings) is not first  # any other value by itself
    settings["b"] = "y"
    assert answer(one, settings) == [1, 2]  # changed since it was asked with
    assert answer(one, {"a": "x"}) is first
    assert len(asked) == 3


def test_what_is_raised_is_not_kept() -> None:
    times = []

    @kept
    def answer(value: str) -> str:
        times.append(value)
        if len(times) == 1:
            raise ValueError
        return value

    value = "v"
    with pytest.raises(ValueError, match=r"^$"):
        answer(value)
    assert answer(value) == "v"


def test_what_was_asked_long_ago_is_forgotten() -> None:
    asked = []

    @kept
    def answer(value: list[int]) -> int:
        asked.append(value)
        return len(asked)

    first, *others = [[n] for n in range(100)]
    assert answer(first) == 1
    for one in others:
        answer(one)
    assert answer(first) == 101


def test_a_law_under_other_readings_is_another_and_its_digest_too(insurance: Sector) -> None:
    law = insurance.regulations[0]
    usual = readings_in_force(law, {}, "x")
    reading = next(one for one in law.readings if len(one.codes) > 1)
    other = {**usual, reading.name: next(code for code in reading.codes if code != usual[reading.name])}
    assert resolve(law, dict(usual)) is resolve(law, usual)
    assert resolve(law, other) is not resolve(law, usual)
    assert law_digest(insurance, resolve(law, usual)) == law_digest(evolve(insurance), resolve(law, usual))
    assert law_digest(insurance, resolve(law, other)) != law_digest(insurance, resolve(law, usual))
