"""What the tests of publishing share: the page, what is said of a run, and how a head seals."""

from __future__ import annotations

import html
import re
import sqlite3
from pathlib import Path

from conduct.door.deployment import Deployment
from conduct.web.app import application
from conduct.web.serving import served
from tests.web.conftest import Browser, Site

PERIOD = "2012"
PUBLISHING = f"/insurance/publishing?period={PERIOD}"
RELEASED = {"release-meant": "yes"}
WHOLE = {"office": "省办", "number": "A〔2012〕1号", "to": "各公司", "date": "2012-12-31"}


def hidden(page: str, name: str) -> str:
    """What a hidden cell of a form holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found[1])


def sealed(head: Browser, how: str = "seal", **cells: str) -> str:
    """Seals the period as it stands, and gives the address of the run."""
    page = head.get(f"/insurance/publishing?period={PERIOD}").text
    cells = {**({"gaps-meant": "yes"} if how == "draft" else {}), **cells}
    answer = head.post(f"/insurance/publishing/{how}", period=PERIOD, run=hidden(page, "run"), **cells)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def of_unit(site: Site, unit: str = "P05") -> str:
    """An incident of the period about a unit."""
    with sqlite3.connect(site.ledger) as connection:
        query = "SELECT incident FROM insurance_incidents WHERE unit = ? AND date LIKE '2012%' ORDER BY date LIMIT 1"
        (found,) = connection.execute(query, (unit,)).fetchone()
    connection.close()
    return str(found)


def with_settings(site: Site, folder: Path, settings: str) -> Site:
    """The same site, served with a configuration."""
    config = folder / "conduct.toml"
    config.write_text(settings, encoding="utf-8")
    at = Deployment(site.ledger, site.sector, config, "en")
    what = served(at, "127.0.0.1", 8000)
    at.close()
    return Site(site.ledger, site.sector, application(what), what.accounts)


REPORT = """[report]
office = "监管局"
number = "监发〔2013〕1号"
to = "各公司"
date = "2013-01-05"
"""


def form_at(page: str, address: str) -> str:
    """The form of a page that is sent to an address."""
    return page.partition(f'action="{address}"')[2].partition("</form>")[0]
