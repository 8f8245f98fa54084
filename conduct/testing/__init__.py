"""The checks that every regulation passes, ours and a stranger's, and the cases that a lawyer can write.

``check_sector(sector)`` returns everything that is wrong with the encoding, in words; ``cases_of`` and ``run_case`` run expected
cases in TOML::

    [[case]]
    name = "逾期两件扣4分"
    clause = "2.3.1"
    quote = "不能按期办理信访的,每件扣2分"
    why = "2 × 2 = 4; 25 - 4 = 21; 100 - 4 = 96"
    period = "2012"
    units = [{unit = "A", kind = "life"}]
    incidents = [{incident = "i1", unit = "A", kind = "late", date = 2012-03-01}]
    [case.expect.A]
    score = 96
    sections = {"2.3" = 21}
    lines = [{kind = "late", count = 1, points = -2}]

A case needs ``period`` and ``units``; the rest is optional: ``as-of``, ``readings``, ``calendar`` (as in a configuration),
``measures``, ``incidents``, ``actions``. Units may give their measures for the period beside their own columns (``taxis = 10``).

Of an expectation only the keys given are compared; ``vetoes``, ``outcomes``, ``sanctions``, ``persons`` and ``checks`` are
complete lists. Its keys are ``score``, ``rank``, ``bonus`` ("none" where there is none), ``sections``, ``lines``, ``no-lines``
(kinds), ``vetoes``, ``outcomes``, ``sanctions``, ``persons``, ``figures``, ``checks`` and ``duties`` ([met, breached,
pending]); ``[case.incidents-end]`` compares where the incidents ended. ``fault`` is the code of the error that must come ("any"
for whichever). A file may hold what a deployment supplies (a score sheet) under ``[supplied.NAME]``, and a case name it:
``score-sheet = "NAME"``.

What ``run_case`` returns is empty if the case comes out, else one sentence for everything that is badly written or differs.
``uncovered`` names the rules and alternatives that no case exercises: a charge, a rank rule or a breach is exercised by an
incident or an expected line of its kind, a veto, an outcome or a figure by being expected, a sanction by being expected in a
case of its clause or with its ``clause``, and an alternative of a reading by a case that sets it.
"""

from __future__ import annotations

from .cases import cases_of, facts_of, fill, run_case
from .checks import check_sector
from .covered import uncovered

__all__ = ["cases_of", "check_sector", "facts_of", "fill", "run_case", "uncovered"]
