"""Where files lie while they are answered, or wait to be mended: a folder beside the accounts, open to its owner alone.

It is none of the machine's common folder, where others could have made it before; what a process left that was killed goes later.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path

from conduct.core.base.faults import fault

KEPT_FOR = 3600.0
"""Seconds for which a file with errors waits to be mended."""


def waiting_folder(accounts: Path) -> Path:
    """The folder of those who use these accounts: ``conduct.web.db`` has ``conduct.web.waiting``. What lies too long in it goes.

    Raises `Fault` ``waiting-not-private`` where it is another's, or open to others, ``ledger-cannot-write`` where it cannot be
    made.
    """
    root = accounts.with_suffix(".waiting")
    try:
        with suppress(FileExistsError):
            root.mkdir(mode=0o700)
        found = root.lstat()
        private = os.name != "posix" or (found.st_uid == os.getuid() and not stat.S_IMODE(found.st_mode) & 0o077)
        if not stat.S_ISDIR(found.st_mode) or not private:
            raise fault("waiting-not-private", path=str(root))
        for each in [*root.glob("*/*"), *root.glob("*")]:
            _gone(each)
    except OSError as error:
        raise fault("ledger-cannot-write", path=str(root), why=error.strerror or str(error)) from None
    return root


def _gone(folder: Path) -> None:
    """Takes away what lies too long; another may take it away meanwhile."""
    with suppress(FileNotFoundError):
        if time.time() - folder.lstat().st_mtime > KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)
