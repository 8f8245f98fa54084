"""What the page on serving says is so: its settings are taken, its commands exist; the container's file names what there is."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from conduct.config import config_of
from conduct.web.settings import web_settings
from tests.test_readme import Block, blocks, unknown

ROOT = Path(__file__).parent.parent.parent
PAGE = "docs/serve.md"


def _of(lang: str) -> list[Block]:
    return [block for block in blocks(PAGE) if block.lang == lang]


def test_every_setting_of_the_page_is_taken() -> None:
    found: dict[str, dict[str, object]] = {}
    for block in _of("toml"):
        for table, content in tomllib.loads(block.text)["web"].items():
            found[table] = content
    settings = web_settings(config_of("docs/serve.md", {"web": found}))
    assert settings.address == "https://conduct.example.org"
    assert settings.four_eyes
    assert settings.feeds
    assert settings.mail is not None
    assert settings.oidc is not None
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    source = (ROOT / "conduct/web/settings.py").read_text(encoding="utf-8")
    known = set(re.findall(r'(?:table|inner)\.(?:text|needed|number|yes|secret|table|taken)\("([a-z-]+)"', source))
    known |= set(re.findall(r'_within\(table, "([a-z]+)"', source))
    assert {"session-hours", "proxies", "mail", "oidc", "password", "days"} <= known
    assert [key for key in sorted(known) if key not in page] == []


def test_every_command_of_the_page_exists() -> None:
    called = [line for block in _of("sh") for line in block.text.splitlines()]
    called += re.findall(r"ExecStart=\S*/(conduct [^\n]*)", "\n".join(block.text for block in _of("ini")))
    asked = [shlex.split(line.partition("conduct conduct ")[2] or line) for line in called if re.search(r"\bconduct\b", line)]
    found = [words[words[0] == "conduct" :] for words in asked if words[0] not in ("podman", "curl")]
    assert len(found) >= 4
    assert [(words, wrong) for words in found if (wrong := unknown(words))] == []


def test_the_container_s_file_names_what_there_is() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    (command,) = re.findall(r"^CMD (\[.*\])$", text, re.M)
    assert unknown(json.loads(command)[1:]) == []
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    (named,) = re.findall(r"/src\[([a-z,]+)\]", text)
    assert set(named.split(",")) <= extras.keys()
    for copied in re.findall(r"^COPY (.+) \S+$", text, re.M):
        assert all((ROOT / one).exists() for one in copied.split())
    assert "USER conduct" in text
    assert re.search(r"^WORKDIR /data$", text, re.M), "ledger, accounts and configuration lie in the working directory"
    assert "CONDUCT_CONFIG" not in text, "a file that is named must exist, and there is none when the ledger is made"


@pytest.mark.parametrize("said", ["CONDUCT_SMTP_PASSWORD", "CONDUCT_OIDC_SECRET"])
def test_the_variables_of_secrets_are_those_of_the_program(said: str) -> None:
    assert said in (ROOT / PAGE).read_text(encoding="utf-8")
    assert said in (ROOT / "conduct/web/settings.py").read_text(encoding="utf-8")


def test_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", (ROOT / PAGE).read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        path = ROOT / "docs" / file
        assert path.exists(), target
        headings = {h.lower().replace(" ", "-") for h in re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)}
        assert not anchor or anchor in headings, target
