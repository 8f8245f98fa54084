"""The words of errors about what an office signs, and about checking it."""

from __future__ import annotations

from .words import Words

REPORT_MESSAGES: dict[str, Words] = {
    "told-run-period": Words(
        "--run 指定的考核有自己的考核期和截至日，不能再用 --period 或 --as-of",
        "the run that --run names has its own period and day: leave out --period and --as-of",
    ),
    "run-not-again": Words(
        "编号为 {run} 的考核不能照封存时再作出：{what}；请用当时的程序、办法、评分表和配置，或重新公布",
        "run {run} cannot be made again as it was sealed: {what}; use the program, the regulation, the sheet and the "
        "configuration of then, or publish the period anew",
    ),
    "run-not-again-facts": Words(
        "编号为 {run} 的考核依据相同，结果却与封存的不同；请用 conduct verify 检查台账 {path}",
        "run {run} rests on the same as when it was sealed, and yet comes to something else; check the ledger {path} with: "
        "conduct verify",
    ),
    "draft-despite": Words(
        "征求意见稿可以有未了结的事项，不用 --despite；正式公布时再写明理由",
        "a draft may have things open and takes no --despite; give the reason when the run is published",
    ),
}
