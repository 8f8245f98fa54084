"""第二章 考核内容 (art3 to art9): what is checked at a station, and its target."""

from __future__ import annotations

from conduct.law import Below, Checklist, Figure, Formula, Outcome, Provision, Reported, Understood, Unruled, Words

from . import kinds as k


def content(clause: str, quote: str) -> Checklist:
    """A content of the assessment, checked by station: met or not."""
    return Checklist(clause, quote, step=k.check, by=k.checked_clause, met=k.met)


# ---- 第三条

ART3: tuple[Provision, ...] = (
    content("art3", "定期研究部署行风与服务建设工作,机构健全,责任落实"),
    Understood(
        "art3",
        Words(
            "第三条至第九条的内容按单位检查，逐条显示做到与否，不设处罚。",
            "The contents of art3 to art9 are checked by station and shown clause by clause; they carry no sanction.",
        ),
    ),
)

# ---- 第四条

ART4: tuple[Provision, ...] = (
    content("art4", "单位和职工不发生吃、拿、卡、要等违纪问题"),
    Unruled(
        "art4",
        Words("领导班子以身作则与教育由人检查。", "Example and education by leaders are checked by people."),
        judged=True,
    ),
)

# ---- 第五条

ART5: tuple[Provision, ...] = (
    content("art5", "认真执行《扎鲁特旗农电公司供电服务承诺》各项内容"),
    Figure(
        "art5",
        "年度在所在地方行风测评中群众满意率",
        code="satisfaction",
        words=Words("群众满意率", "satisfaction of the public"),
        of=Formula(lambda rate: rate, {"rate": Reported(k.satisfaction)}, words=Words("所报的{rate}", "the {rate} as reported")),
        percent=True,
    ),
    Outcome(
        "art5",
        "年度在所在地方行风测评中群众满意率达到90%以上",
        name="target-missed",
        words=Words("群众满意率未达目标", "the target of satisfaction was missed"),
        place=Below(k.satisfaction, "0.9", said=90),
    ),
    Understood(
        "art5",
        Words(
            "90%本身达到目标（以上含本数）；没有满意率数据的单位不作判断，并予注明。",
            "0.9 itself meets the target (以上); a station without the measure is not judged, and says so.",
        ),
    ),
)

# ---- 第六条

ART6: tuple[Provision, ...] = (
    content(
        "art6",
        "保持营业窗口达标成果,简化报装接电手续,实行“一口对外”和“首问负责制度”,营业窗口职工坚持使用文明用语,着装整洁,挂牌服务",
    ),
)

# ---- 第七条

ART7: tuple[Provision, ...] = (
    content("art7", "坚持行风和优质服务常态运行机制"),
    Unruled("art7", Words("领导的组织与检查由人检查。", "How leaders organise and inspect is checked by people."), judged=True),
)

# ---- 第八条

ART8: tuple[Provision, ...] = (
    content("art8", "以明查暗访等形式,加大行风监督考核力度"),
    Unruled("art8", Words("领导小组的作用由人检查。", "What the leading group does is checked by people."), judged=True),
)

# ---- 第九条

ART9: tuple[Provision, ...] = (
    content("art9", "各单位党政负责人是供电服务“零投诉”的第一责任人"),
    Unruled(
        "art9",
        Words(
            "分工：本条所称直接责任人指分管领导，不是第十条的直接责任人。",
            "Division of work; whom it calls 直接责任人 is the leader in charge, not the person at fault of art10.",
        ),
    ),
)

PROVISIONS: tuple[Provision, ...] = (
    *ART3,
    *ART4,
    *ART5,
    *ART6,
    *ART7,
    *ART8,
    *ART9,
)
