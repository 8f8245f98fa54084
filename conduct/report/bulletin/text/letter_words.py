"""The sentences of letters to units and of decisions on people, in both languages."""

from __future__ import annotations

from conduct.core.base.words import Lang, Words

LETTER_WORDS: dict[str, Words] = {
    # a letter
    "title": Words("关于{name}{period}{subject}情况的函", "{name}: {subject}, {period}"),
    "opening": Words(
        "根据{law}，现将你单位{period}的考核结果及其依据函告如下。事项数据截至{day}。",
        "Under {law} we have assessed {name} for {period}. The result and what it rests on follow. The facts are as of {day}.",
    ),
    "opening_draft": Words(
        "根据{law}，现将你单位{period}的考核结果（征求意见稿）及其依据函告如下，请核对。事项数据截至{day}。所列结果可能变动。",
        "Under {law} we have assessed {name} for {period}. The draft result and what it rests on follow, for you to "
        "check. The facts are as of {day}. It may still move.",
    ),
    "result": Words("考核结果", "Result"),
    "scored": Words("你单位得{score}分。", "Your score is {score}."),
    "ranked": Words(
        "你单位得{score}分，在{of}个列入排名的单位中列第{rank}名。", "Your score is {score}, rank {rank} of {of} ranked units."
    ),
    "ranked_alone": Words("你单位在{of}个列入排名的单位中列第{rank}名。", "Your rank is {rank} of {of} ranked units."),
    "unranked": Words("你单位不列名次：{why}。", "You are shown without a rank: {why}."),
    "not_assessed": Words("你单位{why}。", "You are {why}."),
    "combined_mean": Words(
        "年度得分为各期得分的平均数（{clause}）。", "The score of the whole is the mean of those of its parts ({clause})."
    ),
    "combined_last": Words(
        "年度得分为最后一期的得分（{clause}）。", "The score of the whole is that of its last part ({clause})."
    ),
    "items": Words("各项得分的依据", "What the score rests on"),
    "breaches": Words("未履行的职责及其依据", "Duties not met, and what that rests on"),
    "facts": Words("所列事项及其依据", "What was found, and what it rests on"),
    "capped": Words("各项合计{sum}分，按上限计{points}分。", "The items come to {sum}; by the limit {points} count."),
    "none": Words("本期没有计入的事项。", "Nothing is charged in this period."),
    "earned": Words("{period}的计算：{how}。", "How {period} comes about: {how}."),
    "quote": Words("{clause}：“{words}”", "{clause}: “{words}”"),
    "vetoed": Words("{veto}（{clause}），所据事项：{ids}。", "{veto} ({clause}), for {ids}."),
    "vetoed_alone": Words("{veto}（{clause}）。", "{veto} ({clause})."),
    "gave_way": Words(
        "{what}（{clause}，事项{incident}，{who}）不另执行：{instead}。",
        "{what} ({clause}, {incident}, {who}) is not imposed beside it: {instead}.",
    ),
    "outcomes": Words("结果运用", "What follows from the result"),
    "outcome": Words("{words}（{clause}）。", "{words} ({clause})."),
    "checks": Words("检查内容的落实", "Checklist"),
    "duties": Words("职责履行", "Duties"),
    "duties_said": Words(
        "本期应履行的职责中，已履行{met}项，未履行{breached}项，尚未到期{pending}项。",
        "Of the duties of the period {met} were met, {breached} breached, and {pending} are not due yet.",
    ),
    "set_aside": Words("未计入的事项及原因", "What does not count, and why"),
    "why_out": Words("{step}（{action}，{day}，{by}）：{reason}", "{step} ({action}, {day}, {by}): {reason}"),
    "why_out_nobody": Words("{step}（{action}，{day}）：{reason}", "{step} ({action}, {day}): {reason}"),
    "open": Words("尚待决定的事项", "What is still open"),
    "open_said": Words(
        "以下事项尚未决定，决定后结果可能变动。", "The following is not decided yet; the result may move once it is."
    ),
    "open_again": Words("已按期{step}，待{again}：{ids}", "{step} in time, waiting for {again}: {ids}"),
    "appeals": Words("你单位的申诉及其处理", "Your appeals, and how they were decided"),
    "worked_out": Words("{item}（{clause}）：{how}", "{item} ({clause}): {how}"),
    "about": Words("{words}（{clause}）", "{words} ({clause})"),
    "found_by": Words("（{step}，{action}，{day}，{by}）", " ({step}, {action}, {day}, {by})"),
    "found_by_nobody": Words("（{step}，{action}，{day}）", " ({step}, {action}, {day})"),
    "upheld": Words("成立，不计：{reason}（{day}，{by}）", "upheld, out: {reason} ({day}, {by})"),
    "upheld_alone": Words(
        "成立，仅此项不计：{reason}（{day}，{by}）", "upheld, this breach alone is out: {reason} ({day}, {by})"
    ),
    "refused": Words("不成立：{reason}（{day}，{by}）", "refused: {reason} ({day}, {by})"),
    "breach_alone": Words("{breach}（仅此一项）", "{breach} (this breach alone)"),
    "moot": Words("无须决定：该事项已一概不计", "not to be decided any more: the whole case counts no longer"),
    "undecided": Words("尚未决定，暂按原登记计算", "not decided yet; what it contests counts as it stands"),
    "objecting": Words("异议的提出", "How to object"),
    "objecting_said": Words(
        "对本函所列事项及其处理有异议的，可以书面提出申诉，写明事项编号和申诉理由。申诉成立的，所涉事项不计，结果相应更正。",
        "You may object in writing to anything listed here: name the incident and give your reasons. An incident of which the "
        "appeal is upheld no longer counts, and the result is corrected.",
    ),
    "objecting_breaches": Words(
        "申诉可以针对整个事项，也可以只针对该事项未履行的一项职责，请写明是哪一项。只针对一项的申诉成立的，"
        "只有该项不计，事项本身和其他各项照旧。",
        "You may contest the whole incident, or one duty alone that was breached on it: say which. Where that one alone is "
        "contested and the appeal is upheld, that breach alone no longer counts; the incident and whatever else "
        "was breached on it stand.",
    ),
    "objecting_published": Words(
        "对征求意见稿提出的申诉，其理由可能连同处理决定写入公布的通报附件；涉及投诉人信息的原文不予引用。",
        "The reason for an appeal against this draft may be published with how it was decided, in an annex of the notice; a text "
        "that says something about who complained is not quoted.",
    ),
    "objecting_when": Words("申诉的期限和途径：{said}", "Until when and where to object: {said}"),
    "facts_annex": Words("所据事项清单", "The incidents that it rests on"),
    # a decision
    "decision_title": Words("关于对{name}的处理决定", "Decision on {name}"),
    "decision_opening": Words(
        "{name}，{kind}{post}。经查，{period}其应承担责任的事项如下，现依照{law}作出处理决定。",
        "{name}, {kind}{post}. We have looked into what is set out below, of {period}, and have decided under {law} as follows.",
    ),
    "decision_post": Words("，所在单位：{unit}", " of {unit}"),
    "decision_facts": Words("事实", "Facts"),
    "decision_fact": Words("{day}，{unit}：{kind}（事项{incident}）。", "{day}, {unit}: {kind} ({incident})."),
    "decision_said": Words("登记情况：{said}。", "As entered: {said}."),
    "decision_value": Words("{words}为“{value}”", "{words}: {value}"),
    "decision_text": Words("登记的内容：{text}", "In the words of the entry: {text}"),
    "decision_found": Words("{day}，{by}{step}，{said}。", "{day} ({step}, {by}): {said}."),
    "decision_found_nobody": Words("{day}{step}，{said}。", "{day} ({step}): {said}."),
    "found_1": Words("经查属实", "found to be true"),
    "found_0": Words("经查不属实", "found not to be true"),
    "decision_grounds": Words("依据", "Grounds"),
    "decision_itself": Words("处理决定", "Decision"),
    "decision_item": Words(
        "{words}{amount}（{clause}），事项{incident}，{role}。", "{words}{amount} ({clause}), for {incident}, {role}."
    ),
    "decision_role": Words("作为{role}", "as the {role}"),
    "decision_head": Words("作为单位负责人", "as the head of the unit"),
    "by_text": Words("该项由条文直接规定。", "The text itself says how much."),
    "by_person": Words("该项由{by}于{day}决定{reason}。", "Decided by {by} on {day}{reason}."),
    "by_nobody": Words("该项于{day}决定{reason}。", "Decided on {day}{reason}."),
    "by_reason": Words("，理由：{reason}", ", because: {reason}"),
    "months_summed": Words("以上扣发奖金合计{months}个月。", "These come to {months} months of bonus in all."),
    "decision_objecting": Words("申诉", "Appeal"),
    "decision_objecting_said": Words(
        "不服本决定的，可以书面提出申诉，写明事项编号和理由。",
        "Whoever does not accept this decision may appeal in writing: name the incident and give your reasons.",
    ),
    # a draft, and what became of it
    "draft_number": Words("征求意见稿 {number}", "draft {number}"),
    "result_number": Words("第{number}号结果", "the published result (number {number})"),
    "objections": Words("对征求意见稿的异议及其处理", "Objections to the draft, and how they were decided"),
    "objections_published": Words("对公布结果的异议及其处理", "Objections to the published result, and how they were decided"),
    "objections_both": Words("异议及其处理", "Objections, and how they were decided"),
    "objections_of": Words("对{what}的异议", "Objections to {what}"),
    "objections_counted": Words(
        "对{what}的异议{n}件：采纳{upheld}件，未采纳{refused}件，尚未决定{open}件。",
        "Objections to {what}: {n}; upheld: {upheld}, refused: {refused}, not decided yet: {open}.",
    ),
    "objections_said": Words(
        "{draft}形成后，收到异议{n}件：采纳{upheld}件，未采纳{refused}件，尚未决定{open}件。",
        "Objections received since {draft} was drawn up: {n}; upheld: {upheld}, refused: {refused}, not decided yet: {open}.",
    ),
    "objections_moot": Words(
        "另有{n}件所涉事项已一概不计，无须决定。", "Of these {n} need no decision: their cases count no more."
    ),
    "objections_none": Words("{draft}形成后，没有收到异议。", "No objection to {draft} was received."),
    "changes": Words("征求意见稿以来的变动", "What changed since the draft"),
    "changes_said": Words(
        "{draft}于{day}形成。此后有变动的单位{n}个。",
        "This result follows {draft}, drawn up on {day}. Units that moved since: {n}.",
    ),
    "others_moved": Words("因其他单位变动", "since other units moved"),
    "changes_none": Words(
        "{draft}于{day}形成。此后各单位的结果没有变动。",
        "This result follows {draft}, drawn up on {day}. No unit's result has moved since.",
    ),
}


def contested_said(breach: Words, lang: Lang) -> str:
    """What an appeal contests that is about one breach of an incident alone."""
    return said("breach_alone", lang, breach=breach.said(lang))


def upheld_code(upheld: bool, breach: object) -> str:
    """Which sentence says how an appeal was decided: one about a ``breach`` alone takes that alone out."""
    return ("upheld_alone" if breach else "upheld") if upheld else "refused"


def said(code: str, lang: Lang, **values: object) -> str:
    """A sentence with its values; what users wrote stands in it as it is."""
    return LETTER_WORDS[code].said(lang).format(**values)
