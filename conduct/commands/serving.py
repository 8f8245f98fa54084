"""The web pages, and who may do what there."""

from __future__ import annotations

import click

from conduct.bilingual import LANG, say

from .base import App, command, option, pass_app, write


@command(
    "serve",
    (
        "提供网页：待办、登记、结果和办法，在本机上打开；第一次给出设置密码的链接。",
        "Serve the pages: the desk, cases, standings and the regulation, on this machine; at first with a link to set a password.",
    ),
)
@option("--host", default="127.0.0.1", show_default=True, words=("监听地址。", "The address to listen on."))
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    words=("端口；0为任一空闲端口。", "The port; 0 takes a free one."),
)
@pass_app
def serve(app: App, host: str, port: int) -> None:
    """Until it is interrupted."""
    from conduct.core.base.guard import shield

    shield(LANG.get())
    try:
        from conduct.web import serving
    except ImportError as error:
        raise _missing(error) from None
    with serving.listening(host, port) as on:
        site = serving.site(app.ledger, app.sector, app.config, LANG.get(), on)
        where, number = on.getsockname()[:2]
        lines = [say((f"网页：{site.origin}\n", f"the pages: {site.origin}\n"))]
        if site.settings.address is not None:
            zh, en = f"监听 {where}，端口 {number}\n", f"listening on {where}, port {number}\n"
            lines.append(say((zh, en)))
        if (link := serving.first_link(site)) is not None:
            zh = f"设置账号 {serving.FIRST} 的密码（只能用一次）：{link}\n"
            lines.append(say((zh, f"set the password of {serving.FIRST} (once): {link}\n")))
        write(lines)
        serving.serve(site, on)


def _missing(error: ImportError) -> Exception:
    """What to say of a library that is not there. One of our own is a fault of ours, and raised as it is."""
    from conduct.core.base.faults import fault

    return error if (error.name or "").startswith("conduct") else fault("web-missing")
