"""A sanction for what is repeated honours the factors of its count: its number is a weight."""

from __future__ import annotations

import pytest

from tests.outside.conftest import Make

BEFORE = "count=count(complaint, when=serious.is_(True)),\n        on=OnPerson(driver),\n        months=Range(1, 3, months),"
FACTOR = 'Factor("2.1", "因绕路被投诉的,每件可折算为两件", detour.is_(True), {n}{more})'
AFTER = (
    "count=count(complaint, factors=({factors},){join}),\n        on=OnPerson(driver),\n"
    '        months=2,\n        repeated=Repeated(12, "{by}"),'
)
SERIOUS = 'Factor("3", "情节严重", serious.is_(True), 3)'
IMPORT = ("    Regulation,\n", "    Regulation,\n    Repeated,\n")


def _incidents(rows: str) -> str:
    """One complaint a letter: d with a detour, s serious, b both, p plain, n a detour that names nobody."""
    lines = ["incident,unit,kind,date,detour,serious,driver"]
    for n, letter in enumerate(rows, 1):
        detour, serious = ("yes" if letter in of else "" for of in ("dbn", "sb"))
        lines.append(f"i{n:02},A,complaint,2025-01-{n:02},{detour},{serious},{'' if letter == 'n' else 'D1'}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("rows", "factors", "join", "by", "reaching"),
    [
        ("pppppppppppp", FACTOR.format(n=2, more=""), "", "person", "i12"),  # 12 × 1
        ("dddddd", FACTOR.format(n=2, more=""), "", "person", "i06"),  # 6 × 2
        ("pddddddd", FACTOR.format(n=2, more=""), "", "person", "i07"),  # 1, 3, 5, 7, 9, 11, 13
        ("ddddd", FACTOR.format(n=2, more=""), "", "person", None),  # 10
        ("dddddp", FACTOR.format(n=2, more=""), "", "person", None),  # 11
        ("ndddddd", FACTOR.format(n=2, more=""), "", "person", "i07"),  # who names nobody adds nothing
        ("ndddddd", FACTOR.format(n=2, more=""), "", "unit", "i06"),
        ("bb", f"{FACTOR.format(n=2, more='')}, {SERIOUS}", "", "person", "i02"),  # 2 × 3 each
        ("bbbb", f"{FACTOR.format(n=2, more='')}, {SERIOUS}", ', join="max"', "person", "i04"),  # 3 each
        ("pppppd", FACTOR.format(n=2, more=", spread=True"), "", "person", "i06"),  # one detour doubles all six
        ("pp" * 12, FACTOR.format(n='"1/2"', more=""), "", "person", "i12"),
        ("dd" * 12, FACTOR.format(n='"1/2"', more=""), "", "person", "i24"),  # 24 × 1/2
    ],
)
def test_the_number_of_a_repeated_sanction_is_a_weight(
    taxi: Make, rows: str, factors: str, join: str, by: str, reaching: str | None
) -> None:
    desk = taxi((BEFORE, AFTER.format(factors=factors, join=join, by=by)), IMPORT, sample=False)
    assert desk("init").status == 0
    units = desk.write("units.csv", "unit,name,kind,parent\nA,甲公司,company,\nD1,张三,driver,A\n")
    outcome = desk("load", units, desk.write("incidents.csv", _incidents(rows)))
    assert outcome.status == 0, outcome.err
    sanctions = desk.run("--period", "2025")["units"][0]["sanctions"]
    assert [(s["incident"], s["on"]) for s in sanctions] == ([(reaching, "D1")] if reaching else [])
