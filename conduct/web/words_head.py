"""What the pages of the decider and the head of office say, in both languages."""

from __future__ import annotations

from conduct.core.base.words import Words

HEAD_WORDS: dict[str, Words] = {
    # what waits for a decision
    "decisions": Words("待决定", "To decide"),
    "nothing-waits": Words("没有待决定的事项。", "Nothing waits for a decision."),
    "what": Words("决定什么", "What is decided"),
    "since": Words("日期", "Since"),
    "on-whom": Words("对象", "On"),
    "bounds": Words("可定范围", "Between"),
    "from-to": Words("{low}至{high}", "{low} and {high}"),
    "left-open": Words("由人决定，条文未定幅度", "the text leaves it to a person"),
    "alike": Words("同类事项此前的决定", "How similar ones were decided"),
    "none-alike": Words("此前没有同类决定。", "None was decided before."),
    "decide": Words("决定", "Decide"),
    "reason-needed": Words("须写明理由。", "Say why."),
    "not-applied": Words("筛选条件“{value}”不适用，未予筛选。", "The filter “{value}” does not apply here, and filters nothing."),
    # publishing
    "publishing": Words("公布", "Publishing"),
    "not-ended": Words("考核期尚未结束。", "The period has not ended yet."),
    "open": Words("尚未了结", "Still open"),
    "was-open": Words("封存时尚未了结", "Open when it was sealed"),
    "nothing-open": Words("没有尚未了结的事项。", "Nothing is open."),
    "look": Words("查看", "look"),
    "draft": Words("征求意见稿", "Draft for objections"),
    "draft-is": Words("这一结果已作为征求意见稿 {n} 封存", "this very result is sealed as draft {n}"),
    "issue-draft": Words("印发征求意见稿", "Issue the draft"),
    "objections": Words("对征求意见稿的申诉", "Objections to the draft"),
    "unanswered": Words("{n}件未答复", "{n} unanswered"),
    "answer": Words("答复", "Answer"),
    "upheld": Words("采纳", "upheld"),
    "dismissed": Words("不采纳", "dismissed"),
    "seal": Words("封存公布", "Seal and publish"),
    "published-is": Words("这一结果已公布为第{n}号", "this very result is published as number {n}"),
    "will-replace": Words("封存后将取代本期第{n}号：", "Sealed now, it replaces number {n} of this period:"),
    "note": Words("附注", "Note"),
    "despite": Words("仍予公布的理由", "Why it is published all the same"),
    "reason-missing": Words(
        "尚有未了结的事项，须写明仍予公布的理由。", "Something is open: say why it is published all the same."
    ),
    "four-eyes": Words(
        "您在本期作过决定，不能封存；请由他人封存。", "You decided something of this period, so somebody else must seal it."
    ),
    "runs": Words("已封存的结果", "What was sealed"),
    "number": Words("编号", "Number"),
    "sealed-at": Words("封存时间", "Sealed"),
    "before": Words("此前", "Before it"),
    "replaced-by": Words("已由另一结果取代：", "It was replaced by"),
    "is-public": Words("已对外公开。", "The public may read it."),
    "notice": Words("通报", "Notice"),
    "in-zh": Words("中文", "Chinese"),
    "in-en": Words("英文", "English"),
    "release": Words("对外公开", "Let the public read it"),
    "withhold": Words("收回公开", "Take it back from the public"),
    "released-by": Words("{who}于 {at} 对外公开。", "Public since {at}, by {who}."),
    "not-released": Words("未对外公开。", "The public may not read it."),
    "public-page": Words("公开页面", "the public page"),
    # the public
    "notices": Words("已公开的通报", "Published notices"),
    "no-notice": Words("没有公开的通报。", "There is none yet."),
    # waiting
    "busy": Words("请稍候", "One moment"),
    "busy-why": Words("正在制作另一份文件，请稍后再试。", "Another document is being made: try again in a moment."),
}
