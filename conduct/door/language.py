"""The language in which results and faults speak, where nobody says which."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal, get_args

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


def language(arguments: Sequence[str] = ()) -> Lang:
    """The language asked for by ``--lang`` or ``CONDUCT_LANG``, else the locale's, else English."""
    for n, argument in enumerate(arguments):
        if argument == "--lang" and n + 1 < len(arguments) and arguments[n + 1] in ("zh", "en"):
            return "zh" if arguments[n + 1] == "zh" else "en"
        if argument in ("--lang=zh", "--lang=en"):
            return "zh" if argument.endswith("zh") else "en"
    chosen = os.environ.get("CONDUCT_LANG")
    if chosen in ("zh", "en"):
        return "zh" if chosen == "zh" else "en"
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    if os.name == "nt":
        import locale

        return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
    return "en"
