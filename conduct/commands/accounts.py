"""Who may do what on the web pages, kept from the command line by the rules of the page of accounts; it never prompts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conduct.bilingual import LANG, Command, Group, Pair, say

from .base import App, F, command, format_option, option, pass_app, tell, write

if TYPE_CHECKING:
    from conduct.web.giving import AccountsKept
    from conduct.web.rights import Grant


@click.group("account", cls=Group, words=("网页的账号与权限。", "Accounts of the web pages, and who may do what."))
def account() -> None:
    """Accounts stand in a file beside the ledger."""


def _under(name: str, words: Pair) -> Callable[[Callable[..., None]], Command]:
    """A command of the group."""

    def made(callback: Callable[..., None]) -> Command:
        found = command(name, words)(callback)
        account.add_command(found)
        return found

    return made


def _kept(app: App) -> AbstractContextManager[AccountsKept]:
    from conduct.core.base.guard import shield
    from conduct.web.giving import kept

    shield(LANG.get())
    return kept(app.ledger, app.config, LANG.get())


def _grant_options(call: F) -> F:
    """A role, and for whom it is given."""
    words = (
        "角色：clerk、decider、head、unit、auditor、administrator。",
        "The role: clerk, decider, head, unit, auditor, administrator.",
    )
    unit = ("单位编号，含其下级；不写为全部单位。", "The unit's id, with what stands under it; without it all units.")
    call = option("--unit", words=unit)(call)
    sector = (
        "行业；不写则为命令前的 --sector，再无则为全部行业。",
        "The sector; else the one named before the command, else all.",
    )
    call = option("--sector", words=sector)(call)
    return option("--role", required=True, words=words)(call)


def _asked(app: App, sector: str | None) -> str | None:
    return sector if sector is not None else app.sector


def _by() -> str:
    """Who gives: whoever is signed in to this machine."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # nobody that the machine knows by name
        return "conduct account"


@_under("list", ("列出账号及其权限。", "List the accounts, and what each may do."))
@format_option("table", "json")
@pass_app
def list_accounts(app: App, form: str) -> None:
    """Every account, those that ended too."""
    from conduct.report.tables import text_table
    from conduct.web.giving import account_dict

    with _kept(app) as at:
        found = at.accounts.all()
    if form == "json":
        import json

        write([json.dumps([account_dict(one) for one in found], ensure_ascii=False, indent=2), "\n"])
        return
    states = {
        "ready": say(("可登录", "ready")),
        "waiting": say(("未设密码", "no password yet")),
        "ended": say(("已停用", "ended")),
    }
    headings = [say(one) for one in (("账号", "Account"), ("姓名", "Called"), ("状态", "State"), ("权限", "Roles"))]
    rows = [[one.name, one.called, states[one.state], "; ".join(map(_said, one.rights.grants))] for one in found]
    write([text_table(headings, rows)])


def _said(grant: Grant) -> str:
    """A role and for whom it is given, in words."""
    from conduct.web.rights import ROLE_WORDS

    role = ROLE_WORDS[grant.role].said(LANG.get())
    return " ".join([role, *filter(None, (grant.sector, grant.unit))])


@_under("add", ("新建账号，显示设置密码的一次性链接。", "Make an account, and print the link that sets its password, once."))
@click.argument("name")
@option("--called", required=True, words=("姓名，记为登记人。", "What its owner is called, and entries bear."))
@_grant_options
@pass_app
def add(app: App, name: str, called: str, role: str, sector: str | None, unit: str | None) -> None:
    """With one role; `give` adds others."""
    with _kept(app) as at:
        made = at.accounts.add(name, called, (at.grant(role, _asked(app, sector), unit),), _by())
        link = at.link(made.name)
    _tell_link(made.name, link)


@_under(
    "rename",
    (
        "改账号的姓名；此前登记的内容仍署当时的姓名。",
        "Call an account otherwise; what it entered bears the name that it had then.",
    ),
)
@click.argument("name")
@click.argument("called")
@pass_app
def rename(app: App, name: str, called: str) -> None:
    """What it enters from now on bears the new one, and it stays known as the same person's."""
    with _kept(app) as at:
        at.accounts.rename(name, called, _by())
    tell((f"账号 {name} 的姓名改为 {called}", f"the account {name} is called {called} now"))


def _tell_link(name: str, link: str) -> None:
    tell((f"把此地址交给 {name}，24小时内有效，只能用一次：", f"give this address to {name}; it is good for 24 hours, once:"))
    write([f"{link}\n"])


@_under("give", ("授予账号一个角色。", "Give an account a role more."))
@click.argument("name")
@_grant_options
@pass_app
def give(app: App, name: str, role: str, sector: str | None, unit: str | None) -> None:
    """For a sector and a unit, or for all."""
    with _kept(app) as at:
        grant = at.grant(role, _asked(app, sector), unit)
        at.accounts.give(name, grant, _by())
    tell((f"已授予 {name}：{_said(grant)}", f"{name} has it now: {_said(grant)}"))


@_under("take", ("收回账号的一个角色，并结束其登录。", "Take a role from an account, and end its sessions."))
@click.argument("name")
@_grant_options
@pass_app
def take(app: App, name: str, role: str, sector: str | None, unit: str | None) -> None:
    """The role as it was given: for the same sector and unit."""
    from conduct.web.rights import Grant

    with _kept(app) as at:
        wanted = Grant(role, _asked(app, sector) or None, unit)
        held = at.accounts.named(name).rights.grants
        if wanted not in held and unit is None and sector is None:  # the role alone may mean the one of all sectors
            wanted = next((one for one in held if one == Grant(role)), wanted)
        at.accounts.take(name, wanted)
    tell((f"已收回，{name} 的登录已结束", f"taken; the sessions of {name} ended"))


@_under(
    "passwd",
    (
        "显示设置密码的一次性链接；原密码在此之前仍有效。",
        "Print a link that sets the password anew, once; the old one is good till then.",
    ),
)
@click.argument("name")
@pass_app
def passwd(app: App, name: str) -> None:
    """Links given before are good no more."""
    with _kept(app) as at:
        link = at.link(name)
    _tell_link(name, link)


@_under("sign-out", ("结束账号的全部登录。", "End every session of an account."))
@click.argument("name")
@pass_app
def sign_out(app: App, name: str) -> None:
    """It may sign in again."""
    with _kept(app) as at:
        n = at.accounts.end_sessions(name)
    tell((f"已结束 {name} 的 {n} 个登录", f"{n} of the sessions of {name} ended"))


@_under("end", ("停用账号：不能再登录。", "End an account: it signs in no more."))
@click.argument("name")
@pass_app
def end(app: App, name: str) -> None:
    """What it entered stays."""
    with _kept(app) as at:
        at.accounts.end(name)
    tell((f"账号 {name} 已停用", f"the account {name} ended"))


@_under("backup", ("备份账号文件（台账用 conduct backup）。", "Copy the file of accounts (the ledger has conduct backup)."))
@click.argument("file", type=click.Path(path_type=Path))
@pass_app
def backup(app: App, file: Path) -> None:
    """A consistent copy while others write, open to its owner alone."""
    from conduct.web import store

    with _kept(app) as at:
        store.backup(at.accounts.path, file)
    tell((f"已备份到 {file}", f"copied to {file}"))


@_under(
    "bind", ("与本单位登录系统中的一人对应；不写则解除。", "Bind to somebody of the office's sign-in; without one, to nobody.")
)
@click.argument("name")
@click.argument("subject", required=False)
@pass_app
def bind(app: App, name: str, subject: str | None) -> None:
    """By the subject (sub) of the issuer that is configured."""
    from conduct.core.base.faults import fault
    from conduct.web import bindings

    with _kept(app) as at:
        if at.settings.oidc is None:
            raise fault("oidc-unset", origin=at.at.config.origin)
        if subject is None:
            bindings.unbind(at.accounts, name)
        else:
            bindings.bind(at.accounts, name, at.settings.oidc.issuer, subject)
    tell((f"已办理：{name}", f"done: {name}"))


@_under("mail", ("写明提醒发往的邮箱；不写则删去。", "Say to which address reminders go; without one, to none."))
@click.argument("name")
@click.argument("address", required=False)
@pass_app
def mail(app: App, name: str, address: str | None) -> None:
    """`remind` writes to it."""
    from conduct.web.mailing import set_address

    with _kept(app) as at:
        set_address(at.accounts, name, address)
    if address is None:
        tell((f"不再提醒 {name}", f"{name} is reminded no more"))
    else:
        tell((f"{name} 的提醒发往 {address}", f"reminders of {name} go to {address}"))


@_under("tokens", ("列出账号的令牌和日历。", "List the tokens and calendars of an account."))
@click.argument("name")
@format_option("table", "json")
@pass_app
def tokens(app: App, name: str, form: str) -> None:
    """What each is for, and when it was used; the words themselves are kept nowhere."""
    from conduct.report.tables import text_table
    from conduct.web.keys import keys_of

    with _kept(app) as at:
        found = keys_of(at.accounts, at.accounts.named(name))
    if form == "json":
        import json

        plain = [
            {"id": k.id, "kind": k.kind, "called": k.called, "roles": k.roles, "made": k.made, "used": k.used} for k in found
        ]
        write([json.dumps(plain, ensure_ascii=False, indent=2), "\n"])
        return
    kinds = {"token": say(("令牌", "token")), "feed": say(("日历", "calendar"))}
    pairs = (("编号", "Id"), ("用途", "For"), ("种类", "Kind"), ("角色", "Roles"), ("建立", "Made"), ("最近使用", "Last used"))
    rows = [[k.id, k.called, kinds[k.kind], " ".join(k.roles), k.made[:10], (k.used or "")[:10]] for k in found]
    write([text_table([say(one) for one in pairs], rows)])


@_under("revoke", ("撤销账号的一个令牌或日历。", "Revoke a token or a calendar of an account."))
@click.argument("name")
@click.argument("key", metavar="ID")
@pass_app
def revoke(app: App, name: str, key: str) -> None:
    """By its id, as `tokens` lists it."""
    from conduct.web import keys

    with _kept(app) as at:
        keys.revoke(at.accounts, at.accounts.named(name), key)
    tell((f"已撤销 {key}", f"{key} is good no more"))
