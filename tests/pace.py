"""How fast this machine is: what must end soon is held to a multiple of a known piece of work, done in the same process."""

from __future__ import annotations

import time
from xml.parsers import expat

_ELEMENTS = b"<a>" + b"<b/>" * 500_000 + b"</a>"


def pace() -> float:
    """The seconds of processor in which this machine looks at a million elements of XML."""
    parser = expat.ParserCreate(namespace_separator=" ")
    seen = 0

    def look(name: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1

    parser.StartElementHandler = look
    start = time.process_time()
    parser.Parse(_ELEMENTS, True)
    return 2 * (time.process_time() - start)
