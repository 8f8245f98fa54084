"""How many examples a property is tried on: a few in the fast run, all of them in the slow one."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

FEW, ALL = 20, 100
"""Examples of a property that does not say how many it takes, by profile."""
_SHARE = ALL // FEW

_by_no_clock = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # other tests run beside
settings.register_profile("few", _by_no_clock, max_examples=FEW)
settings.register_profile("all", _by_no_clock, max_examples=ALL)
settings.load_profile("few")  # unless pytest is given --hypothesis-profile, as .ci/run gives it


def examples(every: int) -> settings:
    """Settings of a property that takes so many examples in the slow run, in the fast one a fifth of them and at least three."""
    return settings(max_examples=every if settings.get_current_profile_name() == "all" else max(3, every // _SHARE))
