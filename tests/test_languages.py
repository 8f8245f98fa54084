"""Chinese and English are equals: every word has both, and the command line speaks both."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Any

import attrs
import click
import pytest

from conduct.bilingual import Command, Group, Option
from conduct.cli import cli, main
from conduct.core.base.faults import Problem
from conduct.core.base.messages import MESSAGES
from conduct.core.base.words import Words
from conduct.core.law.sector import Sector
from conduct.door.language import language
from conduct.loading.headers import COLUMN_WORDS
from conduct.report.labels import LABELS
from tests.conftest import Desk

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_message_names_the_same_values_in_both_languages(code: str) -> None:
    words = MESSAGES[code]
    assert CHINESE.search(words.zh)
    assert not CHINESE.search(re.sub(r"2012年3月5日", "", words.en))
    # the English of a column is its code, where the Chinese adds its name
    assert _fields(words.zh) - {"words"} == _fields(words.en) - {"words"}


def test_labels_and_columns_have_both_languages() -> None:
    for words in (*LABELS.values(), *COLUMN_WORDS.values()):
        assert CHINESE.search(words.zh) or not re.search(r"\w", re.sub(r"\{[^{}]*\}", "", words.zh))  # a pattern has no words
        assert words.en.strip()
        assert not CHINESE.search(words.en)


def every_words(value: Any, seen: set[int]) -> Iterator[Words]:
    """Every word that a declared value says, each value looked into once."""
    if isinstance(value, Words):
        yield value
    elif id(value) not in seen:
        seen.add(id(value))
        if isinstance(value, tuple | list):
            for item in value:
                yield from every_words(item, seen)
        elif isinstance(value, dict):
            for item in value.values():
                yield from every_words(item, seen)
        elif attrs.has(type(value)):
            for field in attrs.fields(type(value)):
                yield from every_words(getattr(value, field.name), seen)


def test_everything_a_sector_says_is_in_both_languages(insurance: Sector) -> None:
    found = list(every_words(insurance, set()))
    assert len(found) > 100
    for words in found:
        figures = re.sub(r"\{[^{}]*\}|[\d.]+", "", words.zh)  # a formula of places and figures has no words
        assert CHINESE.search(words.zh) or not re.search(r"\w", figures), words
        assert words.en.strip(), words


def _commands(group: click.Group) -> Iterator[click.Command]:
    yield group
    for command in group.commands.values():
        yield from _commands(command) if isinstance(command, click.Group) else [command]


def test_every_command_and_option_has_help_in_both_languages() -> None:
    for command in _commands(cli):
        assert isinstance(command, Command | Group)
        assert CHINESE.search(command.words[0])
        assert command.words[1]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert isinstance(parameter, Option), (command.name, parameter.name)
                assert CHINESE.search(parameter.words[0])


def test_help_in_chinese_has_no_english_heading(desk: Desk) -> None:
    shown = desk("run", "--help", lang="zh").out
    assert "用法：" in shown
    assert "选项" in shown
    assert not re.search(r"Usage|Options:|Show this|Commands", shown)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--nothing"], "没有选项 --nothing"),
        (["nothing"], "没有命令 nothing"),
        (["load"], "缺少参数"),
        (["run", "--format", "pdf"], "选项 --format 的取值不对"),
        (["run", "--as-of", "2012-02-30"], "没有“2012-02-30”这一天"),
        (["run", "--period", "2012-13"], "不是考核期"),
        (["run", "--period", "2012-Q3"], "不以 2012-Q3 为考核期"),
        (["run", "extra"], "多余的参数"),
    ],
)
def test_wrong_usage_is_said_in_chinese_and_ends_with_2(desk: Desk, arguments: list[str], said: str) -> None:
    outcome = desk(*arguments, lang="zh")
    assert outcome.status == 2
    assert said in outcome.err
    assert outcome.out == ""


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN", "CONDUCT_LANG": "en"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_locales_unless_chosen(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG", "CONDUCT_LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert language(["run"]) == expected
    assert language(["--lang", "zh", "run"]) == "zh"
    assert language(["--lang=en", "run"]) == "en"


def test_help_asked_before_the_language_still_speaks_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help", "--lang", "zh"]) == 0
    assert "用法：" in capsys.readouterr().out


def test_values_that_users_wrote_cannot_steer_a_terminal() -> None:
    said = Problem("unit-unknown", {"value": "\x1b[31mred\u202e"}).said("en")
    assert "\x1b" not in said
    assert "\\x1b[31mred\\u202e" in said
