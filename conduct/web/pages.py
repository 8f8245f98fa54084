"""Pages made from the templates in ``html/``: whatever they show is escaped, and stands literally."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from conduct.core.base.words import Lang, literal
from conduct.report.labels import colon
from conduct.report.pages import literal_templates

from .words import WORDS

if TYPE_CHECKING:
    from jinja2 import Environment


def made(template: str, lang: Lang, **shown: object) -> str:
    """A page by its template's name."""
    said = {"lang": lang, "html_lang": "zh-CN" if lang == "zh" else "en", "colon": colon(lang)}
    return _environment().get_template(template).render(**said, say=lambda code: WORDS[code].said(lang), **shown)


@cache
def _environment() -> Environment:
    made = literal_templates("conduct.web")
    made.finalize = _by_lines
    made.filters["urlencode"] = lambda text: quote(str(text), safe="")  # a slash of an id too
    return made


def _by_lines(value: object) -> object:
    """What a template puts in: text as it was written, line by line, but for what is a piece of the page already."""
    if type(value) is str and value.isprintable():  # as nearly all is, and a page puts in thousands
        return value
    return "\n".join(map(literal, value.replace("\r\n", "\n").split("\n"))) if type(value) is str else value
