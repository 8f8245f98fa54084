"""Who is told what is wrong: whoever typed a command, or a program that called. Advice names what the one who asks can use."""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import cache

TYPED: ContextVar[bool] = ContextVar("TYPED", default=False)
"""Whether commands were typed: messages then name options and commands, else parameters and methods."""

_WHOLE = {
    "conduct --sector 行业 --ledger {path} init": 'conduct.open("{path}", 行业)',
    "conduct --sector SECTOR --ledger {path} init": 'conduct.open("{path}", SECTOR)',
    "conduct --sector {name} --ledger {path} init": "init()",
    "conduct --sector {sector} --ledger {path} init": 'conduct.open("{path}", "{sector}")',
    "“{value}”应写作 类别=分值 或 口径=取值": '“{value}”的分值不是数；可用整数、Fraction、Decimal 或写出的数（如 "0.5"）',
    "“{value}” should be KIND=POINTS, or NAME=VALUE for a reading": (
        'the points of “{value}” are no number: give an integer, a Fraction, a Decimal or a number written out, as "0.5"'
    ),
    "类别=分值、--": "points=、--",
    "KIND=POINTS, --": "points=, --",
}
_METHOD = r"\bconduct (verify|runs|run|explain|history|duties|case|readings|regulation|export|backup)\b"
_RECORD = r"\brecord (事项|动作|incident|action|unit) ([^\s=]+=\S+(?: [^\s=]+=[^\s，。；;,]+)*)( …)?"
_OPTION = r"(?<![\w-])--([a-z][a-z-]*)( (?:REASON|原因))?"
_TABLES = {"事项": "incident", "动作": "action"}
_PARAMETERS = {"with": "more"}


def said_to(text: str) -> str:
    """One of our own messages, or its template, as whoever asks can use it; never what a user wrote."""
    return text if TYPED.get() else _called(text)


@cache
def _called(text: str) -> str:
    for command, call in _WHOLE.items():
        text = text.replace(command, call)
    text = re.sub(_METHOD, r"\1()", text)
    text = re.sub(_RECORD, _recorded, text)
    return re.sub(_OPTION, _named, text)


def _named(found: re.Match[str]) -> str:
    return f"{_PARAMETERS.get(found[1], found[1].replace('-', '_'))}={(found[2] or '').strip()}"


def _recorded(found: re.Match[str]) -> str:
    pairs = [key + "=" + (f'"{value}"' if value.startswith("{") else value) for key, _, value in map(_pair, found[2].split())]
    return f'record("{_TABLES.get(found[1], found[1])}", {", ".join(pairs)}{", …" if found[3] else ""})'


def _pair(text: str) -> tuple[str, str, str]:
    return text.partition("=")
