"""An empty workbook of a sector to fill in: a sheet for each table, drop-downs, and a page that says what everything means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from pathlib import Path

from attrs import field

from conduct.core.base.frozen import define
from conduct.core.base.periods import PERIOD_WORDS, Period
from conduct.core.base.words import MARKS, Lang, Words, clause_words
from conduct.core.law import model as m
from conduct.core.law.law import Regulation
from conduct.core.law.sector import KEYS, REQUIRED_COLUMNS, TABLES, Sector
from conduct.files.book_text import escaped
from conduct.files.book_writing import Book, Page, writing
from conduct.files.columns import letters
from conduct.loading.cells import bounds, clauses_said, option_of
from conduct.loading.headers import SHEETS, column_words, read_header
from conduct.loading.wording import OwnWords

from .labels import LABELS as COMMON
from .labels import bracketed, titled
from .marked import cell_text, display_width
from .template_labels import LABELS

ABOUT, LISTS = Words("说明", "about"), Words("选项", "lists")
ROWS = 5000  # of each sheet have drop-downs
YES_NO = {"yes": Words("是", "yes"), "no": Words("否", "no")}
FILLS = {"required": "F4B183", "partly": "FFE699", "open": "E7E6E6"}
_DATES, _LONG = ("date", "from", "until"), ("name", "text", "reason", "note")
_DAYS, _WIDEST = (1, (date(2999, 12, 31) - date(1899, 12, 30)).days), 45
_FILLED = (2, ROWS + 1)

Coded = m.UnitKind | m.Post | m.MeasureKind | m.Kind | m.Step


def write_template(sector: Sector, regulation: Regulation, path: Path, lang: Lang, *, own: OwnWords | None = None) -> None:
    """Writes an empty workbook of the sector, in words that are understood when it is loaded.

    ``own`` is what the office calls things, as loads take it: no column is headed by a word that it gives another sense. Raises
    `Fault` ``output-cannot-write``.
    """
    left_out = {"posts": not sector.posts, "measures": not sector.measures}
    tables = [table for table in TABLES if not left_out.get(table)]
    with writing(path) as book:
        about = book.page(ABOUT.said(lang))
        made = _Template(sector, regulation, lang, own or OwnWords(), book)
        for table in tables:
            made.lay_out(book.page(SHEETS[table].said(lang)), table)
        made.list_words(book.page(made.lists))
        made.explain(about, tables)


def choices(sector: Sector, table: str, column: str) -> dict[str, Words]:
    """What a column's drop-down offers, by code; nothing if it has none."""
    attribute = _attributes(sector, table).get(column)
    found: Sequence[Coded] = ()
    match attribute.type if attribute is not None else (table, column):
        case m.YesNo():
            return YES_NO
        case m.Options(words):
            return dict(words)
        case m.ClauseId(clauses):
            return clauses_said(clauses)
        case m.KindCode():
            found = sector.kinds
        case ("units", "kind"):
            found = sector.unit_kinds
        case ("posts", "post"):
            found = sector.posts
        case ("measures", "measure"):
            found = sector.measures
        case ("incidents", "kind"):
            found = sector.recorded_kinds
        case ("actions", "step"):
            found = sector.all_steps
    return {one.code: one.words for one in found}


def spelled(offered: Mapping[str, Words], code: str, lang: Lang) -> str:
    """The word that stands for a code in a file: in English the code, as in Chinese where the word means another one."""
    word = code if lang == "en" else offered[code].zh
    plain = escaped(word) == word == word.strip()
    return word if plain and option_of(offered.items(), "cell-option")(word) == code else code


def _attributes(sector: Sector, table: str) -> Mapping[str, m.Attribute]:
    return {"incidents": sector.incident_attributes, "actions": sector.action_attributes}.get(table, {})


@define
class _Template:
    """The workbook while it is made; ``ranges`` are the head and the cells of each list of words so far, by what it holds."""

    sector: Sector
    regulation: Regulation
    lang: Lang
    own: OwnWords
    book: Book
    ranges: dict[tuple[str, ...], tuple[str, str]] = field(factory=dict)

    @property
    def lists(self) -> str:
        """What the sheet of the lists is called."""
        return LISTS.said(self.lang)

    def lay_out(self, page: Page, table: str) -> None:
        """A table's sheet: the header, and for each column its format, its drop-down and its width."""
        page.freeze(1)
        attributes = _attributes(self.sector, table)
        for n, column in enumerate(self.sector.columns(table), 1):
            head = self._header(table, column)
            self._put(page, 1, n, head, FILLS[self._filled(table, column)], bold=True)
            of = attributes[column].type if column in attributes else None
            is_day = isinstance(of, m.Day) if of is not None else column in _DATES
            is_number = isinstance(of, m.Number) or (table, column) == ("measures", "value")
            offered = choices(self.sector, table, column)
            words = [spelled(offered, code, self.lang) for code in offered]
            wanted = max(30 if column in _LONG else 12, *(display_width(word) + 4 for word in (head, *words)))
            style = self.book.style("yyyy-mm-dd" if is_day else "General" if is_number else "@")
            page.column(n, min(wanted, _WIDEST), style)
            if words:
                page.choices(n, _FILLED, self._listed(head, words), self._said("listed"))
            elif is_day:
                page.days(n, _FILLED, _DAYS, self._said("no-date"))

    def _listed(self, head: str, words: Sequence[str]) -> str:
        """The range of the lists that holds these words."""
        letter = letters(len(self.ranges) + 1)
        cells = f"'{self.lists}'!${letter}$2:${letter}${len(words) + 1}"
        return self.ranges.setdefault(tuple(words), (head, cells))[1]

    def list_words(self, page: Page) -> None:
        """The hidden sheet that the drop-downs offer from: a column for each list, under the header that first took it."""
        columns = [(head, *words) for words, (head, _) in self.ranges.items()]
        for row, words in enumerate(zip_longest(*columns, fillvalue=""), 1):
            for n, word in enumerate(words, 1):
                self._put(page, row, n, word, bold=row == 1)
        page.hide()

    def explain(self, page: Page, tables: Sequence[str]) -> None:
        """The page that says what everything is."""
        start = self.regulation.in_force_from
        by = titled(self.regulation.id, self.regulation.title.said(self.lang))
        by += self._said("in-force", day=start.isoformat()) if start else ""
        periods = self._said("periods", periods=self._periods(self.sector.periods))
        title = self._said("title", sector=self.sector.title.said(self.lang))
        notes = (note.said(self.lang) for note in self.sector.notes)
        intro = [(line, "") for line in (title, by, *notes, periods, self._said("adds"), self._said("fill", last=ROWS + 1))]
        intro += [(self._said(code), fill) for code, fill in FILLS.items()]
        for row, (line, fill) in enumerate(intro, 1):
            self._put(page, row, 1, line, fill, bold=row == 1)
        row = len(intro)
        for title, heads, facts in self._blocks(tables):
            row += 2
            self._put(page, row, 1, title, bold=True)
            for cells, fill in ((heads, FILLS["open"]), *((fact, "") for fact in facts)):
                row += 1
                for n, text in enumerate(cells, 1):
                    self._put(page, row, n, text, fill, wrap=True)
        for n, width in enumerate((30, 30, 40, 40, 45, 24), 1):
            page.column(n, width)

    def _blocks(self, tables: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[Sequence[str]]]]:
        """The tables of the page, each with its title and its headings."""
        s, word, yes = self.sector, self._word, ("", self._said("yes"))
        filled = {"required": yes[1], "partly": self._said("some"), "open": ""}
        for table in tables:
            columns = [
                (self._header(table, c), filled[self._filled(table, c)], self._meaning(table, c), self._taken_by(table, c))
                for c in s.columns(table)
            ]
            title = self._said("columns", sheet=SHEETS[table].said(self.lang))
            yield title, self._heads("column", "filled", "meaning", "taken-by"), columns
        unit_kinds = [(*word("units", "kind", k), yes[k.code in s.assessed]) for k in s.unit_kinds]
        yield self._said("unit-kinds"), self._heads("word", "other", "assessed"), unit_kinds
        if s.measures:
            measures = [
                (*word("measures", "measure", x), x.unit.said(self.lang), bounds(x.type).said(self.lang), yes[x in s.needs])
                for x in s.measures
            ]
            yield SHEETS["measures"].said(self.lang), self._heads("word", "other", "counted-in", "takes", "needed"), measures
        kinds = [
            (
                *word("incidents", "kind", k),
                clause_words(k.clause, self.lang),
                self._heading(k.clause),
                self._columns("incidents", k) if k.recorded else self._said("not-recorded"),
                self._codes("units", "kind", k.units),
            )
            for k in s.kinds
        ]
        yield self._said("kinds"), self._heads("word", "other", "clause", "heading", "attributes", "about"), kinds
        steps = [
            (
                *word("actions", "step", x),
                self._said("a-unit")
                if x.by_unit
                else self._codes("incidents", "kind", (k.code for k in x.kinds)) or self._said("any"),
                self._columns("actions", x),
                self._header("incidents", x.finds.attribute.code) if x.finds is not None else "",
            )
            for x in s.all_steps
        ]
        yield self._said("steps"), self._heads("word", "other", "taken-on", "attributes", "settles"), steps
        for table in tables:
            for code, attribute in _attributes(s, table).items():
                offered = choices(s, table, code)
                if isinstance(attribute.type, m.Options | m.ClauseId):
                    told = [(spelled(offered, c, self.lang), self._other(c, words)) for c, words in offered.items()]
                    yield self._said("options", column=self._header(table, code)), self._heads("word", "other"), told

    def _said(self, code: str, **values: object) -> str:
        return (LABELS.get(code) or COMMON[code]).said(self.lang).format(**values)

    def _heads(self, *codes: str) -> list[str]:
        return [self._said(code) for code in codes]

    def _joined(self, words: Iterable[str]) -> str:
        return MARKS[self.lang].semicolon.join(words)  # words of laws hold commas of their own

    def _periods(self, kinds: Iterable[str]) -> str:
        return self._joined(
            f"{PERIOD_WORDS[k].said(self.lang)}{bracketed(Period.of_kind(k, 2012)[0].id, self.lang)}" for k in kinds
        )

    def _codes(self, table: str, column: str, codes: Iterable[str]) -> str:
        offered = choices(self.sector, table, column)
        if table == "incidents":
            offered = {**offered, **{k.code: k.words for k in self.sector.kinds}}
        return self._joined(spelled(offered, code, self.lang) for code in codes)

    def _header(self, table: str, column: str) -> str:
        """The word that heads a column and is understood as that column."""
        words = column_words(self.sector, table, column)
        for word in (column, words.zh, *words.also) if self.lang == "en" else (words.zh, column, *words.also):
            if column in read_header(self.sector, table, [word], "", self.own).at:
                return word
        return next((word for word, target in self.own.columns.get(table, {}).items() if target == column), column)

    def _takers(self, table: str, column: str) -> Iterator[tuple[m.Kind | m.Step, m.Attribute | None]]:
        """The kinds or steps that take a column of their own; those that only require it have no attribute."""
        owners: dict[str, Sequence[m.Kind | m.Step]] = {"incidents": self.sector.kinds, "actions": self.sector.all_steps}
        for owner in owners.get(table, ()):
            yield from ((owner, a) for a in owner.attributes if a.code == column)
            if isinstance(owner, m.Step) and column in owner.requires:
                yield owner, None

    def _filled(self, table: str, column: str) -> str:
        if column in REQUIRED_COLUMNS[table]:
            return "required"
        either = table == "actions" and column in ("incident", "unit")
        return "partly" if either or any(a is None or a.required for _, a in self._takers(table, column)) else "open"

    def _other(self, code: str, words: Words) -> str:
        """What stands beside the word to write: in Chinese its code, in English what the code means, where it says more."""
        if words.zh == code:
            return self._heading(code)
        if self.lang == "zh":
            return code
        untranslated = words.zh if any(c.isdigit() for c in code) else ""  # a number of the law's own, else an English word
        return words.en if words.en != code else untranslated

    def _word(self, table: str, column: str, one: Coded) -> tuple[str, str]:
        offered = {**choices(self.sector, table, column), one.code: one.words}
        return spelled(offered, one.code, self.lang), self._other(one.code, one.words)

    def _heading(self, clause: str) -> str:
        texts = (self.regulation, *self.regulation.beside)
        return next((found.heading for one in texts for found in one.text.clauses if found.id == clause), "")

    def _columns(self, table: str, owner: m.Kind | m.Step) -> str:
        found = {a.code: a.required for a in owner.attributes}
        found.update(dict.fromkeys(owner.requires if isinstance(owner, m.Step) else (), True))
        return self._joined(self._header(table, code) + "*" * required for code, required in found.items())

    def _of_kinds(self, code: str, kinds: str) -> str:
        return self._said("of-kinds", id=self._said(code), kinds=kinds) if kinds else self._said(code)

    def _taken_by(self, table: str, column: str) -> str:
        said = []
        for owner, attribute in self._takers(table, column):
            taken = attribute.type.clauses if attribute is not None and isinstance(attribute.type, m.ClauseId) else ()
            clauses = [words.said(self.lang) for words in clauses_said(taken).values()]
            word = self._word(table, "kind" if table == "incidents" else "step", owner)[0]
            mark = "*" if attribute is None or attribute.required else ""
            said.append(word + mark + (bracketed(self._joined(clauses), self.lang) if clauses else ""))
        return self._joined(said)

    def _meaning(self, table: str, column: str) -> str:
        attribute = _attributes(self.sector, table).get(column)
        if attribute is None:
            key = "key" if KEYS[table] == (column,) else "head-id" if column == "head" and self.sector.heads else column
            otherwise = LABELS["listed" if choices(self.sector, table, column) else "text"]
            words = LABELS.get(f"{table}.{column}") or LABELS.get(key, otherwise)
            kinds, periods = self._codes("units", "kind", self.sector.heads), self._periods(self.sector.periods)
            return words.said(self.lang).format(kinds=kinds, periods=periods)
        return self._takes(attribute) if self.lang == "zh" else f"{attribute.words.en}: {self._takes(attribute)}"

    def _takes(self, attribute: m.Attribute) -> str:
        """What a cell of an attribute may hold."""
        match attribute.type:
            case m.YesNo():
                takes, blank = self._said("yes-no"), "" if attribute.required else "yes" if attribute.default else "no"
                return self._said("blank", takes=takes, word=YES_NO[blank].said(self.lang)) if blank else takes
            case m.Options(words) if attribute.default is not None:
                return self._said("blank", takes=self._said("listed"), word=spelled(words, str(attribute.default), self.lang))
            case m.Options() | m.ClauseId() | m.KindCode() | m.ByOwner():
                return self._said("listed")
            case m.Day():
                return self._said("day")
            case m.Number():
                return bounds(attribute.type).said(self.lang)
            case m.PeriodId(kinds):
                return self._periods(kinds)
            case m.UnitId(kinds):
                return self._of_kinds("unit-id", self._codes("units", "kind", kinds))
            case m.IncidentId(kinds):
                return self._of_kinds("incident-id", self._codes("incidents", "kind", kinds))
            case m.ActionId():
                return self._said("action-id")
        return self._said("text")

    def _put(
        self, page: Page, row: int, column: int, text: str, fill: str = "", *, bold: bool = False, wrap: bool = False
    ) -> None:
        """Sets a cell that is text whatever it begins with."""
        if text:
            page.text(row, column, cell_text(text, "en")[0], self.book.style(fill=fill, bold=bold, wrap=wrap))
