"""How an office is opened: on a ledger, for a sector, with the deployment's settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from conduct.core.base.faults import wrong_usage

from .deployment import MEMORY, Deployment, FileName
from .given import checked
from .language import LANGS, Lang, language
from .office import Office

if TYPE_CHECKING:
    from conduct.core.base.faults import Problem
    from conduct.core.base.progress import Telling
    from conduct.core.law.sector import Sector


@checked
def open(
    path: FileName,
    sector: str | Sector | None = None,
    *,
    config: FileName | Mapping[str, object] | None = None,
    lang: Lang | None = None,
    author: str | None = None,
    progress: Telling | None = None,
) -> Office:
    """Opens an office on a ledger, which is made if there is none; ``":memory:"`` is one that no file holds.

    ``sector`` is an installed one by its name, or a `Sector` of one's own; the ledger then holds it. Without one, the only sector
    there is is meant, and of duties, cases, runs and versions those of all. ``config`` is a configuration's file or what it
    would say, ``conduct.toml`` in the working directory by default if there is one; ``lang`` that of results and of their notes,
    the locale's by default; ``author`` whose entries they are, beside whom the system knows. ``progress`` is called with what is
    being done, the whole first and then its parts (`Doing`), as each begins, goes on and ends; what it raises ends the work, and
    the ledger is as it was.

    Raises `Fault` for what is wrong with any of these.
    """
    office = prepared(
        None if str(path) == MEMORY else Path(path), sector, config=config, lang=lang, author=author, progress=progress
    )
    try:
        office._at.make()
    except BaseException:
        office.close()
        raise
    return office


def prepared(
    path: Path | None,
    sector: str | Sector | None = None,
    *,
    config: FileName | Mapping[str, object] | None = None,
    lang: Lang | None = None,
    author: str | None = None,
    tell: Callable[[Problem], None] | None = None,
    progress: Telling | None = None,
) -> Office:
    """An office of which nothing is opened before it is needed, and no ledger is made."""
    if lang not in (None, *LANGS):
        raise wrong_usage("lang-unknown", value=str(lang), known=", ".join(LANGS))
    return Office(Deployment(path, sector, config, lang or language(), author, tell, progress))
