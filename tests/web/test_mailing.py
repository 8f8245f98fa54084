"""``conduct remind``: what is due goes out through the office's SMTP where it is configured, with ids and deadlines alone."""

from __future__ import annotations

import email.policy
import re
import socketserver
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from attrs import define, field

import conduct
from conduct.web.rights import Grant
from tests.conftest import Desk
from tests.web.conftest import site_on


@define
class Post:
    """A mail server of the machine's own: what came, and what it refuses."""

    port: int = 0
    letters: list[tuple[str, EmailMessage]] = field(factory=list)
    said: list[str] = field(factory=list)
    refuses: str = ""
    offers: tuple[str, ...] = ()


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with suppress(OSError):  # who asked is gone
            self._answer()

    def _answer(self) -> None:
        post: Post = self.server.post  # type: ignore[attr-defined]
        self.wfile.write(b"220 here\r\n")
        to = ""
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            post.said.append(line)
            verb = line.split(" ")[0].upper()
            if verb == "EHLO":
                self._say("\r\n".join([*(f"250-{one}" for one in ("here", *post.offers)), "250 SIZE 1000000"]))
            elif verb == "RCPT":
                to = re.findall("<(.*)>", line)[0]
                self._say("550 no such box\x07" if post.refuses and post.refuses in to else "250 yes")
            elif verb == "DATA":
                self._say("354 go on")
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += self.rfile.readline()
                letter = message_from_bytes(body[:-3], policy=email.policy.default)
                post.letters.append((to, letter))  # type: ignore[arg-type]
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes" if verb in ("MAIL", "RSET", "NOOP") else "502 what")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server on the loopback."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler) as server:
        server.post = Post(server.server_address[1])  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.post  # type: ignore[attr-defined]
        server.shutdown()


@pytest.fixture
def office(desk: Desk, monkeypatch: pytest.MonkeyPatch, post: Post) -> Desk:
    """The hospital's desk with three accounts, two of them with an address, and its mail server."""
    monkeypatch.delenv("CONDUCT_SECTOR")
    monkeypatch.delenv("CONDUCT_SMTP_PASSWORD", raising=False)
    desk.begin("the hospital with its sample, to be reminded", ["--sector", "hospital", "init", "--sample"])
    configured(desk, post)
    for name, role in (("clerk", "clerk"), ("elsewhere", "administrator"), ("unasked", "clerk")):
        assert desk("account", "add", name, "--called", f"{name} 王", "--role", role).status == 0
    for name in ("clerk", "elsewhere"):
        assert desk("account", "mail", name, f"{name}@example.org").status == 0
    return desk


def configured(desk: Desk, post: Post, **more: object) -> None:
    """The configuration of the mail server."""
    given = {"host": "127.0.0.1", "port": post.port, "security": "none", "from": "conduct@example.org", **more}
    lines = [f"{key} = {value!r}" for key, value in given.items()]
    desk.write("conduct.toml", '[web]\naddress = "https://conduct.example.org"\n[web.mail]\n' + "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("lang", "subject"), [("en", r"Due: (\d+) overdue, (\d+) within 3 days"), ("zh", r"待办：逾期(\d+)项，3日内到期(\d+)项")]
)
def test_what_is_due_goes_to_whom_it_is_due_once_a_day(office: Desk, post: Post, lang: str, subject: str) -> None:
    with conduct.open(office.folder / "conduct.db", "hospital", lang="en") as at:
        owed = [one for one in at.duties().duties if one.due is not None and one.days > 0]
    assert owed
    outcome = office("remind", lang=lang)
    assert (outcome.status, "clerk@example.org" in outcome.out) == (0, True), outcome.err
    ((to, letter),) = post.letters
    assert (to, letter["From"]) == ("clerk@example.org", "conduct@example.org")
    assert str(letter["To"].addresses[0].display_name) == "clerk 王"
    found = re.fullmatch(subject, letter["Subject"])
    assert found is not None
    assert int(found[1]) == len(owed)
    text = letter.get_content()
    assert all(one.incident in text for one in owed if one.incident)
    assert "https://conduct.example.org/" in text
    assert office("remind", lang=lang).status == 0
    assert len(post.letters) == 1


def test_no_text_and_nobody_s_name_goes_out(office: Desk, post: Post) -> None:
    with sqlite3.connect(office.folder / "conduct.db") as connection:
        connection.execute("UPDATE hospital_incidents SET complainant = '欧阳小草', text = '欧阳小草来访反映', source = '某处'")
        texts = [text for (text,) in connection.execute("SELECT DISTINCT note FROM hospital_actions WHERE note IS NOT NULL")]
    connection.close()
    assert office("remind").status == 0
    ((_, letter),) = post.letters
    assert not [one for one in ("欧阳", "小草", "某处", *texts) if one in str(letter) or one in letter.get_content()]


def test_nothing_goes_without_being_configured(office: Desk, post: Post) -> None:
    office.write("conduct.toml", "[web]\nfeeds = true\n")
    for lang, said in (("en", "conduct.toml has no [web.mail]"), ("zh", "conduct.toml 中没有 [web.mail]")):
        outcome = office("remind", lang=lang)
        assert (outcome.status, said in outcome.err, outcome.out) == (1, True, "")
    configured(office, post)
    assert office("remind", "--dry-run").status == 0
    assert (post.said, post.letters) == ([], [])
    assert office("remind").status == 0
    assert len(post.letters) == 1


def test_whoever_may_no_more_is_reminded_no_more(office: Desk, post: Post) -> None:
    office("account", "take", "clerk", "--role", "clerk")
    for lang, said in (("en", "nobody to remind"), ("zh", "没有需要提醒的")):
        assert said in office("remind", lang=lang).err
    office("account", "give", "clerk", "--role", "clerk")
    office("account", "mail", "clerk")
    assert "nobody to remind" in office("remind").err
    office("account", "mail", "clerk", "clerk@example.org")
    office("account", "end", "clerk")
    assert "nobody to remind" in office("remind").err
    assert post.said == []


def test_a_letter_that_does_not_go_is_said_and_tried_again(office: Desk, post: Post) -> None:
    office("account", "mail", "unasked", "unasked@example.org")
    post.refuses = "clerk@"
    outcome = office("remind")
    assert outcome.status == 1
    assert "not sent to clerk (clerk@example.org)" in outcome.err
    assert "no such box" in outcome.err
    assert "\x07" not in outcome.err
    assert [to for to, _ in post.letters] == ["unasked@example.org"]
    post.refuses = ""
    assert office("remind").status == 0
    assert [to for to, _ in post.letters] == ["unasked@example.org", "clerk@example.org"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_less_safety_than_is_configured_is_never_used(office: Desk, post: Post, security: str) -> None:
    configured(office, post, security=security, user="conduct")
    outcome = office("remind")
    assert (outcome.status, "took nothing" in outcome.err) == (1, True)
    assert not [line for line in post.said if line.upper().startswith(("AUTH", "MAIL", "RCPT"))]
    assert post.letters == []


def test_a_server_that_is_not_there_is_said(office: Desk, post: Post) -> None:
    configured(office, post, port=1)
    for lang, said in (("en", "the mail server 127.0.0.1 took nothing"), ("zh", "邮件服务器 127.0.0.1 未受理")):
        outcome = office("remind", lang=lang)
        assert (outcome.status, said in outcome.err) == (1, True)


def test_a_password_in_an_open_file_is_not_used(office: Desk, post: Post) -> None:
    path = office.folder / "smtp"
    path.write_text("secret")
    path.chmod(0o644)
    configured(office, post, **{"password-file": "smtp"})
    assert "chmod 600" in office("remind").err
    assert post.said == []


@pytest.mark.parametrize("address", ["nobody", "a@b\r\nBcc: c@d", "a@b, c@d", "<a@b>", "a b@c", "@c", "a@", "王@example.org", ""])
def test_what_is_no_address_is_refused(office: Desk, address: str) -> None:
    outcome = office("account", "mail", "unasked", address)
    assert outcome.status == 1
    assert "is no mail address" in outcome.err


def test_hostile_ids_stay_within_their_line(office: Desk, post: Post) -> None:
    hostile = "x\r\n.\r\nMAIL FROM:<a@b>"
    with sqlite3.connect(office.folder / "conduct.db") as connection:
        connection.execute("UPDATE hospital_incidents SET incident = ? WHERE incident = 'c60'", (hostile,))
        connection.execute("UPDATE hospital_actions SET incident = ? WHERE incident = 'c60'", (hostile,))
    connection.close()
    assert office("remind").status == 0
    ((_, letter),) = post.letters
    assert not [line for line in letter.get_content().splitlines() if line.upper().startswith(("MAIL", "."))]
    assert len([line for line in post.said if line.upper().startswith("MAIL")]) == 1


def test_the_page_of_accounts_says_where_reminders_go(office: Desk, post: Post) -> None:
    site = site_on(office.folder / "conduct.db", "hospital", {"mail": {"host": "127.0.0.1", "from": "conduct@example.org"}})
    site.account("keeper", Grant("administrator"))
    keeper = site.signed_in("keeper")
    assert 'value="clerk@example.org"' in keeper.get("/accounts").text
    assert keeper.post("/accounts/clerk/mail", mail="other@example.org").status_code == 303
    assert keeper.post("/accounts/clerk/mail", mail="a@b, c@d").status_code == 400
    assert keeper.post("/accounts/elsewhere/mail", mail="").status_code == 303
    assert 'value="other@example.org"' in keeper.get("/accounts").text
    assert office("remind").status == 0
    assert [to for to, _ in post.letters] == ["other@example.org"]
