"""What somebody keeps for himself: tokens for his programs, and the addresses of his calendars, each shown once."""

from __future__ import annotations

from conduct.core.base.faults import Fault

from .keys import FEED, NEVER_BY_TOKEN, TOKEN, keys_of, new_key, revoke
from .rights import ROLE_WORDS
from .visits import Answer, NotFound, Visit

_CELLS = {"password-wrong": "before", "password-length": "password", "key-name": "called", "key-roles": "role"}
"""What may be wrong with what is sent, with the cell of the form in which it is."""


def keys(visit: Visit, made: tuple[str, str, str] | None = None, problems: tuple[str, ...] = (), tried: str = "") -> Answer:
    """The tokens and calendars of whoever asks. ``made`` is one that was just made: its kind, its name, and the word itself.

    ``problems`` are those of the form that was ``tried``.
    """
    session = visit.person
    held = dict.fromkeys(grant.role for grant in session.account.rights.grants if grant.role not in NEVER_BY_TOKEN)
    shown = {
        "keys": keys_of(visit.served.accounts, session.account),
        "roles": {role: ROLE_WORDS[role].said(visit.lang) for role in held},
        "words": {role: words.said(visit.lang) for role, words in ROLE_WORDS.items()},
        "made": made,
        "problems": problems,
        "called": visit.one("called") if tried == TOKEN else "",
        "chosen": {value for key, value in visit.form if key == "role"},
        "changed": visit.one("changed"),
        "feeds": visit.served.settings.feeds,
    }
    return Answer("keys.html", shown, status=400 if problems else 200)


def password(visit: Visit) -> Answer:
    """Changes his own password, by the one so far; every other session of his ends."""
    session, accounts = visit.person, visit.served.accounts
    before, new, again = (
        next((value for key, value in visit.form if key == name), "") for name in ("before", "password", "again")
    )
    if new != again:
        visit.put_beside("password", "again", visit.said("not-the-same"))
        return keys(visit, problems=(visit.said("not-the-same"),))
    try:
        word, begun = accounts.change_password(session.account.name, before, new, visit.address)
    except Fault as error:
        return keys(visit, problems=visit.told(error, "password", _CELLS))
    accounts.speak(begun, visit.lang)
    return Answer(to="/keys?changed=1", cookie=word)


def token(visit: Visit) -> Answer:
    """A new token, with the roles that are chosen of one's own."""
    roles = [value for key, value in visit.form if key == "role"]
    called = visit.one("called")
    try:
        word = new_key(visit.served.accounts, visit.person.account, TOKEN, called, roles)
    except Fault as error:
        return keys(visit, problems=visit.told(error, TOKEN, _CELLS), tried=TOKEN)
    return keys(visit, (TOKEN, called, word))


def feed(visit: Visit) -> Answer:
    """A new secret address of one's calendar. Where feeds are not configured there is none."""
    if not visit.served.settings.feeds:
        raise NotFound
    called = visit.one("called")
    try:
        word = new_key(visit.served.accounts, visit.person.account, FEED, called, ())
    except Fault as error:
        return keys(visit, problems=visit.told(error, FEED, _CELLS), tried=FEED)
    return keys(visit, (FEED, called, f"{visit.served.origin}/feeds/{word}.ics"))


def revoked(visit: Visit) -> Answer:
    """Ends one."""
    revoke(visit.served.accounts, visit.person.account, visit.places["key"])
    return Answer(to="/keys")
