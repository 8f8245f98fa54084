"""That every method of an office says what it is doing, to whoever asked as the office was opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from conduct.core.base.progress import PROGRESS, doing
from conduct.core.base.words import Words

if TYPE_CHECKING:
    from .deployment import Deployment


class At(Protocol):
    """What works with a deployment."""

    _at: Deployment


P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

DOING: Mapping[str, Words] = {
    "init": Words("建立台账", "making the ledger"),
    "load": Words("装入", "loading"),
    "add": Words("装入", "loading"),
    "record": Words("登记", "entering"),
    "desk": Words("打开台账", "opening the ledger"),
    "assess": Words("考核", "assessing"),
    "keep": Words("记录考核", "recording the run"),
    "explain": Words("说明", "explaining"),
    "publish": Words("封存", "sealing"),
    "runs": Words("列出考核", "listing runs"),
    "compare": Words("比较", "comparing"),
    "report": Words("写文书", "writing"),
    "case": Words("查事项", "looking up the case"),
    "duties": Words("查职责", "looking up duties"),
    "regulation": Words("查办法", "reading the regulation"),
    "readings": Words("查理解口径", "reading the readings"),
    "whatif": Words("假设考核", "assessing what would be"),
    "sectors": Words("列出行业", "listing sectors"),
    "template": Words("写工作簿", "writing the workbook"),
    "history": Words("查历史", "looking up versions"),
    "verify": Words("检查台账", "verifying"),
    "export": Words("导出", "exporting"),
    "backup": Words("备份", "backing up"),
}
"""What each method does, as it is told."""


def methods_watched(office: type[T]) -> type[T]:
    """A class each of whose methods of `DOING` tells that it is at work."""
    for name, what in DOING.items():
        setattr(office, name, _watched(getattr(office, name), what))
    return office


def _watched(method: Callable[Concatenate[At, P], R], what: Words) -> Callable[Concatenate[At, P], R]:
    @wraps(method)
    def told(self: At, /, *args: P.args, **kwargs: P.kwargs) -> R:
        own = self._at.progress
        before = PROGRESS.set(own) if own is not None else None
        try:
            with doing(what):
                return method(self, *args, **kwargs)
        finally:
            if before is not None:
                PROGRESS.reset(before)

    return told
