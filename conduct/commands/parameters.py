"""What is typed after a command: names of files, and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from conduct.bilingual import LANG, say

if TYPE_CHECKING:
    from datetime import date
    from os import PathLike


class PathParam(click.Path):
    """The name of a file or a folder, which is not blank."""

    def convert(
        self, value: str | PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | PathLike[str]:
        """The path."""
        if not str(value):
            self.fail(say(("请写明文件名", "name a file")), param, ctx)
        return super().convert(value, param, ctx)


class DayParam(click.ParamType["date"]):
    """A date on the command line, in any form that files may have."""

    name = "DATE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error."""
        from conduct.core.base.faults import Fault
        from conduct.door.days import day_typed

        try:
            return day_typed(str(value))
        except Fault as error:
            self.fail(error.said(LANG.get()), param, ctx)
