"""Signing in and out, and setting a password by a link."""

from __future__ import annotations

from conduct.core.base.faults import Fault

from .visits import Answer, Visit


def sign_in_page(visit: Visit) -> Answer:
    """The form; whoever is signed in is led on."""
    if visit.session is not None:
        return Answer(to="/")
    return Answer("sign_in.html", {"wrong": False, "name": ""})


def sign_in(visit: Visit) -> Answer:
    """Begins a session. A session that stands ends, so that none outlives who used it."""
    name, password = visit.one("name"), next((value for key, value in visit.form if key == "password"), "")
    found = visit.served.accounts.sign_in(name, password, visit.address)
    if found is None:
        return Answer("sign_in.html", {"wrong": True, "name": name}, status=403)
    if visit.session is not None:
        visit.served.accounts.sign_out(visit.session)
    return Answer(to="/", cookie=found[0])


def sign_out(visit: Visit) -> Answer:
    """Ends the session."""
    assert visit.session is not None
    visit.served.accounts.sign_out(visit.session)
    return Answer(to="/sign-in", cookie="")


def speak(visit: Visit) -> Answer:
    """The other language, on the page from which it was asked."""
    assert visit.session is not None
    visit.served.accounts.speak(visit.session, "en" if visit.lang == "zh" else "zh")
    back = visit.one("back")
    return Answer(to=back if back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable() else "/")


def link_page(visit: Visit) -> Answer:
    """The form to set a password."""
    account = visit.served.accounts.linked(visit.places["word"])
    return Answer("link.html", {"account": account, "problems": []}, status=200 if account is not None else 404)


def set_password(visit: Visit) -> Answer:
    """Sets it, and signs in."""
    word = visit.places["word"]
    account = visit.served.accounts.linked(word)
    if account is None:
        return Answer("link.html", {"account": None, "problems": []}, status=404)
    password, again = (next((value for key, value in visit.form if key == name), "") for name in ("password", "again"))
    if password != again:
        return Answer("link.html", {"account": account, "problems": _wrong(visit, "again", "not-the-same")}, status=400)
    try:
        visit.served.accounts.set_password(word, password)
    except Fault:
        return Answer("link.html", {"account": account, "problems": _wrong(visit, "password", "password-rule")}, status=400)
    return Answer(to="/", cookie=visit.served.accounts.begin(account.id)[0])


def _wrong(visit: Visit, cell: str, code: str) -> list[str]:
    """What is wrong with a password, beside its field."""
    visit.put_beside("set", cell, visit.said(code))
    return [visit.said(code)]
