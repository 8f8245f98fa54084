"""What an office signs, as values that no format knows: a composer makes them, a writer of each format sets them.

Every text is in the document's language, masked already where it is to be, and otherwise as its author wrote it: each writer
makes it literal in its own format. Figures are printed once, by `Entry.text`, so that all formats show the same.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import field

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang


@frozen
class Paragraph:
    """A paragraph of the text. ``role`` is "text" (two characters in), "law" (words of a clause, quoted), or "note" (small)."""

    text: str
    role: str = "text"


@frozen
class Heading:
    """A heading within the text, with its number (一、 （一） 1. or I., A., 1.): ``level`` 1 to 3."""

    text: str
    level: int = 1


@frozen
class GridColumn:
    """A column: its heading; what it holds ("text", "number", "percent", "date", "ids"), which says how it is aligned; and how
    wide it is beside the others, in characters of its usual content."""

    heading: str
    holds: str = "text"
    width: int = 8


@frozen
class Entry:
    """A cell: what is printed, and for a spreadsheet the number or day behind it (None: the text itself).

    A percentage's ``value`` is a share (0.968), its ``text`` "96.8%". ``places`` are the decimals that the text shows.
    """

    text: str
    value: Decimal | int | date | None = None
    places: int = 0


@frozen
class Grid:
    """A table. ``code`` says in every language which it is: "standings", "lines", "ranks", "sanctions", "persons", "outcomes",
    "figures", "incidents", "excused", "checks", "duties", "objections", "changes",
    and of one unit "sections" and "parts" (of the period).

    ``caption`` stands above it; none where its annex's title says it. ``note`` stands under it. The first ``keys`` columns say
    what a row is about: where a page is too narrow for the whole (`parting.parted`), each part begins with them.
    """

    code: str
    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[Entry, ...], ...]
    caption: str = ""
    note: str = ""
    keys: int = 1


@frozen
class Series:
    """A line, or the part of each bar, of a chart: its name and a value for each category (None: there is none)."""

    name: str
    values: tuple[Decimal | None, ...]


@frozen
class Chart:
    """A drawing of figures. ``shape`` is "bars" (lying, one a category, the series stacked), "columns" (standing, stacked) or
    "lines" (a line a series over the categories).

    ``said`` is the same in a sentence, for whoever does not see it. ``ends`` is what is printed at the end of each bar.
    ``band`` is the least and greatest of the peers for each category, with its name ``band_name``. ``marked`` is the category
    that is the document's own unit.
    """

    code: str
    title: str
    said: str
    shape: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str = ""
    ends: tuple[str, ...] = ()
    band: tuple[tuple[Decimal | None, Decimal | None], ...] = ()
    band_name: str = ""
    marked: int | None = None


Element = Paragraph | Heading | Grid | Chart


@frozen
class Annex:
    """An annex: its title, and what it holds. Each begins on a page of its own."""

    title: str
    blocks: tuple[Element, ...]


@frozen
class Verification:
    """核验信息: by what whoever holds the document can check it. It is the last annex.

    ``rows`` are its lines as printed (what, value). ``code`` is the verification code, None where the run is not published.
    ``how`` says in a sentence how it is checked, or that it cannot be.
    """

    title: str
    rows: tuple[tuple[str, str], ...]
    code: str | None
    how: str


@frozen
class Bulletin:
    """A document to be signed. ``form`` is how it is laid out: "general" (公文通用格式), "letter" (信函格式), "plain" (an English
    letter) or "tables" (the tables alone).

    ``office`` is the mark at the head and the signature, ``number`` the 发文字号, ``to`` the 主送机关, ``signatory`` who signs
    (several are parted by 、 or commas), ``day`` the 成文日期 as it is printed, ``sealed`` whether a seal goes on it,
    ``distribution`` the 抄送, ``printing`` who prints it and when (印发). What the office did not give is a visible gap in its
    place, and named in ``gaps``; a letter without a number has no place for it. ``notes`` are further things to say to whoever
    makes it. ``masked`` counts what was hidden, by what it is; it is None where nothing is hidden on request. ``unit`` is the one
    that a letter or decision is for. ``made_on`` is the time of the facts (ISO), which stands in a file's properties and is the
    only time in it. ``sheets`` are tables for which a spreadsheet alone has room: among the office's own tables every incident
    with its text; no other format has them.
    ``markings`` stand above all else on page 1: that nothing is hidden in it, that it is a draft.
    """

    kind: str
    lang: Lang
    form: str
    office: str
    number: str
    title: str
    to: str
    body: tuple[Element, ...]
    annexes: tuple[Annex, ...]
    check: Verification
    signatory: str
    day: str
    sealed: bool = True
    distribution: str = ""
    printing: tuple[str, str] | None = None
    unit: str | None = None
    subject: str = ""
    made_on: str = ""
    masked: dict[str, int] | None = field(factory=dict)
    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sheets: tuple[Grid, ...] = ()
    markings: tuple[str, ...] = ()

    @property
    def blocks(self) -> tuple[Element, ...]:
        """What the body holds, and then what each annex does; no sheets."""
        return (*self.body, *(block for annex in self.annexes for block in annex.blocks))


@frozen
class Written:
    """What a writer says of the file it wrote: the faces used by role (role, face, whether it is the official one), the
    characters that no face has, texts that a cell could not hold, and the characters that their role's face lacks with the face
    that they are set in."""

    faces: tuple[tuple[str, str, bool], ...] = ()
    lacking: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()
    fell_back: tuple[tuple[str, str], ...] = ()
