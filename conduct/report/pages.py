"""Pages that print, made from the templates in ``html/``: one file each, without network or script.

Text that users wrote stands in them literally: whatever a template puts in is made literal and escaped, and a link leads to a
place on the page or to the web.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from conduct.core.base.words import Lang, literal

from .labels import colon, label

if TYPE_CHECKING:
    from jinja2 import Environment

_LINK = re.compile(r"https?://[^\s\x00-\x1f]+|#[^\s\x00-\x1f]+", re.IGNORECASE)
_LONG = re.compile(r"[^\s\u2e80-\uffff]{24}")
_LETTER = re.compile(r"[A-Za-z]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def page(template: str, lang: Lang, **shown: Any) -> Iterator[str]:
    """A page in pieces, by the template of this name."""
    said = {"lang": "zh-CN" if lang == "zh" else "en", "colon": colon(lang), "label": lambda code: label(code, lang)}
    return _environment().get_template(template).generate(**said, **shown)


@cache
def _environment() -> Environment:
    made = literal_templates("conduct.report")
    made.tests.update(link=_is_link, chinese=_is_chinese, long=_is_long, mostly_chinese=_is_mostly_chinese)
    return made


def literal_templates(package: str) -> Environment:
    """The templates in the folder ``html`` of a package: what they put in is escaped and literal, and one that asks for what it was
    not given fails.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(package, "html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_literally,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _literally(value: Any) -> Any:
    """What a template puts in; text as it was written, but for what is a piece of the page already."""
    return literal(value) if type(value) is str else value


def _is_link(address: str) -> bool:
    return _LINK.fullmatch(address) is not None


def _is_long(text: str) -> bool:
    """Whether a word of it is so long that it may have to be broken anywhere."""
    return _LONG.search(text) is not None


def _is_mostly_chinese(text: str) -> bool:
    """Whether a text is Chinese, and not another that names something in Chinese."""
    some = text[:1_000]
    return len(_CHINESE.findall(some)) > 3 * len(_LETTER.findall(some))


def _is_chinese(text: str) -> bool:
    return _CHINESE.search(text) is not None
