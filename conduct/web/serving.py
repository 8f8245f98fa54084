"""The pages served: on an address of this machine, until somebody ends it."""

from __future__ import annotations

import ctypes
import gc
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path

import uvicorn

from conduct.core.base.faults import Fault, fault
from conduct.core.base.words import Lang
from conduct.core.ledger.memory import keep_little
from conduct.door.deployment import Deployment

from .accounts import Accounts
from .app import application
from .rights import Grant
from .settings import WebSettings, web_settings
from .store import accounts_path
from .visits import Served
from .waiting import waiting_folder

FIRST = "admin"
"""The account that there is at first: it may do everything that a head, a decider, a clerk and an administrator may."""


def site(ledger: Path, sector: str | None, config: Path | None, lang: Lang, on: socket.socket) -> Served:
    """What is served on a socket: one sector of a ledger if it is named, else all that the ledger holds.

    Raises `Fault` as whoever opens the ledger does.
    """
    with closing(Deployment(ledger, sector, config, lang)) as at:
        return served(at, *on.getsockname()[:2])


def served(at: Deployment, host: str, port: int) -> Served:
    """What is served of a deployment on an address of this machine."""
    assert at.path is not None
    titles = {sector.name: sector.title for sector in at.sectors([])}
    path = at.path.resolve()
    settings = web_settings(at.config)
    if settings.oidc is not None:
        settings.oidc.secret.read()  # what is wrong with it is said now, and not to whoever signs in
    origins = _origins(settings, host, port, at.config.origin)
    config = Path(at.given).resolve() if isinstance(at.given, str | Path) else None
    return Served(path, config, tuple(titles), Accounts(accounts_path(path), settings), at.lang, origins, settings, titles)


def _origins(settings: WebSettings, host: str, port: int, config: str) -> tuple[str, ...]:
    """The addresses of the pages: the public one where it is configured, else that of the socket.

    Raises `Fault` ``web-address-needed`` where that is every address of the machine.
    """
    if settings.address is not None:
        return (settings.address,)
    if ip_address(host.partition("%")[0]).is_unspecified:
        raise fault("web-address-needed", host=host, origin=config)
    named = f"[{host}]" if ":" in host else host
    found = (f"http://{named}:{port}",)
    return (*found, f"http://localhost:{port}") if host in ("127.0.0.1", "::1") else found


def first_link(what: Served) -> str | None:
    """A link by which the first account's password is set; None where there is an account already that is ready."""
    accounts = what.accounts
    if not accounts.any():
        roles = ("administrator", "head", "decider", "clerk")
        accounts.add(FIRST, FIRST, tuple(Grant(role) for role in roles), "serve")
    elif any(one.ready and not one.ended for one in accounts.all()) or all(one.name != FIRST for one in accounts.all()):
        return None
    return f"{what.origin}/link/{accounts.link(FIRST)}"


def listening(host: str, port: int) -> socket.socket:
    """A socket on the address; port 0 takes any that is free. Raises `Fault` ``port-taken``."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(128)
    except OSError as error:
        made.close()
        raise fault("port-taken", address=f"{host}:{port}", why=error.strerror or str(error)) from None
    return made


_KEPT_OPEN = 75
"""Seconds for which a connection is kept that asks nothing: longer than a reader pauses, and than a proxy keeps its own."""
_FROM = 50_000
"""Objects made and not gone from which cycles are looked for. With Python's 700 everything that is kept was looked through again
and again while a run is made, which has no cycles: twice the work, and every page waits for it.
"""
_M_ARENA_MAX = -8


def _few_arenas() -> None:
    """Lets the threads that answer share two arenas of memory, where the C library has such: each kept what it had freed."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def serve(what: Served, on: socket.socket) -> None:
    """Serves until it is interrupted."""
    _few_arenas()
    gc.enable()  # a command does one job and ends without it; what pages leave behind in cycles must go
    gc.set_threshold(_FROM, *gc.get_threshold()[1:])
    with suppress(Fault):  # said to whoever sends a file
        waiting_folder(what.accounts.path)  # what a process left that was killed
    keep_little()
    config = uvicorn.Config(
        application(what),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        timeout_keep_alive=_KEPT_OPEN,
    )
    with held_open(what.ledger), held_open(what.accounts.path), suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[on])


@contextmanager
def held_open(path: Path) -> Iterator[None]:
    """Keeps the files beside a database that its readers share: on a disk that is full by then they could not be made anew."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with suppress(sqlite3.OperationalError):  # of a ledger that can only be read
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        yield
