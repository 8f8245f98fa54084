"""Whether a page holds what a browser would act on, beside its own links and forms."""

from __future__ import annotations

from html.parser import HTMLParser

_TAGS = {"script", "style", "img", "iframe", "object", "embed", "base", "meta-refresh", "math", "audio", "video", "template"}

_ASKING = ("narrow", "progress")
"""The ids of what asks again within a page."""
_LEADING = ("href", "src", "action", "xlink:href")
_OURS = ("/", "?", "#", "data:image/", "data:,")


class _Acting(HTMLParser):
    """Collects elements and attributes that act."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag in _TAGS and not (tag == "script" and dict(attrs).get("src", "").startswith("/static/")):  # type: ignore[union-attr]
            self.found.append(tag)
        for name, value in attrs:
            asks = name.startswith(("hx-", "data-hx-")) and dict(attrs).get("id") not in _ASKING
            if asks or name.startswith(("on", "hx-on")) or name in ("style", "srcdoc", "formaction"):
                self.found.append(f"{tag} {name}")
            if (
                name in ("href", "src", "action", "xlink:href")
                and value
                and not value.startswith(("/", "?", "#", "data:image/", "data:,"))
            ):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        """Text that is shown."""
        self.text.append(data)


def acting(page: str) -> list[str]:
    """Every element and attribute of a page that a browser would act on and that is none of ours."""
    reader = _Acting()
    reader.feed(page)
    return reader.found


def shown(page: str) -> str:
    """The text of a page, each run of blanks as one."""
    reader = _Acting()
    reader.feed(page)
    return " ".join(" ".join(reader.text).split())
