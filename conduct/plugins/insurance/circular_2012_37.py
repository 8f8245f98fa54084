"""苏保监发〔2012〕37号 江苏保险业信访投诉工作量化考核办法: its clauses in its own order; its words stand in the file beside this one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from conduct.law import Edition, Provision, Regulation, Understood, Unruled, Words

from . import c2_1_institutions, c2_2_volume, c2_3_handling, c2_4_daily_work, c3_special_matters, c4_other_rules

# ---- 1 · 一、目的与依据

CLAUSE_1: tuple[Provision, ...] = (Unruled("1", Words("目的与依据，不设义务。", "Purpose and basis; sets no obligation.")),)

# ---- 2 · 二、考核项目与方法

CLAUSE_2: tuple[Provision, ...] = (
    Understood(
        "2",
        Words(
            "每次考核（7月和年终）都从100分起算；得分为各项目得分与加分之和，不以100分为限。",
            "Each assessment (July and year-end) starts from 100 again; a score is the sections' scores plus bonus, not capped at 100.",
        ),
        ("内容包括扣分事项和加分事项", "基准分为100分起算"),
    ),
)

CIRCULAR = Regulation(
    id="苏保监发〔2012〕37号",
    title=Words(
        "江苏保险业信访投诉工作量化考核办法", "Measures for the quantitative assessment of petition work, Jiangsu insurance"
    ),
    text=Edition(Path(__file__).with_name("circular_2012_37.zh.md")),
    in_force_from=date(2012, 2, 29),
    whole=100,
    veto_words=Words("评先限制、直接确定末位", "barred from advanced units, or last"),
    provisions=(
        *CLAUSE_1,
        *CLAUSE_2,
        *c2_1_institutions.PROVISIONS,
        *c2_2_volume.PROVISIONS,
        *c2_3_handling.PROVISIONS,
        *c2_4_daily_work.PROVISIONS,
        *c3_special_matters.PROVISIONS,
        *c4_other_rules.PROVISIONS,
    ),
)
