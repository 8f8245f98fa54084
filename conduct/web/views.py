"""Views that somebody keeps: an address of the lists under a name, his alone, beside his account."""

from __future__ import annotations

from conduct.core.base.faults import Fault, fault
from conduct.core.base.frozen import frozen

from .rights import Action
from .store import now
from .visits import Answer, Visit

_MOST = 50
_LISTS = {
    "desk": Action.DESK,
    "cases": Action.CASE,
    "decisions": Action.DECIDE,
    **dict.fromkeys(("board", "moved", "arrived", "trends"), Action.RESULTS),
}


@frozen
class View:
    """A view: its number, its name, and the address within the pages."""

    id: int
    called: str
    address: str


def his(visit: Visit) -> list[View]:
    """The views of whoever asks, of the lists of this sector that he may still see."""
    if visit.session is None:
        return []
    with visit.served.accounts.rows() as connection:
        rows = connection.execute(
            "SELECT view, called, address FROM views WHERE account = ? ORDER BY called, view", (visit.session.account.id,)
        ).fetchall()
    return [View(*row) for row in rows if _may_open(visit, row[2])]


def _may_open(visit: Visit, address: str) -> bool:
    """Whether an address is one of the lists of this sector, and his to see."""
    path = address.partition("?")[0]
    return any(path == f"/{visit.sector_name}/{page}" and visit.may(action, visit.sector_name) for page, action in _LISTS.items())


def keep(visit: Visit) -> Answer:
    """Keeps the list that is looked at, as its address asks for it, under a name; where it cannot be, says why beside that."""
    address = visit.one("list")
    listed = _may_open(visit, address) and len(address) <= 2_000 and address.isprintable()
    try:
        _keep(visit, visit.one("called"), address, listed)
    except Fault as error:
        problems = visit.told(error, "view")
        return Answer("view.html", {"problems": problems, "back": address if listed else ""}, status=400)
    return Answer(to=address)


def _keep(visit: Visit, called: str, address: str, listed: bool) -> None:
    """Keeps an address under a name, if it is ``listed``. Raises `Fault` ``view-name``, ``view-address`` or ``view-most``."""
    person = visit.person
    if not called or len(called) > 100 or not called.isprintable():
        raise fault("view-name", field="called")
    if not listed:
        raise fault("view-address")
    with visit.served.accounts.rows(writing=True) as connection:
        connection.execute("DELETE FROM views WHERE account = ? AND called = ?", (person.account.id, called))
        if connection.execute("SELECT count(*) FROM views WHERE account = ?", (person.account.id,)).fetchone()[0] >= _MOST:
            raise fault("view-most", most=_MOST)
        connection.execute(
            "INSERT INTO views (account, called, address, made) VALUES (?, ?, ?, ?)", (person.account.id, called, address, now())
        )


def drop(visit: Visit) -> Answer:
    """Drops a view of his."""
    number = visit.places["view"]
    with visit.served.accounts.rows(writing=True) as connection:
        connection.execute(
            "DELETE FROM views WHERE account = ? AND view = ?", (visit.person.account.id, int(number) if number.isdigit() else 0)
        )
    return Answer(to=f"/{visit.sector_name}/desk")
