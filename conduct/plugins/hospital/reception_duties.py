"""泗阳县第三人民医院 行风投诉接待站人员工作职责: its six duties in their own order; their words stand in the file beside this one."""

from __future__ import annotations

from pathlib import Path

from conduct.law import Edition, Regulation, Words

from .duties1_2_reception import DUTY1, DUTY2
from .duties4_5_answers import DUTY4, DUTY5
from .duty3_major_matters import DUTY3
from .duty6_afterwards import DUTY6

DUTIES = Regulation(
    id="行风投诉接待站人员工作职责",
    title=Words(
        "泗阳县第三人民医院行风投诉接待站人员工作职责",
        "Duties of the staff who receive complaints, Siyang County Third People's Hospital",
    ),
    text=Edition(Path(__file__).with_name("reception_duties.zh.md")),
    in_force_from=None,
    provisions=(
        *DUTY1,
        *DUTY2,
        *DUTY3,
        *DUTY4,
        *DUTY5,
        *DUTY6,
    ),
)
