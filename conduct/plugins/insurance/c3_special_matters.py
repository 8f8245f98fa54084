"""3 三、特殊事项的考核: what earns points."""

from __future__ import annotations

from conduct.law import Charge, Decided, Once, Provision, Section, Understood, Unruled, Words, count

from . import kinds as k

# ---- 3 · 三、特殊事项的考核

bonus = Section(
    "3", "3", quote="各项加分累计分值不超过20分", words=Words("特殊事项（加分）", "special matters (bonus)"), cap=20, bonus=True
)

CLAUSE_3: tuple[Provision, ...] = (
    bonus,
    Unruled(
        "3",
        Words(
            "办法称三项而只列两项；两项均已设规则，第三项条文没有。",
            "The text announces three bonus items and gives two; two are encoded, the third is not in the text.",
        ),
        quote="考核设置三项加分项目",
        in_scope=True,
    ),
)

# ---- 3.1 · (一)省级表彰

commendations = Section(
    "3.1",
    "3.1",
    quote="多次受表彰的不重复加分;受不同层级表彰的按高级别表彰计分",
    words=Words("省级表彰", "commendations"),
    bonus=True,
    combine="highest",
    within=bonus,
)

CLAUSE_3_1: tuple[Provision, ...] = (
    commendations,
    Charge("3.1", "并在考核期内上报保监局的,加8分", count=count(k.commendation_provincial), scale=Once(8), section=commendations),
    Charge(
        "3.1",
        "受国家级表彰的并在考核期内上报保监局的,加10分",
        count=count(k.commendation_national),
        scale=Once(10),
        section=commendations,
    ),
    Understood(
        "3.1",
        Words(
            "表彰的日期为上报保监局之日；未上报的不登记。只计级别最高的一项。",
            "The date of a commendation is the day it was reported to the bureau; one not reported is not recorded. The highest alone counts.",
        ),
    ),
)

# ---- 3.2 · (二)媒体正面报道

praise = Section(
    "3.2",
    "3.2",
    quote="媒体正面报道按次加分,最高加分不超过10分",
    words=Words("媒体正面报道", "media praise"),
    cap=10,
    bonus=True,
    within=bonus,
)

CLAUSE_3_2: tuple[Provision, ...] = (
    praise,
    Charge(
        "3.2",
        "根据媒体影响力、报道深度等情况酌情加2-10分",
        count=count(k.media_praise),
        scale=Decided(k.decide, k.points, low=2, high=10),
        section=praise,
    ),
    Understood(
        "3.2",
        Words(
            "报道的日期为上报保监局之日；分值由人决定，未决定的不加分并如实列出。",
            "The date of praise is the day it was reported to the bureau; its points are decided by a person, and until then add nothing.",
        ),
    ),
)

PROVISIONS: tuple[Provision, ...] = (
    *CLAUSE_3,
    *CLAUSE_3_1,
    *CLAUSE_3_2,
)
