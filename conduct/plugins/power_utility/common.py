"""What several articles speak of: venues, whom a sanction falls on, who owes a duty, and how sanctions are called."""

from __future__ import annotations

from conduct.law import Bearer, OnHead, OnPerson, OnUnit, Words, of_kinds

from . import kinds as k

AT_COMPANY = k.venue.is_("company")
HIGHER = ~AT_COMPANY
PENDING, WINDOW = k.verified.is_("pending"), of_kinds(k.window_complaint)

PARTY_COMMITTEE, COMPANY = Words("公司党委", "the company's party committee"), Words("公司", "the company")
BY_COMPANY = (Bearer(PARTY_COMMITTEE, AT_COMPANY), Bearer(COMPANY))

PERSON, HEAD, STATION = OnPerson(k.person), OnHead((k.PARTY.code, k.ADMINISTRATIVE.code)), OnUnit()
On = OnPerson | OnHead | OnUnit

BONUS = Words("扣发奖金", "bonus withheld")
AWARD = Words("扣发年终综合奖", "year-end award withheld")
CRITICISM = Words("通报批评", "criticised by circular")
