"""The words of errors about what an office signs, and about checking it."""

from __future__ import annotations

from .words import Words

REPORT_MESSAGES: dict[str, Words] = {
    "draft-despite": Words(
        "征求意见稿可以有未了结的事项，不用 --despite；正式公布时再写明理由",
        "a draft may have things open and takes no --despite; give the reason when the run is published",
    ),
}
