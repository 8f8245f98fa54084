"""The sentences of documents, in both languages; what a table says as well stands in `labels`."""

from __future__ import annotations

from collections.abc import Iterable

from conduct.core.base.words import Lang, Words

from ...labels import joined

SENTENCES: dict[str, Words] = {
    # what the office has to say
    "gap": Words("【待填：{}】", "[to be filled in: {}]"),
    "gap_office": Words("发文机关", "office"),
    "gap_number": Words("发文字号", "number"),
    "gap_to": Words("主送机关", "addressee"),
    "gap_date": Words("成文日期", "date"),
    "gap_objections": Words("提出异议的期限和方式", "until when and how to object"),
    # the heads of documents
    "notice_title": Words("关于{period}{subject}情况的通报", "Notice on {subject} in {period}"),
    "data_title": Words("{period}{subject}数据表", "Tables of {subject} in {period}"),
    "draft_marking": Words("征求意见稿", "Draft for comment"),
    "draft_title": Words("{}（征求意见稿）", "{} (draft for comment)"),
    "default_subject": Words("《{}》执行", "compliance with “{}”"),
    "law": Words("《{title}》（{id}）", "“{title}” ({id})"),
    "law_alone": Words("《{title}》", "“{title}”"),
    "basis": Words(
        "依据{law}，对{period}（{start}至{end}）的情况进行了考核，数据截至{as_of}。",
        "{period_first} ({start} to {end}) was assessed under {law}, on the facts as of {as_of}.",
    ),
    "follows": Words("现将有关情况通报如下：", " The result is as follows."),
    # the parts of a notice
    "overview": Words("总体情况", "Overview"),
    "one_assessed": Words("本期考核{unit}。", "{unit} was assessed."),
    "assessed": Words("本期考核{n}个单位：{kinds}。", "{n} units were assessed ({kinds})."),
    "assessed_alike": Words("本期考核{n}个{kind}。", "{n} units of the kind “{kind}” were assessed."),
    "of_kind": Words("{kind}{n}个", "{kind} {n}"),
    "listed_unranked": Words("列示而不排名次的有{n}个：", "Shown without a rank: {n}."),
    "nobody_assessed": Words("本期没有考核对象。", "There were no units to assess."),
    "passed_over": Words("{words}，原因：{reason}（{by}）", "{words}: {reason} ({by})"),
    "unranked_unit": Words("{unit}：{why}。", "{unit}: {why}."),
    "ended": Words("考核期内的事项和未履行的职责中，{}。", "Of the period's incidents and breaches: {}."),
    "ended_charged": Words("计入考核", "counted"),
    "put_last": Words("{unit}（{points}分，{veto}）", "{unit} ({points} points, {veto})"),
    "ended_n": Words("{end}{n}件", "{n} {end}"),
    "ranked": Words("{list}第一名：{best}；最后一名：{worst}。", "{list}First: {best}; last: {worst}."),
    "ranked_alike": Words("{list}各单位名次相同：{best}。", "{list}All share one rank: {best}."),
    "list_of": Words("{}：", "{}: "),
    "and_more": Words("{}等{}个单位", "{} and others, {} units in all"),
    "with_points": Words("{unit}（{points}分）", "{unit} ({points} points)"),
    "with_figure": Words("{unit}（{figure} {value}）", "{unit} ({figure} {value})"),
    "with_rank": Words("{unit}（第{rank}名，{points}分）", "{unit} (rank {rank}, {points} points)"),
    "with_rank_alone": Words("{unit}（第{rank}名）", "{unit} (rank {rank})"),
    "points_taken": Words("各考核项目中有扣分的单位：{}。", "Units with deductions, by section: {}."),
    "points_given": Words("有加分的单位{}个。", "Units with bonus points: {}."),
    "in_section": Words("{section}{n}个", "{section} {n}"),
    "units_named": Words("共{n}个单位：{units}。", "{n}: {units}."),
    "unit_named": Words("{units}。", "{units}."),
    "under": Words("依据{clause}", "Under {clause}"),
    "named_under": Words("依据{clause}，{units}", "Under {clause}, {units}"),
    "veto_unit": Words("{unit}：{incidents}。", "{unit}: {incidents}."),
    "incident": Words("{day}的“{kind}”（事项 {id}）", "“{kind}” of {day} (incident {id})"),
    "unknown_incident": Words("事项 {id}", "incident {id}"),
    "sanctions_total": Words(
        "本期共有{n}项处罚，涉及{units}个单位、{people}人；其中已定{fixed}项，待决定{open}项。",
        "Sanctions: {n}; units: {units}; people: {people}; fixed: {fixed}; waiting for a decision: {open}.",
    ),
    "sanction_for": Words("{incident}：{sanctions}。", "For {incident}: {sanctions}."),
    "sanction_under": Words("{incident}，依据{clause}：{sanctions}。", "For {incident}, under {clause}: {sanctions}."),
    "sanction_on": Words("对{on}{sanctions}", "{on}: {sanctions}"),
    "open_clause": Words("{clause}{n}项", "{clause}: {n}"),
    "open_people": Words("{unit}：对个人的处罚，{clauses}（{names}）", "{unit}: sanctions on people, {clauses} ({names})"),
    "open_people_here": Words(
        "对个人的处罚尚待决定的：{clauses}（{names}）。", "Sanctions on people that wait for a decision: {clauses} ({names})."
    ),
    "persons_decided": Words("按人合计（只计已定的）", "Totals by person (of what is fixed)"),
    "sanction_open": Words("{}（待决定）", "{} (waits for a decision)"),
    "sanction_degree": Words("{}（{}）", "{} ({})"),
    "sanction_amount": Words("{}{}", "{} {}"),
    "quoted": Words("{clause}　{quote}", "{clause}: {quote}"),
    "by_words": Words("依据的条文：", "The words of the law:"),
    "cases": Words("办理情况", "How the cases were handled"),
    "unit_figures": Words("{unit}：{figures}。", "{unit}: {figures}."),
    "figure": Words("{figure}{value}", "{figure} {value}"),
    "lines": Words("未落实的职责和其他情形", "Breaches and other findings"),
    "line": Words("{words}{n}件", "{words}: {n}"),
    "line_at": Words("{unit}：{lines}", "{unit}: {lines}"),
    "open": Words("待定事项", "What is pending"),
    "open_total": Words(
        "下列事项尚未了结，其结果可能使本通报所列结果变动：", "The following is not settled, and may change the result:"
    ),
    "open_kind": Words("{what}（{n}项）：{items}。", "{what} ({n}): {items}."),
    "open_more": Words("{items}等，余下的见附件", "{items}; the others stand in the annex"),
    "despite": Words("尚有未了结的事项而仍予公布的理由：{}。", "Published although something is pending, since: {}."),
    "replacing": Words("征求意见和公布情况", "Drafts and publications"),
    "replaces": Words(
        "本次公布的结果（第{number}号）取代{day}公布的第{old}号结果。",
        "This result (number {number}) replaces number {old}, which was published on {day}.",
    ),
    "replaced": Words(
        "本件所列第{number}号结果，已由{day}公布的第{new}号结果取代。",
        "This result (number {number}) was replaced by number {new}, published on {day}.",
    ),
    "replaced_draft": Words(
        "本征求意见稿（{number}）之后，{day}公布了第{new}号结果。",
        "After this draft ({number}), number {new} was published on {day}.",
    ),
    "would_replace": Words("同一考核期已公布第{old}号结果（{day}）。", "Number {old} is published for this period ({day})."),
    "is_draft": Words(
        "本件为征求意见稿（{number}），不是公布的结果，所列结果可能变动。",
        "This is a draft for comment ({number}), not the published result, which may differ.",
    ),
    "is_unpublished": Words("本件所列考核结果尚未公布。", "The result in this document is not published."),
    "may_object": Words("对本征求意见稿有异议的，{}。", "Objections to this draft: {}."),
    # annexes
    "annex_standings": Words("考核结果表", "Standings"),
    "annex_ranked": Words("考核名次表", "Standings"),
    "annex_consequences": Words("结果运用和处罚明细", "Outcomes, vetoes and sanctions"),
    "annex_outcomes": Words("结果运用明细", "Outcomes and vetoes"),
    "annex_sanctions": Words("处罚明细", "Sanctions"),
    "annex_lines": Words("计分明细", "Lines"),
    "annex_findings": Words("事项明细", "Lines"),
    "annex_excused": Words("免责、不计和待定的事项", "Incidents that are excused, out or pending"),
    "annex_beside": Words("指标、检查和职责履行情况", "Figures, checks and duties"),
    "annex_figures": Words("指标", "Figures"),
    "annex_duties": Words("职责履行情况", "Duties"),
    "annex_open": Words("未了结的事项", "What is pending"),
    "annex_charts": Words("图示", "Charts"),
    "too_many": Words(
        "考核期内有{n}件事项，多于一张表所能列示的{most}件，未逐件列出",
        "{n} incidents are more than a sheet lists ({most})",
    ),
    # how a document is checked
    "check": Words("核验信息", "Verification"),
    "check_regulation": Words("考核办法", "Regulation"),
    "check_edition": Words("版本", "Edition"),
    "check_in_force": Words("自{}起施行", "in force from {}"),
    "check_days": Words("{period}（{start}至{end}）", "{period} ({start} to {end})"),
    "check_as_of": Words("数据截至", "Facts as of"),
    "check_reading": Words("理解口径", "Reading"),
    "check_open": Words("未了结的事项", "Pending"),
    "check_open_kind": Words("{what}{n}项", "{what}: {n}"),
    "check_despite": Words("仍予公布的理由", "Published despite that, since"),
    "check_state": Words("公布情况", "State"),
    "check_published": Words("已公布，第{}号", "published, number {}"),
    "check_draft": Words("征求意见稿，编号{}", "draft for comment, {}"),
    "check_unpublished": Words("未公布", "not published"),
    "check_replaces": Words("取代的结果", "Replaces"),
    "check_replaced": Words("已由何号取代", "Replaced by"),
    "check_replaced_draft": Words("此后公布的结果", "Published since"),
    "check_follows": Words("此前的征求意见稿", "Follows the draft"),
    "check_number": Words("第{number}号（{day}）", "number {number} ({day})"),
    "check_draft_number": Words("{number}（{day}）", "{number} ({day})"),
    "check_run": Words("考核编号", "Run"),
    "check_head": Words("台账校验值", "Head of the ledger's chain"),
    "check_kind": Words("文件种类", "Document"),
    "check_unit": Words("所涉单位或人员", "About"),
    "check_code": Words("核验码", "Verification code"),
    "no_code": Words("无（未公布）", "none (not published)"),
    "code_missing": Words("无（公布时尚无核验码）", "none (sealed before there were codes)"),
    "how_published": Words(
        "在保存该台账的机关运行 conduct verify {code}，可核对该核验码是否为所公布的结果；"
        "运行 conduct verify 加本文件的文件名，可逐项核对本文件所列单位、得分、名次和处罚。",
        "At the office that keeps the ledger, conduct verify {code} says whether the code is that of the published result; "
        "conduct verify with this file's name compares the units, scores, ranks and sanctions that it shows.",
    ),
    "how_draft": Words(
        "在保存该台账的机关运行 conduct verify {code}，可核对该核验码是否为所封存的征求意见稿；"
        "运行 conduct verify 加本文件的文件名，可逐项核对本文件所列内容。征求意见稿不是公布的结果。",
        "At the office that keeps the ledger, conduct verify {code} says whether the code is that of the draft as sealed; "
        "conduct verify with this file's name compares what it shows. A draft is not the published result.",
    ),
    "how_page": Words("任何人可在 {address}/check 输入核验码查验。", "Anybody can check the code at {address}/check."),
    "how_page_draft": Words(
        "收到本征求意见稿的，登录后可在 {address}/check 输入核验码查验。",
        "Whoever has a right to this draft can check its code at {address}/check once signed in.",
    ),
    "how_without_code": Words(
        "本次结果公布时尚无核验码；在保存该台账的机关运行 conduct verify 加上述校验值，可核对其后台账未被改动。",
        "This was sealed before there were codes; at the office that keeps the ledger, conduct verify with the head above says "
        "whether what it stood for is unchanged.",
    ),
    "how_unpublished": Words(
        "本件所列结果未公布，没有核验码，不能凭码核验。",
        "The result in this document is not published: it has no verification code and cannot be checked by one.",
    ),
    "kind_notice": Words("通报", "notice"),
    "kind_letter": Words("函", "letter"),
    "kind_decision": Words("决定", "decision"),
    "kind_data": Words("数据表", "tables"),
    # charts
    "chart_standings": Words("各单位得分", "Scores"),
    "chart_figure": Words("各单位{}", "{} by unit"),
    "chart_in_list": Words("{}（{}）", "{} ({})"),
    "chart_points": Words("分", "points"),
    "chart_end": Words("{points}分，第{rank}名", "{points}, rank {rank}"),
    "chart_end_figure": Words("{points}，第{rank}名", "{points}, rank {rank}"),
    "chart_first_last": Words(
        "图中只列最前的{n}个和最后的{n}个单位，共{all}个单位。", "Only the first {n} and the last {n} of {all} units are drawn."
    ),
    "chart_standings_said": Words(
        "{title}：第一名为{best}；最后一名为{worst}。", "{title}: first in rank {best}; last in rank {worst}."
    ),
    "chart_alike_said": Words("{title}：各单位名次相同：{best}。", "{title}: all share one rank: {best}."),
    "chart_trend": Words("{unit}历期情况", "{unit} over the periods"),
    "chart_trend_said": Words("{unit}历期{what}：{values}。", "{unit}, {what}: {values}."),
    "chart_value": Words("{period} {value}", "{period} {value}"),
    "chart_band": Words("同组单位的最低至最高", "lowest to highest of its list"),
    "chart_months": Words("各月{what}件数（按{by}）", "{what} by month and {by}"),
    "chart_by_kind": Words("类别", "kind"),
    "chart_incidents": Words("事项", "incidents"),
    "chart_count": Words("件", "incidents"),
    "chart_months_said": Words("{title}：共{n}件，最多的是{month}，{most}件。", "{title}: {n} in all, most in {month} ({most})."),
    "chart_several_months_said": Words(
        "{title}：共{n}件，最多的是{month}，各{most}件。", "{title}: {n} in all, most in {month} ({most} each)."
    ),
    "chart_one_month_said": Words("{title}：共{n}件。", "{title}: {n} in all."),
    "chart_month": Words("{}月", "{}"),
    "chart_others": Words("其他", "others"),
    "chart_neighbours": Words("{unit}及名次相邻的单位", "{unit} among its neighbours"),
    "chart_neighbours_said": Words("{unit}{value}，第{rank}名，共{n}个单位列入名次。", "{unit}: {value}, rank {rank} of {n}."),
}


def said(code: str, lang: Lang, /, *given: object, **values: object) -> str:
    """A sentence in a language, with its values."""
    return SENTENCES[code].said(lang).format(*given, **values)


def first_said(names: Iterable[str], lang: Lang, most: int = 8) -> str:
    """Names one after another; of many the first, and how many there are."""
    names = list(names)
    if len(names) <= most:
        return joined(names, lang)
    return said("and_more", lang, joined(names[:most], lang), len(names))
