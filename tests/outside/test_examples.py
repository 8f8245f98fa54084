"""A sector from another package: built, installed beside conduct, and run, as a stranger's is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


@pytest.mark.slow
@pytest.mark.parametrize("example", sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()))
def test_an_example_builds_installs_and_passes_its_own_tests(example: str, tmp_path: Path) -> None:
    place = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(place), str(EXAMPLES / example)]
    subprocess.run(install, check=True)
    environment = {**os.environ, "PYTHONPATH": str(place)}
    listed = [sys.executable, "-m", "conduct", "--lang", "en", "sectors"]
    out = subprocess.run(listed, env=environment, capture_output=True, text=True, check=True).stdout
    assert example in out
    assert "insurance" in out
    tests = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", str(EXAMPLES / example / "tests")]
    done = subprocess.run(tests, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
