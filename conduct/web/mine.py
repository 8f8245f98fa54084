"""What somebody keeps for himself: tokens for his programs, and the addresses of his calendars, each shown once."""

from __future__ import annotations

from attrs import evolve

from conduct.core.base.faults import Fault

from .keys import FEED, NEVER_BY_TOKEN, TOKEN, keys_of, new_key, revoke
from .rights import ROLE_WORDS
from .visits import Answer, NotFound, Visit


def keys(visit: Visit, made: tuple[str, str, str] | None = None, problems: tuple[str, ...] = ()) -> Answer:
    """The tokens and calendars of whoever asks. ``made`` is one that was just made: its kind, its name, and the word itself."""
    session = visit.person
    held = dict.fromkeys(grant.role for grant in session.account.rights.grants if grant.role not in NEVER_BY_TOKEN)
    shown = {
        "keys": keys_of(visit.served.accounts, session.account),
        "roles": {role: ROLE_WORDS[role].said(visit.lang) for role in held},
        "words": {role: words.said(visit.lang) for role, words in ROLE_WORDS.items()},
        "made": made,
        "problems": problems,
        "changed": visit.one("changed"),
        "feeds": visit.served.settings.feeds,
    }
    return Answer("keys.html", shown)


def password(visit: Visit) -> Answer:
    """Changes his own password, by the one so far; every other session of his ends."""
    session, accounts = visit.person, visit.served.accounts
    before, new, again = (
        next((value for key, value in visit.form if key == name), "") for name in ("before", "password", "again")
    )
    if new != again:
        return evolve(keys(visit, problems=(visit.said("not-the-same"),)), status=400)
    try:
        word, begun = accounts.change_password(session.account.name, before, new, visit.address)
    except Fault as error:
        return evolve(keys(visit, problems=visit.told(error)), status=400)
    accounts.speak(begun, visit.lang)
    return Answer(to="/keys?changed=1", cookie=word)


def token(visit: Visit) -> Answer:
    """A new token, with the roles that are chosen of one's own."""
    roles = [value for key, value in visit.form if key == "role"]
    called = visit.one("called")
    word = new_key(visit.served.accounts, visit.person.account, TOKEN, called, roles)
    return keys(visit, (TOKEN, called, word))


def feed(visit: Visit) -> Answer:
    """A new secret address of one's calendar. Where feeds are not configured there is none."""
    if not visit.served.settings.feeds:
        raise NotFound
    called = visit.one("called")
    word = new_key(visit.served.accounts, visit.person.account, FEED, called, ())
    return keys(visit, (FEED, called, f"{visit.served.origin}/feeds/{word}.ics"))


def revoked(visit: Visit) -> Answer:
    """Ends one."""
    revoke(visit.served.accounts, visit.person.account, visit.places["key"])
    return Answer(to="/keys")
