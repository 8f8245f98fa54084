"""The charts of documents: what people look at rather than read, with the same in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from conduct.core.base.frozen import frozen
from conduct.core.base.once import cached_property
from conduct.core.base.periods import Period
from conduct.core.base.words import Lang
from conduct.core.duties.case_facts import CaseFacts
from conduct.core.law.conditions import name
from conduct.core.law.model import Attribute, Kind, Options
from conduct.core.scores.results import Assessment, UnitResult
from conduct.core.scores.standings import lists

from ...differences import PlainRow
from ...labels import joined, label
from ...numbers import Numbers
from ..document import Chart, Series
from ..told import Told
from .places import first_and_last
from .sentences import said
from .wording import period_said

MOST_BARS = 40
"""So many units a chart of the standings draws; of more the first and the last ones."""
_HALF, _NEAR = 20, 3
_MOST_OPTIONS, _MOST_KINDS = 8, 6


@frozen(slots=False)
class Drawings:
    """The charts of what is told, in a language. Each is None where there is nothing to draw."""

    told: Told
    lang: Lang

    @property
    def a(self) -> Assessment:
        """The run."""
        return self.told.assessment

    @cached_property
    def numbers(self) -> Numbers:
        """How its figures are printed."""
        return Numbers(self.a)

    # ---- standings

    def standings(self) -> tuple[Chart, ...]:
        """Each list of the standings as ranked bars, parted by section where there are sections."""
        if self.a.resolved.standing is None:
            return ()
        ranked = self._lists()
        return tuple(self._ranked(members, apart=len(ranked) > 1) for members in ranked if len(members) > 1)

    def neighbours(self, unit: str) -> Chart | None:
        """A unit among those next to it in rank."""
        members = next((found for found in self._lists() if any(u.unit == unit for u in found)), [])
        if len(members) < 2:
            return None
        at = next(n for n, u in enumerate(members) if u.unit == unit)
        first = max(0, min(at - _NEAR, len(members) - 2 * _NEAR - 1))
        near, mine = members[first : first + 2 * _NEAR + 1], members[at]
        value = {
            "unit": self.told.called(mine, self.lang),
            "value": self._end(mine, rank=False),
            "rank": mine.rank,
            "n": len(members),
        }
        return Chart(
            "neighbours",
            said("chart_neighbours", self.lang, unit=self.told.called(mine, self.lang)),
            said("chart_neighbours_said", self.lang, **value),
            "bars",
            tuple(self.told.called(u, self.lang) for u in near),
            self._series(near),
            axis=self._axis(),
            ends=tuple(self._end(u) for u in near),
            marked=at - first,
        )

    def _lists(self) -> list[list[UnitResult]]:
        standing = self.a.resolved.standing
        return lists(standing, [u for u in self.a.units if u.rank is not None]) if standing is not None else []

    def _ranked(self, members: Sequence[UnitResult], *, apart: bool) -> Chart:
        lang, drawn = self.lang, list(members)
        if len(members) > MOST_BARS:
            drawn = [*members[:_HALF], *members[-_HALF:]]
        title = said("chart_standings", lang) if self.a.regulation.sections else said("chart_figure", lang, self._figure_words())
        if apart:
            kinds = {k.code: k.words.said(lang) for k in self.a.sector.unit_kinds}
            title = said("chart_in_list", lang, title, kinds[members[0].kind])
        first, last = first_and_last(self.told, members, lang)
        text = said("chart_standings_said" if last else "chart_alike_said", lang, title=title, best=first, worst=last)
        if len(drawn) < len(members):
            text += ("" if lang == "zh" else " ") + said("chart_first_last", lang, n=_HALF, all=len(members))
        return Chart(
            "standings",
            title,
            text,
            "bars",
            tuple(self.told.called(u, self.lang) for u in drawn),
            self._series(drawn),
            axis=self._axis(),
            ends=tuple(self._end(u) for u in drawn),
        )

    def _series(self, units: Sequence[UnitResult]) -> tuple[Series, ...]:
        """What each unit's score is made of, section by section; else the figure that ranks."""
        law, lang, numbers = self.a.resolved, self.lang, self.numbers
        if not law.sections:
            return (Series(self._figure_words(), tuple(self._figure(u) for u in units)),)
        parts: list[tuple[str, Callable[[UnitResult], Decimal | None]]] = []
        for section in law.sections:
            if not section.bonus and section.within is None:
                parts.append((section.words.said(lang), _of_section(numbers, section.id)))
        if any(u.bonus for u in units):
            parts.append((label("bonus", lang), lambda u: _decimal(numbers.written(u.bonus))))
        return tuple(Series(words, tuple(of(u) for u in units)) for words, of in parts)

    def _figure(self, unit: UnitResult) -> Decimal | None:
        standing = self.a.resolved.standing
        found = next((f for f in unit.figures if standing is not None and f.code == standing.code), None)
        return _decimal(self.numbers.alone(found)) if found is not None else None

    def _figure_words(self) -> str:
        standing = self.a.resolved.standing
        return standing.words.said(self.lang) if standing is not None else ""

    def _axis(self) -> str:
        standing = self.a.resolved.standing
        if self.a.regulation.sections:
            return said("chart_points", self.lang)
        return "%" if standing is not None and standing.percent else ""

    def _end(self, unit: UnitResult, *, rank: bool = True) -> str:
        """A unit's score or figure, with its rank."""
        if unit.score is not None:
            points = self.numbers.score(unit)
            if rank:
                return said("chart_end", self.lang, points=points, rank=unit.rank)
            return label("one_point" if points == "1" else "points_n", self.lang).format(points)
        standing = self.a.resolved.standing
        found = next((f for f in unit.figures if standing is not None and f.code == standing.code), None)
        value = self.numbers.alone(found) if found is not None else ""
        return said("chart_end_figure", self.lang, points=value, rank=unit.rank) if rank and unit.rank else value

    # ---- periods

    def trend(self, unit: str) -> Chart | None:
        """A unit's score, or the figure that ranks, over the periods, once published with the least and most of its list."""
        mine = next((u for u in self.a.units if u.unit == unit), None)
        standing = self.a.resolved.standing
        if mine is None or not self.told.earlier:
            return None
        peers = [u for u in self.a.units if standing is None or standing.apart is not True or u.kind == mine.kind]
        now = {u.unit: self._now(u) for u in peers}
        apart = mine.kind if standing is not None and standing.apart is True else ""
        values = [self._then(one.result, unit) for one in self.told.earlier] + [now.get(unit)]
        band = [self._band(one.result, apart) for one in self.told.earlier] + [_ends(list(now.values()))]
        if sum(v is not None for v in values) < 2:
            return None
        periods = [period_said(one.period, "zh") if self.lang == "zh" else one.period.id for one in self.told.earlier]
        periods.append(period_said(self.a.period, "zh") if self.lang == "zh" else self.a.period.id)
        what = label("score", self.lang) if mine.score is not None else self._figure_words()
        shown = len(peers) > 1 and not self.told.alone
        named = zip(periods, values, strict=True)
        each = [said("chart_value", self.lang, period=p, value=format(v.normalize(), "f")) for p, v in named if v is not None]
        return Chart(
            "trend",
            said("chart_trend", self.lang, unit=self.told.called(mine, self.lang)),
            said(
                "chart_trend_said", self.lang, unit=self.told.called(mine, self.lang), what=what, values=joined(each, self.lang)
            ),
            "lines",
            tuple(periods),
            (Series(self.told.called(mine, self.lang), tuple(values)),),
            axis=self._axis(),
            band=tuple(band) if shown else (),
            band_name=said("chart_band", self.lang) if shown else "",
        )

    def _now(self, unit: UnitResult) -> Decimal | None:
        if unit.score is not None:
            return _decimal(self.numbers.score(unit))
        return self._figure(unit)

    def _then(self, result: PlainRow, unit: str) -> Decimal | None:
        return next((self._plain(one) for one in result["units"] if one["unit"] == unit), None)

    def _plain(self, unit: PlainRow) -> Decimal | None:
        """A unit's score or figure in a result as it was printed."""
        standing = self.a.resolved.standing
        if unit.get("score") is not None:
            return _decimal(str(unit["score"]))
        figure = next((f for f in unit.get("figures", ()) if standing is not None and f["figure"] == standing.code), None)
        value = _decimal(str(figure["value"])) if figure is not None else None
        return value * 100 if value is not None and standing is not None and standing.percent else value

    def _band(self, result: PlainRow, kind: str) -> tuple[Decimal | None, Decimal | None]:
        return _ends([self._plain(one) for one in result["units"] if not kind or one["kind"] == kind])

    # ---- months

    def months(self, units: Sequence[str] | None = None) -> Chart | None:
        """How many incidents came in each month, by channel; where there is no channel, by kind."""
        lang, attribute = self.lang, self.channel()
        column = f"i.{name(attribute.code)}" if attribute is not None else "i.kind"
        kinds = [k for k in self.a.sector.recorded_kinds if attribute is None or attribute in k.attributes]
        counts = self._counts(column, [k.code for k in kinds], units)
        total = sum(counts.values())
        if not total:
            return None
        by = attribute.words.said(lang) if attribute is not None else said("chart_by_kind", lang)
        what = kinds[0].words.said(lang) if len(kinds) == 1 else said("chart_incidents", lang)
        months = _months(self.a.period)
        series = self._by_value(counts, months, attribute, kinds)
        title = said("chart_months", lang, what=what, by=by)
        in_month = {month: sum(n for (one, _), n in counts.items() if one == month) for month in months}
        most = max(in_month.values())
        busiest = [self._month(month) for month in months if in_month[month] == most]
        text = said("chart_one_month_said", lang, title=title, n=total)
        if len(months) > 1:
            code = "chart_months_said" if len(busiest) == 1 else "chart_several_months_said"
            text = said(code, lang, title=title, n=total, month=joined(busiest, lang), most=most)
        axis = said("chart_count", lang)
        if len(months) == 1:
            whole = Series(what, tuple(one.values[0] for one in series))
            return Chart("channels", title, text, "bars", tuple(one.name for one in series), (whole,), axis=axis)
        return Chart("channels", title, text, "columns", tuple(self._month(m) for m in months), series, axis=axis)

    def channel(self) -> Attribute | None:
        """The attribute that says by what way an incident came: that of a rank rule, else the one that is called so, else one of
        a few values that every incident of some kind has."""
        ranked = [ranking.by for ranking in self.a.resolved.rankings]
        few = [
            a
            for a in self.a.sector.incident_attributes.values()
            if isinstance(a.type, Options) and len(a.type.words) <= _MOST_OPTIONS
        ]
        called = [a for a in few if a.code == "channel"]
        return next(iter([*ranked, *called, *(a for a in few if a.required)]), None)

    def _counts(self, column: str, kinds: Sequence[str], units: Sequence[str] | None) -> dict[tuple[str, str], int]:
        """By month and value, the period's incidents that are not out."""
        ledger, period = self.told.ledger, self.a.period
        among = "1" if units is None else f"i.unit IN ({', '.join(f':u{n}' for n in range(len(units)))})"
        values = {"start": period.start.isoformat(), "end": period.end.isoformat()}
        values |= {f"u{n}": unit for n, unit in enumerate(units or ())} | {f"k{n}": kind for n, kind in enumerate(kinds)}
        of_kinds = f"i.kind IN ({', '.join(f':k{n}' for n in range(len(kinds)))})"
        with ledger.view(), CaseFacts(ledger.connection, self.a.sector) as facts:
            rows = facts.incidents(
                f"substr(i.date, 1, 7), {column}, count(*)",
                f"i.date BETWEEN :start AND :end AND {of_kinds} AND {among}",
                values=values,
                group="1, 2",
                order="1, 2",
            ).fetchall()
        return {(month, value or ""): n for month, value, n in rows}

    def _by_value(
        self,
        counts: Mapping[tuple[str, str], int],
        months: Sequence[str],
        attribute: Attribute | None,
        kinds: Sequence[Kind],
    ) -> tuple[Series, ...]:
        """A series for each value that occurs, in the order in which it is declared; rare kinds together."""
        lang = self.lang
        whole: dict[str, int] = {}
        for (_, value), n in counts.items():
            whole[value] = whole.get(value, 0) + n
        if attribute is not None and isinstance(attribute.type, Options):
            words = {code: one.said(lang) for code, one in attribute.type.words.items()}
        else:
            words = {k.code: k.words.said(lang) for k in kinds}
        shown = [code for code in words if code in whole]
        if len(shown) > _MOST_KINDS:
            often = sorted(shown, key=lambda code: -whole[code])[: _MOST_KINDS - 1]
            shown = [code for code in shown if code in often]
        series = [Series(words[code], tuple(Decimal(counts.get((m, code), 0)) for m in months)) for code in shown]
        rest = [code for code in whole if code not in shown]
        if rest:
            values = tuple(Decimal(sum(counts.get((m, code), 0) for code in rest)) for m in months)
            series.append(Series(said("chart_others", lang), values))
        return tuple(series)

    def _month(self, month: str) -> str:
        return said("chart_month", self.lang, str(int(month[5:])) if self.lang == "zh" else month)


def _of_section(numbers: Numbers, section: str) -> Callable[[UnitResult], Decimal | None]:
    def of(unit: UnitResult) -> Decimal | None:
        return next((_decimal(numbers.written(s.score)) for s in unit.sections if s.section.id == section), None)

    return of


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return None


def _ends(values: Sequence[Decimal | None]) -> tuple[Decimal | None, Decimal | None]:
    found = [v for v in values if v is not None]
    return (min(found), max(found)) if found else (None, None)


def _months(period: Period) -> list[str]:
    first, last = period.start.month, period.end.month
    return [f"{period.start.year}-{month:02}" for month in range(first, last + 1)]
