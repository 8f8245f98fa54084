"""What is due, by e-mail through the office's SMTP: ids and deadlines alone, to whom an address is known, once a day."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime, make_msgid

from conduct.core.base.faults import fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, Words, literal
from conduct.core.duties.agenda import DutyState
from conduct.core.ledger.units import units_of
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.report.bulletin.hiding.veil import Veil
from conduct.report.bulletin.text.known import veil_of

from .accounts import Account, Accounts
from .due import due_to
from .giving import AccountsKept
from .settings import MailSettings, mail_address_ok

_WAITS = 30  # seconds for the server
_MOST_LINES = 200


@frozen
class Reminder:
    """A letter to an account's owner: what is overdue and what is due soon; ``why`` it did not go, where it did not."""

    account: Account
    address: str
    overdue: int
    soon: int
    message: EmailMessage
    why: str | None = None


def addresses(accounts: Accounts) -> dict[int, tuple[str, str | None]]:
    """The address of each account that has one, and the day on which it was written to last."""
    with accounts.rows() as rows:
        return {account: (address, sent) for account, address, sent in rows.execute("SELECT account, address, sent FROM mails")}


def set_address(accounts: Accounts, name: str, address: str | None) -> None:
    """Gives an account an address for reminders, or takes it. Raises `Fault` ``mail-address`` or ``account-unknown``."""
    account = accounts.named(name)
    if address is not None and not mail_address_ok(address):
        raise fault("mail-address", value=address)
    with accounts.rows(writing=True) as rows:
        rows.execute("DELETE FROM mails WHERE account = ?", (account.id,))
        if address is not None:
            rows.execute("INSERT INTO mails VALUES (?, ?, NULL)", (account.id, address))


def reminders(kept: AccountsKept, settings: MailSettings) -> list[Reminder]:
    """The letters of today: to every account with an address to which something is due, and which had none today."""
    today, known = kept.at.config.today(), addresses(kept.accounts)
    every = [one for one in kept.accounts.all() if not one.ended and one.id in known]
    found: dict[int, list[tuple[DutyState, str]]] = {one.id: [] for one in every}
    for name in kept.sectors:
        at = Deployment(kept.at.path, name, kept.at.given, kept.at.lang)
        try:
            owed, units = Office(at).duties().made.open, units_of(at.ledger.connection, at.sector())
            pressing = [one for one in owed if one.due and date.fromisoformat(one.due) <= today + timedelta(days=settings.days)]
            veil = veil_of(at.ledger, [at.sector()], at.lang)
            for account in every:
                found[account.id] += [(one, _line(one, veil)) for one in due_to(account.rights, name, pressing, units)]
        finally:
            at.close()
    letters = []
    for account in every:
        address, sent = known[account.id]
        if found[account.id] and sent != today.isoformat():
            letters.append(_letter(kept, settings, account, address, found[account.id], today))
    return letters


def _line(state: DutyState, veil: Veil) -> str:
    about = veil.over(state.incident or state.period or state.action or "")
    return literal(f"{state.due}  {about}  {veil.over(state.unit)}  {state.duty.words.said(veil.lang)}")


def _letter(
    kept: AccountsKept, settings: MailSettings, account: Account, address: str, due: list[tuple[DutyState, str]], today: date
) -> Reminder:
    lang: Lang = kept.at.lang
    overdue = sum(str(one.due) < today.isoformat() for one, _ in due)
    soon = len(due) - overdue
    subject = Words(
        f"待办：逾期{overdue}项，{settings.days}日内到期{soon}项", f"Due: {overdue} overdue, {soon} within {settings.days} days"
    )
    lines = [line for _, line in sorted(due, key=lambda one: (str(one[0].due), one[1]))]
    rest = len(lines) - _MOST_LINES
    more = [Words(f"另有{rest}项", f"and {rest} more").said(lang)] if rest > 0 else []
    message = EmailMessage(policy=SMTP)
    message["Subject"], message["From"] = subject.said(lang), settings.sender
    message["To"] = Address(account.called, addr_spec=address)
    message["Date"], message["Message-ID"] = format_datetime(localtime()), make_msgid(domain=settings.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join([*lines[:_MOST_LINES], *more, "", kept.address("/"), ""]), charset="utf-8")
    return Reminder(account, address, overdue, soon, message)


def send(kept: AccountsKept, settings: MailSettings, letters: Sequence[Reminder]) -> list[Reminder]:
    """Sends letters, and gives those that did not go, each with why. Raises `Fault` ``mail-fails`` if the server takes none."""
    failed = []
    with _server(settings) as server:
        for letter in letters:
            try:
                server.send_message(letter.message)
            except smtplib.SMTPServerDisconnected as error:
                raise fault("mail-fails", host=settings.host, why=_why(error)) from None
            except (smtplib.SMTPException, OSError) as error:
                failed.append(Reminder(letter.account, letter.address, letter.overdue, letter.soon, letter.message, _why(error)))
                continue
            with kept.accounts.rows(writing=True) as rows:
                day = kept.at.config.today().isoformat()
                rows.execute("UPDATE mails SET sent = ? WHERE account = ?", (day, letter.account.id))
    return failed


@contextmanager
def _server(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """The office's server, ready to take letters: by TLS unless the settings say otherwise, and never by less than they say."""
    context, where = ssl.create_default_context(), (settings.host, settings.port)
    password = settings.password.read()
    try:
        server = (
            smtplib.SMTP_SSL(*where, timeout=_WAITS, context=context)
            if settings.security == "tls"
            else smtplib.SMTP(*where, timeout=_WAITS)
        )
    except (OSError, smtplib.SMTPException) as error:
        raise fault("mail-fails", host=settings.host, why=_why(error)) from None
    with server:
        try:
            if settings.security == "starttls":
                server.starttls(context=context)
            if settings.user is not None:
                server.login(settings.user, password or "")
        except (OSError, smtplib.SMTPException) as error:
            raise fault("mail-fails", host=settings.host, why=_why(error)) from None
        yield server


def _why(error: Exception) -> str:
    """What a server said, or the system, on one line."""
    said = getattr(error, "smtp_error", None)
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said or error)
    return " ".join(text.split())[:300]
