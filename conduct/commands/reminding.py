"""Reminders by e-mail, as a timer of the machine calls for them."""

from __future__ import annotations

import click

from conduct.bilingual import LANG, say

from .base import App, command, option, pass_app, tell, write


@command(
    "remind",
    (
        "经本单位的邮件服务器提醒待办：只有编号和期限，每人每天一次；供定时任务调用。",
        "Mail what is due through the office's SMTP: ids and deadlines alone, once a day to each; for a timer to call.",
    ),
)
@option("--dry-run", is_flag=True, words=("只列出将发给谁，不发送。", "List to whom letters would go, and send none."))
@pass_app
def remind(app: App, dry_run: bool) -> None:
    """Status 1 where a letter did not go."""
    from conduct.core.base.faults import fault
    from conduct.core.base.guard import shield
    from conduct.report.tables import text_table
    from conduct.web import mailing
    from conduct.web.giving import kept

    shield(LANG.get())
    with kept(app.ledger, app.config, LANG.get()) as at:
        settings = at.settings.mail
        if settings is None:
            raise fault("mail-unset", origin=at.at.config.origin)
        letters = mailing.reminders(at, settings)
        failed = mailing.send(at, settings, letters) if letters and not dry_run else []
    if letters:
        headings = [say(one) for one in (("账号", "Account"), ("邮箱", "Address"), ("逾期", "Overdue"), ("将到期", "Due soon"))]
        gone = [one for one in letters if all(one.account.id != other.account.id for other in failed)]
        rows = [[one.account.name, one.address, str(one.overdue), str(one.soon)] for one in gone]
        if rows:
            write([text_table(headings, rows, right=(2, 3))])
    else:
        tell(("没有需要提醒的", "there is nobody to remind"))
    for one in failed:
        tell(
            (
                f"未能发给 {one.account.name}（{one.address}）：{one.why}",
                f"not sent to {one.account.name} ({one.address}): {one.why}",
            )
        )
    if failed:
        click.get_current_context().exit(1)
