"""What several campaigns start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.cases import write_seed


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small ledger, and files to load; to be copied, never written."""
    return write_seed(tmp_path_factory.mktemp("seed"))
