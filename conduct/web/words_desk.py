"""What the pages of a desk say, in both languages."""

from __future__ import annotations

from conduct.core.base.words import Words

DESK_WORDS: dict[str, Words] = {
    # the lists
    "person-of": Words("登记人或办理人", "Entered or handled by"),
    # the start page
    "due-of-cases": Words("共{n}项，涉及{cases}件", "{n} in all, on {cases}"),
    "mine": Words("我经手的", "Mine"),
    "contested": Words("新申诉", "Newly contested"),
    "all-due": Words("全部待办", "All that is due"),
    "choose": Words("选择", "Choose"),
    # a unit's own
    "neighbours": Words("前后名次", "Its neighbours"),
    "neighbours-why": Words("按已公开的通报，在一同排名的单位中：", "As it was published, among those ranked with it:"),
    "own-unit": Words("本单位", "this unit"),
    "how-far-more": Words("另有{n}条", "{n} more"),
    "own-not-yet": Words(
        "{period} 的结果尚未公布，公布或印发征求意见稿之后可在此查看；以下事项、待办和申诉随时可看。",
        "The result of {period} is not published yet: it is here once it is, or once a draft is issued. Cases, what is due and "
        "appeals are always here.",
    ),
    "own-not-in": Words("本单位不在 {period} 的结果中。", "The unit is not in the result of {period}."),
    "own-result": Words("考核结果", "The result"),
    "own-draft": Words("征求意见稿，{day} 印发", "A draft for objections, issued on {day}"),
    "own-published": Words("第{n}号，{day} 公布", "Number {n}, published on {day}"),
    "own-now": Words(
        "以下为封存时的结果；此后的申诉和更正，待再次公布后体现。",
        "This is the result as it was sealed; what was appealed or corrected since shows once it is published again.",
    ),
    "own-now-draft": Words(
        "以下为征求意见稿印发时的内容，并非公布的结果；此后的申诉和更正，待再次印发或公布后体现。",
        "This is the draft as it was issued, no published result; what was appealed or corrected since shows once a draft is "
        "issued again or the result is published.",
    ),
    "own-since-draft": Words(
        "征求意见稿印发之后，对申诉又作出了以下决定，尚未体现在下列内容中：",
        "Since the draft was issued these appeals were decided, which it does not show yet:",
    ),
    "own-since": Words(
        "封存之后，对申诉又作出了以下决定，尚未体现在下列结果中：",
        "Since it was sealed these appeals were decided, which the result below does not show yet:",
    ),
    "own-since-counted": Words(
        "印发或封存之后，对申诉又作出了以下决定。“目前”一栏已计入，前一栏仍为当时的内容：",
        "Since then these appeals were decided. “At present” counts them; the column before it stands as it was then:",
    ),
    "own-since-uncounted": Words(
        "印发或封存之后，对申诉又作出了以下决定；最新登记的尚未全部计入“目前”一栏：",
        "Since then these appeals were decided; what was entered last is not all counted under “At present” yet:",
    ),
    "own-present": Words("本单位目前的数字", "The unit's figures at present"),
    "own-present-why": Words(
        "与封存的结果（{sealed}）对照，列出只取决于本单位事项的部分，尚未公布，可能变动。",
        "Beside the result as it was sealed ({sealed}): what rests on the unit's own cases alone, unpublished, and may move.",
    ),
    "own-present-draft": Words(
        "与{day} 印发的征求意见稿对照，列出只取决于本单位事项的部分，尚未公布，可能变动。",
        "Beside the draft for objections as it was issued on {day}: what rests on the unit's own cases alone, unpublished, "
        "and may move.",
    ),
    "own-present-later": Words(
        "总分、名次以及须与其他单位比较的项目，待下次公布。",
        "The score, the rank, and whatever compares units are told once a result is next published.",
    ),
    "own-present-ranks": Words(
        "名次以及须与其他单位比较的项目，待下次公布。",
        "The rank and whatever compares units are told once a result is next published.",
    ),
    "own-stands": Words("有", "yes"),
    "own-case-out": Words(
        "本事项已不计（{step}，{day}）：下列内容仍予保留，但不计入考核结果。",
        "This case counts no longer ({step}, {day}): what follows is kept, and nothing of it counts in a result.",
    ),
    "own-breach-out": Words(
        "本事项的“{breach}”已不计（{step}，{day}），其余照计。",
        "“{breach}” of this case counts no longer ({step}, {day}); the rest does.",
    ),
    "own-decided-withheld": Words(
        "写明“不予引用”的，是因为其中的文字可能使人看出是谁投诉的。", "What is not quoted may give away who complained."
    ),
    "own-range": Words("条文所定幅度", "Range of the text"),
    "own-amount": Words("所定幅度", "Decided"),
    "own-on": Words("对象", "On"),
    "target-short": Words(
        "{what}为{value}，目标为{target}，还差{gap}（{clause}）。",
        "{what} is {value}, the target is {target}: {gap} short ({clause}).",
    ),
    "target-met": Words(
        "{what}为{value}，已达到目标{target}（{clause}）。", "{what} is {value}, which meets the target of {target} ({clause})."
    ),
    "percent-points": Words("个百分点", " percentage points"),
    "own-issued": Words("征求意见稿印发时", "As the draft was issued"),
    "own-sealed": Words("封存时", "As sealed"),
    "own-at-present": Words("目前", "At present"),
    "own-sections": Words("考核项目", "Section"),
    "own-lines": Words("计入的事项", "What counts"),
    "own-counted": Words("{n}件，{points}分", "{n}, {points} points"),
    "appealed": Words("申诉和决定", "Objections, and how they were decided"),
    "appeals-all": Words("对本事项的全部申诉", "Every objection to this case"),
    "appeals-all-why": Words(
        "一次决定答复最后提出而尚未决定的一件；其余各件须逐一决定。",
        "A decision answers the latest that nobody has decided; the others are decided one by one after it.",
    ),
    "appeals-next": Words("待决定（本次答复此件）", "waits, and is answered by the next decision"),
    "objection-to": Words("{day} 对“{about}”的申诉", "the appeal of {day} against “{about}”"),
    "decided-after": Words(
        "本事项另有较后提出的申诉待决定，此件待其决定之后办理。",
        "Another appeal on the case is decided first; this one can be decided after it.",
    ),
    "appeal-withheld": Words(
        "理由或答复写明“不予引用”的，是因为其中的文字可能使人看出是谁投诉的，本单位自己写的也一样；办理申诉的人看得到原文。",
        "Where a reason or an answer is not quoted, its text may give away who complained, though the unit wrote it itself; "
        "whoever decides the objection reads it whole.",
    ),
    "appeal-moot": Words("无须决定：该事项已一概不计", "not to be decided any more: the whole case counts no longer"),
    "answers-appeal": Words("决定 {day} 对“{about}”的申诉。{taken}", "the appeal of {day} against “{about}”. {taken}"),
    "answers-anew": Words(
        "重新决定 {day} 对“{about}”的申诉（{decided} 已决定：{how}）",
        "decides the appeal of {day} against “{about}” anew (decided on {decided}: {how})",
    ),
    "appeal-made": Words("对 {incident} 的申诉已提交。", "The objection to {incident} is handed in."),
    "appeal-about": Words("所争议的内容", "What is contested"),
    "appeal-reason": Words("申诉理由", "Reason"),
    "appeal-whole": Words("整个事项", "the whole case"),
    "appeal-hint": Words(
        "选“整个事项”，采纳后该事项一概不计；只争议其中一项（如逾期办理），请选该项，采纳后只有该项不计。",
        "The whole case: if it is upheld, nothing of the case counts. Choose one breach to contest that alone: that alone then "
        "no longer counts.",
    ),
    "appeal-published": Words(
        "申诉理由可能连同本机关的答复写入公布的通报附件，供公众查阅；涉及投诉人信息的文字不予引用。请勿写入不宜公开的内容。",
        "Your reason may be published with the office's answer, in an annex of the notice that anybody may read; what says "
        "something about who complained is not quoted. Write nothing that should not be public.",
    ),
    "costly": Words("计入扣分项目的事项", "Cases counted where points were taken"),
    "costly-one": Words("计入扣分项目", "counted where points were taken"),
    "case-id": Words("事项编号", "Id of the case"),
    "object-hint": Words(
        "填写时列出部分事项，计入扣分项目的在前；其余请在“本单位事项”中查找，并从该处提出申诉。",
        "Some are offered as you type, those counted where points were taken first; look for the others among the cases, and "
        "object from there:",
    ),
    "object-hint-unscored": Words(
        "填写时列出部分事项；其余请在“本单位事项”中查找，并从该处提出申诉。",
        "Some are offered as you type; look for the others among the cases, and object from there:",
    ),
    "own-cases-all": Words("查看全部{n}件", "All {n}"),
    "other-cases": Words("其他事项", "Other cases"),
    "decision": Words("决定", "Decision"),
    "upheld-is": Words("采纳", "upheld"),
    "upheld-not": Words("不予采纳", "not upheld"),
    "one-fewer": Words("少一件可得多少", "What one fewer would give"),
    "own-fewer-why": Words(
        "每次只减去一件，按原规则重算；其他单位不变。减去一个事项，其未履行的职责一并减去。",
        "One less at a time, worked out by the same rules while all others stand; a case takes its breaches with it.",
    ),
    "one-fewer-of": Words("少一件", "One fewer"),
    "one-fewer-gain": Words("得分变化", "Change"),
    "one-fewer-rank": Words("名次变为", "Rank then"),
    "one-fewer-any": Words("其中任一件", "Any one of"),
    "one-fewer-rest": Words(
        "其余{n}件“{words}”，少任何一件，结果都不变。", "Any one of the other {n} of “{words}” fewer would change nothing."
    ),
    "one-fewer-ends": Words("不再有：{what}", "no longer: {what}"),
    "breached-duties": Words("未履行的职责", "Duties breached"),
    "not-done-yet": Words("待办", "not done yet"),
    "done-not-due": Words("已办（{day}），未到期", "done ({day}), not yet due"),
    "as-sealed": Words(
        "按封存时的结果列出；此后的决定不在其内，见各事项。",
        "As the sealed result has it; what was decided since stands with each case.",
    ),
    "as-issued": Words(
        "按征求意见稿印发时的内容列出；此后的决定不在其内，见各事项。",
        "As the draft has it that was issued; what was decided since stands with each case.",
    ),
    "pending-duties": Words("未到期的职责", "Duties pending"),
    "pending-day": Words("期限", "Due by"),
    "due-today": Words("今天的待办", "What is due today"),
    "breached-day": Words("计入日期", "Counts on"),
    "counts-as": Words("计为", "Counts as"),
    "days-taken": Words("办理天数", "Days"),
    "working-days-taken": Words("办理工作日数", "Working days taken"),
    "working-days-allowed": Words("限定工作日数", "Working days allowed"),
    "days-late": Words("逾期（日历日）", "Calendar days late"),
    "breached-search": Words("在编号、日期、条款中查找", "Search ids, days and clauses"),
    "own-cases": Words("本单位事项", "Cases of the unit"),
    "own-cases-search": Words(
        "在编号、日期、种类、计数依据、未履行的职责、条款中查找",
        "Search ids, days, kinds, what they count by, breaches and clauses",
    ),
    "told-apart": Words("计数依据", "What it counts by"),
    "dates-turned": Words(
        "起始日期 {start} 晚于截止日期 {end}，请对调。", "The first day, {start}, is after the last, {end}: turn them round."
    ),
    "own-cases-hint": Words("未公开的内容不在查找之列。", "Texts that are not released are not searched."),
    "how-far-alone": Words(
        "距前一名和按名次作出的结果还差多少，要看其他单位的得分，结果公开前不告知。",
        "How far the unit is from the rank before it, and from what goes by rank, rests on the scores of others, and is told "
        "once the result is open to the public.",
    ),
    "how-far-unscored": Words(
        "距前一名和按名次作出的结果还差多少，要看其他单位的情况，结果公开前不告知。",
        "How far the unit is from the rank before it, and from what goes by rank, rests on the other units, and is told "
        "once the result is open to the public.",
    ),
    "how-far": Words("距下一档还差多少", "How far to the next thing"),
    # keys
    "keys-help": Words("按键", "Keys"),
    "keys-move": Words("在列表中上下移动", "move in the list"),
    "keys-open": Words("打开", "open"),
    "keys-choose": Words("选择", "choose"),
    "keys-search": Words("查找", "search"),
    "keys-save": Words("提交表单", "send the form"),
    # views
    "views": Words("我的视图", "My views"),
    "view-keep": Words("保存为视图", "Keep this as a view"),
    "view-called": Words("名称", "Its name"),
    "view-list": Words("回到列表", "Back to the list"),
    "view-drop": Words("删去视图", "Drop the view"),
    # many cases at once
    "together": Words("所选一并办理", "Take steps on the chosen"),
    "cases-n": Words("{n}件", "{n} cases"),
    "steps-n": Words("{n}个动作", "{n} steps"),
    "no-step": Words("所选事项没有共同可办的动作。", "There is no step that all of these may take."),
    "blank-is-next": Words("（空白则自动编号）", "(the next, where blank)"),
    "blank-is-whole": Words("（空白则撤销整个事项）", "(the whole case, where blank)"),
    "withdrawn-as": Words(
        "本事项已于 {day} 由 {by} 撤销，一概不计：{why}", "Withdrawn on {day} by {by}; nothing of it counts: {why}"
    ),
    "withdraws-who": Words("撤销整个事项，请找{role}。", "To have the whole case withdrawn, ask a {role}."),
    "blank-is-no": Words("未填（即为否）", "blank (no)"),
    "version-loaded": Words("导入", "loaded"),
    "kind-text": Words("文字", "text"),
    "kind-image": Words("图片", "image"),
    "kind-audio": Words("录音", "sound"),
    "kind-video": Words("录像", "film"),
    "blank-meant": Words("空着也登记", "a blank is meant"),
    "day-meant": Words("日期无误，照此登记", "The date is right: enter it so"),
    "hand-meant": Words("确由其经办，照此登记", "It was done by that one: enter it so"),
    "like-meant": Words("是另一件，照此登记", "It is another case: enter it so"),
    "likes": Words("此前的相近事项", "Earlier cases like it"),
    "withdrawn-meant": Words("已撤销也登记", "It is meant though the case was withdrawn: enter it so"),
    "reason-meant": Words("不给该单位看，照此登记", "The unit is not to read it: enter it so"),
    "again-meant": Words("确又办理一次，照此登记", "It was taken once more: enter it so"),
    "taken-on": Words("（已登记：{when}）", "(taken already: {when})"),
    "once-more": Words("再登记一次“{step}”", "“{step}” once more"),
    "common-to": Words("所选各步共同的（某一步另填的，按另填的）", "Common to all that are chosen, where they say nothing else"),
    "beside-common": Words("这一步另填{columns}", "Of this step alone: {columns}"),
    "order-meant": Words("仍照此登记", "Enter it all the same"),
    "nothing-meant": Words("没有其他内容，照此登记", "There is nothing to say of it: enter it so"),
    "asked-for": Words("（须填写，否则“{duty}”算未履行）", "(needed, or “{duty}” is breached)"),
    "scale": Words("{low}至{high}", "{low} to {high}"),
    "fill-in": Words("补填{column}", "fill in: {column}"),
    "done-early": Words("已办，期限未到", "done, not yet due"),
    "take-back": Words("撤回", "Take it back"),
    "take-back-why": Words(
        "作为误登撤回；原登记与撤回的原因都留在记录中。",
        "It is withdrawn as mistaken; what was entered stays in the history, with the reason.",
    ),
    "taken-back": Words("撤回“{step}”", "“{step}” taken back"),
    "was-taken-back": Words("已撤回", "taken back"),
    "undo": Words("全部撤回", "Take it all back"),
    "undo-why": Words(
        "作为误登撤回，一次撤回全部；原登记与撤回的原因都留在记录中。",
        "All of it is withdrawn as mistaken, at once; what was entered stays in the history, with the reason.",
    ),
    # what was changed
    "history": Words("变更记录", "History"),
    "correct": Words("更正", "Correct"),
    "correct-why": Words("更正原因", "Why it is corrected"),
    "correct-hint": Words(
        "更正后原内容留在变更记录中，可以恢复。", "What stood before stays in the history, and can be put back."
    ),
    "of-same-day": Words(
        "以下步骤也记在 {day}；更正本事项的日期不改变它们的日期，须分别更正",
        "These steps are of {day} too; to correct the case's day leaves theirs, and each is corrected by itself",
    ),
    "of-old-day": Words(
        "以下步骤仍记在原来的日期 {day}；有误的，请分别更正",
        "These steps still bear the earlier day, {day}; correct each where it is wrong",
    ),
    "mark-stays": Words(
        "“{what}”仍为“是”；不是当日录入的，请一并更正",
        "“{what}” still says yes; where the case was not entered on its day, correct that too",
    ),
    "blank-is-its-day": Words("（空白则为本事项日期）", "(the case's day, where blank)"),
    "steps-of-its-day": Words("未另填日期的步骤，记为本事项的日期。", "A step without a day of its own is of the case's day."),
    "corrected-since": Words(
        "打开本页之后，别人已更正过；您填写的内容尚未登记，请核对后再次提交。",
        "Since you opened this page somebody corrected it; what you filled in is not entered yet. Look, and send it again.",
    ),
    "corrected-is": Words("已更正", "Corrected"),
    "corrected-nothing": Words(
        "所填与现有内容相同，没有可更正之处，未作登记。",
        "What you filled in is what stands: nothing was changed, so nothing was entered.",
    ),
    "changed-from-to": Words("{what}由“{was}”改为“{now}”", "{what} from “{was}” to “{now}”"),
    "value-blank": Words("空白", "blank"),
    "put-back": Words("恢复为此内容", "Put this back"),
    "version-new": Words("登记", "entered"),
    "version-changed": Words("更正", "corrected"),
    "version-now": Words("现在的内容", "as it stands"),
    "who": Words("谁", "Who"),
    "when-entered": Words("登记时间", "Entered at"),
    "by-loading": Words("从文件导入（系统账号 {who}）", "loaded from files (by {who} on the machine)"),
    "by-command": Words("用命令登记（系统账号 {who}）", "entered by command (by {who} on the machine)"),
    "together-entered": Words("同批登记的", "entered together"),
    "what-changed": Words("内容", "What"),
    "from-value": Words("原为", "From"),
    "to-value": Words("改为", "To"),
    "why-changed": Words("原因", "Why"),
    "days-crossed": Words(
        "起始日期 {first} 晚于截止日期 {last}，没有这样的日期。",
        "No day is from {first} and until {last}: the first is after the last.",
    ),
    "sort-by": Words("排序", "Sort by"),
    "sort-entered": Words("登记或更正先后，新的在前", "entered or corrected last first"),
    "sort-date": Words("日期，新的在前", "latest date first"),
    "sort-oldest": Words("日期，旧的在前", "earliest date first"),
    "sort-unit": Words("单位", "unit"),
    "sort-id": Words("编号", "id"),
}
