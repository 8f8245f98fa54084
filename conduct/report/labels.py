"""The labels of tables and pages, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from conduct.core.base.words import MARKS, Lang, Words, clause_words
from conduct.core.law.model import Options
from conduct.core.law.sector import Sector

LABELS: dict[str, Words] = {
    "rank": Words("名次", "Rank"),
    "unranked": Words("不排名次", "Without a rank"),
    "not_assessed_by": Words(
        "{period} {words}，原因：{reason}（{by}，{action}）", "{words} in {period}: {reason} ({by}, {action})"
    ),
    "part_unranked": Words("{}：不排名次：{}", "{}: without a rank: {}"),
    "part_left_out": Words("{}：不排名次，不计入合并：{}", "{}: without a rank, left out of the whole: {}"),
    "unranked_why": Words("{}（{}{}）", "{} ({}{})"),
    "by_reading": Words("，理解口径 {}", ", reading {}"),
    "unit": Words("单位", "Unit"),
    "name": Words("名称", "Name"),
    "kind": Words("类别", "Kind"),
    "score": Words("得分", "Score"),
    "bonus": Words("加分", "Bonus"),
    "outcomes": Words("结果运用", "Outcomes"),
    "duties": Words("职责", "Duties"),
    "met_breached_pending": Words("履行/未履行/未到期", "met/breached/pending"),
    "period": Words("考核期", "Period"),
    "as_of": Words("截至", "As of"),
    "readings": Words("理解口径", "Readings"),
    "incidents": Words("事项", "Incidents"),
    "charged": Words("计分", "charged"),
    "excused": Words("免责", "excused"),
    "pending": Words("待定", "pending"),
    "without_rule": Words("无规则", "without rule"),
    "case": Words("只按职责考核", "judged by duties alone"),
    "notes": Words("说明", "Notes"),
    "clause": Words("条款", "Clause"),
    "section": Words("考核项目", "Section"),
    "item": Words("事项类别", "Item"),
    "count": Words("件数", "Count"),
    "points": Words("分值", "Points"),
    "base": Words("基准分", "Base"),
    "moved": Words("增减", "Added or taken"),
    "channel": Words("渠道", "Channel"),
    "weight": Words("折算量", "Weight"),
    "index": Words("排名得分", "Index"),
    "average": Words("平均", "Average"),
    "place": Words("位次", "Place"),
    "trace": Words("逐项明细", "Lines"),
    "sanction": Words("处罚", "Sanction"),
    "sanctions": Words("处罚", "Sanctions"),
    "on": Words("对象", "On"),
    "amount": Words("幅度", "Amount"),
    "months": Words("{}个月", "{} months"),
    "gave_way": Words("已由较重处罚吸收的处罚", "Sanctions that gave way to heavier ones"),
    "gave_way_matter": Words("与 {} 为同一事项，由其{}吸收", "the same matter as {}, which brings {}"),
    "gave_way_person": Words("{}：负责人本人就是责任人，由{}吸收", "{}: the head is himself the person at fault; {} stands"),
    "instead": Words("由何项吸收", "Instead"),
    "decided": Words("已定", "fixed"),
    "undecided": Words("待决定", "waits for a decision"),
    "person": Words("人员", "Person"),
    "persons": Words("按人合计", "Totals by person"),
    "months_withheld": Words("扣发奖金（月）", "Months of bonus withheld"),
    "checks": Words("检查内容（做到/检查）", "Checklist (met/checked)"),
    "date": Words("日期", "Date"),
    "text": Words("内容", "Text"),
    "complainant": Words("投诉人", "Complainant"),
    "source": Words("来源", "Source"),
    "action": Words("编号", "Id"),
    "actions": Words("办理动作", "Actions"),
    "attachments": Words("附件", "Attachments"),
    "file_kind": Words("类型", "Type"),
    "bytes": Words("字节", "Bytes"),
    "attached_action": Words("办理动作", "Action"),
    "released": Words("已公开给被考核单位", "released to its unit"),
    "not_released": Words("未公开", "not released"),
    "removed": Words("误附，已取下（{by}）：{reason}", "removed as attached by mistake ({by}): {reason}"),
    "text_released": Words("内容已公开给被考核单位", "Its text is released to its unit"),
    "no_actions": Words("尚无办理动作", "Nothing has been done about it yet."),
    "step": Words("步骤", "Step"),
    "by": Words("办理人", "By"),
    "attributes": Words("所记", "What it says"),
    "reason": Words("原因", "Reason"),
    "note": Words("备注", "Note"),
    "answered": Words("完成", "Done on"),
    "breach": Words("未履行", "Breach"),
    "breaches": Words("未履行的职责", "Duties breached"),
    "breached_on": Words("所涉", "About"),
    "days": Words("办理天数", "Days"),
    "bearer": Words("责任主体", "Bearer"),
    "duties_met": Words("已履行", "Met"),
    "duties_breached": Words("未履行", "Breached"),
    "duties_pending": Words("未到期", "Pending"),
    "figure": Words("指标", "Figure"),
    "incidents_behind": Words("所涉件数", "Incidents behind it"),
    "consequence": Words("类别", "Type"),
    "content": Words("内容", "Content"),
    "how_ended": Words("处理结果", "How it ended"),
    "not_assessed": Words("所属单位不予考核", "its unit is not assessed"),
    "met": Words("已履行", "met"),
    "breached": Words("未履行", "breached"),
    "done_pending": Words("已办，未到期", "done, not yet due"),
    "out": Words("不计", "out"),
    "unknown": Words("不明", "not known"),
    "code": Words("代码", "Code"),
    "would_answer": Words("可履行", "Would answer"),
    "next": Words("接下来可办", "What may come next"),
    "needs_first": Words("须先{}", "needs {} first"),
    "entered_as": Words("{}登记时为：{}", "{} was entered as {}"),
    "whole_incident": Words("此事项", "this incident"),
    "out_by": Words("不计：{}（{}，{}）{}", "out: {} ({}, {}){}"),
    "out_on": Words("不计：{}（{}）{}", "out: {} ({}){}"),
    "is_out": Words("{}不计：{}（{}，{}）{}", "{} is out: {} ({}, {}) {}"),
    "not_seen": Words("截至日之后", "after as-of"),
    "batch": Words("批次", "Batch"),
    "at": Words("时间", "At"),
    "who": Words("经手", "Who"),
    "command": Words("命令", "Command"),
    "file": Words("文件", "File"),
    "fact": Words("内容", "Fact"),
    "table_name": Words("表", "Table"),
    "current": Words("现行", "current"),
    "replaced": Words("第{}批更正", "corrected by batch {}"),
    "number": Words("编号", "Number"),
    "run": Words("考核", "Run"),
    "no_runs": Words("台账中没有考核记录", "The ledger keeps no runs."),
    "head": Words("校验值", "Head"),
    "verification_code": Words("核验码", "Code"),
    "coverage": Words("条文覆盖", "Coverage"),
    "rounding": Words("数字的列示", "Figures are printed"),
    "coverage_said": Words(
        "{whole}句中：已设规则 {encoded}（其中只设一部分 {in_part}，余下在考核范围内 {lacking}），"
        "在考核范围内而未设规则 {not_encoded}，"
        "由人判断 {judged}，不设规则 {out_of_scope}",
        "of {whole} sentences: {encoded} encoded ({in_part} of them in part, {lacking} of these with a rest that is in scope), "
        "{not_encoded} in scope and not encoded, {judged} judged by people, {out_of_scope} out of scope",
    ),
    "coverage_open": Words("，未说明 {open}", ", {open} not spoken of"),
    "arithmetic": Words("算式", "Arithmetic"),
    "lines": Words("逐项", "Lines"),
    "outcome": Words("结果运用", "Outcome"),
    "told_once_public": Words("待结果公布后告知", " is told once the result is published"),
    "not_above": Words("不高于平均", "not above it"),
    "at_place": Words("第{}位", "place {}"),
    "replaced_by": Words("由另一项代替", "another item takes its place"),
    "once": Words("（一个考核期一次）", "once a period"),
    "decided_points": Words("由人决定", "decided by people:"),
    "without_one": Words("若该事项撤销或申诉成立", "Without any one of these (withdrawn, or won on appeal)"),
    "contested": Words("有申诉", "Appealed"),
    "decision": Words("决定", "Decision"),
    "score_draft": Words("原得分", "Score in the draft"),
    "score_now": Words("现得分", "Score"),
    "rank_draft": Words("原名次", "Rank in the draft"),
    "rank_now": Words("现名次", "Rank"),
    "moved_by": Words("变动原因", "Why"),
    "grounds": Words("所涉条款", "What it rests on"),
    "appealed_on": Words("申诉日期", "Appealed on"),
    "appeal_reason": Words("申诉理由", "Why it was appealed"),
    "refused": Words("{} 不成立：{}", "refused {}: {}"),
    "with_values": Words("（具体为{}）", " ({})"),
    "moves": Words("随之变动", "What moves"),
    "distances": Words("距各档差距", "How far it is"),
    "to_next_rank": Words("距前一名 {}", "{} to the next rank"),
    "figure_to_next_rank": Words("{}与前一名相差 {}", "{} differs from the next rank's by {}"),
    "level_with_next": Words("{}与前一名相同，{}", "{} equals the next rank's; {}"),
    "larger_first": Words("{}较大者在前", "the larger {} goes first"),
    "by_id": Words("按编号在后", "the order of ids decides"),
    "many_forms": Words(
        "“{}”可登记的情形过多，未全部比较：实际所需可能更少",
        "“{}” has more forms than were compared: less than what is said may do",
    ),
    "last_anyhow": Words("由 {} 直接确定为末位，分数再高名次也不变", "put last by {}: no further points change the rank"),
    "at_floor": Words("{}：已扣完", "{}: used up"),
    "to_floor": Words("{}：还可扣 {}", "{}: {} left before it is used up"),
    "one_more": Words("如认定“{1}”", "{0} more of “{1}”"),
    "more_of": Words("如再认定 {0} 件“{1}”", "{0} more of “{1}”"),
    "otherwise": Words("若 {0} 件“{1}”改为", "{0} of “{1}” changed to"),
    "fewer": Words("若少 {} 件“{}”", "{} fewer of “{}”"),
    "one_of_any": Words("如认定{1}中的任何一项", "{0} more of any of {1}"),
    "more_of_any": Words("如再认定 {0} 件{1}中的任何一类", "{0} more of any of {1}"),
    "so_many_in": Words("{} {} 件", "{1} in {0}"),
    "in_any": Words("（任一{}）", " in any {}"),
    "in_one_of": Words("（{}）", " in {}"),
    "would_come": Words("则{}（{}）", "brings {} ({})"),
    "would_gain_place": Words("则可列{2}名（{0}，{1}）", "brings {0} ({1})"),
    "would_lose_place": Words("则不再列{2}名（{0}，{1}）", "ends {0} ({1})"),
    "would_gain_award": Words("则可为“{0}”（{1}）", "brings {0} ({1})"),
    "would_lose_award": Words("则不再为“{0}”（{1}）", "ends {0} ({1})"),
    "would_lift": Words("则不再受“{}”的限制（{}）", "ends {} ({})"),
    "would_rank": Words("则升至第{}名（{}）", "brings rank {} ({})"),
    "would_end": Words("则不再{}（{}）", "ends {} ({})"),
    "finding": Words("发现", "Finding"),
    "nothing_found": Words("没有发现", "Nothing was found."),
    "nobody_moves": Words("没有任何单位因此变动", "nothing depends on it"),
    "nothing_differs": Words("两次结果没有不同", "nothing differs"),
    "only_before": Words("只在第一个结果中", "in the first result alone"),
    "only_after": Words("只在第二个结果中", "in the second result alone"),
    "differ": Words("两次所依据的不同之处", "What they rest on differs in"),
    "none": Words("无", "none"),
    "dropped": Words("去掉", "dropped"),
    "added": Words("增加", "added"),
    "changed": Words("有更正或办理", "corrected or acted on"),
    "nothing": Words("无", "nothing"),
    "more": Words("（另{}件）", "({} more)"),
    "incidents_counted": Words("{}件", "{} incidents"),
    "edition": Words("办法", "Regulation"),
    "calendar": Words("工作日历", "Working days"),
    "supplied": Words("部署自备的文件", "File of the deployment"),
    "shipped": Words("随附的", "the one shipped"),
    "law": Words("规则与条文", "Rules and text"),
    "package_version": Words("行业软件包版本", "Version of the sector's package"),
    "program": Words("程序版本", "Program version"),
    "facts": Words("数据批次", "Batch of facts"),
    "status": Words("状态", "Status"),
    "duty": Words("职责", "Duty"),
    "incident": Words("事项", "Incident"),
    "since": Words("起算", "Since"),
    "due": Words("期限", "Due"),
    "overdue": Words("逾期未办", "overdue"),
    "open": Words("待办", "due"),
    "provisional": Words("暂定", "provisional"),
    "no_deadline": Words("无期限", "no deadline"),
    "no_duties": Words("没有待办职责", "Nothing is due."),
    "despite": Words("仍予公布的理由", "Published despite what is open"),
    "no_units": Words("没有考核对象", "There are no units to assess."),
    "words": Words("条文", "Words of the clause"),
    "rule": Words("规则", "Rule"),
    "encoded": Words("规则内容", "Encoding"),
    "reading": Words("口径", "Reading"),
    "value": Words("取值", "Value"),
    "default": Words("默认", "Default"),
    "alternatives": Words("可选", "Alternatives"),
    "why": Words("理由", "Why"),
    "sector": Words("行业", "Sector"),
    "package": Words("软件包", "Package"),
    "version": Words("版本", "Version"),
    "enabled": Words("启用", "Enabled"),
    "yes": Words("是", "yes"),
    "no": Words("否", "no"),
    "not_decided": Words("尚未决定：", "not decided yet:"),
    "incidents_n": Words("{}件", "of {}"),
    "left_out": Words("从略（对象不明）：", "left out, as nobody is known on whom they could fall:"),
    "on_day": Words("日期", "on"),
    "at_most": Words("至多 {}", "at most {}"),
    "score_of": Words("得 {} 分，满分 {} 分", "{} of {} points"),
    "most": Words("满分", "Of"),
    "points_n": Words("{} 分", "{} points"),
    "one_point": Words("{} 分", "{} point"),
    "earned": Words("{} 所得", "earned in {}"),
    "of_quarters": Words("由各期合成", "Made of the parts of the period"),
    "mean_of": Words("取平均", "their mean"),
    "last_of": Words("取最后一期", "the last"),
    "all_ids": Words(
        "编号过多时从略；全部见 --format json 或 html", "Of many ids some are left out; --format json and html have all"
    ),
    "in_force_from": Words("施行日期", "In force from"),
    "undated": Words("未注明施行日期", "Undated"),
}


def label(code: str, lang: Lang) -> str:
    """A label's words."""
    return LABELS[code].said(lang)


def heading(words: Words, lang: Lang) -> str:
    """Words at the head of a table or a column: the English ones begin with a capital."""
    said = words.said(lang)
    return said[:1].upper() + said[1:]


def points_label(code: str, n: str, lang: Lang, *before: str) -> str:
    """A label about so many points."""
    points = label("one_point" if n == "1" else "points_n", lang).format(n)
    return label(code, lang).format(*before, points)


def joined(said: Iterable[str], lang: Lang, by: Literal[",", ";"] = ",") -> str:
    """A list of words, parted as the language does it."""
    marks = MARKS[lang]
    return (marks.semicolon if by == ";" else marks.comma).join(said)


def said_after(title: str, said: str) -> str:
    """What stands after a title that ends in a colon: the Chinese mark brings its own blank."""
    return f"{title}{said}" if title.endswith("：") else f"{title} {said}"


def one_of(said: Sequence[str], lang: Lang) -> str:
    """Words of which any one is meant."""
    if lang == "zh" or len(said) == 1:
        return "或".join(said)
    return f"{joined(said[:-1], lang)} or {said[-1]}"


def bracketed(said: str, lang: Lang) -> str:
    """An aside, as the language brackets it."""
    return f"（{said}）" if lang == "zh" else f" ({said})"


def titled(code: str, title: str) -> str:
    """A text's number and title; a title that bears the number stands alone."""
    return title if code in title else f"{code} {title}"


def with_clause(said: str, clause: str | None, lang: Lang) -> str:
    """Words with the clause that they go by, in brackets."""
    return said + bracketed(clause_words(clause, lang), lang) if clause else said


def colon(lang: Lang) -> str:
    """What stands between a title and what it is about."""
    return MARKS[lang].colon


def channel_said(sector: Sector, unit_kind: str, code: str, lang: Lang) -> str:
    """A channel as the text calls it for units of this kind."""
    for law in reversed(sector.regulations):
        for ranking in law.rankings:
            for channel in ranking.channels.get(unit_kind, ()):
                if channel.code == code and channel.words is not None:
                    return channel.words.said(lang)
    return channel_words(sector)[code].said(lang)


def channel_words(sector: Sector) -> dict[str, Words]:
    """The words of every channel that a rank rule of the sector knows: those of the attribute that it goes by."""
    return {
        channel.code: ranking.by.type.words[channel.code]
        for law in sector.regulations
        for ranking in law.rankings
        if isinstance(ranking.by.type, Options)
        for channels in ranking.channels.values()
        for channel in channels
        if channel.code in ranking.by.type.words
    }
