"""By what names a form, or a program, confirms what is asked about."""

from __future__ import annotations

DAY_MEANT = "day-meant"
"""By what name a form, or a program, confirms that a day is right though it is one that is asked about."""

ORDER_MEANT = "order-meant"
"""The same, of a step that is taken before the one that comes first."""

NOTHING_MEANT = "nothing-meant"
"""The same, of a case of which nothing is said."""

HAND_MEANT = "hand-meant"
"""The same, of a step by the one complained of, where the law keeps him from it."""

AGAIN_MEANT = "again-meant"
"""The same, of a step that was taken already."""

WITHDRAWN_MEANT = "withdrawn-meant"
"""The same, of a step on a case that was withdrawn as a whole."""

LIKE_MEANT = "like-meant"
"""The same, of a case that is like an earlier one."""

REASON_MEANT = "reason-meant"
"""The same, of the reason of a decision on an objection that its unit would not read."""

GAPS_MEANT = "gaps-meant"
"""The same, of a draft that has gaps."""

ISSUE_MEANT = "issue-meant"
"""The same, of a draft that is issued."""

SEAL_MEANT = "seal-meant"
"""The same, of a period that is sealed with nothing open."""

RELEASE_MEANT = "release-meant"
"""The same, of a notice that the public is let read."""

WITHHOLD_MEANT = "withhold-meant"
"""The same, of one that is taken back from it."""

MEANT = (DAY_MEANT, ORDER_MEANT, NOTHING_MEANT, HAND_MEANT, AGAIN_MEANT, WITHDRAWN_MEANT, LIKE_MEANT, REASON_MEANT)
"""All of them."""
