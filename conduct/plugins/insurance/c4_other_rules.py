"""4 四、其他规定: how often, how the companies stand, and what follows."""

from __future__ import annotations

from conduct.law import YEAR, Choice, First, Last, Outcome, Provision, Reading, Standing, Understood, Unruled, Words

from .common import INELIGIBLE, LAST_PLACE

# ---- 4.1 · (一)考核频度

CLAUSE_4_1: tuple[Provision, ...] = (
    Understood(
        "4.1",
        Words(
            "考核频度即本行业的考核期：上半年（7月）与全年。",
            "The frequency is the sector's periods: the first half-year (July) and the year.",
        ),
        "信访考核每年7月份考核一次,年终时对全年情况进行考核",
    ),
)

# ---- 4.2 · (二)考核结果运用

ADVANCED, CRITICISED, SUPERVISED = "advanced-unit", "criticised", "key-supervision"

standing_classes = Reading(
    "standing-classes",
    "4.2",
    default="together",
    alternatives=("together", "apart"),
    about=Words("最终名次是否分寿险、产险", "whether life and property companies stand in one list"),
    why=Words(
        "together：寿险、产险合并排定最终名次。apart：分为两个名次表，各有前五名和最后三名。",
        "`together`: life and property companies stand in one list at the end. `apart`: two lists, each with its first five and last three.",
    ),
    options={
        "together": Words("寿险、产险合并排定最终名次", "both in one list"),
        "apart": Words("寿险、产险分为两个名次表", "two lists"),
    },
)

several_last = Reading(
    "several-last",
    "2.4.3",
    default="shared",
    alternatives=("shared", "by-score"),
    about=Words("多家直接确定为末位的如何排名", "several units directly determined last"),
    why=Words(
        "shared：几家直接确定为末位的并列，都排在其他各家之后（12家中三家并列第10）。by-score：相互之间按得分先后。第2.4.6项同此。",
        "`shared`: all share the rank after every other's (10, 10, 10 of 12). `by-score`: among themselves in the order of their "
        "scores. 2.4.6 likewise.",
    ),
    options={
        "shared": Words("并列，都排在其他各家之后", "all share the rank after every other's"),
        "by-score": Words("相互之间按得分先后", "among themselves in the order of their scores"),
    },
)

ineligible_replaced = Reading(
    "ineligible-replaced",
    "4.2",
    default="no",
    alternatives=("no", "yes"),
    about=Words("前五名不得评先时是否递补", "whether the next in rank moves up"),
    why=Words(
        "前五名中有不得评为先进单位的，后一名是否递补；yes 时名次在既未被取消评先资格又非末位的公司之间计算。",
        "Whether the next in rank moves up when one of the first five may not be named 先进单位; with `yes` the rank is taken "
        "among the units that are neither ineligible nor last.",
    ),
    options={
        "no": Words("后一名不递补", "nobody moves up"),
        "yes": Words("后一名递补", "the next in rank moves up"),
    },
)

CLAUSE_4_2: tuple[Provision, ...] = (
    standing_classes,
    several_last,
    Standing(
        "4.2",
        "考核结果在业内及江苏保监局互联网站公布",
        several_last=Choice(several_last, {"shared": "shared", "by-score": "by-score"}),
        apart=Choice(standing_classes, {"together": False, "apart": True}),
    ),
    Understood(
        "4.2",
        Words(
            "直接确定为末位的排在同一名次表的其他公司之后；半年考核也适用，但不产生结果运用。前五名含并列。最后三名：名次严格靠后的不足三家，边缘并列的都算；直接确定为末位的必受通报批评并列为重点监管。"
            "已被评为先进单位的不再通报批评。",
            "Who is directly determined the last ranks after every other unit of its list; on a half-year too, without outcomes. First five: rank 5 or better, ties included. The last three: fewer than "
            "three units ranked strictly worse, so ties at the edge are all named; a unit directly determined last is always criticised "
            "and under key supervision. A unit named advanced is not criticised as well.",
        ),
    ),
    Unruled(
        "4.2",
        Words(
            "公布、分类监管由保监局办理，不影响得分。",
            "Publication and classified supervision are the bureau's and move no points.",
        ),
        "并作为分类监管的重要指标之一",
    ),
    ineligible_replaced,
    Outcome(
        "4.2",
        "对于年终考核前五名的保险机构,作为“信访工作先进单位”给予通报表扬,颁发奖状,并建议公司对有关工作人员给予奖励",
        name=ADVANCED,
        words=Words("信访工作先进单位（通报表扬）", "advanced unit (commended)"),
        place=First(5),
        unless=(INELIGIBLE, LAST_PLACE),
        among_eligible=Choice(ineligible_replaced, {"no": False, "yes": True}),
        periods=(YEAR,),
    ),
    Outcome(
        "4.2",
        "对全年考核最后三名的保险机构给予通报批评",
        name=CRITICISED,
        words=Words("通报批评", "criticised"),
        place=Last(3),
        also=(LAST_PLACE,),
        unless=(ADVANCED,),
        periods=(YEAR,),
    ),
    Outcome(
        "4.2",
        "对全年考核最后三名的保险机构给予通报批评,列为重点监管对象,并责成相关机构对信访工作分管负责人及有关责任人做出相应处理",
        name=SUPERVISED,
        words=Words("列为重点监管对象", "under key supervision"),
        place=Last(3),
        also=(LAST_PLACE,),
        unless=(ADVANCED,),
        periods=(YEAR,),
    ),
)

# ---- 4.3 · (三)考核办法的解释

CLAUSE_4_3: tuple[Provision, ...] = (Unruled("4.3", Words("解释权，不设规则。", "The power to interpret; carries no rule.")),)

PROVISIONS: tuple[Provision, ...] = (
    *CLAUSE_4_1,
    *CLAUSE_4_2,
    *CLAUSE_4_3,
)
