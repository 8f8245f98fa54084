"""What ``[web]`` of the configuration says: read when pages are served, or accounts kept, and by no other command."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from attrs import field

from conduct.config import Config
from conduct.core.base.faults import Fault, fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words, codes_listed

T = TypeVar("T")


@frozen
class Secret:
    """A secret, which never stands in the configuration: in a variable of the environment, else in a file closed to others."""

    origin: str
    key: str
    variable: str
    file: Path | None = None

    def read(self) -> str | None:
        """What it is; None where none was given. Raises `Fault` ``secret-open`` or ``secret-unread``."""
        if (found := os.environ.get(self.variable)) is not None:
            return found
        if self.file is None:
            return None
        origin, key, path = self.origin, self.key, str(self.file)
        try:
            mode = stat.S_IMODE(self.file.stat().st_mode)
            if mode & 0o077:
                raise fault("secret-open", origin=origin, key=key, path=path, mode=f"{mode:04o}")
            return self.file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise fault("secret-unread", origin=origin, key=key, path=path, why=why, variable=self.variable) from None


@frozen
class MailSettings:
    """The office's SMTP: how its server is reached (``starttls``, ``tls`` or ``none``), and whom letters are from."""

    host: str
    port: int
    security: str
    sender: str
    user: str | None
    password: Secret
    days: int


@frozen
class OidcSettings:
    """The office's sign-in by OpenID Connect: its issuer, as whom we are known to it, and what its button says."""

    issuer: str
    client: str
    secret: Secret
    called: str


@frozen
class WebSettings:
    """``[web]``: the public address, whose word is taken for a client's address, how long sessions last, and what else is on."""

    address: str | None = None
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    client_address: str = "X-Forwarded-For"
    idle: timedelta = timedelta(hours=8)
    longest: timedelta = timedelta(days=7)
    tries: int = 10
    within: timedelta = timedelta(minutes=15)
    four_eyes: bool = False
    upload: int = 20_000_000
    feeds: bool = False
    mail: MailSettings | None = None
    oidc: OidcSettings | None = None

    def client_of(self, peer: str, said: str) -> str:
        """The address of whoever asks: what a trusted proxy says of it (the last that is no proxy itself), else its own."""
        found = peer
        for one in reversed([each.strip() for each in said.split(",")] if said else []):
            if not self._trusted(found):
                break
            try:
                found = str(ip_address(one))
            except ValueError:
                break
        return found

    def _trusted(self, address: str) -> bool:
        try:
            at = ip_address(address)
        except ValueError:
            return False
        return any(at in network for network in self.proxies)


@frozen
class _WebTable:
    """A table of the settings as it is read: each key once, by what it takes."""

    origin: str
    prefix: str
    given: Mapping[str, object]
    known: list[str] = field(factory=list)

    def wrong(self, key: str, zh: str, en: str) -> Fault:
        """``config-key`` at a key of the table."""
        return fault("config-key", origin=self.origin, key=f"{self.prefix}.{key}", want=Words(zh, en))

    def taken(self, key: str) -> object:
        """What stands at a key, which is known from then on."""
        self.known.append(key)
        return self.given.get(key)

    def text(self, key: str, example: str) -> str | None:
        """A text that is not empty."""
        found = self.taken(key)
        if found is None or (isinstance(found, str) and found.strip() and found.isprintable()):
            return found
        raise self.wrong(key, f'应为文字，如 "{example}"', f'it takes a text, as "{example}"')

    def needed(self, key: str, example: str) -> str:
        """A text that must be there."""
        found = self.text(key, example)
        if found is None:
            raise self.wrong(key, f'必填，如 "{example}"', f'it must be set, as "{example}"')
        return found

    def number(self, key: str, default: int, most: int) -> int:
        """A whole number from 1 on."""
        found = self.taken(key)
        if found is None:
            return default
        if isinstance(found, int) and not isinstance(found, bool) and 1 <= found <= most:
            return found
        raise self.wrong(key, f"应为1至{most}的整数", f"it takes a whole number from 1 to {most}")

    def yes(self, key: str) -> bool:
        """Yes or no; no where it is not said."""
        found = self.taken(key)
        if found is None or isinstance(found, bool):
            return bool(found)
        raise self.wrong(key, "应为 true 或 false", "it takes true or false")

    def secret(self, key: str, variable: str) -> Secret:
        """A secret: its file is named by ``key``-file; itself it may not stand here."""
        if key in self.given:
            raise self.wrong(
                key,
                f"密码不写在配置文件里：放在环境变量 {variable} 中，或放在只有本人可读的文件中，由 {key}-file 指明",
                f"no secret stands in this file: put it into the variable {variable}, "
                f"or into a file that its owner alone can read, which {key}-file names",
            )
        file = self.text(f"{key}-file", "/etc/conduct/secret")
        where = Path(self.origin).parent / file if file is not None else None
        return Secret(self.origin, f"{self.prefix}.{key}-file", variable, where)

    def table(self, key: str) -> _WebTable | None:
        """A table within it; None where there is none."""
        found = self.taken(key)
        if found is None:
            return None
        if isinstance(found, dict):
            return _WebTable(self.origin, f"{self.prefix}.{key}", found)
        raise self.wrong(key, "应为 名称 = 取值 的列表", "it takes NAME = value")

    def nothing_else(self) -> None:
        """Raises `Fault` ``config-key`` for a key that was not asked for."""
        for key in self.given:
            if key not in self.known:
                listed = codes_listed(self.known)
                raise self.wrong(key, f"可用 {listed.zh}", f"it knows {listed.en}")


def web_settings(config: Config) -> WebSettings:
    """What the configuration says of the pages. Raises `Fault` ``config-key`` for what is wrong with it."""
    table = _WebTable(config.origin, "web", config.web)
    made = WebSettings(
        _address(table),
        _proxies(table),
        _header(table),
        timedelta(hours=table.number("session-hours", 8, 24 * 30)),
        timedelta(days=table.number("session-days", 7, 365)),
        table.number("sign-in-tries", 10, 1_000),
        timedelta(minutes=table.number("sign-in-minutes", 15, 24 * 60)),
        table.yes("four-eyes"),
        table.number("upload-megabytes", 20, 1_000) * 1_000_000,
        table.yes("feeds"),
        _within(table, "mail", _mail),
        _within(table, "oidc", _oidc),
    )
    table.nothing_else()
    return made


def _within(table: _WebTable, key: str, read: Callable[[_WebTable], T]) -> T | None:
    inner = table.table(key)
    if inner is None:
        return None
    made = read(inner)
    inner.nothing_else()
    return made


def _address(table: _WebTable) -> str | None:
    found = table.text("address", "https://conduct.example.org")
    if found is None:
        return None
    if (origin := origin_of(found)) is None:
        raise table.wrong(
            "address",
            '应为公开网址，只有协议、主机和端口，如 "https://conduct.example.org"',
            'it takes the public address, of scheme, host and port alone, as "https://conduct.example.org"',
        )
    return origin


def origin_of(address: str) -> str | None:
    """An address that is an origin, as browsers write it; None for what is none."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    plain = not (parts.query or parts.fragment or parts.username or parts.password) and parts.path in ("", "/")
    if parts.scheme not in ("http", "https") or not plain or not host or not host.isascii() or any(c in host for c in " /\\"):
        return None
    named = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{named}" + (f":{port}" if port not in (None, usual) else "")


def _proxies(table: _WebTable) -> tuple[IPv4Network | IPv6Network, ...]:
    given = table.taken("proxies")
    try:
        if given is None:
            return ()
        if isinstance(given, list) and all(isinstance(one, str) for one in given):
            return tuple(ip_network(one) for one in given)
    except ValueError:
        pass
    raise table.wrong(
        "proxies",
        '应为代理服务器地址或网段的列表，如 ["127.0.0.1", "10.0.0.0/8"]',
        'it takes a list of the addresses or networks of proxies, as ["127.0.0.1", "10.0.0.0/8"]',
    )


def _header(table: _WebTable) -> str:
    found = table.text("client-address", "X-Forwarded-For") or "X-Forwarded-For"
    if found.isascii() and found.replace("-", "").isalnum():
        return found
    raise table.wrong("client-address", '应为请求头名称，如 "X-Forwarded-For"', 'it takes a header\'s name, as "X-Forwarded-For"')


def _mail(table: _WebTable) -> MailSettings:
    host, security = table.needed("host", "smtp.example.org"), table.text("security", "starttls") or "starttls"
    usual = {"starttls": 587, "tls": 465, "none": 25}
    if security not in usual:
        raise table.wrong("security", "可取 starttls、tls、none", "it is one of starttls, tls, none")
    sender = table.needed("from", "conduct@example.org")
    if not mail_address_ok(sender):
        raise table.wrong("from", '应为邮箱地址，如 "conduct@example.org"', 'it takes a mail address, as "conduct@example.org"')
    user, port = table.text("user", "conduct"), table.number("port", usual[security], 65_535)
    password, days = table.secret("password", "CONDUCT_SMTP_PASSWORD"), table.number("days", 3, 366)
    if user is not None and security == "none":
        raise table.wrong(
            "security",
            "设了 user，密码不得明文传送：可取 starttls、tls",
            "where user is set no password goes in the clear: it is starttls or tls",
        )
    return MailSettings(host, port, security, sender, user, password, days)


def mail_address_ok(address: str) -> bool:
    """Whether it may be a mail address: something, an @, and a host, without blanks and marks that part headers."""
    local, _, host = address.rpartition("@")
    plain = address.isascii() and address.isprintable() and not any(c in address for c in ' ,;<>()[]"\\')
    return bool(plain and local and host and "@" not in local and len(address) <= 254)


def _oidc(table: _WebTable) -> OidcSettings:
    issuer = table.needed("issuer", "https://sign-in.example.org")
    parts = urlsplit(issuer)
    here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if parts.scheme != "https" and not (parts.scheme == "http" and here):
        raise table.wrong("issuer", "应以 https:// 开头", "it begins with https://")
    client, called = table.needed("client", "conduct"), table.text("name", "统一登录") or ""
    return OidcSettings(issuer, client, table.secret("secret", "CONDUCT_OIDC_SECRET"), called)
