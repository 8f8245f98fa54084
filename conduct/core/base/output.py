"""Files that the program writes: whole under their names or not at all, and over no link or device."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from .faults import Fault, fault
from .interrupts import OWN, PUT, last_step
from .words import Words

LIMIT: ContextVar[int] = ContextVar("LIMIT", default=0o777)
"""The permissions that a new file may have at most: those of the ledger whose facts it holds."""

_WHY = {
    errno.ENOENT: Words("没有这个文件或文件夹", "there is no such file or folder"),
    errno.EACCES: Words("没有权限", "permission denied"),
    errno.EPERM: Words("没有权限", "permission denied"),
    errno.EROFS: Words("磁盘只读", "the disk is read-only"),
    errno.ENOSPC: Words("磁盘已满", "no space left on the disk"),
    errno.EDQUOT: Words("超出磁盘配额", "the disk quota is exceeded"),
    errno.EFBIG: Words("文件过大", "the file would be too large"),
    errno.ENAMETOOLONG: Words("文件名过长", "the name is too long"),
    errno.ELOOP: Words("符号链接成环", "its symbolic links lead in a circle"),
    errno.ENOTDIR: Words("其中一段不是文件夹", "a part of it is no folder"),
    errno.EISDIR: Words("是文件夹", "it is a folder"),
    errno.EEXIST: Words("已有此文件", "it exists already"),
    errno.ENXIO: Words("没有程序在读取它", "nobody is reading from it"),
    errno.EIO: Words("磁盘读写出错", "the disk fails to read or write"),
}
_STREAMS = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/")


def system_reason(error: OSError) -> Words:
    """What the system says is wrong, in plain words."""
    said = error.strerror or str(error)
    return _WHY.get(error.errno or 0, Words(said, said))


def mode_of(path: Path) -> int:
    """The permissions that a copy of a file may have at most; all where there is none."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode) | 0o600
    except OSError:
        return 0o777


def same_file(one: Path, other: Path) -> bool:
    """Whether two names lead to one file, or would if it were made."""
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


@contextmanager
def replacing(path: Path, *, fresh: bool = False, like: Path | None = None) -> Iterator[Path]:
    """A new file beside ``path`` that nobody else can open, to be written by its name; when all is done it takes the place of
    what stands there, with the permissions of that, and on any other end it is removed.

    A new file has the permissions that the system gives, and none that ``like``, or the ledger in use, lacks. With ``fresh``
    nothing may stand there. A stream or a device takes what was written. Raises `Fault` ``output-cannot-write``,
    ``output-is-link``, ``output-is-folder`` or ``backup-exists``.
    """
    try:
        standing = _mode_there(path)
        if standing is not None and (stat.S_ISCHR(standing) or stat.S_ISFIFO(standing) or str(path).startswith(_STREAMS)):
            with _through(path) as partial:
                yield partial
            return
        if standing is not None:
            _refuse(path, standing, fresh)
        mode = _new_mode(path.parent, like) if standing is None else stat.S_IMODE(standing)
        partial = path.parent / _name()
        try:
            os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
            yield partial
            _settle(partial, path, mode, fresh)
        finally:
            with last_step():
                for end in ("", "-journal", "-wal", "-shm"):
                    with suppress(OSError):
                        os.unlink(f"{partial}{end}")
    except OSError as error:
        if error.errno == errno.EEXIST and fresh:
            raise fault("backup-exists", path=str(path)) from None
        raise cannot_write(path, error) from None


def _note(path: Path) -> None:
    if (put := PUT.get()) is not None:
        put.append(path)


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """A new folder beside ``path``, where nothing stands, or an empty one; when all is done it has that name, and on any other
    end is removed with all that is in it. Raises `Fault` ``output-cannot-write``.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = _new_mode(path.parent, None)
        partial = path.parent / _name()
        try:
            os.mkdir(partial, 0o700)
            yield partial
            os.chmod(partial, mode | (mode & 0o444) >> 2)
            with last_step():
                with suppress(OSError):  # an empty one gives way
                    os.rmdir(path)
                os.rename(partial, path)
                _note(path)
        finally:
            import shutil

            with last_step():
                shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise cannot_write(path, error) from None


def cannot_write(path: Path, error: OSError) -> Fault:
    """The fault of an output that failed, to be raised."""
    return fault("output-cannot-write", path=str(path), why=system_reason(error))


def _name() -> str:
    """A name that nobody foresees, and that is short whatever the target's is."""
    return f"{OWN}{os.urandom(12).hex()}"


def _mode_there(path: Path) -> int | None:
    """The kind and permissions of what stands under a name; of a link to a stream or a device, those of that."""
    try:
        found = os.lstat(path).st_mode
    except FileNotFoundError:
        if not os.path.isdir(path.parent):
            raise
        return None
    if stat.S_ISLNK(found):
        with suppress(OSError):
            beyond = os.stat(path).st_mode
            if stat.S_ISCHR(beyond) or stat.S_ISFIFO(beyond) or str(path).startswith(_STREAMS):
                return beyond
    return found


def _refuse(path: Path, standing: int, fresh: bool) -> None:
    if stat.S_ISLNK(standing):
        raise fault("output-is-link", path=str(path), target=os.readlink(path))
    if stat.S_ISDIR(standing):
        raise fault("output-is-folder", path=str(path))
    if not stat.S_ISREG(standing):
        raise fault("output-cannot-write", path=str(path), why=Words("不是普通文件", "it is no ordinary file"))
    if fresh:
        raise fault("backup-exists", path=str(path))


def _new_mode(folder: Path, like: Path | None) -> int:
    """What the system would give a new file there, less what the ledger's own permissions lack; told from an empty file, since
    to ask for the mask is to change it.
    """
    probe = folder / _name()
    with last_step():
        fd = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        try:
            given = stat.S_IMODE(os.fstat(fd).st_mode)
        finally:
            os.close(fd)
            os.unlink(probe)
    limit = LIMIT.get() if like is None else LIMIT.get() & mode_of(like)
    return given & (limit | 0o600)


def _settle(partial: Path, path: Path, mode: int, fresh: bool) -> None:
    """Gives the new file its permissions and its name."""
    with open(partial, "rb+") as stream:
        os.fsync(stream.fileno())
    if not fresh:
        with suppress(OSError, AttributeError):  # the owner stays where the system knows of owners and allows it
            was = os.stat(path)
            os.chown(partial, was.st_uid, was.st_gid)
    os.chmod(partial, mode)
    with last_step():
        _put(partial, path, fresh)
        _note(path)


def _put(partial: Path, path: Path, fresh: bool) -> None:
    if not fresh:
        os.replace(partial, path)
        return
    try:
        os.link(partial, path, follow_symlinks=False)  # which, unlike a rename, replaces nothing
    except (NotImplementedError, OSError) as error:
        if isinstance(error, FileExistsError) or os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        os.rename(partial, path)  # a disk without hard links


@contextmanager
def _through(path: Path) -> Iterator[Path]:
    """A file of its own whose content then goes into a stream or a device, which stays."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="conduct-") as folder:
        partial = Path(folder) / "output"
        partial.touch(0o600)
        yield partial
        flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_NONBLOCK", 0)
        fd = os.open(path, flags)  # one that nobody reads from is an error, not a wait
        if hasattr(os, "set_blocking"):
            os.set_blocking(fd, True)
        with open(fd, "wb") as stream, open(partial, "rb") as content:
            import shutil

            shutil.copyfileobj(content, stream)
