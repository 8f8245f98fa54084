"""The score sheet (评分表): the annex of art4, which the deployment brings as TOML, checked key by key."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from attrs import define, field, frozen

from conduct.law import Exact, Fault, Place, Problem, Words, exact, written

ON_SITE = ("courtesy", "appearance", "efficiency", "discipline", "environment", "back-office", "recommendation", "evaluation")
OFF_SITE = ("organisation", "institution", "complaints")
EVALUATION = "evaluation"
_MOST_DIGITS = 12
WHOLE = {ON_SITE: 70, OFF_SITE: 30}


@frozen
class ScoredItem:
    """An item of an indicator: what one finding of it costs, and the sheet's words."""

    points: Exact
    text: str


@frozen
class Band:
    """Complaints per 10 000 transactions up to which a share of the half for a channel is earned."""

    rate: Exact
    share: Exact


@frozen
class Indicator:
    """An indicator: its points, its items by code, and for complaints its bands."""

    points: Exact
    items: Mapping[str, ScoredItem]
    bands: tuple[Band, ...] = ()


@frozen
class ScoreSheet:
    """A whole score sheet, from the file ``origin``."""

    origin: str
    indicators: Mapping[str, Indicator]


@define
class _SheetReader:
    origin: str
    problems: list[Problem] = field(factory=list)
    codes: dict[str, str] = field(factory=dict)
    texts: dict[str, str] = field(factory=dict)

    def wrong(self, key: str, zh: str, en: str) -> None:
        self.problems.append(Problem("sheet-key", {"key": key, "what": Words(zh, en)}, Place(self.origin)))

    def table(self, value: object, key: str) -> Mapping[str, object]:
        if isinstance(value, Mapping):
            return value
        self.wrong(key, "应为一个表", "it takes a table")
        return {}

    def number(self, table: Mapping[str, object], key: str, name: str, high: int | None = None) -> Exact:
        value = table.get(name)
        whole = f"{key}.{name}"
        if value is None:
            self.wrong(whole, "缺少此项", "it is missing")
        elif isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            said = str(value).lower() if isinstance(value, bool) else str(value)
            self.wrong(whole, f"“{said}”不是数", f"“{said}” is no number")
        elif Decimal(value) and not -_MOST_DIGITS < Decimal(value).adjusted() < _MOST_DIGITS:
            self.wrong(whole, "数太大或太小", "the number is too large or too small")
        elif value < 0 or (high is not None and value > high):
            to = "" if high is None else f"至{high}"
            self.wrong(
                whole, f"“{value}”应在0{to or '以上'}", f"“{value}” must be from 0" + ("" if high is None else f" to {high}")
            )
        else:
            return exact(value)
        return 0

    def known(self, table: Mapping[str, object], key: str, names: tuple[str, ...]) -> None:
        for name in table:
            if name not in names:
                where = f"{key}.{name}" if key else name
                self.wrong(where, f"没有此项;可用:{'、'.join(names)}", f"there is no such key; known: {', '.join(names)}")

    def items(self, table: Mapping[str, object], key: str) -> dict[str, ScoredItem]:
        found = {}
        for code, value in self.table(table.get("items", {}), f"{key}.items").items():
            at = f"{key}.items.{code}"
            item = self.table(value, at)
            self.known(item, at, ("points", "text"))
            text = item.get("text")
            if not isinstance(text, str) or not text.strip():
                self.wrong(f"{at}.text", "缺少项目的文字", "the item's words are missing")
                text = code
            else:
                self.once(at, code, text)
            points = self.number(item, at, "points")
            if isinstance(item.get("points"), int | Decimal) and not isinstance(item["points"], bool) and item["points"] == 0:
                self.wrong(f"{at}.points", "分值须大于0", "an item costs more than 0")
            found[code] = ScoredItem(points, text)
        return found

    def once(self, at: str, code: str, text: str) -> None:
        """An item is entered by its code or by its words, so that each stands for one item alone."""
        taken = self.codes.setdefault(code, at)
        if taken != at:
            self.wrong(at, f"项目代码已用于 {taken}", f"the item's code stands under {taken} too")
        same = " ".join(text.split())
        first = self.texts.setdefault(same, at)
        if first != at:
            self.wrong(f"{at}.text", f"项目文字与 {first} 相同", f"its words are those of {first}")

    def bands(self, table: Mapping[str, object], key: str) -> tuple[Band, ...]:
        listed = table.get("bands")
        if not isinstance(listed, list) or not listed:
            self.wrong(f"{key}.bands", "应列出至少一档 {rate = …, share = …}", "it takes at least one {rate = …, share = …}")
            return ()
        found: list[Band] = []
        for n, value in enumerate(listed, 1):
            at = f"{key}.bands[{n}]"
            before = len(self.problems)
            band = self.table(value, at)
            self.known(band, at, ("rate", "share"))
            made = Band(self.number(band, at, "rate"), self.number(band, at, "share", 1))
            if len(self.problems) == before and found and made.rate <= found[-1].rate:
                self.wrong(f"{at}.rate", "各档的 rate 须严格递增", "the bands' rates must rise strictly")
            if len(self.problems) == before and found and made.share > found[-1].share:
                self.wrong(f"{at}.share", "投诉率高的档，share 不得高于前一档", "a share must not rise with the rate")
            found.append(made)
        return tuple(found)


def read_sheet(settings: Mapping[str, object], origin: str) -> ScoreSheet:
    """The sheet that a TOML file gives. Raises `Fault` ``sheet-key`` for everything wrong with it, by file and key."""
    reader = _SheetReader(origin)
    reader.known(settings, "", ("indicators",))
    tables = reader.table(settings.get("indicators", {}), "indicators")
    codes = ON_SITE + OFF_SITE
    reader.known(tables, "indicators", codes)
    indicators: dict[str, Indicator] = {}
    for code in codes:
        key = f"indicators.{code}"
        if code not in tables:
            reader.wrong(key, "缺少这一指标", "the indicator is missing")
            continue
        table = reader.table(tables[code], key)
        reader.known(table, key, ("points", "items", "bands") if code == "complaints" else ("points", "items"))
        points, items = reader.number(table, key, "points"), reader.items(table, key)
        if code == EVALUATION:
            for item in items:
                reader.wrong(
                    f"{key}.items.{item}",
                    "第五条规定该指标只按满意率和基本满意率计分，不列扣分项目",
                    "art5 scores this indicator by the two rates alone: it has no items",
                )
        bands = reader.bands(table, key) if code == "complaints" else ()
        indicators[code] = Indicator(points, items, bands)
    if len(indicators) == len(codes):
        for group, whole in WHOLE.items():
            total = sum(indicators[code].points for code in group)
            if total != whole:
                keys = ", ".join(f"{code}.points" for code in group)
                said = written(total)
                reader.wrong(f"indicators ({keys})", f"合计为{said},应为{whole}", f"these come to {said}, not {whole}")
    if reader.problems:
        raise Fault(reader.problems)
    return ScoreSheet(origin, indicators)
