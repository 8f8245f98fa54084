"""A duty not done is 未履行, overdue 逾期未办, in everything that is printed in Chinese; never 失职."""

from __future__ import annotations

from pathlib import Path

import pytest

from conduct.report.labels import LABELS
from tests.conftest import Desk

ROOT = Path(__file__).parents[2]


def test_no_label_and_no_message_says_dereliction() -> None:
    for path in (ROOT / "conduct").rglob("*.py"):
        said = [line for line in path.read_text(encoding="utf-8").splitlines() if "失职" in line and "also=" not in line]
        assert said == [], path
    assert LABELS["breached"].zh == "未履行"


@pytest.mark.parametrize(
    "command",
    [
        ("run", "--period", "2012-Q3"),
        ("explain", "D1", "--period", "2012-Q3"),
        ("case", "c16", "--as-of", "2012-12-31"),
        ("duties", "--as-of", "2012-12-31"),
        ("regulation",),
    ],
)
def test_what_was_not_done_is_said_so(reception: Desk, command: tuple[str, ...]) -> None:
    assert reception("init", "--sample").status == 0
    outcome = reception(*command, lang="zh")
    assert outcome.status == 0, outcome.err
    assert "失职" not in outcome.out
    if command[0] == "duties":
        assert "逾期未办" in outcome.out
    elif command[0] != "regulation":
        assert "未履行" in outcome.out
