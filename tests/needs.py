"""What some tests need of the machine: without it they are skipped, and fail where `CONDUCT_TESTS` is ``all``, as in .ci/run."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

from conduct.report.bulletin.pdf.faces import available

_ALL = os.environ.get("CONDUCT_TESTS") == "all"


oidc = pytest.mark.skipif(find_spec("joserfc") is None and not _ALL, reason="needs the extra oidc")


def _needs(there: bool, what: str, packages: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not there and not _ALL, reason=f"needs {what} (Debian: {packages})")


faces = _needs(
    {"title", "text"} <= available(()).keys(), "the Chinese faces of documents", "fonts-noto-cjk, texlive-lang-chinese"
)
