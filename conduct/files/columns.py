"""The rows and columns of a sheet: a column by its letters and by its number, and the last of each that is taken."""

from __future__ import annotations

LAST_ROW, LAST_COLUMN = 1_048_576, 200


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def number_of(column: str) -> int:
    """The number of a column of these letters: A is 1, AA is 27."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


COLUMNS = {letters(n): n for n in range(1, LAST_COLUMN + 1)}
