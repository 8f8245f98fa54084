"""The command that opens a clerk's session."""

from __future__ import annotations

import sys

import click

from .base import App, command, pass_app


@command(
    "desk",
    (
        "在终端接待：逐行登记投诉、办理步骤，随时列出待办；也可从管道读入。",
        "A clerk's session at the terminal: cases and steps a line at a time, with what is due; reads a pipe as well.",
    ),
)
@pass_app
def desk(app: App) -> None:
    """Ends with the input, or with a word; what is wrong with a line does not end it."""
    from .session import Session, lines_typed

    with app.office() as office:
        session = Session(office.desk())
        session.greet()
        for text in lines_typed(session.prompt):
            if not session.take(text):
                break
    if session.refused and not sys.stdin.isatty():  # who types has seen it
        raise click.exceptions.Exit(1)
