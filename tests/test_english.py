"""English sentences of the program name things by their words, not by codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from conduct.core.law.sector import Sector
from tests.conftest import Desk
from tests.report.test_regulation import english_codes
from tests.test_explain import SECTORS
from tests.typed import doubted, session


def _spoken(desk: Desk, monkeypatch: pytest.MonkeyPatch, sector: Sector) -> Iterator[tuple[str, str]]:
    """What every command that speaks of facts says of the sample, less what a column or brackets give as a code."""

    def said(*arguments: str) -> tuple[str, str]:
        outcome = desk("--sector", sector.name, *arguments)
        return " ".join(arguments), outcome.out + "\n" + outcome.err

    desk("--sector", sector.name, "export", "--csv", "facts")
    rows = (desk.folder / "facts" / "incidents.csv").read_text("utf-8-sig").splitlines()[1:]
    incidents = [line.split(",")[0] for line in rows]
    units = re.findall(r'"unit": "([^"]+)", "name"', said("run", "--format", "json")[1])
    yield said("run")
    yield said("run", "--trace")
    for unit in units[:6]:
        yield said("explain", unit)
    for incident in (*incidents[:8], *incidents[-8:]):
        command, text = said("case", incident)
        text = re.sub(r"(?m)^(Item: .*) \([\w-]+\)", r"\1", text)
        yield command, re.sub(r"(?<=  )[\w-]+(?=  |\n)", "", text)  # the column of what is typed
    yield said("duties")
    yield said("duties", "--as-of", "2012-12-31")
    yield said("duties", "--unit", units[0], "--as-of", "2012-12-31")
    yield said("readings", "--sensitivity")
    yield said("whatif", "--without", incidents[0])
    yield said("publish", "--despite", "checked")
    yield said("compare", "1", "now")
    yield said("runs")
    typed = session(desk, monkeypatch, sector, units[0], "en")
    shown = "\n".join(line for line in typed.out.splitlines() if not re.match(r"(open a case|defaults|A value)", line))
    yield "desk", re.sub(r"(?<=  )[\w-]+(?=  |\n)", "", shown)  # `case` has the same column
    loaded = desk("--sector", sector.name, "load", doubted(desk, sector))
    assert loaded.status == 0, loaded.err
    assert loaded.err.count("warning: ") >= 9
    yield "load", re.sub(r"\([\w-]+\)", "", loaded.err)


@pytest.mark.campaign
@pytest.mark.parametrize("sector", SECTORS, ids=lambda s: s.name)
def test_the_commands_name_no_codes_in_english(desk: Desk, monkeypatch: pytest.MonkeyPatch, sector: Sector) -> None:
    (desk.folder / "conduct.db").unlink()
    assert desk("--sector", sector.name, "init", "--sample").status == 0
    token = english_codes(sector)
    leaks = []
    for command, text in _spoken(desk, monkeypatch, sector):
        assert len(text) > 20, command
        lines = [line for line in text.splitlines() if not line.strip().startswith("Readings")]
        leaks += [f"{command}: {found[0]}: {line[:160]}" for line in lines if (found := token.search(line))]
    assert not leaks, "\n".join(leaks)
