"""The encoding against its text, and each case as a lawyer worked it out."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from conduct_taxi import SECTOR

from conduct.testing import cases_of, check_sector, run_case, uncovered

CASES = [pytest.param(case, id=case["name"]) for _, case in cases_of(files("conduct_taxi") / "cases")]


def test_the_encoding_is_true_to_its_text() -> None:
    assert check_sector(SECTOR) == []


@pytest.mark.parametrize("case", CASES)
def test_a_case_comes_out_as_the_law_says(case: dict[str, Any]) -> None:
    assert run_case(SECTOR, case) == []


def test_every_rule_has_a_case() -> None:
    assert uncovered(SECTOR, [case for _, case in cases_of(files("conduct_taxi") / "cases")]) == []
