"""Who has an account, and what each may do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from conduct.core.base.faults import Fault
from conduct.door.deployment import Deployment

from . import bindings, mailing
from .fields import CHOSEN_AMONG
from .giving import grant_asked, units_in
from .rights import ROLE_SAYS, ROLE_WORDS, Grant
from .visits import Answer, NotFound, Visit

_CELLS = {
    **dict.fromkeys(("account-name", "account-blank", "account-slash", "account-taken"), "name"),
    **dict.fromkeys(("role-unknown", "role-of-all", "grant-stands"), "role"),
    **dict.fromkeys(("role-needs-unit", "unit-unknown"), "unit"),
    "called-taken": "called",
    "grant-sector": "sector",
    "mail-address": "mail",
    **dict.fromkeys(("subject-name", "subject-bound"), "subject"),
}
"""What may be wrong with an account, with the cell of the form in which it is."""


def accounts(visit: Visit, link: tuple[str, str] | None = None, error: Fault | None = None, tried: str = "new") -> Answer:
    """Every account with its roles. ``link`` is one that was just made, and for whom; ``error`` is what was wrong with the form
    that was ``tried``: what was filled in stays in it.
    """
    served = visit.served
    bound = bindings.subjects(served.accounts) if served.settings.oidc is not None else None
    every = served.accounts.all()
    if error is not None and "name" in visit.places:
        nth = next((n for n, one in enumerate(every, 1) if one.name == visit.places["name"]), 0)
        tried = f"{tried}-{nth}"
    shown: dict[str, object] = {"accounts": every, "roles": ROLE_WORDS, "link": link, "bound": bound}
    shown["mails"] = mailing.addresses(served.accounts) if served.settings.mail is not None else None
    shown["says"] = ROLE_SAYS
    shown["units"] = _units_offered(visit)
    shown["tried"] = tried if error is not None else ""
    shown["problems"] = visit.told(error, tried, _cells(visit)) if error is not None else ()
    return Answer("accounts.html", shown, status=400 if error is not None else 200)


def _cells(visit: Visit) -> dict[str, str]:
    """As `_CELLS`; of two names that cannot be, that which is blank."""
    given = visit.one("name") or "name" in visit.places
    return {**_CELLS, "account-name": "called"} if given and not visit.one("called") else _CELLS


def _tried(visit: Visit, form: str, change: Callable[[], object]) -> Answer:
    """The accounts once something is changed; where it cannot be, why, in the form that was sent."""
    try:
        change()
    except Fault as error:
        if visit.json:
            raise
        return accounts(visit, error=error, tried=form)
    return Answer(to="/accounts")


def _units_offered(visit: Visit) -> dict[str, str]:
    """The units to choose among, by id; none where they are too many."""
    served = visit.served
    with closing(Deployment(served.ledger, None, served.config, visit.lang)) as at:
        found = {unit.id: unit.name for sector in served.sectors for unit in units_in(at, sector).values()}
    return found if len(found) <= CHOSEN_AMONG else {}


def _grant(visit: Visit) -> Grant:
    """What is given: of a sector that is served, for a unit that it has."""
    served = visit.served
    with closing(Deployment(served.ledger, None, served.config, visit.lang)) as at:
        return grant_asked(at, served.sectors, visit.one("role"), visit.one("sector") or None, visit.one("unit") or None)


def add(visit: Visit) -> Answer:
    """A new account, and the link by which its owner sets the password."""
    assert visit.session is not None
    try:
        made = visit.served.accounts.add(visit.one("name"), visit.one("called"), (_grant(visit),), visit.session.account.name)
    except Fault as error:
        return accounts(visit, error=error)
    return _with_link(visit, made.name)


def link(visit: Visit) -> Answer:
    """Another link for an account."""
    return _with_link(visit, visit.places["name"])


def _with_link(visit: Visit, name: str) -> Answer:
    word = visit.served.accounts.link(name)
    return accounts(visit, (name, f"{visit.served.origin}/link/{word}"))


def rename(visit: Visit) -> Answer:
    """Calls an account otherwise from now on."""
    assert visit.session is not None
    by = visit.session.account.name
    return _tried(visit, "rename", lambda: visit.served.accounts.rename(visit.places["name"], visit.one("called"), by))


def give(visit: Visit) -> Answer:
    """Gives an account a role more."""
    assert visit.session is not None
    by = visit.session.account.name
    return _tried(visit, "give", lambda: visit.served.accounts.give(visit.places["name"], _grant(visit), by))


def take(visit: Visit) -> Answer:
    """Takes a role, as it was given; the account's sessions end."""
    taken = Grant(visit.one("role"), visit.one("sector") or None, visit.one("unit") or None)
    visit.served.accounts.take(visit.places["name"], taken)
    return Answer(to="/accounts")


def mail(visit: Visit) -> Answer:
    """Says to which address an account's reminders go; to none, if none is given."""
    address = visit.one("mail") or None
    return _tried(visit, "mail", lambda: mailing.set_address(visit.served.accounts, visit.places["name"], address))


def bind(visit: Visit) -> Answer:
    """Binds an account to somebody whom the office's sign-in knows."""
    settings = visit.served.settings.oidc
    if settings is None:
        raise NotFound
    who, issuer = visit.places["name"], settings.issuer
    return _tried(visit, "bind", lambda: bindings.bind(visit.served.accounts, who, issuer, visit.one("subject")))


def unbind(visit: Visit) -> Answer:
    """Unbinds it."""
    bindings.unbind(visit.served.accounts, visit.places["name"])
    return Answer(to="/accounts")


def end_sessions(visit: Visit) -> Answer:
    """Ends an account's sessions."""
    visit.served.accounts.end_sessions(visit.places["name"])
    return Answer(to="/accounts")


def end(visit: Visit) -> Answer:
    """Ends an account."""
    visit.served.accounts.end(visit.places["name"])
    return Answer(to="/accounts")
