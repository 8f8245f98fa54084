"""TOML as people write it: with or without a mark at its beginning, numbers exact and of a size that can be worked with."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from .words import Words

_MOST_DIGITS = 400
_MOST_BYTES = 16_000_000

_NOT_UTF8 = Words("不是 UTF-8 编码；请另存为 UTF-8", "it is not in UTF-8: save it as UTF-8")
_TOO_DEEP = Words("嵌套过深", "it is nested too deeply")
_TOO_LONG = Words("其中一个数过长或过大", "a number in it is far too long or too large")
_TOO_LARGE = Words("文件过大", "it is far too large")
_NO_FILE = Words("不是普通文件", "it is no ordinary file")


class TomlBroken(Exception):
    """What is wrong with a file of TOML, in words."""

    def __init__(self, why: Words) -> None:
        super().__init__(why.en)
        self.why = why


def parse(content: bytes) -> dict[str, object]:
    """The tables of a file's content, decimals exact. Raises `TomlBroken`."""
    import tomllib  # where there is such a file

    if len(content) > _MOST_BYTES:
        raise TomlBroken(_TOO_LARGE)
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"), parse_float=_decimal)
    except UnicodeDecodeError:
        raise TomlBroken(_NOT_UTF8) from None
    except RecursionError:
        raise TomlBroken(_TOO_DEEP) from None
    except tomllib.TOMLDecodeError as error:
        raise TomlBroken(Words(str(error), str(error))) from None
    except ValueError:  # the interpreter's own limit on the digits of a number
        raise TomlBroken(_TOO_LONG) from None


def read(path: Path) -> dict[str, object]:
    """The tables of a file. Raises `TomlBroken`, or OSError."""
    return parse(read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """The content of an ordinary file: a device or a pipe may never end. Raises `TomlBroken`, or OSError."""
    if path.exists() and not path.is_file():
        raise TomlBroken(_NO_FILE)
    with path.open("rb") as stream:
        return stream.read(_MOST_BYTES + 1)


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except ArithmeticError:
        raise ValueError(text) from None
    if number.is_finite() and (abs(number.adjusted()) > _MOST_DIGITS or len(number.as_tuple().digits) > _MOST_DIGITS):
        raise ValueError(text)
    return number
