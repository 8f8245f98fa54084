"""A process of its own that fills an office's template: it reads what it is given, writes what it made, and can do nothing else.

The template's code names values, tests them and repeats over lists. It calls nothing, sees no attribute and no more than is
given; every value it prints is literal.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, NoReturn

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Undefined
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.filters import FILTERS
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from conduct.core.base.words import literal

if TYPE_CHECKING:
    from jinja2.runtime import Context

MEMORY = 1_500_000_000
"""How many bytes of address space the process has, where the system can say so."""
SECONDS = 10

_FILTERS = ("default", "escape", "first", "join", "last", "length", "list", "lower", "replace", "reverse", "trim", "upper")
_LOOP = frozenset(("index", "index0", "revindex", "revindex0", "first", "last", "length"))
_REFUSED = ("open", "os.", "socket.", "subprocess.", "shutil.", "ctypes.", "import", "glob.", "tempfile.", "urllib.", "winreg.")


class Sandbox(ImmutableSandboxedEnvironment):
    """What the code of a template may do."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_printed)
        self.globals.clear()
        self.filters = {name: FILTERS[name] for name in _FILTERS}

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Of a loop its counts; of nothing else anything."""
        return isinstance(obj, LoopContext) and attr in _LOOP

    def unsafe_undefined(self, obj: object, attribute: str) -> Undefined:
        """What stands for an attribute that is not seen."""
        return self.undefined(f"attribute {attribute}", exc=SecurityError)

    def call(self, *_: object, **__: object) -> NoReturn:
        """Nothing is called."""
        raise SecurityError("call")

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> NoReturn:
        """What makes much out of little is not worked out."""
        raise SecurityError(f"operator {operator}")


class Whole(str):
    """XML of our own, which stands in the document as it is."""

    __slots__ = ()


def _printed(value: object) -> object:
    """A value as it is printed: literally, and no part of it is taken for the template's code."""
    if isinstance(value, StrictUndefined) or value is None:
        return value if value is not None else ""
    if isinstance(value, Whole):
        return Markup(str(value))
    text = str(value) if isinstance(value, Markup) else str(escape(literal(str(value))))
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;"))


class OfficeForm(DocxTemplate):  # type: ignore[misc]
    """A template that fails where what was made of it is not well-formed: the library would mend it by leaving text out."""

    def fix_tables(self, xml: str) -> object:
        """The tree of the text that was made."""
        etree.fromstring(xml)
        return super().fix_tables(xml)


def filled(template: bytes, texts: Mapping[str, object], wholes: Mapping[str, str]) -> bytes:
    """A template with its values in it, as a package."""
    made = OfficeForm(BytesIO(template))
    made.render({**texts, **{name: Whole(xml) for name, xml in wholes.items()}}, Sandbox(), autoescape=True)
    result = BytesIO()
    made.save(result)
    return result.getvalue()


def main() -> None:
    """Fills the template that stands on standard input, and tells on standard output what came of it."""
    given = json.loads(sys.stdin.buffer.read())
    _warm()
    template = b64decode(given["template"])
    _shut()
    sys.stdout.write(json.dumps(answered(template, given["texts"], given["wholes"])))
    sys.stdout.flush()


def _warm() -> None:
    """Loads whatever is loaded as it is first needed, for when nothing can be loaded any more."""
    import_module("jinja2.debug")
    made = OfficeForm(None)
    made.render({"text": literal("\u200b\t\n")}, Sandbox(), autoescape=True)
    made.save(BytesIO())
    for code in ("{{ x", "{{ x }}", "{{ ''.x }}", "{{ 1/0 }}", "{{ x|x }}", "{{ ''.upper() }}", "{% include 'x' %}"):
        with suppress(TemplateError, ArithmeticError, TypeError):
            Sandbox().from_string(code).render({"text": "x"})


def answered(template: bytes, texts: Mapping[str, object], wholes: Mapping[str, str]) -> dict[str, str]:
    """The template filled, or by a code why it cannot be."""
    try:
        return {"made": b64encode(filled(template, texts, wholes)).decode()}
    except UndefinedError as error:
        return {"code": "template-unknown", "why": str(error.message)}
    except SecurityError as error:
        return {"code": "template-forbidden", "why": str(error.message)}
    except TemplateSyntaxError as error:
        return {"code": "template-syntax", "why": str(error.message)}
    except MemoryError:
        return {"code": "template-slow", "why": ""}
    except (TemplateError, ArithmeticError, TypeError, LookupError, AttributeError, RecursionError, ValueError) as error:
        return {"code": "template-fails", "why": str(error)[:200]}
    except Exception as error:  # whatever the library meets in a document that it did not foresee
        return {"code": "template-fails", "why": f"{type(error).__name__}: {error}"[:200]}


def _shut() -> None:
    """From here on the process opens no file, loads no module, starts no process and reaches no network."""
    try:
        import resource

        for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
            resource.setrlimit(what, (most, most))
    except (ImportError, ValueError, OSError):  # a system without such limits has the time alone
        pass
    sys.addaudithook(_hooked)


def _hooked(event: str, _: object) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(f"{event} in a template")
