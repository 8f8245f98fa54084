"""What units objected to in a draft, how that was decided, and what changed from the draft to the run that followed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from attrs import evolve

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang
from conduct.core.law.consequence import OnHead, OnPerson

from ...differences import Consequence
from ...labels import joined, label
from ...moves import names_of, why_moved
from ...tables import decimals
from ..document import Annex, Entry, Grid, Paragraph
from ..told import Objection, Publication, Told
from .discretion import Discretion
from .entered import entered
from .letter_words import contested_said, said, upheld_code
from .public import called
from .tabling import number, tabled, whole
from .wording import day_said


def objected(told: Told, lang: Lang, quoted: Discretion | None = None) -> Annex | None:
    """The objections to the draft that is told of, once there are some, or to those before it, and to the results published
    since: each stands under what it objects to. None where there is no draft.

    Of what people wrote it holds what may be ``quoted``, all of it without that.
    """
    to = _by_sealed(told, lang)
    if to is None:
        return None
    if not any(one.published for one in to):
        (drafts,) = to
        table = objections(told, drafts.objections, lang, quoted)
        return _annex("objections", _draft_said(told, lang), table, lang)
    blocks = list[Paragraph | Grid]()
    for one in to:
        table = objections(told, one.objections, lang, quoted)
        assert table is not None
        caption = said("objections_of", lang, what=one.words) if len(to) > 1 else ""
        blocks += [_counted(one, lang), evolve(table, caption=caption)]
    code = "objections_published" if all(one.published for one in to) else "objections_both"
    return Annex(said(code, lang), tuple(blocks))


def objected_said(told: Told, lang: Lang) -> tuple[Paragraph, ...]:
    """How many objections there were to which draft or result, and how they were decided; nothing where `objected` is None."""
    to = _by_sealed(told, lang)
    if to is None:
        return ()
    if not any(one.published for one in to):
        return (_draft_said(told, lang),)
    return tuple(_counted(one, lang) for one in to)


@frozen
class _ObjectedTo:
    """What was sealed, in words, and the objections to it; drafts are one."""

    words: str
    published: bool
    objections: tuple[Objection, ...]


def _by_sealed(told: Told, lang: Lang) -> tuple[_ObjectedTo, ...] | None:
    """The objections by what each is to: the drafts, then each published result; the drafts alone where there are none at all."""
    drafts = _drafts(told)
    if not drafts or (told.drafted and not told.objections):
        return None
    by_number: dict[str, list[Objection]] = {}
    for one in sorted(told.objections, key=lambda objection: int(objection.to.lstrip("d"))):  # a draft is called d1, a result 1
        by_number.setdefault(one.to, []).append(one)
    of_drafts = [number for number in by_number if not number.isdigit()]
    found = [
        _ObjectedTo(said("result_number", lang, number=number), True, tuple(mine))
        for number, mine in by_number.items()
        if number.isdigit()
    ]
    if of_drafts or not found:
        words = said("draft_number", lang, number=joined(of_drafts, lang))
        found.insert(0, _ObjectedTo(words, False, tuple(one for number in of_drafts for one in by_number[number])))
    return tuple(found)


def _draft_said(told: Told, lang: Lang) -> Paragraph:
    """How many objections came since which draft."""
    code = "objections_said" if told.objections else "objections_none"
    return Paragraph(_decisions_said(code, told.objections, lang, draft=drafts_said(_drafts(told), lang)))


def _counted(one: _ObjectedTo, lang: Lang) -> Paragraph:
    return Paragraph(_decisions_said("objections_counted", one.objections, lang, what=one.words))


def _decisions_said(code: str, found: Sequence[Objection], lang: Lang, **values: object) -> str:
    """A sentence of how many objections there were and how they were decided, with those that need no decision."""
    moot = sum(one.moot for one in found)
    counted = Counter(one.upheld for one in found if not one.moot)
    counts = {"n": len(found), "upheld": counted[True], "refused": counted[False], "open": counted[None]}
    text, space = said(code, lang, **counts, **values), "" if lang == "zh" else " "
    return f"{text}{space}{said('objections_moot', lang, n=moot)}" if moot else text


def changed(told: Told, lang: Lang, public: bool = False) -> Annex | None:
    """What changed since the draft: both scores and ranks of every unit that moved, and why; None where no draft came before.

    What is ``public`` does not say on whom a sanction would fall that nobody has decided.
    """
    lead = changed_said(told, lang)
    return _annex("changes", lead, _changes(told, lang, public), lang) if lead is not None else None


def changed_said(told: Told, lang: Lang) -> Paragraph | None:
    """How many units moved since which draft; None as in `changed`."""
    if told.draft is None or told.drafted:
        return None
    sent = told.draft.publication
    words = {"draft": drafts_said([sent], lang), "day": day_said(sent.at[:10], lang), "n": len(told.moved)}
    return Paragraph(said("changes_said" if told.moved else "changes_none", lang, **words))


def _annex(title: str, lead: Paragraph, table: Grid | None, lang: Lang) -> Annex:
    return Annex(said(title, lang), (lead,) if table is None else (lead, table))


def drafts_said(sent: Iterable[Publication], lang: Lang) -> str:
    """Drafts by their numbers, as a sentence names them."""
    return said("draft_number", lang, number=joined((one.number for one in sent), lang))


def _drafts(told: Told) -> tuple[Publication, ...]:
    """The drafts to which the objections are."""
    if told.publication is not None and told.drafted:
        return (told.publication,)
    return told.drafts or ((told.draft.publication,) if told.draft is not None else ())


def objections(told: Told, found: Sequence[Objection], lang: Lang, quoted: Discretion | None = None) -> Grid | None:
    """Each objection that was ``found``: whose, to what, when and why, and how it was decided."""
    sector, names = told.assessment.sector, told.names
    kinds, facts = sector.kind_by_code, entered(told.ledger, sector, {one.incident for one in found})
    rows = []
    for one in sorted(found, key=lambda objection: (objection.day, objection.action)):
        code = facts[one.incident].kind if one.incident in facts else ""
        what = kinds[code].words.said(lang) if code in kinds else code
        what = contested_said(kinds[one.kind].words, lang) if one.kind in kinds else one.kind or what
        lead = [Entry(names.get(one.unit, one.unit)), Entry(one.incident), Entry(what), Entry(one.day)]
        rows.append(
            [
                *lead,
                Entry(quoted.quoted(one.reason) if quoted is not None else one.reason),
                Entry(_decided(one, names, lang, quoted)),
            ]
        )
    codes = ("name", "incident", "item", "appealed_on", "appeal_reason", "decision")
    holds = {"appealed_on": "date"}
    return tabled("objections", [(label(c, lang), holds.get(c, "text")) for c in codes], rows, keys=2)


def _decided(one: Objection, names: dict[str, str], lang: Lang, quoted: Discretion | None) -> str:
    if one.upheld is None:
        return said("moot" if one.moot else "undecided", lang)
    by, reason = names.get(one.decided_by, one.decided_by), one.decided_reason
    if quoted is not None:
        by, reason = called(quoted, one.decided_by, names), quoted.quoted(reason)
    words = {"reason": reason, "day": day_said(one.decided_on, lang), "by": by}
    return said(upheld_code(one.upheld, one.kind), lang, **words)


def _changes(told: Told, lang: Lang, public: bool) -> Grid | None:
    names = names_of(told.assessment.sector)
    on_people = {rule.name for rule in told.assessment.resolved.sanctions if isinstance(rule.on, OnHead | OnPerson)}
    rows = []
    for unit in told.moved:
        if public:
            unit = evolve(unit, gone=_unnamed(unit.gone, on_people), come=_unnamed(unit.come, on_people))
        scores = [_score(value) for value in unit.score]
        ranks = [whole(rank) for rank in unit.rank]
        why = joined(why_moved(unit, lang, names), lang, ";")
        rows.append([Entry(unit.name), *scores, *ranks, Entry(why or said("others_moved", lang))])
    codes = ("name", "score_draft", "score_now", "rank_draft", "rank_now", "moved_by")
    headings = [(label(c, lang), "number" if c.startswith(("score", "rank")) else "text") for c in codes]
    keep = [n for n in range(len(codes)) if n not in (1, 2, 3, 4) or any(row[n].text for row in rows)]
    return tabled("changes", [headings[n] for n in keep], [[row[n] for n in keep] for row in rows])


def _unnamed(consequences: Iterable[Consequence], on_people: set[str]) -> tuple[Consequence, ...]:
    """Consequences, of which those on people that nobody has decided no longer say on whom (whom it falls on stands last)."""
    return tuple(evolve(one, about=one.about[:-1]) if one.code in on_people and not one.decided else one for one in consequences)


def _score(value: float | None) -> Entry:
    """A score as it was printed."""
    return Entry("") if value is None else number(decimals(value))
