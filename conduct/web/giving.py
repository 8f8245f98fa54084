"""Accounts as an administrator keeps them, on the page and by the command: what is given is looked at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from conduct.core.base.faults import fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, codes_listed
from conduct.core.ledger.units import Unit, units_of
from conduct.door.deployment import Deployment
from conduct.loading.unit_names import unit_meant

from .accounts import Account, Accounts
from .rights import ROLE_WORDS, ROLES, Grant
from .settings import WebSettings, web_settings
from .store import accounts_path

_OF_ALL = ("administrator",)
"""Roles that are for no sector and no unit."""
_OF_A_UNIT = ("unit",)
"""Roles that say nothing without a unit."""


@frozen
class AccountsKept:
    """The accounts of a ledger, beside the ledger itself, as the command opens them."""

    at: Deployment
    accounts: Accounts
    settings: WebSettings
    sectors: tuple[str, ...]

    def address(self, path: str) -> str:
        """The address of a page: the public one, else where ``serve`` listens if nothing else is asked of it."""
        return (self.settings.address or "http://127.0.0.1:8000") + path

    def grant(self, role: str, sector: str | None, unit: str | None) -> Grant:
        """As `grant_asked`."""
        return grant_asked(self.at, self.sectors, role, sector, unit)

    def link(self, name: str) -> str:
        """The address at which an account's password is set, once."""
        return self.address(f"/link/{self.accounts.link(name)}")


@contextmanager
def kept(ledger: Path, config: Path | None, lang: Lang) -> Iterator[AccountsKept]:
    """The accounts of a ledger. Raises `Fault` where there is no ledger, or the configuration is wrong."""
    at = Deployment(ledger, None, config, lang)
    try:
        settings = web_settings(at.config)
        sectors = tuple(one.name for one in at.sectors([], supplied=False))
        yield AccountsKept(at, Accounts(accounts_path(ledger.resolve()), settings), settings, sectors)
    finally:
        at.close()


def grant_asked(at: Deployment, sectors: Sequence[str], role: str, sector: str | None, unit: str | None) -> Grant:
    """A role as it may be given: one that there is, for a sector that there is, or for all, and for a unit of that sector,
    by its id or its name.

    Raises `Fault` ``role-unknown``, ``role-of-all``, ``role-needs-unit``, ``grant-sector`` or ``unit-unknown``.
    """
    if role not in ROLES:
        raise fault("role-unknown", value=role, known=", ".join(ROLES))
    if role in _OF_ALL and (sector or unit):
        raise fault("role-of-all", role=ROLE_WORDS[role])
    if role in _OF_A_UNIT and not unit:
        raise fault("role-needs-unit", role=ROLE_WORDS[role])
    if unit and not sector and len(sectors) == 1:
        sector = sectors[0]
    if (sector and sector not in sectors) or (unit and not sector):
        raise fault("grant-sector", value=sector or "", known=codes_listed(sectors))
    if unit and sector and unit not in units_in(at, sector):
        if (meant := unit_meant(at.ledger, at.called(sector, shipped=True), unit)) is None:
            raise fault("unit-unknown", value=unit)
        unit = meant
    return Grant(role, sector or None, unit or None)


def units_in(at: Deployment, sector: str) -> Mapping[str, Unit]:
    """The units of a sector, by id."""
    return units_of(at.ledger.connection, at.called(sector, shipped=True))


def account_dict(account: Account) -> dict[str, object]:
    """An account as plain values: no secret of it."""
    grants = [{"role": g.role, "sector": g.sector, "unit": g.unit} for g in account.rights.grants]
    called = {"called": account.called, "formerly": list(account.formerly)}
    return {"name": account.name, **called, "state": account.state, "grants": grants}
